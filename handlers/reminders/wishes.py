"""What a sentence asks to be reminded of: when, whom, and of what. 每周三下午三点提醒各部门报周报."""

import re
from dataclasses import dataclass
from datetime import timedelta

from handlers import audience_words
from handlers.audience import Audience
from handlers.errors import Incomplete
from handlers.numerals import fold
from handlers.recurrence import Once
from handlers.reminders import texts
from handlers.time_phrases import find_recurrence, parse_when
from handlers.timing.recurrence_rule import Recurrence
from handlers.turn import Turn

LONGEST = 200
_REMIND = re.compile(r"提醒一下|提醒|叫(?=我|大家|全体)|\bremind\b", re.IGNORECASE)
_ME = re.compile(
    r"\s*(?:一下)?(?:我自己|我|自己|本人|me\b)(?!们)(?:记得|要|去|别忘了|不要忘记|to\b)?\s*", re.IGNORECASE
)
_LED = re.compile(r"^\s*(?:一下|(?:on|at|in|by)\b)?\s*(?:,|，)?\s*(?:要|去|(?:to|that|about)\b)?\s*", re.IGNORECASE)
_DAYS_OFF = re.compile(  # what the rule has understood already
    r"[,，、(（]?\s*(?:如?遇到?)?(?:节假日|假期?|周末|休息日)[^,，。]{0,4}(?:顺延|延后|推迟|往后|提前|往前|照常|照旧|跳过|除外|不用|不发|停)[)）]?"
)
_MANY = re.compile(r"\s*(?:各|全体|所有|每个|大家|每位|全校)")


@dataclass(frozen=True, slots=True)
class Wish:
    """One reminder as it was understood. Without an audience it is for whoever asked."""

    rule: Recurrence
    what: str
    audience: Audience | None = None


def read(turn: Turn, text: str, content: str) -> Wish | None:
    """The wish in a sentence, or None where no time is named. `content` is what understanding found to be its matter.

    Raises `Incomplete` where somebody is meant whom the school does not know.
    """
    rule = _rule(turn, text)
    if rule is None:
        return None
    said = _without_time(turn, text, text)
    verb = _REMIND.search(fold(said))
    rest = said[verb.end() :] if verb else said
    if verb is None:
        return Wish(rule, what_of(turn, content, text))
    if own := _ME.match(fold(rest)):
        what = _LED.sub("", rest[own.end() :]).strip(" ,，、。.:：!！").removeprefix("记得")[:LONGEST]
        before = said[: verb.start()].strip(" ,，、。.:：请麻烦")  # 明天三点开会,提醒我一下
        return Wish(rule, next((one for one in (what, before[:LONGEST]) if len(one) > 1), what_of(turn, content, text)))
    reading = audience_words.at_the_start(turn.tx, rest)
    if reading is None:
        if _MANY.match(fold(rest)):
            raise Incomplete(texts.WHOM)
        return Wish(rule, what_of(turn, content, text))
    what = rest[reading.end :].strip(" ,，、。.:：的要去").removeprefix("记得")[:LONGEST]
    return Wish(rule, what or texts.SOMETHING.to(turn.language), reading.audience)


def names_people(turn: Turn, text: str) -> bool:
    """Whether somebody of the school stands behind 提醒."""
    said = _without_time(turn, text, text)
    verb = _REMIND.search(fold(said))
    rest = said[verb.end() :] if verb else ""
    return bool(rest) and not _ME.match(fold(rest)) and audience_words.at_the_start(turn.tx, rest) is not None


def _rule(turn: Turn, text: str) -> Recurrence | None:
    """When: what comes back first (每周五), else the one moment that was named."""
    calendar = turn.school.calendar
    again = find_recurrence(text, calendar, today=calendar.date(turn.now))
    if again is not None:
        return again.rule
    found = parse_when(text, turn.now, calendar)
    if not found:
        return None
    at = found[0].at
    if at.second or at.microsecond:  # to the full minute, and never before it was asked for
        at = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    local = turn.local(at)
    return Recurrence(Once(local.date()), local.time())


def what_of(turn: Turn, content: str, said: str = "") -> str:
    """What to be reminded of, without the words of time that the whole sentence was read by."""
    what = _without_time(turn, content, said or content).strip(" ,,。.::的")[:LONGEST]
    return what or content.strip()[:LONGEST] or texts.SOMETHING.to(turn.language)


def _without_time(turn: Turn, said: str, read: str) -> str:
    """What is left when the time that counts is taken out; any other time belongs to the matter (周五前交报告)."""
    calendar = turn.school.calendar
    found = find_recurrence(read, calendar) or next(iter(parse_when(read, turn.now, calendar)), None)
    if found is None:
        return said
    if said == read:
        return _DAYS_OFF.sub("", said[: found.start] + said[found.end :])
    return _DAYS_OFF.sub("", said.replace(found.words, "", 1))
