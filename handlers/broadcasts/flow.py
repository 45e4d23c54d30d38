"""The life of a broadcast, and who may move it.

Nothing leaves without 确认发送 on the version that was looked at; what is large or urgent needs a second person, never
the author. Only the clock sends, so that a crash in between sends once, and the author can call it off till then.
"""

from handlers.broadcasts import rules, texts
from handlers.flow import By, Flow, Letter, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.texts import Text
from storage.broadcasts import OUT, Broadcast, Stage
from storage.people import Role

S = Stage
WRITERS = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.DISPATCHER, Role.ADMIN)
FOR_THEIR_OWN = (Role.HEAD, Role.LIAISON)
OVERSEERS = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.AUDITOR)


@by("起草人", "its author")
def author(viewer: Viewer, broadcast: Broadcast) -> bool:
    """Whoever wrote it."""
    return viewer.id is not None and viewer.id == broadcast.author_id


@by("起草人", "its author")
def author_alone(viewer: Viewer, broadcast: Broadcast) -> bool:
    """The author, where no second person has to agree."""
    return author.allows(viewer, broadcast) and not broadcast.needs_second


@by("起草人", "its author")
def author_with_second(viewer: Viewer, broadcast: Broadcast) -> bool:
    """The author, where one has to."""
    return author.allows(viewer, broadcast) and broadcast.needs_second


def letter_for(viewer: Viewer, broadcast: Broadcast) -> Letter | None:
    """The CIO's letter somebody agrees under; none for the CIO themself, and none of the author's own."""
    if viewer.holds(Role.CIO) or broadcast.author.holds(Role.CIO):
        return None
    return next(
        (one for one in viewer.letters if Role.CIO in one.roles and one.principal_id != broadcast.author_id), None
    )


def is_second(viewer: Viewer, broadcast: Broadcast) -> bool:
    """The CIO, or a leader where the CIO wrote it or acts for the author; never the author."""
    if viewer.person is None or viewer.id == broadcast.author_id:
        return False
    if broadcast.author.holds(Role.CIO):
        return viewer.holds(Role.LEADER)
    return viewer.holds(Role.CIO) or letter_for(viewer, broadcast) is not None


def _why_not_second(viewer: Viewer, broadcast: Broadcast) -> Text | None:
    if viewer.id == broadcast.author_id:
        return Text("自己写的通知不能自己二次审批。", "Nobody gives the second yes to their own notice.")
    return None


second = By(
    Text("CIO（CIO 起草的由校领导）", "the CIO (a leader, where the CIO wrote it)"),
    is_second,
    under=letter_for,
    why=_why_not_second,
)


@by("起草人或 CIO", "its author or the CIO")
def responsible(viewer: Viewer, broadcast: Broadcast) -> bool:
    """Who can stop, take back and set right."""
    return author.allows(viewer, broadcast) or (viewer.holds(Role.CIO) and broadcast.status in OUT)


@by("起草人、审批人和收到的人", "its author, who agrees, and who gets it")
def readable(viewer: Viewer, broadcast: Broadcast) -> bool:
    """Before it is sent only those who write and agree know of it; then also everybody it was sent to."""
    if not viewer.belongs:
        return False
    insider = author.allows(viewer, broadcast) or is_second(viewer, broadcast) or viewer.id == broadcast.second_id
    if insider:
        return True
    out = broadcast.status in OUT
    return out and (viewer.id in broadcast.recipients or viewer.holds(*OVERSEERS))


def runs(viewer: Viewer, broadcast: Broadcast) -> bool:
    """Whether somebody sees how it is run, not only what was sent."""
    return (
        author.allows(viewer, broadcast)
        or viewer.id == broadcast.second_id
        or (is_second(viewer, broadcast) and broadcast.status in {S.SECOND, *OUT})
        or (viewer.holds(*OVERSEERS) and broadcast.status in OUT)
    )


what_to_change = Field("change", texts.CHANGE, texts.ASK_CHANGE, prose=True)
why_returned = Field("reason", texts.REASON, texts.ASK_RETURN, options=texts.RETURN_REASONS)
why_stopped = Field("reason", texts.REASON, texts.ASK_STOP, required=False)
correction = Field("words", texts.WORDS, texts.ASK_CORRECTION, prose=True)
on_recall = Field("words", texts.WORDS, texts.ASK_CORRECTION, options=((texts.VOID, texts.VOID_LABEL),), prose=True)

BEFORE = (S.DRAFT, S.PREVIEW, S.SECOND, S.WAITING)
ARRIVED = (S.SENT, S.COLLECTING, S.NUDGING, S.CLOSED, S.STOPPED)

FLOW = Flow(
    "broadcasts",
    prefix="B",
    clause=rules.CLAUSE,
    statuses=texts.STATUS,
    over=(S.SENT, S.CLOSED, S.STOPPED, S.RECALLED),
    steps=(
        Step("confirm", (S.PREVIEW,), S.WAITING, author_alone, texts.CONFIRM, intent="broadcast_confirm", style="good",
             fresh=True),
        Step("propose", (S.PREVIEW,), S.SECOND, author_with_second, texts.CONFIRM, intent="broadcast_confirm",
             style="good", fresh=True),
        Step("agree", (S.SECOND,), S.WAITING, second, texts.AGREE, style="good", fresh=True),
        Step("send_back", (S.SECOND,), S.DRAFT, second, texts.RETURN, asks=(why_returned,), style="bad"),
        Step("hold", (S.WAITING,), S.PREVIEW, author, texts.HOLD, style="bad", waits=False),
        Step("revise", BEFORE, S.PREVIEW, author, texts.EDIT, asks=(what_to_change,)),
        Step("cancel", (S.DRAFT, S.PREVIEW, S.SECOND), S.CANCELLED, author, texts.CANCEL, style="bad", waits=False),
        Step("miss", (S.WAITING,), S.PREVIEW, the_clock, texts.LATE),
        Step("send", (S.WAITING,), S.SENDING, the_clock, texts.SEND),
        Step("settle", (S.SENDING,), S.SENT, the_clock, texts.DONE),
        Step("collect", (S.SENDING,), S.COLLECTING, the_clock, texts.COLLECT),
        Step("stop", (S.SENDING,), S.STOPPED, responsible, texts.STOP, asks=(why_stopped,), style="bad", waits=False),
        Step("nudge", (S.COLLECTING, S.NUDGING), S.NUDGING, author | the_clock, texts.NUDGE, button=False),
        Step("recall", (S.SENDING, *ARRIVED), S.RECALLED, responsible, texts.RECALL, asks=(on_recall,),
             intent="broadcast_recall", style="bad", waits=False),
        Step("correct", (*ARRIVED, S.RECALLED), "", responsible, texts.CORRECT, asks=(correction,), waits=False),
        Step("close", (S.SENT, S.COLLECTING, S.NUDGING, S.STOPPED), S.CLOSED, author, texts.CLOSE, waits=False),
        Step("expire", (S.SENT, S.COLLECTING, S.NUDGING), S.CLOSED, the_clock, texts.CLOSE),
    ),
)  # fmt: skip
