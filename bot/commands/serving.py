"""`xiaoxin run` and `xiaoxin demo`: one process with everything in it."""

import logging
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from bot import demo as sample_school
from bot.app import App
from bot.clock import MovableClock, real_time
from bot.commands.opening import open_database, shelf
from bot.commands.saying import Problem, tell
from bot.settings import NO_SECRET, Settings
from handlers.texts import Text

STARTED = time.monotonic()

READY = Text(
    "校信官已就绪({seconds} 秒):{address}\n渠道:网页 /chat{names}",
    "Xiaoxin is ready ({seconds} s): {address}\nChannels: web /chat{names}",
)
DEMO_READY = Text(
    "演示学校已开门。用浏览器打开 {address}\n左边换人(老师、技术员、CIO、校领导),右上角可以把时钟往前拨。Ctrl-C 结束。",
    "The demo school is open. Go to {address}\n"
    "Switch persons on the left; move the clock at the top right. Ctrl-C ends it.",
)
NO_PORT = Text(
    "端口 {port} 用不了(可能已被占用)。换一个:--port 8081,或设置 XIAOXIN_HTTP_PORT。",
    "Port {port} cannot be used (perhaps it is taken). Try --port 8081, or set XIAOXIN_HTTP_PORT.",
)


class Server(uvicorn.Server):
    """uvicorn, saying when it is ready. Our own shutdown is in the lifespan: code after `serve` may never run."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], Text]) -> None:
        super().__init__(config)
        self._ready = ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal asks for a clean end; unlike uvicorn we do not raise it again, so that a clean end exits with 0."""
        del frame
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True

    async def startup(self, sockets: object = None) -> None:
        """Open the port, then say so."""
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            tell(self._ready())


def run_school() -> None:
    """Every configured channel, the clock and the relay, until told to stop."""
    settings = Settings()
    _log()
    with open_database(settings) as database:
        app = App(settings, database, shelf(settings, database), real_time)
        names = "".join(f"、{channel.name}" for channel in app.channels)
        _serve(app, settings, lambda: _ready(settings, names))


def _ready(settings: Settings, names: str) -> Text:
    """Said once the port is open, with the seconds it really took."""
    address = f"http://{settings.http_host}:{settings.http_port}"
    return READY(seconds=f"{time.monotonic() - STARTED:.1f}", address=address, names=names)


def run_demo(*, port: int, data: Path, keep: bool) -> None:
    """The sample school. What the environment says about a real school's channels and database is left alone."""
    sample_school.clear(data, unfinished=keep)
    settings = Settings(
        data_dir=data, database_url=f"sqlite:///{data / 'xiaoxin.db'}", http_host="127.0.0.1", http_port=port,
        public_url="", telegram_token=NO_SECRET, wecom_corp_id="", wechat_app_id="", chroma_url="",
    )  # fmt: skip
    _log()
    with open_database(settings) as database:
        sample_school.set_the_stage(settings, database, keep=keep)
        clock = MovableClock(database)
        app = App(settings, database, shelf(settings, database, clock), clock, demo=True)
        _serve(app, settings, lambda: DEMO_READY(address=f"http://127.0.0.1:{port}/chat"))


# Seconds one thread may keep the others waiting. A turn gives way at each of its statements and comes back in line; with
# Python's own 5 ms it waits longer there than it works (measured: a sixth more answers, no more CPU).
GIVE_WAY = 0.0005


def _serve(app: App, settings: Settings, ready: Callable[[], Text]) -> None:
    sys.setswitchinterval(GIVE_WAY)
    config = uvicorn.Config(
        app.asgi(), host=settings.http_host, port=settings.http_port, log_level="warning", access_log=False,
        timeout_graceful_shutdown=3, server_header=False,
    )  # fmt: skip
    try:
        Server(config, ready).run()
    except SystemExit as ended:
        if ended.code:  # uvicorn could not open the port
            raise Problem(NO_PORT(port=settings.http_port)) from None


def _log() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
