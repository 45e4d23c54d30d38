"""你存了我什么信息: told at once, given as a file, corrected or deleted by people within days."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import dialogues
from handlers.audience import ROLE_NAMES
from handlers.cards import Button, Card, token
from handlers.files import enclose
from handlers.forms import Field, Form
from handlers.numerals import write_code
from handlers.platform_names import platform_name
from handlers.privacy import rules, texts
from handlers.privacy.desk import day_due, request_card, router, who
from handlers.privacy.flow import FLOW
from handlers.sheets import Column, Sheet, Value, workbook
from handlers.texts import EDGES, Phrase, joined
from handlers.turn import Turn
from handlers.understand import Understood
from storage import numbers, privacy
from storage.people import Account, Person, Role
from storage.privacy import PrivacyRequest, RequestStage

REMIND = "privacy.remind"
_EXPORT = re.compile(r"导出|下载|副本|拷贝|复制一份|给我一份|\bexport\b|\bcopy\b|\bdownload\b", re.IGNORECASE)
_DELETE = re.compile(
    r"删|注销|销号|清除|清空|抹掉|移除|忘掉|忘了我|别记录|\bdelete|\berase|\bremove|\bforget|\bwipe", re.IGNORECASE
)
_CORRECT = re.compile(r"更正|改正|修改|改一下|错了|不对|\bcorrect\b|\bwrong\b|\bupdate my", re.IGNORECASE)
_WITHDRAW = re.compile(r"撤回|撤销|收回|\bwithdraw\b|\brevoke\b", re.IGNORECASE)
_TELLS = re.compile(r"告诉(?:领导|校长|主任|别人|老师)|转告|打小报告|\btell (?:my|the|any)", re.IGNORECASE)
_BARE = re.compile(
    r"^(?:请|我要|我想|帮我|把)?(?:更正|删除|删掉|修改|correct|delete)(?:一下)?(?:我的?)?(?:个人)?(?:信息|资料|数据)?$",
    re.IGNORECASE,
)


@router.say("privacy_request")
def asked(turn: Turn, text: str, _meant: Understood) -> None:
    """A copy, a correction, a deletion; anything else is answered by what is kept."""
    if _EXPORT.search(text):
        export(turn, "", "")
        return
    for kind, pattern in (("withdraw", _WITHDRAW), ("correct", _CORRECT), ("delete", _DELETE)):
        if pattern.search(text):
            _begin(turn, kind, text)
            return
    if _TELLS.search(text):
        turn.reply(texts.NOT_SAID_ON)
        return
    inform(turn, "")


@router.command("我的信息", "我的个人信息", "个人信息", "隐私", "privacy", "my data")
def inform(turn: Turn, _rest: str) -> None:
    """What is kept, since when it matters who sees it, and the three things one may ask for."""
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    person, accounts = turn.actor, _accounts(turn)
    kept = privacy.kept_about(turn.tx, person.id if person else None, [one.id for one in accounts])
    sent, logged = privacy.counted(turn.tx, person.id if person else None, [one.id for one in accounts])
    own = sum(one.own for one in kept)
    facts = _facts(person, accounts)
    facts.append((texts.RECORDS, texts.RECORDS_ARE(own=own, other=len(kept) - own)))
    facts.append((texts.MESSAGES, texts.MESSAGES_ARE(sent=sent)))
    if person is not None:
        facts.append((texts.LOG, texts.LOG_IS(count=logged)))
    buttons = (
        Button(texts.EXPORT, token("privacy", "export")),
        Button(texts.CORRECT, token("privacy", "begin", "", "correct")),
        Button(texts.DELETE, token("privacy", "begin", "", "delete")),
    )
    title = texts.ABOUT_YOU if person is not None else texts.ABOUT_GUEST
    card = Card(title, (), tuple(facts), buttons, note=texts.WHO_SEES)
    if person is not None:
        turn.confide(card)
    else:
        turn.reply(card)


def _accounts(turn: Turn) -> list[Account]:
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    return list(turn.actor.accounts) if turn.actor is not None else [turn.account]


def _facts(person: Person | None, accounts: list[Account]) -> list[tuple[Phrase, Phrase]]:
    facts: list[tuple[Phrase, Phrase]] = []
    if person is not None:
        roles: list[Phrase] = [ROLE_NAMES[role] for role in Role if role in person.roles]
        facts += [
            (texts.NAME, person.name),
            (texts.DEPARTMENT, person.department or texts.NONE),
            (texts.ROLES, joined(roles)),
            (texts.PHONE, person.phone or texts.NONE),
            (texts.EMAIL, person.email or texts.NONE),
        ]
    shown: list[Phrase] = [platform_name(one.platform) for one in accounts]
    facts.append((texts.ACCOUNTS, joined(shown)))
    return facts


@router.button("export")
def export(turn: Turn, _code: str, _choice: str) -> None:
    """A copy as a file, for a bound person: an account alone proves too little to hand records out."""
    person = turn.person()
    accounts = _accounts(turn)
    kept = privacy.kept_about(turn.tx, person.id, [one.id for one in accounts])
    language = turn.language
    me: list[tuple[Value, ...]] = [
        (_say(label, language), _say(value, language)) for label, value in _facts(person, accounts)
    ]
    rows: list[tuple[Value, ...]] = [
        (
            _say(texts.TABLES.get(one.table, one.table), language), one.code, _moment(turn, one.at),
            _say(texts.MINE if one.own else texts.HANDLED, language), one.words,
        )
        for one in kept
    ]  # fmt: skip
    content = workbook(
        Sheet(_say(texts.SHEET_ME, language), [Column(_say(one, language), 24) for one in texts.COLUMNS_ME], me),
        Sheet(_say(texts.SHEET_RECORDS, language), [Column(_say(one, language), 20) for one in texts.COLUMNS], rows),
    )
    days = turn.rule(rules.LIVES)
    name = f"{_say(texts.FILE, language)} {turn.local(turn.now):%Y-%m-%d}.xlsx"
    file = enclose(turn, name, content, lives=timedelta(days=days))
    turn.record("privacy", "copy", clause=FLOW.clause, details={"records": len(kept)})
    turn.confide(Card(texts.EXPORTED(count=len(kept)), note=texts.EXPORTED_NOTE(days=days), files=(file,)))


def _say(phrase: Phrase, language: str) -> str:
    return phrase if isinstance(phrase, str) else phrase.to(language)


def _moment(turn: Turn, at: object) -> Value:
    return turn.local(at).replace(tzinfo=None) if isinstance(at, datetime) else None


@router.button("begin")
def begin_pressed(turn: Turn, _code: str, choice: str) -> None:
    """要更正 or 要删除: what, is asked."""
    _begin(turn, choice if choice in texts.KINDS else "correct", "")


def _begin(turn: Turn, kind: str, said: str) -> None:
    bare = _BARE.match(said.strip(EDGES)) is not None
    dialogues.start(turn, FORMS[kind], {"kind": kind, **({"words": said} if said and not bare else {})})


def _done(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    request = PrivacyRequest(
        code=write_code("PR", numbers.next_number(turn.tx, "PR")), status=RequestStage.RECEIVED, kind=str(answers["kind"]),
        words=str(answers["words"])[:1000], person_id=turn.actor.id if turn.actor else None, person=turn.actor,
        account_id=turn.account.id, account=turn.account, outcome="", created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(request)
    turn.tx.flush()
    turn.record(request.code, "receive", clause=FLOW.clause, after=request.status, details={"kind": request.kind})
    keepers = _keepers(turn, request)
    for person in keepers:
        turn.tell(person, request_card(turn, request, turn.view_of(person)), subject=request.code)
    turn.remind_by(rules.ANSWER, f"{request.code}:due", REMIND, request.code)
    names: list[Phrase] = [person.name for person in keepers[:2]]
    received = texts.RECEIVED(code=request.code, day=day_due(turn, request), people=joined(names) if names else "CIO")
    turn.reply(Card(received, note=texts.MUST_STAY))


def _keepers(turn: Turn, request: PrivacyRequest) -> list[Person]:
    found = turn.everyone(Role.ADMIN) or turn.everyone(Role.CIO)
    return [one for one in found if one.id != request.person_id] or [
        one for one in turn.everyone(Role.CIO, Role.LEADER) if one.id != request.person_id
    ]


@router.press("fulfil")
def fulfil(turn: Turn, request: PrivacyRequest, given: Mapping[str, Any]) -> None:
    """It was done; the person reads what."""
    _answer(turn, request, str(given["outcome"]))


@router.press("decline")
def decline(turn: Turn, request: PrivacyRequest, given: Mapping[str, Any]) -> None:
    """It cannot be done, or not all of it; the person reads why."""
    _answer(turn, request, str(given["reason"]))


def _answer(turn: Turn, request: PrivacyRequest, outcome: str) -> None:
    request.outcome, request.answered_at = outcome, turn.now
    turn.forget_reminders(request.code)
    words = texts.ANSWERED(code=request.code, kind=texts.KINDS[request.kind], outcome=outcome)
    if request.person is not None:
        turn.tell(request.person, words)
    else:
        turn.voice.to_conversation(request.account, request.account.address, words)


@router.due(REMIND)
def remind(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Its day is here: those who keep the data, and the CIO."""
    request = privacy.by_code(turn.tx, code)
    if request is None or request.status != RequestStage.RECEIVED:
        return
    told = texts.STILL_OPEN(code=code, name=who(request), kind=texts.KINDS[request.kind])
    people = {one.id: one for one in (*_keepers(turn, request), *turn.everyone(Role.CIO))}
    for person in people.values():
        card = request_card(turn, request, turn.view_of(person))
        turn.tell(person, Card(told, (), card.facts, card.buttons), subject=code, key=f"{code}:due:{person.id}")


def _form(kind: str) -> Form:
    ask = texts.ASK_CORRECT if kind == "correct" else texts.ASK_DELETE
    fields = (
        Field("words", texts.WHAT, ask, prose=True),
        Field("kind", texts.WHAT, texts.WHAT, required=False),
    )
    return router.form(Form(f"privacy.{kind}_data", texts.KINDS[kind], fields, _done))


FORMS = {kind: _form(kind) for kind in texts.KINDS}
