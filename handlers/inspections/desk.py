"""The routers of inspections and of findings: who finds what, what waits for whom, what a sentence is heard as."""

from collections.abc import Iterable

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.inspections import rules, texts
from handlers.inspections.cards import finding_card, inspection_card, item_card
from handlers.inspections.flow import FINDINGS, FLOW, finding_readable, inspector, organiser, readable
from handlers.router import Router, StepOf
from handlers.texts import Phrase
from handlers.turn import Turn
from storage import inspections
from storage.inspections import WALKING, Finding, Inspection, InspectionStage
from storage.people import Person, Role


def open_for(turn: Turn) -> list[Inspection]:
    """What one inspects or has planned; the CIO has all that are open."""
    if turn.actor is None:
        return []
    return [one for one in inspections.not_over(turn.tx) if organiser.allows(turn.viewer, one)]


def findings_for(turn: Turn) -> Iterable[Finding]:
    """Findings one mends, answers for or checks again."""
    if turn.actor is None:
        return []
    mine = {one.id: one for one in inspections.findings_of(turn.tx, turn.actor.id)}
    mine |= {
        one.id: one
        for one in inspections.open_findings(turn.tx)
        if one.inspection.department == turn.actor.department and finding_readable.allows(turn.viewer, one)
    }
    return mine.values()


def _context(turn: Turn, inspection: Inspection) -> str:
    live = inspection.status in WALKING and inspector.allows(turn.viewer, inspection)
    return f"inspection_live:{inspection.code}" if live else "none"


def _hears(turn: Turn, text: str) -> bool:
    from handlers.inspections import speech  # noqa: PLC0415 -- it registers with this router

    return speech.heard(turn, text)


def _pictures(turn: Turn) -> bool:
    from handlers.inspections import photos  # noqa: PLC0415 -- it registers with this router

    return photos.taken(turn)


router = Router(
    "inspections", flow=FLOW, find=inspections.by_code, readable=readable, card=inspection_card, open_for=open_for,
    context=_context, hears=_hears, rules=rules.ALL,
    rule_readers=(Role.CIO, Role.INSPECTOR, Role.HEAD, Role.LIAISON),
)  # fmt: skip
router.receives = _pictures
router.help(texts.HELP_PLAN, Role.INSPECTOR, Role.CIO, Role.LEADER)
router.help(texts.HELP_LIST, Role.INSPECTOR, Role.CIO, Role.HEAD, Role.LIAISON, Role.LEADER, Role.AUDITOR)

finding_router = Router(
    "findings", flow=FINDINGS, find=inspections.finding_by_code, readable=finding_readable, card=finding_card,
    open_for=findings_for, context=lambda _turn, _finding: "none",
)  # fmt: skip


def step(name: str) -> StepOf:
    """A step of an inspection, for those who take it in words."""
    return StepOf(router, FLOW.by_name[name])


def finding_step(name: str) -> StepOf:
    """A step of a finding."""
    return StepOf(finding_router, FINDINGS.by_name[name])


def show(turn: Turn, inspection: Inspection, person: Person) -> None:
    """Its card to somebody."""
    turn.tx.flush()
    turn.tell(person, inspection_card(turn, inspection, turn.view_of(person)), subject=inspection.code)


def settle(turn: Turn, inspection: Inspection, noted: Phrase = "") -> None:
    """Bring every copy of its card up to date; the inspector's says what was just `noted`."""
    turn.tx.flush()
    walks = inspection.status == InspectionStage.LIVE

    def drawn(viewer: Viewer) -> Card:
        if walks and inspector.allows(viewer, inspection):
            return item_card(turn, inspection, noted)
        return inspection_card(turn, inspection, viewer)

    turn.settle(inspection.code, drawn)


def go_on(turn: Turn, inspection: Inspection, noted: Phrase) -> None:
    """The next item under the last answer; what stands further up loses its buttons."""
    turn.reply(item_card(turn, inspection, noted), subject=inspection.code)
    settle(turn, inspection, noted)
