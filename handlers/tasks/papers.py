"""Files and photos handed in with a task: kept with it, carried to whoever accepts it, shown again on request."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from handlers import dialogues, files, steps
from handlers.cards import Button, Card, token
from handlers.errors import NotFound
from handlers.flow import Viewer
from handlers.incoming import Said
from handlers.tasks import rules, texts
from handlers.tasks.attached import CAME, keep
from handlers.tasks.flow import FLOW, may_do
from handlers.tasks.routes import router
from handlers.tasks.whom import whose
from handlers.turn import Turn
from storage import tasks, wanted_files
from storage.drafts import Draft
from storage.people import Person, Role
from storage.tasks import OWED, Task
from storage.wanted_files import FETCHED, KINDS, WANTED, WantedFile

MOST_AT_ONCE = 6
FORMS = ("tasks.submit", "tasks.submit_now")


def receives(turn: Turn) -> bool:
    """A file without words: the answer where the hand-in is asked for, else kept with the task on the newest card."""
    heard = turn.heard
    if turn.actor is None or turn.account is None or not isinstance(heard, Said) or not _has_files(heard):
        return False
    draft = turn.dialogue()
    if draft is not None:
        return _answers(turn, draft)
    task = _shown(turn)
    if task is None:
        return False
    before = wanted_files.of_subject(turn.tx, task.code)
    keep(turn, task)
    turn.settle(task.code, lambda viewer: _card(turn, task, viewer))
    if heard.group and before and turn.now - before[-1].wanted_at < timedelta(minutes=1):
        turn.stay_silent()  # the next picture of an album
        return True
    name = "submit_now" if task.status == OWED[0] else "submit"
    buttons = (
        Button(texts.SUBMIT, token("tasks", name, task.code), "good"),
        Button(texts.NOT_THIS, token("tasks", "not_this", task.code)),
    )
    turn.reply(Card(texts.FILE_TAKEN(code=task.code, text=task.headline), buttons=buttons), subject=task.code)
    return True


router.receives = receives


def _has_files(heard: Said) -> bool:
    return any(one.kind in KINDS for one in heard.attachments)


def _answers(turn: Turn, draft: Draft) -> bool:
    """A file where the hand-in is asked for is the answer."""
    form = steps.step_form(turn, draft.form) if draft.form in FORMS else None
    task = tasks.by_code(turn.tx, draft.subject)
    if form is None or task is None:
        return False
    return dialogues.answer(turn, form, draft, texts.SEE_FILES(count=keep(turn, task)).zh)


def _card(turn: Turn, task: Task, viewer: Viewer) -> Card:
    assert router.card is not None  # noqa: S101 -- given where the router is made
    return router.card(turn, task, viewer)


def _shown(turn: Turn) -> Task | None:
    """The task on the newest card, if this person owes it."""
    for row, _card_shown in turn.screen[:1]:
        task = tasks.by_code(turn.tx, row.subject) if row.subject.startswith("K-") else None
        if task is not None and task.status in OWED and may_do(turn.viewer, task):
            return task
    return None


@router.button("not_this")
def not_this(turn: Turn, code: str, _choice: str) -> None:
    """It was not meant for the task."""
    task: Task = steps.find(turn, router, code)
    if task.status not in OWED or not may_do(turn.viewer, task):
        raise NotFound(code)
    mine = (WantedFile.subject == code, WantedFile.by_id == turn.person().id, WantedFile.status == WANTED)
    turn.tx.execute(delete(WantedFile).where(*mine))
    turn.reply(texts.FILE_LEFT(code=code))


@router.due(CAME)
def came(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """A file is here: it gets the end of its days, and goes to whoever accepts the task."""
    task = tasks.by_code(turn.tx, str(payload.get("code", "")))
    if task is None:
        return
    for one in wanted_files.of_subject(turn.tx, task.code):
        if one.file is not None and one.file.expires_at is None:
            one.file.expires_at = turn.now + timedelta(days=turn.rule(rules.KEPT))
    deliver(turn, task)


def deliver(turn: Turn, task: Task) -> None:
    """Files of what was handed in, to the CIO; each once."""
    if task.submitted_at is None or task.status in OWED:
        return
    here = [
        one for one in wanted_files.of_subject(turn.tx, task.code) if one.status == FETCHED and one.file is not None
    ]
    for person in turn.everyone(Role.CIO):
        if person.id != task.submitted_by_id:
            _send(turn, task, person, [one for one in here if person.id not in one.shown_to])


def _send(turn: Turn, task: Task, person: Person, found: list[WantedFile]) -> None:
    for start in range(0, len(found), MOST_AT_ONCE):
        part = found[start : start + MOST_AT_ONCE]
        for one in part:
            one.shown_to = [*one.shown_to, person.id]
        words = texts.FILES_OF(code=task.code, text=f"{whose(task)} {task.headline}")
        card = Card(words, files=tuple(files.of(one.file) for one in part if one.file))
        turn.tell(person, card, key=f"{task.code}:files:{person.id}:{part[0].id}")


@router.button("files")
def look(turn: Turn, code: str, _choice: str) -> None:
    """The files again, to whoever may read the task."""
    task: Task = steps.find(turn, router, code)
    found = wanted_files.of_subject(turn.tx, code)
    here = [one.file for one in found if one.status == FETCHED and one.file is not None]
    usable = [file for file in here if file.expires_at is None or file.expires_at > turn.now]
    if usable:
        turn.record(code, "files_shown", clause=FLOW.clause, details={"count": len(usable)})
        words = texts.FILES_OF(code=code, text=task.headline)
        turn.reply(Card(words, files=tuple(map(files.of, usable[:MOST_AT_ONCE]))))
    else:
        turn.reply(texts.FILES_COMING if any(one.status == WANTED for one in found) else texts.FILES_NONE(code=code))
