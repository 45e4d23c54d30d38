"""Who may take which step of a report: the whole table. Leaders read what was sent, and only the CIO sends."""

import pytest

from handlers.flow import Letter, Viewer
from handlers.reports.flow import FLOW, reader
from storage.people import Person, Role
from storage.reports import Report, ReportReading, ReportStage


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"老师{number}", department="校办", active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "cio": Viewer(person(1, Role.CIO)),
    "acting cio": Viewer(person(2), (Letter(1, "老师1", frozenset({Role.CIO})),)),
    "acting in part": Viewer(person(3), (Letter(1, "老师1", frozenset({Role.CIO}), scope="projects"),)),
    "leader": Viewer(person(4, Role.LEADER)),
    "leader who read it": Viewer(person(5, Role.LEADER)),
    "secretary": Viewer(person(6, Role.SECRETARY)),
    "auditor": Viewer(person(7, Role.AUDITOR)),
    "head": Viewer(person(8, Role.HEAD)),
    "technician": Viewer(person(9, Role.TECHNICIAN)),
    "staff": Viewer(person(10)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}


def report(status: ReportStage, edition: int = 0) -> Report:
    found = Report(code="R-1", status=status, edition=edition, content={}, instructions=[])
    if edition:
        found.readings = [ReportReading(edition=edition, person_id=5)]
    return found


WRITES = {"edit", "add", "cut", "recount", "drop"}
ANSWERS = {"instruct", "meet"}
OUT = {"cio": {"correct"}, "acting cio": {"correct"}, "leader who read it": ANSWERS}
TABLE: list[tuple[Report, dict[str, set[str]]]] = [
    (report(ReportStage.PLANNED), {"clock": {"prepare"}}),
    (report(ReportStage.DRAFT), {"cio": {*WRITES, "submit"}, "acting cio": {*WRITES, "submit"}}),
    (report(ReportStage.EDITING), {"cio": {*WRITES, "submit"}, "acting cio": {*WRITES, "submit"}}),
    (report(ReportStage.CONFIRMING), {"cio": {*WRITES, "send"}, "acting cio": {*WRITES, "send"}}),
    (report(ReportStage.SENT, 1),
     {**OUT, "leader": {*ANSWERS, "read"}, "clock": {"conclude", "answered", "archive"}}
     | {"leader who read it": ANSWERS}),
    (report(ReportStage.READ, 1),
     {**OUT, "leader": {*ANSWERS, "read_too"}, "clock": {"conclude", "answered", "archive"}}),
    (report(ReportStage.INSTRUCTED, 1), {**OUT, "leader": {*ANSWERS, "read_too"}, "clock": {"archive"}}),
    (report(ReportStage.PLAIN, 1), {**OUT, "leader": {*ANSWERS, "read_too"}, "clock": {"archive"}}),
    (report(ReportStage.ARCHIVED, 1), {**OUT, "leader": ANSWERS}),
    (report(ReportStage.DROPPED), {}),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "expected"), TABLE, ids=[f"{n}-{one[0].status}" for n, one in enumerate(TABLE)])
def test_everybody_may_do_exactly_what_the_table_says(subject: Report, expected: dict[str, set[str]]) -> None:
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, subject)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == expected


def test_every_status_has_its_row() -> None:
    assert {str(subject.status) for subject, _expected in TABLE} == set(FLOW.statuses)


ALWAYS = {"cio", "acting cio", "secretary", "auditor"}
LEADERS = {"leader", "leader who read it"}


@pytest.mark.parametrize(
    ("subject", "readers"),
    [
        (report(ReportStage.DRAFT), ALWAYS),
        (report(ReportStage.CONFIRMING), ALWAYS),
        (report(ReportStage.DROPPED), ALWAYS),
        (report(ReportStage.SENT, 1), ALWAYS | LEADERS),
        (report(ReportStage.EDITING, 1), ALWAYS | LEADERS),  # a correction is prepared: what was sent stays to be read
        (report(ReportStage.ARCHIVED, 1), ALWAYS | LEADERS),
    ],
)
def test_a_draft_is_not_for_leaders_and_nothing_of_it_for_the_staff(subject: Report, readers: set[str]) -> None:
    assert {name for name, viewer in VIEWERS.items() if reader.allows(viewer, subject)} == readers
