"""A system is registered, handed to somebody else, renewed, put into use and out of it; what expires is said in time."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from handlers.cards import Card
from handlers.dialogues import start
from handlers.errors import Incomplete, NotAllowed
from handlers.forms import Field, Form
from handlers.people_named import person_called
from handlers.safety import BACK_UP, RETIRED, SIGN, SYSTEM_CLASSIFIED, day_words, tell, today
from handlers.systems import rules, texts
from handlers.systems.cards import GRADES, system_card
from handlers.systems.desk import router
from handlers.systems.entries import LONGEST, REGISTERED, Entry, put, put_ends, read_sentence
from handlers.systems.flow import FLOW
from handlers.texts import joined
from handlers.turn import Turn
from storage import systems
from storage.people import Person, Role
from storage.systems import System, SystemStage

EXPIRES = "systems.expires"
MORNING = time(9)
EVERYWHERE = (Role.TECHNICIAN, Role.ADMIN)


def _name(said: str) -> str:
    if not said.strip():
        raise Incomplete(texts.HOW)
    if len(said.strip()) > LONGEST:
        raise Incomplete(texts.TOO_LONG)
    return said.strip()


def _register(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    """Put it into the register, under its name; the same name again changes what is said of it."""
    person = _allowed(turn)
    known = systems.by_name(turn.tx, str(answers["name"]))
    everywhere = turn.viewer.acts_for_cio or turn.viewer.holds(*EVERYWHERE)
    if known is not None and not everywhere and known.resource.department != person.department:
        raise NotAllowed(
            texts.REGISTER, texts.WHO_REGISTERS,
            exactly=texts.NOT_YOURS(name=known.name, department=known.resource.department or "—"),
        )  # fmt: skip
    more = {name: value for name, value in answers.items() if name not in {"name", "owner"} and value}
    if not everywhere:
        more["department"] = person.department
    before = known.owner.name if known is not None else ""

    def follow(system: System, new_owner: bool) -> None:
        turn.record(
            system.code, "register", clause="5.1.4", before=before, after=system.owner.name,
            details={"name": system.name, "said": {key: str(value) for key, value in more.items()}},
        )  # fmt: skip
        registered(turn, system.code, {"new_owner": new_owner, "backup": str(more.get("backup", ""))})

    entry = Entry(_name(str(answers["name"])), str(answers["owner"]), more)
    system, new = put(turn.tx, entry, lambda name: person_called(turn, name), turn.now, follow)
    card = system_card(turn, system, turn.viewer)
    wording = texts.REGISTERED if new else texts.UPDATED
    said = wording(code=system.code, name=system.name, owner=system.owner.name)
    turn.reply(Card(said, (), card.facts, card.buttons), subject=system.code)


FORM = router.form(
    Form(
        "systems.register", texts.FORM,
        (
            Field("name", texts.NAME, texts.NAME_ASK, read=_name),
            Field("owner", texts.OWNER, texts.OWNER_ASK),
            *(Field(name, texts.DATES, texts.ASK_DATES, required=False) for name in (
                "deputy", "grade", "data_class", "vendor", "used_by", "department", "backup", "project", "status", "note",
                "ends",
            )),
        ),
        _register,
        worded=lambda known: texts.OWNER_ASK if known.get("name") else None,
    )
)  # fmt: skip


@router.command("登记系统", "登记系统 ", "登记平台", "登记平台 ", "新增系统", "新增系统 ", "添加系统", "添加系统 ", "add system",
                "add system ", "register system", "register system ")  # fmt: skip
def register(turn: Turn, rest: str) -> None:
    """登记系统 教务系统 负责人赵工: what is missing is asked for, and nothing stands without an owner."""
    _allowed(turn)
    start(turn, FORM, read_sentence(rest))


def _allowed(turn: Turn) -> Person:
    person = turn.person()
    if not (turn.viewer.acts_for_cio or turn.viewer.holds(*EVERYWHERE, Role.LIAISON)):
        raise NotAllowed(texts.REGISTER, texts.WHO_REGISTERS, code="system", step_name="register")
    return person


@router.due(REGISTERED)
def registered(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """What follows from standing in the register: reminders before something expires, a signature, a backup plan."""
    system = systems.by_code(turn.tx, code)
    if system is None:
        return
    arm(turn, system)
    if facts.get("new_owner"):
        tell(turn, SIGN, code)
    if facts.get("backup"):
        tell(turn, BACK_UP, code, {"words": str(facts["backup"])})


def arm(turn: Turn, system: System) -> None:
    """Reminders before each date, and one on the day after it; those that are past already are left out."""
    for what, day in system.ends.items():
        at = turn.school.calendar.at(day, MORNING)
        payload = {"what": what, "day": day.isoformat()}
        for rule in rules.ALL:
            if rule.due(turn.rule(rule), at, turn.school.calendar, ahead=True) > turn.now:
                key = f"{system.code}:{what}:{day}:{rule.key}"
                turn.remind_by(rule, key, EXPIRES, system.code, {**payload, "rule": rule.key}, since=at, ahead=True)
        over = turn.school.calendar.at(date.fromordinal(day.toordinal() + 1), MORNING)
        if over > turn.now:
            turn.remind(f"{system.code}:{what}:{day}:over", EXPIRES, system.code, over, payload)


@router.due(EXPIRES)
def expires(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Before the day the owner and the deputy hear of it; at the last, and when it is over, the CIO as well."""
    system = systems.by_code(turn.tx, code)
    what, day = str(facts["what"]), date.fromisoformat(str(facts["day"]))
    if system is None or system.status == SystemStage.RETIRED or system.ends.get(what) != day:
        return
    rule = next((one for one in rules.ALL if one.key == facts.get("rule")), None)
    label = texts.ENDS[what]
    left = (day - today(turn)).days
    wording = texts.EXPIRES_SOON if rule is not None and left >= 0 else texts.EXPIRED_NOW
    said = wording(code=code, name=system.name, what=label, day=day_words(turn, day), days=left)
    note = texts.BY_RULE(rule=rule.title) if rule is not None else texts.CLAUSE_IS
    people = {one.id: one for one in (system.owner, system.deputy) if one is not None}
    if rule in (None, rules.LAST):
        people |= {one.id: one for one in turn.everyone(Role.CIO)}
    for person in people.values():
        card = Card(
            said, (texts.RENEW_HOW(code=code, what=label),), (), FLOW.buttons(turn.view_of(person), system), note
        )
        key = f"{code}:{what}:{day}:{facts.get('rule', 'over')}:{person.id}"
        turn.tell(person, card, subject=code, key=key)


