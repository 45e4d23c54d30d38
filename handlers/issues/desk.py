"""The issue desk's router: which flow, which door, which card, which rules. The actions register themselves here."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from handlers import steps
from handlers.flow import Viewer
from handlers.issues import cards, rules, texts
from handlers.issues.flow import FLOW, concerned, readable
from handlers.numerals import find_codes, write_code
from handlers.router import Router, StepOf
from handlers.turn import Turn
from handlers.understanding.phrasing import plain
from handlers.understanding.tagging import tag
from handlers.voice import Sayable
from storage import issues
from storage.issues import Issue, Status
from storage.outbox import Priority
from storage.people import Person, Role

BURST = timedelta(seconds=10)  # how people type, not a deadline


def open_for(turn: Turn) -> Iterable[Issue]:
    """What this person has in hand: their jobs, the queue for technicians, their own open reports."""
    person = turn.person()
    found: dict[int, Issue] = {issue.id: issue for issue in issues.of_assignee(turn.tx, person.id)}
    if person.holds(Role.TECHNICIAN, Role.DISPATCHER):
        found |= {issue.id: issue for issue in issues.in_status(turn.tx, Status.NEW)}
    mine = (*Status.OPEN, Status.RESOLVED, Status.CLOSED)
    found |= {
        issue.id: issue
        for issue in issues.of_reporter(turn.tx, person.id)
        if issue.status in mine and not (issue.status == Status.CLOSED and issue.sealed)
    }
    return found.values()


def situation(turn: Turn, issue: Issue) -> str:
    """What the newest card means for what is said next."""
    mine = concerned.allows(turn.viewer, issue)
    if mine and issue.status in (Status.RESOLVED, Status.CLOSED):
        return "ticket_resolved:1"
    return "ticket_open:1" if issue.status in Status.OPEN else "none"


def continues(turn: Turn, text: str) -> bool:
    """Words nobody understood: the answer a technician waits for, or seconds after a report the rest of it."""
    issue = waiting_for(turn) or just_filed(turn)
    if issue is None:
        return False
    steps.begin(turn, step("supplement"), issue.code, {"note": text})
    return True


def waiting_for(turn: Turn) -> Issue | None:
    """The issue that stands still until this person answers, if it is exactly one."""
    if turn.actor is None:
        return None
    mine = issues.of_reporter(turn.tx, turn.actor.id)
    asked = [issue for issue in mine if issue.status == Status.ON_HOLD and issue.hold_kind == "user"]
    return asked[0] if len(asked) == 1 else None


def just_filed(turn: Turn) -> Issue | None:
    """The issue somebody filed a few seconds ago."""
    return issues.last_of(turn.tx, turn.actor.id, turn.now - BURST) if turn.actor else None


router = Router(
    "issues",
    flow=FLOW,
    find=issues.find,
    readable=readable,
    card=cards.draw,
    open_for=open_for,
    context=situation,
    continues=continues,
    rules=rules.ALL,
    rule_readers=(Role.DISPATCHER, Role.TECHNICIAN),
)
router.help(texts.HELP, guests=True)
router.help(texts.HELP_MINE)
router.help(texts.HELP_TEAM, Role.TECHNICIAN, Role.DISPATCHER)


def step(name: str) -> StepOf:
    """A step of this desk."""
    return StepOf(router, FLOW.by_name[name])


def urgency(issue: Issue) -> Priority:
    """Only P1 breaks quiet hours."""
    return Priority.URGENT if issue.priority == 1 else Priority.NOTICE


def team(turn: Turn, besides: Person | None = None) -> list[Person]:
    """Who takes issues: technicians and dispatcher; without any, the CIO must know."""
    return turn.everyone(Role.TECHNICIAN, Role.DISPATCHER, besides=besides) or turn.everyone(Role.CIO, besides=besides)


def show(turn: Turn, issue: Issue, person: Person | None, key: str | None = None) -> None:
    """Send somebody the issue's card as it stands now; not to the one who acts, whose answer is this turn's own."""
    if person is None or (turn.actor is not None and person.id == turn.actor.id):
        return
    turn.tx.flush()
    card = cards.draw(turn, issue, turn.view_of(person))
    turn.tell(person, card, key=key, subject=issue.code, priority=urgency(issue))


def tell_news(turn: Turn, issue: Issue, person: Person | None, words: Sayable, key: str | None = None) -> None:
    """A sentence about an issue that stays as it is, while cards are redrawn; not to the one who acts."""
    if person is not None and (turn.actor is None or person.id != turn.actor.id):
        turn.tell(person, words, key=key, priority=urgency(issue))


def show_reporters(turn: Turn, issue: Issue) -> None:
    """Everybody whose report this is sees the new state, once."""
    for person in (issue.reporter, *(follower.person for follower in issue.followers)):
        show(turn, issue, person)


def by_clock(turn: Turn, name: str, issue: Issue, **details: Any) -> None:
    """A step that no person takes, in a turn that a person may have caused: recorded as the system's."""
    before = FLOW.take(FLOW.by_name[name], Viewer(None), issue)
    turn.record(issue.code, name, clause=FLOW.clause, before=before, after=issue.status, details=details)


def touched(turn: Turn, issue: Issue, name: str) -> None:
    """Remember the last step, for its author to take back within two minutes."""
    issue.last_step, issue.last_at = name, turn.now
    issue.last_by_id = turn.actor.id if turn.actor else None
    issue.revision += 1


def focused(turn: Turn, names: tuple[str, ...]) -> tuple[StepOf, Issue] | None:
    """The step that fits the newest card in this conversation, without anybody naming a number."""
    for row, _card in turn.screen:
        issue = issues.find(turn.tx, row.subject) if row.subject.startswith(f"{FLOW.prefix}-") else None
        if issue is None:
            continue
        for name in names:
            if FLOW.may(FLOW.by_name[name], turn.viewer, issue):
                return step(name), issue
    return None


def code_in(text: str) -> str:
    """The issue a text names: T-0118, 118号, 一百一十八号单."""
    found = next((code for code in find_codes(text) if code.prefix in {None, FLOW.prefix}), None)
    if found is None:
        return ""
    return found.id or write_code(FLOW.prefix, found.number)


def meant_in(turn: Turn, text: str, names: tuple[str, ...]) -> str:
    """The issue a text names by number, or by what only one that is open has: "窗户那个快点". "" for neither.

    An issue is described by its device, by its place, or by both, never by what is said about another one.
    """
    if code := code_in(text):
        return code
    tagged = tag(plain(text))
    said = [*tagged.all("device")[:1], *tagged.all("place")[:1]]
    if not said or router.open_for is None:
        return ""
    could = [
        issue for issue in router.open_for(turn) if any(FLOW.may(FLOW.by_name[n], turn.viewer, issue) for n in names)
    ]
    fits = [issue.code for issue in could if all(one in plain(issue.headline) for one in said)]
    return fits[0] if len(fits) == 1 and len(could) > 1 else ""


def begin(turn: Turn, names: tuple[str, ...], answers: dict[str, Any], code: str = "") -> None:
    """Take one of these steps on the issue named, else on the one in focus, else on the only one possible, else ask."""
    turn.person()
    if not code and (found := focused(turn, names)) is not None:
        of, issue = found
        steps.begin(turn, of, issue.code, answers)
        return
    steps.choose(turn, [step(name) for name in names], code, answers)
