"""The numbers of the issue desk: targets, the escalation ladder, and how long things wait. All are implementing rules
(clause 9.1) the CIO may change; the charter itself states none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from handlers.rulebook import Rule
from handlers.texts import Text
from storage.people import Role

CLAUSE = "5.2.1"
Target = Literal["respond", "resolve"]


def _rule(
    key: str,
    zh: str,
    en: str,
    default: int,
    unit: Literal["minutes", "workdays", "days", "count", "percent"],
    **more: Any,
) -> Rule:
    return Rule(f"issues.{key}", Text(zh, en), default, unit, CLAUSE, **more)


KINDS = {1: "紧急故障", 2: "重要故障", 3: "一般故障", 4: "需求类报修"}


def _less_urgent(target: Target, priority: int) -> tuple[str, ...]:
    """The next priority's target, which is never shorter."""
    return (f"issues.{target}_p{priority + 1}",) if priority < len(KINDS) else ()


def _respond(priority: int, default: int, unit: Literal["minutes", "workdays"]) -> Rule:
    """Minutes of a target run in the school's working time only."""
    return _rule(
        f"respond_p{priority}", f"P{priority} 响应时限", f"P{priority} response target", default, unit, working=True,
        also=(f"P{priority} 响应时间", f"P{priority} 报修响应时间", f"P{priority} 接单时限",
              f"{KINDS[priority]}响应时间", f"{KINDS[priority]}响应时限"),
        within=(f"issues.resolve_p{priority}", *_less_urgent("respond", priority)),
        asked=(f"P{priority} 报修多久必须响应", f"{KINDS[priority]}多久有人接单"),
    )  # fmt: skip


def _resolve(priority: int, default: int, unit: Literal["minutes", "workdays"], zh: str = "", en: str = "") -> Rule:
    return _rule(
        f"resolve_p{priority}", f"P{priority} 解决时限{zh}", f"P{priority} resolution target{en}", default, unit,
        working=True, also=(f"P{priority} 解决时间", f"P{priority} 修复时限", f"P{priority} 维修时限",
              f"{KINDS[priority]}解决时限", f"{KINDS[priority]}修复时间"),
        within=_less_urgent("resolve", priority),
        asked=(f"P{priority} 报修多久必须解决", f"{KINDS[priority]}多久修好"),
    )  # fmt: skip


RESPOND: Mapping[int, Rule] = {
    1: _respond(1, 10, "minutes"),
    2: _respond(2, 30, "minutes"),
    3: _respond(3, 240, "minutes"),
    4: _respond(4, 1, "workdays"),
}
RESOLVE: Mapping[int, Rule] = {
    1: _resolve(1, 120, "minutes"),
    2: _resolve(2, 1, "workdays"),
    3: _resolve(3, 3, "workdays"),
    4: _resolve(4, 0, "workdays", "（0 为双方约定）", " (0: as agreed)"),
}
FIRST_CALL = _rule(
    "escalate_dispatcher",
    "响应超时达多少通知调度",
    "Response time used when the dispatcher is told",
    100,
    "percent",
    least=100,
    within=("issues.escalate_cio",),
)
SECOND_CALL = _rule(
    "escalate_cio", "响应超时达多少通知 CIO", "Response time used when the CIO is told", 150, "percent", least=100
)
CIO_DAY = _rule("overdue_cio_day", "逾期未解决第几天通知 CIO", "Day overdue on which the CIO is told", 3, "workdays")
MOST_DAYS = _rule(
    "overdue_days", "逾期未解决最多提醒几天", "Days of overdue reminders", 5, "count", things=Text("天", "days")
)
AUTO_CLOSE = _rule("auto_close", "已解决后多久自动关闭", "Closed by itself after", 3, "workdays")
REOPEN_DAYS = _rule("reopen_days", "关闭后多久内可重新打开", "May be reopened for", 7, "days")
LAPSE = _rule(
    "claim_lapse", "接单后无进展多久退回队列", "A claim without a note lapses after", 60, "minutes", working=True
)
LAPSE_P1 = _rule(
    "claim_lapse_p1",
    "P1 接单后无进展多久退回队列",
    "A P1 claim without a note lapses after",
    15,
    "minutes",
    working=True,
    within=("issues.claim_lapse",),
)
ASK_AGAIN = (
    _rule("waiting_nudge_1", "等报修人答复：第一次提醒", "Waiting for the reporter: first nudge after", 1, "workdays",
          before=("issues.waiting_nudge_2",)),
    _rule("waiting_nudge_2", "等报修人答复：第二次提醒", "Waiting for the reporter: second nudge after", 3, "workdays",
          before=("issues.waiting_end",)),
)  # fmt: skip
GIVE_UP = _rule(
    "waiting_end", "等报修人答复：多久后按无回应处理", "Waiting for the reporter: given up after", 4, "workdays"
)
MASS_COUNT = _rule(
    "mass_count",
    "同楼同类报修几起算群体故障",
    "Alike reports that make a mass fault",
    3,
    "count",
    least=2,
    things=Text("起", "reports"),
)
MASS_WITHIN = _rule("mass_within", "群体故障的时间窗口", "Mass faults are counted within", 10, "minutes")
UNDO = _rule("undo", "操作后多久内可撤销", "A step may be taken back within", 2, "minutes")
DRAFT_NUDGE = _rule("draft_nudge", "草稿多久未提交提醒一次", "An unfinished draft is mentioned after", 10, "minutes")
PICTURES_KEPT = _rule("pictures_kept", "现场照片保留多久", "Pictures of faults are kept for", 365, "days")

ALL = (
    *RESPOND.values(), *RESOLVE.values(), FIRST_CALL, SECOND_CALL, CIO_DAY, MOST_DAYS, AUTO_CLOSE, REOPEN_DAYS, LAPSE,
    LAPSE_P1, *ASK_AGAIN, GIVE_UP, MASS_COUNT, MASS_WITHIN, UNDO, DRAFT_NUDGE,
    PICTURES_KEPT,
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
