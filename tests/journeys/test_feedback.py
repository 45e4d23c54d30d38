"""Feedback with a name and without one: every piece is answered, and nothing says who an anonymous sender was."""

import re

import pytest
from sqlalchemy import text

from handlers.feedback.danger import is_danger
from handlers.incoming import Identity, Said
from jobs.due import standing
from storage import audit
from storage.base import Database
from storage.models import metadata
from tests.conftest import SmallSchool
from tests.journeys.test_calendar import shanghai, strike
from tests.ringing import pass_time, tick
from tests.stage import Character


def everything_kept(database: Database) -> str:
    """Every row of every table, as a curious reader of the database would see them."""
    with database.read() as tx:
        rows = [
            f"{table}: {tuple(row)!r}" for table in metadata().tables for row in tx.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
        ]  # fmt: skip
    return "\n".join(rows)


def receipt_of(character: Character) -> str:
    return character.sees("回执码：").card.title.partition("：")[2]


def test_a_suggestion_with_a_name_is_answered_adopted_and_published(school: SmallSchool) -> None:
    school.li.says("建议图书馆增加充电插座")
    school.li.sees("怎么提交？", buttons=["实名提交", "匿名提交", "取消"])
    assert "编号 FB-1，10 天内答复你" in school.li.presses("实名提交").text
    card = school.chen.sees("新反馈 FB-1：建议图书馆增加充电插座", buttons=["答复", "分派", "不受理"])
    assert dict(card.card.facts)["来自"] == "李老师（数学组）"
    school.chen.presses("分派")
    school.chen.says("王技术")
    school.wang.sees("请答复 FB-1", buttons=["答复"])
    pass_time(school, days=5)
    school.wang.sees("还没答复：FB-1")
    school.chen.does_not_see("还没答复")
    school.wang.says("答复 FB-1 下周装")
    answered = school.li.sees("你的反馈 FB-1 有答复了：下周装")
    assert answered.buttons == ["没解决"]
    school.li.says("没解决 FB-1 还没装")
    assert "没解决的地方：还没装" in school.wang.sees("请答复 FB-1").text
    school.wang.says("答复 FB-1 装好了")
    assert "要由承办人或 CIO来做" in school.zhao.says("采纳 FB-1").text
    school.wang.says("采纳 FB-1")
    school.wang.sees("请认领：M-1")
    school.chen.says("公示 FB-1 图书馆增加了插座")
    assert "FB-1 建议图书馆增加充电插座 · 已公示：装好了" in school.li.says("我的反馈").text
    wall = school.stranger().says("回音壁").text
    assert "收到 1 条，答复 1 条，采纳 1 条" in wall
    assert "图书馆增加了插座" in wall
    assert "李老师" not in wall
    standing(school.features, school.database, school.school, school.clock.now)
    strike(school, shanghai("2026-10-08T09:00"))
    school.zhou.sees("9月的回音壁已公布：收到 1 条，答复 1 条，采纳 1 条")
    school.li.does_not_see("回音壁已公布")


def test_nobody_can_say_who_an_anonymous_sender_was(school_on_any: SmallSchool) -> None:
    school = school_on_any
    school.wang.says("你好")
    school.li.says("网管态度很差，提个建议")
    school.li.presses("匿名提交")
    code = receipt_of(school.li)
    school.chen.does_not_see("网管")  # sealed until the full hour
    kept = everything_kept(school.database)
    assert "网管" in kept
    assert kept.count("网管") == 1  # only what is sealed: no draft, no message, no update has the words
    assert "FB-" not in kept
    pass_time(school, minutes=60)
    school.wang.says("你好")
    pass_time(school, minutes=60)
    found = school.chen.sees("新反馈 FB-1：网管态度很差")
    assert dict(found.card.facts)["来自"] == "匿名"
    kept = everything_kept(school.database)
    assert code not in kept
    assert not re.search("回执码|匿名收到", kept)
    assert not [row for row in kept.splitlines() if row.startswith(("inbox", "outbox", "draft")) and "u-李老师" in row]
    with school.database.read() as tx:
        entry = audit.history(tx, "FB-1")[0].facts
        assert (entry["actor"], entry["actor_id"], entry["channel"], entry["event_id"]) == ("", None, "", "")
        assert audit.verify(tx)[1] is None

    asked = school.stranger("家里的电脑").says(f"回执 {code.lower()}")  # from anywhere: the code is all that counts
    assert "还没有答复，9月25日前会有" in asked.text
    school.li.says(f"回执 {code} 补充 是二楼那位")
    school.chen.sees("FB-1 有补充：是二楼那位")
    school.chen.says("答复 FB-1 已经谈过")
    school.li.does_not_see("已经谈过")
    assert "答复：已经谈过" in school.li.says(code).text
    assert "没有这个回执码" in school.li.says("回执 ABCD-ABCD-ABCD-ABCD").text
    assert "16 个字母" in school.li.says("回执").text
    assert "没有你实名提过的反馈" in school.li.says("我的反馈").text
    pass_time(school, hours=2)
    assert code not in everything_kept(school.database)


