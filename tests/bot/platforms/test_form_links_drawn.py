"""A link to a form's page: inside Telegram where the address allows it, as plain words everywhere."""

import asyncio

import pytest

from bot.platforms.telegram_bot import TelegramAccount, TelegramLine
from bot.platforms.telegram_drawing import draw, keyboard
from bot.platforms.telegram_mouth import TelegramMouth
from handlers.cards import Card, Link, Rendered
from jobs.outgoing import Accepted, Outcome
from tests.bot.platforms.conftest import sending
from tests.fakes import FakeTelegram, Limits

SECURE, LOCAL = "https://school.example/form/abc", "http://127.0.0.1:8080/form/abc"


def card(url: str) -> Rendered:
    return Card("在网页上填写：", (url,), links=(Link("用网页填写", url),)).render("zh")


@pytest.mark.parametrize(
    ("url", "inside"), [(SECURE, [[SECURE]]), (LOCAL, None), ("https://localhost/form/a", None), ("https://xx/a", None)]
)
def test_telegram_opens_it_inside_itself_where_it_can(url: str, inside: list[list[str]] | None) -> None:
    drawn = keyboard(card(url))
    opened = (
        [[button["web_app"]["url"] for button in row if "web_app" in button] for row in drawn["inline_keyboard"]]
        if drawn
        else None
    )
    assert opened == inside
    assert url in draw(card(url))[0].plain


def test_in_a_group_it_opens_in_the_browser_for_telegram_takes_no_other_button_there() -> None:
    with FakeTelegram(limits=Limits.none()) as fake:
        group, li = fake.group("信息中心", []), fake.user()

        async def sent() -> list[Outcome]:
            line = TelegramLine(TelegramAccount(fake.token, fake.root))
            mouth = TelegramMouth(line.bot)
            outcomes = await mouth.send([sending(seat.id, card(SECURE)) for seat in (group, li)])
            await line.close()
            return list(outcomes)

        assert [type(outcome) for outcome in asyncio.run(sent())] == [Accepted, Accepted]
        shown = [[sorted(button) for row in seat.sees()[0].rows for button in row] for seat in (group, li)]
        assert shown == [[["text", "url"]], [["text", "web_app"]]]
        assert len(fake.called("sendMessage")) == 2


def test_it_survives_the_outbox_and_costs_nothing_where_there_is_none() -> None:
    assert Rendered.from_json(card(SECURE).to_json()) == card(SECURE)
    assert "links" not in Card("好").render("zh").to_json()
    assert SECURE in card(SECURE).as_text()
