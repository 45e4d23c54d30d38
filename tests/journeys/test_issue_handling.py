"""From the number to the end: claims, holds, transfers, merging, withdrawal, reopening, undoing, stale buttons."""

import re

import pytest

from storage import audit, issues
from storage.people import Role
from tests.beginnings import plays_once
from tests.conftest import SmallSchool
from tests.ringing import pass_time


def filed(school: SmallSchool, text: str = "高二3班投影仪不亮") -> None:
    assert "报修已登记" in school.li.says(text).card.title


@plays_once
def claimed(school: SmallSchool) -> None:
    filed(school)
    school.wang.presses("接单")


@plays_once
def resolved(school: SmallSchool) -> None:
    claimed(school)
    school.wang.presses("已解决")
    school.wang.says("换了 HDMI 线")


def status_of(school: SmallSchool, code: str = "T-0001") -> str:
    with school.database.read() as tx:
        issue = issues.find(tx, code)
        assert issue is not None
        return issue.status


def test_the_second_technician_is_told_who_and_when(school_on_any: SmallSchool) -> None:
    school = school_on_any
    filed(school)
    token = next(b.token for b in school.zhao.sees("T-0001").card.buttons if b.label == "接单")
    school.wang.presses("接单")
    assert school.zhao.presses_token(token).text == "T-0001 现在是「已受理」，由王技术于 10:00 处理，不能再「接单」。"
    assert status_of(school) == "accepted"


def test_only_technicians_take_issues(school: SmallSchool) -> None:
    filed(school)
    token = next(b.token for b in school.wang.sees("T-0001").card.buttons if b.label == "接单")
    assert school.li.presses_token(token).text == "「接单」要由技术员来做。"
    assert status_of(school) == "new"


def test_a_stranger_to_the_issue_hears_the_same_as_for_one_that_is_not_there(school: SmallSchool) -> None:
    filed(school)
    assert school.sun.says("T-0001怎么样了").text == school.sun.says("T-0999怎么样了").text.replace("T-0999", "T-0001")
    assert "高二3班" not in school.sun.transcript()


def test_the_telephone_is_shown_to_handler_and_dispatcher_only(school: SmallSchool) -> None:
    with school.database.write() as tx:
        from storage import people

        people.by_name(tx, "李老师")[0].phone = "13800000000"
    liu = school.person("刘技术", Role.TECHNICIAN)
    claimed(school)
    assert "13800000000" in school.wang.sees("王技术已接单").text
    assert "13800000000" in school.zhao.sees("王技术已接单").text
    for other in (liu, school.sun, school.chen):
        assert "13800000000" not in other.transcript()
        assert "李老师" not in other.transcript()
    with school.database.read() as tx:
        shown = [entry for entry in audit.history(tx, "T-0001") if entry.step == "contact_shown"]
    assert [entry.facts["details"] for entry in shown] == [{"to": "王技术"}]


def test_hold_needs_a_reason_and_a_day_and_pauses_the_clock(school: SmallSchool) -> None:
    claimed(school)
    asked = school.wang.presses("挂起")
    assert "为什么挂起" in asked.text
    assert "哪天继续" in asked.text
    school.wang.says("等配件，下周三再看")
    assert "T-0001 暂时挂起：等配件" in school.li.last().text
    assert "9月23日" in school.li.last().text
    pass_time(school, days=7, hours=22)  # Wednesday 08:00
    assert "逾期" not in school.wang.transcript()
    assert status_of(school) == "working"
    school.li.sees("王技术正在处理：T-0001")


def test_hold_in_one_breath(school: SmallSchool) -> None:
    claimed(school)
    school.wang.says("挂起等配件，下周三再看")
    assert "9月23日" in school.li.sees("T-0001 暂时挂起：等配件").text


def test_hold_asks_only_for_what_is_missing(school: SmallSchool) -> None:
    claimed(school)
    school.wang.presses("挂起")
    asked = school.wang.says("等配件")
    assert asked.buttons == ["明天", "下周一", "取消"]
    school.wang.presses("明天")
    assert "9月16日" in school.li.sees("T-0001 暂时挂起：等配件").text


def test_a_day_gone_by_is_asked_for_again(school: SmallSchool) -> None:
    claimed(school)
    school.wang.presses("挂起")
    assert "已经过了" in school.wang.says("等配件，2026年9月1日再看").text
    assert status_of(school) == "accepted"


