"""What is due is done once, in order, and what was missed follows its policy."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select

from handlers import planning
from handlers.catalogue import Features
from handlers.errors import Refused
from handlers.router import Router, Standing
from handlers.school import School
from handlers.texts import Text
from handlers.turn import Turn
from jobs.due import standing, tick
from storage import schedules
from storage.base import Database
from storage.people import Role
from storage.schedules import CatchUp, Occurrence, Schedule, Timer
from tests.jobs.post import Post

FRIDAYS = {"every": "weekly", "weekdays": [4], "time": "15:00"}  # 07:00 UTC
FRIDAY = datetime(2026, 9, 18, 7, 0, tzinfo=UTC)


class Diary:
    """A feature that notes when it was called, and can be told to fail."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.failing: set[str] = set()
        self.router = Router("diary", standing=[Standing("weekly-report", "周报", "diary.note", FRIDAYS, "8.2.2")])
        self.router.due("diary.note")(self._note)
        self.router.due("diary.refuse")(self._refuse)
        self.features = Features([self.router])

    def _note(self, turn: Turn, subject: str, payload: Mapping[str, Any]) -> None:
        assert turn.viewer.is_clock
        what = str(payload.get("occurrence") or subject)
        if what in self.failing or subject in self.failing:
            raise RuntimeError(f"{what} cannot be done")
        self.notes.append(what)

    def _refuse(self, _turn: Turn, _subject: str, _payload: Mapping[str, Any]) -> None:
        raise Refused(Text("太晚了", "too late"))


@pytest.fixture
def diary() -> Diary:
    return Diary()


def remind(post: Post, subject: str, at: datetime, action: str = "diary.note") -> None:
    with post.database.write() as tx:
        schedules.set_timer(tx, f"{action}:{subject}", action, subject, at)


def plan(post: Post, catch_up: CatchUp = CatchUp.SKIP_IF_LATE, **values: Any) -> None:
    with post.database.write() as tx:
        planning.plan(
            tx, post.school.calendar, post.clock.now, key="report", title="周报", action="diary.note", rule=FRIDAYS,
            catch_up=catch_up, **values,
        )  # fmt: skip


def occurrences(database: Database) -> list[tuple[str, str]]:
    with database.read() as tx:
        rows = tx.scalars(select(Occurrence).order_by(Occurrence.due_at))
        return [(f"{row.due_at:%m-%d}", row.outcome.partition(",")[0]) for row in rows]


def outcomes_of_timers(database: Database) -> dict[str, str]:
    with database.read() as tx:
        return {timer.subject: timer.outcome for timer in tx.scalars(select(Timer))}


def test_timers_fire_once_in_order_when_they_are_due(post_on_any: Post, diary: Diary) -> None:
    post, now = post_on_any, post_on_any.clock.now
    remind(post, "T-2", now + timedelta(minutes=2))
    remind(post, "T-1", now + timedelta(minutes=1))
    remind(post, "T-9", now + timedelta(days=9))
    for _ in range(2):
        tick(post.database, post.school, diary.features, now + timedelta(minutes=5))
    assert diary.notes == ["T-1", "T-2"]


def test_a_failing_action_stops_nobody_is_tried_thrice_and_then_recorded(post_on_any: Post, diary: Diary) -> None:
    post = post_on_any
    diary.failing.add("T-1")
    remind(post, "T-1", post.clock.now)
    remind(post, "T-2", post.clock.now)
    for _ in range(20):
        tick(post.database, post.school, diary.features, post.clock.now)
        post.clock.forward(minutes=1)
    assert diary.notes == ["T-2"]
    with post.database.read() as tx:
        timer = tx.scalars(select(Timer).where(Timer.subject == "T-1")).one()
    assert timer.attempts == 3
    assert timer.outcome.startswith("failed, reference ")


def test_a_refused_step_and_an_unknown_action_are_settled_at_once(post: Post, diary: Diary) -> None:
    remind(post, "T-1", post.clock.now, "diary.refuse")
    remind(post, "T-2", post.clock.now, "gone.feature")
    assert tick(post.database, post.school, diary.features, post.clock.now).failed == 0
    assert outcomes_of_timers(post.database) == {"T-1": "refused: too late", "T-2": "nothing is called gone.feature"}


