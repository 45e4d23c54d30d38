"""Findings of an evaluation, a drill, an inspection or an incident become improvement items (M-, clause 6.3.2).

The one door for every feature: `raise_item(turn, "D-2", "补充应急联系电话", owner, due)`. The item is followed up by the
improvements feature; when it is over, the source's feature hears of it by the deadline `<feature>.improved`, if it has one.
"""

import re
from datetime import datetime, timedelta

from handlers.numerals import fold, write_code
from handlers.people_named import person_called, person_in
from handlers.texts import EDGES
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from storage import numbers
from storage.improvements import Improvement, ItemStage
from storage.people import Person

_OWNER = re.compile(r"(?:负责人|owner)\s*[:是为]?\s*([^\s,。;:]{2,12})", re.IGNORECASE)
RAISED = "improvements.raised"  # what the improvements feature does with a new item: tell the owner, set the reminders


def raise_item(
    turn: Turn, source: str, text: str, owner: Person, due: datetime, *, verifier: Person | None = None
) -> Improvement:
    """A new item for `owner`, due at `due` (aware). `source` is the code of what it came from; "" for an idea of its own.

    A verifier who is the owner is left out: whoever mends does not check it, so that a leader of the school will.
    """
    checks = verifier if verifier is not None and verifier.id != owner.id else None
    item = Improvement(
        code=write_code("M", numbers.next_number(turn.tx, "M")), status=ItemStage.RAISED, text=text.strip(),
        source=source, raised_by_id=turn.actor.id if turn.actor else None, owner=owner, owner_id=owner.id,
        verifier=checks, verifier_id=checks.id if checks else None, due_at=due, created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(item)
    turn.tx.flush()
    turn.record(
        item.code, "raise", clause="6.3.2", after=item.status,
        details={"text": item.text, "source": source, "owner": owner.name, "due": due.isoformat()},
    )  # fmt: skip
    told = turn.features.dues.get(RAISED)
    if told is not None:
        told(turn, item.code, {})
    return item


def read_item(turn: Turn, said: str) -> tuple[str, Person | None, datetime | None]:
    """What is to be done, by whom and until when, as far as a sentence says it: 补一次培训,负责人王老师,12月31日前.

    The day is its last working minute. Raises `Incomplete` where an owner is named whom nobody knows.
    """
    times = parse_when(said, turn.now, turn.school.calendar)
    named = _OWNER.search(fold(said))
    owner = person_called(turn, named[1]) if named and person_in(turn, said) is None else person_in(turn, said)
    due = None
    if times:
        calendar = turn.school.calendar
        last = turn.local(times[-1].ends - timedelta(minutes=1)).date()
        due = calendar.at(last, calendar.hours[-1][1]).astimezone(turn.now.tzinfo)
    starts = [times[0].start] if times else []
    starts += [named.start()] if named else []
    if owner is not None and named is None:  # "…,王技术负责,12月底前"
        charge = re.search(rf"[,，;；。]\s*(?:由|让|请)?{re.escape(owner.name)}", said)
        starts += [charge.start()] if charge else []
    cut = min(starts, default=len(said))
    return said[:cut].strip(EDGES), owner, due
