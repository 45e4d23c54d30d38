"""Writing, approving and reviewing plans. An approved edition is never changed: the next one replaces it."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import acknowledging
from handlers.cards import Card
from handlers.checklists import ROLE_NAMES, items_from, role_called, usual_roles
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.flow import Viewer
from handlers.numerals import find_codes, fold, write_code
from handlers.response_plans import rules, texts
from handlers.response_plans.cards import as_plan, edition_card
from handlers.response_plans.desk import router
from handlers.response_plans.flow import FLOW, WRITERS
from handlers.response_plans.lookup import named
from handlers.response_plans.samples import sample
from handlers.scenarios import scenario_in, scenario_name
from handlers.texts import EDGES, joined
from handlers.turn import Turn
from storage import numbers, people, response_plans
from storage.people import Person, Role
from storage.response_plans import VALID, PlanStage, ResponsePlan

Given = Mapping[str, Any]
MOST_STEPS, LONGEST = 60, 200
MOST_NAMES = 6
_ADD = re.compile(r"^(?:加|增加|新增|add)\s*(?:一步)?[\s:]*([^:\s]{2,12}|[a-z ]{4,16})\s*:\s*(.+)$", re.IGNORECASE)
_CHANGE = re.compile(
    r"^(?:改|修改|change)\s*第?\s*(\d{1,2})\s*步?[\s:]*(?:([^:\s]{2,12}|[a-z ]{4,16})\s*:\s*)?(.+)$", re.IGNORECASE
)
_REMOVE = re.compile(r"^(?:删|删除|去掉|remove)\s*第?\s*(\d{1,2})\s*步?$", re.IGNORECASE)
_BARE = re.compile(r"^([^:\s]{2,12}|[a-z ]{4,16})\s*:\s*(.+)$", re.IGNORECASE)
_PHONE = re.compile(r"\s*(?:☎|电话|tel\.?)\s*:?\s*(\+?[\d\- ]{3,20})\s*$", re.IGNORECASE)


@router.command("编预案", "写预案", "编写预案", "修订预案", "新增预案", "write plan")
def write(turn: Turn, words: str) -> None:
    """编预案 断网: a draft from the plan in force, or from our sample; a name of the school's own begins empty."""
    codes = [code.id for code in find_codes(words, turn.features.prefixes) if code.id and code.id.startswith("EP-")]
    if codes:
        revise(turn, str(codes[0]), "")
        return
    name, _, rest = words.strip(EDGES).partition("\n")
    scenario = scenario_in(name)
    key = scenario.key if scenario is not None and len(name) <= len(scenario.name.zh) + 4 else name[:30].strip(EDGES)
    if not key:
        raise Incomplete(texts.HOW_TO_WRITE)
    draft = begin(turn, key)
    if rest.strip():
        draft.items = read_lines(draft.items, rest)
    turn.reply(edition_card(turn, draft, turn.viewer), subject=draft.code)


@router.button("revise")
def revise(turn: Turn, key: str, _choice: str) -> None:
    """A draft of the next edition, from what counts now."""
    plan, _kept = named(turn, key)
    draft = begin(turn, plan.scenario)
    turn.reply(edition_card(turn, draft, turn.viewer), subject=draft.code)


def begin(turn: Turn, scenario: str) -> ResponsePlan:
    """A new draft. One at a time for each scenario: two people do not write past each other."""
    person = turn.person()
    if not person.holds(*WRITERS):
        raise NotAllowed(texts.WRITE, texts.WRITER, code="EP", step_name="write")
    busy = next((one for one in response_plans.coming(turn.tx) if one.scenario == scenario), None)
    if busy is not None:
        raise Refused(texts.ALREADY_COMING(code=busy.code))
    now, ours = response_plans.valid(turn.tx, scenario), sample(scenario)
    items = list(now.items) if now else [item.to_json() for item in ours.items] if ours else []
    draft = ResponsePlan(
        code=write_code("EP", numbers.next_number(turn.tx, "EP")), status=PlanStage.DRAFT, scenario=scenario, edition=0,
        items=items, author=person, author_id=person.id, reason="", created_at=turn.now, revision=1,
    )  # fmt: skip
    turn.tx.add(draft)
    turn.tx.flush()
    turn.record(draft.code, "draft", clause=rules.CLAUSE, after=draft.status, details={"scenario": scenario})
    return draft


