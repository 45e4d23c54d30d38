"""Asking the calendar: 校历, 今天第几周, 国庆放几天假, 现在第几节, 第五节几点, 下周六上班吗."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from handlers.calendar import texts
from handlers.calendar.desk import router
from handlers.cards import Card
from handlers.numerals import NUMBER, fold, read_number
from handlers.school_time import ONE_DAY, DayKind, Period, SchoolCalendar, Status, Term, national_days
from handlers.texts import Phrase, Text, joined
from handlers.time_phrases import parse_when
from handlers.timing.time_words import ENGLISH_FESTIVALS, HOLIDAYS
from handlers.turn import Turn
from storage import calendar as rows

LONGEST = 40
AHEAD = 100  # days that the overview looks ahead
YEAR = 366

Answer = Callable[[Turn, re.Match[str]], Phrase | Card | None]

_OVERVIEW = re.compile(
    r"(?:看看?|查看?|打开|显示)?(?:学校)?(?:校历|学校日历)(?:表|安排|是什么)?|(?:the )?(?:school )?calendar",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"(?P<when>.{0,12}?)(?:现在|目前)?(?:是|到|已经)*(?:这个?|本)?(?:学期)?(?:的)?第几(?:个)?(?:教学)?[周州](?:了|啊|呀|呢|来着)?"
    r"|(?:what|which) week (?:is (?:it|this)|are we in)(?P<when_en>)|(?:what|which) week is (?P<when2>.{1,20})",
    re.IGNORECASE,
)
_PERIOD_NOW = re.compile(
    r"(?:现在|这会儿|目前|当前)(?:是|上)?(?:第几节|哪一?节)(?:课)?(?:了|啊|呢)?|(?:what|which) period is it(?: now)?",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"(?P<campus>[\u4e00-\u9fff]{{0,6}}?)第?(?P<number>{NUMBER})节(?:课)?(?:是|在)?(?:几点钟?|什么时间|什么时候|啥时候)(?:到几点)?(?:上课?|下课?|开始|结束|的|到)*(?:啊|呢)?"
    r"|when (?:does|is) period (?P<number2>\d+)(?: start| begin| end)?",
    re.IGNORECASE,
)
_HOW_LONG = r"几天假?|多少天假?|多久|怎么放假?|几号放假?|什么时候放?假?|几号|怎么调休|怎么安排|放假(?:安排|几天|吗|通知)?|假期|安排"
_HOLIDAY = re.compile(
    rf"(?P<year>今年|明年|\d{{4}}年)?(?P<name>{'|'.join(sorted(HOLIDAYS, key=len, reverse=True))}|寒假|暑假)节?(?:期间)?"
    rf"(?:学校|我们)?(?:一共|总共|共)?(?:放|休|有|是|从)?(?:{_HOW_LONG})(?:放假?|开始|啊|呢)*"
    r"|(?:什么时候|几号|哪天)放(?P<name2>寒假|暑假)|(?P<name3>寒假|暑假)(?:是|要|从|到)*(?:哪天|什么时候|几号)(?:开始|结束|放)?(?:啊|呢)?"
)
_HOLIDAY_EN = re.compile(
    rf"(?:how (?:many days off|long)(?: do we (?:get|have))?(?: is| for| are| off| on| at| the| our)*|when is(?: the)?) "
    rf"(?P<english>{'|'.join(ENGLISH_FESTIVALS)})(?: holidays?)?",
    re.IGNORECASE,
)
_WHICH_DATE = re.compile(
    r"(?P<when>.{2,16}?)(?:那天)?(?:是|在)(?:几月)?(?:几号|哪一?天|几月几日|星期几|周几|礼拜几)(?:啊|呢|来着)?"
    r"|(?:what|which) (?:date|day) is (?P<when2>.{3,30})",
    re.IGNORECASE,
)
_FIRST_DAY_BACK = re.compile(
    r"(?P<when>.{2,10}?)(?:节|假期|放假|长假)?(?:之后|以后|后|回来)(?:是|要)?(?:哪一?天|几号|什么时候)(?:开始)?(?P<what>上课|上班|上学|返校)(?:啊|呢)?"
)
_WHOSE_LESSONS = re.compile(
    r"(?P<when>.{2,14}?)(?:按|上|是|用|补)+(?:星期几|周几|哪天|礼拜几)的?(?:课表|课|课程表)(?P<when2>(?!))?(?:啊|呢)?"
)
_EXAMS = re.compile(
    r"(?:什么时候|几号|哪天)(?:期中|期末)?(?:考试|期中考|期末考|月考)|(?:期中|期末)?(?:考试|期中考|期末考|月考)(?:时间|安排|是什么时候|什么时候|几号|在几号|是几号|是哪天|哪天|在哪天)+"
)
_TERM = re.compile(
    r"(?:什么时候|几号|哪天)(?P<what>开学|放假|期末|学期结束)(?:啊|呢)?|(?:下学期|这学期|本学期|学期)?(?P<what2>开学|期末|学期结束)(?:是|在)?(?:什么时候|几号|哪天)"
)
_DAY = re.compile(
    r"(?P<when>.{1,14}?)(?:我们|学校|老师|学生)?(?:要|需要|用|还|是|还要)*(?:不要|不用)?(?:上班|上课|放假|休息|调休|补课|补班|工作日)(?:吗|么|嘛|不|吧)"
    r"|(?P<when2>.{1,14}?)(?:上不上[班课]|放不放假|补(?:哪天|星期几|周几|谁)的?课|上(?:星期几|周几|哪天)的课)"
)


def heard(turn: Turn, text: str) -> bool:
    """Whether the message asks the calendar and nothing else; then it is answered."""
    said = fold(text).strip(" \n。.!?")
    if len(said) > LONGEST:
        return False
    for expression, answer in _QUESTIONS:
        match = expression.fullmatch(said)
        words = answer(turn, match) if match is not None else None
        if words is not None:
            turn.reply(words)
            return True
    return False


@router.command("校历", "calendar", "/calendar")
def overview_command(turn: Turn, _rest: str) -> None:
    """校历 alone."""
    turn.reply(overview(turn))


def overview(turn: Turn) -> Card:
    """Today's week, the next days off and make-up days, examinations, periods; what is only a guess says so."""
    calendar, today = turn.school.calendar, turn.school.calendar.date(turn.now)
    entered, bells = bool(rows.terms(turn.tx)), rows.periods(turn.tx)
    unset: Phrase = "" if entered else texts.UNSET
    facts: list[tuple[Phrase, Phrase]] = []
    term = calendar.term_at(today) or calendar.next_term(today)
    if term is not None:
        facts.append(
            (
                texts.TERM,
                joined(
                    [term.name, texts.span(term.first_day, term.last_day), _guess(term) if entered else unset], " ", " "
                ),
            )
        )
    offs = list(days_off(calendar, today, AHEAD))
    if offs:
        facts.append((texts.HOLIDAYS, joined([_off_words(one) for one in offs[:3]], "；", "; ")))
    made_up = [date for date in _dates(today, AHEAD) if is_made_up(calendar, date)]
    if made_up:
        facts.append(
            (texts.MAKE_UPS, joined([_made_up_words(calendar, date, today) for date in made_up[:4]], "；", "; "))
        )
    for name, spans in ((texts.EXAMS, calendar.exams), (texts.OTHER, (*calendar.quiet_days, *calendar.events))):
        coming = sorted((span.first_day, span.last_day, span.name) for span in spans if span.last_day >= today)
        if coming:
            facts.append(
                (
                    name,
                    joined(
                        [
                            texts.EXAM_IS(name=called or name, span=texts.span(first, last))
                            for first, last, called in coming[:3]
                        ],
                        "；",
                        "; ",
                    ),
                )
            )
    off_lessons = [
        Text(f"{texts.day(date, today).zh}{why}", f"{texts.day(date, today).en}: {why}")
        for date, why in sorted(calendar.no_classes.items())
        if date >= today
    ]
    if off_lessons:
        facts.append((texts.DAYS_NAMES["no_class"], joined(list(off_lessons[:4]))))
    for campus, its in ("", calendar), *calendar.campuses.items():
        if campus and its.periods == calendar.periods:
            continue
        known = any(row.campus in {"", campus} for row in bells)
        times = texts.BELLS(
            count=len(its.periods), start=f"{its.periods[0].start:%H:%M}", end=f"{its.periods[-1].end:%H:%M}"
        )
        facts.append(
            (
                texts.PERIODS_OF(campus=campus) if campus else texts.PERIODS,
                joined([times, "" if known else texts.UNSET], "", ""),
            )
        )
    facts.append((texts.QUIET, f"{calendar.quiet[0]:%H:%M}–{calendar.quiet[1]:%H:%M}"))
    title = texts.TITLE(today=texts.day(today), week=week_words(calendar, today))
    return Card(
        title, (day_words(calendar, today, today), *provisional_note(today)), tuple(facts), note=texts.HOW_TO_SET
    )


