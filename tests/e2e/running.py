"""The real command as a process of its own, as a school runs it: settings in, HTTP and platforms out."""

import fcntl
import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Self
from urllib.parse import urlsplit

import httpx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.base import Database
from storage.inbox import Heard, Update
from storage.outbox import Kind, Message, Sent
from storage.schedules import Timer
from tests.e2e.warm import WarmProcess
from tests.fakes import FakeTelegram, FakeWeChat, FakeWeCom
from tests.fakes_own.listening import client

ROOT = Path(__file__).parents[2]
LONGEST_START = 180.0  # seconds on a machine that is busy with something else
LONGEST_STOP = 60.0
OUR_PORTS = range(20_000, 32_768)  # above these begins what the system gives to whoever opens a connection
_claimed: set[int] = set()
SECRET = "webhook-secret-of-the-test"


def free_port() -> int:
    """A port of this test run's own until it ends, also while nobody listens on it.

    Not one that the system would give: it gives the same to the next connection anybody opens, and then whoever was meant
    to listen there, or to listen again after a restart, finds it taken.
    """
    for port in random.sample(OUR_PORTS, len(OUR_PORTS)):
        if port not in _claimed and _claims(port):
            return port
    raise AssertionError("no port is free")


def _claims(port: int) -> bool:
    """Whether we have it now: one byte of a file that all runs on this machine share stands for each port."""
    with suppress(OSError), socket.socket() as probe:
        fcntl.lockf(_claim_file(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
        probe.bind(("127.0.0.1", port))
        _claimed.add(port)
    return port in _claimed


@cache
def _claim_file() -> IO[str]:
    return (Path(tempfile.gettempdir()) / f"xiaoxin-test-ports-{os.getuid()}").open("w")


def working_zone(hour: int = 10) -> str:
    """A time zone in which it is about ten in the morning, so that no test of the real clock falls into quiet hours."""
    west = (time.gmtime().tm_hour - hour) % 24
    return f"Etc/GMT+{west}" if west <= 12 else f"Etc/GMT-{24 - west}"


def xiaoxin(*words: str, env: dict[str, str], cwd: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-m", "bot", *words],
        env=env, cwd=cwd, input=typed, capture_output=True, text=True, encoding="utf-8", timeout=LONGEST_START, check=False,
    )  # fmt: skip


def plain_environment(**settings: str) -> dict[str, str]:
    """The machine's environment without any setting of ours, and then these. What was compiled is kept for the next."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XIAOXIN_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    ours = {f"XIAOXIN_{name.upper()}": value for name, value in settings.items()}
    return {**kept, **ours, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def warm_xiaoxin(*words: str, env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """The same from a warm start."""
    with TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        code = WarmProcess(words, env, cwd, out, err).wait(LONGEST_START)
        return subprocess.CompletedProcess(words, code, out.read_text("utf-8"), err.read_text("utf-8"))


class Process:
    """A subprocess with an HTTP door. Started when `/readyz` says so; its words are in `log`."""

    def __init__(
        self, words: Sequence[str], env: dict[str, str], folder: Path, port: int, *, warm: bool = False
    ) -> None:
        self.port = port
        self.env = env
        self.folder = folder
        self.started_in = 0.0
        self._words, self._warm = words, warm
        self._log = folder / f"log-{port}.txt"
        self._process: subprocess.Popen[bytes] | WarmProcess | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process's number, while it runs."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started and not ended by us."""
        return self._process is not None

    @property
    def log(self) -> str:
        """All it said on its standard outputs so far, restarts included."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def start(self) -> Self:
        """Start it and wait until it is ready."""
        began = time.monotonic()
        self._process = self._launched()
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > began + LONGEST_START:
                self.kill()
                raise AssertionError(f"{' '.join(self._words)} did not become ready:\n{self.log}")
            time.sleep(0.02)  # the one wait for something that cannot tell us by itself
        self.started_in = time.monotonic() - began
        return self

    def _launched(self) -> "subprocess.Popen[bytes] | WarmProcess":
        if self._warm:
            return WarmProcess(self._words, self.env, self.folder, self._log, self._log)
        with self._log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 -- our own command
                [sys.executable, "-m", "bot", *self._words], env=self.env, cwd=self.folder, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """As `kill -9` does it: no farewell."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(LONGEST_STOP)
            self._process = None

    def stop(self) -> float:
        """As a service manager stops it; how many seconds that took. It has to end by itself, within seconds."""
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(LONGEST_STOP)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"did not end within {LONGEST_STOP} s of SIGTERM:\n{self.log}") from None
        self._process = None
        assert code == 0, f"ended with {code}:\n{self.log}"
        return time.monotonic() - began

    def restart(self) -> None:
        """Stopped in peace and started again on the same data."""
        self.stop()
        self.start()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            error.add_note(f"the process said:\n{self.log[-4000:]}")
        if self._process is not None:
            if error is None:
                self.stop()
            else:
                self.kill()

    def http(self) -> httpx.Client:
        """A client for its pages."""
        return client(self.url)

    def _is_ready(self) -> bool:
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=LONGEST_START)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


