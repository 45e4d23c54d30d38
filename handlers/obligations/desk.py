"""The router of the compliance calendar, and what an obligation looks like."""

from handlers.cards import Button, Card, token
from handlers.flow import Viewer
from handlers.obligations import rules, texts
from handlers.obligations.flow import FLOW, may_check, owner, reader
from handlers.obligations.kinds import BY_KEY
from handlers.router import Router
from handlers.safety import day_words, oversees
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import obligations, wanted_files
from storage.obligations import OPEN, Obligation, ObligationStage
from storage.people import Role
from storage.wanted_files import FETCHED


def subject(one: Obligation) -> str:
    """What the evidence files of the present round belong to."""
    return f"{one.code}#{one.round}"


def is_late(turn: Turn, one: Obligation) -> bool:
    """Whether its day is over and nothing was shown."""
    return one.status == ObligationStage.PENDING and one.due_at < turn.now


def obligation_card(turn: Turn, one: Obligation, viewer: Viewer) -> Card:
    """What has to be done until when, by whom, and what showed it the last time."""
    title: Phrase = texts.TITLE(code=one.code, name=one.headline, status=FLOW.statuses[one.status])
    if one.status == ObligationStage.PENDING and owner.allows(viewer, one):
        title = texts.TO_SHOW(code=one.code, name=one.headline, day=day_words(turn, one.due_at))
    elif one.status == ObligationStage.SHOWN and may_check(viewer, one):
        title = texts.TO_CHECK(code=one.code, name=one.headline)
    late: Phrase = texts.LATE if is_late(turn, one) else ""
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.OWNER, one.owner.name),
        (texts.DUE, joined([day_words(turn, one.due_at), late], "", "")),
        (texts.REPEATS, often(one)),
    ]
    files = sum(file.status == FETCHED for file in wanted_files.of_subject(turn.tx, subject(one)))
    if one.shown or files:
        more: Phrase = texts.FILES(count=files) if files else ""
        facts.append((texts.SHOWN, texts.SHOWN_IS(words=one.shown, files=more)))
    if one.reason:
        facts.append((texts.RETURNED, one.reason))
    facts += _last(turn, one)
    if one.status == ObligationStage.PENDING and one.kind in BY_KEY:
        facts.append((texts.HOW, BY_KEY[one.kind].how))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    buttons = FLOW.buttons(viewer, one)
    if files:
        buttons += (Button(texts.PICTURES, token(FLOW.name, "files", one.code)),)
    return Card(title, (one.name,) if one.name != one.headline else (), tuple(facts), buttons)


def often(one: Obligation) -> Text:
    """How often it comes."""
    return texts.EVERY(months=one.months) if one.months else texts.ONCE


def _last(turn: Turn, one: Obligation) -> list[tuple[Phrase, Phrase]]:
    done = next((row for row in reversed(one.rounds) if row.checked_at is not None), None)
    if done is None:
        return []
    checker = done.checked_by.name if done.checked_by is not None else texts.NOBODY_CHECKED
    return [
        (
            texts.LAST,
            texts.LAST_IS(day=day_words(turn, done.shown_at), name=done.by.name, checker=checker, words=done.shown),
        )
    ]


def in_hand(turn: Turn) -> list[Obligation]:
    """One's own, and what waits for a check, for whoever checks; what is due later than its first reminder waits for nobody."""
    if turn.actor is None:
        return []
    soon = rules.BEFORE.due(turn.rule(rules.BEFORE), turn.now, turn.school.calendar)
    found = [
        one for one in obligations.still_open(turn.tx) if one.status != ObligationStage.PENDING or one.due_at <= soon
    ]
    if oversees(turn.viewer):
        return list(found)
    return [one for one in found if one.owner_id == turn.actor.id]


def _none(_turn: Turn, _one: Obligation) -> str:
    return "none"


router = Router(
    "obligations", flow=FLOW, find=obligations.by_code, readable=reader, card=obligation_card, open_for=in_hand,
    context=_none, rules=rules.ALL,
)  # fmt: skip
router.help(texts.HELP, Role.CIO, Role.ADMIN)
__all__ = ["OPEN", "in_hand", "is_late", "obligation_card", "often", "router", "subject"]
