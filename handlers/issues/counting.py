"""How many reports, by department and time: the number, of when, counted how, and the list behind it (5.2.3).

A head sees the own department, who runs the desk and leaders see all of them. Nobody learns from a number who reported:
small departments stand together for leaders, and a head's list names neither people nor rooms.
"""

import re
from datetime import date, datetime, time, timedelta

from handlers.cards import TOKEN_BYTES, Button, Card, token
from handlers.errors import Refused
from handlers.issues import cards
from handlers.issues import count_texts as texts
from handlers.issues.desk import router
from handlers.issues.flow import FLOW
from handlers.issues.rules import SMALL_GROUP
from handlers.past_periods import past_span
from handlers.periods import Span
from handlers.texts import NOT_INSTALLED, Phrase, Text
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understanding.phrasing import plain
from storage import issues, people
from storage.issues import Issue
from storage.people import Person, Role

RECENT_DAYS = 30  # what "lately" means where no time is named
MOST_LINES = 10
_ABOUT = re.compile(r"报修|工单|故障|维修|报障|报了|\b(?:issues?|tickets?|reports?|faults?|repairs?)\b", re.IGNORECASE)
_OTHER_FIGURE = re.compile(
    r"率|占比|比例|百分|平均|时长|多久|分钟|对比|环比|同比|满意|评分|走势|趋势|\b(?:rate|average|percent|ratio|trend)",
    re.IGNORECASE,
)
_OTHER_CUT = re.compile(
    r"(?:哪|各|每)(?:个|栋|层|类|种|间)?(?:楼|教室|年级|设备|校区|类)|投影|打印|电脑|网络|空调|\bby (?:building|room|device)",
    re.IGNORECASE,
)
_OWN = re.compile(r"我们|本部门|本组|本科室|我部门|我组|咱们|\b(?:our|my) (?:department|team|group)", re.IGNORECASE)
_ALL_READ = (Role.DISPATCHER, Role.CIO, Role.TECHNICIAN)
_ALL_COUNT = (*_ALL_READ, Role.LEADER, Role.AUDITOR)


@router.say("stat_query")
def counted(turn: Turn, text: str, _meant: Understood) -> None:
    """Such as "我们部门这个月报修多少". A figure we cannot work out is said to be none of ours, never guessed."""
    text = plain(text)
    if not _ABOUT.search(text):
        turn.reply(NOT_INSTALLED)
    elif _OTHER_FIGURE.search(text) or _OTHER_CUT.search(text):
        turn.reply(texts.NOT_A_COUNT)
    else:
        count(turn, text)


@router.command("部门报修", "部门统计", "department reports")
def count(turn: Turn, text: str) -> None:
    """The number for whoever may see it: a head's own department, else the one named, else all of them."""
    person, text = turn.person(), plain(text)
    if not person.holds(Role.HEAD, *_ALL_COUNT):
        raise Refused(texts.NOT_YOURS)
    named = _department_in(turn, text)
    own = person.department if _OWN.search(text) or not person.holds(*_ALL_COUNT) else ""
    if named and not person.holds(*_ALL_COUNT) and named != person.department:
        raise Refused(texts.ONLY_OWN(department=person.department or texts.UNKNOWN))
    span = past_span(text, turn.now, turn.school.calendar)
    department = named or own
    if department or own or not person.holds(*_ALL_COUNT):
        _one_department(turn, department, span)
    else:
        _all_departments(turn, span)


@router.button("counted")
def the_list(turn: Turn, code: str, department: str) -> None:
    """The rows behind a number, as far as this person may see them."""
    person = turn.person()
    everything = person.holds(*_ALL_READ)
    span = _span(code)
    if span is None or not (everything or (person.holds(Role.HEAD) and department == person.department)):
        raise Refused(texts.NOT_YOURS)
    found = list(issues.filed_between(turn.tx, *_moments(turn, span), department=department or None))
    title = texts.LIST(department=department or texts.SCHOOL, when=span.words, count=len(found))
    if everything:
        turn.reply(cards.listed(turn, title, list(reversed(found))))
        return
    least = turn.rule(SMALL_GROUP)
    if len(found) < least:
        raise Refused(texts.TOO_FEW_TO_LIST(least=least))
    turn.reply(Card(title, tuple(_nameless(issue) for issue in reversed(found[-MOST_LINES:])), note=texts.NO_NAMES))