def test_waiting_for_the_reporter_nudges_and_ends_resolved(school: SmallSchool) -> None:
    claimed(school)
    school.wang.says("挂起 T-0001 等报修人")
    school.wang.says("下周一")
    assert "王技术在等你答复" in school.li.sees("暂时挂起").text
    school.li.news()
    pass_time(school, days=3, minutes=1)
    assert [seen.card.title for seen in school.li.news()] == ["T-0001 还在等你答复：等报修人"] * 2
    pass_time(school, days=2)  # Sunday the 20th is a make-up workday
    assert "没有收到你的答复" in school.li.sees("T-0001 修好了吗", buttons=["好了", "没好"]).text


def test_the_reporters_answer_ends_the_wait(school: SmallSchool) -> None:
    claimed(school)
    school.wang.says("挂起 T-0001 等报修人")
    school.wang.says("下周一")
    school.li.says("补充 T-0001 下午三点后教室没人")
    assert status_of(school) == "working"
    assert "下午三点后教室没人" in school.wang.sees("李老师补充").text


def test_whatever_the_reporter_says_while_asked_is_the_answer(school: SmallSchool) -> None:
    for words in ("下午三点可以来", "灯是红的", "嘟嘟嘟"):
        school.clock.forward(days=1)
        code = school.li.says("高二3班投影仪不亮").card.title.rpartition("：")[2]
        school.wang.says(f"接单 {code}")
        school.wang.says(f"挂起 {code} 等报修人")
        school.wang.says("两周后")
        school.li.says(words)
        assert status_of(school, code) == "working"
        assert words in school.wang.sees(f"{code} 李老师补充").text
        school.wang.says(f"已解决 {code} 好了")
        school.li.presses("好了", on=code)


def test_no_good_while_it_is_not_resolved_is_urging(school: SmallSchool) -> None:
    claimed(school)
    school.li.says("还没好")
    assert status_of(school) == "accepted"
    assert "现在没有可以「没好」的" in school.sun.says("没好").text


def test_taking_back_a_merge_ends_the_following(school: SmallSchool) -> None:
    filed(school)
    school.sun.says("图书馆打印机没墨了")
    school.wang.says("合并 T-0002 T-0001")
    school.wang.says("撤销")
    assert status_of(school, "T-0002") == "new"
    assert school.sun.says("我的报修").buttons == ["看 T-0002"]


def test_i_am_going_there_is_progress_on_ones_own_job(school: SmallSchool) -> None:
    claimed(school)
    school.wang.says("我去看看")
    assert status_of(school) == "working"


def test_a_transfer_tells_both_and_the_reporter(school: SmallSchool) -> None:
    claimed(school)
    asked = school.wang.presses("转派")
    assert "转给哪位技术员" in asked.text
    assert "可以转给：" in school.wang.says("周校长").text
    school.wang.says("赵技术")
    assert status_of(school) == "accepted"
    school.zhao.sees("赵技术已接单", buttons=["已解决", "挂起", "转派", "合并"])
    school.li.sees("赵技术已接单：T-0001")
    assert "已解决" not in school.wang.sees("赵技术已接单").buttons


def test_the_dispatcher_hands_out_what_nobody_took(school: SmallSchool) -> None:
    filed(school)
    school.zhao.says("转派 T-0001 王技术")
    assert status_of(school) == "accepted"
    school.wang.sees("王技术已接单", buttons=["已解决", "挂起", "转派", "合并"])


def test_merged_reporters_follow_the_master(school: SmallSchool) -> None:
    filed(school)
    school.sun.says("高二3班教室投影仪黑屏")
    school.wang.says("合并 T-0002 T-0001")
    school.sun.sees("T-0002 已并入 T-0001")
    school.wang.presses("接单", on="T-0001")
    school.wang.says("已解决 T-0001 换了灯泡")
    assert "换了灯泡" in school.sun.sees("T-0002 修好了吗", buttons=["好了", "没好"]).text
    assert status_of(school, "T-0002") == "resolved"
    school.sun.presses("好了")
    assert status_of(school, "T-0002") == "closed"


