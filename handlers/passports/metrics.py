"""What can be counted of passports, and what the leaders hear of it."""

from collections.abc import Sequence

from handlers.figures import Metric, Period, Place, Row, Section
from handlers.passports import texts
from handlers.passports.desk import router
from handlers.passports.flow import FLOW
from handlers.texts import Text
from handlers.turn import Turn
from storage import passports
from storage.passports import PassportStage
from storage.people import Role


def _done(turn: Turn, period: Period) -> Sequence[Row] | None:
    rows = []
    for one in passports.everything(turn.tx):
        if period.holds(one.invited_at):
            status = FLOW.statuses[one.status]
            words = Text(f"{one.person.name} · {status.zh}", f"{one.person.name} · {status.en}")
            rows.append(Row(one.code, words, one.invited_at, one.status == PassportStage.DONE,
                            department=one.person.department, person=True, blind=status))  # fmt: skip
    return rows or None


router.count(
    Metric("passports.done", texts.METRIC, texts.METRIC_HOW, texts.PERCENT, "share", _done, (
        "(?:入职|新教工)?护照(?:的)?(?:完成|通过)率", "passports done",
    ), clause="7.1.2", better="more", openers=(Role.CIO,)),
)  # fmt: skip


@router.section(Place.TRAININGS)
def told_to_leaders(turn: Turn, period: Period) -> Section | None:
    """How many of the newcomers are through; nothing in a time without any."""
    if not any(period.holds(one.invited_at) for one in passports.everything(turn.tx)):
        return None
    return Section(texts.SECTION, ("passports.done",))
