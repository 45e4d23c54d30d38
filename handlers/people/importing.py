"""The school's list of people from CSV or XLSX: whole or not at all, a bad row named with its line and reason."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.people import binding
from handlers.tables import BadList, BadRow, lines_of
from handlers.texts import Text
from storage import audit, people
from storage.people import Person, Role

COLUMNS = ("name", "department", "roles", "phone", "email", "wecom_userid", "telegram_id", "wechat_openid",
           "tags")  # fmt: skip
# What schools write at the head of a column instead.
CHINESE_COLUMNS = {
    "姓名": "name", "名字": "name", "部门": "department", "角色": "roles", "电话": "phone", "手机": "phone", "邮箱": "email",
    "企业微信": "wecom_userid", "企业微信账号": "wecom_userid", "telegram": "telegram_id", "openid": "wechat_openid",
    "标签": "tags",
}  # fmt: skip
CHINESE_ROLES = {
    "教职工": Role.STAFF, "教师": Role.STAFF, "部门联络人": Role.LIAISON, "联络人": Role.LIAISON, "部门负责人": Role.HEAD,
    "技术员": Role.TECHNICIAN, "调度": Role.DISPATCHER, "首席信息官": Role.CIO, "校领导": Role.LEADER,
    "领导小组秘书": Role.SECRETARY, "秘书": Role.SECRETARY, "领导小组成员": Role.MEMBER, "检查员": Role.INSPECTOR,
    "审计员": Role.AUDITOR, "系统管理员": Role.ADMIN, "管理员": Role.ADMIN,
}  # fmt: skip
ROLE_BREAKS = r"[;,/、\uff0c\uff1b]"  # the last two are the full-width comma and semicolon
NUMBERS = frozenset({"phone", "wecom_userid", "telegram_id", "wechat_openid"})
MANGLED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
LONGEST = {"name": 60, "department": 60}
PLATFORMS = {"wecom_userid": "wecom", "telegram_id": "telegram", "wechat_openid": "wechat"}
CASELESS = frozenset({"wecom"})  # LiTeacher and liteacher are one member there; we keep the small letters


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
    tags: tuple[str, ...] | None = None  # None: the file says nothing about them, so they stay


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did, by name. `returned` are those who had left and are back in the list."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    returned: tuple[str, ...]


def read(path: Path) -> list[Row]:
    """The rows of a file, checked against themselves. Raises `BadList` naming each bad line, also for a bad file."""
    lines = lines_of(path)
    names = _columns(*lines[0])
    problems: list[BadRow] = []
    rows = [_row(line, dict(zip(names, cells, strict=False)), problems) for line, cells in lines[1:] if any(cells)]
    _no_account_twice(rows, problems)
    _nobody_twice(rows, problems)
    if not rows:
        problems.append(BadRow(2, Text("只有列名,没有人员。", "Only column names, no people.")))
    if problems:
        raise BadList(sorted(problems, key=lambda bad: bad.line))
    return rows


def import_rows(tx: Session, rows: Iterable[Row], now: datetime) -> Result:
    """Add or update people. The same person is the one with one of the row's accounts, else the only one of that name
    and department. An account that belongs to somebody else is refused. The same list again changes nothing.
    """
    added: list[str] = []
    changed: list[str] = []
    returned: list[str] = []
    problems: list[BadRow] = []
    for row in rows:
        person = _known(tx, row, problems)
        if person is None:
            person = Person(name=row.name, created_at=now)
            tx.add(person)
            added.append(row.name)
        elif not person.active:
            returned.append(row.name)
        elif _differs(person, row):
            changed.append(row.name)
        person.active = True
        for name, value in _facts(row).items():
            setattr(person, name, value)
        tx.flush()
        for platform, external_id in row.accounts:
            if not problems:
                binding.know(tx, person, platform, external_id, now)
    if problems:
        raise BadList(problems)
    result = Result(tuple(added), tuple(changed), tuple(returned))
    if added or changed or returned:
        fact = audit.Fact(
            subject="people", step="import", clause="", actor_id=None, actor="", at=now, channel="cli",
            details={"added": added, "changed": changed, "returned": returned},
        )  # fmt: skip
        audit.append(tx, [fact])
    return result


def _facts(row: Row) -> dict[str, object]:
    roles = [role.value for role in dict.fromkeys((Role.STAFF, *row.roles))]
    return {
        "name": row.name, "department": row.department, "role_names": roles, "phone": row.phone, "email": row.email,
        **({} if row.tags is None else {"tags": list(row.tags)}),
    }  # fmt: skip


def _differs(person: Person, row: Row) -> bool:
    known = {(account.platform, account.external_id) for account in person.accounts}
    return any(getattr(person, name) != value for name, value in _facts(row).items()) or bool(set(row.accounts) - known)


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
    present = [person for person in alike if person.active] or alike
    return present[0] if len(present) == 1 else None


def _row(line: int, cells: Mapping[str, str], problems: list[BadRow]) -> Row:
    def bad(zh: str, en: str) -> None:
        problems.append(BadRow(line, Text(zh, en)))

    name = cells.get("name", "")
    if not name:
        bad("没有姓名。", "No name.")
    for column, value in cells.items():
        if len(value) > LONGEST.get(column, 200):
            bad(f"{column} 太长({len(value)} 个字)。", f"{column} is too long ({len(value)} characters).")
        if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
            bad(f"{column} 里有看不见的控制字符。", f"{column} holds control characters.")
        if column in NUMBERS and MANGLED.fullmatch(value):
            bad(
                f"{column} 被表格软件改成了「{value}」。请把该列设为文本格式再填。",
                f"{column} was mangled into {value!r} by a spreadsheet. Format the column as text.",
            )
    email = cells.get("email", "")
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        bad(f"邮箱写得不对:「{email}」。", f"Not an e-mail address: {email!r}.")
    telegram = cells.get("telegram_id", "")
    if telegram and not (telegram.isascii() and telegram.isdigit()):
        bad(
            f"telegram_id 是一串数字,不是用户名:「{telegram}」。",
            f"telegram_id is a number, not a user name: {telegram!r}.",
        )
    accounts = tuple(
        (platform, cells[column].lower() if platform in CASELESS else cells[column])
        for column, platform in PLATFORMS.items()
        if cells.get(column)
    )
    return Row(
        line, name, cells.get("department", ""), tuple(_roles(cells.get("roles", ""), bad)), cells.get("phone", ""),
        email, accounts, _tags(cells),
    )  # fmt: skip


def _tags(cells: Mapping[str, str]) -> tuple[str, ...] | None:
    """Words by which notices find people, such as 班主任;高一; parted like roles."""
    if "tags" not in cells:
        return None
    return tuple(dict.fromkeys(tag for part in re.split(ROLE_BREAKS, cells["tags"]) if (tag := part.strip()[:30])))


def _roles(words: str, bad: Callable[[str, str], None]) -> Iterator[Role]:
    for word in (part.strip() for part in re.split(ROLE_BREAKS, words)):
        role = CHINESE_ROLES.get(word) or next((role for role in Role if role.value == word.lower()), None)
        if role is not None:
            yield role
        elif word:
            known = "、".join(role.value for role in Role)
            bad(f"不认识的角色「{word}」。可用：{known}", f"Unknown role {word!r}. Known: {known}")


def _nobody_twice(rows: Iterable[Row], problems: list[BadRow]) -> None:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        other = first.setdefault((row.name, row.department), row)
        if row.name and other is not row:
            problems.append(BadRow(row.line, Text(
                f"与第 {other.line} 行同名同部门({row.name})。是同一人请删一行;不是请在姓名后加以区分。",
                f"Same name and department as line {other.line} ({row.name}). Remove one, or make the names differ.",
            )))  # fmt: skip


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


def _columns(line: int, heads: list[str]) -> list[str]:
    names = [CHINESE_COLUMNS.get(head.lower(), head.lower()) for head in heads]
    known = Text(f"可用的列:{','.join(COLUMNS)}", f"Known columns: {', '.join(COLUMNS)}")
    if "name" not in names:
        raise BadList([BadRow(line, Text(
            f"第一行要写列名,至少有 name(姓名)。{known.zh}",
            f"The first line names the columns, at least `name`. {known.en}",
        ))])  # fmt: skip
    strange = [head for head, name in zip(heads, names, strict=True) if head and name not in COLUMNS]
    if strange:  # a mistyped "roles" would silently leave everybody without theirs
        raise BadList([BadRow(line, Text(
            f"不认识的列「{'、'.join(strange)}」,请删掉或改名。{known.zh}",
            f"Unknown columns: {', '.join(strange)}. Remove or rename them. {known.en}",
        ))])  # fmt: skip
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise BadList([BadRow(line, Text(f"「{'、'.join(twice)}」有两列。", f"Two columns for {', '.join(twice)}."))])
    return names
