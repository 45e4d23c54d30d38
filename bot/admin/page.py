"""The route and the drawing of the admin page: plain HTML made on the server, no script, words for every state."""

import asyncio
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.admin import texts
from bot.admin.access import may_look
from bot.admin.gathering import Status, Table, gather
from bot.commands import texts as command_texts
from bot.commands.checking import covered, secrets_of
from bot.commands.checks import Finding
from bot.platforms.web.guards import HEADERS, Paces
from handlers.texts import Phrase, Text, say

if TYPE_CHECKING:
    from bot.app import App

MOST_WRONG = 10  # wrong tokens a minute from one address
GUARDED = {
    **HEADERS,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}
ORDER = {"broken": 0, "warning": 1, "ok": 2}


class AdminPage:
    """`/admin`, for the administrator alone."""

    def __init__(self, app: "App", parts: Callable[[], Mapping[str, bool]]) -> None:
        self._app, self._parts = app, parts
        self._started = app.clock()
        self._token = app.settings.admin_token.get_secret_value()
        self._secrets = secrets_of(app.settings)
        self._wrong = Paces(MOST_WRONG)

    def routes(self) -> list[Route]:
        """The one page."""
        return [Route("/admin", self._page)]

    async def _page(self, request: Request) -> Response:
        language = self._language(request)
        if not may_look(request, self._token):
            return self._shut(request, language)
        status = await asyncio.to_thread(lambda: gather(self._app, self._parts(), self._started))
        return HTMLResponse(_drawn(status, self._app.settings.timezone, language, self._hidden), headers=GUARDED)

    def _shut(self, request: Request, language: str) -> Response:
        """Without a token there is nothing to ask for; with one the browser asks, and a guesser soon has to wait."""
        if not self._token:
            return HTMLResponse(_document(_line(texts.SHUT, language), language), 403, headers=GUARDED)
        offered = "authorization" in request.headers
        if offered and not self._wrong.allows(request.client.host if request.client else ""):
            return HTMLResponse(_document(_line(texts.TOO_MANY, language), language), 429, headers=GUARDED)
        asks = {**GUARDED, "WWW-Authenticate": 'Basic realm="Xiaoxin", charset="UTF-8"'}
        return HTMLResponse(_document(_line(texts.SIGN_IN, language), language), 401, headers=asks)

    def _language(self, request: Request) -> str:
        said = request.query_params.get("lang", "") or self._app.settings.language
        return "en" if said.lower().startswith("en") else "zh"

    def _hidden(self, words: Phrase, language: str) -> str:
        """The words with every secret of the settings covered, whatever a library put into its message."""
        said = say(words, language)
        return say(covered(self._secrets, Text(said, said)), language)


Hide = Callable[[Phrase, str], str]


def _drawn(status: Status, zone: str, language: str, hidden: Hide) -> str:
    found = sorted(status.findings, key=lambda one: ORDER[one.state])
    broken = sum(one.state == "broken" for one in found)
    warnings = sum(one.state == "warning" for one in found)
    first = texts.TO_MEND(broken=broken, warnings=warnings) if broken or warnings else texts.ALL_WELL
    now = texts.AT(now=f"{status.now:%Y-%m-%d %H:%M}", zone=zone)
    other = "zh" if language == "en" else "en"
    links = (_link(say(texts.AGAIN, language), language), _link(texts.OTHER_LANGUAGE[language], other))
    body = [
        f"<p><strong>{escape(say(first, language))}</strong></p>",
        f"<p>{' · '.join((escape(say(now, language)), *links))}</p>",
        f'<h2 id="checks">{escape(say(texts.CHECKS, language))}</h2><ul aria-labelledby="checks">',
        *(_finding(one, language, hidden) for one in found),
        "</ul>",
        *(_table(one, language, hidden) for one in status.tables),
    ]
    return _document("".join(body), language)


def _finding(one: Finding, language: str, hidden: Hide) -> str:
    about: Phrase = texts.ABOUT.get(one.about) or command_texts.ABOUT[one.about]
    state = say(command_texts.STATES[one.state], language)
    return (
        f'<li class="{one.state}"><span class="state">{escape(state)}</span> '
        f"<strong>{escape(say(about, language))}</strong> {escape(hidden(one.says, language))}</li>"
    )


def _table(table: Table, language: str, hidden: Hide) -> str:
    heading = f"<h2>{escape(say(table.heading, language))}</h2>"
    if not table.rows:
        return f"{heading}{_line(texts.NOTHING, language)}"
    columns = "".join(f'<th scope="col">{escape(say(one, language))}</th>' for one in table.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(hidden(first, language))}</th>'
        + "".join(f"<td>{escape(hidden(cell, language))}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in table.rows
    )
    after = _line(table.after, language) if table.after is not None else ""
    label = escape(say(table.heading, language))
    return (
        f'{heading}<div class="wide" role="region" aria-label="{label}" tabindex="0"><table><thead><tr>{columns}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{after}"
    )


def _link(words: str, language: str) -> str:
    tag = "en" if language == "en" else "zh-CN"
    return f'<a href="/admin?lang={language}" lang="{tag}">{escape(words)}</a>'


def _line(words: Text, language: str) -> str:
    return f"<p>{escape(say(words, language))}</p>"


def _document(body: str, language: str) -> str:
    title = escape(say(texts.TITLE, language))
    return (
        f'<!doctype html><html lang="{"en" if language == "en" else "zh-CN"}"><head><meta charset="utf-8">'
        f'<title>{title}</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="/chat/static/icon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/chat/static/admin.css"></head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )
