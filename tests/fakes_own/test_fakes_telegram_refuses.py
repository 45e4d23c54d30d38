"""What Telegram refuses, our Telegram refuses, with the same words."""

import html
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import Clock, FakeTelegram, Limits
from tests.fakes.telegram_html import parse_html
from tests.fakes.telegram_refusals import Refused
from tests.fakes.telegram_schema import table
from tests.fakes_own.listening import client

Ask = Callable[..., dict[str, Any]]


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \u200b\n"}, "Bad Request: text must be non-empty"),
        ({"text": "字" * 4097}, "Bad Request: message is too long"),
        ({"text": "😀" * 2049}, "Bad Request: message is too long"),
        ({"text": "字" * 12000}, "Bad Request: text is too long"),
        ({"text": "x", "parse_mode": "Org"}, "Bad Request: unsupported parse_mode"),
        (
            {"text": "第一行<br>第二行", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unsupported start tag "br" at byte offset 9',
        ),
        (
            {"text": "x", "reply_markup": keyboard(text="同意", callback_data="字" * 22)},
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            {"text": "x", "reply_markup": keyboard(text="同意", callback_data="")},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": keyboard(callback_data="a")},
            "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"text": "x", "reply_markup": keyboard(text="看原文", url="http://localhost:8080/chat")},
            "Bad Request: inline keyboard button URL 'http://localhost:8080/chat' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "reply_markup": keyboard(text="填写", web_app={"url": "http://a.example/f"})},
            "Bad Request: inline keyboard button Web App URL 'http://a.example/f' is invalid: Only HTTPS links are allowed",
        ),
        (
            {"text": "x", "reply_markup": keyboard(text="填写", web_app={"url": "https://school/form"})},
            "Bad Request: inline keyboard button Web App URL 'https://school/form' is invalid: Wrong HTTP URL",
        ),
        ({"text": "x", "reply_markup": "{"}, "Bad Request: can't parse reply keyboard markup JSON object"),
        ({"text": "x", "colour": "red"}, "Bad Request: unknown parameter colour"),
        (
            {"text": "x", "disable_notification": "maybe"},
            "Bad Request: invalid disable_notification specified: expected Boolean",
        ),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "Bad Request: message to be replied not found"),
        ({"text": "x", "message_thread_id": 7}, "Bad Request: message thread not found"),
        ({"text": "x", "chat_id": 12345}, "Bad Request: chat not found"),
    ],
)
def test_a_message_telegram_would_refuse_is_refused(
    telegram: FakeTelegram, ask: Ask, params: dict[str, Any], words: str
) -> None:
    li = telegram.user()

    answer = ask("sendMessage", **({"chat_id": li.id} | params))

    assert (answer["ok"], answer["error_code"], answer["description"]) == (False, 400, words)
    assert li.sees() == []


@pytest.mark.parametrize(
    "params",
    [
        {"text": "字" * 4096},
        {"text": "😀" * 2048},
        {"text": "<b>" + "字" * 4096 + "</b>", "parse_mode": "HTML"},
        {"text": "x", "reply_markup": keyboard(text="同意", callback_data="字" * 21)},
        {"text": "x", "reply_markup": keyboard(text="看原文", url="https://school.example.cn/c/1")},
    ],
)
def test_what_is_just_within_the_limits_is_accepted(telegram: FakeTelegram, ask: Ask, params: dict[str, Any]) -> None:
    li = telegram.user()

    assert ask("sendMessage", chat_id=li.id, **params)["ok"] is True
    assert len(li.sees()) == 1


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("字<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 <", "Unclosed start tag at byte offset 2"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ],
)
def test_html_that_cannot_be_parsed_is_named_by_its_place(source: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot;c&quot; &nbsp;", 'a <b> & "c" &nbsp;', []),
        ("&#65;&#x4f60;", "A你", []),
        ("😀<b>好</b>", "😀好", [{"type": "bold", "offset": 2, "length": 1}]),
        ("<b></b>x", "x", []),
        (
            '<a href="https://a.example/?q=1&amp;r=2">看</a>',
            "看",
            [{"type": "text_link", "offset": 0, "length": 1, "url": "https://a.example/?q=1&r=2"}],
        ),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "python"}],
        ),
        (
            "<blockquote expandable>长</blockquote>",
            "长",
            [{"type": "expandable_blockquote", "offset": 0, "length": 1}],
        ),
    ],
)
def test_html_is_shown_as_telegram_shows_it(source: str, text: str, entities: list[Any]) -> None:
    assert parse_html(source) == (text, entities)


def test_a_text_is_trimmed_and_its_entities_follow(telegram: FakeTelegram, ask: Ask) -> None:
    li = telegram.user()

    sent = ask("sendMessage", chat_id=li.id, text="\n  <b>好\u202e的</b> \n", parse_mode="HTML")["result"]

    assert (sent["text"], sent["entities"]) == ("好的", [{"type": "bold", "offset": 0, "length": 2}])


