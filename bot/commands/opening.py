"""Opening the school's data for a command: settings read, database brought to shape, a charter on the shelf."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, OperationalError

from bot.clock import real_time
from bot.commands.saying import Problem
from bot.settings import Settings
from handlers.texts import Text
from storage import charter, migrate
from storage.base import Database

if TYPE_CHECKING:
    from handlers.policy.shelf import Shelf

log = logging.getLogger(__name__)

CANNOT_OPEN = Text(
    "打不开数据库({where})。请检查 XIAOXIN_DATABASE_URL 或 XIAOXIN_DATA_DIR,以及文件夹权限和磁盘空间。",
    "Cannot open the database ({where}). Check XIAOXIN_DATABASE_URL or XIAOXIN_DATA_DIR, permissions and disk space.",
)
NEWER = Text(
    "数据库是更新版本的校信官建的。请升级程序,或用对应版本打开。",
    "The database was made by a newer Xiaoxin. Upgrade the program, or use the version that made it.",
)
BAD_URL = Text(
    "XIAOXIN_DATABASE_URL 写得不对。PostgreSQL 写成 postgresql+psycopg://用户:密码@主机:5432/库名;不填就用数据文件夹里的 SQLite。",
    "XIAOXIN_DATABASE_URL is wrong. PostgreSQL looks like postgresql+psycopg://user:password@host:5432/name; "
    "leave it empty for SQLite in the data folder.",
)
NO_CHARTER = "0-0-0"
DAMAGED = Text(
    "数据库文件已损坏。请先另存一份原样,再用 xiaoxin restore 恢复最近的备份。",
    "The database file is damaged. Keep a copy of it as it is, then bring back the last backup with `xiaoxin restore`.",
)
# How SQLite says that a file is none of its own, or was one.
NO_DATABASE, BROKEN_PAGES = "file is not a database", "database disk image is malformed"


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database, migrated, with the sample charter in it while there is no other."""
    with connect(settings) as database, in_words(settings):
        migrate.upgrade(database)
        put_sample(database)
        yield database


@contextmanager
def connect(settings: Settings) -> Iterator[Database]:
    """The database as it is, not looked into yet."""
    with in_words(settings):
        try:
            database = Database(settings.database)
        except (ArgumentError, ModuleNotFoundError) as wrong:
            raise Problem(BAD_URL) from wrong
    try:
        yield database
    finally:
        database.close()


@contextmanager
def in_words(settings: Settings) -> Iterator[None]:
    """A database in trouble, said in words; never with its address, which may hold a password."""
    try:
        yield
    except migrate.NewerDatabase as newer:
        raise Problem(NEWER) from newer
    except (DatabaseError, OSError) as broken:
        if BROKEN_PAGES in str(broken):
            raise Problem(DAMAGED) from broken
        if (
            isinstance(broken, DatabaseError)
            and not isinstance(broken, OperationalError)
            and NO_DATABASE not in str(broken)
        ):
            raise  # a mistake of ours
        where = "XIAOXIN_DATABASE_URL" if settings.database_url else settings.data_dir
        raise Problem(CANNOT_OPEN(where=where)) from broken


def put_sample(database: Database) -> None:
    """A fresh installation answers at once: from the sample, until a school imports its own."""
    with database.read() as tx:
        if charter.fingerprint(tx) != NO_CHARTER:
            return
    from handlers.policy.shelf import adopt
    from knowledge.importing import load_sample

    sample = load_sample()
    now = datetime.now(UTC)
    with suppress(IntegrityError), database.write() as tx:  # another process may do the same at the same moment
        if charter.fingerprint(tx) == NO_CHARTER:
            adopt(
                tx, sample.clauses, name=sample.clauses[0].document, title=sample.title, effective=now.date(),
                source="sample", now=now, sample=True,
            )  # fmt: skip


def shelf(settings: Settings, database: Database, clock: Callable[[], datetime] = real_time) -> "Shelf":
    """The charter's library over this database."""
    from handlers.features import all_features
    from handlers.policy.shelf import Shelf

    def today() -> date:
        return clock().astimezone(settings.zone).date()

    rules = tuple(all_features().rules.values())
    return Shelf(database, settings.data_dir / "index", today, rules, settings.zone, **_service(settings))


def _service(settings: Settings) -> dict[str, Any]:
    """The embedding service and the Chroma server, where set. A wrong setting is told and costs only their help."""
    found: dict[str, Any] = {"chroma_url": settings.chroma_url} if settings.chroma_url else {}
    if settings.embeddings not in {"", "local"}:
        try:
            found["embeddings"] = embedding_service(settings)
        except Exception as wrong:  # noqa: BLE001 -- each provider has its own way to say that a setting is wrong
            log.warning("XIAOXIN_EMBEDDINGS cannot be used: %s", type(wrong).__name__)
    return found


def embedding_service(settings: Settings) -> Any:
    """The configured embedding service. Raises what its library raises for a wrong setting."""
    from knowledge.writer import embeddings_from_settings

    return embeddings_from_settings(
        settings.embeddings, base_url=settings.embeddings_base_url,
        api_key=settings.embeddings_api_key.get_secret_value(),
    )  # fmt: skip
