"""One line of the register, read from a sentence or from a row of a file, and put into the register."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from handlers.amounts import read_days, read_pieces
from handlers.errors import Incomplete
from handlers.money import find_yuan, read_yuan
from handlers.numerals import fold
from handlers.periods import Span, find_span
from handlers.resources import texts
from handlers.school_time import SchoolCalendar
from handlers.texts import EDGES, Text
from storage import audit, resources
from storage.resources import FIRST_DAY, LAST_DAY, Kind, Resource

WORDS = {
    "预算": Kind.BUDGET, "经费": Kind.BUDGET, "budget": Kind.BUDGET,
    "人力": Kind.PEOPLE, "人员": Kind.PEOPLE, "people": Kind.PEOPLE,
    "设备": Kind.DEVICE, "device": Kind.DEVICE, "devices": Kind.DEVICE, "equipment": Kind.DEVICE,
    "系统": Kind.SYSTEM, "system": Kind.SYSTEM, "平台": Kind.SYSTEM,
}  # fmt: skip
COLUMNS = {
    "kind": "kind", "类别": "kind", "name": "name", "名称": "name", "period": "period", "时间": "period", "年度": "period",
    "amount": "amount", "数量": "amount", "金额": "amount", "department": "department", "部门": "department",
    "note": "note", "备注": "note", "used_by": "used_by", "使用": "used_by", "contract_ends": "contract",
    "合同到期": "contract", "project": "project", "项目": "project",
}  # fmt: skip
LONGEST_NAME = 40
MOST = 10**11
_LABELS = re.compile(
    r"(?P<label>使用部门|使用者|使用|合同到期|合同|项目|备注|说明|部门|原因|理由|used by|contract|project|note|reason)"
    r"\s*:\s*",
    re.IGNORECASE,
)
_FIELD_OF = {
    "使用部门": "used_by", "使用者": "used_by", "使用": "used_by", "used by": "used_by", "合同到期": "contract",
    "合同": "contract", "contract": "contract", "项目": "project", "project": "project", "备注": "note", "说明": "note",
    "note": "note", "部门": "department", "原因": "reason", "理由": "reason", "reason": "reason",
}  # fmt: skip
_FILLERS = re.compile(r"(?:可用|可以用|有空|能投入|可投入|available|free)", re.IGNORECASE)
_ENGLISH = re.compile(
    r"(?P<name>[A-Za-z].*[^\s,:;x×])(?:\s*[,:;]\s+|\s*[x×]\s*|\s+)(?P<amount>\d[\d,.]*\s*[^\d]*)",
    re.IGNORECASE | re.DOTALL,
)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as it is to stand in the register; both days of the period belong to it."""

    kind: Kind
    name: str
    amount: int
    first: date = FIRST_DAY
    last: date = LAST_DAY
    unit: str = ""
    department: str = ""
    note: str = ""
    used_by: str = ""
    contract: date | None = None
    project: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """One thing wrong with one line of a file."""

    line: int
    reason: Text


class BadList(Exception):
    """The file cannot be imported; every bad row is named, so that all can be mended at once."""

    def __init__(self, problems: list[BadRow]) -> None:
        super().__init__("; ".join(f"line {bad.line}: {bad.reason.en}" for bad in problems))
        self.problems = problems


def read_sentence(kind: Kind, said: str, now: datetime, calendar: SchoolCalendar) -> Entry:
    """The line a sentence describes, such as "信息化专项 2026年 50万". Raises `Incomplete`, saying how to write it."""
    labels = list(_LABELS.finditer(fold(said)))
    ends = [*(match.start() for match in labels[1:]), len(said)]
    more = {
        _FIELD_OF[match["label"].lower()]: said[match.end() : end].strip(EDGES)
        for match, end in zip(labels, ends, strict=False)
    }
    line = said[: labels[0].start()] if labels else said
    span = None if kind in (Kind.DEVICE, Kind.SYSTEM) else find_span(line, now, calendar)
    rest = line[: span.start] + " " + line[span.end :] if span else line
    bare = _FILLERS.sub(" ", rest).strip(EDGES)
    english = _ENGLISH.fullmatch(bare)  # its names are several words: "tablet cart, 2"
    name = english["name"].strip(EDGES) if english else "".join(bare.split()[:1])
    if not name or re.fullmatch(r"[\d.万元]+", fold(name)):
        raise Incomplete(texts.NO_NAME(how=texts.HOW))
    behind = english["amount"] if english else rest[rest.find(name) + len(name) :]
    return _entry(kind, name.strip(EDGES), behind, span, more, now, calendar)


