"""From a sentence to a plan: scenario, time, who takes part; with the emergency plan that fits and targets by the rules."""

import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from handlers import audience, audience_words, dialogues, for_whom
from handlers.audience import Audience
from handlers.drills import report_texts, rules, scripting, texts
from handlers.drills.desk import router
from handlers.drills.flow import PLANNERS
from handlers.drills.speaking import answer_card
from handlers.errors import Incomplete, NotAllowed
from handlers.forms import Field, Form
from handlers.numerals import fold, without, write_code
from handlers.scenarios import scenario_in
from handlers.texts import EDGES, Text
from handlers.time_phrases import Precision, parse_when
from handlers.turn import Turn
from handlers.understand import Understood
from storage import numbers
from storage.drills import Drill, Objective, Stage
from storage.people import Person

Span = tuple[datetime, int]  # when it begins, and for how many minutes (0: as the rule says)
LONGEST_NAME = 30
_DRILL = r"(?:应急|桌面|突击|实战)*(?:演练|演习|推演|拉练)"
_VERBS = re.compile(
    r"^(?:请|帮我|帮忙|我们?|给|对|为|想要?|要|需要|打算|计划|准备|安排|组织|开展|举行|举办|办|搞|做|来|进行|发起|策划|新建|创建|启动|排"
    r"|一下|一次|一场|一个|个|场|次|的|在|突击|不打招呼|应急|桌面|实战|信息|\s)+"
)
_ENGLISH = re.compile(
    r"(?:plan|schedule|organi[sz]e|run|hold|arrange|do|create|set up)\s+(?:an?|the|another)?\s*"
    r"(?P<name>[a-z][a-z \-]{2,30}?)\s+drill",
    re.IGNORECASE,
)
_SCENARIO_IS = re.compile(r"(?:场景|scenario)\s*(?:[:是为]|is)\s*(?P<name>[^,。;\n]{2,30})", re.IGNORECASE)
_JOINS = re.compile(
    r"(?:都|要|需|需要|请|一起|全部|必须)*(?:参加|参与|参演|到场|上|来)(?:演练)?(?:的人)?$|\b(?:take part|join)s?$",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"^(?:请|让|叫|由|参加人(?:员|是|有|:)*|参演人(?:员|是|有|:)*|人员[:是]?|with |for |面向|组织)\s*", re.IGNORECASE
)
_FOR_WHOM = re.compile(
    r"(?:给|为|对|面向|组织|让|请|叫)(?P<zh>[^,，。;；\s]{2,16}?)(?=(?:一起)?(?:搞|做|办|开展|举行|进行|安排|来|参加|演练))"
    r"|\b(?:with|for) (?:the |all the )?(?P<en>[^,.;\n]{2,40}?)(?= (?:on|next|at|in|tomorrow|this|from)\b|[,.;\n]|$)",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"组织|安排|搞|办|做|开展|举行|进行|计划|准备|发起|策划|新建|创建|启动|来一?[次场]|想要?|要|drill.*(?:plan|please)|plan|schedule|organi[sz]e"
    r"|run|hold|arrange|create|start|set up",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？]|[吗么]$|^谁|由谁|多久|几次|怎么|要不要|什么时候|who |how |when |should ", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:地点(?:[:是在])?\s*|在)(?P<place>[^,。;:\n]{0,10}?(?:机房|教室|报告厅|会议室|礼堂|操场|馆|办公室|中心机房|[室厅]))(?=[,。;\s组搞做进开举]|$)"
)
SECRET = re.compile(
    r"突击|不打招呼|保密|(?:不|别|无需|不用|不要)(?:再)?(?:提前|事先|预先)?(?:通知|告知|告诉)"
    r"|surprise|unannounced|without (?:notice|warning)",
    re.IGNORECASE,
)
OPEN = re.compile(r"(?:要|改为|改成|还是)?提前(?:通知|告知)|不突击|公开|announced", re.IGNORECASE)
_SECRET_WHO = re.compile(
    r"(?P<who>[^,。;:\n]{2,20}?)(?:都)?(?:不|别|无需|不用|不要)(?:再)?(?:提前|事先|预先)?(?:通知|告知|告诉)"
)
LENGTH = re.compile(r"(?:时长|持续|历时|演练|大约|约)\s*(?:[:为是]|改[成为到])?\s*(?P<n>\d{1,3})\s*(?P<unit>分钟|小时)")


