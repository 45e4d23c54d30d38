"""The school's list of people from CSV or XLSX: whole or not at all, a bad row named with its line and reason."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.people import binding
from handlers.texts import Text
from storage import people
from storage.people import Person, Role

COLUMNS = ("name", "department", "roles", "phone", "email", "wecom_userid", "telegram_id", "wechat_openid")
# What schools write at the head of a column instead.
CHINESE_COLUMNS = {
    "姓名": "name", "部门": "department", "角色": "roles", "电话": "phone", "手机": "phone", "邮箱": "email",
    "企业微信": "wecom_userid", "企业微信账号": "wecom_userid", "telegram": "telegram_id", "openid": "wechat_openid",
}  # fmt: skip
CHINESE_ROLES = {
    "教职工": Role.STAFF, "教师": Role.STAFF, "部门联络人": Role.LIAISON, "联络人": Role.LIAISON, "部门负责人": Role.HEAD,
    "技术员": Role.TECHNICIAN, "调度": Role.DISPATCHER, "首席信息官": Role.CIO, "校领导": Role.LEADER,
    "领导小组秘书": Role.SECRETARY, "秘书": Role.SECRETARY, "领导小组成员": Role.MEMBER, "检查员": Role.INSPECTOR,
    "审计员": Role.AUDITOR, "系统管理员": Role.ADMIN, "管理员": Role.ADMIN,
}  # fmt: skip
PLATFORMS = {"wecom_userid": "wecom", "telegram_id": "telegram", "wechat_openid": "wechat"}


@dataclass(frozen=True, slots=True)
class BadRow:
    """One thing wrong with one line of the file."""

    line: int
    reason: Text


class BadList(Exception):
    """The file cannot be imported; `problems` names every bad row, so that all can be mended at once."""

    def __init__(self, problems: list[BadRow]) -> None:
        super().__init__("; ".join(f"line {bad.line}: {bad.reason.en}" for bad in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Row:
    """One person as the file has them."""

    line: int
    name: str
    department: str
    roles: tuple[Role, ...]
    phone: str
    email: str
    accounts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did."""

    added: tuple[str, ...]
    changed: tuple[str, ...]


def read(path: Path) -> list[Row]:
    """The rows of a file, checked against themselves. Raises `BadList` naming each bad line, also for a bad file."""
    try:
        data = path.read_bytes()
    except OSError:
        raise BadList([BadRow(0, Text(f"找不到或打不开文件 {path.name}。", f"Cannot open {path.name}."))]) from None
    lines = list(_xlsx(data) if path.suffix.lower() == ".xlsx" else _csv(data))
    if not lines:
        raise BadList([BadRow(0, Text("文件是空的。", "The file is empty."))])
    names = [_column(str(cell)) for cell in lines[0][1]]
    if "name" not in names:
        raise BadList([BadRow(1, Text(
            f"第一行要写列名,至少有 name(姓名)。可用的列:{','.join(COLUMNS)}",
            f"The first line names the columns, at least `name`. Known columns: {', '.join(COLUMNS)}",
        ))])  # fmt: skip
    problems: list[BadRow] = []
    rows = []
    for line, cells in lines[1:]:
        if any(cells):
            row = _row(line, dict(zip(names, cells, strict=False)), problems)
            rows.append(row)
    _no_account_twice(rows, problems)
    if not rows and not problems:
        problems.append(BadRow(2, Text("只有列名,没有人员。", "Only column names, no people.")))
    if problems:
        raise BadList(sorted(problems, key=lambda bad: bad.line))
    return rows


def import_rows(tx: Session, rows: Iterable[Row], now: datetime) -> Result:
    """Add or update people. The same person is the one with one of the row's accounts, else the only one of that name
    and department. An account that belongs to somebody else is refused.
    """
    added, changed, problems = [], [], []
    for row in rows:
        person = _known(tx, row, problems)
        if person is None:
            person = Person(name=row.name, created_at=now)
            tx.add(person)
            added.append(row.name)
        else:
            changed.append(row.name)
        person.name, person.department, person.active = row.name, row.department, True
        person.role_names = [role.value for role in dict.fromkeys((Role.STAFF, *row.roles))]
        person.phone, person.email = row.phone, row.email
        tx.flush()
        for platform, external_id in row.accounts:
            binding.know(tx, person, platform, external_id, now)
    if problems:
        raise BadList(problems)
    return Result(tuple(added), tuple(changed))


