"""The time line of any subject: "14:05 断开了外网" is kept with who and when, and those involved read it at once.

    timeline.note(turn, "D-2", "14:05 全体到位", tell=people)
    Card(…, lines=timeline.lines(turn, "D-2", 5))

A feature decides who may write (a step of its flow); this tool reads the time, keeps the line and echoes it.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.errors import Incomplete
from handlers.numerals import fold
from handlers.texts import EDGES, Phrase, Text
from handlers.turn import Turn
from storage import timelines
from storage.outbox import Priority
from storage.people import Person
from storage.timelines import TimelineNote

LONGEST = 1000
AGO = timedelta(hours=12)  # "23:50" written at ten past midnight was yesterday; "14:05" written at ten was not
AHEAD = timedelta(minutes=5)  # clocks differ, and people round up
_TIME = re.compile(
    r"^\s*(?:今天|今日)?\s*(?:at )?([01]?\d|2[0-3])\s*(?::|点|时)\s*([0-5]\d)(?!\d)\s*分?", re.IGNORECASE
)

ECHO = Text("{mark}{code} {line}", "{mark}{code} {line}")
LINE = Text("{at} {name} {words}", "{at} {name} {words}")
EMPTY = Text(
    "记什么？写一句，如「14:05 断开了外网」。", "What should be noted? One line, such as “14:05 unplugged the network”."
)
TOO_LONG = Text(
    "一条记录最多 {most} 字，请分几条写。", "One note holds {most} characters at most; please write several."
)


def note(
    turn: Turn, subject: str, said: str, *, tell: Iterable[Person] = (), mark: Phrase = "", kind: str = "",
    clause: str = "", urgent: bool = True,
) -> TimelineNote:  # fmt: skip
    """Keep one line about a subject and echo it to `tell`, the writer apart. The log gets it, too.

    `mark` stands before the echo, such as 【演练】. `urgent` lines break quiet hours. Raises `Incomplete` for nothing
    and for more than `LONGEST` characters.
    """
    at, words = read(turn, said)
    if not words:
        raise Incomplete(EMPTY)
    if len(words) > LONGEST:
        raise Incomplete(TOO_LONG(most=LONGEST))
    line = timelines.keep(turn.tx, subject, words, turn.actor, turn.now, at=at, kind=kind)
    turn.record(subject, "timeline", clause=clause, details={"at": at.isoformat(), "words": words, "kind": kind})
    echo = ECHO(mark=mark, code=subject, line=shown(turn, line))
    for person in {one.id: one for one in tell}.values():
        if turn.actor is None or person.id != turn.actor.id:
            priority = Priority.URGENT if urgent else Priority.NOTICE
            turn.tell(person, echo, subject=subject, priority=priority)
    return line


def read(turn: Turn, said: str) -> tuple[datetime, str]:
    """When it happened and what: the clock time in front, in the school's zone, else now.

    A time that has not come yet today was yesterday's where that is less than half a day ago; else it is left in the words.
    """
    found = _TIME.match(fold(said))
    words = said.strip()
    if found is None:
        return turn.now, words
    today = turn.local(turn.now)
    then = today.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    if today < then <= today + AHEAD:
        then = today
    if then > today:
        then -= timedelta(days=1)
        if today - then > AGO:
            return turn.now, words
    return then.astimezone(turn.now.tzinfo), said[found.end() :].strip(EDGES)


def shown(turn: Turn, line: TimelineNote) -> Text:
    """A line as people read it: 14:05 王技术 断开了外网."""
    name = line.by.name if line.by is not None else ""
    said = LINE(at=turn.clock_time(line.at), name=name, words=line.words)
    return said if name else Text(said.zh.replace("  ", " ", 1), said.en.replace("  ", " ", 1))


def lines(turn: Turn, subject: str, count: int) -> tuple[Text, ...]:
    """The newest lines of a subject, for its card."""
    return tuple(shown(turn, line) for line in timelines.latest(turn.tx, subject, count))


def whole(turn: Turn, subject: str) -> tuple[Text, ...]:
    """All of it, in the order in which things happened, for a report or a review."""
    return tuple(shown(turn, line) for line in timelines.of(turn.tx, subject))
