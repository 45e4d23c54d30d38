"""A broadcast in a sentence: 通知全体老师明天下午三点停网维护，请保存好文件，收到回复 → for whom, what, when, and what is asked.

What the sentence says stands in the message as it was said; only what is about the sending (给谁、何时发、收到回复) goes.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from handlers import audience_words, for_whom
from handlers.audience import Audience, persons
from handlers.errors import Incomplete
from handlers.numerals import fold
from handlers.texts import EDGES, Text
from handlers.time_phrases import Relation, parse_when
from handlers.turn import Turn

_NOTICE = r"(?:紧急|正式|重要|临时|全校|会议|停电|停网|放假|培训|维护)*(?:通知|公告|通告|广播|消息|提醒|群发)"
_PLEASE = r"^(?:请|麻烦|帮我|帮忙|我要|我想|需要|please |i want to |could you )*"
_SEND = (
    rf"(?:(?:群发|发布|发送|下发|发出|拟写|起草|发|拟|写)(?:一个|一条|一份|一则|一下|个|条|份|则)?(?:{_NOTICE})?"
    rf"|{_NOTICE}(?:一下|下)?|告诉|告知|转告|通告"
    r"|(?:send|post|make|write)(?: out)?(?: an?| the)?(?: urgent| emergency)? (?:notice|announcement|message|broadcast)"
    r"|notify|inform|tell|announce|broadcast|let)"
)
_TO = r"(?:给|到|至|:|for|to)?"
VERB_FIRST = re.compile(rf"{_PLEASE}(?P<when>.{{0,16}}?){_SEND}\s*{_TO}\s*", re.IGNORECASE)
WHO_FIRST = re.compile(rf"{_PLEASE}(?P<when>.{{0,16}}?)(?:给|向|对|跟|和|与)", re.IGNORECASE)
ALONE = re.compile(f"{_PLEASE}(?P<when>)", re.IGNORECASE)  # 各部门联络人通知一下，…
_SAID = re.compile(rf"\s*(?:{_SEND}|说|讲)", re.IGNORECASE)
_GOES_ON = re.compile(r"[^,。;!?\s]{1,12}:")  # 信息中心的新人：… is not all of the 信息中心
AFTER_WHO = re.compile(
    rf"^\s*(?:{_SEND}|说一声|说一下|讲一声|讲一下|说|讲)?\s*(?:know )?(?:,?\s*(?:内容是?|正文是?|that|about|说)\s*)?[,:\s]*",
    re.IGNORECASE,
)

_CLAUSE = r"(?:^|(?<=[,。;!?.\n]))[^,。;!?\n]*"
ACK = re.compile(
    rf"{_CLAUSE}(?:收到(?:后)?(?:都|均)?请?(?:务必)?(?:回复|回执|确认|回一下|回个?)|请?(?:各位)?回复收到"
    r"|需(?:要)?(?:大家|各位)?(?:确认|知悉|回执|回复)|请(?:大家|各位)?(?:务必)?(?:确认|知悉|回执)(?:并回复)?|要(?:大家)?(?:回执|确认|知悉)"
    r"|(?:看到|看见|收到|看过|知道)(?:后|了|的)?(?:都|请|麻烦)*(?:给我?)?(?:回|吱)(?:个|一)?(?:话|信|声|复)"
    r"|please (?:acknowledge|confirm)(?: receipt)?"
    r"|acknowledg(?:e|ment)(?: is)? (?:required|needed|requested))[^,。;!?\n]*[,。;!?.]?",
    re.IGNORECASE,
)
NO_ACK = re.compile(
    rf"{_CLAUSE}(?:不用|无需|不必|不需要?|勿)(?:大家)?(?:回复|确认|回执|知悉|回)[^,。;!?\n]*[,。;!?.]?"
    r"|no (?:need to )?(?:reply|acknowledge)[^,.;!?\n]*[.,]?",
    re.IGNORECASE,
)
DONE_TOO = re.compile(
    rf"{_CLAUSE}(?:(?:完成|做完|办完|交完)(?:后|了)?(?:都|均)?请?(?:务必)?(?:回复|反馈|告知|确认|回一下)|完成(?:后)?请?按「?已完成」?"
    r"|(?:reply|tell me|confirm) when (?:it is )?done)[^,。;!?\n]*[,。;!?.]?",
    re.IGNORECASE,
)
URGENT = re.compile(
    r"紧急(?:通知|公告|广播|消息|群发)|[【\[]紧急[】\]]|^紧急[:,!]|(?:urgent|emergency) (?:notice|announcement|message|broadcast)",
    re.IGNORECASE,
)
SEND_CLAUSE = re.compile(
    rf"{_CLAUSE}(?:再|准时|定时|统一)?(?:发送|发出去|发出|推送|群发|发)(?:出去|给大家|吧)?(?=[,。;!?\n]|$)[,。;!?]?"
)
WITH_ME = re.compile(  # 全体老师和我: whoever writes wants it, too
    r"\s*[,(]?\s*(?:和|及|跟|以及|包括|含|连同|加上|也发给|including|and)\s*(?:我自己|我本人|我|myself|me)(?![们校部的])\s*\)?",
    re.IGNORECASE,
)
BEFORE_ANSWER = re.compile(r"(?:前|之前|以前|by|before)")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a sentence asks to be sent. `problem` is why the audience could not be read; None: nothing was said."""

    audience: Audience | None = None
    problem: Text | None = None
    corrections: tuple[Text, ...] = ()
    content: str = ""
    ack: bool | None = None
    wants_done: bool = False
    emergency: bool = False
    send_at: datetime | None = None
    deadline: datetime | None = None


