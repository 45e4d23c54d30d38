"""The four routers of planning: goals, plans, surveys and gaps; who finds what, and what is on whose desk."""

from handlers.flow import Viewer
from handlers.plans import rules, texts
from handlers.plans.cards import gap_card, goal_card, plan_card, survey_card
from handlers.plans.flow import GOALS, PLANS, goal_reader, plan_reader
from handlers.plans.surveys import GAPS, SURVEYS, gap_reader, survey_reader
from handlers.router import Router, Standing
from handlers.turn import Turn
from storage import gaps, plans
from storage.gaps import Gap, GapStage, Survey
from storage.people import Role
from storage.plans import Goal, Plan

MONTHLY = Standing(
    key="goals-monthly",
    title="目标进度月报",
    action="goals.monthly",
    rule={"every": "monthly", "day": 25, "time": "09:00", "holiday": "before"},
    clause="5.1.1",
    catch_up="send_late",
    late_after_minutes=7 * 24 * 60,
)


def _goals_in_hand(turn: Turn) -> list[Goal]:
    if turn.actor is None:
        return []
    found = {goal.id: goal for goal in plans.goals_of(turn.tx, turn.actor.id)}
    if turn.viewer.holds(Role.CIO):
        found |= {goal.id: goal for goal in plans.standing_goals(turn.tx) if not goal.asked}
    return list(found.values())


def _plans_in_hand(turn: Turn) -> list[Plan]:
    return list(plans.open_plans(turn.tx)) if turn.actor is not None else []


def _surveys_in_hand(turn: Turn) -> list[Survey]:
    return list(gaps.open_surveys(turn.tx)) if turn.actor is not None else []


def _gaps_in_hand(turn: Turn) -> list[Gap]:
    return list(gaps.in_status(turn.tx, GapStage.OPEN)) if turn.viewer.holds(Role.CIO) else []


def _none(_turn: Turn, _subject: object) -> str:
    return "none"


def look_at_goal(turn: Turn, goal: Goal, viewer: Viewer) -> None:
    """Answer with a goal's card."""
    turn.reply(goal_card(turn, goal, viewer), subject=goal.code)


router = Router(
    "goals", flow=GOALS, find=plans.goal, readable=goal_reader, card=goal_card, open_for=_goals_in_hand,
    context=_none, rules=rules.ALL, standing=(MONTHLY,),
)  # fmt: skip
router.help(texts.HELP, Role.CIO, Role.LEADER)
plan_router = Router(
    "plans",
    flow=PLANS,
    find=plans.by_code,
    readable=plan_reader,
    card=plan_card,
    open_for=_plans_in_hand,
    context=_none,
)
survey_router = Router(
    "surveys", flow=SURVEYS, find=gaps.survey, readable=survey_reader, card=survey_card, open_for=_surveys_in_hand,
    context=_none,
)  # fmt: skip
gap_router = Router(
    "gaps", flow=GAPS, find=gaps.by_code, readable=gap_reader, card=gap_card, open_for=_gaps_in_hand, context=_none
)