def test_guests_send_too_and_abuse_has_limits(school: SmallSchool) -> None:
    parent = school.stranger("张爸爸")
    parent.says("我是家长，希望少用平板上课")
    parent.presses("实名提交")
    assert "张爸爸（访客）" in school.chen.sees("新反馈 FB-1").text
    school.chen.says("不受理 FB-1 请向年级组反映")
    parent.sees("你的反馈 FB-1 没有受理：请向年级组反映")
    for words in ("食堂太吵了", "操场太脏了", "厕所太脏了"):
        assert "回执码：" in parent.says(f"匿名反馈：{words}").text
    assert "细则「每人每小时匿名反馈上限」3条" in parent.says("匿名反馈：图书馆太冷了").text
    assert "请控制在 2000 字以内" in parent.says("匿名反馈：" + "吵" * 3000).text
    parent.says("提意见")
    assert "再写具体一点" in parent.says("短").text
    parent.says("取消")
    group = Said(
        Identity("chat", "x-g", "room", "g", private=False), school.event_id(), school.clock.now, "匿名反馈：太吵了吧"
    )
    school.hear(group)
    assert "群里提不了匿名的" in Character(school, "room", "room").last().text
    english = school.stranger("Ann")
    assert "Receipt code: " in english.says("I'd like to give anonymous feedback: the wifi is slow").text


def test_what_nobody_answers_reaches_the_leaders(school: SmallSchool) -> None:
    school.li.says("实名投诉：报修没人理")
    pass_time(school, days=11)
    assert len([seen for seen in school.chen.chat() if "还没答复：FB-1" in seen.text]) == 2
    assert "没有找到 FB-1" in school.zhou.says("FB-1").text
    pass_time(school, days=2)
    assert "已逾期（细则「反馈答复期限」10天）" in school.zhou.sees("还没答复：FB-1").text
    assert "报修没人理" in school.zhou.says("FB-1").text


def test_somebody_in_danger_is_passed_on_at_once(school: SmallSchool) -> None:
    student = school.stranger("小林")
    answer = student.says("我不想活了")
    assert "12356" in answer.text
    assert "周校长" in answer.text
    for adult in (school.chen, school.zhou):
        assert "小林（访客）" in adult.sees("紧急：有人可能有危险").text
    school.li.says("提意见")
    school.li.says("匿名说，我经常被同学殴打")
    told = school.chen.sees("我经常被同学殴打")
    assert dict(told.card.facts)["是谁"] == "不知道（匿名）"
    assert "李老师" not in told.text
    assert "没有你的名字" in school.li.sees("110").text


SAID = {
    "我想自杀": True,
    "他们天天打我": True,
    "有人带刀进学校了": True,
    "i want to die": True,
    "校园欺凌预案是什么": False,
    "自杀干预培训什么时候": False,
    "电脑又死机了": False,
    "热死了": False,
    "打印机跳楼价甩卖": False,
    "这个系统该结束生命周期了": False,
    "这个系统想死的心都有": False,
}


@pytest.mark.parametrize("words", SAID)
def test_danger_is_told_from_ways_of_speaking(words: str) -> None:
    assert is_danger(words) is SAID[words]


def test_what_waits_is_named_once_a_day_to_each_who_has_it(school: SmallSchool) -> None:
    for number, words in enumerate(("建议食堂多装两台刷卡机", "建议打印机放在二楼", "建议走廊加一个时钟"), start=1):
        school.li.says(words)
        school.li.presses("实名提交")
        pass_time(school, hours=number)
    school.chen.says("分派 FB-2 王技术")
    pass_time(school, days=5)
    reminders = [seen.text for seen in school.chen.chat() if "还没答复" in seen.text]
    assert len(reminders) == 1
    assert reminders[0].startswith("2 条反馈还没答复\n· FB-1 建议食堂多装两台刷卡机\n· FB-3 建议走廊加一个时钟")
    assert "怎么答复" in school.chen.says("答复 FB-1").text or school.chen.presses("看 FB-1")
    assert sum("还没答复" in seen.text for seen in school.wang.chat()) == 1
    school.wang.sees("还没答复：FB-2", buttons=["答复"])


def test_a_code_is_asked_with_and_added_to_however_it_is_sent(school: SmallSchool) -> None:
    guest = school.stranger()
    guest.says("匿名反馈：希望家长会能回看")
    receipt = receipt_of(guest)
    assert "下个整点登记" in guest.says(f"我的意见 {receipt.lower().replace('-', ' ')} 答复了吗").text
    assert "补充已经转给" in guest.says(f"{receipt} 补充 最好周末也能看").text
    assert "下个整点登记" in guest.says(f"{receipt} 有答复了吗").text
    pass_time(school, hours=1)
    assert "最好周末也能看" in school.chen.sees("新反馈 FB-1").text


def test_after_a_long_stop_all_that_waits_is_named_in_one_message(school: SmallSchool) -> None:
    for words in ("建议：机房多开一小时", "建议：报告厅加两支话筒", "建议：图书馆加插座"):
        school.li.says(words)
        school.li.says("实名")
        school.clock.forward(days=1)
    before = len(school.chen.chat())
    school.clock.forward(days=25)  # nobody was there: every reminder of every one is late at once
    tick(school)
    school.clock.forward(minutes=30)
    tick(school)
    named = [seen for seen in school.chen.chat()[before:] if "FB-" in seen.text]
    assert len(named) == 1
    assert all(code in named[0].text for code in ("FB-1", "FB-2", "FB-3"))
    assert len([seen for seen in school.zhou.chat() if "FB-" in seen.text]) == 1


@pytest.mark.parametrize("words", ["反馈多久答复？", "提意见多久有答复", "意见反馈几天能有回复"])
def test_what_is_settled_about_feedback_is_asked_of_the_charter(school: SmallSchool, words: str) -> None:
    answer = school.li.says(words).text
    assert "《智慧校园首席信息官章程（示例）》" in answer
    assert "怎么提交" not in answer


def test_the_days_of_an_answer_are_said_with_their_rule(school: SmallSchool) -> None:
    assert "反馈答复期限 10天" in school.li.says("反馈多久答复？").text
    assert "怎么提交" in school.li.says("反馈：食堂排队太久，多久能改").text
