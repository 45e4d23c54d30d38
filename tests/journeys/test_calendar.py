"""The school's own calendar: asked in words, edited in sentences, seen at once by everything that computes time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.school import School
from handlers.school_days import Calendars
from handlers.school_time import SchoolCalendar
from jobs.due import Ticked, standing, tick
from storage import issues
from storage.people import Role
from tests.conftest import SmallSchool
from tests.stage import Character


def strike(school: SmallSchool, at: datetime | None = None) -> Ticked:
    """Let the clock strike, now or at a moment."""
    school.clock.now = at or school.clock.now
    return tick(school.database, school.school, school.features, school.clock.now)


def set_calendar(who: Character, *sentences: str) -> None:
    """Say edits and confirm each."""
    for sentence in sentences:
        who.says(sentence)
        who.presses("确认")
        who.sees("校历已更新")


def shanghai(text: str) -> datetime:
    """A moment on the school's clock, in UTC."""
    return (datetime.fromisoformat(text) - timedelta(hours=8)).replace(tzinfo=UTC)


def test_a_school_that_entered_nothing_reads_its_usual_calendar_and_is_told_so(school: SmallSchool) -> None:
    seen = school.li.says("校历")
    assert seen.card.title == "校历：9月15日周二，2026–2027学年第一学期第 3 周（暂定）"
    assert "（未设置，按默认）" in seen.text
    assert "中秋节：2026年9月25日至9月27日，共 3 天" in seen.text
    assert "国庆节：2026年10月1日至10月7日，共 7 天" in seen.text
    assert "9月20日周日上班" in seen.text
    assert "CIO" not in seen.card.title


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("今天第几周？", "9月15日周二是2026–2027学年第一学期第 3 周"),
        ("下周三是第几周", "9月23日周三是2026–2027学年第一学期第 4 周"),
        ("10月12日第几周", "第 7 周"),
        ("国庆放几天假？", "国庆节：2026年10月1日至10月7日，共 7 天"),
        ("国庆怎么放假", "10月10日周六上班"),
        ("明年春节放几天", "（暂定）"),
        ("什么时候放寒假", "寒假："),
        ("现在第几节？", "现在是第三节（10:00–10:40）"),
        ("第五节几点", "第五节：13:40–14:20"),
        ("第九节几点上课", "没有第 9 节，一天共 8 节"),
        ("10月10日上班吗", "10月10日周六：调休上班（补哪天的课还没定"),
        ("明天上课吗", "9月16日周三：上班"),
        ("什么时候期末考试", "还没有登记考试时间"),
        ("下下周三是几号", "9月30日周三：上班"),
        ("国庆后哪天上课", "10月8日周四：上班"),
        ("寒假从哪天开始", "寒假："),
        ("10月10日按星期几的课表", "10月10日周六：调休上班"),
        ("how many days off for National Day?", "7 days"),
        ("which week is it", "week 3"),
    ],
)
def test_the_calendar_answers_in_one_message(school: SmallSchool, asked: str, answer: str) -> None:
    assert answer in school.li.says(asked).text


@pytest.mark.parametrize(
    "said", ["投影仪什么时候修好", "高二3班第五节课投影仪不亮", "明天放假前提醒我关电源", "第五节课后提醒我交表"]
)
def test_other_sentences_with_the_same_words_are_not_taken(school: SmallSchool, said: str) -> None:
    text = school.li.says(said).text
    assert "校历" not in text
    assert "第五节：" not in text


def test_the_cio_enters_the_school_year_in_sentences(school_on_any: SmallSchool) -> None:
    school = school_on_any
    asked = school.chen.says("本学期从9月1日到1月16日")
    assert asked.card.title == "改校历，请确认："
    assert "2026–2027学年第一学期：2026年9月1日至2027年1月16日" in asked.text
    assert asked.buttons == ["确认", "取消"]
    assert "未设置" in school.li.says("今天第几周").text  # nothing counts before it is confirmed
    school.chen.presses("确认")
    assert school.li.says("今天第几周").text == "9月15日周二是2026–2027学年第一学期第 3 周"
    set_calendar(
        school.chen, "10月10日补周三的课", "1月11日到13日期末考试", "运动会11月5日到6日停课", "作息 第一节 8:00-8:45",
        "安静时段 21:30-7:00",
    )  # fmt: skip
    seen = school.li.says("校历").text
    assert "10月10日周六上班，按周三课表" in seen
    assert "期末考试：2027年1月11日至1月13日" in seen
    assert "11月5日周四运动会、11月6日周五运动会" in seen
    assert "安静时段：21:30–07:00" in seen
    assert school.li.says("第一节几点").text == "第一节：08:00–08:45"
    assert "运动会停课" in school.li.says("11月5日上课吗").text
    set_calendar(school.chen, "取消11月5日的安排")
    assert "停课" not in school.li.says("11月5日上课吗").text
    assert "停课" in school.li.says("11月6日上课吗").text


