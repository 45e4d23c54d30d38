"""What the school's own work came to between two moments: the rows behind every figure, so that each can be opened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from storage.acknowledgements import Acknowledgement
from storage.broadcasts import OUT, Broadcast
from storage.improvements import Improvement
from storage.incidents import Incident
from storage.incidents import Stage as IncidentStage
from storage.issues import Issue, Status
from storage.projects import Project, Stage
from storage.trainings import Participant, Training
from storage.trainings import Stage as TrainingStage

COUNTED = (Status.RESOLVED, Status.CLOSED)


def issues_filed(tx: Session, since: datetime, until: datetime) -> Sequence[Issue]:
    """Issues filed in this time and neither cancelled nor merged into another, oldest first."""
    apart = (Status.CANCELLED, Status.MERGED)
    return tx.scalars(
        select(Issue)
        .where(Issue.filed_at >= since, Issue.filed_at <= until, Issue.status.not_in(apart))
        .order_by(Issue.filed_at, Issue.id)
    ).all()


def issues_rated(tx: Session, since: datetime, until: datetime) -> Sequence[Issue]:
    """Issues resolved in this time whose reporters gave stars."""
    return [issue for issue in issues_solved(tx, since, until) if issue.stars is not None]


def issues_late(tx: Session, since: datetime, now: datetime) -> Sequence[Issue]:
    """Issues filed since then that were resolved after their target, or are still open after it."""
    return tx.scalars(
        select(Issue)
        .where(
            Issue.filed_at >= since,
            Issue.resolve_by.is_not(None),
            Issue.status.in_((*COUNTED, *Status.OPEN)),
            or_(Issue.resolved_at > Issue.resolve_by, (Issue.resolved_at.is_(None)) & (Issue.resolve_by < now)),
        )
        .order_by(Issue.filed_at, Issue.id)
    ).all()


def projects_for(tx: Session, goal: str) -> Sequence[Project]:
    """The projects that serve a goal, without those that were withdrawn, rejected or ended."""
    apart = (Stage.WITHDRAWN, Stage.REJECTED, Stage.ENDED)
    return tx.scalars(
        select(Project)
        .where(func.upper(Project.goal) == goal.upper(), Project.status.not_in(apart))
        .order_by(Project.id)
    ).all()


def _within(column: "InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]", since: datetime,
            until: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:  # fmt: skip
    """From `since` on and before `until`, so that two neighbouring periods never count a record twice."""
    return column >= since, column < until


def all_issues_filed(tx: Session, since: datetime, until: datetime) -> Sequence[Issue]:
    """Every issue filed in this time, the withdrawn and the merged as well, oldest first."""
    return tx.scalars(
        select(Issue)
        .options(joinedload(Issue.reporter))
        .where(*_within(Issue.filed_at, since, until))
        .order_by(Issue.filed_at, Issue.id)
    ).all()


def issues_solved(tx: Session, since: datetime, until: datetime) -> Sequence[Issue]:
    """Issues somebody resolved in this time and that stayed so, oldest first."""
    return tx.scalars(
        select(Issue)
        .options(joinedload(Issue.reporter))
        .where(*_within(Issue.resolved_at, since, until), Issue.status.in_(COUNTED))
        .order_by(Issue.resolved_at, Issue.id)
    ).all()


def issues_claimed(tx: Session, since: datetime, until: datetime) -> Sequence[Issue]:
    """Issues filed in this time that somebody took on, oldest first."""
    return tx.scalars(
        select(Issue)
        .options(joinedload(Issue.reporter))
        .where(*_within(Issue.filed_at, since, until), Issue.claimed_at.is_not(None), Issue.status != Status.MERGED)
        .order_by(Issue.filed_at, Issue.id)
    ).all()


def issues_unsolved(tx: Session, at: datetime) -> Sequence[Issue]:
    """Issues filed before a moment and not resolved then, neither withdrawn nor merged, oldest first."""
    apart = (Status.CANCELLED, Status.MERGED, Status.TO_PROJECT, Status.TO_INCIDENT)
    return tx.scalars(
        select(Issue)
        .where(
            Issue.filed_at < at, Issue.status.not_in(apart), or_(Issue.resolved_at.is_(None), Issue.resolved_at >= at)
        )
        .order_by(Issue.filed_at, Issue.id)
    ).all()


def projects_by(tx: Session, column: str, since: datetime, until: datetime) -> Sequence[Project]:
    """Projects by one of their moments: submitted_at, decided_at, finished_at. The withdrawn ones are left out."""
    moment: InstrumentedAttribute[datetime | None] = getattr(Project, column)
    return tx.scalars(
        select(Project)
        .where(*_within(moment, since, until), Project.status != Stage.WITHDRAWN)
        .order_by(moment, Project.id)
    ).all()


def trainings_over(tx: Session, since: datetime, until: datetime) -> Sequence[Training]:
    """Trainings that took place in this time, oldest first."""
    over = (TrainingStage.FEEDBACK, TrainingStage.ARCHIVED)
    return tx.scalars(
        select(Training)
        .where(*_within(Training.ends_at, since, until), Training.status.in_(over))
        .order_by(Training.ends_at, Training.id)
    ).all()


def participants_over(tx: Session, since: datetime, until: datetime) -> Sequence[tuple[Participant, Training]]:
    """Who was invited to the trainings that took place in this time."""
    over = (TrainingStage.FEEDBACK, TrainingStage.ARCHIVED)
    found = tx.execute(
        select(Participant, Training)
        .join(Training, Training.id == Participant.training_id)
        .where(*_within(Training.ends_at, since, until), Training.status.in_(over))
        .options(joinedload(Participant.person))
        .order_by(Training.ends_at, Participant.id)
    )
    return [(participant, training) for participant, training in found]


def broadcasts_sent(tx: Session, since: datetime, until: datetime) -> Sequence[Broadcast]:
    """Broadcasts that began to leave in this time, oldest first."""
    return tx.scalars(
        select(Broadcast)
        .where(*_within(Broadcast.sent_at, since, until), Broadcast.status.in_(OUT))
        .order_by(Broadcast.sent_at, Broadcast.id)
    ).all()


def acknowledgements_of(tx: Session, subjects: Sequence[str]) -> Sequence[Acknowledgement]:
    """Everybody who was asked to acknowledge one of these, whether they did or not."""
    return tx.scalars(
        select(Acknowledgement)
        .where(Acknowledgement.subject.in_(subjects))
        .options(joinedload(Acknowledgement.person))
        .order_by(Acknowledgement.id)
    ).all()


def improvements_by(tx: Session, column: str, since: datetime, until: datetime) -> Sequence[Improvement]:
    """Improvement items by one of their moments: created_at, due_at, verified_at."""
    moment: InstrumentedAttribute[datetime] = getattr(Improvement, column)
    return tx.scalars(select(Improvement).where(*_within(moment, since, until)).order_by(moment, Improvement.id)).all()


def incidents_by(tx: Session, column: str, since: datetime, until: datetime) -> Sequence[Incident]:
    """Incidents by one of their moments: reported_at, closed_at; without the false alarms."""
    moment: InstrumentedAttribute[datetime | None] = getattr(Incident, column)
    return tx.scalars(
        select(Incident)
        .where(*_within(moment, since, until), Incident.status != IncidentStage.FALSE_ALARM)
        .order_by(moment, Incident.id)
    ).all()
