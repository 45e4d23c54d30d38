"""The life of an inspection and of what it finds (clause 8.1.1).

Nobody inspects their own department; the department answers each finding and mends it; only the inspector checks again.
"""

from handlers.flow import By, Flow, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.inspections import texts
from handlers.texts import Text
from storage.inspections import Finding, FindingStage, Inspection, InspectionStage
from storage.people import Role

S = InspectionStage
F = FindingStage
PLANNERS = (Role.INSPECTOR, Role.CIO, Role.LEADER)
SEES_ALL = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.AUDITOR, Role.INSPECTOR)
SPEAKS = (Role.HEAD, Role.LIAISON)


@by("检查员", "the inspector")
def inspector(viewer: Viewer, inspection: Inspection) -> bool:
    """Who walks through it."""
    return viewer.id is not None and viewer.id == inspection.inspector_id


@by("检查员、安排人或 CIO", "the inspector, who planned it, or the CIO")
def organiser(viewer: Viewer, inspection: Inspection) -> bool:
    """Who may announce it or call it off."""
    if viewer.id is None:
        return False
    return viewer.id in {inspection.inspector_id, inspection.planned_by_id} or viewer.holds(Role.CIO)


def speaks_for(viewer: Viewer, inspection: Inspection) -> bool:
    """Whether this viewer answers for the inspected side; never who inspects it."""
    if viewer.id is None or viewer.id == inspection.inspector_id or viewer.person is None:
        return False
    of_it = bool(inspection.department) and viewer.person.department == inspection.department
    return viewer.id == inspection.answerer_id or (of_it and viewer.holds(*SPEAKS))


@by(
    "被查部门、检查员、安排人、CIO、校领导、秘书和审计员",
    "those involved, the CIO, leaders, the secretary and auditors",
)
def readable(viewer: Viewer, inspection: Inspection) -> bool:
    """Who may see it. A surprise stays one until it begins."""
    if not viewer.belongs:
        return False
    if organiser.allows(viewer, inspection) or viewer.holds(*SEES_ALL):
        return True
    hidden = inspection.status in (S.PLANNED, S.CANCELLED)
    return not hidden and (
        speaks_for(viewer, inspection) or any(one.owner_id == viewer.id for one in inspection.findings)
    )


def _why_not_answer(viewer: Viewer, finding: Finding) -> Text | None:
    return texts.INSPECTOR_NEVER_ANSWERS if viewer.id == finding.inspection.inspector_id else None


def _why_not_check(viewer: Viewer, finding: Finding) -> Text | None:
    return texts.ONLY_THE_INSPECTOR(name=finding.inspection.inspector.name) if viewer.id is not None else None


answerer = By(texts.ANSWERER, lambda v, f: speaks_for(v, f.inspection), why=_why_not_answer)
mender = By(
    texts.MENDER,
    lambda v, f: (
        v.id is not None and v.id != f.inspection.inspector_id and (v.id == f.owner_id or speaks_for(v, f.inspection))
    ),
    why=_why_not_answer,
)
checker = By(texts.CHECKER, lambda v, f: v.id is not None and v.id == f.inspection.inspector_id, why=_why_not_check)


@by("检查员或 CIO", "the inspector or the CIO")
def raiser(viewer: Viewer, finding: Finding) -> bool:
    """Who makes an improvement item of it."""
    return viewer.id is not None and (viewer.id == finding.inspection.inspector_id or viewer.holds(Role.CIO))


@by(
    "被查部门、整改人、检查员、CIO、校领导、秘书和审计员",
    "those involved, the CIO, leaders, the secretary and auditors",
)
def finding_readable(viewer: Viewer, finding: Finding) -> bool:
    """Who may see a finding: whoever may see its inspection, and whoever mends it."""
    return (viewer.id is not None and viewer.id == finding.owner_id) or readable.allows(viewer, finding.inspection)


@by("CIO", "the CIO")
def cio(viewer: Viewer, _inspection: Inspection) -> bool:
    """Gives it to another inspector."""
    return viewer.holds(Role.CIO)


def _reason(ask: Text) -> Field:
    return Field("reason", texts.REASON, ask)


