"""制度改了什么, 知悉情况, 制度版本: what anybody may ask about versions, in a sentence or by a button."""

from handlers import steps
from handlers.charter import cards, texts
from handlers.charter.actions import router
from handlers.charter.flow import FLOW
from handlers.errors import NotAllowed, Refused
from handlers.turn import Turn
from storage import charter
from storage.charter import DocumentVersion
from storage.people import Role


@router.button("changes")
def changes(turn: Turn, code: str, _choice: str) -> None:
    """What the latest version changes, or the one named."""
    turn.reply(cards.changes_card(turn, _version(turn, code)))


@router.button("impact")
def reached(turn: Turn, code: str, _choice: str) -> None:
    """Which open work, rules and interpretations a version reaches; for whoever looks after them."""
    turn.person()
    if not turn.viewer.holds(Role.CIO, Role.SECRETARY, Role.DISPATCHER, Role.LEADER, Role.AUDITOR):
        raise NotAllowed(texts.SEE_IMPACT, texts.WHO_SEES_IMPACT)
    turn.reply(cards.impact_card(turn, _version(turn, code)))


@router.button("coverage")
def coverage(turn: Turn, code: str, _choice: str) -> None:
    """How many have taken note of it, by department."""
    turn.person()
    if code:
        version = _version(turn, code)
    else:
        published = [one for one in charter.own_versions(turn.tx) if one.published_at is not None]
        if not published:
            raise Refused(texts.NOTHING_PUBLISHED)
        version = published[0]
    turn.reply(cards.coverage_card(turn, version, turn.viewer))


@router.button("versions")
def versions(turn: Turn, _code: str, _choice: str) -> None:
    """Every version, when it counts from, and whether people were told."""
    found = charter.own_versions(turn.tx)
    if not found:
        raise Refused(texts.NO_VERSION)
    turn.reply(cards.versions_card(turn, found))


@router.button("publish_latest")
def publish(turn: Turn, code: str, _choice: str) -> None:
    """发布制度: the card with the changes first; the button under it publishes."""
    waiting = [one for one in charter.own_versions(turn.tx) if one.status == "imported"]
    version = _version(turn, code) if code else (waiting[0] if waiting else None)
    if version is None:
        raise Refused(texts.NOTHING_TO_PUBLISH)
    FLOW.check(FLOW.by_name["publish"], turn.viewer, version)
    turn.reply(cards.version_card(turn, version, turn.viewer), subject=version.code)


def _version(turn: Turn, code: str) -> DocumentVersion:
    if code:
        found: DocumentVersion = steps.find(turn, router, code)
        return found
    newest = charter.own_versions(turn.tx)
    if not newest:
        raise Refused(texts.NO_VERSION)
    return newest[0]
