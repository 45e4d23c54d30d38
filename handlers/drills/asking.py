"""What people ask and say at a drill: 演练到了几个人, 谁还没到位, 我到了, 15:04 断开服务器; and what may be real."""

import re

from handlers import steps
from handlers.cards import Card
from handlers.drills import texts
from handlers.drills.cards import here
from handlers.drills.desk import live_for, open_for, router
from handlers.drills.flow import FLOW, PLANNERS, runner
from handlers.drills.measuring import absent
from handlers.drills.planning import SECRET, create, exact_span
from handlers.drills.running import missing_card
from handlers.drills.scripting import before_script
from handlers.drills.speaking import answer, answer_card
from handlers.drills.stopping import ask_which
from handlers.errors import NotAllowed
from handlers.numerals import find_codes, fold
from handlers.router import StepOf
from handlers.turn import Turn
from handlers.understand import SURE, Understood
from storage.drills import Drill, Stage

_WHO = re.compile(
    r"(?:谁|哪些人?|哪几[个位]|还有谁|多少人?)(?:还|都|仍)?(?:没有|没|未)(?:有)?(?:到位?|来|报到|签到|响应)|(?:未到位?|没到位?|缺席)(?:的)?(?:名单|人员|有谁|是谁|都有谁)?$"
    r"|who(?: is|'s)? (?:still )?(?:missing|not (?:here|in place|there))",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?:到位?|来|报到|签到)了?(?:几|多少)(?:个|位)?人?|(?:几个|多少)人(?:已经?)?(?:到位?|到了|报到)|到齐了?[吗没么?]"
    r"|到位(?:情况|率)|how many (?:are )?(?:here|in place|there)",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"(?:演练|演习|drill).{0,6}(?:进展|怎么样|情况|状态|到哪(?:一步|儿)?了|进行得|status|going)", re.IGNORECASE
)
_REPORT = re.compile(r"(?:演练|演习|D-\d+).{0,4}(?:总结|报告)(?!.{0,4}(?:怎么|谁|多久|要))|drill report", re.IGNORECASE)
_ABOUT = re.compile(r"演练|演习|drill|\bD-?\d", re.IGNORECASE)
_MINE = re.compile(
    r"^(?:有哪些|有什么|列出|看看?|我的|最近的?)?(?:演练|演习)(?:列表|安排|计划|有哪些)?[?]?$|^(?:my )?drills$",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"^(?:我|我们)?(?:已经?)?(?:到位|到了|到|在位|就位|报到|来了|在|here|in place|present)(?:了)?[!。.,]*$",
    re.IGNORECASE,
)
_TIMED = re.compile(r"^\s*(?:[01]?\d|2[0-3])\s*(?::|点)\s*[0-5]\d(?!\d)")
_AGAIN = re.compile(
    r"(?:再来一次|再演练?一[次遍]|重新演练|再搞一次|同样的?(?:脚本|演练)|replay|once more)", re.IGNORECASE
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
    r"提醒|发个?通知|公告|规定|谁|吗|[?]|培训|remind|\bD-?\d|取消|推迟|延期|改到|再来一次", re.IGNORECASE
)


def heard(turn: Turn, text: str) -> bool:
    """Words that somebody at a drill says, or that ask about one; False leaves them to everybody else."""
    said = fold(text).strip()
    if turn.actor is None or len(said) > 400:
        return False
    return (
        _at_a_drill(turn, said, text)
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


def _at_a_drill(turn: Turn, said: str, text: str) -> bool:
    live = live_for(turn)
    drill = _named(turn, said, live) or (live[0] if live else None)
    if drill is None or drill.status != Stage.LIVE:
        return False
    if _WHO.search(said) or _COUNT.search(said) or _HOW.search(said):
        _who_is_there(turn, drill, names=bool(_WHO.search(said)))
        return True
    if _HERE.fullmatch(said):
        steps.begin(turn, _step("arrive"), drill.code, {})
        return True
    if _TIMED.match(said):
        steps.begin(turn, _step("note"), drill.code, {"note": text})
        return True
    return _maybe_real(turn, drill, text)


def _maybe_real(turn: Turn, drill: Drill, text: str) -> bool:
    """An incident reported in the middle of a drill: it may be played, it may be real. One press says."""
    meant = turn.school.understander.understand(text, role="staff", context="none", now=turn.now)
    if meant.intent != "incident_report" or meant.confidence < SURE:
        return False
    ask_which(turn, drill, text)
    return True


def _asked(turn: Turn, said: str, text: str) -> bool:
    if not _ABOUT.search(said):
        return False
    if _AGAIN.search(said):
        return _once_more(turn, said, text)
    if _REPORT.search(said):
        return _report(turn, said)
    if _MINE.fullmatch(said):
        listed(turn, "")
        return True
    about = _COUNT.search(said) or _WHO.search(said) or _HOW.search(said)
    known = list(open_for(turn))
    if not about or not known:
        return False
    drill = _named(turn, said, known) or known[-1]
    if drill.status == Stage.LIVE or drill.started_at is None:
        answer_card(turn, drill)
    else:
        _who_is_there(turn, drill, names=bool(_WHO.search(said)))
    return True


def _who_is_there(turn: Turn, drill: Drill, *, names: bool) -> None:
    """Counts for everybody at the drill; names and telephone numbers for who runs it."""
    if runner.allows(turn.viewer, drill):
        turn.confide(missing_card(drill) if names or absent(drill) else _count(drill), subject=f"{drill.code}/line")
    elif names:
        raise NotAllowed(texts.MISSING, runner.who, code=drill.code)
    else:
        answer(turn, drill, _count(drill))


def _count(drill: Drill) -> Card:
    return Card(texts.COUNT_ONLY(code=drill.code, here=here(drill), all=len(drill.players)))


def _report(turn: Turn, said: str) -> bool:
    known = [one for one in open_for(turn) if one.report]
    drill = _named(turn, said, known) or (known[-1] if known else None)
    if drill is None:
        return False
    router.buttons["report"](turn, drill.code, "")
    return True


def _once_more(turn: Turn, said: str, text: str) -> bool:
    known = [one for one in open_for(turn) if FLOW.may(FLOW.by_name["again"], turn.viewer, one)]
    drill = _named(turn, said, known) or (known[-1] if known else None)
    if drill is None:
        return False
    steps.begin(turn, _step("again"), drill.code, {"when": text} if exact_span(turn, text) else {})
    return True


def _moved(turn: Turn, said: str, text: str) -> bool:
    """把演练推迟到下周五，因为考试; 取消演练: on the one that can be meant."""
    name = "postpone" if _LATER.search(said) else "cancel" if _OFF.search(said) else ""
    if not name:
        return False
    step = FLOW.by_name[name]
    known = [one for one in open_for(turn) if FLOW.may(step, turn.viewer, one)]
    named = _named(turn, said, known)
    if named is None and len(known) != 1:
        if known:
            turn.reply(steps.which([(_step(name), one) for one in known]))
        return bool(known)
    reason = re.search(r"(?:因为|由于|because)\s*(?P<why>.{2,})", text)
    given = {"reason": text if name == "postpone" and reason else reason["why"]} if reason else {}
    steps.begin(turn, _step(name), (named or known[0]).code, given)
    return True


@router.command("演练", "drills", "我的演练")
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


def _named(turn: Turn, said: str, among: list[Drill]) -> Drill | None:
    codes = [code.id for code in find_codes(said, turn.features.prefixes) if code.id and code.id.startswith("D-")]
    return next((one for one in among if codes and one.code == codes[0]), None)


def _step(name: str) -> StepOf:
    return StepOf(router, FLOW.by_name[name])
