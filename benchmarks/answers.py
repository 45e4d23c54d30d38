"""How many answers a second, and what one costs: `xiaoxin run` in webhook mode beside a bare python-telegram-bot echo.

Both are processes of their own and talk to our strict fake of Telegram over HTTP. So many people each send a message,
wait for the answer and send the next: an answer counts when it stands in the chat. Xiaoxin's answers have gone through
a row of the inbox, one turn in one transaction, a row of the outbox and its mark; the echo commits one row.

What is said, in turn: 帮助 (the list of what Xiaoxin can do), 谢谢 (small talk), and a question for the charter, each time
another one of a hundred: what was asked lately is remembered, and a benchmark of one question would measure that.
CPU is that of the bot's process, from the kernel's count, so that a busy machine changes it little.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.app import WARM_AFTER
from bot.commands.opening import open_database
from bot.settings import Settings
from handlers.cards import Rendered
from storage import outbox
from storage.outbox import Kind, Priority, Sent
from storage.people import Account, Person
from tests.e2e.running import ROOT, RunningSchool, free_port
from tests.fakes import FakeTelegram, Limits
from tests.fakes.telegram_users import User

PEOPLE = (1, 10, 50)
SENT_BEFORE = 20_000  # messages of former days: what is slow among many rows must show
ANSWERS = 200  # at 1 person; more people, more answers
WARM = 60
IDLE = 0.1  # seconds of CPU in a second
_ASKED = (Path(__file__).parent / "policy_questions.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS = tuple(line["q"] for line in map(json.loads, _ASKED) if not line.get("history"))[::8][:100]
SAID: dict[str, Sequence[str]] = {"帮助": ("帮助",), "谢谢": ("谢谢",), "policy questions": QUESTIONS}
MIXED = tuple(words for question in QUESTIONS for words in ("帮助", "谢谢", question))
TICKS = os.sysconf("SC_CLK_TCK")
AGO = timedelta(days=30)


class Crowd(FakeTelegram):
    """A Telegram whose people answer every message of the bot with their next one, so many at once."""

    def __init__(self) -> None:
        super().__init__(limits=Limits.none())
        self._left = 0
        self._due = 0
        self._said: Callable[[int], str] = str
        self._by_chat: dict[str, User] = {}
        self._over = threading.Event()

    def talk(self, people: Sequence[User], answers: int, said: Callable[[int], str]) -> float:
        """Seconds until so many answers have arrived."""
        self._by_chat = {str(person.id): person for person in people}
        self._left, self._due, self._said = answers - len(people), answers, said
        self._over.clear()
        self.calls.clear()
        self.world.sent.clear()
        began = time.perf_counter()
        for number, person in enumerate(people):
            person.sends(said(number))
        if not self._over.wait(300):
            raise AssertionError(f"{self._due} of {answers} answers never came")
        return time.perf_counter() - began

    def _record(self, method: str, params: dict[str, Any], status: int, answer: Any) -> None:
        super()._record(method, params, status, answer)
        if method != "sendMessage" or status != 200:
            return
        self._due -= 1
        if self._left > 0:
            self._left -= 1
            self._by_chat[str(params["chat_id"])].sends(self._said(self._left))
        if self._due == 0:
            self._over.set()


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table."""

    rate: float
    cpu_ms: float


def _cpu(pid: int) -> float:
    """Seconds of CPU a process has used, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _settle(pid: int) -> None:
    """What a process does once after its start (it opens the index in the background) is no part of any answer."""
    time.sleep(WARM_AFTER + 1)
    used, before = _cpu(pid), -1.0
    while used - before > IDLE:
        before = used
        time.sleep(1)
        used = _cpu(pid)


def measure(fake: Crowd, pid: int, people: Sequence[User], answers: int, said: Sequence[str]) -> Measured:
    """The rate and the CPU of one answer."""

    def words(number: int) -> str:
        return said[number % len(said)]

    fake.talk(people, max(WARM, len(people)), words)
    before = _cpu(pid)
    seconds = fake.talk(people, answers, words)
    return Measured(answers / seconds, 1000 * (_cpu(pid) - before) / answers)


@contextmanager
def xiaoxin(fake: Crowd, people: Sequence[User], url: str = "") -> Iterator[int]:
    """The real command with bound people; its process id."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_database(Settings(data_dir=folder / "data", database_url=url)) as database, database.write() as tx:
            now = datetime.now(UTC)
            for person in people:
                bound = Person(name=person.person.first_name, role_names=["staff"], created_at=now)
                tx.add(bound)
                tx.flush()
                tx.add(Account(
                    platform="telegram", external_id=str(person.id), address=str(person.id), person_id=bound.id,
                    created_at=now,
                ))  # fmt: skip
            _past(tx, people, now)
        school = RunningSchool(folder, telegram=fake, mode="webhook", database_url=url, warm=False)
        school.env |= {"XIAOXIN_TELEGRAM_RATE": "1000000", "XIAOXIN_TELEGRAM_CHAT_SECONDS": "0"}
        with school:
            fake.wait_for(lambda: fake.updates.webhook, 60, "a webhook")
            yield school.pid
        assert fake.violations == [], fake.violations


