"""The one router of drills: how one is found, who may see it, who may be told of it, what somebody has in hand."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from handlers.cards import Button, token
from handlers.drills import rules, texts
from handlers.drills.cards import drill_card
from handlers.drills.flow import FLOW, OVERSEERS, PLANNERS, involved, readable, runner
from handlers.router import Router, Standing
from handlers.texts import Text
from handlers.turn import Turn
from storage import drills
from storage.drills import Drill, Inject, Stage
from storage.people import Person, Role

UNHELD = Standing(
    key="drills.unheld", title="本学期演练提醒", action="drills.unheld", clause="7.3.2", catch_up="send_late",
    rule={"every": "weekly", "weekdays": [0], "time": "09:00", "holiday": "after"},
)  # fmt: skip


def find(tx: Session, code: str) -> Drill | None:
    """A drill by its number; a participant's own cards are filed under `D-3/17`."""
    return drills.find(tx, code.partition("/")[0])


def may_hear(turn: Turn, code: str, person: Person) -> bool:
    """Nobody outside hears of a drill: only who takes part, who runs it, the CIO, who acts for them, and leaders."""
    drill = find(turn.tx, code)
    if drill is None:
        return False
    viewer = turn.view_of(person)
    knew = person.id in {drill.approver_id, *drill.informed}  # also when their letter has ended
    return (
        knew or drill.of(person.id) is not None or runner.allows(viewer, drill) or viewer.holds(Role.CIO, Role.LEADER)
    )


def open_for(turn: Turn) -> Iterable[Drill]:
    """What this person may have in hand, the next one first."""
    if turn.actor is None:
        return []
    own = drills.of_person(turn.tx, turn.actor.id, (*Stage.OPEN, Stage.ARCHIVED, Stage.STOPPED))
    oversees = turn.viewer.holds(*OVERSEERS) or turn.viewer.cio_letter is not None
    others = drills.in_stage(turn.tx, Stage.OPEN) if oversees else []
    found = {drill.id: drill for drill in (*own, *others)}
    return [drill for drill in found.values() if readable.allows(turn.viewer, drill)]


def live_for(turn: Turn) -> list[Drill]:
    """Drills under way that this person is part of."""
    if turn.actor is None:
        return []
    return [one for one in drills.in_stage(turn.tx, (Stage.LIVE,)) if involved.allows(turn.viewer, one)]


def situation(turn: Turn, drill: Drill) -> str:
    """What the newest card means for what is said next."""
    return f"drill_live:{drill.code}" if drill.status == Stage.LIVE and involved.allows(turn.viewer, drill) else "none"


def _hears(turn: Turn, text: str) -> bool:
    from handlers.drills import asking  # noqa: PLC0415 -- it registers with this router

    return asking.heard(turn, text)


def _interrupts(turn: Turn, text: str) -> bool:
    from handlers.drills import stopping  # noqa: PLC0415 -- it registers with this router

    return stopping.heard(turn, text)


router = Router(
    "drills", flow=FLOW, find=find, readable=readable, card=drill_card, open_for=open_for, context=situation,
    hears=_hears, mark=texts.MARK, told=may_hear, confidential=True, rules=rules.ALL, standing=(UNHELD,),
)  # fmt: skip
router.interrupts = _interrupts
router.help(texts.HELP)
router.help(texts.HELP_PLAN, *PLANNERS)


@router.desk
def waiting(turn: Turn) -> Sequence[tuple[Text, Button]]:
    """What one was told in a drill and has not handled."""
    found: list[tuple[Text, Button]] = []
    for drill in live_for(turn):
        for inject in drill.injects:
            receipt = inject.of(turn.person().id)
            if receipt is not None and receipt.handled_at is None:
                words = texts.DESK_GOT(code=drill.code, number=inject.number, words=inject.words)
                marked = Text(texts.MARK.zh + words.zh, texts.MARK.en + words.en)
                found.append((marked, Button(texts.HANDLED, handled_token(drill, inject))))
    return found


def handled_token(drill: Drill, inject: Inject) -> str:
    """The button that says an inject is handled."""
    return token(FLOW.name, "handled", drill.code, str(inject.number))
