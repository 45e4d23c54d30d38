"""The wire to Telegram: python-telegram-bot's requests over aiohttp, a small part of what its own transport costs.

`call` is the short way for what is said most: plain values in, Telegram's own JSON out, and no object in between.
Faults of the line say whether anything had left this machine, for that decides whether it may be said again.
"""

import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram import Bot, TelegramObject
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

KEPT_OPEN = 15.0  # seconds of silence after which we close a connection, before Telegram does
BAD_GATEWAYS = frozenset({502, 503})
FAILURES = BAD_GATEWAYS | {500}  # not 504: whoever stands behind may still do it
PROXIES = frozenset({"http", "https"})  # of which the transport knows how to speak


class NotSent(NetworkError):
    """Nothing of ours left this machine: repeating cannot make a second copy."""


class NoFreeConnection(NotSent):
    """All connections to Telegram are in use."""


class Failed(NetworkError):
    """Telegram answered that it could not do it. `gateway`: nothing behind its door was even asked."""

    def __init__(self, status: int) -> None:
        super().__init__(f"Telegram answered {status}")
        self.gateway = status in BAD_GATEWAYS


class _Values:
    """Plain values in the place of the library's objects; all that `do_request` looks at."""

    multipart_data: Mapping[str, Any] = {}

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.parameters = parameters


async def call(bot: Bot, method: str, **values: Any) -> Any:
    """One call of the Bot API; its `result`. What is None is left out. Raises `TelegramError`."""
    given = {
        name: value.to_dict() if isinstance(value, TelegramObject) else value
        for name, value in values.items()
        if value is not None
    }
    return await bot.request.post(f"{bot.base_url}/{method}", cast("RequestData", _Values(given)))


class TelegramWire(BaseRequest):
    """A pool of connections. They belong to the event loop of the first request."""

    def __init__(self, *, connections: int, read_timeout: float, write_timeout: float, connect_timeout: float,
                 proxy: str = "") -> None:  # fmt: skip
        """Seconds each. `proxy` is http:// or https://; without one the environment's is used, as for every program."""
        self._connections, self._proxy = connections, proxy
        self._read, self._write, self._connect = read_timeout, write_timeout, connect_timeout
        self._usual = self._timeout(read_timeout)
        self._session: aiohttp.ClientSession | None = None
        self._under_way = 0
        self._ways: dict[str, str | None] = {}  # the proxy for each host

    @property
    def read_timeout(self) -> float:
        """Seconds Telegram may take to answer."""
        return self._read

    async def initialize(self) -> None:
        """Connections are opened as they are needed."""

    async def shutdown(self) -> None:
        """Give the connections back."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """(status, body). `NotSent` where that is sure, `TimedOut` and `NetworkError` where nobody knows."""
        del connect_timeout, pool_timeout  # the same for all our calls
        read = self._read if read_timeout is self.DEFAULT_NONE else read_timeout
        write = self._write if write_timeout is self.DEFAULT_NONE else write_timeout
        carries = request_data is not None and bool(request_data.multipart_data)
        timeout = self._timeout(read, write) if carries or read != self._read else self._usual
        body, headers = _body(request_data)
        session = self._session or self._open()
        self._under_way += 1
        try:
            async with session.request(
                method, url, data=body, headers=headers, timeout=timeout, proxy=self._way(url), allow_redirects=False
            ) as answer:
                if answer.status in FAILURES:
                    raise Failed(answer.status)
                return answer.status, await answer.read()
        except aiohttp.ConnectionTimeoutError as late:
            full = self._under_way > self._connections
            raise (NoFreeConnection if full else NotSent)("no connection in time") from late
        except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError, aiohttp.InvalidURL) as refused:
            raise NotSent(f"no connection: {type(refused).__name__}") from refused
        except TimeoutError as late:
            raise TimedOut from late
        except aiohttp.ClientError as broken:
            raise NetworkError(f"the line broke: {type(broken).__name__}") from broken
        finally:
            self._under_way -= 1

    def _open(self) -> aiohttp.ClientSession:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEPT_OPEN),
            cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": self.USER_AGENT},
        )  # fmt: skip
        return self._session

    def _timeout(self, read: float | None, write: float | None = None) -> aiohttp.ClientTimeout:
        """Aiohttp does not time the writing: what takes long to write has a limit for the whole call."""
        total = self._connect + read + write if read is not None and write is not None else None
        return aiohttp.ClientTimeout(total=total, connect=self._connect, sock_connect=self._connect, sock_read=read)

    def _way(self, url: str) -> str | None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if host not in self._ways:
            found = self._proxy or (None if proxy_bypass(host) else getproxies().get(parts.scheme))
            if found and urlsplit(found).scheme not in PROXIES:  # spoken to as one, it would swallow what we send
                raise NotSent("the proxy is no http:// or https:// one; set XIAOXIN_TELEGRAM_PROXY to one that is")
            self._ways[host] = found
        return self._ways[host]


def _body(data: RequestData | None) -> tuple[Any, dict[str, str]]:
    if data is None:
        return None, {}
    if not data.multipart_data:
        return json.dumps(data.parameters, ensure_ascii=False).encode(errors="replace"), {
            "Content-Type": "application/json"
        }
    form = aiohttp.FormData(quote_fields=False)  # names of files in the letters people wrote
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}
