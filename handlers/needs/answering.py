"""What a department says: 无, or needs, each of which the CIO turns into an issue or a project, or replies to (5.3.2)."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import dialogues
from handlers.cards import Card
from handlers.departments import answers_for, contact
from handlers.errors import NotAllowed, Refused
from handlers.forms import Field, Form
from handlers.needs import asking, rules, texts
from handlers.needs.cards import about, month_words, need_card, question_card
from handlers.needs.flow import FLOW
from handlers.needs.routes import router
from handlers.numerals import write_code
from handlers.texts import EDGES, joined
from handlers.turn import Turn
from storage import needs, numbers
from storage.needs import Answer, Need, NeedEntry, NeedStage
from storage.people import Person, Role

NOTHING = frozenset({
    "无", "没有", "没", "没了", "暂无", "无反馈", "没有反馈", "没有要反馈的", "没什么要反馈的", "没什么", "本月无", "没有问题",
    "本月没有", "没有需求", "none", "nothing", "no", "nothing to report",
})  # fmt: skip
WAITS = "needs.waits"
LONGEST, MOST = 500, 10  # characters of a need; needs of one message
_ITEM = re.compile(r"[\n;；]+|(?:^|(?<=[\s,，。;；]))(?:\d{1,2}|[一二三四五六七八九])[.、)）]\s*")


def entry_of(turn: Turn, month: str = "") -> NeedEntry | None:
    """The entry this person may answer: their department's in this month's question; a late answer is one, too."""
    person = turn.actor
    one = needs.round_of(turn.tx, month) if month else needs.last_round(turn.tx)
    if person is None or one is None:
        return None
    own = one.of(person.department)
    if own is not None and answers_for(person, own.department):
        return own
    return next((entry for entry in one.entries if answers_for(person, entry.department)), None)


def _entry(turn: Turn, month: str) -> NeedEntry:
    turn.person()
    entry = entry_of(turn, month)
    if entry is None:
        raise NotAllowed(texts.SAY_TITLE, texts.WHO_ANSWERS, code=f"needs:{month}", step_name="answer")
    return entry


@router.button("none")
def none(turn: Turn, month: str, _choice: str) -> None:
    """无 is an answer."""
    nothing(turn, _entry(turn, month))


def nothing(turn: Turn, entry: NeedEntry) -> None:
    """Nothing to say this month; needs said before stay what they are."""
    if entry.answer != Answer.NEEDS:
        _answer(turn, entry, Answer.NONE)
    turn.reply(texts.THANKS_NONE(department=entry.department, month=month_words(entry.round.month)))


@router.button("say")
def say(turn: Turn, month: str, _choice: str) -> None:
    """有，我来说: the words are asked for."""
    dialogues.start(turn, form, {}, _entry(turn, month).round.month)


def tell(turn: Turn, words: str, entry: NeedEntry | None) -> None:
    """One or several needs in the department's own words, each with its number."""
    person = turn.person()
    said = [part.strip(EDGES)[:LONGEST] for part in _ITEM.split(words) if part.strip(EDGES)][:MOST]
    if not said:
        turn.reply(texts.SAY_ASK)
        return
    department = entry.department if entry is not None else person.department
    raised = [_raise(turn, part, person, department, entry.round.month if entry is not None else "") for part in said]
    if entry is not None:
        _answer(turn, entry, Answer.NEEDS)
    buttons = FLOW.buttons(turn.viewer, raised[0]) if len(raised) == 1 else ()
    turn.reply(Card(texts.THANKS(codes=joined([one.code for one in raised])), buttons=buttons))


def _raise(turn: Turn, words: str, person: Person, department: str, month: str) -> Need:
    need = Need(
        code=write_code("N", numbers.next_number(turn.tx, "N")), status=NeedStage.RAISED, text=words,
        department=department, by=person, by_id=person.id, month=month, raised_at=turn.now,
    )  # fmt: skip
    turn.tx.add(need)
    turn.tx.flush()
    turn.record(need.code, "raise", clause="5.3.2", after=need.status, details={"text": words, "month": month})
    for one in turn.everyone(Role.CIO):
        turn.tell(one, need_card(turn, need, turn.view_of(one)), subject=need.code)
    turn.remind_by(rules.REPLY, f"{need.code}:waits", WAITS, need.code)
    return need