class RunningSchool(Process):
    """`xiaoxin run` with the given platforms, on a folder with people and a charter (see `prepared`)."""

    def __init__(
        self,
        folder: Path,
        *,
        telegram: FakeTelegram | None = None,
        wecom: FakeWeCom | None = None,
        wechat: FakeWeChat | None = None,
        database_url: str = "",
        mode: str = "polling",
        called_back: bool = True,
        warm: bool = True,
    ) -> None:
        """`called_back=False`: WeCom and WeChat go on calling another process of the same school.

        `warm=False`: started from nothing, as a school does it (see `warm`).
        """
        port = free_port()
        settings = {
            "data_dir": str(folder / "data"), "database_url": database_url, "http_port": str(port),
            "public_url": f"http://127.0.0.1:{port}", "timezone": working_zone(),
        }  # fmt: skip
        if telegram is not None:
            settings |= {
                "telegram_token": telegram.token, "telegram_api_url": telegram.root, "telegram_mode": mode,
                "telegram_secret": SECRET,
            }  # fmt: skip
        if wecom is not None:
            known = wecom.corporation
            settings |= {
                "wecom_corp_id": known.corp_id, "wecom_agent_id": str(known.agent_id), "wecom_secret": known.secret,
                "wecom_token": known.token, "wecom_aes_key": known.aes_key, "wecom_api_url": wecom.root,
                "wecom_rest_seconds": "0",
            }  # fmt: skip
            if called_back:
                wecom.callback_url = f"http://127.0.0.1:{port}/wecom/callback"
        if wechat is not None:
            account = wechat.settings
            settings |= {
                "wechat_app_id": account.app_id, "wechat_app_secret": account.app_secret,
                "wechat_token": account.token, "wechat_aes_key": account.aes_key, "wechat_api_url": wechat.root,
            }  # fmt: skip
            if called_back:
                wechat.callback_url = f"http://127.0.0.1:{port}/wechat/callback"
        super().__init__(["run"], plain_environment(**settings), folder, port, warm=warm)

    def command(self, *words: str) -> str:
        """Another command on the same data; what it printed."""
        done = (warm_xiaoxin if self._warm else xiaoxin)(*words, env=self.env, cwd=self.folder)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def read(self) -> Iterator[Session]:
        """The same rows, to look at."""
        with self._database() as database, database.read() as tx:
            yield tx

    @contextmanager
    def _database(self) -> Iterator[Database]:
        database = Database(self.env["XIAOXIN_DATABASE_URL"] or f"sqlite:///{self.folder / 'data' / 'xiaoxin.db'}")
        try:
            yield database
        finally:
            database.close()

    def lets_pass(self, **span: float) -> None:
        """As if so much time had gone by: what waits for a moment falls due by so much sooner. Its clock is the real one."""
        with self._database() as database, database.write() as tx:
            for timer in tx.scalars(select(Timer).where(Timer.fired_at.is_(None))):
                timer.due_at -= timedelta(**span)

    def updates_kept(self) -> int:
        """How many updates were written down so far."""
        with self.read() as tx:
            return tx.scalar(select(func.count()).select_from(Update)) or 0

    def comes_to_rest(self, patience: float) -> list[str]:
        """Wait until every update is answered and every message has left; what is still open when patience ends."""
        until = time.monotonic() + patience
        while (left := self._unfinished()) and time.monotonic() < until:
            time.sleep(0.1)  # rows of another process cannot tell us when they change
        return left

    def _unfinished(self) -> list[str]:
        with self.read() as tx:
            heard = tx.scalars(select(Update).where(Update.status.in_([Heard.NEW, Heard.FAILED]))).all()
            unsent = tx.scalars(
                select(Message).where(
                    Message.kind == Kind.SEND,
                    Message.status.notin_([Sent.ACCEPTED, Sent.DROPPED]),
                    Message.not_before <= datetime.now(UTC),
                )
            ).all()
            return [f"heard {one.platform} {one.payload}" for one in heard] + [
                f"to say {one.platform} {one.address} {one.status} {one.reason} {one.card['title']}" for one in unsent
            ]


def prepared(folder: Path, template: Path) -> Path:
    """A folder of its own with a copy of the imported school."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(template, folder / "data")
    return folder
