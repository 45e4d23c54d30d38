"""The CIO asks one or many departments by one sentence, sees whom it reaches, and gives it out (clause 5.3.1)."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import acknowledging, dialogues
from handlers.acting import leads
from handlers.cards import Button, Card, token
from handlers.departments import Contact, contact
from handlers.errors import Incomplete, NotAllowed, NotFound, Refused
from handlers.forms import Field, Form
from handlers.numerals import write_code
from handlers.tasks import deadlines, rules, texts
from handlers.tasks.cards import day, task_card
from handlers.tasks.flow import FLOW
from handlers.tasks.reading import Wanted, day_of, departments_meant, persons_meant, read_day, read_request
from handlers.tasks.routes import router
from handlers.tasks.telling import hand_over
from handlers.tasks.whom import doers, whose
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import numbers, tasks
from storage.tasks import OPEN_TASKS, Task, TaskRequest, TaskStage

_CHANGE = re.compile(
    r"(?:日期|期限|时间|部门)?(?:还是|那就|就)?(?:改成|改到|改为|换成|只要|只发给?|只给|change (?:it )?to|make it)\s*",
    re.IGNORECASE,
)


def begin(turn: Turn, said: str) -> None:
    """A task as the CIO said it: what is missing is asked for, the whole is shown before anybody hears of it."""
    only_cio(turn)
    wanted = read_request(turn, said) if said else Wanted()
    known = {"whom": wanted.whom, "what": wanted.what}
    if wanted.due is not None:
        known["due"] = turn.local(wanted.due).isoformat()
    dialogues.start(turn, form, {name: value for name, value in known.items() if value})


def only_cio(turn: Turn) -> None:
    """The CIO, or who acts for them, gives tasks to departments."""
    turn.person()
    if not leads(turn.viewer):
        raise NotAllowed(texts.GIVE_TITLE, texts.WHO_CIO, code="task", step_name="give")


def _extract(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whatever of whom, what and until when a message says and is not known yet."""
    wanted = read_request(turn, text)
    found: dict[str, Any] = {}
    if wanted.whom:
        found["whom"] = wanted.whom
    if wanted.due is not None:
        found["due"] = turn.local(wanted.due).isoformat()
    if wanted.what and not known.get("what") and (known.get("whom") or wanted.whom):
        found["what"] = wanted.what
    return found


def _drawn(turn: Turn, answers: Mapping[str, Any], _subject: str) -> Card:
    """What would go out, to whom, until when: counted and named before anything leaves."""
    found, left_out = _reached(turn, str(answers["whom"]))
    due = day_of(turn, str(answers["due"]))
    facts: list[tuple[Phrase, Phrase]] = [
        (_how_many(found), joined([_named(one) for one in found])),
        (texts.DUE, day(turn, due)),
    ]
    if left_out:
        facts.append((texts.NOBODY_THERE, joined(list(left_out))))
    return Card(texts.CHECK(what=str(answers["what"])), (), tuple(facts))


def _how_many(found: list[Contact]) -> Text:
    """3 个部门; for tasks of somebody's own, whom they go to."""
    return texts.TO_PERSONS if any(not one.department for one in found) else texts.TO_WHOM(count=len(found))


def _named(one: Contact) -> Phrase:
    if not one.department and one.first is not None:
        return one.first.name
    wording = texts.CONTACT_HEAD if one.is_head else texts.CONTACT
    return wording(department=one.department, name=one.first.name if one.first else "")


def _reached(turn: Turn, words: str) -> tuple[list[Contact], list[str]]:
    """Who is asked for each department, and the departments where nobody can be. The giver does not ask themselves."""
    found = [Contact("", (person,)) for person in persons_meant(turn, words)]
    left_out: list[str] = []
    meant = departments_meant(turn, words)
    for name in meant:
        one = contact(turn, name)
        others = tuple(person for person in one.people if turn.actor is None or person.id != turn.actor.id)
        if one.people and not others and len(meant) > 1:
            continue
        if one.people:
            found.append(Contact(name, others or one.people, one.is_head))
        elif not _is_own(turn, name):
            left_out.append(name)
    if not found:
        raise Incomplete(texts.NOBODY_AT_ALL)
    return found, left_out


def _is_own(turn: Turn, department: str) -> bool:
    return turn.actor is not None and turn.actor.department == department


def _check(turn: Turn, answers: Mapping[str, Any], _subject: str) -> None:
    _reached(turn, str(answers["whom"]))
    day_of(turn, str(answers["due"]))


