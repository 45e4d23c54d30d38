"""Policy questions and what became of them: answers given, questions left open, interpretations that settled them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, Table, Text, UniqueConstraint, bindparam, false, func, insert, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, UtcDateTime
from storage.people import Account, Person
from storage.prepared import Prepared, as_loaded


class PolicyAnswer(Base):
    """One question somebody asked and what was answered: the evidence behind "答错了" and behind the next revision."""

    __tablename__ = "policy_answer"
    __table_args__ = (Index(None, "account_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str]
    authority: Mapped[str]
    clauses: Mapped[list[str]]
    helpful: Mapped[bool | None]
    escalated_to: Mapped[str] = mapped_column(default="")
    asked_of: Mapped[date | None]  # the day whose charter was asked about, where it is not the day itself
    model: Mapped[str] = mapped_column(default="", server_default="")  # the chat model that worded it, if one did
    doubt: Mapped[str] = mapped_column(default="", server_default="")  # what the asker finds wrong with it
    verdict: Mapped[str] = mapped_column(default="", server_default="")  # of whoever checked: wrong, right
    correction: Mapped[str] = mapped_column(Text, default="", server_default="")
    at: Mapped[datetime]
    account: Mapped[Account] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def code(self) -> str:
        """How its card is known; never spoken."""
        return f"A-{self.id}"

    @property
    def status(self) -> str:
        """The outcome stands in for a status: an answer does not move."""
        return self.outcome


class Question(Base):
    """A question the charter leaves open, on its way to the leading group (clause 9.1)."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    clauses: Mapped[list[str]]
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    draft: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    needed: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    anonymous: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    asker: Mapped[Person] = relationship()
    votes: Mapped[list["QuestionVote"]] = relationship(cascade="all, delete-orphan", order_by="QuestionVote.id")
    followers: Mapped[list["QuestionFollower"]] = relationship(
        cascade="all, delete-orphan", order_by="QuestionFollower.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.text if len(self.text) <= 20 else self.text[:19] + "…"

    @property
    def agreed(self) -> int:
        """How many members agreed to the present wording."""
        return sum(vote.agrees and vote.revision == self.revision for vote in self.votes)


class QuestionVote(Base):
    """What a member said to one wording of a draft interpretation."""

    __tablename__ = "question_vote"
    __table_args__ = (UniqueConstraint("question_id", "person_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int]
    agrees: Mapped[bool]
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    person: Mapped[Person] = relationship()


class QuestionFollower(Base):
    """Somebody who asked alike and is told the outcome."""

    __tablename__ = "question_follower"
    __table_args__ = (UniqueConstraint("question_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship()


class Interpretation(Base):
    """An interpretation (释义) the leading group published: numbered, dated, read beside its clauses."""

    __tablename__ = "interpretation"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    clauses: Mapped[list[str]]
    text: Mapped[str] = mapped_column(Text)
    effective: Mapped[date]
    asked: Mapped[list[str]]
    question: Mapped[str] = mapped_column(default="")
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn: Mapped[bool] = mapped_column(default=False)


def question_by_code(tx: Session, code: str) -> Question | None:
    """A question by its spoken number."""
    return tx.scalar(select(Question).where(Question.code == code))


def open_questions(tx: Session, statuses: Sequence[str]) -> list[Question]:
    """Questions the leading group has in hand, oldest first."""
    return list(tx.scalars(select(Question).where(Question.status.in_(statuses)).order_by(Question.id)))


def doubted(tx: Session) -> list[PolicyAnswer]:
    """Answers somebody found wrong and nobody has checked yet, oldest first."""
    return list(
        tx.scalars(
            select(PolicyAnswer)
            .where(PolicyAnswer.helpful.is_(False), PolicyAnswer.verdict == "")
            .order_by(PolicyAnswer.id)
        )
    )


def given_alike(tx: Session, answer: PolicyAnswer, since: datetime) -> list[PolicyAnswer]:
    """Every time the same answer was given from a moment on, to whomever."""
    return list(
        tx.scalars(
            select(PolicyAnswer)
            .where(or_(PolicyAnswer.answer == answer.answer, PolicyAnswer.question == answer.question))
            .where(PolicyAnswer.at >= since)
            .order_by(PolicyAnswer.id)
        )
    )


def answers_between(tx: Session, since: datetime, until: datetime) -> list[PolicyAnswer]:
    """All that was asked in a span of time, oldest first."""
    return list(
        tx.scalars(
            select(PolicyAnswer).where(PolicyAnswer.at >= since, PolicyAnswer.at < until).order_by(PolicyAnswer.id)
        )
    )


def interpretation_by_number(tx: Session, number: str) -> Interpretation | None:
    """An interpretation by its number."""
    return tx.scalar(select(Interpretation).where(Interpretation.number == number))


_RECENT = (
    select(PolicyAnswer)
    .where(PolicyAnswer.account_id == bindparam("of"), PolicyAnswer.at >= bindparam("since", type_=UtcDateTime()))
    .order_by(PolicyAnswer.id.desc())
    .limit(bindparam("most"))
)  # asked for every question, so it is built once


def recent_answers(tx: Session, account_id: int, since: datetime, limit: int = 3) -> list[PolicyAnswer]:
    """The last answers of a conversation, oldest first: what "那演练呢?" refers to."""
    rows = tx.scalars(_RECENT, {"of": account_id, "since": since, "most": limit}).all()
    return list(reversed(rows))


_answer = cast("Table", PolicyAnswer.__table__)
_KEEP = Prepared(insert(_answer).returning(*_answer.c), [column.name for column in _answer.c if column.name != "id"])


_BY_ID = Prepared(select(*_answer.c).where(_answer.c.id == bindparam("row")))


def answer(tx: Session, number: int) -> PolicyAnswer | None:
    """An answer by its number. The one on the screen is looked up whenever something is said under it."""
    tx.flush()
    row = _BY_ID.one(tx, {"row": number})
    return None if row is None else as_loaded(tx, PolicyAnswer, row)


_NOT_YET: dict[str, Any] = {
    "helpful": None, "escalated_to": "", "asked_of": None, "model": "", "doubt": "", "verdict": "", "correction": "",
}  # fmt: skip


def keep(tx: Session, **values: Any) -> PolicyAnswer:
    """Write down what was asked and answered. Made for every question, so without the session's bookkeeping."""
    tx.flush()
    return as_loaded(tx, PolicyAnswer, _KEEP.rows(tx, {**_NOT_YET, **values})[0])


_EXCHANGES = Prepared(_RECENT.with_only_columns(PolicyAnswer.question, PolicyAnswer.answer))


def recent_exchanges(tx: Session, account_id: int, since: datetime, limit: int = 3) -> list[tuple[str, str]]:
    """The same as (question, answer), for those who need no more."""
    tx.flush()
    rows = _EXCHANGES.rows(tx, {"of": account_id, "since": since, "most": limit})
    return [(question, answer) for question, answer in reversed(rows)]


def asked_alike(tx: Session, clauses: Sequence[str], now: datetime) -> list[PolicyAnswer]:
    """Unanswered questions near the same clause, of the last half year: their askers want to know, too."""
    rows = tx.scalars(
        select(PolicyAnswer).where(PolicyAnswer.outcome == "unsettled", PolicyAnswer.at >= now - timedelta(days=180))
    )
    wanted = set(clauses[:1])
    return [row for row in rows if wanted & set(row.clauses[:1])]


def interpretations(tx: Session) -> list[Interpretation]:
    """All interpretations in force, oldest first."""
    return list(
        tx.scalars(select(Interpretation).where(Interpretation.withdrawn.is_(False)).order_by(Interpretation.id))
    )


# Asked before every answer, so it is built once.
_COMMENTARY = Prepared(
    select(func.count(Interpretation.id), func.max(Interpretation.id)).where(Interpretation.withdrawn.is_(False))
)


def commentary_print(tx: Session) -> str:
    """Changes whenever an interpretation is published or withdrawn."""
    count, last = _COMMENTARY.rows(tx, {})[0]
    return f"{count}.{last or 0}"
