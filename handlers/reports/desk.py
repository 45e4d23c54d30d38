"""The router of reports: who finds what, what is on whose desk, and the schedules that make drafts."""

from collections.abc import Mapping
from typing import Any

from handlers.reports import rules, texts
from handlers.reports.cards import report_card
from handlers.reports.flow import FLOW, OPEN, editor, reader
from handlers.router import Router, Standing
from handlers.turn import Turn
from storage import reports
from storage.people import Role
from storage.reports import OUT, Report

MONTHLY, TERMLY = "reports.monthly", "reports.termly"
RECENT = 6  # reports a leader can still answer without naming one


def in_hand(turn: Turn) -> list[Report]:
    """The drafts of whoever edits them; to leaders what was sent last."""
    if turn.actor is None:
        return []
    found = reports.in_stage(turn.tx, OPEN) if editor.allows(turn.viewer, None) else []
    if turn.viewer.holds(Role.LEADER):
        found = [*found, *reports.in_stage(turn.tx, OUT, RECENT)]
    return found


def _none(_turn: Turn, _report: Report) -> str:
    return "none"


def _a_month(nth: int) -> Mapping[str, Any]:
    return {"every": "workday_of_month", "nth": nth, "months": list(range(1, 13)), "time": "08:30"}


def _a_term(days: int) -> Mapping[str, Any]:
    return {"every": "term_edge", "edge": "end", "days": -days, "time": "08:30", "holiday": "before"}


router = Router(
    "reports", flow=FLOW, find=reports.by_code, readable=reader, card=report_card, open_for=in_hand, context=_none,
    rules=rules.ALL,
    standing=(
        Standing(
            key=MONTHLY, title="月度工作报告草稿", action=MONTHLY, clause="8.2.2", rule=_a_month(rules.DRAFT_DAY.default),
            catch_up="send_late", late_after_minutes=5 * 24 * 60, follows=rules.DRAFT_DAY, recurs=_a_month,
        ),
        Standing(
            key=TERMLY, title="学期工作报告草稿", action=TERMLY, clause="8.2.2", rule=_a_term(rules.TERM_LEAD.default),
            catch_up="send_late", late_after_minutes=5 * 24 * 60, follows=rules.TERM_LEAD, recurs=_a_term,
        ),
    ),
)  # fmt: skip
router.help(texts.HELP, Role.CIO)
router.help(texts.HELP_LEADER, Role.LEADER, Role.SECRETARY, Role.AUDITOR)