def _answer(turn: Turn, entry: NeedEntry, answer: Answer) -> None:
    entry.answer, entry.by, entry.by_id, entry.at = answer, turn.person(), turn.person().id, turn.now
    month = entry.round.month
    turn.record(f"needs:{month}", "answer", clause="5.3.2", details={"department": entry.department, "answer": answer})
    turn.tx.flush()
    count = sum(one.month == month for one in needs.of_department(turn.tx, entry.department))
    turn.settle(about(month, entry.department), lambda _viewer: question_card(turn, entry.round, entry, count))
    if all(one.answer not in asking.OPEN_ANSWERS for one in entry.round.entries):
        asking.close(turn, entry.round)


@router.due(WAITS)
def waits(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Nobody sorted it: the CIO is reminded once."""
    need = needs.by_code(turn.tx, code)
    if need is None or need.status != NeedStage.RAISED:
        return
    said = texts.REPLY_WAITS(code=code, text=need.headline, department=need.department)
    for person in turn.everyone(Role.CIO):
        card = need_card(turn, need, turn.view_of(person))
        turn.tell(person, type(card)(said, card.lines, card.facts, card.buttons), subject=code,
                  key=f"{code}:waits:{person.id}")  # fmt: skip


@router.press("to_ticket")
def to_ticket(turn: Turn, need: Need, _given: Mapping[str, Any]) -> None:
    """It is a repair: an issue in the name of whoever said it, who hears all of its way."""
    need.became = turn.features.begin("issues", turn, need.text, need.by, need.code)
    if not need.became:
        raise Refused(texts.NO_FEATURE)
    turn.forget_reminders(need.code)
    turn.tell(need.by, texts.MOVED_TICKET(code=need.code, text=need.headline, became=need.became))


@router.press("to_project")
def to_project(turn: Turn, need: Need, _given: Mapping[str, Any]) -> None:
    """It needs a project: whoever said it goes on with a request that is half written."""
    if "projects" not in turn.features.by_name:
        raise Refused(texts.NO_FEATURE)
    need.became = turn.features.begin("projects", turn, need.text, need.by, need.code)
    turn.forget_reminders(need.code)
    turn.remind_by(rules.STALE, f"{need.code}:stale", "needs.stale", need.code)


@router.press("reply")
def reply(turn: Turn, need: Need, given: Mapping[str, Any]) -> None:
    """A reasoned reply ends it."""
    finish(turn, need, str(given["reply"]).strip())


@router.press("end")
def end(_turn: Turn, _need: Need, _given: Mapping[str, Any]) -> None:
    """What it became is over."""


@router.press("withdraw")
def withdraw(turn: Turn, need: Need, _given: Mapping[str, Any]) -> None:
    """The department takes it back."""
    need.closed_at = turn.now
    turn.forget_reminders(need.code)


def finish(turn: Turn, need: Need, words: str) -> None:
    """The final reply to whoever said it; to whoever answers for the department where they have left."""
    need.reply, need.closed_at = words, turn.now
    need.replied_by, need.replied_by_id = turn.actor, turn.actor.id if turn.actor else None
    turn.forget_reminders(need.code)
    said = texts.REPLY_TO_YOU(code=need.code, text=need.headline, reply=words)
    from_now_on = [need.by] if need.by.active else list(contact(turn, need.department).people)
    for person in from_now_on:
        turn.tell(person, said)


def _done(turn: Turn, answers: dict[str, Any], month: str) -> None:
    words = str(answers["words"])
    if words.strip(EDGES).lower() in NOTHING:
        nothing(turn, _entry(turn, month))
        return
    tell(turn, words, _entry(turn, month) if month else entry_of(turn))


form = router.form(
    Form(
        "needs.say", texts.SAY_TITLE, (Field("words", texts.WORDS, texts.SAY_ASK, prose=True, may_ask=True),), _done,
        context="flow_active:needs_say",
    )
)  # fmt: skip
