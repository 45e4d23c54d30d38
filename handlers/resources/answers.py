"""谁有空, 还剩多少预算, 平板车下周谁在用: balances, and the projects behind them."""

import re
from collections.abc import Sequence

from handlers.allotment import left
from handlers.amounts import Part, amount_of, period_of
from handlers.cards import Card
from handlers.errors import NotAllowed
from handlers.numerals import fold
from handlers.periods import Span, find_span
from handlers.resources import registering, texts
from handlers.resources.desk import may_read, router, sees, sees_money
from handlers.texts import Text, joined
from handlers.turn import Turn
from handlers.understand import Understood
from storage import resources
from storage.resources import LAST_DAY, Allocation, Hold, Kind, Resource

MOST = 12  # lines of one answer
MOST_BEHIND = 4  # projects named behind one line
_ASKS = re.compile(
    r"谁在用|在用|谁用|谁借|有没有空|空着|空闲|有空|忙不忙|还剩|剩多少|剩下|能用|占用|排满|who (?:uses|has)|free|left",
    re.IGNORECASE,
)


@router.command("资源", "资源登记", "resources")
def overview(turn: Turn, _rest: str) -> None:
    """The whole register, as far as it is this person's to see."""
    turn.person()
    lines: list[Text] = []
    for kind in Kind:
        found = _visible(turn, resources.lines(turn.tx, kind))
        lines += [
            _balance(turn, one) for one in found if kind != Kind.PEOPLE or one.ends_on >= registering.this_day(turn)
        ]
    if not lines:
        turn.reply(texts.NOTHING)
        return
    turn.confide(Card(texts.TITLE, tuple(Text(f"· {one.zh}", f"· {one.en}") for one in lines[: 2 * MOST])))


@router.command("谁有空", "who is free")
def who_is_free(turn: Turn, rest: str) -> None:
    """People with time left in a period, this month when none is named; and who is booked up."""
    turn.person()
    span = find_span(rest, turn.now, turn.school.calendar) or _this_month(turn)
    free: list[tuple[int, str, Text]] = []
    full: list[tuple[int, str, Text]] = []
    for line in resources.lines(turn.tx, Kind.PEOPLE):
        if not span.meets(line.starts_on, line.ends_on):
            continue
        days = left(turn, Part(line, 0, line.starts_on, line.ends_on))
        wording = texts.PERSON_FREE(name=line.name, left=amount_of(line, days), period=period_of(line).words)
        (free if days > 0 else full).append((days, line.name, wording))
    if not free and not full:
        turn.reply(texts.NOBODY_FREE(period=span.words))
        return
    lines: list[Text] = [wording for _days, _name, wording in sorted(free, key=lambda one: (-one[0], one[1]))[:MOST]]
    if full:
        lines.append(texts.FULL(names=joined([name for _days, name, _wording in full])))
    title = texts.FREE_TITLE(period=span.words) if free else texts.NOBODY_FREE(period=span.words)
    turn.reply(Card(title, tuple(lines)))


@router.command("还剩多少预算", "预算余额", "budget left")
def budget(turn: Turn, rest: str) -> None:
    """Each budget line with what is left and which projects it went to."""
    turn.person()
    if not sees_money(turn.viewer):
        raise NotAllowed(texts.SEE_BUDGET, texts.WHO_SEES_BUDGET)
    span = find_span(rest, turn.now, turn.school.calendar) if rest else None
    day = registering.this_day(turn)
    lines = [
        one
        for one in _visible(turn, resources.lines(turn.tx, Kind.BUDGET))
        if (span.meets(one.starts_on, one.ends_on) if span else one.ends_on >= day)
    ]
    named = [one for one in lines if one.name in rest] or lines
    if not named:
        turn.reply(texts.NONE_OF_KIND(kind=texts.KINDS[Kind.BUDGET]))
        return
    turn.confide(
        Card(texts.KINDS[Kind.BUDGET], tuple(words for one in named[:MOST] for words in _with_projects(turn, one)))
    )


@router.say(
    "resource_query", examples=["平板车下周谁在用", "信息化专项还剩多少", "王老师11月有空吗", "投影仪现在谁在用"]
)
def asked(turn: Turn, text: str, meant: Understood) -> None:
    """One line that is named, else what kind was asked for, else all."""
    turn.person()
    if named(turn, text):
        return
    kind = str(meant.slots.get("kind", ""))
    if kind == "budget" or "预算" in text or "经费" in text:
        budget(turn, text)
    elif kind == "person" or "谁" in text:
        who_is_free(turn, text)
    else:
        overview(turn, "")


