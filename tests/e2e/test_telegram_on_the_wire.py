"""Telegram as people use it, on the real process: an edit, a sticker, a refusal of the server, a press while we were away."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.cast import CHEN, LI, count, sees
from tests.e2e.running import RunningSchool, prepared
from tests.fakes import FakeTelegram, Limits

pytestmark = pytest.mark.slow

AT_ONCE = timedelta(seconds=0.2)  # how long a press waits for its answer here


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram(limits=Limits.none(), retry_delay=0.05, query_lifetime=AT_ONCE) as fake:
        yield fake
        assert fake.violations == []


def test_nothing_that_is_said_or_pressed_meets_silence(tmp_path: Path, imported: Path, telegram: FakeTelegram) -> None:
    li, chen = telegram.user(LI, "李老师"), telegram.user(CHEN, "陈主任")
    with RunningSchool(prepared(tmp_path, imported), telegram=telegram) as school:
        said = li.sends("高二3班投影仪不亮")
        sees(li, "报修已登记", button="撤回")
        li.edits(said, "高二5班投影仪不亮")
        sees(li, "按原来那条算")
        chen._says({"dice": {"emoji": "🎲", "value": 3}}, None, {})
        sees(chen, "看不懂")

        telegram.fail_next("sendMessage", status=502, description="Bad Gateway", chat_id=chen.id)
        chen.sends("我的待办")
        sees(chen, "待办")
        assert count(chen, "待办") == 1

        school.stop()
        press = chen.press_data(sees(chen, "待办"), "issues.withdraw:T-0001")  # not his to press, and we are away
        telegram.clock.advance(1)
        school.start()
        sees(chen, "要由报修人来做")
        assert press.answer is None
        assert telegram.token not in school.log
