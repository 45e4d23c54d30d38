"""The relay with the real mouth against a strict WeCom, which drops in silence what is too much for one member."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from bot.platforms import wecom_app
from bot.platforms.wechat_connection import TokensInMemory
from bot.platforms.wecom_app import WeComApp
from bot.platforms.wecom_mouth import WeComMouth
from handlers.cards import Rendered, Shown
from handlers.voice import OFFLINE
from jobs.outgoing import Outcome, Outgoing
from jobs.relay import Relay
from storage.outbox import Priority, Sent
from storage.people import Role
from tests import fakes
from tests.fakes import FakeWeCom
from tests.jobs.post import Post, queue
from tests.stage import Clock

LONG = Rendered(
    "全校信息化工作通报", tuple(f"{n}. " + "请各处室在周五前把本月的统计表交给联络员。" * 4 for n in range(40))
)


class StoryClock(fakes.Clock):
    """The platform's clock is the story's."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(frozen=True)
        self._story = clock

    def time(self) -> float:
        return self._story.now.timestamp()


class Watched(WeComMouth):
    """Knows how many calls are under way, so that the story's time stands still meanwhile."""

    open = 0

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        self.open += 1
        try:
            return await super().send(messages)
        finally:
            self.open -= 1


@pytest.fixture
def wecom(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWeCom]:
    monkeypatch.setenv("NO_PROXY", "*")
    with FakeWeCom(clock=StoryClock(clock)) as fake:
        yield fake
        assert fake.violations == []
        assert fake.desk.cuts == []
        assert fake.desk.dropped == []
        assert fake.desk.duplicates == []


@pytest.fixture
def mouth(wecom: FakeWeCom) -> Iterator[Watched]:
    known = wecom.corporation
    app = WeComApp(known.corp_id, known.agent_id, known.secret, known.token, known.aes_key, wecom.root)
    connection = wecom_app.connect(app, TokensInMemory(), wecom.clock.now)
    yield Watched(connection, app, rest_seconds=0)
    connection.close()


def drain(post: Post, mouth: Watched, worker: str = "w1") -> Relay:
    async def wait(event: asyncio.Event, seconds: float) -> None:
        if mouth.open:
            await event.wait()
        else:
            await asyncio.sleep(0)
            if not event.is_set():
                post.clock.forward(seconds=max(seconds, 0.001))

    relay = post.relay(mouth, worker=worker, wait=wait)  # type: ignore[arg-type]  # any mouth will do
    asyncio.run(relay.drain())
    return relay


def say(post: Post, card: Rendered, **values: Any) -> int:
    return post.queue(card.title, "LiTeacher", platform="wecom", card=card.to_json(), **values)


@pytest.mark.parametrize("restart", [False, True])
def test_long_cards_never_reach_the_limit_that_drops_in_silence(
    post: Post, wecom: FakeWeCom, mouth: Watched, restart: bool
) -> None:
    li = wecom.member("LiTeacher")
    rows = [say(post, LONG) for _ in range(12)]
    for look in range(12):
        drain(post, mouth, worker=f"w{look if restart else 0}")
        post.clock.forward(seconds=20)
    assert {post.became(row) for row in rows} == {Sent.ACCEPTED}
    assert len(li.sees()) == 12 * mouth.pace.parts(LONG)


def test_five_thousand_read_the_same_in_five_calls_and_who_is_gone_is_told_apart(
    post: Post, wecom: FakeWeCom, mouth: Watched
) -> None:
    admin = post.person("管理员", "chat", roles=[Role.ADMIN])
    gone = [post.person("张离职", "chat", "wecom"), *(post.person(f"外聘{n}", "wecom") for n in range(4))]
    same: dict[str, Any] = {"platform": "wecom", "batch": "B-1", "priority": Priority.BROADCAST}
    lost = [post.queue_for(one, "明天停电", **same) for one in gone]
    with post.database.write() as tx:
        rows = [queue(tx, post.clock.now, "明天停电", f"m{number}", **same) for number in range(4995)]
    for number in range(4995):
        wecom.member(f"m{number}")
    drain(post, mouth)
    assert len(wecom.desk.sent) == 5
    assert {post.became(row) for row in rows} == {Sent.ACCEPTED}
    assert {post.became(row) for row in lost} == {Sent.FAILED}
    later = [row for row in post.rows() if row.id > rows[-1]]
    again = [(row.platform, Sent(row.status)) for row in later if row.person_id != admin.id]
    assert again == [("chat", Sent.QUEUED), *[(OFFLINE, Sent.WAITING)] * 4]
    [told] = [row for row in later if row.person_id == admin.id]
    words = str(told.card)
    assert all(one.name in words for one in gone)


def test_a_deciding_card_with_a_long_text_counts_every_message(post: Post, wecom: FakeWeCom, mouth: Watched) -> None:
    li = wecom.member("LiTeacher")
    card = Rendered(LONG.title, LONG.lines[:12], buttons=(Shown("同意", "t.1"), Shown("驳回", "t.2")))
    say(post, card)
    drain(post, mouth)
    assert len(li.sees()) == mouth.pace.parts(card) > 1