def test_only_the_cio_and_administrators_change_the_calendar(school: SmallSchool) -> None:
    shen = school.person("沈管理", Role.ADMIN)
    assert school.li.says("10月10日补周三的课").text == "「修改校历」要由CIO或系统管理员来做。"
    shen.says("10月10日补周三的课")
    token = shen.last().card.buttons[0].token
    assert "要由CIO或系统管理员来做" in school.li.presses_token(token).text
    assert "补哪天的课还没定" in school.li.says("10月10日上班吗").text
    shen.presses("取消")
    assert "没有改动" in shen.chat()[-1].text
    assert shen.presses_token(token).text == "这条改动已经处理过了。"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("13月5日停课", "没有「13月5日」这一天"),
        ("2月30日放假", "没有「2月30日」这一天"),
        ("2026年11月6日到2026年11月5日停课", "结束不能早于开始"),
        ("作息 第一节 8:45-8:00", "结束不能早于开始"),
        ("作息 第一节 8:00-8:45 第二节 8:30-9:10", "第1节和第2节的时间重叠"),
        ("作息 八点到八点四十", "这样写：作息"),
        ("2026年9月1日到2027年3月1日放假", "最多 120 天"),
    ],
)
def test_an_impossible_edit_is_refused_in_one_sentence(school: SmallSchool, said: str, reason: str) -> None:
    seen = school.chen.says(said)
    assert reason in seen.text
    assert seen.buttons == []


def test_the_schools_own_holiday_makes_nothing_late_on_the_first_day_back(school_on_any: SmallSchool) -> None:
    """The complaint of osTicket #1574: filed on the Friday before a holiday, overdue on the first morning."""
    school = school_on_any
    school.clock.now = shanghai("2026-11-06T16:55")  # a Friday
    school.li.says("数学组办公室打印机不出纸")
    set_calendar(school.chen, "11月9日到11日校庆放假")
    for day in range(7, 12):
        strike(school, shanghai(f"2026-11-{day:02}T23:00"))
    strike(school, shanghai("2026-11-12T08:20"))
    for person in (school.chen, school.zhao, school.wang, school.li):
        person.does_not_see("逾期")
    assert "逾期" not in school.wang.says("T-0001").text
    strike(school, shanghai("2026-11-12T14:00"))  # four working hours after it was filed, and not a minute before
    school.zhao.sees("逾期")


def test_a_deadline_that_lay_on_a_day_now_off_moves_and_one_on_a_day_now_worked_comes_earlier(
    school: SmallSchool,
) -> None:
    school.clock.now = shanghai("2026-11-06T16:30")
    school.li.says("高二3班投影仪不亮")
    with school.database.read() as tx:
        before = issues.find(tx, "T-0001").resolve_by  # type: ignore[union-attr]
    set_calendar(school.chen, "11月9日放假")
    with school.database.read() as tx:
        after = issues.find(tx, "T-0001").resolve_by  # type: ignore[union-attr]
    assert (before, after) == (before, before + timedelta(days=1))  # type: ignore[operator]
    set_calendar(school.chen, "取消11月9日的安排", "11月8日上班")
    with school.database.read() as tx:
        assert issues.find(tx, "T-0001").resolve_by == before.replace(day=8)  # type: ignore[union-attr]


def test_pending_reminders_move_with_the_calendar(school: SmallSchool) -> None:
    school.li.says("每周五下午三点提醒我备份")
    school.li.presses("确定")
    set_calendar(school.chen, "9月18日放假")
    strike(school, shanghai("2026-09-18T15:00"))
    school.li.does_not_see("提醒：备份")
    standing(school.features, school.database, school.school, school.clock.now)
    set_calendar(school.chen, "取消9月18日的安排")


