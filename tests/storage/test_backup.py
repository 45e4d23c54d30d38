"""A backup is one moment of the whole school in one file, and comes back on either database, whole or not at all."""

import json
import shutil
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    func,
    insert,
    select,
    text,
)

from storage import migrate
from storage.backup import PLAIN_KINDS, InTheWay, NotABackup, NotEmpty, backup, restore
from storage.base import Database, UtcDateTime
from storage.models import metadata
from storage.people import Account, Person
from tests.patience import PATIENCE

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
ROWS = 3
HARD_TEXT = '高二(3)班 "投影仪"\n\t\\不亮 👩‍🏫 \u2028 é 𠮷'


def _some(column: Column[Any], row: int) -> Any:
    """A value of the column's kind, different in each row, awkward where it can be."""
    if column.nullable and row == 2:
        return None
    for key in column.foreign_keys:
        # Within one table the first row points at the last one, which comes later in the file.
        return ROWS + 1 - row if key.column.table is column.table else row
    values: list[tuple[type, Any]] = [
        (UtcDateTime, NOW + timedelta(days=row, microseconds=123456)),
        (Date, date(2028, 2, 27 + row - 1)),
        (Boolean, row % 2 == 0),
        (JSON, [{"名称": HARD_TEXT, "n": row, "f": 0.1, "no": None, "yes": True}, {}, []][row - 1]),
        (Float, 0.1 + row),
        (Integer, row if column.primary_key else row - 2),
        (String, f"{row} {HARD_TEXT}"),
        (LargeBinary, bytes(range(256)) * row),
    ]
    return next(value for kind, value in values if isinstance(column.type, kind))


def fill(database: Database) -> None:
    """Three rows in every table there is."""
    with database.write() as tx:
        for table in metadata().sorted_tables:
            for row in range(ROWS, 0, -1):  # from the last, so that what the first points at is there
                values = {column.name: _some(column, row) for column in table.columns}
                own = [c.name for c in table.columns if any(k.column.table is table for k in c.foreign_keys)]
                if row == ROWS:
                    values.update(dict.fromkeys(own))
                tx.execute(insert(table), values)
    # The rows were put in with their ids; on PostgreSQL the counters do not know of them yet, which is what they are
    # after a restore, too: `restore` has to mend that.