@router.due(SYSTEM_CLASSIFIED)
def classified(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """The data it holds has a class now."""
    system = systems.by_code(turn.tx, code)
    if system is not None:
        system.data_class = str(facts["class"])


@router.press("launch")
def launch(_turn: Turn, _system: System, _answers: Mapping[str, Any]) -> None:
    """It is used from now on."""


@router.press("retire")
def retire(turn: Turn, system: System, answers: Mapping[str, Any]) -> None:
    """Out of use, with the reason: nothing of it expires or is backed up any more."""
    system.reason = str(answers["reason"]).strip()
    turn.forget_reminders(system.code)
    tell(turn, SIGN, system.code, {"retired": True})
    tell(turn, RETIRED, system.code)


@router.press("revive")
def revive(turn: Turn, system: System, _answers: Mapping[str, Any]) -> None:
    """Used again."""
    system.reason = ""
    arm(turn, system)
    tell(turn, SIGN, system.code)


@router.press("hand_over")
def hand_over(turn: Turn, system: System, answers: Mapping[str, Any]) -> None:
    """Somebody else answers for it from now on, and is asked to sign."""
    person = person_called(turn, str(answers["person"]))
    if person.id == system.owner_id:
        raise Incomplete(texts.IS_OWNER(code=system.code, owner=person.name))
    before = system.owner
    give(turn, system, person)
    said = texts.HANDED(code=system.code, name=system.name, owner=person.name, before=before.name)
    turn.reply(said)
    if turn.actor is None or before.id != turn.actor.id:
        turn.tell(before, said)


def give(turn: Turn, system: System, person: Person) -> None:
    """Change the owner; a deputy who becomes the owner is deputy no more."""
    system.owner, system.owner_id, system.owner_since = person, person.id, turn.now
    if system.deputy_id == person.id:
        system.deputy = system.deputy_id = None
    tell(turn, SIGN, system.code)


@router.press("deputize")
def deputize(turn: Turn, system: System, answers: Mapping[str, Any]) -> None:
    """Who stands in for the owner."""
    person = person_called(turn, str(answers["person"]))
    if person.id == system.owner_id:
        raise Incomplete(texts.SAME_PERSON)
    system.deputy, system.deputy_id = person, person.id
    tell(turn, SIGN, system.code, {"deputy": True})
    said = texts.DEPUTY_IS(code=system.code, name=system.name, name2=person.name)
    turn.reply(said)
    if turn.actor is None or person.id != turn.actor.id:
        turn.tell(person, said)


@router.press("grade")
def grade(turn: Turn, system: System, answers: Mapping[str, Any]) -> None:
    """Its protection grade, as it was filed."""
    system.grade = int(answers["grade"])
    turn.reply(texts.GRADED(code=system.code, name=system.name, grade=GRADES[system.grade]))


@router.press("renew")
def renew(turn: Turn, system: System, answers: Mapping[str, Any]) -> None:
    """A contract, certificate or filing holds longer."""
    ends = {str(what): str(day) for what, day in dict(answers["dates"]).items()}
    for day in ends.values():
        if date.fromisoformat(day) < today(turn):
            raise Incomplete(texts.PAST_DATE(day=day_words(turn, date.fromisoformat(day))))
    put_ends(system, ends)
    arm(turn, system)
    said = joined(
        [texts.UNTIL(what=texts.ENDS[w], day=day_words(turn, date.fromisoformat(d))) for w, d in ends.items()]
    )
    turn.reply(texts.RENEWED(code=system.code, name=system.name, what=said))


@router.leaving
def leaving(turn: Turn, person: Person) -> list[str]:
    """Nothing without an owner: the deputy takes over, else the CIO, who hears how to name somebody else."""
    moved = []
    for system in systems.of_person(turn.tx, person.id):
        if system.deputy_id == person.id:
            system.deputy = system.deputy_id = None
            moved.append(system.code)
        if system.owner_id != person.id:
            continue
        heir = system.deputy if system.deputy is not None and system.deputy.active else None
        heir = heir or next((one for one in turn.everyone(Role.CIO, Role.ADMIN) if one.id != person.id), None)
        if heir is None:
            continue  # nobody is left; the gap is listed
        give(turn, system, heir)
        turn.record(system.code, "moved", clause="7.1.1", before=person.name, after=heir.name)
        said = texts.MOVED(left=person.name, code=system.code, name=system.name, owner=heir.name)
        for one in {one.id: one for one in (heir, *turn.everyone(Role.CIO))}.values():
            turn.tell(one, said, key=f"{system.code}:moved:{person.id}:{one.id}")
        moved.append(system.code)
    return moved
