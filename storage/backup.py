"""Everything in one file, taken while the school works, and put back into either kind of database.

The file is a ZIP of one JSON-lines file per table, the attachments and a manifest, so that an auditor can read it without
the product and a school can move from SQLite to PostgreSQL by backup and restore. It holds personal data: only its owner
may read it.
"""

import base64
import io
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Literal

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    exists,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, ProgrammingError, StatementError

from storage import migrate
from storage.base import Database, UtcDateTime
from storage.models import metadata

FORMAT = 1
CHUNK = 500
FEW = 2  # rows at a time of a table that holds files: each may have 20 MB
MANIFEST = "manifest.json"
ATTACHMENTS = "attachments/"
# What JSON holds as it is. A column of another kind needs a line in `_value` and `_plain`; a test watches over it.
PLAIN_KINDS = (Integer, Boolean, Float, String, JSON)
# What a new installation writes by itself: no loss when a backup takes its place.
OWN_ROWS = frozenset({"setting", "schedule", "lease", "clause"})
# How a file shows that was changed by hand: a missing name, a wrong type, a row that points nowhere.
UNFIT = (
    KeyError, ValueError, TypeError, AttributeError, OverflowError, zlib.error,
    DataError, IntegrityError, InterfaceError, ProgrammingError,
)  # fmt: skip


class NotABackup(Exception):
    """The file cannot be restored. `reason` says why: not there, not ours, damaged, or from a newer version."""

    def __init__(self, reason: Literal["missing", "foreign", "damaged", "newer"]) -> None:
        super().__init__(reason)
        self.reason = reason


class NotEmpty(Exception):
    """The database has the school's own rows in it already; restoring would overwrite them."""


class InTheWay(Exception):
    """The target exists and is not a backup: perhaps the database itself. It is left alone."""


def backup(database: Database, target: Path, now: datetime, attachments: Path | None = None) -> dict[str, int]:
    """Write one consistent moment of the whole database. Returns rows per table. A half-written file never remains.

    An earlier backup of the same name is replaced in the last moment; any other file is refused (`InTheWay`).
    Raises `OSError` when the file cannot be written.
    """
    if target.exists() and not zipfile.is_zipfile(target):
        raise InTheWay
    part = target.with_name(target.name + ".part")
    try:
        with _created(part) as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
                counts = _write_tables(database, archive)
                # After the rows: a file they name is there, and one that came later does no harm.
                files = _write_files(archive, attachments)
                manifest = {
                    "format": FORMAT,
                    "program": "xiaoxin",
                    "revision": migrate.newest(),
                    "at": now.astimezone(UTC).isoformat(),
                    "rows": counts,
                    "files": files,
                }
                archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return counts


def restore(database: Database, source: Path, *, force: bool, attachments: Path | None = None) -> dict[str, int]:
    """Put a backup back, whole or not at all; returns rows per table. Ids and numbers go on where the backup ended.

    Raises `NotABackup`, `NotEmpty` (unless forced) or `migrate.NewerDatabase`. A file of an older version fills the columns it
    has; newer ones take their defaults.
    """
    if not source.is_file():
        raise NotABackup("missing")
    try:
        with zipfile.ZipFile(source) as archive:
            rows = _checked(archive)
            migrate.upgrade(database)
            arrived = _unpack(archive, attachments)
            with database.write() as tx:
                _fill(tx.connection(), archive, rows, force=force)
            if arrived is not None and attachments is not None:
                _swap(arrived, attachments)
            return rows
    except zipfile.BadZipFile:
        raise NotABackup("damaged" if _was_a_zip(source) else "foreign") from None
    except UNFIT as unfit:
        raise NotABackup("damaged") from unfit
    except StatementError as wrong:
        if isinstance(wrong, DBAPIError):  # the database itself is in trouble, not the file
            raise
        raise NotABackup("damaged") from wrong
    finally:
        if attachments is not None:
            shutil.rmtree(_arriving(attachments), ignore_errors=True)


def _write_tables(database: Database, archive: zipfile.ZipFile) -> dict[str, int]:
    counts: dict[str, int] = {}
    with database.looking() as connection:
        if not database.is_sqlite:  # SQLite's WAL shows one moment by itself, from the first SELECT on
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        for table in metadata().sorted_tables:
            with (
                archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as raw,
                io.TextIOWrapper(raw, "utf-8", errors="surrogatepass", newline="\n") as lines,
            ):
                counts[table.name] = sum(1 for _ in _dump(connection, table, lines))
        connection.rollback()
    return counts


def _dump(connection: Connection, table: Table, lines: io.TextIOWrapper) -> Iterator[None]:
    order = list(table.primary_key.columns)
    for row in (
        connection.execution_options(yield_per=_at_once(table)).execute(select(table).order_by(*order)).mappings()
    ):
        lines.write(json.dumps(dict(row), ensure_ascii=False, default=_plain) + "\n")
        yield


def _at_once(table: Table) -> int:
    return FEW if any(isinstance(column.type, LargeBinary) for column in table.columns) else CHUNK


