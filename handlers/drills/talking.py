"""What is said in the middle of a drill and under its report: I am here, 15:04 断开服务器, 断网完成了, 第2条负责人改成王技术."""

import re

from handlers import choices, steps
from handlers.cards import Card
from handlers.drills import texts
from handlers.drills.cards import here
from handlers.drills.desk import live_for, open_for, router
from handlers.drills.flow import FLOW, cio, runner
from handlers.drills.injecting import handle_open, inject_now
from handlers.drills.measuring import absent
from handlers.drills.running import call_again, missing_card, seen_there, speaks_of
from handlers.drills.speaking import answer, answer_card, runners, tell
from handlers.drills.stopping import ask_which
from handlers.errors import NotAllowed, Refused
from handlers.free_speech import role_of
from handlers.numerals import NUMBER, find_codes, fold, read_number
from handlers.router import StepOf
from handlers.texts import EDGES, Phrase, joined
from handlers.time_phrases import Precision, parse_when
from handlers.turn import Turn
from handlers.understand import SURE, Understood
from storage.drills import Drill, Stage

WHO = re.compile(
    r"(?:谁|哪些人?|哪几[个位]|还有谁|多少人?)(?:还|都|仍)?(?:没有|没|未)(?:有)?(?:到位?|来|报到|签到|响应)|(?:未到位?|没到位?|缺席)(?:的)?(?:名单|人员|有谁|是谁|都有谁)?$"
    r"|who(?: is|'s)? (?:still )?(?:missing|not (?:here|in place|there))",
    re.IGNORECASE,
)
COUNT = re.compile(
    r"(?:到位?|来|报到|签到)了?(?:几|多少)(?:个|位)?人?|(?:几个|多少)人(?:已经?)?(?:到位?|到了|报到)|到齐了?[吗没么?]"
    r"|到位(?:情况|率)|how many (?:are )?(?:here|in place|there)",
    re.IGNORECASE,
)
HOW = re.compile(
    r"(?:演练|演习|drill).{0,6}(?:进展|怎么样|咋样|如何了|情况|状态|到哪(?:一步|儿)?了|进行得|status|going)",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"^(?:我|我们)?(?:已经?)?(?:到位|到了|到|在位|就位|报到|来了|在|here|in place|present)(?:了)?[!。.,]*$",
    re.IGNORECASE,
)
_HANDLED = re.compile(
    r"(?:我们?)?(?:这个|这条|情况\d*)?(?:都|全)?(?:已经?)?(?:处理|处置|搞定|弄好|解决|做)(?:好|完)?(?:了|完毕|完成)[!。.]*"
    r"|(?:all )?(?:done|handled|dealt with)[!.]*",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"^(?:现在|目前)?(?:的)?(?:情况|进展|进度)(?:怎么样|如何|怎样)?了?[?]?$|到哪(?:一步|儿)了", re.IGNORECASE
)
_NUDGE = re.compile(r"催(?:一?下|一催)?|nudge|call (?:them|who is missing)", re.IGNORECASE)
_INJECT = re.compile(rf"(?:发|放|推|send)(?:出|送)?\s*(?:第)?\s*(?:注入|情况|inject)\s*(?P<n>{NUMBER})", re.IGNORECASE)
_WHO_DID = re.compile(
    rf"(?:注入|情况|inject)\s*(?P<n>{NUMBER}).{{0,8}}(?:谁|处理|收到|who|handled)|谁.{{0,6}}(?:注入|情况)\s*(?P<m>{NUMBER})",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"来不了|到不了|去不了|参加不了|不能参加|退出(?:本次|这次)?演练|^(?:我)?(?:要)?请假|cannot come|can't come",
    re.IGNORECASE,
)
_DONE = re.compile(r"完成|好了|搞定|恢复了?|断开?了|了[。!]?$|done|finished", re.IGNORECASE)
_JUST = re.compile(r"^(?:刚刚|刚才|我们?(?:刚刚?|已经?)|已经?|正在)[^?吗]{3,}$|^(?:just|we have)\b", re.IGNORECASE)
_IS_IT = re.compile(
    r"^(?:这|现在|这个)?(?:是不是|是|到底是)(?:在)?演[练习]?(?:吗|么|还是真的|还是真)?[?]?$|is this a drill",
    re.IGNORECASE,
)
_AGREED = re.compile(r"^(?:确认|同意|可以|没问题|就这样|ok|confirm)[。.!]*$", re.IGNORECASE)
_EDIT = re.compile(
    rf"第\s*{NUMBER}\s*[条项]|^(?:删|去掉)|^(?:加|增加|补充|再加)(?:一条|一句|改进|:|,)|^(?:改进|建议)\s*{NUMBER}",
    re.IGNORECASE,
)
_RATE = re.compile(r"(?:到位|参与|出勤)率", re.IGNORECASE)
AGAIN = re.compile(r"再来一次|再演练?一[次遍]|重新演练|再搞一次|同样的?(?:脚本|演练)|once more|replay", re.IGNORECASE)


