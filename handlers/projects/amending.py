"""What a change asked for in words makes of a project's own fields: its money, its days, its scope (product 4.2)."""

import re
from calendar import monthrange
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, time, timedelta
from typing import Any

from handlers.errors import Incomplete
from handlers.forms import Form
from handlers.money import find_yuan, read_yuan
from handlers.numerals import CHINESE, find_codes, fold, read_number, without
from handlers.periods import Span, find_span
from handlers.projects import texts, words
from handlers.projects.request import BY_NAME, FIELDS
from handlers.texts import EDGES, Text
from handlers.turn import Turn
from storage.projects import SCOPE, Project

# In folded text: "加2000元", "追加两千", "减少1万"; "增加到4万" names the whole.
_BY_SO_MUCH = re.compile(
    rf"(?:(?P<more>增加|追加|上调|超出|超支|超|加|多|涨)|减少|削减|下调|减|省|少)了?(?:大?约)?\s*"
    rf"(?P<amount>(?:[0-9][0-9,.]*\s*[万千wk]?|{CHINESE})元?)(?![,.]?[0-9万千wk一二两三四五六七八九十百]|\s*[%个台人天周次])"
)
_MONEY = ("预算", "经费", "费用", "budget")
_LATER = r"延期|延长|延后|延迟|推迟|顺延|后延|往后|推后|晚|extend|postpone|delay|push|later"
_EARLIER = r"提前|提早|往前|earlier|forward"
_MOVES = re.compile(
    rf"(?:(?P<later>{_LATER})|(?P<earlier>{_EARLIER}))[^,;。到至\d一二三四五六七八九十半]{{0,12}}?"
    rf"(?P<number>\d{{1,3}}|半|{CHINESE}|(?:one|two|three|four|five|six)\b)\s*个?\s*"
    r"(?P<unit>工作日|working days?|天|日|周|星期|礼拜|(?<=个)月|days?|weeks?|months?)(?!\s*\d)",
    re.IGNORECASE,
)
_ENGLISH_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_ABOUT_DAYS = re.compile(
    rf"{_LATER}|{_EARLIER}|工期|时间|日期|进度|结束|完成|上线|竣工|截止|开始|启动|开工|改期"
    r"|\b(?:end|deadline|schedule|until|start|finish|date)",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"开始|启动|开工|start|begin", re.IGNORECASE)
_FINISHES = re.compile(r"结束|完成|上线|竣工|截止|验收|end|finish|deadline|until", re.IGNORECASE)
_FROM_UNTIL = re.compile(r"到|至|~|—|(?<!\d)-|-(?!\d)|\bto\b|until", re.IGNORECASE)
_NEEDS_A_DAY = re.compile(rf"{_LATER}|提前|提早|改期|工期", re.IGNORECASE)
_SCOPE = re.compile(r"(?:项目|建设|实施)?(?:范围|内容)|\bscope\b", re.IGNORECASE)
_TO = re.compile(r"^\s*(?:[:是为]|改[为成到]|调整?[为成到]|变[为成]|换成|to\b)\s*", re.IGNORECASE)
_BECAUSE = re.compile(r"^\s*(?:因为|由于|原因|理由|因|because|since|as )", re.IGNORECASE)
_A_CHANGE = re.compile(
    r"^(?:我们?)?(?:想要?|要|申请)?(?:变更|更改|修改|change)(?:一?下)?(?:项目|申请|(?:the )?project)?", re.IGNORECASE
)
_NOON = time(12)


def read_change(turn: Turn, project: Project, said: str, *, days_only: bool = False) -> dict[str, Any]:
    """The fields as they would be afterwards; only those that differ. Raises `Incomplete` for what cannot be.

    Where neither money nor days nor a field is named, the words are about what is done: the scope. `days_only`: what is
    said while a paused project goes on.
    """
    found: dict[str, Any] = {}
    labelled, rest = _READER.labelled(said)
    if not days_only:
        if "indicators" in labelled:
            raise Incomplete(words.INDICATORS_STAY)
        found |= {name: _read(name, value) for name, value in labelled.items() if name not in ("budget", "schedule")}
        amount = new_budget(said, project.budget)
        if amount is not None:
            found["budget"] = amount
    schedule = _new_schedule(turn, project, labelled.get("schedule", ""), said)
    if schedule:
        found["schedule"] = schedule
    if not found and _NEEDS_A_DAY.search(said) and not _SCOPE.search(said):
        raise Incomplete(words.UNTIL_WHEN)
    if not days_only and (_SCOPE.search(said) or not (found or labelled)):
        found[SCOPE] = _scope_in(rest or said)
    new = {name: value for name, value in found.items() if value != getattr(project, name)}
    if not new and not days_only:
        raise Incomplete(words.NOTHING_CHANGES)
    return new


def new_budget(said: str, budget: int) -> int | None:
    """What the budget would be: "改到4万" is the whole of it, "加两千" comes on top. None where it is not about money."""
    if not any(word in said.lower() for word in _MONEY):
        return None
    match = _BY_SO_MUCH.search(fold(said))
    if match is None:
        return find_yuan(said)
    with suppress(Incomplete):
        return max(0, budget + (read_yuan(match["amount"]) if match["more"] else -read_yuan(match["amount"])))
    return None


