"""The numbers of inspections that the charter leaves open (clause 9.1): the CIO changes them in chat."""

from handlers.rulebook import Rule
from handlers.texts import Text

CLAUSE = "8.1.1"


def _days(key: str, zh: str, en: str, value: int, **more: tuple[str, ...]) -> Rule:
    return Rule(f"inspections.{key}", Text(zh, en), value, "workdays", CLAUSE, **more)  # type: ignore[arg-type]


NOTICE = _days("notice", "检查提前通知", "Notice before an inspection", 2)
CONTEST = _days(
    "contest",
    "检查发现的申辩期",
    "Time to contest a finding",
    2,
    also=("申辩期限",),
    asked=("检查发现的问题多久内可以申辩",),
)
MINOR = _days("minor", "一般问题整改期限", "Minor findings are mended within", 10, also=("整改期限",))
MAJOR = _days("major", "较重问题整改期限", "Major findings are mended within", 5, within=("inspections.minor",))
CRITICAL = _days(
    "critical", "严重问题整改期限", "Critical findings are mended within", 2, within=("inspections.major",)
)
BEFORE = _days("before", "整改提前提醒", "Reminder before a finding is due", 2)
AFTER = _days("after", "整改逾期再提醒", "A late finding is named again after", 1, before=("inspections.to_head",))
TO_HEAD = _days(
    "to_head", "整改逾期告知部门负责人", "A late finding reaches the head after", 3, before=("inspections.to_cio",)
)
TO_CIO = _days("to_cio", "整改逾期告知 CIO", "A late finding reaches the CIO after", 5)
EVIDENCE = Rule(
    "inspections.evidence", Text("制度落实的记录多久内有效", "Records count as evidence for"), 180, "days", CLAUSE,
    also=("落实证据有效期",),
)  # fmt: skip
PICTURES_KEPT = Rule(
    "inspections.pictures_kept", Text("检查照片保留", "Pictures of inspections are kept for"), 730, "days", "7.2.1"
)
BY_SEVERITY = {"minor": MINOR, "major": MAJOR, "critical": CRITICAL}
ALL = (NOTICE, CONTEST, MINOR, MAJOR, CRITICAL, BEFORE, AFTER, TO_HEAD, TO_CIO, EVIDENCE, PICTURES_KEPT)
