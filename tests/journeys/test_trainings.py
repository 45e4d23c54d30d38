"""Trainings: from a sentence to a certificate; who has to, who is late, who makes up."""

from datetime import timedelta

from handlers.trainings import rules
from handlers.trainings.codes import code_at
from storage import trainings
from storage.outbox import Message
from storage.people import Role
from storage.trainings import Stage
from tests.conftest import SmallSchool
from tests.ringing import pass_time
from tests.stage import Character

SENTENCE = "下周三下午三点到四点半安排一次网络安全培训，全体老师，在阶梯教室，必训"


def code_now(school: SmallSchool, code: str = "TR-1") -> str:
    with school.database.read() as tx:
        training = trainings.find(tx, code)
        assert training is not None
        return code_at(training.secret, school.clock.now, rules.CODE_LIVES.default)


def wait_for(school: SmallSchool, **span: float) -> None:
    pass_time(school, **span)
    school.deliver()


def until_start(school: SmallSchool, minutes: float = -5) -> None:
    """Let time pass until so many minutes after the start."""
    with school.database.read() as tx:
        training = trainings.find(tx, "TR-1")
        assert training is not None
        left = training.starts_at + timedelta(minutes=minutes) - school.clock.now
    wait_for(school, seconds=left.total_seconds())


def planned(school: SmallSchool, sentence: str = SENTENCE) -> None:
    school.zhao.says(sentence)
    school.zhao.presses("发布")


def test_from_a_sentence_to_a_certificate(school_on_any: SmallSchool) -> None:
    school = school_on_any
    plan = school.zhao.says(SENTENCE)
    assert "TR-1 培训计划：网络安全" in plan.text
    assert "9月23日（周三）15:00–16:30" in plan.text
    assert "阶梯教室" in plan.text
    assert "必训（7.1.2）" in plan.text
    assert plan.buttons[:2] == ["发布", "修改"]
    school.li.does_not_see("网络安全")
    school.zhao.presses("发布")
    school.zhao.sees("TR-1 已发布，邀请 5 人")
    school.li.sees("必训：网络安全", buttons=["参加", "请假"])
    assert "TR-1 网络安全 · 邀请中" in school.li.says("我的待办").text
    school.li.presses("参加")
    school.li.sees("日历文件")
    until_start(school)
    school.zhao.sees("签到码")
    assert "签到成功" in school.li.says(f"签到 {code_now(school)}").text
    until_start(school, minutes=91)
    school.zhao.sees("TR-1 已结束：到 1/")
    school.li.presses("填反馈")
    for _ in range(3):
        school.li.presses("5 分")
    school.li.sees("已匿名记下")
    records = school.li.says("我今年培训了几次")
    assert "PX-2026-0001" in records.text
    assert "证书在这里" in school.li.presses("证书 PX-2026-0001").text
    with school.database.read() as tx:
        newest = tx.query(Message).order_by(Message.id.desc()).first()
        assert newest is not None
        assert [file["name"] for file in newest.card["files"]] == ["PX-2026-0001.pdf"]


def test_reminders_go_to_whom_they_concern(school: SmallSchool) -> None:
    planned(school)
    school.li.presses("参加")
    wait_for(school, days=5.5)  # three days before: only to the silent
    school.wang.sees("还没收到你的回复：网络安全")
    school.li.does_not_see("还没收到你的回复")
    wait_for(school, days=2)
    school.li.sees("培训提醒：网络安全")
    school.wang.does_not_see("地点 阶梯教室")


def test_early_late_wrong_and_twice(school: SmallSchool) -> None:
    planned(school)
    assert "还没开放签到" in school.li.says("签到 1234").text
    until_start(school)
    right = code_now(school)
    wrong = f"{(int(right) + 1) % 10000:04d}"
    assert "签到码不对" in school.li.says(f"签到 {wrong}").text
    assert "签到成功" in school.li.says(f"签到 {right}").text
    assert "已经签到" in school.li.says(f"签到 {right}").text
    until_start(school, minutes=10)
    assert "迟到" in school.wang.says(f"签到 {code_now(school)}").text
    until_start(school, minutes=30)
    assert "签到已经结束" in school.chen.says(f"签到 {code_now(school)}").text


def test_a_code_cannot_be_tried_out(school: SmallSchool) -> None:
    planned(school)
    until_start(school)
    wrong = f"{(int(code_now(school)) + 5000) % 10000:04d}"
    for _ in range(rules.WRONG_CODES.default):
        school.li.says(f"签到 {wrong}")
    assert "错了太多次" in school.li.says(f"签到 {code_now(school)}").text
    wait_for(school, minutes=11)
    assert "签到成功" in school.li.says(f"签到 {code_now(school)}").text


