"""The life of a security incident (clauses 7.1.1, 7.3.1): from the first word to the review."""

import re

from handlers.errors import Incomplete
from handlers.flow import By as Guard
from handlers.flow import Flow, Letter, Step, Viewer, by
from handlers.forms import Field
from handlers.incidents import texts
from handlers.texts import Text
from storage.incidents import Incident, Stage
from storage.people import Role


def _letter(viewer: Viewer, _incident: Incident) -> Letter | None:
    if viewer.holds(Role.CIO):
        return None
    return next((letter for letter in viewer.letters if Role.CIO in letter.roles), None)


commander = Guard(
    Text("CIO 或代理 CIO", "the CIO or who acts for them"),
    lambda viewer, incident: viewer.holds(Role.CIO) or _letter(viewer, incident) is not None,
    under=_letter,
)


@by("应急人员（技术员、调度、CIO）", "the response team (technicians, dispatcher, CIO)")
def responder(viewer: Viewer, incident: Incident) -> bool:
    """Who handles incidents."""
    return viewer.holds(Role.TECHNICIAN, Role.DISPATCHER) or commander.allows(viewer, incident)


@by("上报人", "who reported it")
def reporter(viewer: Viewer, incident: Incident) -> bool:
    """Sees their own thread and may add to it."""
    return viewer.id is not None and viewer.id == incident.reporter_id


@by("应急人员、校领导和上报人", "the response team, leaders and who reported it")
def readable(viewer: Viewer, incident: Incident) -> bool:
    """Confidential: for everybody else it does not exist."""
    return (
        viewer.is_clock
        or responder.allows(viewer, incident)
        or reporter.allows(viewer, incident)
        or viewer.holds(Role.LEADER, Role.AUDITOR)
    )


def read_level(said: str) -> str:
    """A level by its name. Raises `Incomplete` naming all four."""
    found = [number for number, name in texts.LEVELS.items() if name.zh in said or name.en in said.lower()]
    number = re.search(r"[1-4]", said)
    if not found and number is None:
        raise Incomplete(texts.ASK_LEVEL)
    return str(max(found, default=int(number[0]) if number else 0))  # 特别重大 holds 重大


LEVEL = Field(
    "level", texts.LEVEL, texts.ASK_LEVEL, read=read_level,
    options=tuple((str(number), name) for number, name in texts.LEVELS.items()),
)  # fmt: skip
FACTS = Field("facts", texts.FACTS, texts.ASK_FACTS, prose=True)
REASON = Field("reason", texts.REASON, texts.ASK_REASON)
NOTE = Field("note", texts.NOTE_LABEL, texts.ASK_NOTE, prose=True)
RECEIVER = Field("receiver", texts.RECEIVER, texts.ASK_RECEIVER)
CAUSE = Field("cause", texts.CAUSE, texts.ASK_CAUSE)

_NEW = (Stage.REPORTED, Stage.TRIAGE)
_BUSY = (Stage.HANDLING, Stage.CONTAINED)

FLOW = Flow(
    "incidents", prefix="I", clause="7.3.1", statuses=texts.STATUS,
    steps=(
        Step("take_up", (Stage.REPORTED,), Stage.TRIAGE, responder, texts.TAKE_UP, style="good", also=("我来处置",)),
        Step("assess", (Stage.TRIAGE,), "", responder, texts.ASSESS, asks=(FACTS,)),
        Step("confirm", _NEW, Stage.HANDLING, commander, texts.CONFIRM, asks=(LEVEL,), also=("定级",)),
        Step("contain", (Stage.HANDLING,), Stage.CONTAINED, responder, texts.CONTAIN, asks=(NOTE,), also=("遏制",)),
        Step("recover", _BUSY, Stage.RECOVERED, responder, texts.RECOVER, asks=(NOTE,), style="good"),
        Step("close", (Stage.RECOVERED,), Stage.CLOSED, commander, texts.CLOSE, asks=(CAUSE,), intent="incident_close"),
        Step("false_alarm", _NEW, Stage.FALSE_ALARM, responder, texts.FALSE_ALARM, asks=(REASON,), style="bad"),
        Step("notify", (*_BUSY, Stage.RECOVERED), "", responder, texts.NOTIFY, asks=(RECEIVER,), also=("已上报",)),
        Step("relevel", _BUSY, "", commander, texts.RELEVEL, asks=(LEVEL, REASON), button=False, also=("升级", "降级")),
        Step("note", Stage.OPEN, "", responder, texts.NOTE, asks=(NOTE,), button=False, waits=False,
             intent="incident_update timeline_note", also=("时间线",)),
        Step("add", Stage.OPEN, "", reporter, texts.ADD, asks=(NOTE,), button=False, waits=False),
    ),
)  # fmt: skip
