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
STRANGER = Text("「{name}」没有登记。登记的有：{names}。", "“{name}” is not registered. Registered: {names}.")
BAD_DATE = Text("日期「{date}」看不懂，写成 2027-08-31。", "Cannot read the date “{date}”; write 2027-08-31.")
MOST_NAMED = 8
_TAIL = re.compile(
    r"(?:管理|信息|服务|应用)?(?:系统|平台|软件|网站|服务器|数据库|system|platform|server)$", re.IGNORECASE
)
_CALLED = re.compile(
    r"(?P<zh>[一-龥]{2,10}?(?:系统|平台|网站|服务器|数据库|库)|[一-龥]{0,8}?(?:门户|一卡通|门禁|公众号|学籍|云盘|官网))"
    r"|\b(?P<en>[a-z]+ (?:system|platform|server|database|website|portal))\b",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(
    r"^(?:今天|昨天|前天|今早|昨晚|昨夜|今晚|刚才|刚刚|早上|上午|中午|下午|晚上|凌晨|夜里|已经|我们?|学校|记一下|登记|报告一下|给|把|对|的|了)+"
    r"|^(?:the|our|my) ",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"系统|平台|网站|服务器|数据库|备份|数据|信息|所有|全部|各个?|每个|这个|那个|该|本|几个|两个|三个|都|主|业务|核心|重要|哪个"
    r"|\b(?:system|platform|server|database|website|portal|backup|the|this|that|our|all|whole|main|data)s?\b|\s",
    re.IGNORECASE,
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
    known = systems.names(tx, *stages)
    row = next((row for row, code, _ in known if re.search(rf"(?<![a-z0-9]){code.lower()}(?!\d)", said)), None)
    if row is None:
        named = [(len(name), row) for row, _, name in known if fold(name).lower() in said]
        named = named or [(len(core_of(name)), row) for row, _, name in known if core_of(name) in said]
        row = max(named, key=lambda pair: pair[0])[1] if named else None
    return tx.get(System, row) if row is not None else None


def system_meant(turn: Turn, text: str) -> System:
    """The same, or the only one there is; else a question that names them. Raises `Incomplete`."""
    found = system_in(turn.tx, text)
    if found is not None:
        return found
    known = systems.all_systems(turn.tx)
    if not known:
        raise Incomplete(NO_SYSTEMS)
    raise Incomplete(WHICH_SYSTEM(names=joined([one.name for one in known[:MOST_NAMED]])))


def stranger_in(text: str) -> str:
    """What a text calls a system by its last word, 图书馆系统 or the library server; "" where it only says 系统."""
    for found in _CALLED.finditer(fold(text)):
        name = _BEFORE_NAME.sub("", found["zh"] or found["en"] or "")
        if len(_GENERIC.sub("", name.lower())) >= LEAST:
            return name
    return ""


def not_registered(tx: Session, name: str) -> Text:
    """That nobody registered it, and which there are."""
    return STRANGER(name=name, names=joined([one.name for one in systems.all_systems(tx)[:MOST_NAMED]]))


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
