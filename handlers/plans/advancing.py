"""How far the goals are: asked any time, counted by the system or said by the owner each month; who falls behind is seen."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.errors import NotAllowed
from handlers.numerals import find_codes
from handlers.plans import goals, measuring, rules, texts
from handlers.plans.cards import goal_card
from handlers.plans.flow import GOALS, PLANS, goal_reader, may_open_rows
from handlers.plans.reading import read_amount, value_in
from handlers.plans.routes import look_at_goal, router
from handlers.plans.standing import amount, day, is_behind, pace, periods_behind, said, standing
from handlers.plans.years import this_year
from handlers.router import StepOf
from handlers.texts import EDGES, Phrase, Text
from handlers.turn import Turn
from handlers.understand import Understood
from storage import plans
from storage.people import Role
from storage.plans import Goal, GoalReading, GoalStage

MOST_BUTTONS = 6
ROWS_SHOWN = 12
_PROGRESS = re.compile(r"进度|进展|现在|完成|到了|达到|progress|now", re.IGNORECASE)


@router.command("今年目标进度", "目标进度", "今年目标", "年度目标", "目标清单", "goals")
def overview(turn: Turn, _rest: str) -> None:
    """Every goal of this school year with value, target, records and day."""
    turn.person()
    plan = plans.current(turn.tx, this_year(turn))
    found = [goal for goal in plan.standing_goals if goal_reader.allows(turn.viewer, goal)] if plan is not None else []
    if plan is None or not found:
        writes = turn.viewer.holds(Role.CIO)
        turn.reply(texts.NO_GOALS if writes else texts.NOT_IN_FORCE if plan is not None else texts.NO_GOALS_FOR_STAFF)
        return
    lines = []
    for goal in found:
        now = standing(turn, goal)
        lines.append(
            texts.LINE(
                code=goal.code, name=goal.name, now=said(turn, goal, now), target=amount(goal, goal.target),
                owner=goal.owner.name, pace=pace(turn, goal, now),
            )
        )  # fmt: skip
    title = texts.LIST(plan=plan.headline, status=PLANS.statuses[plan.status], count=len(found))
    looks = tuple(
        Button(Text(f"看 {goal.code}", f"Open {goal.code}"), token("people", "look", goal.code))
        for goal in found[:MOST_BUTTONS]
    )
    turn.reply(Card(title, tuple(lines), buttons=looks, note=texts.PLAN_CLAUSE))


@router.say("goal_create")
def new_goal_said(turn: Turn, text: str, _meant: Understood) -> None:
    """A goal in a sentence of one's own; the word 目标 alone wants to see them."""
    codes = [one for one in find_codes(text, turn.features.prefixes) if one.prefix == "G" and one.id]
    if text.strip("。?？!！ ") == "目标":
        overview(turn, "")
    elif codes:  # "目标G-1改成90%,设备没到" is about the goal that is there
        rest = f"{text[: codes[0].start]} {text[codes[0].end :]}".strip(EDGES).removeprefix("目标").strip(EDGES)
        steps.begin(turn, StepOf(router, GOALS.by_name["amend"]), str(codes[0].id), {"change": rest})
    else:
        goals.new_goal(turn, text)


@router.say("goal_status")
def status_said(turn: Turn, text: str, meant: Understood) -> None:
    """One goal by its number, all of them without; "G-2 进度 82%" says where it stands."""
    codes = [one.id for one in find_codes(str(meant.slots.get("goal_id") or text)) if one.prefix == "G" and one.id]
    if not codes or codes[0] is None:
        overview(turn, "")
        return
    turn.person()
    goal: Goal = steps.find(turn, router, codes[0])
    value = value_in(text) if _PROGRESS.search(text) else None
    if value is None:
        look_at_goal(turn, goal, turn.viewer)
        return
    name = "report" if goal.asked else "update"
    steps.begin(turn, StepOf(router, GOALS.by_name[name]), goal.code, {"value": value})


@router.press("update")
def update(turn: Turn, goal: Goal, answers: Mapping[str, Any]) -> None:
    """The owner says where it stands."""
    _read(turn, goal, read_amount(str(answers["value"])).number)


@router.press("report")
def report(turn: Turn, goal: Goal, answers: Mapping[str, Any]) -> None:
    """… because it is the end of the month."""
    _read(turn, goal, read_amount(str(answers["value"])).number)


@router.press("unchanged")
def unchanged(turn: Turn, goal: Goal, _answers: Mapping[str, Any]) -> None:
    """One tap: as last month."""
    last = goal.last_reading
    assert last is not None  # noqa: S101 -- the guard asked for one
    assert last.value is not None  # noqa: S101 -- and it has a value
    _read(turn, goal, last.value)


