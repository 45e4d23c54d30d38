"""The routes of a form's page: opened once from a link in the chat, saved field by field, submitted as in the chat.

What a request may do is decided in `handlers.pages`; here are only HTTP, the cookie, and the guards against other sites.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from handlers import pages
from handlers.dispatch import Dispatcher
from handlers.errors import Refused
from handlers.incoming import Identity, Said
from handlers.texts import Text, say
from handlers.turn import Turn
from storage import form_links
from storage.form_links import FormLink

STATIC = Path(__file__).parent / "static"
COOKIE = "xiaoxin_form"
MOST_BYTES = 32_768
MOST_A_MINUTE = 240
TRIES = 3  # a lost race is taken up again; the second look sees what the winner did
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # the address is a secret; other sites do not learn it
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self' https://web.telegram.org"
    ),
}


class FormPages:
    """The pages and their small API."""

    def __init__(self, dispatcher: Dispatcher, clock: Callable[[], datetime], *, bot_token: str = "") -> None:
        self._dispatcher, self._clock, self._bot_token = dispatcher, clock, bot_token
        self._pace: dict[str, list[float]] = {}

    def routes(self) -> list[Route | Mount]:
        """Everything under /form."""
        return [
            Mount("/form/static", StaticFiles(directory=STATIC)),
            Route("/form/{token}", self._page),
            Route("/form/{token}/open", self._open, methods=["POST"]),
            Route("/form/{token}/state", self._state),
            Route("/form/{token}/field", self._field, methods=["POST"]),
            Route("/form/{token}/submit", self._submit, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        """The form for the browser that opened it; for any other the door, which a preview of the link cannot open."""

        def look(turn: Turn, link: FormLink) -> tuple[str, str, bool]:
            form, _draft = pages.draft_of(turn, link)
            mine = pages.belongs(link, self._session(request))
            return say(form.title, turn.language), turn.language, mine

        try:
            title, language, mine = await self._in_turn(request, look)
        except Refused as refusal:
            return _html(_plain_page(refusal.wording, "zh"), 410)
        return _html(_form_page(title, language) if mine else _door(title, language))

    async def _open(self, request: Request) -> Response:
        """Take the one opening, remember the browser, and go to the form."""
        if not _same_origin(request):
            return _html(_plain_page(pages.GONE, "zh"), 403)
        body = (await request.body())[:MOST_BYTES]
        signed = str(_loads(body).get("telegram", ""))

        def take(turn: Turn, link: FormLink) -> str:
            return pages.open_link(turn, link, signed, self._bot_token)

        try:
            secret = await self._in_turn(request, take)
        except Refused as refusal:
            page = JSONResponse({"error": say(refusal.wording, "zh")}, 410, headers=HEADERS) if signed else None
            return page or _html(_plain_page(refusal.wording, "zh"), 410)
        path = f"/form/{request.path_params['token']}"
        response: Response = (
            JSONResponse({"open": True}, headers=HEADERS) if signed else RedirectResponse(path, 303, HEADERS)
        )
        secure = request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"
        # Telegram's own web client shows the page inside its own: a stricter cookie would not come back from there.
        response.set_cookie(
            COOKIE, secret, path=path, httponly=True, secure=secure, samesite="none" if signed and secure else "lax",
            max_age=86_400,
        )  # fmt: skip
        return response

    async def _state(self, request: Request) -> Response:
        return await self._answer(request, pages.state)

    async def _field(self, request: Request) -> Response:
        data = await self._sent(request)

        def save(turn: Turn, link: FormLink) -> dict[str, Any]:
            name, text, was = (str(data.get(key, "")) for key in ("name", "text", "was"))
            pages.save(turn, link, name, text, was)
            return pages.state(turn, link)

        return await self._answer(request, save)

    async def _submit(self, request: Request) -> Response:
        def submit(turn: Turn, link: FormLink) -> dict[str, Any]:
            pages.submit(turn, link)
            return {"done": say(pages.DONE, turn.language)}

        return await self._answer(request, submit)

    async def _sent(self, request: Request) -> dict[str, Any]:
        body = await request.body()
        return _loads(body) if len(body) <= MOST_BYTES else {}

    async def _answer(self, request: Request, act: Callable[[Turn, FormLink], dict[str, Any]]) -> Response:
        """One call of the page: only from our own page, in the browser that opened the link, at a human pace."""
        if request.headers.get("x-xiaoxin") != "form" or not _same_origin(request):
            return _json({"error": "只接受来自本页面的请求。/ Only from this page."}, 403)
        if not self._in_pace(request.path_params["token"]):
            return _json({"error": "太快了，请稍等。/ Too fast; please wait."}, 429)
        language = "zh"

        def guarded(turn: Turn, link: FormLink) -> dict[str, Any]:
            nonlocal language
            language = turn.language
            if not pages.belongs(link, self._session(request)):
                raise pages.Gone(pages.OPENED)
            return act(turn, link)

        try:
            return _json(await self._in_turn(request, guarded))
        except pages.Gone as gone:
            return _json({"error": say(gone.wording, language), "gone": True}, 410)
        except Refused as refusal:
            return _json({"error": say(refusal.wording, language)}, 422)

    async def _in_turn(self, request: Request, act: Callable[[Turn, FormLink], Any]) -> Any:
        return await asyncio.to_thread(self._turn, request.path_params["token"], act)

    def _turn(self, token: str, act: Callable[[Turn, FormLink], Any]) -> Any:
        """One transaction in the person's name, as if they had said it where the link was given."""
        for attempt in range(TRIES):
            try:
                with self._dispatcher.database.write() as tx:
                    link = form_links.of_token(tx, token)
                    if link is None:
                        raise pages.Gone(pages.GONE)
                    account, now = link.account, self._clock()
                    who = Identity(account.platform, account.external_id, account.address)
                    heard = Said(who, f"form:{link.id}:{secrets.token_hex(6)}", now, "")
                    turn = Turn(
                        tx, self._dispatcher.school, self._dispatcher.features, now, heard=heard, account=account
                    )
                    found = act(turn, link)
                    turn.finish()
                break
            except (StaleDataError, IntegrityError):
                if attempt == TRIES - 1:
                    raise
        self._dispatcher.school.wake()
        return found

    @staticmethod
    def _session(request: Request) -> str:
        return request.cookies.get(COOKIE, "")

    def _in_pace(self, token: str) -> bool:
        now = asyncio.get_running_loop().time()
        recent = [at for at in self._pace.get(token, ()) if now - at < 60]
        if len(self._pace) > 10_000:
            self._pace.clear()
        self._pace[token] = [*recent, now]
        return len(recent) < MOST_A_MINUTE


