"""The life of a security incident (clauses 7.1.1, 7.3.1): from the first word to the review."""

import re

from handlers.errors import Incomplete
from handlers.flow import By as Guard
from handlers.flow import Flow, Step, Viewer, by, letter_of, the_clock
from handlers.forms import Field
from handlers.incidents import review_texts, texts, triage
from handlers.texts import Text
from storage.incidents import Incident, Stage
from storage.people import Role

commander = Guard(
    Text("CIO 或代理 CIO", "the CIO or who acts for them"),
    lambda viewer, _incident: viewer.acts_for_cio,
    under=letter_of,
)


@by("应急人员（技术员、调度、CIO）", "the response team (technicians, dispatcher, CIO)")
def responder(viewer: Viewer, incident: Incident) -> bool:
    """Who handles incidents: by office, or because they were given a part in this one."""
    given = viewer.id is not None and viewer.id in incident.role_ids
    return viewer.holds(Role.TECHNICIAN, Role.DISPATCHER) or commander.allows(viewer, incident) or given


@by("上报人", "who reported it")
def reporter(viewer: Viewer, incident: Incident) -> bool:
    """Sees their own thread and may add to it."""
    return viewer.id is not None and viewer.id in incident.reporter_ids


@by("应急人员、校领导和上报人", "the response team, leaders and who reported it")
def readable(viewer: Viewer, incident: Incident) -> bool:
    """Confidential: for everybody else it does not exist."""
    return (
        viewer.is_clock
        or responder.allows(viewer, incident)
        or reporter.allows(viewer, incident)
        or viewer.holds(Role.LEADER, Role.AUDITOR)
    )


accepter = Guard(
    commander.who,
    lambda viewer, incident: commander.allows(viewer, incident) and bool(incident.answers),
    under=letter_of,
)
closer = Guard(
    commander.who, lambda viewer, incident: commander.allows(viewer, incident) and not incident.to_mend, under=letter_of
)
follower = Guard(
    commander.who,
    lambda viewer, incident: commander.allows(viewer, incident) and bool(incident.to_mend),
    under=letter_of,
)
insider = responder | reporter


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
SYSTEMS = Field("systems", texts.SYSTEMS, texts.ASK_SYSTEMS, prose=True)
AFFECTED = Field("affected", texts.AFFECTED, texts.ASK_AFFECTED, read=triage.read_count,
                 options=(("unknown", texts.UNKNOWN),))  # fmt: skip
MINORS = Field(
    "minors", texts.MINORS, texts.ASK_MINORS, read=triage.read_minors, options=texts.HAS_MINORS, when="affected"
)
SPREADING = Field("spreading", texts.SPREADING, texts.ASK_SPREADING, read=triage.read_spreading,
                  options=texts.IS_SPREADING, when="minors")  # fmt: skip
REASON = Field("reason", texts.REASON, texts.ASK_REASON)
NOTE = Field("note", texts.NOTE_LABEL, texts.ASK_NOTE, prose=True)
SAID = Field("said", texts.NOTE_LABEL, texts.ASK_NOTE, prose=True)  # in whatever words it came
RECEIVER = Field("receiver", texts.RECEIVER, texts.ASK_RECEIVER)
INTO = Field("into", texts.INTO, texts.ASK_INTO)
PARTS = Field("parts", texts.PARTS, texts.ASK_PARTS)
TICKS = Field("steps", texts.TICKS, texts.ASK_TICKS)
DECISION = Field("decision", review_texts.DECISION, review_texts.ASK_DECISION, options=review_texts.DECISIONS)
EVIDENCE = Field("evidence", review_texts.EVIDENCE_LABEL, review_texts.ASK_EVIDENCE, prose=True)
CAUSE = Field("cause", review_texts.CAUSE, review_texts.ASK_CAUSE, prose=True)
IMPACT = Field("impact", review_texts.IMPACT, review_texts.ASK_IMPACT, prose=True, when="cause")
LESSON = Field("lesson", review_texts.LESSON_LABEL, review_texts.ASK_LESSON, prose=True)