def _one_department(turn: Turn, department: str, span: Span | None) -> None:
    span, when = _period(turn, span)
    by_status = issues.counts_between(turn.tx, *_moments(turn, span)).get(department, {})
    name: Phrase = department or texts.UNKNOWN
    total = sum(by_status.values())
    if not total:
        turn.reply(Card(texts.NONE(department=name, when=when), note=texts.WHICH_PERIOD))
        return
    facts = tuple((FLOW.statuses[status], str(by_status[status])) for status in FLOW.statuses if status in by_status)
    title = texts.OF_DEPARTMENT(department=name, when=when, count=total)
    allowed = turn.person().holds(*_ALL_READ) or (
        turn.person().holds(Role.HEAD) and department == turn.person().department
    )
    turn.reply(Card(title, (texts.HOW,), facts, _list_button(span, department) if allowed else ()))


def _all_departments(turn: Turn, span: Span | None) -> None:
    span, when = _period(turn, span)
    counts = {
        name: sum(states.values()) for name, states in issues.counts_between(turn.tx, *_moments(turn, span)).items()
    }
    total = sum(counts.values())
    if not total:
        turn.reply(Card(texts.NONE_AT_ALL(when=when), note=texts.WHICH_PERIOD))
        return
    lines: list[Phrase] = [texts.HOW]
    everything = turn.person().holds(*_ALL_READ)
    facts = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    few: list[int] = []
    if not everything:
        least = turn.rule(SMALL_GROUP)
        few = [number for _name, number in facts if number < least]
        facts = [(name, number) for name, number in facts if number >= least]
    shown: list[tuple[Phrase, Phrase]] = [(name or texts.UNKNOWN, str(number)) for name, number in facts]
    if few:
        shown.append((texts.FEW(least=least), str(sum(few))))
        lines.append(texts.FEW_HIDDEN(least=least))
    title = texts.OF_SCHOOL(when=when, count=total)
    turn.reply(Card(title, tuple(lines), tuple(shown), _list_button(span, "") if everything else ()))


def _span(code: str) -> Span | None:
    """The days a button names; None for what no button of ours says."""
    first, _, last = code.partition("-")
    try:
        return Span(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None


def _department_in(turn: Turn, text: str) -> str:
    known = {person.department for person in people.active_people(turn.tx)} - {""}
    return max((name for name in known if plain(name) in text), key=len, default="")


def _period(turn: Turn, span: Span | None) -> tuple[Span, Phrase]:
    if span is not None:
        return span, span.words
    today = turn.school.calendar.date(turn.now)
    recent = Span(today - timedelta(days=RECENT_DAYS - 1), today)
    return recent, texts.LAST_DAYS(days=RECENT_DAYS, span=recent.words)


def _moments(turn: Turn, span: Span) -> tuple[datetime, datetime]:
    calendar = turn.school.calendar
    return calendar.at(span.first, time.min), calendar.at(span.last + timedelta(days=1), time.min)


def _list_button(span: Span, department: str) -> tuple[Button, ...]:
    days = f"{span.first:%Y%m%d}-{span.last:%Y%m%d}"
    if ":" in department or len(f"{FLOW.name}.counted:{days}:{department}".encode()) > TOKEN_BYTES:
        return ()
    return (Button(texts.SHOW_LIST, token(FLOW.name, "counted", days, department)),)


def _nameless(issue: Issue) -> Text:
    what = " ".join(part for part in (issue.asset, issue.fault) if part)
    status = FLOW.statuses[issue.status]
    return Text(f"{what} · {status.zh}", f"{what} · {status.en}")


def is_head_only(person: Person) -> bool:
    """Whether a queue means figures to this person: a head who neither repairs nor hands out work."""
    return person.holds(Role.HEAD) and not person.holds(*_ALL_READ)
