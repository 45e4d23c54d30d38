"""What people do on Telegram, over real HTTP to the engine and back: edits, stickers, answers under a card, groups."""

from dataclasses import replace
from typing import Any

import pytest

from handlers import texts as engine_texts
from handlers.people import binding, texts
from handlers.policy import texts as policy
from storage import people
from tests.bot.platforms.test_round_trips import heard, platform_clock, telegram_phone
from tests.bot.platforms.wires import Wires
from tests.conftest import SmallSchool
from tests.fakes import FakeTelegram
from tests.fakes.telegram_users import Group, User

__all__ = ["platform_clock", "telegram_phone"]


@pytest.fixture
def wires(school: SmallSchool, surroundings: Any, features: Any) -> Wires:
    """The school knows what its bot is called."""
    return Wires(
        school.database, replace(surroundings, telegram_bot=lambda: "xiaoxin_fake_bot"), features, school.clock
    )


def phone_of(fake: FakeTelegram, wires: Wires, name: str) -> User:
    user = fake.user(first_name=name)
    wires.bind(name, "telegram", str(user.id))
    return user


def sees_after(seat: User | Group, fake: FakeTelegram, wires: Wires) -> list[str]:
    """What the bot adds to a chat by what was just said."""
    before = len(seat.hears())
    heard(fake, wires)
    return seat.hears()[before:]


def test_whoever_edits_a_message_hears_that_the_first_words_stand(telegram_phone: FakeTelegram, wires: Wires) -> None:
    telegram_phone.updates.allowed = None
    li = phone_of(telegram_phone, wires, "李老师")
    said = li.sends("高二3班投影仪不亮")
    heard(telegram_phone, wires)
    li.edits(said, "高二5班投影仪不亮")
    assert sees_after(li, telegram_phone, wires) == [texts.EDITED.zh]
    assert "高二3班" in li.hears()[0]