def named(turn: Turn, text: str) -> bool:
    """A question about one line by its name, in a period. False when no line is named."""
    lines = [one for one in _visible(turn, resources.lines(turn.tx)) if one.name in text]
    if not lines:
        return False
    longest = max(len(one.name) for one in lines)
    lines = [one for one in lines if len(one.name) == longest]
    kind = lines[0].kind
    span = find_span(text, turn.now, turn.school.calendar)
    if kind == Kind.SYSTEM:
        turn.reply(Card(lines[0].name, tuple(_balance(turn, one) for one in lines)))
        return True
    day = registering.this_day(turn)
    if kind in (Kind.BUDGET, Kind.PEOPLE):
        meant = [one for one in lines if (span or Span(day, LAST_DAY)).meets(one.starts_on, one.ends_on)] or lines[-1:]
        turn.confide(
            Card(texts.KINDS[Kind(kind)], tuple(words for one in meant[:MOST] for words in _with_projects(turn, one)))
        )
        return True
    _device(turn, lines[0], span or Span(day, day))
    return True


def _hears(turn: Turn, text: str) -> bool:
    """Words about a line of the register that nobody else could know: its name with a question, or a person's weeks."""
    if turn.actor is None:
        return False
    if registering.available(turn, text):
        return True
    return len(text) <= 40 and bool(_ASKS.search(fold(text))) and named(turn, text)


router.hears = _hears


def _device(turn: Turn, line: Resource, span: Span) -> None:
    rows = [
        one for one in resources.of_lines(turn.tx, [line.id])
        if one.taken and span.meets(one.starts_on, one.ends_on)
    ]  # fmt: skip
    free = amount_of(line, max(0, left(turn, Part(line, 0, span.first, span.last))))
    title = texts.IN_USE_TITLE(name=line.name, period=span.words)
    if not rows:
        turn.reply(Card(title, (texts.NOBODY_USES(left=free),)))
        return
    turn.confide(Card(title, (*(_holder(turn, one) for one in rows[:MOST]), texts.STILL_FREE(left=free))))


def _with_projects(turn: Turn, line: Resource) -> list[Text]:
    rows = [one for one in resources.of_lines(turn.tx, [line.id]) if one.taken]
    return [_balance(turn, line), *(_holder(turn, one) for one in rows[-MOST_BEHIND:])]


def _holder(turn: Turn, one: Allocation) -> Text:
    until: Text | str = ""
    if one.resource.kind != Kind.BUDGET and one.ends_on != LAST_DAY:
        date = one.ends_on
        until = texts.UNTIL(date=Text(f"{date.month}月{date.day}日", f"{date:%d %b}"))
    facts = {"amount": amount_of(one.resource, one.taken), "state": texts.HOLDS[Hold(one.state)], "until": until}
    if not may_read(turn, one.project):
        return texts.OTHER_HOLDER(**facts)
    return texts.HOLDER(code=one.project.code, title=one.project.title, **facts)


def _balance(turn: Turn, line: Resource) -> Text:
    """A line with what is left of it; of devices, today."""
    if line.kind == Kind.SYSTEM:
        facts: list[Text] = []
        facts += [texts.USED_BY(who=line.used_by)] if line.used_by else []
        facts += [texts.CONTRACT(date=line.contract_ends_on.isoformat())] if line.contract_ends_on else []
        facts += [texts.FROM_PROJECT(code=line.project_code)] if line.project_code else []
        return texts.SYSTEM_LINE(name=line.name, facts=joined(list(facts), "", ""))
    day = registering.this_day(turn)
    whole = line.kind != Kind.DEVICE
    free = left(turn, Part(line, 0, line.starts_on if whole else day, line.ends_on if whole else day))
    wording = texts.LINE_EVER if line.ends_on == LAST_DAY else texts.LINE
    said = wording(
        name=line.name, period=period_of(line).words, amount=amount_of(line, line.amount), left=amount_of(line, free)
    )
    return texts.LINE_OVER(line=said) if free < 0 else said


def _visible(turn: Turn, lines: Sequence[Resource]) -> list[Resource]:
    return [one for one in lines if one.kind != Kind.BUDGET or (sees_money(turn.viewer) and sees(turn.viewer, one))]


def _this_month(turn: Turn) -> Span:
    day = registering.this_day(turn)
    return find_span(f"{day.year}年{day.month}月", turn.now, turn.school.calendar) or Span(day, day)
