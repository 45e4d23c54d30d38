"""Not sure what was meant: guess and have it confirmed, then at most three choices, then a person (section 3).

Nothing is done before somebody has pressed, and what they press is checked as if they had said it plainly. A model
that a school has configured may put another guess first, and no more: it is asked after the turn, while the card
waits a moment to leave (`jobs/wordsmith.py`), about words without names and numbers, and chooses from a closed list.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers import texts
from handlers.cards import Button, Card, read_token, token
from handlers.errors import Refused
from handlers.suggesting import suggestions
from handlers.texts import Text
from handlers.turn import Turn
from handlers.understand import SURE, Understood
from handlers.understanding.phrasing import core, plain
from handlers.understanding.role_readings import allowed
from handlers.understanding.situations import situation
from handlers.understanding.slots import slots_of
from handlers.understanding.tagging import tag
from handlers.understanding.wishes import WISHES
from knowledge.masking import MASK, masked
from storage import drafts, outbox, people
from storage.drafts import GUESS, Draft
from storage.outbox import Message, Sent

FEATURE = "guess"  # in the tokens of its buttons
MOST = 3  # choices on a card
LIKELY = 0.1  # of an alternative: less is no guess but noise
LIVES = timedelta(hours=24)
ASKING, ASKED = "model", "asked"
AGREED = frozenset({"对", "对的", "是", "是的", "嗯", "嗯嗯", "没错", "对对", "yes", "yeah", "yep", "right", "correct"})
DENIED = frozenset({"不是", "不对", "都不是", "不是的", "没有", "no", "nope", "none", "none of these"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a model is asked: nothing in it names a person."""

    id: int
    words: str
    context: str
    wishes: Mapping[str, str]


def guess(turn: Turn, text: str, meant: Understood, role: str, context: str) -> bool:
    """Ask whether this was meant. False when there is nothing to guess and nobody who could: then other words help."""
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    intents = [name for name in _candidates(meant) if name in possible(turn, role)][:MOST]
    patience = turn.school.wording_time() if text.strip() else timedelta(0)
    if not intents and not patience:
        return False
    draft = Draft(
        account_id=turn.account.id, person_id=turn.actor.id if turn.actor else None, form=GUESS,
        answers={"text": text, "intents": intents, "context": context, "role": role, "language": turn.language},
        asking=ASKING if patience else "", created_at=turn.now, updated_at=turn.now, expires_at=turn.now + LIVES,
    )  # fmt: skip
    turn.tx.add(draft)
    turn.tx.flush()
    card = _card(draft) if intents else at_a_loss(turn)
    message = turn.reply(card, subject=f"{GUESS}:{draft.id}", hold=patience)
    draft.answers = {**draft.answers, "message": message, "possible": sorted(possible(turn, role))}
    return True


def at_a_loss(turn: Turn) -> Card:
    """No guess at all: what people want most often; the second time in a row a person."""
    return Card(texts.ASK_A_PERSON if _was_at_a_loss(turn) else texts.DID_NOT_UNDERSTAND, buttons=_ways_on(turn))


def possible(turn: Turn, role: str) -> frozenset[str]:
    """The wishes that something here answers and that are not closed to a role."""
    known = turn.features.says.keys() | turn.features.step_intents.keys()
    return frozenset(name for name in WISHES if name in known and allowed(name, role) == name)


def answer_to(turn: Turn, text: str) -> str:
    """The button a plain yes or no means, right under a guess; "" where none was asked."""
    word = text.lower().strip(texts.EDGES)
    if word not in AGREED and word not in DENIED:
        return ""
    buttons = turn.screen[0][1].get("buttons", ()) if turn.screen else ()
    tokens = [str(button["token"]) for button in buttons if str(button["token"]).startswith(f"{FEATURE}.")]
    if not tokens:
        return ""
    return tokens[0] if word in AGREED else tokens[-1]


def waiting(turn: Turn) -> Draft | None:
    """The guess on the newest card, while nobody has said whether it is right."""
    code = turn.screen[0][0].subject.removeprefix(f"{GUESS}:") if turn.screen else ""
    draft = turn.tx.get(Draft, int(code)) if code.isdigit() else None
    mine = draft is not None and turn.account is not None and draft.account_id == turn.account.id
    return draft if draft is not None and mine and draft.form == GUESS and draft.expires_at > turn.now else None


def joined(turn: Turn, draft: Draft, text: str, meant: Understood, whole: Understood) -> Understood | None:
    """What a guess and the words after it say together: sure together, or leaning to the same wish both times.

    The second counts only for what begins something: a step that changes something still waits for its yes. A decision on
    somebody's request is never read out of two sentences that were not understood.
    """
    intents = draft.answers["intents"]
    alike = (
        bool(intents) and (*_candidates(meant), "")[0] == intents[0] and intents[0] in possible(turn, role_said(draft))
    )
    decides = any(of.step.fresh for of in turn.features.step_intents.get(whole.intent, ()))
    if whole.confidence >= SURE and whole.intent in WISHES and not decides and (whole.intent in intents or not intents):
        intent = whole.intent
    elif alike and intents[0] not in turn.features.step_intents:
        intent = intents[0]
    else:
        return None
    _close(turn, draft, Card(texts.GUESSED(wish=WISHES[intent])))
    slots = slots_of(intent, text, tag(core(plain(text))), situation(str(draft.answers["context"])))
    return Understood(intent, slots, 1.0)


