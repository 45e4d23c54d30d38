"""Who may take which step of an improvement item: the whole table. The owner never checks, and never drops, their own."""

import pytest

from handlers.flow import Viewer
from handlers.improvements.flow import FLOW, party
from storage.improvements import Improvement, ItemStage
from storage.people import Person, Role


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"老师{number}", department="数学组", active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "owner": Viewer(person(1)),
    "cio": Viewer(person(2, Role.CIO)),
    "leader": Viewer(person(3, Role.LEADER)),
    "inspector": Viewer(person(4, Role.INSPECTOR)),
    "named verifier": Viewer(person(5)),
    "staff": Viewer(person(6)),
    "auditor": Viewer(person(7, Role.AUDITOR)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}


def item(status: ItemStage, **values: object) -> Improvement:
    return Improvement(
        **{"code": "M-1", "status": status, "text": "补训", "owner_id": 1, "verifier_id": None, **values}
    )


LEADS = {"cio": {"assign", "decline"}, "leader": {"decline"}}
CHECK = {"verify", "redo"}
TABLE: list[tuple[Improvement, dict[str, set[str]]]] = [
    (item(ItemStage.RAISED), {"owner": {"claim"}, **LEADS}),
    (item(ItemStage.CLAIMED), {"owner": {"start"}, **LEADS}),
    (item(ItemStage.WORKING), {"owner": {"finish"}, **LEADS}),
    (item(ItemStage.VERIFYING), {"cio": CHECK, "leader": CHECK, "inspector": CHECK}),
    (item(ItemStage.VERIFYING, verifier_id=5), {"named verifier": CHECK}),
    (item(ItemStage.VERIFYING, owner_id=2), {"leader": CHECK, "inspector": CHECK}),
    (item(ItemStage.VERIFYING, owner_id=2, verifier_id=2), {}),
    (item(ItemStage.WORKING, owner_id=2), {"cio": {"finish", "assign"}, "leader": {"decline"}}),
    (item(ItemStage.CLOSED), {}),
    (item(ItemStage.DECLINED), {}),
]


@pytest.mark.parametrize(("subject", "expected"), TABLE, ids=[f"{n}-{one[0].status}" for n, one in enumerate(TABLE)])
def test_everybody_may_do_exactly_what_the_table_says(subject: Improvement, expected: dict[str, set[str]]) -> None:
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, subject)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == expected


def test_every_status_has_its_row() -> None:
    assert {str(subject.status) for subject, _expected in TABLE} == set(FLOW.statuses)


def test_an_item_is_seen_by_its_parties_only() -> None:
    seeing = {name for name, viewer in VIEWERS.items() if party.allows(viewer, item(ItemStage.RAISED, verifier_id=5))}
    assert seeing == {"owner", "cio", "leader", "inspector", "named verifier", "auditor"}