def _past(tx: Session, people: Sequence[User], now: datetime) -> None:
    """What a school has sent before."""
    card = Rendered("很久以前的一条消息").to_json()
    outbox.queue_all(tx, [
        {
            "kind": Kind.SEND, "platform": "telegram", "address": str(people[number % len(people)].id), "card": card,
            "priority": int(Priority.NOTICE), "not_before": now - AGO, "created_at": now - AGO, "settled_at": now - AGO,
            "status": int(Sent.ACCEPTED), "external_id": str(number),
        }
        for number in range(SENT_BEFORE)
    ])  # fmt: skip


@contextmanager
def echo(fake: Crowd) -> Iterator[int]:
    """The peer; its process id."""
    with tempfile.TemporaryDirectory() as name:
        words = [str(free_port()), fake.token, fake.root, str(Path(name) / "echo.db")]
        process = subprocess.Popen([sys.executable, "-m", "benchmarks.echo", *words], cwd=ROOT)  # noqa: S603
        try:
            fake.wait_for(lambda: fake.updates.webhook, 60, "a webhook")
            yield process.pid
        finally:
            process.terminate()
            process.wait(15)


def answers(server: Callable[[], Any] | None = None, *, full: bool = False) -> None:
    """The table. `server` gives the URL of an empty PostgreSQL database for the time of a `with`."""
    print("\nanswers through the Telegram webhook, delivered (answers/s, ms CPU of the bot's process each)")
    print(f"  mixed: 帮助 · 谢谢 · one of {len(QUESTIONS)} questions")
    sizes = {count: (ANSWERS if count == 1 else 2 * ANSWERS) * (4 if full else 1) for count in PEOPLE}
    _beside("SQLite", "", sizes)
    if server is not None:
        with server() as url:
            _beside("PostgreSQL", url, sizes)


def _beside(name: str, url: str, sizes: dict[int, int]) -> None:
    """Both stand ready and are measured in turn, so that a busy machine is as busy for the one as for the other."""
    with Crowd() as theirs, echo(theirs) as peer_pid, Crowd() as fake:
        crowd, people = ([one.user(first_name=f"老师{n}") for n in range(max(PEOPLE))] for one in (theirs, fake))
        with xiaoxin(fake, people, url) as pid:
            _settle(pid)
            peer: dict[int, Measured] = {}
            ours: dict[int, Measured] = {}
            for count, size in sizes.items():
                peer[count] = measure(theirs, peer_pid, crowd[:count], size, MIXED)
                ours[count] = measure(fake, pid, people[:count], size, MIXED)
            _line("python-telegram-bot echo, 1 row", "SQLite", peer, peer)
            _line("Xiaoxin, mixed", name, ours, peer)
            for kind, said in SAID.items():
                near = {10: measure(theirs, peer_pid, crowd[:10], sizes[10] // 2, said)}
                _line(f"Xiaoxin, {kind}", name, {10: measure(fake, pid, people[:10], sizes[10] // 2, said)}, near)


def _line(who: str, name: str, measured: dict[int, Measured], peer: dict[int, Measured]) -> None:
    cells = [
        f"{count:2} people {one.rate:4.0f}/s ({one.rate / peer[count].rate:4.2f}x) {one.cpu_ms:5.2f} ms"
        f" ({one.cpu_ms / peer[count].cpu_ms:4.2f}x)"
        for count, one in measured.items()
    ]
    print(f"  {who:32} {name:10} {'   '.join(cells)}", flush=True)


if __name__ == "__main__":
    answers()
