"""Everything in one file, taken while the school works, and put back into either kind of database.

The file is a ZIP of one JSON-lines file per table and a manifest, so that an auditor can read it without the product and
a school can move from SQLite to PostgreSQL by backup and restore.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from storage import migrate
from storage.base import Database
from storage.models import metadata

FORMAT = 1
CHUNK = 500


class NotABackup(Exception):
    """The file is not one of ours, damaged, or from a newer version. The words say which."""


class NotEmpty(Exception):
    """The database has people in it already; restoring would overwrite them."""


def backup(database: Database, target: Path, now: datetime) -> dict[str, int]:
    """Write one consistent moment of the whole database. Returns rows per table. A half-written file never remains."""
    counts: dict[str, int] = {}
    part = target.with_name(target.name + ".part")
    try:
        with database.engine.execution_options(reading=True).connect() as connection:
            if not database.is_sqlite:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                for table in metadata().sorted_tables:
                    with archive.open(f"{table.name}.jsonl", "w") as raw, io.TextIOWrapper(raw, "utf-8") as lines:
                        counts[table.name] = sum(1 for _ in _dump(connection, table, lines))
                manifest = {
                    "format": FORMAT,
                    "revision": migrate.newest(),
                    "at": now.astimezone(UTC).isoformat(),
                    "rows": counts,
                }
                archive.writestr("manifest.json", json.dumps(manifest, indent=2))
            connection.rollback()
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return counts


def restore(database: Database, source: Path, *, force: bool) -> dict[str, int]:
    """Put a backup back, whole or not at all. Refuses a database that is in use unless forced."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest["format"] != FORMAT or manifest["revision"] > migrate.newest():
                raise NotABackup("newer")
            if archive.testzip() is not None:
                raise NotABackup("damaged")
            migrate.upgrade(database)
            with database.write() as tx:
                _fill(tx.connection(), archive, force=force)
            return dict(manifest["rows"])
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as unreadable:
        raise NotABackup("unreadable") from unreadable


def _dump(connection: Connection, table: Table, lines: io.TextIOWrapper) -> Iterator[None]:
    order = list(table.primary_key.columns)
    for row in connection.execution_options(yield_per=CHUNK).execute(select(table).order_by(*order)).mappings():
        lines.write(json.dumps(dict(row), ensure_ascii=False, default=_plain) + "\n")
        yield


def _fill(connection: Connection, archive: zipfile.ZipFile, *, force: bool) -> None:
    tables = metadata().sorted_tables
    people = next(table for table in tables if table.name == "person")
    if connection.execute(select(func.count()).select_from(people)).scalar_one() and not force:
        raise NotEmpty
    for table in reversed(tables):
        connection.execute(table.delete())
    names = set(archive.namelist())
    for table in tables:
        if f"{table.name}.jsonl" not in names:
            continue
        with archive.open(f"{table.name}.jsonl") as raw:
            rows = [_row(table, json.loads(line)) for line in raw]
        for start in range(0, len(rows), CHUNK):
            connection.execute(insert(table), rows[start : start + CHUNK])
        _count_on(connection, table)


def _row(table: Table, data: dict[str, Any]) -> dict[str, Any]:
    return {
        column.name: _value(column.type.python_type, data[column.name]) if data.get(column.name) is not None else None
        for column in table.columns
        if column.name in data
    }


def _value(kind: type, value: Any) -> Any:
    if kind is datetime and isinstance(value, str):
        return datetime.fromisoformat(value)
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL counts ids by itself; after a restore it has to go on where the backup ended."""
    key = next(iter(table.primary_key.columns), None)
    if connection.dialect.name != "postgresql" or key is None or key.type.python_type is not int:
        return
    sequence = connection.execute(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": key.name}
    )
    if (name := sequence.scalar_one()) is not None:
        last = connection.execute(select(func.max(key))).scalar_one()
        connection.execute(
            text("SELECT setval(:name, :last, :used)"), {"name": name, "last": last or 1, "used": last is not None}
        )


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no plain form of {type(value)}")