def provisional_note(today: dt.date, until: dt.date | None = None) -> tuple[Text, ...]:
    """The word that dates from a year on are a guess, once that year is near enough to be asked about."""
    last = (until or today + AHEAD * ONE_DAY).year
    for year in range(today.year, last + 1):
        if national_days(year).status is Status.PROVISIONAL:
            return (texts.PROVISIONAL_NOTE(year=year),)
    return ()


def week_words(calendar: SchoolCalendar, date: dt.date) -> Text:
    """Which week of which term a date lies in."""
    term, week = calendar.term_at(date), calendar.week_of_term(date)
    if term is None or week is None:
        return texts.NO_TERM
    words = texts.WEEK(term=term.name, week=week) if week > 0 else texts.BEFORE_TERM(term=term.name)
    return joined([words, _guess(term)], "", "")


def day_words(calendar: SchoolCalendar, date: dt.date, today: dt.date) -> Text:
    """What a date is, and whose timetable its classes follow."""
    day = calendar.day(date)
    kind = DayKind.MAKE_UP if is_made_up(calendar, date) else day.kind
    words: Phrase = texts.KINDS[kind]
    if kind in {DayKind.HOLIDAY, DayKind.VACATION} and day.label:
        words = joined([words, f"({day.label})"], "", " ")
    weekday = calendar.timetable_weekday(date)
    classes: Phrase = ""
    if date in calendar.no_classes:
        classes = joined(
            [
                Text("，", ", "),
                calendar.no_classes[date],
                texts.DAYS_NAMES["no_class"] if calendar.no_classes[date] != "停课" else "",
            ],
            "",
            " ",
        )
    elif kind is DayKind.MAKE_UP and weekday is None:
        classes = texts.MAKE_UP_OPEN(date=f"{date.month}月{date.day}日")
    elif kind is DayKind.MAKE_UP and weekday is not None:
        classes = texts.TIMETABLE(day=texts.WEEKDAYS[weekday])
    guess: Phrase = texts.PROVISIONAL if calendar.is_provisional(date) and kind is not DayKind.WEEKEND else ""
    return texts.DAY_IS(day=texts.day(date, today), kind=words, classes=joined([classes, guess], "", ""))


