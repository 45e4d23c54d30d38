"""The router of risks, and what one looks like."""

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.risks import rules, texts
from handlers.risks.flow import FLOW, owner, party
from handlers.router import Router
from handlers.safety import day_words
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import risks
from storage.people import Role
from storage.risks import OPEN, Risk, RiskStage


def risk_card(turn: Turn, risk: Risk, viewer: Viewer) -> Card:
    """What may go wrong, who deals with it until when, and how it ended."""
    title: Phrase = texts.TITLE(code=risk.code, text=risk.headline, status=FLOW.statuses[risk.status])
    if risk.status == RiskStage.RAISED and owner.allows(viewer, risk):
        title = texts.TO_TREAT(code=risk.code, text=risk.headline, day=day_words(turn, risk.due_at))
    due: Phrase = day_words(turn, risk.due_at)
    if is_late(turn, risk):
        due = Text(
            f"{day_words(turn, risk.due_at).zh}（{texts.LATE.zh}）",
            f"{day_words(turn, risk.due_at).en} ({texts.LATE.en})",
        )
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.LEVEL, texts.LEVELS.get(risk.level, risk.level)), (texts.OWNER, risk.owner.name), (texts.DUE, due)
    ]  # fmt: skip
    if risk.system is not None:
        facts.append((texts.SYSTEM, risk.system.name))
    if risk.measure:
        facts.append((texts.MEASURE, risk.measure))
    if risk.outcome and risk.settled_by is not None and risk.settled_at is not None:
        said = texts.SETTLED(outcome=risk.outcome, name=risk.settled_by.name, day=day_words(turn, risk.settled_at))
        facts.append((texts.OUTCOME, said))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    lines: tuple[Phrase, ...] = (risk.text,) if risk.text != risk.headline else ()
    return Card(title, lines, tuple(facts), FLOW.buttons(viewer, risk))


def is_late(turn: Turn, risk: Risk) -> bool:
    """Whether its day is over and it is not."""
    return risk.status in OPEN and risk.due_at < turn.now


def in_hand(turn: Turn) -> list[Risk]:
    """One's own; the CIO and leaders have all, of which only what waits for them is on the desk."""
    if turn.actor is None:
        return []
    if turn.viewer.holds(Role.CIO, Role.LEADER):
        return list(risks.all_risks(turn.tx))
    return list(risks.of_person(turn.tx, turn.actor.id))


def _none(_turn: Turn, _risk: Risk) -> str:
    return "none"


router = Router(
    "risks", flow=FLOW, find=risks.by_code, readable=party, card=risk_card, open_for=in_hand, context=_none,
    rules=rules.ALL,
)  # fmt: skip
router.help(texts.HELP, Role.CIO, Role.TECHNICIAN, Role.INSPECTOR)