def _done(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    """Given: each department gets its own task, card and reminders."""
    only_cio(turn)
    found, left_out = _reached(turn, str(answers["whom"]))
    due = day_of(turn, str(answers["due"]))
    what = str(answers["what"]).strip()
    request = TaskRequest(
        text=what, due_at=due, by=turn.person(), by_id=turn.person().id, issued_at=turn.now, left_out=left_out
    )
    turn.tx.add(request)
    turn.tx.flush()
    for one in found:
        _give(turn, request, one)
    turn.reply(_given(turn, request), subject=_about(request))


def _give(turn: Turn, request: TaskRequest, to: Contact) -> None:
    letter = turn.viewer.cio_letter
    task = Task(
        code=write_code("K", numbers.next_number(turn.tx, "K")), status=TaskStage.ISSUED, text=request.text,
        department=to.department, request=request, request_id=request.id, owner=to.first,
        owner_id=to.first.id if to.first else None, due_at=request.due_at, issued_at=turn.now,
    )  # fmt: skip
    turn.tx.add(task)
    turn.tx.flush()
    turn.record(
        task.code, "give", clause=FLOW.clause, after=task.status,
        details={"text": task.text, "department": to.department, "due": request.due_at.isoformat()},
        acting_for=letter.principal_id if letter else None,
    )  # fmt: skip
    hand_over(turn, task, to.people)
    deadlines.arm(turn, task)


def _given(turn: Turn, request: TaskRequest) -> Card:
    lines: list[Phrase] = [
        texts.OWNED(code=one.code, text=whose(one), name=one.owner.name if one.owner else "",
                    status=FLOW.statuses[one.status])
        for one in request.tasks
    ]  # fmt: skip
    if request.left_out:
        lines.append(texts.LEFT_OUT(count=len(request.left_out), departments=joined(list(request.left_out))))
    buttons = (
        Button(texts.ALL_OF_IT, token("tasks", "overview", str(request.id))),
        Button(texts.TAKE_BACK, token("tasks", "take_back", str(request.id)), "bad"),
    )
    wording = texts.GIVEN if all(one.department for one in request.tasks) else texts.GIVEN_TO
    title = wording(what=request.text, count=len(request.tasks), day=day(turn, request.due_at))
    return Card(title, tuple(lines), (), buttons, note=texts.CLAUSE_TASK)


def _about(request: TaskRequest) -> str:
    return f"request:{request.id}"


@router.button("take_back")
def take_back(turn: Turn, code: str, _choice: str) -> None:
    """All of it undone, within the minutes of the rule; what has not left is dropped, who saw it hears of it."""
    only_cio(turn)
    request = tasks.request(turn.tx, int(code)) if code.isdigit() else None
    if request is None:
        raise NotFound(code)
    standing = [one for one in request.tasks if one.status in OPEN_TASKS]
    minutes = turn.rule(rules.UNDO)
    if not standing or turn.now - request.issued_at > timedelta(minutes=minutes):
        raise Refused(texts.TOO_LATE_TO_TAKE_BACK(minutes=minutes, code=request.tasks[0].code))
    for task in standing:
        turn.take(FLOW, "cancel", task, {"reason": texts.TAKE_BACK.zh})
        task.reason = texts.TAKE_BACK.zh
        withdraw(turn, task)
    turn.settle(_about(request), lambda _viewer: Card(texts.TOOK_BACK(what=request.text, count=len(standing))))
    turn.reply(texts.TOOK_BACK(what=request.text, count=len(standing)))


def withdraw(turn: Turn, task: Task) -> None:
    """Nobody owes it any more: no reminders, no questions, and whoever had it hears so."""
    task.closed_at = turn.now
    turn.forget_reminders(task.code)
    acknowledging.stop(turn, task.code)
    turn.tx.flush()
    turn.settle(task.code, lambda viewer: task_card(turn, task, viewer))
    for person in doers(turn, task):
        turn.tell(person, texts.WITHDRAWN(code=task.code, what=task.headline))


def changes(turn: Turn, text: str) -> bool:
    """改成下周三, 只要教务处: said to the task that is shown and not given out yet."""
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    draft = turn.dialogue()
    led = _CHANGE.match(text.strip()) if draft is not None and draft.form == form.name else None
    if draft is None or led is None or draft.asking != dialogues.REVIEW:
        return False
    wanted = read_request(turn, text.strip()[led.end() :])
    found = {"whom": wanted.whom} if wanted.whom else {}
    if wanted.due is not None:
        found["due"] = turn.local(wanted.due).isoformat()
    if not found:
        return False
    draft.answers = {**draft.answers, **found}
    dialogues.proceed(turn, form, draft)
    return True


router.interrupts = changes
form = router.form(
    Form(
        "tasks.give",
        texts.GIVE_TITLE,
        (
            Field("what", texts.WHAT, texts.WHAT_ASK, words=("内容",)),
            Field("whom", texts.WHOM, texts.WHOM_ASK, words=("部门", "对象")),
            Field("due", texts.DUE, texts.DUE_ASK, read=read_day, show=texts.day_words, words=("截止", "时间")),
        ),
        _done,
        review=True,
        extract=_extract,
        drawn=_drawn,
        check=_check,
        submit=texts.GIVE,
        context="flow_active:task_give",
    )
)
