"""The board of improvement items by status, and raising one of one's own."""

from handlers import steps, typed
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotAllowed
from handlers.findings import raise_item, read_item
from handlers.improvements import texts
from handlers.improvements.cards import day, is_late
from handlers.improvements.flow import FLOW
from handlers.improvements.routes import may_raise, router, sees_all
from handlers.numerals import find_codes
from handlers.router import StepOf
from handlers.texts import EDGES, Phrase, Text
from handlers.turn import Turn
from storage import improvements
from storage.improvements import OPEN, Improvement, ItemStage

MOST_BUTTONS = 4
MOST_OVER = 10


@router.command("改进项", "改进清单", "改进项看板", "整改清单", "有哪些改进项", "improvements")
def board(turn: Turn, rest: str) -> None:
    """Every item by status, the late ones marked; to whoever neither leads nor inspects, their own.

    With a number behind the word it is about that one: 改进项 M-1 我认领.
    """
    person = turn.person()
    named = next((one.id for one in find_codes(rest, turn.features.prefixes) if one.prefix == "M" and one.id), None)
    if named is not None:
        _one(turn, named, rest)
        return
    found = list(improvements.all_items(turn.tx))
    if not sees_all(turn):
        found = [one for one in found if person.id in {one.owner_id, one.verifier_id, one.raised_by_id}]
    if not found:
        turn.reply(texts.BOARD_NONE)
        return
    lines: list[Phrase] = []
    for status in ItemStage:
        group = sorted((one for one in found if one.status == status), key=lambda one: (one.due_at, one.id))
        if group:
            lines.append(texts.BOARD_GROUP(status=FLOW.statuses[status], count=len(group)))
            lines += [_line(turn, one) for one in (group if status in OPEN else group[-MOST_OVER:])]
    running = [one for one in found if one.status in OPEN]
    looks = tuple(
        Button(Text(f"看 {one.code}", f"Open {one.code}"), token("people", "look", one.code))
        for one in sorted(running, key=lambda one: (one.due_at, one.id))[:MOST_BUTTONS]
    )
    title = texts.BOARD(open=len(running), closed=sum(one.status == ItemStage.CLOSED for one in found))
    turn.reply(Card(title, tuple(lines), buttons=looks, note=texts.CLAUSE_IS))


def _line(turn: Turn, item: Improvement) -> Text:
    if item.status == ItemStage.CLOSED:
        return texts.BOARD_CLOSED(
            code=item.code, text=item.headline, name=item.verified_by.name if item.verified_by else ""
        )
    if item.status == ItemStage.DECLINED:
        return texts.BOARD_DECLINED(code=item.code, text=item.headline, reason=item.reason)
    mark: Phrase = texts.MARK_LATE if is_late(turn, item) else ""
    return texts.BOARD_LINE(
        code=item.code, text=item.headline, name=item.owner.name, day=day(turn, item.due_at), mark=mark
    )


def _one(turn: Turn, code: str, said: str) -> None:
    """The step that is named with it, else its card."""
    item: Improvement = steps.find(turn, router, code)
    step = next((step for step in FLOW.steps if step.button and step.label.zh in said), None)
    if step is not None:
        steps.begin(turn, StepOf(router, step), code, {})
    elif router.card is not None:
        turn.reply(router.card(turn, item, turn.viewer), subject=code)


@router.command("改进项： ", "改进项: ", "提改进项", "提改进项 ")
def raise_named(turn: Turn, words: str) -> None:
    """`改进项:补一次培训,12月31日前`: of the project that is being looked back on where there is one, else on its own."""
    said = getattr(turn.heard, "text", words)
    if not (typed.step(turn, said) or typed.only_one(turn, said)):
        raise_own(turn, words)


@router.command("新增改进项", "新增改进项 ", "添加改进项", "add improvement")
def raise_own(turn: Turn, words: str) -> None:
    """`新增改进项:补一次应急培训,负责人王老师,12月31日前`; a code in it is its source."""
    turn.person()
    if not may_raise(turn):
        raise NotAllowed(texts.RAISE, texts.WHO_RAISES, code="improvement", step_name="raise")
    said = words.strip(EDGES)
    text, owner, due = read_item(turn, said)
    if not text or owner is None or due is None or due <= turn.now:
        raise Incomplete(texts.HOW_TO_RAISE)
    source = next((one.id for one in find_codes(said, turn.features.prefixes) if one.id), "") or ""
    item = raise_item(turn, source, text, owner, due)
    turn.reply(texts.RAISED(code=item.code, name=owner.name, day=day(turn, due)))
