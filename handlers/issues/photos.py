"""Pictures travel to whoever needs them: the reporter's to the technician, the technician's to the reporter.

They are fetched outside the turn (`storage.wanted_files`) and come when they come; nobody gets one twice.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from handlers import files, steps
from handlers.cards import Card
from handlers.errors import Refused
from handlers.issues import photo_texts as texts
from handlers.issues.desk import code_in, focused, router, urgency
from handlers.issues.flow import FLOW
from handlers.issues.rules import PICTURES_KEPT
from handlers.turn import Turn
from storage import issues, wanted_files
from storage.issues import PICTURE_CAME, Issue, Status
from storage.people import Person
from storage.wanted_files import FAILED, FETCHED, WANTED, WantedFile

MOST_AT_ONCE = 6
AFTERWARDS = timedelta(minutes=10)  # how people send a picture after the words, not a deadline


@router.due(PICTURE_CAME)
def picture_came(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """A picture is here: it gets the end of its days, and goes to whoever waits for it."""
    issue = issues.find(turn.tx, str(payload.get("code", "")))
    if issue is None:
        return
    for one in wanted_files.of_subject(turn.tx, issue.code):
        if one.file is not None and one.file.expires_at is None:
            one.file.expires_at = turn.now + timedelta(days=turn.rule(PICTURES_KEPT))
    deliver(turn, issue)


def deliver(turn: Turn, issue: Issue) -> None:
    """What the reporters sent to the technician who has it; what the technicians sent to the reporter once it is mended."""
    here = [one for one in wanted_files.of_subject(turn.tx, issue.code) if one.status == FETCHED]
    theirs = [one for one in here if one.by_id == issue.reporter_id or one.by_id in issue.follower_ids]
    if issue.assignee is not None and issue.status in (*Status.OPEN, Status.RESOLVED):
        _send(turn, issue, issue.assignee, [one for one in theirs if one.by_id != issue.assignee_id])
    if issue.status in (Status.RESOLVED, Status.CLOSED):
        ours = [one for one in here if one not in theirs]
        for person in (issue.reporter, *(follower.person for follower in issue.followers)):
            _send(turn, issue, person, ours, done=True)


def _send(turn: Turn, issue: Issue, person: Person, found: Sequence[WantedFile], *, done: bool = False) -> None:
    fresh = [one for one in found if one.file is not None and person.id not in one.shown_to]
    for start in range(0, len(fresh), MOST_AT_ONCE):
        part = fresh[start : start + MOST_AT_ONCE]
        for one in part:
            one.shown_to = [*one.shown_to, person.id]
        words = texts.DONE if done else texts.FROM_REPORTER
        card = Card(
            words(code=issue.code, what=issue.headline), files=tuple(files.of(one.file) for one in part if one.file)
        )
        key = f"{issue.code}:pictures:{person.id}:{part[0].id}"
        turn.tell(person, card, key=key, priority=urgency(issue))


@router.button("pictures")
def look(turn: Turn, code: str, _choice: str) -> None:
    """Show the pictures of an issue again, to whoever may read it."""
    turn.person()
    issue = steps.find(turn, router, code)
    found = wanted_files.of_subject(turn.tx, issue.code)
    here = [one.file for one in found if one.status == FETCHED and one.file is not None]
    usable = [file for file in here if file.expires_at is None or file.expires_at > turn.now]
    if usable:
        turn.record(issue.code, "pictures_shown", clause=FLOW.clause, details={"count": len(usable)})
        card = Card(texts.THESE(code=issue.code, count=len(usable)), files=tuple(map(files.of, usable[:MOST_AT_ONCE])))
        turn.reply(card)
    elif any(one.status == WANTED for one in found):
        turn.reply(texts.ON_THE_WAY(code=issue.code))
    elif any(one.status == FAILED for one in found):
        turn.reply(texts.NOT_FETCHED(code=issue.code))
    else:
        turn.reply(texts.NONE(code=issue.code))


@router.command("看照片", "照片", "pictures")
def look_command(turn: Turn, words: str) -> None:
    """看照片 T-0118, or of the issue in focus."""
    turn.person()
    code = code_in(words)
    if not code:
        shown = next((row.subject for row, _card in turn.screen if row.subject.startswith(f"{FLOW.prefix}-")), "")
        if not shown:
            raise Refused(texts.WHICH)
        code = shown
    look(turn, code, "")


def focus_of_technician(turn: Turn) -> Issue | None:
    """The job a picture without words belongs to: the one in hand on the newest card, or the one just resolved."""
    if turn.actor is None:
        return None
    found = focused(turn, ("resolve",))
    if found is not None:
        return found[1]
    last = issues.last_step_of(turn.tx, turn.actor.id, turn.now - AFTERWARDS)
    mine = last is not None and last.assignee_id == turn.actor.id and last.status == Status.RESOLVED
    return last if mine else None
