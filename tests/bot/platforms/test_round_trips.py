"""From a phone to the engine and back, on each platform: said, kept, answered, sent, pressed, settled."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest

from bot.platforms import (
    telegram,
    telegram_webhook,
    wechat,
    wechat_account,
    wechat_callback,
    wecom,
    wecom_app,
    wecom_callback,
)  # fmt: skip
from bot.platforms.telegram_bot import TelegramAccount, TelegramLine
from bot.platforms.telegram_mouth import TelegramMouth
from bot.platforms.wechat_mouth import WeChatMouth
from bot.platforms.wecom_mouth import WeComMouth
from handlers.catalogue import Features
from handlers.people import binding
from handlers.school import School
from jobs.outgoing import Outcome, Outgoing
from storage import people
from tests.bot.platforms.conftest import served
from tests.bot.platforms.wires import Wires
from tests.conftest import SmallSchool
from tests.fakes import Clock, FakeTelegram, FakeWeChat, FakeWeCom, Limits

SECRET = "a-secret"


class MouthPerLoop(TelegramMouth):
    """Each `settle` has a loop of its own, and connections belong to a loop."""

    def __init__(self, account: TelegramAccount) -> None:
        super().__init__(TelegramLine(account).bot)
        self._account = account

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        line = TelegramLine(self._account)
        self._bot = line.bot
        try:
            return await super().send(messages)
        finally:
            await line.close()


async def set_webhook(account: TelegramAccount) -> None:
    line = TelegramLine(account)
    await line.set_webhook()
    await line.close()


@pytest.fixture
def wires(school: SmallSchool, surroundings: School, features: Features) -> Wires:
    return Wires(school.database, surroundings, features, school.clock)


@pytest.fixture
def platform_clock(school: SmallSchool) -> Clock:
    return Clock(school.clock.now, frozen=True)


@pytest.fixture
def telegram_phone(wires: Wires, platform_clock: Clock) -> Iterator[FakeTelegram]:
    with (
        served(telegram_webhook.routes(wires, SECRET)) as address,
        FakeTelegram(clock=platform_clock, limits=Limits.none()) as fake,
    ):
        account = TelegramAccount(fake.token, fake.root, SECRET, address)

        wires.readers["telegram"] = telegram.reader(fake.token, lambda: "xiaoxin_fake_bot")
        wires.mouths["telegram"] = MouthPerLoop(account)
        fake.updates.allowed = ["message", "callback_query", "my_chat_member"]
        asyncio.run(set_webhook(account))
        yield fake
        assert fake.violations == []


def heard(fake: FakeTelegram, wires: Wires) -> None:
    fake.wait_for(lambda: not fake.updates.pending, what="every update delivered")
    wires.settle()


def test_an_issue_is_reported_claimed_and_rated_across_telegram_and_wecom(
    telegram_phone: FakeTelegram, wires: Wires, platform_clock: Clock, school: SmallSchool
) -> None:
    clock = platform_clock
    with FakeWeCom(clock=clock) as corporation:
        known = corporation.corporation
        app = wecom_app.WeComApp(
            known.corp_id, known.agent_id, known.secret, known.token, known.aes_key, corporation.root
        )
        connection = wecom_app.connect(app, clock=clock.now)
        with served(wecom_callback.routes(wires, app, clock.now)) as address:
            corporation.callback_url = f"{address}/wecom/callback"
            wires.readers["wecom"], wires.mouths["wecom"] = wecom.read, WeComMouth(connection, app)
            li, wang = telegram_phone.user(), corporation.member("WangTech", "王技术")
            wires.bind("李老师", "telegram", str(li.id))
            wires.bind("王技术", "wecom", "wangtech")

            li.sends("高二3班投影仪不亮")
            heard(telegram_phone, wires)
            li.waits_for("T-0001")
            wang.waits_for("T-0001", buttons=["接单", "已解决", "合并"])
            corporation.wait_delivered(wang.presses("接单"))
            wires.settle()
            li.waits_for("王技术")
            shown = wang.waits_for("T-0001")
            assert "接单" not in shown.buttons  # the card was changed by the code of the press
            assert "已解决" in shown.buttons
            corporation.wait_delivered(wang.presses("已解决"))
            wires.settle()
            corporation.wait_delivered(wang.sends("换了 HDMI 线"))
            wires.settle()
            press = li.presses("好了")
            heard(telegram_phone, wires)
            assert press.answer is not None  # nobody's button keeps waiting
            li.presses("5 星")
            heard(telegram_phone, wires)
            wang.waits_for("T-0001 已关闭")
            assert corporation.violations == []
            assert corporation.desk.cuts == []
        connection.close()


def test_a_deep_link_binds_and_a_block_is_noticed(telegram_phone: FakeTelegram, wires: Wires) -> None:
    with wires.database.write() as tx:
        code = binding.invite(tx, people.by_name(tx, "李老师")[0], wires.clock.now)
    li = telegram_phone.user(started=False)
    li.starts(code)
    heard(telegram_phone, wires)
    li.waits_for("李老师", buttons=["报修", "问制度", "我的待办", "不是我"])
    press = li.presses("我的待办")
    heard(telegram_phone, wires)
    assert press.toast is not None

    def account() -> people.Account:
        with wires.database.read() as tx:
            found = people.account_of(tx, "telegram", str(li.id))
            assert found is not None
            return found

    li.blocks()
    heard(telegram_phone, wires)
    assert not account().reachable
    li.unblocks()
    heard(telegram_phone, wires)
    assert account().reachable


def test_the_same_update_twice_is_answered_once(telegram_phone: FakeTelegram, wires: Wires) -> None:
    li = telegram_phone.user()
    li.sends("帮助")
    heard(telegram_phone, wires)
    update = {"update_id": int(telegram_phone.updates.deliveries[-1].update_id), "message": li.sees()[0].as_json()}
    telegram_phone.repeat(update)
    heard(telegram_phone, wires)
    assert len(li.hears()) == 1


def test_an_official_account_binds_by_a_code_and_takes_numbers_for_buttons(wires: Wires, platform_clock: Clock) -> None:
    clock = platform_clock
    with FakeWeChat(clock=clock) as service:
        known = service.settings
        account = wechat_account.WeChatAccount(known.app_id, known.app_secret, known.token, known.aes_key, service.root)
        connection = wechat_account.connect(account, clock=clock.now)
        with served(wechat_callback.routes(wires, account, clock.now)) as address:
            service.callback_url = f"{address}/wechat/callback"
            wires.readers["wechat"], wires.mouths["wechat"] = wechat.read, WeChatMouth(connection)
            with wires.database.write() as tx:
                code = binding.invite(tx, people.by_name(tx, "李老师")[0], wires.clock.now)
            fan = service.fan(subscribed=False)
            ticket = service.account.qrcode_create(
                {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": code}}}
            )["ticket"]
            service.wait_delivered(fan.follows(ticket))
            wires.settle()
            assert fan.waits_for("你是李老师").text.endswith("1. 报修\n2. 问制度\n3. 我的待办\n4. 不是我")
            service.wait_delivered(fan.sends("3"))
            wires.settle()
            fan.waits_for("没有待办")
            service.wait_delivered(fan.sends("高二3班投影仪不亮"))
            wires.settle()
            fan.waits_for("T-0001")
            assert service.violations == []
        connection.close()


def test_a_member_of_the_corporation_is_known_without_any_code(wires: Wires, platform_clock: Clock) -> None:
    clock = platform_clock
    with FakeWeCom(clock=clock) as corporation:
        known = corporation.corporation
        app = wecom_app.WeComApp(
            known.corp_id, known.agent_id, known.secret, known.token, known.aes_key, corporation.root
        )
        connection = wecom_app.connect(app, clock=clock.now)
        with served(wecom_callback.routes(wires, app, clock.now)) as address:
            corporation.callback_url = f"{address}/wecom/callback"
            wires.readers["wecom"], wires.mouths["wecom"] = wecom.read, WeComMouth(connection, app)
            li = corporation.member("LiTeacher", "李老师")
            wires.bind("李老师", "wecom", "liteacher")
            corporation.wait_delivered(li.enters())
            wires.settle()
            corporation.wait_delivered(li.sends("我的待办"))
            clock.advance(60)
            corporation.wait_delivered(li.enters())
            wires.settle()
            greeting, answer = li.hears()  # opening the app again is not greeted
            assert "李老师" in greeting
            assert "待办" in answer
            li.waits_for("没有待办")
            corporation.wait_delivered(li.clicks_menu("say.help"))
            wires.settle()
            li.waits_for("报修")
            corporation.leaves(li)
            corporation.wait_delivered()
            wires.settle()
            with wires.database.read() as tx:  # deleted from the directory: whoever gets that id next is a stranger
                account = people.account_of(tx, "wecom", "liteacher")
                assert account is not None
                assert (account.reachable, account.person_id) == (False, None)
        connection.close()
