"""Who decides on a request, and how they hear of it."""

from handlers.errors import Incomplete
from handlers.people_named import person_called
from handlers.projects import rules, texts
from handlers.projects.cards import project_card, rule_words
from handlers.projects.flow import may_decide, may_hand_over, may_second
from handlers.texts import Text, joined
from handlers.turn import Turn
from storage import settings
from storage.people import Person, Role
from storage.projects import Project, Stage

ALTERNATE = "projects.alternate"  # the setting that names who decides where the CIO is the applicant


def show(turn: Turn, project: Project, person: Person | None, key: str | None = None) -> None:
    """Put the request's card into somebody's chat, as they may see and press it."""
    if person is not None:
        turn.tx.flush()
        turn.tell(person, project_card(turn, project, turn.view_of(person)), key=key, subject=project.code)


def redraw(turn: Turn, project: Project) -> None:
    """Bring every copy of the card up to date, where no step of the flow does it."""
    turn.tx.flush()
    turn.settle(project.code, lambda viewer: project_card(turn, project, viewer))


def deciders(turn: Turn, project: Project) -> list[Person]:
    """Everybody whose decision this is now: CIOs, who acts for them, the alternate; or the second approvers."""
    if project.status == Stage.SECOND:
        return [one for one in turn.everyone(Role.LEADER) if may_second(turn.view_of(one), project)]
    found = {person.id: person for person in turn.everyone(Role.CIO)}
    for person in (project.alternate, project.handed_to):
        if person is not None and person.active:
            found[person.id] = person
    return [person for person in found.values() if may_decide(turn.view_of(person), project)]


def deciders_of_running(turn: Turn, project: Project) -> list[Person]:
    """Who looks after a project once it is approved: the CIO or who acts for them, never its owner."""
    found = {person.id: person for person in (*turn.everyone(Role.CIO), project.alternate) if person is not None}
    return [one for one in found.values() if may_hand_over(turn.view_of(one), project)]


def name_alternate(turn: Turn, project: Project) -> None:
    """Where the applicant is the CIO, the decision goes to the alternate the school has named."""
    if not project.applicant.holds(Role.CIO):
        return
    named = settings.get(turn.tx, ALTERNATE)
    person = turn.tx.get(Person, named) if named is not None else None
    if person is not None and person.active and person.id != project.applicant_id:
        project.alternate, project.alternate_id = person, person.id


def call_deciders(turn: Turn, project: Project) -> list[Person]:
    """Send the card to whoever decides; when there is nobody, the secretary is asked to name somebody."""
    found = deciders(turn, project)
    for person in found:
        show(turn, project, person)
    if not found:
        call_secretary(turn, project)
    return found


def call_secretary(turn: Turn, project: Project) -> None:
    """Nobody can decide, or nobody did: the leading group's secretary names somebody. Time alone approves nothing."""
    project.stuck = True
    for person in turn.everyone(Role.SECRETARY, besides=project.applicant):
        show(turn, project, person)


def names(found: list[Person]) -> Text:
    """Who decides, for the applicant."""
    return joined([person.name for person in found]) if found else texts.NOBODY_YET


def start_clock(turn: Turn, project: Project) -> None:
    """The decision is awaited from now on: reminders after working days, then the secretary."""
    project.waiting_since = turn.now
    event = turn.heard.event_id if turn.heard else f"{turn.now:%Y%m%d%H%M%S%f}"
    for name, rule, action in (
        ("first", rules.NUDGE_FIRST, "projects.nudge"),
        ("again", rules.NUDGE_AGAIN, "projects.nudge"),
        ("secretary", rules.ESCALATE, "projects.escalate"),
    ):
        left = turn.rule(rule) - project.waited_days
        if left > 0:
            turn.remind_by(
                rule, f"{_clock_key(project)}:{event}:{name}", action, project.code, {"rule": rule.key},
                shift=-project.waited_days,
            )  # fmt: skip


def rest_clock(turn: Turn, project: Project, waited_days: int) -> None:
    """The decision is not awaited now; the days already used are kept."""
    project.waited_days = waited_days
    project.waiting_since = None
    turn.forget_reminders(project.code, _clock_key(project))


def find_colleague(turn: Turn, project: Project, said: str) -> Person:
    """The same for somebody who is to act on a request: never its applicant."""
    person = person_called(turn, said)
    if person.id == project.applicant_id:
        raise Incomplete(texts.NOT_THE_APPLICANT)
    return person


def nudge_note(turn: Turn, key: str) -> Text:
    """Under which rule a reminder comes."""
    rule = next(rule for rule in rules.ALL if rule.key == key)
    return texts.NUDGE_NOTE(**rule_words(turn, rule))


def _clock_key(project: Project) -> str:
    return f"{project.code}:decide"
