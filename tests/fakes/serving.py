"""What the fakes have in common: a loop in a background thread, a ledger of calls, faults on demand."""

import asyncio
import concurrent.futures
import json
import socket
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal, Self, TypeVar

from tests.fakes.clock import Clock
from tests.fakes.wire import Client, HangUp, Request, Response, Server
from tests.patience import PATIENCE

T = TypeVar("T")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One call the bot made, and what it was answered. `at` is the fake's clock, seconds since 1970."""

    method: str
    params: Json
    status: int
    answer: Any
    at: float


@dataclass(slots=True)
class Fault:
    """What shall go wrong with the next calls of a method."""

    method: str
    answer: Response | None
    delay: float
    drop: Literal["before", "after"] | None
    times: int
    when: Callable[[Json], bool] | None


@dataclass(slots=True)
class Faults:
    """Ordered: the first fault that fits a call is used up by it."""

    waiting: list[Fault] = field(default_factory=list)

    def take(self, method: str, params: Json) -> Fault | None:
        for fault in self.waiting:
            fits = fault.method in ("*", method) and (fault.when is None or fault.when(params))
            if fits:
                fault.times -= 1
                if fault.times == 0:
                    self.waiting.remove(fault)
                return fault
        return None


def as_response(answer: Any, status: int = 200) -> Response:
    body = json.dumps(answer, ensure_ascii=False).encode()
    return Response(status, body, {"content-type": "application/json; charset=UTF-8"})


class PlatformFake:
    """A platform on a port of this machine.

    `with FakeTelegram() as fake:` starts and stops it; `fake.root` is what the bot is told as API root.
    The methods a test calls may be called from any thread; `changed` guards all state.
    """

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.latency = 0.0
        self.root = ""
        self.changed = threading.Condition()
        self._faults = Faults()
        self._client = Client()
        self._server = Server(self._handle)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._address: socket.socket | None = None

    # -- life ---------------------------------------------------------------------------------

    def start(self, host: str = "127.0.0.1", port: int = 0) -> Self:
        """Listens on `port`, or on a free one."""
        self._loop = asyncio.new_event_loop()
        self._thread.start()
        bound = self._in_loop(self._server.start(host, port)).result(PATIENCE)
        self.root = f"http://{host}:{bound}"
        return self

    def stop(self) -> None:
        if self._loop is None:
            return
        self._in_loop(self._shut()).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()
        self._loop = None

    def goes_down(self) -> None:
        """An outage: connections break, new ones are refused. State is kept, and so is the address: nobody else gets it."""
        self._in_loop(self._server.stop()).result(PATIENCE)
        host, port = self._at()
        self._address = socket.socket()
        self._address.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._address.bind((host, port))

    def comes_back(self) -> None:
        """Listens again at the same address."""
        self._in_loop(self._server.start(*self._at())).result(PATIENCE)
        if self._address is not None:
            self._address.close()
            self._address = None

    def _at(self) -> tuple[str, int]:
        host, _, port = self.root.removeprefix("http://").rpartition(":")
        return host, int(port)

    def __enter__(self) -> Self:
        return self if self.root else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        assert self._loop
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _shut(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.stop()
        await self._client.close()

    def _in_loop(self, work: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
        assert self._loop, "start the fake first"
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _soon(self, act: Callable[..., None], *args: Any) -> None:
        """Let the loop do something; from any thread. A fake that is not running lets it be."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(act, *args)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Start work on the loop of the fake; only from that loop."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- watching -----------------------------------------------------------------------------

    def wait_for(self, found: Callable[[], T], timeout: float = PATIENCE, what: str = "what was awaited") -> T:
        """Waits until `found()` is true, and returns it. `AssertionError` with the last calls if it never is."""
        with self.changed:
            if not self.changed.wait_for(found, timeout):
                raise AssertionError(f"{what} did not happen in {timeout} s; last calls: {self._last_calls()}")
            return found()

    async def until(self, found: Callable[[], T], timeout: float = PATIENCE) -> T:  # noqa: ASYNC109 -- as wait_for
        """`wait_for`, for a test that runs in a loop of its own."""
        return await asyncio.to_thread(self.wait_for, found, timeout)

    def called(self, method: str) -> list[Call]:
        """The calls of one method so far, oldest first."""
        with self.changed:
            return [call for call in self.calls if call.method == method]

    def _last_calls(self) -> str:
        return "; ".join(f"{c.method} {c.params} -> {c.status} {c.answer}" for c in self.calls[-5:]) or "none"

    def violation(self, text: str) -> None:
        """Remember something the bot did that the platform would bear, but that is wrong."""
        self.violations.append(text)

    # -- answering ----------------------------------------------------------------------------

    def _add_fault(
        self,
        method: str,
        answer: Response | None,
        *,
        delay: float,
        drop: Literal["before", "after"] | None,
        times: int,
        when: Callable[[Json], bool] | None,
    ) -> None:
        with self.changed:
            self._faults.waiting.append(Fault(method, answer, delay, drop, times, when))

    async def _handle(self, request: Request) -> Response:
        if self.latency:
            await asyncio.sleep(self.latency)
        return await self._answer(request)

    async def _answer(self, request: Request) -> Response:
        raise NotImplementedError

    async def _with_faults(
        self, method: str, params: Json, answer: Callable[[], Coroutine[Any, Any, Response]]
    ) -> Response:
        """Answers, unless a fault was ordered. A delayed or dropped answer may belong to a call that was obeyed."""
        with self.changed:
            fault = self._faults.take(method, params)
        if fault and fault.drop == "before":
            self._record(method, params, 0, "hung up before accepting")
            await asyncio.sleep(fault.delay)
            raise HangUp
        if fault and fault.answer:
            response = fault.answer
        else:
            response = await answer()
        self._record(method, params, response.status, _readable(response))
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault and fault.drop == "after":
            raise HangUp
        return response

    def _record(self, method: str, params: Json, status: int, answer: Any) -> None:
        with self.changed:
            self.calls.append(Call(method, params, status, answer, self.clock.time()))
            self.changed.notify_all()


def _readable(response: Response) -> Any:
    if response.headers.get("content-type", "").startswith("application/json"):
        return json.loads(response.body)
    return f"{len(response.body)} bytes"