def difference(before: Mapping[str, Any], fields: Mapping[str, Any]) -> list[Text]:
    """What a change makes of each field, one line for each."""
    lines = []
    for name, field in BY_NAME.items():
        if name not in fields or fields[name] == before.get(name):
            continue
        old, new = field.shown(before.get(name, "")), field.shown(fields[name])
        lines.append(words.FROM_TO(field=field.label, before=old, after=new))
    was, will = before.get(SCOPE), fields.get(SCOPE)
    if will and will != was:
        lines.append(words.FROM_TO(field=words.SCOPE, before=was or words.AS_APPROVED, after=will))
    return lines


def _read(name: str, value: str) -> Any:
    """A field's new value; a reason that follows it is not part of it."""
    cut = re.search(r"[,;。](?=\s*(?:因为|由于|原因|理由|because))", fold(value))
    value = value[: cut.start()] if cut else value
    try:
        return BY_NAME[name].value_of(value)
    except Incomplete:
        return BY_NAME[name].value_of(re.split(r"[,，;；。]", value)[0])


def _new_schedule(turn: Turn, project: Project, labelled: str, said: str) -> str:
    """The days as they would be, with their years, so that they still mean the same next year; "" when none are named."""
    about = labelled or "\n".join(part for part in re.split(r"[;；。\n]", said) if _ABOUT_DAYS.search(fold(part)))
    if not about:
        return ""
    calendar = turn.school.calendar
    old = find_span(project.schedule, project.submitted_at, calendar)
    first = old.first if old else calendar.date(project.decided_at or project.submitted_at)
    moved = _moved(turn, old, fold(about))
    if moved is None:
        named = find_span(about, turn.now, calendar)
        if named is None:
            return ""
        portion = fold(about)[named.start : named.end]
        finishes = _FINISHES.search(about) is not None
        begins = _BEGINS.search(about) is not None
        is_range = _FROM_UNTIL.search(portion) is not None or (begins and finishes)
        if is_range and named.first != named.last:
            moved = Span(named.first, named.last)
        elif begins and not finishes and old is not None:
            moved = Span(named.first, named.first + (old.last - old.first))
        else:
            moved = Span(first, named.last)
    if moved.last < moved.first:
        raise Incomplete(words.ENDS_BEFORE(last=_day(moved.last), why=words.IS_BEFORE_START(first=_day(moved.first))))
    if moved.last < calendar.date(turn.now):
        raise Incomplete(words.ENDS_BEFORE(last=_day(moved.last), why=words.IS_PAST))
    same = old is not None and (old.first, old.last) == (moved.first, moved.last)
    return project.schedule if same else f"{_day(moved.first)}到{_day(moved.last)}"


def _moved(turn: Turn, old: Span | None, about: str) -> Span | None:
    """The days moved by so much: 延期两周, 提前一个月; the beginning moves along only where it is named."""
    match = _MOVES.search(about)
    if match is None or old is None:
        return None
    unit, number = match["unit"].lower(), match["number"].lower()
    count = 0.5 if number == "半" else float(_ENGLISH_NUMBERS.get(number) or read_number(number) or 0)
    sign = 1 if match["later"] else -1
    both = bool(_BEGINS.search(about)) and not _FINISHES.search(about)

    def move(day: date) -> date:
        if "工作" in unit or "working" in unit:
            calendar = turn.school.calendar
            at = calendar.add_workdays(calendar.at(day, _NOON), sign * round(count))
            return calendar.date(at)
        if unit.startswith(("周", "星期", "礼拜", "week")):
            return day + timedelta(days=sign * round(7 * count))
        if unit.startswith(("月", "month")):
            return _months_on(day, sign * round(count)) if count >= 1 else day + timedelta(days=sign * 15)
        return day + timedelta(days=sign * round(count))

    return Span(move(old.first) if both else old.first, move(old.last))


def _months_on(day: date, months: int) -> date:
    """The same day some months later; the last day stays the last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last, lasts = monthrange(year, month + 1)[1], monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if day.day == lasts else min(day.day, last))


def _scope_in(said: str) -> str:
    """What is said about what is done, without the reason and without what only says that it is a change."""
    said = without(said, (code for code in find_codes(said) if code.prefix))
    said = _A_CHANGE.sub("", said.strip(EDGES)).strip(EDGES) or said
    clauses = [part for part in re.split(r"[,，;；。\n]", said) if part.strip() and not _BECAUSE.match(part)]
    about = next((part for part in clauses if _SCOPE.search(part)), None)
    if about is None:
        return "，".join(part.strip(EDGES) for part in clauses) or said.strip(EDGES)
    match = _SCOPE.search(about)
    assert match is not None  # noqa: S101 -- the clause was chosen by it
    return _TO.sub("", about[match.end() :]).strip(EDGES) or about.strip(EDGES)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _never(_turn: Turn, _answers: dict[str, Any], _code: str) -> None:
    raise AssertionError("the form only lends its names for the fields")


_READER = Form("projects.amended", texts.FORM, FIELDS, _never)
