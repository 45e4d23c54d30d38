"""The numbers of reporting that the charter leaves open (clause 9.1): when drafts appear, when they are due, who hears."""

from handlers.rulebook import Rule, Unit
from handlers.texts import Text


def _rule(key: str, zh: str, en: str, value: int, unit: Unit, *, least: int | None = None, most: int | None = None,
          things: Text | None = None) -> Rule:  # fmt: skip
    return Rule(
        f"reports.{key}", Text(zh, en), value, unit, "8.2.2", least=least, most=most, things=things or Text("次", "×")
    )


MONTHLY = _rule(
    "monthly", "每月出几份工作报告（0 为不出）", "Monthly reports (0: none)", 1, "count", least=0, most=1,
    things=Text("份", "reports"),
)  # fmt: skip
DRAFT_DAY = _rule(
    "draft_day", "月度报告草稿在每月第几个工作日出", "Working day of the month on which the draft appears", 1, "count", most=15,
    things=Text("个工作日", "working day"),
)  # fmt: skip
TERM_LEAD = _rule(
    "term_lead", "学期报告草稿在学期结束前几天出", "Days before the end of term for its draft", 7, "days", most=60
)
DUE = _rule("due", "报告草稿出来后多久要发出", "A draft is due after", 3, "workdays")
ESCALATE = _rule("escalate", "报告逾期多久告诉秘书", "The secretary hears of a late report after", 2, "workdays")
ANSWERS = _rule("answers", "报告发出多久没有批示算无批示", "Without an instruction after", 5, "workdays")
ARCHIVE = _rule("archive", "报告发出多久归档", "Archived after", 20, "workdays")
SUMMARY = _rule("summary", "报告摘要最多几个字", "Characters of a summary at most", 300, "count", least=50, most=600,
                things=Text("字", "characters"))  # fmt: skip
ALL = (MONTHLY, DRAFT_DAY, TERM_LEAD, DUE, ESCALATE, ANSWERS, ARCHIVE, SUMMARY)
