"""Asking for advice, drafting it, issuing it, turning it into a request, and the question a year later."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import data_classes, dialogues, forms, steps
from handlers.advice import memory, rules, texts
from handlers.advice.cards import what
from handlers.advice.desk import cios, on_desk, router, show, technicians
from handlers.advice.flow import FLOW
from handlers.cards import Button, Card, bullets, token
from handlers.data_classes import DATA_CLASSES, class_in
from handlers.errors import Refused
from handlers.forms import Field, Form
from handlers.numerals import CHINESE, fold, write_code
from handlers.router import StepOf
from handlers.texts import EDGES, NOT_INSTALLED, STALE_BUTTON, Phrase, say
from handlers.turn import Turn
from handlers.understand import Understood
from storage import advice, numbers, projects
from storage.advice import Advice, AdviceStage

REQUEST = "projects.request"  # the form a request is written in
OPINIONS = {"advice": "draft", "projects": "advise"}  # the steps that wait for somebody's opinion
LONGEST_TITLE = 30
_OPINION = re.compile(r"^(?:我(?:的|个人)?)?(?:建议|意见|推荐|觉得|认为)|,(?:我)?(?:建议|推荐)")
_COUNT = re.compile(rf"(?P<count>(?:\d{{1,5}}|{CHINESE})\s*[台个套部块把张间件条只份组副本])\s*(?P<rest>\S*)")
_USE = re.compile(r"(?:给|供|用于|用来|为了|让)(?P<use>[^,。;?!\n]{2,60})")
_WANTS = re.compile(
    r"(?:想要?|准备|打算|要|计划|帮我看看|我们)*\s*(?:买|采购|购置|购买|换|添置|选)(?:一?[些批款种]|点儿?|个)?"
    rf"(?:什么|哪种|哪款)?(?P<product>(?:(?:\d{{1,5}}|{CHINESE})\s*[台个套部块把张间件条只份组副本])?[^\s,。;?!给哪怎什]{{1,16}})"
)
_WANTS_EN = re.compile(
    r"\b(?:which|what|buy|purchase|order)\s+(?:kind of |type of |brand of |new |some |a |an |the )?(?:(?P<amount>\d{1,5})\s+)?"
    r"(?P<product>[a-z][a-z -]{2,30}?)(?=\s+(?:should|shall|do|would|can|could|is|are|for|to|we|that)\b|[,.;?!]|$)",
    re.IGNORECASE,
)
_ABOUT_EN = re.compile(r"\b(?:about|around|roughly|some)\s+(?P<amount>\d{1,5})\b", re.IGNORECASE)
_USE_EN = re.compile(r"\bfor (?!about|around|roughly|\d)[a-z][^,.;?!]{2,50}", re.IGNORECASE)
_NOT_A_PRODUCT = frozenset({"什么", "哪个", "哪种", "好", "东西", "型咨询", "型", "设备"})


def _product(text: str) -> str:
    words = forms.plain(text)
    return words.strip(EDGES)[:40]


FIELDS = (
    Field("product", texts.PRODUCT, texts.PRODUCT_ASK, read=_product, words=("产品", "东西", "买什么")),
    Field("amount", texts.AMOUNT, texts.AMOUNT_ASK, words=("多少",)),
    Field("purpose", texts.USE, texts.USE_ASK, words=("用处", "做什么用")),
    Field(
        "data_class",
        texts.DATA,
        texts.DATA_ASK,
        read=data_classes.read,
        show=data_classes.shown,
        options=DATA_CLASSES,
        words=("数据",),
    ),
)


def read_wish(_turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Product, amount and use of "想买20台平板给高一上课用,哪个好?"; nothing is guessed that was not said."""
    said = fold(text)
    found: dict[str, Any] = {}
    wish = _WANTS.search(said)
    if wish is not None:
        name = text[wish.start("product") : wish.end("product")].strip(EDGES)
        counted = _COUNT.match(fold(name))
        if counted is not None:
            found["amount"] = name[: counted.end("count")].strip()
            name = name[counted.end("count") :].strip()
        if name and name not in _NOT_A_PRODUCT:
            found["product"] = name
    found = {**_wish_in_english(text), **found}
    counted = _COUNT.search(said)
    if "amount" not in found and counted is not None and known.get("product"):
        found["amount"] = text[counted.start("count") : counted.end("count")].strip()
    about = class_in(text)
    if about not in (None, data_classes.UNKNOWN):  # "数量不知道" is not about data
        found["data_class"] = about
    use = _USE.search(said)
    if use is not None:
        found["purpose"] = text[use.start() : use.end()].strip(EDGES)
    return {name: value for name, value in found.items() if known.get(name) in (None, "")}


