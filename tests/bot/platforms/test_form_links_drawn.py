"""A link to a form's page: inside Telegram where the address allows it, as plain words everywhere."""

import pytest

from bot.platforms.telegram_drawing import draw, keyboard
from handlers.cards import Card, Link, Rendered

SECURE, LOCAL = "https://school.example/form/abc", "http://127.0.0.1:8080/form/abc"


def card(url: str) -> Rendered:
    return Card("在网页上填写：", (url,), links=(Link("用网页填写", url),)).render("zh")


@pytest.mark.parametrize(("url", "inside"), [(SECURE, [[SECURE]]), (LOCAL, None)])
def test_telegram_opens_it_inside_itself_where_it_can(url: str, inside: list[list[str]] | None) -> None:
    drawn = keyboard(card(url))
    opened = (
        [[button.web_app.url for button in row if button.web_app] for row in drawn.inline_keyboard] if drawn else None
    )
    assert opened == inside
    assert url in draw(card(url))[0].plain


def test_it_survives_the_outbox_and_costs_nothing_where_there_is_none() -> None:
    assert Rendered.from_json(card(SECURE).to_json()) == card(SECURE)
    assert "links" not in Card("好").render("zh").to_json()
    assert SECURE in card(SECURE).as_text()
