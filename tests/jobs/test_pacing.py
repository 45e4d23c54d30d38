"""The arithmetic of pace, over any rhythm of messages."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.outgoing import Pace
from jobs.pacing import MANY, Pacer

GAPS = st.lists(st.floats(0, 40), min_size=1, max_size=120)
FLIGHTS = st.floats(0, 5)


def rhythm(pace: Pace, gaps: list[float], flight: float, address: str = "li") -> list[tuple[float, float]]:
    """(start, arrival) of messages that somebody would like to send after these gaps, one at a time."""
    pacer, now, times = Pacer(pace, lambda to: to.startswith("group")), 1000.0, []
    pacer.remember([address], [])
    for gap in gaps:
        now += gap
        now = max(now, pacer.ready(address, now), pacer.account_ready())
        pacer.started([address], now)
        start, now = now, now + flight
        pacer.finished([address], now)
        times.append((start, now))
    return times


@settings(max_examples=60)
@given(GAPS, FLIGHTS)
def test_no_window_ever_holds_more_than_its_limit_wherever_in_its_flight_a_message_arrives(
    gaps: list[float], flight: float
) -> None:
    times = rhythm(Pace(per_address_minute=10, per_address_hour=50), gaps, flight)
    for seconds, most in ((60, 10), (3600, 50)):
        for number in range(len(times) - most):
            assert times[number + most][0] - times[number][1] >= seconds  # the latest arrival to the earliest start


@settings(max_examples=60)
@given(GAPS)
def test_the_account_never_runs_ahead_of_its_rate_by_more_than_one(gaps: list[float]) -> None:
    starts = [start for start, _ in rhythm(Pace(per_second=2), gaps, 0.0)]
    for number, start in enumerate(starts):
        later = [other for other in starts[number:] if other < start + 5]
        assert len(later) <= 5 * 2 + 2


def test_silent_conversations_are_forgotten_and_busy_ones_never() -> None:
    pacer = Pacer(Pace(per_address_seconds=1), lambda _to: False)
    pacer.remember((f"p{n}" for n in range(MANY)), [("p1", 5000.0)])
    pacer.started(["busy"], 0.0)
    pacer.forget_old(5001.0)
    assert [pacer.knows(who) for who in ("p0", "p1", "busy")] == [False, True, True]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 40), st.integers(1, 6)), min_size=1, max_size=80), FLIGHTS)
def test_a_long_card_counts_as_the_messages_it_becomes(cards: list[tuple[float, int]], flight: float) -> None:
    pacer, now = Pacer(Pace(per_address_minute=10, per_address_seconds=1), lambda _to: False), 1000.0
    arrived: list[float] = []
    for gap, parts in cards:
        now += gap
        now = max(now, pacer.ready("li", now, parts))
        pacer.started(["li"], now, parts)
        assert sum(1 for at in arrived if now - at < 60 - 1e-6) + parts <= 10
        assert not arrived or now - arrived[-1] >= arrived.count(arrived[-1]) - 1e-6
        now += flight
        pacer.finished(["li"], now, parts)
        arrived += [now] * parts
