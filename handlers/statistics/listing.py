"""看明细: the rows behind a number, counted again in front of whoever asked, as far as this person may see them."""

import re

from handlers.cards import Card, Enclosure
from handlers.errors import Refused
from handlers.figures import Figure, Period, Row, compute
from handlers.files import enclose
from handlers.numerals import fold
from handlers.sheets import Column, Sheet, Value, workbook
from handlers.statistics import texts
from handlers.statistics.asking import hears as hears_rates
from handlers.statistics.asking import narrowed, shown
from handlers.statistics.desk import router
from handlers.statistics.permissions import is_too_few, opens
from handlers.statistics.reading import MIDNIGHT
from handlers.statistics.rules import SMALL_GROUP
from handlers.texts import EDGES, Phrase, Text, say
from handlers.turn import Turn
from storage import statistics
from storage.people import Role

MOST_LINES = 10
_OPENS = re.compile(
    r"(?:我?(?:想|要)?(?:看看?|查看?|打开|列出来?|给我看?看?))?(?:一下)?(?:这些|具体|都|分别)?(?:是|有)?(?:明细|清单|名单|记录|(?:哪|那)[几些](?:条|件|个|单|次|起|笔)?"
    r"|(?:哪|那)[几些](?:条|件|个|单|次|起)?记录)(?:呢|啊|吗|看看|看一下|给我|列出来)?"
    r"|列(?:一下|出来)(?:看看)?|which ones(?: are (?:they|those))?|details"
    r"|(?:show|list|open)(?: me)? (?:them|the (?:rows|list|records|details))",
)
SHORT = 5  # so many rows are read on the phone without a file


def hears(turn: Turn, text: str) -> bool:
    """看明细, 是哪几条: the rows of the number that stands on the screen, or why they stay closed."""
    told = shown(turn) if turn.actor is not None and _OPENS.fullmatch(fold(text).lower().strip(EDGES)) else None
    if told is None:
        return hears_rates(turn, text)
    rows_of(turn, told.code, "")
    return True


router.hears = hears


@router.button("rows")
def rows_of(turn: Turn, code: str, _choice: str) -> None:
    """The rows of a number this person was given. A button borrowed from somebody else opens nothing."""
    person = turn.person()
    told = statistics.by_code(turn.tx, code)
    metric = turn.features.metrics.get(told.metric) if told is not None else None
    if told is None or metric is None or told.person_id != person.id:
        raise Refused(texts.NOT_YOURS)
    period = Period(told.first, told.last, turn.school.calendar.at(told.first, MIDNIGHT), told.until)
    figure = narrowed(compute(turn, metric, period, told.department), told.within)
    everything = opens(person, metric)
    own = person.holds(Role.HEAD) and bool(told.department) and told.department == person.department
    if not everything and any(row.person for row in figure.rows):
        if not own:
            raise Refused(texts.ONLY_NUMBERS)
        if is_too_few(turn, metric, figure.rows):
            raise Refused(texts.TOO_FEW_TO_LIST(least=turn.rule(SMALL_GROUP)))
    elif not everything and not own and not person.holds(*metric.readers):
        raise Refused(texts.NOT_YOURS)
    turn.record(told.code, "opened", clause="5.2.3", details={"metric": metric.key, "rows": len(figure.rows)})
    _show(turn, figure, everything=everything)


def _show(turn: Turn, figure: Figure, *, everything: bool) -> None:
    metric = figure.metric
    newest = sorted(figure.rows, key=lambda row: (row.at or figure.period.ends, row.code), reverse=True)
    lines = tuple(_line(turn, metric.how, row, everything=everything) for row in newest[:MOST_LINES])
    whose: Phrase = figure.department or texts.SCHOOL
    title = texts.LIST(whose=whose, when=figure.period.words, name=metric.name, count=len(figure.rows))
    files: tuple[Enclosure, ...] = ()
    notes: list[Phrase] = []
    if everything and len(newest) > SHORT:
        name = texts.FILE(name=metric.name, when=figure.period.key).to(turn.language)
        files = (enclose(turn, name, _sheet(turn, figure)),)
        if len(newest) > MOST_LINES:
            notes.append(texts.MORE_ROWS(most=MOST_LINES, count=len(newest)))
    if not everything and any(row.person for row in newest):
        notes.append(texts.NO_NAMES)
    turn.reply(Card(title, (*lines, texts.HOW(version=metric.version, formula=metric.formula)), files=files,
                    note=notes[0] if notes else ""))  # fmt: skip


def _line(turn: Turn, how: str, row: Row, *, everything: bool) -> Text:
    mark = (texts.SPEAKS if row.counts else texts.NOT).zh + " " if how == "share" else ""
    value = f" · {row.value:.1f}".removesuffix(".0") if row.value is not None else ""
    if not everything and row.person:
        return Text(f"{mark}{say(row.blind, 'zh')}{value}", f"{mark}{say(row.blind, 'en')}{value}")
    code = f"{row.code} " if row.code else ""
    day = f" · {turn.local(row.at):%m-%d}" if row.at is not None else ""
    return Text(f"{mark}{code}{say(row.words, 'zh')}{value}{day}", f"{mark}{code}{say(row.words, 'en')}{value}{day}")


def _sheet(turn: Turn, figure: Figure) -> bytes:
    """Every row for a spreadsheet, with the number it comes to and how."""
    zh = turn.language.startswith("zh")
    titles = (
        ("编号", "内容", "部门", "时间", "计入", "数值")
        if zh
        else ("Code", "What", "Department", "When", "Counts", "Value")
    )
    rows: list[tuple[Value, ...]] = [
        (row.code, say(row.words, turn.language), row.department,
         turn.local(row.at).replace(tzinfo=None) if row.at else None, 1 if row.counts else 0, row.value)
        for row in figure.rows
    ]  # fmt: skip
    rows += [(), (say(figure.metric.name, turn.language), say(figure.shown, turn.language)),
             (texts.HOW(version=figure.metric.version, formula=figure.metric.formula).to(turn.language),)]  # fmt: skip
    widths = (12, 48, 14, 18, 8, 10)
    return workbook(Sheet(
        say(figure.metric.name, turn.language), [Column(title, width) for title, width in zip(titles, widths, strict=True)], rows
    ))  # fmt: skip
