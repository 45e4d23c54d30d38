"""Opening the school's data for a command: settings read, database brought to shape, a charter on the shelf."""

import errno
import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
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

CANNOT_OPEN = Text("打不开数据库({where}):{cause}", "Cannot open the database ({where}): {cause}")
FULL = Text("磁盘满了。请清理磁盘后再试。", "the disk is full. Make room and try again.")
NOT_WRITABLE = Text(
    "不能在那里写。请检查文件夹权限（要用启动校信官的那个账号），或换 XIAOXIN_DATA_DIR。",
    "it cannot be written. Check the folder's permissions for the account that starts Xiaoxin, or set XIAOXIN_DATA_DIR.",
)
BUSY = Text(
    "别的程序一直占着它。请等它做完，或停掉它后再试。",
    "another program keeps it locked. Wait until that is done, or stop it, and try again.",
)
AWAY = Text(
    "连不上。请检查 PostgreSQL 是否在运行，地址、库名、用户名和密码对不对。",
    "it cannot be reached. Check that PostgreSQL runs, and its address, database name, user and password.",
)
UNKNOWN_CAUSE = Text(
    "请检查 XIAOXIN_DATABASE_URL 或 XIAOXIN_DATA_DIR，以及文件夹权限和磁盘空间。",
    "check XIAOXIN_DATABASE_URL or XIAOXIN_DATA_DIR, permissions and disk space.",
)
NEWER = Text(
    "数据库是更新版本的校信官建的。请升级程序，或用对应版本打开。",
    "The database was made by a newer Xiaoxin. Upgrade the program, or use the version that made it.",
)
BAD_URL = Text(
    "XIAOXIN_DATABASE_URL 写得不对。PostgreSQL 写成 postgresql+psycopg://用户:密码@主机:5432/库名;不填就用数据文件夹里的 SQLite。",
    "XIAOXIN_DATABASE_URL is wrong. PostgreSQL looks like postgresql+psycopg://user:password@host:5432/name; "
    "leave it empty for SQLite in the data folder.",
)
NO_CHARTER = "0-0-0"
HOW_TO_REPLACE = Text(
    "请先停掉校信官，再用 xiaoxin restore 备份文件 --force 恢复最近的备份；原来的文件会改名留着。",
    "Stop Xiaoxin, then bring back the last backup with `xiaoxin restore FILE --force`; the file as it is is kept under "
    "another name.",
)
DAMAGED = Text("数据库文件已损坏。{how}", "The database file is damaged. {how}")(how=HOW_TO_REPLACE)
FOREIGN = Text("这个文件不是数据库，或已损坏。{how}", "that file is no database, or is damaged. {how}")(
    how=HOW_TO_REPLACE
)
OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL, sqlite3.SQLITE_READONLY: NOT_WRITABLE, sqlite3.SQLITE_CANTOPEN: NOT_WRITABLE,
    sqlite3.SQLITE_PERM: NOT_WRITABLE, sqlite3.SQLITE_BUSY: BUSY, sqlite3.SQLITE_LOCKED: BUSY,
}  # fmt: skip
OF_SYSTEM = {errno.ENOSPC: FULL, errno.EACCES: NOT_WRITABLE, errno.EROFS: NOT_WRITABLE, errno.EPERM: NOT_WRITABLE}
LITTLE = 1_000_000  # bytes free: below, an error of reading or writing means a full disk


class Damaged(Problem):
    """The database's own file cannot be used any more; only a backup helps."""


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
        number = _number(broken)
        if number == sqlite3.SQLITE_CORRUPT:
            raise Damaged(DAMAGED) from broken
        where = "XIAOXIN_DATABASE_URL" if not settings.database.startswith("sqlite") else settings.data_dir
        if number == sqlite3.SQLITE_NOTADB and isinstance(broken, DatabaseError):
            raise Damaged(CANNOT_OPEN(where=where, cause=FOREIGN)) from broken
        if isinstance(broken, DatabaseError) and not isinstance(broken, OperationalError):
            raise  # a mistake of ours
        raise Problem(CANNOT_OPEN(where=where, cause=_cause(settings, broken, number))) from broken


def _number(broken: DatabaseError | OSError) -> int:
    """What SQLite or the system calls the trouble; 0 for other databases."""
    if isinstance(broken, OSError):
        return broken.errno or 0
    return int(getattr(broken.orig, "sqlite_errorcode", 0)) & 0xFF


def _cause(settings: Settings, broken: DatabaseError | OSError, number: int) -> Text:
    if not settings.database.startswith("sqlite"):
        return AWAY
    if isinstance(broken, OSError):
        return OF_SYSTEM.get(number, UNKNOWN_CAUSE)
    if number in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN} and _is_full(settings.data_dir):
        return FULL
    return OF_SQLITE.get(number, UNKNOWN_CAUSE)


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < LITTLE
    except OSError:
        return False


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
