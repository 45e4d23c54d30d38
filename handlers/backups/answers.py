"""备份都正常吗, 今天教务系统备份好了, 最近一次恢复演练: questions and news about backups, in words."""

import re
from datetime import timedelta

from handlers import data_classes, steps
from handlers.backups import rules, texts
from handlers.backups.desk import last_good, plan_card, router, test_words
from handlers.backups.flow import FLOW, operator, party, read_result
from handlers.backups.planning import make_plan, read_rule, record, record_test
from handlers.backups.running import out_of_order
from handlers.cards import Button, Card, bullets, token
from handlers.errors import Incomplete, NotAllowed
from handlers.figures import Metric, Period, Place, Row, Section
from handlers.numerals import fold
from handlers.router import StepOf
from handlers.safety import Open, Vouched, oversees, today
from handlers.systems_named import NO_SYSTEMS, not_registered, stranger_in, system_in, system_meant
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from handlers.understand import Understood
from storage import backups, systems
from storage.backups import BackupPlan, PlanStage, Ran
from storage.people import Role
from storage.systems import SystemStage

MOST = 12
MOST_BUTTONS = 4
SOON = 7  # days ahead that the overview shows
_TEST = re.compile(
    r"恢复演练|恢复测试|还原测试|还原演练|恢复验证|restore test|test(?:ed)? (?:a |the )?restore", re.IGNORECASE
)
_ASKS_TEST = re.compile(
    r"(?:最近|上次|上一次|最后|什么时候|哪天|多久|多长时间|有没有|怎么样|结果|情况|吗|没有?做|记录|[?]$|when|last|did).{0,16}(?:恢复|还原|restore)"
    r"|(?:恢复|还原)(?:演练|测试|验证).{0,12}(?:什么时候|哪天|怎么样|结果如何|情况|做了?[吗没]|了吗|吗|记录|[?]$)",
    re.IGNORECASE,
)
_RECORDS_TEST = re.compile(
    r"(?:恢复|还原)(?:演练|测试|验证).{0,10}(?:通过|成功|失败|完成|做完|没问题|正常)"
    r"|(?:做了|做完了?|完成了?)(?:一次|一遍)?(?:恢复|还原)(?:演练|测试)[,;。]?.{0,12}(?:通过|成功|失败|没问题|正常|$)"
    r"|restore test.{0,12}(?:passed|failed|ok)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[?]$|[吗么]$|没有?$|哪(?:个|些|几|天|里)|几个|什么时候|多久|怎么样|(?<!知道)为什么|^谁"
    r"|^(?:are|is|did|was|were|has|have|do|does|what|which|when|who|how|why|show|list|any) ",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"失败|不成功|[没未](?:有|能)?(?:备份?|做|拷|跑|存)?(?:成功|成|上|完|跑|备份?)|报错|出错|中断|异常|断了|挂了|崩了|卡住"
    r"|fail|error|did not|didn't|could ?n[o']t|unsuccessful|abort|crash",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"成功|完成|好了|好的|做[好完]|做了|备[好完份]了|跑[完好]|搞定|弄好|正常|没问题|恢复了"
    r"|done|ok\b|fine|success|complete|finish|ran\b|passed|backed up",
    re.IGNORECASE,
)
_NO_FAULT = re.compile(
    r"(?:没有?|未|无|毫无)(?:再|任何|一点|发现|出现)*(?:失败|报错|出错|中断|异常|错误|问题)"
    r"|(?:no|without(?: any)?|zero) (?:error|failure|problem)s?|(?:did not|didn't|never) (?:fail|abort|crash)",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"备份(?:文件|数据|的)?(?:都|现在|一般)?(?:存|放|保存|存放)(?:在|到)?(?:哪|什么地方|何处)"
    r"|where .{0,20}backups? .{0,12}(?:kept|stored|saved)"
)
_PLANS = re.compile(
    r"^(?:请|把)?(?P<what>.{2,20}?)的?(?:备份(?:时间|计划)?(?:改[成为到]|设[成为]|定[在为]|安排在|是)|(?=每).{2,16}备份(?:一次)?$)"
)


