"""Any number of processes may hear the same conversation: each update is answered once, by whoever comes first."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from handlers.catalogue import Features
from handlers.dispatch import Dispatcher
from handlers.incoming import Identity, Pressed, Said
from handlers.school import School
from storage.base import Database
from tests.stage import Character, Clock, Stage


class Interrupted:
    """The doors of a database; the second time through the writing one, something else happens first."""

    def __init__(self, database: Database, meanwhile: Callable[[], object], *, at: int = 2) -> None:
        self.database, self.meanwhile, self.at, self.turns = database, meanwhile, at, 0

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Session]:
        self.turns += 1
        if self.turns == self.at:
            self.meanwhile()
        with self.database.write(lasting=lasting) as tx:
            yield tx


def beside(school: Stage, meanwhile: Callable[[], object]) -> Dispatcher:
    """A process that is interrupted by what others do."""
    own = school.dispatcher
    doors = Interrupted(school.database, meanwhile)
    return Dispatcher(doors, own.school, own.features, own._readers, school.clock)  # type: ignore[arg-type]


def hears(school: Stage, who: Character, text: str) -> None:
    place = Identity("chat", who.user_id, who.user_id, who.name)
    school.keep(Said(place, school.event_id(), school.clock.now, text))


def presses_what_is_gone(school: Stage, who: Character) -> None:
    place = Identity("chat", who.user_id, who.user_id, who.name)
    school.keep(Pressed(place, school.event_id(), school.clock.now, "issues.claim:T-0001", "press-1"))


def test_what_one_process_refuses_and_another_settles_costs_the_next_words_nothing(school_on_any: Stage) -> None:
    school = school_on_any
    li = school.person("李老师")
    presses_what_is_gone(school, li)
    hears(school, li, "高二3班投影仪不亮了")
    slow = beside(school, lambda: school.dispatcher.process_next("chat", li.user_id))
    assert slow.process_next("chat", li.user_id)
    school.deliver()
    li.sees("投影仪")
    assert not school.dispatcher.process_next("chat", li.user_id)


def test_where_one_process_errs_and_another_answers_nobody_hears_an_apology(
    school_on_any: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = school_on_any
    li = school.person("李老师")
    hears(school, li, "帮助")
    hears(school, li, "高二3班投影仪不亮了")
    slow = beside(school, lambda: school.dispatcher.process_next("chat", li.user_id))
    real, errs = slow._answer, iter([True])

    def answer(tx: Session, update: object) -> None:
        if next(errs, False):
            raise ZeroDivisionError
        real(tx, update)  # type: ignore[arg-type]

    monkeypatch.setattr(slow, "_answer", answer)
    assert slow.process_next("chat", li.user_id)
    school.deliver()
    li.sees("投影仪")
    li.does_not_see("没能处理好")


def test_words_wait_while_the_database_is_locked_and_are_no_failure(
    sqlite: Database, surroundings: School, features: Features, clock: Clock
) -> None:
    school = Stage(sqlite, surroundings, features, clock)
    li = school.person("李老师")
    hears(school, li, "高二3班投影仪不亮了")
    impatient = Database(str(sqlite.url))
    event.listen(impatient.engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout = 1"))
    held = sqlite3.connect(str(sqlite.url.database), isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    own = school.dispatcher
    # The lock ends between the last try and what would be an apology for it.
    doors = Interrupted(impatient, lambda: held.execute("COMMIT"), at=4)
    locked_out = Dispatcher(doors, own.school, own.features, own._readers, clock)  # type: ignore[arg-type]
    with pytest.raises(OperationalError, match="locked"):
        locked_out.process_next("chat", li.user_id)
    assert locked_out.process_next("chat", li.user_id)
    school.deliver()
    li.sees("投影仪")
    assert len(li.chat()) == 1
    held.close()
    impatient.close()
