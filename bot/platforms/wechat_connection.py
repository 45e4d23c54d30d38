"""The line to WeCom's and WeChat's servers, over wechatpy, with the traps of that library taken out.

Found by running it: its token fetch and downloads have no timeout and hosts of their own; a server that keeps refusing
a token makes it call itself for ever; a cold start asks for a token once per thread. So the token is fetched here, once
at a time, a refused one is renewed once, and every call carries its token and its timeout. All of it blocks: callers
come from worker threads.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, NewConnectionError
from wechatpy.client.base import BaseWeChatClient
from wechatpy.exceptions import WeChatClientException

KNOCK_TIMEOUT = (2.0, 5.0)
TIMEOUT = (5.0, 15.0)  # seconds to connect, and to answer
SPARE = timedelta(minutes=3)  # a token is given up this long before its end
LIVES = 7200
STALE = frozenset({40001, 40014, 42001})  # the token, not the call, is what is wrong
CHUNK = 64 * 1024

Found = TypeVar("Found")


class TokenStore(Protocol):
    """Where access tokens outlive the process and are shared by several. They are credentials."""

    def get(self, name: str) -> dict[str, str] | None:
        """What was set, or None."""
        ...

    def set(self, name: str, value: dict[str, str]) -> None:
        """Keep it."""
        ...


class TokensInMemory:
    """Tokens of one process, gone with it."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, str]] = {}

    def get(self, name: str) -> dict[str, str] | None:
        """What was set, or None."""
        return self._kept.get(name)

    def set(self, name: str, value: dict[str, str]) -> None:
        """Keep it."""
        self._kept[name] = value


class PlatformError(Exception):
    """Something between us and the platform went wrong; the kinds say what that means for a message."""


class NotSent(PlatformError):
    """Nothing left this machine: the call can be repeated."""


class NoAnswer(PlatformError):
    """The call went out and nothing useful came back: it may have been obeyed."""


@dataclass
class Refusal(PlatformError):
    """The platform said no, with its number and words."""

    errcode: int
    errmsg: str = ""

    def __str__(self) -> str:
        return f"{self.errcode} {self.errmsg}".strip()


class TooBig(Exception):
    """A file over the limit we set."""