def test_a_full_room_has_a_waiting_list(school: SmallSchool) -> None:
    planned(school, "下周三下午三点到四点安排新平台使用培训，全体老师，机房，名额1")
    school.li.presses("参加")
    school.wang.presses("参加")
    school.wang.sees("候补第 1 位")
    school.wang.does_not_see("已参加")  # no word may promise the seat
    school.li.presses("请假")
    school.li.presses("有课")
    school.wang.sees("有空位了")


def test_excused_absent_and_made_up(school: SmallSchool) -> None:
    planned(school)
    assert "已记下你请假" in school.li.says("那天有课，请假").text
    school.wang.presses("参加")
    until_start(school, minutes=95)
    school.wang.sees("你没有参加「网络安全」")
    school.li.does_not_see("你没有参加")
    school.sun.sees("缺席")
    plan = school.zhao.says("安排补训 TR-1 下下周三下午三点到四点半")
    assert "TR-2 培训计划：网络安全（补训）" in plan.text
    school.zhao.presses("发布")
    school.wang.sees("这是 TR-1 的补训")


def test_the_host_marks_who_forgot_the_phone(school: SmallSchool) -> None:
    planned(school)
    until_start(school)
    assert "已补登：李老师（手机没电）" in school.zhao.says("补登 TR-1 李老师 手机没电").text
    school.li.sees("为你补登")
    assert "培训人" in school.li.says("补登 TR-1 王技术 没带手机").text


def test_a_required_training_ends_with_its_quiz(school: SmallSchool) -> None:
    planned(school)
    added = school.zhao.says("出题 TR-1 收到可疑邮件先做什么？A 点开看看 B 上报信息中心 C 转发同事 答案 B")
    assert "已加第 1 题" in added.text
    until_start(school)
    school.li.says(f"签到 {code_now(school)}")
    until_start(school, minutes=91)
    assert "还没有" not in school.li.presses("开始测验").text
    assert "没到 80" in school.li.presses("A").text
    school.li.presses("开始测验")
    assert "通过" in school.li.presses("B").text
    assert "PX-2026-0001" in school.li.says("我的培训记录").text


def test_moved_and_called_off(school: SmallSchool) -> None:
    planned(school)
    school.li.presses("参加")
    school.zhao.says("改期 TR-1 下周四下午三点到四点半")
    school.zhao.says("报告厅停电")
    moved = school.li.sees("改到")
    assert "报告厅停电" in moved.text
    assert moved.buttons == ["参加", "请假"]
    school.zhao.says("取消培训 TR-1 设备故障")
    school.li.sees("取消了：设备故障")
    assert "已取消" in school.li.says("参加 TR-1").text


def test_only_those_who_may_plan_and_only_the_host_sees_names(school: SmallSchool) -> None:
    assert "CIO、技术员" in school.li.says(SENTENCE).text
    planned(school)
    assert "李老师" in school.zhao.presses("看名单").text
    stranger: Character = school.person("外组老师", department="语文组")
    assert "没有找到" in stranger.says("TR-1").text


def test_coverage_names_the_missing_to_the_cio_only(school: SmallSchool) -> None:
    planned(school)
    until_start(school)
    school.li.says(f"签到 {code_now(school)}")
    until_start(school, minutes=91)
    assert "安全培训覆盖 2/" in school.chen.says("谁还没参加安全培训").text  # who came, and who taught
    assert "王技术" in school.chen.last().text
    assert "王技术" not in school.sun.says("谁还没参加安全培训").text
    assert "CIO" in school.li.says("谁还没参加安全培训").text


def test_not_in_the_exams_nor_in_the_past(school: SmallSchool) -> None:
    assert "已经过去" in school.zhao.says("今天早上八点到九点安排一次网络安全培训，全体老师，机房").text
    with school.database.read() as tx:
        assert trainings.in_stage(tx, Stage.LIVE) == []


def test_a_head_sees_the_own_department(school: SmallSchool) -> None:
    head = school.person("数学组长", Role.HEAD, department="数学组")
    seen = head.says("谁还没参加安全培训")
    assert "李老师" in seen.text
    assert "王技术" not in seen.text


def test_a_yes_silences_the_reminder_of_nobody_else(school: SmallSchool) -> None:
    planned(school)
    for somebody in (school.li, school.wang, school.zhou):
        somebody.presses("参加")
    wait_for(school, days=5.5)
    school.sun.sees("还没收到你的回复：网络安全")


