"""Who may say what about backups, and for which expected moment a backup counts."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.backups.answers import says_failed
from handlers.backups.flow import FLOW, read_result
from handlers.backups.running import expected_moment
from handlers.errors import Incomplete
from handlers.flow import Viewer
from handlers.recurrence import to_json
from handlers.school_time import SchoolCalendar
from handlers.time_phrases import parse_recurrence
from storage.backups import BackupPlan, PlanStage
from storage.people import Person, Role
from storage.systems import System

CALENDAR = SchoolCalendar()
EARLY = timedelta(hours=2)


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"老师{number}", department="数学组", active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "owner": Viewer(person(1)),
    "deputy": Viewer(person(2)),
    "technician": Viewer(person(3, Role.TECHNICIAN)),
    "cio": Viewer(person(4, Role.CIO)),
    "admin": Viewer(person(5, Role.ADMIN)),
    "leader": Viewer(person(6, Role.LEADER)),
    "staff": Viewer(person(7)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}
RUNS = {"done", "failed", "test", "reschedule"}
TABLE: dict[PlanStage, dict[str, set[str]]] = {
    PlanStage.ACTIVE: {
        **dict.fromkeys(("deputy", "technician", "admin"), RUNS), **{key: {*RUNS, "pause"} for key in ("owner", "cio")},
        "clock": {"pause"},
    },
    PlanStage.PAUSED: {
        **{key: {"test", "reschedule"} for key in ("deputy", "technician", "admin")},
        **{key: {"test", "reschedule", "resume"} for key in ("owner", "cio")}, "clock": {"resume"},
    },
}  # fmt: skip


@pytest.mark.parametrize("status", PlanStage)
def test_everybody_may_do_exactly_what_the_table_says(status: PlanStage) -> None:
    plan = BackupPlan(code="BK-1", status=status, system=System(code="SYS-1", owner_id=1, deputy_id=2))
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, plan)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == TABLE[status]


@pytest.mark.parametrize(
    ("words", "now", "counts_for"),
    [  # Shanghai is eight hours ahead
        ("每天凌晨2点", "2026-09-15 02:30", "2026-09-15 02:00"),
        ("每天凌晨2点", "2026-09-15 10:00", "2026-09-15 02:00"),
        ("每天凌晨2点", "2026-09-16 01:30", "2026-09-16 02:00"),
        ("每天23点", "2026-09-15 20:00", "2026-09-14 23:00"),
        ("每周日23点", "2026-09-17 09:00", "2026-09-13 23:00"),
        ("每月1号凌晨3点", "2026-09-15 09:00", "2026-09-01 03:00"),
    ],
)
def test_a_backup_counts_for_the_moment_it_was_expected_at(words: str, now: str, counts_for: str) -> None:
    rule = parse_recurrence(words, CALENDAR)
    assert rule is not None
    plan = BackupPlan(
        code="BK-1", rule={**to_json(rule), "holiday": "ignore"}, created_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    at = datetime.fromisoformat(now).replace(tzinfo=CALENDAR.zone)
    found = expected_moment(plan, at, EARLY, CALENDAR)
    assert f"{found.astimezone(CALENDAR.zone):%Y-%m-%d %H:%M}" == counts_for


@pytest.mark.parametrize(
    ("said", "result"),
    [("通过，抽查20条一致", "passed"), ("没通过 缺两张表", "failed"), ("数据不完整", "failed"), ("passed", "passed"),
     ("did not pass", "failed")],
)  # fmt: skip
def test_a_result_is_read(said: str, result: str) -> None:
    assert read_result(said).partition(" ")[0] == result


def test_a_result_that_says_nothing_is_asked_again() -> None:
    with pytest.raises(Incomplete):
        read_result("做了")


@pytest.mark.parametrize(
    ("said", "failed"),
    [("备份昨晚跑完了，没报错", False), ("备份完成，没有发现任何问题", False), ("backup finished without errors", False),
     ("昨天教务没备成，网断了", True), ("教务系统没备份成功", True), ("昨晚没备份", True), ("备份未完成", True),
     ("没报错但是没跑完", True), ("the backup crashed", True)],
)  # fmt: skip
def test_a_failure_is_told_from_a_good_end(said: str, failed: bool) -> None:
    assert says_failed(said) is failed