def test_who_never_started_blocked_or_left_cannot_be_written_to(telegram: FakeTelegram, ask: Ask) -> None:
    stranger, wang, gone = telegram.user(started=False), telegram.user(), telegram.user()
    group, kicked = telegram.group("信息组", [wang]), telegram.group("总务组", [wang])
    wang.blocks()
    gone.person.deactivated = True
    kicked.removes_bot()
    new = group.migrates()

    answers = [ask("sendMessage", chat_id=c.id, text="x") for c in (stranger, wang, gone, kicked, group)]

    assert [(a["error_code"], a["description"]) for a in answers] == [
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot was kicked from the group chat"),
        (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    ]
    assert answers[-1]["parameters"] == {"migrate_to_chat_id": new.id}
    wang.unblocks()
    assert ask("sendMessage", chat_id=wang.id, text="x")["ok"] is True
    assert ask("sendMessage", chat_id=new.id, text="x")["ok"] is True


def test_an_edit_that_changes_nothing_or_finds_nothing_is_refused(telegram: FakeTelegram, ask: Ask) -> None:
    li = telegram.user()
    mine = li.sends("我的")
    plain = ask("sendMessage", chat_id=li.id, text="旧", reply_markup=keyboard(text="接单", callback_data="c"))
    typed = ask("sendMessage", chat_id=li.id, text="x", reply_markup={"force_reply": True})
    photo = ask("sendMessage", chat_id=li.id, text="gone")
    li.deletes(li.sees()[-1])
    ids = [a["result"]["message_id"] for a in (plain, typed, photo)]

    def edit(message_id: int, **params: Any) -> str:
        answer = ask("editMessageText", chat_id=li.id, message_id=message_id, **params)
        return str(answer.get("description", "ok"))

    same = {"text": " 旧 ", "reply_markup": keyboard(text="接单", callback_data="c")}
    assert edit(ids[0], **same).startswith("Bad Request: message is not modified: ")
    assert edit(ids[1], text="y") == "Bad Request: message can't be edited"
    assert edit(ids[2], text="y") == "Bad Request: message to edit not found"
    assert edit(mine.message_id, text="y") == "Bad Request: message can't be edited"
    assert edit(ids[0], text="字" * 4097) == "Bad Request: MESSAGE_TOO_LONG"
    assert edit(ids[0], text="新") == "ok"
    edited = li.sees()[1]
    assert (edited.text, edited.buttons, edited.edited) == ("新", [], True)


@pytest.mark.parametrize(
    ("method", "form", "file", "words"),
    [
        ("sendPhoto", {}, None, "there is no photo in the request"),
        ("sendPhoto", {}, b"", "file must be non-empty"),
        ("sendPhoto", {}, b"x" * (10 * 1024 * 1024 + 1), "PHOTO_SAVE_FILE_INVALID"),
        ("sendPhoto", {"caption": "字" * 1025}, b"x", "message caption is too long"),
        ("sendPhoto", {"photo": "AgACAgUAAxk"}, None, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "https://localhost/a.png"}, None, "failed to get HTTP URL content"),
        ("sendPhoto", {"photo": "attach://missing"}, None, 'attached file "missing" not found'),
        ("sendDocument", {}, None, "there is no document in the request"),
        ("sendDocument", {"caption": "<br>", "parse_mode": "HTML"}, b"x", "can't parse entities"),
        ("sendDocument", {"caption": "字" * 1024}, b"x", None),
    ],
)
def test_a_file_telegram_would_refuse_is_refused(
    telegram: FakeTelegram, method: str, form: dict[str, str], file: bytes | None, words: str | None
) -> None:
    li = telegram.user()
    name = method.removeprefix("send").lower()
    files = {} if file is None else {name: ("a.png", file)}
    with client(f"{telegram.root}/bot{telegram.token}/") as http:
        answer = http.post(method, data={"chat_id": str(li.id), **form}, files=files).json()

    assert answer.get("description", "").removeprefix("Bad Request: ").startswith(words or "")
    assert (answer["ok"], len(li.sees())) == (words is None, int(words is None))


def test_a_card_with_a_picture_is_edited_by_its_caption(telegram: FakeTelegram, ask: Ask) -> None:
    li = telegram.user()
    stored = telegram.world.keep_file(b"png", "a.png", "image/png", "photos")
    sent = ask("sendPhoto", chat_id=li.id, photo=stored.file_id, caption="旧")["result"]
    plain = ask("sendMessage", chat_id=li.id, text="x")["result"]

    def edit(method: str, message: dict[str, Any], **params: Any) -> str:
        answer = ask(method, chat_id=li.id, message_id=message["message_id"], **params)
        return str(answer.get("description", "ok"))

    assert edit("editMessageText", sent, text="新") == "Bad Request: there is no text in the message to edit"
    assert edit("editMessageCaption", plain, caption="新").startswith("Bad Request: there is no caption")
    assert edit("editMessageCaption", sent, caption="旧").startswith("Bad Request: message is not modified")
    assert edit("editMessageCaption", sent, caption="新") == "ok"
    assert edit("editMessageReplyMarkup", sent, reply_markup=keyboard(text="看", callback_data="v")) == "ok"
    assert (li.sees()[0].text, li.sees()[0].buttons) == ("新", ["看"])


