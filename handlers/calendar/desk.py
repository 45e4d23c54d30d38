"""The router of the school calendar, and who may change it."""

from handlers.calendar import texts
from handlers.errors import NotAllowed
from handlers.router import Router
from handlers.texts import Text
from handlers.turn import Turn
from storage.people import Person, Role

CLAUSE = "9.1"  # the calendar settles when every deadline of the implementing rules falls due
EDITORS = (Role.CIO, Role.ADMIN)


def editor(turn: Turn) -> Person:
    """Whoever may change the calendar, or a refusal that names them."""
    person = turn.person()
    if not person.holds(*EDITORS):
        raise NotAllowed(
            Text("修改校历", "change the calendar"), Text("CIO或系统管理员", "the CIO or an administrator"),
            code="calendar", step_name="change",
        )  # fmt: skip
    return person


def _hears(turn: Turn, text: str) -> bool:
    from handlers.calendar import asking, changing  # noqa: PLC0415 -- they register with this router

    return changing.heard(turn, text) or asking.heard(turn, text)


router = Router("calendar", hears=_hears)
router.help(texts.HELP)
