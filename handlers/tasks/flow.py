"""The life of a department's task (5.3.1) and of a leader's instruction (8.2.2), and who may move each.

Whoever hands in does not accept: the CIO's own department is looked at by a leader. Only the leader who gave an
instruction signs it off; another leader does where that one has left.
"""

from collections.abc import Mapping
from typing import Any

from handlers.acting import leads
from handlers.departments import answers_for
from handlers.flow import By, Flow, Step, Viewer, by, letter_of
from handlers.forms import Field
from handlers.tasks import texts
from handlers.tasks.attached import handed_along
from handlers.tasks.reading import amend, read_day, read_owner
from handlers.texts import Text
from storage.people import Role
from storage.tasks import IN_WORK, OPEN_TASKS, OWED, Task, TaskStage

S = TaskStage
READS_ALL = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.AUDITOR)


def may_do(viewer: Viewer, task: Task) -> bool:
    """Whose task it is, and whoever else answers for the department now."""
    if viewer.person is None or viewer.id is None or not viewer.person.active:
        return False
    return viewer.id == task.owner_id or answers_for(viewer.person, task.department)


def may_accept(viewer: Viewer, task: Task) -> bool:
    """The CIO, but not of what they handed in themselves: then a leader looks."""
    if viewer.id is None or viewer.id == task.submitted_by_id:
        return False
    handed_in_by_cio = task.submitted_by is not None and task.submitted_by.holds(Role.CIO)
    return leads(viewer) or (handed_in_by_cio and viewer.holds(Role.LEADER))


def _why_not_accept(viewer: Viewer, task: Task) -> Text | None:
    return texts.NOT_YOUR_OWN if leads(viewer) and viewer.id == task.submitted_by_id else None


def gave_it(viewer: Viewer, task: Task) -> bool:
    """The leader whose instruction it is; any leader once that one has left."""
    if not viewer.holds(Role.LEADER):
        return False
    return viewer.id == task.leader_id or (task.leader is not None and not task.leader.active)


cio = By(texts.WHO_CIO, leads, letter_of)
doer = By(texts.WHO_DOES, may_do)
accepter = By(texts.WHO_ACCEPTS, may_accept, letter_of, _why_not_accept)
leader = By(texts.WHO_LEADER, gave_it)


@by("提交的人", "whoever handed it in")
def submitter(viewer: Viewer, task: Task) -> bool:
    """Who handed it in, while nobody has looked at it."""
    return viewer.id is not None and viewer.id == task.submitted_by_id


@by("承办人", "the owner")
def owner(viewer: Viewer, task: Task) -> bool:
    """Who is to carry out an instruction."""
    return viewer.id is not None and viewer.id == task.owner_id


@by("承办部门、CIO、校领导、秘书和审计员", "those who do it, the CIO, leaders, the secretary and auditors")
def party(viewer: Viewer, task: Task) -> bool:
    """Who may see it. Of what leaders wrote, a department sees only what is its own."""
    if viewer.person is None or viewer.id is None or not viewer.person.active:
        return False
    mine = viewer.id in {task.owner_id, task.leader_id, task.submitted_by_id}
    return mine or leads(viewer) or viewer.holds(*READS_ALL) or (not task.is_instruction and may_do(viewer, task))


def suggested(turn: Any, task: Task) -> Mapping[str, Any]:
    """What the leader's own words say about owner and day: then the CIO's press is enough."""
    known: dict[str, Any] = {}
    if task.owner is not None and task.owner.active:
        known["owner"] = task.owner.name
    if task.due_at is not None and task.due_at > turn.now:
        known["due"] = turn.local(task.due_at).isoformat()
    return known


content = Field("content", texts.CONTENT, texts.CONTENT_ASK)
reason = Field("reason", texts.REASON, texts.REASON_ASK)
trouble = Field("trouble", texts.TROUBLE, texts.TROUBLE_ASK)
result = Field("result", texts.RESULT, texts.RESULT_ASK)
note = Field("note", texts.NOTE, texts.NOTE_ASK, required=False)
who = Field("owner", texts.OWNER, texts.OWNER_ASK, read=read_owner, words=("承办人", "负责人"))
when = Field("due", texts.DUE, texts.DUE_ASK, read=read_day, show=texts.day_words, words=("期限", "截止"))

