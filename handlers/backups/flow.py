"""How a system's backups go (clause 7.2.2), and who may say what about them."""

import re

from handlers.backups import texts
from handlers.errors import Incomplete
from handlers.flow import Flow, Step, Viewer, by
from handlers.forms import Field
from handlers.numerals import fold
from handlers.safety import oversees
from storage.backups import BackupPlan, PlanStage
from storage.people import Role

S = PlanStage
_BAD = re.compile(
    r"没通过|未通过|不通过|没成功|不成功|失败|不完整|缺|坏|not pass|didn't|did not|fail|missing|corrupt", re.IGNORECASE
)
_GOOD = re.compile(r"通过|成功|正常|没问题|完整|一致|对的|可以|好的|pass|ok|fine|good|held", re.IGNORECASE)


def read_result(said: str) -> str:
    """Passed or not, with the words: 通过,抽查20条一致. Raises `Incomplete` where neither can be read."""
    folded = fold(said)
    if _BAD.search(folded):
        return f"failed {said.strip()}"
    if _GOOD.search(folded):
        return f"passed {said.strip()}"
    raise Incomplete(texts.UNCLEAR_RESULT)


@by(
    "系统负责人、副手、技术员、CIO 或系统管理员",
    "the system's owner or deputy, a technician, the CIO or an administrator",
)
def operator(viewer: Viewer, plan: BackupPlan) -> bool:
    """Who runs the backups, or answers for the system."""
    if viewer.id is not None and viewer.id in {plan.system.owner_id, plan.system.deputy_id}:
        return True
    return viewer.holds(Role.TECHNICIAN, Role.ADMIN) or viewer.acts_for_cio


@by("系统负责人或 CIO", "the system's owner or the CIO")
def keeper(viewer: Viewer, plan: BackupPlan) -> bool:
    """Who may let backups rest: nobody else takes that upon themselves."""
    return viewer.is_clock or viewer.id == plan.system.owner_id or viewer.acts_for_cio


@by("技术员、系统负责人、CIO、校领导和检查员", "technicians, the owner, the CIO, leaders and inspectors")
def party(viewer: Viewer, plan: BackupPlan) -> bool:
    """Who reads how backups go."""
    return viewer.is_clock or operator.allows(viewer, plan) or oversees(viewer)


WRONG = Field("reason", texts.REASON, texts.ASK_WHAT_WENT_WRONG, prose=True)
WHY = Field("reason", texts.REASON, texts.ASK_WHY_PAUSE, prose=True)
RESULT = Field("result", texts.RESULT, texts.ASK_RESULT, read=read_result, options=texts.RESULTS)
WHEN = Field("when", texts.WHEN, texts.ASK_WHEN)

FLOW = Flow(
    "backups",
    prefix="BK",
    clause="7.2.2",
    statuses=texts.STATUS,
    steps=(
        Step("done", (S.ACTIVE,), "", operator, texts.DONE, also=("备份完成", "备份成功", "已备份"), style="good", waits=False),
        Step("failed", (S.ACTIVE,), "", operator, texts.FAILED, asks=(WRONG,), also=("备份没成功",), style="bad", waits=False),
        Step("test", (S.ACTIVE, S.PAUSED), "", operator, texts.TESTED, asks=(RESULT,), also=("恢复演练", "恢复测试", "还原测试"),
             waits=False),
        Step("reschedule", (S.ACTIVE, S.PAUSED), "", operator, texts.RESCHEDULE, asks=(WHEN,), button=False, waits=False),
        Step("pause", (S.ACTIVE,), S.PAUSED, keeper, texts.PAUSE, asks=(WHY,), button=False, waits=False),
        Step("resume", (S.PAUSED,), S.ACTIVE, keeper, texts.RESUME, waits=False),
    ),
)  # fmt: skip
