"""Systems as people name them: 教务系统, 教务, 学校的门禁, grade book; and dates and grades as they are written."""

import re
from calendar import monthrange
from datetime import date

from sqlalchemy.orm import Session

from handlers.errors import Incomplete
from handlers.numerals import fold
from handlers.texts import EDGES, Text, joined
from handlers.turn import Turn
from storage import systems
from storage.systems import System, SystemStage

WHICH_SYSTEM = Text("是哪个系统？登记的有：{names}。", "Which system? Registered: {names}.")
NO_SYSTEMS = Text(
    "还没有登记系统。CIO、联络人或管理员说：登记系统 教务系统 负责人赵工",
    "No system is registered yet. Say: add system NAME, owner PERSON",
)
BAD_DATE = Text("日期「{date}」看不懂，写成 2027-08-31。", "Cannot read the date “{date}”; write 2027-08-31.")
MOST_NAMED = 8
_TAIL = re.compile(
    r"(?:管理|信息|服务|应用)?(?:系统|平台|软件|网站|服务器|数据库|system|platform|server)$", re.IGNORECASE
)
_HEAD = re.compile(r"^(?:学校的?|我校的?|本校的?|校园|the |our )", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?(?:底|末)?")
LEAST = 2  # characters of a short name


def core_of(name: str) -> str:
    """What tells a system from others: 教务 of 教务管理系统. The whole name where too little would be left."""
    short = _TAIL.sub("", _HEAD.sub("", fold(name).strip().lower())).strip()
    return short if len(short) >= LEAST else fold(name).strip().lower()


def system_in(tx: Session, text: str, *, retired: bool = False) -> System | None:
    """The system a text speaks of: by its code, its name, else by what tells it from others; the longest counts."""
    stages = tuple(SystemStage) if retired else ()
    said = fold(text).lower()
    known = systems.all_systems(tx, *stages)
    for one in known:
        if re.search(rf"(?<![a-z0-9]){one.code.lower()}(?!\d)", said):
            return one
    named = [(len(one.name), one) for one in known if fold(one.name).lower() in said]
    if not named:
        named = [(len(core_of(one.name)), one) for one in known if core_of(one.name) in said]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def system_meant(turn: Turn, text: str) -> System:
    """The same, or the only one there is; else a question that names them. Raises `Incomplete`."""
    found = system_in(turn.tx, text)
    if found is not None:
        return found
    known = systems.all_systems(turn.tx)
    if not known:
        raise Incomplete(NO_SYSTEMS)
    raise Incomplete(WHICH_SYSTEM(names=joined([one.name for one in known[:MOST_NAMED]])))


def read_day(said: str) -> date | None:
    """A written day; the last of a month for a month alone; None where there is none. Raises `Incomplete` for 2月30日."""
    folded = fold(said)
    found = _DATE.search(folded)
    month = None if found else _MONTH.search(folded)
    year_end = None if found or month else re.search(r"(\d{4})\s*年?(?:年底|底|末)", folded)
    if year_end:
        return date(int(year_end[1]), 12, 31)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        if month:
            year, number = int(month[1]), int(month[2])
            return date(year, number, monthrange(year, number)[1])
    except ValueError:
        raise Incomplete(BAD_DATE(date=said.strip(EDGES)[:20])) from None
    return None
