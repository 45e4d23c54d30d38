"""What the platform tests share: fakes on this machine's ports, a clock for both sides, ears that remember."""

import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from bot.ears import RawUpdate
from handlers.cards import Rendered, Shown
from jobs.outgoing import Outgoing
from storage.outbox import Kind
from tests.patience import PATIENCE

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@dataclass
class RememberingEars:
    """Ears without a database: they keep a list, or fail when told to."""

    kept: list[RawUpdate] = field(default_factory=list)
    failures: int = 0
    before: Callable[[], Awaitable[None]] | None = None

    async def keep(self, *updates: RawUpdate) -> None:
        if self.before is not None:
            await self.before()
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the disk is full")
        self.kept += updates


@pytest.fixture
def ears() -> RememberingEars:
    return RememberingEars()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fakes are on this machine; a proxy of the machine's owner must not stand between."""
    monkeypatch.setenv("NO_PROXY", "*")


@asynccontextmanager
async def calling(routes: list[Route]) -> AsyncIterator[httpx.AsyncClient]:
    """A client that calls these routes in this process, as a platform would through the web server."""
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://school.example") as client:
        yield client


def card(title: str = "T-0001 高二3班投影仪不亮", *labels: str, **more: object) -> Rendered:
    """A card with buttons whose tokens say what they are."""
    buttons = tuple(Shown(label, f"issues.{label}:T-0001") for label in labels)
    return Rendered(title, buttons=buttons, **more)  # type: ignore[arg-type]


def sending(to: object, what: Rendered | None = None, **more: object) -> Outgoing:
    """A new message as the relay claims it."""
    values: dict[str, object] = {"id": 1, "kind": Kind.SEND, "address": str(to), "card": what or card(), **more}
    return Outgoing(**values)  # type: ignore[arg-type]


@contextmanager
def served(routes: list[Route]) -> Iterator[str]:
    """These routes on a port of this machine, for a fake platform to call; the address without a slash."""
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    )
    listening = threading.Event()
    started = server.startup

    async def startup(sockets: list[socket.socket] | None = None) -> None:
        await started(sockets)
        listening.set()

    server.startup = startup  # type: ignore[method-assign]  # the only way to hear when it listens
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert listening.wait(PATIENCE)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
