"""From a sentence to a plan: topic, time, place, who; shown with whom it reaches and what clashes, before anybody hears."""

import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from handlers import audience, audience_words, dialogues, for_whom, steps
from handlers.audience import Audience
from handlers.errors import Incomplete, NotAllowed
from handlers.forms import Field, Form
from handlers.numerals import find_codes, fold, without, write_code
from handlers.texts import EDGES, Text
from handlers.time_phrases import parse_when
from handlers.trainings import texts
from handlers.trainings.cards import audience_of, training_card
from handlers.trainings.desk import router
from handlers.trainings.flow import PLANNERS
from handlers.trainings.times import exact_span, kept, parse_span, show_span
from handlers.turn import Turn
from handlers.understand import Understood
from storage import numbers, trainings
from storage.people import Person, Role
from storage.trainings import Stage, Training

REQUIRED = re.compile(
    r"必训|必修|必须(?:参加|到|来)|全员参加|都(?:要|得|必须)(?:参加|到|来)|\brequired\b|\bmandatory\b", re.IGNORECASE
)
VOLUNTARY = re.compile(r"(?:不是?|非|不用|不再)\s*必[训修]|自愿|选修|\boptional\b|\bvoluntary\b", re.IGNORECASE)
NO_LIMIT = re.compile(r"(?:不限|取消|去掉)(?:人数|名额)|(?:人数|名额)不限|no limit", re.IGNORECASE)
SAFETY = re.compile(r"安全|钓鱼|密码|保密|数据保护|security|phishing|privacy", re.IGNORECASE)
SEATS = re.compile(r"(?:名额|限|最多|seats?)\s*(?:为|是|:)?\s*(\d{1,4})\s*(?:人|个|位)?", re.IGNORECASE)
_AT_PLACE = re.compile(
    r"地点(?:[:是在]|改[成为到]|换[成到])?\s*(?P<named>[^,。;:\n]{2,20}?)(?=[,。;\n]|$)|(?:在|[改换挪]到|\b(?:in|at) the\b)\s*"
    r"(?P<place>[^,。;:\n]{0,12}?(?:机房|教室|报告厅|会议室|阶梯教室|礼堂|操场|馆|办公室|[室厅房]|"
    r"\b(?:hall|room|lab|library)\b(?: room)?))"
    r"|(?P<bare>(?:^|(?<=[,。;\s]))[^,。;:\n\s]{0,10}?(?:机房|教室|报告厅|会议室|礼堂|[馆室厅])(?=[,。;\s]|$))"
    r"|\b(?P<number>room \w{1,6})\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"training (?:on|about|for|in) (?P<topic>[^,.;\n]{3,40}?)(?= (?:on|next|at|for|in|tomorrow|this|from)\b|[,.;\n]|$)",
    re.IGNORECASE,
)
# What stands before a topic without being part of it, and what is nobody's topic.
_VERBS = re.compile(
    r"^(?:请|帮我|我|们|想要?|要|需要|计划|准备|安排|组织|开展?|那天|当天|举?办|搞|做|讲一?(?=[次场下节])|上一?(?=[次场节])|进行|面向|给|对|为|在|关于|针对|一下|一次|一场|一个|个|场|次|的|\s)+"
)
_FOR_WHOM = re.compile(
    r"^(?:请|帮我|我们?)?(?:给|为|对|面向)[^,。;]{1,12}?(?:搞|做|办|开|安排|组织|举办|上)(?=[一个场次节堂下]|.{2})"
)
_NO_TOPIC = re.compile(r"(?:全体|全校|教职工|老师|教师|员工|大家|必训|内部|校本|的|使用)*")
_AN_END = re.compile(r"[点时半刻\dm]\s*(?:到|至|[-~–—]|to|until)\s*", re.IGNORECASE)  # 三点到四点, not 到三点
_SAID_FOR = re.compile(
    r"(?:面向|邀请|给|为|对)(?P<zh>[^,。;\s]{2,12}?)(?:的?(?:老师|教师|同事|人员))?"
    r"(?=安排|组织|举办|开展|进行|搞|做|办|开|上|讲|培训|参加|的|,|。|$)"
    r"|\bfor (?:the |all )?(?P<en>[^,.;]{2,30}?)(?= (?:on|next|at|in|tomorrow|this|from)\b|[,.;]|$)",
    re.IGNORECASE,
)
_OURSELVES = {"我", "我们", "大家", "咱们", "us", "me"}
_TO = re.compile(r"(?:面向|对象[:是]?|[改换]成|改为|加上|给|请|邀请|通知|组织|for )\s*", re.IGNORECASE)


