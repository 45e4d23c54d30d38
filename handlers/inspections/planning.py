"""Planning an inspection by one sentence: "下周二检查三楼机房". What is missing is asked for, at most two things."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import dialogues, forms
from handlers.cards import Card
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.forms import Field, Form
from handlers.inspections import checklists, texts
from handlers.inspections.cards import inspection_card
from handlers.inspections.checklists import GENERAL, POLICY, TARGETS, Line, target_of
from handlers.inspections.desk import router, show
from handlers.inspections.evidence import policy_lines
from handlers.inspections.flow import FLOW, PLANNERS, SPEAKS
from handlers.inspections.rules import NOTICE
from handlers.numerals import fold, write_code
from handlers.people_named import person_called, person_in
from handlers.texts import EDGES, Phrase, Text
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from handlers.understand import Understood
from storage import inspections, numbers, people
from storage.inspections import Inspection, InspectionItem, InspectionStage
from storage.people import Person, Role

FORM = "inspections.plan"
WHOLE = "全校"
IT_S_OWN = frozenset(
    {"server_room", "accounts", "backups"}
)  # what the technicians answer for unless somebody says whose
GENERIC = frozenset(
    {"学校", "全校", "各机房", "机房", "教室", "各教室", "server room", "classroom", "classrooms", "school"}
)
NO_TOPIC = frozenset({"安全", "设备", "全面", "常规", "例行", "专项", "本学期", "学期", "开学", "期中", "期末", "暑期"})
_TOPIC = re.compile(
    r"(?:一次|一下|一轮|一个|个|次|搞|做|组织|安排|发起|开展|新建|计划)+"
    r"(?![个次])([一-龥]{2,6}?)(?:的|安全)?(?:检查|巡检|巡查|抽查|排查|盘点)"
)
_DEPARTMENT = re.compile(r"^[一-龥]{1,6}(?:处|办|组|部|中心|年级)(?:的)?$")
_SURPRISE = re.compile(r"突击|突查|飞行检查|不(?:提前|打招呼|通知)|unannounced|surprise", re.IGNORECASE)
_WHOLE = re.compile(r"全校|整个学校|学校层面|whole school|school-?wide", re.IGNORECASE)
_BY = re.compile(
    r"(?:由|请|让|派|安排)\s*([一-龥]{2,4})\s*(?:去|来|负责)?\s*(?:对|检查|查|巡)|\bby ([A-Z][a-z]+)", re.IGNORECASE
)
_ONLY_POLICY = re.compile(r"看板|情况|怎么样|如何|到哪|board|overview|status", re.IGNORECASE)
_INSPECTS = re.compile(r"检查|巡检|巡查|抽查|排查|\binspect|\baudit", re.IGNORECASE)
_PLANS = re.compile(r"安排|组织|开展|发起|新建|计划|启动|做一次|搞|进行|plan|schedule|arrange|start", re.IGNORECASE)
_WONDERS = re.compile(
    r"(?:了|过)(?:吗|没有?|么)?[?]*$|(?:有没有|是不是|是否)(?:人|谁)?(?:来|去)?(?:检查|巡检|查)|什么时候|哪天|谁(?:来|去|在)?(?:检查|查)"
    r"|^(?:did|has|have|was|were|when|who|is|are) ",
    re.IGNORECASE,
)


@router.command("安排检查", "新建检查", "检查计划", "plan an inspection", "new inspection")
def plan_command(turn: Turn, rest: str) -> None:
    """安排检查 alone asks; with words it is the sentence."""
    plan(turn, rest, Understood("inspection_create", confidence=1.0))


@router.say("inspection_create")
def plan(turn: Turn, text: str, meant: Understood) -> None:
    """A sentence that wants something inspected."""
    turn.person()
    if target_of(text) == POLICY and _ONLY_POLICY.search(text) and not _PLANS.search(text):
        turn.features.commands["制度落实情况"](turn, "")
        return
    if _WONDERS.search(fold(text).strip()) and not _PLANS.search(text):
        turn.features.commands["检查列表"](turn, "")  # 今天检查数据了吗
        return
    if not turn.viewer.holds(*PLANNERS):
        raise NotAllowed(texts.PLAN, texts.WHO_PLANS, code="inspection", step_name="plan")
    dialogues.start(turn, form, _read(turn, text, meant.slots))


def _read(turn: Turn, text: str, slots: Mapping[str, Any]) -> dict[str, Any]:
    """What a sentence says about target, place, department, day and inspector."""
    place = re.sub(r"^(?:the |去|到|对|在)", "", str(slots.get("location") or "")).strip(EDGES)
    topic = _TOPIC.search(text) if not place and not target_of(text) else None
    if topic is not None and topic[1] not in NO_TOPIC and not any(topic[1] in one for one in _departments(turn)):
        place = topic[1]  # 搞个灭火器检查
    target = target_of(text) or (GENERAL if place else "")
    known: dict[str, Any] = {"words": text}
    if target:
        known["target"] = target
    if place and place not in GENERIC:
        known["place"] = place
    departments = _departments(turn)
    named = [one for one in departments if one in text]
    if _WHOLE.search(text) or target == POLICY:
        known["department"] = WHOLE
    if named:
        known["department"] = max(named, key=len)
    elif target in IT_S_OWN and "department" not in known and (own := _technicians(turn)):
        known["department"] = own
    found = parse_when(text, turn.now, turn.school.calendar)
    if found:
        already = found[0].begins <= turn.now < found[0].ends  # 今天: from now on
        known["when"] = (turn.now if already else found[0].at).isoformat()
    by = _BY.search(text)
    named_person = person_in(turn, text)
    if named_person is not None and (by is None or named_person.name in text):
        known["inspector"] = named_person.name
    if _SURPRISE.search(text):
        known["surprise"] = True
    return known


def _departments(turn: Turn) -> list[str]:
    return sorted({one.department for one in people.active_people(turn.tx) if one.department})


def _technicians(turn: Turn) -> str:
    """The department of most technicians."""
    found = Counter(one.department for one in people.with_role(turn.tx, Role.TECHNICIAN) if one.department)
    return found.most_common(1)[0][0] if found else ""


_ONLY_WHEN = re.compile(
    r"(?:(?:今|明|后|大后)天|(?:这|本|下+)?个?(?:周|星期|礼拜)[一二三四五六日天]?|(?:这|本|下)个?月|\d{1,2}月|\d{1,2}[日号]|上午|下午|早上|晚上|中午"
    r"|[\d一二三四五六七八九十]{1,3}点半?)+"
)


def _read_target(text: str) -> str:
    words = forms.plain(text)
    if _DEPARTMENT.search(words):
        raise Incomplete(texts.ASK_TARGET)  # whose it is; what it is is still open
    if _ONLY_WHEN.fullmatch(words):
        raise Incomplete(texts.ASK_TARGET)  # when it is
    return target_of(words) or words


def _read_department(text: str) -> str:
    words = forms.plain(text)
    return WHOLE if _WHOLE.search(words) or words in {"无", "没有"} else words


def _done(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    """Everything is known: it is planned, or refused with who could do it."""
    person = turn.person()
    if not turn.viewer.holds(*PLANNERS):  # the role may be gone since the question was asked
        raise NotAllowed(texts.PLAN, texts.WHO_PLANS)
    target, place = str(answers["target"]), str(answers.get("place") or "")
    if target not in TARGETS:  # a place or device in their own words
        target, place = GENERAL, place or target
    department = _department(turn, str(answers["department"]))
    inspector = _inspector(turn, department, str(answers.get("inspector") or ""))
    inspection = Inspection(
        code=write_code("IN", numbers.next_number(turn.tx, "IN")), status=InspectionStage.PLANNED, target=target,
        place=place[:60], department=department, surprise=bool(answers.get("surprise")), planned_by_id=person.id,
        planned_by=person, inspector_id=inspector.id, inspector=inspector, planned_at=_when(turn, answers.get("when")),
        checklist_version=1, created_at=turn.now, revision=1,
    )  # fmt: skip
    inspection.answerer = _answerer(turn, department, inspector)
    inspection.answerer_id = inspection.answerer.id
    _fill(turn, inspection)
    turn.tx.add(inspection)
    turn.tx.flush()
    last = inspections.last_of(turn.tx, target, inspection.place, department, inspection.id)
    inspection.previous = last.code if last is not None else ""
    turn.record(
        inspection.code, "plan", clause=FLOW.clause, after=inspection.status,
        details={"target": target, "place": inspection.place, "department": department, "inspector": inspector.name,
                 "checklist": inspection.checklist_version, "planned": inspection.planned_at.isoformat()},
    )  # fmt: skip
    _arm(turn, inspection)
    if inspector.id != person.id:
        show(turn, inspection, inspector)
    card = inspection_card(turn, inspection, turn.viewer)
    other = turn.viewer.holds(Role.INSPECTOR) and inspector.id != person.id and person.department == department
    lines: tuple[Phrase, ...] = (texts.OTHER_INSPECTOR(name=inspector.name), *card.lines) if other else card.lines
    turn.reply(Card(card.title, lines, card.facts, card.buttons), subject=inspection.code)


def _fill(turn: Turn, inspection: Inspection) -> None:
    """The lines of the list in force; of 制度落实 the clauses, those that our records speak for already answered."""
    version, lines = checklists.current(turn, inspection.target)
    if inspection.target == POLICY:
        inspection.items = policy_lines(turn)
    else:
        inspection.items = [_item(number, line) for number, line in enumerate(lines, 1)]
    inspection.checklist_version = version


def _item(number: int, line: Line) -> InspectionItem:
    return InspectionItem(
        number=number, key=line.key, zh=line.zh, en=line.en, severity=line.severity, result="", note="", evidence=""
    )


def _when(turn: Turn, said: object) -> datetime:
    """The moment that was said, else now. A moment that is over is refused."""
    if not said:
        return turn.now
    at = datetime.fromisoformat(str(said))
    if at < turn.now - timedelta(hours=1) and turn.local(at).date() != turn.local(turn.now).date():
        raise Refused(texts.PAST)
    return at


def _department(turn: Turn, said: str) -> str:
    """A department of the school by its name, "" for the whole school."""
    if said == WHOLE:
        return ""
    known = _departments(turn)
    found = [one for one in known if one == said] or [one for one in known if fold(said) in one or one in fold(said)]
    if len(found) != 1:
        raise Incomplete(texts.NO_DEPARTMENT(name=said[:20], known="、".join(known[:20])))
    return found[0]


def _inspector(turn: Turn, department: str, named: str) -> Person:
    """Who inspects: whoever was named, else who plans it, else an inspector of another department; never one of its own."""
    if named:
        return inspector_called(turn, department, named)
    inspectors = people.with_role(turn.tx, Role.INSPECTOR)
    me = turn.person()
    first = [me] if me.holds(Role.INSPECTOR) or (me.holds(Role.CIO) and not inspectors) else []
    others = [one for one in (*inspectors, *people.with_role(turn.tx, Role.CIO)) if one.id != me.id]
    fits = [one for one in (*first, *others) if not department or one.department != department]
    if not fits:
        raise Refused(texts.NO_INSPECTOR(department=department or texts.WHOLE_SCHOOL))
    return fits[0]


def inspector_called(turn: Turn, department: str, name: str) -> Person:
    """The inspector of this name. Refuses who is none, and who is of the inspected department."""
    person = person_called(turn, name)
    if not person.holds(Role.INSPECTOR, Role.CIO):
        raise NotAllowed(texts.PLAN, Text(f"检查员（{person.name}不是）", f"an inspector; {person.name} is none"))
    if department and person.department == department:
        raise Refused(texts.NOT_OWN(name=person.name, department=department))
    return person


def _answerer(turn: Turn, department: str, inspector: Person) -> Person:
    """Who speaks for the inspected side: the head, else the liaison, else somebody of it; for the whole school the CIO."""
    if not department:
        found = people.with_role(turn.tx, Role.CIO) + people.with_role(turn.tx, Role.LEADER)
    else:
        members = [one for one in people.active_people(turn.tx) if one.department == department]
        order = (*SPEAKS, Role.CIO, Role.DISPATCHER, Role.TECHNICIAN, Role.STAFF)
        found = [one for role in order for one in members if one.holds(role)]
    found = [one for one in found if one.id != inspector.id]
    if not found:
        raise Refused(texts.NO_ANSWERER(department=department or texts.WHOLE_SCHOOL))
    return found[0]


def _arm(turn: Turn, inspection: Inspection) -> None:
    """The department hears of it in time, the inspector on the day."""
    if inspection.planned_at <= turn.now:
        return
    if not inspection.surprise:
        turn.remind_by(
            NOTICE, f"{inspection.code}:announce", "inspections.announce", inspection.code, since=inspection.planned_at,
            ahead=True,
        )  # fmt: skip
    turn.remind(f"{inspection.code}:today", "inspections.today", inspection.code, inspection.planned_at)


def _hidden(name: str) -> Field:
    return Field(name, texts.PLAN, texts.PLAN, required=False)


def _another(text: str, _known: Mapping[str, Any]) -> bool:
    """A whole new plan is no answer to a question about this one."""
    return len(text) > 6 and bool(target_of(text)) and _INSPECTS.search(text) is not None


def _extract(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whatever of the plan stands in an answer."""
    found = _read(turn, text, {})
    return {name: value for name, value in found.items() if name not in known and name != "words"}


form = router.form(
    Form(
        FORM,
        texts.PLAN,
        (
            Field("target", texts.TARGET, texts.ASK_TARGET, read=_read_target,
                  options=tuple((name, TARGETS[name]) for name in ("server_room", "classroom", "accounts", "data"))),
            Field("department", texts.DEPARTMENT, texts.ASK_DEPARTMENT, read=_read_department, when="target"),
            _hidden("place"), _hidden("when"), _hidden("inspector"), _hidden("surprise"), _hidden("words"),
        ),
        _done,
        extract=_extract,
        context="flow_active:inspection_create",
        another=_another,
        first_comes_first=True,
    )
)  # fmt: skip
