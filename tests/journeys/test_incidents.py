"""A security incident, from the first word to the review; and what an issue can turn into."""

import pytest

from handlers.incoming import Identity, Said
from storage import audit
from tests.conftest import SmallSchool
from tests.ringing import pass_time
from tests.stage import Character

FIRST_STEPS = "断开网络，不要关机"


def test_an_incident_goes_from_the_first_word_to_the_review(school_on_any: SmallSchool) -> None:
    school = school_on_any
    assert FIRST_STEPS in school.li.says("我好像点了钓鱼邮件").text
    school.wang.sees("【安全事件】I-1")
    school.chen.sees("我好像点了钓鱼邮件")
    school.wang.presses("接手")
    assert "研判中" in school.li.last().text
    school.wang.presses("研判")
    school.wang.says("涉及 1200 名学生的名单泄露，还在扩散")
    school.chen.sees("建议级别：重大")
    school.chen.presses("按建议定级")
    school.chen.sees("须在")
    school.zhao.sees("你负责记录")
    school.wang.presses("预案步骤")
    assert "（已完成）" in school.wang.presses("完成 7").text
    school.wang.says("14:05 隔离了两台服务器")
    school.wang.says("09:40 打电话给运营商")
    school.chen.sees("09:40 王技术 打电话给运营商")
    school.wang.says("已遏制 I-1 已断开外网")
    school.wang.says("证据 I-1 邮件原件在邮件网关")
    school.wang.says("已恢复 I-1 全部重装")
    school.chen.says("复盘 I-1")
    school.chen.says("弱口令")
    school.chen.says("教务系统停用半天")
    school.chen.says("提改进 I-1 补双因素，负责人王技术，12月1日前")
    assert "网信" in school.chen.says("关闭事件 I-1").text
    school.chen.says("已报主管部门 I-1 10:05 省网信办 张科长")
    assert "告知决定" in school.chen.says("关闭事件 I-1").text
    school.chen.says("告知决定 I-1 告知")
    school.chen.says("涉及学生名单")
    school.chen.says("关闭事件 I-1")
    assert "改进跟踪" in school.li.last().text
    for step in ("认领", "开始改进"):
        school.wang.presses(step, on="M-1")
    school.wang.says("做完了 M-1 双因素已上线")
    school.chen.presses("验证通过")
    school.zhao.sees("改进项都完成了")
    assert FIRST_STEPS not in school.wang.last().text


def test_others_do_not_learn_of_it(school: SmallSchool) -> None:
    school.li.says("学生名单被人发到群里了")
    assert "没有找到" in school.sun.says("I-1").text
    assert "应急人员" in school.sun.says("接手 I-1").text


def test_nobody_takes_it_up(school: SmallSchool) -> None:
    school.li.says("我的账号好像被盗了")
    pass_time(school, minutes=10)
    school.deliver()
    school.chen.sees("10 分钟无人接手")
    school.zhou.does_not_see("无人接手")
    pass_time(school, minutes=5)
    school.deliver()
    school.zhou.sees("安全事件无人接手报校领导15分钟")


def test_taken_up_ends_the_calls(school: SmallSchool) -> None:
    school.li.says("我的账号好像被盗了")
    school.wang.presses("接手")
    pass_time(school, hours=2)
    school.deliver()
    school.zhou.does_not_see("无人接手")


def test_the_hours_to_the_authorities_are_counted_and_end_with_a_note(school: SmallSchool) -> None:
    school.li.says("教务系统被勒索加密了")
    school.chen.says("确认级别 I-1 较大")
    pass_time(school, hours=3)
    school.deliver()
    school.chen.sees("距上报时限还有 1 小时")
    school.chen.says("已报主管部门 I-1 省网信办 张科长")
    pass_time(school, hours=2)
    school.deliver()
    school.zhou.does_not_see("已过上报时限")


def test_only_the_cio_confirms_a_level(school: SmallSchool) -> None:
    school.li.says("我好像点了钓鱼邮件")
    assert "CIO" in school.wang.says("确认级别 I-1 一般").text


def test_what_is_said_next_belongs_to_the_same_incident(school: SmallSchool) -> None:
    school.li.says("我好像点了钓鱼邮件")
    assert "I-1" in school.li.says("我的密码可能泄露了").text
    with school.database.read() as tx:
        assert audit.history(tx, "I-2") == []


