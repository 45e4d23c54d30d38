"""Who may take which step of a responsibility, and which questions ask for a person."""

import pytest

from handlers.flow import Viewer
from handlers.responsibilities.answers import asked_about
from handlers.responsibilities.flow import FLOW
from storage.people import Person, Role
from storage.responsibilities import Responsibility, Signing


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"老师{number}", department="数学组", active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


OWN = person(1)
VIEWERS = {
    "own": Viewer(OWN),
    "deputy": Viewer(person(2)),
    "cio": Viewer(person(3, Role.CIO)),
    "admin": Viewer(person(4, Role.ADMIN)),
    "leader": Viewer(person(5, Role.LEADER)),
    "staff": Viewer(person(6)),
    "clock": Viewer(None),
}
CHANGE = {"cio": {"change"}, "admin": {"change"}}
TABLE: list[tuple[Signing, int | None, dict[str, set[str]]]] = [
    (Signing.PENDING, 1, {"own": {"sign", "decline"}, "clock": {"replace"}}),
    (Signing.SIGNED, 1, {"clock": {"replace"}}),
    (Signing.CHANGED, 1, {}),
    (Signing.PENDING, None, {"own": {"sign", "decline"}, "clock": {"replace"}, **CHANGE}),
    (Signing.SIGNED, None, {"clock": {"replace"}, **CHANGE}),
    (Signing.CHANGED, None, {}),
]


@pytest.mark.parametrize(("status", "system", "expected"), TABLE)
def test_nobody_signs_for_another(status: Signing, system: int | None, expected: dict[str, set[str]]) -> None:
    one = Responsibility(code="RS-1", status=status, system_id=system, person=OWN, person_id=1, deputy_id=2)
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, one)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == expected


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("教务系统谁负责", "教务系统"),
        ("门户归哪位老师管", "门户"),
        ("一卡通坏了找谁", "一卡通"),
        ("教务系统登不上了找谁修", "教务系统"),
        ("教务系统是谁负责的?", "教务系统"),
        ("请问教务系统归谁管", "教务系统"),
        ("谁负责教务系统?", "教务系统"),
        ("教务系统的负责人是谁", "教务系统"),
        ("学校的门禁现在由谁维护", "门禁"),
        ("who is responsible for the grade book?", "grade book"),
        ("谁是教务系统的负责人", "教务系统"),
        ("图书系统谁负责维护", "图书系统"),
        ("who runs OA", "OA"),
        ("谁负责", None),
        ("教务系统坏了", None),
        ("谁负责人的培训很重要吗", "人的培训很重要吗"),
    ],
)
def test_what_is_asked_about(said: str, what: str | None) -> None:
    assert asked_about(said) == what
