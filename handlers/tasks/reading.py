"""What a sentence asks of whom until when: 请各部门周五前报送2026年设备清单 · have the maths group hand in … by Friday.

Read against the school's own departments and calendar. What is not said is asked for; nothing is guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers import audience_words
from handlers.audience import Audience, Group, is_part_of
from handlers.departments import departments
from handlers.errors import Incomplete
from handlers.numerals import fold
from handlers.people_named import person_called, person_in
from handlers.school_time import SchoolCalendar
from handlers.tasks import texts
from handlers.texts import EDGES
from handlers.time_phrases import Precision, Relation, When, parse_when
from handlers.turn import Turn
from storage.people import Person, Role

LONGEST = 300  # characters of a task
_ANY_DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)  # to see whether words are a day at all, any will do
_EVERY = re.compile(r"(?:全校)?(?:各|每)个?(?:职能)?(?:部门|处室|科室|单位|中心)(?:的?联络[人员])?们?")
_LEAD = re.compile(
    r"^(?:(?:新任务|新增任务|下达任务|布置任务|部门任务|任务|交办)\s*[:,]?\s*|请(?!假)|麻烦|烦请|让|叫|要求|要|安排|布置|责成|由|向"
    r"|收集一?下?|征集一?下?|催收|(?:please\s+)?(?:ask|have|tell|get|let)\s+|collect\s+(?:from\s+)?|please\s+)+",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"报送|上报|填报|申报|报来|报上来|报一下|报给|报到|提交|上交|交来|交上来|交到|交给|[交报](?=[^流换接通道修名到销])|发(?:给|到)?(?:我|给)|给我|写(?:好|完|一)|提供|反馈|汇总"
    r"|整理|收集|填写|填好|填完|准备|自查|盘点|核对|统计|清点|配合|协助|支持|派(?:人|员|一|两|\d)|登记|梳理|完成|更新|确认"
    r"|\b(?:send|submit|provide|hand|report|fill|list|prepare|check|support|return|update|complete)\b"
)
# What a department does itself by a day: only under a lead that orders it, 安排教务处检查 plans an inspection of it.
_DOES = re.compile(r"[做搞办](?:好|完|一|个|次|下)|进行|开展|检查|排查|摸底|整改|落实|清理|修改|更换|修好|解决")
_ORDERS = re.compile(r"(?:请|让|叫|要|要求|责成)\s*$")
_BESIDES = re.compile(r"[,，]\s*(?:除了?|不含|不包括)?([^,，]{2,12}?)(?:除外|以外|不用[交报])[了。]?$")
_COLLECTS = re.compile(r"收集|征集|催收|collect")
_TAIL = re.compile(
    r"^(?:们|都|均|务必|一定|尽快|统一|分别|各自|能|可以|要|需要?|在|于|把|将|给我|帮忙|\s|to\b|all\b|please\b)+"
)
_LEFT = re.compile(r"^(?:的)+|(?:在|于|请|务必|截止到?|最晚|不晚于|by|before|until)\s*$|(?:即可|就行|谢谢|thanks)$")
_OWNER = re.compile(
    r"(?:请|由|让|责成|交给?|给)\s*([^\s,。;:请由让]{2,8}?)(?:老师|同志)?(?:牵头|负责|承办|落实|在|于|抓|把|两|一|下|本|月|周|$)"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a sentence says: the departments (all of them where `everybody`), what, and until when."""

    whom: str = ""  # the words for the departments
    what: str = ""
    due: datetime | None = None
    persons: tuple[Person, ...] = ()


def read_request(turn: Turn, text: str) -> Wanted:
    """The parts of a sentence by which the CIO gives a task; a part that is not there stays empty."""
    said = _EVERY.sub("各部门", fold(text).strip(EDGES))
    besides = _BESIDES.search(said)
    if besides is not None:
        said = said[: besides.start()]
    led = _LEAD.match(said)
    rest = said[led.end() :] if led else said
    whom, rest = _whom(turn, rest)
    due, rest = cut_due(turn, rest)
    if besides is not None and whom:
        whom = f"{whom}除了{besides[1]}"
    return Wanted(whom, _tidy(rest), due)


