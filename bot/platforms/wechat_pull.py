"""What waits for a follower leaves when they speak: through the relay, or inside the answer to WeChat's own call.

An account may write only soon after somebody spoke to it, and an unverified one never: it can only answer. So what could
not leave waits as rows (`storage/kept_back.py`). A verified account sends it after the answer to what was said. For the
others the call is held for as long as WeChat allows, and everything said meanwhile goes into its one reply; what finds
no room there is asked for with 查收. Source: "被动回复用户消息", "发送客服消息".
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from bot.platforms import texts
from bot.platforms import weixin_media as media
from bot.platforms.wechat import PLATFORM
from bot.platforms.wechat_standing import Standing
from bot.platforms.wecom_cards import LONGEST_TEXT
from bot.platforms.wording import harmless, is_blank, looks_chinese, measure, split, utf8
from handlers.cards import Rendered
from jobs.outgoing import Cabinet, NoCabinet
from storage import delivery, kept_back
from storage.base import Database
from storage.delivery import Claimed, Mark
from storage.kept_back import Pile
from storage.outbox import Sent

log = logging.getLogger(__name__)

FETCH = frozenset({"查收", "收取", "收取消息", "查收消息", "fetch"})
HOLD = 4.3  # seconds; WeChat hangs up after five
HANG_UP = 1.2  # so much longer, and WeChat has gone and comes again
TRIES = 3
LOOK_EVERY = 0.03
A_TURN = 0.2  # seconds in which most is answered
LOOKS = 6  # after 0.2, 0.4, 0.8 … seconds
MOST_LOOKING = 200  # of those who wrote to a verified account at once, for whom something may wait
REMEMBERED = 30.0  # seconds in which WeChat may ask for the same answer again
MOST_AT_ONCE = (
    8  # of what waited; with the answer itself WeChat lets us say five things, and merges what has no buttons
)
MOST_CARDS = 2
BETWEEN = "\n\n———\n\n"
TAIL = 120  # bytes kept free for the line that says how to get the rest
WINDOW_CLOSED = "window closed"


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one call: its words ("" is none), and the rows it stands for."""

    words: str = ""
    carries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """As much as one reply holds: how many of the cards it shows, and the rest of the last one where that was too long."""

    words: str
    shown: int
    rest: Rendered | None = None


