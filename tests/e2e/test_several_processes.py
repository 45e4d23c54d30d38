"""Three processes behind one address on one PostgreSQL: whoever sends is killed, again and again, and another goes on."""

import itertools
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage import leases
from tests.e2e.running import RunningSchool
from tests.e2e.test_on_postgresql import fresh_url, imported_into
from tests.e2e.test_outages import HELP, announce, heard_how_often
from tests.e2e.test_survives_kill import wires
from tests.fakes import FakeTelegram, FakeWeCom
from tests.fakes.telegram_users import User
from tests.patience import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

__all__ = ["fresh_url", "wires"]
KILLS = 3
LISTENERS = 60
AT_ONCE = 16  # calls a sender has under way at most


class Balancer:
    """What stands before the processes: each question goes to another one of those that run."""

    def __init__(self, telegram: FakeTelegram, processes: list[RunningSchool]) -> None:
        self.telegram, self.processes = telegram, processes
        self._turns = itertools.count()

    def next(self) -> None:
        living = [one for one in self.processes if one.is_running]
        hook = self.telegram.updates.webhook
        assert hook is not None
        with self.telegram.changed:
            hook.url = f"{living[next(self._turns) % len(living)].url}/telegram/webhook"


def sender_among(processes: list[RunningSchool]) -> RunningSchool:
    """Whichever process speaks for the bot, as the lease says."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with processes[0].read() as tx:
            holder = leases.holder_of(tx, "sender:telegram")
        for one in processes:
            if one.is_running and f":{one.pid}:" in holder:
                return one
        time.sleep(0.05)  # rows of another process cannot tell us when they change
    raise AssertionError("nobody speaks for the bot")


def ask(balancer: Balancer, people: Iterator[User], count: int) -> None:
    for person in itertools.islice(people, count):
        balancer.next()
        person.sends("帮助")


def test_the_sender_is_killed_three_times_in_a_broadcast_and_no_word_is_lost(
    tmp_path: Path, index: Path, fresh_url: str, wires: tuple[FakeTelegram, FakeWeCom]
) -> None:
    telegram, wecom = wires
    listeners = [telegram.user(first_name=f"听众{number}") for number in range(LISTENERS)]
    crowd = [telegram.user(first_name=f"老师{number}") for number in range(30)]
    asking = iter(crowd)

    def heard(words: str) -> Counter[str]:
        return heard_how_often(telegram, words)

    with ExitStack() as running:
        first = imported_into(tmp_path, index, fresh_url, telegram, wecom, mode="webhook")
        others = [
            RunningSchool(tmp_path, telegram=telegram, wecom=wecom, database_url=fresh_url, mode="webhook")
            for _ in range(2)
        ]
        processes = [first, *others]
        with ThreadPoolExecutor() as side_by_side:
            list(side_by_side.map(running.enter_context, processes))
        telegram.wait_for(lambda: telegram.updates.webhook, PATIENCE, "a webhook")
        balancer = Balancer(telegram, processes)
        telegram.latency = 0.1  # so that calls are under way when it dies
        everybody = [str(person.id) for person in listeners]
        for kill in range(KILLS):
            announce(first, "telegram", everybody, f"全校大会{kill}")
            ask(balancer, asking, 5)
            telegram.wait_for(lambda: len(heard(f"大会{kill}")) >= 12, PATIENCE, "the broadcast")  # noqa: B023
            sender = sender_among(processes)
            sender.kill()
            ask(balancer, asking, 5)
            if kill == 1:  # one is left
                sender.start()
        assert first.comes_to_rest(PATIENCE) == []
        telegram.wait_for(lambda: len(heard(HELP)) == len(crowd), PATIENCE, "every answer")
        said = [*(heard(f"大会{kill}") for kill in range(KILLS)), heard(HELP)]
        assert [set(one) for one in said[:KILLS]] == [set(everybody)] * KILLS
        assert set(said[KILLS]) == {str(person.id) for person in crowd}
        twice = sum(sum(one.values()) - len(one) for one in said)
        assert twice <= KILLS * AT_ONCE
        assert telegram.too_many_requests == 0
