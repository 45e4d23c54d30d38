"""Who has answered and who has not, how well the departments keep their days, and the leaders' open instructions.

Nobody is shamed in public: the CIO and the leaders see departments, a head sees names, of their own department only.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from handlers.acting import leads
from handlers.cards import Button, Card, token
from handlers.departments import answers_for
from handlers.errors import NotAllowed, NotFound
from handlers.numerals import fold
from handlers.tasks import deadlines, rules, texts
from handlers.tasks.cards import day, is_late
from handlers.tasks.flow import FLOW, READS_ALL
from handlers.tasks.giving import only_cio
from handlers.tasks.routes import router
from handlers.tasks.whom import whose
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import tasks
from storage.people import Person, Role
from storage.tasks import OWED, Task, TaskRequest, TaskStage

S = TaskStage
MOST_BUTTONS = 4
MOST_LINES = 20


def reads_all(turn: Turn) -> bool:
    """Whether this person sees every department."""
    return leads(turn.viewer) or turn.viewer.holds(*READS_ALL)


@router.command("部门任务", "任务清单", "任务进展", "department tasks")
def listed(turn: Turn, rest: str) -> None:
    """To those who lead: every request under way and how many have answered. To a department: what it owes."""
    turn.person()
    if not reads_all(turn):
        own(turn)
        return
    found = tasks.open_requests(turn.tx)
    named = named_in(found, rest)
    if named is not None or len(found) == 1:
        turn.reply(_overview(turn, named or found[0]))
        return
    if not found:
        turn.reply(texts.REQUESTS_NONE)
        return
    lines = tuple(_line(turn, one) for one in found[:MOST_LINES])
    looks = tuple(Button(_short(one.text), token("tasks", "overview", str(one.id))) for one in found[:MOST_BUTTONS])
    turn.reply(Card(texts.REQUESTS(count=len(found)), lines, buttons=looks, note=texts.CLAUSE_TASK))


def named_in(found: Iterable[TaskRequest], words: str, least: int = 2) -> TaskRequest | None:
    """The request whose words a question shares most of, at least `least` characters: 设备清单谁没交."""
    said = fold(words)
    best: tuple[int, TaskRequest] | None = None
    for one in found:
        shared = _longest_shared(fold(one.text), said)
        if shared >= least and (best is None or shared > best[0]):
            best = (shared, one)
    return best[1] if best else None


def shares_words(text: str, said: str) -> bool:
    """Whether words speak of a matter: two characters in a row that both have."""
    return _longest_shared(fold(text), fold(said)) > 1


def _longest_shared(one: str, other: str) -> int:
    lengths = [0] * (len(other) + 1)
    most = 0
    for sign in one[:200]:
        before = 0
        for at, theirs in enumerate(other[:200], 1):
            here = lengths[at]
            lengths[at] = before + 1 if sign == theirs else 0
            most, before = max(most, lengths[at]), here
    return most


def _short(words: str) -> str:
    return words if len(words) <= 12 else f"{words[:11]}…"


def _line(turn: Turn, one: TaskRequest) -> Text:
    standing = _standing(one)
    return texts.REQUEST_LINE(
        what=one.text, done=len(standing) - _count(standing, OWED), all=len(standing), day=day(turn, one.due_at)
    )


def _standing(one: TaskRequest) -> list[Task]:
    return [task for task in one.tasks if task.status != S.CANCELLED]


def _count(found: Sequence[Task], statuses: Iterable[TaskStage]) -> int:
    wanted = set(statuses)
    return sum(task.status in wanted for task in found)


@router.button("overview")
def overview(turn: Turn, code: str, _choice: str) -> None:
    """One request: who has not answered, what waits for the CIO, what is done."""
    turn.person()
    found = tasks.request(turn.tx, int(code)) if code.isdigit() else None
    if found is None or not reads_all(turn):
        raise NotFound(code)
    turn.reply(_overview(turn, found))


def _overview(turn: Turn, one: TaskRequest) -> Card:
    standing = _standing(one)
    owed = [task for task in standing if task.status in OWED]
    waiting = [task for task in standing if task.status == S.SUBMITTED]
    done = [task for task in standing if task.status == S.DONE]
    lines: list[Phrase] = []
    for wording, part in ((texts.NOT_YET, owed), (texts.TO_LOOK_AT, waiting), (texts.FINISHED, done)):
        if part:
            lines.append(wording(count=len(part), departments=joined([_with_code(turn, task) for task in part])))
    if one.left_out:
        lines.append(texts.LEFT_OUT(count=len(one.left_out), departments=joined(list(one.left_out))))
    looks = [
        Button(Text(f"看 {task.code}", f"Open {task.code}"), token("people", "look", task.code)) for task in waiting
    ]
    nudge = [Button(texts.NUDGE_IT, token("tasks", "nudge", str(one.id)))] if owed and leads(turn.viewer) else []
    title = texts.REQUEST_TITLE(
        what=one.text, done=len(waiting) + len(done), all=len(standing), day=day(turn, one.due_at)
    )
    return Card(title, tuple(lines), (), (*looks[: MOST_BUTTONS - len(nudge)], *nudge), note=texts.CLAUSE_TASK)


def _with_code(turn: Turn, task: Task) -> Text:
    late = is_late(turn, task)
    return Text(
        f"{whose(task)} {task.code}{texts.LATE.zh if late else ''}",
        f"{whose(task)} {task.code}{texts.LATE.en if late else ''}",
    )


@router.button("nudge")
def nudge(turn: Turn, code: str, _choice: str) -> None:
    """Those who owe it are asked once more, once a day and never more often than the rule allows."""
    only_cio(turn)
    found = tasks.request(turn.tx, int(code)) if code.isdigit() else None
    if found is None:
        raise NotFound(code)
    nudge_request(turn, found)


def nudge_request(turn: Turn, one: TaskRequest) -> None:
    """Ask again: whoever was reminded often enough already is left alone, and their head hears of it."""
    owed = [task for task in one.tasks if task.status in OWED]
    if not owed:
        turn.reply(texts.NOBODY_TO_NUDGE)
        return
    if one.nudged_at is not None and turn.local(one.nudged_at).date() == turn.local(turn.now).date():
        turn.reply(texts.NUDGED_ALREADY)
        return
    one.nudged_at = turn.now
    asked: list[Phrase] = []
    told_up: list[Phrase] = []
    for task in owed:
        words = texts.NUDGE(code=task.code, text=task.headline, day=day(turn, task.due_at))
        own_turn = deadlines.nudge(turn, task, words, f"asked-{turn.local(turn.now):%m%d}")
        (asked if own_turn else told_up).append(whose(task))
        turn.record(task.code, "nudge", clause=FLOW.clause)
    lines: list[Phrase] = []
    if told_up:
        lines.append(texts.NUDGED_UP(departments=joined(told_up), most=turn.rule(rules.NUDGES)))
    said: Phrase = texts.NUDGED(count=len(asked), departments=joined(asked)) if asked else lines.pop()
    turn.reply(Card(said, tuple(lines)))


def own(turn: Turn) -> None:
    """What one's own department owes, and what was handed in and waits."""
    person = turn.person()
    found = [task for task in tasks.open_tasks(turn.tx) if _is_mine(person, task)]
    owed = [task for task in found if task.status in OWED]
    if not found:
        turn.reply(texts.OWN_TASKS_NONE(department=person.department or person.name))
        return
    lines = tuple(
        texts.OWN_LINE(
            code=task.code, text=task.headline, day=day(turn, task.due_at), status=FLOW.statuses[task.status],
            mark=texts.LATE if is_late(turn, task) else "",
        )
        for task in found[:MOST_LINES]
    )  # fmt: skip
    looks = tuple(
        Button(Text(f"看 {task.code}", f"Open {task.code}"), token("people", "look", task.code))
        for task in owed[:MOST_BUTTONS]
    )
    department = person.department or person.name
    title = (
        texts.OWN_TASKS(department=department, count=len(owed)) if owed else texts.OWN_TASKS_NONE(department=department)
    )
    turn.reply(Card(title, lines, buttons=looks))


