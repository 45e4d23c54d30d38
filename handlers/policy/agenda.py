"""未规定问题: what people ask and nobody has settled, most asked first; monthly to the secretary as an agenda (N4)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.cards import Card
from handlers.errors import NotAllowed
from handlers.flow import Viewer, by
from handlers.policy import texts
from handlers.policy.actions import router
from handlers.policy.escalating import is_same
from handlers.router import Standing
from handlers.texts import Phrase
from handlers.turn import Turn
from storage import questions
from storage.people import Role
from storage.questions import PolicyAnswer

MOST = 8
MONTH = timedelta(days=31)

# The first workday of a month, about the month before.
AGENDA = Standing(
    key="policy-agenda", title="未规定问题月报", action="policy.agenda",
    rule={"every": "workday_of_month", "nth": 1, "time": "09:00"}, clause="9.1", catch_up="send_late",
    late_after_minutes=5 * 24 * 60,
)  # fmt: skip
router.standing = (*router.standing, AGENDA)


@by("领导小组、CIO 与技术员", "the leading group, the CIO and technicians")
def reader(viewer: Viewer, _subject: object) -> bool:
    """Who sets the agenda; the list names nobody."""
    return viewer.holds(Role.SECRETARY, Role.MEMBER, Role.CIO, Role.LEADER, Role.TECHNICIAN)


@router.command("未规定问题", "open policy questions")
def agenda(turn: Turn, _rest: str) -> None:
    """What was asked in the last month and is settled by nobody."""
    turn.person()
    if not reader.allows(turn.viewer, None):
        raise NotAllowed(texts.AGENDA, reader.who)
    turn.reply(_card(turn, turn.now - MONTH, turn.now + timedelta(seconds=1)) or Card(texts.AGENDA_EMPTY))


@router.due("policy.agenda")
def monthly(turn: Turn, _subject: str, facts: Mapping[str, Any]) -> None:
    """The month before, to the secretary; silent when nothing was left open."""
    today = turn.local(turn.now).replace(hour=0, minute=0, second=0, microsecond=0)
    until = today.replace(day=1)
    since = (until - timedelta(days=1)).replace(day=1)
    card = _card(turn, since, until)
    for person in turn.everyone(Role.SECRETARY) if card is not None else []:
        assert card is not None  # noqa: S101
        turn.tell(person, card, key=f"{facts.get('occurrence', since)}:{person.id}")


def _card(turn: Turn, since: datetime, until: datetime) -> Card | None:
    asked = questions.answers_between(turn.tx, since, until)
    groups = _grouped(turn, [one for one in asked if one.outcome == "unsettled"])
    if not groups:
        return None
    lines: list[Phrase] = [
        texts.AGENDA_LINE(
            count=len({one.account_id for one in group}), question=group[0].question[:40],
            clause="、".join(group[0].clauses[:1]) or "—", state=_state(turn, group),
        )
        for group in groups[:MOST]
    ]  # fmt: skip
    liked, disliked = (sum(one.helpful is wanted for one in asked) for wanted in (True, False))
    note = texts.AGENDA_STATISTICS(asked=len(asked), open=sum(map(len, groups)), liked=liked, disliked=disliked)
    return Card(texts.AGENDA_TITLE(count=len(groups)), tuple(lines), note=note)


def _state(turn: Turn, group: list[PolicyAnswer]) -> Phrase:
    code = next((one.escalated_to for one in group if one.escalated_to), "")
    question = questions.question_by_code(turn.tx, code) if code else None
    return texts.AGENDA_WITH(code=code, status=texts.STATUS[question.status]) if question else texts.AGENDA_NOBODY


def _grouped(turn: Turn, asked: list[PolicyAnswer]) -> list[list[PolicyAnswer]]:
    """The same question in other words counts as one; most askers first."""
    groups: list[list[PolicyAnswer]] = []
    for one in asked:
        home = next((group for group in groups if is_same(turn, group[0].question, one.question)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return sorted(groups, key=lambda group: -len({one.account_id for one in group}))
