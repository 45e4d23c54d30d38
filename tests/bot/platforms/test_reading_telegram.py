"""What Telegram's updates mean to us, one recorded payload a line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.platforms import telegram
from handlers.incoming import Attachment, Identity, Incoming, Noticed, Pressed, Said

PAYLOADS = Path(__file__).parent / "payloads" / "telegram"
AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
GROUP = "-1001234567890"

read = telegram.reader("1000000001:token", lambda: "xiaoxin_fake_bot")


def payload(name: str) -> str:
    return (PAYLOADS / f"{name}.json").read_text()


def li(address: str = "501001") -> Identity:
    return Identity("telegram", "501001", address, "李 老师", "zh-hans", private=address == "501001")


def said(
    name: str, text: str, *attachments: Attachment, address: str = "501001", group: str = "", under: str = ""
) -> Said:
    number = telegram.event_id(payload(name))
    return Said(li(address), number, AT, text, attachments, group, "message:77", under)


def pressed(name: str, press: str, card: str, address: str = "501001") -> Pressed:
    return Pressed(li(address), telegram.event_id(payload(name)), telegram.EPOCH, "issues.claim:T-0001", press, card)


def noticed(name: str, what: str, address: str = "501001", later: int = 0) -> Noticed:
    return Noticed(li(address), telegram.event_id(payload(name)), AT + timedelta(seconds=later), what)


UNREAD = Attachment("unknown", "")


MEANINGS: dict[str, Incoming | None] = {
    "text": said("text", "高二3班投影仪不亮"),
    "start_with_code": said("start_with_code", "/start kTq_3-xZ"),
    "menu_command": said("menu_command", "报修 机房断网"),
    "photo_of_album": said(
        "photo_of_album", "投影仪花屏", Attachment("photo", "AgAC-large", caption="投影仪花屏"), group="13847"
    ),
    "document": said("document", "预算表", Attachment("file", "BQAC-doc", "预算fdp.exe", "预算表")),
    "voice": said("voice", "", Attachment("voice", "AwAC-voice")),
    "location": said("location", "", Attachment("place", "31.2304,121.4737")),
    "venue": said("venue", "实验楼 东区3号"),
    "sticker": said("sticker", "", UNREAD),
    "contact": said("contact", "", UNREAD),
    "of_a_kind_to_come": said("of_a_kind_to_come", "", UNREAD),
    "pinned": None,
    "rich_message": said("rich_message", "机房巡查\n空调漏水💧\n三排 5 号机蓝屏\n设备\nAP-3"),
    "reply_to_our_card": said("reply_to_our_card", "接单", under="60"),
    "reply_to_own_words": said("reply_to_own_words", "催一下"),
    "group_small_talk": None,
    "group_mention": said("group_mention", "买软件要谁审批", address=GROUP),
    "group_mention_of_another": None,
    "group_command": said("group_command", "我的待办", address=GROUP),
    "group_command_of_another": None,
    "group_bare_command": said("group_bare_command", "帮助", address=GROUP),
    "group_bare_command_of_anybody": None,
    "group_sticker_to_us": None,
    "group_under_a_topics_beginning": None,
    "group_reply_to_us": said("group_reply_to_us", "接单", address=GROUP, under="60"),
    "group_reply_to_a_colleague": None,
    "group_topic_command": said("group_topic_command", "帮助", address=f"{GROUP}/42"),
    "anonymous_admin": Noticed(
        replace(li(GROUP), user_id="1087968824", name="Group", language=""), "700000019", AT, "nameless"
    ),
    "channel_speaks_in_its_group": None,
    "another_bot": None,
    "post_of_the_linked_channel": None,
    "group_becomes_supergroup": Noticed(li("-4000001"), "700000021", AT, "migrated", {"address": "-1001234567890"}),
    "edited_message": noticed("edited_message", "edited", later=30),
    "group_edited_to_us": noticed("group_edited_to_us", "edited", GROUP, later=30),
    "group_edited_small_talk": None,
    "live_location_moved": None,
    "press": pressed("press", "4382bfdwdsb323b2d9", "55"),
    "press_in_group": pressed("press_in_group", "4382bfdwdsb323b2da", "55", GROUP),
    "press_on_vanished_card": pressed("press_on_vanished_card", "4382bfdwdsb323b2db", "12"),
    "press_inline": None,
    "press_in_anothers_chat": None,
    "blocked": noticed("blocked", "left"),
    "unblocked": noticed("unblocked", "joined"),
    "added_to_group": noticed("added_to_group", "joined", GROUP),
    "thrown_out_of_group": None,
    "made_administrator": None,
    "poll": None,
}
CONVERSATIONS = {
    "text": "501001", "edited_message": "501001", "group_command": GROUP, "group_topic_command": GROUP,
    "press": "501001", "press_in_group": GROUP, "press_inline": "501001", "blocked": "501001", "poll": "700000032",
}  # fmt: skip


@pytest.mark.parametrize("name", MEANINGS)
def test_an_update_means_what_the_table_says(name: str) -> None:
    assert read(payload(name)) == MEANINGS[name]


def test_every_recorded_update_has_its_line() -> None:
    assert {path.stem for path in PAYLOADS.iterdir()} == MEANINGS.keys() | {"hostile_name"}


@pytest.mark.parametrize(("name", "conversation"), CONVERSATIONS.items())
def test_what_is_said_in_one_chat_is_one_conversation(name: str, conversation: str) -> None:
    assert telegram.conversation(payload(name)) == conversation


def test_each_update_has_its_own_number() -> None:
    numbers = {telegram.event_id(path.read_text()) for path in PAYLOADS.iterdir()}
    assert len(numbers) == len(list(PAYLOADS.iterdir()))


def test_a_hostile_name_is_harmless_and_short() -> None:
    heard = read(payload("hostile_name"))
    assert heard is not None
    assert heard.who.name.startswith("evil <b>&长长")
    assert len(heard.who.name) <= telegram.LONGEST_NAME


def test_while_our_name_is_unknown_any_bots_name_counts_for_telegram_hands_us_only_our_own() -> None:
    heard = telegram.read(payload("group_command_of_another"))
    assert isinstance(heard, Said)
    assert heard.text == "我的待办"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@Xiaoxin_Fake_Bot,投影仪坏了", "投影仪坏了"),
        ("请问 @xiaoxin_fake_bot 谁审批", "请问 谁审批"),
        ("谢谢@xiaoxin_fake_bot", None),  # Telegram itself sees no mention inside a word of letters; nor do we
        ("写信到 a@xiaoxin_fake_bot.example", None),
    ],
)
def test_our_name_is_taken_out_of_what_is_said_to_us(text: str, words: str | None) -> None:
    import json

    update = json.loads(payload("group_mention"))
    update["message"]["text"] = text
    heard = read(json.dumps(update))
    assert (heard.text if isinstance(heard, Said) else None) == words
