"""Evidence of an obligation: pictures and files, each kept with its hash, who sent it and when; fetched outside the turn."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import files, steps
from handlers.cards import Card
from handlers.obligations import rules, texts
from handlers.obligations.desk import obligation_card, router, subject
from handlers.obligations.flow import FLOW, owner
from handlers.turn import Turn
from storage import obligations, wanted_files
from storage.obligations import OPEN, Obligation
from storage.people import Person
from storage.wanted_files import FETCHED

CAME = "obligations.file"
MOST_AT_ONCE = 6


def with_words(turn: Turn, one: Obligation) -> int:
    """The files that came with what was just heard are evidence of its present round. How many those were."""
    return files.take_along(turn, subject(one), CAME)


def receives(turn: Turn) -> bool:
    """Files without words belong to the obligation on the newest card, where it is the sender's own."""
    code = next((row.subject for row, _card in turn.screen[:2] if row.subject.startswith(f"{FLOW.prefix}-")), "")
    one = obligations.by_code(turn.tx, code) if code else None
    if one is None or one.status not in OPEN or not owner.allows(turn.viewer, one) or not with_words(turn, one):
        return False
    turn.reply(Card(texts.TOOK(code=one.code), buttons=FLOW.buttons(turn.viewer, one)), subject=one.code)
    return True


router.receives = receives


@router.due(CAME)
def came(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """A file is here: its hash goes on record, and every copy of the card counts it."""
    about = str(payload.get("code", ""))
    one = obligations.by_code(turn.tx, about.partition("#")[0])
    if one is None:
        return
    for file in wanted_files.of_subject(turn.tx, about):
        if file.file is None or file.file.expires_at is not None:
            continue
        file.file.expires_at = turn.now + timedelta(days=turn.rule(rules.KEPT))
        by = turn.tx.get(Person, file.by_id) if file.by_id else None
        details = {
            "about": about,
            "sha256": file.file.sha256,
            "by": by.name if by else "",
            "sent": file.wanted_at.isoformat(),
        }
        turn.record(one.code, "evidence", clause=FLOW.clause, details=details)
    turn.settle(one.code, lambda viewer: obligation_card(turn, one, viewer))


@router.button("files")
def look(turn: Turn, code: str, _choice: str) -> None:
    """The files of the present round and of those before it, to whoever may read it."""
    one: Obligation = steps.find(turn, router, code)
    subjects = [f"{one.code}#{number}" for number in range(one.round, 0, -1)]
    found = [file for about in subjects for file in wanted_files.of_subject(turn.tx, about) if file.status == FETCHED]
    kept = [
        file.file for file in found if file.file and (file.file.expires_at is None or file.file.expires_at > turn.now)
    ]
    if not kept:
        turn.reply(texts.NO_FILES(code=code))
        return
    turn.record(one.code, "evidence_shown", clause=FLOW.clause, details={"count": len(kept)})
    turn.reply(Card(texts.THESE(code=code, count=len(kept)), files=tuple(map(files.of, kept[:MOST_AT_ONCE]))))
