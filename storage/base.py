"""What every table shares: aware timestamps, JSON columns, names of constraints, and the one way to a session."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import JSON, DateTime, Engine, MetaData, Table, create_engine, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.types import TypeDecorator

FROZEN = timedelta(seconds=45)  # longer than any turn is silent inside its transaction

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
        list[int]: JsonColumn,
    }


class Database:
    """One database, two doors: `write()` for a turn, `read()` for looking.

    SQLite (the embedded default): WAL, synchronous=FULL, and one writer at a time: a process-wide lock in front of
    BEGIN IMMEDIATE, so that threads queue up here instead of failing with "database is locked".
    What the database must not lose in a power cut is `lasting`; docs/adr/0011 says what may wait for the next such commit.
    PostgreSQL: the same statements at READ COMMITTED; row versions and row locks settle the races.
    """

    def __init__(self, url: str, *, pool_size: int = 10, patience: timedelta = FROZEN) -> None:
        """`patience`: after so long without a word, PostgreSQL ends the transaction of a process that froze in it."""
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = threading.RLock() if self.is_sqlite else None
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _sqlite_engine(url, pool_size) if self.is_sqlite else _postgres_engine(url, pool_size, patience)

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Session]:
        """One transaction: commits when the block ends well, rolls back when it raises.

        Not `lasting`: on SQLite it is surely on the disk only with the next lasting commit of anybody. For what would be
        done again from a row that lasts.
        """
        with self._writer or nullcontext(), self.engine.connect() as connection:
            connection.info.update({_BEGIN: "BEGIN IMMEDIATE", _SYNCHRONOUS: "FULL" if lasting else "NORMAL"})
            with connection.begin(), _session(connection) as tx:
                yield tx
                tx.flush()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent look that never waits for a writer and writes nothing."""
        with self.looking() as connection, _session(connection, autoflush=False) as tx:
            if not self.is_sqlite:  # who only looks may think about it for as long as it takes: nobody waits for that
                connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield tx
            tx.expunge_all()  # what was read stays readable after the block

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """The same without objects."""
        with self.engine.connect() as connection:
            how = connection.info
            how[_BEGIN] = "BEGIN"
            try:
                yield connection
            finally:
                how.pop(_BEGIN, None)  # who looked at nothing began nothing: the next one here may want to write
            connection.rollback()

    def fold_in(self) -> bool:
        """On SQLite: bring its write-ahead log into the file and empty it, so that what was deleted stands in neither.

        False where somebody writes or looks just now: nobody is kept waiting, and it is tried again.
        """
        if self._writer is None or not self._writer.acquire(blocking=False):
            return False
        try:
            connection = self.engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("PRAGMA busy_timeout=0")
                try:
                    busy, _pages, _folded = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                finally:
                    cursor.execute(f"PRAGMA busy_timeout={_PATIENCE}")
                return not busy
            finally:
                connection.close()
        finally:
            self._writer.release()

    def close(self) -> None:
        """Give all connections back, for a clean end of the process."""
        self.engine.dispose()


# What is deleted is overwritten: an anonymous sender must not be found in the free pages of the file (docs/adr/0017).
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
_PATIENCE = 30000  # milliseconds that a statement waits for another process

_CONNECTION = "connection"
_BEGIN, _SYNCHRONOUS, _IS = "begin", "synchronous", "synchronous now"  # how the next transaction of a connection begins


def _session(connection: Connection, **options: Any) -> Session:
    """A session inside a transaction that is not its own: it ends with its connection's."""
    return Session(connection, expire_on_commit=False, info={_CONNECTION: connection}, **options)


def core(tx: Session) -> Connection:
    """The connection of a transaction, for statements that run for every message and need no objects."""
    connection: Connection = tx.info[_CONNECTION]
    return connection