def _write_files(archive: zipfile.ZipFile, folder: Path | None) -> int:
    if folder is None or not folder.is_dir():
        return 0
    written = 0
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        try:
            archive.write(path, ATTACHMENTS + path.relative_to(folder).as_posix())
        except FileNotFoundError:  # tidied away since we looked
            continue
        written += 1
    return written


def _checked(archive: zipfile.ZipFile) -> dict[str, int]:
    """The manifest's row counts, once the file is known to be ours and whole."""
    try:
        manifest = json.loads(archive.read(MANIFEST))
        ours, rows = int(manifest["format"]), {str(name): int(count) for name, count in manifest["rows"].items()}
        revision = str(manifest["revision"])
    except zipfile.BadZipFile:
        raise
    except Exception:  # noqa: BLE001 -- any other ZIP file in the world: without a manifest, or with somebody else's
        raise NotABackup("foreign") from None
    if ours > FORMAT or revision > migrate.newest():
        raise NotABackup("newer")
    names = set(archive.namelist())
    if archive.testzip() is not None or any(f"{name}.jsonl" not in names for name in rows):
        raise NotABackup("damaged")
    files = [name for name in names if name.startswith(ATTACHMENTS)]
    if len(files) != manifest.get("files", 0) or any(".." in PurePosixPath(name).parts for name in files):
        raise NotABackup("damaged")
    return rows


def _fill(connection: Connection, archive: zipfile.ZipFile, rows: dict[str, int], *, force: bool) -> None:
    tables = metadata().sorted_tables
    if not force and any(_has_the_schools_rows(connection, table) for table in tables):
        raise NotEmpty
    for table in reversed(tables):
        connection.execute(table.delete())
    for table in tables:
        if table.name not in rows:
            continue
        with archive.open(f"{table.name}.jsonl") as raw:
            if _insert(connection, table, (_row(table, json.loads(line)) for line in raw)) != rows[table.name]:
                raise NotABackup("damaged")
        _count_on(connection, table)


def _has_the_schools_rows(connection: Connection, table: Table) -> bool:
    if table.name in OWN_ROWS:
        return False
    found = exists().select_from(table)
    if "is_sample" in table.c:
        found = found.where(table.c.is_sample.is_(False))
    return bool(connection.execute(select(found)).scalar_one())


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> int:
    """Rows may point at later rows of their own table (an issue merged into another), so these pointers come last."""
    own = [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    key = list(table.primary_key.columns)
    pointers: list[dict[str, Any]] = []
    chunk: list[dict[str, Any]] = []
    count = 0
    for row in rows:
        if any(row.get(column.name) is not None for column in own):
            pointers.append({f"_{column.name}": row.get(column.name) for column in (*key, *own)})
            row.update(dict.fromkeys((column.name for column in own), None))
        chunk.append(row)
        count += 1
        if len(chunk) == _at_once(table):
            connection.execute(insert(table), chunk)
            chunk = []
    if chunk:
        connection.execute(insert(table), chunk)
    if pointers:
        same = [column == bindparam(f"_{column.name}") for column in key]
        connection.execute(
            table.update().where(*same).values({column.name: bindparam(f"_{column.name}") for column in own}), pointers
        )
    return count


def _row(table: Table, data: dict[str, Any]) -> dict[str, Any]:
    return {column.name: _value(column, data[column.name]) for column in table.columns if column.name in data}


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value, validate=True)
    if not isinstance(column.type, JSON) and not isinstance(value, column.type.python_type):
        raise TypeError(f"{column} holds no {type(value).__name__}")  # PostgreSQL would take a list for a name
    return value


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"no plain form of {type(value)}")


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL counts ids by itself; after a restore it has to go on where the backup ended."""
    key = next(iter(table.primary_key.columns), None)
    if connection.dialect.name != "postgresql" or key is None or not isinstance(key.type, Integer):
        return
    sequence = connection.execute(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": f'"{table.name}"', "column": key.name}
    )
    if (name := sequence.scalar_one()) is not None:
        last = connection.execute(select(func.max(key))).scalar_one()
        connection.execute(
            text("SELECT setval(:name, :last, :used)"), {"name": name, "last": last or 1, "used": last is not None}
        )


def _unpack(archive: zipfile.ZipFile, folder: Path | None) -> Path | None:
    """Put the attachments beside their place; they take it once the rows are in."""
    files = [name for name in archive.namelist() if name.startswith(ATTACHMENTS)]
    if folder is None or not files:
        return None
    arriving = _arriving(folder)
    shutil.rmtree(arriving, ignore_errors=True)
    for name in files:
        path = arriving / name.removeprefix(ATTACHMENTS)
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as packed, _created(path) as plain:
            shutil.copyfileobj(packed, plain)
    return arriving


def _swap(arrived: Path, folder: Path) -> None:
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    arrived.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _arriving(folder: Path) -> Path:
    return folder.with_name(folder.name + ".arriving")


def _created(path: Path) -> BinaryIO:
    """A new file that only its owner may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _was_a_zip(source: Path) -> bool:
    with source.open("rb") as file:
        return file.read(2) == b"PK"
