"""The emergency plan of an incident: opened once and kept as it stood, one's own steps on one tap, ticked one by one."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from handlers import checklists
from handlers.cards import Button, Card, token
from handlers.checklists import CARE, COMMAND, EVERYONE, HANDLE, LIAISE, RECORD, ROLE_NAMES, ScenarioPlan, role_called
from handlers.errors import Incomplete, NotFound
from handlers.incidents import telling, texts
from handlers.incidents.cards import SERIOUS, suggested
from handlers.incidents.desk import router
from handlers.incidents.flow import responder
from handlers.numerals import find_numbers, fold
from handlers.steps import find
from handlers.texts import joined
from handlers.turn import Turn
from storage import incidents, people
from storage.incidents import Incident, Stage
from storage.outbox import Priority
from storage.people import Person, Role

Given = Mapping[str, Any]
MOST_BUTTONS = 3
_ASKS_FOR_STEPS = re.compile(
    r"^(?:我(?:现在)?(?:该|应该|要)(?:做|干)(?:什么|啥)|下一步(?:做|干)?(?:什么|啥)?|按预案.{0,6}|打开预案|预案步骤|步骤发我|我的步骤"
    r"|what (?:do|should) i do|(?:show )?(?:the |my )?(?:plan|steps))[?？。!！]*$",
    re.IGNORECASE,
)


def open_plan(turn: Turn, incident: Incident, words: str) -> None:
    """Keep the plan as it stands now, unless one was opened already."""
    plan = None if incident.plan else turn.features.plan_for(turn, incident.scenario or words)
    if plan is None:
        return
    incident.plan, incident.ticks = plan.to_json(), []
    telling.note(turn, incident, texts.PLAN_IS(name=plan.name).zh, kind="plan")


def kept(incident: Incident) -> ScenarioPlan | None:
    """The plan as the incident keeps it."""
    return ScenarioPlan.from_json(incident.plan) if incident.plan else None


def parts_of(incident: Incident, person: Person) -> tuple[str, ...]:
    """The parts somebody has in it; without one, what their office does."""
    given = tuple(role for role in ROLE_NAMES if incident.roles.get(role) == person.id)
    usual = checklists.usual_roles(person)
    return given or (usual if usual != (EVERYONE,) else (HANDLE,))


def usual_parts(turn: Turn, incident: Incident) -> None:
    """Who usually has which part: a small incident needs a head and a pair of hands, a serious one everybody."""
    wanted: dict[str, Person | None] = {COMMAND: turn.actor, HANDLE: incident.leader}
    if incident.level >= SERIOUS:
        secretary = people.with_role(turn.tx, Role.SECRETARY) or people.with_role(turn.tx, Role.LIAISON)
        hands = [one for one in people.with_role(turn.tx, Role.TECHNICIAN) if one != incident.leader]
        wanted |= {LIAISE: next(iter(secretary), None), RECORD: next(iter(hands), None)}
        if incident.answers.get("minors") == "yes" or "pupils" in suggested(turn, incident).why.en:
            wanted[CARE] = next((one for one in people.active_people(turn.tx) if "德育" in one.department), None)
    missing = {role: one for role, one in wanted.items() if one is not None and role not in incident.roles}
    give_parts(turn, incident, missing)


def give_parts(turn: Turn, incident: Incident, parts: Mapping[str, Person | None]) -> None:
    """Set who has which part; whoever is new to one hears it at once."""
    told: dict[int, tuple[Person, list[str]]] = {}
    for role, person in parts.items():
        if person is not None and incident.roles.get(role) != person.id:
            told.setdefault(person.id, (person, []))[1].append(role)
    if not told:
        return
    incident.roles = {**incident.roles, **{role: person.id for role, person in parts.items() if person is not None}}
    incident.revision += 1
    named = "，".join(f"{ROLE_NAMES[role].zh}{one.name}" for one, roles in told.values() for role in roles)
    telling.note(turn, incident, f"{texts.PARTS.zh}：{named}", kind="parts")
    for person, roles in told.values():
        if turn.actor is None or person.id != turn.actor.id:
            said = texts.YOUR_PART(code=incident.code, roles=joined([ROLE_NAMES[role] for role in roles]))
            button = Button(texts.PLAN, token("incidents", "plan", incident.code), "good")
            turn.tell(person, Card(said, (incident.headline,), buttons=(button,)), subject=incident.code,
                      priority=Priority.URGENT)  # fmt: skip


def read_parts(said: str, known: Iterable[Person]) -> dict[str, Person | None]:
    """Each part of the sentence names a person and a role. Raises `Incomplete` where one does not."""
    everybody = sorted(known, key=lambda person: -len(person.name))
    found: dict[str, Person | None] = {}
    for part in re.split(r"[,;、\n。]", fold(said)):
        if not part.strip():
            continue
        person = next((one for one in everybody if one.name in part), None)
        rest = part.replace(person.name, "") if person is not None else part
        role = role_called(re.sub(r"负责|担任|做|当|[:\s]|是|来", "", rest))
        if person is None or role is None or role == EVERYONE:
            raise Incomplete(texts.BAD_PARTS(roles=joined([*list(ROLE_NAMES.values())[1:]])))
        found[role] = person
    if not found:
        raise Incomplete(texts.BAD_PARTS(roles=joined([*list(ROLE_NAMES.values())[1:]])))
    return found


@router.button("plan")
def my_steps(turn: Turn, code: str, _choice: str) -> None:
    """The steps of whoever presses, those that are done marked; the plan is opened if nobody did yet."""
    person = turn.person()
    incident: Incident = find(turn, router, code)
    if not responder.allows(turn.viewer, incident):
        raise NotFound(code)
    if not incident.plan and incident.status in Stage.OPEN:
        open_plan(turn, incident, f"{incident.words}\n{incident.facts}")
    plan = kept(incident)
    if plan is None:
        turn.reply(texts.NO_PLAN(code=code))
        return
    turn.reply(steps_card(incident, plan, person), subject="")


def steps_card(incident: Incident, plan: ScenarioPlan, person: Person) -> Card:
    """Somebody's steps of this incident."""
    roles = parts_of(incident, person)
    mine, done = plan.of_roles(roles), {int(one["number"]) for one in incident.ticks}
    left = [item for item in mine if item.number not in done]
    buttons = tuple(
        Button(texts.STEP_DONE(number=item.number), token("incidents", "done", incident.code, str(item.number)))
        for item in left[:MOST_BUTTONS]
    )
    title = texts.MY_PLAN(code=incident.code, roles=joined([ROLE_NAMES[role] for role in roles]))
    note = texts.ALL_DONE if mine and not left else texts.PLAN_IS(name=plan.name)
    return Card(title, checklists.lines(mine, done), buttons=buttons, note=note)


