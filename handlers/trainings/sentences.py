"""What is said around a session without naming a step: who is short of words at the door, and a host in a hurry.

Heard before free speech is understood, and only where the words and what the speaker has open leave no doubt.
"""

import re
from collections.abc import Callable, Sequence

from handlers import steps
from handlers.errors import NotAllowed, NotFound
from handlers.numerals import fold
from handlers.router import StepOf
from handlers.texts import EDGES
from handlers.trainings import attending, hosting, planning, records, seats, texts
from handlers.trainings.cards import training_card
from handlers.trainings.desk import router
from handlers.trainings.flow import FLOW, PLANNERS, SCORED, host, may_feed_back
from handlers.trainings.planning import planned_in
from handlers.trainings.times import exact_span, kept, parse_span
from handlers.turn import Turn
from handlers.understand import Understood
from storage import trainings
from storage.trainings import Reply, Stage, Training

Hears = Callable[[Turn, str], bool]

_MARK = re.compile(
    r"补登|补签|代签|(?:帮|替|给)(?!我)[^,。;]{1,8}(?:签个?到)|\bmark (?P<who>.+?) (?:as )?present\b", re.IGNORECASE
)
_MARK_WORDS = re.compile(
    r"补登(?:记|签到|一下)*|补签到?(?:一下)?|代签到?|(?:帮|替|给)(?:他|她)?(?:签个?到)(?:一下)?|\bmark\b|\b(?:as )?present\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\d{4}")
_SCORES = re.compile(r"[1-5]\s*分?(?:[\s,、/]*[1-5]\s*分?){2}")
_ALL_THE_SAME = re.compile(r"(?:都|全|全部|三个)(?:是|给|打)?\s*(?P<score>[1-5五四三二一])\s*分")
_UPCOMING = re.compile(
    r"(?:有(?:什么|哪些|没有|啥)|(?:最近|近期|接下来|这周|本周|下周|这个月|本月)的?有?|安排了(?:什么|哪些))[^,。]{0,4}培训(?:安排)?(?:吗|么|没有?)?$"
    r"|(?:any|what|which|upcoming|next)\b[^,.]{0,20}\btrainings?\b(?: (?:is|are) (?:planned|coming|there))?$",
    re.IGNORECASE,
)
_COVERAGE = re.compile(r"培训[^,。]{0,4}(?:覆盖(?!率)|完成情况|完成率|参训率)|training coverage", re.IGNORECASE)
_CERTIFICATE = re.compile(
    r"(?:请|麻烦)?(?:把|给我|我要|发|下载|查看|看|要)*(?:一?下)?我?的?(?:培训|结业)?证书(?:再?(?:发|给|传))?(?:给|一?下)*我?(?:一?下|一份|吧|呢)?"
    r"|(?:please )?(?:send|show|give|download)(?: me)? (?:my|the) certificate(?: please)?",
    re.IGNORECASE,
)
_RECORD = re.compile(r"PX-\d{4}-\d{4,6}", re.IGNORECASE)
_QUIZ = re.compile(
    r"(?:我要|开始|重新?|再|去)?(?:做|参加|考|答)?(?:一?下|一?次)?(?:培训)?(?:测验|测试|小测|考试)(?:一?下|吧|了)?"
    r"|(?:take |start )?the quiz",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"几点|什么时候|何时|哪天|在哪|哪里|哪儿|什么地方|哪个(?:教室|地方|机房)|谁(?:来|主)?讲|讲什么|讲啥|多久|多长时间"
    r"|\bwhen\b|\bwhere\b|what time",
    re.IGNORECASE,
)
_NO_QUESTION = re.compile(r"规定|制度|应该|必须|几次|一次|提醒|记录|安排|组织|上次|坏|修|怎么", re.IGNORECASE)
_ROSTER = re.compile(
    r"谁(?:还|都)?(?:没有?|未)?(?:回复|答复|回应|报名|报|签到|来|到|去)|(?:没|未)(?:回复|报名|签到|来|到)的(?:人|有谁|老师|有哪些)|^名单$"
    r"|\bwho (?:has|have|is|did)\b",
    re.IGNORECASE,
)
_MAKE_UP = re.compile(
    r"(?:安排|组织|办|搞|做|加|开)(?:一?[场次个])?[^,。]{0,4}补训|补训[^,。]{0,4}(?:安排|定)在|make-?up (?:session|for)",
    re.IGNORECASE,
)
_MOVE = re.compile(
    r"改期|(?:改|挪|移|推迟|延|提前|换|调)(?:到|成|在|至)|延期|\b(?:move|postpone|reschedule)\b", re.IGNORECASE
)
_BECAUSE = re.compile(r"(?:因为|由于|原因(?:是|:)?|because(?: of)?)\s*(?P<reason>[^,。;]+)", re.IGNORECASE)
_CALL_OFF = re.compile(
    r"^(?:请|帮我|把)?(?:取消|停办|停掉|不办)(?!.{0,8}报名)[^,。]{0,14}培训|培训[^,。]{0,4}(?:取消|不办|不搞|不开)(?:了|吧|掉)?"
    r"|\b(?:cancel|call off)\b.{0,24}\btraining\b",
    re.IGNORECASE,
)
_DROP_OUT = re.compile(
    r"(?:取消|撤销|退掉?)(?:我的|这次|培训|的)*报名|退出(?:这次|这场)?培训|不报名?了|cancel my (?:seat|registration|rsvp|place)",
    re.IGNORECASE,
)
_AFTER_ALL = re.compile(
    r"(?:我)?(?:又|还是|现在|那天)*(?:能|可以|有空)(?:来|去|参加)?了|(?:我)?改主意了(?:[,.]?\s*我?(?:来|去|参加))?|(?:我)?还是(?:来|去|参加)吧?"
    r"|i can (?:come|make it) after all",
    re.IGNORECASE,
)
_PLAN = re.compile(r"(?:安排|组织|举办|开展|搞|办|开|做|上)(?!了|过|会|完)[^?]{0,40}培训", re.IGNORECASE)
_CHANGE = re.compile(
    r"(?:改|换|挪|移|推迟|提前|调)(?:到|成|为|在|至)|名额|^限?\s*\d+\s*人$|必训|必修|自愿|选修|不限人数|^(?:时间|地点|主题|对象|内容|题目)"
    r"|都(?:要|得|必须)(?:参加|到|来)|^(?:time|place|topic|seats|for)\s*[:=]|\b(?:required|voluntary|optional)\b",
    re.IGNORECASE,
)


