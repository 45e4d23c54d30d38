"""Fixtures for the relay and the clock."""

from datetime import datetime

import pytest

from handlers.school import School
from handlers.school_time import SchoolCalendar
from handlers.understand import Understood
from knowledge.charter import Library
from storage.base import Database
from tests.jobs.post import Post
from tests.stage import ABILITIES, Clock


class Deaf:
    """Understands nothing: the relay and the clock never ask."""

    def understand(self, text: str, *, role: str, context: str, now: datetime | None) -> Understood:
        raise AssertionError((text, role, context, now))


def no_library() -> Library:
    raise AssertionError("neither the relay nor the clock reads the charter")


@pytest.fixture(scope="session")
def office() -> School:
    """A school as the relay and the clock need it: its calendar, and nothing to load."""
    return School(usual=SchoolCalendar(), library=no_library, understander=Deaf(), abilities=ABILITIES)


@pytest.fixture
def post(sqlite: Database, office: School, clock: Clock) -> Post:
    """A post office on SQLite."""
    return Post(sqlite, office, clock)


@pytest.fixture
def post_on_any(any_database: Database, office: School, clock: Clock) -> Post:
    """A post office on both databases in turn."""
    return Post(any_database, office, clock)


@pytest.fixture
def post_on_pg(postgres: Database, office: School, clock: Clock) -> Post:
    """A post office on PostgreSQL only."""
    return Post(postgres, office, clock)
