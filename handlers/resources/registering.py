"""Registering in chat: "登记预算 信息化专项 2026年 50万", "登记设备 平板车 2辆", "王老师 11月可用 3人周"."""

import re
from datetime import date

from handlers.amounts import amount_of, period_of, read_days
from handlers.errors import Incomplete, NotAllowed
from handlers.numerals import fold
from handlers.resources import texts
from handlers.resources.desk import may_read, router
from handlers.resources.entries import WORDS, Entry, of_department, put, read_sentence, taken_of
from handlers.texts import EDGES, Text, joined
from handlers.turn import Turn
from storage import resources
from storage.people import Role
from storage.resources import LAST_DAY, Kind, Resource

_AVAILABLE = re.compile(
    r"^(?P<name>[^\s,。:0-9]{2,10}?)\s*(?P<rest>.*(?:可用|有空|能投入|可投入).*(?:人周|人天|人日|天|周))$"
)
_REGISTER = ("登记", "register ", "add ")


@router.command(
    "登记预算", "登记经费", "登记设备", "登记人力", "登记人员", "登记资源", "register",
    "add device ", "add devices ", "add equipment ", "add budget ", "登记预算 ", "登记设备 ", "登记人力 ",
)  # fmt: skip
def register(turn: Turn, _rest: str) -> None:
    """The word after 登记 says what kind of line it is."""
    said = str(getattr(turn.heard, "text", "")).strip()
    for word in _REGISTER:
        said = said[len(word) :].lstrip() if said.lower().startswith(word) else said
    kind = next((word for word in sorted(WORDS, key=len, reverse=True) if said.lower().startswith(word)), None)
    _allowed(turn)
    if kind is None or not said[len(kind) :].strip(EDGES):
        raise Incomplete(texts.HOW)
    enter(turn, read_sentence(WORDS[kind], said[len(kind) :].lstrip(EDGES), turn.now, turn.school.calendar))


def available(turn: Turn, text: str) -> bool:
    """A person's weeks, said the short way: "王老师 11月可用 3人周"."""
    found = _AVAILABLE.match(fold(text).strip())
    if found is None or turn.actor is None or read_days(text) is None:
        return False
    _allowed(turn)
    enter(turn, read_sentence(Kind.PEOPLE, text.strip(), turn.now, turn.school.calendar))
    return True


def enter(turn: Turn, entry: Entry) -> None:
    """Put a line into the register, or change it; less than projects hold only with a reason."""
    person, viewer = turn.person(), turn.viewer
    known = resources.line(turn.tx, entry.kind, entry.name, entry.first)
    everywhere = viewer.acts_for_cio or viewer.holds(Role.ADMIN)
    if not everywhere:
        if entry.kind == Kind.BUDGET:
            raise NotAllowed(texts.REGISTER, texts.WHO_REGISTERS, exactly=texts.BUDGETS_BY_CIO)
        if known is not None and known.department != person.department:
            raise NotAllowed(texts.REGISTER, texts.WHO_REGISTERS, exactly=texts.NOT_YOUR_DEPARTMENT(
                name=known.name, department=person.department
            ))  # fmt: skip
        entry = of_department(entry, person.department)
    if known is not None:
        resources.lock(turn.tx, [known.id])
        _enough(turn, known, entry)
    resource, before = put(turn.tx, entry, turn.now)
    turn.record(
        f"resource:{resource.id}", "register", clause="5.1.2", reason=entry.reason,
        before="" if before is None else str(before), after=str(resource.amount),
        details={"kind": resource.kind, "name": resource.name, "period": period_of(resource).words.zh},
    )  # fmt: skip
    kind, line = texts.KINDS[Kind(resource.kind)], written(resource)
    if before is None or before == resource.amount:
        turn.reply(texts.REGISTERED(kind=kind, line=line))
    else:
        turn.reply(texts.CHANGED(kind=kind, line=line, before=amount_of(resource, before)))


def written(resource: Resource) -> Text:
    """A line as it stands: name, amount, period."""
    period = (
        ""
        if resource.ends_on == LAST_DAY
        else Text(f"（{period_of(resource).words.zh}）", f" ({period_of(resource).words.en})")
    )
    amount = Text("", "") if resource.kind == Kind.SYSTEM else amount_of(resource, resource.amount)
    return joined(
        [Text(f"{resource.name} {amount.zh}".strip(), f"{resource.name} {amount.en}".strip()), period], "", ""
    )


def _enough(turn: Turn, known: Resource, entry: Entry) -> None:
    taken = taken_of(turn.tx, known)
    if entry.amount >= taken or entry.reason:
        return
    behind = {one.project.code: one.project for one in resources.of_lines(turn.tx, [known.id]) if one.taken}
    raise Incomplete(texts.BELOW_TAKEN(
        name=known.name, taken=amount_of(known, taken), amount=amount_of(known, entry.amount),
        projects=joined([code for code, one in behind.items() if may_read(turn, one)] or ["—"]),
    ))  # fmt: skip


def _allowed(turn: Turn) -> None:
    turn.person()
    if not (turn.viewer.holds(Role.LIAISON, Role.ADMIN) or turn.viewer.acts_for_cio):
        raise NotAllowed(texts.REGISTER, texts.WHO_REGISTERS)


def this_day(turn: Turn) -> date:
    """The day it is at school."""
    return turn.school.calendar.date(turn.now)