def asks_departments(turn: Turn, text: str) -> bool:
    """Whether a sentence of the CIO's surely asks departments for something: a lead, a department, a verb of handing in."""
    said = _EVERY.sub("各部门", fold(text).strip(EDGES))
    if (
        re.search(
            r"[?]$|[吗呢么]$|^(?:谁|哪)|^(?:发)?通知|^提醒|(?:安排|组织|举办|参加|开展)[^,。]{0,12}(?:培训|演练)", said
        )
        or len(said) > LONGEST
    ):
        return False
    led = _LEAD.match(said)
    rest = said[led.end() :] if led else said
    whom, left = _whom(turn, rest)
    if whom and led is not None and _ORDERS.match(led[0]) and _DOES.search(left) and due_in(turn, left) is not None:
        return True
    if not whom or not (_VERB.search(left) or _COLLECTS.match(said)):
        return False
    return led is not None or due_in(turn, left) is not None


def _whom(turn: Turn, rest: str) -> tuple[str, str]:
    """The departments a sentence begins with, and what follows; ("", rest) where it begins with something else."""
    due, left = _leading_due(turn, rest)
    try:
        found = audience_words.at_the_start(turn.tx, left)
    except Incomplete:
        return "", rest
    if found is None or not _of_departments(found.audience):
        return "", rest
    return left[: found.end].strip(EDGES), f"{due}{left[found.end :]}"


def _leading_due(turn: Turn, rest: str) -> tuple[str, str]:
    """周五前请各部门…: the day stands first."""
    first = next(iter(parse_when(rest, turn.now, turn.school.calendar)), None)
    if first is None or first.start != 0 or not _is_deadline(first):
        return "", rest
    after = rest[first.end :].lstrip(EDGES)
    led = _LEAD.match(after)
    return rest[: first.end], after[led.end() :] if led else after


def _of_departments(audience: Audience) -> bool:
    """Whether an audience is made of departments, of those who answer for them, and of persons by name."""
    if not audience.groups or any(group.tags or group.unanswered for group in audience.groups):
        return False
    answers = {Role.LIAISON.value, Role.HEAD.value}
    return all(
        (group.departments and set(group.roles) <= answers)
        or (group.roles and set(group.roles) <= answers)
        or bool(group.persons)
        for group in audience.groups
    )


def _answering(turn: Turn) -> list[Person]:
    return turn.everyone(Role.LIAISON, Role.HEAD)


def departments_meant(turn: Turn, words: str) -> list[str]:
    """The departments that words for them mean now. Raises `Incomplete` naming what is not known."""
    said = _EVERY.sub("各部门", fold(words).strip(EDGES))
    if said in {"全部", "所有", "都要", "全校", "all", "everyone", "各部门"}:
        said = "各部门"
    audience = audience_words.read(turn.tx, said).audience
    if not _of_departments(audience):
        raise Incomplete(texts.WHOM_UNREAD)
    known = departments(turn)
    besides = _named(turn, audience.besides, known)
    return [one for one in _named(turn, audience.groups, known) if one not in besides]


def persons_meant(turn: Turn, words: str) -> list[Person]:
    """Those named who answer for no department: the task is their own."""
    audience = audience_words.read(turn.tx, fold(words).strip(EDGES)).audience
    keys = [key for group in audience.groups for key, _name in group.persons]
    answering = {person.id for person in _answering(turn)}
    found = (turn.tx.get(Person, key) for key in dict.fromkeys(keys) if key not in answering)
    return [person for person in found if person is not None and person.active]


def _named(turn: Turn, groups: tuple[Group, ...], known: list[str]) -> list[str]:
    found: dict[str, None] = {}
    by_id = {person.id: person for person in _answering(turn)}
    for group in groups:
        for key, _name in group.persons:
            if key in by_id:
                found.setdefault(by_id[key].department)
        if group.persons:
            continue
        for name in group.departments or known:
            exact = [name] if name in known and group.departments else []
            for one in exact or [one for one in known if not group.departments or is_part_of(one, name)]:
                found.setdefault(one)
    return list(found)


def due_in(turn: Turn, text: str) -> datetime | None:
    """The deadline a text names: the last working minute of its day; None where it names none."""
    times = [one for one in parse_when(text, turn.now, turn.school.calendar) if _is_deadline(one)]
    if not times:
        return None
    meant = next((one for one in times if one.relation is Relation.BEFORE), times[-1])
    return _moment(meant, turn.now, turn.school.calendar)