def test_an_issue_becomes_an_incident_that_its_team_has(school: SmallSchool) -> None:
    school.li.says("高二3班电脑弹出奇怪的窗口关不掉")
    school.zhao.says("转安全事件 T-0001")
    school.li.sees("I-1 已上报")
    school.wang.sees("【安全事件】I-1")
    assert "I-1" in school.zhao.says("T-0001").text


def test_an_issue_becomes_a_request_that_is_half_written(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪老坏，想全部换新的")
    school.zhao.says("转立项 T-0001")
    school.li.sees("T-0001 要立项才能解决", buttons=["继续填写"])
    assert "T-0001" in school.li.presses("继续填写").text


@pytest.mark.parametrize("words", ["安全事件", "安全事件 有人翻墙进了机房"])
def test_a_guest_hears_the_first_steps_too(school: SmallSchool, words: str) -> None:
    guest = school.stranger()
    assert FIRST_STEPS in guest.says(words).text


def test_a_leader_who_asks_hears_what_is_open(school: SmallSchool) -> None:
    school.li.says("我好像点了钓鱼邮件")
    assert "I-1" in school.zhou.says("安全事件现在什么情况").text
    said = school.sun.says("安全事件现在什么情况").text
    assert "你没有上报过" in said
    assert "只有应急人员和校领导能看" in said


def test_what_the_reporter_remembers_is_added_in_whatever_words(school: SmallSchool) -> None:
    school.li.says("我点了个链接 好像是假的 填了密码")
    for words in ("补充一下 发件人写的是校长", "是早上八点收到的", "发件人写的是校长"):
        assert "已加到 I-1" in school.li.says(words).text
    assert "发件人写的是校长" in school.chen.says("事件时间线 I-1").text
    assert "已上报" in school.li.says("上面那事有进展没").text


def test_words_under_the_card_are_said_of_the_incident(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.sun.says("我点了个链接 好像是假的 填了密码")
    school.wang.says("I-1")
    assert "已记入 I-1" in school.wang.says("14:20 通知了网信办 王科长接的").text
    school.wang.says("I-1")
    assert "接手人：王技术" in school.wang.says("我来处理").text
    assert "还不能「关闭事件」。你现在可以：" in school.chen.says("结案吧 I-1").text
    school.chen.says("I-1")
    assert "级别：一般" in school.chen.says("定个一般吧").text
    school.zhou.says("最近有安全事件吗")
    school.zhou.sees("级别：一般")


def test_a_question_in_the_middle_is_no_line_of_the_incident(school: SmallSchool) -> None:
    school.sun.says("我点了个链接 好像是假的 填了密码")
    school.chen.says("确认级别 I-1 一般")
    school.chen.says("已遏制")
    asked = school.chen.says("备份都正常吗")
    assert asked.buttons == ["是，就这样写", "不是，我在问", "取消"]
    school.chen.presses("不是，我在问")
    school.chen.sees("备份")
    assert "做了什么" in school.chen.last().text
    assert "已遏制" in school.chen.says("邮箱会话都清了").text
    school.chen.does_not_see("备份都正常吗\n")


def test_what_a_frightened_teacher_says_is_answered_by_its_kind(school: SmallSchool) -> None:
    assert FIRST_STEPS in school.li.says("我点了个链接现在电脑一直弹窗").text
    assert "撤回" in school.sun.says("学生名单发错群了").text
    assert "不要点页面上的东西" in school.stranger().says("网站首页被改了！！").text
    assert "I-4" in school.zhou.says("someone hacked my account, please help").text


def test_the_same_thing_told_by_several_is_one_incident(school: SmallSchool) -> None:
    guest = school.stranger()
    school.li.says("网站首页被改了！！")
    assert "I-1 已在处理" in school.sun.says("学校官网首页变成赌博广告了").text
    assert "I-1 已在处理" in guest.says("你们学校网站被黑了").text
    school.wang.presses("接手")
    for told in (school.li, school.sun, guest):
        told.sees("I-1：研判中")


def test_merged_by_hand_its_reporter_follows_the_other(school: SmallSchool) -> None:
    school.li.says("我的账号好像被盗了")
    school.sun.says("我的邮箱也被盗了，在自动群发邮件")
    school.wang.says("并入 I-2 I-1")
    school.wang.says("并入 I-2")
    school.wang.says("I-1")
    school.wang.says("接手 I-1")
    school.sun.sees("I-1：研判中")


def test_reading_is_written_down(school: SmallSchool) -> None:
    school.li.says("我好像点了钓鱼邮件")
    school.zhou.says("看 I-1")
    with school.database.read() as tx:
        assert [entry.facts["actor"] for entry in audit.history(tx, "I-1") if entry.step == "read"] == ["周校长"]


def test_authorities_and_the_school_are_told_by_people_only(school: SmallSchool) -> None:
    school.li.says("学生名单发错群了")
    school.chen.says("应急电话 省网信办 010-12345678")
    school.chen.says("确认级别 I-1 较大")
    school.chen.presses("更多")
    papers = school.chen.presses("上报材料")
    assert "010-12345678" in papers.text
    assert "还剩 240 分钟" in papers.text
    school.chen.presses("起草通报")
    assert "【紧急通知】关于数据泄露的提醒" in school.chen.says("全体教职工").text
    school.chen.presses("确认发送")
    school.zhou.sees("关于数据泄露的提醒")
    school.li.does_not_see("关于数据泄露的提醒")


def test_a_step_is_ticked_once_and_the_second_hears_by_whom(school: SmallSchool) -> None:
    school.li.says("我好像点了钓鱼邮件")
    school.chen.says("确认级别 I-1 一般")
    assert "（已完成）" in school.wang.says("完成步骤 I-1 7").text
    assert "王技术" in school.zhao.says("完成步骤 I-1 7").text
    assert "你的步骤" in school.zhao.says("我该做什么").text
    assert "7. " in school.zhao.last().text
    assert "没有找到" in school.sun.says("完成步骤 I-1 7").text


def in_group(school: SmallSchool, who: Character, text: str) -> list[str]:
    """What stands in a group after somebody spoke to us there."""
    place = Identity("chat", who.user_id, "group-1", who.name, private=False)
    school.hear(Said(place, school.event_id(), school.clock.now, text))
    return [seen.text for seen in Character(school, "group", "group-1").news()]


def test_a_group_reads_what_to_do_first_and_nothing_else(school: SmallSchool) -> None:
    group = "\n".join(in_group(school, school.li, "我好像点了钓鱼邮件"))
    assert FIRST_STEPS in group
    school.li.sees("I-1 已上报")
    school.zhao.says("下周三下午三点搞一次突击断网演练，信息中心参加，不提前通知")
    group += "\n".join(
        line for who, words in (
            (school.chen, "I-1"), (school.chen, "安全事件"), (school.wang, "接手 I-1"), (school.wang, "研判 I-1"),
            (school.wang, "涉及 1200 名学生，还在扩散"), (school.chen, "确认级别 I-1 较大"), (school.wang, "预案步骤 I-1"),
            (school.wang, "事件时间线 I-1"), (school.chen, "我的待办"), (school.zhao, "D-1"), (school.zhao, "演练"),
            (school.zhao, "送审 D-1"), (school.li, "I-1"), (school.sun, "I-1"),
        ) for line in in_group(school, who, words)
    )  # fmt: skip
    for kept in ("I-1", "钓鱼邮件", "1200", "D-1", "断网演练", "较大", "接手人"):
        assert kept not in group
    school.chen.sees("接手人")
    school.zhao.sees("突击演练")


def test_somebody_unknown_asks_after_their_own_report_and_no_other(school: SmallSchool) -> None:
    parent, other = school.stranger("家长", "plain"), school.stranger("路人", "plain")
    assert "不再打开那个链接" in parent.says("我是家长，点了短信里的链接填了孩子的身份证，发现被骗了").text
    school.wang.presses("接手")
    for asked in ("有结果了吗", "I-1 怎么样了", "我报的那个处理得怎么样了"):
        assert "你报的 I-1：研判中" in parent.says(asked).text
        assert "研判中" not in other.says(asked).text
    school.li.says("教务服务器被勒索加密了")
    assert "I-2" not in parent.says("I-2").text.replace("没有找到 I-2", "")


def test_a_line_with_its_time_is_noted_though_a_question_is_open(school: SmallSchool) -> None:
    school.li.says("我们教务服务器被勒索加密了")
    school.wang.presses("接手")
    school.wang.presses("研判")
    school.wang.says("教务系统，大概800个学生的身份证")
    school.wang.says("14:05 拔了交换机")
    assert "拔了交换机" in school.chen.says("事件时间线 I-1").text
    school.wang.presses("还在扩散")
    school.chen.sees("建议级别：重大")
