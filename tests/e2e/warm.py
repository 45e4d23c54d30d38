"""The command from a warm start: forked from a process that has imported what the command imports, and nothing more.

To the machine it is a process of its own, with its own environment, folder and outputs, and it dies alone. Importing is
two thirds of a start, and the stories start a hundred times. The command started from nothing is in
`test_commands_by_hand`, and stands at the beginning of `test_stories_on_the_wire`.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from multiprocessing import forkserver
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IMPORTED = (
    "bot.commands.serving", "bot.commands.checking", "bot.platforms.telegram", "bot.platforms.wecom",
    "bot.platforms.wechat", "apscheduler.schedulers.asyncio",
)  # fmt: skip

_one = threading.Lock()
_fork = multiprocessing.get_context("forkserver")
_fork.set_forkserver_preload(list(IMPORTED))


def _command(words: Sequence[str], env: dict[str, str], cwd: str, out: str, err: str) -> None:
    from bot.cli import main
    from bot.commands import serving

    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    for path, number in ((out, 1), (err, 2)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["xiaoxin", *words]
    serving.STARTED = time.monotonic()
    main()


def _make_warm() -> None:
    """The process from which all others are forked. It imports this tree, whatever the folder of the moment is."""
    with _one, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        forkserver.ensure_running()


class WarmProcess:
    """What the tests ask of a `subprocess.Popen`, of a command that was forked."""

    def __init__(self, words: Sequence[str], env: dict[str, str], cwd: Path, out: Path, err: Path) -> None:
        _make_warm()
        self._words = words
        self._process = _fork.Process(target=_command, args=(words, env, str(cwd), str(out), str(err)), daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """Wait for its end, as `subprocess.Popen` does it."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(list(self._words), timeout)
        return code

    def kill(self) -> None:
        """As `kill -9` does it."""
        self._process.kill()

    def send_signal(self, number: int) -> None:
        """Any other signal."""
        os.kill(self.pid, number)