def cut_due(turn: Turn, text: str) -> tuple[datetime | None, str]:
    """The deadline and the text without it."""
    times = [one for one in parse_when(text, turn.now, turn.school.calendar) if _is_deadline(one)]
    if not times:
        return None, text
    meant = next((one for one in times if one.relation is Relation.BEFORE), times[-1])
    before = _LEFT.sub("", text[: meant.start].rstrip(EDGES))
    apart = text[: meant.start].rstrip().endswith((",", "，", ";")) and before and text[meant.end :].strip(EDGES)
    rest = text[meant.end :].lstrip(EDGES) if apart else text[meant.end :]
    return _moment(meant, turn.now, turn.school.calendar), f"{before}{'，' if apart else ''}{rest}"


def _is_deadline(when: When) -> bool:
    """2026年设备清单 names a year and no deadline; 周五, 9月30日 and 本周内 are ones."""
    return when.relation is Relation.BEFORE or (when.relation is Relation.AT and when.precision is not Precision.SPAN)


def _moment(when: When, now: datetime, calendar: SchoolCalendar) -> datetime:
    if when.precision is Precision.MINUTE:
        return when.at
    if when.relation is Relation.BEFORE and calendar.is_workday(calendar.date(when.at)):
        return when.at
    last = calendar.date(when.ends - timedelta(minutes=1))
    if when.precision is Precision.SPAN and when.relation is Relation.BEFORE and when.begins > now:
        last = calendar.date(when.at)  # 下周前, 11月中旬前: before it begins
    day = last if calendar.is_workday(last) else calendar.next_workday(last, step=-1)
    closing = calendar.at(day, calendar.hours[-1][1]) if calendar.hours else when.ends
    return closing if closing > now else when.ends


def _tidy(rest: str) -> str:
    said = rest.strip(EDGES)
    while (led := _TAIL.match(said)) and led.end():
        said = said[led.end() :]
    return _LEFT.sub("", said.strip(EDGES)).strip(EDGES)[:LONGEST]


def read_day(text: str) -> str:
    """A day as it was written, if it is one; which one it is, the school's calendar says later. Raises `Incomplete`."""
    said = text.strip()
    try:
        datetime.fromisoformat(said)
    except ValueError:
        if not parse_when(said, _ANY_DAY, SchoolCalendar()):
            raise Incomplete(texts.DUE_UNREAD) from None
    return said


def read_owner(text: str) -> str:
    """A name; whether somebody is called so is asked of the school later."""
    name = re.sub(r"^(?:交给|交由|由|给|请|让)", "", text.strip(EDGES))
    if not name:
        raise Incomplete(texts.OWNER_ASK)
    return name[:20]


def amend(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Owner and day out of one message: 交给王师傅，9月30日前."""
    found: dict[str, Any] = {}
    person = owner_in(turn, text)
    if person is not None:
        found["owner"] = person.name
    due = due_in(turn, text)
    if due is not None:
        found["due"] = turn.local(due).isoformat()
    del known
    return found


def day_of(turn: Turn, words: str) -> datetime:
    """The moment of a day as it was written or kept. Raises `Incomplete` for one that is over or is none."""
    try:
        due: datetime | None = datetime.fromisoformat(words)
    except ValueError:
        due = due_in(turn, words)
        if due is None:
            times = parse_when(words, turn.now, turn.school.calendar)
            due = _moment(times[-1], turn.now, turn.school.calendar) if times else None
    if due is None:
        raise Incomplete(texts.DUE_UNREAD)
    if due.tzinfo is None:
        due = due.replace(tzinfo=turn.school.zone)
    if due <= turn.now:
        raise Incomplete(texts.DUE_OVER)
    return due


def owner_in(turn: Turn, text: str) -> Person | None:
    """Whoever a sentence names as the one to do it: by name, by family name and title, or by their department."""
    person = person_in(turn, text)
    if person is not None:
        return person
    named = _OWNER.search(fold(text))
    if named is not None:
        try:
            return person_called(turn, named[1])
        except Incomplete:
            pass
    return None


def department_in(turn: Turn, text: str) -> str:
    """The department a sentence names; the longest name where one contains another; "" for none."""
    return max((one for one in departments(turn) if one in text), key=len, default="")
