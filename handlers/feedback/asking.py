"""Asking what became of it: one's own, by receipt code, and the wall that everybody may read."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers.cards import Card
from handlers.feedback import texts
from handlers.feedback.cards import day, due_at
from handlers.feedback.desk import router
from handlers.feedback.flow import FLOW
from handlers.feedback.sending import left_to_the_charter
from handlers.feedback.traces import forget_this
from handlers.figures import Metric, Period, Row
from handlers.numerals import find_codes
from handlers.texts import EDGES, Phrase, Text
from handlers.turn import Turn
from handlers.understand import Understood
from storage import feedback as store
from storage.feedback import PRIVATE, WAITING, Feedback, FeedbackStage, SealedFeedback
from storage.people import Role

_RECEIPT = re.compile(r"(?<![A-Za-z])([A-Za-z]{4}(?:[-—–－ ]?[A-Za-z]{4}){3})(?![A-Za-z])")
_ADDS = re.compile(r"(?:补充|追加|再说一下|add)\s*[:：]?\s*(.+)$", re.IGNORECASE | re.DOTALL)
MOST = 8
FEW = 12  # characters behind a code that only ask: 有答复了吗
MOST_ADDED = 1000
ANSWERED = (FeedbackStage.ANSWERED, FeedbackStage.ADOPTED, FeedbackStage.PUBLISHED, FeedbackStage.SET_ASIDE)


def heard(turn: Turn, text: str) -> bool:
    """A receipt code as it was shown, alone or with something to add."""
    said = text.strip(EDGES)
    match = _RECEIPT.match(said)
    if match is None or not re.search(r"[-—–－]", match[1]):
        return False
    adds = _ADDS.match(said[match.end() :].lstrip(EDGES))
    if adds is None and len(said) - match.end() > FEW:
        return False
    _by_receipt(turn, match[1], adds[1].strip() if adds else "")
    return True


@router.command("回执", "回执码", "查回执", "receipt", "receipt code")
def receipt(turn: Turn, words: str) -> None:
    """`回执 KQDX-…`, and with 补充 something is added to it."""
    match = _RECEIPT.search(words)
    if match is None:
        turn.reply(texts.HOW_TO_ASK)
        return
    adds = _ADDS.search(words[match.end() :])
    _by_receipt(turn, match[1], adds[1].strip() if adds else "")


@router.say("feedback_status")
def status(turn: Turn, text: str, _meant: Understood) -> None:
    """With a code in the sentence that one; else one's own, or the wall where that was asked for."""
    match = _RECEIPT.search(text)
    if match is not None:
        _by_receipt(turn, match[1], "")
    elif left_to_the_charter(turn, text):
        return
    elif re.search(r"回执|查询码|receipt", text, re.IGNORECASE) and not find_codes(text):
        turn.reply(texts.HOW_TO_ASK)
    elif re.search(r"回音壁|意见墙|echo wall", text, re.IGNORECASE):
        wall(turn, "")
    else:
        mine(turn, "")


@router.command("我的反馈", "我的意见", "我的建议", "my feedback")
def mine(turn: Turn, rest: str) -> None:
    """What one sent under one's name, with the answers; with a receipt code that one."""
    if (match := _RECEIPT.search(rest)) is not None:
        _by_receipt(turn, match[1], "")
        return
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    found = store.of_sender(turn.tx, turn.actor.id if turn.actor else None, turn.account.id)
    if not found:
        turn.reply(texts.MINE_NONE)
        return
    lines = tuple(_line(one) for one in found[:MOST])
    turn.reply(Card(texts.MINE(count=len(found)), lines))


def _line(one: Feedback) -> Text:
    answer = f"：{one.answer or one.reason}" if one.status in ANSWERED and (one.answer or one.reason) else ""
    return texts.LINE(code=one.code, what=one.headline, status=FLOW.statuses[one.status], answer=answer)


def _by_receipt(turn: Turn, code: str, added: str) -> None:
    """To whoever has the code: nothing else is asked, and the question leaves no trace either."""
    forget_this(turn)
    found = store.by_receipt(turn.tx, code)
    if found is None:
        turn.reply(texts.NO_SUCH_RECEIPT, subject=PRIVATE)
    elif isinstance(found, SealedFeedback):
        if added:
            found.words = f"{found.words}\n{added[:MOST_ADDED]}"
        turn.reply(texts.ADDED_DONE if added else texts.BY_RECEIPT_SEALED, subject=PRIVATE)
    elif added:
        _add(turn, found, added[:MOST_ADDED])
        turn.reply(texts.ADDED_DONE, subject=PRIVATE)
    else:
        turn.reply(_receipt_card(turn, found), subject=PRIVATE)


