"""A notice that begins as something else, such as an incident people have to be warned of: half written, never sent."""

from handlers.broadcasts.desk import router
from handlers.broadcasts.drafting import begin, writer
from handlers.broadcasts.words import Wish
from handlers.turn import Turn
from storage.people import Person


@router.beginning
def from_other_work(turn: Turn, words: str, _person: Person | None, _source: str) -> str:
    """The words stand in the draft, the audience is asked for; as an emergency it needs a second person's yes."""
    writer(turn)
    begin(turn, Wish(content=words, emergency=True))
    return ""