def test_a_plan_is_changed_by_saying_so(school: SmallSchool) -> None:
    school.zhao.says(SENTENCE)
    assert "9月24日（周四）15:00–16:30" in school.zhao.says("改到下周四").text  # the hour stays
    assert "9月24日（周四）16:00–17:30" in school.zhao.says("时间改成下午四点").text  # the day stays
    assert "名额：40 人" in school.zhao.says("名额40").text
    assert "数学组和信息中心" in school.zhao.says("把对象改成数学组和信息中心").text
    assert "防钓鱼" in school.zhao.says("主题改成防钓鱼").text
    assert "自愿参加" in school.zhao.says("不是必训").text
    assert "地点：体育馆" in school.zhao.says("地点改成体育馆").text
    plan = school.zhao.says("不限人数")
    assert "TR-1 培训计划：防钓鱼" in plan.text
    assert "名额" not in plan.text


def test_a_day_that_is_not_understood_is_never_today(school: SmallSchool) -> None:
    asked = school.zhao.says("12月第一周的周五下午四点给全体老师安排网络安全培训")
    assert "什么时候" in asked.text
    school.zhao.says("取消")
    assert "12月4日（周五）16:00" in school.zhao.says("12月的第一个周五下午四点给全体老师安排网络安全培训").text
    school.zhao.says("取消培训")
    school.zhao.says("不办了")
    assert "10月1日（周四）09:00" in school.zhao.says("国庆节那天上午九点组织全体老师网络安全培训").text


def test_a_long_sentence_is_a_plan_whatever_else_it_says(school: SmallSchool) -> None:
    plan = school.zhao.says("帮我安排10月20号上午9点到11点的信息安全培训，所有人必须参加，报告厅，最多40人")
    assert "10月20日（周二）09:00–11:00" in plan.text
    assert "必训（7.1.2）" in plan.text
    assert "名额：40 人" in plan.text


def test_questions_about_a_session_are_answered_by_its_card(school: SmallSchool) -> None:
    assert "没有安排中的培训" in school.li.says("最近有培训吗").text
    planned(school)
    assert "阶梯教室" in school.li.says("培训在哪里").text
    assert "15:00–16:30" in school.li.says("培训几点开始").text
    assert "网络安全" in school.li.says("下周有什么培训").text
    assert "未回复（5）" in school.zhao.says("谁还没回复").text


def test_twice_yes_and_twice_no_say_where_one_stands(school: SmallSchool) -> None:
    planned(school)
    school.li.says("参加")
    assert "你已经报名「网络安全」了" in school.li.says("参加").text
    school.li.says("取消报名")
    school.li.says("出差")
    assert "已经请过假了" in school.li.says("请假").text


def test_a_move_and_a_cancellation_in_the_hosts_own_words(school: SmallSchool) -> None:
    planned(school)
    school.zhao.says("培训改到下周四，因为阶梯教室要装修")
    moved = school.li.sees("TR-1「网络安全」改到 9月24日 15:00")
    assert "阶梯教室要装修" in moved.text
    school.zhao.says("取消下周四的培训")
    school.zhao.says("设备故障")
    school.li.sees("取消了：设备故障")


def test_at_the_door_in_few_words(school: SmallSchool) -> None:
    planned(school)
    school.li.says("那天有课，请假")
    until_start(school)
    assert "请发屏幕上的四位签到码" in school.wang.says("签到").text
    assert "请发屏幕上的四位签到码" in school.wang.says("我在教室了").text  # no wrong code
    assert "签到成功" in school.wang.says(code_now(school)).text
    assert "签到成功" in school.li.says(code_now(school)).text  # was excused and came
    assert "已补登：孙联络（手机没电）" in school.zhao.says("给孙联络补登，手机没电").text
    assert "培训人" in school.wang.says("补登 周校长 手机坏了").text
    assert "王技术已经签到了" in school.zhao.says("补登 王技术").text
    here = school.zhao.says("谁没来")
    assert "未到：陈主任、周校长" in here.text


def test_feedback_and_the_certificate_in_a_word(school: SmallSchool) -> None:
    planned(school)
    until_start(school)
    school.li.says(code_now(school))
    until_start(school, minutes=91)
    assert "已匿名记下" in school.li.says("5 4 5").text
    assert "PX-2026-0001" in school.li.says("把证书发给我").text
    assert "证书在这里" in school.li.says("PX-2026-0001").text
    assert "安全培训覆盖 2/" in school.chen.says("各部门安全培训完成情况").text


def test_a_sheet_that_was_handed_in_counts_once(school: SmallSchool) -> None:
    planned(school)
    school.zhao.says("出题 TR-1 收到可疑邮件先做什么？A 点开看看 B 上报信息中心 答案 B")
    until_start(school)
    school.li.says(code_now(school))
    until_start(school, minutes=91)
    question = school.li.presses("开始测验")
    wrong = next(button.token for button in question.card.buttons if button.label == "A")
    assert "还可以试 2 次" in school.li.presses_token(wrong, question.message_id).text
    assert "已经交了" in school.li.presses_token(wrong, question.message_id).text
    assert "测验 1/1" in school.li.says("做测验").text
    assert "通过" in school.li.says("B").text