def _entry(
    kind: Kind,
    name: str,
    amount: str,
    span: Span | None,
    more: Mapping[str, str],
    now: datetime,
    calendar: SchoolCalendar,
) -> Entry:
    if len(name) > LONGEST_NAME:
        raise Incomplete(texts.TOO_LONG)
    count, unit = _amount(kind, amount)
    if not 0 <= count <= MOST:
        raise Incomplete(texts.TOO_MUCH)
    if span is None and kind == Kind.PEOPLE:
        raise Incomplete(texts.NO_PERIOD(how=texts.HOW))
    if span is None and kind == Kind.BUDGET:
        year = calendar.date(now).year
        span = Span(date(year, 1, 1), date(year, 12, 31))
    whole = span or Span(FIRST_DAY, LAST_DAY)
    return Entry(
        kind, name, count, whole.first, whole.last, unit, more.get("department", ""), more.get("note", ""),
        more.get("used_by", ""), _day(more.get("contract", "")), more.get("project", "").upper(), more.get("reason", ""),
    )  # fmt: skip


def _amount(kind: Kind, said: str) -> tuple[int, str]:
    """How much, in yuan, working days or pieces; and the unit pieces are counted in."""
    if kind == Kind.SYSTEM:
        return (read_pieces(said) or (1, ""))[0], ""
    if kind == Kind.DEVICE:
        pieces = read_pieces(said)
        if pieces is None:
            raise Incomplete(texts.NO_AMOUNT(how=texts.HOW))
        return pieces
    if kind == Kind.PEOPLE:
        days = read_days(said)
        if days is None:
            raise Incomplete(texts.NO_AMOUNT(how=texts.HOW))
        return days, ""
    amount = find_yuan(said)
    if amount is None:
        if not said.strip(EDGES):
            raise Incomplete(texts.NO_AMOUNT(how=texts.HOW))
        amount = read_yuan(said.strip(EDGES))
    return amount, ""


def _day(said: str) -> date | None:
    """A written date; None for nothing. Raises `Incomplete` for what is no date."""
    if not said:
        return None
    found = _DATE.search(fold(said))
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else _no_date(said)
    except ValueError:
        return _no_date(said)


def _no_date(said: str) -> date:
    raise Incomplete(texts.BAD_DATE(date=said[:20]))


def read_file(path: Path, now: datetime, calendar: SchoolCalendar) -> list[tuple[int, Entry]]:
    """The lines of a CSV file with their line numbers. Raises `BadList` naming each bad line, also for a bad file."""
    rows = list(_rows(path))
    found: list[tuple[int, Entry]] = []
    problems: list[BadRow] = []
    seen: dict[tuple[str, str, date], int] = {}
    for line, cells in rows:
        try:
            entry = _of_row(cells, now, calendar)
        except Incomplete as wrong:
            problems.append(BadRow(line, wrong.wording))
            continue
        key = (entry.kind, entry.name, entry.first)
        if key in seen:
            problems.append(BadRow(line, texts.TWICE(line=seen[key])))
        seen.setdefault(key, line)
        found.append((line, entry))
    if problems:
        raise BadList(problems)
    if not found:
        raise BadList([BadRow(0, Text("只有列名，没有资源。", "Only column names, no lines."))])
    return found


def _of_row(cells: Mapping[str, str], now: datetime, calendar: SchoolCalendar) -> Entry:
    said = cells.get("kind", "").strip()
    kind = WORDS.get(said.lower())
    if kind is None:
        raise Incomplete(texts.BAD_KIND(kind=said[:20]))
    name = cells.get("name", "").strip()
    if not name:
        raise Incomplete(texts.NO_NAME(how=texts.HOW))
    period = cells.get("period", "").strip()
    month = re.fullmatch(r"(\d{4})[-/.](\d{1,2})", period)
    year = re.fullmatch(r"\d{4}", period)
    period = f"{month[1]}年{month[2]}月" if month else f"{period}年" if year else period
    span = find_span(period, now, calendar) if period else None
    if period and span is None:
        raise Incomplete(texts.BAD_DATE(date=period[:20]))
    return _entry(kind, name, cells.get("amount", ""), span, cells, now, calendar)


