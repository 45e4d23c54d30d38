"""Who may answer a request about somebody's data."""

import pytest

from handlers.flow import Viewer
from handlers.privacy.flow import FLOW, readable
from storage.people import Person, Role
from storage.privacy import PrivacyRequest, RequestStage


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"老师{number}", department="数学组", active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "the person, who is an administrator": Viewer(person(1, Role.ADMIN)),
    "admin": Viewer(person(2, Role.ADMIN)),
    "cio": Viewer(person(3, Role.CIO)),
    "leader": Viewer(person(4, Role.LEADER)),
    "staff": Viewer(person(5)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}


@pytest.mark.parametrize("status", RequestStage)
def test_nobody_answers_their_own_request(status: str) -> None:
    request = PrivacyRequest(code="PR-1", status=status, kind="delete", words="…", person_id=1)
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, request)} for name, viewer in VIEWERS.items()
    }
    both = {"fulfil", "decline"}
    expected = {"admin": both, "cio": both} if status == RequestStage.RECEIVED else {}
    assert {name: steps for name, steps in allowed.items() if steps} == expected
    assert {name for name, viewer in VIEWERS.items() if readable.allows(viewer, request)} == {
        "the person, who is an administrator", "admin", "cio",
    }  # fmt: skip
