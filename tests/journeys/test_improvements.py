"""An improvement item: raised, taken on, mended, checked by somebody else; the board; the three reminders."""

from datetime import timedelta

from handlers.findings import raise_item
from handlers.turn import Turn
from storage import improvements, people
from tests.conftest import SmallSchool
from tests.ringing import pass_time

SENTENCE = "新增改进项：补一次应急培训，负责人王技术，9月30日前"


def test_raised_mended_and_checked_by_somebody_else(school_on_any: SmallSchool) -> None:
    school = school_on_any
    assert "已登记改进项 M-1，负责人王技术，9月30日前" in school.chen.says(SENTENCE).text
    asked = school.wang.sees("请认领：M-1 补一次应急培训（9月30日前）", buttons=["认领"])
    assert "章程 6.3.2" in asked.text
    school.wang.presses("认领")
    school.wang.presses("开始改进")
    school.wang.presses("改进完成")
    school.wang.says("9月20日已补训，签到表在共享盘")
    school.wang.sees("待验证", buttons=[])
    assert "自己负责的改进项不能自己验证" in school.wang.says("验证通过 M-1").text
    check = school.chen.sees("请验证：M-1", buttons=["验证通过", "验证不通过"])
    assert "签到表在共享盘" in check.text
    school.chen.presses("验证不通过")
    school.chen.says("名单缺两人")
    assert "验证没有通过：名单缺两人" in school.wang.sees("实施").text
    school.wang.says("改进完成 M-1 已补两人")
    school.chen.presses("验证通过")
    assert "陈主任于9月15日验证通过" in school.wang.sees("M-1 补一次应急培训 · 关闭", buttons=[]).text
    board = school.chen.says("改进项")
    assert "M-1 补一次应急培训 · 陈主任验证" in board.text


def test_the_owner_cannot_drop_it_and_dropping_needs_a_reason(school: SmallSchool) -> None:
    school.chen.says("新增改进项：买备用投影仪，负责人陈主任，9月30日前")
    assert "自己负责的改进项不能自己不采纳" in school.chen.says("不采纳 M-1 没钱").text
    assert "为什么" in school.zhou.says("不采纳 M-1").text
    school.zhou.says("今年没有这笔预算")
    assert "不采纳的理由：今年没有这笔预算" in school.chen.says("M-1").text
    assert "理由：今年没有这笔预算" in school.chen.says("改进项").text


def test_the_cio_s_own_work_is_checked_by_a_leader(school: SmallSchool) -> None:
    school.chen.says("新增改进项：改备份时间，负责人陈主任，9月30日前")
    for words in ("认领 M-1", "开始改进 M-1", "改进完成 M-1 改到凌晨两点"):
        school.chen.says(words)
    school.zhou.presses("验证通过")
    school.chen.sees("关闭")


def test_three_reminders_and_the_late_one_reaches_the_cio(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    pass_time(school, days=13)
    school.wang.sees("M-1 补一次应急培训 9月30日到期")
    pass_time(school, days=3)
    school.wang.sees("M-1 补一次应急培训 今天到期")
    school.chen.does_not_see("已逾期")
    pass_time(school, days=3)
    school.chen.sees("M-1 补一次应急培训 已逾期（9月30日）")
    assert "（逾期）" in school.chen.says("改进项").text
    assert len([one for one in school.wang.chat() if "已逾期" in one.text.splitlines()[0]]) == 1


def test_what_is_over_is_not_reminded_of(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    school.chen.says("不采纳 M-1 合并到培训计划")
    pass_time(school, days=30)
    school.wang.does_not_see("到期")


def test_everybody_sees_their_own_items_and_who_leads_sees_all(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    assert "M-1" in school.wang.says("改进项").text
    assert "还没有改进项" in school.li.says("改进项").text
    assert "没有找到" in school.li.says("M-1").text
    assert "CIO、校领导或检查员" in school.li.says(SENTENCE).text
    assert "M-1" in school.zhou.says("改进项").text


def test_a_bad_sentence_says_how_to_write_it(school: SmallSchool) -> None:
    for words in (
        "新增改进项",
        "新增改进项：补一次培训",
        "新增改进项：补一次培训，负责人王技术",
        "新增改进项：，负责人王技术，9月30日前",
    ):
        assert "写成一句" in school.chen.says(words).text
    assert "没有找到「马老师」" in school.chen.says("新增改进项：补一次培训，负责人马老师，9月30日前").text
    assert "还没有改进项" in school.chen.says("改进项").text


def test_somebody_else_takes_it_on(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    assert "M-1 由赵技术负责" in school.chen.says("换负责人 M-1 赵技术").text
    school.zhao.presses("认领")
    assert "负责人" in school.wang.says("开始改进 M-1").text


def test_any_feature_raises_an_item_with_one_call(school_on_any: SmallSchool) -> None:
    school = school_on_any
    with school.database.write() as tx:
        turn = Turn(tx, school.school, school.features, school.clock.now)
        owner = people.by_name(tx, "王技术")[0]
        item = raise_item(turn, "D-2", "补充应急联系电话", owner, school.clock.now + timedelta(days=10), verifier=owner)
        assert item.verifier is None  # whoever mends does not check
        turn.finish()
    school.deliver()
    assert "来源：D-2" in school.wang.sees("请认领：M-1 补充应急联系电话").text
    with school.database.read() as tx:
        assert [one.code for one in improvements.from_source(tx, "D-2")] == ["M-1"]


def test_an_item_named_with_its_step_and_its_owner_behind_it(school: SmallSchool) -> None:
    assert "已登记改进项 M-1" in school.chen.says("新增改进项：打印排队太久，王技术负责，12月底前").text
    assert "M-1 打印排队太久（" in school.wang.sees("请认领").text
    assert "· 认领" in school.wang.says("改进项 M-1 我认领").card.title
    assert "M-1" in school.wang.says("改进项 M-1").card.title


def test_what_is_done_before_it_was_taken_on_is_taken_on_first(school: SmallSchool) -> None:
    school.chen.says("提改进项 补一次培训，负责人王技术，11月30日前")
    said = school.wang.says("M-1 做完了")
    assert "M-1 现在是「提出」：先按「认领」，再「改进完成」" in said.text
    assert said.buttons == ["认领"]
    school.wang.presses("认领", on="先按")
    assert "先按「开始改进」" in school.wang.says("M-1做完了，补训了一次").text
    school.wang.presses("开始改进")
    school.wang.says("M-1做完了，补训了一次")
    school.chen.sees("补训了一次")