def read(turn: Turn, text: str) -> Wish:
    """Whatever the sentence holds; what it does not hold is asked for."""
    said = fold(text).strip()
    emergency = URGENT.search(said) is not None
    send_at, rest, reading, problem = _addressed(turn, said)
    wants_done = DONE_TOO.search(rest) is not None
    content, asked = acknowledgement(DONE_TOO.sub("", rest))
    asked = asked or (True if wants_done else asked)
    content, later = sending_time(turn, content)
    content = _tidy(content)
    return Wish(
        reading.audience if reading else None, problem, reading.corrections if reading else (), content, asked,
        wants_done, emergency,
        later or send_at, deadline_in(turn, rest) if asked else None,
    )  # fmt: skip


def acknowledgement(text: str) -> tuple[str, bool | None]:
    """The text without what it says about answering, and whether an answer is wanted; None when it does not say."""
    if NO_ACK.search(text):
        return NO_ACK.sub("", text), False
    if ACK.search(text):
        return ACK.sub("", text), True
    return text, None


def sending_time(turn: Turn, text: str) -> tuple[str, datetime | None]:
    """The text without a clause like 明早八点再发, and the moment it names."""
    for match in SEND_CLAUSE.finditer(text):
        times = parse_when(match[0], turn.now, turn.school.calendar)
        left = match[0]
        for when in reversed(times):
            left = left[: when.start] + left[when.end :]
        if (
            times
            and len(
                re.sub(
                    r"[\s,。;!?请在于到等的]|再|准时|定时|统一|发送|发出去|发出|推送|群发|发|出去|给大家|吧", "", left
                )
            )
            == 0
        ):
            return text[: match.start()] + text[match.end() :], times[0].at
    return text, None


def deadline_in(turn: Turn, text: str) -> datetime | None:
    """By when an answer is wanted: the last time that was said as a limit."""
    limits = [when for when in parse_when(text, turn.now, turn.school.calendar) if when.relation is Relation.BEFORE]
    return limits[-1].at if limits else None


def _addressed(turn: Turn, said: str) -> tuple[datetime | None, str, audience_words.Reading | None, Text | None]:
    """(when to send, the rest, for whom, why that could not be read)."""
    for pattern in (WHO_FIRST, VERB_FIRST, ALONE):
        match = pattern.match(said)
        if match is None:
            continue
        times = parse_when(match["when"], turn.now, turn.school.calendar)
        if match["when"].strip(EDGES) and not times:
            continue
        rest = said[match.end() :]
        try:
            reading = _with_me(turn, rest, audience_words.at_the_start(turn.tx, rest))
        except Incomplete as refused:
            if pattern is ALONE:
                continue
            return (times[0].at if times else None), re.split(r"[:,]", rest, maxsplit=1)[-1], None, refused.wording
        if pattern is not VERB_FIRST and (reading is None or not _SAID.match(rest[reading.end :])):
            continue
        after = rest[reading.end :] if reading else rest
        if (
            reading is not None
            and _GOES_ON.match(after)
            and not _SAID.match(after)
            and (problem := _unknown(turn, rest))
        ):
            return (times[0].at if times else None), _after_stop(rest), None, problem
        problem = None if reading else _unknown(turn, after)
        content = AFTER_WHO.sub("", _after_stop(after) if problem else after, count=1)
        return (times[0].at if times else None), content, reading, problem
    return None, said, None, None


def _with_me(turn: Turn, rest: str, reading: audience_words.Reading | None) -> audience_words.Reading | None:
    """The audience with its author, where the words behind it say so."""
    mine = WITH_ME.match(rest, reading.end) if reading is not None else None
    if reading is None or mine is None:
        return reading
    audience = Audience((*reading.audience.groups, *persons(turn.person()).groups), reading.audience.besides)
    return replace(reading, audience=audience, end=mine.end())


def _unknown(turn: Turn, after: str) -> Text | None:
    """Why the words before a colon name nobody; None when there is no such thing before the content."""
    words, colon, _rest = after.partition(":")
    if not colon or not words.strip(EDGES) or len(words) > 30:
        return None
    return for_whom.unknown(turn.tx, words)


def _after_stop(text: str) -> str:
    words, stop, rest = text.partition(":")
    return rest if stop and len(words) <= 30 else text


def _tidy(content: str) -> str:
    """Without the punctuation that what was taken out leaves behind; Chinese gets its own commas back."""
    kept = re.sub(r"[,;\s]+(?=[。!?])", "", content).strip(" \t\r\n,;:，；：")
    return chinese_marks(kept)


_WIDE = str.maketrans({",": "，", ";": "；", "!": "！", "?": "？", ":": "：", "(": "（", ")": "）"})


def chinese_marks(text: str) -> str:
    """Chinese sentences with full-width punctuation; a mark between digits or Latin letters stays as it is."""
    if not any("一" <= character <= "鿿" for character in text):
        return text
    return re.sub(
        r"(?<![0-9A-Za-z])[,;!?:()]|[,;!?:()](?![0-9A-Za-z/ ])", lambda match: match[0].translate(_WIDE), text
    )
