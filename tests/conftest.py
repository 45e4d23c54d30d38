"""A school to test with: one clock, one database of either kind, six people."""

import fcntl
import gc
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import delete, text
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from bot.cli import LOOK_AFTER
from handlers.catalogue import Features
from handlers.features import all_features
from handlers.school import School
from handlers.school_time import SchoolCalendar
from handlers.understand import Understander
from knowledge.charter import Library
from knowledge.importing import load_sample
from storage.base import Database
from storage.models import metadata
from storage.people import Role
from tests.stage import ABILITIES, Clock, Stage

# Whatever the machine says: each worker and each process would compile all files anew, a third of the time of a run.
sys.dont_write_bytecode = False

gc.set_threshold(LOOK_AFTER)  # as in each process of the product

# Every run looks at new examples, so few in each are many in a week. Before a release: XIAOXIN_TEST_EXAMPLES=1000.
# No deadline: how fast something is belongs to the benchmarks, and a busy machine must not fail a story.
settings.register_profile(
    "everyday",
    max_examples=int(os.environ.get("XIAOXIN_TEST_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# What must pass before a change lands tries the same examples each time: it must not fall over what others left behind.
settings.register_profile("landing", settings.get_profile("everyday"), derandomize=True)
settings.load_profile("everyday")

POSTGRES = os.environ.get("XIAOXIN_TEST_POSTGRES_URL", "postgresql+psycopg://127.0.0.1:5432/test")

# A Tuesday morning in term: 10:00 in Shanghai.
MORNING = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)


def missing(what: str, reason: str) -> NoReturn:
    """Skip with one clear line, or fail where the run was told that this must be there (`XIAOXIN_TEST_REQUIRE`)."""
    if what in os.environ.get("XIAOXIN_TEST_REQUIRE", "").split():
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """What several workers need and one can make: the first makes it, the others wait and find it."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class ByFileWhereProcessesRun(LoadScopeScheduling):  # type: ignore[misc]  # xdist's scheduling says nothing of its types
    """A file of tests that start processes stays with one worker, for they share a process, and so do those that read all
    files of the house; of all others each function goes with all its cases to whoever is free.

    `--dist loadgroup` would say the same, but writes it where this pytest does not look. Handing out case by case costs
    more than most of the cases.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        whole = "/e2e/" in file or file.endswith("test_architecture.py")
        return file if whole else nodeid.partition("[")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFileWhereProcessesRun:
    """Who runs what."""
    return ByFileWhereProcessesRun(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts processes waits more than it computes: it goes first, so that nobody waits for it at the end."""
    items.sort(key=lambda item: "e2e" not in item.path.parts)


def pytest_collection_finish() -> None:
    """All modules are there to stay: nobody need look through them for circles again."""
    gc.freeze()


def _postgres_is_there() -> bool:
    try:
        psycopg.connect(POSTGRES.replace("+psycopg", ""), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="session")
def quick_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the stories' SQLite lies: in memory where Linux has a place for that, since each commit waits for the disk."""
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of our own in it
    if not os.access(memory, os.W_OK):
        yield tmp_path_factory.mktemp("quick")
        return
    with TemporaryDirectory(prefix="xiaoxin-test-", dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def sqlite_template(quick_folder: Path) -> Path:
    """An empty database with all tables, copied for each test: cheaper than making the tables each time."""
    path = quick_folder / "empty.db"
    database = Database(f"sqlite:///{path}")
    metadata().create_all(database.engine)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return path


@pytest.fixture(scope="session")
def sqlite_database(quick_folder: Path) -> Database:
    """The worker's door to SQLite. One for all tests: it remembers the statements it has compiled, the file is new."""
    return Database(f"sqlite:///{quick_folder / 'xiaoxin.db'}")


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> Iterator[str]:
    """A PostgreSQL database of this test worker's own, or a skip with one clear line."""
    if not _postgres_is_there():
        missing("postgres", "no PostgreSQL: start one on 127.0.0.1:5432 or set XIAOXIN_TEST_POSTGRES_URL")
    name = f"xiaoxin_test_{worker_id}_{os.getpid()}"
    with psycopg.connect(POSTGRES.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')  # only a power cut could tell
        yield POSTGRES.rpartition("/")[0] + f"/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """The worker's PostgreSQL with all tables."""
    database = Database(postgres_url)
    metadata().create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def sqlite(sqlite_template: Path, sqlite_database: Database) -> Iterator[Database]:
    """A fresh SQLite database in a file, as a school has it."""
    path = sqlite_template.with_name("xiaoxin.db")
    shutil.copy(sqlite_template, path)
    yield sqlite_database
    sqlite_database.close()
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()


@pytest.fixture
def postgres(postgres_database: Database) -> Database:
    """The worker's PostgreSQL, emptied: what nobody has written to is left alone, for that is most of it."""
    tables = metadata().tables
    looks = (f"SELECT '{name}' WHERE EXISTS (TABLE \"{name}\")" for name in tables)
    with postgres_database.write() as tx:
        written = set(tx.scalars(text(" UNION ALL ".join(looks))))
        for table in reversed(metadata().sorted_tables):
            if table.name in written:
                tx.execute(delete(table))
        tx.execute(
            text("SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences"
                 " WHERE last_value IS NOT NULL")
        )  # fmt: skip
    return postgres_database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_database(request: pytest.FixtureRequest) -> Database:
    """Each test with this runs twice: on SQLite and on PostgreSQL."""
    database: Database = request.getfixturevalue(request.param)
    return database


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still at ten on a Tuesday morning in term."""
    return Clock(MORNING)


@pytest.fixture(scope="session")
def fitted(pytestconfig: pytest.Config) -> Path:
    """The folder of the fitted scorer of answers, as the first start of any school leaves it. Fitting takes seconds.

    Kept by pytest from run to run; the file's name says what it was fitted for, so an old one is never used.
    """
    assert pytestconfig.cache is not None
    folder: Path = pytestconfig.cache.mkdir("library")
    with one_at_a_time(folder.with_suffix(".lock")):
        Library(load_sample().clauses, folder=folder)
    return folder


@pytest.fixture(scope="session")
def sample_library(fitted: Path) -> Library:
    """The shipped sample charter, ready to be asked."""
    return Library(load_sample().clauses, folder=fitted)


@pytest.fixture(scope="session")
def features() -> Features:
    """All features."""
    return all_features()


@pytest.fixture(scope="session")
def surroundings(sample_library: Library, features: Features) -> School:
    """What a turn may ask about the school."""
    return School(
        usual=SchoolCalendar(),
        library=lambda: sample_library,
        understander=Understander(features.examples()),
        abilities=ABILITIES,
    )


CAST = (
    ("李老师", (), "数学组"),
    ("王技术", (Role.TECHNICIAN,), "信息中心"),
    ("赵技术", (Role.TECHNICIAN, Role.DISPATCHER), "信息中心"),
    ("陈主任", (Role.CIO,), "信息中心"),
    ("周校长", (Role.LEADER,), "校办"),
    ("孙联络", (Role.LIAISON,), "教务处"),
)


class SmallSchool(Stage):
    """The stage with its cast: a teacher, two technicians, the CIO, a leader, a liaison."""

    def __init__(self, database: Database, school: School, features: Features, clock: Clock) -> None:
        super().__init__(database, school, features, clock)
        with database.write() as tx:
            self.li, self.wang, self.zhao, self.chen, self.zhou, self.sun = self.cast(tx, CAST)


@pytest.fixture
def usual_database(request: pytest.FixtureRequest) -> Database:
    """SQLite, on which a story runs unless it asks for both; `XIAOXIN_TEST_DATABASE=postgres` runs them all there."""
    database: Database = request.getfixturevalue(os.environ.get("XIAOXIN_TEST_DATABASE", "sqlite"))
    return database


@pytest.fixture
def school(usual_database: Database, surroundings: School, features: Features, clock: Clock) -> SmallSchool:
    """The small school on the usual database."""
    return SmallSchool(usual_database, surroundings, features, clock)


@pytest.fixture
def school_on_any(any_database: Database, surroundings: School, features: Features, clock: Clock) -> SmallSchool:
    """The small school, on both databases in turn."""
    return SmallSchool(any_database, surroundings, features, clock)