def _receipt_card(turn: Turn, found: Feedback) -> Card:
    facts: list[tuple[Phrase, Phrase]] = []
    said = (
        (texts.ANSWER_LABEL, found.answer),
        (texts.SET_ASIDE_BECAUSE, found.reason),
        (texts.ADOPTED_AS, found.adopted),
    )
    for label, value in said:
        if value:
            facts.append((label, value))
    lines: tuple[Phrase, ...] = ()
    if found.status in WAITING:
        lines = (texts.NO_ANSWER_YET(day=day(turn, due_at(turn, found))),)
    return Card(texts.BY_RECEIPT(status=FLOW.statuses[found.status]), lines, tuple(facts), note=texts.ADD_HOW)


def _add(turn: Turn, found: Feedback, words: str) -> None:
    """Whoever handles it reads what came later; an answered one is looked at again by them if they wish."""
    found.added = f"{found.added}\n{words}".strip()
    found.revision += 1
    turn.record(found.code, "add", clause=FLOW.clause, nameless=True)
    handlers = [found.assignee] if found.assignee is not None else turn.everyone(Role.CIO)
    for person in handlers:
        turn.tell(person, texts.ADDED_TOLD(code=found.code, words=words), subject=found.code)


# The wall


def month_of(turn: Turn, back: int = 0) -> tuple[datetime, datetime, Text]:
    """A calendar month of school time: its beginning, its end, its name."""
    first = turn.local(turn.now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _month in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    until = (first + timedelta(days=32)).replace(day=1)
    return first, until, Text(f"{first.month}月", f"{first:%B}")


def figures(found: Sequence[Feedback]) -> dict[str, int]:
    """Received, answered, adopted."""
    return {
        "received": len(found),
        "answered": sum(one.status in ANSWERED for one in found),
        "adopted": sum(bool(one.adopted) for one in found),
    }


@router.command("回音壁", "意见墙", "echo wall")
def wall(turn: Turn, _rest: str) -> None:
    """Everybody may read it, guests too: numbers, and what the CIO put there without names."""
    since, until, name = month_of(turn)
    before_since, before_until, _before = month_of(turn, 1)
    now_found = store.between(turn.tx, since, until)
    before = store.between(turn.tx, before_since, before_until)
    shown = [one.public for one in (*now_found, *before) if one.public]
    lines: tuple[Phrase, ...] = (
        texts.WALL_BEFORE(**figures(before)), *(texts.WALL_LINE(what=one) for one in shown[:MOST])
    )  # fmt: skip
    turn.reply(Card(texts.WALL(month=name, **figures(now_found)), lines, note=texts.WALL_NOTE))


@router.due("feedback.wall")
def published(turn: Turn, _subject: str, _facts: Mapping[str, Any]) -> None:
    """The month is over: its numbers go to the CIO and the leaders, and stand on the wall for everybody."""
    since, until, name = month_of(turn, 1)
    found = figures(store.between(turn.tx, since, until))
    turn.record("wall", "publish", clause=FLOW.clause, details={"month": f"{since:%Y-%m}", **found})
    for person in turn.everyone(Role.CIO, Role.LEADER):
        turn.tell(person, texts.WALL_OUT(month=name, **found), key=f"wall:{since:%Y-%m}:{person.id}")


def _rows(turn: Turn, period: Period) -> Sequence[Row]:
    found = store.between(turn.tx, period.begins, period.ends)
    return [Row(one.code, FLOW.statuses[one.status], one.received_at, one.status in ANSWERED) for one in found]


router.count(
    Metric(
        key="feedback.received", name=Text("收到的反馈", "Feedback received"),
        formula=Text("期内收到的反馈条数，实名和匿名都算", "feedback received in the period, named and anonymous"),
        unit=Text("条", ""), how="count", rows=_rows,
        means=re.compile(r"(?:收到|有)?(?:了)?(?:多少|几)?条?(?:反馈|意见)(?:数|条数|多少条?)|feedback received"), clause="8.1.2",
        by_department=False,
    ),
    Metric(
        key="feedback.answered", name=Text("反馈答复率", "Feedback answered"),
        formula=Text("期内收到的反馈中已有答复的占比", "of the feedback received in the period, what has its answer"),
        unit=Text("%", "%"), how="share", rows=_rows, means=re.compile(r"(?:反馈|意见)答复率|feedback answered"),
        clause="8.1.2", by_department=False, better="more",
    ),
)  # fmt: skip
