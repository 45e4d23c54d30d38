"""What somebody sent and we could not keep: its sender hears of it, or they would believe that it is there."""

import re
from collections.abc import Mapping
from typing import Any

from handlers.people import texts
from handlers.people.actions import router
from handlers.turn import Turn
from storage import wanted_files
from storage.people import Person
from storage.wanted_files import BROKEN, LOST

_CODE = re.compile(r"[A-Z]{1,2}-[\d-]*\d")


@router.due(LOST)
def lost(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """One message for all of an album that failed together, and only once."""
    subject = str(payload.get("code", ""))
    for person_id, gone in wanted_files.untold_of(turn.tx, subject).items():
        person = turn.tx.get(Person, person_id)
        for one in gone:
            one.shown_to = [*one.shown_to, person_id]
        if person is None:
            continue
        code = _CODE.match(subject)
        where = code[0] if code else subject
        words = texts.FILES_BROKEN if all(one.reason.startswith(BROKEN) for one in gone) else texts.FILES_LOST
        about = where if turn.features.may_be_told(turn, where, person) else ""
        turn.tell(person, words(count=len(gone), code=where), subject=about)
