"""Who may take which step of a department's need: the whole table."""

import pytest

from handlers.flow import Letter, Viewer
from handlers.needs.flow import FLOW, party
from storage.needs import Need, NeedStage
from storage.people import Person, Role

S = NeedStage


def person(number: int, *roles: Role, department: str = "数学组") -> Person:
    return Person(id=number, name=f"老师{number}", department=department, active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "raiser": Viewer(person(1, Role.LIAISON, department="教务处")),
    "head": Viewer(person(2, Role.HEAD, department="教务处")),
    "other liaison": Viewer(person(3, Role.LIAISON, department="总务处")),
    "cio": Viewer(person(4, Role.CIO)),
    "acting cio": Viewer(person(5), (Letter(4, "老师4", frozenset({Role.CIO})),)),
    "leader": Viewer(person(6, Role.LEADER)),
    "staff": Viewer(person(7)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}
SORT = {"to_ticket", "to_project", "reply"}
TABLE: list[tuple[NeedStage, dict[str, set[str]]]] = [
    (S.RAISED, {"raiser": {"withdraw"}, "cio": SORT, "acting cio": SORT}),
    (S.MOVED, {"cio": {"reply"}, "acting cio": {"reply"}, "clock": {"end"}}),
    (S.ANSWERED, {}),
    (S.WITHDRAWN, {}),
]


def need(status: NeedStage) -> Need:
    return Need(code="N-1", status=status, text="要两台打印机", department="教务处", by_id=1)


@pytest.mark.parametrize(("status", "expected"), TABLE)
def test_everybody_may_do_exactly_what_the_table_says(status: NeedStage, expected: dict[str, set[str]]) -> None:
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, need(status))}
        for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == expected


def test_every_status_has_its_row_and_a_need_is_read_by_its_department_and_those_who_lead() -> None:
    assert {str(status) for status, _expected in TABLE} == set(FLOW.statuses)
    seeing = {name for name, viewer in VIEWERS.items() if party.allows(viewer, need(S.RAISED))}
    assert seeing == {"raiser", "head", "cio", "acting cio", "leader"}
