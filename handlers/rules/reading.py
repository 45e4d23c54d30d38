"""Reading the rules: the sheet, a part of it, one rule, its history. Everybody may."""

from handlers.errors import Refused
from handlers.rulebook import Rule
from handlers.rules import cards, texts
from handlers.rules.desk import router
from handlers.texts import STALE_BUTTON
from handlers.turn import Turn


def rule_of(turn: Turn, key: str) -> Rule:
    """The rule a button stands for."""
    rule = turn.features.rules.get(key)
    if rule is None:
        raise Refused(STALE_BUTTON)
    return rule


@router.button("sheet")
def sheet(turn: Turn, _key: str, choice: str) -> None:
    """The areas, a screen at a time."""
    turn.reply(cards.sheet(turn, int(choice) if choice.isdigit() else 0))


@router.button("area")
def area(turn: Turn, key: str, choice: str) -> None:
    """One part of the sheet."""
    if key not in texts.AREAS and all(rule.area != key for rule in turn.features.rules.values()):
        raise Refused(STALE_BUTTON)
    turn.reply(cards.area(turn, key, int(choice) if choice.isdigit() else 0))


@router.button("look")
def look(turn: Turn, key: str, _choice: str) -> None:
    """One rule."""
    turn.reply(cards.one(turn, rule_of(turn, key)))


@router.button("history")
def history(turn: Turn, key: str, _choice: str) -> None:
    """How it came to be what it is."""
    turn.reply(cards.history(turn, rule_of(turn, key)))


@router.button("sheet_history")
def sheet_history(turn: Turn, _key: str, choice: str) -> None:
    """The last changes, a page at a time."""
    turn.reply(cards.sheet_history(turn, int(choice) if choice.isdigit() else None))