def at_a_drill(turn: Turn, said: str, text: str) -> bool:
    """Words of somebody at a drill that is under way; False leaves them to everybody else."""
    live = live_for(turn)
    drill = meant(turn, said, live, "arrive" if _HERE.fullmatch(said) else "")
    if _IS_IT.search(said):
        turn.reply(texts.NO_DRILL_NOW) if drill is None else answer_card(turn, drill)
        return True
    if drill is None or _AWAY.search(said):
        return _not_coming(turn, drill, said, text)
    if (WHO.search(said) and not _NUDGE.search(said)) or COUNT.search(said):
        who_is_there(turn, drill, names=bool(WHO.search(said)))
        return True
    if _NOW.search(said) or HOW.search(said):
        answer_card(turn, drill)
        return True
    if _HERE.fullmatch(said):
        steps.begin(turn, step_of("arrive"), drill.code, {})
        return True
    handled = bool(_HANDLED.fullmatch(said)) and handle_open(turn, drill)
    return handled or _runs(turn, drill, said) or _notes(turn, drill, said, text) or _maybe_real(turn, drill, text)


def _runs(turn: Turn, drill: Drill, said: str) -> bool:
    """催一下, 发注入2, 谁处理了注入1: for who runs it."""
    did, sends = _WHO_DID.search(said), _INJECT.search(said)
    nudges = bool(_NUDGE.search(said)) and len(said) < 20
    if not (did or sends or nudges):
        return False
    if not runner.allows(turn.viewer, drill):
        raise NotAllowed(texts.RUN_IT, runner.who, code=drill.code)
    if did:
        _who_did(turn, drill, read_number(did["n"] or did["m"]) or 0)
    elif sends:
        inject_now(turn, drill, read_number(sends["n"]) or 0)
    else:
        call_again(turn, drill)
    return True


def _who_did(turn: Turn, drill: Drill, number: int) -> None:
    inject = next((one for one in drill.injects if one.number == number), None)
    if inject is None:
        raise Refused(texts.NO_SUCH_INJECT(number=number), code=drill.code)
    handled: list[Phrase] = [one.person.name for one in inject.receipts if one.handled_at is not None]
    got: list[Phrase] = [one.person.name for one in inject.receipts if one.acknowledged_at and not one.handled_at]
    silent: list[Phrase] = [one.person.name for one in inject.receipts if not one.acknowledged_at]
    facts = ((texts.HANDLED, handled), (texts.GOT, got), (texts.SILENT, silent))
    shown = tuple((label, joined(names)) for label, names in facts if names)
    answer(turn, drill, Card(texts.INJECT_STATE(code=drill.code, number=number, words=inject.words), facts=shown))


def _notes(turn: Turn, drill: Drill, said: str, text: str) -> bool:
    """A line that begins with the time of day, or says that an objective is done."""
    timed = _with_time(turn, text)
    named_one = any(speaks_of(said, one) for one in drill.objectives if not one.kind)
    spoken = len(said) < 60 and ((bool(_DONE.search(said)) and named_one) or bool(_JUST.match(said)))
    if not timed and not spoken:
        return False
    steps.begin(turn, step_of("note"), drill.code, {"content": timed or text})
    return True


def _with_time(turn: Turn, text: str) -> str:
    """三点零二分关了服务器 as 15:02 关了服务器; "" where no time of day stands in front."""
    found = next(iter(parse_when(text[:60], turn.now, turn.school.calendar)), None)
    if (
        found is None
        or found.start > 0
        or found.precision is not Precision.MINUTE
        or not re.search(r"[:点时]", fold(found.words))
    ):
        return ""
    rest = text[found.end :].strip(EDGES)
    if not rest or re.search(r"[?吗]|提醒|安排|组织|培训|开会", fold(rest)):
        return ""
    at, now = turn.local(found.at), turn.local(turn.now)
    hour = at.hour + 12 if at.hour < 12 <= now.hour and at.hour + 12 <= now.hour + 1 else at.hour
    return f"{hour:02}:{at.minute:02} {rest}"


def _maybe_real(turn: Turn, drill: Drill, text: str) -> bool:
    """An incident or a fault reported in the middle of a drill: it may be played, it may be real. One press says."""
    understand = turn.school.understander.understand
    here_, alone = (
        understand(text, role=role_of(turn), context=context, now=turn.now)
        for context in (f"drill_live:{drill.code}", "none")
    )
    intents = {one.intent for one in (here_, alone) if one.confidence >= SURE}
    if not intents & {"incident_report", "ticket_create"}:
        return False
    ask_which(turn, drill, text, fault="ticket_create" in intents)
    return True


