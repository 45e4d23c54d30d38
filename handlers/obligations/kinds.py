"""What schools are commonly asked for, as suggestions: the CIO sets them up with one press and changes what is different."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.obligations import rules
from handlers.rulebook import Rule
from handlers.texts import Text
from handlers.turn import Turn

YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class Kind:
    """One suggestion: how often is a rule, `how` says what shows that it was done, `means` the words it is asked for by."""

    key: str
    name: str
    every: Rule
    how: Text
    means: re.Pattern[str]
    first: "Callable[[Turn], date] | None" = None


def _end_of_month(turn: Turn) -> date:
    """The last day of the month in which the audit is returned, the next time it comes."""
    month, today = turn.rule(rules.MINORS_MONTH), turn.school.calendar.date(turn.now)
    year = today.year if today.month <= month else today.year + 1
    return date(year + month // YEAR, month % YEAR + 1, 1) - timedelta(days=1)


KINDS = (
    Kind("apps", "教育移动应用使用者备案核对", rules.APPS,
         Text("逐个核对在用的App和小程序：提供者是否备案、学校是否作为使用者备案，写下备案号。",
              "Each app and mini-program in use: is its provider filed, is the school filed as its user; write the numbers down."),
         re.compile(r"(?:app|应用|小程序)(?:使用者)?备案", re.IGNORECASE)),
    Kind("grades", "网络安全等级保护定级备案和测评", rules.GRADES,
         Text("核对各系统的定级备案证明和测评报告是否在有效期内。", "Are grading, filing and assessment of each system valid?"),
         re.compile(r"等保|等级保护|(?:安全|等级|系统)测评")),
    Kind("icp", "网站ICP备案核对", rules.ICP,
         Text("核对域名、主办单位和网站内容与备案是否一致。", "Do domain, operator and contents agree with the filing?"),
         re.compile(r"icp|网站备案|域名备案", re.IGNORECASE)),
    Kind("minors", "未成年人个人信息保护合规审计报送", rules.MINORS,
         Text("完成上一年度审计，报送所在地网信部门，留下回执。",
              "Audit the past year, return it to the municipal authority, keep the receipt."),
         re.compile(r"未成年人.{0,8}(?:审计|报送)|合规审计|minors", re.IGNORECASE), _end_of_month),
    Kind("restore", "备份恢复测试存证", rules.RESTORE,
         Text("在备份里「登记恢复演练」就会自动记到这里。", "Record the restore test with the backups; it counts here by itself."),
         re.compile(r"恢复测试存证")),
    Kind("accounts", "账号与权限核查", rules.ACCOUNTS,
         Text("离岗账号停用、管理员名单核对、弱口令清查，附上核对表。",
              "Accounts of who left, lists of administrators, weak passwords."),
         re.compile(r"账号(?:与|和)?(?:权限)?(?:核查|清查|核对)|account review", re.IGNORECASE)),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}


def first_day(turn: Turn, kind: Kind) -> datetime:
    """When a suggestion is due for the first time: its last working minute."""
    day = (
        kind.first(turn)
        if kind.first is not None
        else turn.local(turn.now).date() + timedelta(days=turn.rule(rules.FIRST))
    )
    return at_end(turn, day)


def at_end(turn: Turn, day: date) -> datetime:
    """The last working minute of a day, in UTC."""
    calendar = turn.school.calendar
    return calendar.at(day, calendar.hours[-1][1]).astimezone(turn.now.tzinfo)


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last day of a month stays a last day."""
    first = date(day.year + (day.month - 1 + months) // YEAR, (day.month - 1 + months) % YEAR + 1, 1)
    after = date(first.year + first.month // YEAR, first.month % YEAR + 1, 1) - timedelta(days=1)
    is_last = (day + timedelta(days=1)).day == 1
    return after if is_last or day.day > after.day else first.replace(day=day.day)
