"""The router of the implementing rules, and who may change them."""

from handlers.flow import By, Viewer, by
from handlers.router import Router
from handlers.rulebook import Rule
from handlers.rules import texts
from handlers.texts import Text
from handlers.turn import Turn
from storage.people import Role


@by(texts.BY_CIO.zh, texts.BY_CIO.en)
def cio(viewer: Viewer, _rule: object) -> bool:
    """Clause 9.1 names the CIO; whoever acts under a letter decides on requests, not on rules."""
    return viewer.holds(Role.CIO)


may_change: By = cio
router = Router("rules")
router.help(texts.HELP, Role.CIO)


def area_of(rule: Rule) -> Text:
    """The part of the sheet a rule stands in."""
    return texts.AREAS.get(rule.area, texts.OTHER)


def areas(turn: Turn) -> dict[str, list[Rule]]:
    """All rules by the name of their area, in the order of the features."""
    found: dict[str, list[Rule]] = {}
    for rule in turn.features.rules.values():
        found.setdefault(area_of(rule).zh, []).append(rule)
    return found