@router.button("done")
def done_pressed(turn: Turn, code: str, choice: str) -> None:
    """完成 3."""
    incident: Incident = find(turn, router, code)
    if not responder.allows(turn.viewer, incident) or incident.status not in Stage.OPEN:
        raise NotFound(code)
    _tick(turn, incident, int(choice) if choice.isdigit() else 0)
    _shown(turn, incident)


@router.press("tick")
def tick(turn: Turn, incident: Incident, given: Given) -> None:
    """Steps that were done, by their numbers."""
    numbers = [value for value, _start, _end in find_numbers(str(given["steps"]))]
    if not numbers:
        raise Incomplete(texts.ASK_TICKS)
    for number in numbers:
        _tick(turn, incident, number)
    _shown(turn, incident)


def _tick(turn: Turn, incident: Incident, number: int) -> None:
    plan = kept(incident)
    item = next((one for one in plan.items if one.number == number), None) if plan is not None else None
    if item is None:
        raise Incomplete(texts.NO_SUCH_STEP(code=incident.code, number=number))
    before = next((one for one in incident.ticks if one["number"] == number), None)
    if before is not None:
        raise Incomplete(texts.TICKED_BEFORE(number=number, name=before["by"]))
    ticked = {"number": number, "by": turn.person().name, "at": turn.now.isoformat()}
    incident.ticks = [*incident.ticks, ticked]
    telling.note(turn, incident, texts.TICKED(number=number, words=item.step).zh, kind="tick", echo=True)


def _shown(turn: Turn, incident: Incident) -> None:
    plan = kept(incident)
    if plan is not None:
        turn.reply(steps_card(incident, plan, turn.person()))


def asked_for_steps(turn: Turn, text: str) -> bool:
    """我该做什么, said by somebody who handles the one incident that runs."""
    if turn.actor is None or not _ASKS_FOR_STEPS.match(fold(text).strip()):
        return False
    running = [one for one in incidents.in_hand(turn.tx) if responder.allows(turn.viewer, one)]
    if len(running) != 1:
        return False
    my_steps(turn, running[0].code, "")
    return True
