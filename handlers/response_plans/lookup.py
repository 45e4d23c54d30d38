"""Opening a plan: name what happened, and one's own steps are there; the whole and the file are one press away."""

from handlers import checklists
from handlers.cards import Button, Card, token
from handlers.checklists import ScenarioPlan
from handlers.errors import NotFound
from handlers.files import enclose
from handlers.response_plans import paper, texts
from handlers.response_plans.cards import FEATURE, approval, as_plan, day, my_card, review_at, whole_card
from handlers.response_plans.desk import kept_for, plan_for, router
from handlers.response_plans.flow import FLOW, WRITERS, readable
from handlers.scenarios import BY_KEY, SCENARIOS, scenario_name
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from handlers.understand import Understood
from storage import response_plans
from storage.people import Role
from storage.response_plans import ResponsePlan

LIKELY = ("outage", "ransomware", "leak", "phishing")  # what schools meet most, where nothing was named


@router.say("plan_lookup")
def looked_up(turn: Turn, text: str, _meant: Understood) -> None:
    """服务器中毒了怎么办预案: the steps of the speaker's role, at once."""
    plan = plan_for(turn, text)
    if plan is not None:
        turn.reply(my_card(turn, plan, kept_for(turn, text)), subject=plan.code)
    elif any(word in text for word in ("有哪些", "清单", "列表", "all", "list")):
        overview(turn)
    else:
        _which(turn)


@router.command(
    "预案", "应急预案", "预案清单", "应急预案清单", "有哪些预案", "emergency plans", "plans for emergencies"
)
def typed(turn: Turn, words: str) -> None:
    """预案 lists them; 预案 断网 opens one."""
    if words:
        looked_up(turn, words, Understood("plan_lookup", confidence=1.0))
    else:
        overview(turn)


def overview(turn: Turn) -> None:
    """Every plan in force with its review, what is being written, and what only has our sample."""
    valid = response_plans.all_valid(turn.tx)
    lines: list[Phrase] = [
        texts.LIST_OWN(
            name=as_plan(kept).name, status=FLOW.statuses[kept.status], review=day(turn, review_at(turn, kept))
        )
        for kept in valid
    ]
    if turn.viewer.holds(*WRITERS, Role.LEADER):
        lines += [
            texts.LIST_COMING(code=kept.code, scenario=scenario_name(kept.scenario), status=FLOW.statuses[kept.status])
            for kept in response_plans.coming(turn.tx)
        ]
    covered = {kept.scenario for kept in valid}
    left: list[Phrase] = [scenario.name for scenario in SCENARIOS if scenario.key not in covered]
    if left:
        lines.append(texts.LIST_SAMPLES(names=joined(left)))
    turn.reply(Card(texts.LIST(count=len(valid)), tuple(lines), note=texts.SAY_ONE))


def _which(turn: Turn) -> None:
    own = [kept.code for kept in response_plans.all_valid(turn.tx) if kept.scenario not in BY_KEY]
    picks = [(code, scenario_name(_kept(turn, code).scenario)) for code in own[:2]]
    picks += [(key, scenario_name(key)) for key in LIKELY][: 4 - len(picks)]
    buttons = tuple(Button(name, token(FEATURE, "mine", key)) for key, name in picks)
    turn.reply(Card(texts.WHICH, (texts.SAY_ONE,), buttons=buttons))


def named(turn: Turn, key: str) -> tuple[ScenarioPlan, ResponsePlan | None]:
    """What a button means: an edition by its code as it stands today, or the sample of a scenario. Guarded."""
    if key in BY_KEY:
        plan = plan_for(turn, key)
        assert plan is not None  # noqa: S101 -- every scenario has a sample
        return plan, response_plans.valid(turn.tx, key)
    kept = _kept(turn, key)
    return as_plan(kept), kept


def _kept(turn: Turn, code: str) -> ResponsePlan:
    kept = response_plans.find(turn.tx, code)
    if kept is None or not readable.allows(turn.viewer, kept):
        raise NotFound(code)
    return kept


@router.button("mine")
def mine(turn: Turn, key: str, _choice: str) -> None:
    """My own steps."""
    plan, kept = named(turn, key)
    turn.reply(my_card(turn, plan, kept), subject=plan.code)


@router.button("all")
def whole(turn: Turn, key: str, _choice: str) -> None:
    """The whole plan; for those of the school."""
    turn.person()
    plan, kept = named(turn, key)
    turn.reply(whole_card(turn, plan, kept))


@router.button("file")
def as_file(turn: Turn, key: str, _choice: str) -> None:
    """A page to keep: readable when the network is down."""
    turn.person()
    plan, kept = named(turn, key)
    name = plan.name.to(turn.language)
    note = approval(turn, kept) if kept is not None else texts.SAMPLE_NOTE
    contacts: list[Phrase] = [
        texts.CONTACT_LINE(name=one.name, phone=one.phone) for one in response_plans.contacts(turn.tx)
    ]
    steps: list[Phrase] = list(checklists.lines(plan.items, with_role=True))
    if contacts:
        steps += [Text("", ""), texts.CONTACTS, *contacts]
    content = paper.draw(
        texts.PAPER_TITLE(name=name).to(turn.language),
        [step.to(turn.language) if isinstance(step, Text) else step for step in steps],
        [note.to(turn.language) if isinstance(note, Text) else note,
         texts.PAPER_FOOT(at=day(turn, turn.now)).to(turn.language)],
    )  # fmt: skip
    file = enclose(turn, texts.FILE_NAME(name=name).to(turn.language), content, about=plan.code)
    turn.record(plan.code or "EP", "file", clause="7.3.1", details={"plan": plan.name.zh})
    turn.reply(Card(texts.FILE_HERE(name=plan.name), files=(file,)))
