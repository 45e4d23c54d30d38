"""The life of a system, and who may move it (clause 5.1.4). Nothing without an owner."""

import re
from datetime import date
from typing import Any

from handlers.errors import Incomplete
from handlers.flow import Flow, Step, Viewer, by
from handlers.forms import Field
from handlers.numerals import fold, read_number
from handlers.safety import oversees
from handlers.systems import texts
from handlers.systems_named import read_day
from storage.people import Role
from storage.systems import System, SystemStage

S = SystemStage
WORDS_OF = {
    "contract": ("合同", "contract"),
    "certificate": ("证书", "ssl", "certificate", "测评"),
    "filing": ("备案", "filing"),
}


def read_ends(said: str) -> dict[str, str]:
    """Which of the three dates a text names, as {"contract": "2027-08-31"}. Raises `Incomplete` where it names none."""
    found: dict[str, str] = {}
    folded = fold(said).lower()
    starts = sorted((folded.find(word), what) for what, words in WORDS_OF.items() for word in words if word in folded)
    for at, (start, what) in enumerate(starts):
        end = starts[at + 1][0] if at + 1 < len(starts) else len(folded)
        day = read_day(folded[start:end])
        if day is not None:
            found.setdefault(what, day.isoformat())
    if not found:
        raise Incomplete(texts.NO_DATES)
    return found


def _shown(value: Any) -> str:
    return "、".join(f"{texts.ENDS[what].zh} {date.fromisoformat(day)}" for what, day in dict(value).items())


def read_grade(said: str) -> int:
    """A protection grade from 1 to 5. Raises `Incomplete`."""
    found = re.search(r"[1-5一二三四五]", said)
    number = read_number(found[0]) if found is not None else None
    if number is None:
        raise Incomplete(texts.BAD_GRADE(grade=said[:10]))
    return int(number)


REASON = Field("reason", texts.REASON, texts.ASK_WHY, prose=True)
OWNER = Field("person", texts.PERSON, texts.ASK_WHO)
DEPUTY = Field("person", texts.PERSON, texts.ASK_DEPUTY)
GRADE = Field("grade", texts.GRADE, texts.ASK_GRADE, read=read_grade, show=lambda value: texts.GRADES[int(value)])
DATES = Field("dates", texts.DATES, texts.ASK_DATES, read=read_ends, show=_shown)


@by("负责人、CIO 或系统管理员", "its owner, the CIO or an administrator")
def keeper(viewer: Viewer, system: System) -> bool:
    """Who answers for it, or for all of them."""
    return viewer.id == system.owner_id or steward.allows(viewer, system)


@by("CIO 或系统管理员", "the CIO or an administrator")
def steward(viewer: Viewer, _system: System) -> bool:
    """Who answers for all of them."""
    return viewer.holds(Role.ADMIN) or viewer.acts_for_cio


@by("负责人、副手、技术员、CIO、校领导和检查员", "its owner and deputy, technicians, the CIO, leaders and inspectors")
def party(viewer: Viewer, system: System) -> bool:
    """Who reads more of it than who answers for it."""
    if viewer.id is not None and viewer.id in {system.owner_id, system.deputy_id}:
        return True
    return viewer.is_clock or viewer.holds(Role.TECHNICIAN, Role.DISPATCHER) or oversees(viewer)


FLOW = Flow(
    "systems",
    prefix="SYS",
    clause="5.1.4",
    statuses=texts.STATUS,
    steps=(
        Step("launch", (S.PLANNED,), S.IN_USE, keeper, texts.LAUNCH, also=("上线", "启用系统", "launch"), style="good"),
        Step("hand_over", (S.PLANNED, S.IN_USE), "", keeper, texts.HAND_OVER, asks=(OWNER,), clause="7.1.1",
             also=("更换负责人", "变更负责人", "改负责人"), waits=False),
        Step("renew", (S.PLANNED, S.IN_USE), "", keeper, texts.RENEW, asks=(DATES,), also=("续期", "续签"), waits=False),
        Step("deputize", (S.PLANNED, S.IN_USE), "", keeper, texts.DEPUTIZE, asks=(DEPUTY,), clause="7.1.1",
             also=("副手", "换副手", "deputy"), button=False, waits=False),
        Step("grade", (S.PLANNED, S.IN_USE), "", keeper, texts.GRADE_IT, asks=(GRADE,), button=False, waits=False),
        Step("retire", (S.PLANNED, S.IN_USE), S.RETIRED, keeper, texts.RETIRE, asks=(REASON,),
             also=("系统停用", "系统下线", "停用", "下线", "retire"), style="bad", waits=False),
        Step("revive", (S.RETIRED,), S.IN_USE, steward, texts.REVIVE, also=("重新启用",), waits=False),
    ),
    over=(S.RETIRED,),
)  # fmt: skip
