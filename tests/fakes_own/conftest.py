"""The fakes under test, each on a port of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.fakes import Clock, FakeTelegram
from tests.fakes_own.listening import client

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def clock() -> Clock:
    return Clock(frozen=True)


@pytest.fixture
def telegram(clock: Clock) -> Iterator[FakeTelegram]:
    with FakeTelegram(clock=clock, retry_delay=0.01) as fake:
        yield fake


@pytest.fixture
def ask(telegram: FakeTelegram) -> Iterator[Ask]:
    """Calls a method as a bot would, by JSON; the whole answer."""
    with client(f"{telegram.root}/bot{telegram.token}/") as http:

        def call(method: str, **params: Any) -> dict[str, Any]:
            answer: dict[str, Any] = http.post(method, json=params).json()
            return answer

        yield call