@pytest.mark.parametrize(
    ("catch_up", "late_by", "noted", "recorded"),
    [
        (CatchUp.SKIP_IF_LATE, timedelta(minutes=1), True, "done"),
        (CatchUp.SKIP_IF_LATE, timedelta(hours=23), True, "done"),
        (CatchUp.SKIP_IF_LATE, timedelta(hours=25), False, "skipped"),
        (CatchUp.SEND_LATE, timedelta(hours=25), True, "done"),
        (CatchUp.SEND_LATE, timedelta(days=5), True, "done"),
        (CatchUp.TELL_OWNER, timedelta(hours=1), True, "done"),
        (CatchUp.TELL_OWNER, timedelta(hours=25), False, "told"),
    ],
)
def test_what_fell_due_while_nobody_ran(
    post: Post, diary: Diary, catch_up: CatchUp, late_by: timedelta, noted: bool, recorded: str
) -> None:
    chen = post.person("陈主任", "chat", roles=[Role.CIO])
    plan(post, catch_up, owner_id=chen.id)
    tick(post.database, post.school, diary.features, FRIDAY + late_by)
    assert occurrences(post.database) == [("09-18", recorded)]
    assert diary.notes == (["report:2026-09-18"] if noted else [])
    said = [row.card["title"] for row in post.rows()]
    assert said == (["「周报」本该在9月18日 15:00进行，当时我没有在运行。要现在补上吗？"] if recorded == "told" else [])


def test_of_several_missed_ones_only_the_newest_is_sent(post_on_any: Post, diary: Diary) -> None:
    post = post_on_any
    plan(post, CatchUp.SEND_LATE)
    tick(post.database, post.school, diary.features, FRIDAY + timedelta(days=16))
    assert diary.notes == ["report:2026-10-02"]
    assert occurrences(post.database) == [("09-18", "skipped"), ("09-25", "skipped"), ("10-02", "done")]
    with post.database.read() as tx:
        assert tx.scalars(select(Schedule)).one().next_due_at == FRIDAY + timedelta(days=21)


def test_a_failing_occurrence_is_tried_thrice_and_the_next_week_goes_on(post: Post, diary: Diary) -> None:
    plan(post)
    diary.failing.add("report:2026-09-18")
    for minute in range(20):
        tick(post.database, post.school, diary.features, FRIDAY + timedelta(minutes=minute))
    assert (diary.notes, occurrences(post.database)) == ([], [("09-18", "failed")])
    tick(post.database, post.school, diary.features, FRIDAY + timedelta(days=7))
    assert diary.notes == ["report:2026-09-25"]


def test_features_get_their_standing_schedules_once(post_on_any: Post, diary: Diary) -> None:
    post = post_on_any
    assert standing(diary.features, post.database, post.school, post.clock.now) == 1
    with post.database.write() as tx:
        tx.scalars(select(Schedule)).one().active = False
    assert standing(diary.features, post.database, post.school, post.clock.now) == 0
    tick(post.database, post.school, diary.features, FRIDAY)
    assert diary.notes == []


def test_a_single_date_ends_its_schedule(post: Post, diary: Diary) -> None:
    with post.database.write() as tx:
        planning.plan(
            tx, post.school.calendar, post.clock.now, key="once", title="一次", action="diary.note",
            rule={"every": "once", "date": "2026-09-18", "time": "15:00"},
        )  # fmt: skip
    for days in range(3):
        tick(post.database, post.school, diary.features, FRIDAY + timedelta(days=days))
    assert diary.notes == ["once:2026-09-18"]
    with post.database.read() as tx:
        schedule = tx.scalars(select(Schedule)).one()
        assert (schedule.active, schedule.next_due_at) == (False, None)


def test_what_timers_say_after_a_long_stop_reaches_each_person_as_one_message(post: Post, office: School) -> None:
    li = post.person("李老师", "chat")
    router = Router("nudges")

    @router.due("nudges.nudge")
    def nudge(turn: Turn, subject: str, _payload: Mapping[str, Any]) -> None:
        turn.tell(turn.tx.get_one(type(li), li.id), Text(f"{subject} 该看看了", f"{subject} is waiting"))

    for number in range(3):
        remind(post, f"T-{number}", post.clock.now, "nudges.nudge")
    post.clock.forward(hours=3)
    tick(post.database, office, Features([router]), post.clock.now)
    post.clock.forward(seconds=6)
    mouth = post.mouth()
    post.send(mouth)
    assert mouth.said == ["有 3 条消息等着你："]
    assert mouth.calls[0].messages[0].card.lines == ("1. T-0 该看看了", "2. T-1 该看看了", "3. T-2 该看看了")


@pytest.mark.postgres
def test_two_clocks_at_once_do_everything_once(postgres: Database, office: School, diary: Diary) -> None:
    now = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
    with postgres.write() as tx:
        for number in range(40):
            schedules.set_timer(tx, f"t{number}", "diary.note", f"T-{number}", now)
        for number in range(10):
            planning.plan(
                tx, office.calendar, now, key=f"s{number}", title="周报", action="diary.note", rule=FRIDAYS
            )  # fmt: skip
    start = Barrier(2)

    def strike() -> None:
        start.wait()
        tick(postgres, office, diary.features, FRIDAY)

    clocks = [Thread(target=strike) for _ in range(2)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    wanted = [f"T-{number}" for number in range(40)] + [f"s{number}:2026-09-18" for number in range(10)]
    assert sorted(diary.notes) == sorted(wanted)
