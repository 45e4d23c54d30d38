"""What can be counted of assessments (clause 8.2.1), and what of the last one the leaders hear."""

from collections.abc import Sequence

from handlers.assessments import texts
from handlers.assessments.cards import when
from handlers.assessments.desk import router
from handlers.assessments.scoring import show, text_of, weak
from handlers.figures import Metric, Period, Place, Row, Section
from handlers.turn import Turn
from storage import assessments

MOST = 8  # weak lines named in a report


def _scores(turn: Turn, period: Period) -> Sequence[Row] | None:
    return [
        Row(one.code, texts.SECTION_LINE(code=one.code, when=when(turn, one), score=show(one.score),
                                         weak=len(weak(turn, one.lines))), one.published_at, value=one.score)
        for one in assessments.published(turn.tx, period.ends)
        if period.holds(one.published_at)
    ] or None  # fmt: skip


router.count(
    Metric("assessments.score", texts.SCORE, texts.SCORE_HOW, texts.POINTS, "mean", _scores, (
        "效果评估(?:的)?(?:平均)?(?:得分|分数|总分)", "scores? of (?:the )?assessments?",
    ), clause="8.2.1", by_department=False, better="more"),
)  # fmt: skip


@router.section(Place.ASSESSMENT)
def told_to_leaders(turn: Turn, period: Period) -> Section | None:
    """The assessment published last before these days ended, its weak lines with what mends them."""
    last = next(iter(assessments.published(turn.tx, period.ends, 1)), None)
    if last is None:
        return None
    found = weak(turn, last.lines)
    line = texts.SECTION_LINE(code=last.code, when=when(turn, last), score=show(last.score), weak=len(found))
    lines = [
        texts.SECTION_WEAK(name=text_of(one["name"]), score=show(one["score"]), item=one["item"] or "—")
        for one in found[:MOST]
    ]
    return Section(texts.SECTION, ("assessments.score",), (line, *lines))
