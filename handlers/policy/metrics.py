"""What can be counted of the questions asked about the charter (clause 9.1); who asked is never among it."""

from collections.abc import Sequence

from handlers.figures import Metric, Period, Row
from handlers.policy import metric_texts as texts
from handlers.policy.actions import router
from handlers.turn import Turn
from storage import questions
from storage.questions import PolicyAnswer


def _row(answer: PolicyAnswer, *, counts: bool = True) -> Row:
    department = answer.person.department if answer.person is not None else ""
    return Row("", answer.question[:60], answer.at, counts, department=department, person=True)


def _asked(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        _row(one)
        for one in questions.answers_between(turn.tx, period.begins, period.ends)
        if one.outcome != "off_topic"
    ]


def _answered(turn: Turn, period: Period) -> Sequence[Row]:
    found = questions.answers_between(turn.tx, period.begins, period.ends)
    return [_row(one, counts=one.outcome == "answered") for one in found if one.outcome != "off_topic"]


def _unregulated(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        _row(one)
        for one in questions.answers_between(turn.tx, period.begins, period.ends)
        if one.outcome == "unsettled"
    ]


router.count(
    Metric("policy.asked", texts.ASKED, texts.ASKED_HOW, texts.EACH, "count", _asked, (
        "制度(?:问答|问题|提问|咨询)(?:数|量|多少|次数)?", "问(?:了)?(?:多少|几)(?:次|个|条)?制度",
        "(?:多少|几)(?:个|次|条)制度(?:问题|问答|咨询)", "policy questions?",
    ), clause="9.1", public=True),
    Metric("policy.answered", texts.ANSWERED, texts.ANSWERED_HOW, texts.PERCENT, "share", _answered, (
        "制度(?:问答|问题)?(?:的)?(?:命中|回答|答复|解答)率", "(?:问答)?命中率", "policy answer rate",
    ), clause="9.1"),
    Metric("policy.unregulated", texts.UNREGULATED, texts.UNREGULATED_HOW, texts.EACH, "count", _unregulated, (
        "制度(?:未|没有?)规定的?(?:问题)?", "(?:未|没有?)规定的(?:多少|几)?(?:个|条)?问题", "unregulated questions?",
    ), clause="9.1"),
)  # fmt: skip
