"""What can be counted of drills, apart from everything real: how many took place, how many people were there (7.3.2)."""

from collections.abc import Sequence

from handlers.drills import rules, texts
from handlers.drills.cards import attendance
from handlers.drills.desk import router
from handlers.drills.measuring import percent_here
from handlers.figures import READERS, Metric, Period, Place, Row, Section
from handlers.texts import Text
from handlers.turn import Turn
from storage import drills
from storage.drills import Drill

COUNT, PRESENT = "drills.held", "drills.attendance"


def _row(drill: Drill, value: float | None = None) -> Row:
    there = attendance(drill)
    words = Text(
        f"{texts.MARK.zh}{drill.scenario}：到位 {there.zh}", f"{texts.MARK.en}{drill.scenario}: in place {there.en}"
    )
    return Row(drill.code, words, drill.started_at, value=value)


def _held(turn: Turn, period: Period) -> list[Drill]:
    return [one for one in drills.held_between(turn.tx, period.begins, period.ends) if percent_here(one)]


def _count(turn: Turn, period: Period) -> Sequence[Row]:
    return [_row(one) for one in _held(turn, period)]


def _present(turn: Turn, period: Period) -> Sequence[Row]:
    return [_row(one, float(percent_here(one))) for one in _held(turn, period)]


METRICS = (
    Metric(
        COUNT, Text("演练次数", "Drills held"),
        Text("这段时间开始并办完的演练数；中止转真实事件的、没人到位的不算",
             "drills begun in the period and carried through; not those stopped for a real incident, nor without anybody"),
        Text("次", ""), "count", _count,
        (r"(?:应急)?(?:演练|演习).{0,4}(?:几次|多少次|次数|几场)", r"(?:几次|多少次|几场)(?:应急)?(?:演练|演习)",
         r"(?:how many|number of) drills"),
        clause="7.3.2", by_department=False, better="more", readers=READERS, public=True,
    ),
    Metric(
        PRESENT, Text("演练到位率", "Attendance at drills"),
        Text("每次演练到位人数占参演人数的百分比，各次平均", "people in place of those who take part, mean of all drills"),
        Text("%", "%"), "mean", _present,
        (r"(?:演练|演习).{0,4}(?:到位率|参与率|出勤率)", r"drill attendance"),
        clause="7.3.2", by_department=False, better="more", readers=READERS,
    ),
)  # fmt: skip
router.count(*METRICS)


@router.section(Place.DRILLS)
def section(turn: Turn, period: Period) -> Section | None:
    """Drills in the report to the leaders: how many of how many wanted, each with what was reached."""
    found = _held(turn, period)
    often = turn.features.rules.get(rules.FREQUENCY)
    value = often.show(turn.rule(often)) if often is not None else Text("", "")
    lines = () if found else (texts.NO_DRILL(value=value),)
    return Section(texts.SECTION, (COUNT, PRESENT), lines, tuple(_row(one) for one in found))
