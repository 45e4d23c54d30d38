"""What a decider or an adviser says about the request before them in their own words, where no word of a step is in it."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import dialogues, free_speech, steps
from handlers.forms import Field, Form
from handlers.numerals import find_codes, fold
from handlers.people_named import person_in
from handlers.projects import applying, texts
from handlers.projects.changing import kind_of
from handlers.projects.flow import FLOW
from handlers.projects.routes import router
from handlers.projects.running import moves_one, open_called
from handlers.router import StepOf
from handlers.texts import EDGES, Text
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from storage import drafts, projects
from storage.projects import Stage

_LOOK = re.compile(
    r"(?:让|请|叫|找|给|麻烦|转给|转交给?|交给|问问?)[^,;。]{2,16}?"
    r"(?:看看|看一下|看下|把把?关|评估|(?:提|给|出|写)[^,;。]{0,4}意见|审一?下|审审|决定|来定)"
    r"|\b(?:ask|have|let) .{2,20} (?:look|check|review|decide)",
    re.IGNORECASE,
)
_SOMEBODY = r"申请人|申请部门|申请的?老师|对方|他们?|她们?|the applicant|them|him|her"
_EXPLAIN = re.compile(
    r"^(?:please |could you )?(?:请|让|叫|要|麻烦|问问?|需要|ask|have)(?:一下)?\s*"
    rf"(?P<whom>{_SOMEBODY}|[^,;。\s]{{2,4}}?)\s*(?:再|先|to)?\s*"
    r"(?P<what>(?:说明|补充|解释|提供|写清|讲清|补一|补上|说说|讲讲|为什么|explain|add|provide|say).{2,})",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"^(?:(?:给|写|提|我给|我写|我提)(?:个|条|一下|点)?(?:技术)?(?:意见|建议)|我(?:们)?(?:的|个人)?(?:觉得|认为|看|建议|意见)|建议|不建议|意见|技术上|方案(?:上)?|可以做|可行|不可行|没问题|有问题"
    r"|i (?:think|suggest|would)|technically)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"\s*(?:我们?|想要?|要|帮我|请|麻烦)*(?:申请|申报|新建|发起|提交|报|提)?(?:一?个)?"
    r"(?:(?:项目)?立项申请|项目申请|项目立项|立项|新?项目|(?:new )?project (?:request|application|proposal))"
    r"(?:书|表|单)?\s*:?",
    re.IGNORECASE,
)
ENOUGH_FIELDS = 3  # with fewer, a heading and a colon are any sentence
_GOES_ON = re.compile(
    r"(?:继续|接着|接下去|往下)[^,;。]{0,6}(?:写|填|弄|申请|立项)|(?:申请|立项|草稿|表)[^,;。]{0,6}(?:继续|接着|没写完|没填完)"
    r"|没(?:写|填)完[^,;。]{0,4}(?:申请|立项|草稿)"
    r"|\b(?:go on|continue|carry on|finish|resume)\b[^,.;]{0,12}\b(?:request|application|proposal|draft)\b",
    re.IGNORECASE,
)
_APPEALS = re.compile(r"申诉|不服|\bappeal", re.IGNORECASE)
_ADDS = re.compile(
    r"(?:加|增|添|设|定|记)(?:加|置|上|下)?(?:一?个|一条)?(?:项目|新)?的?里程碑|\b(?:add|set|new) (?:an? |another )?milestone",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"(?:想要?|要|申请|希望|需要|得|只能)[^,;。]{0,6}(?:延期|推迟|顺延|延长|提前)|\b(?:postpone|extend|delay) (?:the )?project\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"完成|做完|[^没未不]了|\b(?:done|finished|arrived|complete)", re.IGNORECASE)
_SHOWS = re.compile(
    r"照片|图片|截图|附件|文件|链接|http|单|记录|报告|视频|群里|共享|photo|picture|file|link|list", re.IGNORECASE
)
_ASKS = re.compile(r"[?？]|[吗呢]$")


def hears(turn: Turn, text: str) -> bool:
    """Hand over, ask the applicant, give an opinion: only where this person has such a request in hand."""
    if turn.actor is None:
        return False
    said = fold(text).strip()
    if _begins(turn, text, said) or _appeals(turn, text, said):
        return True
    named = [one.id for one in find_codes(text, turn.features.prefixes) if one.prefix == "P" and one.id]
    code = named[0] if named and named[0] is not None else ""
    asks = bool(_ASKS.search(said))
    wishes = {
        "plan": {"milestone": text.strip() if not asks and _plans(turn, text, said) else ""},
        "ask": {"content": _asked_of(turn, text, said)},
        "hand_over": {"person": _looker(turn, text, said)},
        "advise": {"opinion": _opinion(text) if not asks else ""},
        "change": {"change": text.strip() if _is_change(said) and not asks else ""},
    }
    for step, answers in wishes.items():
        if all(answers.values()) and _takes(turn, step):
            return _take(turn, step, code, answers)
    return not asks and (
        _is_reached(turn, text, said) or _is_reached_early(turn, text, said) or _may_be_the_answer(turn, text, said)
    )


def _begins(turn: Turn, text: str, said: str) -> bool:
    """A request written out field by field under whatever heading, or the one that was left half written."""
    opening = _HEADING.match(said)
    if opening and len(applying.FORM.labelled(text)[0]) >= ENOUGH_FIELDS:
        applying.request(turn, text[opening.end() :])
        return True
    if not _GOES_ON.search(said):
        return False
    left = [one for one in drafts.drafts_of(turn.tx, turn.person().id, turn.now) if one.form == applying.FORM.name]
    if left:
        dialogues.resume(turn, applying.FORM, left[0])
        return True
    return False


def _appeals(turn: Turn, text: str, said: str) -> bool:
    """Words such as "不服,要申诉" right after a rejection of one's own; what is said is what the leading group reads."""
    if not _APPEALS.search(said) or _ASKS.search(said):
        return False
    refused = [one for one in projects.of_applicant(turn.tx, turn.person().id) if one.status == Stage.REJECTED]
    open_ones = [one for one in refused if not one.appeal]
    if len(open_ones) != 1:
        return False
    steps.begin(turn, StepOf(router, FLOW.by_name["appeal"]), open_ones[0].code, {"appeal": text.strip()})
    return True