def hears(turn: Turn, text: str) -> bool:
    """Whether the words were about a session, and were answered."""
    said = fold(text).strip(EDGES + "?!")
    return turn.actor is not None and bool(said) and any(heard(turn, said) for heard in _READINGS)


def interrupts(turn: Turn, text: str) -> bool:
    """In the middle of another dialogue: only who is to be marked present, whose name would else become an answer."""
    said = fold(text).strip(EDGES + "?!")
    return turn.actor is not None and _marks(turn, said)


def _on_screen(turn: Turn) -> Training | None:
    """The session of the newest card."""
    subject = next((row.subject for row, _card in turn.screen if row.subject), "")
    return trainings.find(turn.tx, subject.partition("/")[0]) if subject.startswith("TR-") else None


def _the_one(turn: Turn, said: str, stages: Sequence[str], *, held: bool) -> Training | None:
    """The session meant: named, on the screen, or the only one; `held` by the speaker (or any, for the CIO)."""
    fits = [
        one for one in trainings.of_person(turn.tx, turn.person().id, stages)
        if (host.allows(turn.viewer, one) if held else one.of(turn.viewer.id) is not None)
    ]  # fmt: skip
    named = planned_in(turn, said) or _on_screen(turn)
    if named is not None and named.status in stages and (not held or host.allows(turn.viewer, named)):
        return named
    return fits[0] if len(fits) == 1 else None


def _marks(turn: Turn, said: str) -> bool:
    """给郑组长补登,手机没电."""
    if not _MARK.search(said):
        return False
    training = _the_one(turn, said, (Stage.CHECK_IN, Stage.FEEDBACK), held=True)
    if training is None:
        if re.search(r"补登|补签", said) and trainings.of_person(
            turn.tx, turn.person().id, (Stage.CHECK_IN, Stage.FEEDBACK)
        ):
            raise NotAllowed(texts.MARK, host.who)
        return False
    who = _MARK_WORDS.sub(" ", re.sub(r"TR-?\d+", " ", said, flags=re.IGNORECASE))
    names = [part.person.name for part in training.participants if part.person.name in who]
    name = max(names, key=len, default="")
    reason = re.sub(rf"(?:请|麻烦)?(?:给|帮|替|把)?\s*{re.escape(name)}", " ", who).strip(EDGES + " 了") if name else ""
    given = {"person": f"{name} {reason}"} if name and len(reason) >= 2 else {}
    if not name and len(who.strip(EDGES)) >= 2:
        given = {"person": who.strip(EDGES)}
    steps.begin(turn, _step("mark"), training.code, given)
    return True


