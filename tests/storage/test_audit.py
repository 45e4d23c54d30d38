"""The audit log: whoever changes, removes, inserts or reorders an entry is found out, and the chain never forks."""

import hashlib
import json
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from storage import audit
from storage.audit import Entry, Fact, Head
from storage.base import Database

NOW = datetime(2026, 9, 15, 2, 0, 0, 123456, tzinfo=UTC)


def fact(number: int) -> Fact:
    """One thing that happened."""
    return Fact(
        subject=f"T-{number:04d}", step="claim", clause="5.2.1", actor_id=number, actor="王技术",
        at=NOW + timedelta(minutes=number), before="new", after="accepted", details={"说明": '"投影仪"\n不亮'},
    )  # fmt: skip


@pytest.fixture
def log(any_database: Database) -> Database:
    """Five entries, written in three turns."""
    for turn in ([1, 2], [3], [4, 5]):
        with any_database.write() as tx:
            audit.append(tx, [fact(number) for number in turn])
    return any_database


def verified(database: Database) -> tuple[int, int | None]:
    with database.read() as tx:
        return audit.verify(tx)


def test_an_untouched_log_is_whole(log: Database) -> None:
    assert verified(log) == (5, None)


def test_an_empty_log_is_whole(any_database: Database) -> None:
    assert verified(any_database) == (0, None)
    with any_database.write() as tx:
        audit.append(tx, [])
    assert verified(any_database) == (0, None)


def _set(seq: int, column: str, value: object) -> Callable[[Session], None]:
    def change(tx: Session) -> None:
        tx.execute(update(Entry).where(Entry.seq == seq).values({column: value}))

    return change


def _content(seq: int, **changes: object) -> Callable[[Session], None]:
    """A forger who changes the sealed text itself, but cannot make the hash fit the next entry."""

    def change(tx: Session) -> None:
        entry = tx.get(Entry, seq)
        assert entry is not None
        facts = {**json.loads(entry.content), **changes}
        entry.content = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    return change


def _content_and_hash(seq: int, **changes: object) -> Callable[[Session], None]:
    """A cleverer forger, who also computes the entry's own hash again."""

    def change(tx: Session) -> None:
        _content(seq, **changes)(tx)
        entry, before = tx.get(Entry, seq), tx.get(Entry, seq - 1)
        assert entry is not None
        previous = before.hash if before else audit.GENESIS
        entry.hash = hashlib.sha256(f"{previous}\n{entry.content}".encode()).hexdigest()

    return change


def _swap(one: int, other: int) -> Callable[[Session], None]:
    def change(tx: Session) -> None:
        for old, new in ((one, 99), (other, one), (99, other)):
            tx.execute(text("UPDATE audit SET seq = :new WHERE seq = :old"), {"old": old, "new": new})

    return change


def _insert(seq: int) -> Callable[[Session], None]:
    def change(tx: Session) -> None:
        tx.execute(text("UPDATE audit SET seq = -(seq + 1) WHERE seq >= :seq"), {"seq": seq})
        tx.execute(text("UPDATE audit SET seq = -seq WHERE seq < 0"))
        tx.add(
            Entry(seq=seq, subject="T-0666", clause="5.2.1", step="claim", actor_id=6, at=NOW, content=audit._content(seq, fact(6)),
                  hash="0" * 64)
        )  # fmt: skip

    return change


def _delete(*seqs: int) -> Callable[[Session], None]:
    def change(tx: Session) -> None:
        for seq in seqs:
            tx.execute(text("DELETE FROM audit WHERE seq = :seq"), {"seq": seq})

    return change


def _head(seq: int, hash_: str | None = None) -> Callable[[Session], None]:
    def change(tx: Session) -> None:
        head = tx.get(Head, 1)
        assert head is not None
        head.seq, head.hash = seq, hash_ or head.hash

    return change


# What somebody with access to the database did, and the first entry that has to be named.
TAMPERED: dict[str, tuple[Callable[[Session], None], int]] = {
    "the text of the first": (_content(1, reason="因为"), 1),
    "the text of one in the middle": (_content(3, actor="别人"), 3),
    "the text of the last": (_content(5, after="closed"), 5),
    "text and hash in the middle": (_content_and_hash(3, actor="别人"), 4),
    "text and hash of the last": (_content_and_hash(5, actor="别人"), 6),
    "a text that is no JSON": (_set(3, "content", "oops"), 3),
    "a text that is another JSON": (_set(3, "content", "[1]"), 3),
    "a text without its facts": (_set(3, "content", "{}"), 3),
    "a moment that is none": (_content(3, at="gestern"), 3),
    "the hash": (_set(3, "hash", "f" * 64), 3),
    "the subject beside the text": (_set(2, "subject", "T-9999"), 2),
    "the clause beside the text": (_set(2, "clause", "9.1"), 2),
    "the step beside the text": (_set(2, "step", "close"), 2),
    "the actor beside the text": (_set(2, "actor_id", 77), 2),
    "no actor beside the text": (_set(2, "actor_id", None), 2),
    "the first removed": (_delete(1), 2),
    "one removed in the middle": (_delete(3), 4),
    "the end cut off": (_delete(5), 5),
    "the end cut off twice": (_delete(4, 5), 4),
    "everything removed": (_delete(1, 2, 3, 4, 5), 1),
    "two in another order": (_swap(2, 3), 2),
    "one inserted": (_insert(3), 3),
    "one put at the end": (_insert(6), 6),
    "a head that stands too early": (_head(4), 6),
    "a head of another chain": (_head(5, "e" * 64), 6),
}


