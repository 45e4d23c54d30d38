"""What happens to an approved project: it starts, reaches its milestones, changes, rests, ends, is finished."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from handlers import allotment, hearing, steps
from handlers.errors import Incomplete, Refused
from handlers.money import find_yuan, read_yuan, yuan
from handlers.numerals import CHINESE, find_codes, fold
from handlers.projects import endings, rules, words
from handlers.projects.closing import heads_of
from handlers.projects.deciders import deciders_of_running, show
from handlers.projects.flow import FLOW
from handlers.projects.progress import day
from handlers.projects.request import ASKS
from handlers.projects.routes import router
from handlers.router import StepOf
from handlers.texts import EDGES, Text
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from storage import projects
from storage.projects import Milestone, Project, ProjectVersion, Stage

# In folded text: "加2000元", "追加两千", "减少1万"; "增加到4万" names the whole.
BY_SO_MUCH = re.compile(
    rf"(?:(?P<more>增加|追加|上调|超出|超支|超|加|多|涨)|减少|削减|下调|减|省|少)了?(?:大?约)?\s*"
    rf"(?P<amount>(?:[0-9][0-9,.]*\s*[万千wk]?|{CHINESE})元?)(?![,.]?[0-9万千wk一二两三四五六七八九十百]|\s*[%个台人天周次])"
)
MORE_THAN_MONEY = ("延期", "工期", "时间", "日期", "范围", "内容", "指标", "目标", "schedule", "scope", "date")


@router.press("start")
def start(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """Work begins; from here on the decision is no longer taken back with one press."""
    project.undo_by_id = None
    turn.forget_reminders(project.code, f"{project.code}:start:")
    for person in deciders_of_running(turn, project):
        show(turn, project, person)


@router.due("projects.start_due")
def start_due(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Approved and not begun: one reminder to its owner."""
    project = projects.by_code(turn.tx, code)
    if project is not None and project.status == Stage.APPROVED:
        turn.tell(project.applicant, endings.START_DUE(code=code))
        show(turn, project, project.applicant)


