"""The end of a project: what has to be in order before it is accepted, what is improved after it, and the archive."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.errors import Incomplete, Refused
from handlers.findings import raise_item, read_item
from handlers.projects import endings, rules, words
from handlers.projects.days import date
from handlers.projects.deciders import deciders_of_running, show
from handlers.projects.flow import FLOW
from handlers.projects.found import shown as shown_records
from handlers.projects.found import systems_of, trainings_for
from handlers.projects.request import shown
from handlers.projects.routes import router
from handlers.texts import joined
from handlers.turn import Turn
from storage import improvements, projects
from storage.improvements import OVER
from storage.people import Person, Role
from storage.projects import Project, Stage

NO_DATA = ("", "none")


@router.press("finish")
def finish(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The owner says it is done, indicator by indicator, with training, backup and data class in order (7.2)."""
    _in_order(project, answers)
    project.result = str(answers["result"]).strip()
    vouched = turn.features.vouched(turn, project.code)
    said = shown_records(turn, trainings_for(turn, project), systems_of(turn, project), vouched)
    on_record = {"zh": said.zh, "en": said.en} if said is not None else {}
    project.completion = {
        "trained": str(answers["trained"]),
        "backed_up": str(answers["backed_up"]),
        "found": on_record,
    }
    turn.remind_by(
        rules.ACCEPT_WITHIN, f"{project.code}:accept:{turn.now:%Y%m%d%H%M%S}", "projects.accept_due", project.code
    )
    turn.tx.flush()
    for person in deciders_of_running(turn, project):
        show(turn, project, person)


def _in_order(project: Project, answers: Mapping[str, Any]) -> None:
    frozen = list(project.approved_fields.get("indicators", project.indicators))
    if len(endings.parts_of(str(answers["result"]))) < len(frozen):
        raise Incomplete(endings.INDICATORS_OPEN(count=len(frozen), indicators=joined(frozen, "；", "; ")))
    if answers["trained"] == "open":
        raise Refused(endings.NOT_TRAINED)
    if answers["backed_up"] == "open":
        raise Refused(endings.NOT_BACKED_UP)
    if answers["backed_up"] == "none" and project.data_class not in NO_DATA:
        raise Refused(endings.HAS_DATA(data_class=shown("data_class", project.data_class)))


@router.press("accept")
def accept(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """Accepted. Some weeks later its owner and its users say what came of it (6.3.1)."""
    project.finished_at = turn.now
    turn.forget_reminders(project.code, f"{project.code}:accept:")
    turn.remind_by(rules.EVALUATE_AFTER, f"{project.code}:evaluate", "projects.evaluate", project.code)
    for person in {person.id: person for person in (project.applicant, *heads_of(turn, project))}.values():
        show(turn, project, person)


@router.press("redo")
def redo(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """Something is missing yet; the project goes on."""
    turn.forget_reminders(project.code, f"{project.code}:accept:")
    turn.tell(project.applicant, words.NOT_ACCEPTED(reason=str(answers.get("reason", ""))))
    show(turn, project, project.applicant)


@router.due("projects.accept_due")
def accept_due(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The owner waits for a word: one reminder to whoever accepts. Time alone accepts nothing."""
    project = projects.by_code(turn.tx, code)
    if project is not None and project.status == Stage.FINISHING:
        for person in deciders_of_running(turn, project):
            turn.tell(person, endings.ACCEPT_DUE(code=code))
            show(turn, project, person)


@router.press("improve")
def improve(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """What the evaluation found becomes an item of its own; from then on the project is followed until all are settled."""
    text, owner, due = read_item(turn, str(answers["item"]))
    if not text:
        raise Incomplete(endings.NO_ITEM)
    due = due or turn.now + timedelta(days=turn.rule(rules.IMPROVE_WITHIN))
    if due <= turn.now:
        raise Incomplete(endings.NO_ITEM)
    item = raise_item(turn, project.code, text, owner or project.applicant, due)
    if project.status == Stage.EVALUATED:
        turn.take(FLOW, "track", project)
    turn.reply(endings.ITEM_ADDED(item=item.code, name=item.owner.name, day=date(turn, due)))


@router.press("track")
def track(_turn: Turn, _project: Project, _answers: Mapping[str, Any]) -> None:
    """Taken with the first improvement item."""


def follow_items(turn: Turn, project: Project) -> None:
    """At the end of the evaluation: a project with items that are not settled is followed."""
    if open_items(turn, project):
        turn.take(FLOW, "track", project)


def open_items(turn: Turn, project: Project) -> list[str]:
    """The codes of its improvement items that nobody has closed or declined."""
    return [one.code for one in improvements.from_source(turn.tx, project.code) if one.status not in OVER]


@router.press("archive")
def archive(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """Put away, once every improvement is verified or declined with a reason."""
    left = open_items(turn, project)
    if left:
        raise Refused(endings.ITEMS_OPEN(items=joined(list(left))))
    turn.forget_reminders(project.code)
    if turn.actor is None or project.applicant_id != turn.actor.id:
        turn.tell(project.applicant, endings.ARCHIVED(code=project.code))


@router.due("projects.improved")
def improved(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """An improvement item of the project is over; after the last one whoever decides can archive it."""
    project = projects.by_code(turn.tx, code)
    if project is None or project.status != Stage.TRACKING or open_items(turn, project):
        return
    for person in deciders_of_running(turn, project):
        turn.tell(person, endings.ITEMS_OVER(code=code))
        show(turn, project, person)


def heads_of(turn: Turn, project: Project) -> list[Person]:
    """Who leads the department that asked for it."""
    return [one for one in turn.everyone(Role.HEAD) if one.department == project.department]
