"""Who may take which step of a piece of feedback: the whole table."""

import pytest

from handlers.feedback.flow import FLOW, readable
from handlers.flow import Viewer
from storage.feedback import Feedback, FeedbackStage
from storage.people import Person, Role


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"老师{number}", department="数学组", active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "sender": Viewer(person(1)),
    "assignee": Viewer(person(2)),
    "cio": Viewer(person(3, Role.CIO)),
    "leader": Viewer(person(4, Role.LEADER)),
    "auditor": Viewer(person(5, Role.AUDITOR)),
    "staff": Viewer(person(6)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}
S = FeedbackStage
TABLE: dict[str, dict[str, set[str]]] = {
    S.RECEIVED: {"assignee": {"answer"}, "cio": {"answer", "assign", "set_aside"}},
    S.ASSIGNED: {"assignee": {"answer"}, "cio": {"answer", "assign", "set_aside"}},
    S.ANSWERED: {"sender": {"reopen"}, "assignee": {"adopt"}, "cio": {"adopt", "publish"}},
    S.ADOPTED: {"cio": {"publish"}},
    S.PUBLISHED: {},
    S.SET_ASIDE: {},
}


def feedback(status: str, **values: object) -> Feedback:
    return Feedback(**{
        "code": "FB-1", "status": status, "words": "…", "anonymous": False, "person_id": 1, "assignee_id": 2, "escalated": False,
        **values,
    })  # fmt: skip


@pytest.mark.parametrize("status", S)
def test_everybody_may_do_exactly_what_the_table_says(status: str) -> None:
    subject = feedback(status)
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, subject)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == TABLE[status]


def test_only_those_who_need_it_read_it_and_the_leaders_once_it_is_late() -> None:
    def readers(subject: Feedback) -> set[str]:
        return {name for name, viewer in VIEWERS.items() if readable.allows(viewer, subject)}

    assert readers(feedback(S.ASSIGNED)) == {"sender", "assignee", "cio"}
    assert readers(feedback(S.ASSIGNED, escalated=True)) == {"sender", "assignee", "cio", "leader"}
    assert readers(feedback(S.ASSIGNED, anonymous=True)) == {"assignee", "cio"}
