"""Who may take which step of a training, the code of the minute, and the file for one's calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from handlers.flow import Viewer
from handlers.trainings.calendar_file import calendar_file
from handlers.trainings.certificate import draw
from handlers.trainings.codes import code_at, is_valid, next_change
from handlers.trainings.flow import FLOW, readable
from storage.people import Person, Role
from storage.trainings import Arrival, Participant, Reply, Stage, Training

NOW = datetime(2026, 9, 23, 7, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 -- given a zone at once


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"p{number}", active=True, role_names=[role.value for role in (Role.STAFF, *roles)])


VIEWERS = {
    "host": Viewer(person(1, Role.TECHNICIAN)),
    "cio": Viewer(person(2, Role.CIO)),
    "silent": Viewer(person(3)),
    "coming": Viewer(person(4)),
    "excused": Viewer(person(5)),
    "present": Viewer(person(6)),
    "stranger": Viewer(person(7)),
    "leader": Viewer(person(8, Role.LEADER)),
    "clock": Viewer(None),
}
HOSTS = {"host", "cio"}
INVITED = {"silent", "coming", "excused", "present"}
MAY = {
    ("publish", Stage.PLANNED): HOSTS,
    ("change", Stage.PLANNED): HOSTS,
    ("cancel", Stage.PLANNED): HOSTS,
    ("cancel", Stage.INVITING): HOSTS,
    ("move", Stage.INVITING): HOSTS,
    ("open", Stage.INVITING): HOSTS,
    ("open_by_clock", Stage.INVITING): {"clock"},
    ("end", Stage.CHECK_IN): HOSTS,
    ("end_by_clock", Stage.CHECK_IN): {"clock"},
    ("archive", Stage.FEEDBACK): {"clock"},
    ("mark", Stage.CHECK_IN): HOSTS,
    ("mark", Stage.FEEDBACK): HOSTS,
    ("make_up", Stage.FEEDBACK): HOSTS,
    ("make_up", Stage.ARCHIVED): HOSTS,
    ("feed_back", Stage.FEEDBACK): {"present"},
    **{("join", stage): {"silent"} for stage in (Stage.INVITING, Stage.CHECK_IN)},
    **{("rejoin", stage): {"excused"} for stage in (Stage.INVITING, Stage.CHECK_IN)},
    **{("leave", stage): {"silent", "coming", "present"} for stage in (Stage.INVITING, Stage.CHECK_IN)},
    **{("check_in", stage): INVITED - {"present"} for stage in (Stage.INVITING, Stage.CHECK_IN, Stage.FEEDBACK)},
}


def training(status: str = Stage.CHECK_IN) -> Training:
    parts = [
        Participant(person_id=3, reply=Reply.NONE, arrival=Arrival.NONE),
        Participant(person_id=4, reply=Reply.YES, arrival=Arrival.NONE),
        Participant(person_id=5, reply=Reply.NO, arrival=Arrival.NONE),
        Participant(person_id=6, reply=Reply.YES, arrival=Arrival.LATE, fed_back=False),
    ]
    return Training(code="TR-1", status=status, host_id=1, host=person(1), participants=parts, topic="网络安全", place="机房",
                    starts_at=NOW, ends_at=NOW + timedelta(hours=1), revision=2)  # fmt: skip


@pytest.mark.parametrize("step", FLOW.steps, ids=lambda step: step.name)
@pytest.mark.parametrize("status", FLOW.statuses)
def test_the_whole_table(step: object, status: str) -> None:
    may = {name for name, viewer in VIEWERS.items() if FLOW.may(step, viewer, training(status))}  # type: ignore[arg-type]
    assert may == MAY.get((step.name, status), set())  # type: ignore[attr-defined]


def test_the_door() -> None:
    assert {name for name, viewer in VIEWERS.items() if readable.allows(viewer, training())} == set(VIEWERS) - {
        "stranger"
    }


@given(at=MOMENTS, secret=st.text(min_size=1, max_size=40), minutes=st.integers(0, 60))
def test_the_code_on_the_screen_is_good_now_and_for_a_while_after_it_changed(
    at: datetime, secret: str, minutes: int
) -> None:
    shown = code_at(secret, at, minutes)
    assert len(shown) == 4
    assert shown.isdigit()
    change = next_change(at, minutes)
    assert at < change <= at + timedelta(minutes=max(1, minutes))
    assert is_valid(secret, shown, at, minutes)
    assert is_valid(secret, shown, change, minutes)


def test_an_old_code_and_another_sessions_code_are_not_good() -> None:
    shown = code_at("one", NOW, 1)
    assert not is_valid("one", shown, NOW + timedelta(minutes=2), 1)
    assert not is_valid("two", shown, NOW, 1)


@given(st.text())
def test_what_is_no_code_is_not_good(said: str) -> None:
    assert is_valid("secret", said, NOW, 1) == (
        said in {code_at("secret", NOW, 1), code_at("secret", NOW - timedelta(minutes=1), 1)}
    )


def test_the_calendar_file_says_when_where_and_what() -> None:
    [event] = Calendar.from_ical(calendar_file(training(), NOW, "培训人")).walk("VEVENT")
    assert (str(event["summary"]), str(event["location"]), str(event["sequence"])) == ("网络安全", "机房", "2")
    assert event["dtstart"].dt == NOW  # type: ignore[union-attr]  # the library types no property


@given(title=st.text(max_size=30), body=st.text(max_size=300))
def test_a_certificate_is_a_page_whatever_the_names_hold(title: str, body: str) -> None:
    assert draw(title, body, "PX-2026-0001", "2026-09-23").startswith(b"%PDF-")
