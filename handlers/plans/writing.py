"""Writing into a plan: the draft of a year, a goal of it, a gap that a goal takes up."""

from datetime import datetime

from handlers.numerals import write_code
from handlers.plans import measuring, texts
from handlers.plans.flow import PLANS
from handlers.plans.reading import show_number
from handlers.plans.standing import day
from handlers.plans.surveys import GAPS
from handlers.plans.years import plan_to_write, span_of, this_year
from handlers.texts import Text
from handlers.turn import Turn
from storage import gaps, numbers
from storage.gaps import Gap, GapStage
from storage.people import Person
from storage.plans import Goal, GoalStage, Plan, PlanStage


def new_plan(turn: Turn, year: int) -> Plan:
    """The empty draft of a year."""
    begins, ends = span_of(turn, year)
    plan = Plan(
        code=f"PL-{year}", year=year, status=PlanStage.DRAFT, author_id=turn.person().id, begins=begins, ends=ends,
        created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(plan)
    turn.tx.flush()
    turn.record(plan.code, "draft", clause="5.1.1", after=plan.status)
    return plan


def plan_for_writing(turn: Turn, why: str) -> Plan:
    """The plan a goal goes into: made where there is none; one in force is opened for revision, with the reason."""
    plan = plan_to_write(turn) or new_plan(turn, this_year(turn))
    if plan.status == PlanStage.IN_FORCE:
        turn.take(PLANS, "revise", plan, {"reason": why})
        plan.reason = why
    return plan


def add(
    turn: Turn, plan: Plan, name: str, *, unit: str, baseline: float | None, target: float, owner: Person,
    due: datetime, basis: str,
) -> Goal:  # fmt: skip
    """A goal of a plan. It waits for the plan to come into force."""
    metric, parameter = measuring.metric_of(name, unit)
    goal = Goal(
        code=write_code("G", numbers.next_number(turn.tx, "G")), plan=plan, plan_id=plan.id,
        status=GoalStage.NOT_STARTED, name=name, unit=unit or (measuring.BY_KEY[metric].unit if metric else ""),
        metric=metric, parameter=parameter, baseline=baseline, target=target, owner=owner, owner_id=owner.id, due_at=due,
        basis=basis, created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(goal)
    turn.tx.flush()
    plan.revision += 1
    turn.record(
        goal.code, "add", clause="6.1.2", after=goal.status,
        details={"plan": plan.code, "name": name, "baseline": baseline, "target": target, "unit": unit,
                 "owner": owner.name, "due": due.isoformat(), "basis": basis},
    )  # fmt: skip
    if turn.actor is None or owner.id != turn.actor.id:
        said = texts.OWNER_TOLD(
            code=goal.code, name=name, target=f"{show_number(target)}{goal.unit}", day=day(turn, due)
        )
        turn.tell(owner, said, key=f"{goal.code}:owner:{owner.id}")
    turn.remind(f"{goal.code}:due", "goals.due", goal.code, due)
    return goal


def cover(turn: Turn, gap: Gap, goal: Goal) -> None:
    """A gap is taken up by a goal."""
    gap.goal, gap.goal_id = goal, goal.id
    turn.take(GAPS, "cover", gap, {"goal": goal.code})
    turn.tx.flush()


def find_gap(
    turn: Turn, key: str, title: str, evidence: Text, records: list[str], metric: str = "", value: float | None = None
) -> Gap:
    """A gap as it shows now. Found before, its evidence is brought up to date; what was decided about it stays."""
    gap = gaps.with_key(turn.tx, key)
    if gap is None:
        gap = Gap(
            code=write_code("GAP", numbers.next_number(turn.tx, "GAP")), key=key, status=GapStage.OPEN, title=title,
            found_at=turn.now,
        )  # fmt: skip
        turn.tx.add(gap)
        turn.record(
            gap.code, "find", clause="6.1.1", after=gap.status, details={"title": title, "evidence": evidence.zh}
        )
    gap.evidence, gap.records = {"zh": evidence.zh, "en": evidence.en}, records
    gap.metric, gap.value = metric, value
    turn.tx.flush()
    return gap