def test_every_process_sees_an_edit_at_its_next_turn(school: SmallSchool) -> None:
    other = School(usual=school.school.usual, library=school.school.library, understander=school.school.understander)
    with school.database.read() as tx:
        assert other.within(tx).calendar.is_workday(date(2026, 11, 9))
    set_calendar(school.chen, "11月9日放假")
    with school.database.read() as tx:
        assert not other.within(tx).calendar.is_workday(date(2026, 11, 9))
        assert other.within(tx).calendar is other.within(tx).calendar  # built once for each edit
    assert isinstance(other.calendars, Calendars)


def test_a_school_in_another_zone_lives_by_its_own_clock(school: SmallSchool) -> None:
    urumqi = SchoolCalendar(zone=ZoneInfo("Asia/Urumqi"))  # two hours behind Shanghai, and without summer time, too
    school.school = school.dispatcher.school = replace(school.school, usual=urumqi, calendars=Calendars())
    assert "现在是第一节（08:00–08:40）" in school.li.says("现在第几节").text
    set_calendar(school.chen, "9月18日放假")
    school.li.says("每天下午三点提醒我锁门，遇假期跳过")
    school.li.presses("确定")
    rung = []
    for day in (15, 16, 17, 18, 19):
        strike(school, datetime(2026, 9, day, 9, 0, tzinfo=UTC))  # 15:00 there
        rung.append(len([seen for seen in school.li.chat() if seen.text == "提醒：锁门"]))
    assert rung == [1, 2, 3, 3, 3]


def test_an_exam_day_makes_a_classroom_urgent_and_its_campus_has_its_own_periods(school: SmallSchool) -> None:
    set_calendar(school.chen, "东校区作息 第一节 7:30-8:10", "9月15日到16日期中考试")
    assert school.li.says("东校区第一节几点").text.startswith("第一节：07:30–08:10")
    assert school.li.says("第一节几点").text.startswith("第一节：08:00–08:40")
    school.clock.now = shanghai("2026-09-15T11:40")  # between two periods, in the examinations
    assert "P1" in school.li.says("高二3班投影仪不亮").text


def test_the_verb_of_a_change_is_not_the_name_of_a_holiday(school: SmallSchool) -> None:
    assert "放假：2026年12月31日（周四）\n" in school.chen.says("12月31日改成放假").text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("下学期3月1日开学7月9日放假", "2027年3月1日至7月9日"),
        ("第一节改成8:10到8:50", "08:10"),
        ("把第二节课时间调到9:00-9:45", "09:00"),
    ],
)
def test_the_calendar_is_changed_in_short_words(school: SmallSchool, said: str, shown: str) -> None:
    asked = school.chen.says(said)
    assert "改校历，请确认" in asked.text
    assert shown in asked.text


def test_a_proposal_is_set_right_before_it_counts(school: SmallSchool) -> None:
    school.chen.says("11月10号到11号期中考试")
    assert "11月12日至11月14日 期中考试" in school.chen.says("不对，是12到14号").text
    assert "11月12日至11月14日 期末考试" in school.chen.says("不对，是期末考试").text
    school.chen.presses("确认")
    assert "期末考试：2026年11月12日至11月14日" in school.li.says("什么时候考试").text
    school.chen.does_not_see("期中考试")  # what was set right is no longer there to be confirmed


def test_the_last_change_of_the_calendar_is_taken_back_in_words(school_on_any: SmallSchool) -> None:
    school = school_on_any
    set_calendar(school.chen, "11月20号放假一天")
    assert "撤回上次改动（放假：2026年11月20日（周五））" in school.chen.says("撤销刚才的校历修改").text
    school.chen.presses("确认")
    assert "11月20日周五：上班" in school.li.says("11月20日上班吗").text
    set_calendar(school.chen, "11月12日到13日期中考试")
    seen = school.chen.says("错了，应该是16到18号")
    assert "撤回上次改动（考试：2026年11月12日至11月13日 期中考试）" in seen.text
    school.chen.presses("确认")
    assert school.li.says("什么时候考试").text == "期中考试：2026年11月16日至11月18日"
    assert "要由CIO或系统管理员" in school.li.says("撤销校历修改").text


def test_what_was_changed_again_since_is_not_taken_back_as_a_whole(school: SmallSchool) -> None:
    admin = school.person("杨管理", Role.ADMIN)
    set_calendar(school.chen, "11月20号放假一天")
    undo = school.chen.says("撤销校历修改")
    set_calendar(admin, "11月12日到13日期中考试")
    school.chen.presses_token(undo.card.buttons[0].token, undo.message_id)
    school.chen.sees("校历又改过")
    assert "没有可以撤回" not in school.chen.transcript()
    assert "期中考试" in school.li.says("什么时候考试").text
