"""The life of an issue (clause 5.2.1): who may take it where, in one table."""

import re
from collections.abc import Mapping
from typing import Any

from handlers.errors import Incomplete
from handlers.flow import Flow, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.issues import texts
from handlers.numerals import find_codes, without
from storage.issues import Issue, Status
from storage.people import Role

UNDOABLE = frozenset({"claim", "assign", "hold", "resume", "resolve", "merge", "withdraw", "confirm", "progress"})


@by("技术员", "a technician")
def technician(viewer: Viewer, _issue: Issue) -> bool:
    """Whoever repairs things."""
    return viewer.holds(Role.TECHNICIAN)


@by("调度", "the dispatcher")
def dispatcher(viewer: Viewer, _issue: Issue) -> bool:
    """Whoever hands work out."""
    return viewer.holds(Role.DISPATCHER)


@by("调度或 CIO", "the dispatcher or the CIO")
def desk(viewer: Viewer, _issue: Issue) -> bool:
    """Who may send an issue another way."""
    return viewer.holds(Role.DISPATCHER, Role.CIO)


@by("接单的技术员", "the technician who took it")
def assignee(viewer: Viewer, issue: Issue) -> bool:
    """Who has it in hand now."""
    return issue.assignee_id is not None and viewer.id == issue.assignee_id


@by("接单的技术员（没人接时任何技术员）", "its technician (any technician while nobody has it)")
def repairer(viewer: Viewer, issue: Issue) -> bool:
    """Who may say that it is mended: whoever has it, and with both hands full whoever mended it unasked."""
    if issue.assignee_id is None:
        return technician.allows(viewer, issue)
    return assignee.allows(viewer, issue)


@by("技术员（未接单时）、接单人或调度", "a technician while nobody has it, its technician, or the dispatcher")
def merger(viewer: Viewer, issue: Issue) -> bool:
    """Who may say that two issues are one."""
    if viewer.holds(Role.DISPATCHER):
        return True
    return viewer.holds(Role.TECHNICIAN) and issue.assignee_id in (None, viewer.id)


@by("报修人", "the reporter")
def reporter(viewer: Viewer, issue: Issue) -> bool:
    """Who reported it."""
    return viewer.id == issue.reporter_id


@by("报修人", "the reporter")
def concerned(viewer: Viewer, issue: Issue) -> bool:
    """Who reported it, or whose own report was folded into it."""
    return viewer.id == issue.reporter_id or viewer.id in issue.follower_ids


@by("报修人（关闭后 7 天内；再晚请重新报修）", "the reporter, within 7 days (later please file a new report)")
def dissatisfied(viewer: Viewer, issue: Issue) -> bool:
    """Who may say it is not fixed after all; the clock seals an issue when the days are over."""
    return not issue.sealed and concerned.allows(viewer, issue)


@by("调度（关闭后 7 天内）", "the dispatcher, within 7 days")
def second_look(viewer: Viewer, issue: Issue) -> bool:
    """The dispatcher may send back what the reporter did not."""
    return not issue.sealed and viewer.holds(Role.DISPATCHER)


@by("解决它的技术员（每单一次）", "who resolved it, once")
def cause_unsaid(viewer: Viewer, issue: Issue) -> bool:
    """One tap for the statistics, never asked twice and never in the way."""
    return not issue.cause and assignee.allows(viewer, issue)


@by("报修人（每单评一次）", "the reporter, once")
def not_rated(viewer: Viewer, issue: Issue) -> bool:
    """Stars are given once."""
    return issue.stars is None and reporter.allows(viewer, issue)


@by("报修人（每单提一次）", "the reporter, once")
def not_asked(viewer: Viewer, issue: Issue) -> bool:
    """Whoever wants to withdraw what somebody already works on asks once."""
    return not issue.cancel_asked and reporter.allows(viewer, issue)


@by("接单的技术员（报修人提出撤回后）", "its technician, after the reporter asked")
def asked(viewer: Viewer, issue: Issue) -> bool:
    """The technician's consent to a withdrawal."""
    return issue.cancel_asked and assignee.allows(viewer, issue)


@by("报修人、接单人、技术员、调度、CIO", "the reporter or IT staff")
def readable(viewer: Viewer, issue: Issue) -> bool:
    """The door to an issue: nobody browses other people's faults."""
    staff = viewer.holds(Role.TECHNICIAN, Role.DISPATCHER, Role.CIO, Role.AUDITOR)
    return viewer.is_clock or staff or concerned.allows(viewer, issue) or assignee.allows(viewer, issue)


