"""What features say to each other about the safety of the school's systems and data (clauses 5.1.4, 7.1.1, 7.2).

A feature names what is open with it (`router.safety`), what its records vouch for at a project's end (`router.vouch`), what
stands in the way of a project's approval (`router.object`), and takes over what somebody who left answered for
(`router.leaving`). `tell` hands a fact to whichever feature waits for it under the name of a deadline.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from handlers.flow import Viewer
from handlers.texts import Text
from storage.people import Person, Role

if TYPE_CHECKING:
    from handlers.turn import Turn

SIGN = "responsibilities.ask"  # somebody answers for a system from now on; subject: its code
BACK_UP = "backups.plan"  # a system is to be backed up; payload "words": 每天凌晨2点
RETIRED = "backups.retired"  # a system is out of use: nothing of it is expected any more
CLASSIFIED = "projects.classified"  # the data of a project has a class; payload "class"
SYSTEM_CLASSIFIED = "systems.classified"  # the data of a system has a class; payload "class"
LEFT = "people.left"  # somebody left the school; subject: person:17

OVERSEE = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.INSPECTOR, Role.AUDITOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Open:
    """One thing of the school's safety that waits: what, whose it is, until when (a day at school); `urgent` at once."""

    words: Text
    owner: str
    due: date
    code: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Vouched:
    """What records say at a project's end: whether backup and data class are in order, and which records say so."""

    in_order: bool
    words: Text


Opens: TypeAlias = "Callable[[Turn], Sequence[Open]]"
Vouches: TypeAlias = "Callable[[Turn, str], Vouched | None]"
Objects: TypeAlias = "Callable[[Turn, str], Text | None]"
Leaves: TypeAlias = "Callable[[Turn, Person], Sequence[str]]"


def tell(turn: "Turn", what: str, code: str, facts: Mapping[str, Any] | None = None) -> None:
    """Hand a fact to the feature that waits for it; nothing where none is installed."""
    told = turn.features.dues.get(what)
    if told is not None:
        turn.tx.flush()
        told(turn, code, facts or {})


def oversees(viewer: Viewer) -> bool:
    """Whether somebody watches over the school's safety as a whole, or acts for the CIO now."""
    return viewer.holds(*OVERSEE) or viewer.acts_for_cio


def day_words(turn: "Turn", day: date | datetime) -> Text:
    """A day as people say it, with the year where it is another one."""
    then = turn.local(day).date() if isinstance(day, datetime) else day
    year = "" if then.year == turn.local(turn.now).year else f"{then.year}年"
    return Text(f"{year}{then.month}月{then.day}日", f"{then:%d %b %Y}" if year else f"{then:%d %b}")


def today(turn: "Turn") -> date:
    """The day it is at school."""
    return turn.local(turn.now).date()
