"""Some weeks after completion: the owner gives the numbers, the real users their stars, the CIO the last word (6.3.1).

The indicators are those frozen at approval; nobody rewrites them at the end.
"""

from collections.abc import Mapping
from typing import Any

from handlers.cards import Button, Card, token
from handlers.errors import Refused
from handlers.projects import rules, words
from handlers.projects.cards import rule_words
from handlers.projects.closing import follow_items, heads_of
from handlers.projects.deciders import deciders_of_running, redraw, show
from handlers.projects.flow import FLOW
from handlers.projects.routes import router
from handlers.texts import STALE_BUTTON
from handlers.turn import Turn
from storage import people, projects
from storage.projects import RESULTS_LATE, Project, Rating, Stage

MOST_STARS = 5


@router.press("evaluate")
def evaluate(_turn: Turn, _project: Project, _answers: Mapping[str, Any]) -> None:
    """Taken by the clock only; what it tells stands with the deadline below."""


@router.due("projects.evaluate")
def evaluation_begins(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Time to look back: the owner is asked for the results, every user in the department for one tap."""
    project = projects.by_code(turn.tx, code)
    if project is None or project.status != Stage.DONE:
        return
    turn.take(FLOW, "evaluate", project)
    users = [
        person
        for person in people.active_people(turn.tx)
        if person.department == project.department and person.id != project.applicant_id
    ]
    project.ratings = [Rating(person_id=person.id) for person in users]
    turn.tx.flush()
    stars = tuple(
        Button(words.STARS(stars=number), token("projects", "rate", code, str(number)))
        for number in range(MOST_STARS, 0, -1)
    )
    for person in users:
        turn.tell(person, Card(words.RATE(title=project.title), buttons=stars), key=f"{code}:rate:{person.id}")
    show(turn, project, project.applicant)
    within = rules.EVALUATE_WITHIN
    turn.remind_by(within, f"{code}:evaluation:owner", "projects.evaluation_due", code)
    turn.remind_by(within, f"{code}:evaluation:cio", "projects.evaluation_due", code, {"cio": True}, shift=2)
    redraw(turn, project)


@router.button("rate")
def rate(turn: Turn, code: str, choice: str) -> None:
    """One tap of somebody who was asked; the first one counts."""
    person = turn.person()
    project = projects.by_code(turn.tx, code)
    if project is None or not choice.isdigit() or not 1 <= int(choice) <= MOST_STARS:
        raise Refused(STALE_BUTTON)
    rating = next((one for one in project.ratings if one.person_id == person.id), None)
    if rating is None:
        raise Refused(words.NOT_ASKED)
    if rating.stars is not None:
        raise Refused(words.ALREADY(stars=rating.stars))
    if project.status != Stage.EVALUATING:
        raise Refused(STALE_BUTTON)
    rating.stars, rating.rated_at = int(choice), turn.now
    turn.record(code, "rate", clause="6.3.1", details={"stars": rating.stars})
    turn.reply(words.THANKS(stars=rating.stars))
    redraw(turn, project)


@router.press("assess")
def assess(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """What the approved indicators came to, in the owner's words; the CIO confirms."""
    project.actual = str(answers["actual"]).strip()
    turn.forget_reminders(project.code, f"{project.code}:evaluation:owner")
    turn.tx.flush()
    for person in deciders_of_running(turn, project):
        show(turn, project, person)


@router.press("conclude")
def conclude(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The CIO's word closes the evaluation; owner and report have it from here."""
    project.verdict = str(answers["verdict"]).strip()
    turn.forget_reminders(project.code)
    follow_items(turn, project)
    for person in {one.id: one for one in (project.applicant, *heads_of(turn, project))}.values():
        show(turn, project, person)


@router.due("projects.evaluation_due")
def evaluation_due(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """The owner is reminded once, and need not be waited for from then on; two working days later the CIO has the card."""
    project = projects.by_code(turn.tx, code)
    if project is None or project.status != Stage.EVALUATING:
        return
    if not facts.get("cio"):
        if not project.actual:
            turn.tell(project.applicant, words.EVALUATION_DUE(code=code))
            project.completion = {**project.completion, RESULTS_LATE: True}
            redraw(turn, project)
        return
    for person in deciders_of_running(turn, project):
        turn.tell(person, words.OVERDUE(code=code, **rule_words(turn, rules.EVALUATE_WITHIN)))
        show(turn, project, person)
