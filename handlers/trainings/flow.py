"""The life of a training (clauses 5.2.2, 7.1.2), and what its host and its participants may do."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.errors import Incomplete
from handlers.flow import Flow, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.numerals import fold
from handlers.texts import Text
from handlers.trainings import texts, times
from storage.people import Role
from storage.trainings import Reply, Stage, Training

PLANNERS = (
    Role.CIO, Role.TECHNICIAN, Role.DISPATCHER, Role.HEAD, Role.LEADER, Role.SECRETARY, Role.ADMIN,
)  # fmt: skip


@by("培训人或 CIO", "the host or the CIO")
def host(viewer: Viewer, training: Training) -> bool:
    """Who holds it, and the CIO."""
    return viewer.id is not None and (viewer.id == training.host_id or viewer.holds(Role.CIO))


@by("受邀的老师", "who was invited")
def invited(viewer: Viewer, training: Training) -> bool:
    """Everybody on the list."""
    return training.of(viewer.id) is not None


def already(viewer: Viewer, training: Training) -> Text | None:
    """What whoever has answered hears when they answer the same once more."""
    part = training.of(viewer.id)
    if part is None or part.reply not in {Reply.YES, Reply.WAITING}:
        return None
    said = texts.ALREADY_COMING if part.reply == Reply.YES else texts.ALREADY_WAITING
    return said(topic=training.topic)


def excused_already(viewer: Viewer, training: Training) -> Text | None:
    """What whoever is excused hears when they ask for it once more."""
    part = training.of(viewer.id)
    return texts.ALREADY_EXCUSED(topic=training.topic) if part is not None and part.reply == Reply.NO else None


def told_already(viewer: Viewer, training: Training) -> Text | None:
    """What whoever has given feedback hears when they want to give it again."""
    part = training.of(viewer.id)
    return texts.FEEDBACK_DONE if part is not None and part.fed_back else None


@by("受邀还没回复的老师", "who was invited and has not answered")
def silent(viewer: Viewer, training: Training) -> bool:
    """Who was invited and has said nothing."""
    part = training.of(viewer.id)
    return part is not None and part.reply == Reply.NONE


@by("受邀请了假的老师", "who was invited and is excused")
def excused(viewer: Viewer, training: Training) -> bool:
    """Who was excused, and may come after all."""
    part = training.of(viewer.id)
    return part is not None and part.reply == Reply.NO


@by("受邀的老师", "who was invited")
def may_leave(viewer: Viewer, training: Training) -> bool:
    """Who was invited and has not excused themselves."""
    part = training.of(viewer.id)
    return part is not None and part.reply != Reply.NO


@by("受邀还没签到的老师", "who was invited and is not checked in")
def may_check_in(viewer: Viewer, training: Training) -> bool:
    """Who is on the list and not there yet."""
    part = training.of(viewer.id)
    return part is not None and not part.came


@by("签过到的老师（每人一次）", "who was there, once")
def may_feed_back(viewer: Viewer, training: Training) -> bool:
    """Who was there and has not said how it was."""
    part = training.of(viewer.id)
    return part is not None and part.came and not part.fed_back


@by("培训人、CIO 和受邀的老师", "the host, the CIO and who was invited")
def readable(viewer: Viewer, training: Training) -> bool:
    """The door to a training."""
    known = host.allows(viewer, training) or invited.allows(viewer, training)
    return viewer.is_clock or known or viewer.holds(Role.LEADER, Role.AUDITOR)


def score(said: str) -> str:
    """A score from 1 to 5. Raises `Incomplete`."""
    digits = "".join(character for character in fold(said) if character.isdigit())
    if digits not in {"1", "2", "3", "4", "5"}:
        raise Incomplete(texts.SCORE_NOT_READ)
    return digits


def read_scores(_turn: Any, text: str, _known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Three scores in one message: "5 4 5"."""
    digits = re.findall(r"(?<!\d)[1-5](?!\d)", fold(text))
    return dict(zip(SCORED, digits, strict=True)) if len(digits) == len(SCORED) else {}


