"""The real command line, called in this process: the same `main`, its words caught, its environment its own."""

import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from storage.base import Database


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its answer as JSON."""
        assert self.code in {0, 1}, self.err
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Its answers as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """`xiaoxin("people", "list")`, in a folder with nothing in it and with a data folder of its own."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str], folder: Path) -> None:
        self._patch, self._capture, self.folder = patch, capture, folder
        self.data = folder / "data"
        patch.chdir(folder)
        for name in list(os.environ):
            if name.startswith("XIAOXIN_"):
                patch.delenv(name)

    def __call__(self, *words: str | Path, stdin: bytes | str = b"", **settings: str) -> Ran:
        """Run a command; settings are named as in `Settings`."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        with self._patch.context() as here:
            for name, value in settings.items():
                here.setenv(f"XIAOXIN_{name.upper()}", value)
            here.setattr(sys, "argv", ["xiaoxin", *map(str, words)])
            here.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), "utf-8"))
            self._capture.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
            said = self._capture.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    def file(self, name: str, content: str | bytes) -> Path:
        """A file beside the data folder."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The rows behind the commands."""
        database = Database(f"sqlite:///{self.data / 'xiaoxin.db'}")
        yield database
        database.close()


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> CommandLine:
    """A computer on which Xiaoxin was just installed."""
    return CommandLine(monkeypatch, capsys, tmp_path)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory, fitted: Path) -> Path:
    """A data folder that has answered a question once: migrated, with the sample charter and its index."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copytree(fitted, folder / "data" / "index")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["xiaoxin", "ask", "买软件要谁批?", "--json"])
        patch.setattr(sys, "stdout", io.StringIO())
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
    return folder / "data"


@pytest.fixture
def xiaoxin(fresh: CommandLine, installation: Path) -> CommandLine:
    """A computer with a working installation, and nobody's data in it yet."""
    shutil.copytree(installation, fresh.data)
    return fresh
