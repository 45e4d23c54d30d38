"""Goals written in chat (6.1.2): one sentence becomes a draft, 提交 makes it part of the plan; how one is changed or ended."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import dialogues
from handlers.cards import Card
from handlers.errors import Incomplete, NotAllowed
from handlers.forms import Field, Form
from handlers.numerals import find_codes, fold
from handlers.people_named import person_called
from handlers.plans import measuring, texts
from handlers.plans.cards import goal_card
from handlers.plans.flow import GOALS, PLANS
from handlers.plans.reading import read_amount, read_due, read_goal, read_terms
from handlers.plans.routes import router
from handlers.plans.standing import day
from handlers.plans.writing import add, cover, plan_for_writing
from handlers.plans.years import plan_to_write
from handlers.texts import NOT_YET_KNOWN, Phrase, joined
from handlers.turn import Turn
from storage import gaps
from storage.gaps import GapStage
from storage.people import Role
from storage.plans import EDITABLE, Goal, PlanStage


def read_target(text: str) -> str:
    """A number with its unit, kept as it is said."""
    return str(read_amount(text))


NAME = Field("name", texts.NAME, texts.NAME_ASK, words=("指标名称", "目标名称"))
BASELINE = Field(
    "baseline", texts.BASELINE, texts.BASELINE_ASK, read=read_target, required=False, words=("现状", "现值")
)
TARGET = Field("target", texts.TARGET, texts.TARGET_ASK, read=read_target, words=("目标", "到"))
OWNER = Field("owner", texts.OWNER_LABEL, texts.OWNER_ASK, words=("责任人",))
DUE = Field("due", texts.DUE, texts.DUE_ASK, words=("截止", "日期", "完成时间"))
BASIS = Field("basis", texts.BASIS, texts.BASIS_ASK, required=False, words=("理由", "差距"))
FIELDS = (NAME, BASELINE, TARGET, OWNER, DUE, BASIS)


def draw(turn: Turn, answers: Mapping[str, Any], _subject: str) -> Card:
    """The goal as it would be written down, with what is still missing or wrong said plainly."""
    metric, parameter = measuring.metric_of(str(answers["name"]), read_amount(str(answers["target"])).unit)
    source: Phrase = texts.MANUAL
    if metric:
        source = measuring.BY_KEY[metric].definition(parameter=parameter or "")
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.NAME, str(answers["name"])),
        (texts.BASELINE, str(answers.get("baseline") or "") or NOT_YET_KNOWN),
        (texts.TARGET, str(answers["target"])),
        (texts.OWNER_LABEL, _owner_shown(turn, str(answers["owner"]))),
        (texts.DUE, _due_shown(turn, str(answers["due"]))),
        (texts.SOURCE, source),
        (texts.BASIS, str(answers.get("basis") or "") or texts.NO_BASIS),
    ]
    return Card(texts.CHECK(name=str(answers["name"])), (texts.CHECK_LINE,), tuple(facts))


def _owner_shown(turn: Turn, name: str) -> Phrase:
    try:
        return person_called(turn, name).name
    except Incomplete as unread:
        return unread.wording


def _due_shown(turn: Turn, words: str) -> Phrase:
    try:
        return day(turn, read_due(turn, words))
    except Incomplete as unread:
        return unread.wording


def check(turn: Turn, answers: Mapping[str, Any], _subject: str) -> None:
    """Everything must be readable, and a plan in force changes only with a reason."""
    person_called(turn, str(answers["owner"]))
    read_due(turn, str(answers["due"]))
    plan = plan_to_write(turn)
    if plan is None:
        return
    if plan.status not in (*EDITABLE, PlanStage.IN_FORCE):
        raise Incomplete(texts.NOT_NOW(plan=plan.code, status=PLANS.statuses[plan.status]))
    if plan.status == PlanStage.IN_FORCE and not answers.get("basis"):
        raise Incomplete(texts.BASIS_NEEDED(plan=plan.code))


def submit(turn: Turn, answers: dict[str, Any], subject: str) -> None:
    """The goal gets its number and stands in the plan; a gap it came from is covered by it."""
    _only_cio(turn)
    plan = plan_for_writing(turn, str(answers.get("basis") or ""))
    target = read_amount(str(answers["target"]))
    baseline = read_amount(str(answers["baseline"])) if answers.get("baseline") else None
    goal = add(
        turn, plan, str(answers["name"]), unit=target.unit or (baseline.unit if baseline else ""),
        baseline=baseline.number if baseline else None, target=target.number,
        owner=person_called(turn, str(answers["owner"])), due=read_due(turn, str(answers["due"])),
        basis=str(answers.get("basis") or ""),
    )  # fmt: skip
    for code in [subject, *(one.id or "" for one in find_codes(goal.basis, turn.features.prefixes))]:
        gap = gaps.by_code(turn.tx, code) if code.startswith("GAP-") else None
        if gap is not None and gap.status == GapStage.OPEN:
            cover(turn, gap, goal)
    card = goal_card(turn, goal, turn.viewer)
    said: list[Phrase] = [texts.ADDED(plan=plan.headline, code=goal.code, name=goal.name)]
    if plan.status == PlanStage.REVISING:
        said.append(texts.ADDED_REVISING(plan=plan.code, reason=plan.reason))
    turn.reply(Card(said[0], (*said[1:], *card.lines), card.facts, card.buttons, card.note), subject=goal.code)


FORM = router.form(
    Form("goals.new", texts.FORM, FIELDS, submit, review=True, extract=read_goal, drawn=draw, check=check,
         context="flow_active:goal_create", first_comes_first=False)
)  # fmt: skip


@router.command("新增目标", "新增目标 ", "添加目标", "add goal")
def new_goal(turn: Turn, words: str) -> None:
    """`新增目标:报修24小时解决率从70%提高到90%,负责人王老师,12月31日前`."""
    _only_cio(turn)
    dialogues.start(turn, FORM, {}, "", words.lstrip(":： "))


@router.press("begin")
def begin(_turn: Turn, _goal: Goal, _answers: Mapping[str, Any]) -> None:
    """Begins with its plan."""


@router.press("amend")
def amend(turn: Turn, goal: Goal, answers: Mapping[str, Any]) -> None:
    """Target, baseline, owner, day or basis are changed as said; what was not said stays."""
    said = str(answers["change"])
    labelled, rest = FORM.labelled(said)
    found = {**read_goal(turn, rest, {"name": "-"}), **read_terms(turn, said), **labelled}
    if not found.get("target") and (bare := re.match(r"\s*(?:[改调]?[到成为至])?\s*(\d[\d.]*\s*%)", fold(said))):
        found["target"] = bare[1]  # "修改目标 G-1 90%"
    changed: list[Phrase] = []
    for name, field in (("target", texts.TARGET), ("baseline", texts.BASELINE)):
        if found.get(name):
            amount = read_amount(str(found[name]))
            setattr(goal, name, amount.number)
            changed.append(f"{field.zh} {amount}")
    if found.get("owner"):
        goal.owner = person_called(turn, str(found["owner"]))
        goal.owner_id = goal.owner.id
        changed.append(goal.owner.name)
    if found.get("due"):
        goal.due_at = read_due(turn, str(found["due"]))
        turn.remind(f"{goal.code}:due", "goals.due", goal.code, goal.due_at)
        changed.append(day(turn, goal.due_at))
    if found.get("basis"):
        goal.basis = str(found["basis"])
        changed.append(goal.basis)
    if not changed:
        raise Incomplete(texts.NOTHING_TO_AMEND)
    goal.revision += 1
    goal.plan.revision += 1
    told = texts.AMENDED(code=goal.code, what=joined(changed))
    if goal.owner_id != turn.person().id:
        turn.tell(goal.owner, told)
    turn.reply(told)


@router.press("cancel")
def cancel(turn: Turn, goal: Goal, answers: Mapping[str, Any]) -> None:
    """The goal is given up, and the reason stays; its gaps are open again."""
    goal.reason = str(answers["reason"]).strip()
    goal.plan.revision += 1
    turn.forget_reminders(goal.code)
    for gap in gaps.of_goal(turn.tx, goal.id):
        gap.status, gap.goal, gap.goal_id = GapStage.OPEN, None, None
    _tell_outcome(turn, goal)


@router.press("reach")
def reach(turn: Turn, goal: Goal, _answers: Mapping[str, Any]) -> None:
    """The CIO says that it is reached."""
    goal.asked = ""
    turn.forget_reminders(goal.code)
    _tell_outcome(turn, goal)


@router.press("miss")
def miss(turn: Turn, goal: Goal, answers: Mapping[str, Any]) -> None:
    """The CIO says that it was not, and why; next year's draft begins with it."""
    goal.asked, goal.reason = "", str(answers["reason"]).strip()
    turn.forget_reminders(goal.code)
    _tell_outcome(turn, goal)


def _tell_outcome(turn: Turn, goal: Goal) -> None:
    said = texts.SETTLED(code=goal.code, name=goal.name, status=GOALS.statuses[goal.status])
    for person in {one.id: one for one in (goal.owner, *turn.everyone(Role.LEADER))}.values():
        if turn.actor is None or person.id != turn.actor.id:
            turn.tell(person, said)


def _only_cio(turn: Turn) -> None:
    if not turn.person().holds(Role.CIO):
        raise NotAllowed(texts.FORM, texts.CIO, code="goal", step_name="add")
