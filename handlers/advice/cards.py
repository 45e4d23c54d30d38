"""What a request for advice looks like: to the team, to the asker, to whoever asks the same later."""

from handlers import data_classes
from handlers.advice import memory, texts
from handlers.advice.flow import FLOW, is_inside, issues, technician
from handlers.cards import Card, bullets
from handlers.flow import Viewer
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage.advice import Advice, AdviceStage


def advice_card(turn: Turn, advice: Advice, viewer: Viewer) -> Card:
    """The card as this person may see and press it now; the first line is what is asked of them."""
    return Card(
        _title(advice, viewer),
        (*_lines(turn, advice), *_before(turn, advice, viewer)),
        tuple(_facts(turn, advice, viewer)),
        FLOW.buttons(viewer, advice),
    )


def what(advice: Advice) -> str:
    """Such as 20台平板."""
    return advice.headline


def _title(advice: Advice, viewer: Viewer) -> Text:
    if advice.status == AdviceStage.ASKED and technician.allows(viewer, advice):
        return texts.TO_DRAFT(
            code=advice.code, name=advice.asker.name, department=advice.department or "—", what=what(advice)
        )
    if advice.status == AdviceStage.COLLECTING and issues(viewer, advice):
        return texts.TO_ISSUE(code=advice.code, what=what(advice))
    return texts.TITLE(code=advice.code, what=what(advice), status=FLOW.statuses[advice.status])


def _lines(turn: Turn, advice: Advice) -> list[Phrase]:
    if advice.issued_by is not None and advice.issued_at is not None:
        return [advice.opinion, texts.ISSUED(name=advice.issued_by.name, at=turn.clock_time(advice.issued_at))]
    return [texts.SENT_BACK(reason=advice.reason)] if advice.reason else []


def _before(turn: Turn, advice: Advice, viewer: Viewer) -> list[Phrase]:
    """What the school knows: as it was cited with the opinion, or as it is now for who writes it."""
    if advice.issued_at is not None:
        found: list[Phrase] = list(advice.cited)
    elif is_inside(viewer):
        found = list(memory.remembered(turn, advice.product, advice.id, inside=True))
    else:
        return []
    if not found:
        return [joined([texts.BEFORE, texts.NOTHING_BEFORE], "：", ": ")]
    return [joined([texts.BEFORE, ""], "：", ":"), *bullets(found)]


def _facts(turn: Turn, advice: Advice, viewer: Viewer) -> list[tuple[Phrase, Phrase]]:
    inside = is_inside(viewer) or viewer.id == advice.asker_id
    facts: list[tuple[Phrase, Phrase]] = []
    if inside:
        facts.append((texts.USE, advice.purpose))
    facts.append((texts.DATA, data_classes.shown(advice.data_class)))
    if advice.opinion and advice.issued_at is None and is_inside(viewer):
        facts.append((texts.OPINION, advice.opinion))
    if advice.drafted_by is not None and is_inside(viewer):
        facts.append((texts.DRAFTED_BY, advice.drafted_by.name))
    if advice.status != AdviceStage.CANCELLED and (is_inside(viewer) or advice.issued_at is not None):
        names = memory.systems_to_fit(turn)
        systems = texts.WITH_SYSTEMS(names=joined(list(names))) if names else ""
        facts += [
            (texts.INTEGRATION, texts.INTEGRATION_IS(systems=systems)),
            (texts.CHECKLIST, texts.CHECKLISTS.get(advice.data_class, texts.CHECKLISTS["unknown"])),
        ]
    project = memory.project_of(turn, advice) if inside else None
    if project is not None:
        facts.append((texts.PROJECT, memory.outcome_of(turn, project)))
    if advice.verdict:
        facts.append((texts.REVIEW, texts.VERDICT_WORDS[advice.verdict]))
    return facts
