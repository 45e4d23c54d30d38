"""Sentences read as broadcasts and as changes of one, and what in a text looks personal."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.audience_directory import Directory
from handlers.broadcasts import personal_data, revising, words
from handlers.errors import Incomplete
from handlers.school_time import SchoolCalendar
from handlers.turn import Turn
from storage.broadcasts import Broadcast
from tests.handlers.test_audience import SCHOOL

TURN = cast(
    "Turn",
    SimpleNamespace(
        tx=None, now=datetime(2026, 9, 15, 2, 0, tzinfo=UTC), school=SimpleNamespace(calendar=SchoolCalendar()),
        clock_time=str,
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Directory, "of", classmethod(lambda _cls, _tx: SCHOOL))


@pytest.mark.parametrize(
    ("sentence", "who", "content", "ack"),
    [
        (
            "通知全体老师明天下午三点停网维护,请保存好文件,收到回复",
            "全体教职工",
            "明天下午三点停网维护，请保存好文件",
            True,
        ),
        ("给技术组发紧急通知:立即关机", "技术组", "立即关机", None),
        ("发通知给教务处:下周一开会", "教务处", "下周一开会", None),
        ("通知高中部的班主任和技术组,除了李明,周五前交资料", "高中部的班主任和技术组，不含李明", "周五前交资料", None),
        ("各部门联络人通知一下,周五报材料,无需回复", "部门联络人", "周五报材料", False),
        ("notify all teachers that the meeting is at 5pm", "全体教职工", "the meeting is at 5pm", None),
        ("send a notice to all staff: system upgrade, please acknowledge", "全体教职工", "system upgrade", True),
        ("告诉技术组,系统升级,明早八点发", "技术组", "系统升级", None),
    ],
)
def test_a_sentence_names_for_whom_and_what(sentence: str, who: str, content: str, ack: bool | None) -> None:
    wish = words.read(TURN, sentence)
    assert wish.audience is not None
    assert (wish.audience.words().zh, wish.content, wish.ack) == (who, content, ack)


@pytest.mark.parametrize(
    ("sentence", "says"),
    [("通知体育组:明天开会", "体育组"), ("给家长发个通知,平台更新", "没有账号"), ("通知技术组的新人:开会", "「新」")],
)
def test_whom_nobody_knows_is_said_and_the_content_kept(sentence: str, says: str) -> None:
    wish = words.read(TURN, sentence)
    assert wish.audience is None
    assert wish.problem is not None
    assert says in wish.problem.zh
    assert wish.content


def test_when_to_send_and_by_when_to_answer() -> None:
    early = words.read(TURN, "明天早上八点通知全体老师:今天下午停电")
    assert early.send_at == datetime(2026, 9, 16, 0, 0, tzinfo=UTC)
    limit = words.read(TURN, "通知全体老师周五前交表,收到请回复")
    assert limit.deadline == datetime(2026, 9, 18, 9, 30, tzinfo=UTC)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(st.text(alphabet="通知给全体老师教务处的明天三点停网,:。收到请回复除了李明发send to all 🎉\n0B-1", max_size=60))
def test_no_sentence_breaks_the_reading(sentence: str) -> None:
    wish = words.read(TURN, sentence)
    assert wish.audience is None or wish.audience.groups


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(st.text(alphabet="改成周五只发教务处去掉加一句把停网换删掉最后不用回复明早八点内容:;()[]*+?\\🎉", max_size=30))
def test_no_change_breaks_the_revising(change: str) -> None:
    broadcast = _broadcast()
    changed = _changed(broadcast, change)
    after: Any = (broadcast.content, broadcast.audience, broadcast.ack, broadcast.emergency, broadcast.send_at)
    fresh = _broadcast()
    before: Any = (fresh.content, fresh.audience, fresh.ack, fresh.emergency, fresh.send_at)
    assert changed or after == before


def _changed(broadcast: Broadcast, change: str) -> bool:
    try:
        return revising.apply(TURN, broadcast, change)
    except Incomplete:
        return True


def _broadcast() -> Broadcast:
    return Broadcast(
        content="明天下午三点停网，请保存好文件", audience={"groups": [{}], "besides": []}, ack=True, emergency=False,
        send_at=None, deadline=None, notes=[],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("身份证110101200801011234", ["身份证号 110*************34"]),
        ("打 13812345678 或 138-1234-5678", ["手机号 138******78", "手机号 138********78"]),
        ("卡号 6222 0212 3456 7890 123", ["银行卡号 622******************23"]),
        ("学号：20230145 的同学", ["学号或密码 学号:******45"]),
        ("请高二3班张小明同学的家长来", ["学生姓名 张**"]),
        ("请各位同学注意，高一全体同学集合", []),
        ("会议号 123456，9月15日15:00，教室 302", []),
        ("请联系王老师和李主任", []),
    ],
)
def test_what_looks_personal_is_seen_and_hidden(text: str, found: list[str]) -> None:
    assert [f"{one.kind.zh} {one.shown}" for one in personal_data.scan(text)] == found
