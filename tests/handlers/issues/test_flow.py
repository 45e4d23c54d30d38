"""The table of the issue desk: every step, from every state, by everybody. What is not here is refused."""

from itertools import product

import pytest

from handlers.errors import NotAllowed, TooLate
from handlers.flow import Viewer
from handlers.issues.flow import FLOW, STEPS, readable
from storage.issues import Issue, Status
from storage.people import Person, Role

N, A, W, H = Status.NEW, Status.ACCEPTED, Status.WORKING, Status.ON_HOLD
R, C = Status.RESOLVED, Status.CLOSED
OPEN = {N, A, W, H}
HAND = {A, W, H}


def person(number: int, *roles: Role, active: bool = True) -> Viewer:
    return Viewer(Person(id=number, name=f"p{number}", role_names=[role.value for role in roles], active=active))


WHO = {
    "reporter": person(1, Role.STAFF),
    "assignee": person(2, Role.STAFF, Role.TECHNICIAN),
    "technician": person(3, Role.STAFF, Role.TECHNICIAN),
    "dispatcher": person(4, Role.STAFF, Role.DISPATCHER),
    "cio": person(5, Role.STAFF, Role.CIO),
    "colleague": person(6, Role.STAFF),
    "head": person(7, Role.STAFF, Role.HEAD),
    "leader": person(8, Role.STAFF, Role.LEADER),
    "admin": person(9, Role.STAFF, Role.ADMIN),
    "former technician": person(10, Role.TECHNICIAN, active=False),
    "clock": Viewer(None),
}

ALLOWED: dict[str, dict[str, set[str]]] = {
    "claim": {"assignee": {N}, "technician": {N}},
    "resolve": {"assignee": OPEN, "technician": {N}},
    "hold": {"assignee": {A, W}},
    "resume": {"assignee": {H}},
    "assign": {"assignee": HAND, "dispatcher": OPEN},
    "merge": {"assignee": OPEN, "technician": {N}, "dispatcher": OPEN},
    "agree": {},
    "progress": {"assignee": {A, W}},
    "confirm": {"reporter": {R}},
    "reopen": {"reporter": {R}},
    "reopen_closed": {"reporter": {C}},
    "send_back": {"dispatcher": {R, C}},
    "rate": {"reporter": {C}},
    "cause": {"assignee": {R, C}},
    "amend": {"reporter": {N, A}},
    "withdraw": {"reporter": {N, A}},
    "ask_withdraw": {"reporter": {W, H}},
    "supplement": {"reporter": OPEN},
    "urge": {"reporter": OPEN},
    "to_project": {"dispatcher": OPEN, "cio": OPEN},
    "to_incident": {"dispatcher": OPEN, "cio": OPEN},
    "auto_close": {"clock": {R}},
    "wake": {"clock": {H}},
    "answered": {"clock": {H}},
    "give_up": {"clock": {H}},
    "lapse": {"clock": {A}},
    "fold": {"clock": {N}},
    "recover": {"clock": {Status.MERGED}},
    "fold_back": {"clock": {Status.RESOLVED}},
}


def issue(status: str) -> Issue:
    """An issue of person 1; once in hand or done it is person 2's."""
    taken = status not in {Status.NEW, Status.MERGED}
    return Issue(
        code="T-0001", status=status, reporter_id=1, assignee_id=2 if taken else None, fault="不亮", priority=3,
        sealed=False, cancel_asked=False, last_step="",
    )  # fmt: skip


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_each_step_is_open_to_exactly_these_people_in_exactly_these_states(step: str) -> None:
    allowed = {
        (name, status)
        for (name, viewer), status in product(WHO.items(), FLOW.statuses)
        if FLOW.may(FLOW.by_name[step], viewer, issue(status))
    }
    assert allowed == {(name, status) for name, states in ALLOWED[step].items() for status in states}


def test_the_table_covers_every_step() -> None:
    assert set(ALLOWED) == {step.name for step in STEPS}


@pytest.mark.parametrize(("step", "who", "status"), [("claim", "reporter", N), ("confirm", "technician", R)])
def test_a_refusal_for_the_role_comes_before_the_state(step: str, who: str, status: str) -> None:
    with pytest.raises(NotAllowed):
        FLOW.take(FLOW.by_name[step], WHO[who], issue(status))
    with pytest.raises(NotAllowed):
        FLOW.take(FLOW.by_name[step], WHO[who], issue(Status.CANCELLED))


def test_too_late_says_what_it_is_now() -> None:
    with pytest.raises(TooLate) as refusal:
        FLOW.take(FLOW.by_name["claim"], WHO["technician"], issue(A), settled_by="，由王技术于 10:00 处理")
    assert refusal.value.wording.zh == "T-0001 现在是「已受理」，由王技术于 10:00 处理，不能再「接单」。"


def test_a_sealed_issue_is_not_reopened() -> None:
    closed = issue(C)
    closed.sealed = True
    assert not FLOW.may(FLOW.by_name["reopen_closed"], WHO["reporter"], closed)
    assert not FLOW.may(FLOW.by_name["send_back"], WHO["dispatcher"], closed)


def test_agreeing_needs_somebody_who_asked() -> None:
    working = issue(W)
    assert not FLOW.may(FLOW.by_name["agree"], WHO["assignee"], working)
    working.cancel_asked = True
    assert FLOW.may(FLOW.by_name["agree"], WHO["assignee"], working)
    assert not FLOW.may(FLOW.by_name["agree"], WHO["technician"], working)
    assert not FLOW.may(FLOW.by_name["ask_withdraw"], WHO["reporter"], working)


def test_stars_are_given_once() -> None:
    closed = issue(C)
    assert FLOW.may(FLOW.by_name["rate"], WHO["reporter"], closed)
    closed.stars = 5
    assert not FLOW.may(FLOW.by_name["rate"], WHO["reporter"], closed)


@pytest.mark.parametrize(
    ("who", "may_read"),
    [
        ("reporter", True), ("assignee", True), ("technician", True), ("dispatcher", True), ("cio", True),
        ("colleague", False), ("head", False), ("leader", False), ("admin", False), ("former technician", False),
    ],
)  # fmt: skip
def test_nobody_browses_other_peoples_issues(who: str, may_read: bool) -> None:
    assert readable.allows(WHO[who], issue(W)) == may_read


def test_undoing_goes_back_to_exactly_the_state_before_and_only_for_its_author() -> None:
    claimed = issue(N)
    claimed.status = A
    claimed.last_step, claimed.last_by_id = "claim", 2
    assert FLOW.may(FLOW.by_name["undo_to_new"], WHO["assignee"], claimed)
    assert not FLOW.may(FLOW.by_name["undo_to_working"], WHO["assignee"], claimed)
    assert not FLOW.may(FLOW.by_name["undo_to_new"], WHO["technician"], claimed)
    assert not FLOW.may(FLOW.by_name["undo_to_new"], WHO["dispatcher"], claimed)


@pytest.mark.parametrize("status", [N, A, W, H, R, C])
@pytest.mark.parametrize("who", list(WHO))
def test_cards_stay_small(status: str, who: str) -> None:
    assert len(FLOW.buttons(WHO[who], issue(status))) <= 5
