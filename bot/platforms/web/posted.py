"""Pictures and documents sent on the chat page: kept for the days a platform would keep them, until a feature takes them."""

from collections.abc import Callable
from datetime import datetime

from bot import pictures
from bot.fetching import NAMES, Never
from bot.platforms.web import texts
from bot.platforms.web.guards import Refusal
from handlers.files import safe_name, type_of
from handlers.incoming import Attachment, Identity
from storage import files, people
from storage.base import Database
from storage.wanted_files import KEPT_THERE


class Posted:
    """What was sent here and has not been asked for yet."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def may_send(self, who: Identity) -> None:
        """Only people of the school send files: a stranger could fill the disk. Raises `Refusal`."""
        with self._database.read() as tx:
            account = people.account_of(tx, who.platform, who.user_id)
            if account is None or account.person is None or not account.person.active:
                raise Refusal(403, texts.FILE_UNBOUND)

    def take(self, name: str, content: bytes) -> Attachment:
        """Keep it for now; a picture without what it says beside what it shows. Raises `Refusal`."""
        if not content:
            raise Refusal(422, texts.EMPTY)
        try:
            clean = pictures.stripped(content)
        except pictures.Damaged:
            raise Refusal(422, texts.FILE_DAMAGED) from None
        media_type = pictures.media_type_of(clean)
        named = safe_name(name or f"picture{NAMES.get(media_type, '')}")
        now = self._clock()
        with self._database.write() as tx:
            kept = files.keep(tx, named, media_type or type_of(named), clean, now, expires=now + KEPT_THERE)
            return Attachment("photo" if media_type else "file", str(kept.id), named)

    def content(self, attachment: Attachment) -> bytes:
        """The bytes. Raises `Never` once their days are over."""
        with self._database.read() as tx:
            content = files.content_of(tx, int(attachment.ref), self._clock())
        if content is None:
            raise Never("it is no longer kept")
        return content
