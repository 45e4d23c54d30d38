"""The router of responsibilities, and what one of them looks like."""

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.responsibilities import rules, texts
from handlers.responsibilities.flow import FLOW, party
from handlers.router import Router
from handlers.safety import day_words
from handlers.texts import Phrase
from handlers.turn import Turn
from storage import responsibilities
from storage.people import Role
from storage.responsibilities import Responsibility, Signing


def record_card(turn: Turn, one: Responsibility, viewer: Viewer) -> Card:
    """Who answers for what since when, and whether it is signed."""
    pending = one.status == Signing.PENDING and viewer.id == one.person_id
    title: Phrase = texts.TITLE(code=one.code, what=one.what, name=one.person.name, status=FLOW.statuses[one.status])
    if pending:
        title = texts.TO_SIGN(what=one.what)
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.WHO, one.person.name),
        (texts.DEPUTY, one.deputy.name if one.deputy is not None else texts.NONE),
        (texts.SINCE, day_words(turn, one.since)),
        (texts.SIGNED_AT, day_words(turn, one.signed_at) if one.signed_at is not None else texts.NOT_YET),
    ]
    if one.ended_at is not None:
        facts.append((texts.UNTIL, day_words(turn, one.ended_at)))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    lines: tuple[Phrase, ...] = (texts.WHAT_IT_MEANS,) if pending else ()
    return Card(title, lines, tuple(facts), FLOW.buttons(viewer, one))


def in_hand(turn: Turn) -> list[Responsibility]:
    """One's own; the CIO and administrators have all that hold."""
    if turn.actor is None:
        return []
    if turn.viewer.holds(Role.CIO, Role.ADMIN):
        return list(responsibilities.current(turn.tx))
    return list(responsibilities.of_person(turn.tx, turn.actor.id))


def _none(_turn: Turn, _one: Responsibility) -> str:
    return "none"


router = Router(
    "responsibilities", flow=FLOW, find=responsibilities.by_code, readable=party, card=record_card, open_for=in_hand,
    context=_none, rules=rules.ALL,
)  # fmt: skip
router.help(texts.HELP)
