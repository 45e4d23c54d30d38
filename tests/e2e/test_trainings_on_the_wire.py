"""A training through the real process: invited, asked in and certified on Telegram, WeCom and the Official Account."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from tests.e2e.cast import Cast, sees
from tests.e2e.running import RunningSchool, prepared
from tests.fakes import FakeTelegram, FakeWeChat, FakeWeCom
from tests.fakes.wechat_followers import Fan
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def school(
    tmp_path_factory: pytest.TempPathFactory,
    imported: Path,
    telegram: FakeTelegram,
    wecom: FakeWeCom,
    wechat: FakeWeChat,
) -> Iterator[RunningSchool]:
    folder = prepared(tmp_path_factory.mktemp("school"), imported)
    with RunningSchool(folder, telegram=telegram, wecom=wecom, wechat=wechat) as running:
        yield running
        assert " ERROR " not in running.log


def telegram_file(cast: Cast, words: str) -> bytes:
    """The document of the message with these words, as Telegram keeps it."""
    return cast.telegram.world.files[sees(cast.li, words).content["document"]["file_id"]].content


def wecom_file(cast: Cast, name: str) -> bytes:
    """The newest file of this name that the liaison sees in WeCom."""

    def found() -> bytes | None:
        files = (cast.wecom.media.stored[one.content["media_id"]] for one in cast.sun.sees() if one.msgtype == "file")
        return next((one.content for one in files if one.name == name), None)

    content = cast.wecom.wait_for(found, PATIENCE, f"a file {name}")
    assert content is not None
    return content


def bound(school: RunningSchool, wechat: FakeWeChat, name: str) -> Fan:
    """A teacher with nothing but the Official Account."""
    code = re.search(r"绑定 (\S+)", school.command("people", "invite", name))
    assert code is not None
    fan = wechat.fan(name)
    fan.sends(f"绑定 {code[1]}")
    sees(fan, name)
    return fan


def test_a_training_on_three_platforms(
    school: RunningSchool, telegram: FakeTelegram, wecom: FakeWeCom, wechat: FakeWeChat
) -> None:
    cast, he = Cast(telegram, wecom), bound(school, wechat, "何老师")
    for somebody in (cast.li, cast.sun):
        somebody.sends("帮助")
        sees(somebody, "我会这些")
    cast.zhao.sends("十分钟后给全体老师培训防钓鱼，在报告厅")
    sees(cast.zhao, "TR-1 培训计划：防钓鱼", button="发布")
    cast.zhao.presses("发布")
    sees(cast.zhao, "TR-1 已发布")
    sees(cast.li, "防钓鱼", button="参加")
    cast.li.presses("参加")
    [event] = Calendar.from_ical(telegram_file(cast, "附了日历文件")).events
    assert (str(event["summary"]), str(event["location"])) == ("防钓鱼", "报告厅")
    sees(cast.sun, "防钓鱼", button="参加")
    cast.sun.presses("参加")
    assert wecom_file(cast, "TR-1.ics").startswith(b"BEGIN:VCALENDAR")
    he.sends("参加 TR-1")  # nothing is pushed to an Official Account without being asked
    sees(he, "你已报名：防钓鱼")

    code = re.search(r"签到码 (\d{4})", sees(cast.zhao, "签到码", button="结束培训").text)
    assert code is not None
    cast.li.starts(f"ci_TR-1_{code[1]}")
    sees(cast.li, "签到成功")
    cast.sun.sends(f"签到 {code[1]}")
    sees(cast.sun, "签到成功")
    he.sends(code[1])
    sees(he, "签到成功")
    cast.zhao.sends("谁没来")
    sees(cast.zhao, "未到")

    cast.zhao.sends("结束培训 TR-1")
    sees(cast.zhao, "已到 3 · 迟到 0 · 缺席 0")
    cast.li.sends("我的证书")  # by name: what is told unasked may rest until Monday
    cast.li.presses(next(label for label in sees(cast.li, "你的培训记录 1 条").buttons if label.startswith("证书")))
    assert "李老师" in PdfReader(io.BytesIO(telegram_file(cast, "证书在这里"))).pages[0].extract_text()
    cast.sun.sends("我的培训记录")
    cast.sun.presses(next(label for label in sees(cast.sun, "你的培训记录 1 条").buttons if label.startswith("证书")))
    record = re.search(r"PX-\d{4}-\d{4}", sees(cast.sun, "证书在这里").text)
    assert record is not None
    assert "孙老师" in PdfReader(io.BytesIO(wecom_file(cast, f"{record[0]}.pdf"))).pages[0].extract_text()
    he.sends("把证书发给我")
    sees(he, "你的培训记录 1 条")
    he.sends("1")
    link = re.search(r"http://127\.0\.0\.1:\d+(/files/\S+)", sees(he, "证书在这里").text)
    assert link is not None
    with school.http() as visitor:
        assert visitor.get(link[1]).content.startswith(b"%PDF")
    he.sends("5 4 5")
    sees(he, "已匿名记下")