def read_sentence(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a sentence says about a drill; nothing is guessed that was not said."""
    head = scripting.before_script(text)
    found: dict[str, Any] = {}
    span = exact_span(turn, head)
    if span is not None:
        found["when"] = kept(turn, span)
    place = _PLACE.search(fold(head))
    if place:
        found["place"] = head[place.start("place") : place.end("place")].strip(EDGES)
    who = _who(turn, head)
    if who:
        found["who"] = who
    scenario = _scenario(turn, head, who)
    if scenario:
        found["scenario"] = scenario
    return {name: value for name, value in found.items() if known.get(name) in (None, "")}


def _scenario(turn: Turn, text: str, who: str) -> str:
    """What is drilled: what stands before 演练, or what the words call a scenario."""
    named = _SCENARIO_IS.search(fold(text))
    if named:
        return text[named.start("name") : named.end("name")].strip(EDGES)
    english = _ENGLISH.search(text)
    if english and english["name"].lower() not in {"new", "surprise", "security", "safety", "emergency"}:
        return re.sub(r"^(?:surprise|unannounced)\s+", "", english["name"].strip(), flags=re.IGNORECASE)
    place = _PLACE.search(fold(text))
    at = text[place.start() : place.end()] if place else ""
    for clause in re.split(r"[,，。;；\n]", _without_times(turn, text)):
        words = clause
        for taken in (at, who):
            words = words.replace(taken, "", 1) if taken else words
        match = re.search(_DRILL, words)
        if match is None:
            continue
        before = _VERBS.sub("", words[: match.start()].strip(EDGES)).strip(EDGES + "的「」“”")
        after = re.match(r"\s*[:：]\s*([^,，。;；]{2,20})", words[match.end() :])
        name = before if len(before) >= 2 else (after[1].strip() if after else "")
        if name:
            return name[:LONGEST_NAME]
    fitting = scenario_in(text)
    return fitting.name.zh if fitting is not None else ""


def _who(turn: Turn, text: str) -> str:
    """The part of the sentence that is an audience, in its own words."""
    for match in _FOR_WHOM.finditer(fold(_without_times(turn, text))):
        words = (match["zh"] or match["en"]).strip(EDGES)
        with suppress(Incomplete):
            audience_words.read(turn.tx, words)
            return words
    return _who_in(turn, text, r"[,，。;；\n]") or _who_in(turn, text, r"[,，。;；\n\s]")


def _who_in(turn: Turn, text: str, between: str) -> str:
    for clause in re.split(between, _without_times(turn, text)):
        said = clause.strip(EDGES)
        for part in dict.fromkeys((_JOINS.sub("", _INVITES.sub("", said)).strip(EDGES), _INVITES.sub("", said))):
            if not part or re.search(_DRILL, part) or SECRET.search(part):
                continue
            with suppress(Incomplete):
                if part != said:  # 参加, 请 …: the whole of it says who
                    audience_words.read(turn.tx, part)
                    return part
                start = audience_words.at_the_start(turn.tx, part)
                if start is not None and start.end >= len(part):
                    return part
    return ""


def _unknown_group(turn: Turn, text: str) -> Text | None:
    """Why the words for who takes part name nobody, with the names nearest to them; None where none were said."""
    for clause in re.split(r"[,，。;；\n]", _without_times(turn, scripting.before_script(text))):
        said = clause.strip(EDGES)
        part = _JOINS.sub("", _INVITES.sub("", said)).strip(EDGES)
        invited = part and part != said and not re.search(_DRILL, part)
        problem = for_whom.unknown(turn.tx, part) if invited else None
        if problem is not None:
            return problem
    return None


def _worded(known: Mapping[str, Any]) -> Text | None:
    return for_whom.asked_again(known, "who", texts.ASK_WHO, "scenario", "when")


def _without_times(turn: Turn, words: str) -> str:
    return without(words, parse_when(words, turn.now, turn.school.calendar)).strip(EDGES)


def exact_span(turn: Turn, words: str) -> Span | None:
    """An hour of a day, and how long it lasts where that was said."""
    if "/" in words and words[:4].isdigit():  # as `kept` keeps it
        begin, _, minutes = words.partition("/")
        return datetime.fromisoformat(begin), int(minutes)
    length = LENGTH.search(fold(words))
    said = int(length["n"]) * (60 if length["unit"] == "小时" else 1) if length else 0
    for one in parse_when(words, turn.now, turn.school.calendar):
        if length and one.start >= length.start() and one.end <= length.end():
            continue
        same_day = turn.local(one.begins).date() == turn.local(one.ends).date()
        if one.precision == Precision.SPAN and same_day and one.ends - one.begins < timedelta(hours=10):
            return one.begins, said or int((one.ends - one.begins).total_seconds() // 60)
        if one.precision == Precision.MINUTE:
            return one.begins, said
    return None


def kept(turn: Turn, span: Span) -> str:
    """A time as a form keeps it: 明天 must not move when the day ends."""
    return f"{turn.local(span[0]).isoformat()}/{span[1]}"


def show_span(value: str) -> Text | str:
    """A kept time as people read it."""
    begin, slash, _minutes = value.partition("/")
    if not (slash and begin[:4].isdigit()):
        return value
    at = datetime.fromisoformat(begin)
    return Text(f"{at:%Y-%m-%d}（周{'一二三四五六日'[at.weekday()]}）{at:%H:%M}", f"{at:%a %Y-%m-%d %H:%M}")


def parse_span(turn: Turn, words: str) -> Span:
    """A time a drill may begin at. Raises `Incomplete` for none, one gone by, and days on which nothing is planned."""
    found = exact_span(turn, words)
    if found is None:
        raise Incomplete(texts.NO_TIME)
    begins = found[0]
    if begins <= turn.now:
        raise Incomplete(texts.PAST(at=turn.clock_time(begins)))
    if turn.school.calendar.is_exam(begins):
        raise Incomplete(texts.EXAMS(day=turn.clock_time(begins)))
    if turn.school.calendar.is_undisturbed(begins):
        raise Incomplete(texts.QUIET(day=turn.clock_time(begins)))
    return found


def read_audience(turn: Turn, words: str, besides: Person | None = None) -> Audience:
    """Who is meant, some of whom can be reached. Raises `Incomplete`."""
    found = audience_words.read(turn.tx, words).audience
    people = audience.resolve(turn.tx, found, urgent=True).people
    if not any(besides is None or person.id != besides.id for person in people):
        raise Incomplete(texts.NOBODY(words=words))
    return found


def unannounced_in(turn: Turn, text: str, whole: Audience) -> Audience | None:
    """Whom a sentence wants to surprise: a group it names, else everybody. None where it speaks of no surprise."""
    if not SECRET.search(text):
        return None
    for match in _SECRET_WHO.finditer(fold(text)):
        words = re.sub(r"^(?:其中|只|仅|对|但|的)+", "", text[match.start("who") : match.end("who")].strip(EDGES))
        with suppress(Incomplete):
            return audience_words.read(turn.tx, words).audience
    return whole


def check(turn: Turn, answers: Mapping[str, Any], _code: str) -> None:
    """Before the plan is made: a time that exists and people who can be reached."""
    parse_span(turn, str(answers["when"]))
    read_audience(turn, str(answers["who"]), turn.actor)


def made(turn: Turn, answers: dict[str, Any], _code: str) -> None:
    """The plan; nobody hears of it before it is approved."""
    said = str(answers.get("_said", ""))
    begins, minutes = parse_span(turn, str(answers["when"]))
    for_whom = read_audience(turn, str(answers["who"]), turn.actor)
    drill = new_drill(turn, str(answers["scenario"])[:LONGEST_NAME], begins, minutes, for_whom)
    drill.place = str(answers.get("place") or "")[:LONGEST_NAME]
    hidden = unannounced_in(turn, scripting.before_script(said), for_whom)
    drill.unannounced = hidden.to_json() if hidden is not None else {}
    usual_objectives(turn, drill)
    scripting.read_script(turn, drill, said)
    turn.tx.flush()
    details = {"scenario": drill.scenario, "at": drill.starts_at.isoformat(), "plan": drill.plan.get("code", "")}
    turn.record(drill.code, "plan", clause="7.3.2", after=drill.status, details=details)
    answer_card(turn, drill)


def new_drill(turn: Turn, scenario: str, begins: datetime, minutes: int, for_whom: Audience) -> Drill:
    """A drill in its planning, with the emergency plan that fits as it stands now."""
    plan = turn.features.plan_for(turn, scenario)
    drill = Drill(
        code=write_code("D", numbers.next_number(turn.tx, "D")), status=Stage.PLANNED, scenario=scenario,
        plan=plan.to_json() if plan is not None else {}, place="", planner=turn.person(), planner_id=turn.person().id,
        starts_at=begins, minutes=minutes or turn.rule(rules.LENGTH), audience=for_whom.to_json(), unannounced={},
        informed=[], replays="", secret=secrets.token_hex(16), reason="", incident="", report={}, created_at=turn.now,
        revision=1,
    )  # fmt: skip
    turn.tx.add(drill)
    return drill


def usual_objectives(turn: Turn, drill: Drill) -> None:
    """What every drill measures by itself, in the time the rules want."""
    measured = ((report_texts.FIRST_ACK, rules.FIRST, "first"), (texts.ALL_IN_PLACE, rules.ROLL_CALL, "all"))
    drill.objectives = [
        Objective(number=number, name=name.zh, minutes=turn.rule(rule), kind=kind)
        for number, (name, rule, kind) in enumerate(measured, 1)
    ]


FORM = router.form(
    Form(
        "drills.plan", texts.TITLE,
        (
            Field("scenario", texts.SCENARIO, texts.ASK_SCENARIO, words=("内容", "主题")),
            Field("when", texts.WHEN, texts.ASK_WHEN, show=show_span, words=("日期",)),
            Field("who", texts.WHO, texts.ASK_WHO, words=("参加人", "参加人员", "参演人员", "人员")),
            Field("place", texts.PLACE, texts.ASK_WHEN, required=False),
        ),
        made, extract=read_sentence, check=check, worded=_worded, context="flow_active:drill_create",
    )
)  # fmt: skip


@router.say("drill_create")
def create(turn: Turn, text: str, _meant: Understood) -> None:
    """Plan a drill in one sentence; only what is missing is asked for. A question about drills is one for the charter."""
    person = turn.person()
    asked = turn.features.says.get("policy_question")
    if asked is not None and _QUESTION.search(fold(text)) and exact_span(turn, scripting.before_script(text)) is None:
        asked(turn, text, Understood("policy_question", confidence=1.0))
        return
    if not person.holds(*PLANNERS):
        raise NotAllowed(texts.PLAN_IT, texts.PLANNERS_ARE)
    known = read_sentence(turn, text, {})
    if not known.get("when") and not _WISH.search(text):
        turn.features.commands["演练"](turn, "")  # 演练改进项, 演练的事: nothing is planned by that
        return
    if "when" in known:
        parse_span(turn, known["when"])  # said at once, not after the other questions
    problem = _unknown_group(turn, text) if "who" not in known else None
    dialogues.start(turn, FORM, for_whom.with_problem({**known, "_said": text}, problem))


@router.command("安排演练", "plan drill")
def create_typed(turn: Turn, words: str) -> None:
    """The same by its command."""
    create(turn, f"安排演练 {words}", Understood("drill_create", confidence=1.0))