def test_nothing_is_merged_into_itself_or_into_nothing(school: SmallSchool) -> None:
    filed(school)
    assert "不能并到 T-0001" in school.wang.says("合并 T-0001 T-0001").text
    assert status_of(school) == "new"


def test_the_reporter_withdraws_before_work_begins(school: SmallSchool) -> None:
    claimed(school)
    asked = school.li.presses("撤回")
    assert asked.buttons == ["自己好了", "报错了", "不需要了", "取消"]
    school.li.presses("自己好了")
    assert status_of(school) == "cancelled"
    school.wang.sees("T-0001 报修人已撤回：自己好了")


def test_once_work_has_begun_the_technician_agrees(school: SmallSchool) -> None:
    claimed(school)
    school.wang.says("进展 T-0001 已到现场")
    assert "王技术：已到现场" in school.li.sees("已到现场").text
    school.li.says("撤回 T-0001")
    assert status_of(school) == "working"
    school.wang.presses("同意撤回")
    assert status_of(school) == "cancelled"
    school.li.sees("T-0001 已撤回")


def test_not_fixed_goes_back_with_a_reason_and_presses_more_the_second_time(school: SmallSchool) -> None:
    school.clock.forward(minutes=45)  # a break: P2
    resolved(school)
    for _ in range(2):
        assert "哪里还没好" in school.li.presses("没好").text
        school.li.says("还是会闪")
        assert "没修好：还是会闪" in school.wang.sees("T-0001").text
        assert "没修好：还是会闪" in school.zhao.sees("T-0001").text
        assert status_of(school) == "accepted"
        school.wang.says("已解决 T-0001 又换了一根")
    with school.database.read() as tx:
        issue = issues.find(tx, "T-0001")
        assert issue is not None
        assert (issue.priority, issue.reopened) == (1, 2)


def test_still_not_working_in_ones_own_words_reopens_with_these_words(school: SmallSchool) -> None:
    resolved(school)
    school.li.says("还是不行，又黑屏了")
    assert status_of(school) == "accepted"
    assert "又黑屏了" in school.wang.sees("没修好").text


def test_one_word_of_a_new_symptom_is_reason_enough(school: SmallSchool) -> None:
    resolved(school)
    school.li.says("又蓝屏了")
    assert status_of(school) == "accepted"
    assert school.li.last().card.title == "已转告王技术：T-0001 还没好"


def test_a_thank_you_never_reopens(school: SmallSchool) -> None:
    resolved(school)
    school.li.presses("好了")
    school.li.says("谢谢")
    assert status_of(school) == "closed"


def test_nobody_answers_and_it_closes_after_three_working_days(school: SmallSchool) -> None:
    resolved(school)
    pass_time(school, days=2, hours=23)
    assert status_of(school) == "resolved"
    pass_time(school, hours=2)
    assert status_of(school) == "closed"
    told = school.li.sees("已自动关闭")
    assert told.buttons == ["1 星", "2 星", "3 星", "4 星", "5 星"]
    school.li.says("没好 T-0001 又不亮了")
    assert status_of(school) == "accepted"


def test_after_a_week_it_is_a_new_report(school: SmallSchool) -> None:
    resolved(school)
    school.li.presses("好了")
    pass_time(school, days=7, minutes=1)
    assert "7 天" in school.li.says("没好 T-0001 又不亮了").text
    assert status_of(school) == "closed"


def test_stars_are_given_once(school: SmallSchool) -> None:
    resolved(school)
    school.li.presses("好了")
    token = next(b.token for b in school.li.sees("几星").card.buttons if b.label == "1 星")
    school.li.presses("5 星")
    assert school.li.presses_token(token).text == "「评价」要由报修人（每单评一次）来做。"
    with school.database.read() as tx:
        issue = issues.find(tx, "T-0001")
        assert issue is not None
        assert issue.stars == 5


def test_a_number_of_stars_is_that_number(school: SmallSchool) -> None:
    resolved(school)
    school.li.presses("好了")
    assert "4 星" in school.li.says("4").text


def test_stars_in_words(school: SmallSchool) -> None:
    resolved(school)
    school.li.presses("好了")
    assert "4 星" in school.li.says("4星，来得很快").text


