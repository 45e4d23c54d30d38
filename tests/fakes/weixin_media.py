"""Temporary media, the same for WeCom and WeChat: kept three days, then gone."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import Clock
from tests.fakes.weixin_refusals import Refused
from tests.fakes.wire import Response, Upload

DAYS_KEPT = 3
MEGABYTE = 1024 * 1024
MOST = {"image": 10 * MEGABYTE, "voice": 2 * MEGABYTE, "video": 10 * MEGABYTE, "file": 20 * MEGABYTE}


@dataclass(frozen=True, slots=True)
class Stored:
    media_id: str
    kind: str
    name: str
    content_type: str
    content: bytes
    until: float


@dataclass(slots=True)
class MediaStore:
    clock: Clock
    stored: dict[str, Stored] = field(default_factory=dict)
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    def upload(self, kind: str, file: Any) -> dict[str, Any]:
        if kind not in MOST:
            raise Refused(40004)
        if not isinstance(file, Upload) or not file.content or not file.filename:
            raise Refused(44001)
        if len(file.content) <= 5:
            raise Refused(40006, "at least 6 bytes")
        if len(file.content) > MOST[kind]:
            raise Refused(45001)
        kept = self.keep(kind, file.filename, file.content_type, file.content)
        return {"type": kind, "media_id": kept.media_id, "created_at": str(int(self.clock.time()))}

    def keep(self, kind: str, name: str, content_type: str, content: bytes) -> Stored:
        media_id = f"FAKE-MEDIA-{next(self._ids)}"
        until = self.clock.time() + DAYS_KEPT * 86400
        self.stored[media_id] = Stored(media_id, kind, name, content_type, content, until)
        return self.stored[media_id]

    def find(self, media_id: Any) -> Stored:
        stored = self.stored.get(media_id) if isinstance(media_id, str) else None
        if stored is None or self.clock.time() > stored.until:
            raise Refused(40007)
        return stored

    def download(self, media_id: str) -> Response:
        stored = self.find(media_id)
        headers = {
            "content-type": stored.content_type,
            "content-disposition": f'attachment; filename="{stored.media_id}"',
        }
        return Response(200, stored.content, headers)
