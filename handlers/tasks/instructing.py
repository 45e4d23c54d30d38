"""A leader's words become an instruction: registered, assigned by the CIO, done, reported back, signed off (8.2.2, N10)."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import dialogues, steps
from handlers.departments import contact
from handlers.errors import NotAllowed
from handlers.forms import Field, Form
from handlers.numerals import find_codes, write_code
from handlers.people_named import person_called
from handlers.router import StepOf
from handlers.tasks import boards, deadlines, texts
from handlers.tasks.cards import day
from handlers.tasks.flow import FLOW
from handlers.tasks.reading import day_of, department_in, due_in, owner_in
from handlers.tasks.routes import router
from handlers.tasks.telling import show
from handlers.texts import EDGES, Phrase
from handlers.turn import Turn
from storage import numbers, tasks
from storage.people import Person, Role
from storage.tasks import Task, TaskStage

Given = Mapping[str, Any]
LONGEST = 1000
_ASKS = re.compile(r"办得?怎么样|办了[吗没]|办完|进展|进度|情况|清单|到哪|落实得|[?？]$|吗$")
SAME = timedelta(minutes=2)  # the same words said again are one instruction


@router.beginning
def from_report(turn: Turn, words: str, person: Person | None, source: str) -> str:
    """A leader answered a report: the words are an instruction. Without words they are asked for. Gives its code."""
    leader = person or turn.person()
    if not leader.holds(Role.LEADER):
        raise NotAllowed(texts.INSTRUCT, texts.WHO_INSTRUCTS, code=source or "instruction", step_name="instruct")
    if not words.strip(EDGES):
        dialogues.start(turn, form, {}, source)
        return ""
    return register(turn, words, leader, source).code


def instruct(turn: Turn, words: str, source: str = "") -> None:
    """`批示：请信息中心两周内拿出整改方案`, said freely or under a card; its source is what is named or shown."""
    leader = turn.person()
    if not leader.holds(Role.LEADER):
        raise NotAllowed(texts.INSTRUCT, texts.WHO_INSTRUCTS, code="instruction", step_name="instruct")
    named = next((one for one in find_codes(words, turn.features.prefixes) if one.id), None)
    source = source or (named.id if named is not None and named.id else "") or _shown_report(turn)
    if named is not None and named.start == 0:
        words = words[named.end :]
    if not words.strip(EDGES):
        dialogues.start(turn, form, {}, source)
    elif not _as_an_answer(turn, words, source):
        turn.reply(texts.REGISTERED(code=register(turn, words, leader, source).code))


def _as_an_answer(turn: Turn, words: str, source: str) -> bool:
    """Where the source takes instructions itself, as a report does, the words go the way its own button goes."""
    feature = turn.features.by_prefix.get(source.partition("-")[0]) if source else None
    step = feature.flow.by_name.get("instruct") if feature is not None and feature.flow is not None else None
    subject = feature.find(turn.tx, source) if feature is not None and feature.find is not None else None
    if feature is None or feature.flow is None or step is None or subject is None:
        return False
    if not feature.flow.may(step, turn.viewer, subject):
        return False
    steps.begin(turn, StepOf(feature, step), source, {"words": words.strip(EDGES)})
    return True


def _shown_report(turn: Turn) -> str:
    """The report on the newest card of this conversation, which the words then answer."""
    for row, _card in turn.screen[:1]:
        if row.subject.startswith("R-"):
            return row.subject
    return ""


def register(turn: Turn, words: str, leader: Person, source: str) -> Task:
    """The candidate: with the owner and the day its own words suggest, for the CIO to confirm."""
    said = words.strip(EDGES)[:LONGEST]
    for known in tasks.instructions(turn.tx, (TaskStage.RAISED,)):
        if known.leader_id == leader.id and known.text == said and turn.now - known.issued_at < SAME:
            return known
    owner = owner_in(turn, said)
    department = department_in(turn, said)
    if owner is None and department:
        cios = [one for one in turn.everyone(Role.CIO) if one.department == department and one.holds(Role.CIO)]
        owner = cios[0] if cios else contact(turn, department).first
    if owner is not None and owner.id == leader.id:
        owner = None
    task = Task(
        code=write_code("K", numbers.next_number(turn.tx, "K")), status=TaskStage.RAISED, text=said, leader=leader,
        leader_id=leader.id, source=source, owner=owner, owner_id=owner.id if owner else None,
        department=department or (owner.department if owner else ""), due_at=due_in(turn, said), issued_at=turn.now,
    )  # fmt: skip
    turn.tx.add(task)
    turn.tx.flush()
    turn.record(task.code, "instruct", clause="8.2.2", after=task.status, details={"text": said, "source": source})
    for person in turn.everyone(Role.CIO):
        show(turn, task, person)
    deadlines.wait_for_cio(turn, task)
    return task


@router.press("assign")
@router.press("reassign")
def assign(turn: Turn, task: Task, given: Given) -> None:
    """The CIO confirms who and until when; the owner and the leader hear of it."""
    owner = person_called(turn, str(given["owner"]))
    task.due_at = day_of(turn, str(given["due"]))
    before = task.owner if task.owner is not None and task.owner.id != owner.id and task.revision > 1 else None
    task.owner, task.owner_id, task.revision = owner, owner.id, task.revision + 1
    turn.forget_reminders(task.code)
    deadlines.arm_instruction(turn, task)
    show(turn, task, owner)
    if before is not None:
        turn.tell(before, texts.ASSIGNED_TO(code=task.code, name=owner.name, day=day(turn, task.due_at)))
    tell_leader(turn, task, texts.ASSIGNED_TO(code=task.code, name=owner.name, day=day(turn, task.due_at)))


@router.press("handle")
def handle(_turn: Turn, _task: Task, _given: Given) -> None:
    """The owner has begun."""


@router.press("finish")
def finish(turn: Turn, task: Task, given: Given) -> None:
    """The owner says what came of it; the CIO reports it back. The CIO's own goes to the leader at once."""
    task.result, task.reason = str(given["result"]).strip(), ""
    task.submitted_by, task.submitted_by_id, task.submitted_at = turn.person(), turn.person().id, turn.now
    task.revision += 1
    turn.forget_reminders(task.code)
    turn.tx.flush()
    if turn.person().holds(Role.CIO):
        turn.take(FLOW, "report", task)
        report(turn, task, {})
        return
    deadlines.wait_for_cio(turn, task)
    for person in turn.everyone(Role.CIO):
        show(turn, task, person)