@dataclass
class Connection:
    """One application or account at one platform.

    `fetch` asks the platform for a token: the fields to call with, given whether the last one must not come back.
    """

    client: BaseWeChatClient
    root: str
    name: str
    fetch: Callable[["Connection", bool], dict[str, Any]]
    store: TokenStore
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        """Point the library at the configured root; by itself it knows only the official hosts."""
        logging.getLogger("urllib3").setLevel(logging.INFO)  # below, it writes addresses with the token in them
        self.client.API_BASE_URL = f"{self.root.rstrip('/')}/cgi-bin/"
        self.client.timeout = TIMEOUT
        self.client.auto_retry = False
        # Never resend below our own rules: the default of no retries, said aloud.
        for scheme in ("https://", "http://"):
            self.http.mount(scheme, HTTPAdapter(pool_maxsize=16, max_retries=0))

    @property
    def http(self) -> requests.Session:
        """The library's own session: same proxies, same certificates, same connections."""
        session: requests.Session = self.client._http  # noqa: SLF001 -- wechatpy has no public name for it
        return session

    def close(self) -> None:
        """Give the connections back."""
        self.http.close()

    def post(self, endpoint: str, data: dict[str, Any], **query: str) -> dict[str, Any]:
        """Call a method with JSON in UTF-8; its answer. Raises `Refusal`, `NotSent`, `NoAnswer`."""

        def call(token: str) -> dict[str, Any]:
            return _called(lambda: self.client.post(endpoint, data=data, params={**query, "access_token": token}))

        return self._with_token(call)

    def get(self, endpoint: str, **query: Any) -> dict[str, Any]:
        """The same by GET."""

        def call(token: str) -> dict[str, Any]:
            return _called(lambda: self.client.get(endpoint, params={**query, "access_token": token}))

        return self._with_token(call)

    def download(self, media_id: str, most: int) -> bytes:
        """Temporary media. `TooBig` before more than `most` bytes are in memory; else as `post`."""
        return self._with_token(lambda token: _sent(lambda: self._downloaded(token, media_id, most)))

    def upload(self, kind: str, name: str, content: bytes, media_type: str) -> dict[str, Any]:
        """Carry a file there as temporary media; `media_id` in the answer. Raises as `post` does."""

        def call(token: str) -> dict[str, Any]:
            # Bytes, not an open file: a second try after a stale token would find that at its end.
            carried = {"media": (name, content, media_type)}
            query = {"access_token": token, "type": kind}
            return _called(lambda: self.client.post("media/upload", params=query, files=carried))

        return self._with_token(call)

    def knock(self, url: str, query: dict[str, str]) -> bytes | None:
        """What our own door answers where the platform would call it; None when nobody answers there."""
        try:
            answer = self.http.get(url, params=query, timeout=KNOCK_TIMEOUT)
        except requests.RequestException:
            return None
        return answer.content if answer.ok else b""

    def ask_for_token(self, method: str, endpoint: str, **how: Any) -> dict[str, Any]:
        """One call without a token, for those who fetch one."""

        def ask() -> Any:
            answer = self.http.request(method, f"{self.client.API_BASE_URL}{endpoint}", timeout=TIMEOUT, **how)
            answer.raise_for_status()
            return answer.json()

        found = _sent(ask)
        if not isinstance(found, dict) or not found.get("access_token"):
            code = found.get("errcode", -1) if isinstance(found, dict) else -1
            raise Refusal(int(code), str(found.get("errmsg", "no token")) if isinstance(found, dict) else "no token")
        return found

    def token(self) -> str:
        """The access token, fetched when there is none or it ends soon. One thread fetches, the others wait for it."""
        with self._lock:
            return self._kept() or self._fetched(renew=False)

    def _with_token(self, call: Callable[[str], Found]) -> Found:
        token = self.token()
        try:
            return call(token)
        except Refusal as refusal:
            if refusal.errcode not in STALE:
                raise
        return call(self._renewed(token))

    def _renewed(self, refused: str) -> str:
        """Another token than the refused one, unless somebody else has renewed it already."""
        with self._lock:
            kept = self._kept()
            if kept and kept != refused:
                return kept
            found = self._fetched(renew=False)
            return found if found != refused else self._fetched(renew=True)

    def _kept(self) -> str:
        kept = self.store.get(self.name)
        if not kept or datetime.fromisoformat(kept["until"]) - SPARE <= self.clock():
            return ""
        return kept["token"]

    def _fetched(self, *, renew: bool) -> str:
        found = self.fetch(self, renew)
        token = str(found["access_token"])
        until = self.clock() + timedelta(seconds=int(found.get("expires_in", LIVES)))
        self.store.set(self.name, {"token": token, "until": until.isoformat()})
        return token

    def _downloaded(self, token: str, media_id: str, most: int) -> bytes:
        query = {"access_token": token, "media_id": media_id}
        url = f"{self.client.API_BASE_URL}media/get"
        with self.http.get(url, params=query, timeout=TIMEOUT, stream=True) as answer:
            answer.raise_for_status()
            if "json" in answer.headers.get("content-type", "") or "text/plain" in answer.headers.get(
                "content-type", ""
            ):
                found = answer.json()
                raise Refusal(int(found.get("errcode", -1)), str(found.get("errmsg", "")))
            content = bytearray()
            for chunk in answer.iter_content(CHUNK):
                content += chunk
                if len(content) > most:
                    raise TooBig(f"over {most} bytes")
            return bytes(content)


def _called(call: Callable[[], Any]) -> dict[str, Any]:
    def checked() -> Any:
        try:
            return call()
        except WeChatClientException as error:
            if error.errcode is None:  # an HTTP error: a gateway spoke, not the platform
                status = getattr(error.response, "status_code", "?")
                raise NoAnswer(f"HTTP {status}") from None  # the original holds the address, and the token is in it
            raise Refusal(int(error.errcode), str(error.errmsg)) from None

    answer = _sent(checked)
    if not isinstance(answer, dict):
        raise NoAnswer("an answer that is not JSON")
    return answer


def _sent(call: Callable[[], Found]) -> Found:
    """The network's many ways to fail, as the two that matter. Addresses stay out of the words: tokens are in them."""
    try:
        return call()
    except requests.ConnectTimeout:
        raise NotSent("no connection in time") from None
    except (requests.exceptions.ProxyError, requests.exceptions.SSLError) as error:
        raise NotSent(type(error).__name__) from None
    except requests.ConnectionError as error:
        cause = error.args[0] if error.args else None
        refused = isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
        raise (NotSent("no connection") if refused else NoAnswer("the line broke")) from None
    except requests.Timeout:
        raise NoAnswer("no answer in time") from None
    except requests.HTTPError as error:
        raise NoAnswer(f"HTTP {getattr(error.response, 'status_code', '?')}") from None
    except requests.RequestException as error:
        raise NoAnswer(type(error).__name__) from None
