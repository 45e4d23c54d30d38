"""What the school's own work came to between two moments: the rows behind every figure, so that each can be opened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from storage.issues import Issue, Status
from storage.projects import Project, Stage
from storage.trainings import Stage as TrainingStage
from storage.trainings import Training

COUNTED = (Status.RESOLVED, Status.CLOSED)


def issues_resolved(tx: Session, since: datetime, until: datetime) -> Sequence[Issue]:
    """Issues somebody resolved in this time, oldest first; one that was reopened counts again when it is resolved."""
    return tx.scalars(
        select(Issue)
        .where(Issue.resolved_at >= since, Issue.resolved_at <= until, Issue.status.in_(COUNTED))
        .order_by(Issue.resolved_at, Issue.id)
    ).all()


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
    return [issue for issue in issues_resolved(tx, since, until) if issue.stars is not None]


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


def projects_finished(tx: Session, since: datetime, until: datetime) -> Sequence[Project]:
    """Projects that were accepted in this time, oldest first."""
    return tx.scalars(
        select(Project)
        .where(Project.finished_at >= since, Project.finished_at <= until)
        .order_by(Project.finished_at, Project.id)
    ).all()


def trainings_held(tx: Session, since: datetime, until: datetime) -> Sequence[Training]:
    """Trainings that took place in this time, oldest first."""
    over = (TrainingStage.FEEDBACK, TrainingStage.ARCHIVED)
    return tx.scalars(
        select(Training)
        .where(Training.ends_at >= since, Training.ends_at <= until, Training.status.in_(over))
        .order_by(Training.ends_at, Training.id)
    ).all()


def projects_for(tx: Session, goal: str) -> Sequence[Project]:
    """The projects that serve a goal, without those that were withdrawn, rejected or ended."""
    apart = (Stage.WITHDRAWN, Stage.REJECTED, Stage.ENDED)
    return tx.scalars(
        select(Project)
        .where(func.upper(Project.goal) == goal.upper(), Project.status.not_in(apart))
        .order_by(Project.id)
    ).all()
