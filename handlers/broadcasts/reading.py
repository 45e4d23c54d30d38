"""Looking: who is on it, how far it has come, what one has sent, why one got it, and how to get less."""

from handlers import acknowledging, steps
from handlers.audience import Audience
from handlers.broadcasts import cards, figures, texts
from handlers.broadcasts.desk import open_for, router
from handlers.broadcasts.flow import BEFORE, author, runs
from handlers.cards import Button, Card, token
from handlers.errors import NotAllowed, NotFound, Refused
from handlers.numerals import find_codes
from handlers.texts import Phrase, joined
from handlers.turn import Turn
from handlers.understand import Understood
from storage import broadcasts
from storage.broadcasts import OUT, Broadcast, Stage

MOST = 10


def _open(turn: Turn, code: str) -> Broadcast:
    found = steps.find(turn, router, code)
    assert isinstance(found, Broadcast)  # noqa: S101 -- the router of broadcasts finds nothing else
    return found


@router.button("names")
def names(turn: Turn, code: str, _choice: str) -> None:
    """看名单: before it leaves who gets it and who does not; afterwards who failed and who is missing."""
    broadcast = _open(turn, code)
    if not runs(turn.viewer, broadcast):
        raise NotAllowed(texts.NAMES, author.who, code=code, step_name="names")
    if broadcast.status not in OUT:
        resolved = cards.resolved_of(turn, broadcast)
        lines: list[Phrase] = [*resolved.names(), *resolved.reasons(most=40)]
        turn.reply(Card(texts.NAMES_ALL(code=code, count=len(resolved.people)), tuple(lines)))
        return
    found = figures.ladder(turn, broadcast)
    lines = []
    if found.failed:
        lines += [texts.NAMES_FAILED(count=len(found.failed)), *figures.who_failed(turn, found)]
    if found.unknown:
        people = broadcasts.people_of(turn.tx, list(found.unknown))
        lines += [texts.NAMES_UNKNOWN(count=len(people)), joined([person.name for person in people])]
    missing = acknowledging.missing(turn, code) if found.asked else []
    if missing:
        grouped: dict[str, list[Phrase]] = {}
        for person in missing:
            grouped.setdefault(person.department or "—", []).append(person.name)
        lines.append(texts.NAMES_MISSING(count=len(missing)))
        lines += [f"{department}：{joined(people).zh}" for department, people in grouped.items()]
    title = texts.NAMES_ALL(code=code, count=found.all)
    turn.reply(Card(title, tuple(lines) or (texts.NAMES_ALL_GOOD,)))


@router.say("broadcast_status")
def status_said(turn: Turn, text: str, _meant: Understood) -> None:
    """B-3 发得怎么样了: counted now."""
    turn.person()
    codes = [code.id for code in find_codes(text, turn.features.prefixes) if code.id and code.id.startswith("B-")]
    if codes:
        broadcast = _open(turn, codes[0] or "")
    else:
        mine = [one for one in open_for(turn) if author.allows(turn.viewer, one)]
        if not mine:
            raise Refused(texts.NONE_STATUS)
        broadcast = max(mine, key=lambda one: one.id)
    turn.reply(cards.card(turn, broadcast, turn.viewer), subject=broadcast.code)


@router.command("我的通知", "我发的通知", "通知列表", "广播列表", "my broadcasts", "my notices")
def list_mine(turn: Turn, _rest: str) -> None:
    """What this person wrote, newest first."""
    mine = [one for one in broadcasts.of_author(turn.tx, turn.person().id) if one.status != Stage.CANCELLED]
    if not mine:
        turn.reply(texts.LIST_NONE)
        return
    lines: list[Phrase] = []
    for one in mine[:MOST]:
        state = texts.STATUS[one.status]
        far = figures.ladder(turn, one).words() if one.status in OUT else texts.FOR
        if one.status not in OUT:
            far = Audience.from_json(one.audience).words()
        lines.append(f"{one.code} {one.headline} · {state.to(turn.language)} · {far.to(turn.language)}")
    looks = tuple(Button(texts.OPEN(code=one.code), token("people", "look", one.code)) for one in mine[:4])
    turn.reply(Card(texts.LIST_TITLE(count=len(mine)), tuple(lines), buttons=looks))


@router.button("why")
def why(turn: Turn, code: str, _choice: str) -> None:
    """Who sent it, to whom, under what, and how to get less of it."""
    broadcast = _open(turn, code)
    if broadcast.status in BEFORE and not runs(turn.viewer, broadcast):
        raise NotFound(code)
    turn.reply(why_card(turn, broadcast))


def why_card(turn: Turn, broadcast: Broadcast) -> Card:
    """The answer to 为什么收到这条."""
    audience = Audience.from_json(broadcast.audience).words()
    if broadcast.corrects_id is not None:
        first = turn.tx.get(Broadcast, broadcast.corrects_id)
        audience = texts.CORRECTS(code=first.code) if first is not None else audience
    facts: list[tuple[Phrase, Phrase]] = [(texts.WHY_WHO, cards.signed(broadcast))]
    if broadcast.second is not None:
        facts.append((texts.WHY_AGREED, broadcast.second.name))
    facts += [(texts.WHY_AUDIENCE, audience), (texts.WHY_CLAUSE, texts.WHY_CLAUSE_IS(clause="5.3.1"))]
    if broadcast.emergency:
        return Card(texts.WHY_TITLE(code=broadcast.code), (texts.WHY_NO_MUTE,), tuple(facts))
    mute = Button(texts.MUTE, token("broadcasts", "mute"))
    return Card(texts.WHY_TITLE(code=broadcast.code), (texts.WHY_MUTE,), tuple(facts), (mute,))


@router.command(
    "为什么收到这条？",
    "为什么收到这条?",
    "为什么收到这条",
    "为什么发给我",
    "为什么发给我？",
    "为什么给我发这个",
    "为什么给我发这条",
    "为啥发给我",
    "为什么会发给我",
    "为什么我会收到",
    "为什么我收到这个",
    "怎么发给我了",
    "why did i get this?",
    "why am i getting this",
    "why did i get this",
)
def why_command(turn: Turn, _rest: str) -> None:
    """The same, typed: about what came last, from whichever feature it came."""
    if any(router.explains is not None and router.explains(turn) for router in turn.features.routers):
        return
    last = broadcasts.latest_for(turn.tx, turn.person().id)
    if last is None:
        turn.reply(texts.WHY_NONE)
    else:
        turn.reply(why_card(turn, last))


@router.button("mute")
def mute_pressed(turn: Turn, _code: str, _choice: str) -> None:
    """Only what is urgent from now on."""
    mute(turn, "")


@router.command("关闭普通通知", "不收普通通知", "mute notices")
def mute(turn: Turn, _rest: str) -> None:
    """Only what is urgent from now on."""
    turn.person().notices_muted_at = turn.now
    turn.record(f"person:{turn.person().id}", "notices_muted", clause="5.3.1")
    turn.reply(texts.MUTED)


@router.command("恢复普通通知", "打开普通通知", "unmute notices")
def unmute(turn: Turn, _rest: str) -> None:
    """Everything again."""
    turn.person().notices_muted_at = None
    turn.record(f"person:{turn.person().id}", "notices_unmuted", clause="5.3.1")
    turn.reply(texts.UNMUTED)
