"""答错了: somebody finds an answer wrong; it is checked; when it was wrong, whoever got the same answer hears it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.cards import Button, Card, token
from handlers.dialogues import start
from handlers.errors import NotAllowed, Refused
from handlers.flow import Viewer, by
from handlers.forms import Field, Form
from handlers.policy import rules, texts
from handlers.policy.actions import answer_by_code, last_answer, mine, router
from handlers.texts import STALE_BUTTON, Phrase
from handlers.turn import Turn
from handlers.understand import Understood
from storage import questions
from storage.people import Role
from storage.questions import PolicyAnswer

MOST_LISTED = 6
WRONG_WORDS = ("没用", "不对", "错", "不是", "wrong", "not helpful")


@by("技术员或领导小组秘书", "a technician or the leading group's secretary")
def checker(viewer: Viewer, _answer: object) -> bool:
    """Who looks at doubted answers."""
    return viewer.holds(Role.TECHNICIAN, Role.SECRETARY, Role.CIO)


@router.button("useless")
def useless(turn: Turn, code: str, _choice: str) -> None:
    """没用: somebody checks; meanwhile the asker may say what is wrong with it."""
    doubt(turn, mine(turn, code))


@router.say("policy_feedback")
def feedback(turn: Turn, text: str, _meant: Understood) -> None:
    """The same in words, about the last answer."""
    last = last_answer(turn)
    if last is None:
        turn.reply(texts.ASK_AWAY)
    elif any(word in text for word in WRONG_WORDS):
        doubt(turn, last, next((key for key, words in texts.DOUBTS.items() if words.zh in text), ""))
    else:
        last.helpful = True
        turn.reply(texts.THANKS)


@router.button("because")
def because(turn: Turn, code: str, choice: str) -> None:
    """The reason, by one tap."""
    kept = mine(turn, code)
    if choice not in texts.DOUBTS or kept.verdict:
        raise Refused(STALE_BUTTON)
    kept.doubt, kept.helpful = choice, False
    turn.settle(_subject(kept), lambda viewer: doubt_card(kept, viewer))
    turn.reply(texts.DOUBT_NOTED(reason=texts.DOUBTS[choice]))


def doubt(turn: Turn, kept: PolicyAnswer, reason: str = "") -> None:
    """Put an answer before those who check, once."""
    first_time = kept.helpful is not False
    kept.helpful, kept.doubt = False, reason or kept.doubt
    if first_time:
        for helper in [*turn.everyone(Role.TECHNICIAN)[:1], *turn.everyone(Role.SECRETARY)]:
            turn.tell(helper, doubt_card(kept, turn.view_of(helper)), subject=_subject(kept),
                      key=f"policy:{kept.id}:doubt:{helper.id}")  # fmt: skip
    reasons = tuple(Button(words, token("policy", "because", kept.code, key)) for key, words in texts.DOUBTS.items())
    turn.reply(Card(texts.SORRY, buttons=() if reason else reasons))


def doubt_card(kept: PolicyAnswer, viewer: Viewer) -> Card:
    """What was asked and answered, never by whom."""
    facts: list[tuple[Phrase, Phrase]] = [(texts.ASKED, kept.question), (texts.ANSWERED, kept.answer)]
    if kept.doubt:
        facts.append((texts.WHAT_IS_WRONG, texts.DOUBTS[kept.doubt]))
    if kept.verdict:
        facts.append((texts.VERDICT, texts.VERDICTS[kept.verdict]))
    buttons: tuple[Button, ...] = ()
    if not kept.verdict and checker.allows(viewer, kept):
        buttons = (
            Button(texts.WAS_WRONG, token("policy", "wrong", kept.code)),
            Button(texts.WAS_RIGHT, token("policy", "right", kept.code)),
        )
    return Card(texts.WRONG_ANSWER, facts=tuple(facts), buttons=buttons)


def _subject(kept: PolicyAnswer) -> str:
    return f"doubt:{kept.id}"


def _to_check(turn: Turn, code: str) -> PolicyAnswer:
    turn.person()
    if not checker.allows(turn.viewer, None):
        raise NotAllowed(texts.CHECKING, checker.who, code=code, step_name="check")
    kept = answer_by_code(turn.tx, code)
    if kept is None or kept.helpful is not False:
        raise Refused(STALE_BUTTON)
    if kept.verdict:
        raise Refused(texts.CHECKED_ALREADY(verdict=texts.VERDICTS[kept.verdict]))
    return kept


@router.button("wrong")
def wrong(turn: Turn, code: str, _choice: str) -> None:
    """确认答错: what would have been right is asked for, and goes to everybody who got this answer lately."""
    start(turn, CORRECTION, {}, _to_check(turn, code).code)


@router.button("right")
def right(turn: Turn, code: str, _choice: str) -> None:
    """没有错: the clause says what was said; the asker hears that it was checked."""
    kept = _to_check(turn, code)
    kept.verdict = "right"
    turn.record(kept.code, "checked", clause="9.1", after="right", details={"question": kept.question})
    turn.settle(_subject(kept), lambda viewer: doubt_card(kept, viewer))
    if kept.person is not None:
        turn.tell(kept.person, texts.CHECKED_RIGHT(question=kept.question), key=f"policy:{kept.id}:right")
    turn.reply(texts.NOTED_RIGHT)


def _corrected(turn: Turn, answers: Mapping[str, Any], code: str) -> None:
    kept = _to_check(turn, code)
    text = str(answers["text"])
    since = turn.now - timedelta(days=turn.rule(rules.CORRECT))
    told = set()
    for one in questions.given_alike(turn.tx, kept, since):
        one.verdict, one.correction, one.helpful = "wrong", text, False
        if one.account_id in told:
            continue
        told.add(one.account_id)
        card = Card(texts.CORRECTED(question=one.question), (text,), note=texts.CORRECTED_NOTE)
        if one.person is not None:
            turn.tell(one.person, card, key=f"policy:{kept.id}:corrected:{one.person_id}")
        elif one.account.reachable:
            turn.voice.to_conversation(one.account, one.account.address, card)
    turn.record(
        kept.code, "corrected", clause="9.1", after="wrong",
        details={"question": kept.question, "correction": text, "told": len(told)},
    )  # fmt: skip
    turn.settle(_subject(kept), lambda viewer: doubt_card(kept, viewer))
    turn.reply(texts.CORRECTION_SENT(count=len(told)))


CORRECTION = router.form(Form(
    "policy.correct", texts.WAS_WRONG, (Field("text", texts.CORRECTION, texts.ASK_CORRECTION, prose=True),), _corrected,
))  # fmt: skip


@router.command("待核对回答", "答错队列", "answers to check")
def queue(turn: Turn, _rest: str) -> None:
    """What waits to be checked, with what people think of our answers this month."""
    turn.person()
    if not checker.allows(turn.viewer, None):
        raise NotAllowed(texts.CHECKING, checker.who)
    waiting = questions.doubted(turn.tx)
    if not waiting:
        turn.reply(texts.QUEUE_EMPTY)
        return
    shown = waiting[:MOST_LISTED]
    lines: tuple[Phrase, ...] = tuple(f"{one.code} {one.question[:30]}" for one in shown)
    buttons = tuple(Button(one.code, token("policy", "check", one.code)) for one in shown)
    turn.reply(Card(texts.QUEUE(count=len(waiting)), lines, buttons=buttons))


@router.button("check")
def check(turn: Turn, code: str, _choice: str) -> None:
    """Open one of them."""
    kept = _to_check(turn, code)
    turn.reply(doubt_card(kept, turn.viewer), subject=_subject(kept))
