"""What falls due on a request. The clock reminds, returns what was never answered, and calls the secretary; it never
approves: the charter demands a review (6.2.1), and silence is none.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.cards import Button, Card, token
from handlers.projects import endings, rules, texts
from handlers.projects.applying import FORM, remind_of_draft
from handlers.projects.cards import project_card, rule_value, rule_words, workdays_waited
from handlers.projects.deciders import call_secretary, deciders, nudge_note, redraw, show
from handlers.projects.flow import FLOW
from handlers.projects.routes import router
from handlers.turn import Turn
from storage import projects
from storage.drafts import Draft
from storage.people import Person
from storage.projects import Stage

AWAITED = (Stage.SUBMITTED, Stage.SECOND)


@router.due("projects.nudge")
def nudge(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Remind whoever decides, with the card, under the rule that says when."""
    project = projects.by_code(turn.tx, code)
    if project is None or project.status not in AWAITED:
        return
    days = workdays_waited(turn, project)
    for person in deciders(turn, project):
        card = project_card(turn, project, turn.view_of(person))
        title = texts.NUDGE(code=code, title=project.title, days=days)
        note = nudge_note(turn, str(facts["rule"]))
        turn.tell(
            person, Card(title, card.lines, card.facts, card.buttons, note), subject=code,
            key=f"{code}:r{project.revision}:{facts['rule']}:{person.id}:{turn.now:%Y%m%d%H%M}",
        )  # fmt: skip


@router.due("projects.escalate")
def escalate(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The last reminder was not enough: the leading group's secretary can name somebody else to decide."""
    project = projects.by_code(turn.tx, code)
    if project is None or project.status != Stage.SUBMITTED:
        return
    call_secretary(turn, project)
    redraw(turn, project)


@router.due("projects.lapse")
def lapse(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The question stayed unanswered: back to the applicant, with everything that was written."""
    project = projects.by_code(turn.tx, code)
    if project is None or project.status != Stage.WAITING:
        return
    turn.take(FLOW, "lapse", project, {"reason": texts.OVERDUE_RETURN(days=rule_value(turn, rules.SUPPLEMENT)).zh})
    project.reason = project.question
    project.question = ""
    project.decided_by = project.decided_for = None
    project.decided_by_id = project.decided_for_id = None
    project.decided_at = turn.now
    turn.remind_by(rules.RESUBMIT, f"{code}:resubmit:{turn.now:%Y%m%d%H%M%S}", "projects.resubmit_due", code)
    show(turn, project, project.applicant)
    turn.tell(project.asked_by, texts.LAPSED(code=code))
    redraw(turn, project)


@router.due("projects.opinion_due")
def opinion_due(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Whoever was asked for an opinion and has not given it: one reminder, and whoever decides need not wait."""
    project = projects.by_code(turn.tx, code)
    if project is not None and project.status in AWAITED and project.adviser is not None:
        show(turn, project, project.adviser)
        for person in deciders(turn, project):
            turn.tell(person, endings.NO_OPINION(name=project.adviser.name, code=code))


@router.due("projects.resubmit_due")
def resubmit_due(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """A returned request that nobody came back to: one word to the applicant."""
    project = projects.by_code(turn.tx, code)
    if project is not None and project.status == Stage.RETURNED:
        turn.tell(
            project.applicant,
            Card(
                texts.RESUBMIT_DUE(code=code, **rule_words(turn, rules.RESUBMIT)),
                buttons=(Button(texts.REOPEN, token("projects", "reopen", code)),),
            ),
        )


@router.due("projects.undo_over")
def undo_over(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The minutes for taking a decision back are over; the button goes."""
    project = projects.by_code(turn.tx, code)
    if project is None or project.decided_at is None or project.undo_by_id is None:
        return
    if turn.now - project.decided_at >= timedelta(minutes=turn.rule(rules.UNDO)):
        project.undo_by_id = None
        redraw(turn, project)


@router.due("projects.draft_left")
def draft_left(turn: Turn, subject: str, facts: Mapping[str, Any]) -> None:
    """A draft nobody touched for days: one reminder; when it was touched meanwhile, the reminder moves."""
    number = subject.partition(":")[2]
    draft = turn.tx.get(Draft, int(number)) if number.isdigit() else None
    if draft is None or draft.form != FORM.name or draft.expires_at <= turn.now:
        return
    if draft.created_at != datetime.fromisoformat(facts["created"]):
        return  # another draft under the same number
    if draft.updated_at + timedelta(days=turn.rule(rules.DRAFT_REMINDER)) > turn.now:
        remind_of_draft(turn, draft)
        return
    person = turn.tx.get(Person, draft.person_id) if draft.person_id else None
    title = draft.answers.get("title") or texts.UNTITLED
    button = Button(texts.GO_ON, token("people", "resume", str(draft.id)))
    turn.tell(person, Card(texts.DRAFT_REMINDER(title=title), buttons=(button,)))
