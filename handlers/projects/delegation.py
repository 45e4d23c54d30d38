"""The letter of an absent CIO: who acts, from when to when, up to which amount (N23); and who decides on the CIO's own.

A letter ends by itself. The delegate gets what is pending when it begins, and every record of a decision made under it
names both.
"""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from handlers import dialogues, steps
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.forms import Field, Form
from handlers.money import find_yuan, read_yuan, yuan
from handlers.numerals import fold
from handlers.people_named import person_called, person_in
from handlers.projects import letters, scopes, texts
from handlers.projects.deciders import ALTERNATE, redraw, show
from handlers.projects.flow import FLOW, may_decide
from handlers.projects.routes import router
from handlers.router import StepOf
from handlers.texts import EDGES, Phrase, Text
from handlers.time_phrases import Precision, parse_when
from handlers.turn import Turn
from handlers.understand import Understood
from storage import people, projects, settings
from storage.people import Delegation, Person, Role

NO_LIMIT = "none"
# In folded text: the name after 委托, for the message that nobody is called so.
_SOMEBODY = re.compile(r"(?:委托|授权|请|由|让)?\s*([^\s,。:0-9]{2,5}?)(?=审批|代|\s|,|$)")
_ONE_REQUEST = re.compile(r"(?:这个|这件|先|就)*(?:转交|转给|交给)[^,。;]{1,12}(?:[,。]|$)")
NOBODYS_NAME = frozenset({"审批", "审批权", "别人", "他人", "同事", "一下", "approve"})
LONGEST = timedelta(days=366)


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def read_amount(text: str) -> str | int:
    """Up to which amount: yuan, or no limit."""
    if text.strip() in {"不限", "无限制", "没有", "无", "no limit", "none"}:
        return NO_LIMIT
    return read_yuan(text.strip().removesuffix("以内").removeprefix("不超过"))


def show_amount(value: str | int) -> Phrase:
    """The same in words."""
    return letters.ANY_AMOUNT if value == NO_LIMIT else letters.UP_TO(amount=yuan(int(value)))


DELEGATE = Field("person", letters.DELEGATE, letters.DELEGATE_ASK, words=("姓名", "给谁"))
PERIOD = Field("period", letters.PERIOD, letters.PERIOD_ASK, words=("期限", "日期"))
AMOUNT = Field(
    "amount", letters.AMOUNT, letters.AMOUNT_ASK, read=read_amount, show=show_amount, required=False,
    words=("限额", "金额"),
)  # fmt: skip
SCOPE = Field("scope", letters.SCOPE, letters.SCOPE_ASK, required=False, words=("只管", "权限"))


def read_scope(turn: Turn, text: str) -> str:
    """Departments and kinds of decisions that a sentence names, as the letter keeps them; nothing named is everything."""
    departments = {one.department for one in people.active_people(turn.tx) if len(one.department) > 1}
    return scopes.write(scopes.kinds_in(text), sorted(name for name in departments if name in text))


def _scope(turn: Turn, answers: Mapping[str, Any]) -> str:
    """The scope of a letter that is being written. Raises `Incomplete` where words were given that mean none."""
    said = str(answers.get("scope") or "")
    found = read_scope(turn, said)
    if said and found == scopes.ALL and not any(word in said for word in ("全部", "所有", "不限", "all")):
        raise Incomplete(letters.SCOPE_UNREADABLE)
    return found