def is_made_up(calendar: SchoolCalendar, date: dt.date) -> bool:
    """Whether people work on a day that would be free, or follow another day's timetable."""
    day = calendar.day(date)
    other = day.is_workday and day.follows_weekday not in {None, date.weekday()}
    return day.is_workday and (date.weekday() >= 5 or other)


def days_off(calendar: SchoolCalendar, today: dt.date, ahead: int) -> Iterator[tuple[str, dt.date, dt.date]]:
    """Stretches of days off with the name that gives them reason; plain weekends are none."""
    run: list[dt.date] = []
    for date in _dates(today, ahead + YEAR):
        if not calendar.is_workday(date):
            run.append(date)
            continue
        named = _named(calendar, run)
        if named and run[0] <= today + ahead * ONE_DAY:
            yield named, run[0], run[-1]
        run = []
        if date > today + ahead * ONE_DAY:
            return


def _named(calendar: SchoolCalendar, run: list[dt.date]) -> str:
    labels = [day.label for day in map(calendar.day, run) if day.kind in {DayKind.HOLIDAY, DayKind.VACATION}]
    return "、".join(dict.fromkeys(label for label in labels if label))


def _dates(first: dt.date, count: int) -> Iterator[dt.date]:
    return (first + away * ONE_DAY for away in range(count))


def _guess(term: Term) -> Phrase:
    return texts.PROVISIONAL if term.status is Status.PROVISIONAL else ""