def is_away(error: BaseException) -> bool:
    """Whether the database is locked, full or out of reach, or chose us in a deadlock: it may go well in a moment."""
    if isinstance(error, PoolExhausted | InterfaceError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _AWAY_SQLITE
    state = getattr(error.orig, "sqlstate", None)
    lost = error.connection_invalidated or (state is None and isinstance(error, OperationalError))
    return lost or (state is not None and state.startswith(_AWAY_POSTGRES))


_AWAY_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PROTOCOL,
    }
)  # fmt: skip
# Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, rollback of a transaction, too few
# resources, object in use, the operator stopped it; and a server that takes no rows, as after a change of roles, or ended
# a transaction that was silent for too long.
_AWAY_POSTGRES = ("08", "25006", "25P03", "40", "53", "55P", "57P")


def insert_into(tx: Session, table: type[Base]) -> SqliteInsert | PostgresInsert:
    """An INSERT that can say ON CONFLICT, in the dialect of this session's database."""
    return sqlite_insert(table) if tx.get_bind().dialect.name == "sqlite" else postgres_insert(table)


@cache
def insert_once(dialect: str, table: Table, *key: str, naming: str = "") -> SqliteInsert | PostgresInsert:
    """The same for one row or many given as parameters; a row whose key is there already changes nothing.

    `dialect` names the database; `naming` is the column to be told of each new row.
    """
    statement = sqlite_insert(table) if dialect == "sqlite" else postgres_insert(table)
    once = statement.on_conflict_do_nothing(index_elements=list(key))
    return cast("SqliteInsert | PostgresInsert", once.returning(table.c[naming])) if naming else once


def _as_json(value: Any) -> str:
    """Chinese as it is written: escaped it takes twice the room, and reading it back takes three times as long."""
    words = json.dumps(value, ensure_ascii=False)
    try:
        words.encode()
    except UnicodeEncodeError:  # half of a character, as hostile messages have it: no database takes that unescaped
        return json.dumps(value)
    return words


def _postgres_engine(url: str, pool_size: int, patience: timedelta) -> Engine:
    """A machine that falls asleep or from the network keeps the rows it has locked, and with them everybody else. So the
    server ends a transaction that says nothing, and both ends notice a line that is dead.
    """
    watched = {"connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    engine = create_engine(
        url, json_serializer=_as_json, pool_pre_ping=True, pool_size=pool_size, max_overflow=pool_size,
        connect_args={name: value for name, value in watched.items() if name not in make_url(url).query},
    )  # fmt: skip
    there = {
        "idle_in_transaction_session_timeout": round(patience.total_seconds() * 1000),  # milliseconds
        "tcp_keepalives_idle": 10, "tcp_keepalives_interval": 5, "tcp_keepalives_count": 3,
    }  # fmt: skip

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi_connection: Any, _record: Any) -> None:
        with dbapi_connection.cursor() as cursor:
            cursor.execute("; ".join(f"SET {name} = {value}" for name, value in there.items()))
        dbapi_connection.commit()

    return engine


def _sqlite_engine(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        url, json_serializer=_as_json, connect_args={"timeout": 30, "check_same_thread": False},
        pool_size=pool_size, max_overflow=20,
        pool_use_lifo=True,  # writers follow each other on one connection, whose pages in memory are then still true
    )  # fmt: skip

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None  # we say BEGIN ourselves, so that writers can say IMMEDIATE
        cursor = dbapi_connection.cursor()
        for pragma in (*_PRAGMAS, f"busy_timeout={_PATIENCE}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    # No listener for "begin": with one, SQLAlchemy makes room for listeners at every statement.
    engine.dialect.do_begin = _begin  # type: ignore[assignment, method-assign]
    return engine


def _begin(connection: PoolProxiedConnection) -> None:
    """A transaction on SQLite: who writes says so at once, and the disk is waited for as long as wanted."""
    how = connection.info
    begin, synchronous = how.pop(_BEGIN, "BEGIN IMMEDIATE"), how.pop(_SYNCHRONOUS, "FULL")
    if how.get(_IS, "FULL") != synchronous:
        connection.cursor().execute(f"PRAGMA synchronous={synchronous}")
        how[_IS] = synchronous
    connection.cursor().execute(begin)
