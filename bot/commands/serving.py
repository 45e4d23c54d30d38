"""`xiaoxin run` and `xiaoxin demo`: one process with everything in it."""

import errno
import gc
import logging
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import uvicorn

from bot import demo as sample_school
from bot.app import App
from bot.clock import MovableClock, real_time
from bot.commands.opening import open_database, shelf
from bot.commands.saying import Problem, tell, why
from bot.settings import NO_SECRET, Settings
from handlers.texts import Text

STARTED = time.monotonic()

READY = Text(
    "校信官已就绪（{seconds} 秒）：{address}\n渠道：网页 /chat{names}",
    "Xiaoxin is ready ({seconds} s): {address}\nChannels: web /chat{names}",
)
DEMO_READY = Text(
    "演示学校已开门。用浏览器打开 {address}\n左边换人（老师、技术员、CIO、校领导），右上角可以把时钟往前拨。Ctrl-C 结束。",
    "The demo school is open. Go to {address}\n"
    "Switch persons on the left; move the clock at the top right. Ctrl-C ends it.",
)
NO_PORT = Text(
    "打不开 {host} 的端口 {port}：{cause}。换一个：xiaoxin demo --port 8081，或设置 XIAOXIN_HTTP_PORT。",
    "Port {port} of {host} cannot be opened: {cause}. Choose another: xiaoxin demo --port 8081, or set XIAOXIN_HTTP_PORT.",
)
DEMO_RUNS = Text(
    "{folder} 里的演示正在运行（可能在另一个端口）。先停掉它，或者到另一个文件夹里启动。",
    "The demo in {folder} is running, perhaps on another port. Stop it first, or start this one in another folder.",
)
CAUSES = {
    errno.EADDRINUSE: Text("已被占用（可能校信官已经在运行）", "it is taken (perhaps Xiaoxin is running already)"),
    errno.EACCES: Text(
        "没有权限，1024 以下的端口要管理员才能用", "no permission; ports below 1024 are for administrators"
    ),
    errno.EADDRNOTAVAIL: Text(
        "这不是本机的地址，请检查 XIAOXIN_HTTP_HOST", "this is no address of this machine, see XIAOXIN_HTTP_HOST"
    ),
}


class Server(uvicorn.Server):
    """uvicorn, saying when it is ready. Our own shutdown is in the lifespan: code after `serve` may never run."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], Text], closing: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready, self._closing = ready, closing

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal asks for a clean end; unlike uvicorn we do not raise it again, so that a clean end exits with 0."""
        del frame
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True

    async def shutdown(self, sockets: object = None) -> None:
        """Let go of the pages that are open, and then wait for what is still being answered."""
        self._closing()
        await super().shutdown(sockets)  # type: ignore[arg-type]

    async def startup(self, sockets: object = None) -> None:
        """Open the port, then say so. What the start has made stays: nobody need look through it for circles again."""
        await super().startup(sockets)  # type: ignore[arg-type]
        gc.freeze()
        if self.started:
            tell(self._ready())


def run_school() -> None:
    """Every configured channel, the clock and the relay, until told to stop."""
    settings = Settings()
    _log()
    with _port(settings.http_host, settings.http_port) as listening, open_database(settings) as database:
        app = App(settings, database, shelf(settings, database), real_time)
        names = "".join(f"、{channel.name}" for channel in app.channels)
        _serve(app, listening, lambda: _ready(listening, names))


@contextmanager
def _port(host: str, port: int) -> Iterator[socket.socket]:
    """The port, before anything is touched: a second start must not clear the first one's demo, nor migrate its rows."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        raise Problem(NO_PORT(host=host, port=port, cause=CAUSES[errno.EADDRNOTAVAIL])) from None
    with socket.socket(family, kind, proto) as listening:
        if sys.platform != "win32":  # there it would let two processes have the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
        except OSError as refused:
            cause = CAUSES.get(refused.errno or 0, why(refused))
            raise Problem(NO_PORT(host=host, port=port, cause=cause)) from None
        yield listening


def _ready(listening: socket.socket, names: str) -> Text:
    """Said once the port is open, with the seconds it really took."""
    host, port = listening.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    return READY(seconds=f"{time.monotonic() - STARTED:.1f}", address=address, names=names)


def run_demo(*, port: int, data: Path, keep: bool) -> None:
    """The sample school. What the environment says about a real school's channels and database is left alone."""
    settings = Settings(
        data_dir=data, database_url=f"sqlite:///{data / sample_school.DATABASE}", http_host="127.0.0.1", http_port=port,
        public_url="", telegram_token=NO_SECRET, wecom_corp_id="", wechat_app_id="", chroma_url="",
    )  # fmt: skip
    _log()
    with _port(settings.http_host, port) as listening:
        if sample_school.is_running(data):
            raise Problem(DEMO_RUNS(folder=data))
        sample_school.clear(data, unfinished=keep)
        with open_database(settings) as database:
            sample_school.set_the_stage(settings, database, keep=keep)
            clock = MovableClock(database)
            app = App(settings, database, shelf(settings, database, clock), clock, demo=True)
            _serve(app, listening, lambda: DEMO_READY(address=f"http://127.0.0.1:{listening.getsockname()[1]}/chat"))


# Seconds one thread may keep the others waiting. A turn gives way at each of its statements and comes back in line; with
# Python's own 5 ms it waits longer there than it works (measured: a sixth more answers, no more CPU).
GIVE_WAY = 0.0005


def _serve(app: App, listening: socket.socket, ready: Callable[[], Text]) -> None:
    sys.setswitchinterval(GIVE_WAY)
    config = uvicorn.Config(
        app.asgi(), log_level="warning", access_log=False, timeout_graceful_shutdown=3, server_header=False
    )
    Server(config, ready, app.hub.close).run(sockets=[listening])


def _log() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
