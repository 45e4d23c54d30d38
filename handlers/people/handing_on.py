"""Somebody left the school: whatever they answered for goes to somebody who is still here, feature by feature."""

from collections.abc import Mapping
from typing import Any

from handlers.people.actions import router
from handlers.safety import LEFT
from handlers.turn import Turn
from storage.people import Person


@router.due(LEFT)
def left(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Every feature hands on what was theirs, as long as they have not come back meanwhile; the record says what moved."""
    number = code.partition(":")[2]
    person = turn.tx.get(Person, int(number)) if number.isdigit() else None
    if person is None or person.active:
        return
    moved = [
        one for router_ in turn.features.routers if router_.leaves is not None for one in router_.leaves(turn, person)
    ]
    if moved:
        turn.record(code, "handed_on", clause="7.1.1", details={"moved": moved})
