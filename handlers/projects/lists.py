"""What waits for a decision, the longest wait first; and where one's own requests stand."""

from collections.abc import Sequence

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.money import yuan
from handlers.numerals import find_codes
from handlers.projects import texts, words
from handlers.projects.cards import details_card, waited, workdays_waited
from handlers.projects.flow import FLOW
from handlers.projects.request import BY_NAME, shown
from handlers.projects.routes import router, waiting_for
from handlers.texts import Text
from handlers.turn import Turn
from handlers.understand import Understood
from storage import projects
from storage.projects import SCOPE, Project

MOST = 6  # buttons under one list; the lines name all of them


@router.command("待审批", "approvals")
def approvals(turn: Turn, _rest: str) -> None:
    """Everything that waits for this person, each one tap away."""
    turn.person()
    found = sorted(
        waiting_for(turn, turn.viewer), key=lambda one: (-workdays_waited(turn, one), one.submitted_at, one.id)
    )
    if not found:
        turn.reply(texts.NOTHING_WAITS)
        return
    lines = tuple(
        texts.LIST_LINE(code=one.code, title=one.title, budget=yuan(one.budget), waited=waited(turn, one))
        for one in found
    )
    turn.reply(Card(texts.WAITING_FOR_YOU(count=len(found)), lines, buttons=_looks(found)))


@router.say("approval_list")
def approvals_said(turn: Turn, _text: str, _meant: Understood) -> None:
    """The same, asked in a sentence."""
    approvals(turn, "")


@router.command("我的申请", "我的项目", "项目进度", "my requests", "my projects")
def mine(turn: Turn, _rest: str) -> None:
    """One's own requests, newest first."""
    found = projects.of_applicant(turn.tx, turn.person().id)
    if not found:
        turn.reply(texts.NO_REQUESTS)
        return
    lines = tuple(texts.MY_LINE(code=one.code, title=one.title, status=FLOW.statuses[one.status]) for one in found[:12])
    turn.reply(Card(texts.MY_REQUESTS, lines, buttons=_looks(found)))


@router.say("project_status")
def status_said(turn: Turn, text: str, meant: Understood) -> None:
    """One request by its number, or all of one's own."""
    codes = [code.id for code in find_codes(str(meant.slots.get("project_id") or text)) if code.id]
    if codes and codes[0] is not None and codes[0].startswith("P-"):
        look(turn, codes[0])
    else:
        mine(turn, "")


def look(turn: Turn, code: str) -> None:
    """The card of one request."""
    assert router.card is not None  # noqa: S101 -- given where the router is made
    turn.reply(router.card(turn, steps.find(turn, router, code), turn.viewer), subject=code)


@router.button("details")
def details(turn: Turn, code: str, _choice: str) -> None:
    """Everything a request says: what the short card leaves out."""
    turn.confide(details_card(steps.find(turn, router, code)))


@router.button("versions")
def versions(turn: Turn, code: str, choice: str) -> None:
    """What was submitted, word for word; `choice` is the number of a version, the last one without it."""
    project: Project = steps.find(turn, router, code)
    number = int(choice) if choice.isdigit() else len(project.versions)
    kept = next((one for one in project.versions if one.number == number), project.versions[-1])
    facts = tuple((field.label, shown(name, kept.fields[name])) for name, field in BY_NAME.items())
    if kept.fields.get(SCOPE):
        facts = (*facts, (words.SCOPE, kept.fields[SCOPE]))
    others = tuple(
        Button(texts.VERSION_IS(number=one.number), token("projects", "versions", code, str(one.number)))
        for one in project.versions
        if one.number != kept.number
    )[-4:]
    at = turn.clock_time(kept.submitted_at)
    turn.reply(Card(texts.VERSION_TITLE(code=code, number=kept.number, at=at), facts=facts, buttons=others))


@router.command("历次版本", "versions")
def versions_typed(turn: Turn, rest: str) -> None:
    """`历次版本 P-2026-001`."""
    codes = [code.id for code in find_codes(rest) if code.id]
    if codes and codes[0] is not None:
        versions(turn, codes[0], "")
    else:
        mine(turn, "")


def _looks(found: Sequence[Project]) -> tuple[Button, ...]:
    return tuple(
        Button(Text(f"看 {one.code}", f"Open {one.code}"), token("people", "look", one.code)) for one in found[:MOST]
    )
