"""A card that could not leave yet waits for its reader; words said to it meanwhile mean it, as they would on the screen."""

import pytest
from sqlalchemy import select

from jobs.due import tick
from storage.kept_back import WAITING
from storage.outbox import Kind, Message, Sent
from tests.conftest import SmallSchool


def held_back(school: SmallSchool, words: str) -> None:
    """As after a platform's "not before this person speaks"."""
    with school.database.write() as tx:
        sent = tx.scalars(
            select(Message).where(Message.address == "u-李老师", Message.kind == Kind.SEND).order_by(Message.id.desc())
        )
        row = next(one for one in sent if words in str(one.card["title"]))
        row.platform, row.status = WAITING, int(Sent.WAITING)


@pytest.mark.parametrize(
    ("word", "answer"), [("好了", "给这次服务打几星"), ("没好", "哪里还没好"), ("好了 T-0001", "打几星")]
)
def test_a_word_to_an_issue_whose_card_waits_is_the_answer_to_it(school: SmallSchool, word: str, answer: str) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.wang.says("已解决 T-0001 换了灯泡")
    held_back(school, "修好了吗")
    assert answer in school.li.says(word).text


def test_a_notice_that_waits_is_known_by_its_word(school: SmallSchool) -> None:
    school.chen.says("通知全体老师：周五下午停网，请知悉")
    school.chen.presses("确认发送")
    school.clock.forward(minutes=5)
    tick(school.database, school.school, school.features, school.clock.now)
    school.deliver()
    held_back(school, "停网")
    assert "知悉了 B-1" in school.li.says("知悉").text


def test_a_number_means_nothing_that_nobody_has_seen(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.wang.says("已解决 T-0001 换了灯泡")
    held_back(school, "修好了吗")
    school.li.says("1")
    school.chen.says("看 T-0001")
    assert "已完成" not in school.chen.last().text
