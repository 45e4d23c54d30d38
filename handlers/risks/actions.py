"""A risk is registered, dealt with, closed or accepted; its day is kept in view, and the list shows what is open."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from handlers import steps
from handlers.cards import Button, Card, bullets, token
from handlers.dialogues import start
from handlers.errors import Incomplete, NotAllowed
from handlers.figures import Metric, Period, Row
from handlers.findings import read_item
from handlers.forms import Field, Form
from handlers.numerals import fold, write_code
from handlers.people_named import person_called
from handlers.risks import rules, texts
from handlers.risks.desk import is_late, risk_card, router
from handlers.risks.flow import FLOW
from handlers.router import StepOf
from handlers.safety import Open, day_words, oversees
from handlers.systems_named import system_in
from handlers.texts import EDGES, Text
from handlers.turn import Turn
from storage import numbers, risks, systems
from storage.people import Person, Role
from storage.risks import OPEN, Risk, RiskStage

REMIND, REVIEW = "risks.remind", "risks.review"
MOST = 15
LEAST_SHARED = 2  # characters that a risk and words about it have in common
MOST_OVER = 5
MOST_BUTTONS = 4
LONGEST = 200
RAISES = (Role.TECHNICIAN, Role.DISPATCHER, Role.LIAISON, Role.INSPECTOR, Role.CIO, Role.LEADER, Role.ADMIN, Role.HEAD)
_LEVEL = re.compile(
    r"[,，;；\s]*(?:(?:风险)?(?:级别|等级)[:：是为]?\s*)?(?P<zh>[高中低])(?:风险|级|等级)?(?=[,，;；\s。]|$)"
    r"|[,;\s]+(?P<en>high|medium|middle|low)\b(?: risk)?",
    re.IGNORECASE,
)
_LEVELS = {
    "高": "high",
    "中": "middle",
    "低": "low",
    "high": "high",
    "medium": "middle",
    "middle": "middle",
    "low": "low",
}


def read_level(said: str) -> tuple[str, str]:
    """The level a sentence names ("" for none), and the sentence without it."""
    found = _LEVEL.search(said)
    if found is None:
        return "", said
    return _LEVELS[(found["zh"] or found["en"]).lower()], said[: found.start()] + " " + said[found.end() :]


@router.command(
    "登记风险", "登记风险 ", "新增风险", "新增风险 ", "风险登记", "上报风险", "上报风险 ", "add risk", "add risk "
)
def raise_said(turn: Turn, rest: str) -> None:
    """登记风险 机房空调老化,高,负责人赵工,11月30日前: what is missing is asked for; nothing without an owner."""
    person = turn.person()
    if not (person.holds(*RAISES) or systems.of_person(turn.tx, person.id)):
        raise NotAllowed(texts.RAISE, texts.WHO_RAISES, code="risk", step_name="raise")
    level, said = read_level(rest)
    text, owner, due = read_item(turn, said.strip(EDGES)) if said.strip(EDGES) else ("", None, None)
    system = system_in(turn.tx, rest)
    if owner is None and system is not None and system.owner.active:
        owner = system.owner
    known: dict[str, Any] = {"level": level or "middle", "due": due.isoformat() if due is not None else ""}
    known |= {"text": re.sub(r"[,，;；\s]+$", "", text)} if text else {}
    known |= {"owner": owner.name} if owner is not None else {}
    start(turn, FORM, known)


def _registered(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    owner = person_called(turn, str(answers["owner"]))
    due = datetime.fromisoformat(answers["due"]) if answers.get("due") else None
    if due is None:
        due = turn.now + timedelta(days=turn.rule(rules.WITHIN))
    if due <= turn.now:
        raise Incomplete(texts.PAST(how=texts.HOW))
    text = str(answers["text"]).strip()[:LONGEST]
    risk = register(turn, text, owner, due, str(answers.get("level") or "middle"))
    turn.reply(texts.RAISED(code=risk.code, name=owner.name, day=day_words(turn, due)))


FORM = router.form(
    Form(
        "risks.raise", texts.FORM,
        (Field("text", texts.TEXT, texts.ASK_TEXT, prose=True), Field("owner", texts.OWNER, texts.OWNER_ASK)), _registered,
        worded=lambda known: texts.OWNER_ASK if known.get("text") else texts.ASK_TEXT if known.get("owner") else None,
    )
)  # fmt: skip


def register(turn: Turn, text: str, owner: Person, due: datetime, level: str) -> Risk:
    """A new risk: its owner gets the card, its day its reminders."""
    system = system_in(turn.tx, text)
    risk = Risk(
        code=write_code("RK", numbers.next_number(turn.tx, "RK")), status=RiskStage.RAISED, text=text, level=level,
        system=system, system_id=system.id if system is not None else None, owner=owner, owner_id=owner.id,
        raised_by_id=turn.actor.id if turn.actor else None, due_at=due, measure="", outcome="", created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(risk)
    turn.tx.flush()
    turn.record(risk.code, "raise", clause="5.1.4", after=risk.status, details={"text": text, "owner": owner.name})
    _arm(turn, risk)
    if turn.actor is None or owner.id != turn.actor.id:
        turn.tell(owner, risk_card(turn, risk, turn.view_of(owner)), subject=risk.code)
    return risk


def _arm(turn: Turn, risk: Risk) -> None:
    day = f"{risk.due_at:%Y%m%d}"
    if risk.due_at - timedelta(days=turn.rule(rules.BEFORE)) > turn.now:
        turn.remind_by(rules.BEFORE, f"{risk.code}:{day}:before", REMIND, risk.code, {"when": "before"}, since=risk.due_at,
                       ahead=True)  # fmt: skip
    turn.remind_by(rules.AFTER, f"{risk.code}:{day}:after", REMIND, risk.code, {"when": "after"}, since=risk.due_at)


@router.due(REMIND)
def remind(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Before its day the owner; once it is late the CIO as well."""
    risk = risks.by_code(turn.tx, code)
    if risk is None or risk.status not in OPEN:
        return
    late = facts["when"] == "after"
    said = (texts.OVERDUE if late else texts.SOON)(code=code, text=risk.headline, day=day_words(turn, risk.due_at))
    people = {risk.owner.id: risk.owner} | ({one.id: one for one in turn.everyone(Role.CIO)} if late else {})
    for person in people.values():
        card = risk_card(turn, risk, turn.view_of(person))
        turn.tell(person, Card(said, (), card.facts, card.buttons), subject=code,
                  key=f"{code}:{facts['when']}:{risk.due_at:%Y%m%d}:{person.id}")  # fmt: skip


