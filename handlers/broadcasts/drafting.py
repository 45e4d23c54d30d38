"""From a sentence to a preview, and from a preview to a better one. Nothing here sends."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers import audience_words, dialogues, for_whom, steps
from handlers.audience import Audience, is_part_of, resolve
from handlers.broadcasts import cards, personal_data, revising, texts, words
from handlers.broadcasts.desk import router, step
from handlers.broadcasts.flow import FOR_THEIR_OWN, WRITERS
from handlers.broadcasts.words import Wish
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.forms import Field, Form
from handlers.numerals import find_codes, fold, write_code
from handlers.texts import Text, joined
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from handlers.understand import Understood
from storage.broadcasts import Broadcast, Stage
from storage.numbers import next_number
from storage.people import Person

LONGEST = 2000
MOST_NAMES = 6


def writer(turn: Turn) -> Person:
    """The actor, if they may write to anybody at all; a refusal says who may."""
    person = turn.person()
    if not person.holds(*WRITERS, *FOR_THEIR_OWN):
        raise NotAllowed(texts.WRITE, texts.WHO_WRITES, code="B", step_name="write")
    return person


@router.say("broadcast_create")
def create_said(turn: Turn, text: str, _meant: Understood) -> None:
    """通知全体老师…: what the sentence holds is taken, the rest asked for."""
    writer(turn)
    begin(turn, words.read(turn, text))


LONGEST_LEAD = 24  # characters that may stand before the people in a notice


@router.command("发通知", "群发", "new notice")
def create_command(turn: Turn, rest: str) -> None:
    """The same in two words; what follows is the notice itself."""
    writer(turn)
    begin(turn, words.read(turn, f"通知{rest}") if rest else Wish())


def begin(turn: Turn, wish: Wish) -> None:
    """Show the preview at once where nothing is missing, else ask."""
    known: dict[str, Any] = {
        "ack": wish.ack, "done": wish.wants_done, "emergency": wish.emergency,
        "send_at": wish.send_at.isoformat() if wish.send_at else None,
        "deadline": wish.deadline.isoformat() if wish.deadline else None,
        "notes": [[note.zh, note.en] for note in wish.corrections],
    }  # fmt: skip
    if wish.content:
        known["content"] = wish.content
    if wish.audience is not None:
        known["audience"], known["who"] = wish.audience.words().zh, wish.audience.to_json()
    dialogues.start(turn, FORM, for_whom.with_problem(known, wish.problem))


def _extract(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """One message for both: 全体老师，明天停电."""
    if known.get("content") or known.get("audience"):
        return {}
    try:
        reading = audience_words.at_the_start(turn.tx, text)
    except Incomplete:
        return {}
    if reading is None:
        return _with_people_in_it(turn, text)
    rest = words.AFTER_WHO.sub("", text[reading.end :], count=1).strip(" ,，。:：")
    return {"audience": text[: reading.end], **({"content": rest} if rest else {})}


def _with_people_in_it(turn: Turn, text: str) -> Mapping[str, Any]:
    """明天下午三点全体老师开会: the notice itself, and in the middle of it whom it is for."""
    for start in range(1, min(len(text), LONGEST_LEAD)):
        try:
            reading = audience_words.at_the_start(turn.tx, text[start:])
        except Incomplete:
            continue
        if reading is not None:
            return {"audience": text[start : start + reading.end], "content": text}
    when = parse_when(text, turn.now, turn.school.calendar)
    return {"content": text} if when and len(text) > when[0].end - when[0].start else {}


def _done(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    """Everything is known; an audience nobody knows is asked for again, with the reason."""
    if "who" not in answers:
        try:
            reading = audience_words.read(turn.tx, str(answers["audience"]))
        except Incomplete as refused:
            again = {name: value for name, value in answers.items() if name != "audience"}
            dialogues.start(turn, FORM, for_whom.with_problem(again, refused.wording))
            return
        answers["who"] = reading.audience.to_json()
        answers["notes"] = [*answers.get("notes", []), *([note.zh, note.en] for note in reading.corrections)]
    content, asked = words.acknowledgement(str(answers["content"]))
    broadcast = make(
        turn, Audience.from_json(answers["who"]), words.chinese_marks(content.strip(" ,，")),
        ack=bool(answers.get("ack") if asked is None else asked), wants_done=bool(answers.get("done")),
        emergency=bool(answers.get("emergency")),
        send_at=_moment(answers.get("send_at")), deadline=_moment(answers.get("deadline")),
        notes=list(answers.get("notes", [])),
    )  # fmt: skip
    turn.reply(cards.card(turn, broadcast, turn.viewer), subject=broadcast.code)


def _moment(said: Any) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _worded(known: Mapping[str, Any]) -> Text | None:
    return for_whom.asked_again(known, "audience", texts.WHO_ELSE)


_ANEW = re.compile(
    r"^(?:请|麻烦|帮我|帮忙)*(?:(?:通知|群发|告诉|转告)(?![给:：,，]).{6,}|给.{2,12}?发(?:个|一个|一条|一则)?(?:通知|消息|公告).+)"
    r"|^(?:please )?(?:notify|tell|send a notice to) .{8,}",
    re.IGNORECASE | re.DOTALL,
)


def _begins_anew(text: str, known: Mapping[str, Any]) -> bool:
    """The whole notice said again, while nobody knows yet for whom the first one is."""
    return not known.get("audience") and _ANEW.match(fold(text).strip()) is not None


FORM = router.form(
    Form(
        "broadcast",
        texts.FORM,
        (
            Field("audience", texts.AUDIENCE, texts.ASK_AUDIENCE),
            Field("content", texts.CONTENT, texts.ASK_CONTENT, prose=True, may_ask=True),
        ),
        _done,
        extract=_extract,
        worded=_worded,
        another=_begins_anew,
        context="flow_active:broadcast_create",
        rounds=2,
    )
)


def make(
    turn: Turn,
    audience: Audience,
    content: str,
    *,
    ack: bool = False,
    wants_done: bool = False,
    emergency: bool = False,
    send_at: datetime | None = None,
    deadline: datetime | None = None,
    notes: list[Any] | None = None,
    corrects: Broadcast | None = None,
    status: Stage = Stage.PREVIEW,
    counted: list[int] | None = None,
) -> Broadcast:
    """A new broadcast with its number and its audience counted. Raises when the author may not, or nobody gets it.

    `counted`: a correction goes to exactly those who got what it corrects, however the audience would count today.
    """
    broadcast = Broadcast(
        code=write_code("B", next_number(turn.tx, "B")), status=status, author_id=turn.person().id,
        author=turn.person(), content=content, audience=audience.to_json(), recipients=[], excluded=[],
        notes=notes or [], ack=ack, wants_done=wants_done, emergency=emergency, send_at=send_at, deadline=deadline,
        corrects_id=corrects.id if corrects else None, needs_second=False, reason="", nudges=0, refreshes=0, revision=1,
        created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(broadcast)
    if counted is None:
        count(turn, broadcast)
    else:
        broadcast.recipients = counted
        broadcast.needs_second = cards.second_why(turn, broadcast) is not None
    turn.tx.flush()
    _record(turn, broadcast, "drafted")
    return broadcast


def count(turn: Turn, broadcast: Broadcast) -> None:
    """Resolve the audience now: who gets it, who does not and why, and whether a second person has to agree."""
    if not broadcast.content.strip():
        raise Incomplete(texts.NOTHING_LEFT)
    if len(broadcast.content) > LONGEST:
        raise Incomplete(texts.TOO_LONG(count=len(broadcast.content), most=LONGEST))
    audience = Audience.from_json(broadcast.audience)
    author = broadcast.author
    resolved = resolve(turn.tx, audience, urgent=broadcast.emergency, author=author)
    if not author.holds(*WRITERS):
        meant = [*resolved.people, *(one.person for one in resolved.excluded)]
        others = [person for person in meant if not is_part_of(person.department, author.department)]
        if others:
            names = joined([person.name for person in others[:MOST_NAMES]])
            raise Refused(texts.OWN_ONLY(
                department=author.department, count=len(others), names=names, who=texts.WHO_WRITES
            ))  # fmt: skip
    if not resolved.people:
        raise Incomplete(
            texts.NOBODY(reasons=joined(list(resolved.reasons())) if resolved.excluded else audience.words())
        )
    broadcast.recipients = list(resolved.ids)
    broadcast.excluded = [[one.person.id, one.why.value] for one in resolved.excluded]
    broadcast.needs_second = cards.second_why(turn, broadcast) is not None


@router.say("broadcast_edit")
def edit_said(turn: Turn, text: str, _meant: Understood) -> None:
    """改成周五: on the one that is named, or the only one that can still be changed."""
    codes = [code.id for code in find_codes(text, turn.features.prefixes) if code.id]
    said = text
    for code in find_codes(text, turn.features.prefixes):
        said = (said[: code.start] + said[code.end :]).strip() if code.id else said
    bare = said.strip(" ,，。") in {"修改", "改一下", "改", "edit"}
    steps.choose(turn, [step("revise")], (codes[0] or "") if codes else "", {} if bare else {"change": said})


@router.press("revise")
def revise(turn: Turn, broadcast: Broadcast, answers: Mapping[str, Any]) -> None:
    """A change in one sentence. Whoever had agreed agreed to something else, and nothing is confirmed any more."""
    before = {"content": broadcast.content, "audience": broadcast.audience}
    if not revising.apply(turn, broadcast, str(answers["change"])):
        raise Incomplete(texts.NOT_A_CHANGE(ask=texts.ASK_CHANGE))
    take_back_yes(turn, broadcast)
    count(turn, broadcast)
    turn.tx.flush()
    _record(turn, broadcast, "revised", before)


def take_back_yes(turn: Turn, broadcast: Broadcast) -> None:
    """A new version: confirmations and the second yes counted for the old one."""
    broadcast.revision += 1
    broadcast.due_at = broadcast.confirmed_at = broadcast.second_id = None
    broadcast.reason = ""
    turn.forget_reminders(broadcast.code, prefix=f"{broadcast.code}:send")


@router.press("cancel")
def cancel(turn: Turn, broadcast: Broadcast, _answers: Mapping[str, Any]) -> None:
    """Never mind."""
    broadcast.closed_at = turn.now


def _record(turn: Turn, broadcast: Broadcast, what: str, before: Mapping[str, Any] | None = None) -> None:
    personal = sorted({one.kind.en for one in personal_data.scan(broadcast.content)})
    details = {
        "revision": broadcast.revision, "content": broadcast.content, "audience": broadcast.audience,
        "recipients": len(broadcast.recipients), "excluded": broadcast.excluded, "personal": personal,
        **({"before": dict(before)} if before else {}),
    }  # fmt: skip
    turn.record(broadcast.code, what, clause="5.3.1", after=broadcast.status, details=details)