def _is_mine(person: Person, task: Task) -> bool:
    return person.id == task.owner_id or answers_for(person, task.department)


@router.command("各部门配合情况", "部门配合情况", "配合情况", "各部门任务完成情况", "部门按时率", "cooperation")
def cooperation(turn: Turn, _rest: str) -> None:
    """The share in time of each department with the tasks behind it; to a head and a liaison their own, with names."""
    person = turn.person()
    days = turn.rule(rules.LOOK_BACK)
    period = texts.LAST_DAYS(days=days)
    found = tasks.judged(turn.tx, turn.now - timedelta(days=days), turn.now + timedelta(seconds=1))
    if reads_all(turn):
        if not found:
            turn.reply(texts.COOPERATION_NONE(period=period))
            return
        grouped = _by_department(found)
        lines = tuple(_rate_line(turn, name, part) for name, part in sorted(grouped.items(), key=_weakest_first))
        title = texts.COOPERATION(period=period, rate=rate(found))
        turn.reply(Card(title, lines, note=texts.COOPERATION_NOTE))
        return
    if not person.holds(Role.HEAD, Role.LIAISON):
        raise NotAllowed(texts.SEE_COOPERATION, texts.WHO_SEES, code="cooperation", step_name="read")
    mine = [task for task in found if _is_mine(person, task)]
    if not mine:
        turn.reply(texts.COOPERATION_NONE(period=period))
        return
    names = tuple(
        texts.OWNED(
            code=task.code, text=task.headline, name=_who(task),
            status=texts.MARK_LATE if not in_time(task) else FLOW.statuses[task.status],
        )
        for task in mine[-MOST_LINES:]
    )  # fmt: skip
    title = texts.COOPERATION_OWN(department=person.department, period=period, rate=rate(mine))
    turn.reply(Card(title, names, note=texts.COOPERATION_NOTE))


