"""Files that travel with messages: `Card(…, files=(enclose(turn, "工单.xlsx", content),))`."""

import mimetypes
import re
from datetime import timedelta
from pathlib import PurePosixPath

from handlers import texts
from handlers.cards import Enclosure
from handlers.errors import Refused
from handlers.incoming import Said
from handlers.turn import Turn
from storage import files, wanted_files

LONGEST_NAME = 80
# Paths, what Windows cannot keep, what hides or turns a line around.
UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff/\\\\:*?"<>|]')
UNKNOWN_TYPE = "application/octet-stream"
TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".ics": "text/calendar",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}


def enclose(
    turn: Turn, name: str, content: bytes, media_type: str = "", *, about: str = "", lives: timedelta | None = None
) -> Enclosure:
    """Keep a file in this turn's transaction, ready to travel with any number of cards.

    `about` is the code of its subject. After `lives` the bytes are dropped; None keeps them. Refuses what no platform
    carries: nothing, or more than 20 MB.
    """
    if not 0 < len(content) <= files.BIGGEST:
        raise Refused(texts.FILE_SIZE(size=megabytes(len(content)), most=megabytes(files.BIGGEST)))
    named = safe_name(name)
    kept = files.keep(
        turn.tx, named, media_type or type_of(named), content, turn.now, subject=about,
        expires=turn.now + lives if lives is not None else None, owner_id=turn.actor.id if turn.actor else None,
    )  # fmt: skip
    return of(kept)


def of(kept: files.File) -> Enclosure:
    """A kept file as a card names it."""
    return Enclosure(kept.id, kept.name, kept.media_type, kept.size)


def safe_name(name: str) -> str:
    """A name that can be stored on any phone: without a path, without tricks, not too long, with its ending."""
    last = UNSAFE.sub("_", re.split(r"[/\\]", name)[-1]).strip(" .")
    path = PurePosixPath(last or "file")
    ending = path.suffix[:12]
    return f"{path.stem[: LONGEST_NAME - len(ending)]}{ending}"


def type_of(name: str) -> str:
    """The media type a name promises."""
    ending = PurePosixPath(name).suffix.lower()
    return TYPES.get(ending) or mimetypes.types_map.get(ending, UNKNOWN_TYPE)


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def take_along(turn: Turn, subject: str, action: str) -> int:
    """The files that came with what was just heard belong to this subject: they are fetched, and then the clock does
    `action`. How many those were.
    """
    if not isinstance(turn.heard, Said) or turn.account is None:
        return 0
    found = [one for one in turn.heard.attachments if one.kind in wanted_files.KINDS]
    for one in found:
        wanted_files.want(
            turn.tx, subject, action, turn.account.platform, turn.now, kind=one.kind, ref=one.ref, name=one.name,
            by_id=turn.actor.id if turn.actor else None,
        )  # fmt: skip
    return len(found)