@router.press("report")
def report(turn: Turn, task: Task, given: Given) -> None:
    """The leader gets it, to sign off or to send back."""
    task.reply = str(given.get("note") or "").strip()
    turn.forget_reminders(task.code)
    for person in _leaders_of(turn, task):
        show(turn, task, person)
    turn.reply(texts.REPORTED_BACK(leader=task.leader.name if task.leader else "", code=task.code))


def _leaders_of(turn: Turn, task: Task) -> list[Person]:
    if task.leader is not None and task.leader.active:
        return [task.leader]
    return turn.everyone(Role.LEADER)


@router.press("redo")
@router.press("again")
def again(turn: Turn, task: Task, given: Given) -> None:
    """Not yet: the owner reads why. A day that is over is the CIO's to set anew."""
    task.reason, task.closed_at, task.revision = str(given["reason"]).strip(), None, task.revision + 1
    turn.forget_reminders(task.code)
    deadlines.arm_instruction(turn, task)
    if task.owner is not None:
        show(turn, task, task.owner)
    if turn.viewer.holds(Role.LEADER):
        over = task.due_at is not None and task.due_at <= turn.now
        wording = texts.ASKED_AGAIN_LATE if over else texts.ASKED_AGAIN
        _tell_cios(turn, task, wording(leader=turn.person().name, code=task.code, reason=task.reason))


@router.press("sign_off")
def sign_off(turn: Turn, task: Task, _given: Given) -> None:
    """The leader is content; it leaves the reports."""
    task.closed_at = turn.now
    turn.forget_reminders(task.code)
    said = texts.SIGNED_OFF(leader=turn.person().name, code=task.code, text=task.headline)
    _tell_cios(turn, task, said, with_owner=True)


@router.press("drop")
def drop(turn: Turn, task: Task, _given: Given) -> None:
    """The leader takes it back; whoever had it hears so."""
    task.closed_at = turn.now
    turn.forget_reminders(task.code)
    said = texts.DROPPED_BY_LEADER(leader=turn.person().name, code=task.code, text=task.headline)
    _tell_cios(turn, task, said, with_owner=True)


@router.press("no_instruction")
def no_instruction(turn: Turn, task: Task, given: Given) -> None:
    """The CIO sees nothing to assign, and the leader reads why."""
    task.reason, task.closed_at = str(given["reason"]).strip(), turn.now
    turn.forget_reminders(task.code)
    tell_leader(turn, task, texts.NOT_ASSIGNED(code=task.code, reason=task.reason))


def tell_leader(turn: Turn, task: Task, words: Phrase) -> None:
    """A line to the leader who gave it."""
    if task.leader is not None and (turn.actor is None or task.leader_id != turn.actor.id):
        turn.tell(task.leader, words)


def _tell_cios(turn: Turn, task: Task, words: Phrase, *, with_owner: bool = False) -> None:
    people = {one.id: one for one in turn.everyone(Role.CIO)}
    if with_owner and task.owner is not None and task.status != TaskStage.RAISED:
        people[task.owner.id] = task.owner
    for person in people.values():
        if turn.actor is None or person.id != turn.actor.id:
            turn.tell(person, words)


def _done(turn: Turn, answers: dict[str, Any], source: str) -> None:
    instruct(turn, str(answers["words"]), source)


form = router.form(
    Form(
        "tasks.instruct",
        texts.INSTRUCT_TITLE,
        (Field("words", texts.INSTRUCT_TITLE, texts.INSTRUCT_ASK, prose=True, may_ask=True),),
        _done,
        context="flow_active:leader_instruction",
    )
)


@router.command("批示", "instruction", "作批示")
def typed(turn: Turn, words: str) -> None:
    """`批示：…` instructs; alone it asks a leader for the words, and shows everybody else entitled the open ones."""
    asks = not words.lstrip().startswith((":", "：")) and _ASKS.search(words)
    if not asks and (words.strip(EDGES) or turn.viewer.holds(Role.LEADER)):
        instruct(turn, words)
    else:
        boards.instructions(turn, "")
