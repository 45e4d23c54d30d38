"""The one router of trainings: how one is found, who may see it, what somebody has in hand."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from handlers.router import Router
from handlers.trainings import rules, texts
from handlers.trainings.cards import training_card
from handlers.trainings.flow import FLOW, PLANNERS, host, readable
from handlers.turn import Turn
from storage import trainings
from storage.people import Role
from storage.trainings import Stage, Training


def find(tx: Session, code: str) -> Training | None:
    """A session by its number; a participant's own cards are filed under `TR-3/17`."""
    return trainings.find(tx, code.partition("/")[0])


def open_for(turn: Turn) -> Iterable[Training]:
    """What this person may have in hand: what they hold or are invited to, the next one first."""
    return trainings.of_person(turn.tx, turn.actor.id, Stage.LIVE) if turn.actor is not None else []


def situation(turn: Turn, training: Training) -> str:
    """What the newest card means for what is said next."""
    if training.status == Stage.CHECK_IN:
        return f"training_live:{training.code}"
    if training.status == Stage.INVITING and not host.allows(turn.viewer, training):
        return f"training_invite:{training.code}"
    return "none"


router = Router(
    "trainings", flow=FLOW, find=find, readable=readable, card=training_card, open_for=open_for, context=situation,
    rules=rules.ALL, rule_readers=(Role.TECHNICIAN, Role.DISPATCHER),
)  # fmt: skip
router.help(texts.HELP)
router.help(texts.HELP_HOST, *PLANNERS)