def _off_words(off: tuple[str, dt.date, dt.date]) -> Text:
    name, first, last = off
    words = texts.HOLIDAY_IS(name=name, span=texts.span(first, last), days=(last - first).days + 1)
    return joined([words, texts.PROVISIONAL if _is_guess(first, last) else ""], "", "")


def _is_guess(first: dt.date, last: dt.date) -> bool:
    return any(national_days(year).status is Status.PROVISIONAL for year in range(first.year, last.year + 1))


def _made_up_words(calendar: SchoolCalendar, date: dt.date, today: dt.date) -> Text:
    weekday = calendar.timetable_weekday(date)
    return texts.MAKE_UP_IS(day=texts.day(date, today), follows=texts.follows(weekday))


def _overview(turn: Turn, _match: re.Match[str]) -> Card:
    return overview(turn)


def _date_said(turn: Turn, said: str | None) -> dt.date | None:
    said = (said or "").strip(" ,的")
    calendar = turn.school.calendar
    if not said or said in {"今天", "现在", "本周", "这周", "这个星期", "today", "now"}:
        return calendar.date(turn.now)
    if found := parse_when(said, turn.now, calendar):
        return calendar.date(found[0].begins) if (found[0].start, found[0].end) == (0, len(said)) else None
    if said in {"下周", "下个星期", "下星期", "next week"}:
        return calendar.date(turn.now) + 7 * ONE_DAY
    return None


def _week(turn: Turn, match: re.Match[str]) -> Phrase | None:
    calendar = turn.school.calendar
    date = _date_said(turn, match["when"] or match["when2"])
    if date is None:
        return None
    unset: Phrase = "" if rows.terms(turn.tx) else texts.UNSET
    return joined(
        [texts.ASK_WEEK(day=texts.day(date, calendar.date(turn.now)), week=week_words(calendar, date)), unset], "", ""
    )


def _called(period: Period) -> Text:
    return Text(period.name, f"period {period.number}")


def _period_now(turn: Turn, _match: re.Match[str]) -> Phrase:
    calendar, local = turn.school.calendar, turn.local(turn.now)
    date = local.date()
    if not calendar.has_classes(date):
        day = calendar.day(date)
        why = calendar.no_classes.get(date) or texts.KINDS[day.kind]
        return texts.NO_CLASSES(day=texts.day(date, date), why=why)
    period = calendar.period_at(turn.now)
    if period is not None:
        return texts.NOW_PERIOD(name=_called(period), start=f"{period.start:%H:%M}", end=f"{period.end:%H:%M}")
    coming = next((period for period in calendar.periods if period.start > local.time()), None)
    if coming is None:
        return texts.NO_MORE_PERIODS
    return texts.BREAK_THEN(name=_called(coming), start=f"{coming.start:%H:%M}")


def _period(turn: Turn, match: re.Match[str]) -> Phrase | None:
    calendar = turn.school.calendar.of_place(match["campus"] or "")
    if match["campus"] and calendar is turn.school.calendar:
        return None
    number = read_number(match["number"] or match["number2"]) or 0
    period = calendar.period(number)
    if period is None:
        return texts.NO_PERIOD(number=number, count=len(calendar.periods))
    unset: Phrase = "" if rows.periods(turn.tx) else texts.UNSET
    words = texts.PERIOD_AT(name=_called(period), start=f"{period.start:%H:%M}", end=f"{period.end:%H:%M}")
    return joined([words, unset], "", "")


def _holiday(turn: Turn, match: re.Match[str]) -> Phrase | Card | None:
    calendar, today = turn.school.calendar, turn.school.calendar.date(turn.now)
    said = match["name"] or match["name2"] or match["name3"]
    name = HOLIDAYS.get(said, said)
    start, ahead = today, YEAR
    if match["year"]:
        year = {"今年": today.year, "明年": today.year + 1}.get(match["year"]) or int(match["year"][:4])
        start, ahead = dt.date(year, 1, 1), 365
    if name in {"寒假", "暑假"}:
        return _vacation(turn, name, today)
    wanted = str(name).removesuffix("节")
    for label, first, last in days_off(calendar, start, ahead):
        if wanted in label:
            made_up = [
                date for date in _dates(first - 10 * ONE_DAY, (last - first).days + 21) if is_made_up(calendar, date)
            ]
            lines = [_made_up_words(calendar, date, today) for date in made_up]
            return Card(_off_words((label, first, last)), tuple(lines))
    return texts.NO_HOLIDAY(name=said)


