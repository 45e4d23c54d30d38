"""The chat page: the same engine in a browser, live, for trying, for demonstration and for people without an app."""

from bot.platforms.web.mouth import Hub, WebMouth
from bot.platforms.web.pages import WebChat

__all__ = ["Hub", "WebChat", "WebMouth"]