def test_nothing_that_is_sent_in_private_meets_silence(telegram_phone: FakeTelegram, wires: Wires) -> None:
    li = phone_of(telegram_phone, wires, "李老师")
    sticker = {"file_id": "x", "file_unique_id": "y", "type": "regular", "width": 1, "height": 1}
    for content in (
        {"sticker": {**sticker, "is_animated": False, "is_video": False}},
        {"contact": {"phone_number": "138", "first_name": "王"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {},
    ):
        li._says(content, None, {})
        [answer] = sees_after(li, telegram_phone, wires)
        assert "看不懂" in answer
    li.sends_location(31.2, 121.5)
    [answer] = sees_after(li, telegram_phone, wires)
    assert "哪栋楼" in answer
    li._says({"pinned_message": {"message_id": 1, "chat": {"id": li.id, "type": "private"}, "date": 0}}, None, {})
    assert sees_after(li, telegram_phone, wires) == []


def two_reports(telegram_phone: FakeTelegram, wires: Wires) -> tuple[User, User]:
    li, wang = phone_of(telegram_phone, wires, "李老师"), phone_of(telegram_phone, wires, "王技术")
    for words in ("高二3班投影仪不亮", "高一1班电脑开不了机"):
        li.sends(words)
        heard(telegram_phone, wires)
    return li, wang


@pytest.mark.parametrize("word", ["1", "接单", "我来处理"])
def test_what_hangs_under_a_card_is_about_that_card_and_no_newer_one(
    word: str, telegram_phone: FakeTelegram, wires: Wires
) -> None:
    _, wang = two_reports(telegram_phone, wires)
    older = next(message for message in wang.sees() if "T-0001" in message.text)
    wang.sends(word, reply_to=older)
    heard(telegram_phone, wires)
    assert "T-0001 王技术已接单" in older.text
    assert [message.text for message in wang.sees() if "T-0002" in message.text and "接单" in message.buttons] != []


def test_words_under_a_message_that_is_no_card_are_read_as_if_they_stood_alone(
    telegram_phone: FakeTelegram, wires: Wires
) -> None:
    _, wang = two_reports(telegram_phone, wires)
    wang.sends("谢谢")
    heard(telegram_phone, wires)
    thanks = wang.sees()[-1]
    wang.sends("1", reply_to=thanks)
    heard(telegram_phone, wires)
    assert any("T-0002 王技术已接单" in text for text in wang.hears())


def test_a_group_is_told_how_to_speak_to_us_and_nothing_of_anybody(telegram_phone: FakeTelegram, wires: Wires) -> None:
    li = phone_of(telegram_phone, wires, "李老师")
    group = telegram_phone.group("数学组", [li], hears_all=True)
    telegram_phone.emit_my_chat_member(group.chat, li.person, "left", "member")
    [greeting] = sees_after(group, telegram_phone, wires)
    assert "@我" in greeting
    assert "李老师" not in greeting
    for words in ("大家好", "/weather 北京", "/help@other_bot"):
        li.sends(words, to=group)
        assert sees_after(group, telegram_phone, wires) == []


@pytest.mark.parametrize("words", ["/tasks", "@xiaoxin_fake_bot 我的工单", "@xiaoxin_fake_bot my jobs"])
def test_what_is_somebodys_own_is_not_shown_to_a_group(words: str, telegram_phone: FakeTelegram, wires: Wires) -> None:
    _, wang = two_reports(telegram_phone, wires)
    wang.sends("接单 T-0001")
    heard(telegram_phone, wires)
    group = telegram_phone.group("信息中心", [wang])
    wang.sends(words, to=group)
    before = len(wang.hears())
    [answer] = sees_after(group, telegram_phone, wires)
    assert "T-0001" not in answer
    assert "https://t.me/xiaoxin_fake_bot" in answer  # somebody who never wrote to us there cannot be written to
    assert "T-0001" in wang.hears()[before]


def test_a_code_said_in_a_group_binds_and_only_whoever_said_it_can_take_it_back(
    telegram_phone: FakeTelegram, wires: Wires
) -> None:
    wang, sun = phone_of(telegram_phone, wires, "王技术"), telegram_phone.user(first_name="孙")
    group = telegram_phone.group("教务处", [wang, sun])
    with wires.database.write() as tx:
        code = binding.invite(tx, people.by_name(tx, "孙联络")[0], wires.clock.now)
    sun.sends(f"/start@xiaoxin_fake_bot {code}", to=group)
    [answer] = sees_after(group, telegram_phone, wires)
    assert answer == "绑定成功。以后办事请私聊我：打开 https://t.me/xiaoxin_fake_bot 点「开始」。"
    bound = sun.waits_for("你是孙联络", buttons=["报修", "问制度", "我的待办", "不是我"])
    token = bound.rows[-1][-1]["callback_data"]
    press = wang.press_data(wang._says({"text": "x"}, None, {}), token)
    heard(telegram_phone, wires)
    assert press.toast == texts.NOT_ASKED.zh
    wang.sends("我的待办")
    assert "我还不认识你" not in "".join(sees_after(wang, telegram_phone, wires))
    sun.presses("不是我")
    assert sees_after(sun, telegram_phone, wires) == [texts.RELEASED.zh]


def test_the_buttons_under_an_answer_in_a_group_are_the_askers(telegram_phone: FakeTelegram, wires: Wires) -> None:
    li, wang = phone_of(telegram_phone, wires, "李老师"), phone_of(telegram_phone, wires, "王技术")
    group = telegram_phone.group("数学组", [li, wang])
    li.sends("@xiaoxin_fake_bot 购买软件要谁审批？", to=group)
    heard(telegram_phone, wires)
    button = next(button for row in group.sees()[-1].rows for button in row if button["text"] == "有用")
    other, own = (seat.press_data(group.sees()[-1], button["callback_data"]) for seat in (wang, li))
    heard(telegram_phone, wires)
    assert other.toast == policy.ASKED_BY_ANOTHER.zh
    assert own.toast == policy.THANKS.zh


def test_a_question_in_a_group_says_how_to_answer_and_the_answer_under_it_is_heard(
    telegram_phone: FakeTelegram, wires: Wires
) -> None:
    li = phone_of(telegram_phone, wires, "李老师")
    group = telegram_phone.group("数学组", [li])
    li.sends("@xiaoxin_fake_bot 投影仪坏了", to=group)
    [question] = sees_after(group, telegram_phone, wires)
    assert question.splitlines()[-1] == "在群里要「回复」这条消息，我才看得到。"
    li.sends("高二3班", to=group)
    assert sees_after(group, telegram_phone, wires) == []
    li.sends("高二3班", to=group, reply_to=group.sees()[1])
    [answer] = sees_after(group, telegram_phone, wires)
    assert "高二3班" in answer
    token = group.sees()[1].rows[-1][-1]["callback_data"]
    press = telegram_phone.user().press_data(group.sees()[1], token)
    heard(telegram_phone, wires)
    assert press.toast == "这是别人正在填的，不用你来按。"
    li.sends("投影仪坏了")
    assert "回复" not in "".join(sees_after(li, telegram_phone, wires))


def test_an_anonymous_administrator_hears_why_nothing_is_done(telegram_phone: FakeTelegram, wires: Wires) -> None:
    group = telegram_phone.group("信息中心", [telegram_phone.user()])
    nobody = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    with telegram_phone.changed:
        message = telegram_phone.world.add_message(
            group.chat, nobody, {"text": "/tasks@xiaoxin_fake_bot"}, extra={"sender_chat": group.chat.as_json()}
        )
    telegram_phone.emit("message", message.as_json())
    assert sees_after(group, telegram_phone, wires) == [texts.NAMELESS.zh]


def test_a_dialogue_stays_in_the_conversation_it_began_in(telegram_phone: FakeTelegram, wires: Wires) -> None:
    li = phone_of(telegram_phone, wires, "李老师")
    group = telegram_phone.group("数学组", [li])
    li.sends("@xiaoxin_fake_bot 投影仪坏了", to=group)
    [question] = sees_after(group, telegram_phone, wires)
    assert "哪" in question
    li.sends("取消")
    assert sees_after(li, telegram_phone, wires) == [engine_texts.NOTHING_TO_CANCEL.zh]
    li.sends("报修：打印机卡纸，行政楼204")  # another report, said in private meanwhile
    assert "行政楼204" in "".join(sees_after(li, telegram_phone, wires))
    li.sends("高二3班", to=group, reply_to=group.sees()[1])
    [answer] = sees_after(group, telegram_phone, wires)
    assert "高二3班" in answer
    assert "行政楼204" not in "".join(group.hears())


def test_what_was_begun_in_private_goes_on_there_even_if_asked_for_in_a_group(
    telegram_phone: FakeTelegram, wires: Wires
) -> None:
    li = phone_of(telegram_phone, wires, "李老师")
    group = telegram_phone.group("数学组", [li])
    li.sends("申请立项：二号机房换电脑，预算48000元")
    heard(telegram_phone, wires)
    before = len(li.hears())
    li.sends("@xiaoxin_fake_bot 继续", to=group)
    [said] = sees_after(group, telegram_phone, wires)
    assert "48" not in said
    assert "机房" not in said
    assert "机房" in "".join(li.hears()[before:])
    li.sends("目的是让学生用上能跑的电脑")
    assert sees_after(li, telegram_phone, wires) != []
    assert len(group.hears()) == 1


def test_a_dialogue_of_a_group_can_be_taken_along_into_private_and_its_old_buttons_say_so(
    telegram_phone: FakeTelegram, wires: Wires
) -> None:
    li = phone_of(telegram_phone, wires, "李老师")
    group = telegram_phone.group("数学组", [li])
    li.sends("@xiaoxin_fake_bot 投影仪坏了", to=group)
    heard(telegram_phone, wires)
    asked = group.sees()[-1]
    li.sends("继续")
    assert "投影仪" in "".join(sees_after(li, telegram_phone, wires))
    press = li.press_data(asked, asked.rows[-1][-1]["callback_data"])
    heard(telegram_phone, wires)
    assert press.toast == engine_texts.ASKED_IN_PRIVATE.zh
    li.sends("高二3班")
    assert "高二3班" in "".join(sees_after(li, telegram_phone, wires))


def test_what_is_asked_of_something_confidential_is_asked_and_answered_in_private(
    telegram_phone: FakeTelegram, wires: Wires
) -> None:
    li = phone_of(telegram_phone, wires, "李老师")
    group = telegram_phone.group("数学组", [li])
    li.sends("你好")
    heard(telegram_phone, wires)
    li.sends("@xiaoxin_fake_bot 我好像点了钓鱼邮件", to=group)
    heard(telegram_phone, wires)
    before, in_group = len(li.hears()), len(group.hears())
    li.sends("输入了密码，是办公电脑")
    heard(telegram_phone, wires)
    assert len(li.hears()) > before
    assert len(group.hears()) == in_group
    assert "密码，是办公" not in "".join(group.hears()[1:])


def test_a_group_that_becomes_a_supergroup_is_asked_on_there(telegram_phone: FakeTelegram, wires: Wires) -> None:
    li = phone_of(telegram_phone, wires, "李老师")
    group = telegram_phone.group("数学组", [li])
    li.sends("@xiaoxin_fake_bot 投影仪坏了", to=group)
    heard(telegram_phone, wires)
    new = group.migrates()
    heard(telegram_phone, wires)
    li.sends("@xiaoxin_fake_bot 高二3班", to=new)
    [answer] = sees_after(new, telegram_phone, wires)
    assert "高二3班" in answer
    assert "投影仪" in answer
