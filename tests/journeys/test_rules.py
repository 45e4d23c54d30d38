"""The implementing rules in chat (9.1): everybody reads them, the CIO changes them, and what hangs on them moves."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.policy.shelf import Shelf, adopt
from handlers.school_time import usual_terms
from jobs.clock import standing, tick
from knowledge.importing import load_sample
from storage import audit, issues, rules, schedules
from storage.people import Role
from tests.conftest import SmallSchool

SHANGHAI = ZoneInfo("Asia/Shanghai")
REQUEST = """申请项目 机房改造
目的：更换二号机房老旧电脑
服务目标：G-3
预算：3.5万元
人力：2名技术员
时间：12月1日到12月31日
数据类别：不涉及数据
安全要求：按等保二级加固
验收指标：开机时间少于30秒"""
REASON = "机房课上等不起"


def change(school: SmallSchool, sentence: str, reason: str = REASON) -> None:
    school.chen.says(sentence)
    school.chen.says(reason)
    school.chen.presses("确认")


def due(school: SmallSchool, subject: str, action: str) -> list[str]:
    with school.database.read() as tx:
        found = schedules.pending_timers(tx, subject, action)
        return [f"{timer.due_at.astimezone(SHANGHAI):%m-%d %H:%M}" for timer in found]


def let_fall_due(school: SmallSchool) -> None:
    tick(school.database, school.school, school.features, school.clock.now)
    school.deliver()


# Reading


@pytest.mark.parametrize("words", ["实施细则", "细则", "看细则", "看一下实施细则", "rules"])
def test_everybody_reads_the_sheet_by_area(school: SmallSchool, words: str) -> None:
    guest = school.stranger()
    sheet = guest.says(words)
    assert "都还是默认值" in sheet.text
    assert sheet.buttons[:2] == ["报修", "项目"]
    assert len(sheet.buttons) <= 7
    area = guest.presses("报修")
    assert "P1 响应时限：10分钟 · 5.2.1 · 默认值" in area.text
    assert len(area.card.lines) <= 8
    assert "P1 响应时限" not in guest.presses("更多").text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("细则 P1响应时限", "P1 响应时限：10分钟"),
        ("P1的响应时限是多少？", "P1 响应时限：10分钟"),
        ("P1响映时限是多少", "P1 响应时限：10分钟"),
        ("细则 审批提醒", "审批第一次提醒：3个工作日"),
        ("细则 项目", "审批第一次提醒：3个工作日"),
        ("rules P1 response target", "P1 响应时限：10分钟"),
    ],
)
def test_a_rule_is_found_by_what_people_call_it(school: SmallSchool, words: str, found: str) -> None:
    assert found in school.li.says(words).text


def test_a_name_that_fits_several_shows_them_all(school: SmallSchool) -> None:
    seen = school.li.says("响应时限是多少")
    assert [line.partition(" · ")[0] for line in seen.card.lines] == [
        "P1 响应时限：10分钟", "P2 响应时限：30分钟", "P3 响应时限：240分钟", "P4 响应时限：1个工作日",
    ]  # fmt: skip
    assert "没有找到" in school.li.says("细则 食堂菜价").text


@pytest.mark.parametrize(
    "words", ["把会议提醒改成明天下午3点", "高二3班投影仪不亮", "新买软件要谁审批？", "把预算改成2万"]
)
def test_what_is_not_about_a_rule_goes_its_own_way(school: SmallSchool, words: str) -> None:
    assert "细则" not in school.li.says(words).text


# Changing


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("把P1响应时限改成15分钟", "P1 响应时限 10分钟（默认） → 15分钟"),
        ("P1 报修响应时间调整为半小时", "P1 响应时限 10分钟（默认） → 30分钟"),
        ("细则 issues.p1_response 15", "P1 响应时限 10分钟（默认） → 15分钟"),
        ("审批提醒改为第2天", "审批第一次提醒 3个工作日（默认） → 2个工作日"),
        ("把补充材料期限改成两周", "补充材料期限 5个工作日（默认） → 10个工作日"),
        ("将发布释义需同意的成员比例改为三分之二", "发布释义需同意的成员比例 50%（默认） → 67%"),
        ("超过多少元需校领导二审改成2万元", "超过多少元需校领导二审（0 为不需要） 0元（默认） → 20000元"),
    ],
)
def test_a_sentence_of_the_cio_changes_a_rule_after_a_reason_and_a_confirmation(
    school: SmallSchool, sentence: str, change: str
) -> None:
    asked = school.chen.says(sentence)
    assert "为什么改" in asked.text
    card = school.chen.says(REASON)
    assert change in card.text
    assert REASON in card.text
    assert card.buttons == ["确认", "修改", "取消"]
    with school.database.read() as tx:
        assert rules.sheet_version(tx) == 0  # not before the confirmation
    school.chen.presses("确认")
    done = school.chen.last()
    assert "细则第 1 版已发布" in done.text
    with school.database.read() as tx:
        assert rules.sheet_version(tx) == 1


def test_only_the_cio_changes_a_rule_not_even_under_a_letter(school: SmallSchool) -> None:
    for person in (school.li, school.zhou, school.wang):
        assert "CIO" in person.says("把P1响应时限改成15分钟").text
        assert "CIO" in person.presses_token("rules.propose:issues.respond_p1:15").text
        assert "CIO" in person.presses_token("rules.change:issues.respond_p1").text
    with school.database.read() as tx:
        assert rules.sheet_version(tx) == 0
        assert [entry.facts["step"] for entry in audit.history(tx, "issues.respond_p1")].count("refused") == 9
    assert "绑定" in school.stranger().says("把P1响应时限改成15分钟").text


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("把P1响应时限改成0分钟", "只能在 1分钟 到"),
        ("把P1响应时限改成100000分钟", "只能在 1分钟 到"),
        ("细则 P1响应时限 改成 三天", "请写成「10分钟」这样"),
        ("把发布释义需同意的成员比例改成150%", "只能在 1% 到 100% 之间"),
    ],
)
def test_a_slip_of_the_pen_is_refused_in_one_sentence(school: SmallSchool, sentence: str, words: str) -> None:
    assert words in school.chen.says(sentence).text
    assert school.chen.says("取消").text.startswith("现在没有进行中的填写")


def test_a_name_that_fits_several_asks_which(school: SmallSchool) -> None:
    assert school.chen.says("响应时限改成20分钟").buttons == ["P1 响应时限", "P2 响应时限", "P3 响应时限"]
    assert "P2 响应时限：30分钟（默认） → 20分钟" in school.chen.presses("P2 响应时限").text


def test_the_draft_can_be_changed_and_dropped(school: SmallSchool) -> None:
    school.chen.says("把P1响应时限改成15分钟，因为机房课上等不起")
    assert REASON in school.chen.last().text
    school.chen.presses("修改")
    assert "→ 20分钟" in school.chen.says("20分钟").text
    school.chen.presses("取消")
    with school.database.read() as tx:
        assert rules.sheet_version(tx) == 0


def test_a_confirmation_holds_for_the_version_that_was_shown(school_on_any: SmallSchool) -> None:
    school = school_on_any
    other = school.person("何主任", Role.CIO)
    for cio, minutes in ((school.chen, 15), (other, 20)):
        cio.says(f"把P1响应时限改成{minutes}分钟，因为试行")
    other.presses("确认")
    school.chen.presses("确认")
    assert any("刚才已有人把它改为 20分钟（第 1 版）" in seen.text for seen in school.chen.chat())
    assert "20分钟 → 15分钟" in school.chen.chat()[-1].text
    with school.database.read() as tx:
        assert rules.values(tx) == {"issues.respond_p1": 20}
    school.chen.presses("确认")
    with school.database.read() as tx:
        assert rules.values(tx) == {"issues.respond_p1": 15}
        assert rules.sheet_version(tx) == 2


# Versions


def test_a_change_is_a_new_version_with_who_when_and_why_and_can_be_taken_back(school_on_any: SmallSchool) -> None:
    school = school_on_any
    change(school, "把P1响应时限改成15分钟")
    assert "P1 响应时限：15分钟 · 5.2.1 · 第 1 版，10:00 起，机房课上等不起" in school.li.says("细则 报修").text
    change(school, "把P1响应时限改成5分钟", "试行一周")
    told = school.li.says("P1响应时限的历史").text
    assert "第 2 版 10:00 陈主任：15分钟 → 5分钟。试行一周" in told
    assert "第 1 版 10:00 陈主任：10分钟 → 15分钟。机房课上等不起" in told
    assert school.li.last().buttons == []
    assert "第 2 版" in school.li.says("细则历史").text

    assert school.chen.says("P1响应时限的历史").buttons == ["恢复第 1 版", "恢复默认值"]
    school.chen.presses("恢复第 1 版")
    assert "5分钟 → 15分钟" in school.chen.says("试行不理想").text
    school.chen.presses("确认")
    school.chen.presses("撤销")
    school.chen.says("还是五分钟好")
    school.chen.presses("确认")
    with school.database.read() as tx:
        assert [row.value for row in rules.history(tx, "issues.respond_p1")] == [15, 5, 15, 5]
        entries = [entry.facts for entry in audit.history(tx, "issues.respond_p1")]
    assert [entry["rules_version"] for entry in entries] == [1, 2, 3, 4]
    assert entries[1]["before"], entries[1]["after"] == ("15分钟", "5分钟")


def test_a_default_may_be_published_as_it_is(school: SmallSchool) -> None:
    school.chen.says("细则 P1响应时限")
    school.chen.presses("按默认值发布")
    school.chen.says("试行满一学期")
    school.chen.presses("确认")
    assert "细则第 1 版已发布：P1 响应时限 10分钟" in school.chen.last().text
    assert "已经" in school.chen.says("把P1响应时限改成10分钟").text or "没有改动" in school.chen.last().text


# What moves


def file_issue(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮，正在上课")
    school.li.sees("报修已登记：T-0001")


def test_open_issues_follow_their_target_and_the_card_that_says_late_names_the_rule(school_on_any: SmallSchool) -> None:
    school = school_on_any
    file_issue(school)
    first = due(school, "T-0001", "issues.escalate")
    assert first[0] == "09-15 10:10"  # P1, ten minutes
    school.chen.says("把P1响应时限改成15分钟，因为机房课上等不起")
    assert "进行中的 1 件随之移动（T-0001）" in school.chen.last().text
    school.chen.presses("确认")
    assert due(school, "T-0001", "issues.escalate")[0] == "09-15 10:15"
    assert len(due(school, "T-0001", "issues.escalate")) == len(first)

    school.clock.forward(minutes=12)
    let_fall_due(school)
    school.zhao.does_not_see("逾期")
    school.clock.forward(minutes=4)
    let_fall_due(school)
    school.zhao.sees("细则「P1 响应时限」15分钟，5.2.1")


def test_a_shorter_target_calls_nobody_twice_for_the_same_lateness(school: SmallSchool) -> None:
    file_issue(school)
    school.clock.forward(minutes=11)
    let_fall_due(school)
    calls = len([seen for seen in school.zhao.chat() if "逾期" in seen.text])
    change(school, "把P1响应时限改成5分钟")
    let_fall_due(school)
    assert len([seen for seen in school.zhao.chat() if "逾期" in seen.text]) == calls
    school.zhao.sees("细则「P1 响应时限」5分钟，5.2.1")


def test_a_held_issue_gets_the_difference_when_it_goes_on(school: SmallSchool) -> None:
    file_issue(school)
    school.wang.presses("接单")
    school.wang.says("挂起等配件，明天再看")
    change(school, "把P1解决时限改成3小时")
    school.clock.forward(days=1, minutes=1)
    let_fall_due(school)
    with school.database.read() as tx:
        issue = issues.find(tx, "T-0001")
        assert issue is not None
        assert issue.status != "on_hold"
        assert issue.resolve_by is not None
        assert timedelta(hours=2, minutes=50) < issue.resolve_by - school.clock.now <= timedelta(hours=6)


def test_approval_reminders_follow_and_whom_it_concerns_hears_of_it(school: SmallSchool) -> None:
    school.li.says(REQUEST)
    school.li.presses("提交")
    before = due(school, "P-2026-001", "projects.nudge")
    assert before[0] == "09-18 10:00"
    change(school, "审批提醒改为第2天", "审批太慢")
    assert due(school, "P-2026-001", "projects.nudge")[0] == "09-17 10:00"
    told = school.li.sees("细则有变：审批第一次提醒 3个工作日 → 2个工作日")
    assert "审批太慢" in told.text
    assert "P-2026-001" in told.text
    school.wang.does_not_see("细则有变")


def test_technicians_hear_of_a_new_target_once(school: SmallSchool) -> None:
    change(school, "把P2解决时限改成2个工作日")
    for person in (school.wang, school.zhao):
        assert "第 1 版" in person.sees("细则有变：P2 解决时限 1个工作日 → 2个工作日").text
        person.presses("看细则")
        assert "P2 解决时限：2个工作日" in person.last().text
    school.li.does_not_see("细则有变")


# Asking


def test_a_published_rule_answers_a_policy_question_and_a_default_does_not(school: SmallSchool) -> None:
    with school.database.write() as tx:
        sample = load_sample()
        adopt(tx, sample.clauses, name="charter", title=sample.title, effective=school.clock.now.date(), source="sample",
              now=school.clock.now, sample=True)  # fmt: skip
    shelf = Shelf(school.database, None, school.clock.now.date, tuple(school.features.rules.values()))
    question = "P1 报修多久必须响应？"
    assert shelf.library().ask(question).authority.value != "rule"
    change(school, "把P1响应时限改成15分钟")
    answer = shelf.library().ask(question)
    assert (answer.answered, answer.authority.value) == (True, "rule")
    assert answer.citations[0].clause == "5.2.1"
    assert "15分钟" in answer.citations[0].quote
    change(school, "把P1响应时限改成20分钟")
    assert "20分钟" in shelf.library().ask(question).text


def test_an_open_question_names_the_default_without_passing_it_off_as_an_answer(school: SmallSchool) -> None:
    seen = school.li.says("多久做一次演练？")
    assert "学校暂按默认值办（细则未发布）：演练频率 每学期 1 次" in seen.text
    assert "请领导小组解释" in seen.buttons


def test_a_default_of_something_else_is_not_named_because_it_is_asked_for_in_the_same_way(school: SmallSchool) -> None:
    for question in ("备份多久做一次？", "网络安全检查多久做一次？"):
        assert "演练频率" not in school.li.says(question).text, question


def test_a_published_frequency_settles_the_question_and_moves_its_schedule(school: SmallSchool) -> None:
    school.school = replace(school.school, usual=replace(school.school.usual, terms=usual_terms(2026)))
    school.dispatcher.school = school.school
    standing(school.features, school.database, school.school, school.clock.now)
    assert next_day(school, "routine.drills") == "2026-11-11"
    school.chen.says("演练频率改成每学期2次，因为7.3.2要求定期")
    assert "定期安排「应急演练」改期" in school.chen.last().text
    school.chen.presses("确认")
    assert next_day(school, "routine.drills") == "2026-10-19"
    with school.database.write() as tx:
        sample = load_sample()
        adopt(tx, sample.clauses, name="charter", title=sample.title, effective=school.clock.now.date(), source="sample",
              now=school.clock.now, sample=True)  # fmt: skip
    shelf = Shelf(school.database, None, school.clock.now.date, tuple(school.features.rules.values()))
    for question in ("多久做一次演练？", "应急演练每学期几次？", "演练频率是多少"):
        answer = shelf.library().ask(question)
        assert (answer.authority.value, answer.citations[0].clause) == ("rule", "7.3.2"), question
        assert "每学期 2 次" in answer.citations[0].quote


def next_day(school: SmallSchool, key: str) -> str:
    with school.database.read() as tx:
        schedule = schedules.with_key(tx, key)
        assert schedule is not None
        assert schedule.next_due_at is not None
        return f"{schedule.next_due_at.astimezone(SHANGHAI):%Y-%m-%d}"


def test_a_change_that_names_its_rule_is_heard_in_the_middle_of_a_dialogue(school: SmallSchool) -> None:
    school.chen.says("申请项目 机房改造")
    assert "为什么改" in school.chen.says("把P1响应时限改成15分钟").text
    assert "→ 15分钟" in school.chen.says(REASON).text
    school.chen.presses("确认")
    with school.database.read() as tx:
        assert rules.values(tx) == {"issues.respond_p1": 15}


def test_a_yes_is_no_reason(school: SmallSchool) -> None:
    school.chen.says("把P1响应时限改成5分钟")
    assert "还差：理由" in school.chen.says("确认").text
    assert REASON in school.chen.says(REASON).text