def test_a_step_is_taken_back_within_two_minutes(school: SmallSchool) -> None:
    resolved(school)
    school.clock.forward(seconds=100)
    school.wang.says("撤销")
    assert status_of(school) == "accepted"
    school.li.sees("T-0001 刚才的「已解决」已撤销")
    school.wang.says("已解决 T-0001 这回真好了")
    school.clock.forward(minutes=3)
    assert "没有可以撤销的操作" in school.wang.says("撤销").text
    assert status_of(school) == "resolved"


def test_nobody_takes_back_another_persons_step(school: SmallSchool) -> None:
    claimed(school)
    assert "没有可以撤销的操作" in school.zhao.says("撤销").text
    school.wang.says("撤销")
    assert status_of(school) == "new"


def test_every_stale_button_is_answered(school: SmallSchool) -> None:
    filed(school)
    first = {button.label: button.token for button in school.li.sees("T-0001").card.buttons}
    claim = next(b.token for b in school.wang.sees("T-0001").card.buttons if b.label == "接单")
    school.wang.presses("接单")
    school.wang.says("已解决 T-0001 换线")
    school.li.presses("好了")
    for token in first.values():
        assert re.search("现在是「已关闭」", school.li.presses_token(token).text)
    assert "现在是「已关闭」" in school.wang.presses_token(claim).text
    assert "过期" in school.wang.presses_token("issues.nonsense:T-0001").text
    assert "没有找到" in school.wang.presses_token("issues.look:T-0404").text


def test_typed_words_do_what_buttons_do(school: SmallSchool) -> None:
    filed(school)
    school.wang.says("接单")
    assert status_of(school) == "accepted"
    school.wang.says("换了根HDMI线，好了")
    assert status_of(school) == "resolved"
    school.li.says("好了")
    assert status_of(school) == "closed"


def test_an_issue_can_become_a_project_or_an_incident(school: SmallSchool) -> None:
    filed(school)
    school.zhao.says("转立项 T-0001")
    school.li.sees("T-0001 需要立项")
    school.sun.says("教务处办公室电脑一直弹窗关不掉")
    school.zhao.says("转安全事件 T-0002")
    assert "先断网" in school.sun.sees("T-0002").text
    school.chen.sees("【安全事件】I-1：教务处办公室电脑一直弹窗关不掉")


def test_every_step_stands_in_the_record_under_its_clause(school: SmallSchool) -> None:
    resolved(school)
    school.li.presses("好了")
    with school.database.read() as tx:
        entries = audit.history(tx, "T-0001")
    steps = [(entry.step, entry.facts["after"]) for entry in entries if entry.clause == "5.2.1"]
    assert steps == [("file", "new"), ("claim", "accepted"), ("resolve", "resolved"), ("confirm", "closed")]


def test_urging_reaches_whoever_has_it_once_an_hour(school: SmallSchool) -> None:
    claimed(school)
    school.wang.news()
    assert "已催 王技术" in school.li.says("催一下").text
    school.li.says("催一下")
    assert len([seen for seen in school.wang.news() if "催" in seen.text]) == 1


def test_a_question_that_was_overtaken_asks_no_more(school: SmallSchool) -> None:
    claimed(school)
    school.wang.presses("挂起")
    school.wang.says("已解决 T-0001 换线了")  # a step's word with a number is meant as it stands
    assert status_of(school) == "resolved"
    assert "你手头没有待办" in school.wang.says("我的待办").text
    school.li.presses("没好")
    school.zhao.says("重新打开 T-0001 我来看看")
    assert status_of(school) == "accepted"
    assert "不能再「没好」" in school.li.says("还是暗").text
    assert "没有把握" in school.li.says("嘟嘟嘟").text or "T-0001" in school.li.last().text


def test_hold_with_reason_and_day_in_one_typed_line(school: SmallSchool) -> None:
    claimed(school)
    school.wang.says("T-1 挂起 等配件 下周一")
    assert status_of(school) == "on_hold"
    assert "9月21日" in school.li.sees("T-0001 暂时挂起：等配件").text


def test_what_nobody_took_is_resolved_by_whoever_mended_it(school_on_any: SmallSchool) -> None:
    school = school_on_any
    filed(school)
    school.li.news()
    school.wang.says("已解决 T-0001 插紧了电源")
    assert status_of(school) == "resolved"
    assert [seen.card.title for seen in school.li.news()] == ["T-0001 修好了吗？"]
    assert "王技术：插紧了电源" in school.li.last().text
    with school.database.read() as tx:
        issue = issues.find(tx, "T-0001")
        assert issue is not None
        assert issue.assignee is not None
        assert (issue.assignee.name, issue.claimed_at) == ("王技术", school.clock.now)
        assert [entry.step for entry in audit.history(tx, "T-0001")][-3:] == ["resolve", "contact_shown", "claim"]


