"""Keyboards under messages, and which of them Telegram refuses."""

import ipaddress
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram_refusals import bad_request

Json = dict[str, Any]
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
MOST_IN_ROW = 8
MOST_IN_ALL = 100


def inline_keyboard(markup: Json | None, violation: Callable[[str], None], *, private: bool = True) -> Json | None:
    """A checked inline keyboard; `None` where there is no button. `Refused` for what Telegram refuses."""
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = [[_button(button, private=private) for button in row] for row in markup["inline_keyboard"] if row]
    if any(len(row) > MOST_IN_ROW for row in rows) or sum(map(len, rows)) > MOST_IN_ALL:
        violation(f"more than {MOST_IN_ROW} buttons in a row or {MOST_IN_ALL} in all are not shown")
    return {"inline_keyboard": rows} if rows else None


def _button(button: Json, *, private: bool) -> Json:
    kinds = [name for name in ACTIONS if name in button]
    if not str(button["text"]).strip():
        raise bad_request("can't parse inline keyboard button: Text of the button must be non-empty")
    if not kinds or button.get("callback_data") == "":
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one optional field must be used")
    if len(button.get("callback_data", "").encode()) > 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.get("style", "primary") not in ("danger", "success", "primary"):
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    if "url" in button and not is_allowed_url(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "web_app" in button:
        _check_web_app(str(button["web_app"]["url"]), private=private)
    return button


def _check_web_app(url: str, *, private: bool) -> None:
    """Pages open inside Telegram in a private chat only, and only over HTTPS."""
    if not url.startswith("https://"):
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    if not is_allowed_url(url):
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Wrong HTTP URL")
    if not private:
        raise bad_request("BUTTON_TYPE_INVALID")


def is_allowed_url(url: str) -> bool:
    """Telegram links to public names only: no `localhost`, no host without a dot."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme == "tg":
        return True
    if parts.scheme not in ("http", "https"):
        return False
    if is_address(host):
        return True
    labels = host.split(".")
    return len(labels) > 1 and all(labels) and not any(c.isspace() for c in url) and labels[-1] != "localhost"


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
