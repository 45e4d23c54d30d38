"""How incidents stand: one by its number, all that are open, its whole time line. Who looked is written down."""

import re

from handlers.cards import Card
from handlers.errors import NotFound
from handlers.incidents import checklist, texts
from handlers.incidents.cards import MOST_BUTTONS, all_buttons, incident_card
from handlers.incidents.desk import router
from handlers.incidents.flow import FLOW, read_level, readable, reporter, responder
from handlers.numerals import find_codes, fold
from handlers.router import StepOf
from handlers.steps import begin, find
from handlers.texts import Phrase
from handlers.timeline import whole
from handlers.turn import Turn
from handlers.understand import Understood
from storage import incidents
from storage.incidents import Incident, Stage
from storage.people import Role

_ASKS = re.compile(
    r"^I-?\d+[?]?$|结果|进展|怎么样|处理(?:得|到|好|完)|到哪|有消息|回音|status|any (?:news|update)", re.IGNORECASE
)
LONGEST_QUESTION = 30
_MINE_NOW = re.compile(
    r"(?:这个|这事|这件事?|这起)?(?:我来|交给我|我负责|归我|我接|我去)(?:处理|处置|看看|看一下|弄|跟进|负责|管|接手?)?(?:一下)?[吧了。!]*"
    r"|i(?:'ll| will) (?:take|handle) (?:it|this)",
    re.IGNORECASE,
)
_GRADED = re.compile(
    r"(?:级别)?(?:先|就)?(?:给)?(?:定|判定?|算|按)(?:级)?(?:个|为|成|作)?(?P<level>特别重大|重大|较大|一般)(?:级别?|事件|处理)?[吧了。!]*"
    r"(?:[,，;；\s](?P<why>.{2,}))?"
)
_EVER = re.compile(
    r"最近|近期|有没有|有过|出过|发生过|这(?:个月|学期|周|阵)|本(?:月|学期|周)|recent|lately|this (?:month|week|term)"
)
RECENT = 5
LATELY = 3  # messages


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
    return guest_asks(turn, text) or checklist.asked_for_steps(turn, text) or _said_under_the_card(turn, text)


def _shown(turn: Turn) -> Incident | None:
    """The incident that runs and that the newest card of something is about."""
    subject = next((row.subject for row, _card in turn.screen[:LATELY] if row.subject), "")
    incident = incidents.find(turn.tx, subject.partition("/")[0]) if subject.startswith(f"{FLOW.prefix}-") else None
    return incident if incident is not None and incident.status in Stage.OPEN else None


def remembered(turn: Turn, text: str) -> bool:
    """想起什么直接发给我: whatever else its reporter says under the first answer is added, in whatever words."""
    incident = _shown(turn) if turn.actor is not None else None
    if incident is None or responder.allows(turn.viewer, incident) or not reporter.allows(turn.viewer, incident):
        return False
    begin(turn, StepOf(router, FLOW.by_name["add"]), incident.code, {"said": text})
    return True


router.continues = remembered


def _said_under_the_card(turn: Turn, text: str) -> bool:
    """我来处理 and 定为较大, right under the card of an incident: of it, and of nothing else that waits."""
    said = fold(text).strip()
    mine, graded = _MINE_NOW.fullmatch(said), _GRADED.fullmatch(said)
    if turn.actor is None or not turn.screen or not (mine or graded):
        return False
    incident = _shown(turn)
    if incident is None or not responder.allows(turn.viewer, incident):
        return False
    if mine and incident.status != Stage.REPORTED:
        return False
    new = incident.status in (Stage.REPORTED, Stage.TRIAGE)
    name = "take_up" if graded is None else "confirm" if new else "relevel"
    given: dict[str, str] = {"level": read_level(graded["level"])} if graded is not None else {}
    if graded is not None and graded["why"]:
        given["reason"] = graded["why"].strip()
    begin(turn, StepOf(router, FLOW.by_name[name]), incident.code, given)
    return True


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
    listed(turn, ever=_EVER.search(fold(text)) is not None)


def listed(turn: Turn, *, ever: bool = False) -> None:
    """Open incidents: to the team and the leaders all of them, to others what they reported."""
    turn.person()
    found = [one for one in incidents.in_hand(turn.tx) if readable.allows(turn.viewer, one)]
    if len(found) == 1:
        opened(turn, found[0])
        return
    if not found:
        turn.reply(_none_open(turn, ever=ever))
        return
    lines = tuple(texts.LINE(code=one.code, headline=one.headline, status=texts.STATUS[one.status]) for one in found)
    turn.reply(Card(texts.OPEN_ONES(count=len(found)), lines))


def _none_open(turn: Turn, *, ever: bool) -> Card:
    """Nothing runs. Whoever asked what there was lately hears the last ones; others hear who may know of any."""
    oversees = responder.allows(turn.viewer, Incident()) or turn.viewer.holds(Role.LEADER, Role.AUDITOR)
    over = [one for one in incidents.newest(turn.tx, RECENT) if readable.allows(turn.viewer, one)] if ever else []
    if over:
        lines = tuple(
            texts.WAS_LINE(
                code=one.code, headline=one.headline, day=f"{turn.local(one.reported_at):%m-%d}",
                status=texts.STATUS[one.status],
            )
            for one in over
        )  # fmt: skip
        return Card(texts.LAST_ONES if oversees else texts.LAST_OF_YOURS, lines)
    return Card(texts.NONE_OPEN if oversees else texts.NONE_OF_YOURS)


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