def read_sentence(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a sentence says about a session; nothing is guessed that was not said."""
    found: dict[str, Any] = {}
    span = exact_span(turn, text)
    if span is not None:
        found["when"] = kept(turn, span)
    said = fold(text)
    place = _AT_PLACE.search(said)
    if place:
        name = place.lastgroup or "place"
        value = _without_times(turn, text[place.start(name) : place.end(name)])
        found |= {"place": value} if value else {}
    who = _who(turn, text, found.get("place", ""))
    if who:
        found["who"] = who
    topic = _topic(turn, text, who, found.get("place", ""))
    if topic:
        found["topic"] = topic
    return {name: value for name, value in found.items() if known.get(name) in (None, "")}


def _topic(turn: Turn, text: str, who: str, place: str) -> str:
    """What it is about: what stands before 培训, else what stands behind it."""
    english = _ENGLISH.search(text)
    if english:
        return english["topic"].strip()
    clause = next((one for one in re.split(r"[,，。;；\n]", text) if "培训" in one), "")
    words = _FOR_WHOM.sub("", _without_times(turn, clause))
    for taken in (who, place):
        words = words.replace(taken, "") if taken else words
    before, _, after = words.partition("培训")
    for part in (before, after):
        name = _VERBS.sub("", part.strip(EDGES + '「」“”"')).strip(EDGES + '「」“”"的')
        if len(name) >= 2 and not _NO_TOPIC.fullmatch(name):
            return name[:40]
    return ""


def _who(turn: Turn, text: str, place: str) -> str:
    """The part of the sentence that is an audience, in its own words."""
    for clause in re.split(r"[,，。;；\n]", _without_times(turn, text)):
        for part in (clause, *(clause[match.end() :] for match in _TO.finditer(fold(clause)))):
            words = part.strip(EDGES)
            if not words or words == place:
                continue
            with suppress(Incomplete):
                start = audience_words.at_the_start(turn.tx, words)
                if start is not None:
                    return words[: start.end].strip(EDGES)
    return ""


def _unknown_group(turn: Turn, text: str) -> Text | None:
    """Why the words for whom name nobody of this school, with the names nearest to them; None where none were said."""
    said = fold(_without_times(turn, text))
    for match in _SAID_FOR.finditer(said):
        words = (match["zh"] or match["en"]).strip(EDGES)
        problem = for_whom.unknown(turn.tx, words) if words and words not in _OURSELVES else None
        if problem is not None:
            return problem
    return None


def _worded(known: Mapping[str, Any]) -> Text | None:
    return for_whom.asked_again(known, "who", texts.ASK_WHO, "topic", "when")


def _without_times(turn: Turn, words: str) -> str:
    return without(words, parse_when(words, turn.now, turn.school.calendar)).strip(EDGES + "在")


def check(turn: Turn, answers: Mapping[str, Any], _code: str) -> None:
    """Before the plan is made: a time that exists and people who can be reached."""
    parse_span(turn, str(answers["when"]))
    _audience(turn, str(answers["who"]))


def _audience(turn: Turn, words: str) -> Audience:
    found = audience_words.read(turn.tx, words).audience
    if not audience.resolve(turn.tx, found, urgent=True).people:
        raise Incomplete(texts.NOBODY(words=words))
    return found


def made(turn: Turn, answers: dict[str, Any], _code: str) -> None:
    """The plan, with whom it reaches; nobody hears of it before 发布."""
    said = str(answers.get("_said", ""))
    begins, ends = parse_span(turn, str(answers["when"]))
    plan(
        turn, turn.person(), str(answers["topic"]), begins, ends, _audience(turn, str(answers["who"])),
        place=str(answers.get("place") or ""), said=said,
    )  # fmt: skip


def plan(
    turn: Turn, host: Person, topic: str, begins: datetime, ends: datetime, for_whom: Audience, *,
    place: str = "", said: str = "", makes_up: Training | None = None,
) -> Training:  # fmt: skip
    """A new session in its planning; shown to its host."""
    seats = SEATS.search(fold(said))
    training = Training(
        code=write_code("TR", numbers.next_number(turn.tx, "TR")), status=Stage.PLANNED, topic=topic, place=place,
        clause=makes_up.clause if makes_up else "7.1.2" if SAFETY.search(topic) else "5.2.2",
        required=makes_up.required if makes_up else bool(REQUIRED.search(said)) and not VOLUNTARY.search(said),
        capacity=int(seats[1]) if seats else 0, starts_at=begins, ends_at=ends, host=host,
        audience=for_whom.to_json(), secret=secrets.token_hex(16), quiz=makes_up.quiz if makes_up else [],
        makes_up=makes_up.code if makes_up else "", created_at=turn.now, revision=1,
    )  # fmt: skip
    turn.tx.add(training)
    turn.tx.flush()
    turn.record(training.code, "plan", clause=training.clause, after=training.status, details={"topic": topic})
    turn.reply(training_card(turn, training, turn.viewer), subject=training.code)
    return training


FORM = router.form(
    Form(
        "trainings.plan", texts.TITLE,
        (
            Field("topic", texts.TOPIC, texts.ASK_TOPIC, words=("内容", "题目")),
            Field("when", texts.WHEN, texts.ASK_WHEN, show=show_span, words=("日期",)),
            Field("who", texts.WHO, texts.ASK_WHO, words=("参加人", "人员", "范围")),
            Field("place", texts.PLACE, texts.ASK_PLACE, required=False),
        ),
        made, extract=read_sentence, check=check, worded=_worded, context="flow_active:training_create",
    )
)  # fmt: skip


@router.say("training_create")
def create(turn: Turn, text: str, _meant: Understood) -> None:
    """Plan a session in one sentence; what is missing is asked for at once."""
    person = turn.person()
    if not person.holds(*PLANNERS):
        raise NotAllowed(texts.PLAN, texts.PLANNERS_ARE)
    known = read_sentence(turn, text, {})
    if "when" in known:
        parse_span(turn, known["when"])  # said at once, not after the other questions
    problem = _unknown_group(turn, text) if "who" not in known else None
    dialogues.start(turn, FORM, for_whom.with_problem({**known, "_said": text}, problem))


@router.command("安排培训", "plan training")
def create_typed(turn: Turn, words: str) -> None:
    """The same by its command."""
    create(turn, f"安排培训 {words}", Understood("training_create", confidence=1.0))


@router.press("change")
def change(turn: Turn, training: Training, given: Mapping[str, Any]) -> None:
    """Change the plan before it is published; an earlier 发布 on the old card no longer counts."""
    said = str(given["change"])
    labelled, rest = FORM.labelled(said)
    stands = training.starts_at, training.ends_at
    found = {**read_sentence(turn, rest or said, {"topic": training.topic}), **labelled}  # a new topic is named as one
    if exact_span(turn, str(labelled.get("when", rest or said)), stands) is not None or "when" in labelled:
        found["when"] = labelled.get("when", rest or said)
        training.starts_at, training.ends_at = parse_span(turn, found["when"], stands)
    if "who" in found:
        training.audience = _audience(turn, str(found["who"])).to_json()
    training.topic = str(found.get("topic", training.topic))
    training.place = str(found.get("place", training.place))
    seats, no_limit = SEATS.search(fold(said)), NO_LIMIT.search(fold(said))
    if seats or no_limit:
        training.capacity = int(seats[1]) if seats else 0
    kind = VOLUNTARY.search(said) or REQUIRED.search(said)
    if kind:
        training.required = VOLUNTARY.search(said) is None
    if not (found or seats or no_limit or kind):
        raise Incomplete(texts.ASK_CHANGE)
    training.revision += 1
    turn.tx.flush()
    turn.reply(training_card(turn, training, turn.viewer), subject=training.code)


@router.press("make_up")
def make_up(turn: Turn, training: Training, given: Mapping[str, Any]) -> None:
    """补训: another session for exactly those who have no record of this one."""
    without = [part.person for part in training.participants if not part.record and part.person.active]
    if not without:
        raise Incomplete(texts.NOBODY(words=training.code))
    begins, ends = parse_span(turn, str(given["when"]))
    if not _AN_END.search(fold(str(given["when"]))):
        ends = begins + (training.ends_at - training.starts_at)
    topic = texts.MAKE_UP_TOPIC(topic=training.topic).zh
    plan(turn, training.host, topic, begins, ends, audience.persons(*without), place=training.place, makes_up=training)


def planned_in(turn: Turn, text: str) -> Training | None:
    """The session a sentence names, as far as its speaker may see it."""
    codes = [code.id for code in find_codes(text) if code.id and code.id.startswith("TR-")]
    return steps.find(turn, router, codes[0]) if codes and codes[0] else None


def reaches(turn: Turn, training: Training) -> list[Person]:
    """Who gets the invitation as things are now."""
    return list(audience_of(turn, training).people)


def ahead_of(turn: Turn) -> list[Training]:
    """Sessions to come that this person may see; the CIO sees all."""
    if turn.viewer.holds(Role.CIO, Role.LEADER):
        return trainings.in_stage(turn.tx, Stage.LIVE)
    return trainings.of_person(turn.tx, turn.person().id, Stage.LIVE)