def role_said(draft: Draft) -> str:
    """In which role the words were said."""
    return str(draft.answers["role"])


def chosen(turn: Turn, action: str, code: str, intent: str) -> tuple[str, Understood] | None:
    """What was pressed: the words as they were said, with the meaning that is now sure. None: it was none of them."""
    draft = turn.tx.get(Draft, int(code)) if code.isdigit() else None
    mine = draft is not None and turn.account is not None and draft.account_id == turn.account.id
    if draft is None or not mine or draft.form != GUESS or draft.expires_at <= turn.now:
        raise Refused(texts.STALE_BUTTON)
    given = draft.answers
    if action == "none":
        _close(turn, draft, Card(texts.GUESSED_WRONG))
        turn.reply(Card(texts.ASK_A_PERSON, buttons=_ways_on(turn)))
        return None
    if action != "take" or intent not in given["intents"]:
        raise Refused(texts.STALE_BUTTON)
    text = str(given["text"])
    _close(turn, draft, Card(texts.GUESSED(wish=WISHES[intent])))
    slots = slots_of(intent, text, tag(core(plain(text))), situation(str(given["context"])))
    return text, Understood(intent, slots, 1.0)


# The model's part, outside every turn


def claim(tx: Session, now: datetime, patience: timedelta, most: int) -> Sequence[Doubt]:
    """What a model can still be asked about in time, oldest first; nobody else takes it."""
    found = drafts.doubts(tx, ASKING, now - patience, most)
    names = {person.name for person in people.active_people(tx)} if found else set()
    for draft in found:
        draft.asking = ASKED
    return [
        Doubt(
            draft.id,
            without_people(str(draft.answers["text"]), names),
            str(draft.answers["context"]).partition(":")[0],
            described(draft.answers["possible"]),
        )
        for draft in found
    ]


def settle(tx: Session, doubt: Doubt, intent: str | None, now: datetime) -> bool:
    """What came of it. Whether its guess now stands first on a card that has not left yet."""
    draft = tx.get(Draft, doubt.id, with_for_update=True)
    number = draft.answers.get("message") if draft is not None else None
    message = tx.get(Message, number, with_for_update=True) if number else None
    if draft is None or message is None or message.status != Sent.QUEUED:
        return False
    better = intent in doubt.wishes and intent in WISHES
    if better:
        others = [name for name in draft.answers["intents"] if name != intent]
        draft.answers = {**draft.answers, "intents": [intent, *others][:MOST]}
        message.card = _card(draft).render(str(draft.answers["language"])).to_json()
    tx.flush()
    outbox.let_go(tx, message.platform, message.address, now)
    return better


def asked_of(pick: Callable[..., str | None], names: set[str]) -> Callable[[str, str, str], str | None]:
    """A model as `Understander` asks it, for whoever can wait: the same closed list, the same masks."""

    def ask(text: str, role: str, context: str) -> str | None:
        wishes = described([name for name in WISHES if allowed(name, role) == name])
        return pick(without_people(text, names), wishes, situation=context.partition(":")[0])

    return ask


def without_people(text: str, names: set[str] | frozenset[str] = frozenset()) -> str:
    """The words with names, telephone and other numbers of persons, and addresses out of them."""
    said = masked(text, names)
    for person in sorted(
        {span.text for span in tag(plain(said)).spans if span.kind == "person"}, key=len, reverse=True
    ):
        said = said.replace(person, MASK)
    return said


def described(intents: Sequence[str]) -> dict[str, str]:
    """The closed list a model chooses from: intent → what it is."""
    return {name: f"{WISHES[name].zh} / {WISHES[name].en}" for name in intents if name in WISHES}


def _candidates(meant: Understood) -> list[str]:
    likely = [name for name, share in meant.alternatives if share >= LIKELY]
    return list(dict.fromkeys(name for name in (meant.intent, *likely) if name in WISHES))


def _card(draft: Draft) -> Card:
    first, *others = draft.answers["intents"]
    code = str(draft.id)
    buttons = [Button(texts.RIGHT, token(FEATURE, "take", code, first), "good")]
    buttons += [Button(WISHES[name], token(FEATURE, "take", code, name)) for name in others]
    return Card(
        texts.DO_YOU_WANT(wish=WISHES[first]),
        buttons=(*buttons, Button(texts.NONE_OF_THESE, token(FEATURE, "none", code))),
    )


def _close(turn: Turn, draft: Draft, card: Card) -> None:
    subject = f"{GUESS}:{draft.id}"
    drafts.discard(turn.tx, draft)
    turn.settle(subject, lambda _viewer: card)


def _was_at_a_loss(turn: Turn) -> bool:
    """Whether the last thing said here was already that nothing was understood."""
    if not turn.screen:
        return False
    shown = turn.screen[0][1]
    lost: tuple[Text, ...] = (texts.DID_NOT_UNDERSTAND, texts.ASK_A_PERSON)
    parts = [read_token(str(button["token"])) for button in shown.get("buttons", ())]
    return shown.get("title") in {words.to(turn.language) for words in lost} or any(
        part is not None and part[0] == FEATURE for part in parts
    )


def _ways_on(turn: Turn) -> tuple[Button, ...]:
    names = ("human", "report", "policy", "tasks") if _was_at_a_loss(turn) else ("report", "policy", "tasks", "human")
    return suggestions(*names)
