"""A PostgreSQL of the test's own, which it may stop and start as it likes: a temporary folder, a port, no root."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import missing
from tests.e2e.running import free_port


class Cluster:
    """`initdb` and `pg_ctl`, run as somebody who is not root."""

    def __init__(self, programs: Path, folder: Path, somebody: str) -> None:
        self.port = free_port()
        self._programs, self._folder, self._somebody = programs, folder, somebody
        self._run("initdb", "-D", str(folder / "data"), "-U", "xiaoxin", "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start()

    @property
    def url(self) -> str:
        """Its one database."""
        return f"postgresql+psycopg://xiaoxin@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._control("start", "-o", f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self._folder}")

    def stop(self, how: str = "fast") -> None:
        """Every connection breaks; with `immediate` as in a power cut."""
        self._control("stop", "-m", how)

    def _control(self, *words: str) -> None:
        self._run(
            "pg_ctl", "-D", str(self._folder / "data"), "-w", "-t", "120", "-l", str(self._folder / "log"), *words
        )

    def _run(self, program: str, *words: str) -> None:
        lower = ["setpriv", f"--reuid={self._somebody}", f"--regid={self._somebody}", "--clear-groups"]
        command = [*(lower if self._somebody else []), str(self._programs / program), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, timeout=180)  # noqa: S603


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """The cluster, or a skip with one clear line (a failure where `XIAOXIN_TEST_REQUIRE` names `cluster`)."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        missing("cluster", "no PostgreSQL programs in /usr/lib/postgresql to restart a server of our own")
    somebody = ""
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        if "postgres" not in names or shutil.which("setpriv") is None:
            missing("cluster", "PostgreSQL does not run as root, and there is no user postgres or no setpriv")
        somebody = "postgres"
    folder = Path(tempfile.mkdtemp(prefix="xiaoxin-pg-"))  # not below pytest's folders, which only their owner enters
    try:
        if somebody:
            shutil.chown(folder, somebody)
        cluster = Cluster(found[-1].parent, folder, somebody)
        try:
            yield cluster
        finally:
            cluster.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
