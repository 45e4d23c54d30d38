"""A room with far more faults than usual is told to the CIO, by rule, once in a week (clause 5.2.3)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.cards import Card
from handlers.figures import Period
from handlers.statistics import rules, texts
from handlers.statistics.desk import LOOK, router
from handlers.turn import Turn
from storage.people import Role

WATCHED = "issues.filed"


@router.due(LOOK)
def look(turn: Turn, _key: str, _facts: Mapping[str, Any]) -> None:
    """Each workday morning: the faults of the last days by room, against what is usual in as long a time."""
    metric = turn.features.metrics.get(WATCHED)
    if metric is None:
        return
    days, weeks = turn.rule(rules.UNUSUAL_DAYS), turn.rule(rules.USUAL_WEEKS)
    recent = _by_room(turn, timedelta(days=days), timedelta(0))
    earlier = _by_room(turn, timedelta(days=days, weeks=weeks), timedelta(days=days))
    times, least = turn.rule(rules.UNUSUAL), turn.rule(rules.UNUSUAL_LEAST)
    for room, codes in sorted(recent.items()):
        usual = len(earlier.get(room, ())) * days / (7 * weeks)
        if room and len(codes) >= least and len(codes) >= times * usual:
            _tell(turn, room, codes, usual)


def _by_room(turn: Turn, begins: timedelta, ends: timedelta) -> dict[str, list[str]]:
    calendar = turn.school.calendar
    since, until = turn.now - begins, turn.now - ends
    period = Period(calendar.date(since), calendar.date(until), since, until)
    found: dict[str, list[str]] = {}
    for row in turn.features.metrics[WATCHED].rows(turn, period) or ():
        found.setdefault(row.groups.get("room", ""), []).append(row.code)
    return found


def _tell(turn: Turn, room: str, codes: list[str], usual: float) -> None:
    year, week, _day = turn.local(turn.now).isocalendar()
    days = turn.rule(rules.UNUSUAL_DAYS)
    card = Card(
        texts.UNUSUAL(room=room, days=days, count=len(codes)),
        (
            texts.UNUSUAL_USUAL(
                usual=f"{usual:.1f}", weeks=turn.rule(rules.USUAL_WEEKS), times=turn.rule(rules.UNUSUAL)
            ),
            "、".join(codes),
        ),
        note=texts.UNUSUAL_HOW(rule=rules.UNUSUAL.title),
    )
    for person in turn.everyone(Role.CIO):
        turn.tell(person, card, key=f"unusual:{room}:{year}-{week}:{person.id}")
