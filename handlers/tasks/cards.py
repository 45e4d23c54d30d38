"""What a task or an instruction looks like to whoever owes, looks at, gave or only reads it."""

from datetime import datetime

from handlers import acknowledging
from handlers.cards import Button, Card, token
from handlers.flow import Viewer
from handlers.tasks import texts
from handlers.tasks.flow import FLOW, may_do
from handlers.tasks.whom import whose
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import wanted_files
from storage.tasks import IN_WORK, OWED, Task, TaskStage

S = TaskStage
MOST_BUTTONS = 4


def task_card(turn: Turn, task: Task, viewer: Viewer) -> Card:
    """Where it stands, whose it is, what came of it; the first line is what this reader has to do."""
    facts: list[tuple[Phrase, Phrase]] = (
        _instruction_facts(turn, task) if task.is_instruction else _task_facts(turn, task)
    )
    lines: list[Phrase] = [task.text] if task.text != task.headline else []
    if task.reason and task.status in (S.RETURNED, S.CANCELLED, S.DROPPED, S.HANDLING):
        facts.append((texts.REASON, task.reason))
    if task.said and task.status in OWED:
        facts.append((texts.TROUBLE, task.said))
    if task.result and not (task.is_instruction and task.status in IN_WORK):
        facts.append((texts.RESULT if task.is_instruction else texts.CONTENT, task.result))
    if task.reply:
        facts.append((texts.NOTE, task.reply))
    files = len(wanted_files.of_subject(turn.tx, task.code))
    if files:
        facts.append((texts.FILES, texts.COUNT(count=files)))
    facts.append((texts.CLAUSE, texts.CLAUSE_INSTRUCTION if task.is_instruction else texts.CLAUSE_TASK))
    return Card(_title(turn, task, viewer), tuple(lines), tuple(facts), _buttons(turn, task, viewer, files))


def _title(turn: Turn, task: Task, viewer: Viewer) -> Phrase:
    asked = {"code": task.code, "text": task.headline}
    until = day(turn, task.due_at)
    if task.status == S.RETURNED and may_do(viewer, task):
        return texts.TO_MEND(code=task.code, reason=task.reason)
    if task.status in OWED and may_do(viewer, task):
        return texts.TO_DO(day=until, **asked)
    if not FLOW.awaits(viewer, task):
        return texts.TITLE(status=FLOW.statuses[task.status], **asked)
    return _to_move(task, asked, until)


def _to_move(task: Task, asked: dict[str, str], until: Text) -> Phrase:
    """What the CIO, the owner of an instruction or the leader has to do now."""
    if task.status == S.SUBMITTED:
        return texts.TO_ACCEPT(department=whose(task), **asked)
    if task.status == S.RAISED:
        return texts.TO_ASSIGN(leader=task.leader.name if task.leader else "", **asked)
    if task.status in IN_WORK:
        return texts.TO_HANDLE(day=until, **asked)
    if task.status == S.TO_REPORT:
        return texts.TO_REPORT(name=task.owner.name if task.owner else "", **asked)
    return texts.TO_SIGN_OFF(**asked)


def _task_facts(turn: Turn, task: Task) -> list[tuple[Phrase, Phrase]]:
    label = texts.DEPARTMENT if task.department else texts.OWNER
    facts: list[tuple[Phrase, Phrase]] = [(label, whose(task)), (texts.DUE, due(turn, task))]
    facts.append((texts.STATE, FLOW.statuses[task.status]))
    if task.submitted_by is not None and task.submitted_at is not None and task.status in (S.SUBMITTED, S.DONE):
        said = texts.HANDED_IN_BY(name=task.submitted_by.name, day=turn.clock_time(task.submitted_at))
        facts.append((texts.HANDED_IN, said))
    if task.request is not None:
        facts.append((texts.FROM, task.request.by.name))
    return facts


def _instruction_facts(turn: Turn, task: Task) -> list[tuple[Phrase, Phrase]]:
    facts: list[tuple[Phrase, Phrase]] = [(texts.LEADER, task.leader.name if task.leader else "")]
    if task.status == S.RAISED:
        name: Phrase = task.owner.name if task.owner is not None else texts.NOT_SAID
        until: Phrase = day(turn, task.due_at) if task.due_at is not None else texts.NO_DAY
        facts.append((texts.SUGGESTED, texts.SUGGESTION(name=name, day=until) if task.due_at else _both(name, until)))
    else:
        facts += [(texts.OWNER, task.owner.name if task.owner else texts.NOT_SAID), (texts.DUE, due(turn, task))]
    if task.source:
        facts.append((texts.SOURCE, task.source))
    return facts


def _both(name: Phrase, until: Phrase) -> Text:
    return Text("{a}，{b}", "{a}, {b}")(a=name, b=until)


def _buttons(turn: Turn, task: Task, viewer: Viewer, files: int) -> tuple[Button, ...]:
    found = list(FLOW.buttons(viewer, task))
    if viewer.person is not None and task.status == S.ISSUED:
        asked = acknowledging.answered(turn, task.code, viewer.person) is None and may_do(viewer, task)
        found = [acknowledging.button(task.code), *found] if asked else found
    if files and task.status not in OWED:
        found.insert(2, Button(texts.SHOW_FILES, token("tasks", "files", task.code)))
    return tuple(found[:MOST_BUTTONS])


def day(turn: Turn, at: datetime | None) -> Text:
    """A date as people say it, with the year where it is another one, and the hour where it is not the end of work."""
    if at is None:
        return texts.NO_DAY
    then = turn.local(at)
    year = "" if then.year == turn.local(turn.now).year else f"{then.year}年"
    hours = turn.school.calendar.hours
    hour = "" if hours and then.time() == hours[-1][1] else f" {then:%H:%M}"
    return Text(f"{year}{then.month}月{then.day}日{hour}", f"{then:%d %b %Y}{hour}" if year else f"{then:%d %b}{hour}")


def is_late(turn: Turn, task: Task) -> bool:
    """Whether its day is over and nobody has handed it in."""
    waits = task.status in (*OWED, *IN_WORK)
    return waits and task.due_at is not None and task.due_at < turn.now


def due(turn: Turn, task: Task) -> Text:
    """Its day, and that it is late."""
    said = day(turn, task.due_at)
    return Text(f"{said.zh}{texts.LATE.zh}", f"{said.en}{texts.LATE.en}") if is_late(turn, task) else said
