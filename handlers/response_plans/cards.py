"""How a plan looks: somebody's own steps first, the whole on request; who approved it and until when it counts."""

from datetime import datetime, timedelta

from handlers import acknowledging, checklists
from handlers.cards import Button, Card, token
from handlers.checklists import EVERYONE, ROLE_NAMES, ScenarioPlan, items_from, usual_roles
from handlers.flow import Viewer
from handlers.response_plans import rules, texts
from handlers.response_plans.flow import FLOW, WRITERS, cio
from handlers.scenarios import scenario_name
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import response_plans
from storage.response_plans import COMING, VALID, PlanStage, ResponsePlan

FEATURE = "response_plans"


def as_plan(kept: ResponsePlan) -> ScenarioPlan:
    """An edition as other features use it."""
    return ScenarioPlan(kept.scenario, kept.code, kept.edition, items_from(kept.items))


def my_card(turn: Turn, plan: ScenarioPlan, kept: ResponsePlan | None) -> Card:
    """The steps of the reader's usual role, in a few seconds: what an emergency asks for."""
    roles = usual_roles(turn.actor)
    mine = plan.of_roles(roles)
    guest = turn.actor is None
    intro = (texts.YOURS if mine else texts.NO_STEPS)(roles=_named(roles))
    shown = mine or (plan.of_roles((EVERYONE,)) if guest else plan.items)
    first: list[Phrase] = [] if roles == (EVERYONE,) and mine else [intro]
    buttons: list[Button] = []
    if not guest:
        buttons = [Button(texts.HAPPENING, token("incidents", "happening", plan.scenario), "bad")]
        buttons += [_button("all", texts.ALL_STEPS, plan), _button("file", texts.FILE, plan)]
    if kept is not None and _asked(turn, kept.code):
        buttons.append(acknowledging.button(kept.code, label=texts.KNOWN_LABEL))
    if turn.viewer.holds(*WRITERS):
        buttons.append(_button("revise", texts.ADOPT if plan.is_sample else texts.REVISE, plan))
    note = texts.SAMPLE_NOTE if kept is None else approval(turn, kept)
    return Card(texts.PLAN(name=plan.name), (*first, *checklists.lines(shown)), buttons=tuple(buttons), note=note)


def whole_card(turn: Turn, plan: ScenarioPlan, kept: ResponsePlan | None) -> Card:
    """All steps of all roles."""
    note = texts.SAMPLE_NOTE if kept is None else approval(turn, kept)
    buttons = (_button("mine", texts.MY_STEPS, plan), _button("file", texts.FILE, plan))
    return Card(texts.PLAN(name=plan.name), checklists.lines(plan.items, with_role=True), buttons=buttons, note=note)


def edition_card(turn: Turn, kept: ResponsePlan, viewer: Viewer) -> Card:
    """An edition by its number: a draft with everything that may be done to it, else the plan with its state."""
    plan, coming = as_plan(kept), kept.status in (*COMING, PlanStage.DROPPED)
    scenario = scenario_name(kept.scenario)
    name: Phrase = texts.NEXT_EDITION(scenario=scenario, code=kept.code) if coming else plan.name
    title = texts.TITLE(name=name, status=FLOW.statuses[kept.status])
    buttons = list(FLOW.buttons(viewer, kept))
    facts: list[tuple[Phrase, Phrase]] = []
    if kept.status in VALID:
        buttons += [_button("mine", texts.MY_STEPS, plan), _button("file", texts.FILE, plan)]
        done, asked, _rows = acknowledging.coverage(turn, kept.code)
        if asked and cio.allows(viewer, kept):
            facts.append((texts.READ_BY, texts.READ_COUNT(done=done, asked=asked)))
    if coming:
        facts += _changes(turn, kept)
    if kept.reason:
        facts.append((texts.REASON, kept.reason))
    lines = checklists.lines(plan.items, with_role=True)
    return Card(title, lines, tuple(facts), tuple(buttons), approval(turn, kept))


def approval(turn: Turn, kept: ResponsePlan) -> Phrase:
    """Who approved it when, and until when it is looked over again; "" for what nobody has."""
    if kept.approved_by is None or kept.approved_at is None:
        return ""
    if kept.status == PlanStage.REVIEW:
        return texts.STILL_VALID
    return texts.IN_FORCE_NOTE(
        name=kept.approved_by.name, at=day(turn, kept.approved_at), review=day(turn, review_at(turn, kept))
    )


def review_at(turn: Turn, kept: ResponsePlan) -> datetime:
    """When it has to be looked over."""
    since = kept.reviewed_at or kept.approved_at or kept.created_at
    return since + timedelta(days=turn.rule(rules.REVIEW))


def day(turn: Turn, at: datetime) -> Text:
    """A date, with its year: plans live long."""
    then = turn.local(at)
    return Text(f"{then.year}年{then.month}月{then.day}日", f"{then:%d %b %Y}")


def _changes(turn: Turn, kept: ResponsePlan) -> list[tuple[Phrase, Phrase]]:
    now = response_plans.valid(turn.tx, kept.scenario)
    if now is None:
        return []
    before = {(row["role"], row["zh"], row["phone"]) for row in now.items}
    after = {(row["role"], row["zh"], row["phone"]) for row in kept.items}
    said = texts.CHANGED_FROM(added=len(after - before), removed=len(before - after))
    return [(as_plan(now).name, said)]


def _asked(turn: Turn, code: str) -> bool:
    return turn.actor is not None and any(one.id == turn.actor.id for one in acknowledging.missing(turn, code))


def _button(action: str, label: Text, plan: ScenarioPlan) -> Button:
    return Button(label, token(FEATURE, action, plan.code or plan.scenario))


def _named(roles: tuple[str, ...]) -> Text:
    return joined([ROLE_NAMES[role] for role in roles])
