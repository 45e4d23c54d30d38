"""Who may ask what of the chat page: the visitor's cookie, requests from our own page only, sane sizes, a human pace."""

import asyncio
import hashlib
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handlers.texts import Text

COOKIE, LANGUAGE = "xiaoxin_session", "xiaoxin_language"
LASTS = 180 * 86_400  # seconds a browser is remembered after its last visit
MOST_A_MINUTE = 40
HEADERS = {
    "Cache-Control": "no-cache",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        # No script but our own files. They evaluate nothing themselves; programs that drive a browser to test the page do.
        "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


class Refusal(Exception):
    """A request that is not taken, with the words for it."""

    def __init__(self, status: int, words: Text) -> None:
        super().__init__(words.en)
        self.status, self.words = status, words


def refused(status: int, words: Text) -> JSONResponse:
    """The answer to a request that is not taken: in both languages, for the person and for whoever reads the log."""
    return JSONResponse({"error": f"{words.zh} / {words.en}", "zh": words.zh, "en": words.en}, status_code=status)


def address_of(request: Request) -> str:
    """The visitor's own conversation: the hash of a cookie only this browser has; "" before the page was opened."""
    token = request.cookies.get(COOKIE)
    return "w-" + hashlib.sha256(token.encode()).hexdigest()[:32] if token else ""


def remember(request: Request, response: Response) -> None:
    """Know this browser again; each visit prolongs it."""
    secure = request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"
    response.set_cookie(
        COOKIE, request.cookies.get(COOKIE) or secrets.token_urlsafe(32), max_age=LASTS, httponly=True, samesite="lax",
        secure=secure,
    )  # fmt: skip


def chosen_language(request: Request) -> str:
    """The language chosen on the page, `zh` or `en`; "" while none was."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE, "")
    return {"en": "en", "zh": "zh"}.get(chosen[:2].lower(), "")


def from_our_page(request: Request) -> bool:
    """Browsers name the page a request comes from, and only our own script sends this header."""
    origin = request.headers.get("origin")
    same = origin is None or origin.partition("://")[2] == request.headers.get("host", "")
    return same and request.headers.get("x-xiaoxin") == "chat"


async def body_of(request: Request, most: int, too_big: Text) -> bytes:
    """What was sent, never more than `most` bytes of it. Raises `Refusal`."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > most:
            raise Refusal(413, too_big)
    return bytes(content)


class Paces:
    """How often each conversation may speak."""

    def __init__(self, most: int = MOST_A_MINUTE) -> None:
        self._most = most
        self._recent: dict[str, list[float]] = {}

    def allows(self, address: str) -> bool:
        """Whether this one more is at a human pace."""
        now = asyncio.get_running_loop().time()
        recent = [at for at in self._recent.get(address, ()) if now - at < 60]
        if len(self._recent) > 10_000:
            self._recent.clear()
        self._recent[address] = [*recent, now]
        return len(recent) < self._most