@router.say(
    "backup_status",
    examples=["备份都正常吗", "教务系统最近一次备份是什么时候", "最近一次恢复演练是哪天", "哪些系统没有备份"],
)
def status(turn: Turn, text: str, _meant: Understood) -> None:
    """One system's plan where one is named, restore tests where they are asked for, else all."""
    turn.person()
    system = system_in(turn.tx, text)
    plan = backups.of_system(turn.tx, system.id) if system is not None else None
    if system is not None and plan is None:
        turn.reply(texts.NONE_FOR(name=system.name, how=texts.HOW_TO_PLAN))
    elif plan is not None:
        _readable(turn, plan)
        turn.reply(plan_card(turn, plan, turn.viewer), subject=plan.code)
    elif _TEST.search(text) and backups.all_plans(turn.tx):
        _may_see_all(turn)
        lines = [
            texts.TEST_LINE(name=one.system.name, test=test_words(turn, one)) for one in backups.all_plans(turn.tx)
        ]
        turn.reply(Card(texts.TESTS_TITLE, bullets(lines[:MOST]), note=texts.CLAUSE_IS))
    elif _WHERE.search(fold(text)) and (found := [one for one in backups.all_plans(turn.tx) if _sees(turn, one)]):
        kept = [texts.WHERE_LINE(name=one.system.name, who=one.system.owner.name) for one in found]
        turn.reply(Card(texts.WHERE_TITLE, bullets(kept[:MOST]), note=texts.CLAUSE_IS))
    else:
        overview(turn, "")


@router.command("备份情况", "备份状态", "备份一览", "backups", "backup status")
def overview(turn: Turn, _rest: str) -> None:
    """Every plan, what is not in order first, and systems without a plan."""
    person = turn.person()
    found = [one for one in backups.all_plans(turn.tx) if _sees(turn, one)]
    if not found:
        if not oversees(turn.viewer) and not person.holds(Role.TECHNICIAN) and backups.all_plans(turn.tx):
            _may_see_all(turn)
        turn.reply(texts.NONE(how=texts.HOW_TO_PLAN))
        return
    bad = out_of_order(turn)
    bad = [one for one in found if one in bad]
    active = sum(one.status == PlanStage.ACTIVE for one in found)
    without = [
        one.name for one in systems.all_systems(turn.tx, SystemStage.IN_USE)
        if backups.of_system(turn.tx, one.id) is None
    ]  # fmt: skip
    lines: list[Phrase] = list(
        bullets([_line(turn, one) for one in (*bad, *(o for o in found if o not in bad))][:MOST])
    )
    if without:
        lines.append(texts.NO_PLAN(names=joined(list(without[:MOST]))))
    title = texts.OVERVIEW(bad=len(bad), good=active - len(bad)) if bad else texts.OVERVIEW_FINE(count=active)
    looks = tuple(
        Button(texts.LOOK(code=one.code), token("people", "look", one.code)) for one in (bad or found)[:MOST_BUTTONS]
    )
    turn.reply(Card(title, tuple(lines), buttons=looks, note=texts.CLAUSE_IS))


def _line(turn: Turn, plan: BackupPlan) -> Text:
    newest = backups.last_run(turn.tx, plan.id)
    mark: Phrase = ""
    if plan.status == PlanStage.PAUSED:
        mark = texts.BAD_MARK(status=texts.STATUS[PlanStage.PAUSED])
    elif plan.alarmed_at is not None and newest is not None:
        mark = texts.BAD_MARK(status=texts.RAN[Ran(newest.status)])
    return texts.OVERVIEW_LINE(
        mark=mark, name=plan.system.name, last=last_good(turn, plan), test=test_words(turn, plan)
    )