@router.press("treat")
def treat(_turn: Turn, risk: Risk, answers: Mapping[str, Any]) -> None:
    """The owner says what will be done."""
    risk.measure = str(answers["measure"]).strip()


@router.press("close")
def close(turn: Turn, risk: Risk, answers: Mapping[str, Any]) -> None:
    """Gone, says somebody else than who dealt with it."""
    _settle(turn, risk, str(answers["result"]))


@router.press("accept")
def accept(turn: Turn, risk: Risk, answers: Mapping[str, Any]) -> None:
    """The school lives with it, for a reason; some months later it is looked at again."""
    _settle(turn, risk, str(answers["reason"]))
    turn.remind_by(rules.REVIEW, f"{risk.code}:review:{turn.now:%Y%m%d%H%M%S}", REVIEW, risk.code)


def _settle(turn: Turn, risk: Risk, outcome: str) -> None:
    risk.outcome, risk.settled_at = outcome.strip(), turn.now
    risk.settled_by, risk.settled_by_id = turn.person(), turn.person().id
    turn.forget_reminders(risk.code)
    turn.tx.flush()
    turn.tell(risk.owner, risk_card(turn, risk, turn.view_of(risk.owner)), subject=risk.code)


@router.due(REVIEW)
def review(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Whoever may reopen it looks whether accepting it is still right."""
    risk = risks.by_code(turn.tx, code)
    if risk is None or risk.status != RiskStage.ACCEPTED:
        return
    for person in turn.everyone(Role.CIO):
        card = risk_card(turn, risk, turn.view_of(person))
        said = texts.REVIEW_DUE(code=code, text=risk.headline)
        turn.tell(person, Card(said, card.lines, card.facts, card.buttons), subject=code,
                  key=f"{code}:review:{turn.now:%Y%m%d}:{person.id}")  # fmt: skip
    turn.remind_by(rules.REVIEW, f"{code}:review:{turn.now:%Y%m%d%H%M%S}", REVIEW, code)


@router.press("reopen")
def reopen(turn: Turn, risk: Risk, answers: Mapping[str, Any]) -> None:
    """It is there again; a new day counts from now."""
    risk.measure = f"{risk.measure}；{str(answers['reason']).strip()}".strip("；")
    risk.outcome, risk.settled_at, risk.settled_by, risk.settled_by_id = "", None, None, None
    risk.due_at = turn.now + timedelta(days=turn.rule(rules.WITHIN))
    turn.forget_reminders(risk.code)
    _arm(turn, risk)
    turn.tx.flush()
    turn.tell(risk.owner, risk_card(turn, risk, turn.view_of(risk.owner)), subject=risk.code)


@router.press("hand_over")
def hand_over(turn: Turn, risk: Risk, answers: Mapping[str, Any]) -> None:
    """Somebody else deals with it."""
    give(turn, risk, person_called(turn, str(answers["person"])))
    turn.reply(texts.HANDED(code=risk.code, name=risk.owner.name))


def give(turn: Turn, risk: Risk, person: Person) -> None:
    """Change the owner, who gets the card."""
    risk.owner, risk.owner_id = person, person.id
    turn.tx.flush()
    turn.tell(person, risk_card(turn, risk, turn.view_of(person)), subject=risk.code)


@router.leaving
def leaving(turn: Turn, person: Person) -> list[str]:
    """Their risks go to the owner of the system, else to the CIO."""
    moved = []
    for risk in risks.of_person(turn.tx, person.id):
        heir = risk.system.owner if risk.system is not None and risk.system.owner.active else None
        heir = heir or next(iter(turn.everyone(Role.CIO, Role.ADMIN)), None)
        if heir is None:
            continue
        give(turn, risk, heir)
        turn.record(risk.code, "moved", clause="7.1.1", before=person.name, after=heir.name)
        said = texts.MOVED(left=person.name, code=risk.code, text=risk.headline, name=heir.name)
        for cio in turn.everyone(Role.CIO):
            turn.tell(cio, said, key=f"{risk.code}:moved:{person.id}:{cio.id}")
        moved.append(risk.code)
    return moved


@router.command("风险清单", "风险列表", "风险登记册", "有哪些风险", "risks", "risk register")
def overview(turn: Turn, _rest: str) -> None:
    """What is open, the pressing first, then how the newest others ended; to others, their own."""
    person = turn.person()
    everything = oversees(turn.viewer) or turn.viewer.holds(Role.TECHNICIAN)
    found = [one for one in risks.all_risks(turn.tx) if everything or person.id in {one.owner_id, one.raised_by_id}]
    if not found:
        turn.reply(texts.LIST_NONE(how=texts.HOW) if everything else texts.LIST_NONE_OF_YOURS)
        return
    open_ = sorted((one for one in found if one.status in OPEN), key=lambda one: (one.due_at, one.id))
    over = [one for one in found if one.status not in OPEN][-MOST_OVER:]
    lines = [_line(turn, one) for one in open_[:MOST]]
    lines += [
        texts.LIST_OVER(code=one.code, text=one.headline, status=FLOW.statuses[one.status], outcome=one.outcome)
        for one in over
    ]
    title = texts.LIST(
        open=len(open_), accepted=sum(one.status == RiskStage.ACCEPTED for one in found),
        closed=sum(one.status == RiskStage.CLOSED for one in found),
    )  # fmt: skip
    looks = tuple(Button(texts.LOOK(code=one.code), token("people", "look", one.code)) for one in open_[:MOST_BUTTONS])
    turn.reply(Card(title, bullets(lines), buttons=looks, note=texts.CLAUSE_IS))


def _line(turn: Turn, risk: Risk) -> Text:
    return texts.LIST_LINE(
        code=risk.code, text=risk.headline, level=texts.LEVELS.get(risk.level, risk.level), name=risk.owner.name,
        day=day_words(turn, risk.due_at), late=texts.LATE_MARK if is_late(turn, risk) else "",
    )  # fmt: skip


@router.safety
def waiting(turn: Turn) -> list[Open]:
    """Every open risk, with its owner and its day; a high one that is late is urgent."""
    return [
        Open(texts.OPEN(text=one.headline), one.owner.name, turn.local(one.due_at).date(), one.code,
             urgent=is_late(turn, one) and one.level == "high")
        for one in risks.still_open(turn.tx)
    ]  # fmt: skip


def _rows(turn: Turn, period: Period) -> list[Row] | None:
    found = [one for one in risks.all_risks(turn.tx) if one.created_at < period.ends]
    if not found:
        return None
    return [
        Row(one.code, one.headline, one.created_at, counts=one.settled_at is None or one.settled_at >= period.ends)
        for one in found
    ]


router.count(
    Metric(
        "risks.open", texts.METRIC, texts.FORMULA, texts.UNIT, "count", _rows,
        re.compile(r"(?:未关闭|没关闭|未处置|现有|多少个?|几个)的?(?:安全)?风险"
            r"|风险(?:个数|数量|有多少|有几个)|open risks", re.IGNORECASE),
        clause="5.1.4", by_department=False, better="less",
    )
)  # fmt: skip


_LISTS = re.compile(
    r"^(?:看看|查一下|我们|学校|目前|现在|信息化|还|都)*有(?:哪些|什么|几个|多少个?)(?:没关闭的?|未关闭的?|没处理的?|安全|信息安全|信息化|高)*风险[?]*$"
    r"|^(?:安全|信息安全|高)?风险(?:现在|目前|还|都)*(?:有(?:哪些|什么|几个|多少)|哪些)"
    r"(?:还?[没未](?:有)?(?:处理|处置|关闭|解决|关|了结)的?|没完的?|逾期的?|了)?[?]*$"
    r"|^(?:what|which) (?:are (?:our|the) )?(?:open )?risks",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^(?:我)?(?:又)?(?:发现|上报|报告|登记|提|记)(?:了|一下)?(?:一个|个|一条|一项|一处|处)?(?:新的?)?(?:安全|信息安全)?(?:风险|隐患)[:,\s]+(?=.{4})"
)
_TOLD_BEHIND = re.compile(
    r"[,。;\s]+(?:请|帮我|帮忙|麻烦|我想|要)*(?:登记|记|上报|报)(?:成|为|一下|上)?(?:一个|个|一条|条|一项|一下)?(?:安全|信息安全)?(?:风险|隐患)[吧]?[。!]*$"
)
_STANDS = re.compile(
    r"(?:风险|隐患).{0,6}(?:怎么样|咋样|如何|进展|进度|处理|处置|解决|关闭?|到哪|情况).{0,4}$|^how (?:is|does) .{2,30} risk\b",
    re.IGNORECASE,
)


def _stands(turn: Turn, said: str) -> bool:
    """机房空调那个风险怎么样了: the one open risk that shares most with the words, or the list where none or several do."""
    if not _STANDS.search(said):
        return False
    found = [
        one
        for one in risks.still_open(turn.tx)
        if router.readable is not None and router.readable.allows(turn.viewer, one)
    ]
    shared = {one.code: _longest_shared(fold(one.headline), said) for one in found}
    best = max(shared.values(), default=0)
    likely = [one for one in found if shared[one.code] == best and best >= LEAST_SHARED]
    if len(likely) == 1:
        turn.reply(risk_card(turn, likely[0], turn.viewer), subject=likely[0].code)
    else:
        overview(turn, "")
    return True


def _longest_shared(one: str, other: str) -> int:
    return max((match.size for match in SequenceMatcher(None, one, other).get_matching_blocks()), default=0)


def hears(turn: Turn, text: str) -> bool:
    """现在有哪些风险: the list; and a risk told in a sentence that begins with 风险."""
    said = fold(text).strip()
    if turn.actor is None or len(said) > 120:
        return False
    if _LISTS.match(said):
        overview(turn, "")
        return True
    return _stands(turn, said) or _tells(turn, text, said)


def _tells(turn: Turn, text: str, said: str) -> bool:
    """A risk told in a sentence, or one that is over."""
    told = _TOLD.match(said)
    if told is not None:
        raise_said(turn, text.strip()[told.end() :])
        return True
    behind = _TOLD_BEHIND.search(said)
    if behind is not None:
        raise_said(turn, text.strip()[: behind.start()] + text.strip()[behind.end() :])
        return True
    closed = re.match(
        r"^(?:把)?(?:风险)?\s*(RK-\d+)\s*(?:这个风险)?(?:可以)?(关闭|关了|关掉|接受)(?:吧|了)?[,:\s]*",
        said,
        re.IGNORECASE,
    )
    if closed is not None:
        step, rest = FLOW.by_name["accept" if closed[2] == "接受" else "close"], said[closed.end() :].strip()
        steps.begin(turn, StepOf(router, step), closed[1].upper(), {step.asks[0].name: rest} if rest else {})
        return True
    return False


router.hears = hears
