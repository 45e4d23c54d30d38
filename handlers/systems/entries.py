"""One system, read from a sentence or from a row of a file, and put into the register."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from handlers import data_classes
from handlers.errors import Incomplete
from handlers.numerals import fold, read_number, write_code
from handlers.systems import texts
from handlers.systems.flow import WORDS_OF, read_ends
from handlers.systems_named import BAD_DATE, read_day
from handlers.tables import BadList, BadRow, lines_of
from handlers.texts import EDGES, Text
from storage import audit, numbers, people, schedules, systems
from storage.people import Person
from storage.systems import System, SystemStage

LONGEST = 40
REGISTERED = "systems.registered"
_GRADE = re.compile(
    r"等保[^\d一二三四五]{0,6}(?P<a>[1-5一二三四五])\s*级?|(?P<b>[1-5一二三四五])\s*级\s*等保|grade\s*(?P<c>[1-5])",
    re.IGNORECASE,
)
# What a part of the sentence begins with says what it is; people write it with a colon, 是, 为, or nothing between.
_PARTS: tuple[tuple[str, str], ...] = (
    ("deputy", r"副手|副负责人|备岗|代理人|b角|协助|deputy"),
    ("owner", r"负责人|责任人|主管|a角|owner(?: is)?|owned by"),
    ("vendor", r"供应商|厂商|服务商|承建商|vendor|supplier"),
    ("used_by", r"使用部门|使用者|使用|used by"),
    ("department", r"归口部门|管理部门|所属部门|部门|department"),
    ("backup", r"备份规则|备份计划|备份|backup"),
    ("project", r"来自项目|项目|project"),
    ("status", r"状态|status"),
    ("note", r"备注|说明|note"),
)
_STATUS = {
    "拟建": SystemStage.PLANNED, "建设中": SystemStage.PLANNED, "在建": SystemStage.PLANNED, "planned": SystemStage.PLANNED,
    "在用": SystemStage.IN_USE, "使用中": SystemStage.IN_USE, "in_use": SystemStage.IN_USE, "in use": SystemStage.IN_USE,
    "停用": SystemStage.RETIRED, "retired": SystemStage.RETIRED,
}  # fmt: skip
COLUMNS = {
    "name": "name", "名称": "name", "系统": "name", "系统名称": "name", "owner": "owner", "负责人": "owner", "责任人": "owner",
    "deputy": "deputy", "副手": "deputy", "副负责人": "deputy", "department": "department", "部门": "department",
    "grade": "grade", "等保": "grade", "等保级别": "grade", "等保等级": "grade", "data_class": "data_class",
    "数据类别": "data_class", "数据分类": "data_class", "vendor": "vendor", "供应商": "vendor", "contract_ends": "contract",
    "合同到期": "contract", "certificate_ends": "certificate", "证书到期": "certificate", "filing_ends": "filing",
    "备案到期": "filing", "status": "status", "状态": "status", "used_by": "used_by", "使用": "used_by", "note": "note",
    "备注": "note", "project": "project", "项目": "project", "backup": "backup", "备份": "backup",
}  # fmt: skip
KNOWN = (
    "name, owner, deputy, department, grade, data_class, vendor, contract_ends, certificate_ends, filing_ends, status, "
    "backup, used_by, project, note"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A system as it is to stand in the register; "" and None leave what is there."""

    name: str
    owner: str
    more: Mapping[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """A further fact, "" where nothing was said of it."""
        return self.more.get(name, "")


def read_sentence(said: str) -> dict[str, Any]:
    """What a sentence says of a system: 教务系统,负责人赵工,副手王师傅,等保二级,合同到期2027-08-31,每天凌晨2点备份."""
    found: dict[str, Any] = {}
    rest = said
    for part in _parts(said):
        plain = fold(part).strip(EDGES)
        if not plain:
            continue
        what, value = _read_part(plain, part.strip(EDGES))
        if what == "ends":
            found.setdefault("ends", {}).update(value)
        elif what:
            found.setdefault(what, value)
        elif "name" not in found:
            found["name"] = re.sub(r"^[「“\"《]|[」”\"》]$", "", part.strip(EDGES))
            continue
        rest = rest.replace(part, " ", 1)
    return found


def _parts(said: str) -> list[str]:
    """The sentence by commas, and in Chinese by blanks; a label that stands alone takes the next part with it."""
    folded = fold(said)
    english = re.match(r"\s*[a-z][^,;]*[,;]", folded, re.IGNORECASE)  # its names are several words, parted by commas
    label = re.compile(
        rf"(?:{'|'.join(words for _name, words in _PARTS)}|[^\s]{{0,4}}到期|等保|数据类别)\s*[:是为]?", re.IGNORECASE
    )
    parts: list[str] = []
    start = 0
    for found in re.finditer(
        r"[,;\n。]|\s+" if not english and re.search(r"[\u3400-\u9fff]", said) else r"[,;\n]", folded + "\n"
    ):
        part = said[start : found.start()]
        if part.strip() and label.fullmatch(fold(part).strip()) and found[0].isspace() and found.end() < len(folded):
            continue
        if part.strip():
            parts.append(part)
        start = found.end()
    return parts


def _read_part(plain: str, part: str) -> tuple[str, Any]:  # noqa: PLR0911 -- one line for each kind of part
    lowered = plain.lower()
    if found := _GRADE.search(lowered):
        return "grade", read_number(found["a"] or found["b"] or found["c"])
    if any(word in lowered for words in WORDS_OF.values() for word in words) and (
        re.search(r"\d{4}|到期|期限|有效", lowered)
    ):
        try:
            return "ends", read_ends(plain)
        except Incomplete:
            raise Incomplete(BAD_DATE(date=part[:20])) from None
    if re.match(r"数据|含|存有?|涉及|(?:一般|重要|核心|敏感)(?:数据|个人信息)$", plain) and (
        data := data_classes.class_in(plain)
    ):
        return "data_class", data
    for name, words in _PARTS:
        if found := re.match(rf"(?:{words})\s*[:是为由]?\s*(?P<value>.+)$", plain, re.IGNORECASE):
            value = part[len(plain) - len(found["value"]) :].strip(EDGES) if len(part) == len(plain) else found["value"]
            return name, _STATUS.get(value.lower(), value) if name == "status" else value
    if "备份" in plain and re.search(r"每|周|日|天|点|工作日", plain):
        return "backup", part
    if found := re.match(r"由?(?P<who>[^\s,。0-9]{2,6}?)(?:来|主要)?负责$", plain):
        return "owner", found["who"]
    if lowered in _STATUS:
        return "status", _STATUS[lowered]
    return "", None


def read_file(path: Path) -> list[tuple[int, Entry]]:
    """The systems of a CSV or XLSX file with their line numbers. Raises `BadList` naming each bad line."""
    lines = lines_of(path)
    heads = _heads(*lines[0])
    problems: list[BadRow] = []
    found: list[tuple[int, Entry]] = []
    seen: dict[str, int] = {}
    for line, cells in lines[1:]:
        if not any(cells):
            continue
        try:
            entry = _of_row(dict(zip(heads, cells, strict=False)))
        except Incomplete as wrong:
            problems.append(BadRow(line, wrong.wording))
            continue
        if entry.name in seen:
            problems.append(BadRow(line, texts.TWICE(line=seen[entry.name])))
        seen.setdefault(entry.name, line)
        found.append((line, entry))
    if not found and not problems:
        problems.append(BadRow(0, Text("只有列名，没有系统。", "Only column names, no systems.")))
    if problems:
        raise BadList(problems)
    return found


def _heads(line: int, cells: list[str]) -> list[str]:
    heads = [COLUMNS.get(cell.lower(), "") for cell in cells]
    strange = [cell for cell, head in zip(cells, heads, strict=True) if cell and not head]
    if strange or "name" not in heads or "owner" not in heads:
        raise BadList([BadRow(line, Text(
            f"第一行要写列名，至少有 name（名称）和 owner（负责人）；可用的列：{KNOWN}。"
            + (f"不认识的列：{'、'.join(strange)}。" if strange else ""),
            f"The first line names the columns, at least name and owner; known: {KNOWN}."
            + (f" Unknown: {', '.join(strange)}." if strange else ""),
        ))])  # fmt: skip
    return heads


def _of_row(cells: Mapping[str, str]) -> Entry:
    name, owner = cells.get("name", ""), cells.get("owner", "")
    if not name or len(name) > LONGEST:
        raise Incomplete(texts.TOO_LONG if name else texts.HOW)
    if not owner:
        raise Incomplete(texts.NO_OWNER)
    more: dict[str, Any] = {key: cells[key] for key in ("deputy", "department", "vendor", "used_by", "note", "backup",
                            "project") if cells.get(key)}  # fmt: skip
    more["ends"] = {what: _day(cells[what]).isoformat() for what in WORDS_OF if cells.get(what)}
    for key, read in (("grade", _grade), ("status", _status), ("data_class", _class)):
        if cells.get(key):
            more[key] = read(cells[key])
    return Entry(name, owner, more)


def _day(said: str) -> date:
    found = read_day(said)
    if found is None:
        raise Incomplete(BAD_DATE(date=said[:20]))
    return found


def _grade(said: str) -> int | None:
    if said in {"未定级", "无", "-"}:
        return None
    found = re.search(r"[1-5一二三四五]", said)
    if found is None:
        raise Incomplete(texts.BAD_GRADE(grade=said[:10]))
    return read_number(found[0])


def _status(said: str) -> SystemStage:
    if said.lower() not in _STATUS:
        raise Incomplete(texts.BAD_STATUS(status=said[:10]))
    return _STATUS[said.lower()]


def _class(said: str) -> str:
    found = data_classes.class_in(said) or (said if said in dict(data_classes.DATA_CLASSES) else None)
    if found is None:
        raise Incomplete(texts.BAD_CLASS(data_class=said[:10]))
    return found


def put(
    tx: Session, entry: Entry, find: Callable[[str], Person], now: datetime, after: Callable[[System, bool], None]
) -> tuple[System, bool]:
    """The system in the register, new or changed; what is not said stays. `after` gets it and whether its owner is new.

    Raises `Incomplete` for a person nobody knows, and for an owner who is their own deputy.
    """
    owner = find(entry.owner)
    deputy = find(entry.get("deputy")) if entry.get("deputy") else None
    if deputy is not None and deputy.id == owner.id:
        raise Incomplete(texts.SAME_PERSON)
    line = systems.line_named(tx, entry.name)
    if line is None:
        line = systems.new_line(entry.name, now)
        tx.add(line)
        tx.flush()
    system = systems.by_name(tx, entry.name)
    known = system is not None
    if system is None:
        system = System(
            code=write_code("SYS", numbers.next_number(tx, "SYS")), resource_id=line.id, resource=line, owner=owner,
            owner_id=owner.id, owner_since=now, status=entry.get("status") or SystemStage.IN_USE, data_class="", vendor="",
            reason="", created_at=now,
        )  # fmt: skip
        tx.add(system)
    changed = not known or system.owner_id != owner.id
    if known and changed:
        system.owner, system.owner_id, system.owner_since = owner, owner.id, now
    if deputy is not None:
        system.deputy, system.deputy_id = deputy, deputy.id
    elif system.deputy_id == owner.id:
        system.deputy = system.deputy_id = None
    _facts(system, entry, owner)
    tx.flush()
    after(system, changed)
    return system, not known


def _facts(system: System, entry: Entry, owner: Person) -> None:
    line = system.resource
    line.department = entry.get("department") or line.department or owner.department
    line.used_by = entry.get("used_by") or line.used_by
    line.note = entry.get("note") or line.note
    line.project_code = str(entry.get("project")).upper() or line.project_code
    system.vendor = entry.get("vendor") or system.vendor
    system.grade = entry.get("grade") or system.grade
    system.data_class = entry.get("data_class") or system.data_class
    system.status = entry.get("status") or system.status
    put_ends(system, entry.get("ends") or {})


def put_ends(system: System, ends: Mapping[str, str]) -> None:
    """The days on which contract, certificate and filing end."""
    for what, day in ends.items():
        if what == "contract":
            system.resource.contract_ends_on = date.fromisoformat(day)
        elif what == "certificate":
            system.certificate_ends_on = date.fromisoformat(day)
        else:
            system.filing_ends_on = date.fromisoformat(day)


def import_entries(tx: Session, entries: Iterable[tuple[int, Entry]], now: datetime) -> tuple[list[str], list[str]]:
    """All systems of a file, whole or not at all: names of the new and of the known ones. What follows from it (asking
    for signatures, reminders) is done by the clock at once. Raises `BadList`.
    """
    added: list[str] = []
    changed: list[str] = []
    problems: list[BadRow] = []

    def find(name: str) -> Person:
        found = people.by_name(tx, name)
        if len(found) != 1:
            raise Incomplete(
                Text(f"没有叫「{name}」的在册人员。", f"Nobody is called {name!r}.")
                if not found else Text(f"有 {len(found)} 位「{name}」。", f"There are {len(found)} people called {name!r}.")
            )  # fmt: skip
        return found[0]

    for line, entry in entries:

        def follow(system: System, new_owner: bool, entry: Entry = entry) -> None:
            payload = {"new_owner": new_owner, "backup": str(entry.get("backup"))}
            key = f"{system.code}:registered:{now:%Y%m%d%H%M%S%f}"
            schedules.set_timer(tx, key, REGISTERED, system.code, now, payload)

        try:
            _system, new = put(tx, entry, find, now, follow)
        except Incomplete as wrong:
            problems.append(BadRow(line, wrong.wording))
            continue
        (added if new else changed).append(entry.name)
    if problems:
        raise BadList(problems)
    fact = audit.Fact(
        subject="systems", step="import", clause="5.1.4", actor_id=None, actor="", at=now, channel="cli",
        details={"added": added, "changed": changed},
    )  # fmt: skip
    audit.append(tx, [fact])
    return added, changed