def _rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        data = path.read_bytes()
    except OSError:
        raise BadList([BadRow(0, Text(f"找不到或打不开文件 {path.name}。", f"Cannot open {path.name}."))]) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            bad = Text("文件编码不是 UTF-8 也不是 GB18030。", "The file is neither UTF-8 nor GB18030.")
            raise BadList([BadRow(0, bad)]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    heads: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not heads:
                heads = _heads([cell.strip() for cell in cells])
            elif any(cell.strip() for cell in cells):
                yield line, dict(zip(heads, (cell.strip() for cell in cells), strict=False))
            line = reader.line_num + 1
    except csv.Error as broken:
        raise BadList([BadRow(line, Text(f"CSV 格式有误：{broken}", f"Broken CSV: {broken}"))]) from None
    if not heads:
        raise BadList([BadRow(0, Text("文件是空的。", "The file is empty."))])


def _heads(cells: list[str]) -> list[str]:
    heads = [COLUMNS.get(cell.lower(), "") for cell in cells]
    strange = [cell for cell, head in zip(cells, heads, strict=True) if cell and not head]
    lacking = [name for name in ("kind", "name", "amount") if name not in heads]
    if strange or lacking:
        known = "kind, name, period, amount, department, note, used_by, contract_ends, project"
        raise BadList([BadRow(1, Text(
            f"第一行要写列名，至少有 kind、name、amount；可用的列：{known}。"
            + (f"不认识的列：{'、'.join(strange)}。" if strange else ""),
            f"The first line names the columns, at least kind, name and amount; known: {known}."
            + (f" Unknown: {', '.join(strange)}." if strange else ""),
        ))])  # fmt: skip
    return heads


def put(tx: Session, entry: Entry, now: datetime) -> tuple[Resource, int | None]:
    """The line in the register, new or changed, and its amount before (None: it is new). What is not said stays."""
    resource = resources.line(tx, entry.kind, entry.name, entry.first)
    if resource is None:
        resource = Resource(
            kind=entry.kind, name=entry.name, starts_on=entry.first, ends_on=entry.last, amount=entry.amount, unit="",
            department="", note="", used_by="", project_code="", created_at=now,
        )  # fmt: skip
        tx.add(resource)
        before = None
    else:
        before = resource.amount
        resource.amount, resource.ends_on = entry.amount, entry.last
    resource.unit = entry.unit or resource.unit
    resource.department = entry.department or resource.department
    resource.note = entry.note or resource.note
    resource.used_by = entry.used_by or resource.used_by
    resource.project_code = entry.project or resource.project_code
    resource.contract_ends_on = entry.contract or resource.contract_ends_on
    tx.flush()
    return resource, before


def import_entries(tx: Session, entries: Iterable[tuple[int, Entry]], now: datetime) -> tuple[list[str], list[str]]:
    """All lines of a file: names of the new ones, and of those whose amount changed. Raises `BadList` for an amount
    below what projects hold, unless the note says why.
    """
    added: list[str] = []
    changed: list[str] = []
    problems: list[BadRow] = []
    for line, entry in entries:
        known = resources.line(tx, entry.kind, entry.name, entry.first)
        taken = taken_of(tx, known) if known is not None else 0
        if entry.amount < taken and not entry.note:
            problems.append(BadRow(line, Text(
                f"{entry.name} 已有项目占着，不能改得比占用还少；确实要改请在 note 列写原因。",
                f"Projects hold more of {entry.name} than that; say why in the note column to change it anyway.",
            )))  # fmt: skip
            continue
        resource, before = put(tx, entry, now)
        if before is None:
            added.append(resource.name)
        elif before != resource.amount:
            changed.append(resource.name)
    if problems:
        raise BadList(problems)
    if added or changed:
        fact = audit.Fact(
            subject="resources", step="import", clause="5.1.2", actor_id=None, actor="", at=now, channel="cli",
            details={"added": added, "changed": changed},
        )  # fmt: skip
        audit.append(tx, [fact])
    return added, changed


def taken_of(tx: Session, resource: Resource) -> int:
    """How much of a line projects hold now; of devices on the fullest day."""
    rows = [one for one in resources.of_lines(tx, [resource.id]) if one.taken]
    if resource.kind != Kind.DEVICE:
        return sum(one.taken for one in rows)
    return max((sum(o.taken for o in rows if o.starts_on <= one.starts_on <= o.ends_on) for one in rows), default=0)


def of_department(entry: Entry, department: str) -> Entry:
    """The same line as a department's own."""
    return entry if entry.department else replace(entry, department=department)
