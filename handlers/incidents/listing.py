"""How incidents stand: one by its number, all that are open, its whole time line. Who looked is written down."""

import re

from handlers.cards import Card
from handlers.errors import NotFound
from handlers.incidents import checklist, texts
from handlers.incidents.cards import MOST_BUTTONS, all_buttons, incident_card
from handlers.incidents.desk import router
from handlers.incidents.flow import readable, responder
from handlers.numerals import find_codes, fold
from handlers.steps import find
from handlers.texts import Phrase
from handlers.timeline import whole
from handlers.turn import Turn
from handlers.understand import Understood
from storage import incidents
from storage.incidents import Incident
from storage.people import Role

_ASKS = re.compile(
    r"^I-?\d+[?]?$|结果|进展|怎么样|处理(?:得|到|好|完)|到哪|有消息|回音|status|any (?:news|update)", re.IGNORECASE
)
LONGEST_QUESTION = 30


def guest_asks(turn: Turn, text: str) -> bool:
    """有结果了吗, from somebody unknown who reported something: a pull channel has no other way to let them know."""
    said = fold(text).strip()
    if turn.actor is not None or turn.account is None or len(said) > LONGEST_QUESTION or not _ASKS.search(said):
        return False
    own = incidents.newest_from(turn.tx, turn.account.id)
    named = [code.id for code in find_codes(said, frozenset({"I"})) if code.id]
    if own is None or (named and own.code not in named):
        return False
    turn.record(own.code, "read", clause="7.1.1")
    turn.reply(
        Card(texts.FOR_REPORTER(code=own.code, status=texts.STATUS[own.status]), (texts.THANKS,)), subject=own.code
    )
    return True


def heard(turn: Turn, text: str) -> bool:
    """Words this feature is sure of before anybody tries to understand them."""
    return guest_asks(turn, text) or checklist.asked_for_steps(turn, text)


router.hears = heard


def opened(turn: Turn, incident: Incident) -> None:
    """Show it to whoever asked; that they read it goes on record."""
    turn.record(incident.code, "read", clause="7.1.1")
    turn.reply(incident_card(turn, incident, turn.viewer), subject=incident.code)


@router.due("incidents.looked")
def looked(turn: Turn, code: str, _payload: object) -> None:
    """Somebody opened it by its number or its button."""
    turn.record(code, "read", clause="7.1.1")


@router.say("incident_status")
def status_said(turn: Turn, text: str, _meant: Understood) -> None:
    """One by its number, or all that are open and theirs to see."""
    codes = [code.id for code in find_codes(text) if code.id and code.id.startswith("I-")]
    if codes and codes[0]:
        opened(turn, find(turn, router, codes[0]))
        return
    listed(turn)


def listed(turn: Turn) -> None:
    """Open incidents: to the team and the leaders all of them, to others what they reported."""
    turn.person()
    found = [one for one in incidents.in_hand(turn.tx) if readable.allows(turn.viewer, one)]
    if len(found) == 1:
        opened(turn, found[0])
        return
    if not found:
        turn.reply(texts.NONE_OPEN)
        return
    lines = tuple(texts.LINE(code=one.code, headline=one.headline, status=texts.STATUS[one.status]) for one in found)
    turn.reply(Card(texts.OPEN_ONES(count=len(found)), lines))


@router.button("more")
def more(turn: Turn, code: str, _choice: str) -> None:
    """Everything else one may do now."""
    turn.person()
    incident: Incident = find(turn, router, code)
    buttons = all_buttons(turn.viewer, incident)[MOST_BUTTONS - 1 :]
    turn.reply(Card(texts.MORE_OF(code=code), buttons=buttons))


@router.button("timeline")
def time_line(turn: Turn, code: str, _choice: str) -> None:
    """All of it, for those who handle it and those who oversee."""
    turn.person()
    incident: Incident = find(turn, router, code)
    if not (responder.allows(turn.viewer, incident) or turn.viewer.holds(Role.LEADER, Role.AUDITOR)):
        raise NotFound(code)
    turn.record(code, "read", clause="7.1.1", details={"what": "timeline"})
    before: list[Phrase] = [f"{turn.local(one.at):%m-%d %H:%M} {one.words}" for one in incident.notes]
    turn.reply(Card(texts.TIMELINE_OF(code=code), (*before, *whole(turn, code))))


@router.command("事件时间线", "incident timeline")
def time_line_typed(turn: Turn, words: str) -> None:
    """事件时间线 I-1."""
    codes = [code.id for code in find_codes(words) if code.id and code.id.startswith("I-")]
    open_now = [one.code for one in incidents.in_hand(turn.tx) if readable.allows(turn.viewer, one)]
    code = codes[0] if codes else open_now[0] if len(open_now) == 1 else ""
    if code:
        time_line(turn, str(code), "")
    else:
        listed(turn)