def _digits(turn: Turn, said: str) -> bool:
    """The code and nothing else, at a session going on; also by who had excused themselves and came."""
    if not _CODE.fullmatch(said):
        return False
    live = trainings.of_person(turn.tx, turn.person().id, (Stage.CHECK_IN,))
    if all(one.of(turn.viewer.id) is None for one in live):
        return False
    attending.check_in_typed(turn, said)
    return True


def _scores(turn: Turn, said: str) -> bool:
    """5 4 5, or 都是5分, from who was there and has not scored."""
    same = _ALL_THE_SAME.search(said)
    if not (_SCORES.fullmatch(said) or same):
        return False
    waiting = [
        one for one in trainings.of_person(turn.tx, turn.person().id, (Stage.FEEDBACK,))
        if may_feed_back.allows(turn.viewer, one)
    ]  # fmt: skip
    if not waiting:
        return False
    digits = [_digit(same["score"])] * len(SCORED) if same else re.findall(r"[1-5]", said)
    steps.begin(turn, _step("feed_back"), waiting[-1].code, dict(zip(SCORED, digits, strict=True)))
    return True


def _digit(said: str) -> str:
    return str("一二三四五".index(said) + 1) if said in "一二三四五" else said


def _upcoming(turn: Turn, said: str) -> bool:
    """下周有什么培训."""
    if not _UPCOMING.search(said) or re.search(r"过|记录|规定|制度|必须", said):
        return False
    hosting.listed(turn, "")
    return True


def _quiz(turn: Turn, said: str) -> bool:
    """做测验: the one that is open."""
    if not _QUIZ.fullmatch(said):
        return False
    waiting = [
        one for one in trainings.of_person(turn.tx, turn.person().id, (Stage.FEEDBACK,))
        if one.quiz and (part := one.of(turn.viewer.id)) is not None and part.came and not part.record
    ]  # fmt: skip
    if not waiting:
        return False
    attending.quiz(turn, waiting[-1].code, "")
    return True


def _covered(turn: Turn, said: str) -> bool:
    """各部门安全培训完成情况."""
    if not _COVERAGE.search(said) or re.search(r"我的|本人|规定|制度|要求", said):
        return False
    records.coverage(turn)
    return True


def _certificate(turn: Turn, said: str) -> bool:
    """把证书发给我."""
    if _RECORD.fullmatch(said):
        records.certificate(turn, said.upper(), "")
        return True
    if not _CERTIFICATE.fullmatch(said) or said == "证书":
        return False
    records.mine(turn, "")
    return True


def _asks(turn: Turn, said: str) -> bool:
    """培训几点开始: the card answers when, where and by whom."""
    about = re.search(r"培训|TR-?\d|\btraining\b", said, re.IGNORECASE)
    if not _ASKS.search(said) or _NO_QUESTION.search(said):
        return False
    shown = _on_screen(turn)
    if not about and (shown is None or len(said) > 8):
        return False
    training = planned_in(turn, said) or shown or _only_ahead(turn)
    if training is None:
        hosting.listed(turn, "")
        return True
    if not router.readable or not router.readable.allows(turn.viewer, training):
        raise NotFound(training.code)
    turn.reply(training_card(turn, training, turn.viewer), subject=hosting.subject_of(turn, training))
    return True


def _only_ahead(turn: Turn) -> Training | None:
    ahead = trainings.of_person(turn.tx, turn.person().id, (Stage.INVITING, Stage.CHECK_IN))
    return ahead[0] if len(ahead) == 1 else None


def _lists(turn: Turn, said: str) -> bool:
    """谁还没回复, under the host's own card."""
    training = _on_screen(turn)
    if training is None or not _ROSTER.search(said) or not host.allows(turn.viewer, training):
        return False
    hosting.roster(turn, training.code, "")
    return True