def test_a_lapsed_claim_does_not_keep_its_technician_from_resolving(school: SmallSchool) -> None:
    claimed(school)
    school.wang.presses("已解决")
    pass_time(school, minutes=16)
    assert status_of(school) == "new"
    school.wang.says("换了灯泡")
    assert status_of(school) == "resolved"


def test_taking_back_what_was_resolved_unclaimed_leaves_it_to_nobody(school: SmallSchool) -> None:
    filed(school)
    school.wang.presses("已解决")
    school.wang.says("换了灯泡")
    school.wang.says("撤销")
    assert status_of(school) == "new"
    school.zhao.presses("接单")
    assert status_of(school) == "accepted"


def test_a_technicians_own_job_comes_before_what_nobody_took(school: SmallSchool) -> None:
    claimed(school)
    school.sun.says("图书馆打印机没墨了")
    school.wang.says("换了灯泡，已经好了")
    assert (status_of(school), status_of(school, "T-0002")) == ("resolved", "new")


def test_the_reporter_reads_once_who_took_it(school: SmallSchool) -> None:
    claimed(school)
    assert school.li.transcript().count("王技术已接单") == 1
    assert school.li.transcript().count("报修已登记：T-0001") == 1


def test_an_order_placed_is_progress_and_no_end(school: SmallSchool) -> None:
    claimed(school)
    school.wang.says("T-0001 已订硒鼓")
    school.wang.says("已经下单买灯泡了")
    school.wang.says("到现场了，在查线路")
    assert status_of(school) == "working"
    school.li.sees("已订硒鼓")
    school.li.sees("已经下单买灯泡了")
    school.li.sees("到现场了")


@pytest.mark.parametrize("words", ["修好了", "搞定", "弄好了"])
def test_a_bare_word_resolves_the_one_job_in_hand(school: SmallSchool, words: str) -> None:
    claimed(school)
    assert "怎么解决的" in school.wang.says(words).text
    school.wang.says("换了灯泡")
    assert status_of(school) == "resolved"


def test_with_nothing_in_hand_a_mended_fault_is_not_guessed(school: SmallSchool) -> None:
    filed(school)
    filed(school, "语文办公室打印机卡纸")
    asked = school.wang.says("交换机坏了，换了一台，恢复了")
    assert "哪一个" in asked.text
    assert status_of(school) == status_of(school, "T-0002") == "new"


def test_a_switch_is_not_read_as_something_switched(school: SmallSchool) -> None:
    filed(school, "语文办公室上不了网")
    school.wang.presses("接单")
    school.wang.says("交换机坏了，换了一台，恢复了")
    assert "换机坏了" not in school.li.sees("T-0001 修好了吗").text.replace("交换机坏了", "")


def test_the_day_it_arrives_leaves_no_scrap_in_the_reason(school: SmallSchool) -> None:
    claimed(school)
    school.wang.says("等厂家发货，下周一到")
    assert school.li.sees("T-0001 暂时挂起").card.title == "T-0001 暂时挂起：等厂家发货"


def test_two_ways_to_name_a_building_are_one_building(school: SmallSchool) -> None:
    school.li.says("教学楼A栋301没网")
    school.sun.says("教学楼A栋305上不了网")
    school.chen.says("A栋教学楼402断网了")
    school.wang.sees("群体故障")


def test_one_tap_says_what_kind_of_fault_it_was(school: SmallSchool) -> None:
    filed(school)
    school.wang.presses("接单")
    school.wang.says("已解决 T-0001 换了灯泡")
    school.wang.presses("设备老化")
    assert "原因：设备老化" in school.wang.says("T-0001").text
    assert "设备老化" not in school.wang.last().buttons
    school.li.does_not_see("设备老化")
    school.wang.says("撤销")  # the tap is in nobody's way: the step before it can still be taken back
    assert "还没好" not in school.li.last().text
    assert "已接单" in school.wang.says("T-0001").text
