"""The only place where real things are chosen and wired together: one process of Xiaoxin."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot import channels, server
from bot.clock import MovableClock
from bot.ears import Ears
from bot.fetching import Fetcher
from bot.files import FileRoom
from bot.heartbeats import Heartbeats
from bot.platforms.web import Hub, WebChat, WebMouth
from bot.platforms.web.forms import FormPages
from bot.platforms.web.pages import Demo
from bot.platforms.web.screen import Screens
from bot.settings import Settings
from bot.wiring import make_dispatcher, make_wordsmith
from handlers.express import Load
from handlers.policy.shelf import Shelf
from jobs.alarms import Alarms
from jobs.clock import Clockwork
from jobs.relay import Relay
from jobs.workers import worker_name
from storage.base import Database

log = logging.getLogger(__name__)

WARM_AFTER = 20.0  # seconds
RESTART_AFTER = 5.0  # seconds before standing work that broke is begun again


class App:
    """Everything of one process: ears, engine, relay, clock, channels, web server. Built once, started once."""

    def __init__(
        self, settings: Settings, database: Database, shelf: Shelf, clock: Callable[[], datetime], *, demo: bool = False
    ) -> None:
        self.settings, self.database, self.shelf, self.clock = settings, database, shelf, clock
        self.alarms = Alarms()
        self.worker = worker_name()
        self.hub = Hub()
        self.files = FileRoom(database, clock, settings.public_url)
        self.channels = channels.configured(settings, database, self.worker, self.alarms, self.files)
        self.wordsmith = make_wordsmith(settings, database, clock, wake=self._wake, alarms=self.alarms)
        self.dispatcher = make_dispatcher(
            settings, database, shelf, clock,
            readers={channel.name: channel.reader for channel in self.channels},
            wake=self._wake,
            express=self,
            wording_time=self.wordsmith.wording_time if self.wordsmith else timedelta,
            telegram_bot=lambda: next((c.facts.get("username", "") for c in self.channels if c.name == "telegram"), ""),
        )  # fmt: skip
        self.ears = Ears(database, self.dispatcher, clock, alarms=self.alarms)
        mouths = [WebMouth(self.hub), *(channel.mouth for channel in self.channels)]
        self.relay = Relay(database, mouths, clock, self.dispatcher.school, worker=self.worker, alarms=self.alarms)
        self.clockwork = Clockwork(
            database, self.dispatcher.school, self.dispatcher.features, clock, alarms=self.alarms, wake=self.relay.wake
        )
        self._demo = Demo(self._forward) if demo and isinstance(clock, MovableClock) else None
        self.web = WebChat(
            database, self.ears, self.hub, clock, self.files, zone=settings.timezone, language=settings.language,
            demo=self._demo,
        )  # fmt: skip
        fetches = {channel.name: channel.fetch for channel in self.channels if channel.fetch is not None}
        fetches[WebMouth.platform] = self.web.fetch
        self.fetcher = Fetcher(database, fetches, clock, self.alarms)
        self._stop = asyncio.Event()

    def asgi(self) -> Starlette:
        """The web server's application; starting and stopping it starts and stops everything else."""
        forms = FormPages(self.dispatcher, self.clock, bot_token=self.settings.telegram_token.get_secret_value())
        screens = Screens(self.dispatcher, self.clock)
        heartbeats = Heartbeats(self.dispatcher, self.clock)
        doors = [route for channel in self.channels for route in self._doors(channel)]
        pages = [
            *self.web.routes(),
            *forms.routes(),
            *screens.routes(),
            *heartbeats.routes(),
            *self.files.routes(self.web.may_see),
        ]
        return server.make(self, [*doors, *pages], self.lifespan)  # what is called for every message is found first

    def _doors(self, channel: channels.Channel) -> Sequence[BaseRoute]:
        """Where a platform calls us. One whose key is missing stays shut, is told, and keeps no other from opening."""
        try:
            return channel.routes(self.ears)
        except ValueError as missing:
            self.alarms(f"{channel.name}.callback", missing)
            return ()

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Up: ears, relay, clock, channels, each on its own, so that none waits for another. Down: in peace."""
        await asyncio.to_thread(self.shelf.library)
        work: list[tuple[str, Callable[[asyncio.Event], Awaitable[None]]]] = [
            ("ears", self.ears.run),
            ("relay", self.relay.run),
            ("clock", self.clockwork.run),
            ("fetcher", self.fetcher.run),
            *([("wordsmith", self.wordsmith.run)] if self.wordsmith else []),
            *((channel.name, channel.work(self.ears)) for channel in self.channels if channel.work is not None),
        ]
        tasks = [asyncio.create_task(self._keep_running(name, run), name=name) for name, run in work]
        warming = asyncio.create_task(self._warm_later())
        try:
            yield
        finally:
            self._stop.set()
            self.hub.pulse()
            warming.cancel()
            await asyncio.gather(*tasks, warming, return_exceptions=True)
            for channel in self.channels:
                if channel.close is not None:
                    await channel.close()

    async def _warm_later(self) -> None:
        """Open the dense index once the start is over: exact scoring answers meanwhile, and a start is soon done.

        Then look now and again: a new charter wants a new one, a service that was away may be back.
        """
        while True:
            await asyncio.sleep(WARM_AFTER)
            try:
                await asyncio.to_thread(self.shelf.warm)
            except Exception as mistake:  # noqa: BLE001 -- answers do not depend on it
                self.alarms("index.warm", mistake)

    async def _keep_running(self, name: str, run: Callable[[asyncio.Event], Awaitable[None]]) -> None:
        """A part that breaks is told and begun again; it must not take the others with it."""
        while not self._stop.is_set():
            try:
                await run(self._stop)
            except Exception as mistake:  # noqa: BLE001 -- whatever it was, the other parts go on
                self.alarms(f"{name}.stopped", mistake)
                await asyncio.sleep(RESTART_AFTER)
            else:
                return

    def signature(self, platform: str, address: str) -> str:
        """Under what a turn may claim its answer at once; see `handlers.express`."""
        return self.relay.signature(platform, address)

    def carry(self, load: Load) -> None:
        """What a committed turn claimed leaves through the relay of this process."""
        self.relay.carry(load)
        if self.wordsmith is not None:
            self.wordsmith.wake()

    def _wake(self, *platforms: str) -> None:
        self.relay.wake(*platforms)
        if self.wordsmith is not None:
            self.wordsmith.wake()

    async def _forward(self, span: timedelta) -> None:
        """The demo's visitor moves the clock: in steps, so that what falls due on the way does so in its order."""
        assert isinstance(self.clock, MovableClock)  # noqa: S101 -- only a demo has this door
        left = span
        while left > timedelta(0):
            step = min(left, timedelta(hours=1))
            await asyncio.to_thread(self.clock.forward, step)
            await self.clockwork.tick()
            left -= step
        self.relay.wake()
