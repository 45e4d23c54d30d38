"""What a claim costs depends on what is claimed and due, never on how much was ever sent."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import event

from storage.base import Database
from storage.delivery import Claim

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_sqlite_looks_for_busy_conversations_among_the_claimed(sqlite: Database) -> None:
    """It once took the index on platforms, and each answer read every message that Telegram had ever got."""
    said: list[tuple[str, object]] = []
    event.listen(sqlite.engine, "before_cursor_execute", lambda *about: said.append((about[2], about[3])))
    with sqlite.write() as tx:
        Claim("telegram", "worker", NOW, NOW + timedelta(minutes=5)).take(tx, 10)
        claim, values = next(one for one in said if "chosen" in one[0])
        plan = [row[3] for row in tx.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {claim}", values)]  # type: ignore[arg-type]
    assert [step for step in plan if " busy " in step] == ["SCAN busy USING INDEX ix_outbox_claimed"]
    assert not [step for step in plan if step.startswith(("SCAN due", "SCAN outbox", "SCAN original"))]
