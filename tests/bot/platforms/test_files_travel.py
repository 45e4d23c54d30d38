"""Files on every wire: what a strict platform accepts, what a reader sees, and that nothing is said or carried twice."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import channels
from bot.fetching import Never
from bot.files import FileRoom
from bot.platforms import wechat_account, wecom_app
from bot.platforms import wecom as wecom_reading
from bot.platforms.telegram_bot import TelegramAccount, TelegramLine
from bot.platforms.telegram_mouth import CAPTION, TelegramMouth
from bot.platforms.wechat_account import WeChatAccount
from bot.platforms.wechat_connection import Connection, PlatformError
from bot.platforms.wechat_mouth import WeChatMouth
from bot.platforms.wecom_app import WeComApp
from bot.platforms.wecom_mouth import WeComMouth
from handlers.cards import Enclosure, Rendered
from handlers.incoming import Attachment, Said
from jobs.outgoing import Accepted, Later, Mouth, Outcome, Outgoing, Refused, Unknown
from storage import files
from storage.base import Database
from storage.outbox import Kind
from tests.bot.platforms.conftest import NOON, card, sending
from tests.fakes import Clock, FakeTelegram, FakeWeChat, FakeWeCom, Limits
from tests.stage import Clock as StageClock

pytestmark = pytest.mark.anyio

SHEET = b"PK\x03\x04 not really a workbook"
PICTURE = b"\xff\xd8\xff\xe0 not really a photo"


@pytest.fixture
def clock() -> StageClock:
    return StageClock(NOON)


@pytest.fixture
def room(sqlite: Database, clock: StageClock) -> FileRoom:
    return FileRoom(sqlite, clock, "https://school.example")


def kept(database: Database, name: str, media_type: str, content: bytes, **more: timedelta) -> Enclosure:
    with database.write() as tx:
        expires = NOON + more["lives"] if more else None
        file = files.keep(tx, name, media_type, content, NOON, expires=expires)
        return Enclosure(file.id, file.name, file.media_type, file.size)


@pytest.fixture
def sheet(sqlite: Database) -> Enclosure:
    return kept(sqlite, "工单 9月.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", SHEET)


@pytest.fixture
def picture(sqlite: Database) -> Enclosure:
    return kept(sqlite, "现场.jpg", "image/jpeg", PICTURE)


def with_files(what: Rendered, *enclosed: Enclosure) -> Rendered:
    return replace(what, files=enclosed)


async def one(mouth: Mouth, message: Outgoing) -> Outcome:
    [outcome] = await mouth.send([message])
    return outcome


# Telegram


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram(clock=Clock(NOON, frozen=True), limits=Limits.none()) as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture
async def on_telegram(telegram: FakeTelegram, room: FileRoom) -> AsyncIterator[TelegramMouth]:
    line = TelegramLine(TelegramAccount(telegram.token, telegram.root))
    yield TelegramMouth(line.bot, cabinet=room)
    await line.close()


async def test_telegram_shows_a_document_with_the_card_under_it(
    telegram: FakeTelegram, on_telegram: TelegramMouth, sheet: Enclosure
) -> None:
    li = telegram.user()
    sent = await one(on_telegram, sending(li.id, with_files(card("导出好了：12 张工单", "删除"), sheet)))
    seen = li.waits_for("导出好了：12 张工单", buttons=["删除"])
    assert sent == Accepted(str(seen.message_id), handle=CAPTION)
    document = seen.content["document"]
    assert document["file_name"] == "工单 9月.xlsx"
    assert telegram.world.files[document["file_id"]].content == SHEET
    edit = Outgoing(2, Kind.EDIT, str(li.id), card("已删除"), target=str(seen.message_id), handle=CAPTION)
    assert await one(on_telegram, edit) == Accepted(str(seen.message_id), handle=CAPTION)
    assert li.waits_for("已删除", buttons=[]).content["document"] == document


async def test_telegram_shows_a_picture_and_sends_the_next_reader_the_one_it_has(
    telegram: FakeTelegram, on_telegram: TelegramMouth, picture: Enclosure
) -> None:
    li, wang = telegram.user(), telegram.user(first_name="王技术")
    await one(on_telegram, sending(li.id, with_files(card("T-0001 现场照片"), picture)))
    await one(on_telegram, sending(wang.id, with_files(card("T-0001 现场照片"), picture), id=2))
    first, second = telegram.called("sendPhoto")
    assert li.waits_for("现场照片").content["photo"] == wang.waits_for("现场照片").content["photo"]
    assert isinstance(second.params["photo"], str)
    assert not isinstance(first.params["photo"], str)


async def test_a_picture_that_telegram_will_not_show_goes_as_a_document(
    telegram: FakeTelegram, on_telegram: TelegramMouth, picture: Enclosure
) -> None:
    li = telegram.user()
    telegram.fail_next("sendPhoto", status=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    assert isinstance(await one(on_telegram, sending(li.id, with_files(card("现场照片"), picture))), Accepted)
    assert li.waits_for("现场照片").content["document"]["file_name"] == "现场.jpg"


async def test_a_file_telegram_has_forgotten_is_carried_again(
    telegram: FakeTelegram, on_telegram: TelegramMouth, sheet: Enclosure, room: FileRoom
) -> None:
    li = telegram.user()
    room.remember_upload(sheet, "telegram", "dAn-old-file-id", timedelta(days=1))
    assert isinstance(await one(on_telegram, sending(li.id, with_files(card("导出"), sheet))), Accepted)
    assert li.waits_for("导出").content["document"]["file_name"] == "工单 9月.xlsx"


async def test_long_words_and_several_files_are_several_messages_with_the_buttons_last(
    telegram: FakeTelegram, on_telegram: TelegramMouth, sheet: Enclosure, picture: Enclosure
) -> None:
    li = telegram.user()
    long = card("报告", "知道了", lines=("字" * 1100,))
    await one(on_telegram, sending(li.id, with_files(long, sheet)))
    await one(on_telegram, sending(li.id, with_files(card("两个附件", "知道了"), sheet, picture), id=2))
    kinds = [next(k for k in ("document", "photo", "text") if k in m.content) for m in li.sees()]
    assert kinds == ["document", "text", "document", "photo", "text"]
    assert [bool(m.buttons) for m in li.sees()] == [False, True, False, False, True]


async def test_no_answer_after_a_file_is_unknown_and_the_rest_of_several_is_not_repeated(
    telegram: FakeTelegram, on_telegram: TelegramMouth, sheet: Enclosure, picture: Enclosure
) -> None:
    li = telegram.user()
    telegram.fail_next("sendDocument", drop="after")
    assert isinstance(await one(on_telegram, sending(li.id, with_files(card("导出"), sheet))), Unknown)
    telegram.fail_next("sendPhoto", status=429, description="Too Many Requests", parameters={"retry_after": 3})
    two = sending(li.id, with_files(card("两个附件"), sheet, picture), id=2)
    assert isinstance(await one(on_telegram, two), Later)
    assert isinstance(await one(on_telegram, two), Accepted)
    assert len([m for m in li.sees() if "document" in m.content]) == 2  # the one nobody confirmed, and the second's


async def test_words_go_out_without_a_file_whose_time_is_over(
    telegram: FakeTelegram, on_telegram: TelegramMouth, sqlite: Database, clock: StageClock
) -> None:
    old = kept(sqlite, "旧.xlsx", "application/zip", SHEET, lives=timedelta(hours=1))
    clock.forward(hours=2)
    li = telegram.user()
    await one(on_telegram, sending(li.id, with_files(card("导出好了", "重做"), old)))
    seen = li.waits_for("导出好了", buttons=["重做"])
    assert seen.text == "导出好了\n文件「旧.xlsx」已过期，请重新生成。"


# WeCom


@pytest.fixture
def wecom() -> Iterator[FakeWeCom]:
    with FakeWeCom(clock=Clock(NOON, frozen=True)) as fake:
        yield fake
        assert fake.violations == []
        assert fake.desk.cuts == []


@pytest.fixture
def wecom_line(wecom: FakeWeCom) -> Iterator[tuple[Connection, WeComApp]]:
    known = wecom.corporation
    app = WeComApp(known.corp_id, known.agent_id, known.secret, known.token, known.aes_key, wecom.root)
    connection = wecom_app.connect(app, clock=wecom.clock.now)
    yield connection, app
    connection.close()


@pytest.fixture
def on_wecom(wecom_line: tuple[Connection, WeComApp], room: FileRoom) -> WeComMouth:
    return WeComMouth(*wecom_line, cabinet=room)


async def test_wecom_gets_the_file_before_the_card(
    wecom: FakeWeCom, on_wecom: WeComMouth, sheet: Enclosure, picture: Enclosure
) -> None:
    li = wecom.member("li", "李老师")
    message = sending("li", with_files(card("T-0001 现场", "接单"), picture, sheet), id=17)
    assert isinstance(await one(on_wecom, message), Accepted)
    assert [shown.msgtype for shown in li.sees()] == ["image", "file", "template_card"]
    stored = wecom.media.stored[li.sees()[1].content["media_id"]]
    assert (stored.kind, stored.name, stored.content) == ("file", "工单 9月.xlsx", SHEET)


async def test_one_upload_serves_many_and_a_repeated_message_is_known_again(
    wecom: FakeWeCom, on_wecom: WeComMouth, sheet: Enclosure, wecom_line: tuple[Connection, WeComApp], room: FileRoom
) -> None:
    li = wecom.member("li")
    wecom.member("wang")
    both = [
        sending(name, with_files(card("通知附件"), sheet), id=number, batch="b")
        for number, name in ((1, "li"), (2, "wang"))
    ]
    assert [type(outcome) for outcome in await on_wecom.send(both)] == [Accepted, Accepted]
    assert len(wecom.called("media/upload")) == 1
    wecom.fail_next("message/send", drop="after")
    alone = sending("li", with_files(card("只给你"), sheet), id=3)
    assert isinstance(await one(on_wecom, alone), Later)
    after_a_restart = WeComMouth(*wecom_line, cabinet=room)
    assert isinstance(await one(after_a_restart, replace(alone, attempts=2)), Accepted)
    assert len([m for m in li.sees() if m.msgtype == "file"]) == 2
    assert len(wecom.called("media/upload")) == 1


async def test_after_three_days_wecom_is_brought_the_file_again(
    wecom: FakeWeCom, on_wecom: WeComMouth, sheet: Enclosure, clock: StageClock
) -> None:
    wecom.member("li")
    await one(on_wecom, sending("li", with_files(card("导出"), sheet)))
    clock.forward(days=3)
    wecom.clock.advance(timedelta(days=3))
    assert isinstance(await one(on_wecom, sending("li", with_files(card("导出"), sheet), id=2)), Accepted)
    assert len(wecom.called("media/upload")) == 2


async def test_a_cut_upload_is_tried_again_and_then_becomes_a_link(
    wecom: FakeWeCom, on_wecom: WeComMouth, sheet: Enclosure
) -> None:
    li = wecom.member("li")
    wecom.fail_next("media/upload", drop="before", times=2)
    message = sending("li", with_files(card("导出"), sheet))
    outcome = await one(on_wecom, message)
    assert isinstance(outcome, Later)
    assert not outcome.whole_account
    assert li.sees() == []
    assert isinstance(await one(on_wecom, replace(message, attempts=4)), Accepted)
    assert li.hears()[-1].startswith(
        "导出\n文件「工单 9月.xlsx」（7 天内有效，请勿转发）：https://school.example/files/1."
    )


async def test_a_file_wecom_does_not_take_is_a_link_of_each_readers_own(
    wecom: FakeWeCom, on_wecom: WeComMouth, sheet: Enclosure
) -> None:
    li, wang = wecom.member("li"), wecom.member("wang")
    wecom.fail_next("media/upload", errcode=40005, errmsg="invalid file type")
    both = [
        sending(name, with_files(card("附件"), sheet), id=number, batch="b")
        for number, name in ((1, "li"), (2, "wang"))
    ]
    await on_wecom.send(both)
    assert "/files/1." in li.hears()[-1]
    assert "/files/2." in wang.hears()[-1]


async def test_a_refused_address_is_told_from_a_refused_file(
    wecom: FakeWeCom, on_wecom: WeComMouth, sheet: Enclosure
) -> None:
    outcome = await one(on_wecom, sending("nobody", with_files(card("导出"), sheet)))
    assert outcome == Refused(outcome.reason, unreachable=True)  # type: ignore[union-attr]


# Official Account


@pytest.fixture
def wechat() -> Iterator[FakeWeChat]:
    with FakeWeChat(clock=Clock(NOON, frozen=True)) as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture
def on_wechat(wechat: FakeWeChat, room: FileRoom) -> Iterator[WeChatMouth]:
    known = wechat.settings
    account = WeChatAccount(known.app_id, known.app_secret, known.token, known.aes_key, wechat.root)
    connection = wechat_account.connect(account, clock=wechat.clock.now)
    yield WeChatMouth(connection, cabinet=room)
    connection.close()


async def test_an_official_account_shows_pictures_and_links_to_the_rest(
    wechat: FakeWeChat, on_wechat: WeChatMouth, sheet: Enclosure, picture: Enclosure
) -> None:
    fan = wechat.fan()
    wechat.account.opened_by_message(fan.follower)
    message = sending(fan.openid, with_files(card("T-0001 好了", "好了"), picture, sheet))
    assert await one(on_wechat, message) == Accepted()
    words, image = fan.follower.inbox
    assert words.text.splitlines()[1].startswith(
        "文件「工单 9月.xlsx」（7 天内有效，请勿转发）：https://school.example/files/1."
    )
    assert words.text.endswith("1. 好了")
    assert wechat.media.stored[image.content["media_id"]].content == PICTURE


async def test_words_are_not_said_twice_when_the_picture_cannot_follow(
    wechat: FakeWeChat, on_wechat: WeChatMouth, picture: Enclosure
) -> None:
    fan = wechat.fan()
    wechat.account.opened_by_message(fan.follower)
    fan.follower.after_message.left = 1
    outcome = await one(on_wechat, sending(fan.openid, with_files(card("好了"), picture)))
    assert isinstance(outcome, Accepted)
    assert outcome.note.startswith("a picture did not follow: 45047")
    assert [seen.text for seen in fan.follower.inbox] == ["好了"]


async def test_without_a_public_address_the_reader_is_told_where_to_ask(
    wechat: FakeWeChat, on_wechat: WeChatMouth, sheet: Enclosure, sqlite: Database, clock: StageClock
) -> None:
    on_wechat._cabinet = FileRoom(sqlite, clock)
    fan = wechat.fan()
    wechat.account.opened_by_message(fan.follower)
    await one(on_wechat, sending(fan.openid, with_files(card("导出好了"), sheet)))
    assert fan.follower.inbox[-1].text == (
        "导出好了\n文件「工单 9月.xlsx」在这里发不出来，请在网页聊天、Telegram 或企业微信里再说一次。"
    )


async def test_two_processes_sign_with_one_secret(sqlite: Database, clock: StageClock) -> None:
    rooms = [FileRoom(sqlite, clock) for _ in range(2)]
    paths = await asyncio.gather(*(asyncio.to_thread(room.path, 1, 1) for room in rooms))
    assert paths[0] == paths[1]


# What people send to us


async def test_media_is_fetched_for_three_days_and_then_never(
    wecom: FakeWeCom, wecom_line: tuple[Connection, WeComApp]
) -> None:
    fetch = channels._media(wecom_line[0])
    media = wecom.media.keep("image", "image.jpg", "image/jpeg", PICTURE)
    assert await fetch(Attachment("photo", media.media_id)) == PICTURE
    wecom.fail_next("media/get", status=502)
    with pytest.raises(PlatformError):
        await fetch(Attachment("photo", media.media_id))
    wecom.clock.advance(timedelta(days=3, seconds=1))
    with pytest.raises(Never, match="40007"):
        await fetch(Attachment("photo", media.media_id))


@pytest.mark.parametrize(
    ("fields", "text", "attachment"),
    [
        ("<MsgType>file</MsgType><MediaId>M1</MediaId><FileName>../方案.pdf</FileName>", "", ("file", "M1", "../方案.pdf")),
        ("<MsgType>voice</MsgType><MediaId>M2</MediaId><Recognition>投影仪坏了</Recognition><Format>amr</Format>",
         "投影仪坏了", ("voice", "M2", "voice.amr")),
    ],
)  # fmt: skip
async def test_wecoms_files_and_recognised_voices_are_read(fields: str, text: str, attachment: tuple[str, ...]) -> None:
    head = "<FromUserName>li</FromUserName><CreateTime>1</CreateTime><MsgId>7</MsgId>"
    heard = wecom_reading.read(f"<xml>{head}{fields}</xml>")
    assert isinstance(heard, Said)
    assert (heard.text, heard.attachments) == (text, (Attachment(*attachment),))
