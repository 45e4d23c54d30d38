"""What every table shares: aware timestamps, JSON columns, names of constraints, and the one way to a session."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

JsonColumn = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Always aware and in UTC inside; a naive one is a bug and refused at the door."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: SQLite knows no zones, so it gets naive UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: aware again."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The root of all tables. Constraint names are fixed, so that migrations can name them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads it once, at class creation
        datetime: UtcDateTime,
        dict[str, Any]: JsonColumn,
        list[Any]: JsonColumn,
        list[str]: JsonColumn,
    }


class Database:
    """One database, two doors: `write()` for a turn, `read()` for looking.

    SQLite (the embedded default): WAL, synchronous=FULL, and one writer at a time: a process-wide lock in front of
    BEGIN IMMEDIATE, so that threads queue up here instead of failing with "database is locked".
    PostgreSQL: the same statements at READ COMMITTED; row versions and row locks settle the races.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = threading.RLock() if self.is_sqlite else None
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(url, sqlite=self.is_sqlite, pool_size=pool_size)
        self._reading = self.engine.execution_options(reading=True)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: commits when the block ends well, rolls back when it raises."""
        if self._writer is None:
            with Session(self.engine, expire_on_commit=False) as tx, tx.begin():
                yield tx
            return
        with self._writer, Session(self.engine, expire_on_commit=False) as tx, tx.begin():
            yield tx

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent look that never waits for a writer and writes nothing."""
        with Session(self._reading, expire_on_commit=False, autoflush=False) as tx:
            yield tx
            tx.expunge_all()  # what was read stays readable after the block
            tx.rollback()

    def close(self) -> None:
        """Give all connections back, for a clean end of the process."""
        self.engine.dispose()


def insert_into(tx: Session, table: type[Base]) -> SqliteInsert | PostgresInsert:
    """An INSERT that can say ON CONFLICT, in the dialect of this session's database."""
    return sqlite_insert(table) if tx.get_bind().dialect.name == "sqlite" else postgres_insert(table)


def _engine(url: str, *, sqlite: bool, pool_size: int) -> Engine:
    if not sqlite:
        return create_engine(url, pool_pre_ping=True, pool_size=pool_size, max_overflow=pool_size)
    engine = create_engine(
        url, connect_args={"timeout": 30, "check_same_thread": False}, pool_size=pool_size, max_overflow=20
    )

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None  # we say BEGIN ourselves, so that writers can say IMMEDIATE
        cursor = dbapi_connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