@pytest.fixture
def small_log(sqlite: Database) -> Database:
    """The same five entries in the small database, for the long table."""
    with sqlite.write() as tx:
        audit.append(tx, [fact(number) for number in range(1, 6)])
    return sqlite


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_found_and_the_first_broken_entry_named(what: str, small_log: Database) -> None:
    change, first_broken = TAMPERED[what]
    with small_log.write() as tx:
        change(tx)
    assert verified(small_log)[1] == first_broken


@pytest.mark.postgres
def test_tampering_is_found_on_postgresql_too(postgres: Database) -> None:
    with postgres.write() as tx:
        audit.append(tx, [fact(number) for number in range(1, 6)])
    found = {}
    for what, (change, _first_broken) in TAMPERED.items():
        with Session(postgres.engine) as tx:
            change(tx)
            tx.flush()
            tx.expire_all()
            found[what] = audit.verify(tx)[1]
            tx.rollback()
    assert found == {what: first_broken for what, (_change, first_broken) in TAMPERED.items()}
    assert verified(postgres) == (5, None)


def test_a_changed_moment_beside_the_text_is_found(log: Database) -> None:
    with log.write() as tx:
        entry = tx.get(Entry, 2)
        assert entry is not None
        entry.at += timedelta(seconds=1)
    assert verified(log)[1] == 2


def test_a_removed_head_is_found(log: Database) -> None:
    with log.write() as tx:
        tx.execute(text("DELETE FROM audit_head"))
    assert verified(log)[1] == 6


def test_an_outsider_can_check_an_export_with_a_few_lines(log: Database) -> None:
    """As the module's docstring promises: SHA-256 over the previous hash, a newline and the text."""
    with log.read() as tx:
        exported = [(entry.content, entry.hash) for entry in audit.entries(tx)]
    previous = "0" * 64
    for content, seal in exported:
        assert hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest() == seal
        assert json.dumps(json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == content
        previous = seal


def test_a_moment_is_sealed_in_utc_whatever_zone_it_came_in(any_database: Database) -> None:
    shanghai = timezone(timedelta(hours=8))
    with any_database.write() as tx:
        audit.append(tx, [Fact("T-0001", "claim", "5.2.1", None, "", NOW.astimezone(shanghai))])
    with any_database.read() as tx:
        (entry,) = audit.history(tx, "T-0001")
        assert entry.facts["at"] == "2026-09-15T02:00:00.123456+00:00"
        assert entry.at == NOW
    assert verified(any_database) == (1, None)


def test_a_turn_that_fails_leaves_no_entry_and_no_gap(log: Database) -> None:
    def fails() -> None:
        with log.write() as tx:
            audit.append(tx, [fact(6)])
            raise RuntimeError("the turn fails")

    with pytest.raises(RuntimeError):
        fails()
    with log.write() as tx:
        audit.append(tx, [fact(7)])
    assert verified(log) == (6, None)
    with log.read() as tx:
        assert [entry.subject for entry in audit.entries(tx)] == [
            "T-0001",
            "T-0002",
            "T-0003",
            "T-0004",
            "T-0005",
            "T-0007",
        ]


def test_turns_at_the_same_time_never_fork_the_chain(any_database: Database) -> None:
    writers, each = 4, 8
    together, failures = threading.Barrier(writers), list[Exception]()

    def work(writer: int) -> None:
        together.wait()
        try:
            for number in range(each):
                with any_database.write() as tx:
                    audit.append(tx, [fact(writer * 100 + number), fact(writer * 100 + 50 + number)])
        except Exception as failure:  # noqa: BLE001 -- handed to the assertion below
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert verified(any_database) == (writers * each * 2, None)


def test_a_long_log_can_be_left_in_the_middle(any_database: Database) -> None:
    with any_database.write() as tx:
        audit.append(tx, [fact(number) for number in range(1200)])
    with any_database.read() as tx, closing(audit.entries(tx)) as log:
        assert next(log).seq == 1
    assert verified(any_database) == (1200, None)
