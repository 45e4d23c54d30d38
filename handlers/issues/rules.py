"""The numbers of the issue desk: targets, the escalation ladder, and how long things wait. All are implementing rules
(clause 9.1) the CIO may change; the charter itself states none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from handlers.rulebook import Rule
from handlers.texts import Text
from storage.people import Role

CLAUSE = "5.2.1"
Target = Literal["respond", "resolve"]


def _rule(
    key: str, zh: str, en: str, default: int, unit: Literal["minutes", "workdays", "days", "count", "percent"]
) -> Rule:
    return Rule(f"issues.{key}", Text(zh, en), default, unit, CLAUSE)


RESPOND: Mapping[int, Rule] = {
    1: _rule("respond_p1", "P1 响应时限", "P1 response target", 10, "minutes"),
    2: _rule("respond_p2", "P2 响应时限", "P2 response target", 30, "minutes"),
    3: _rule("respond_p3", "P3 响应时限", "P3 response target", 240, "minutes"),
    4: _rule("respond_p4", "P4 响应时限", "P4 response target", 1, "workdays"),
}
RESOLVE: Mapping[int, Rule] = {
    1: _rule("resolve_p1", "P1 解决时限", "P1 resolution target", 120, "minutes"),
    2: _rule("resolve_p2", "P2 解决时限", "P2 resolution target", 1, "workdays"),
    3: _rule("resolve_p3", "P3 解决时限", "P3 resolution target", 3, "workdays"),
    4: _rule("resolve_p4", "P4 解决时限(0 为双方约定)", "P4 resolution target (0: as agreed)", 0, "workdays"),
}
FIRST_CALL = _rule(
    "escalate_dispatcher", "响应超时达多少通知调度", "Response time used when the dispatcher is told", 100, "percent"
)
SECOND_CALL = _rule("escalate_cio", "响应超时达多少通知 CIO", "Response time used when the CIO is told", 150, "percent")
CIO_DAY = _rule("overdue_cio_day", "逾期未解决第几天通知 CIO", "Day overdue on which the CIO is told", 3, "workdays")
MOST_DAYS = _rule("overdue_days", "逾期未解决最多提醒几天", "Days of overdue reminders", 5, "count")
AUTO_CLOSE = _rule("auto_close", "已解决后多久自动关闭", "Closed by itself after", 3, "workdays")
REOPEN_DAYS = _rule("reopen_days", "关闭后多久内可重新打开", "May be reopened for", 7, "days")
LAPSE = _rule("claim_lapse", "接单后无进展多久退回队列", "A claim without a note lapses after", 60, "minutes")
LAPSE_P1 = _rule(
    "claim_lapse_p1", "P1 接单后无进展多久退回队列", "A P1 claim without a note lapses after", 15, "minutes"
)
ASK_AGAIN = (
    _rule("waiting_nudge_1", "等报修人答复:第一次提醒", "Waiting for the reporter: first nudge after", 1, "workdays"),
    _rule("waiting_nudge_2", "等报修人答复:第二次提醒", "Waiting for the reporter: second nudge after", 3, "workdays"),
)
GIVE_UP = _rule(
    "waiting_end", "等报修人答复:多久后按无回应处理", "Waiting for the reporter: given up after", 4, "workdays"
)
MASS_COUNT = _rule("mass_count", "同楼同类报修几起算群体故障", "Alike reports that make a mass fault", 3, "count")
MASS_WITHIN = _rule("mass_within", "群体故障的时间窗口", "Mass faults are counted within", 10, "minutes")
UNDO = _rule("undo", "操作后多久内可撤销", "A step may be taken back within", 2, "minutes")
DRAFT_NUDGE = _rule("draft_nudge", "草稿多久未提交提醒一次", "An unfinished draft is mentioned after", 10, "minutes")

ALL = (
    *RESPOND.values(), *RESOLVE.values(), FIRST_CALL, SECOND_CALL, CIO_DAY, MOST_DAYS, AUTO_CLOSE, REOPEN_DAYS, LAPSE,
    LAPSE_P1, *ASK_AGAIN, GIVE_UP, MASS_COUNT, MASS_WITHIN, UNDO, DRAFT_NUDGE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of the ladder: when which target has been missed by how much, who hears of it. Each fires once a round.

    `after` is a share of the target (percent) or working days past it. `digest` levels wait for the next morning,
    except for P1, which is told at once.
    """

    name: str
    target: Target
    after: Rule
    to: tuple[Role, ...]
    digest: bool = False


LADDER = (
    Level("respond-first", "respond", FIRST_CALL, (Role.DISPATCHER,)),
    Level("respond-second", "respond", SECOND_CALL, (Role.CIO,), digest=True),
    Level("resolve-daily", "resolve", MOST_DAYS, (Role.DISPATCHER,)),
    Level("resolve-cio", "resolve", CIO_DAY, (Role.CIO,)),
)
BY_NAME = {level.name: level for level in LADDER}
