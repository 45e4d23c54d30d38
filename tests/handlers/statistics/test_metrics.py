"""Every metric against rows counted by hand, on both databases; and who may ask for which number."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.errors import Refused
from handlers.figures import READERS, Figure, Metric, Period, Row, compute, period_of, value_of
from handlers.periods import Span
from handlers.statistics.permissions import department_for
from handlers.statistics.reading import Question
from handlers.texts import Text
from handlers.turn import Turn
from storage import audit
from storage.acknowledgements import Acknowledgement
from storage.broadcasts import Broadcast
from storage.improvements import Improvement
from storage.incidents import Incident
from storage.issues import Issue
from storage.people import Person, Role
from storage.projects import Project
from storage.trainings import Participant, Training
from tests.conftest import SmallSchool

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC) - timedelta(hours=8)  # midnight in Shanghai


def at(day: float) -> datetime:
    """So many days into October."""
    return OCTOBER + timedelta(days=day)


def filled(school: SmallSchool) -> None:
    """October: three reports, one of them on its very first moment; one at the first moment of November."""
    with school.database.write() as tx:
        li, wang = (tx.query(Person).filter_by(name=name).one() for name in ("李老师", "王技术"))
        audit.append(tx, [audit.Fact(subject="x", step="begin", clause="", actor_id=None, actor="", at=at(-40))])
        issue = {"reporter_id": li.id, "department": "数学组", "fault": "坏了", "priority": 3, "last_at": at(0)}
        tx.add_all([
            Issue(code="T-1", status="closed", filed_at=at(0), claimed_at=at(0) + timedelta(minutes=10),
                  resolved_at=at(1), resolve_by=at(2), stars=5, **issue),
            Issue(code="T-2", status="resolved", filed_at=at(5), claimed_at=at(5) + timedelta(minutes=20),
                  resolved_at=at(8), resolve_by=at(6), stars=4, reopened=1, **issue),
            Issue(code="T-3", status="new", filed_at=at(30), resolve_by=at(30.5), **issue),
            Issue(code="T-4", status="cancelled", filed_at=at(10), **issue),
            Issue(code="T-5", status="new", filed_at=at(31), **issue),  # November's first moment
            Issue(code="T-6", status="closed", filed_at=at(-3), resolved_at=at(0) - timedelta(seconds=1), **issue),
        ])  # fmt: skip
        project = {"applicant_id": li.id, "created_at": at(0)}
        tx.add_all([
            Project(code="P-1", title="甲", status="archived", submitted_at=at(-20), finished_at=at(3), **project),
            Project(code="P-2", title="乙", status="rejected", submitted_at=at(2), decided_at=at(6), **project),
            Project(code="P-3", title="丙", status="withdrawn", submitted_at=at(2), decided_at=at(3), **project),
        ])  # fmt: skip
        training = Training(
            code="TR-1", status="archived", topic="安全", clause="7.1.2", starts_at=at(4), ends_at=at(4.1), host_id=wang.id,
            secret="s", created_at=at(1),
        )  # fmt: skip
        training.participants = [
            Participant(person_id=person.id, arrival="on_time" if number < 2 else "")
            for number, person in enumerate(tx.query(Person).order_by(Person.id).limit(4))
        ]
        tx.add(training)
        item = {"text": "补", "owner_id": li.id}
        tx.add_all([
            Improvement(code="M-1", status="closed", due_at=at(9), created_at=at(1), verified_at=at(8), **item),
            Improvement(code="M-2", status="working", due_at=at(9), created_at=at(1), **item),
            Improvement(code="M-3", status="declined", due_at=at(9), created_at=at(40), **item),
        ])  # fmt: skip
        tx.add(Broadcast(code="B-1", status="closed", author_id=li.id, content="停网", audience={}, recipients=[], excluded=[],
                         notes=[], ack=True, sent_at=at(7), created_at=at(7)))  # fmt: skip
        for number, person in enumerate(tx.query(Person).order_by(Person.id).limit(3)):
            answered = at(8) if number == 0 else None
            tx.add(Acknowledgement(subject="B-1", person_id=person.id, asked_at=at(7), answered_at=answered))
        tx.add_all([
            Incident(code="I-1", status="closed", words="盗号", reported_at=at(2), closed_at=at(2.5)),
            Incident(code="I-2", status="false_alarm", words="误报", reported_at=at(3)),
        ])  # fmt: skip


COUNTED = {
    "issues.filed": (4, 4), "issues.resolved": (2, 2), "issues.response": (15, 2), "issues.repair": ((24 + 72) / 2, 2),
    "issues.in_target": (50, 2), "issues.satisfaction": (4.5, 2), "issues.open": (1, 1), "issues.reopened": (50, 2),
    "projects.finished": (1, 1), "projects.submitted": (1, 1), "projects.approved": (0, 0), "projects.decision": (4, 1),
    "projects.running": (0, 0), "projects.milestones": (None, 0),
    "trainings.held": (1, 1), "trainings.people": (2, 2), "trainings.attendance": (50, 4),
    "trainings.coverage": (100 / 3, 6), "trainings.safety": (100 / 3, 6),  # two of six came, one of them the host
    "improvements.raised": (2, 2), "improvements.closed": (1, 1), "improvements.kept": (50, 2), "improvements.open": (1, 1),
    "broadcasts.sent": (1, 1), "broadcasts.noted": (100 / 3, 3), "charter.noted": (None, 0),
    "incidents.reported": (1, 1), "incidents.closing": (12, 1), "policy.asked": (0, 0), "policy.answered": (None, 0),
    "goals.reached": (None, 0), "goals.on_pace": (None, 0),
}  # fmt: skip


def test_every_number_is_that_of_its_rows(school_on_any: SmallSchool) -> None:
    filled(school_on_any)
    now = at(45)
    with school_on_any.database.write() as tx:
        turn = Turn(tx, school_on_any.school, school_on_any.features, now)
        october = period_of(Span(at(0.5).date(), at(30.5).date()), now, turn.school.calendar)
        found = {key: compute(turn, school_on_any.features.metrics[key], october) for key in COUNTED}
        assert {key: (one.value, len(one.rows)) for key, one in found.items()} == {
            key: (pytest.approx(value) if value is not None else None, rows) for key, (value, rows) in COUNTED.items()
        }
        before = period_of(Span(at(-60).date(), at(-50).date()), now, turn.school.calendar)
        assert {compute(turn, metric, before).value for metric in school_on_any.features.metrics.values()} == {None}


EVER = Period(at(0).date(), at(1).date(), at(0), at(1))


def metric(*, public: bool = False, by_department: bool = True, how: str = "count") -> Metric:
    return Metric(
        "x", Text("甲", "x"), Text("", ""), Text("件", ""), how, lambda _turn, _period: (), ("甲",), public=public,  # type: ignore[arg-type]
        by_department=by_department,
    )  # fmt: skip


def test_a_mean_or_a_share_of_nothing_is_no_number_and_a_count_of_nothing_is_none() -> None:
    assert [value_of(metric(how=how), ()) for how in ("count", "share", "mean", "sum")] == [0, None, None, None]
    rows = (Row("a", "", value=1.0), Row("b", "", value=2.0), Row("c", "", counts=False, value=9.0))
    assert [value_of(metric(how=how), rows) for how in ("count", "mean", "sum")] == [2, 1.5, 3]
    assert Figure(metric(), EVER, (), None).shown.zh == "缺"
    assert Figure(metric(), EVER, (), 66.666).shown.zh == "66.7 件"


SECRET, OPEN, WHOLE = metric(), metric(public=True), metric(by_department=False)
NO = "refused"
# Who asks for: nothing in particular, 我们部门, 数学组 (not theirs).
PERMISSIONS: list[tuple[tuple[Role, ...], Metric, tuple[str, str, str]]] = [
    *(((role,), one, ("", "信息中心", "数学组")) for role in READERS for one in (SECRET, OPEN, WHOLE)),
    ((Role.HEAD,), SECRET, ("信息中心", "信息中心", NO)),
    ((Role.HEAD,), OPEN, ("信息中心", "信息中心", NO)),
    ((Role.HEAD,), WHOLE, (NO, NO, NO)),
    *(
        ((role,), SECRET, (NO, NO, NO))
        for role in (Role.STAFF, Role.TECHNICIAN, Role.LIAISON, Role.INSPECTOR, Role.ADMIN)
    ),
    ((Role.STAFF,), OPEN, ("", NO, NO)),
    ((Role.STAFF,), WHOLE, (NO, NO, NO)),
]


@pytest.mark.parametrize(("roles", "asked", "expected"), PERMISSIONS)
def test_who_may_ask_for_whose_number(roles: tuple[Role, ...], asked: Metric, expected: tuple[str, str, str]) -> None:
    person = Person(id=1, name="甲", department="信息中心", role_names=[role.value for role in roles], active=True)
    got = []
    for question in (
        Question((asked,), EVER, ""), Question((asked,), EVER, "", own=True), Question((asked,), EVER, "", named="数学组"),
    ):  # fmt: skip
        try:
            got.append(department_for(person, asked, question))
        except Refused:
            got.append(NO)
    assert tuple(got) == expected
