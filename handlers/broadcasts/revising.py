"""A change in a sentence: 改成周五 · 只发高中部 · 去掉李老师 · 加一句… · 把A改成B · 不用回复 · 明早八点发."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers import audience_words
from handlers.audience import Audience, Group, persons
from handlers.broadcasts import texts
from handlers.broadcasts.words import DONE_TOO, acknowledgement, chinese_marks, deadline_in, sending_time
from handlers.errors import Incomplete
from handlers.numerals import fold
from handlers.texts import EDGES
from handlers.time_phrases import parse_when
from handlers.timing.time_clocks import find_hours
from handlers.timing.time_days import find_days
from handlers.timing.time_spans import Today
from handlers.turn import Turn
from storage.broadcasts import Broadcast

QUOTES = "\"“”「」『』'‘’"
Change = Callable[[Turn, Broadcast, str], bool]

_REWRITE = re.compile(
    r"^(?:把)?(?:内容|正文|文案|text|content)\s*(?:改成|改为|换成|:|=)\s*(?P<words>.+)$", re.IGNORECASE | re.DOTALL
)
_ONLY = re.compile(
    r"^(?:对象|范围|audience)?\s*(?:只发给?|只给|只通知|仅发给?|改发给?|改为发给|发给|对象(?:改成|改为|换成|:)|范围(?:改成|改为|:)|"
    r"only(?: to| for)?|send (?:it )?only to|audience:)\s*(?P<who>.+?)(?:就行|就好|即可|就可以了?)?[。.]?$", re.IGNORECASE,
)  # fmt: skip
_LESS = re.compile(
    r"^(?:把)?(?:去掉|除了|不要发给|不用发给|不发给?|排除|删掉|without|except|remove)?\s*(?P<who>.+?)(?P<end>去掉|除外|除去|排除|不发|删掉)?[。.]?$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:再|也|还|另外)?(?:加上|加|也发给|再发给|还发给|also (?:include|to)|add)\s*(?P<who>.+?)[。.]?$", re.IGNORECASE
)
_ME = re.compile(
    r"^(?:再|也|还|另外)?(?:加上|加|算上|包括|抄送|发给?)(?:我自己|我本人|我|本人)(?:一份)?[。.]?$"
    r"|^我(?:自己)?也(?:要|想|得)?(?:收到?|收一份|要一份|发一份)[。.]?$"
    r"|^(?:also )?(?:add|include|send (?:it )?to) (?:me|myself)(?:,? too)?[.]?$",
    re.IGNORECASE,
)
_ADD = re.compile(
    r"^(?:在?(?:最后|末尾|后面|结尾))?(?:再)?(?:加|补|补充|加上|增加|添)(?:上)?(?:一?句话?|一?条|一行|个|一下)?\s*[:,]?\s*(?P<words>.+)$"
    r"|^add(?: a (?:line|sentence))?\s*[:,]?\s*(?P<english>.+)$", re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_SWAP = re.compile(
    r"^(?:把|将)?(?P<old>.+?)(?:改成|改为|改到|换成|写成|应为|应该是)(?P<new>.+?)[。.]?$"
    r"|^(?:change|replace) (?P<a>.+?) (?:to|with|by) (?P<b>.+)$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"^(?:那?就)?(?:把)?(?:开始|会议|维护|停网|停电)?(?:时间|日期)?\s*"
    r"(?:改成|改到|改为|换成|推迟到|提前到|是|make it|change (?:the )?(?:time|date)? ?to|on)"
    r"\s*(?P<when>.+?)[。.]?$",
    re.IGNORECASE,
)
_DROP_LAST = re.compile(
    r"^(?:把)?(?:删掉|删去|去掉)?最后一句(?:话)?(?:删掉|删去|去掉)?$|^(?:remove|delete) the last (?:line|sentence)$",
    re.IGNORECASE,
)
_DROP = re.compile(r"^(?:把)?(?:删掉|删去|去掉|不要)\s*(?P<a>.+?)$|^把(?P<b>.+?)(?:删掉|删去|去掉)$", re.IGNORECASE)
_NOW = re.compile(r"^(?:现在|马上|立即|立刻)(?:就)?(?:发|发送)?(?:吧|出去)?$|^send (?:it )?now$", re.IGNORECASE)
_URGENT = re.compile(r"^(?:改成|设为|标为)?(?:加急|紧急)(?:通知)?$|^(?:make it )?urgent$", re.IGNORECASE)
_CALM = re.compile(r"^(?:改成|设为)?(?:不紧急|不加急|普通(?:通知)?)$|^not urgent$", re.IGNORECASE)
_WANTS_ACK = re.compile(
    r"^(?:要|需要)(?:大家)?(?:回复|确认|知悉|回执)$|^ask for (?:replies|acknowledgement)$", re.IGNORECASE
)
_SENDING = re.compile(
    r"^(?:发送时间|发出时间|定时|什么时候发)\s*(?:改成|改到|改为|:|是|到)?\s*(?P<when>.+?)(?:发|发送)?$", re.IGNORECASE
)
_PART = re.compile(r"上午|下午|中午|晚上|早上|傍晚|凌晨")
_BY = re.compile(
    r"前(?:都|要|请|须|务必)*(?:确认|知悉|回复|回执|反馈)|(?:confirm|acknowledge|reply)\w* by", re.IGNORECASE
)
_DEADLINE = re.compile(r"(?:截止|期限|deadline)", re.IGNORECASE)


def apply(turn: Turn, broadcast: Broadcast, said: str) -> bool:
    """Change the broadcast as the sentence says; False when no reading of it changes anything.

    Raises what a part that was understood cannot be, such as an audience nobody knows.
    """
    words = fold(said).strip(EDGES)
    return any(change(turn, broadcast, words) for change in _CHANGES)


def is_surely_a_change(words: str) -> bool:
    """Short words that mean a change of a preview and, without one on the screen, something else: 加急, 不用回复."""
    said = fold(words).strip(EDGES)
    patterns = (_NOW, _URGENT, _CALM, _WANTS_ACK, _DROP_LAST, _REWRITE)
    return any(pattern.match(said) for pattern in patterns) or len(acknowledgement(said)[0].strip(EDGES)) == 0


def _sending(turn: Turn, broadcast: Broadcast, words: str) -> bool:
    if _NOW.match(words):
        broadcast.send_at = None
        return True
    match = _SENDING.match(words)
    times = parse_when(match["when"], turn.now, turn.school.calendar) if match else []
    at = times[0].at if times else sending_time(turn, words)[1]
    if at is None:
        return False
    broadcast.send_at = _to_come(turn, at)
    return True


def _to_come(turn: Turn, at: datetime) -> datetime:
    if at <= turn.now:
        raise Incomplete(texts.PAST(at=turn.clock_time(at)))
    return at


def _asking(turn: Turn, broadcast: Broadcast, words: str) -> bool:
    if DONE_TOO.search(words) and len(DONE_TOO.sub("", words).strip(EDGES)) < 2:
        broadcast.ack = broadcast.wants_done = True
        return True
    rest, asked = acknowledgement(words)
    limit = deadline_in(turn, words)
    if asked is None and _WANTS_ACK.match(words):
        rest, asked = "", True
    if asked is not None and len(rest.strip(EDGES)) < 2:
        broadcast.ack, broadcast.deadline = asked, (_to_come(turn, limit) if asked and limit else None)
        broadcast.wants_done = broadcast.wants_done and asked
        return True
    if (_DEADLINE.search(words) or _BY.search(words)) and (times := parse_when(words, turn.now, turn.school.calendar)):
        broadcast.ack, broadcast.deadline = True, _to_come(turn, times[-1].at)
        return True
    return False


def _urgency(_turn: Turn, broadcast: Broadcast, words: str) -> bool:
    wanted = True if _URGENT.match(words) else False if _CALM.match(words) else None
    if wanted is None or wanted == broadcast.emergency:
        return False
    broadcast.emergency = wanted
    return True


def _rewriting(_turn: Turn, broadcast: Broadcast, words: str) -> bool:
    match = _REWRITE.match(words)
    if match is None:
        return False
    broadcast.content = chinese_marks(match["words"].strip(QUOTES))
    return True


def _only(turn: Turn, broadcast: Broadcast, words: str) -> bool:
    match = _ONLY.match(words)
    if match is None:
        return False
    reading = audience_words.read(turn.tx, match["who"])
    broadcast.audience = reading.audience.to_json()
    broadcast.notes = [[note.zh, note.en] for note in reading.corrections]
    return True


def _less(turn: Turn, broadcast: Broadcast, words: str) -> bool:
    match = _LESS.match(words)
    if match is None or (match["end"] is None and match.start("who") == 0):
        return False
    fewer = _people(turn, match["who"])
    if fewer is None:
        return False
    audience = Audience.from_json(broadcast.audience)
    broadcast.audience = replace(audience, besides=_together(audience.besides, fewer.groups)).to_json()
    return True


def _me(_turn: Turn, broadcast: Broadcast, words: str) -> bool:
    """加上我: whoever writes it wants it, too."""
    if not _ME.match(words):
        return False
    audience = Audience.from_json(broadcast.audience)
    mine = persons(broadcast.author).groups
    besides = tuple(group for group in audience.besides if group not in mine)
    broadcast.audience = Audience(_together(audience.groups, mine), besides).to_json()
    return True


def _more(turn: Turn, broadcast: Broadcast, words: str) -> bool:
    match = _MORE.match(words)
    more = _people(turn, match["who"]) if match else None
    if more is None:
        return False
    audience = Audience.from_json(broadcast.audience)
    besides = tuple(group for group in audience.besides if group not in more.groups)
    broadcast.audience = Audience(_together(audience.groups, more.groups), besides).to_json()
    return True


def _people(turn: Turn, words: str) -> Audience | None:
    try:
        return audience_words.read(turn.tx, words.strip(QUOTES)).audience
    except Incomplete:
        return None


def _together(known: tuple[Group, ...], more: tuple[Group, ...]) -> tuple[Group, ...]:
    return tuple(dict.fromkeys((*known, *more)))


def _adding(_turn: Turn, broadcast: Broadcast, words: str) -> bool:
    match = _ADD.match(words)
    more = (match["words"] or match["english"] or "").strip(QUOTES + EDGES) if match else ""
    if not more:
        return False
    stop = "" if broadcast.content.rstrip()[-1:] in "。！？!?.；" else "。"
    broadcast.content = chinese_marks(f"{broadcast.content.rstrip()}{stop}{more}")
    return True


def _time(turn: Turn, broadcast: Broadcast, words: str) -> bool:
    """改成周五: of the time in the text the day is put in the place of the day, the hour in that of the hour."""
    match = _TIME.match(words)
    times = parse_when(match["when"], turn.now, turn.school.calendar) if match else []
    stands = parse_when(broadcast.content, turn.now, turn.school.calendar)
    if match is None or not times or not stands:
        return False
    new, old = match["when"].strip(EDGES), stands[0]
    today = Today(turn.school.calendar.date(turn.now), turn.school.calendar)
    has_day, has_hour = bool(list(find_days(new, today))), bool(list(find_hours(new, turn.school.calendar)))
    said = fold(broadcast.content)[old.start : old.end]
    parts = list(find_days(said, today)) if has_day and not has_hour else []
    start, end = (parts[0][0], parts[0][1]) if parts else (0, len(said))
    if has_hour and not has_day and (hours := list(find_hours(said, turn.school.calendar))):
        start, end = hours[0][0], hours[0][1]
    if (part := _PART.match(said[start:end])) and has_hour and not _PART.match(new):
        new = part[0] + new  # 三点改四点 stays in the afternoon
    kept = broadcast.content
    broadcast.content = kept[: old.start + start] + new + kept[old.start + end :]
    return True


def _swapping(_turn: Turn, broadcast: Broadcast, words: str) -> bool:
    match = _SWAP.match(words)
    if match is None:
        return False
    old = (match["old"] or match["a"]).strip(QUOTES + EDGES)
    new = (match["new"] or match["b"]).strip(QUOTES + EDGES)
    where = fold(broadcast.content).find(old) if old else -1
    if where < 0:
        return False
    broadcast.content = broadcast.content[:where] + chinese_marks(new) + broadcast.content[where + len(old) :]
    return True


def _dropping(_turn: Turn, broadcast: Broadcast, words: str) -> bool:
    if _DROP_LAST.match(words):
        sentences = re.findall(r"[^。！？!?；\n，]+[。！？!?；\n，]*", broadcast.content)
        broadcast.content = "".join(sentences[:-1]).rstrip("，,；; ")
        return True
    match = _DROP.match(words)
    gone = (match["a"] or match["b"]).strip(QUOTES + EDGES) if match else ""
    where = fold(broadcast.content).find(gone) if gone else -1
    if where < 0:
        return False
    broadcast.content = re.sub("^[，。、]+", "", broadcast.content[:where] + broadcast.content[where + len(gone) :])
    return True


# The order matters: who first, then when and what is asked, the words last.
_CHANGES: tuple[Change, ...] = (
    _rewriting, _me, _urgency, _asking, _sending, _time, _only, _dropping, _less, _swapping, _more, _adding,
)  # fmt: skip