def _makes_up(turn: Turn, said: str) -> bool:
    """给没来的人安排补训,下周四下午三点."""
    if not _MAKE_UP.search(said):
        return False
    training = _the_one(turn, said, (Stage.FEEDBACK, Stage.ARCHIVED), held=True)
    if training is None:
        return False
    steps.begin(turn, _step("make_up"), training.code, {"when": said} if exact_span(turn, said) else {})
    return True


def _moves(turn: Turn, said: str) -> bool:
    """培训改到周五下午三点,因为报告厅停电: of one that is out; a plan is changed."""
    if not _MOVE.search(said):
        return False
    named = re.search(r"培训|TR-?\d|\btraining\b", said, re.IGNORECASE) or _on_screen(turn) is not None
    training = _the_one(turn, said, (Stage.INVITING,), held=True) if named else None
    if training is None or training.host_id != turn.person().id:
        return False
    why = _BECAUSE.search(said)
    when = said[: why.start()] if why else said
    given = {"reason": why["reason"].strip(EDGES)} if why else {}
    stands = training.starts_at, training.ends_at
    if exact_span(turn, when, stands) is not None:
        given["when"] = kept(turn, parse_span(turn, when, stands))
    steps.begin(turn, _step("move"), training.code, given)
    return True


def _calls_off(turn: Turn, said: str) -> bool:
    """取消下周三的培训."""
    if not _CALL_OFF.search(said):
        return False
    training = _the_one(turn, said, Stage.AHEAD, held=True)
    if training is None or training.host_id != turn.person().id:
        return False
    why = _BECAUSE.search(said)
    steps.begin(turn, _step("cancel"), training.code, {"reason": why["reason"].strip(EDGES)} if why else {})
    return True


def _drops_out(turn: Turn, said: str) -> bool:
    """取消报名."""
    if not _DROP_OUT.search(said):
        return False
    mine = [
        one for one in trainings.of_person(turn.tx, turn.person().id, (Stage.INVITING, Stage.CHECK_IN))
        if (part := one.of(turn.viewer.id)) is not None and part.reply in {Reply.YES, Reply.WAITING}
    ]  # fmt: skip
    named = planned_in(turn, said)
    if named is None and len(mine) != 1:
        if mine:
            turn.reply(steps.which([(_step("leave"), one) for one in mine]))
        return bool(mine)
    steps.begin(turn, _step("leave"), (named or mine[0]).code, {})
    return True


def _changes(turn: Turn, said: str) -> bool:
    """名额40, 不是必训, 改成周五: while the plan stands last in the chat."""
    training = _on_screen(turn) if _CHANGE.search(said) else None
    if training is None or training.status != Stage.PLANNED or training.host_id != turn.viewer.id:
        return False
    steps.begin(turn, _step("change"), training.code, {"change": said})
    return True


def _plans(turn: Turn, said: str) -> bool:
    """A plan with its hour is one, whatever else the sentence says: …所有人必须参加,最多40人."""
    if not _PLAN.search(said) or re.search(r"提醒|通知|公告|规定|谁|吗|演练", said) or not turn.viewer.holds(*PLANNERS):
        return False
    if exact_span(turn, said) is None:
        return False
    planning.create(turn, said, Understood("training_create", confidence=1.0))
    return True


def _step(name: str) -> StepOf:
    return StepOf(router, FLOW.by_name[name])


def _comes_after_all(turn: Turn, said: str) -> bool:
    """又能来了, from who is excused from one session to come."""
    if not _AFTER_ALL.fullmatch(said):
        return False
    me = turn.person().id
    mine = [
        one for one in trainings.of_person(turn.tx, me, (Stage.INVITING, Stage.CHECK_IN))
        if (part := one.of(me)) is not None and part.reply == Reply.NO
    ]  # fmt: skip
    if len(mine) > 1:
        turn.reply(steps.which([(_step("rejoin"), one) for one in mine]))
    elif mine:
        steps.begin(turn, _step("rejoin"), mine[0].code, {})
    return bool(mine)


_READINGS: tuple[Hears, ...] = (
    seats.hears,
        _digits, _scores, _marks, _certificate, _quiz, _covered, _makes_up, _lists, _changes, _moves, _calls_off, _drops_out,
    _comes_after_all, _upcoming,
    _asks, _plans,
)  # fmt: skip
router.hears = hears
router.interrupts = interrupts
