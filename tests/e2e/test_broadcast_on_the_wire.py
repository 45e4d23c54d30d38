"""A notice through the real process: previewed, confirmed, acknowledged on three platforms, nudged, recalled."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cast import Cast, count, no_longer_sees, sees
from tests.e2e.running import RunningSchool, prepared
from tests.fakes import FakeTelegram, FakeWeChat, FakeWeCom

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


def test_a_notice_on_three_platforms(
    school: RunningSchool, telegram: FakeTelegram, wecom: FakeWeCom, wechat: FakeWeChat
) -> None:
    cast = Cast(telegram, wecom)
    for somebody in (cast.li, cast.chen, cast.sun, cast.wang):
        somebody.sends("帮助")
        sees(somebody, "我会这些")
    code = re.search(r"绑定 (\S+)", school.command("people", "invite", "何老师"))
    assert code is not None
    he = wechat.fan("何老师")
    he.sends(f"绑定 {code[1]}")
    sees(he, "何老师")
    cast.chen.sends("发个通知给全体老师：周五下午机房停电，请提前保存文件，看到请回复收到")
    preview = sees(cast.chen, "B-1 通知预览", button="确认发送").text
    assert "没有绑定账号，收不到 1 人：冯老师" in preview
    assert "发布人" in preview
    cast.chen.sends("把周五改成周六")
    changed = sees(cast.chen, "周六下午机房停电", button="确认发送").text
    assert "B-1" in changed
    cast.chen.presses("确认发送")
    sees(cast.chen, "B-1", button="取消发送")
    assert count(cast.li, "周六下午机房停电") == 0
    school.lets_pass(minutes=1)
    sees(cast.li, "周六下午机房停电", button="知悉")
    cast.li.presses("知悉")
    sees(cast.sun, "周六下午机房停电")
    cast.sun.sends("收到")
    sees(cast.sun, "你知悉了 B-1")
    he.sends("你好")  # nothing is pushed to an Official Account without being asked
    sees(he, "周六下午机房停电")
    he.sends("收到 B-1")
    sees(he, "你知悉了 B-1")
    cast.li.sends("为什么收到这条")
    sees(cast.li, "为什么你会收到 B-1")
    school.lets_pass(minutes=1)
    sees(cast.chen, "已知悉 3/")
    cast.chen.sends("谁还没确认")
    sees(cast.chen, "已知悉 3/")

    cast.chen.sends("撤回 B-1")
    sees(cast.chen, "更正怎么说")
    cast.chen.sends("停电改到下周一下午")
    for somebody in (cast.li, cast.sun, cast.wang):
        sees(somebody, "停电改到下周一下午")
        no_longer_sees(somebody, "周六下午机房停电")
