"""教育公平 (clause 2.4): how soon each campus, department and kind of person is served, so that complaints can be checked."""

import re
from collections import defaultdict
from dataclasses import dataclass

from handlers.cards import Card
from handlers.errors import NotAllowed
from handlers.figures import READERS, Figure, Period, Place, Row, Section, compute, value_of
from handlers.numerals import fold
from handlers.past_periods import past_span
from handlers.statistics import reading, texts
from handlers.statistics.asking import part_of
from handlers.statistics.desk import router
from handlers.statistics.rules import SMALL_GROUP, UNEQUAL
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn

SERVICE = ("issues.response", "issues.repair")
CUTS = ("campus", "department", "role")
_ASKS = re.compile(
    r"^(?:看看?|查一?下?|我们|学校)*(?:(?P<span>.{0,12}?)的?)?(?:(?:教育|服务|信息化|技术支持)(?:是否|是不是|够不够)?公平(?:性|情况|视图|吗|不公平)?|公平视图)"
    r"(?:情况|怎么样|如何|吗)?[?]*$|^(?:show )?(?:the )?equity(?: view)?[?]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One group at one figure: how many records, the value, and how many times the school's."""

    cut: str
    name: str
    figure: Figure
    rows: tuple[Row, ...]
    value: float
    times: float

    @property
    def words(self) -> Phrase:
        """What the group is called."""
        if self.cut == "role":
            return texts.ROLE_GROUPS.get(self.name, self.name)
        return self.name or (texts.UNKNOWN if self.cut == "department" else texts.NOT_WRITTEN)


def parts(turn: Turn, period: Period) -> tuple[list[Part], list[str]]:
    """Every group with enough records at each figure, and the names of those with too few. A cut of one group is none."""
    found: list[Part] = []
    few: list[str] = []
    for key in SERVICE:
        metric = turn.features.metrics.get(key)
        figure = compute(turn, metric, period) if metric is not None else None
        if figure is None or not figure.rows or not figure.value:
            continue
        for cut in CUTS:
            groups: dict[str, list[Row]] = defaultdict(list)
            for row in figure.rows:
                name = part_of(turn, row, cut)
                if name is not None:
                    groups[name].append(row)
            if len(groups) < 2:
                continue
            for name, rows in groups.items():
                value = value_of(figure.metric, rows)
                if len(rows) < turn.rule(SMALL_GROUP):
                    few.append(name)
                elif value is not None:
                    found.append(Part(cut, name, figure, tuple(rows), value, value / figure.value))
    return found, sorted({name for name in few if name and name not in texts.ROLE_GROUPS})


def is_slow(turn: Turn, part: Part) -> bool:
    """Whether a group waits clearly longer than the school does."""
    return part.times * 100 >= turn.rule(UNEQUAL)


@router.command("服务公平", "教育公平情况", "公平视图", "equity", "equity view")
def view(turn: Turn, rest: str) -> None:
    """Each campus, department and role with response and repair; what is clearly slower is marked."""
    if not turn.person().holds(*READERS):
        raise NotAllowed(texts.SEE_EQUITY, texts.WHO_SCHOOL, code="equity", step_name="look")
    calendar = turn.school.calendar
    span = past_span(rest, turn.now, calendar) or past_span("本学期", turn.now, calendar)
    period, when = reading.period_in(turn, span)
    found, few = parts(turn, period)
    turn.record("equity", "opened", clause="2.4", details={"period": period.key})
    if not found:
        turn.reply(Card(texts.EQUITY_NONE(when=when), note=_how(turn)))
        return
    slow = sum(is_slow(turn, part) for part in found)
    outcome = texts.EQUITY_UNEVEN(count=slow) if slow else texts.EQUITY_EVEN
    lines: list[Phrase] = []
    for cut in CUTS:
        names = list(dict.fromkeys(part.name for part in found if part.cut == cut))
        if names:
            lines.append(texts.EQUITY_CUT(cut=texts.CUTS[cut]))
            lines += [_line(turn, [part for part in found if (part.cut, part.name) == (cut, name)]) for name in names]
    if few:
        lines.append(texts.EQUITY_FEW(least=turn.rule(SMALL_GROUP), names=joined(list(few))))
    turn.reply(Card(texts.EQUITY(when=when, outcome=outcome), tuple(lines), note=_how(turn)))


def _how(turn: Turn) -> Text:
    return texts.EQUITY_HOW(percent=turn.rule(UNEQUAL), rule=UNEQUAL.title)


def _line(turn: Turn, of_group: list[Part]) -> Text:
    said: list[Phrase] = [
        texts.EQUITY_PART(metric=part.figure.metric.name, value=_shown(part), count=len(part.rows)) for part in of_group
    ]
    slowest = max(of_group, key=lambda part: part.times)
    slow: Phrase = texts.EQUITY_SLOW(times=f"{slowest.times:.1f}") if is_slow(turn, slowest) else ""
    return texts.EQUITY_LINE(name=of_group[0].words, parts=joined(said, "，", ", "), slow=slow)


def _shown(part: Part) -> Text:
    return Figure(part.figure.metric, part.figure.period, (), part.value).shown


@router.section(Place.SERVICE)
def told_to_leaders(turn: Turn, period: Period) -> Section | None:
    """Who waits clearly longer; that nobody does, where there is enough to tell; nothing where there is not."""
    found, _few = parts(turn, period)
    if not found:
        return None
    lines = tuple(
        texts.EQUITY_SECTION_SLOW(
            name=part.words,
            metric=part.figure.metric.name,
            value=_shown(part),
            times=f"{part.times:.1f}",
            count=len(part.rows),
        )
        for part in found
        if is_slow(turn, part)
    )
    return Section(texts.EQUITY_SECTION, lines=lines or (texts.EQUITY_SECTION_EVEN,))


def interrupts(turn: Turn, text: str) -> bool:
    """本学期服务公平吗: by the words alone."""
    if "公平" not in text and "equity" not in text.lower():
        return False
    if turn.actor is None or not turn.actor.holds(*READERS):
        return False
    asked = _ASKS.match(fold(text).strip())
    if asked is None:
        return False
    view(turn, asked["span"] or "")
    return True


router.interrupts = interrupts
