"""A picture that goes with an inject: sent by whoever plans the drill, put before people with the words, replayed with them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import files
from handlers.cards import Enclosure
from handlers.drills import texts
from handlers.drills.cards import picture_subject
from handlers.drills.desk import router
from handlers.drills.flow import FLOW, runner
from handlers.drills.rules import PICTURES_KEPT
from handlers.drills.scripting import changed
from handlers.drills.speaking import answer
from handlers.turn import Turn
from storage import drills, wanted_files
from storage.drills import Drill, Inject, Stage

CAME = "drills.picture"
SCREEN = 2  # messages back that a picture without words may belong to


def with_words(turn: Turn, drill: Drill, inject: Inject) -> int:
    """What was sent along with what was just heard goes with this inject. How many files those were."""
    return files.take_along(turn, picture_subject(drill.code, inject.number), CAME)


def receives(turn: Turn) -> bool:
    """A picture without words, under the card of a drill that one plans: it goes with the inject written last."""
    shown = [row.subject.partition("/")[0] for row, _card in turn.screen[:SCREEN]]
    code = next((one for one in shown if one.startswith(f"{FLOW.prefix}-")), "")
    drill = drills.find(turn.tx, code) if code else None
    if drill is None or drill.status != Stage.PLANNED or not runner.allows(turn.viewer, drill):
        return False
    if not drill.injects:
        answer(turn, drill, texts.PICTURE_OF_NOTHING(code=drill.code))
        return True
    inject = max(drill.injects, key=lambda one: one.number)
    if not with_words(turn, drill, inject):
        return False
    changed(turn, drill)
    answer(turn, drill, texts.PICTURE_TAKEN(code=drill.code, number=inject.number))
    return True


router.receives = receives


@router.due(CAME)
def came(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """It is here, and stays as long as reports of drills are compared."""
    for one in wanted_files.of_subject(turn.tx, str(payload.get("code", ""))):
        if one.file is not None and one.file.expires_at is None:
            one.file.expires_at = turn.now + timedelta(days=turn.rule(PICTURES_KEPT))


def of_inject(turn: Turn, drill: Drill, inject: Inject) -> tuple[Enclosure, ...]:
    """What goes out with an inject; a picture that never came leaves the words alone."""
    return tuple(
        files.of(one.file)
        for one in wanted_files.of_subject(turn.tx, picture_subject(drill.code, inject.number))
        if one.file is not None and (one.file.expires_at is None or one.file.expires_at > turn.now)
    )


def replay(turn: Turn, old: Drill, new: Drill) -> None:
    """The same script with the same pictures."""
    for inject in old.injects:
        for one in wanted_files.of_subject(turn.tx, picture_subject(old.code, inject.number)):
            wanted_files.again(turn.tx, one, picture_subject(new.code, inject.number), turn.now)
