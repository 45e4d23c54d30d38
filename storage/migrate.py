"""Bring a database to the present shape. Alembic is imported only when there is something to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.base import Database

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x7869616F78696E  # "xiaoxin" in ASCII: the advisory lock under which one process migrates


RENAMED_RULES = {"issues.small_group": "statistics.small_group"}  # what a school set under the old name still holds


class NewerDatabase(Exception):
    """The database was made by a newer Xiaoxin than this one."""


def revision_of(database: Database) -> str | None:
    """The revision a database is at; None for an empty one."""
    with database.read() as tx:
        if not inspect(tx.connection()).has_table("alembic_version"):
            return None
        return tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def newest() -> str:
    """The revision of this program: the last file in the folder of versions, which are named in order."""
    return max(path.name for path in (FOLDER / "versions").glob("[0-9]*.py")).partition("_")[0]


def upgrade(database: Database, to: str = "head") -> bool:
    """Run what is missing, up to a revision. False when nothing was: the usual start, and a cheap one."""
    now = revision_of(database)
    if now in (newest(), to):
        return False
    if now is not None and now > newest():
        raise NewerDatabase(now)
    from alembic import command  # noqa: PLC0415 -- slow import, only for the first start of a version

    with _unchecked(database) as connection:
        if not database.is_sqlite:  # several processes may start at once; SQLite's BEGIN IMMEDIATE queues them anyway
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        command.upgrade(_config(connection), to)
        if now is not None:
            _carry_over_rules(connection)
    return True


def _carry_over_rules(connection: Connection) -> None:
    """Implementing rules that got another name keep the values and the history a school gave them."""
    for before, after in RENAMED_RULES.items():
        connection.execute(
            text("UPDATE rule_value SET key = :after WHERE key = :before"), {"before": before, "after": after}
        )


@contextmanager
def _unchecked(database: Database) -> Iterator[Connection]:
    """One transaction in which SQLite may replace a table that others refer to: it changes tables by copying them.

    SQLite changes that setting only outside of a transaction, so it is set on the driver's connection. What refers to
    nothing afterwards undoes the whole.
    """
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        if database.is_sqlite and driver is not None:
            driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                if database.is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise RuntimeError(f"the migration broke references: {broken[:3]}")
        finally:
            if database.is_sqlite and driver is not None:
                driver.execute("PRAGMA foreign_keys = ON")


def _config(connection: object) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 -- slow import

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
