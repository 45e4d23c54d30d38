"""How something comes onto the compliance calendar: the suggestions with one press, or in a sentence of one's own."""

import re
from datetime import datetime
from typing import Any

from handlers.dialogues import start
from handlers.errors import Incomplete, NotAllowed
from handlers.findings import read_item
from handlers.forms import Field, Form
from handlers.numerals import write_code
from handlers.obligations import texts
from handlers.obligations.actions import arm
from handlers.obligations.desk import obligation_card, often, router
from handlers.obligations.flow import FLOW
from handlers.obligations.kinds import KINDS, first_day
from handlers.people_named import person_called
from handlers.safety import day_words
from handlers.texts import EDGES
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from storage import numbers, obligations
from storage.obligations import Obligation
from storage.people import Person, Role

LONGEST = 120
_OFTEN = re.compile(
    r"[,，;；\s]*(?P<how>每两年|每年|每学年|每半年|每学期|每季度?|每个?月|一年一次|半年一次"
    r"|every (?:two years|year|half year|term|quarter|month)"
    r"|yearly|monthly|只办一次|一次性|once)(?:一次)?[,，;；。\s]*",
    re.IGNORECASE,
)
_MONTHS = {
    "每两年": 24, "every two years": 24, "每年": 12, "每学年": 12, "一年一次": 12, "every year": 12, "yearly": 12, "每半年": 6,
    "半年一次": 6, "每学期": 6, "every half year": 6, "every term": 6, "每季": 3, "每季度": 3, "every quarter": 3, "每月": 1,
    "每个月": 1, "every month": 1, "monthly": 1,
}  # fmt: skip


def read_often(said: str) -> tuple[int, str]:
    """How often a sentence says it comes, in months (0: once), and the sentence without it."""
    found = _OFTEN.search(said)
    if found is None:
        return 0, said
    return _MONTHS.get(found["how"].lower(), 0), f"{said[: found.start()]}，{said[found.end() :]}".strip(EDGES)


def may_register(turn: Turn) -> bool:
    """Who puts something on the calendar."""
    return turn.viewer.acts_for_cio or turn.viewer.holds(Role.ADMIN)


@router.command(
    "登记合规事项", "登记合规事项 ", "新增合规事项", "新增合规事项 ", "register obligation", "register obligation ",
)  # fmt: skip
def register_said(turn: Turn, rest: str) -> None:
    """登记合规事项 ICP备案续期,赵工负责,2027年3月1日,每年: what is missing is asked for; nothing without an owner and a day."""
    turn.person()
    if not may_register(turn):
        raise NotAllowed(texts.REGISTER, texts.REGISTRARS, code="obligation", step_name="register")
    months, said = read_often(rest.strip(EDGES))
    text, owner, due = read_item(turn, said) if said else ("", None, None)
    known: dict[str, Any] = {"months": months}
    known |= {"name": text[:LONGEST]} if text else {}
    known |= {"owner": owner.name} if owner is not None else {}
    known |= {"due": due.isoformat()} if due is not None else {}
    start(turn, FORM, known)


def read_due(turn: Turn, said: str) -> datetime:
    """A day in words or as the form keeps it. Raises `Incomplete` for no day, or one that is over."""
    try:
        due: datetime | None = datetime.fromisoformat(said)
    except ValueError:
        due = None
    if due is None or due.tzinfo is None:
        due = read_item(turn, f"。{said}")[2] if parse_when(said, turn.now, turn.school.calendar) else None
    if due is None:
        raise Incomplete(texts.BAD_DAY)
    if due <= turn.now:
        raise Incomplete(texts.PAST(how=texts.HOW_TO_REGISTER))
    return due


def _registered(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    owner = person_called(turn, str(answers["owner"]))
    months, name = read_often(str(answers["name"]).strip(EDGES))
    one = put(turn, name[:LONGEST], owner, read_due(turn, str(answers["due"])), int(answers.get("months") or months))
    told = texts.REGISTERED(
        code=one.code, name=one.name, owner=owner.name, day=day_words(turn, one.due_at), often=often(one)
    )
    turn.reply(told)


FORM = router.form(
    Form(
        "obligations.register", texts.REGISTER,
        (Field("name", texts.NAME, texts.NAME_ASK, prose=True), Field("owner", texts.OWNER, texts.PERSON_ASK),
         Field("due", texts.DAY, texts.UNTIL_ASK)), _registered,
        worded=lambda known: next((ask for name, ask in (
            ("name", texts.NAME_ASK), ("owner", texts.PERSON_ASK), ("due", texts.UNTIL_ASK)) if not known.get(name)), None),
    )
)  # fmt: skip


def put(turn: Turn, name: str, owner: Person, due: datetime, months: int, kind: str = "") -> Obligation:
    """On the calendar: its owner gets the card, its day its reminders."""
    one = Obligation(
        code=write_code(FLOW.prefix, numbers.next_number(turn.tx, FLOW.prefix)), kind=kind, name=name, months=months,
        owner=owner, owner_id=owner.id, due_at=due, created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(one)
    turn.tx.flush()
    turn.record(one.code, "register", clause=FLOW.clause, after=one.status,
                details={"name": name, "owner": owner.name, "due": due.isoformat(), "months": months})  # fmt: skip
    arm(turn, one)
    if turn.actor is None or owner.id != turn.actor.id:
        turn.tell(owner, obligation_card(turn, one, turn.view_of(owner)), subject=one.code)
    return one


@router.command("建立合规日历", "set up the compliance calendar")
def set_up_said(turn: Turn, _rest: str) -> None:
    """建立合规日历 typed."""
    set_up(turn, "", "")


@router.button("start")
def set_up(turn: Turn, _code: str, _choice: str) -> None:
    """What is suggested and not there yet, with whoever presses as its owner until they hand it on."""
    from handlers.obligations.asking import overview  # noqa: PLC0415 -- the list offers this button

    person = turn.person()
    if not may_register(turn):
        raise NotAllowed(texts.START, texts.REGISTRARS, code="obligation", step_name="start")
    known = {one.kind for one in obligations.everything(turn.tx)}
    fresh = [kind for kind in KINDS if kind.key not in known]
    for kind in fresh:
        put(turn, kind.name, person, first_day(turn, kind), turn.rule(kind.every), kind.key)
    turn.reply(texts.STARTED(count=len(fresh)) if fresh else texts.ALL_THERE)
    overview(turn, "")