class Pull:
    """The counter at which followers of one account are handed what waits for them."""

    def __init__(
        self,
        database: Database,
        standing: Standing,
        clock: Callable[[], datetime],
        *,
        cabinet: Cabinet = NoCabinet(),  # noqa: B008 -- it keeps nothing
        hold: float = HOLD,
        hang_up: float = HANG_UP,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._standing, self._clock, self._cabinet = database, standing, clock, cabinet
        self._hold, self._hang_up, self._ticks = hold, hang_up, ticks
        self._worker = f"reply:{uuid4().hex[:12]}"
        self._given: dict[str, tuple[float, Answer]] = {}
        self._tries: dict[str, tuple[float, int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def fetched(self, event_id: str, address: str) -> Answer:
        """What waits for somebody who asked for it, or that nothing does."""
        if (known := self._known(event_id)) is not None:
            return known
        until = self._ticks() + self._hold
        while (found := await asyncio.to_thread(self._handed_out, address)) is None:
            if self._ticks() > until:
                return Answer(texts.STILL_AT_IT.zh)
            await asyncio.sleep(LOOK_EVERY)
        return self._remember(event_id, found)

    async def answer(self, event_id: str, address: str, *, follows: bool = False) -> Answer | None:
        """What to answer the call that brought this update; None: WeChat shall hang up and come again.

        At once and empty where the account may write: then the relay says it.
        """
        began, pause = self._ticks(), LOOK_EVERY
        while True:
            may_write = await asyncio.to_thread(self._standing.may_write)
            if may_write:
                self._afterwards(event_id, address)
                return Answer("")
            if (known := self._known(event_id)) is not None:
                return known
            found = await asyncio.to_thread(self._look, event_id, address, may_write is False)
            if found is not None:
                return self._remember(event_id, _welcome(found) if follows and may_write is False else found)
            if self._ticks() - began > self._hold:
                return await self._late(event_id)
            await asyncio.sleep(pause)
            pause = min(pause * 1.3, A_TURN)  # a crowd that waits must not keep the database from answering it

    async def given(self, answer: Answer) -> None:
        """The reply has left: what it carried has arrived as surely as anything here can."""
        await asyncio.to_thread(self._mark, answer.carries)

    # The turn's answer

    def _look(self, event_id: str, address: str, passive: bool) -> Answer | None:
        """The reply, once what was said is answered and the relay has nothing of it in hand; None: not yet."""
        pile = self._pile_after(event_id, address)
        if pile is None or pile.under_way or (pile.queued and not passive):
            return None  # the relay tries it, and by that finds out what this account may
        if not pile.queued and not pile.waiting:
            return Answer("")
        return self._taken(address)

    def _handed_out(self, address: str) -> Answer | None:
        """The reply to somebody who asks for what waits; None while something is in somebody's hands."""
        pile = self._pile(address)
        if pile.under_way:
            return None
        if self._standing.may_write() is False and (pile.queued or pile.waiting):
            return self._taken(address)
        if pile.waiting:
            return Answer(carries=tuple(self._release(address)))  # the relay says them
        return Answer(texts.NOTHING_NEW.zh)

    def _taken(self, address: str) -> Answer | None:
        """Everything for this reader that fits into one reply, claimed; what does not fit waits on. None: the relay was
        faster, and will give it back.
        """
        now = self._clock()
        with self._database.write() as tx:
            rows = kept_back.take_for(tx, PLATFORM, address, self._worker, now)
            if kept_back.say_anew(tx, PLATFORM, address, now, MOST_AT_ONCE, cards=1):
                rows += kept_back.take_for(tx, PLATFORM, address, self._worker, now)
            if not rows:
                return None
            rows.sort(key=lambda row: (row.priority, row.id))
            cards = [self._drawn(row) for row in rows]
            page = paged(cards)
            shown, left = rows[: page.shown], rows[page.shown :]
            reason = f"{WINDOW_CLOSED}: there was no room in the last answer"
            kept_back.keep_back(tx, [row.id for row in left], self._worker, reason)
            if page.rest is not None:
                kept_back.go_on(tx, shown[-1], address, page.rest.to_json(), now, reason)
            more = kept_back.waits_for(tx, address) - (page.rest is not None)
        return Answer(_with_tail(page, more), tuple(row.id for row in shown))

    def _drawn(self, row: Claimed) -> Rendered:
        card = Rendered.from_json(row.card)
        return media.in_words(card, self._cabinet, row.id, card.files) if card.files else card

    async def _late(self, event_id: str) -> Answer | None:
        """Not answered in time. WeChat asks three times; the last time it is told how to come back."""
        _, before = self._tries.get(event_id, (0.0, 0))
        self._tries[event_id] = (self._ticks(), before + 1)
        if before + 1 < TRIES:
            await asyncio.sleep(self._hang_up)
            return None
        return Answer(texts.STILL_AT_IT.zh)

    # What waited, where the account may write

    def _afterwards(self, event_id: str, address: str) -> None:
        if len(self._tasks) >= MOST_LOOKING:
            return  # what waits goes on waiting: its reader will speak again
        task = asyncio.get_running_loop().create_task(self._release_after(event_id, address))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _release_after(self, event_id: str, address: str) -> None:
        """The answer to what was said goes first: of the few messages WeChat allows, it must get one."""
        try:
            waiting: int | None = None
            for doubled in range(LOOKS):
                await asyncio.sleep(A_TURN * 2**doubled)
                waiting = await asyncio.to_thread(self._waiting_after, event_id, address)
                if waiting is not None:
                    break
            if waiting:
                await asyncio.to_thread(self._release, address)
        except Exception:
            log.exception("what waits for a follower goes on waiting")

    def _release(self, address: str) -> list[int]:
        with self._database.write() as tx:
            return kept_back.say_anew(tx, PLATFORM, address, self._clock(), MOST_AT_ONCE, cards=MOST_CARDS)

    def _waiting_after(self, event_id: str, address: str) -> int | None:
        """How many messages wait for this reader; None while the answer to what was said is still to come."""
        pile = self._pile_after(event_id, address)
        return None if pile is None or pile.under_way or pile.queued else pile.waiting

    def _pile_after(self, event_id: str, address: str) -> Pile | None:
        """What is to be said once this update was acted on; None before."""
        with self._database.read() as tx:
            heard = kept_back.is_heard(tx, PLATFORM, event_id)
            return kept_back.pile_for(tx, PLATFORM, address, self._clock()) if heard else None

    def _pile(self, address: str) -> Pile:
        with self._database.read() as tx:
            return kept_back.pile_for(tx, PLATFORM, address, self._clock())

    def _mark(self, ids: Sequence[int]) -> None:
        if ids:
            marks = [Mark(row, Sent.ACCEPTED, reason="in the answer to a call") for row in ids]
            with self._database.write() as tx:
                delivery.mark(tx, self._worker, marks, self._clock())

    # WeChat asks again when an answer got lost

    def _known(self, event_id: str) -> Answer | None:
        known = self._given.get(event_id)
        return None if known is None or known[0] < self._ticks() - REMEMBERED else known[1]

    def _remember(self, event_id: str, answer: Answer) -> Answer:
        old = self._ticks() - REMEMBERED
        self._given = {name: given for name, given in self._given.items() if given[0] > old}
        self._tries = {name: tried for name, tried in self._tries.items() if tried[0] > old}
        self._given[event_id] = (self._ticks(), answer)
        return answer


def paged(cards: Sequence[Rendered]) -> Page:
    """As many cards as one reply holds, one of them with buttons at most: "1" must mean one thing only."""
    words, shown, chosen = "", 0, False
    room = LONGEST_TEXT - TAIL
    for card in cards:
        if card.buttons and chosen:
            break
        text = harmless(card.as_text(numbered=True)).strip()
        text = "…" if is_blank(text) else text
        whole = f"{words}{BETWEEN}{text}" if words else text
        if measure(whole, utf8) > room:
            if words:
                break
            first, *others = split(harmless("\n".join(card.paragraphs())).strip(), room, utf8)
            return Page(first, 1, Rendered("\n".join(others), buttons=card.buttons))
        words, shown, chosen = whole, shown + 1, chosen or bool(card.buttons)
    return Page(words, shown)


def _with_tail(page: Page, more: int) -> str:
    tail = texts.TO_BE_CONTINUED if page.rest is not None else texts.MORE_WAIT(count=more) if more > 0 else None
    if not page.words or tail is None:
        return page.words
    return f"{page.words}\n\n{tail.to('zh' if looks_chinese(page.words) else 'en')}"


def _welcome(answer: Answer) -> Answer:
    """To whoever follows an account that cannot write: how to get what is new."""
    if not answer.words:
        return answer
    hint = texts.ONLY_ANSWERS.to("zh" if looks_chinese(answer.words) else "en")
    return Answer(f"{answer.words}\n\n{hint}", answer.carries)
