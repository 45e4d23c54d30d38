"""What can be counted of trainings (clauses 5.2.2, 7.1.2), each with its records."""

from collections.abc import Sequence

from handlers.figures import Metric, Period, Place, Row, Section
from handlers.trainings import metric_texts as texts
from handlers.trainings.desk import router
from handlers.turn import Turn
from storage import figures, people

SAFETY = "7.1.2"


def _held(turn: Turn, period: Period) -> Sequence[Row]:
    found = figures.trainings_over(turn.tx, period.begins, period.ends)
    return [Row(one.code, one.topic, one.ends_at, department=one.host.department) for one in found]


def _came(turn: Turn, period: Period) -> Sequence[Row]:
    return [row for row in _invited(turn, period) if row.counts]


def _invited(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        Row(training.code, f"{part.person.name} · {training.topic}", training.ends_at, part.came,
            department=part.person.department, person=True)
        for part, training in figures.participants_over(turn.tx, period.begins, period.ends)
    ]  # fmt: skip


def _covered(turn: Turn, period: Period) -> Sequence[Row] | None:
    return _coverage(turn, period, "")


def _covered_safety(turn: Turn, period: Period) -> Sequence[Row] | None:
    return _coverage(turn, period, SAFETY)


def _coverage(turn: Turn, period: Period, clause: str) -> Sequence[Row] | None:
    """One row for everybody of the school; None where no such training took place, for then there is nothing to cover."""
    held = [one for one in figures.trainings_over(turn.tx, period.begins, period.ends) if clause in {"", one.clause}]
    if not held:
        return None
    reached = {part.person_id: training.code for training in held for part in training.participants if part.came}
    reached |= {training.host_id: training.code for training in held}
    return [
        Row(reached.get(one.id, ""), one.name, None, one.id in reached, department=one.department, person=True)
        for one in people.active_people(turn.tx)
    ]


router.count(
    Metric("trainings.held", texts.HELD, texts.HELD_HOW, texts.EACH, "count", _held, (
        "培训(?:了)?(?:多少|几)(?:次|场|期)", "(?:办|组织|开展|搞|举办|开)了?(?:多少|几)(?:次|场|期)培训",
        "培训(?:的)?(?:次数|场次|场数|期数|数量?)",
        "(?:多少|几)(?:次|场|期)(?:信息(?:化|技术|安全))?培训", "trainings? (?:were )?held", "how many trainings?",
    ), clause="5.2.2", public=True),
    Metric("trainings.people", texts.PEOPLE, texts.PEOPLE_HOW, texts.TIMES, "count", _came, (
        "培训(?:了)?(?:多少|几)人次?", "(?:参加|参与|来)(?:了)?培训的?(?:有)?(?:多少|几)?(?:人次?|人数)", "培训(?:的)?人次?数?",
        "(?:多少|几)人(?:次)?(?:参加|参与)(?:了)?培训",
        "(?:people|participants) (?:were )?(?:trained|in trainings?)", "how many (?:people|teachers).{0,16}train",
    ), clause="5.2.2"),
    Metric("trainings.attendance", texts.ATTENDANCE, texts.ATTENDANCE_HOW, texts.PERCENT, "share", _invited, (
        "(?:培训)?(?:的)?(?:到课|到场|出勤|参加|参训|签到|出席)率", "training attendance(?: rate)?",
    ), clause="5.2.2"),
    Metric("trainings.coverage", texts.COVERAGE, texts.COVERAGE_HOW, texts.PERCENT, "share", _covered, (
        "培训(?:的)?覆盖(?:率|面|情况|了多少)", "培训覆盖", "training coverage", "coverage of (?:the )?trainings?",
    ), clause="5.2.2"),
    Metric("trainings.safety", texts.SAFETY, texts.SAFETY_HOW, texts.PERCENT, "share", _covered_safety, (
        "(?:信息)?(?:网络)?安全(?:教育)?培训(?:的)?覆盖(?:率|面|情况|了多少)?", "safety training coverage",
        "security training coverage",
    ), clause="7.1.2"),
)  # fmt: skip


@router.section(Place.TRAININGS)
def told_to_leaders(turn: Turn, period: Period) -> Section:
    """What was taught, to how much of the school."""
    metrics = ("trainings.held", "trainings.people", "trainings.attendance", "trainings.coverage", "trainings.safety")
    return Section(texts.SECTION, metrics, rows=tuple(_held(turn, period)))
