"""The database goes away under load, and the process dies in the middle of broadcasts: nothing is lost, all goes on."""

import resource
import sqlite3
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from handlers.cards import Rendered
from storage import outbox
from storage.base import Database
from storage.outbox import Priority
from storage.people import Account
from tests.conftest import POSTGRES
from tests.e2e.cluster import own_cluster
from tests.e2e.running import RunningSchool, prepared
from tests.e2e.test_on_postgresql import fresh_url, imported_into
from tests.e2e.test_survives_kill import wires
from tests.fakes import FakeTelegram, FakeWeCom
from tests.fakes.telegram_users import User
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

__all__ = ["fresh_url", "wires"]
KILLS = 3
CROWD = 36
HELP = "直接说就行"


def database_of(school: RunningSchool) -> Database:
    return Database(school.env["XIAOXIN_DATABASE_URL"] or f"sqlite:///{school.folder / 'data' / 'xiaoxin.db'}")


def announce(school: RunningSchool, platform: str, addresses: list[str], words: str) -> None:
    """One announcement to all of these, as rows, while the process runs."""
    database, now = database_of(school), datetime.now(UTC)
    with database.write() as tx:
        known = set(tx.scalars(select(Account.address).where(Account.platform == platform)))
        for address in addresses:
            if address not in known:
                tx.add(Account(platform=platform, external_id=address, address=address, created_at=now))
        tx.flush()
        there = select(Account.id).where(Account.platform == platform, Account.address.in_(addresses))
        outbox.fan_out(
            tx, list(tx.scalars(there)), Rendered(words).to_json(), now, batch=f"{platform}:{words}",
            priority=Priority.BROADCAST,
        )  # fmt: skip
    database.close()


def becomes(school: RunningSchool, status: int) -> None:
    """What `/readyz` says, sooner or later."""
    until = time.monotonic() + PATIENCE
    with school.http() as http:
        while (seen := http.get("/readyz").status_code) != status:
            assert time.monotonic() < until, f"/readyz still says {seen}:\n{school.log[-3000:]}"
            time.sleep(0.05)  # another process cannot tell us when it changes


def heard_how_often(telegram: FakeTelegram, words: str) -> Counter[str]:
    """Who got it, and how many times."""
    return Counter(
        str(call.params["chat_id"])
        for call in telegram.called("sendMessage")
        if call.status == 200 and words in call.params["text"]
    )


def some_more_have_it(telegram: FakeTelegram, more: int) -> None:
    """The broadcast goes on."""
    before = len(heard_how_often(telegram, "大会"))
    telegram.wait_for(lambda: len(heard_how_often(telegram, "大会")) >= before + more, PATIENCE, "the broadcast")


def test_broadcasts_survive_three_kills(tmp_path: Path, imported: Path, wires: tuple[FakeTelegram, FakeWeCom]) -> None:
    telegram, wecom = wires
    people = [telegram.user(first_name=f"老师{number}") for number in range(CROWD)]
    members = [wecom.member(f"m{number}", f"同事{number}") for number in range(CROWD)]
    with RunningSchool(prepared(tmp_path, imported), telegram=telegram, wecom=wecom) as school:
        announce(school, "telegram", [str(person.id) for person in people], "全校大会")
        under_way = 0
        for kill in range(KILLS):
            telegram.latency = wecom.latency = 0.2  # so that calls are under way when it dies
            announce(school, "wecom", [member.userid for member in members], f"通知{kill}")
            some_more_have_it(telegram, 8)
            school.kill()
            under_way += 16
            school.start()
        telegram.latency = wecom.latency = 0.0
        assert school.comes_to_rest(PATIENCE) == []
        heard = heard_how_often(telegram, "大会")
        assert set(heard) == {str(person.id) for person in people}
        assert sum(heard.values()) - CROWD <= under_way
        for member in members:
            shown = Counter(message.text for message in member.sees())
            assert [shown[f"通知{kill}"] >= 1 for kill in range(KILLS)] == [True] * KILLS, (member.userid, shown)
            assert sum(shown.values()) <= 2 * KILLS


def asks(people: list[User]) -> None:
    for person in people:
        person.sends("帮助")


def all_answered(telegram: FakeTelegram, people: list[User]) -> None:
    """Each exactly once."""
    telegram.wait_for(lambda: len(heard_how_often(telegram, HELP)) == len(people), PATIENCE, "every answer")
    assert set(heard_how_often(telegram, HELP).values()) == {1}


