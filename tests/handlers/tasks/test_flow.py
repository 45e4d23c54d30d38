"""Who may take which step of a department's task and of a leader's instruction: the whole table."""

import pytest

from handlers.flow import Letter, Viewer
from handlers.tasks.flow import FLOW, party
from storage.people import Person, Role
from storage.tasks import Task, TaskStage

S = TaskStage


def person(number: int, *roles: Role, department: str = "数学组", active: bool = True) -> Person:
    return Person(id=number, name=f"老师{number}", department=department, active=active,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


CIO, LEADER = person(2, Role.CIO, department="信息中心"), person(3, Role.LEADER, department="校办")
LETTER = Letter(2, "老师2", frozenset({Role.CIO}), scope="approvals")
NARROW = Letter(2, "老师2", frozenset({Role.CIO}), scope="kinds=approve")
VIEWERS = {
    "liaison": Viewer(person(1, Role.LIAISON, department="教务处")),
    "head": Viewer(person(4, Role.HEAD, department="教务处")),
    "other liaison": Viewer(person(5, Role.LIAISON, department="总务处")),
    "cio": Viewer(CIO),
    "acting cio": Viewer(person(6), (LETTER,)),
    "acting for some": Viewer(person(7), (NARROW,)),
    "leader": Viewer(LEADER),
    "other leader": Viewer(person(8, Role.LEADER)),
    "owner": Viewer(person(9)),
    "staff": Viewer(person(10)),
    "auditor": Viewer(person(11, Role.AUDITOR)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}


def task(status: TaskStage, **values: object) -> Task:
    return Task(
        **{"code": "K-1", "status": status, "text": "报送清单", "department": "教务处", "owner_id": 1, **values}
    )


def order(status: TaskStage, **values: object) -> Task:
    given = {"department": "信息中心", "owner_id": 9, "leader_id": 3, "leader": LEADER, **values}
    return task(status, **given)


MANAGE = {"cio": {"move", "cancel"}, "acting cio": {"move", "cancel"}}
LOOK = {"accept", "send_back"}


def does(*steps: str) -> dict[str, set[str]]:
    return {"liaison": set(steps), "head": set(steps)}


BY_CIO = {"submitted_by_id": 2, "submitted_by": CIO}
TABLE: list[tuple[Task, dict[str, set[str]]]] = [
    (task(S.ISSUED), {**does("know", "submit_now", "explain"), **MANAGE}),
    (task(S.KNOWN), {**does("submit", "start", "explain"), **MANAGE}),
    (task(S.WORKING), {**does("submit", "explain"), **MANAGE}),
    (task(S.RETURNED), {**does("submit", "start", "explain"), **MANAGE}),
    (
        task(S.SUBMITTED, submitted_by_id=1, submitted_by=person(1, Role.LIAISON)),
        {"liaison": {"unsubmit"}, "cio": MANAGE["cio"] | LOOK, "acting cio": MANAGE["cio"] | LOOK},
    ),
    (
        task(S.SUBMITTED, **BY_CIO),
        {"cio": {"unsubmit", "move", "cancel"}, "acting cio": MANAGE["cio"] | LOOK, "leader": LOOK, "other leader": LOOK},
    ),
    (task(S.DONE), {"cio": {"reopen"}, "acting cio": {"reopen"}}),
    (task(S.CANCELLED), {}),
    (
        order(S.RAISED),
        {"cio": {"assign", "reassign", "no_instruction"}, "acting cio": {"assign", "reassign", "no_instruction"},
         "leader": {"drop"}},
    ),
    (order(S.ASSIGNED), {"owner": {"handle", "finish"}, "cio": {"reassign"}, "acting cio": {"reassign"}, "leader": {"drop"}}),
    (order(S.HANDLING), {"owner": {"finish"}, "cio": {"reassign"}, "acting cio": {"reassign"}, "leader": {"drop"}}),
    (order(S.TO_REPORT), {"cio": {"report", "redo"}, "acting cio": {"report", "redo"}}),
    (order(S.REPORTED), {"leader": {"sign_off", "again"}}),
    (
        order(S.REPORTED, leader=person(3, Role.LEADER, active=False)),
        {"leader": {"sign_off", "again"}, "other leader": {"sign_off", "again"}},
    ),
    (order(S.SIGNED_OFF), {"leader": {"again"}}),
    (order(S.DROPPED), {}),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "expected"), TABLE, ids=[f"{n}-{one[0].status}" for n, one in enumerate(TABLE)])
def test_everybody_may_do_exactly_what_the_table_says(subject: Task, expected: dict[str, set[str]]) -> None:
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, subject)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == expected


def test_every_status_has_its_row() -> None:
    assert {str(subject.status) for subject, _expected in TABLE} == set(FLOW.statuses)


def test_a_department_reads_its_own_tasks_and_no_instruction_of_others() -> None:
    def seeing(subject: Task) -> set[str]:
        return {name for name, viewer in VIEWERS.items() if party.allows(viewer, subject)}

    overseers = {"cio", "acting cio", "leader", "other leader", "auditor"}
    assert seeing(task(S.ISSUED)) == overseers | {"liaison", "head"}
    assert seeing(order(S.ASSIGNED, department="教务处")) == overseers | {"owner"}
