"""The life of a drill (clause 7.3.2), and who may move it. Whoever planned it never approves it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.drills import texts
from handlers.errors import Incomplete
from handlers.flow import By as Guard
from handlers.flow import Flow, Step, Viewer, by, letter_of, the_clock
from handlers.forms import Field
from handlers.numerals import fold
from handlers.texts import EDGES, Text
from storage.drills import Drill, Stage
from storage.people import Role

PLANNERS = (
    Role.CIO, Role.TECHNICIAN, Role.DISPATCHER, Role.HEAD, Role.LEADER, Role.SECRETARY, Role.ADMIN, Role.INSPECTOR,
)  # fmt: skip
OVERSEERS = (Role.CIO, Role.LEADER, Role.AUDITOR)


def _is_cio(viewer: Viewer, _drill: Drill) -> bool:
    return viewer.acts_for_cio


def _approves(viewer: Viewer, drill: Drill) -> bool:
    """The CIO; a leader where the CIO planned it. Never its planner."""
    if viewer.id is None or viewer.id == drill.planner_id or drill.submitted_at is None:
        return False
    by_leader = drill.planner is not None and drill.planner.holds(Role.CIO)
    return viewer.holds(Role.LEADER) if by_leader else _is_cio(viewer, drill)


def _why_not(viewer: Viewer, drill: Drill) -> Text | None:
    if viewer.id is not None and viewer.id == drill.planner_id:
        return texts.NOT_YOUR_OWN
    if drill.submitted_at is None and _is_cio(viewer, drill):
        return texts.NOT_SUBMITTED(name=drill.planner.name)
    return None


approver = Guard(
    Text("CIO 或代理 CIO（CIO 自己策划的由校领导；都不能批自己的）",
         "the CIO or who acts for them (a leader where the CIO planned it); nobody approves their own"),
    _approves, under=letter_of, why=_why_not,
)  # fmt: skip


@by("导调员", "who planned it")
def planner(viewer: Viewer, drill: Drill) -> bool:
    """Who writes the script."""
    return viewer.id is not None and viewer.id == drill.planner_id


@by("导调员", "who planned it")
def unsent(viewer: Viewer, drill: Drill) -> bool:
    """The planner of a plan that nobody decides about yet."""
    return planner.allows(viewer, drill) and drill.submitted_at is None


@by("导调员或 CIO", "who planned it or the CIO")
def runner(viewer: Viewer, drill: Drill) -> bool:
    """Who runs it: sees who is missing, with telephone numbers."""
    return viewer.id is not None and (viewer.id == drill.planner_id or _is_cio(viewer, drill))


@by("校领导", "a school leader")
def informed_leader(viewer: Viewer, drill: Drill) -> bool:
    """A leader who has to know of a secret drill and does not yet."""
    return drill.is_secret and viewer.holds(Role.LEADER) and viewer.id not in drill.informed


@by("还没到位的参演人", "who takes part and is not in place yet")
def expected(viewer: Viewer, drill: Drill) -> bool:
    """Who takes part and has not answered the roll call."""
    part = drill.of(viewer.id)
    return part is not None and not part.observes and part.arrived_at is None


@by("参演人、观察员、导调员、CIO 和校领导", "who takes part, looks on or runs it, and leaders")
def involved(viewer: Viewer, drill: Drill) -> bool:
    """Everybody at the drill."""
    known = drill.of(viewer.id) is not None or runner.allows(viewer, drill)
    return viewer.id is not None and (known or viewer.holds(Role.LEADER))


@by("观察员", "an observer")
def observer(viewer: Viewer, drill: Drill) -> bool:
    """Who looks on and says how it went."""
    part = drill.of(viewer.id)
    return part is not None and part.observes


@by("还没打分的观察员", "an observer who has not rated it")
def unrated(viewer: Viewer, drill: Drill) -> bool:
    """An observer with a rating still to give."""
    part = drill.of(viewer.id)
    return part is not None and part.observes and part.score is None


@by("CIO 或代理 CIO", "the CIO or who acts for them")
def _cio(viewer: Viewer, drill: Drill) -> bool:
    return _is_cio(viewer, drill)


cio = replace(_cio, under=letter_of)


@by("导调员、CIO、校领导和被通知的参演人", "who runs it, leaders, and who takes part and was told")
def readable(viewer: Viewer, drill: Drill) -> bool:
    """The door: before it begins a drill does not exist for those who must not hear of it, nor for guests ever."""
    if viewer.is_clock or runner.allows(viewer, drill) or viewer.holds(*OVERSEERS):
        return True
    part = drill.of(viewer.id)
    if part is None:
        return False
    return drill.started_at is not None or (drill.status == Stage.NOTIFIED and not part.unannounced) or part.observes


def in_place_already(viewer: Viewer, drill: Drill) -> Text | None:
    """What somebody hears who reports in again, or looks on."""
    part = drill.of(viewer.id)
    if part is None:
        return None
    return texts.OBSERVES if part.observes else texts.ALREADY_IN


def score(said: str) -> str:
    """A score from 1 to 5. Raises `Incomplete`."""
    found = re.search(r"(?<!\d)[1-5](?!\d)", fold(said))
    if found is None:
        raise Incomplete(texts.SCORE_NOT_READ)
    return found[0]


def read_rating(_turn: Any, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Score and remark in one message: 4 响应快，电话有两个打不通."""
    found = re.match(r"\s*([1-5])\s*(?:分|星)?(?!\d)", fold(text))
    if found is None or "score" in known:
        return {}
    remark = text[found.end() :].strip(EDGES)
    return {"score": found[1], **({"remark": remark} if remark else {})}


