"""Drills: from a sentence to a report nobody wrote; the surprise, the real thing in the middle, the term without one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.turn import Turn
from jobs.due import standing
from storage import audit, drills
from storage.files import File
from storage.outbox import Message, Sent
from storage.people import Person
from tests.conftest import SmallSchool
from tests.journeys.test_calendar import set_calendar, shanghai, strike
from tests.ringing import pass_time, tick
from tests.stage import Character

MARK = "【演练】"
SENTENCE = "下周三下午三点组织勒索病毒演练，信息中心和各部门联络人参加"
SCRIPT = """。目标：10分钟内断开外网；30分钟内恢复备份
注入：T+5 给信息中心：服务器弹出勒索提示；T+15 给联络人：家长来电询问
观察员：周校长"""


def wait(school: SmallSchool, **span: float) -> None:
    pass_time(school, **span)
    school.deliver()


def drill(school: SmallSchool, code: str = "D-1") -> drills.Drill:
    with school.database.read() as tx:
        found = drills.find(tx, code)
        assert found is not None
        return found


def until(school: SmallSchool, code: str = "D-1", minutes: float = 0) -> None:
    """Let time pass until so many minutes after it should begin."""
    left = drill(school, code).starts_at + timedelta(minutes=minutes) - school.clock.now
    wait(school, seconds=left.total_seconds())


def approved(school: SmallSchool, sentence: str = SENTENCE, code: str = "D-1") -> None:
    school.zhao.says(sentence)
    school.zhao.presses("送审")
    school.chen.presses("同意", on=code)


def started(school: SmallSchool, sentence: str = SENTENCE) -> None:
    approved(school, sentence)
    until(school)
    school.zhao.presses("开始演练")


def unmarked(school: SmallSchool) -> list[str]:
    """First lines of all that ever left without the mark, but for improvements, which are no drill."""
    with school.database.read() as tx:
        rows = tx.scalars(select(Message).order_by(Message.id)).all()
    return [
        row.card["title"]
        for row in rows
        if not row.card["title"].startswith((MARK, "[DRILL] ")) and not row.subject.startswith("M-")
    ]


def seen_by(who: Character) -> str:
    return "\n".join(seen.text for seen in who.news())


def test_from_a_sentence_to_the_archive(school_on_any: SmallSchool) -> None:
    school = school_on_any
    plan = school.zhao.says(SENTENCE + SCRIPT)
    assert "D-1 勒索病毒演练 · 9月23日 15:00 · 计划" in plan.text
    assert "共 3 人（信息中心 2 人、教务处 1 人）" in plan.text
    assert "目标3：断开外网（10 分钟内）" in plan.text
    assert "注入2：T+15 给部门联络人：家长来电询问" in plan.text
    assert plan.buttons == ["送审", "加注入", "加目标", "修改"]
    assert "自己策划" in school.zhao.says("同意 D-1").text
    assert "还没有送审" in school.chen.says("同意 D-1").text
    school.zhao.presses("送审")
    school.chen.sees("D-1 勒索病毒演练待批准", buttons=["同意", "退回"])
    assert "D-1" in school.chen.says("我的待办").text
    school.wang.does_not_see("D-1")
    school.chen.presses("同意", on="待批准")
    wait(school, days=6)
    school.wang.sees("D-1 勒索病毒演练 · 9月23日 15:00", buttons=[])
    school.zhou.sees("请你做观察员")
    school.li.does_not_see("演练")
    assert "还没到时间" in school.zhao.says("开始演练 D-1").text
    until(school)
    school.zhao.sees("到时间了")
    school.zhao.presses("开始演练")
    school.wang.sees("演练开始，请报到", buttons=["到位", "真实事件"])
    wait(school, minutes=1, seconds=30)
    school.wang.says("到位")
    school.sun.says("我到了")
    school.wang.sees("你已到位（15:01）")
    assert "你已经到位了" in school.wang.says("到位 D-1").text
    assert "D-1 到位 2/3 人" in school.wang.says("演练到了几个人").text
    assert "导调员或 CIO" in school.wang.says("谁还没到位").text
    assert "信息中心（1）：陈主任 无电话" in school.zhao.says("谁还没到位").text
    assert "到位 2/3，已 1 分钟" in school.zhao.says("D-1").text
    wait(school, minutes=4)
    school.chen.sees("还差你")
    school.wang.sees("情况1：服务器弹出勒索提示", buttons=["收到", "已处理"])
    school.sun.does_not_see("情况1")
    assert "情况1" in school.wang.says("我的待办").text
    school.wang.presses("收到")
    school.wang.says("15:05 断开了外网")
    school.zhao.sees("算目标「断开外网」达成吗？", buttons=["达成 3"])
    school.zhao.presses("达成 3")
    school.zhao.sees("目标「断开外网」达成，用时 5 分钟（目标 10 分钟）")
    wait(school, minutes=20)
    school.zhao.sees("D-1 未到位 1/3 人")
    school.sun.says("已处理")
    school.zhao.says("结束演练")
    school.zhou.says("打分 4 响应快，电话有两个打不通")
    wait(school, minutes=3)
    report = school.chen.sees("勒索病毒演练总结（草案）", buttons=["确认总结", "修改总结", "再来一次"])
    for line in ("到位 2/3 人（67%）；首个响应 1 分 30 秒；未到位：信息中心（陈主任）",
                 "未达标 全员到位：目标 15 分钟，实际 没有达成",
                 "达标 断开外网：目标 10 分钟，实际 5 分钟", "收到 1/2，首个 30 秒，处理 0", "观察员 周校长：4 分 响应快",
                 "1. 「恢复备份」没有在演练中达成", "4. 观察员意见"):  # fmt: skip
        assert line in report.text
    assert [file.name for file in report.card.files] == ["【演练】D-1 勒索病毒演练总结.docx"]
    assert "「确认总结」要由CIO" in school.zhao.says("确认总结 D-1").text
    school.chen.says("修改总结 D-1 第1条改为更新断网步骤，负责人王技术，11月20日前")
    school.chen.says("修改总结 D-1 删第2条")
    edited = school.chen.says("修改总结 D-1 学生没有受影响")
    assert "1. 更新断网步骤（王技术，11月20日前）〔陈主任 15:28 修改〕" in edited.text
    assert "删去：1 人未到位" in edited.text
    assert "补充：学生没有受影响〔陈主任 15:28〕" in edited.text
    school.chen.presses("确认总结")
    school.zhao.sees("D-1 演练总结已确认，3 条改进已分派")
    school.wang.sees("请认领：M-1 更新断网步骤（11月20日前）")
    assert drill(school).status == drills.Stage.FOLLOWING
    for number in (1, 2, 3):
        school.zhou.says(f"不采纳 M-{number} 已经做了")
    assert drill(school).status == drills.Stage.ARCHIVED
    assert {title for title in unmarked(school) if "演练" in title and "M-" not in title} == set()
    with school.database.read() as tx:
        steps = [entry.facts["step"] for entry in audit.history(tx, "D-1")]
    assert [step for step in ("plan", "submit", "approve", "announce", "start", "injected", "end", "draft", "confirm")
            if step not in steps] == []  # fmt: skip


def test_everything_a_drill_says_carries_the_mark_and_stays_among_its_people(school: SmallSchool) -> None:
    started(school, SENTENCE + SCRIPT)
    school.wang.presses("到位")
    school.wang.presses("到位") if "到位" in school.wang.last().buttons else school.wang.says("到位 D-1")
    school.zhao.says("加注入 D-1 T+3 晚了")
    school.zhao.presses("目标达成")
    school.zhao.says("达成 D-1 没有这条")
    school.wang.says("15:01 拔了网线")
    school.wang.says("记录 D-1")
    school.wang.says("15:02 关了交换机")
    wait(school, minutes=20)
    school.zhao.says("结束演练")
    school.zhao.says("结束演练 D-1")
    school.zhou.presses("打分")
    school.zhou.presses("3 分")
    wait(school, minutes=5)
    school.chen.presses("修改总结")
    school.chen.says("很好")
    school.zhao.says("演练总结")
    assert [title for title in unmarked(school) if title] == []
    school.li.says("D-1")
    assert "没有找到 D-1" in school.li.last().text
    assert "演练" not in "".join(seen.text for seen in school.li.chat()[:-1])


def test_to_tell_somebody_outside_is_a_mistake_that_sends_nothing(school: SmallSchool) -> None:
    approved(school)
    with school.database.write() as tx:
        turn = Turn(tx, school.school, school.features, school.clock.now)
        people = {person.name: person for person in tx.scalars(select(Person))}
        for subject in ("D-1", "D-1/17", "D-1/line", "D-9"):
            with pytest.raises(ValueError, match="is not for person"):
                turn.tell(people["李老师"], "现在开始", subject=subject)
        turn.tell(people["赵技术"], "现在开始", subject="D-1/line")
    school.zhao.sees("【演练】现在开始")
    school.li.does_not_see("现在开始")


def test_a_surprise_is_known_to_the_cio_and_one_leader_and_to_nobody_else(school: SmallSchool) -> None:
    school.zhao.says("下周三下午三点搞一次突击断网演练，信息中心和各部门联络人参加，不提前通知")
    school.zhao.sees("突击演练：全体参演人开始前不通知。")
    school.zhao.presses("送审")
    school.chen.presses("同意")
    school.zhou.sees("D-1 突击演练待你知悉", buttons=["知悉"])
    until(school)
    assert "校领导" in school.zhao.says("开始演练 D-1").text or "现在是「已批准」" in school.zhao.last().text
    school.zhou.presses("知悉")
    assert "保密" in school.zhao.says("D-1").text
    for outsider in (school.wang, school.sun):
        assert "没有找到 D-1" in outsider.says("D-1").text
        assert "没有你能看的演练" in outsider.says("演练").text
    school.zhao.presses("开始演练")
    school.wang.sees("断网演练开始，请报到", buttons=["到位", "真实事件"])
    school.sun.sees("断网演练开始")


def test_part_of_the_people_is_surprised(school: SmallSchool) -> None:
    approved(school, "下周三下午三点组织断网演练，信息中心和各部门联络人参加，联络人不提前通知")
    school.zhou.presses("知悉")
    wait(school, days=6)
    school.wang.sees("D-1 断网演练")
    school.sun.does_not_see("断网")
    until(school)
    school.zhao.presses("开始演练")
    school.sun.sees("断网演练开始")


def test_the_real_thing_stops_the_drill_at_once(school: SmallSchool) -> None:
    started(school, SENTENCE + SCRIPT)
    for who in (school.wang, school.sun, school.chen, school.zhou, school.zhao):
        seen_by(who)
    with school.database.write() as tx:  # on its way while it happens
        late = tx.scalar(select(Message).where(Message.subject == "D-1/line", Message.status == Sent.ACCEPTED))
        if late is not None:
            late.status = int(Sent.QUEUED)
    school.wang.says("教务系统真的被黑了，不是演练")
    stopped = school.wang.sees("演练中止，以下为真实事件")
    assert stopped.text.startswith(MARK)
    assert "王技术于 15:00 报告真实事件：教务系统真的被黑了" in stopped.text
    for who in (school.sun, school.chen, school.zhou, school.zhao):
        who.sees("演练中止，以下为真实事件")
    alarm = school.chen.sees("I-1")
    real = [seen for seen in school.chen.chat() if seen.text.startswith("【安全事件】I-1")]
    assert real, alarm.text
    assert "D-1" in school.chen.says("I-1").text
    assert drill(school).status == drills.Stage.STOPPED
    assert drill(school).incident == "I-1"
    assert "已由" in school.sun.says("真实事件 D-1").text or "王技术" in school.sun.last().text
    school.wang.news()
    wait(school, hours=2)
    assert "情况1" not in seen_by(school.wang)
    school.sun.does_not_see("还差你")
    with school.database.read() as tx:
        pending = tx.scalars(
            select(Message).where(Message.subject.startswith("D-1"), Message.status == Sent.QUEUED)
        ).all()
    assert [row.card["title"] for row in pending] == []


def test_words_that_may_be_real_are_asked_about(school: SmallSchool) -> None:
    started(school)
    asked = school.wang.says("服务器被加密了，弹窗要比特币")
    assert "这是演练里的情况，还是真实事件？" in asked.text
    assert asked.buttons == ["真实事件", "记入演练"]
    school.wang.presses("记入演练")
    assert drill(school).status == drills.Stage.LIVE
    school.wang.presses("真实事件", on="还是真实事件")
    assert "服务器被加密了" in school.zhao.sees("演练中止").text
    assert "服务器被加密了" in school.chen.says("I-1").text


def test_a_press_is_enough_and_what_is_said_next_belongs_to_the_incident(school: SmallSchool) -> None:
    started(school)
    school.sun.presses("真实事件")
    school.sun.sees("发生了什么？直接发给我，会记入 I-1。")
    school.zhao.sees("请当事人马上说明情况")


def test_a_changed_plan_is_approved_anew_and_its_people_are_counted(school: SmallSchool) -> None:
    school.zhao.says(SENTENCE)
    school.zhao.presses("送审")
    school.zhao.says("修改 D-1 时间改到下周四下午四点，参加人改成数学组，时长90分钟")
    changed = school.zhao.sees("9月24日（周四）16:00–17:30")
    assert "数学组，共 1 人" in changed.text
    assert "还没有送审" in school.chen.says("同意 D-1").text
    school.zhao.says("注入 D-1 T+5 给信息中心：弹窗")
    school.zhao.sees("「信息中心」不在参演人里")
    school.zhao.says("加注入 D-1 T+5 弹窗；T+10 又弹窗")
    assert "注入2：T+10" in school.zhao.says("D-1").text
    school.zhao.says("修改 D-1 删注入1")
    assert "注入1" not in school.zhao.says("D-1").text
    school.zhao.presses("送审")
    school.chen.says("退回 D-1 目标不清楚")
    school.zhao.sees("D-1 勒索病毒演练被退回：目标不清楚")


def test_the_cio_plans_and_a_leader_approves(school: SmallSchool) -> None:
    school.chen.says("下周三下午三点组织断网演练，信息中心参加")
    school.chen.presses("送审")
    school.chen.sees("等周校长批准")
    assert "自己策划" in school.chen.says("同意 D-1").text
    school.zhou.presses("同意")
    assert drill(school).status == drills.Stage.APPROVED


def test_only_what_is_missing_is_asked_and_unknown_groups_are_named(school: SmallSchool) -> None:
    assert "CIO、技术员" in school.li.says("下周三组织断网演练").text
    assert "什么时候" in school.zhao.says("组织一次断网演练，全体老师参加").text
    assert "共 5 人" in school.zhao.says("下周三下午两点").text
    asked = school.zhao.says("下周三下午三点组织勒索病毒演练，宣传组参加")
    assert "宣传组" in asked.text
    assert "谁参加" in asked.text
    school.zhao.says("信息中心")
    school.zhao.sees("D-2 勒索病毒演练")
    assert "已经过去" in school.zhao.says("昨天下午三点组织断网演练，信息中心参加").text


def test_postponed_and_called_off_whoever_was_told_hears_why(school: SmallSchool) -> None:
    approved(school)
    wait(school, days=6)
    school.zhao.says("推迟 D-1 因为考试")
    school.wang.sees("勒索病毒演练推迟：因为考试")
    school.zhao.says("重新定时间 D-1 9月30日下午三点")
    school.wang.sees("勒索病毒演练改到 9月30日 15:00")
    wait(school, days=6)
    school.wang.sees("D-1 勒索病毒演练 · 9月30日 15:00")
    school.chen.says("取消演练 D-1 停电")
    school.wang.sees("勒索病毒演练取消：停电")
    wait(school, days=9)
    school.zhao.does_not_see("到时间了")


def test_after_a_restart_what_was_due_comes_once_and_two_at_once_count_once(school: SmallSchool) -> None:
    started(school, SENTENCE + SCRIPT)
    school.clock.forward(minutes=16)  # nobody was running
    tick(school)
    tick(school)
    school.deliver()
    assert sum("情况1" in seen.text for seen in school.wang.chat()) == 1
    assert sum("情况2" in seen.text for seen in school.sun.chat()) == 1
    school.wang.presses("到位")
    school.wang.presses("收到")
    first = drill(school)
    with school.database.read() as tx:
        came = tx.get(drills.Drill, first.id).participants  # type: ignore[union-attr]
        assert sum(part.arrived_at is not None for part in came) == 1
    school.zhao.says("结束演练 D-1")
    assert "现在是「结束」，由赵技术" in school.chen.says("结束演练 D-1").text
    wait(school, minutes=10)
    assert sum("总结（草案）" in seen.text for seen in school.chen.chat()) == 1


def test_the_same_script_again_is_compared(school: SmallSchool) -> None:
    started(school, SENTENCE + SCRIPT)
    wait(school, minutes=12)
    school.wang.says("到位")
    school.zhao.says("达成 D-1 断开外网")
    school.zhao.says("结束演练 D-1")
    wait(school, minutes=5)
    school.zhao.says("再来一次 D-1 10月14日下午三点")
    again = school.zhao.sees("D-2 勒索病毒演练 · 10月14日 15:00")
    assert "用 D-1 的脚本" in again.text
    assert "注入1：T+5 给信息中心" in again.text
    school.zhao.presses("送审", on="D-2")
    school.chen.presses("同意", on="D-2")
    until(school, "D-2")
    school.zhao.presses("开始演练", on="D-2")
    for who in (school.wang, school.sun, school.chen):
        who.says("到位 D-2")
    wait(school, minutes=4)
    school.zhao.says("达成 D-2 3")
    school.zhao.says("结束演练 D-2")
    wait(school, minutes=5)
    report = school.chen.sees("D-2 勒索病毒演练总结（草案）")
    assert "与上次 D-1（9月23日）比较：到位 33%→100%；首个响应 12 分钟→0 秒" in report.text
    assert "断开外网 12 分钟→4 分钟" in report.text


def test_a_term_without_a_drill_is_noticed_and_a_drill_ticks_the_duty(school: SmallSchool) -> None:
    set_calendar(school.chen, "本学期从9月1日到1月16日")
    standing(school.features, school.database, school.school, school.clock.now)
    strike(school, shanghai("2026-11-16T09:00"))
    school.chen.does_not_see("本学期尚未演练")
    for monday in ("2026-11-23T09:00", "2026-11-30T09:00"):
        strike(school, shanghai(monday))
    seen = school.chen.sees("本学期尚未演练：学期已过 61%（细则「演练频率」每学期 1 次）")
    assert sum("本学期尚未演练" in one.text for one in school.chen.chat()) == 1
    assert "勒索病毒演练" in seen.text
    school.zhou.does_not_see("本学期尚未演练")
    strike(school, shanghai("2026-12-21T09:00"))
    school.zhou.sees("本学期尚未演练：学期已过 81%")
    started(school)
    school.wang.says("到位")
    school.zhao.says("结束演练 D-1")
    assert "应急演练（7.3.2）：每学期 1 次，上次 12月30日，赵技术" in school.chen.says("定期事项").text
    strike(school, shanghai("2027-01-04T09:00"))
    assert sum("本学期尚未演练" in one.text for one in school.chen.chat()) == 2


def test_words_and_numbers_do_where_there_are_no_buttons(school: SmallSchool) -> None:
    with school.database.write() as tx:
        qian = school.joined(tx, "钱老师", department="总务处", platform="plain")
        english = school.joined(tx, "Smith", department="总务处", language="en")
        tx.add(
            Person(
                name="吴老师",
                department="总务处",
                role_names=["staff"],
                phone="13800000000",
                created_at=school.clock.now,
            )
        )
    started(school, "下周三下午三点组织断网演练，总务处参加。注入：T+5 网断了")
    qian.sees("断网演练开始")
    qian.says("1")
    qian.sees("你已到位")
    english.sees("[DRILL] D-1 断网 drill begins", buttons=["In place", "Real incident"])
    english.says("in place")
    english.sees("You are in place")
    wait(school, minutes=5)
    qian.says("收到")
    qian.says("已处理")
    qian.sees("已处理")
    english.says("15:04 router restarted")
    school.zhao.sees("15:04 Smith router restarted")
    school.zhao.says("结束演练")
    wait(school, minutes=5)
    report = school.zhao.sees("断网演练总结（草案）")
    assert "收到 1/2" in report.text
    with school.database.read() as tx:
        names = tx.scalars(select(File.name)).all()
    assert names
    assert all(name.startswith((MARK, "[DRILL]")) for name in names)


def test_what_people_say_in_the_middle_of_it(school: SmallSchool) -> None:
    assert "按真实事件处理" in school.li.says("这是演练吗？").text
    started(school, SENTENCE + SCRIPT)
    wait(school, minutes=2)
    assert "演练开始，请报到" in school.wang.says("这是演练吗").text
    assert "你已到位" in school.wang.says("王技术到位").text
    assert "关了服务器" in school.wang.says("三点零二分关了服务器").text
    assert "已记入 D-1：15:02 王技术 关了服务器" in school.wang.last().text
    assert "刚刚隔离了两台服务器" in school.wang.says("刚刚隔离了两台服务器").text
    assert "算目标「断开外网」达成吗" in school.zhao.says("外网断开了").text
    assert "已转告导调员 赵技术" in school.sun.says("我有事来不了").text
    school.zhao.sees("D-1 孙联络：我有事来不了")
    assert "已催 2 人" in school.zhao.says("催一下没到的").text
    assert "要由导调员" in school.wang.says("催一下").text
    assert "陈主任到位（赵技术登记）" in school.zhao.says("陈主任到位").text
    assert "T+15 注入2已发给 1 人" in school.zhao.says("发注入2").text
    assert "已经发了" in school.zhao.says("发注入 2").text
    assert "还没收到：孙联络" in school.zhao.says("谁处理了注入2").text
    assert "到位 2/3，已 2 分钟" in school.zhao.says("演练进展").text
    asked = school.wang.says("机房的空调坏了")
    assert asked.buttons == ["真实事件", "记入演练", "报修"]
    school.wang.presses("报修")
    assert "T-0001" in school.wang.last().text or "机房" in school.wang.last().text
    wait(school, minutes=20)
    assert sum("情况2" in seen.text for seen in school.sun.chat()) == 1
    school.zhao.says("提前结束")
    wait(school, minutes=5)
    school.chen.says("演练总结")
    assert "（王技术" in school.chen.says("把第2条负责人改成王技术").text
    assert "删去" in school.chen.says("删掉第3条").text
    assert "更新电话表（王技术，11月30日前）" in school.chen.says("加一条：更新电话表，负责人王技术，11月底前").text
    school.chen.says("确认")
    assert drill(school).status == drills.Stage.FOLLOWING
    assert "演练次数 1 次" in school.chen.says("本学期演练了几次").text
    school.zhao.says("演练总结")
    assert "什么时候" in school.zhao.says("下学期再来一次").text
