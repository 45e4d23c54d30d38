"""A chat model's wording of an answer, where a school has one: around the turn, never in it.

The turn queues the extractive answer with a moment to wait and notes what a model may do with it. Whoever has a model
(`jobs/wordsmith.py`) takes that up after the commit. A checked wording takes the place of a message that has not left;
a message that has left, or a model that says nothing usable, changes nothing. So there is exactly one answer, whatever
dies in between, and speaking again releases what was held back: the conversation keeps its order.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.cards import Card, Rendered
from handlers.policy import texts
from handlers.turn import Turn
from knowledge.charter import Answer, Authority, Citation
from knowledge.masking import masked
from storage import outbox, people, wordings
from storage.outbox import Message, Sent
from storage.questions import PolicyAnswer

FORGOTTEN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is asked: nothing in it names a person."""

    id: int
    question: str
    citations: tuple[Citation, ...]
    english: bool


def reply(turn: Turn, kept: PolicyAnswer, card: Card, answer: Answer) -> None:
    """Say the answer: at once, or after the moment a model gets to word it better."""
    patience = turn.school.wording_time()
    if not patience or not answer.answered or answer.authority is not Authority.CHARTER:
        turn.reply(card, subject=kept.code)
        return
    message = turn.reply(card, subject=kept.code, hold=patience)
    if message is None:
        return
    names = {person.name for person in people.active_people(turn.tx)}
    turn.tx.add(
        wordings.Wording(
            answer_id=kept.id, message_id=message, question=masked(kept.question, names), language=turn.language,
            citations=[asdict(citation) for citation in answer.citations], created_at=turn.now,
        )
    )  # fmt: skip


def claim(tx: Session, now: datetime, patience: timedelta, most: int) -> Sequence[Task]:
    """What can still be worded in time, oldest first; nobody else takes it."""
    wordings.forget(tx, now - FORGOTTEN_AFTER)
    return [
        Task(
            row.id,
            row.question,
            tuple(Citation(**{**one, "authority": Authority(one["authority"])}) for one in row.citations),
            english=row.language.startswith("en"),
        )
        for row in wordings.claim(tx, now - patience, most)
    ]


def settle(tx: Session, task: Task, text: str | None, model: str, now: datetime) -> bool:
    """What came of it. Whether the wording is what the asker will read."""
    row = wordings.locked(tx, task.id)
    if row is None:
        return False
    message = tx.get(Message, row.message_id, with_for_update=True)
    kept = tx.get(PolicyAnswer, row.answer_id)
    language = row.language
    tx.delete(row)
    if message is None or message.status != Sent.QUEUED or kept is None:
        return False
    if text is not None:
        card = worded(Rendered.from_json(message.card), text, language)
        message.card = card.to_json()
        kept.answer, kept.model = "\n".join(card.paragraphs()), model
    tx.flush()
    outbox.let_go(tx, message.platform, message.address, now)
    return text is not None


def worded(card: Rendered, text: str, language: str) -> Rendered:
    """The extractive card with the model's words in place of its quotations, which they contain."""
    rest = tuple(line for line in card.lines if "“" not in line)
    return Rendered(card.title, (*text.split("\n"), *rest), card.facts, card.buttons, texts.BY_A_MODEL.to(language))
