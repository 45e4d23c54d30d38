"""A running project's owner asks to change, pause, end or go on; whoever decides grants it, and the project is changed."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import allotment, free_speech, steps
from handlers.errors import Refused
from handlers.money import yuan
from handlers.numerals import find_codes, fold
from handlers.projects import amending, endings, rules, words
from handlers.projects.closing import heads_of
from handlers.projects.deciders import deciders_of_running, show
from handlers.projects.flow import FLOW
from handlers.projects.request import ASKS
from handlers.projects.resourcing import wake_on_last_day
from handlers.projects.rounds import check_goal
from handlers.projects.routes import router
from handlers.projects.running import offer_to_move
from handlers.router import StepOf
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage.projects import Project, ProjectVersion, Stage
from storage.resources import LAST_DAY

_SCOPE_NAMED = re.compile(r"(?:项目|建设|实施)?范围|\bscope\b", re.IGNORECASE)
_NOT_DONE = re.compile(r"(?P<what>[^,;。:\n]*?)(?:不做了|不搞了)")
# What stands before 不做了 when all of it is meant: the project itself, who says so, and small words.
_WHOLE = re.compile(
    r"p-\d{4}-\d+|项目|工程|申请|变更|终止|整个|全部|这个|那个|这件事|这事|该|此|我们?组?|咱们?|学校|大家|领导|校长|主任|说"
    r"|决定|打算|准备|可能|现在|暂时|确定|还是|以后|今年|本学期|想|要|先|就|都|也|已经?|的|了|吧|\s",
    re.IGNORECASE,
)


@router.command("暂停项目 ", "恢复项目 ", "终止项目 ", "变更项目 ", "pause project ", "resume project ", "end project ")
@router.command("暂停项目", "恢复项目", "终止项目", "变更项目", "pause project", "resume project", "end project")
def change_said(turn: Turn, words_after: str) -> None:
    """The change by its kind: 恢复项目,设备到了. "终止项目要谁批?" only wants to know."""
    said = getattr(turn.heard, "text", words_after).strip()
    if ASKS.search(said):
        free_speech.act_on(turn, said, free_speech.understood(turn, said, None))
        return
    codes = [code.id for code in find_codes(said) if code.id]
    steps.choose(turn, [StepOf(router, FLOW.by_name["change"])], codes[0] if codes else "", {"change": said})


@router.press("change")
def change(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The owner asks to pause, go on, end or change; the CIO decides."""
    said = str(answers["change"]).strip()
    kind = kind_of(said, project.title)
    back = turn_back(turn, project)
    if kind == "resume" and back != Stage.PAUSED:
        raise Refused(words.NOT_PAUSED)
    fields: dict[str, Any] = {}
    if kind in ("change", "resume"):
        fields = amending.read_change(turn, project, said, days_only=kind == "resume")
        check_goal(turn, str(fields.get("goal") or ""))
    project.change = {
        "kind": kind, "text": said, "back": back, "fields": fields,
        "small": kind == "change" and _is_small(turn, project, fields),
    }  # fmt: skip
    turn.tx.flush()
    if project.change["small"]:
        _note_budget(turn, project)
        return
    for person in deciders_of_running(turn, project):
        show(turn, project, person)


def _is_small(turn: Turn, project: Project, fields: Mapping[str, Any]) -> bool:
    """Whether only the budget moves, and stays within the rule's share of what was approved, however often it moves."""
    if set(fields) != {"budget"}:
        return False
    approved = int(project.approved_fields.get("budget", project.budget))
    within = abs(int(fields["budget"]) - approved) * 100 <= approved * turn.rule(rules.SMALL_CHANGE)
    # What the register does not hold is never small: whoever decides has to say why it is exceeded (6.2.2).
    return within and not allotment.missing(turn, project, allotment.wanted(turn, project, fields))


