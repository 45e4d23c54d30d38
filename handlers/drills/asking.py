"""What people ask and say at a drill: 演练到了几个人, 谁还没到位, 我到了, 15:04 断开服务器; and what may be real."""

import re

from handlers import steps
from handlers.cards import Card
from handlers.drills import talking, texts
from handlers.drills.desk import open_for, router
from handlers.drills.flow import FLOW, PLANNERS
from handlers.drills.planning import SECRET, create, exact_span
from handlers.drills.scripting import before_script
from handlers.drills.speaking import answer_card
from handlers.drills.talking import AGAIN, COUNT, HOW, WHO, named, step_of, who_is_there
from handlers.numerals import fold
from handlers.turn import Turn
from handlers.understand import Understood
from storage.drills import Stage

_REPORT = re.compile(r"(?:演练|演习|D-\d+).{0,4}(?:总结|报告)(?!.{0,4}(?:怎么|谁|多久|要))|drill report", re.IGNORECASE)
_ABOUT = re.compile(r"演练|演习|drill|\bD-?\d", re.IGNORECASE)
_MINE = re.compile(
    r"^(?:有哪些|有什么|列出|看看?|我的|最近的?)?(?:演练|演习)(?:列表|安排|计划|有哪些)?[?]?$|^(?:my )?drills$",
    re.IGNORECASE,
)
_WHEN_IS = re.compile(
    r"(?<!恢复)(?<!还原)(?:演练|演习).{0,6}(?:什么时候|几点|哪天|什么时间|几号)(?!.{0,3}(?:要|该))|when is the drill",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"(?:演练|演习|D-?\d+).{0,6}(?:推迟|延期|延后|往后(?:推|挪)|改到)|(?:推迟|延期|延后)(?:一下|本次|这次)?.{0,4}(?:演练|演习|D-?\d+)",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"(?:取消|不搞|不办).{0,8}(?:演练|演习|D-?\d+)|(?:演练|演习|D-?\d+).{0,4}(?:取消|不搞了|不办了)", re.IGNORECASE
)


_PLAN = re.compile(
    r"(?:组织|安排|搞|办|做|开展|举行|举办|进行|来|计划|准备|发起|策划).{0,24}(?:演练|演习|推演)|(?:演练|演习)[:,]"
    r"|(?:plan|schedule|organi[sz]e|run|hold|arrange)\b.{0,40}\bdrill",
    re.IGNORECASE,
)
_NO_PLAN = re.compile(
    r"提醒|发个?通知|公告|规定|谁|吗|[?]|培训|remind|\bD-?\d|取消|推迟|延期|改到|再来一次|来不了|去不了|参加不了|不能参加|没空|请假|退出",
    re.IGNORECASE,
)


def heard(turn: Turn, text: str) -> bool:
    """Words that somebody at a drill says, or that ask about one; False leaves them to everybody else."""
    said = fold(text).strip()
    if turn.actor is None or len(said) > 400:
        return False
    return (
        talking.at_a_drill(turn, said, text)
        or talking.on_the_report(turn, said, text)
        or _planned(turn, said, text)
        or _asked(turn, said, text)
        or _moved(turn, said, text)
    )


def _planned(turn: Turn, said: str, text: str) -> bool:
    """A drill with its hour is a plan, whatever else the sentence says: …联络人不提前通知."""
    rest = SECRET.sub("", said)
    if not _PLAN.search(rest) or _NO_PLAN.search(rest) or not turn.viewer.holds(*PLANNERS):
        return False
    if exact_span(turn, before_script(text)) is None:
        return False
    create(turn, text, Understood("drill_create", confidence=1.0))
    return True


def _asked(turn: Turn, said: str, text: str) -> bool:
    if not _ABOUT.search(said):
        return False
    if AGAIN.search(said):
        return _once_more(turn, said, text)
    if _REPORT.search(said):
        return _report(turn, said)
    if _MINE.fullmatch(said) or _WHEN_IS.search(said):
        listed(turn, "")
        return True
    about = COUNT.search(said) or WHO.search(said) or HOW.search(said)
    known = list(open_for(turn))
    if not about or not known:
        return False
    drill = named(turn, said, known) or known[-1]
    if drill.status == Stage.LIVE or drill.started_at is None:
        answer_card(turn, drill)
    else:
        who_is_there(turn, drill, names=bool(WHO.search(said)))
    return True


def _report(turn: Turn, said: str) -> bool:
    known = [one for one in open_for(turn) if one.report]
    drill = named(turn, said, known) or (known[-1] if known else None)
    if drill is None:
        return False
    router.buttons["report"](turn, drill.code, "")
    return True


def _once_more(turn: Turn, said: str, text: str) -> bool:
    known = [one for one in open_for(turn) if FLOW.may(FLOW.by_name["again"], turn.viewer, one)]
    drill = named(turn, said, known) or (known[-1] if known else None)
    if drill is None:
        return False
    steps.begin(turn, step_of("again"), drill.code, {"when": text} if exact_span(turn, text) else {})
    return True


def _moved(turn: Turn, said: str, text: str) -> bool:
    """把演练推迟到下周五，因为考试; 取消演练: on the one that can be meant."""
    name = "postpone" if _LATER.search(said) else "cancel" if _OFF.search(said) else ""
    if not name:
        return False
    step = FLOW.by_name[name]
    known = [one for one in open_for(turn) if FLOW.may(step, turn.viewer, one)]
    meant = named(turn, said, known)
    if meant is None and len(known) != 1:
        if known:
            turn.reply(steps.which([(step_of(name), one) for one in known]))
        return bool(known)
    reason = re.search(r"(?:因为|由于|because)\s*(?P<why>.{2,})", text)
    given = {"reason": text if name == "postpone" and reason else reason["why"]} if reason else {}
    steps.begin(turn, step_of(name), (meant or known[0]).code, given)
    return True


@router.command("演练", "我的演练")
def listed(turn: Turn, _words: str) -> None:
    """Drills that this person may see."""
    turn.person()
    found = list(open_for(turn))
    if not found:
        turn.reply(texts.NONE)
        return
    if len(found) == 1:
        answer_card(turn, found[0])
        return
    lines = tuple(
        texts.LINE(
            code=one.code, scenario=one.scenario, at=turn.clock_time(one.starts_at), status=texts.STATUS[one.status]
        )
        for one in found
    )
    turn.reply(turn.features.marked(Card(texts.LIST(count=len(found)), lines), "drills"))
