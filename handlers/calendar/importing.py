"""The school year from a table, CSV or XLSX: whole or not at all, a bad row named with its line and reason.

One row per fact: `kind,start,end,name,follows,campus,period,provisional`. The same table again changes nothing.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from handlers.calendar.edits import BadEdit, Edit, check, check_one, period_name
from handlers.numerals import fold, read_number
from handlers.tables import BadList, BadRow, lines_of
from handlers.texts import Text
from handlers.timing.time_words import WEEKDAYS
from storage.calendar import DaysKind, DaysRow, PeriodRow, TermRow

COLUMNS = ("kind", "start", "end", "name", "follows", "campus", "period", "provisional")
CHINESE_COLUMNS = {
    "类型": "kind", "类别": "kind", "开始": "start", "日期": "start", "开始日期": "start", "结束": "end", "结束日期": "end",
    "名称": "name", "事项": "name", "补": "follows", "补课": "follows", "按": "follows", "课表": "follows", "校区": "campus",
    "节次": "period", "节": "period", "暂定": "provisional",
}  # fmt: skip
KINDS = {
    "学期": "term", "放假": DaysKind.HOLIDAY, "假期": DaysKind.HOLIDAY, "补课": DaysKind.MAKE_UP, "调休": DaysKind.MAKE_UP,
    "上班": DaysKind.MAKE_UP, "makeup": DaysKind.MAKE_UP, "停课": DaysKind.NO_CLASS, "考试": DaysKind.EXAM,
    "安静": DaysKind.QUIET, "静校": DaysKind.QUIET, "活动": DaysKind.EVENT, "作息": "period", "节次": "period",
    "校区": "campus", "安静时段": "quiet_hours", "上班时间": "hours",
    **{kind: kind for kind in ("term", "period", "campus", "quiet_hours", "hours", *DaysKind)},
}  # fmt: skip
NEEDS_END = frozenset({"term", "period", "quiet_hours", "hours"})
ENGLISH = {day: number for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


def read(path: Path) -> list[Edit]:
    """The rows of a file as edits, checked alone and together. Raises `BadList` naming each bad line."""
    lines = lines_of(path)
    names = _columns(*lines[0])
    problems: list[BadRow] = []
    found: list[tuple[int, Edit]] = []
    for line, cells in lines[1:]:
        if any(cells):
            try:
                found.append((line, _edit(dict(zip(names, cells, strict=False)))))
            except BadEdit as bad:
                problems.append(BadRow(line, bad.reason))
    if not found and not problems:
        problems.append(BadRow(2, Text("只有列名，没有内容。", "Only column names, nothing else.")))
    problems += _clashes(found)
    if problems:
        raise BadList(sorted(problems, key=lambda bad: bad.line))
    return [edit for _line, edit in found]


def rows_of(
    terms: Sequence[TermRow], days: Sequence[DaysRow], periods: Sequence[PeriodRow], campuses: Sequence[str]
) -> list[dict[str, object]]:
    """What is entered, as rows that can be imported again."""
    rows: list[dict[str, object]] = [{"kind": "campus", "name": name} for name in campuses]
    rows += [
        {"kind": "term", "start": f"{term.first_day}", "end": f"{term.last_day}", "name": term.name,
         "provisional": term.provisional}
        for term in terms
    ]  # fmt: skip
    rows += [
        {"kind": str(day.kind), "start": f"{day.first_day}", "end": f"{day.last_day}", "name": day.name,
         "follows": None if day.follows_weekday is None else day.follows_weekday + 1, "campus": day.campus}
        for day in sorted(days, key=lambda day: day.first_day)
    ]  # fmt: skip
    rows += [
        {
            "kind": "period",
            "start": one.starts,
            "end": one.ends,
            "name": one.name,
            "campus": one.campus,
            "period": one.number,
        }
        for one in periods
    ]
    return rows


def _edit(cells: Mapping[str, str]) -> Edit:
    kind = KINDS.get(fold(cells.get("kind", "")).lower())
    if kind is None:
        known = "、".join(sorted({str(one) for one in KINDS.values()}))
        raise BadEdit(Text(
            f"不认识的类型「{cells.get('kind', '')}」。可用：{known}", f"Unknown kind {cells.get('kind', '')!r}. Known: {known}"
        ))  # fmt: skip
    if kind == "campus":
        name = cells.get("name") or cells.get("campus", "")
        if not name:
            raise BadEdit(Text("校区要有名称。", "A campus has a name."))
        return Edit("campus", name=name[:30])
    timed = kind in {"period", "quiet_hours", "hours"}
    if not cells.get("start") or (kind in NEEDS_END and not cells.get("end")):
        raise BadEdit(
            Text("要有开始和结束。", "Start and end are needed.")
            if kind in NEEDS_END
            else Text("要有日期。", "A date is needed.")
        )
    read_cell = _time if timed else _date
    start, end = read_cell(cells["start"]), read_cell(cells.get("end") or cells["start"])
    edit = Edit(
        str(kind), start, end, cells.get("name", "")[:60], _weekday(cells.get("follows", "")), cells.get("campus", "")[:30],
        _number(cells.get("period", "")), fold(cells.get("provisional", "")).lower() in {"1", "true", "yes", "是", "暂定"},
    )  # fmt: skip
    if kind == "term" and not edit.name:
        edit = replace(edit, name=f"{edit.first}–{edit.last}")
    if kind == "period" and not edit.name and edit.period:
        edit = replace(edit, name=period_name(edit.period))
    check_one(edit)
    return edit


def _clashes(found: Sequence[tuple[int, Edit]]) -> list[BadRow]:
    """What is wrong between rows: terms over each other, periods out of order."""
    problems = []
    terms = [(line, edit) for line, edit in found if edit.kind == "term"]
    for number, (line, term) in enumerate(terms):
        for other_line, other in terms[:number]:
            if term.first <= other.last and other.first <= term.last:
                problems.append(
                    BadRow(line, Text(f"与第 {other_line} 行的学期重叠。", f"Overlaps the term of line {other_line}."))
                )
    try:
        check([edit for _line, edit in found if edit.kind == "period"])
    except BadEdit as bad:
        problems.append(BadRow(next(line for line, edit in found if edit.kind == "period"), bad.reason))
    return problems


def _date(cell: str) -> str:
    said = fold(cell).strip()
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?", said)
    try:
        return (
            dt.date(*(int(part) for part in parts.groups())).isoformat()
            if parts
            else dt.date.fromisoformat(said).isoformat()
        )
    except ValueError:
        raise BadEdit(
            Text(f"日期写成 2026-09-01，不是「{cell}」。", f"Write the date as 2026-09-01, not {cell!r}.")
        ) from None


def _time(cell: str) -> str:
    parts = re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", fold(cell).strip())
    try:
        return dt.time(int(parts[1]), int(parts[2])).isoformat("minutes") if parts else _no_time(cell)
    except ValueError:
        return _no_time(cell)


def _no_time(cell: str) -> str:
    raise BadEdit(Text(f"时间写成 08:00，不是「{cell}」。", f"Write the time as 08:00, not {cell!r}."))


def _weekday(cell: str) -> int | None:
    said = fold(cell).strip().lower()
    if not said:
        return None
    found = WEEKDAYS.get(said[-1]) if said[:-1] in {"", "周", "星期", "礼拜"} else ENGLISH.get(said[:3])
    if found is None:
        raise BadEdit(Text(f"补哪天的课写成 周三 或 3，不是「{cell}」。", f"Whose timetable: Wed or 3, not {cell!r}."))
    return found


def _number(cell: str) -> int | None:
    said = fold(cell).strip().removeprefix("第").removesuffix("节")
    if not said:
        return None
    number = read_number(said)
    if number is None:
        raise BadEdit(Text(f"节次是一个数，不是「{cell}」。", f"A period is a number, not {cell!r}."))
    return number


def _columns(line: int, heads: list[str]) -> list[str]:
    names = [CHINESE_COLUMNS.get(head.lower(), head.lower()) for head in heads]
    strange = [head for head, name in zip(heads, names, strict=True) if head and name not in COLUMNS]
    if "kind" not in names or "start" not in names or strange:
        known = ",".join(COLUMNS)
        raise BadList([BadRow(line, Text(
            f"第一行是列名，可用：{known}，至少有 kind 和 start。" + (f"不认识：{'、'.join(strange)}" if strange else ""),
            f"The first line names the columns: {known}; at least kind and start."
            + (f" Unknown: {', '.join(strange)}" if strange else ""),
        ))])  # fmt: skip
    return names