colleague = Field("person", texts.NAME, texts.NAME_ASK)
_WALK = (S.LIVE, S.PAUSED)

FLOW = Flow(
    "inspections",
    prefix="IN",
    clause="8.1.1",
    statuses=texts.STATUS,
    over=(S.CLOSED, S.CANCELLED),
    steps=(
        Step("start", (S.PLANNED, S.NOTIFIED), S.LIVE, inspector, texts.START, style="good"),
        Step("notify", (S.PLANNED,), S.NOTIFIED, organiser, texts.NOTIFY, waits=False),
        Step("announce", (S.PLANNED,), S.NOTIFIED, the_clock, texts.ANNOUNCE, button=False),
        Step("mark", (S.LIVE,), "", inspector, texts.MARK, button=False),
        Step("resume", (S.PAUSED,), S.LIVE, inspector, texts.RESUME, style="good", also=("继续查", "接着检查")),
        Step("pause", (S.LIVE,), S.PAUSED, inspector, texts.PAUSE, waits=False, also=("暂停检查",)),
        Step("finish", _WALK, S.TO_CONFIRM, inspector, texts.FINISH, waits=False, also=("检查完了", "完成检查")),
        Step("confirmed", (S.TO_CONFIRM,), S.MENDING, the_clock, texts.CONFIRMED, button=False),
        Step("shown", (S.TO_CONFIRM, S.MENDING, S.LATE), S.RECHECK, the_clock, texts.SHOWN, button=False),
        Step("back", (S.RECHECK,), S.MENDING, the_clock, texts.BACK, button=False),
        Step("overdue", (S.MENDING, S.RECHECK), S.LATE, the_clock, texts.OVERDUE, button=False),
        Step("close", (S.TO_CONFIRM, S.MENDING, S.RECHECK, S.LATE), S.CLOSED, the_clock, texts.CLOSE, button=False),
        Step("hand_over", (S.PLANNED, S.NOTIFIED, *_WALK, S.TO_CONFIRM, S.MENDING, S.RECHECK, S.LATE), "", cio,
             texts.HAND_OVER, asks=(colleague,), button=False, waits=False),
        Step("cancel", (S.PLANNED, S.NOTIFIED, *_WALK), S.CANCELLED, organiser, texts.CANCEL,
             asks=(_reason(texts.WHY_CANCEL),), style="bad", waits=False),
    ),
)  # fmt: skip

FINDINGS = Flow(
    "findings",
    prefix="F",
    clause="8.1.1",
    statuses=texts.FINDING_STATUS,
    over=(F.CLOSED, F.DISMISSED),
    steps=(
        Step("accept", (F.FOUND,), F.MENDING, answerer, texts.ACCEPT, style="good", also=("认可",)),
        Step("contest", (F.FOUND,), F.CONTESTED, answerer, texts.CONTEST, asks=(_reason(texts.WHY_CONTEST),)),
        Step("lapse", (F.FOUND,), F.MENDING, the_clock, texts.LAPSE, button=False),
        Step("uphold", (F.CONTESTED,), F.MENDING, checker, texts.UPHOLD, asks=(_reason(texts.WHY_UPHOLD),)),
        Step("dismiss", (F.CONTESTED,), F.DISMISSED, checker, texts.DISMISS, asks=(_reason(texts.WHY_DISMISS),)),
        Step("submit", (F.MENDING,), F.SUBMITTED, mender, texts.SUBMIT,
             asks=(Field("done", texts.DONE, texts.DONE_ASK),), style="good", also=("整改完成", "已整改", "提交证据")),
        Step("assign", (F.FOUND, F.MENDING), "", answerer, texts.ASSIGN, asks=(colleague,), waits=False),
        Step("pass", (F.SUBMITTED,), F.CLOSED, checker, texts.PASS, style="good", also=("复查通过",)),
        Step("return", (F.SUBMITTED,), F.MENDING, checker, texts.RETURN, asks=(_reason(texts.WHY_RETURN),),
             style="bad", also=("复查不合格", "复查不通过")),
        Step("improve", (F.MENDING, F.SUBMITTED, F.CLOSED), "", raiser, texts.IMPROVE, button=False, waits=False),
    ),
)  # fmt: skip
