"""Screens for a wall: `/screen/<feature>/<token>`, read again every few seconds. What stands on one is the feature's."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from handlers import qr
from handlers.dispatch import Dispatcher
from handlers.screens import Screen
from handlers.texts import Text, say
from handlers.turn import Turn

GONE = Text("这个大屏地址无效或已过期。", "This screen does not exist, or no longer does.")
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address holds the key
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


class Screens:
    """The pages and what they read."""

    def __init__(self, dispatcher: Dispatcher, clock: Callable[[], datetime]) -> None:
        self._dispatcher, self._clock = dispatcher, clock

    def routes(self) -> list[Route]:
        """Everything under /screen."""
        return [
            Route("/screen/{feature}/{token}", self._page),
            Route("/screen/{feature}/{token}/now", self._now),
        ]

    async def _page(self, request: Request) -> Response:
        screen = await asyncio.to_thread(self._read, request)
        if screen is None:
            return PlainTextResponse(f"{GONE.zh}\n{GONE.en}\n", 404, headers=HEADERS)
        language = self._language(request)
        return HTMLResponse(_html(_words(screen, language), language), headers=HEADERS)

    async def _now(self, request: Request) -> Response:
        screen = await asyncio.to_thread(self._read, request)
        if screen is None:
            return JSONResponse({"over": True}, 404, headers=HEADERS)
        return JSONResponse(_words(screen, self._language(request)), headers=HEADERS)

    def _read(self, request: Request) -> Screen | None:
        """What the feature shows now; unknown features and wrong keys answer alike."""
        school, features = self._dispatcher.school, self._dispatcher.features
        router = features.by_name.get(request.path_params["feature"])
        if router is None or router.screen_of is None:
            return None
        with self._dispatcher.database.read() as tx:
            return router.screen_of(Turn(tx, school, features, self._clock()), request.path_params["token"][:200])

    def _language(self, request: Request) -> str:
        """The language of the address (`?lang=en`), which is its host's, else the school's."""
        said = request.query_params.get("lang", "") or self._dispatcher.school.language
        return "en" if said.lower().startswith("en") else "zh"


def _words(screen: Screen, language: str) -> dict[str, Any]:
    return {
        "title": say(screen.title, language), "big": screen.big, "over": screen.over,
        "lines": [say(line, language) for line in screen.lines], "svg": _svg(screen.scan) if screen.scan else "",
    }  # fmt: skip


def _html(words: dict[str, Any], language: str) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in words["lines"])
    return (
        f'<!doctype html><html lang="{"en" if language == "en" else "zh-CN"}">'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(words['title'])}</title>"
        '<link rel="stylesheet" href="/chat/static/screen.css"><script defer src="/chat/static/screen.js"></script>'
        f'<main aria-live="polite"><h1>{escape(words["title"])}</h1><div id="big">{escape(words["big"])}</div>'
        f'<div id="scan">{words["svg"]}</div><div id="lines">{lines}</div></main></html>'
    )


def _svg(content: str) -> str:
    """The code as a drawing, dark on white, with its quiet zone."""
    rows = qr.modules(content)
    size = len(rows) + 8
    dark = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, one in enumerate(row) if one)
    return (
        f'<svg viewBox="0 0 {size} {size}" role="img" aria-label="QR" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
    )