def _holiday_en(turn: Turn, match: re.Match[str]) -> Phrase | Card | None:
    """The same in English."""
    name = next(zh for en, zh in ENGLISH_FESTIVALS.items() if re.fullmatch(en, match["english"].lower()))
    calendar = turn.school.calendar
    for label, first, last in days_off(calendar, calendar.date(turn.now), YEAR):
        if name.removesuffix("节") in label:
            return _off_words((label, first, last))
    return texts.NO_HOLIDAY(name=name)


def _which_date(turn: Turn, match: re.Match[str]) -> Phrase | None:
    """下下周三是几号: the date, and what kind of day it is."""
    date = _date_said(turn, match["when"] or match["when2"])
    return None if date is None else day_words(turn.school.calendar, date, turn.school.calendar.date(turn.now))


def _first_day_back(turn: Turn, match: re.Match[str]) -> Phrase | None:
    """国庆后哪天上课."""
    date = _date_said(turn, f"{match['when'].removesuffix('节')}后第一天")
    return None if date is None else day_words(turn.school.calendar, date, turn.school.calendar.date(turn.now))


def _vacation(turn: Turn, name: str, today: dt.date) -> Phrase:
    calendar = turn.school.calendar
    terms = sorted(calendar.terms, key=lambda term: term.first_day)
    unset: Phrase = "" if rows.terms(turn.tx) else texts.UNSET
    for before, after in pairwise(terms):
        first, last = before.last_day + ONE_DAY, after.first_day - ONE_DAY
        if last >= today and first <= last and ("暑假" if first.month in {6, 7, 8} else "寒假") == name:
            guess: Phrase = texts.PROVISIONAL if Status.PROVISIONAL in {before.status, after.status} else ""
            words = texts.VACATION_IS(name=name, span=texts.span(first, last), days=(last - first).days + 1)
            return joined([words, guess, unset], "", "")
    return texts.NO_HOLIDAY(name=name)


def _exams(turn: Turn, _match: re.Match[str]) -> Phrase | Card:
    calendar = turn.school.calendar
    today = calendar.date(turn.now)
    coming = sorted((exam.first_day, exam.last_day, exam.name) for exam in calendar.exams if exam.last_day >= today)
    if not coming:
        return texts.NO_EXAMS
    lines = [texts.EXAM_IS(name=name or texts.EXAMS, span=texts.span(first, last)) for first, last, name in coming[:6]]
    return Card(lines[0], tuple(lines[1:]))


def _term(turn: Turn, match: re.Match[str]) -> Phrase | None:
    calendar = turn.school.calendar
    today, what = calendar.date(turn.now), match["what"] or match["what2"]
    unset: Phrase = "" if rows.terms(turn.tx) else texts.UNSET
    term = calendar.next_term(today) if what == "开学" else calendar.term_at(today) or calendar.next_term(today)
    if term is None:
        return None
    words = texts.EXAM_IS(name=term.name, span=texts.span(term.first_day, term.last_day))
    return joined([words, _guess(term) if not unset else "", unset], "", "")


def _day(turn: Turn, match: re.Match[str]) -> Phrase | None:
    calendar = turn.school.calendar
    date = _date_said(turn, match["when"] or match["when2"])
    return None if date is None else day_words(calendar, date, calendar.date(turn.now))


_QUESTIONS: tuple[tuple[re.Pattern[str], Answer], ...] = (
    (_OVERVIEW, _overview),
    (_WEEK, _week),
    (_PERIOD_NOW, _period_now),
    (_PERIOD, _period),
    (_HOLIDAY, _holiday),
    (_HOLIDAY_EN, _holiday_en),
    (_FIRST_DAY_BACK, _first_day_back),
    (_WHOSE_LESSONS, _day),
    (_EXAMS, _exams),
    (_TERM, _term),
    (_DAY, _day),
    (_WHICH_DATE, _which_date),
)
