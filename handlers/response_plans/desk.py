"""The router of emergency plans: how one is found, who sees it, and the door by which other features get their steps."""

from collections.abc import Iterable

from handlers.checklists import ScenarioPlan
from handlers.numerals import find_codes, fold
from handlers.response_plans import rules, texts
from handlers.response_plans.cards import as_plan, edition_card
from handlers.response_plans.flow import FLOW, WRITERS, readable
from handlers.response_plans.samples import sample
from handlers.router import Router
from handlers.scenarios import BY_KEY, scenario_in
from handlers.turn import Turn
from storage import response_plans
from storage.people import Role
from storage.response_plans import VALID, ResponsePlan


def open_for(turn: Turn) -> Iterable[ResponsePlan]:
    """Drafts and what waits for a yes or a review, for those who write and approve."""
    if turn.actor is None or not turn.viewer.holds(*WRITERS, Role.LEADER):
        return []
    return [*response_plans.coming(turn.tx), *response_plans.all_valid(turn.tx)]


router = Router(
    "response_plans", flow=FLOW, find=response_plans.find, readable=readable, card=edition_card, open_for=open_for,
    rules=rules.ALL, rule_readers=(Role.CIO,),
)  # fmt: skip
router.help(texts.HELP, guests=True)
router.help(texts.HELP_WRITE, *WRITERS)


def kept_for(turn: Turn, words: str) -> ResponsePlan | None:
    """The school's own plan that words speak of: by its code, by its own name, else by the scenario."""
    codes = [code.id for code in find_codes(words, turn.features.prefixes) if code.id and code.id.startswith("EP-")]
    if codes:
        found = response_plans.find(turn.tx, str(codes[0]))
        return found if found is not None and found.status in VALID else None
    said = fold(words).lower()
    own = [plan for plan in response_plans.all_valid(turn.tx) if plan.scenario not in BY_KEY]
    named = [plan for plan in own if fold(plan.scenario).lower() in said]
    if named:
        return max(named, key=lambda plan: len(plan.scenario))
    scenario = BY_KEY.get(words) or scenario_in(words)
    return response_plans.valid(turn.tx, scenario.key) if scenario is not None else None


@router.plans
def plan_for(turn: Turn, words: str) -> ScenarioPlan | None:
    """The plan in force, else our sample for the scenario."""
    kept = kept_for(turn, words)
    if kept is not None:
        return as_plan(kept)
    scenario = BY_KEY.get(words) or scenario_in(words)
    return sample(scenario.key) if scenario is not None else None