def read_lines(items: list[dict[str, Any]], said: str) -> list[dict[str, Any]]:
    """The steps after 加 / 改 / 删, one line each. Raises `Incomplete` naming the line that cannot be read.

    Numbers are those of the list before the message: 删2 and 删3 take away what stood there.
    """
    found: list[dict[str, Any] | None] = list(items)
    more: list[dict[str, Any]] = []
    for line in (one.strip(EDGES) for one in re.split(r"[\n;；]", said)):
        if not line:
            continue
        folded = fold(line)
        if (gone := _REMOVE.match(folded)) is not None:
            found[_place(gone[1], len(items))] = None
        elif (changed := _CHANGE.match(folded)) is not None:
            at = _place(changed[1], len(items))
            kept = found[at] or items[at]
            role = _role(changed[2], line) if changed[2] else str(kept["role"])
            found[at] = _step(role, line[changed.start(3) :])
        elif (added := _ADD.match(folded) or _BARE.match(folded)) is not None:
            more.append(_step(_role(added[1], line), line[added.start(2) :]))
        else:
            raise Incomplete(_unreadable(line))
    whole = [one for one in found if one is not None] + more
    whole.sort(key=lambda row: list(ROLE_NAMES).index(str(row["role"])))
    if len(whole) > MOST_STEPS or any(len(row["zh"]) > LONGEST for row in whole):
        raise Incomplete(texts.TOO_MANY(most=MOST_STEPS, longest=LONGEST))
    return whole


def _place(said: str, count: int) -> int:
    if not 1 <= int(said) <= count:
        raise Incomplete(texts.NO_SUCH_STEP(number=int(said), count=count))
    return int(said) - 1


def _role(said: str, line: str) -> str:
    role = role_called(said)
    if role is None:
        raise Incomplete(_unreadable(line))
    return role


def _unreadable(line: str) -> Any:
    return texts.BAD_LINE(line=line[:40], roles=joined(list(ROLE_NAMES.values())))


def _step(role: str, words: str) -> dict[str, Any]:
    phone = _PHONE.search(fold(words))
    step = (words[: phone.start()] if phone else words).strip(EDGES)
    return {"role": role, "zh": step, "en": step, "phone": phone[1].strip() if phone else ""}


@router.press("change")
def change(turn: Turn, plan: ResponsePlan, given: Given) -> None:
    """Steps are added, changed, taken away."""
    plan.items = read_lines(plan.items, str(given["lines"]))
    plan.revision += 1
    turn.reply(edition_card(turn, plan, turn.viewer), subject=plan.code)


@router.press("submit")
def submit(turn: Turn, plan: ResponsePlan, _given: Given) -> None:
    """Whoever approves sees all of it."""
    if not plan.items:
        raise Incomplete(texts.NEEDS_STEPS)
    plan.reason = ""
    role = Role.LEADER if plan.author.holds(Role.CIO) else Role.CIO
    for person in turn.everyone(role, besides=plan.author):
        card = edition_card(turn, plan, turn.view_of(person))
        name = texts.NEXT_EDITION(scenario=scenario_name(plan.scenario), code=plan.code)
        title = texts.TO_APPROVE(name=name, author=plan.author.name)
        turn.tell(person, Card(title, card.lines, card.facts, card.buttons, card.note), subject=plan.code)


@router.press("approve")
def approve(turn: Turn, plan: ResponsePlan, _given: Given) -> None:
    """It counts from now on; the one before it is kept; everybody it gives steps to reads it."""
    valid = response_plans.all_valid(turn.tx)
    before = next((one for one in valid if one.scenario == plan.scenario and one.id != plan.id), None)
    plan.edition = response_plans.last_edition(turn.tx, plan.scenario) + 1
    plan.approved_by, plan.approved_at = turn.person(), turn.now
    if before is not None:
        was = FLOW.take(FLOW.by_name["replace"], Viewer(None), before)
        turn.record(before.code, "replace", clause=rules.CLAUSE, before=was, after=before.status)
        acknowledging.stop(turn, before.code)
        turn.forget_reminders(before.code)
    turn.tx.flush()
    _arm_review(turn, plan)
    _ask_to_read(turn, plan)


