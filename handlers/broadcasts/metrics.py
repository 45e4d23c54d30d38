"""What can be counted of broadcasts: how many left, and how many of those asked took note."""

from collections.abc import Sequence

from handlers.broadcasts import metric_texts as texts
from handlers.broadcasts.desk import router
from handlers.figures import Metric, Period, Row
from handlers.turn import Turn
from storage import figures


def _sent(turn: Turn, period: Period) -> Sequence[Row]:
    found = figures.broadcasts_sent(turn.tx, period.begins, period.ends)
    return [Row(one.code, one.headline, one.sent_at, department=one.author.department) for one in found]


def _noted(turn: Turn, period: Period) -> Sequence[Row]:
    sent = {one.code: one for one in figures.broadcasts_sent(turn.tx, period.begins, period.ends) if one.ack}
    return [
        Row(one.subject, f"{one.person.name} · {sent[one.subject].headline}", one.answered_at, one.answered_at is not None,
            department=one.person.department, person=True)
        for one in figures.acknowledgements_of(turn.tx, list(sent))
    ]  # fmt: skip


router.count(
    Metric("broadcasts.sent", texts.SENT, texts.SENT_HOW, texts.EACH, "count", _sent, (
        "(?:发|发布|发送|群发)了?(?:多少|几)(?:个|条|次|份)?(?:通知|公告|广播)",
        "(?:通知|公告|广播)(?:的)?(?:数量?|多少(?:条|个)?|几条|条数)", "(?:多少|几)(?:个|条|次|份)?(?:通知|公告|广播)",
        "(?:broadcasts?|announcements?|notices?)(?: were)? sent", "how many (?:broadcasts|announcements|notices)",
    ), clause="9.2", public=True),
    Metric("broadcasts.noted", texts.NOTED, texts.NOTED_HOW, texts.PERCENT, "share", _noted, (
        "(?:通知|公告|广播)?(?:的)?(?:知悉|确认|回执)率", "acknowledg\\w* rate",
    ), clause="9.2"),
)  # fmt: skip
