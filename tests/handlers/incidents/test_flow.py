"""Who may take which step of an incident, and what the words suggest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.flow import Letter, Viewer
from handlers.incidents.flow import FLOW, readable
from handlers.incidents.triage import suggest
from storage.incidents import Incident, Stage
from storage.people import Person, Role


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"p{number}", active=True, role_names=[role.value for role in (Role.STAFF, *roles)])


CIO = person(4, Role.CIO)
VIEWERS = {
    "reporter": Viewer(person(1)),
    "colleague": Viewer(person(2)),
    "technician": Viewer(person(3, Role.TECHNICIAN)),
    "cio": Viewer(CIO),
    "acting": Viewer(person(5), (Letter(CIO.id, CIO.name, CIO.roles),)),
    "leader": Viewer(person(6, Role.LEADER)),
    "part": Viewer(person(7)),
    "clock": Viewer(None),
}
TEAM = {"technician", "cio", "acting"}
COMMAND = {"cio", "acting"}
NEW = (Stage.REPORTED, Stage.TRIAGE)
BUSY = (Stage.HANDLING, Stage.CONTAINED)
AFTER = (Stage.RECOVERED, Stage.REVIEW)
WITH_PART = TEAM | {"part"}
MAY = {
    ("take_up", Stage.REPORTED): WITH_PART,
    **{("assess", stage): WITH_PART for stage in (Stage.TRIAGE, *BUSY)},
    **{("confirm", stage): COMMAND for stage in NEW},
    **{("accept", stage): COMMAND for stage in NEW},
    **{("false_alarm", stage): WITH_PART for stage in NEW},
    **{("merge", stage): WITH_PART for stage in NEW},
    **{("assign", stage): COMMAND for stage in (Stage.TRIAGE, *BUSY)},
    ("contain", Stage.HANDLING): WITH_PART,
    **{("recover", stage): WITH_PART for stage in BUSY},
    ("review", Stage.RECOVERED): COMMAND,
    ("close", Stage.REVIEW): COMMAND,
    ("finish", Stage.TRACKING): {"clock"},
    **{("relevel", stage): COMMAND for stage in BUSY},
    **{("notify", stage): WITH_PART for stage in (*BUSY, *AFTER)},
    **{("tell_people", stage): COMMAND for stage in (*BUSY, *AFTER)},
    **{("raise_lesson", stage): WITH_PART for stage in AFTER},
    **{("evidence", stage): WITH_PART | {"reporter"} for stage in Stage.OPEN},
    **{("tick", stage): WITH_PART for stage in Stage.OPEN},
    **{("note", stage): WITH_PART for stage in Stage.OPEN},
    **{("add", stage): {"reporter"} for stage in Stage.OPEN},
}


@pytest.mark.parametrize("step", FLOW.steps, ids=lambda step: step.name)
@pytest.mark.parametrize("status", FLOW.statuses)
def test_the_whole_table(step: object, status: str) -> None:
    incident = Incident(code="I-1", status=status, reporter_id=1, roles={"liaise": 7}, answers={"minors": "no"})
    may = {name for name, viewer in VIEWERS.items() if FLOW.may(step, viewer, incident)}  # type: ignore[arg-type]
    assert may == MAY.get((step.name, status), set())  # type: ignore[attr-defined]


def test_the_door() -> None:
    incident = Incident(code="I-1", status=Stage.HANDLING, reporter_id=1, roles={"liaise": 7})
    assert {name for name, viewer in VIEWERS.items() if readable.allows(viewer, incident)} == set(VIEWERS) - {
        "colleague"
    }


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("收到一封可疑邮件", 1),
        ("全校电脑被勒索软件加密", 2),
        ("学生名单泄露，约300人", 2),
        ("学生身份证泄露，约1.2万人还在扩散", 3),
        ("泄露12万条学生信息", 4),
        ("名单已停止扩散，没有学生信息", 1),
        pytest.param("9" * 400 + "名学生的名单泄露", 4, id="a number no float holds"),
    ],
)
def test_what_the_words_suggest(words: str, level: int) -> None:
    assert suggest(words).level == level


@given(st.text())
def test_any_words_suggest_some_level(words: str) -> None:
    assert suggest(words).level in {1, 2, 3, 4}
