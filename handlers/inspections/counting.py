"""What inspections can be counted by, and what the leaders read of them (8.2.2)."""

import re
from collections.abc import Sequence

from handlers.figures import Metric, Period, Place, Row, Section
from handlers.inspections.cards import what
from handlers.inspections.desk import router
from handlers.inspections.flow import FINDINGS
from handlers.texts import Text
from handlers.turn import Turn
from storage import inspections
from storage.inspections import Finding, FindingStage

MOST_NAMED = 10
TITLE = Text("检查与整改", "Inspections")
OPEN_LINE = Text(
    "没有整改完的检查发现 {count} 个，其中逾期 {late} 个。", "{count} findings are open, {late} of them late."
)


def _walked(turn: Turn, period: Period) -> Sequence[Row]:
    found = inspections.finished_between(turn.tx, period.begins, period.ends)
    return [Row(one.code, what(one), one.finished_at, department=one.department) for one in found]


def _found(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        Row(one.code, one.headline, one.created_at, department=one.inspection.department)
        for one in inspections.findings_between(turn.tx, period.begins, period.ends)
        if one.status != FindingStage.DISMISSED
    ]


def _mended_in_time(turn: Turn, period: Period) -> Sequence[Row]:
    """Findings whose day was in the period; those checked as mended by then speak for it."""
    rows = []
    for one in inspections.findings_due(turn.tx, period.begins, period.ends):
        in_time = one.closed_at is not None and one.due_at is not None and one.closed_at <= one.due_at
        rows.append(Row(one.code, one.headline, one.due_at, in_time, department=one.inspection.department))
    return rows


WALKED = Metric(
    key="inspections.walked",
    name=Text("检查次数", "Inspections"),
    formula=Text("期内走完的检查", "inspections walked to their end in the period"),
    unit=Text("次", ""),
    how="count",
    rows=_walked,
    means=re.compile(r"检查(?:了)?(?:次数|几次|多少次)|inspections"),
    clause="8.1.1",
    better="more",
)
FOUND = Metric(
    key="inspections.found",
    name=Text("检查发现", "Findings"),
    formula=Text("期内检查发现的问题，撤销的不算", "findings of the period without those dismissed"),
    unit=Text("个", ""),
    how="count",
    rows=_found,
    means=re.compile(r"检查发现(?:了)?(?:数|多少|几个)?|查出(?:了)?(?:多少|几个)问题|findings"),
    clause="8.1.1",
    better="less",
)
MENDED = Metric(
    key="inspections.mended",
    name=Text("整改按时率", "Findings mended in time"),
    formula=Text(
        "整改期限在期内的发现中，到期前复查合格的占比",
        "of the findings due in the period, those checked as mended by their day",
    ),
    unit=Text("%", "%"),
    how="share",
    rows=_mended_in_time,
    means=re.compile(r"整改(?:按时|及时|完成)率|mended in time"),
    clause="8.1.1",
    better="more",
)
router.count(WALKED, FOUND, MENDED)


def _worded(finding: Finding) -> Text:
    status = FINDINGS.statuses[finding.status]
    return Text(f"{finding.headline} · {status.zh}", f"{finding.headline} · {status.en}")


@router.section(Place.COMPLIANCE)
def section(turn: Turn, _period: Period) -> Section:
    """How many were made, what they found, and what is late."""
    late = [one for one in inspections.open_findings(turn.tx) if one.due_at is not None and one.due_at < turn.now]
    rows = tuple(
        Row(one.code, _worded(one), one.due_at, department=one.inspection.department) for one in late[:MOST_NAMED]
    )
    count = len(inspections.open_findings(turn.tx))
    lines = (OPEN_LINE(count=count, late=len(late)),) if count else ()
    return Section(TITLE, (WALKED.key, FOUND.key, MENDED.key), lines, rows)
