"""The life of a report to the leaders, and who may move it (clause 8.2.2).

The CIO, or who acts for the CIO, edits and sends it; nobody else does. Leaders read what was sent and nothing before.
"""

from handlers.flow import By, Flow, Letter, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.reports import texts
from storage.people import Role
from storage.reports import OUT, Report, ReportStage

S = ReportStage
OPEN = (S.DRAFT, S.EDITING, S.CONFIRMING)
WATCHERS = (Role.SECRETARY, Role.AUDITOR)


def _letter(viewer: Viewer, _report: Report) -> Letter | None:
    if viewer.holds(Role.CIO):
        return None
    return next((one for one in viewer.letters if Role.CIO in one.roles and not one.scope), None)


def _edits(viewer: Viewer, report: Report) -> bool:
    return viewer.holds(Role.CIO) or _letter(viewer, report) is not None


editor = By(texts.THE_CIO, _edits, under=_letter)


@by("校领导", "a leader")
def leader(viewer: Viewer, _report: Report) -> bool:
    """Who the report is for."""
    return viewer.holds(Role.LEADER)


@by("还没有阅的校领导", "a leader who has not read it yet")
def unread(viewer: Viewer, report: Report) -> bool:
    """A leader before the newest edition."""
    return viewer.holds(Role.LEADER) and not report.read_by(viewer.id)


@by("CIO、秘书、审计员，发出后还有校领导", "the CIO, the secretary, auditors; once sent the leaders, too")
def reader(viewer: Viewer, report: Report) -> bool:
    """Who may open it."""
    if not viewer.belongs:
        return False
    if _edits(viewer, report) or viewer.holds(*WATCHERS):
        return True
    return viewer.holds(Role.LEADER) and (report.status in OUT or report.edition > 0)


change = Field("change", texts.CHANGE, texts.CHANGE_ASK, prose=True)
sentence = Field("sentence", texts.SENTENCE, texts.SENTENCE_ASK, prose=True)
which = Field("which", texts.WHICH, texts.WHICH_ASK)
reason = Field("reason", texts.REASON, texts.REASON_ASK)
words = Field("words", texts.WORDS, texts.WORDS_ASK, prose=True, may_ask=True)
about = Field("about", texts.ABOUT, texts.ABOUT_ASK, prose=True, may_ask=True)

FLOW = Flow(
    "reports",
    prefix="R",
    clause="8.2.2",
    statuses=texts.STATUS,
    over=(S.ARCHIVED, S.DROPPED),
    steps=(
        Step("prepare", (S.PLANNED,), S.DRAFT, the_clock, texts.PREPARE, button=False),
        # 确认发送 said to a draft shows first what would leave; said again it sends that.
        Step("submit", (S.DRAFT, S.EDITING), S.CONFIRMING, editor, texts.SUBMIT, style="good", also=("确认发送",)),
        Step("send", (S.CONFIRMING,), S.SENT, editor, texts.SEND, style="good", fresh=True),
        Step("edit", OPEN, S.EDITING, editor, texts.EDIT, asks=(change,)),
        Step("add", OPEN, S.EDITING, editor, texts.ADD, asks=(sentence,)),
        Step("cut", OPEN, S.EDITING, editor, texts.CUT, asks=(which,), button=False),
        Step("recount", OPEN, S.EDITING, editor, texts.RECOUNT, button=False, waits=False),
        Step("drop", OPEN, S.DROPPED, editor, texts.DROP, asks=(reason,), button=False, waits=False, style="bad"),
        Step("read", (S.SENT,), S.READ, unread, texts.READ, style="good"),
        Step("read_too", (S.READ, S.INSTRUCTED, S.PLAIN), "", unread, texts.READ, style="good"),
        Step("instruct", OUT, S.INSTRUCTED, leader, texts.INSTRUCT, asks=(words,), waits=False),
        Step("meet", OUT, "", leader, texts.MEET, asks=(about,), waits=False),
        Step("correct", OUT, S.EDITING, editor, texts.CORRECT, asks=(reason,), waits=False),
        Step("conclude", (S.SENT, S.READ), S.PLAIN, the_clock, texts.CONCLUDE, button=False),
        Step("answered", (S.SENT, S.READ), S.INSTRUCTED, the_clock, texts.CONCLUDE, button=False),
        Step("archive", (S.SENT, S.READ, S.INSTRUCTED, S.PLAIN), S.ARCHIVED, the_clock, texts.ARCHIVE, button=False),
    ),
)
