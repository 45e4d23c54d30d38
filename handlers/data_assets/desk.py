"""The router of data classes: who finds what, and what is on whose desk."""

from handlers.data_assets import rules, texts
from handlers.data_assets.cards import asset_card
from handlers.data_assets.flow import FLOW, party
from handlers.router import Router
from handlers.turn import Turn
from storage import data_assets
from storage.data_assets import DataAsset
from storage.people import Role


def in_hand(turn: Turn) -> list[DataAsset]:
    """One's own; the CIO has all, of which only what waits is on the desk."""
    if turn.actor is None:
        return []
    if turn.viewer.holds(Role.CIO):
        return list(data_assets.all_assets(turn.tx))
    return list(data_assets.of_person(turn.tx, turn.actor.id))


def _none(_turn: Turn, _asset: DataAsset) -> str:
    return "none"


router = Router(
    "data_assets", flow=FLOW, find=data_assets.by_code, readable=party, card=asset_card, open_for=in_hand, context=_none,
    rules=rules.ALL,
)  # fmt: skip
router.help(texts.HELP)