expected = replace(expected, why=in_place_already)
CHANGE = Field("change", texts.CHANGE, texts.ASK_CHANGE, prose=True)
REASON = Field("reason", texts.REASON, texts.ASK_REASON, words=("原因",))
WHEN = Field("when", texts.WHEN, texts.ASK_WHEN)
NOTE = Field("content", texts.NOTE, texts.ASK_NOTE, prose=True)
OBJECTIVE = Field("objective", texts.OBJECTIVE, texts.ASK_OBJECTIVE, prose=True)
INJECT = Field("inject", texts.INJECT, texts.ASK_INJECT, prose=True)
OBSERVERS = Field("observers", texts.OBSERVERS, texts.ASK_OBSERVERS)
EDIT = Field("edit", texts.EDIT, texts.ASK_EDIT, prose=True)
REACHED = Field("objective", texts.OBJECTIVE, texts.ASK_REACHED)
SCORE = Field("score", texts.SCORE, texts.ASK_SCORE, read=score, options=texts.SCORES)
REMARK = Field("remark", texts.REMARK, texts.ASK_REMARK, required=False, prose=True)
_PLAN, _READY = (Stage.PLANNED,), (Stage.APPROVED, *Stage.READY)

FLOW = Flow(
    "drills", prefix="D", clause="7.3.2", statuses=texts.STATUS, over=(Stage.ARCHIVED, Stage.STOPPED, Stage.CANCELLED),
    steps=(
        Step("submit", _PLAN, "", unsent, texts.SUBMIT, style="good", also=("提交审批",)),
        Step("inject", _PLAN, "", planner, texts.ADD_INJECT, asks=(INJECT,), also=("注入",), waits=False),
        Step("aim", _PLAN, "", planner, texts.ADD_OBJECTIVE, asks=(OBJECTIVE,), also=("目标",), waits=False),
        Step("change", _PLAN, "", planner, texts.CHANGE, asks=(CHANGE,), waits=False),
        Step("observe", Stage.AHEAD, "", planner, texts.ADD_OBSERVERS, asks=(OBSERVERS,), button=False, waits=False,
             also=("观察员",)),
        Step("approve", _PLAN, Stage.APPROVED, approver, texts.APPROVE, style="good", fresh=True, also=("批准",),
             intent="approval_approve"),
        Step("send_back", _PLAN, "", approver, texts.SEND_BACK, asks=(REASON,), style="bad", intent="approval_return"),
        Step("inform", (Stage.APPROVED, Stage.NOTIFIED), "", informed_leader, texts.KNOWN, style="good"),
        Step("announce_now", (Stage.APPROVED,), Stage.NOTIFIED, runner, texts.ANNOUNCE, button=False, waits=False),
        Step("announce", (Stage.APPROVED,), Stage.NOTIFIED, the_clock, texts.ANNOUNCE, button=False),
        Step("keep_secret", (Stage.APPROVED,), Stage.HIDDEN, the_clock, texts.KEEP_SECRET, button=False),
        Step("start", Stage.READY, Stage.LIVE, runner, texts.START, style="good", waits=False, also=("演练开始", "开始")),
        Step("postpone", _READY, Stage.POSTPONED, runner, texts.POSTPONE, asks=(REASON,), waits=False, also=("延期",)),
        Step("reschedule", (Stage.POSTPONED,), Stage.APPROVED, runner, texts.RESCHEDULE, asks=(WHEN,), style="good",
             also=("改期",)),
        Step("cancel", Stage.AHEAD, Stage.CANCELLED, runner, texts.CANCEL_IT, asks=(REASON,), style="bad", button=False,
             waits=False),
        Step("arrive", (Stage.LIVE,), "", expected, texts.ARRIVE, style="good", intent="drill_checkin",
             also=("已到位", "报到")),
        Step("reach", (Stage.LIVE,), "", runner, texts.REACH, asks=(REACHED,), button=False, waits=False, also=("达标",)),
        Step("note", (Stage.LIVE, Stage.ENDED), "", involved, texts.NOTE, asks=(NOTE,), button=False, waits=False,
             intent="timeline_note", also=("时间线",)),
        Step("end", (Stage.LIVE,), Stage.ENDED, runner, texts.END, intent="drill_close", waits=False, also=("演练结束",)),
        Step("real", (Stage.LIVE,), Stage.STOPPED, involved, texts.REAL, style="bad", waits=False),
        Step("rate", (Stage.LIVE, Stage.ENDED, Stage.DRAFT), "", unrated, texts.RATE, asks=(SCORE, REMARK),
             extract=read_rating, also=("评分",)),
        Step("draft", (Stage.ENDED,), Stage.DRAFT, the_clock, texts.DRAFTED, button=False),
        Step("confirm", (Stage.DRAFT,), Stage.CONFIRMED, cio, texts.CONFIRM, style="good", fresh=True),
        Step("edit", (Stage.DRAFT,), "", cio, texts.EDIT, asks=(EDIT,), waits=False),
        Step("follow", (Stage.CONFIRMED,), Stage.FOLLOWING, the_clock, texts.FOLLOW, button=False),
        Step("archive", (Stage.CONFIRMED, Stage.FOLLOWING), Stage.ARCHIVED, the_clock, texts.ARCHIVE, button=False),
        Step("again", (*Stage.HELD, Stage.STOPPED), "", runner, texts.AGAIN, asks=(WHEN,), waits=False),
    ),
)  # fmt: skip
