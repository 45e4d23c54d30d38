"""The router of passports, and what each step of one looks like."""

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.passports import rules, texts
from handlers.passports.flow import FLOW, LAST_PAGE, LETTERS, owner, reader
from handlers.passports.pages import charter_page, safety_page
from handlers.passports.questions import ASKED, BY_KEY, right_ones
from handlers.router import Router, Standing
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import passports
from storage.passports import Passport, PassportStage
from storage.people import Role

ENROL = Standing(
    key="passports-enrol", title="新教工入职护照", action="passports.enrol",
    rule={"every": "daily", "workdays_only": True, "time": "09:10"}, clause="7.1.2",
)  # fmt: skip


def passport_card(turn: Turn, one: Passport, viewer: Viewer) -> Card:
    """To whoever's it is, the step they are at; to others only how far they are."""
    if not owner.allows(viewer, one) or one.status == PassportStage.DONE:
        return _standing(turn, one)
    card = _step(turn, one)
    return Card(card.title, card.lines, card.facts, FLOW.buttons(viewer, one), card.note)


def _step(turn: Turn, one: Passport) -> Card:
    match one.status:
        case PassportStage.READING:
            card = safety_page() if one.page >= LAST_PAGE else charter_page(turn, one.person)
            return Card(card.title, (*_before(turn, one), *card.lines), note=card.note)
        case PassportStage.QUIZ:
            return _question(turn, one)
        case PassportStage.AGREEING:
            title = texts.AGREEING(right=right_ones(one.given), all=ASKED)
            return Card(title, (*_last_answer(one), texts.AGREEING_LINE))
    note = texts.INVITED_NOTE(days=rules.LATE.show(turn.rule(rules.LATE)))
    return Card(texts.INVITED(name=one.person.name), texts.INVITED_LINES, note=note)


def _before(turn: Turn, one: Passport) -> tuple[Phrase, ...]:
    """After an attempt that was not enough, how it went."""
    if not one.attempts or not one.given:
        return ()
    least = turn.rule(rules.PASS)
    return (*_last_answer(one), texts.FAILED(right=right_ones(one.given), all=ASKED, least=least))


def _question(turn: Turn, one: Passport) -> Card:
    del turn
    question = BY_KEY[one.asked[len(one.given)]]
    options = tuple(
        Text(f"{letter}. {option.zh}", f"{letter}. {option.en}")
        for letter, option in zip(LETTERS, question.options, strict=True)
    )
    title = texts.QUESTION(n=len(one.given) + 1, all=ASKED)
    return Card(title, (*_last_answer(one), question.words, *options))


def _last_answer(one: Passport) -> tuple[Phrase, ...]:
    if not one.given:
        return ()
    key, _letter, right = one.given[-1]
    question = BY_KEY[str(key)]
    return (texts.RIGHT if right else texts.WRONG(letter=question.right, why=question.why),)


def _standing(turn: Turn, one: Passport) -> Card:
    if one.status != PassportStage.DONE or one.finished_at is None:
        return Card(texts.STATE(code=one.code, name=one.person.name, status=FLOW.statuses[one.status]))
    score = texts.SCORE_IS(right=right_ones(one.given), all=ASKED, attempts=one.attempts)
    facts = (
        (texts.FINISHED, turn.clock_time(one.finished_at)),
        (texts.SCORE, score),
        (texts.NOTED, one.noted),
        (texts.CLAUSE, texts.CLAUSE_IS),
    )
    return Card(texts.DONE(code=one.code, name=one.person.name), (), facts, note=texts.NEXT_THINGS)


def in_hand(turn: Turn) -> list[Passport]:
    """One's own."""
    found = passports.of_person(turn.tx, turn.actor.id) if turn.actor is not None else None
    return [found] if found is not None else []


def _none(_turn: Turn, _one: Passport) -> str:
    return "none"


router = Router(
    "passports", flow=FLOW, find=passports.by_code, readable=reader, card=passport_card, open_for=in_hand, context=_none,
    rules=rules.ALL, standing=(ENROL,),
)  # fmt: skip
router.help(texts.HELP)
router.help(texts.HELP_CIO, Role.CIO, Role.HEAD, Role.ADMIN)