@router.say(
    "backup_record", examples=["今天教务系统备份好了", "昨晚门禁系统备份失败，磁盘满了", "教务系统恢复演练通过"]
)
def news(turn: Turn, text: str, meant: Understood) -> None:
    """A backup ran, failed, or was restored as a test: written down for the system that is named, or the only one."""
    turn.person()
    if _QUESTION.search(fold(text).strip()):
        status(turn, text, meant)
        return
    rule = read_rule(turn, text)
    if rule is not None and _PLANS.match(fold(text)):
        make_plan(turn, system_meant(turn, text), text)
        return
    if not (_TEST.search(text) or says_failed(text) or _DONE.search(fold(text)) or _NO_FAULT.search(fold(text))):
        status(turn, text, meant)  # what came of it was not said: nothing is written down
        return
    plan = _plan_meant(turn, text)
    step = FLOW.by_name["test" if _TEST.search(text) else "failed" if says_failed(text) else "done"]
    if step.name == "test":
        try:
            answers = {"result": read_result(_TEST.split(text, maxsplit=1)[-1])}
        except Incomplete:
            answers = {}
        steps.begin(turn, StepOf(router, step), plan.code, answers)
        return
    answers = {"reason": text.strip()} if step.name == "failed" else {}
    steps.begin(turn, StepOf(router, step), plan.code, answers)


def says_failed(text: str) -> bool:
    """Whether words about a backup say that it failed: 没备成 does, 没报错 does not."""
    return _FAILED.search(_NO_FAULT.sub("", fold(text))) is not None


def _plan_meant(turn: Turn, text: str) -> BackupPlan:
    """The plan of the system named; the only one that is this person's where none is named, nor one we do not know."""
    system = system_in(turn.tx, text)
    if system is None:
        if (stranger := stranger_in(text)) and systems.all_systems(turn.tx):
            raise Incomplete(not_registered(turn.tx, stranger))
        mine = [one for one in backups.all_plans(turn.tx) if operator.allows(turn.viewer, one)]
        if len(mine) == 1:
            return mine[0]
        if not mine and not systems.all_systems(turn.tx):
            raise Incomplete(NO_SYSTEMS)
        system = system_meant(turn, text)
    plan = backups.of_system(turn.tx, system.id)
    if plan is None:
        raise Incomplete(texts.NONE_FOR(name=system.name, how=texts.HOW_TO_PLAN))
    return plan


def hears(turn: Turn, text: str) -> bool:
    """Restore tests, which sound like drills, and plans, which sound like reminders."""
    said = fold(text).strip()
    if turn.actor is None or len(said) > 60:
        return False
    meant = Understood("backup_status", confidence=1.0)
    if (_WHERE.search(said) and backups.all_plans(turn.tx)) or (
        _TEST.search(said)
        and _ASKS_TEST.search(said)
        and not re.search(r"频率|规定|要求|制度|多久(?:做|一次)|提醒", said)
    ):
        status(turn, text, meant)
        return True
    if re.search(r"备份(?:失败|异常|出错|漏掉?|没成功)的?(?:系统)?(?:有|是)?(?:哪|几|多少)", said):
        overview(turn, "")
        return True
    if _RECORDS_TEST.search(said):
        news(turn, text, meant)
        return True
    if _PLANS.match(said) and "提醒" not in said and (system := system_in(turn.tx, text)) is not None:
        make_plan(turn, system, text)
        return True
    return False


router.hears = hears


def _sees(turn: Turn, plan: BackupPlan) -> bool:
    return party.allows(turn.viewer, plan)


def _readable(turn: Turn, plan: BackupPlan) -> None:
    if not _sees(turn, plan):
        raise NotAllowed(texts.SEE, texts.WHO_SEES)


def _may_see_all(turn: Turn) -> None:
    if not (oversees(turn.viewer) or turn.viewer.holds(Role.TECHNICIAN)):
        raise NotAllowed(texts.SEE, texts.WHO_SEES)