_TASK_STEPS = (
    Step("know", (S.ISSUED,), S.KNOWN, doer, texts.KNOW, button=False),
    Step("submit", (S.KNOWN, S.WORKING, S.RETURNED), S.SUBMITTED, doer, texts.SUBMIT, asks=(content,), style="good",
         weighs=handed_along,
         intent="project_submit", also=("交材料", "报送", "已提交", "办好了", "做完了", "hand in")),
    Step("submit_now", (S.ISSUED,), S.SUBMITTED, doer, texts.SUBMIT, asks=(content,), waits=False, weighs=handed_along,
         intent="project_submit", also=("交材料", "报送", "已提交", "办好了", "做完了", "hand in")),
    Step("start", (S.KNOWN, S.RETURNED), S.WORKING, doer, texts.START, waits=False),
    Step("explain", OWED, "", doer, texts.EXPLAIN, asks=(trouble,), waits=False, also=("说明困难", "办不了")),
    Step("unsubmit", (S.SUBMITTED,), S.WORKING, submitter, texts.UNSUBMIT, waits=False),
    Step("accept", (S.SUBMITTED,), S.DONE, accepter, texts.ACCEPT, style="good", also=("验收通过", "收下")),
    Step("send_back", (S.SUBMITTED,), S.RETURNED, accepter, texts.SEND_BACK, asks=(reason,), style="bad",
         also=("退回任务", "打回")),
    Step("reopen", (S.DONE,), S.RETURNED, accepter, texts.REOPEN, asks=(reason,), waits=False, button=False),
    Step("move", OPEN_TASKS, "", cio, texts.MOVE, asks=(when,), waits=False, also=("延期", "改截止")),
    Step("cancel", OPEN_TASKS, S.CANCELLED, cio, texts.CANCEL, asks=(reason,), waits=False, style="bad"),
)  # fmt: skip

_INSTRUCTION_STEPS = (
    Step("assign", (S.RAISED,), S.ASSIGNED, cio, texts.ASSIGN, asks=(who, when), style="good", clause="8.2.2",
         weighs=suggested, extract=amend),
    Step("reassign", (S.RAISED, *IN_WORK), S.ASSIGNED, cio, texts.REASSIGN, asks=(who, when), waits=False,
         clause="8.2.2", extract=amend, also=("改交", "换承办人")),
    Step("handle", (S.ASSIGNED,), S.HANDLING, owner, texts.START, clause="8.2.2"),
    Step("finish", IN_WORK, S.TO_REPORT, owner, texts.FINISH, asks=(result,), style="good", clause="8.2.2",
         also=("办完了", "已办结", "办好了")),
    Step("report", (S.TO_REPORT,), S.REPORTED, cio, texts.REPORT, asks=(note,), style="good", clause="8.2.2",
         also=("回告", "回告领导")),
    Step("redo", (S.TO_REPORT,), S.HANDLING, cio, texts.REDO, asks=(reason,), style="bad", clause="8.2.2"),
    Step("sign_off", (S.REPORTED,), S.SIGNED_OFF, leader, texts.SIGN_OFF, style="good", clause="8.2.2",
         also=("确认销号", "同意销号")),
    Step("again", (S.REPORTED, S.SIGNED_OFF), S.HANDLING, leader, texts.AGAIN, asks=(reason,), style="bad",
         clause="8.2.2", waits=False, also=("再办", "重新办理")),
    Step("drop", (S.RAISED, *IN_WORK), S.DROPPED, leader, texts.DROP, clause="8.2.2", waits=False, button=False,
         also=("批示撤回",)),
    Step("no_instruction", (S.RAISED,), S.DROPPED, cio, texts.NO_INSTRUCTION, asks=(reason,), clause="8.2.2",
         waits=False),
)  # fmt: skip

FLOW = Flow(
    "tasks", prefix="K", clause="5.3.1", statuses=texts.STATUS, steps=(*_TASK_STEPS, *_INSTRUCTION_STEPS),
    over=(S.DONE, S.SIGNED_OFF),
)  # fmt: skip