def test_a_press_is_answered_once_and_in_time(telegram: FakeTelegram, ask: Ask, clock: Clock) -> None:
    li = telegram.user()
    ask("sendMessage", chat_id=li.id, text="T-0001", reply_markup=keyboard(text="接单", callback_data="c"))
    first, late = li.presses("接单"), li.presses("接单")

    def answer(query_id: str, **params: Any) -> str:
        return str(ask("answerCallbackQuery", callback_query_id=query_id, **params).get("description", "ok"))

    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert answer(first.query_id, text="长" * 201) == "Bad Request: MESSAGE_TOO_LONG"
    assert answer(first.query_id, text="已接", show_alert=True) == "ok"
    assert answer(first.query_id) == too_old
    clock.advance(16)
    assert answer(late.query_id) == too_old
    assert answer("77") == too_old
    assert (first.answer, late.answer) == ({"text": "已接", "show_alert": True}, None)


def test_sending_too_fast_is_told_how_long_to_wait(clock: Clock) -> None:
    with FakeTelegram(clock=clock, limits=Limits(per_second=5, chat_burst=2, group_per_minute=3)) as fake:
        li, wang, more = fake.user(), fake.user(), [fake.user() for _ in range(4)]
        group = fake.group("信息组", [li])
        with client(f"{fake.root}/bot{fake.token}/") as http:

            def send(chat_id: int) -> int:
                answer = http.post("sendMessage", json={"chat_id": chat_id, "text": "x"}).json()
                return 0 if answer["ok"] else int(answer["parameters"]["retry_after"])

            assert [send(li.id) for _ in range(3)] == [0, 0, 1], "two at once to a chat, then one a second"
            clock.advance(0.5)
            assert send(li.id) == 1, "the penalty lasts"
            clock.advance(0.6)
            assert send(li.id) == 0
            clock.advance(2)
            assert [send(user.id) for user in more] + [send(wang.id)] == [0] * 5
            assert send(li.id) == 1, "five a second in all"
            for _ in range(3):
                clock.advance(2)
                assert send(group.id) == 0
            clock.advance(2)
            assert send(group.id) == 54, "three a minute to a group"
        assert fake.too_many_requests == 4


def test_only_the_right_token_and_known_methods_are_answered(telegram: FakeTelegram) -> None:
    token = telegram.token
    paths = {
        f"/bot{token}/getMe": 200,
        f"/bot{token}/GETME": 200,
        f"/bot{token}x/getMe": 401,
        "/botnonsense/getMe": 404,
        f"/bot{token}/getTea": 404,
        f"/bot{token}/sendPoll": 404,
    }
    with client(telegram.root) as http:
        assert {path: http.get(path).status_code for path in paths} == paths
    assert telegram.violations == ["sendPoll is a method of the Bot API, but this fake does not play it"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"commands": [{"command": "报修", "description": "报修"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "fix", "description": " "}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "fix", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "zh-hans"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 9}}, "chat not found"),
        ({"commands": [], "scope": {"type": "moon"}}, "invalid scope specified: expected BotCommandScope"),
    ],
)
def test_commands_telegram_would_refuse_are_refused(ask: Ask, params: dict[str, Any], words: str) -> None:
    assert ask("setMyCommands", **params)["description"] == f"Bad Request: {words}"


def test_an_old_message_can_be_edited_but_not_deleted(telegram: FakeTelegram, ask: Ask, clock: Clock) -> None:
    li = telegram.user()
    sent = ask("sendMessage", chat_id=li.id, text="x")["result"]["message_id"]
    clock.advance(49 * 3600)

    assert (
        ask("deleteMessage", chat_id=li.id, message_id=sent)["description"] == "Bad Request: message can't be deleted"
    )
    assert ask("editMessageText", chat_id=li.id, message_id=sent, text="y")["ok"] is True
    assert (
        ask("deleteMessage", chat_id=li.id, message_id=99)["description"] == "Bad Request: message to delete not found"
    )


def test_a_bot_that_logged_out_is_refused(ask: Ask) -> None:
    assert ask("logOut")["ok"] is True
    assert ask("getMe")["description"] == "Bad Request: Logged out"


def test_every_method_of_the_table_is_played(telegram: FakeTelegram) -> None:
    assert set(telegram._methods) | {"getUpdates"} == set(table()["methods"])


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_escaped_text_is_shown_as_it_was_and_nothing_else_breaks_the_parser(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>/=&;'\" abprecodx#0字😀"))
def test_whatever_looks_like_html_is_parsed_or_refused(source: str) -> None:
    words = ""
    shown, entities = "", list[dict[str, Any]]()
    try:
        shown, entities = parse_html(source)
    except Refused as refused:
        words = refused.description

    assert not words or words.startswith("Bad Request: can't parse entities: ")
    units = len(shown.encode("utf-16-le")) // 2
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units for e in entities)