def _wish_in_english(text: str) -> dict[str, Any]:
    """The same of "which tablets should we buy for grade one, about 20 of them?"."""
    found: dict[str, Any] = {}
    wish, how_many, use = _WANTS_EN.search(text), _ABOUT_EN.search(text), _USE_EN.search(text)
    if wish is not None:
        found["product"] = wish["product"].strip()
    count = (wish is not None and wish["amount"]) or (how_many is not None and how_many["amount"])
    if count:
        found["amount"] = count
    if use is not None:
        found["purpose"] = use[0].strip(EDGES)
    return found


def ask(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    """The form's end: a number for the asker, a card for the technicians, and what is known already."""
    asker = turn.person()
    amount = str(answers["amount"]).strip()
    one = Advice(
        code=write_code("X", numbers.next_number(turn.tx, "X")), status=AdviceStage.ASKED, asker=asker,
        department=asker.department, product=str(answers["product"]), data_class=str(answers["data_class"]),
        amount="" if amount in texts.UNSURE else amount, purpose=str(answers["purpose"]), opinion="", reason="",
        verdict="", cited=[], asked_again=False, created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(one)
    turn.tx.flush()
    turn.record(one.code, "ask", clause=FLOW.clause, after=one.status, details={"product": one.product})
    turn.remind_by(rules.WITHIN, f"{one.code}:within", "advice.within", one.code)
    for person in technicians(turn, one):
        show(turn, one, person)
    known = memory.remembered(turn, one.product, one.id, inside=False)
    days = rules.WITHIN.show(turn.rule(rules.WITHIN))
    lines: tuple[Phrase, ...] = (texts.KNOWN_ALREADY, *bullets(known)) if known else ()
    turn.reply(
        Card(texts.ASKED(code=one.code, days=days), lines, buttons=FLOW.buttons(turn.viewer, one)), subject=one.code
    )


FORM = router.form(
    Form(
        "advice.ask",
        texts.FORM,
        FIELDS,
        ask,
        extract=read_wish,
        context="flow_active:tech_advice",
        first_comes_first=True,
    )
)


@router.command("选型咨询", "selection advice")
def begin(turn: Turn, rest: str) -> None:
    """`选型咨询 20台平板`."""
    turn.person()
    dialogues.start(turn, FORM, said=f"想买{rest}" if rest and _WANTS.search(fold(rest)) is None else rest)


@router.say("tech_advice")
def begin_said(turn: Turn, text: str, _meant: Understood) -> None:
    """The same, asked in a sentence: 想买20台平板,哪个好? "建议买…" answers whoever asked for an opinion instead."""
    turn.person()
    routers = [turn.features.by_name[name] for name in OPINIONS if name in turn.features.by_name]
    owed = [StepOf(one, one.flow.by_name[OPINIONS[one.name]]) for one in routers if one.flow is not None]
    if _OPINION.search(fold(text)) and steps.in_hand(turn, owed):
        steps.choose(turn, owed, "", {"opinion": text.strip()})
        return
    dialogues.start(turn, FORM, said=text)


@router.command("我的咨询", "选型意见", "advice")
def mine(turn: Turn, rest: str) -> None:
    """One's own requests and, for the team, what waits; with a product named, what the school knows about it."""
    turn.person()
    known = memory.remembered(turn, rest.strip(EDGES), inside=False) if rest else []
    if known:
        turn.reply(Card(texts.BEFORE, bullets(known)))
        return
    found = on_desk(turn)
    lines = tuple(
        texts.LIST_LINE(code=one.code, what=what(one), status=FLOW.statuses[one.status]) for one in found[:12]
    )
    looks = tuple(Button(texts.LOOK(code=one.code), token("people", "look", one.code)) for one in found[:6])
    turn.reply(Card(texts.MINE if found else texts.NOTHING_BEFORE, lines, buttons=looks))


@router.press("draft")
def draft(turn: Turn, one: Advice, answers: Mapping[str, Any]) -> None:
    """A technician's words; the CIO issues them or sends them back."""
    one.opinion, one.drafted_by, one.reason = str(answers["opinion"]).strip(), turn.person(), ""
    one.revision += 1
    for person in cios(turn, one):
        show(turn, one, person)


@router.press("issue")
def issue(turn: Turn, one: Advice, _answers: Mapping[str, Any]) -> None:
    """The opinion is the school's from now on, with what it cites; a year later the asker is asked how it went."""
    one.issued_by, one.issued_at = turn.person(), turn.now
    one.cited = [say(line, "zh") for line in memory.remembered(turn, one.product, one.id, inside=True)]
    turn.forget_reminders(one.code)
    turn.remind_by(rules.AGAIN, f"{one.code}:again", "advice.again", one.code)
    show(turn, one, one.asker)


@router.press("write")
def write(turn: Turn, one: Advice, answers: Mapping[str, Any]) -> None:
    """The CIO's own words, issued at once."""
    one.opinion, one.reason = str(answers["opinion"]).strip(), ""
    one.revision += 1
    issue(turn, one, answers)


@router.press("send_back")
def send_back(turn: Turn, one: Advice, answers: Mapping[str, Any]) -> None:
    """Not yet: whoever drafted it hears why."""
    one.reason = str(answers["reason"]).strip()
    one.revision += 1
    show(turn, one, one.drafted_by)


@router.press("turn")
def turn_into_request(turn: Turn, one: Advice, _answers: Mapping[str, Any]) -> None:
    """The request's form, filled with what is known; it is submitted like any other."""
    form = turn.features.forms.get(REQUEST)
    if form is None:
        raise Refused(NOT_INSTALLED)
    already = memory.project_of(turn, one)
    if already is not None:
        raise Refused(texts.ALREADY_REQUESTED(code=already.code, status=memory.status_of(turn, already)))
    known = {
        projects.SOURCE: one.code,
        "title": say(texts.TITLE_OF_REQUEST(what=what(one)), turn.language)[:LONGEST_TITLE],
        "purpose": say(texts.PURPOSE_OF_REQUEST(purpose=one.purpose, code=one.code), turn.language),
    }
    if one.data_class not in ("", "unknown"):
        known["data_class"] = one.data_class
    dialogues.start(turn, form, known)


@router.press("review")
def review(turn: Turn, one: Advice, answers: Mapping[str, Any]) -> None:
    """One press; the next to ask for the same thing sees it. What went wrong reaches the CIO."""
    verdict = str(answers.get("choice", ""))
    if verdict not in texts.VERDICT_WORDS:
        raise Refused(STALE_BUTTON)
    one.verdict, one.verdict_at = verdict, turn.now
    turn.reply(texts.THANKS(verdict=texts.VERDICT_WORDS[verdict]))
    if verdict == "bad":
        for person in cios(turn, one):
            turn.tell(person, texts.BAD_NEWS(code=one.code, what=what(one)))


@router.press("cancel")
def cancel(turn: Turn, one: Advice, _answers: Mapping[str, Any]) -> None:
    """No longer wanted."""
    turn.forget_reminders(one.code)


@router.due("advice.within")
def within(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The working days are over and nobody said anything: technicians and CIO see the card again."""
    one = advice.by_code(turn.tx, code)
    if one is None or one.status not in (AdviceStage.ASKED, AdviceStage.COLLECTING):
        return
    days = rules.WITHIN.show(turn.rule(rules.WITHIN))
    concerned = technicians(turn, one) if one.status == AdviceStage.ASKED else []
    for person in {one.id: one for one in (*concerned, *cios(turn, one))}.values():
        buttons = FLOW.buttons(turn.view_of(person), one)
        turn.tell(person, Card(texts.REMIND(code=code, what=what(one), days=days), buttons=buttons), subject=code)


@router.due("advice.again")
def again(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """A year later: one question with four buttons to whoever asked."""
    one = advice.by_code(turn.tx, code)
    if one is None or one.status not in (AdviceStage.ISSUED, AdviceStage.TURNED) or one.verdict:
        return
    one.asked_again = True
    turn.tx.flush()
    review_step = FLOW.by_name["review"]
    buttons = tuple(
        Button(label, token("advice", review_step.name, code, value)) for value, label in review_step.choices
    )
    turn.tell(one.asker, Card(texts.STILL_GOOD(what=what(one), code=code), buttons=buttons), subject=code)