def _plans(turn: Turn, text: str, said: str) -> bool:
    """A milestone to be added ("加一个里程碑 …"), or one that is there and gets another day."""
    if not parse_when(text, turn.now, turn.school.calendar):
        return False
    if _ADDS.search(said):
        return True
    in_hand = steps.in_hand(turn, [StepOf(router, FLOW.by_name["plan"])])
    return any(moves_one(project, said) for _of, project in in_hand)


def _opinion(text: str) -> str:
    """What an adviser thinks, where a sentence begins like an opinion; the request's id before it is no part of it."""
    for code in find_codes(text)[:1]:
        if code.prefix == "P" and not text[: code.start].strip(EDGES):
            text = text[code.end :]
    bare = text.strip(EDGES + "的")
    return bare if _OPINION.search(fold(bare)) else ""


def _asked_of(turn: Turn, text: str, said: str) -> str:
    """What the applicant is to say, where a sentence asks them for it."""
    asked = _EXPLAIN.search(said)
    if asked is None:
        return ""
    to_somebody = re.fullmatch(_SOMEBODY, asked["whom"], re.IGNORECASE) or person_in(turn, asked["whom"])
    return text.strip()[asked.start("what") :].strip(EDGES) if to_somebody else ""


def _looker(turn: Turn, text: str, said: str) -> str:
    """The colleague who is to have a look."""
    person = person_in(turn, text) if _LOOK.search(said) else None
    return person.name if person is not None and person.id != turn.person().id else ""


def _is_reached(turn: Turn, text: str, said: str) -> bool:
    """The next milestone by its name, done: with what shows it in the same breath, or asked for it."""
    if not _DONE.search(said):
        return False
    reached = [
        one for _of, one in steps.in_hand(turn, [StepOf(router, FLOW.by_name["reach"])])
        if one.next_milestone is not None and fold(one.next_milestone.name) in said
    ]  # fmt: skip
    if len(reached) != 1:
        return False
    shows = {"evidence": text.strip()} if _SHOWS.search(said) else {}
    return _take(turn, "reach", reached[0].code, shows)


def _is_reached_early(turn: Turn, text: str, said: str) -> bool:
    """A later milestone by its name, with what shows it: people do not finish in the order of the plan."""
    if not (_DONE.search(said) and _SHOWS.search(said)):
        return False
    in_hand = steps.in_hand(turn, [StepOf(router, FLOW.by_name["reach"])])
    early = [(one.code, found.name) for _of, one in in_hand if (found := open_called(one, text)) is not None]
    if len(early) != 1:
        return False
    code, name = early[0]
    return _take(turn, "reach", code, {"evidence": text.strip(), "milestone": name})


def _is_change(said: str) -> bool:
    """Whether a project is to rest, to end, to go on, or to take longer."""
    return (kind_of(said) != "change" and ("项目" in said or "project" in said.lower())) or bool(_MOVES.search(said))


def _may_be_the_answer(turn: Turn, text: str, said: str) -> bool:
    """Words said right under a question that could also mean something else: asked about, not guessed."""
    newest = turn.screen[0][0].subject if turn.screen else ""
    if not newest.startswith("P-") or len(said) < _TOO_SHORT:
        return False
    owed = [of.step.name for of, one in steps.in_hand(turn, list(ANSWERS.values())) if one.code == newest]
    if not owed or not free_speech.understood(turn, text, None).intent.startswith(_MISTAKEN):
        return False
    dialogues.start(turn, FORM, {_SAID: text, _CODE: newest, _STEP: owed[0]}, newest)
    return True


def _settle(turn: Turn, answers: dict[str, Any], code: str) -> None:
    said, of = str(answers[_SAID]), ANSWERS[str(answers[_STEP])]
    if answers["sure"] == "yes":
        steps.begin(turn, of, code, {of.step.asks[0].name: said})
    else:
        free_speech.act_on(turn, said, free_speech.understood(turn, said, None))


def _worded(answers: Mapping[str, Any]) -> Text:
    return texts.IS_IT_THE_ANSWER(code=str(answers[_CODE]), said=str(answers[_SAID])[:60])


ANSWERS = {name: StepOf(router, FLOW.by_name[name]) for name in ("answer", "assess")}  # the CIO's question, the results
_SAID, _CODE, _STEP = "_said", "_code", "_step"  # private answers of the small form below
_TOO_SHORT = 4
_MISTAKEN = ("ticket_create", "ticket_supplement", "unclear", "feedback", "tech_advice", "stat_query", "goal_")
FORM = router.form(
    Form(
        "projects.is_answer", texts.SUPPLY,
        (Field("sure", texts.SUPPLY, texts.SURE_ASK, options=(("yes", texts.IS_THE_ANSWER), ("no", texts.IS_NOT))),),
        _settle, worded=_worded,
    )
)  # fmt: skip


def _takes(turn: Turn, step: str) -> bool:
    return bool(steps.in_hand(turn, [StepOf(router, FLOW.by_name[step])]))


def _take(turn: Turn, step: str, code: str, answers: dict[str, str]) -> bool:
    steps.choose(turn, [StepOf(router, FLOW.by_name[step])], code, answers)
    return True


router.hears = hears
