"""Who may take which step of a risk: nobody closes or accepts what they deal with themselves."""

import pytest

from handlers.flow import Letter, Viewer
from handlers.risks.actions import read_level
from handlers.risks.flow import FLOW
from storage.people import Person, Role
from storage.risks import Risk, RiskStage


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"老师{number}", department="数学组", active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "owner": Viewer(person(1)),
    "cio": Viewer(person(2, Role.CIO)),
    "acting cio": Viewer(person(3), (Letter(2, "陈主任", frozenset({Role.CIO})),)),
    "leader": Viewer(person(4, Role.LEADER)),
    "technician": Viewer(person(5, Role.TECHNICIAN)),
    "staff": Viewer(person(6)),
    "clock": Viewer(None),
}
CIO = {"accept", "hand_over"}
TABLE: list[tuple[RiskStage, int, dict[str, set[str]]]] = [
    (RiskStage.RAISED, 1, {"owner": {"treat"}, "cio": CIO, "acting cio": CIO, "leader": {"accept"}}),
    (RiskStage.TREATING, 1, {"cio": {"close", *CIO}, "acting cio": {"close", *CIO}, "leader": {"close", "accept"}}),
    (RiskStage.TREATING, 2, {"cio": {"hand_over"}, "acting cio": {"close", *CIO}, "leader": {"close", "accept"}}),
    (RiskStage.ACCEPTED, 1, {"cio": {"reopen"}, "acting cio": {"reopen"}}),
    (RiskStage.CLOSED, 1, {"cio": {"reopen"}, "acting cio": {"reopen"}}),
]


@pytest.mark.parametrize(("status", "owner", "expected"), TABLE)
def test_everybody_may_do_exactly_what_the_table_says(
    status: RiskStage, owner: int, expected: dict[str, set[str]]
) -> None:
    risk = Risk(code="RK-1", status=status, text="弱口令", owner_id=owner)
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, risk)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == expected


@pytest.mark.parametrize(
    ("said", "level", "rest"),
    [
        ("机房空调老化，高，负责人王技术", "high", "机房空调老化 ，负责人王技术"),
        ("弱口令 级别：低", "low", "弱口令"),
        ("高一机房漏水", "", "高一机房漏水"),
        ("中控老化", "", "中控老化"),
        ("weak passwords, high, owner Chen", "high", "weak passwords , owner Chen"),
    ],
)
def test_the_level_is_read_where_it_stands_alone(said: str, level: str, rest: str) -> None:
    found, left = read_level(said)
    assert (found, " ".join(left.split())) == (level, rest)