def _who(task: Task) -> str:
    person = task.submitted_by or task.owner
    return person.name if person is not None else ""


def in_time(task: Task) -> bool:
    """Handed in for the first time no later than the day it was due."""
    return task.first_submitted_at is not None and task.due_at is not None and task.first_submitted_at <= task.due_at


def rate(found: Sequence[Task]) -> str:
    """The share in time, in percent."""
    return f"{100 * sum(map(in_time, found)) / len(found):.0f}%"


def _by_department(found: Iterable[Task]) -> dict[str, list[Task]]:
    grouped: dict[str, list[Task]] = defaultdict(list)
    for task in found:
        grouped[task.department or (task.owner.department if task.owner else "")].append(task)
    return grouped


def _weakest_first(item: tuple[str, list[Task]]) -> tuple[float, str]:
    name, part = item
    return sum(map(in_time, part)) / len(part), name


def _rate_line(_turn: Turn, name: str, part: Sequence[Task]) -> Text:
    codes: list[Phrase] = [
        task.code if in_time(task) else texts.CODE_LATE(code=task.code) for task in part[-MOST_LINES:]
    ]
    return texts.COOPERATION_LINE(
        department=name, rate=rate(part), good=sum(map(in_time, part)), all=len(part), codes=joined(codes)
    )


@router.command("批示清单", "我的批示", "领导批示", "督办清单", "督办", "批示进展", "instructions")
def instructions(turn: Turn, _rest: str) -> None:
    """What is not signed off: to those who lead all of it, to a leader their own first, to an owner their own."""
    person = turn.person()
    found = [one for one in tasks.instructions(turn.tx) if reads_all(turn) or one.owner_id == person.id]
    found.sort(key=lambda one: one.leader_id != person.id)
    if not found:
        turn.reply(texts.INSTRUCTIONS_NONE)
        return
    lines = tuple(instruction_line(turn, one) for one in found[:MOST_LINES])
    looks = tuple(
        Button(Text(f"看 {one.code}", f"Open {one.code}"), token("people", "look", one.code))
        for one in found[:MOST_BUTTONS]
    )
    turn.reply(Card(texts.INSTRUCTIONS(count=len(found)), lines, buttons=looks, note=texts.CLAUSE_INSTRUCTION))


def instruction_line(turn: Turn, one: Task) -> Text:
    """One instruction in a list or in a report."""
    return texts.INSTRUCTION_LINE(
        code=one.code, text=one.headline, name=one.owner.name if one.owner else texts.NOT_SAID,
        day=day(turn, one.due_at), status=FLOW.statuses[one.status], mark=texts.LATE if is_late(turn, one) else "",
    )  # fmt: skip