def read_move(turn: Any, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """The new time with its date: 明天 must not move while the reason is asked for. Words nobody can date stay words."""
    if "when" in known:
        return {}
    span = times.exact_span(turn, text)
    return {"when": times.kept(turn, span) if span is not None else text}


def why_moved(given: Mapping[str, Any]) -> Text | None:
    """The question for the reason says the new time: whoever was misread hears it now, not when all have been told."""
    return (
        texts.ASK_WHY_MOVED(at=times.show_span(str(given["when"])))
        if "when" in given and "reason" not in given
        else None
    )


silent, may_leave = replace(silent, why=already), replace(may_leave, why=excused_already)
may_feed_back = replace(may_feed_back, why=told_already)

SCORED = ("content", "pace", "use")
WHEN = Field("when", texts.WHEN, texts.ASK_WHEN)
REASON = Field("reason", texts.REASON, texts.ASK_REASON)
LEAVE = Field(
    "reason", texts.REASON, texts.ASK_LEAVE, options=tuple((reason.zh, reason) for reason in texts.LEAVE_REASONS)
)
CODE = Field("code", texts.CODE, texts.ASK_CODE)
PERSON = Field("person", texts.PERSON, texts.ASK_PERSON)
CHANGE = Field("change", texts.CHANGE, texts.ASK_CHANGE)
CONTENT = Field("content", texts.CONTENT, texts.ASK_CONTENT, read=score, options=texts.SCORES)
PACE = Field("pace", texts.PACE, texts.ASK_PACE, read=score, options=texts.SCORES)
USE = Field("use", texts.USE, texts.ASK_USE, read=score, options=texts.SCORES)

FLOW = Flow(
    "trainings", prefix="TR", clause="5.2.2", statuses=texts.STATUS, over=(Stage.ARCHIVED,),
    steps=(
        Step("publish", (Stage.PLANNED,), Stage.INVITING, host, texts.PUBLISH, style="good", fresh=True),
        Step("change", (Stage.PLANNED,), "", host, texts.CHANGE, asks=(CHANGE,)),
        Step("join", (Stage.INVITING, Stage.CHECK_IN), "", silent, texts.JOIN, style="good", also=("报名",)),
        Step("rejoin", (Stage.INVITING, Stage.CHECK_IN), "", excused, texts.JOIN, style="good", also=("报名",), waits=False),
        Step("leave", (Stage.INVITING, Stage.CHECK_IN), "", may_leave, texts.LEAVE, asks=(LEAVE,), waits=False),
        Step("check_in", (Stage.INVITING, Stage.CHECK_IN, Stage.FEEDBACK), "", may_check_in, texts.CHECK_IN, asks=(CODE,),
             button=False),
        Step("open", (Stage.INVITING,), Stage.CHECK_IN, host, texts.OPEN, waits=False),
        Step("open_by_clock", (Stage.INVITING,), Stage.CHECK_IN, the_clock, texts.OPEN, button=False),
        Step("end", (Stage.CHECK_IN,), Stage.FEEDBACK, host, texts.END, waits=False),
        Step("end_by_clock", (Stage.CHECK_IN,), Stage.FEEDBACK, the_clock, texts.END, button=False),
        Step("mark", (Stage.CHECK_IN, Stage.FEEDBACK), "", host, texts.MARK, asks=(PERSON,), waits=False),
        Step("move", (Stage.INVITING,), "", host, texts.MOVE, asks=(WHEN, REASON), waits=False, extract=read_move,
             worded=why_moved),
        Step("cancel", Stage.AHEAD, Stage.CANCELLED, host, texts.CANCEL_IT, asks=(REASON,), style="bad", waits=False),
        Step("feed_back", (Stage.FEEDBACK,), "", may_feed_back, texts.FEED_BACK, asks=(CONTENT, PACE, USE), style="good",
             button=False, extract=read_scores),
        Step("make_up", (Stage.FEEDBACK, Stage.ARCHIVED), "", host, texts.MAKE_UP, asks=(WHEN,), waits=False),
        Step("archive", (Stage.FEEDBACK,), Stage.ARCHIVED, the_clock, texts.ARCHIVE, button=False),
    ),
)  # fmt: skip