def _form_page(title: str, language: str) -> str:
    words = {
        name: say(text, language)
        for name, text in (
            ("saved", pages.SAVED), ("saving", pages.SAVING), ("unsaved", pages.UNSAVED), ("required", pages.REQUIRED),
            ("choose", pages.CHOOSE),
        )
    }  # fmt: skip
    data = " ".join(f'data-{name}="{escape(word)}"' for name, word in words.items())
    return _document(
        title, language,
        f'<h1>{escape(title)}</h1><p class="hint">{escape(say(pages.HINT, language))}</p>'
        f'<form id="form" novalidate {data}><div id="fields"></div><p id="problem" role="alert"></p>'
        f'<button id="submit" type="submit">{escape(say(pages.SUBMIT, language))}</button></form>'
        '<p id="status" role="status" aria-live="polite"></p>',
        script=True,
    )  # fmt: skip


def _door(title: str, language: str) -> str:
    return _document(
        title, language,
        f'<h1>{escape(title)}</h1><p>{escape(say(pages.FOR_WHOM, language))}</p>'
        f'<form id="door" method="post"><button type="submit">{escape(say(pages.OPEN, language))}</button></form>'
        '<p id="status" role="status" aria-live="polite"></p>',
        script=True,
    )  # fmt: skip


def _plain_page(words: Text, language: str) -> str:
    other = words.en if say(words, language) == words.zh else words.zh
    return _document("校信官", language, f'<p>{escape(say(words, language))}</p><p lang="en">{escape(other)}</p>')


def _document(title: str, language: str, body: str, *, script: bool = False) -> str:
    tag = "en" if language.lower().startswith("en") else "zh-CN"
    run = '<script src="/form/static/form.js" defer></script>' if script else ""
    return (
        f'<!doctype html><html lang="{tag}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<link rel="icon" href="/form/static/icon.svg"><link rel="stylesheet" href="/form/static/form.css">{run}</head>'
        f"<body><main>{body}</main></body></html>"
    )


def _html(page: str, status: int = 200) -> Response:
    return HTMLResponse(page, status, headers=HEADERS)


def _json(data: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(data, status, headers=HEADERS)


def _loads(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _same_origin(request: Request) -> bool:
    """Browsers name the page a request comes from; ours is the only one that may."""
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host", "")
