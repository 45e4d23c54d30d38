"""What a sentence asks to be reminded of: when, whom, and of what. 每周三下午三点提醒各部门报周报."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from handlers import audience_words
from handlers.audience import Audience
from handlers.errors import Incomplete
from handlers.numerals import NUMBER, fold, read_number
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
# What speaks of time: left over beside the time that was read, half of the wish would be lost without a word.
_OF_TIME = re.compile(
    r"[^,，。;]*?(?:每|逢|节假日|学年|一年|半年|(?:\d+|[一二两三四五六七八九十]+)(?:点(?!名|评|赞|击|心)|号(?!楼|机|线|教)|月)|\d:\d\d"
    r"|(?:周|星期|礼拜)[一二三四五六日天]|明天|后天|学期|开学|期[中末]|月[底末初]|第(?:\d+|[一二三四五六七八九十]+)(?:个|天|周)|\b(?:every|each)\b)[^,，。;]*",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    rf"[,，]?\s*(?:请|你|要)?提前(?P<amount>{NUMBER}|半)个?(?P<half>半)?(?P<unit>分钟?|刻钟?|小时|钟头|天|日)(?:的时候)?(?:左右)?"
)
_UNITS = {"分": 60, "刻": 900, "小": 3600, "钟": 3600, "天": 86400, "日": 86400}
_MANY = re.compile(r"\s*(?:各|全体|所有|每个|大家|每位|全校)")


class NotRead(Incomplete):
    """Something that speaks of time was not understood: half a wish is none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One reminder as it was understood. Without an audience it is for whoever asked."""

    rule: Recurrence
    what: str
    audience: Audience | None = None


def read(turn: Turn, text: str, content: str) -> Wish | None:
    """The wish in a sentence, or None where no time is named. `content` is what understanding found to be its matter.

    Raises `NotRead` where a part of its time is not understood, `Incomplete` where somebody is meant whom the school does not know.
    """
    text, ahead = _ahead_of(text)
    text, matter = _clause_of_time(turn, text)
    rule = _rule(turn, text)
    said = matter + _without_time(turn, text, text)
    verb = _REMIND.search(fold(said))
    left = _OF_TIME.search(fold(said[len(matter) : verb.start()] if verb else ""))
    if left is not None:
        raise NotRead(texts.UNREAD(words=left[0].strip(" 和请麻烦的")))
    if rule is None:
        return None
    rule = _earlier(turn, rule, ahead)
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


def names_somebody(turn: Turn, text: str) -> bool:
    """Whether whoever asks, or somebody of the school, stands behind 提醒."""
    said = _without_time(turn, text, text)
    verb = _REMIND.search(fold(said))
    rest = said[verb.end() :] if verb else ""
    return bool(rest) and (bool(_ME.match(fold(rest))) or audience_words.at_the_start(turn.tx, rest) is not None)


def _clause_of_time(turn: Turn, text: str) -> tuple[str, str]:
    """周五前交报告,周四下午提醒我: the time stands next to 提醒, and what was said before is the matter."""
    verb = _REMIND.search(fold(text))
    cut = max((fold(text).rfind(mark, 0, verb.start()) for mark in ",，;。"), default=-1) if verb else -1
    if cut < 0 or _rule(turn, text[:cut]) is None or _rule(turn, text[cut + 1 :]) is None:
        return text, ""
    return text[cut + 1 :], text[: cut + 1]


def _ahead_of(text: str) -> tuple[str, timedelta]:
    """How long before the time that is named, 提前半小时, and the sentence without it."""
    said = _AHEAD.search(fold(text))
    if said is None:
        return text, timedelta()
    amount = 0.0 if said["amount"] == "半" else float(read_number(said["amount"]) or 0)
    amount += 0.5 if said["amount"] == "半" or said["half"] else 0
    return text[: said.start()] + text[said.end() :], timedelta(seconds=amount * _UNITS[said["unit"][0]])


def _earlier(turn: Turn, rule: Recurrence, ahead: timedelta) -> Recurrence:
    """The same, so much earlier. Raises `Incomplete` where that would be another day of a rule."""
    if not ahead:
        return rule
    at = turn.school.calendar.at(
        rule.pattern.date if isinstance(rule.pattern, Once) else turn.local(turn.now).date(), rule.time
    )
    before = turn.local(at - ahead)
    if isinstance(rule.pattern, Once):
        return replace(rule, pattern=Once(before.date()), time=before.time())
    if rule.also or before.date() != turn.local(at).date():
        raise NotRead(texts.UNREAD(words=texts.AHEAD.to(turn.language)))
    return replace(rule, time=before.time())


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
