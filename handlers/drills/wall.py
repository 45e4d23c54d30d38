"""The screen of a drill in its room: how many are in place and how long it runs. No names."""

from handlers import screens
from handlers.drills import texts
from handlers.drills.cards import here, minutes_since
from handlers.drills.desk import router
from handlers.screens import Screen
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import drills
from storage.drills import Stage


@router.screen
def wall(turn: Turn, token: str) -> Screen | None:
    """What stands on the wall now; None for an address nobody was given, and before it begins."""
    code, _, key = token.partition(".")
    drill = drills.find(turn.tx, code)
    if drill is None or not screens.is_key(key, drill.secret, code) or drill.started_at is None:
        return None
    title = Text(f"{texts.MARK.zh}{drill.scenario}", f"{texts.MARK.en}{drill.scenario}")
    if drill.status == Stage.STOPPED:
        return Screen(title, "", (texts.STOPPED,), over=True)
    if drill.status != Stage.LIVE:
        return Screen(title, "", (texts.STATUS[drill.status],), over=True)
    sent = sum(one.sent_at is not None for one in drill.injects)
    big = f"{here(drill)}/{len(drill.players)}"
    lines: tuple[Phrase, ...] = (
        texts.WALL_BIG(here=here(drill), all=len(drill.players)),
        texts.MINUTES(minutes=minutes_since(turn, drill)),
        texts.WALL_INJECTS(count=sent),
    )
    return Screen(title, big, lines)
