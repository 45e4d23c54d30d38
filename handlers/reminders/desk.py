"""The router of reminders, the schedule that stands from the first day, and the guarded door to a reminder."""

from handlers.audience import Audience
from handlers.errors import NotFound
from handlers.reminders import texts
from handlers.reminders.rules import RULES
from handlers.router import Router, Standing
from handlers.turn import Turn
from storage.people import Person, Role
from storage.schedules import Schedule

RING = "reminders.ring"  # for whoever asked
CALL = "reminders.call"  # for others
SUBJECT = "reminder-"

# Friday afternoon; in a week whose Friday is a day off, the workday before.
WEEKLY_REPORT = Standing(
    key="weekly-report",
    title="部门信息化周报",
    action="reminders.weekly_report",
    rule={"every": "weekly", "weekdays": [4], "time": "15:00", "holiday": "before"},
    clause="8.2.2",
    catch_up="send_late",
    late_after_minutes=24 * 60,
)


def _hears(turn: Turn, text: str) -> bool:
    from handlers.reminders import asking, managing, weekly  # noqa: PLC0415 -- they register with this router

    return (
        weekly.said_reported(turn, text)
        or asking.instead(turn, text)
        or managing.heard(turn, text)
        or asking.heard(turn, text)
    )


def _explains(turn: Turn) -> bool:
    from handlers.reminders import ringing  # noqa: PLC0415 -- it registers with this router

    return ringing.explained(turn)


router = Router("reminders", rules=RULES, standing=(WEEKLY_REPORT,), hears=_hears, explains=_explains)
router.help(texts.HELP)


def own_schedule(turn: Turn, code: str) -> Schedule:
    """A reminder one set; the CIO also sees what others set for many. Anybody else's answers as if it did not exist."""
    schedule = turn.tx.get(Schedule, int(code)) if code.isdigit() else None
    person = turn.person()
    if schedule is None or schedule.action not in {RING, CALL}:
        raise NotFound(code)
    if schedule.owner_id != person.id and not (schedule.action == CALL and person.holds(Role.CIO)):
        raise NotFound(code)
    return schedule


def is_own(audience: Audience, person: Person) -> bool:
    """Whether the audience is just the person who asks."""
    return (
        not audience.besides and len(audience.groups) == 1 and audience.groups[0].persons == ((person.id, person.name),)
    )


def subject_of(schedule: Schedule) -> str:
    """What its messages are about."""
    return f"{SUBJECT}{schedule.id}"


def shown_schedule(turn: Turn, within: int = 3) -> Schedule | None:
    """The reminder among the last messages of the conversation."""
    for message, _card in turn.screen[:within]:
        if message.subject.startswith(SUBJECT):
            return turn.tx.get(Schedule, int(message.subject.removeprefix(SUBJECT)))
    return None
