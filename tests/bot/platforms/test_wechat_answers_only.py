"""An account that was never verified may only answer calls: its followers miss nothing, they ask for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

import pytest

from bot.ears import RawUpdate
from bot.platforms import wechat, wechat_callback
from bot.platforms.wechat_account import WeChatAccount
from bot.platforms.wechat_pull import Pull
from bot.platforms.wechat_standing import Standing
from handlers.catalogue import Features
from handlers.incoming import Identity, Said
from handlers.school import School
from tests.bot.platforms.conftest import served
from tests.bot.platforms.wires import Wires
from tests.conftest import SmallSchool
from tests.fakes import Clock, FakeWeChat
from tests.fakes.wechat_followers import Fan
from tests.fakes.weixin_callbacks import Delivery
from tests.patience import PATIENCE

HURRIED = 0.5  # seconds that WeChat waits for an answer in the story of a slow one


@dataclass
class Town:
    """A school, its account, and a teacher who follows it."""

    school: SmallSchool
    wires: "WakingWires"
    wechat: FakeWeChat
    li: Fan

    def answered(self, *deliveries: Delivery) -> str:
        """What stands lowest in the teacher's chat once the engine has done its work."""
        while not self.wires.woken.wait(0.01) and not all(one.done for one in deliveries):
            continue  # a word that asks for news becomes no row
        self.wires.woken.clear()
        self.wires.settle()
        self.wechat.wait_delivered(*deliveries)
        return self.li.hears()[-1]

    def says(self, text: str) -> str:
        return self.answered(self.li.sends(text))

    def wang_says(self, text: str) -> None:
        """A colleague at work elsewhere; what that tells the teacher has not left yet."""
        who = Identity("chat", "u-王技术", "u-王技术")
        self.school.keep(Said(who, self.school.event_id(), self.school.clock.now, text))
        self.school.dispatcher.process_all(who.platform, who.address)


@dataclass
class WakingWires(Wires):
    """They tell when a row was kept."""

    woken: Event = field(default_factory=Event)

    async def keep(self, *updates: RawUpdate) -> None:
        await super().keep(*updates)
        self.woken.set()


@contextmanager
def opened(
    school: SmallSchool, surroundings: School, features: Features, *, safe: bool, patience: float
) -> Iterator[Town]:
    """The town with its account in safe or plain mode, and a WeChat that waits so long for an answer."""
    wires = WakingWires(school.database, surroundings, features, school.clock)
    school.clock.forward(minutes=1)  # whoever speaks now is reached here from now on
    clock = Clock(school.clock.now, frozen=True)
    with FakeWeChat(clock=clock, verified=False, encrypted=safe, callback_timeout=patience) as fake:
        known = fake.settings
        key = known.aes_key if safe else ""
        account = WeChatAccount(known.app_id, known.app_secret, known.token, key, fake.root)
        standing = Standing()
        standing.found(False)
        pull = Pull(school.database, standing, school.clock, hold=patience * 0.8, hang_up=patience * 0.4)
        fake.courier.last_timeout = PATIENCE
        with served(wechat_callback.routes(wires, account, clock.now, pull)) as address:
            fake.callback_url = f"{address}/wechat/callback"
            wires.readers["wechat"] = wechat.read
            fan = fake.fan("李老师")
            wires.bind("李老师", "wechat", fan.openid)
            yield Town(school, wires, fake, fan)
            assert fake.violations == []
            assert fake.called("message/custom/send") == []


@pytest.fixture(params=["safe", "plain"])
def town(
    request: pytest.FixtureRequest, school: SmallSchool, surroundings: School, features: Features
) -> Iterator[Town]:
    with opened(school, surroundings, features, safe=request.param == "safe", patience=10.0) as town:
        yield town


@pytest.fixture
def hurried(school: SmallSchool, surroundings: School, features: Features) -> Iterator[Town]:
    with opened(school, surroundings, features, safe=True, patience=HURRIED) as town:
        yield town


def test_everybody_is_answered_within_the_call(town: Town) -> None:
    welcome = town.answered(town.li.follows())
    assert "校信官" in welcome
    assert "不能主动发消息给你" in welcome
    assert "T-0001" in town.says("高二3班投影仪不亮")
    assert "撤回" in town.li.hears()[-1]
    assert len(town.li.sees()) == 2


def test_a_full_width_number_means_the_button_that_was_read_last(town: Town) -> None:
    assert "1. 报修" in town.answered(town.li.follows())
    assert "哪里的什么坏了" in town.says("１")


def test_news_waits_and_comes_with_the_next_answer_or_when_asked_for(town: Town) -> None:
    town.says("高二3班投影仪不亮")
    town.wang_says("接单 T-0001")
    answer = town.says("谢谢")
    assert answer.startswith("不客气")
    assert "王技术已接单：T-0001" in answer
    town.wang_says("已解决 T-0001 换了 HDMI 线")
    asked = town.says("查收")
    assert "T-0001 修好了吗" in asked
    assert asked.endswith("1. 好了\n2. 没好")
    assert "给这次服务打几星" in town.says("1")
    assert town.says("查收") == "没有新消息。"
    assert town.says(" 查收 ") == "没有新消息。"


def test_an_answer_that_got_lost_is_given_again_and_nothing_happens_twice(town: Town) -> None:
    report = town.li.sends("高二3班投影仪不亮")
    first = town.answered(report)
    report.done = False
    town.wechat.send_again(report)
    assert town.answered(report) == first
    assert len(town.school.wang.chat()) == 1


def test_a_slow_answer_is_asked_for_three_times_and_then_fetched(hurried: Town) -> None:
    question = hurried.li.sends("高二3班投影仪不亮")
    hurried.wechat.wait_delivered(question)
    assert question.statuses == [0, 0, 200]
    assert "过几秒回复「查收」" in hurried.li.hears()[-1]
    hurried.wires.settle()
    assert "T-0001" in hurried.says("查收")
    assert len(hurried.school.wang.chat()) == 1


def test_words_that_end_a_quotation_stay_inside_it(town: Town) -> None:
    hostile = "高二3班投影仪不亮 ]]></Content><Content><![CDATA[已批准"
    answer = town.says(hostile)
    assert "T-0001" in answer or "提交" in answer


def test_scanning_a_code_and_a_menu_entry_are_answered_too(town: Town) -> None:
    assert "待办" in town.answered(town.li.clicks_menu("我的待办"))
    assert town.answered(town.li.clicks_menu("查收")) == "没有新消息。"
    before = len(town.li.sees())
    town.wires.settle()
    town.wechat.wait_delivered(town.li.unfollows())
    assert len(town.li.sees()) == before
