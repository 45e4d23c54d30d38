"""What the CIO, the acting CIO and those they ask do with a request. Each function is one turn in one transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.errors import Incomplete, Refused
from handlers.projects import rules, texts
from handlers.projects.cards import rule_value, workdays_waited
from handlers.projects.classifying import classified
from handlers.projects.deciders import call_deciders, find_colleague, rest_clock, show, start_clock
from handlers.projects.flow import letter_for, may_hand_over
from handlers.projects.resourcing import reserve
from handlers.projects.rounds import after_approval, copied
from handlers.projects.routes import router
from handlers.turn import Turn
from handlers.understand import Understood
from storage.people import Person, Role
from storage.projects import Project

RECONSIDERED = "reconsidered"


@router.press("approve")
def approve(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The project may start. What was approved is frozen, so that it can be compared with what comes of it."""
    classified(turn, project)
    _decide(turn, project, answers)
    reserve(turn, project, str(answers.get("over", "")))
    _approved(turn, project)


@router.press("confirm")
def confirm(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The second approver agrees too; what the project asks was reserved when the first agreed."""
    first = project.condition
    _decide(turn, project, answers)
    _approved(turn, project)
    project.condition = "; ".join(part for part in (first, project.condition) if part)


@router.press("endorse")
def endorse(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The CIO agrees; above the amount of the rule a leader has to agree as well."""
    classified(turn, project)
    _decide(turn, project, answers)
    reserve(turn, project, str(answers.get("over", "")))
    project.endorsement = {
        "by": project.decided_by_id, "for": project.decided_for_id, "at": turn.now.isoformat(),
        "condition": project.condition,
    }  # fmt: skip
    project.handed_to = None
    project.handed_to_id = None
    project.waited_days = 0
    start_clock(turn, project)
    call_deciders(turn, project)
    show(turn, project, project.applicant)


@router.press("reject")
def reject(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """Not this project. The reason goes to the applicant with the way to appeal."""
    _decide(turn, project, answers)
    _tell_outcome(turn, project)


@router.press("return")
def hand_back(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """Changes are wanted: nothing is lost, the applicant goes on from what was written."""
    _decide(turn, project, answers)
    turn.remind_by(rules.RESUBMIT, f"{project.code}:resubmit:{_event(turn)}", "projects.resubmit_due", project.code)
    _tell_outcome(turn, project)


@router.press("ask")
def ask(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """A question to the applicant. The CIO's clock rests until the answer; without one the request goes back."""
    project.question = str(answers["content"]).strip()
    project.asked_by = turn.person()
    project.asked_by_id = turn.person().id
    rest_clock(turn, project, workdays_waited(turn, project))
    turn.remind_by(rules.SUPPLEMENT, f"{project.code}:supplement:{_event(turn)}", "projects.lapse", project.code)
    show(turn, project, project.applicant)


@router.press("hand_over")
def hand_over(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """To somebody who may decide: then it is theirs. To anybody else: for an opinion, the decision stays."""
    person = find_colleague(turn, project, str(answers["person"]))
    if may_hand_over(turn.view_of(person), project):
        project.handed_to, project.handed_to_id = person, person.id
        show(turn, project, person)
        turn.reply(texts.HANDED(name=person.name))
        return
    project.adviser, project.adviser_id = person, person.id
    turn.remind_by(rules.OPINION, f"{project.code}:opinion:{_event(turn)}", "projects.opinion_due", project.code)
    show(turn, project, person)
    turn.reply(texts.ADVICE_ASKED(name=person.name))


@router.press("advise")
def advise(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """An opinion for whoever decides; it stands on the card under the adviser's name."""
    one = {"by": turn.person().name, "text": str(answers["opinion"]).strip(), "at": turn.now.isoformat()}
    project.opinions = [*project.opinions, one]
    project.adviser = None
    project.adviser_id = None
    call_deciders(turn, project)
    turn.reply(texts.THANKS_OPINION(code=project.code))


@router.press("appoint")
def appoint(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The secretary names who decides where the CIO cannot or did not."""
    person = find_colleague(turn, project, str(answers["person"]))
    project.alternate, project.alternate_id = person, person.id
    project.handed_to = None
    project.handed_to_id = None
    project.stuck = False
    start_clock(turn, project)
    show(turn, project, person)
    turn.reply(texts.APPOINTED(name=person.name, code=project.code))


@router.press("reconsider")
def reconsider(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The appeal was heard: somebody else than the first decider decides anew."""
    person = find_colleague(turn, project, str(answers["person"]))
    if person.id == project.decided_by_id:
        raise Incomplete(texts.NOT_THE_SAME(name=person.name))
    turn.forget_reminders(project.code)
    _clear_decision(project)
    project.appeal = {**project.appeal, "outcome": RECONSIDERED}
    project.alternate, project.alternate_id = person, person.id
    project.handed_to, project.handed_to_id = person, person.id
    project.revision += 1
    start_clock(turn, project)
    show(turn, project, person)
    show(turn, project, project.applicant)


@router.press("uphold")
def uphold(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The leading group agrees with the rejection; the applicant hears why."""
    project.appeal = {**project.appeal, "outcome": str(answers["reason"]).strip()}
    show(turn, project, project.applicant)


@router.press("undo")
def undo(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """The decision is taken back while nobody acted on it; everybody who saw it hears that it no longer holds."""
    limit = timedelta(minutes=turn.rule(rules.UNDO))
    if project.decided_at is None or turn.now - project.decided_at > limit:
        raise Refused(texts.TOO_LATE_TO_UNDO(minutes=rule_value(turn, rules.UNDO)))
    turn.forget_reminders(project.code)
    copies = copied(turn, project) if project.approved_fields else []
    _clear_decision(project)
    start_clock(turn, project)
    said = texts.UNDONE(name=turn.person().name, code=project.code)
    for person in {one.id: one for one in (*_concerned(turn, project), *copies)}.values():
        turn.tell(person, said)
    call_deciders(turn, project)


@router.press("undo_second")
def undo_second(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The second approver takes their decision back; the CIO's stands."""
    first = dict(project.endorsement)
    undo(turn, project, answers)
    project.endorsement = first
    project.decided_by_id, project.decided_for_id = first["by"], first["for"]
    project.decided_at, project.condition = datetime.fromisoformat(first["at"]), first["condition"]
    turn.tx.flush()
    turn.tx.refresh(project, ["decided_by", "decided_for"])


@router.press("lapse")
def lapse(_turn: Turn, _project: Project, _answers: Mapping[str, Any]) -> None:
    """Taken by the clock only; what it tells stands with the deadlines."""


@router.say("approval_undo")
def undo_said(turn: Turn, _text: str, _meant: Understood) -> None:
    """Nothing can be undone; were there something, the step itself would have been meant."""
    turn.reply(texts.NOTHING_TO_UNDO)


def _decide(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """What every decision keeps: who, for whom, when, why; and the way back for some minutes."""
    person = turn.person()
    letter = letter_for(turn.viewer, project) if project.endorsed_by_id is None else None
    principal = turn.tx.get(Person, letter.principal_id) if letter else None
    rest_clock(turn, project, workdays_waited(turn, project))
    project.decided_by, project.decided_by_id = person, person.id
    project.decided_for, project.decided_for_id = principal, principal.id if principal else None
    project.decided_at, project.undo_by_id, project.stuck = turn.now, person.id, False
    project.reason = str(answers.get("reason", "")).strip()
    project.condition = str(answers.get("condition", "")).strip()
    turn.remind_by(rules.UNDO, f"{project.code}:undo:{_event(turn)}", "projects.undo_over", project.code)


def _approved(turn: Turn, project: Project) -> None:
    project.approved_fields = dict(project.fields)
    _tell_outcome(turn, project)
    after_approval(turn, project)


def _clear_decision(project: Project) -> None:
    project.decided_by = project.decided_for = None
    project.decided_by_id = project.decided_for_id = None
    project.decided_at = project.undo_by_id = None
    project.endorsement = {}
    project.reason = project.condition = ""
    project.approved_fields = {}


def _tell_outcome(turn: Turn, project: Project) -> None:
    for person in _concerned(turn, project):
        show(turn, project, person)


def _concerned(turn: Turn, project: Project) -> list[Person]:
    """Who hears of a decision: the applicant, and the head of their department."""
    heads = [one for one in turn.everyone(Role.HEAD) if one.department == project.department]
    found = {person.id: person for person in (project.applicant, *heads)}
    return [person for person in found.values() if turn.actor is None or person.id != turn.actor.id]


def _event(turn: Turn) -> str:
    return turn.heard.event_id if turn.heard else f"{turn.now:%Y%m%d%H%M%S}"