def _read(turn: Turn, goal: Goal, value: float) -> None:
    person = turn.person()
    goal.readings.append(
        GoalReading(
            key=f"{turn.now:%Y-%m-%dT%H:%M:%S.%f}", period=goal.asked or _month(turn), value=value,
            behind=is_behind(turn, goal, value), by=person, by_id=person.id, at=turn.now,
        )
    )  # fmt: skip
    if goal.asked:
        turn.forget_reminders(goal.code, f"{goal.code}:missing:")
    goal.asked = ""
    turn.tx.flush()
    turn.reply(texts.UPDATED(code=goal.code, value=amount(goal, value)))
    _review(turn, goal)


@router.button("rows")
def rows(turn: Turn, code: str, choice: str) -> None:
    """The records behind a number, newest first; `choice` is how many were seen already."""
    turn.person()
    goal: Goal = steps.find(turn, router, code)
    if not may_open_rows(turn.viewer, goal):
        raise NotAllowed(texts.ROWS, texts.OWNER, code=code, step_name="rows", exactly=texts.NOT_YOURS)
    lines = _lines(turn, goal)
    now = standing(turn, goal)
    if not lines:
        turn.reply(Card(texts.ROWS_NONE(code=code), note=measuring.definition(goal) if goal.metric else texts.MANUAL))
        return
    start = int(choice) if choice.isdigit() else 0
    shown, left = lines[start : start + ROWS_SHOWN], len(lines) - start - ROWS_SHOWN
    more = (Button(texts.MORE_ROWS, token("goals", "rows", code, str(start + ROWS_SHOWN))),) if left > 0 else ()
    note = measuring.definition(goal) if goal.metric else texts.MANUAL
    title = texts.ROWS_TITLE(code=code, value=amount(goal, now.value), count=len(lines))
    turn.reply(Card(title, tuple(shown), buttons=more, note=note))


def _lines(turn: Turn, goal: Goal) -> list[Phrase]:
    if goal.metric:
        found = sorted(measuring.measure(turn, goal).rows, key=lambda row: row.at or turn.now, reverse=True)
        return [measuring.line(goal, row) for row in found]
    return [
        texts.ROWS_SILENT(at=one.period)
        if one.value is None
        else texts.ROWS_SAID(at=day(turn, one.at), name=one.by.name if one.by else "", value=amount(goal, one.value))
        for one in reversed(goal.readings)
    ]


@router.due("goals.monthly")
def monthly(turn: Turn, _subject: str, _facts: Mapping[str, Any]) -> None:
    """Once a month: what the system counts is written down; what it cannot is asked of the owner."""
    month = _month(turn)
    for goal in plans.goals_under_way(turn.tx):
        if any(one.key == month for one in goal.readings):
            continue
        if goal.metric:
            now = standing(turn, goal)
            _write_down(turn, goal, month, now.value, now.records, behind=is_behind(turn, goal, now.value))
            continue
        if any(one.period == month for one in goal.readings):
            continue  # the owner was faster than the question
        goal.asked = month
        turn.tx.flush()
        turn.tell(
            goal.owner, goal_card(turn, goal, turn.view_of(goal.owner)), subject=goal.code,
            key=f"{goal.code}:asked:{month}",
        )  # fmt: skip
        turn.remind_by(
            rules.UPDATE_WITHIN, f"{goal.code}:missing:{month}", "goals.missing", goal.code, {"month": month}
        )


@router.due("goals.missing")
def missing(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Nobody said anything: that month counts as behind, and is told to nobody as a zero."""
    goal = plans.goal(turn.tx, code)
    if goal is None or goal.status != GoalStage.UNDER_WAY or goal.asked != facts["month"]:
        return
    _write_down(turn, goal, str(facts["month"]), None, None, behind=True)


def _write_down(turn: Turn, goal: Goal, month: str, value: float | None, records: int | None, *, behind: bool) -> None:
    goal.readings.append(GoalReading(key=month, period=month, value=value, records=records, behind=behind, at=turn.now))
    turn.tx.flush()
    turn.record(goal.code, "read", clause="5.1.1", details={"month": month, "value": str(value), "behind": behind})
    _review(turn, goal)


def _review(turn: Turn, goal: Goal) -> None:
    """Behind for as many periods in a row as the rule says: the CIO gets the card, once for each run of them."""
    run, count = periods_behind(goal), turn.rule(rules.BEHIND)
    if len(run) < count:
        return
    note = texts.REVIEW_NOTE(rule=rules.BEHIND.title, value=rules.BEHIND.show(count))
    for person in turn.everyone(Role.CIO):
        card = goal_card(turn, goal, turn.view_of(person)).with_note(note)
        turn.tell(person, card, subject=goal.code, key=f"{goal.code}:review:{run[0]}:{person.id}")


@router.due("goals.due")
def due(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The day of a goal has come: the CIO says whether it was reached; the card says what the figures say."""
    goal = plans.goal(turn.tx, code)
    if goal is None or goal.status != GoalStage.UNDER_WAY or goal.due_at > turn.now + timedelta(minutes=1):
        return
    for person in turn.everyone(Role.CIO):
        turn.tell(person, goal_card(turn, goal, turn.view_of(person)), subject=code)


def _month(turn: Turn) -> str:
    return f"{turn.local(turn.now):%Y-%m}"
