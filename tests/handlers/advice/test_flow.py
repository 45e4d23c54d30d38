"""Who may take which step on a request for advice, in which status: the whole table."""

import pytest

from handlers.advice.flow import FLOW, reads
from handlers.flow import Letter, Viewer
from storage.advice import Advice, AdviceStage
from storage.people import Person, Role

S = AdviceStage


def person(number: int, *roles: Role) -> Person:
    return Person(
        id=number, name=f"p{number}", department="", active=True, role_names=[one.value for one in (Role.STAFF, *roles)]
    )


CIO = person(2, Role.CIO)
VIEWERS = {
    "asker": Viewer(person(1)),
    "cio": Viewer(CIO),
    "acting": Viewer(person(3), (Letter(CIO.id, CIO.name, CIO.roles),)),
    "technician": Viewer(person(4, Role.TECHNICIAN)),
    "colleague": Viewer(person(5)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}
TECHNICAL: dict[str, set[str]] = {"technician": {"draft"}}
TABLE: list[tuple[AdviceStage, dict[str, object], dict[str, set[str]]]] = [
    (S.ASKED, {}, {"asker": {"cancel"}, "cio": {"write"}, "acting": {"write"}, **TECHNICAL}),
    (
        S.COLLECTING,
        {},
        {
            "asker": {"cancel"},
            "cio": {"issue", "write", "send_back"},
            "acting": {"issue", "write", "send_back"},
            **TECHNICAL,
        },
    ),
    (S.ISSUED, {}, {"asker": {"turn"}}),
    (S.ISSUED, {"asked_again": True}, {"asker": {"turn", "review"}}),
    (S.TURNED, {"asked_again": True}, {"asker": {"turn", "review"}}),
    (S.TURNED, {"asked_again": True, "verdict": "good"}, {"asker": {"turn"}}),
    (S.REVIEWED, {"asked_again": True, "verdict": "good"}, {}),
    (S.CANCELLED, {}, {}),
]


def advice(status: AdviceStage, **values: object) -> Advice:
    return Advice(**{"code": "X-1", "status": status, "asker_id": 1, "asked_again": False, "verdict": "", **values})


@pytest.mark.parametrize(("status", "values", "allowed"), TABLE)
def test_who_may_do_what(status: AdviceStage, values: dict[str, object], allowed: dict[str, set[str]]) -> None:
    one = advice(status, **values)
    found = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, one)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in found.items() if steps} == allowed


def test_nobody_advises_themselves() -> None:
    one = Advice(code="X-1", status=S.COLLECTING, asker_id=CIO.id, asked_again=False, verdict="")
    assert not any(FLOW.may(FLOW.by_name[name], VIEWERS["cio"], one) for name in ("issue", "write", "send_back"))


def test_who_reads_it_before_and_after_it_is_issued() -> None:
    before = {name for name, viewer in VIEWERS.items() if reads(viewer, advice(S.COLLECTING))}
    after = {name for name, viewer in VIEWERS.items() if reads(viewer, advice(S.ISSUED))}
    assert before == {"asker", "cio", "acting", "technician"}
    assert after == before | {"colleague"}