def affected(turn: Turn, plan: ResponsePlan) -> list[Person]:
    """Who has steps in it by their office, whoever notices left out: that is everybody."""
    roles = set(as_plan(plan).roles) - {"everyone"}
    return [person for person in people.active_people(turn.tx) if roles & set(usual_roles(person))]


def _ask_to_read(turn: Turn, plan: ResponsePlan) -> None:
    found = affected(turn, plan)
    acknowledging.ask(turn, plan.code, found)
    for person in found:
        if turn.actor is None or person.id != turn.actor.id:
            steps = items_from(plan.items)
            mine = [item.words for item in steps if item.role in usual_roles(person)]
            button = acknowledging.button(plan.code, label=texts.KNOWN_LABEL)
            turn.tell(person, Card(texts.NEW_EDITION(name=as_plan(plan).name), tuple(mine), buttons=(button,)))
    turn.remind_by(rules.CONFIRM, f"{plan.code}:confirm", "response_plans.unconfirmed", plan.code)


def _arm_review(turn: Turn, plan: ResponsePlan) -> None:
    turn.forget_reminders(plan.code, f"{plan.code}:review")
    key = f"{plan.code}:review:{turn.now:%Y%m%d%H%M%S}"
    turn.remind_by(rules.REVIEW, key, "response_plans.review", plan.code)


@router.press("send_back")
def send_back(turn: Turn, plan: ResponsePlan, given: Given) -> None:
    """The author reads why."""
    plan.reason = str(given["reason"])
    plan.revision += 1
    turn.tell(plan.author, texts.SENT_BACK(code=plan.code, reason=plan.reason), subject=plan.code)


@router.press("keep")
def keep(turn: Turn, plan: ResponsePlan, _given: Given) -> None:
    """It is still right; the next review is a period away."""
    plan.reviewed_at = turn.now
    _arm_review(turn, plan)


@router.press("drop")
def drop(_turn: Turn, _plan: ResponsePlan, _given: Given) -> None:
    """Never in force; its number stays."""


@router.press("retire")
def retire(turn: Turn, plan: ResponsePlan, given: Given) -> None:
    """It no longer counts."""
    plan.reason = str(given["reason"])
    acknowledging.stop(turn, plan.code)
    turn.forget_reminders(plan.code)


@router.press("due")
@router.press("replace")
def by_the_clock(_turn: Turn, _plan: ResponsePlan, _given: Given) -> None:
    """Nothing more happens."""


@router.due("response_plans.review")
def review_due(turn: Turn, code: str, _payload: Given) -> None:
    """A period is over: the CIO and the author are asked whether it is still right. It counts meanwhile."""
    plan = response_plans.find(turn.tx, code)
    if plan is None or plan.status != PlanStage.IN_FORCE:
        return
    turn.take(FLOW, "due", plan)
    rule = rules.REVIEW
    value, name = rule.show(turn.rule(rule)), as_plan(plan).name
    told = {person.id: person for person in (*turn.everyone(Role.CIO), plan.author)}
    for person in told.values():
        card = edition_card(turn, plan, turn.view_of(person))
        title = texts.REVIEW_DUE(name=name, rule=joined([rule.title, value], zh="", en=" "))
        turn.tell(person, Card(title, card.lines, card.facts, card.buttons, card.note), subject=code)


@router.due("response_plans.unconfirmed")
def unconfirmed(turn: Turn, code: str, _payload: Given) -> None:
    """Who has not confirmed is reminded once, and the CIO reads the names."""
    missing = acknowledging.missing(turn, code)
    plan = response_plans.find(turn.tx, code)
    if plan is None or plan.status not in VALID or not missing:
        return
    name, rule = as_plan(plan).name, rules.CONFIRM
    for person in missing:
        button = acknowledging.button(code, label=texts.KNOWN_LABEL)
        turn.tell(person, Card(texts.REMIND_CONFIRM(name=name), buttons=(button,)), key=f"{code}:confirm:{person.id}")
    names = joined([person.name for person in missing[:MOST_NAMES]])
    named_rule = joined([rule.title, rule.show(turn.rule(rule))], zh="", en=" ")
    for person in turn.everyone(Role.CIO):
        said = texts.NOT_CONFIRMED(name=name, count=len(missing), names=names, rule=named_rule)
        turn.tell(person, said, key=f"{code}:unconfirmed:{person.id}", subject=code)
