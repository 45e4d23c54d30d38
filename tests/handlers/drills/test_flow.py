"""Who may take which step of a drill, whom its door lets in, and how a script is read."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.drills.flow import FLOW, read_rating, readable
from handlers.drills.scripting import LATEST, before_script, read_injects, read_objectives
from handlers.flow import Letter, Viewer
from storage.drills import Drill, DrillParticipant, Stage
from storage.people import Person, Role

NOW = datetime(2026, 9, 23, 7, 0, tzinfo=UTC)
SECRET: dict[str, list[dict[str, str]]] = {"groups": [{}], "besides": []}


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"p{number}", active=True, role_names=[role.value for role in (Role.STAFF, *roles)])


VIEWERS = {
    "planner": Viewer(person(1, Role.TECHNICIAN)),
    "cio": Viewer(person(2, Role.CIO)),
    "delegate": Viewer(person(3), (Letter(2, "p2", frozenset({Role.CIO})),)),
    "leader": Viewer(person(4, Role.LEADER)),
    "missing": Viewer(person(5)),
    "present": Viewer(person(6)),
    "observer": Viewer(person(7)),
    "stranger": Viewer(person(8, Role.TECHNICIAN)),
    "auditor": Viewer(person(9, Role.AUDITOR)),
    "clock": Viewer(None),
}
RUN = {"planner", "cio", "delegate"}
AT_IT = {*RUN, "missing", "present", "observer", "leader"}
READY = (Stage.APPROVED, *Stage.READY)
MAY = {
    **{(name, Stage.PLANNED): {"planner"} for name in ("inject", "aim", "change")},
    ("approve", Stage.PLANNED): {"cio", "delegate"},
    ("send_back", Stage.PLANNED): {"cio", "delegate"},
    **{("observe", stage): {"planner"} for stage in Stage.AHEAD},
    **{("cancel", stage): RUN for stage in Stage.AHEAD},
    ("inform", Stage.APPROVED): {"leader"},
    ("inform", Stage.NOTIFIED): {"leader"},
    ("announce_now", Stage.APPROVED): RUN,
    ("announce", Stage.APPROVED): {"clock"},
    ("keep_secret", Stage.APPROVED): {"clock"},
    **{("start", stage): RUN for stage in Stage.READY},
    **{("postpone", stage): RUN for stage in READY},
    ("reschedule", Stage.POSTPONED): RUN,
    ("arrive", Stage.LIVE): {"missing"},
    ("reach", Stage.LIVE): RUN,
    ("note", Stage.LIVE): AT_IT,
    ("note", Stage.ENDED): AT_IT,
    ("end", Stage.LIVE): RUN,
    ("real", Stage.LIVE): AT_IT,
    **{("rate", stage): {"observer"} for stage in (Stage.LIVE, Stage.ENDED, Stage.DRAFT)},
    ("draft", Stage.ENDED): {"clock"},
    ("confirm", Stage.DRAFT): {"cio", "delegate"},
    ("edit", Stage.DRAFT): {"cio", "delegate"},
    ("follow", Stage.CONFIRMED): {"clock"},
    ("archive", Stage.CONFIRMED): {"clock"},
    ("archive", Stage.FOLLOWING): {"clock"},
    **{("again", stage): RUN for stage in (*Stage.HELD, Stage.STOPPED)},
}


def drill(status: str = Stage.LIVE, planner: Person | None = None, **values: object) -> Drill:
    parts = [
        DrillParticipant(person_id=5, observes=False, unannounced=True),
        DrillParticipant(person_id=6, observes=False, unannounced=False, arrived_at=NOW),
        DrillParticipant(person_id=7, observes=True, unannounced=False),
    ]
    by = planner or person(1, Role.TECHNICIAN)
    given: dict[str, object] = {"submitted_at": NOW, "informed": [], "unannounced": SECRET, "started_at": NOW, **values}
    return Drill(code="D-1", status=status, scenario="断网", planner=by, planner_id=by.id, participants=parts, starts_at=NOW,
                 **given)  # fmt: skip


@pytest.mark.parametrize("step", FLOW.steps, ids=lambda step: step.name)
@pytest.mark.parametrize("status", FLOW.statuses)
def test_the_whole_table(step: object, status: str) -> None:
    may = {name for name, viewer in VIEWERS.items() if FLOW.may(step, viewer, drill(status))}  # type: ignore[arg-type]
    assert may == MAY.get((step.name, status), set())  # type: ignore[attr-defined]


def test_nobody_approves_their_own_and_a_leader_approves_the_cios() -> None:
    approve = FLOW.by_name["approve"]
    by_cio = drill(Stage.PLANNED, person(2, Role.CIO))
    assert {name for name, viewer in VIEWERS.items() if FLOW.may(approve, viewer, by_cio)} == {"leader"}
    unsent = drill(Stage.PLANNED, submitted_at=None)
    assert {name for name, viewer in VIEWERS.items() if FLOW.may(approve, viewer, unsent)} == set()
    assert {name for name, viewer in VIEWERS.items() if FLOW.may(FLOW.by_name["submit"], viewer, unsent)} == {"planner"}


def test_before_it_begins_it_does_not_exist_for_who_must_not_know() -> None:
    seen = {
        status: {name for name, viewer in VIEWERS.items() if readable.allows(viewer, drill(status, started_at=None))}
        for status in (Stage.PLANNED, Stage.NOTIFIED, Stage.HIDDEN)
    }
    insiders = {*RUN, "leader", "auditor", "observer", "clock"}
    assert seen == {Stage.PLANNED: insiders, Stage.NOTIFIED: {*insiders, "present"}, Stage.HIDDEN: insiders}
    assert {name for name, viewer in VIEWERS.items() if readable.allows(viewer, drill())} == set(VIEWERS) - {"stranger"}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("10分钟内断开外网", [("断开外网", 10)]),
        ("10分钟内断网；30分钟内恢复备份", [("断网", 10), ("恢复备份", 30)]),
        ("断网 十分钟，恢复备份 一小时", [("断网", 10), ("恢复备份", 60)]),
        ("1. 断网：5分钟以内\n2. 通知家长：20分钟", [("断网", 5), ("通知家长", 20)]),
        ("within 10 minutes unplug the network", [("unplug the network", 10)]),
        ("断网", []),
        ("10分钟", []),
    ],
)
def test_objectives_are_read(said: str, read: list[tuple[str, int]]) -> None:
    assert list(read_objectives(said)) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("T+5 服务器弹出勒索提示", [(5, "服务器弹出勒索提示", "")]),
        (
            "T+5 给信息中心：服务器弹窗；T+15 给联络人：家长来电",
            [(5, "服务器弹窗", "信息中心"), (15, "家长来电", "联络人")],
        ),
        ("第5分钟服务器弹窗，发给信息中心", [(5, "服务器弹窗", "信息中心")]),
        ("5分钟后服务器弹窗\n十分钟后大屏黑了", [(5, "服务器弹窗", ""), (10, "大屏黑了", "")]),
        ("T+0 to technicians: the server is down", [(0, "the server is down", "technicians")]),
        ("服务器弹窗", []),
    ],
)
def test_injects_are_read(said: str, read: list[tuple[int, str, str]]) -> None:
    assert list(read_injects(said)) == read


@given(st.text(alphabet=st.sampled_from("T+5分钟后给：；;,目标注入内\n10小时within ab老师"), max_size=120))
def test_whatever_is_written_no_script_breaks(said: str) -> None:
    for after, words, _who in read_injects(said):
        assert 0 <= after <= LATEST
        assert words
    for name, minutes in read_objectives(said):
        assert name
        assert 0 < minutes <= LATEST
    assert said.startswith(before_script(said))


@given(st.text(max_size=60))
def test_a_rating_is_a_score_and_the_rest_of_the_words(said: str) -> None:
    found = read_rating(None, said, {})
    assert found.get("score", "1") in {"1", "2", "3", "4", "5"}
