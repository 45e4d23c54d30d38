"""Statements that run for every update and every message: compiled once, then handed to the driver's own cursor.

They are the same SQLAlchemy statements as everywhere, in the same transaction, with the same types and the same errors.
Left out is what SQLAlchemy does around each execution, which costs more than such a statement itself: no events, no
result objects; rows are plain tuples. A statement that runs now and then stays with the session.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Executable, inspect
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

from storage.base import Base, core

Convert: TypeAlias = Callable[[Any], Any]
Row: TypeAlias = tuple[Any, ...]
T = TypeVar("T", bound=Base)


class Prepared:
    """One statement; it may name its parameters with `bindparam`, and each has to be given every time.

    An INSERT, whose parameters are the columns of its rows, names them with `columns`.
    """

    def __init__(self, statement: Executable, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, tx: Session, values: Mapping[str, Any]) -> list[Row]:
        """What it finds, or what it returns of the rows it changed."""
        connection = core(tx)
        compiled = self._for(connection.dialect)
        cursor = _execute(connection, compiled.text, compiled.bind(values))
        try:
            found: list[Row] = cursor.fetchall()
        finally:
            cursor.close()
        return compiled.read(found)

    def one(self, tx: Session, values: Mapping[str, Any]) -> Row | None:
        """The first of its rows, None when there is none."""
        return next(iter(self.rows(tx, values)), None)

    def scalar(self, tx: Session, values: Mapping[str, Any]) -> Any:
        """The first column of the first row, None when there is none."""
        row = self.one(tx, values)
        return None if row is None else row[0]

    def run(self, tx: Session, *values: Mapping[str, Any]) -> int:
        """Execute it for each set of values, with no rows to come back; how many rows it changed in all."""
        connection = core(tx)
        compiled = self._for(connection.dialect)
        given = [compiled.bind(one) for one in values]
        cursor = _execute(connection, compiled.text, given if len(given) != 1 else given[0], many=len(given) != 1)
        try:
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def _for(self, dialect: Dialect) -> "_Compiled":
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = _compile(self._statement, dialect, self._columns)
        return known


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in the words of one database."""

    text: str
    names: tuple[str, ...]  # the parameters in their order
    fixed: Mapping[str, Any]  # those that stand in the statement itself
    into: Mapping[str, Convert]  # how a value goes in, and below, how the value of a column comes out
    out: tuple[tuple[int, Convert], ...]
    positional: bool

    def bind(self, values: Mapping[str, Any]) -> Any:
        """The parameters as the driver wants them. `KeyError` names one that is missing."""
        fixed, into = self.fixed, self.into
        found = [
            fixed[name] if name in fixed else into[name](values[name]) if name in into else values[name]
            for name in self.names
        ]
        return found if self.positional else dict(zip(self.names, found, strict=True))

    def read(self, rows: Iterable[Row]) -> list[Row]:
        """The rows with the types of our columns."""
        if not self.out:
            return list(rows)
        read: list[Row] = []
        for row in rows:
            values = list(row)
            for index, convert in self.out:
                values[index] = convert(values[index])
            read.append(tuple(values))
        return read


def as_loaded(tx: Session, entity: type[T], row: Row) -> T:
    """The object of a row that was read here with all columns of its table, in their order, as the session loads them."""
    mapped, columns = _mapped(entity)
    key = mapped.identity_key_from_primary_key(row[:1])
    known: T | None = tx.identity_map.get(key)
    if known is not None:
        return known
    # The steps of SQLAlchemy's own loader. Its public way, an object made anew and then declared to be an old one, costs
    # five times as much, for it looks through all relations of something that has none yet.
    found: T = mapped.class_manager.new_instance()
    state = instance_state(found)
    state.dict.update(zip(columns, row, strict=True))
    state.key, state.session_id = key, tx.hash_key
    tx.identity_map.add(state)
    state._commit_all(state.dict, tx.identity_map)  # noqa: SLF001
    return found


@cache
def _mapped(entity: type[Base]) -> tuple[Mapper[Any], tuple[str, ...]]:
    """Its mapper, and the attributes of its columns. They are called as their columns are, and the first is the key."""
    mapped = inspect(entity)
    columns = tuple(column.key for column in mapped.local_table.columns)
    if columns != tuple(mapped.get_property_by_column(c).key for c in mapped.local_table.columns) or columns[0] != "id":
        raise TypeError(f"{entity.__name__} cannot be made of its columns")
    return mapped, columns


def _compile(statement: Executable, dialect: Dialect, columns: Sequence[str] | None) -> _Compiled:
    assert isinstance(statement, ClauseElement)  # noqa: S101 -- every statement we build is one
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    assert isinstance(compiled, SQLCompiler)  # noqa: S101
    if compiled.post_compile_params:
        raise ValueError("a list of values has to stand in a prepared statement word for word")
    into: dict[str, Convert] = {}
    fixed: dict[str, Any] = {}
    for bound, name in compiled.bind_names.items():
        convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            into[name] = convert
        if not bound.required:
            fixed[name] = convert(bound.effective_value) if convert is not None else bound.effective_value
    returned = getattr(statement, "exported_columns", ())
    out = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in returned]
    names = tuple(compiled.positiontup or () if compiled.positional else compiled.bind_names.values())
    return _Compiled(
        str(compiled), names, fixed, into, tuple((n, one) for n, one in enumerate(out) if one is not None),
        compiled.positional,
    )  # fmt: skip


def _execute(connection: Connection, text: str, values: Any, *, many: bool = False) -> Any:
    """Run it inside the transaction of the connection. Raises what SQLAlchemy raises."""
    if not connection.in_transaction():
        connection.begin()
    driver = connection.connection
    cursor = driver.cursor()
    try:
        if many:
            cursor.executemany(text, values)
        else:
            cursor.execute(text, values)
    except Exception as cause:
        cursor.close()
        dbapi: Any = connection.dialect.loaded_dbapi
        if not isinstance(cause, dbapi.Error):
            raise
        lost = connection.dialect.is_disconnect(cause, driver.dbapi_connection, cursor)
        if lost:
            connection.invalidate(cause)
        raise DBAPIError.instance(
            text, None, cause, dbapi.Error, connection_invalidated=lost, dialect=connection.dialect
        ) from cause
    return cursor