def test_make_up_for_who_was_missing_in_one_sentence(school: SmallSchool) -> None:
    planned(school)
    until_start(school, minutes=95)
    plan = school.zhao.says("给没来的人安排补训，下下周三下午三点")
    assert "TR-2 培训计划：网络安全（补训）" in plan.text
    assert "15:00–16:30" in plan.text


def test_a_group_nobody_knows_is_named_with_those_near_to_it(school: SmallSchool) -> None:
    asked = school.zhao.says("下周三下午三点给政教处搞一次防火墙培训")
    assert "我不知道「政教处」指谁" in asked.text
    assert "教务处" in asked.text
    assert "谁参加" in asked.text
    assert "信息中心（2 人" in school.zhao.says("信息中心").text


def test_a_quiz_never_grows_beyond_what_a_button_can_carry(school: SmallSchool) -> None:
    """All answers travel in the button of the next one, and Telegram takes 64 bytes."""
    planned(school)
    school.chen.says("培训测验最多几题改成30，因为题库大")
    school.chen.presses("确认")
    for number in range(30):
        assert "已加第" in school.zhao.says(f"出题 TR-1 第{number}问？A 对 B 错 答案 A").text
    assert "已经有 30 题，最多 30 题" in school.zhao.says("出题 TR-1 再来一问？A 对 B 错 答案 A").text
    until_start(school)
    school.li.says(f"签到 {code_now(school)}")
    until_start(school, minutes=91)
    school.li.presses("开始测验")
    for _ in range(30):
        assert all(len(button.token.encode()) <= 64 for button in school.li.last().card.buttons)
        school.li.presses("A")
    assert "测验 100 分，通过" in school.li.transcript()


def test_words_around_an_invitation(school: SmallSchool) -> None:
    assert (
        "TR-1 培训计划：钓鱼邮件识别"
        in school.zhao.says("下周三下午三点给全体老师讲一次钓鱼邮件识别的培训，报告厅，大家都要来").text
    )
    school.zhao.presses("发布")
    assert "已记下你请假" in school.li.says("那天我有课去不了").text
    assert "你已报名" in school.li.says("又能来了").text
    assert "已加第 1 题" in school.zhao.says("出题 TR-1 收到中奖邮件怎么办？A点开 B删除并上报 答案B").text


def test_the_place_on_the_waiting_list_and_the_seats_left(school: SmallSchool) -> None:
    planned(school, "下周三下午三点到四点安排新平台使用培训，全体老师，机房，名额1")
    assert "还有 1 个名额" in school.li.says("还有名额吗").text
    school.li.presses("参加")
    school.wang.presses("参加")
    school.sun.says("参加")
    for said in ("候补第几", "我前面还有几个人", "轮到我了吗"):
        assert "你在候补第 2 位，共 2 人候补" in school.sun.says(said).text
    assert "已经报上名了" in school.li.says("候补第几").text
    assert "候补（2）：王技术、孙联络" in school.zhao.says("候补有几个人").text
    assert "1 个名额已满，2 人候补" in school.chen.says("满了吗").text


def test_the_calendar_file_comes_again_when_asked_for(school: SmallSchool) -> None:
    planned(school)
    school.li.presses("参加")
    for said in ("把培训加到日历", "日历文件再发一次", "add the training to my calendar"):
        assert [file.name for file in school.li.says(said).card.files] == ["TR-1.ics"]
    assert "你还没回复参不参加" in school.wang.says("加到我的日历").text
    assert [file.name for file in school.zhao.says("把培训加到日历").card.files] == ["TR-1.ics"]


def test_the_new_time_is_said_before_the_reason_is_asked(school: SmallSchool) -> None:
    planned(school)
    assert "改到 2026-09-24（周四）15:00–16:30" in school.zhao.says("培训改到下周四同一时间").text
    school.zhao.says("取消")
    assert "改到 2026-09-25（周五）14:00–15:30" in school.zhao.says("改期 TR-1 下周五下午两点到三点半").text
    school.zhao.says("讲师出差")
    school.li.sees("TR-1「网络安全」改到 9月25日 14:00")
    assert "本来就是" in school.zhao.says("培训改到下周五下午两点到三点半，因为停电").text
    assert "已经过去了" in school.zhao.says("培训改到昨天下午三点").text  # before the reason, not after
    assert "这天不上班" in school.zhao.says("培训改到10月3号下午三点，因为停电").text


def test_a_move_asks_who_waited_for_a_seat_again(school: SmallSchool) -> None:
    planned(school, "下周三下午三点到四点安排新平台使用培训，全体老师，机房，名额1")
    school.li.presses("参加")
    school.wang.presses("参加")
    school.zhao.says("培训改到下周四下午三点，因为停电")
    school.wang.presses("参加", on="改到")
    assert "你已经报名" in school.wang.says("参加").text