def read_letter(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """The three parts of "委托 周老师 审批 12月1日到12月5日 5万以内"."""
    found: dict[str, Any] = {}
    times = parse_when(text, turn.now, turn.school.calendar)
    if times:
        found["period"] = text[times[0].start : times[-1].end]
        text = text[: times[0].start] + " " + text[times[-1].end :]
    amount = find_yuan(text)
    if amount is not None:
        found["amount"] = amount
    named = next((one for one in people.active_people(turn.tx) if one.name in text), None)
    if named is not None:
        found["person"] = named.name
    else:
        match = _SOMEBODY.search(fold(text))
        if match and match[1] not in NOBODYS_NAME:
            found["person"] = match[1]
    if read_scope(turn, text) != scopes.ALL:
        found["scope"] = text.strip(EDGES)
    return {name: value for name, value in found.items() if known.get(name) in (None, "")}


def read_period(turn: Turn, text: str) -> tuple[datetime, datetime]:
    """From when until when, in UTC: whole days of the school, the last one included. Raises `Incomplete`."""
    times = parse_when(text, turn.now, turn.school.calendar)
    if not times:
        raise Incomplete(letters.PERIOD_UNREADABLE)
    begins, ends = times[0].begins, times[-1].ends
    last = turn.local(ends - timedelta(microseconds=1)) if ends > begins else turn.local(ends)
    if times[-1].precision in (Precision.DAY, Precision.SPAN):
        ends = turn.school.calendar.at(last.date() + timedelta(days=1), time(0))
    if turn.local(begins).date() == turn.local(turn.now).date() or (len(times) == 1 and "到" in text[: times[0].start]):
        begins = turn.now
    if ends <= max(begins, turn.now) or ends - begins > LONGEST:
        raise Incomplete(letters.PERIOD_UNREADABLE)
    return begins, ends


def draw(turn: Turn, answers: Mapping[str, Any], _subject: str) -> Card:
    """The letter before it is given. A name or a period that means nothing is said here, not after."""
    person = _delegate(turn, str(answers["person"]))
    begins, ends = read_period(turn, str(answers["period"]))
    return Card(
        letters.CHECK(name=person.name),
        (letters.CHECK_LINE,),
        (
            (letters.DELEGATE, texts.APPLICANT_IS(name=person.name, department=person.department or "—")),
            (letters.PERIOD, _span(turn, begins, ends)),
            (letters.AMOUNT, show_amount(answers.get("amount", NO_LIMIT))),
            (letters.SCOPE, scopes.shown(_scope(turn, answers))),
        ),
    )


def give(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    """The letter is given: the delegate hears of it, and gets what is pending as soon as it begins."""
    principal = _cio(turn)
    person = _delegate(turn, str(answers["person"]))
    begins, ends = read_period(turn, str(answers["period"]))
    amount = answers.get("amount", NO_LIMIT)
    letter = Delegation(
        principal=principal, delegate=person, principal_id=principal.id, delegate_id=person.id, starts_at=begins,
        ends_at=ends, amount_limit=None if amount == NO_LIMIT else int(amount), scope=_scope(turn, answers),
        created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(letter)
    turn.tx.flush()
    turn.record(
        f"letter:{letter.id}", "delegate", clause="6.2.1",
        details={"delegate": person.name, "from": begins.isoformat(), "until": ends.isoformat(), "amount": amount,
                 "scope": letter.scope},
    )  # fmt: skip
    words = {"principal": principal.name, "span": _span(turn, begins, ends), "amount": show_amount(amount)}
    words["scope"] = scopes.shown(letter.scope)
    turn.tell(person, letters.TOLD(**words))
    turn.reply(Card(letters.GIVEN(name=person.name, **words), buttons=(_revoke_button(letter),)))
    turn.remind(f"letter:{letter.id}:ends", "projects.letter_ends", f"letter:{letter.id}", ends)
    if begins <= turn.now:
        _hand_pending(turn, letter)
    else:
        turn.remind(f"letter:{letter.id}:begins", "projects.letter_begins", f"letter:{letter.id}", begins)


FORM = router.form(
    Form(
        "projects.delegate", letters.FORM, (DELEGATE, PERIOD, AMOUNT, SCOPE), give, review=True, extract=read_letter,
        drawn=draw, context="flow_active:approval_delegate",
    )
)  # fmt: skip


@router.command("委托", "delegate")
def delegate(turn: Turn, words: str) -> None:
    """`委托 周老师 审批 12月1日到12月5日 5万以内`, shown for confirmation before it counts."""
    _cio(turn)
    dialogues.start(turn, FORM, {}, "", words)


@router.say(
    "approval_delegate",
    examples=(
        "我回来了,不用委托了",
        "把委托收回来",
        "撤销给周老师的委托",
        "委托取消吧",
        "end the delegation",
        "I am back, revoke the letter",
    ),
)
def delegate_said(turn: Turn, text: str, _meant: Understood) -> None:
    """The same, in a sentence; "不用委托了" takes letters back."""
    handing = [StepOf(router, FLOW.by_name["hand_over"])]
    if re.search(r"撤销|取消|收回|不用.{0,4}委托|结束委托|我回来了", text):
        revoke_all(turn, "")
    elif _ONE_REQUEST.match(fold(text)) and "代" not in text and steps.in_hand(turn, handing):
        person = person_in(turn, text)  # "转给王技术看看" is about the request that waits, no letter for a time
        steps.choose(turn, handing, "", {"person": person.name} if person else {})
    else:
        delegate(turn, text)


@router.command("撤销委托", "取消委托", "收回委托", "revoke letters")
def revoke_all(turn: Turn, _rest: str) -> None:
    """Take back every letter one has given."""
    principal = _cio(turn)
    found = people.letters_of(turn.tx, principal, turn.now)
    if not found:
        turn.reply(letters.NONE_GIVEN)
        return
    for letter in found:
        _revoke(turn, letter)
    turn.reply(letters.REVOKED)


@router.button("revoke")
def revoke(turn: Turn, code: str, _choice: str) -> None:
    """Take one letter back."""
    principal = _cio(turn)
    letter = turn.tx.get(Delegation, int(code)) if code.isdigit() else None
    if letter is None or letter.principal_id != principal.id or letter.revoked_at is not None:
        raise Refused(letters.NONE_GIVEN)
    _revoke(turn, letter)
    turn.reply(letters.REVOKED)


@router.command("我的委托", "委托情况", "my letters")
def given(turn: Turn, _rest: str) -> None:
    """The letters in force or to come."""
    found = people.letters_of(turn.tx, _cio(turn), turn.now)
    if not found:
        turn.reply(letters.NONE_GIVEN)
        return
    lines = tuple(
        letters.LINE(
            name=one.delegate.name, span=_span(turn, one.starts_at, one.ends_at),
            amount=show_amount(NO_LIMIT if one.amount_limit is None else one.amount_limit), scope=scopes.shown(one.scope),
        )
        for one in found
    )  # fmt: skip
    turn.reply(Card(letters.LIST, lines, buttons=tuple(_revoke_button(one) for one in found[:4])))


@router.command("回避审批人", "回避代理人", "alternate")
def alternate(turn: Turn, words: str) -> None:
    """Name who decides where the CIO is the applicant: `回避审批人 周校长`."""
    principal = _cio(turn)
    if not words:
        named = settings.get(turn.tx, ALTERNATE)
        person = turn.tx.get(Person, named) if named is not None else None
        turn.reply(letters.ALTERNATE_IS(name=person.name) if person else letters.ALTERNATE_NONE)
        return
    person = person_called(turn, words)
    if person.holds(Role.CIO):
        raise Incomplete(letters.ALTERNATE_OTHER)
    settings.put(turn.tx, ALTERNATE, person.id)
    turn.record("alternate", "name_alternate", clause="6.2.1", details={"name": person.name, "by": principal.name})
    turn.tell(person, letters.ALTERNATE_TOLD(name=principal.name))
    turn.reply(letters.ALTERNATE_IS(name=person.name))


@router.due("projects.letter_begins")
def letter_begins(turn: Turn, subject: str, _facts: Mapping[str, Any]) -> None:
    """The day has come: the delegate gets what is pending."""
    letter = _letter(turn, subject)
    if letter is not None and letter.revoked_at is None and letter.ends_at > turn.now:
        _hand_pending(turn, letter)


@router.due("projects.letter_ends")
def letter_ends(turn: Turn, subject: str, _facts: Mapping[str, Any]) -> None:
    """The letter is over by itself: its buttons go, both are told."""
    letter = _letter(turn, subject)
    if letter is None or letter.revoked_at is not None:
        return
    turn.tell(letter.delegate, letters.ENDED(name=letter.principal.name))
    turn.tell(letter.principal, letters.ENDED_YOURS(name=letter.delegate.name))
    _redraw_pending(turn)


def _revoke(turn: Turn, letter: Delegation) -> None:
    letter.revoked_at = turn.now
    turn.tx.flush()
    turn.forget_reminders(f"letter:{letter.id}")
    turn.record(f"letter:{letter.id}", "revoke", clause="6.2.1", details={"delegate": letter.delegate.name})
    turn.tell(letter.delegate, letters.TAKEN_BACK(name=letter.principal.name))
    _redraw_pending(turn)


def _hand_pending(turn: Turn, letter: Delegation) -> None:
    """Everything the delegate may decide now; what is above the limit stays with the CIO."""
    viewer = turn.view_of(letter.delegate)
    for project in projects.undecided(turn.tx):
        if project.status == projects.Stage.SUBMITTED and may_decide(viewer, project):
            show(turn, project, letter.delegate, key=f"letter:{letter.id}:{project.code}:r{project.revision}")


def _redraw_pending(turn: Turn) -> None:
    for project in projects.undecided(turn.tx):
        redraw(turn, project)


def _letter(turn: Turn, subject: str) -> Delegation | None:
    number = subject.partition(":")[2]
    return turn.tx.get(Delegation, int(number)) if number.isdigit() else None


def _cio(turn: Turn) -> Person:
    """Only the CIO hands on what is theirs; a delegate does not delegate again."""
    person = turn.person()
    if not person.holds(Role.CIO):
        raise NotAllowed(letters.DELEGATE_STEP, letters.ONLY_CIO, code="letter", step_name="delegate")
    return person


def _delegate(turn: Turn, said: str) -> Person:
    person = person_called(turn, said)
    if turn.actor is not None and person.id == turn.actor.id:
        raise Incomplete(letters.NOT_YOURSELF)
    return person


def _span(turn: Turn, begins: datetime, ends: datetime) -> Text:
    """A period as people say it: the last day included."""
    start, last = turn.local(begins), turn.local(ends - timedelta(microseconds=1))
    years = any(day.year != turn.local(turn.now).year for day in (start, last))
    return Text(
        "到".join(f"{f'{day.year}年' if years else ''}{day.month}月{day.day}日" for day in (start, last)),
        " to ".join(f"{day:%d %b %Y}" if years else f"{day:%d %b}" for day in (start, last)),
    )


def _revoke_button(letter: Delegation) -> Button:
    return Button(letters.REVOKE(name=letter.delegate.name), token("projects", "revoke", str(letter.id)))
