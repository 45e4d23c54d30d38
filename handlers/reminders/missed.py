"""What fell due while nobody was running and was put before its owner: done now, or let be. Once, by whoever is first."""

from datetime import UTC, datetime

from handlers.errors import NotAllowed, NotFound
from handlers.reminders import texts
from handlers.reminders.desk import router
from handlers.texts import Text
from handlers.turn import Turn
from storage import reminders
from storage.people import Role
from storage.schedules import Occurrence, Schedule


@router.button("make_up")
def make_up(turn: Turn, code: str, due: str) -> None:
    """Do now what was missed."""
    schedule, occurrence = _told(turn, code, due)
    if occurrence is None:
        turn.reply(texts.ALREADY)
        return
    occurrence.outcome = "made up"
    day = turn.school.calendar.date(occurrence.due_at)
    payload = {
        **schedule.payload,
        "schedule": schedule.key,
        "due_at": occurrence.due_at.isoformat(),
        "occurrence": f"{schedule.key}:{day:%Y-%m-%d}",
    }
    turn.record(schedule.key, "make_up", clause=schedule.clause, details={"due_at": payload["due_at"]})
    action = turn.features.dues.get(schedule.action)
    if action is not None:
        action(turn, str(schedule.payload.get("subject", "")), payload)
    turn.reply(texts.MADE_UP(title=schedule.title))


@router.button("let_be")
def let_be(turn: Turn, code: str, due: str) -> None:
    """Leave it out this time."""
    schedule, occurrence = _told(turn, code, due)
    if occurrence is None:
        turn.reply(texts.ALREADY)
        return
    occurrence.outcome = "skipped"
    turn.record(schedule.key, "let_be", clause=schedule.clause, details={"due_at": occurrence.due_at.isoformat()})
    turn.reply(texts.LET_BE)


def _told(turn: Turn, code: str, due: str) -> tuple[Schedule, Occurrence | None]:
    schedule = turn.tx.get(Schedule, int(code)) if code.isdigit() else None
    if schedule is None or not due.isdigit():
        raise NotFound(code)
    person = turn.person()
    if schedule.owner_id != person.id and not person.holds(Role.CIO):
        raise NotAllowed(Text("补上", "make up for it"), Text("负责人或CIO", "the owner or the CIO"))
    due_at = datetime.strptime(due, "%Y%m%d%H%M").replace(tzinfo=UTC)
    return schedule, reminders.told(turn.tx, schedule, due_at)