def _not_coming(turn: Turn, live: Drill | None, said: str, text: str) -> bool:
    """来不了, from somebody who was told of a drill: who runs it hears so."""
    about = live is not None or re.search(r"演练|演习|drill|\bD-?\d", said, re.IGNORECASE)
    if not _AWAY.search(said) or not about:
        return False
    mine = [one for one in open_for(turn) if one.status == Stage.NOTIFIED and one.of(turn.person().id) is not None]
    drill = live or named(turn, said, mine) or (mine[0] if mine else None)
    if drill is None:
        return False
    tell(
        turn, drill, runners(turn, drill), texts.NOT_COMING(code=drill.code, name=turn.person().name, words=text[:100])
    )
    turn.record(drill.code, "not_coming", clause="7.3.2", reason=text[:200])
    answer(turn, drill, texts.PASSED_ON(code=drill.code, name=drill.planner.name))
    return True


@router.say("drill_checkin")
def checked_in(turn: Turn, text: str, _meant: Understood) -> None:
    """到位 in other words; from who runs it also for somebody named, who answered by telephone."""
    live = live_for(turn)
    if _RATE.search(text) and (asked := turn.features.says.get("stat_query")) is not None:
        asked(turn, text, Understood("stat_query", confidence=1.0))
        return
    if not live:
        raise Refused(texts.NONE_LIVE)
    drill = meant(turn, text, live, "arrive") or live[0]
    spoken_of = next(
        (part for part in absent(drill) if part.person.name in text and part.person_id != turn.viewer.id), None
    )
    if spoken_of is not None and runner.allows(turn.viewer, drill):
        seen_there(turn, drill, spoken_of)
        return
    steps.begin(turn, step_of("arrive"), drill.code, {})


@router.say("drill_close")
def closed(_turn: Turn, _text: str, _meant: Understood) -> None:
    """Nothing is under way that this person could end."""
    raise Refused(texts.NONE_LIVE)


def on_the_report(turn: Turn, said: str, text: str) -> bool:
    """第2条负责人改成王技术, 删掉第3条, 再来一次: said while the report stands in the chat."""
    shown = choices.subjects_on_screen(turn)
    if not any(subject.startswith(f"{FLOW.prefix}-") for subject in shown):
        return False
    known = [one for one in open_for(turn) if shown & {one.code, f"{one.code}/report", f"{one.code}/line"}]
    if AGAIN.search(said) and not re.search(r"\bD-?\d", said):
        again = [one for one in known if FLOW.may(FLOW.by_name["again"], turn.viewer, one)]
        if len(again) == 1:
            steps.begin(
                turn,
                step_of("again"),
                again[0].code,
                {"when": text} if parse_when(text, turn.now, turn.school.calendar) else {},
            )
        return len(again) == 1
    drafts = [one for one in known if one.status == Stage.DRAFT and cio.allows(turn.viewer, one)]
    if len(drafts) == 1 and _AGREED.fullmatch(said) and turn.screen[0][0].subject == f"{drafts[0].code}/report":
        steps.begin(turn, step_of("confirm"), drafts[0].code, {})
        return True
    if len(drafts) != 1 or not _EDIT.search(re.sub(r"^把", "", said)):
        return False
    steps.begin(turn, step_of("edit"), drafts[0].code, {"edit": text})
    return True


def who_is_there(turn: Turn, drill: Drill, *, names: bool) -> None:
    """Counts for everybody at the drill; names and telephone numbers for who runs it."""
    if runner.allows(turn.viewer, drill):
        turn.confide(missing_card(drill) if names or absent(drill) else _count(drill), subject=f"{drill.code}/line")
    elif names:
        raise NotAllowed(texts.MISSING, runner.who, code=drill.code)
    else:
        answer(turn, drill, _count(drill))


def _count(drill: Drill) -> Card:
    return Card(texts.COUNT_ONLY(code=drill.code, here=here(drill), all=len(drill.players)))


def meant(turn: Turn, said: str, live: list[Drill], step: str = "") -> Drill | None:
    """Of drills under way at once: the one named, else one the step can be taken in, else the one shown last."""
    able = [one for one in live if step and FLOW.may(FLOW.by_name[step], turn.viewer, one)] or live
    shown = [row.subject.partition("/")[0] for row, _card in turn.screen] if len(able) > 1 else []
    able = sorted(able, key=lambda one: shown.index(one.code) if one.code in shown else len(shown))
    return named(turn, said, live) or next(iter(able), None)


def named(turn: Turn, said: str, among: list[Drill]) -> Drill | None:
    """The drill whose number the words name."""
    codes = [code.id for code in find_codes(said, turn.features.prefixes) if code.id and code.id.startswith("D-")]
    return next((one for one in among if codes and one.code == codes[0]), None)


def step_of(name: str) -> StepOf:
    """A step of a drill."""
    return StepOf(router, FLOW.by_name[name])