def _assessed(_turn: object, text: str, known: object) -> dict[str, str]:
    return triage.facts_in(text, known)


def _wizard(known: object) -> Text | None:
    return texts.ASK_FACTS if not triage.has(known, "systems") else None


def _known_already(_turn: object, incident: Incident) -> dict[str, str]:
    """What the report itself says need not be asked."""
    found = triage.facts_in(incident.words, {})
    return {name: value for name, value in found.items() if name != "systems"}


_NEW = (Stage.REPORTED, Stage.TRIAGE)
_BUSY = (Stage.HANDLING, Stage.CONTAINED)
_AFTER = (Stage.RECOVERED, Stage.REVIEW)

FLOW = Flow(
    "incidents", prefix="I", clause="7.3.1", statuses=texts.STATUS,
    steps=(
        Step("take_up", (Stage.REPORTED,), Stage.TRIAGE, responder, texts.TAKE_UP, style="good", also=("我来处置",)),
        Step("assess", (Stage.TRIAGE, *_BUSY), "", responder, texts.ASSESS, asks=(SYSTEMS, AFFECTED, MINORS, SPREADING),
             extract=_assessed, worded=_wizard, weighs=_known_already, waits=False),
        Step("accept", _NEW, Stage.HANDLING, accepter, texts.ACCEPT, style="good"),
        Step("confirm", _NEW, Stage.HANDLING, commander, texts.CONFIRM, asks=(LEVEL,), also=("定级",)),
        Step("contain", (Stage.HANDLING,), Stage.CONTAINED, responder, texts.CONTAIN, asks=(NOTE,), also=("遏制",)),
        Step("recover", _BUSY, Stage.RECOVERED, responder, texts.RECOVER, asks=(NOTE,), style="good"),
        Step("review", (Stage.RECOVERED,), Stage.REVIEW, commander, review_texts.REVIEW, asks=(CAUSE, IMPACT), style="good"),
        Step("close", (Stage.REVIEW,), Stage.CLOSED, closer, texts.CLOSE, intent="incident_close", style="good"),
        Step("follow_up", (Stage.REVIEW,), Stage.TRACKING, follower, texts.CLOSE, intent="incident_close", style="good"),
        Step("finish", (Stage.TRACKING,), Stage.CLOSED, the_clock, texts.STATUS[Stage.CLOSED]),
        Step("false_alarm", _NEW, Stage.FALSE_ALARM, responder, texts.FALSE_ALARM, asks=(REASON,), style="bad"),
        Step("notify", (*_BUSY, *_AFTER), "", responder, texts.NOTIFY, asks=(RECEIVER,), also=("已上报",)),
        Step("tell_people", (*_BUSY, *_AFTER), "", commander, review_texts.TELL_PEOPLE, asks=(DECISION, REASON),
             waits=False),
        Step("raise_lesson", _AFTER, "", responder, review_texts.LESSON, asks=(LESSON,), waits=False, also=("事件改进",)),
        Step("evidence", (*Stage.OPEN,), "", insider, review_texts.EVIDENCE, asks=(EVIDENCE,), waits=False, also=("证据",)),
        Step("merge", _NEW, Stage.MERGED, responder, texts.MERGE, asks=(INTO,), waits=False),
        Step("assign", (Stage.TRIAGE, *_BUSY), "", commander, texts.ASSIGN, asks=(PARTS,), waits=False),
        Step("tick", Stage.OPEN, "", responder, texts.TICK, asks=(TICKS,), button=False, waits=False,
             also=("完成第",)),
        Step("relevel", _BUSY, "", commander, texts.RELEVEL, asks=(LEVEL, REASON), button=False, also=("升级", "降级")),
        Step("note", Stage.OPEN, "", responder, texts.NOTE, asks=(SAID,), button=False, waits=False,
             intent="incident_update timeline_note", also=("时间线记",)),
        Step("add", Stage.OPEN, "", reporter, texts.ADD, asks=(SAID,), button=False, waits=False),
    ),
)  # fmt: skip
