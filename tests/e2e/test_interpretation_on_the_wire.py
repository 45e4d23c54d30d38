"""What the charter leaves open, asked on three platforms at once and settled across them; then the charter is revised."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cast import CHARTER, Cast, sees
from tests.e2e.running import RunningSchool, prepared
from tests.fakes import FakeTelegram, FakeWeChat, FakeWeCom
from tests.fakes.wechat_followers import Fan

pytestmark = pytest.mark.slow

MEMBER = 501003
GROUP = f"""name,department,roles,phone,email,wecom_userid,telegram_id,wechat_openid
吴秘书,办公室,staff;secretary,,,wu,,
郑委员,办公室,staff;member,,,,{MEMBER},
"""
ASKED = "学生信息存在个人网盘要罚多少钱?"
SETTLED = "不罚款,由信息中心通报并限期三日内删除。"


@pytest.fixture(scope="module")
def school(
    tmp_path_factory: pytest.TempPathFactory,
    imported: Path,
    telegram: FakeTelegram,
    wecom: FakeWeCom,
    wechat: FakeWeChat,
) -> Iterator[RunningSchool]:
    folder = prepared(tmp_path_factory.mktemp("group"), imported)
    (folder / "group.csv").write_text(GROUP, encoding="utf-8")
    with RunningSchool(folder, telegram=telegram, wecom=wecom, wechat=wechat) as running:
        running.command("people", "import", str(folder / "group.csv"))
        yield running
        assert " ERROR " not in running.log


def by_number(fan: Fan, words: str, label: str) -> None:
    """Press what an account without buttons offers: its number."""
    shown = {name: number for number, name in re.findall(r"(\d)\. (\S+)", sees(fan, words).text)}
    fan.sends(shown[label])


def test_one_question_from_three_platforms_is_settled_once_and_told_to_all(
    telegram: FakeTelegram, wecom: FakeWeCom, wechat: FakeWeChat, school: RunningSchool
) -> None:
    cast, fan = Cast(telegram, wecom), wechat.fan("何老师")
    secretary, member = wecom.member("wu", "吴秘书"), telegram.user(MEMBER, "郑委员")
    fan.sends(f"绑定 {json.loads(school.command('people', 'invite', '何老师', '--json'))['code']}")
    sees(fan, "何老师")

    fan.sends(ASKED)
    assert "“" in sees(fan, "制度没有规定").text  # the nearest clause, word for word
    by_number(fan, "制度没有规定", "请领导小组解释")
    sees(fan, "Q-0001")
    for somebody in (cast.sun, cast.li):
        somebody.sends(ASKED)
        sees(somebody, "制度没有规定", button="请领导小组解释")
        somebody.presses("请领导小组解释")
        sees(somebody, "Q-0001")

    card = sees(secretary, "待解释的问题 Q-0001", button="起草释义")
    assert "何老师" in card.text
    secretary.presses("起草释义")
    sees(secretary, "请写释义")
    secretary.sends(SETTLED)
    assert SETTLED in sees(member, "Q-0001", button="同意").text
    member.presses("同意")
    for asker in (fan, cast.sun, cast.li):
        assert SETTLED in sees(asker, "领导小组答复了你的问题").text

    cast.chen.sends(ASKED)
    answer = sees(cast.chen, SETTLED)
    assert "释义" in answer.text
    assert "第四条" in answer.text


def test_a_revision_names_what_it_reaches_and_the_interpretation_says_that_it_waits(
    telegram: FakeTelegram, wecom: FakeWeCom, school: RunningSchool
) -> None:
    cast, secretary = Cast(telegram, wecom), wecom.member("wu", "吴秘书")
    revised = school.folder / "修订.md"
    text = CHARTER.replace("晨光中学信息技术服务规定", "晨光中学信息技术服务规定(2026年修订)")
    revised.write_text(text.replace("由信息中心通报所在部门", "由信息中心通报全校"), encoding="utf-8")
    said = school.command("charter", "import", str(revised))
    assert "已作为《晨光中学信息技术服务规定》的新版本" in said
    card = sees(cast.chen, "第 2 版待发布", button="发布")
    assert "释义2" in card.text
    cast.sun.sends(ASKED)
    sees(cast.sun, "是否仍然适用正待复核")
    cast.chen.presses("发布")
    sees(secretary, "该复核了", button="继续有效")
    secretary.presses("继续有效")
    sees(secretary, "继续有效，到期再复核")
    cast.li.sends("请问," + ASKED)
    assert "待复核" not in sees(cast.li, SETTLED).text


def test_an_english_question_is_answered_in_english_beside_the_words_of_the_clause(
    telegram: FakeTelegram, wecom: FakeWeCom, school: RunningSchool
) -> None:
    phone = telegram.user(501077, "Ms Brown")
    phone.sends("Who has to agree before we buy teaching software?")
    answer = sees(phone, "须由教研组长提出书面申请,经信息中心主任同意后方可采购")
    assert "Charter" in answer.text
    assert "Full text" in answer.buttons
