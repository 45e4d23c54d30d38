"""Who may take which step of an inspection and of a finding: the whole tables."""

import pytest

from handlers.flow import Viewer
from handlers.inspections.flow import FINDINGS, FLOW, finding_readable, readable
from storage.inspections import Finding, FindingStage, Inspection, InspectionStage
from storage.people import Person, Role


def person(number: int, *roles: Role, department: str = "数学组") -> Person:
    return Person(id=number, name=f"老师{number}", department=department, active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "inspector": Viewer(person(1, Role.INSPECTOR)),
    "answerer": Viewer(person(2, department="总务处")),
    "head of it": Viewer(person(3, Role.HEAD, department="总务处")),
    "planner": Viewer(person(4, Role.LEADER, department="校办")),
    "cio": Viewer(person(5, Role.CIO, department="信息中心")),
    "other inspector": Viewer(person(6, Role.INSPECTOR)),
    "colleague": Viewer(person(7, department="总务处")),
    "mender": Viewer(person(8, department="总务处")),
    "staff": Viewer(person(9)),
    "auditor": Viewer(person(10, Role.AUDITOR)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}


def inspection(status: str, **values: object) -> Inspection:
    return Inspection(**{
        "code": "IN-1", "status": status, "target": "data", "department": "总务处", "inspector_id": 1, "answerer_id": 2,
        "planned_by_id": 4, "inspector": VIEWERS["inspector"].person, **values,
    })  # fmt: skip


def finding(status: str) -> Finding:
    return Finding(code="F-1", status=status, owner_id=8, inspection=inspection(InspectionStage.MENDING))


S, F = InspectionStage, FindingStage
CALLS_OFF = {"inspector": {"cancel"}, "planner": {"cancel"}, "cio": {"cancel", "hand_over"}}
BOTH = {"answerer", "head of it"}


def table_of(status: str) -> dict[str, set[str]]:
    walks = {"inspector": {"finish", "cancel"}, "planner": {"cancel"}, "cio": {"cancel", "hand_over"}}
    cio = {"cio": {"hand_over"}}
    return {
        S.PLANNED: {
            "inspector": {"start", "notify", "cancel"}, "planner": {"notify", "cancel"},
            "cio": {"notify", "cancel", "hand_over"}, "clock": {"announce"},
        },
        S.NOTIFIED: {**CALLS_OFF, "inspector": {"start", "cancel"}},
        S.LIVE: {**walks, "inspector": walks["inspector"] | {"mark", "pause"}},
        S.PAUSED: {**walks, "inspector": walks["inspector"] | {"resume"}},
        S.TO_CONFIRM: {**cio, "clock": {"confirmed", "shown", "close"}},
        S.MENDING: {**cio, "clock": {"shown", "overdue", "close"}},
        S.RECHECK: {**cio, "clock": {"back", "overdue", "close"}},
        S.LATE: {**cio, "clock": {"shown", "close"}},
        S.CLOSED: {},
        S.CANCELLED: {},
    }[InspectionStage(status)]  # fmt: skip


def findings_table(status: str) -> dict[str, set[str]]:
    side = {"accept", "contest", "assign"}
    raised = {"inspector": {"improve"}, "cio": {"improve"}}
    return {
        F.FOUND: {"answerer": side, "head of it": side, "clock": {"lapse"}},
        F.CONTESTED: {"inspector": {"uphold", "dismiss"}},
        F.MENDING: {**{name: {"submit", "assign"} for name in BOTH}, "mender": {"submit"}, **raised},
        F.SUBMITTED: {"inspector": {"pass", "return", "improve"}, "cio": {"improve"}},
        F.CLOSED: raised,
        F.DISMISSED: {},
    }[FindingStage(status)]


@pytest.mark.parametrize("status", S)
def test_everybody_moves_an_inspection_exactly_as_the_table_says(status: str) -> None:
    subject = inspection(status)
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, subject)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == table_of(status)


@pytest.mark.parametrize("status", F)
def test_everybody_moves_a_finding_exactly_as_the_table_says(status: str) -> None:
    subject = finding(status)
    allowed = {
        name: {step.name for step in FINDINGS.steps if FINDINGS.may(step, viewer, subject)}
        for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == findings_table(status)


def test_an_inspector_of_the_department_itself_answers_nothing_it_inspects() -> None:
    head = Viewer(person(1, Role.HEAD, Role.INSPECTOR, department="总务处"))
    assert not FINDINGS.may(FINDINGS.by_name["accept"], head, finding(F.FOUND))
    assert not FINDINGS.may(FINDINGS.by_name["submit"], head, finding(F.MENDING))


def test_a_planned_inspection_is_hidden_from_those_it_concerns_and_a_finding_from_strangers() -> None:
    planned = {name for name, viewer in VIEWERS.items() if readable.allows(viewer, inspection(S.PLANNED))}
    live = {name for name, viewer in VIEWERS.items() if readable.allows(viewer, inspection(S.LIVE))}
    found = {name for name, viewer in VIEWERS.items() if finding_readable.allows(viewer, finding(F.MENDING))}
    overseers = {"inspector", "planner", "cio", "other inspector", "auditor"}
    assert planned == overseers
    assert live == overseers | BOTH
    assert found == overseers | BOTH | {"mender"}