@router.safety
def waiting(turn: Turn) -> list[Open]:
    """What is silent or fails, restore tests that are late, systems in use without a plan."""
    found: list[Open] = []
    for plan in backups.all_plans(turn.tx):
        if plan.status != PlanStage.ACTIVE:
            continue
        owner = plan.system.owner.name
        if plan.alarmed_at is not None:
            run = backups.last_run(turn.tx, plan.id, Ran.MISSED, Ran.FAILED)
            label = texts.RAN[Ran(run.status)] if run is not None else ""
            day = turn.local(run.expected_at if run is not None else plan.alarmed_at).date()
            found.append(Open(texts.OPEN_LATE(name=plan.system.name, status=label), owner, day, plan.code, urgent=True))
        last = backups.last_test(turn.tx, plan.id, passed=True)
        due = turn.local(last.at if last is not None else plan.created_at).date() + timedelta(
            days=turn.rule(rules.RESTORE)
        )
        if due <= today(turn) + timedelta(days=SOON):
            found.append(Open(texts.OPEN_TEST(name=plan.system.name), owner, due, plan.code))
    for system in systems.all_systems(turn.tx, SystemStage.IN_USE):
        if backups.of_system(turn.tx, system.id) is None:
            day = turn.local(system.created_at).date() + timedelta(days=turn.rule(rules.PLAN_WITHIN))
            found.append(Open(texts.OPEN_PLAN(name=system.name), system.owner.name, day, system.code))
    return found


@router.vouch
def vouch(turn: Turn, code: str) -> Vouched | None:
    """Of the systems a project brought: a backup plan and a data class, or what is missing of it (7.2)."""
    words: list[Phrase] = []
    in_order = True
    brought = systems.of_project(turn.tx, code)
    for system in brought:
        plan = backups.of_system(turn.tx, system.id)
        classified = system.data_class not in ("", data_classes.UNKNOWN)
        in_order = in_order and plan is not None and classified
        if plan is not None:
            wording = texts.VOUCHED if classified else texts.VOUCHED_NO_CLASS
            words.append(wording(code=plan.code, name=system.name, data_class=data_classes.shown(system.data_class)))
        else:
            words.append(texts.OPEN_PLAN(name=system.name))
    return Vouched(in_order, joined(words, "；", "; ")) if brought else None


def _rows(turn: Turn, period: Period) -> list[Row] | None:
    runs = backups.runs_between(turn.tx, period.begins, period.ends)
    if not runs:
        return None
    return [
        Row(run.plan.code, texts.ROW(name=run.plan.system.name, at=turn.clock_time(run.expected_at),
                                     status=texts.RAN[Ran(run.status)]),
            run.expected_at, counts=run.status == Ran.SUCCEEDED, department=run.plan.system.resource.department)
        for run in runs
    ]  # fmt: skip


SUCCESS = Metric(
    "backups.success", texts.METRIC, texts.FORMULA, Text("%", "%"), "share", _rows,
    re.compile(r"备份(?:的)?成功率|backups? success(?: rate)?", re.IGNORECASE), clause="7.2.2", better="more",
)  # fmt: skip
router.count(SUCCESS)


@router.section(Place.SYSTEMS)
def section(turn: Turn, period: Period) -> Section | None:
    """The share that succeeded, each system whose backups did not, and the last restore test of each."""
    plans = [one for one in backups.all_plans(turn.tx) if one.status == PlanStage.ACTIVE]
    if not plans:
        return None
    runs = backups.runs_between(turn.tx, period.begins, period.ends)
    lines: list[Phrase] = []
    for plan in plans:
        count = sum(run.plan_id == plan.id and run.status in (Ran.MISSED, Ran.FAILED) for run in runs)
        lines += [texts.LINE_MISSED(name=plan.system.name, count=count)] if count else []
    lines += [texts.LINE_TEST(name=plan.system.name, test=test_words(turn, plan)) for plan in plans[:MOST]]
    return Section(texts.SECTION, (SUCCESS.key,), tuple(lines))


__all__ = ["record", "record_test", "router"]
