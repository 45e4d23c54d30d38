"""What can be counted of projects (clauses 6.2.1, 6.3.1), each with its records."""

from collections.abc import Sequence
from functools import partial

from handlers.figures import Metric, Period, Place, Row, Section
from handlers.projects import metric_texts as texts
from handlers.projects.flow import FLOW
from handlers.projects.routes import router
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import figures, projects
from storage.projects import UNDER_WAY, Project, Stage

APPROVED = (*UNDER_WAY, Stage.DONE, Stage.EVALUATING, Stage.EVALUATED, Stage.TRACKING, Stage.ARCHIVED)
MOST = 8  # projects named in a report


def _row(project: Project, column: str, value: float | None = None, *, counts: bool = True) -> Row:
    status = FLOW.statuses[project.status]
    words = Text(f"{project.title} · {status.zh}", f"{project.title} · {status.en}")
    return Row(project.code, words, getattr(project, column), counts, value, project.department)


def _submitted(turn: Turn, period: Period) -> Sequence[Row]:
    found = figures.projects_by(turn.tx, "submitted_at", period.begins, period.ends)
    return [_row(one, "submitted_at") for one in found]


def _approved(turn: Turn, period: Period) -> Sequence[Row]:
    found = figures.projects_by(turn.tx, "decided_at", period.begins, period.ends)
    return [_row(one, "decided_at") for one in found if one.status in APPROVED]


def _finished(turn: Turn, period: Period) -> Sequence[Row]:
    found = figures.projects_by(turn.tx, "finished_at", period.begins, period.ends)
    return [_row(one, "finished_at") for one in found]


def _running(turn: Turn, period: Period) -> Sequence[Row]:
    return [_row(one, "decided_at") for one in projects.under_way(turn.tx) if one.submitted_at < period.ends]


def _decision(turn: Turn, period: Period) -> Sequence[Row]:
    found = figures.projects_by(turn.tx, "decided_at", period.begins, period.ends)
    return [
        _row(one, "decided_at", (one.decided_at - one.submitted_at).total_seconds() / 86400)
        for one in found
        if one.decided_at is not None
    ]


def _milestones(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        Row(project.code, f"{project.title} · {one.name}", one.due_at, one.done_at is not None and one.done_at <= one.due_at,
            None, project.department)
        for project in projects.under_way(turn.tx)
        for one in project.milestones
        if period.holds(one.due_at)
    ]  # fmt: skip


_ours = partial(Metric, clause="6.2.1")
_PROJECT = r"(?:个|项)?(?:信息化)?(?:项目|立项)"

router.count(
    _ours("projects.finished", texts.FINISHED, texts.FINISHED_HOW, texts.EACH, "count", _finished, (
        rf"(?:办|完成|做|结|结项|验收)了?(?:成|完)?了?(?:多少|几){_PROJECT}",
        rf"{_PROJECT}.{{0,6}}(?:完成|结项|验收|办完)了?(?:多少|几)?",
        rf"(?:完成|结项|验收)的?{_PROJECT}", r"projects? (?:were |was )?(?:finished|completed|done)",
        r"(?:finished|completed) projects?",
    ), public=True),
    _ours("projects.submitted", texts.SUBMITTED, texts.SUBMITTED_HOW, texts.EACH, "count", _submitted, (
        rf"(?:申请|申报|提交|报|收到)了?(?:的)?(?:多少|几)?{_PROJECT}(?:申请)?", rf"{_PROJECT}申请(?:数量?)?",
        r"projects? (?:were )?(?:submitted|requested)", "project requests?",
    )),
    _ours("projects.approved", texts.APPROVED, texts.APPROVED_HOW, texts.EACH, "count", _approved, (
        rf"(?:批准|通过|批|立)了?(?:的)?(?:多少|几)?{_PROJECT}", rf"{_PROJECT}.{{0,4}}(?:批准|批了)(?:多少|几)?",
        r"projects? (?:were )?approved", "approved projects?",
    )),
    _ours("projects.running", texts.RUNNING, texts.RUNNING_HOW, texts.EACH, "count", _running, (
        rf"(?:在建|在办|进行中|正在(?:做|实施|进行))的?(?:多少|几)?{_PROJECT}", rf"(?:多少|几){_PROJECT}",
        rf"{_PROJECT}(?:的)?(?:总?数量?|多少|几)",
        "(?:running|ongoing) projects?", "how many projects?",
    ), public=True),
    _ours("projects.decision", texts.DECISION, texts.DECISION_HOW, texts.DAYS, "mean", _decision, (
        r"(?:平均)?(?:项目)?(?:审批|批复|审核)(?:平均)?(?:的|要)?(?:时间|时长|周期|多久|几天|多少天)", "平均.{0,6}(?:审批|批)",
        r"(?:approval|decision) times?",
    )),
    _ours("projects.milestones", texts.MILESTONES, texts.MILESTONES_HOW, texts.PERCENT, "share", _milestones, (
        "里程碑(?:的)?(?:按时|按期)?(?:完成|达成)?率?", "项目(?:按期|按时)(?:完成)?率", r"milestones?(?: in time)?",
    )),
)  # fmt: skip


@router.section(Place.PROJECTS)
def told_to_leaders(turn: Turn, period: Period) -> Section:
    """What was decided, what runs, what is late; what waits for a decision too long is asked for."""
    running = list(projects.under_way(turn.tx))
    late = [
        _row(one, "decided_at")
        for one in running
        if any(step.done_at is None and step.due_at < period.ends for step in one.milestones)
    ]
    waiting = [one for one in projects.undecided(turn.tx) if one.stuck]
    lines: tuple[Phrase, ...] = (texts.LATE(count=len(late)),) if late else ()
    asks = tuple(texts.ASK(code=one.code, title=one.title) for one in waiting)
    metrics = ("projects.submitted", "projects.approved", "projects.finished", "projects.running", "projects.decision",
               "projects.milestones")  # fmt: skip
    return Section(texts.SECTION, metrics, lines, tuple(late[:MOST]), asks)