@router.press("plan")
def plan(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """A milestone with its day; reminders come before it, on it, and after it."""
    said = str(answers["milestone"])
    times = parse_when(said, turn.now, turn.school.calendar)
    if not times:
        raise Incomplete(words.NO_DATE)
    name = (said[: times[0].start] + said[times[0].end :]).strip(EDGES + "前完成")
    if not name:
        raise Incomplete(words.NO_NAME)
    milestone = Milestone(name=name, due_at=turn.school.calendar.at(
        turn.local(times[0].begins).date(), turn.school.calendar.local(times[0].at).time()
    ).astimezone(turn.now.tzinfo), evidence="")  # fmt: skip
    project.undo_by_id = None
    project.milestones.append(milestone)
    turn.tx.flush()
    _remind_of(turn, project, milestone)
    turn.reply(words.PLANNED(name=name, day=day(turn, milestone)))


def _remind_of(turn: Turn, project: Project, milestone: Milestone) -> None:
    """Some days before its day, on it, and the working day after."""
    calendar, key, action = turn.school.calendar, f"{project.code}:milestone:{milestone.id}", "projects.milestone"
    facts = {"id": milestone.id}
    if calendar.add_workdays(milestone.due_at, -turn.rule(rules.MILESTONE_BEFORE)) > turn.now:
        turn.remind_by(
            rules.MILESTONE_BEFORE, f"{key}:before", action, project.code, {**facts, "when": "before"},
            since=milestone.due_at, ahead=True,
        )  # fmt: skip
    for when, due in (("on", milestone.due_at), ("after", calendar.add_workdays(milestone.due_at, 1))):
        if due > turn.now:
            turn.remind(f"{key}:{when}", action, project.code, due, {**facts, "when": when})


@router.press("reach")
def reach(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The next milestone is done, and this shows it; the CIO hears of it."""
    milestone = project.next_milestone
    if milestone is None:
        return
    milestone.done_at = turn.now
    milestone.evidence = str(answers["evidence"]).strip()
    turn.forget_reminders(project.code, f"{project.code}:milestone:{milestone.id}:")
    turn.reply(words.REACHED(name=milestone.name))
    told = words.REACHED_TOLD(code=project.code, name=milestone.name, evidence=milestone.evidence)
    for person in deciders_of_running(turn, project):
        turn.tell(person, told)


@router.due("projects.milestone")
def milestone_due(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Before the day and on it the owner is reminded; a late one reaches the CIO, and two in a row their card."""
    project = projects.by_code(turn.tx, code)
    milestone = turn.tx.get(Milestone, int(facts["id"]))
    if project is None or milestone is None or milestone.done_at is not None or project.status != Stage.RUNNING:
        return
    wording = {"before": words.SOON, "on": words.TODAY, "after": words.LATE}[str(facts["when"])]
    said = wording(code=code, name=milestone.name, day=day(turn, milestone))
    turn.tell(project.applicant, said)
    if facts["when"] != "after":
        return
    due = [one for one in project.milestones if one.due_at <= turn.now]
    late_again = len(due) > 1 and all(one.done_at is None or one.done_at > one.due_at for one in due[-2:])
    for person in deciders_of_running(turn, project):
        turn.tell(person, said)
        if late_again:
            turn.tell(person, words.LATE_AGAIN(code=code))
            show(turn, project, person)


@router.command("暂停项目 ", "恢复项目 ", "终止项目 ", "变更项目 ", "pause project ", "resume project ", "end project ")
@router.command("暂停项目", "恢复项目", "终止项目", "变更项目", "pause project", "resume project", "end project")
def change_said(turn: Turn, words_after: str) -> None:
    """The change by its kind: 恢复项目,设备到了. "终止项目要谁批?" only wants to know."""
    said = getattr(turn.heard, "text", words_after).strip()
    if ASKS.search(said):
        hearing.act_on(turn, said, hearing.understood(turn, said, None))
        return
    codes = [code.id for code in find_codes(said) if code.id]
    steps.choose(turn, [StepOf(router, FLOW.by_name["change"])], codes[0] if codes else "", {"change": said})


@router.press("change")
def change(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The owner asks to pause, go on, end or change; the CIO decides."""
    said = str(answers["change"]).strip()
    kind = _kind(said)
    back = turn_back(turn, project)
    if kind == "resume" and back != Stage.PAUSED:
        raise Refused(words.NOT_PAUSED)
    amount = _new_budget(said, project.budget) if kind == "change" else None
    project.change = {
        "kind": kind, "text": said, "back": back, "yuan": amount, "small": _is_small(turn, project, said, amount),
    }  # fmt: skip
    turn.tx.flush()
    if project.change["small"]:
        _note_budget(turn, project)
        return
    for person in deciders_of_running(turn, project):
        show(turn, project, person)


def _new_budget(said: str, budget: int) -> int | None:
    """What the budget would be: "改到4万" is the whole of it, "加两千" comes on top. None where it is not about money."""
    if not any(word in said.lower() for word in ("预算", "经费", "费用", "budget")):
        return None
    match = BY_SO_MUCH.search(fold(said))
    if match is None:
        return find_yuan(said)
    with suppress(Incomplete):
        return max(0, budget + (read_yuan(match["amount"]) if match["more"] else -read_yuan(match["amount"])))
    return None


def _is_small(turn: Turn, project: Project, said: str, amount: int | None) -> bool:
    """Whether only the budget moves, and stays within the rule's share of what was approved, however often it moves."""
    approved = int(project.approved_fields.get("budget", project.budget))
    if amount is None or any(word in said.lower() for word in MORE_THAN_MONEY):
        return False
    if parse_when(said, turn.now, turn.school.calendar):
        return False
    within = abs(amount - approved) * 100 <= approved * turn.rule(rules.SMALL_CHANGE)
    # What the register does not hold is never small: whoever decides has to say why it is exceeded (6.2.2).
    return within and not allotment.missing(turn, project, allotment.wanted(turn, project, amount))


def _note_budget(turn: Turn, project: Project) -> None:
    """Noted as a version of its own; whoever decides hears of it, and the project goes on where it was."""
    before, after, said = project.budget, int(project.change["yuan"]), str(project.change["text"])
    percent = turn.rule(rules.SMALL_CHANGE)
    step = "adjust_paused" if project.change["back"] == Stage.PAUSED else "adjust"
    turn.take(FLOW, step, project, {"before": before, "after": after, "reason": said})
    project.change = {"was": project.status}
    _keep_budget(turn, project, after)
    told = endings.SMALL_CHANGE_TOLD(
        code=project.code, before=yuan(before), after=yuan(after), percent=percent, text=said
    )
    for person in deciders_of_running(turn, project):
        turn.tell(person, told)
    turn.reply(endings.SMALL_CHANGE(amount=yuan(after), percent=percent))


@router.press("adjust")
def adjust(_turn: Turn, _project: Project, _answers: Mapping[str, Any]) -> None:
    """Taken with the change itself; what it tells stands there."""


@router.press("adjust_paused")
def adjust_paused(_turn: Turn, _project: Project, _answers: Mapping[str, Any]) -> None:
    """The same for a project at rest."""


def _keep_budget(turn: Turn, project: Project, amount: int) -> None:
    project.budget = amount
    project.versions.append(
        ProjectVersion(
            number=len(project.versions) + 1, fields=dict(project.fields), submitted_by_id=project.applicant_id,
            submitted_at=turn.now,
        )
    )  # fmt: skip


@router.press("grant")
def grant(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """The change is allowed. A new amount becomes part of the project, as a version of its own."""
    amount = project.change.get("yuan")
    if amount is not None:
        project.approved_fields = {**project.approved_fields, "budget": int(amount)}  # indicators stay frozen
        _keep_budget(turn, project, int(amount))
    _tell_change(turn, project)


@router.press("grant_pause")
def grant_pause(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The project rests, or goes on resting with what was changed; its milestones do not nag."""
    grant(turn, project, answers)


@router.press("grant_end")
def grant_end(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """The project ends before its aim; what was kept stays on record."""
    turn.forget_reminders(project.code)
    project.result = project.result or str(project.change.get("text", ""))
    _tell_change(turn, project)


@router.press("refuse")
def refuse(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The change is not allowed; the project goes on as it was."""
    kind = words.KINDS[project.change["kind"]]
    project.change = {"was": project.change["back"]}
    turn.tell(project.applicant, words.REFUSED(kind=kind, reason=str(answers.get("reason", ""))))
    show(turn, project, project.applicant)


@router.press("refuse_paused")
def refuse_paused(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The same for a project at rest."""
    refuse(turn, project, answers)


def turn_back(_turn: Turn, project: Project) -> str:
    """Where a refused change leads back to: a project asked to go on was at rest."""
    return str(project.change.get("was") or Stage.RUNNING)


def _kind(said: str) -> str:
    for kind, names in (
        ("resume", ("恢复", "继续", "重新开始", "resume")),
        ("pause", ("暂停", "先停", "pause")),
        ("end", ("终止", "停止项目", "不做了", "取消项目", "end the project")),
    ):
        if any(name in said.lower() for name in names):
            return kind
    return "change"


def _tell_change(turn: Turn, project: Project) -> None:
    kind = words.KINDS[project.change["kind"]]
    said = words.GRANTED(kind=kind, text=str(project.change["text"]))
    project.change = {"was": project.status}
    turn.tell(project.applicant, said)
    show(turn, project, project.applicant)
    told = Text(f"{project.code} {project.title}：{said.zh}", f"{project.code} {project.title}: {said.en}")
    for person in heads_of(turn, project):
        if person.id not in {project.applicant_id, turn.actor.id if turn.actor else None}:
            turn.tell(person, told)
