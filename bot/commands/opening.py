"""Opening the school's data for a command: settings read, database brought to shape, a charter on the shelf."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy.exc import OperationalError

from bot.commands.saying import Problem
from bot.settings import Settings
from handlers.features import all_features
from handlers.policy.shelf import Shelf, adopt
from handlers.texts import Text
from knowledge.importing import load_sample
from storage import charter, migrate
from storage.base import Database

CANNOT_OPEN = Text(
    "打不开数据库({where})。请检查 XIAOXIN_DATABASE_URL 或 XIAOXIN_DATA_DIR,以及文件夹权限和磁盘空间。",
    "Cannot open the database ({where}). Check XIAOXIN_DATABASE_URL or XIAOXIN_DATA_DIR, permissions and disk space.",
)
NEWER = Text(
    "数据库是更新版本的校信官建的。请升级程序,或用对应版本打开。",
    "The database was made by a newer Xiaoxin. Upgrade the program, or use the version that made it.",
)
SAMPLE = "charter"  # the document name an import without --name replaces


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database, migrated, with the sample charter in it while there is no other."""
    try:
        database = Database(settings.database)
        migrate.upgrade(database)
        put_sample(database)
    except (OperationalError, OSError) as broken:
        where = settings.data_dir if not settings.database_url else "XIAOXIN_DATABASE_URL"
        raise Problem(CANNOT_OPEN(where=where)) from broken
    except migrate.NewerDatabase as newer:
        raise Problem(NEWER) from newer
    try:
        yield database
    finally:
        database.close()


def put_sample(database: Database) -> None:
    """A fresh installation answers at once: from the sample, until a school imports its own."""
    with database.read() as tx:
        if charter.fingerprint(tx) != "0-0-0":
            return
    sample = load_sample()
    now = datetime.now(UTC)
    with database.write() as tx:
        adopt(
            tx, sample.clauses, name=sample.clauses[0].document, title=sample.title, effective=now.date(),
            source="sample", now=now, sample=True,
        )  # fmt: skip


def shelf(settings: Settings, database: Database) -> Shelf:
    """The charter's library over this database."""
    return Shelf(database, settings.data_dir / "index", tuple(all_features().rules.values()))