@pytest.mark.postgres
def test_postgresql_restarted_under_load_loses_nothing(
    tmp_path: Path, index: Path, wires: tuple[FakeTelegram, FakeWeCom]
) -> None:
    telegram, wecom = wires
    with own_cluster() as cluster:
        crowd = [telegram.user(first_name=f"老师{number}") for number in range(CROWD)]
        before, during, after = crowd[:12], crowd[12:24], crowd[24:]
        listeners = [telegram.user(first_name=f"听众{number}") for number in range(40)]
        with imported_into(tmp_path, index, cluster.url, telegram, wecom) as school:
            announce(school, "telegram", [str(person.id) for person in listeners], "全校大会")
            asks(before)
            telegram.wait_for(lambda: heard_how_often(telegram, HELP), PATIENCE, "a first answer")
            cluster.stop("immediate")
            asks(during)
            becomes(school, 503)
            cluster.start()
            asks(after)
            all_answered(telegram, crowd)
            assert school.comes_to_rest(PATIENCE) == []
            heard = heard_how_often(telegram, "大会")
            assert set(heard) == {str(person.id) for person in listeners}
            assert sum(heard.values()) - len(heard) <= 16  # what was under way as the server went
            assert "relay.database" in school.log or "inbox" in school.log


@pytest.mark.postgres
def test_a_server_that_takes_no_rows_for_a_while_loses_nothing(
    tmp_path: Path, index: Path, fresh_url: str, wires: tuple[FakeTelegram, FakeWeCom]
) -> None:
    """As after a change of roles between two servers: everything can be read, and every row is refused."""
    telegram, wecom = wires
    crowd = [telegram.user(first_name=f"老师{number}") for number in range(CROWD)]
    listeners = [telegram.user(first_name=f"听众{number}") for number in range(40)]
    name = fresh_url.rpartition("/")[2]

    def takes_rows(yes: str) -> None:
        with psycopg.connect(POSTGRES.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {yes}')
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))

    with imported_into(tmp_path, index, fresh_url, telegram, wecom, mode="webhook") as school:
        telegram.wait_for(lambda: telegram.updates.webhook, PATIENCE, "a webhook")
        telegram.latency = 0.05  # so that calls are under way when it happens
        announce(school, "telegram", [str(person.id) for person in listeners], "全校大会")
        asks(crowd[:12])
        telegram.wait_for(lambda: heard_how_often(telegram, HELP), PATIENCE, "a first answer")
        takes_rows("on")
        asks(crowd[12:24])
        becomes(school, 503)
        with school.http() as http:
            assert 'xiaoxin_trouble{what="database"} 1.0' in http.get("/metrics").text
        takes_rows("off")
        asks(crowd[24:])
        all_answered(telegram, crowd)
        becomes(school, 200)
        assert school.comes_to_rest(PATIENCE) == []
        heard = heard_how_often(telegram, "大会")
        assert heard == Counter(str(person.id) for person in listeners)  # what was said was remembered: nothing twice


def test_a_full_disk_and_a_locked_database_are_an_alarm_and_no_loss(
    tmp_path: Path, imported: Path, wires: tuple[FakeTelegram, FakeWeCom]
) -> None:
    telegram, wecom = wires
    people = [telegram.user(first_name=f"老师{number}") for number in range(CROWD)]
    with RunningSchool(prepared(tmp_path, imported), telegram=telegram, wecom=wecom, mode="webhook") as school:
        telegram.wait_for(lambda: telegram.updates.webhook, PATIENCE, "a webhook")
        asks(people[:6])

        held = sqlite3.connect(school.folder / "data" / "xiaoxin.db", isolation_level=None, timeout=PATIENCE)
        held.execute("BEGIN IMMEDIATE")
        asks(people[6:12])
        held.execute("COMMIT")
        held.close()
        all_answered(telegram, people[:12])

        # No file of the process may grow beyond this from now on: what a full disk does, for this process alone.
        resource.prlimit(school.pid, resource.RLIMIT_FSIZE, (32 * 1024, resource.RLIM_INFINITY))
        asks(people[12:])
        telegram.wait_for(lambda: any(one.status == 503 for one in telegram.updates.deliveries), PATIENCE, "a refusal")
        becomes(school, 503)
        with school.http() as http:
            metrics = http.get("/metrics").text
            assert 'xiaoxin_trouble{what="database"} 1.0' in metrics
            assert 'xiaoxin_alarms_total{alarm="inbox.not_kept"}' in metrics
            resource.prlimit(school.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            all_answered(telegram, people)
            becomes(school, 200)
        assert "inbox.not_kept" in school.log
        assert school.comes_to_rest(PATIENCE) == []
        school.command("audit", "verify")
