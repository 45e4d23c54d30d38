"""Who may take which step of plans, goals, surveys and gaps in which status: the whole tables."""

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.flow import By, Flow, Viewer
from handlers.plans.flow import GOALS, PLANS, goal_reader, plan_reader
from handlers.plans.surveys import GAPS, SURVEYS, gap_reader, survey_reader
from storage.gaps import Gap, GapStage, Survey, SurveyAnswer, SurveyStage
from storage.people import Person, Role
from storage.plans import Goal, GoalReading, GoalStage, Plan, PlanComment, PlanStage

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)


def person(number: int, *roles: Role, department: str = "数学组") -> Person:
    return Person(id=number, name=f"老师{number}", department=department, active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "owner": Viewer(person(1)),
    "cio": Viewer(person(2, Role.CIO)),
    "leader": Viewer(person(3, Role.LEADER)),
    "writer who leads": Viewer(person(4, Role.LEADER, Role.CIO)),
    "liaison": Viewer(person(5, Role.LIAISON, department="教务处")),
    "heard liaison": Viewer(person(6, Role.LIAISON, department="语文组")),
    "staff": Viewer(person(7)),
    "technician": Viewer(person(8, Role.TECHNICIAN)),
    "auditor": Viewer(person(9, Role.AUDITOR)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "gone": Viewer(Person(id=10, name="", role_names=[Role.CIO.value], active=False)),
    "clock": Viewer(None),
}


def plan(status: PlanStage, **values: object) -> Plan:
    known: dict[str, object] = {"code": "PL-2026", "year": 2026, "status": status, "author_id": 4, "edition": 0,
                                "revision": 1, "comment_by": None}  # fmt: skip
    made = Plan(**{**known, **values})
    made.comments = [PlanComment(by_id=6, edition=made.edition, department="语文组", words="")]
    return made


def goal(status: GoalStage, of: Plan, **values: object) -> Goal:
    known: dict[str, object] = {"code": "G-1", "status": status, "plan": of, "owner_id": 1, "metric": "", "asked": "",
                                "name": "覆盖率", "target": 90.0}  # fmt: skip
    return Goal(**{**known, **values})


def survey(status: SurveyStage) -> Survey:
    made = Survey(
        code="SV-1", status=status, asked=[{"id": 5, "department": "教务处"}, {"id": 6, "department": "语文组"}]
    )
    made.answers = [SurveyAnswer(department="语文组", by_id=6)]
    return made


BOTH = ("cio", "writer who leads")
DRAFT, IN_FORCE, REVISING = (
    plan(PlanStage.DRAFT),
    plan(PlanStage.IN_FORCE, edition=1),
    plan(PlanStage.REVISING, edition=1),
)
EDITS = {name: {"amend", "cancel"} for name in BOTH}
PLAN_TABLE: list[tuple[Any, dict[str, set[str]]]] = [
    (DRAFT, {name: {"consult"} for name in BOTH}),
    (plan(PlanStage.DRAFT, comment_by=NOW), {name: {"consult", "submit"} for name in BOTH}),
    (
        plan(PlanStage.CONSULTING, comment_by=NOW),
        {**{name: {"submit"} for name in BOTH}, "liaison": {"comment", "agree"}, "heard liaison": {"comment_again"}},
    ),
    (plan(PlanStage.CONFIRMING), {"leader": {"confirm", "send_back"}}),
    (plan(PlanStage.CONFIRMING, edition=1), {"leader": {"confirm", "send_revision_back"}}),
    (IN_FORCE, {name: {"revise", "archive"} for name in BOTH}),
    (REVISING, {name: {"submit_revision"} for name in BOTH}),
    (plan(PlanStage.ARCHIVED, edition=1), {}),
]
READING = [GoalReading(value=40.0, period="2026-08", key="x", behind=False)]
GOAL_TABLE: list[tuple[Any, dict[str, set[str]]]] = [
    (goal(GoalStage.NOT_STARTED, DRAFT), EDITS),
    (
        goal(GoalStage.NOT_STARTED, IN_FORCE),
        {"leader": {"begin"}, "writer who leads": {"begin"}, "clock": {"begin"}},
    ),
    (
        goal(GoalStage.UNDER_WAY, IN_FORCE),
        {"owner": {"update"}, **{name: {"update", "reach", "miss"} for name in BOTH}},
    ),
    (goal(GoalStage.UNDER_WAY, IN_FORCE, metric="satisfaction"), {name: {"reach", "miss"} for name in BOTH}),
    (
        goal(GoalStage.UNDER_WAY, IN_FORCE, asked="2026-09"),
        {"owner": {"report"}, **{name: {"report", "reach", "miss"} for name in BOTH}},
    ),
    (
        goal(GoalStage.UNDER_WAY, REVISING, asked="2026-09", readings=READING),
        {
            "owner": {"report", "unchanged"},
            **{name: {"report", "unchanged", "reach", "miss", "amend", "cancel"} for name in BOTH},
        },
    ),
    (goal(GoalStage.REACHED, REVISING), {}),
    (goal(GoalStage.MISSED, REVISING), {}),
    (goal(GoalStage.CANCELLED, REVISING), {}),
]
SURVEY_TABLE: list[tuple[Any, dict[str, set[str]]]] = [
    (
        survey(SurveyStage.OPEN),
        {**{name: {"gather"} for name in BOTH}, "liaison": {"answer"}, "heard liaison": {"answer_again"}},
    ),
    (survey(SurveyStage.GATHERED), {name: {"confirm"} for name in BOTH}),
    (survey(SurveyStage.CONFIRMED), {}),
]
GAP_TABLE: list[tuple[Any, dict[str, set[str]]]] = [
    (Gap(code="GAP-1", status=GapStage.OPEN), {name: {"cover", "waive"} for name in BOTH}),
    (Gap(code="GAP-1", status=GapStage.COVERED), {name: {"reopen"} for name in BOTH}),
    (Gap(code="GAP-1", status=GapStage.WAIVED), {name: {"reopen"} for name in BOTH}),
]
TABLES: list[tuple[Flow, Any, dict[str, set[str]]]] = [
    (flow, subject, expected)
    for flow, table in ((PLANS, PLAN_TABLE), (GOALS, GOAL_TABLE), (SURVEYS, SURVEY_TABLE), (GAPS, GAP_TABLE))
    for subject, expected in table
]


@pytest.mark.parametrize(
    ("flow", "subject", "expected"),
    TABLES,
    ids=[f"{n}-{flow.name}-{one.status}" for n, (flow, one, _) in enumerate(TABLES)],
)
def test_everybody_may_do_exactly_what_the_table_says(flow: Flow, subject: Any, expected: dict[str, set[str]]) -> None:
    allowed = {
        name: {step.name for step in flow.steps if flow.may(step, viewer, subject)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == expected


@pytest.mark.parametrize("flow", [PLANS, GOALS, SURVEYS, GAPS], ids=lambda flow: flow.name)
def test_every_status_has_its_row(flow: Flow) -> None:
    assert {str(subject.status) for of, subject, _expected in TABLES if of is flow} == set(flow.statuses)


def test_who_reads_what() -> None:
    def readers(guard: By, subject: Any) -> set[str]:
        return {name for name, viewer in VIEWERS.items() if guard.allows(viewer, subject)}

    planners = {"cio", "leader", "writer who leads", "liaison", "heard liaison", "auditor"}
    everybody = {*planners, "owner", "staff", "technician"}
    assert readers(plan_reader, DRAFT) == planners
    assert readers(plan_reader, IN_FORCE) == everybody
    assert readers(goal_reader, goal(GoalStage.NOT_STARTED, DRAFT)) == {*planners, "owner"}
    assert readers(goal_reader, goal(GoalStage.UNDER_WAY, IN_FORCE)) == everybody
    assert readers(goal_reader, goal(GoalStage.NOT_STARTED, REVISING)) == {*planners, "owner"}  # not confirmed yet
    assert readers(gap_reader, Gap(code="GAP-1")) == planners
    assert readers(survey_reader, survey(SurveyStage.OPEN)) == planners