def _other_issue(text: str) -> str:
    found = next((code.id for code in find_codes(text) if code.id and code.id.startswith("T-")), None)
    number = next((code.number for code in find_codes(text) if code.prefix in {None, "T"}), None)
    if found is None and number is None:
        raise Incomplete(texts.ASK_MASTER)
    return found or f"T-{number:04d}"


_SAID_BESIDES = re.compile(
    r"先?挂起|挂一下|暂停|再(?:来)?(?:看看?|说|处理|弄|修|换|装|搞|试|来)|恢复|继续|这单|这个|on hold|hold"
)
_ARRIVES = re.compile(r"^\s*(?:才|就|会|能)?(?:到货?|来|送到|寄到|有货|发货)(?=$|[\s,，。.;；])")  # "下周一到"
_WAITS = re.compile(r"(?:等|待|缺|没有|差|waiting for|on)\s*[^,。.;;,]{0,20}", re.IGNORECASE)


def read_hold(turn: Any, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read "等配件,下周三再看": the reason and the day to look again, from one message."""
    from handlers.time_phrases import parse_when  # noqa: PLC0415 -- only this answer holds a date

    times = parse_when(text, turn.now, turn.school.calendar)
    found: dict[str, Any] = {"time": times[0].words} if times else {}
    rest = text
    for when in reversed(times):
        rest = rest[: when.start] + _ARRIVES.sub("", rest[when.end :])
    rest = _SAID_BESIDES.sub("", without(rest, find_codes(rest))).strip(" ,,。.;;、::")
    if rest and "reason" not in known:
        waits = _WAITS.search(rest)
        found["reason"] = waits[0].strip(" ,，") if waits else rest
    return found


REASON = Field(
    "reason", texts.REASON, texts.ASK_HOLD_REASON, options=tuple((zh.zh, zh) for zh in texts.HOLD_REASONS.values())
)
WAKE = Field(
    "time", texts.WAKE, texts.ASK_WAKE, options=(("明天", texts.TOMORROW), ("下周一", texts.NEXT_MONDAY)),
    words=("日期", "恢复日期", "wake"),
)  # fmt: skip
SOLUTION = Field("solution", texts.SOLUTION, texts.ASK_SOLUTION)
PERSON = Field("person", texts.PERSON, texts.ASK_PERSON)
MASTER = Field("other_ticket_id", texts.MASTER, texts.ASK_MASTER, read=_other_issue)
NOT_FIXED = Field("reason", texts.REASON, texts.ASK_NOT_FIXED)
WITHDRAWN = Field(
    "reason", texts.REASON, texts.ASK_WITHDRAW, options=tuple((text.zh, text) for text in texts.WITHDRAW_REASONS)
)
CHANGE = Field("change", texts.AMEND, texts.ASK_CHANGE)
NOTE = Field("note", texts.NOTE, texts.ASK_NOTE)
PRESSING = Field("note", texts.NOTE, texts.ASK_NOTE, required=False)

_CAUSES = tuple(texts.CAUSES.items())
_STARS = tuple((str(stars), texts.STARS[stars]) for stars in range(1, 6))  # typed "4" is 4 stars
_DONE = (Status.RESOLVED, Status.CLOSED)
_IN_PROGRESS = (Status.WORKING, Status.ON_HOLD)

STEPS = (
    Step("claim", (Status.NEW,), Status.ACCEPTED, technician, texts.CLAIM, style="good",
         also=("认领", "我来", "抢单")),
    Step("resolve", Status.OPEN, Status.RESOLVED, repairer, texts.RESOLVE, asks=(SOLUTION,), style="good",
         also=("修好了", "解决了", "done")),
    Step("hold", (Status.ACCEPTED, Status.WORKING), Status.ON_HOLD, assignee, texts.HOLD, asks=(REASON, WAKE),
         extract=read_hold),
    Step("resume", (Status.ON_HOLD,), Status.WORKING, assignee, texts.RESUME, also=("恢复", "恢复处理", "继续修")),
    Step("assign", Status.OPEN, Status.ACCEPTED, assignee | dispatcher, texts.TRANSFER, asks=(PERSON,), intent="ticket_transfer",
         also=("转给", "派给")),
    Step("merge", Status.OPEN, Status.MERGED, merger, texts.MERGE, asks=(MASTER,), intent="ticket_merge"),
    Step("agree", _IN_PROGRESS, Status.CANCELLED, asked, texts.AGREE, also=("同意", "可以撤")),
    Step("progress", (Status.ACCEPTED, Status.WORKING), Status.WORKING, assignee, texts.PROGRESS, asks=(NOTE,), button=False,
         also=("备注", "开始处理", "到了", "在路上")),
    Step("confirm", (Status.RESOLVED,), Status.CLOSED, reporter, texts.FIXED, intent="ticket_confirm_resolved", style="good"),
    Step("reopen", (Status.RESOLVED,), Status.ACCEPTED, dissatisfied, texts.NOT_FIXED, asks=(NOT_FIXED,), style="bad"),
    Step("reopen_closed", (Status.CLOSED,), Status.ACCEPTED, dissatisfied, texts.NOT_FIXED, asks=(NOT_FIXED,), button=False),
    Step("send_back", _DONE, Status.ACCEPTED, second_look, texts.REOPEN, asks=(NOT_FIXED,), button=False),
    Step("rate", (Status.CLOSED,), "", not_rated, texts.RATE, choices=_STARS, intent="ticket_rate"),
    Step("cause", _DONE, "", cause_unsaid, texts.CAUSE, choices=_CAUSES, waits=False),
    Step("amend", (Status.NEW, Status.ACCEPTED), "", reporter, texts.AMEND, asks=(CHANGE,), also=("更正",)),
    Step("withdraw", (Status.NEW, Status.ACCEPTED), Status.CANCELLED, reporter, texts.WITHDRAW, asks=(WITHDRAWN,),
         intent="ticket_cancel", also=("取消", "cancel")),
    Step("ask_withdraw", _IN_PROGRESS, "", not_asked, texts.WITHDRAW, intent="ticket_cancel", also=("取消", "cancel")),
    Step("supplement", Status.OPEN, "", concerned, texts.SUPPLEMENT, asks=(NOTE,), button=False,
         also=("补充一下",)),
    Step("urge", Status.OPEN, "", concerned, texts.URGE, asks=(PRESSING,), button=False, also=("催",)),
    Step("to_project", Status.OPEN, Status.TO_PROJECT, desk, texts.TO_PROJECT, button=False),
    Step("to_incident", Status.OPEN, Status.TO_INCIDENT, desk, texts.TO_INCIDENT, button=False),
    Step("auto_close", (Status.RESOLVED,), Status.CLOSED, the_clock, texts.AUTO_CLOSE, button=False),
    Step("wake", (Status.ON_HOLD,), Status.WORKING, the_clock, texts.RESUME, button=False),
    Step("answered", (Status.ON_HOLD,), Status.WORKING, the_clock, texts.RESUME, button=False),
    Step("give_up", (Status.ON_HOLD,), Status.RESOLVED, the_clock, texts.NO_ANSWER, button=False),
    Step("lapse", (Status.ACCEPTED,), Status.NEW, the_clock, texts.LAPSE, button=False),
    Step("fold", (Status.NEW,), Status.MERGED, the_clock, texts.MERGE, button=False),
    Step("recover", (Status.MERGED,), Status.RESOLVED, the_clock, texts.RESOLVE, button=False),
    Step("fold_back", (Status.RESOLVED,), Status.MERGED, the_clock, texts.MERGE, button=False),
)  # fmt: skip


def _undo_to(status: str) -> Step:
    """Within two minutes the one who took a step may take it back: to exactly the status before."""

    @by("刚刚操作的人（2 分钟内）", "whoever took the last step, within 2 minutes")
    def took_it(viewer: Viewer, issue: Issue) -> bool:
        mine = viewer.id is not None and viewer.id == issue.last_by_id
        return mine and issue.last_step in UNDOABLE and issue.status_before == status

    everywhere = tuple(texts.STATUS)
    return Step(f"undo_to_{status}", everywhere, status, took_it, texts.UNDO, button=False)


UNDO_STEPS = tuple(
    _undo_to(status) for status in (Status.NEW, Status.ACCEPTED, Status.WORKING, Status.ON_HOLD, Status.RESOLVED)
)

FLOW = Flow(
    "issues",
    prefix="T",
    clause="5.2.1",
    statuses=texts.STATUS,
    steps=(*STEPS, *UNDO_STEPS),
    over=("closed", "cancelled", "merged", "to_project", "to_incident"),
)