def contents(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in every table."""
    with database.read() as tx:
        return {
            table.name: [tuple(row) for row in tx.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata().sorted_tables
        }


@pytest.fixture
def other_sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A second school's file."""
    path = tmp_path / "other.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def filled_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a school with rows in every table, made once."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copy(sqlite_template, folder / "school.db")
    database = Database(f"sqlite:///{folder / 'school.db'}")
    fill(database)
    backup(database, folder / "school.zip", NOW)
    database.close()
    return folder / "school.zip"


@pytest.fixture
def school_file(filled_file: Path, tmp_path: Path) -> Path:
    """The same, to be restored or spoilt."""
    return Path(shutil.copy(filled_file, tmp_path / "school.zip"))


def test_every_column_is_of_a_kind_that_a_backup_knows() -> None:
    strange = [
        str(column)
        for table in metadata().sorted_tables
        for column in table.columns
        if not isinstance(column.type, (*PLAIN_KINDS, UtcDateTime, Date, LargeBinary))
    ]
    assert strange == []


@pytest.mark.parametrize("origin", ["other_sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_every_table_comes_back_as_it_was(
    origin: str, empty_database: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    school: Database = request.getfixturevalue(origin)
    fill(school)
    before = contents(school)
    assert {len(rows) for rows in before.values()} == {ROWS}
    counts = backup(school, tmp_path / "school.zip", NOW)
    assert counts == dict.fromkeys(before, ROWS)
    assert restore(empty_database, tmp_path / "school.zip", force=False) == counts
    assert contents(empty_database) == before


def test_ids_go_on_where_the_backup_ended(any_database: Database, school_file: Path) -> None:
    migrated_by_hand(any_database)
    restore(any_database, school_file, force=False)
    with any_database.write() as tx:
        person = Person(name="新老师", created_at=NOW)
        tx.add(person)
        tx.flush()
        assert person.id == ROWS + 1


def test_restoring_into_an_empty_table_leaves_its_counter_at_the_start(
    any_database: Database, other_sqlite: Database, tmp_path: Path
) -> None:
    backup(other_sqlite, tmp_path / "empty.zip", NOW)
    migrated_by_hand(any_database)
    restore(any_database, tmp_path / "empty.zip", force=False)
    with any_database.write() as tx:
        person = Person(name="新老师", created_at=NOW)
        tx.add(person)
        tx.flush()
        assert person.id == 1


def test_a_school_in_use_is_not_overwritten_unless_forced(any_database: Database, school_file: Path) -> None:
    with any_database.write() as tx:
        tx.add(Person(name="在用的学校", created_at=NOW))
    before = contents(any_database)
    migrated_by_hand(any_database)
    with pytest.raises(NotEmpty):
        restore(any_database, school_file, force=False)
    assert contents(any_database) == before
    restore(any_database, school_file, force=True)
    assert "在用的学校" not in {row[1] for row in contents(any_database)["person"]}
    assert {len(rows) for rows in contents(any_database).values()} == {ROWS}


def test_an_imported_charter_alone_is_worth_protecting(sqlite: Database, school_file: Path) -> None:
    migrated_by_hand(sqlite)
    version = metadata().tables["document_version"]
    facts = {"document": "charter", "number": 1, "title": "办法", "effective": date(2026, 9, 1), "imported_at": NOW}
    with sqlite.write() as tx:
        tx.execute(insert(version).values(**facts, source="", is_sample=False, retired=False))
    with pytest.raises(NotEmpty):
        restore(sqlite, school_file, force=False)


def test_the_sample_charter_of_a_new_installation_is_no_obstacle(sqlite: Database, school_file: Path) -> None:
    migrated_by_hand(sqlite)
    version = metadata().tables["document_version"]
    facts = {"document": "sample", "number": 1, "title": "样本", "effective": date(2026, 9, 1), "imported_at": NOW}
    with sqlite.write() as tx:
        tx.execute(insert(version).values(**facts, source="", is_sample=True, retired=False))
    restore(sqlite, school_file, force=False)
    assert len(contents(sqlite)["document_version"]) == ROWS


def migrated_by_hand(database: Database) -> None:
    """The test's tables were made without migrations; say that they are at the newest."""
    with database.write() as tx:
        connection = tx.connection()
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql("DELETE FROM alembic_version")
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": migrate.newest()})


# --- online -----------------------------------------------------------------------------------------------


def test_a_backup_under_writes_shows_one_moment(any_database: Database, empty_sqlite: Database, tmp_path: Path) -> None:
    """Each write adds a person with an account; a backup between the two tables would see one without the other."""
    stop, started, went_on = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            was_taken = (tmp_path / "0.zip").exists()
            with any_database.write() as tx:
                person = Person(name=f"老师{number}", created_at=NOW)
                tx.add(person)
                tx.flush()
                tx.add(
                    Account(
                        platform="web",
                        external_id=str(number),
                        address=str(number),
                        person_id=person.id,
                        created_at=NOW,
                    )
                )
            if number == 20:
                started.set()
            if was_taken:
                went_on.set()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        assert started.wait(PATIENCE)
        taken = [backup(any_database, tmp_path / f"{number}.zip", NOW) for number in range(4)]
        assert went_on.wait(PATIENCE)
    finally:
        stop.set()
        worker.join()
    for counts in taken:
        assert counts["person"] == counts["account"] >= 20
    with any_database.read() as tx:
        assert (tx.scalar(select(func.count()).select_from(Person)) or 0) > taken[0]["person"]
    assert restore(empty_sqlite, tmp_path / "3.zip", force=False) == taken[3]


# --- files that are not right ---------------------------------------------------------------------------


def _rewritten(source: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    with zipfile.ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(source, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def _manifest(**changes: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), **changes}).encode()

    return change


def _drop(name: str) -> Callable[[dict[str, bytes]], object]:
    return lambda members: members.pop(name)


def _lines(name: str, change: Callable[[list[bytes]], list[bytes]]) -> Callable[[dict[str, bytes]], None]:
    def rewrite(members: dict[str, bytes]) -> None:
        members[name] = b"".join(change(members[name].splitlines(keepends=True)))

    return rewrite


WRONG_CONTENTS: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "no manifest": (_drop("manifest.json"), "foreign"),
    "another program's manifest": (lambda m: m.update({"manifest.json": b'{"name": "x"}'}), "foreign"),
    "a manifest that is a list": (lambda m: m.update({"manifest.json": b"[1]"}), "foreign"),
    "a manifest that is not JSON": (lambda m: m.update({"manifest.json": b"\xff{"}), "foreign"),
    "a newer format": (_manifest(format=99), "newer"),
    "a newer revision": (_manifest(revision="9999"), "newer"),
    "a table missing": (_drop("person.jsonl"), "damaged"),
    "a line missing": (_lines("account.jsonl", lambda lines: lines[:-1]), "damaged"),
    "a line too many": (_lines("person.jsonl", lambda lines: [*lines, lines[0].replace(b'"id": 1', b'"id": 9')]), "damaged"),
    "a line twice": (_lines("person.jsonl", lambda lines: [lines[0], lines[0], lines[2]]), "damaged"),
    "a line that is not JSON": (_lines("person.jsonl", lambda lines: [b"oops\n", *lines[1:]]), "damaged"),
    "a line that is a number": (_lines("person.jsonl", lambda lines: [b"7\n", *lines[1:]]), "damaged"),
    "a moment that is none": (_lines("person.jsonl", lambda lines: [lines[0].replace(b"2026-", b"soon-"), *lines[1:]]),
                              "damaged"),
    "a moment without a zone": (_lines("person.jsonl", lambda lines: [lines[0].replace(b"+00:00", b""), *lines[1:]]),
                                "damaged"),
    "a name that is a list": (_lines("person.jsonl", lambda lines: [lines[0].replace(b'"name": "1', b'"name": ["1"], "x": "'),
                                                                    *lines[1:]]), "damaged"),
    "an account of nobody": (_lines("account.jsonl", lambda lines: [lines[0].replace(b'"person_id": 1', b'"person_id": 77'),
                                                                   *lines[1:]]), "damaged"),
    "a picture that climbs out": (lambda m: (m.update({"attachments/../../evil": b"x"}), _manifest(files=1)(m)), "damaged"),
    "a picture that is not counted": (lambda m: m.update({"attachments/1.jpg": b"x"}), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_CONTENTS)
def test_a_wrong_file_is_refused_and_changes_nothing(
    case: str, sqlite: Database, school_file: Path, tmp_path: Path
) -> None:
    migrated_by_hand(sqlite)
    with sqlite.write() as tx:
        tx.add(Person(name="在用的学校", created_at=NOW))
    before = contents(sqlite)
    change, reason = WRONG_CONTENTS[case]
    _rewritten(school_file, change)
    with pytest.raises(NotABackup) as refused:
        restore(sqlite, school_file, force=True, attachments=tmp_path / "data" / "attachments")
    assert refused.value.reason == reason
    assert contents(sqlite) == before
    assert not (tmp_path / "evil").exists()
    assert not (tmp_path / "data" / "attachments").exists()


@pytest.mark.postgres
@pytest.mark.parametrize(
    "case", ["a line twice", "a name that is a list", "an account of nobody", "a moment that is none"]
)
def test_postgresql_refuses_the_same(case: str, postgres: Database, school_file: Path) -> None:
    migrated_by_hand(postgres)
    with postgres.write() as tx:
        tx.add(Person(name="在用的学校", created_at=NOW))
    before = contents(postgres)
    _rewritten(school_file, WRONG_CONTENTS[case][0])
    with pytest.raises(NotABackup) as refused:
        restore(postgres, school_file, force=True)
    assert refused.value.reason == "damaged"
    assert contents(postgres) == before


WRONG_BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing in it": (lambda data: b"", "foreign"),
    "a picture": (lambda data: b"\x89PNG\r\n\x1a\n" + data[:100], "foreign"),
    "the first half": (lambda data: data[: len(data) // 2], "damaged"),
    "a byte flipped in a row": (lambda data: data[:80] + bytes([data[80] ^ 255]) + data[81:], "damaged"),
}


@pytest.mark.parametrize("case", WRONG_BYTES)
def test_damaged_bytes_are_noticed(case: str, sqlite: Database, school_file: Path) -> None:
    change, reason = WRONG_BYTES[case]
    school_file.write_bytes(change(school_file.read_bytes()))
    with pytest.raises(NotABackup) as refused:
        restore(sqlite, school_file, force=True)
    assert refused.value.reason == reason


def test_a_file_that_is_not_there_is_said_to_be_missing(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(NotABackup) as refused:
        restore(sqlite, tmp_path / "nowhere.zip", force=True)
    assert refused.value.reason == "missing"


def test_a_file_of_an_older_version_fills_what_it_has(empty_sqlite: Database, school_file: Path) -> None:
    """The column was not there then; it takes its default."""

    def older(members: dict[str, bytes]) -> None:
        lines = [json.loads(line) for line in members["person.jsonl"].splitlines()]
        for line in lines:
            del line["language"]
        members["person.jsonl"] = "".join(json.dumps(line) + "\n" for line in lines).encode()
        _manifest(revision="0000")(members)

    _rewritten(school_file, older)
    restore(empty_sqlite, school_file, force=False)
    with empty_sqlite.read() as tx:
        assert [person.language for person in tx.scalars(select(Person))] == [""] * ROWS


# --- the file itself --------------------------------------------------------------------------------------


def test_half_a_file_never_remains(sqlite: Database, tmp_path: Path) -> None:
    fill(sqlite)
    target = tmp_path / "backups" / "school.zip"
    target.parent.mkdir()
    broken = Table("broken", metadata(), Column("id", Integer, primary_key=True))  # in the models, not in the database
    try:
        with pytest.raises(Exception, match="broken"):
            backup(sqlite, target, NOW)
    finally:
        metadata().remove(broken)
    assert list(target.parent.iterdir()) == []


def test_a_failed_backup_leaves_the_last_good_one(sqlite: Database, school_file: Path) -> None:
    good = school_file.read_bytes()
    broken = Table("broken", metadata(), Column("id", Integer, primary_key=True))
    try:
        with pytest.raises(Exception, match="broken"):
            backup(sqlite, school_file, NOW)
    finally:
        metadata().remove(broken)
    assert school_file.read_bytes() == good


def test_a_folder_that_is_not_there_is_an_error_and_not_a_file(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        backup(sqlite, tmp_path / "nowhere" / "school.zip", NOW)


def test_a_backup_never_takes_the_place_of_another_kind_of_file(sqlite: Database) -> None:
    database_file = Path(str(sqlite.url.database))
    before = database_file.read_bytes()
    with pytest.raises(InTheWay):
        backup(sqlite, database_file, NOW)
    assert database_file.read_bytes() == before


def test_only_the_owner_may_read_a_backup(school_file: Path) -> None:
    assert stat.S_IMODE(school_file.stat().st_mode) == 0o600


def test_an_auditor_can_read_the_file_without_the_product(school_file: Path) -> None:
    with zipfile.ZipFile(school_file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        people = [json.loads(line) for line in archive.read("person.jsonl").splitlines()]
    assert manifest["at"] == "2026-09-15T02:00:00+00:00"
    assert manifest["rows"]["person"] == len(people) == ROWS
    assert people[0]["name"] == f"1 {HARD_TEXT}"


def test_attachments_go_along_and_come_back(other_sqlite: Database, empty_sqlite: Database, tmp_path: Path) -> None:
    here, there = tmp_path / "here" / "attachments", tmp_path / "there" / "attachments"
    (here / "2026").mkdir(parents=True)
    (here / "2026" / "投影仪.jpg").write_bytes(b"\x00\xff picture")
    (here / "1.txt").write_bytes(b"")
    there.mkdir(parents=True)
    (there / "old.jpg").write_bytes(b"what was here before")
    backup(other_sqlite, tmp_path / "school.zip", NOW, here)
    restore(empty_sqlite, tmp_path / "school.zip", force=True, attachments=there)
    found = {path.relative_to(there).as_posix(): path.read_bytes() for path in there.rglob("*") if path.is_file()}
    assert found == {"2026/投影仪.jpg": b"\x00\xff picture", "1.txt": b""}
    assert [path.name for path in there.parent.iterdir()] == ["attachments"]