def _note_budget(turn: Turn, project: Project) -> None:
    """Noted as a version of its own; whoever decides hears of it, and the project goes on where it was."""
    before, after, said = project.budget, int(project.change["fields"]["budget"]), str(project.change["text"])
    percent = turn.rule(rules.SMALL_CHANGE)
    step = "adjust_paused" if project.change["back"] == Stage.PAUSED else "adjust"
    turn.take(FLOW, step, project, {"before": before, "after": after, "reason": said})
    project.change = {"was": project.status}
    _keep(turn, project, {"budget": after})
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


def _keep(turn: Turn, project: Project, fields: Mapping[str, Any]) -> None:
    """The project's own fields change, and the text as it stands now becomes a version of its own."""
    for name, value in fields.items():
        setattr(project, name, value)
    project.versions.append(
        ProjectVersion(
            number=len(project.versions) + 1, fields=dict(project.fields), submitted_by_id=project.applicant_id,
            submitted_at=turn.now,
        )
    )  # fmt: skip


@router.press("grant")
def grant(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """The change is allowed: budget, days and scope are the project's from now on, as a version of its own."""
    fields = dict(project.change.get("fields") or {})
    if "budget" not in fields and project.change.get("yuan") is not None:
        fields["budget"] = int(project.change["yuan"])  # asked for before days and scope were fields, too
    changed = amending.difference(project.fields, fields)
    last = allotment.span_of(turn, project).last
    if fields:
        project.approved_fields = {**project.approved_fields, **fields}  # indicators stay frozen
        _keep(turn, project, fields)
    _tell_change(turn, project, changed)
    if "schedule" in fields:
        wake_on_last_day(turn, project)
        until = allotment.span_of(turn, project).last
        if LAST_DAY not in (last, until):
            offer_to_move(turn, project, (until - last).days)


@router.press("grant_pause")
def grant_pause(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The project rests, or goes on resting with what was changed; its milestones do not nag."""
    grant(turn, project, answers)


@router.press("grant_end")
def grant_end(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """The project ends before its aim; what was kept stays on record."""
    turn.forget_reminders(project.code)
    project.result = project.result or str(project.change.get("text", ""))
    _tell_change(turn, project, [])


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


def kind_of(said: str, title: str = "") -> str:
    """What is asked for: to rest, to end, to go on; everything else is a change.

    A part that is left out ("高三不做了") or a scope that is named is a change of what is done, never the end of it all.
    """
    if _SCOPE_NAMED.search(said) or _leaves_out_a_part(said, title):
        return "change"
    for kind, names in (
        ("resume", ("恢复", "继续", "重新开始", "resume")),
        ("pause", ("暂停", "先停", "停一停", "停一下", "停一段", "缓一缓", "放一放", "搁置", "pause", "put on hold")),
        ("end", ("终止", "停止项目", "不做了", "不搞了", "取消项目", "end the project")),
    ):
        if any(name in said.lower() for name in names):
            return kind
    return "change"


def _leaves_out_a_part(said: str, title: str) -> bool:
    """Whether every 不做了 is said of something other than the project itself."""
    told = fold(said).replace(fold(title), "") if title else fold(said)
    left_out = [_WHOLE.sub("", found["what"]) for found in _NOT_DONE.finditer(told)]
    return bool(left_out) and all(left_out) and "终止" not in told


def _tell_change(turn: Turn, project: Project, changed: list[Text]) -> None:
    kind = words.KINDS[project.change["kind"]]
    what: Phrase = joined(list(changed), "；", "; ") if changed else str(project.change["text"])
    said = words.GRANTED(kind=kind, text=what)
    project.change = {"was": project.status}
    turn.tell(project.applicant, said)
    show(turn, project, project.applicant)
    told = Text(f"{project.code} {project.title}：{said.zh}", f"{project.code} {project.title}: {said.en}")
    for person in heads_of(turn, project):
        if person.id not in {project.applicant_id, turn.actor.id if turn.actor else None}:
            turn.tell(person, told)