def _known(tx: Session, row: Row, problems: list[BadRow]) -> Person | None:
    owners = {
        account.person
        for platform, external_id in row.accounts
        if (account := people.account_of(tx, platform, external_id)) is not None and account.person is not None
    }
    if len(owners) > 1 or any(owner.name != row.name for owner in owners):
        other = "、".join(sorted(owner.name for owner in owners))
        problems.append(BadRow(row.line, Text(
            f"{row.name} 的账号已属于 {other}。请先核对,或先 xiaoxin people offboard。",
            f"An account of {row.name} belongs to {other}. Check it, or offboard first.",
        )))  # fmt: skip
        return None
    if owners:
        return owners.pop()
    alike = tx.scalars(select(Person).where(Person.name == row.name, Person.department == row.department)).all()
    return alike[0] if len(alike) == 1 else None


def _row(line: int, cells: Mapping[str, str], problems: list[BadRow]) -> Row:
    name = cells.get("name", "")
    if not name:
        problems.append(BadRow(line, Text("没有姓名。", "No name.")))
    if len(name) > 60:
        problems.append(BadRow(line, Text("姓名超过 60 个字。", "The name is over 60 characters.")))
    roles = []
    for word in (part.strip() for part in cells.get("roles", "").replace(";", ";").split(";")):
        if not word:
            continue
        role = CHINESE_ROLES.get(word) or next((role for role in Role if role.value == word.lower()), None)
        if role is None:
            known = "、".join(role.value for role in Role)
            problems.append(
                BadRow(line, Text(f"不认识的角色「{word}」。可用:{known}", f"Unknown role {word!r}. Known: {known}"))
            )
        else:
            roles.append(role)
    telegram = cells.get("telegram_id", "")
    if telegram and not telegram.lstrip("-").isdigit():
        problems.append(BadRow(line, Text(
            f"telegram_id 是一串数字,不是用户名:「{telegram}」。", f"telegram_id is a number, not a user name: {telegram!r}."
        )))  # fmt: skip
    accounts = tuple((platform, cells[column]) for column, platform in PLATFORMS.items() if cells.get(column))
    return Row(
        line, name, cells.get("department", ""), tuple(roles), cells.get("phone", ""), cells.get("email", ""), accounts
    )


def _no_account_twice(rows: Iterable[Row], problems: list[BadRow]) -> None:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        for account in row.accounts:
            other = first.setdefault(account, row)
            if other is not row:
                problems.append(BadRow(row.line, Text(
                    f"账号 {account[1]} 与第 {other.line} 行({other.name})重复。",
                    f"Account {account[1]} is also on line {other.line} ({other.name}).",
                )))  # fmt: skip


def _column(head: str) -> str:
    word = head.strip().lower().lstrip("﻿")
    return CHINESE_COLUMNS.get(head.strip(), CHINESE_COLUMNS.get(word, word))


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadList(
            [BadRow(0, Text("文件编码不是 UTF-8 也不是 GB18030。", "The file is neither UTF-8 nor GB18030."))]
        )
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as broken:
        raise BadList([BadRow(reader.line_num, Text(f"CSV 格式有误:{broken}", f"Broken CSV: {broken}"))]) from None


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- only this command reads spreadsheets

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception:  # noqa: BLE001 -- openpyxl raises many kinds for one thing: not a spreadsheet
        raise BadList([BadRow(0, Text("不是有效的 XLSX 文件。", "Not a valid XLSX file."))]) from None
    try:
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield line, [_cell(cell) for cell in cells]
    finally:
        book.close()


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    # A telephone number or id that the spreadsheet took for a number.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
