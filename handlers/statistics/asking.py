"""A question for a number is answered with number, period, formula and the rows behind it; an unknown one with what there is."""

import re
from collections import defaultdict
from datetime import timedelta

from handlers.cards import Button, Card, bullets, token
from handlers.errors import NotAllowed, NotFound, Refused
from handlers.figures import Figure, Metric, Period, Row, compute, value_of
from handlers.statistics import reading, texts
from handlers.statistics.desk import router
from handlers.statistics.permissions import department_for, is_too_few, may_ask, opens
from handlers.statistics.reading import Question
from handlers.statistics.rules import SMALL_GROUP
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from handlers.understand import Understood
from storage import audit, statistics
from storage.statistics import FigureAsked

MOST_GROUPS = 12
_RATE = re.compile(r"率|平均|\b(?:rate|mean|average)\b", re.IGNORECASE)
_NO_QUESTION = re.compile(
    r"规定|要求|目标|指标|应该|必须|提[高升]|降低|达[到标成]|不低于|不超过|以上|怎么(?!样)|如何|为什么|口径|通知[:：]|提醒|立项|申请|"
    r"改[成为]|批示|请.{0,6}(?:分析|关注)|\b(?:should|must|target|goal|remind)\b",
    re.IGNORECASE,
)


@router.say("stat_query")
def asked(turn: Turn, text: str, _meant: Understood) -> None:
    """Such as 上个月一共报修多少，平均多久修好. A figure nobody defined is said to be none of ours, never guessed."""
    turn.person()
    question = reading.read(turn, text)
    if not question.metrics:
        question = _follow_up(turn, text, question)
    if not question.metrics:
        unknown(turn, text)
        return
    answer(turn, question)


def hears(turn: Turn, text: str) -> bool:
    """A rate or a mean that is ours by name, although its noun belongs to another feature: 通知的知悉率, 平均审批几天."""
    if turn.actor is None or not _RATE.search(text) or _NO_QUESTION.search(text):
        return False
    try:
        question = reading.read(turn, text)
    except Refused:
        return False
    if len(question.metrics) != 1 or question.metrics[0].how == "count":
        return False
    answer(turn, question)
    return True


@router.command("部门报修", "部门统计", "department reports")
def of_departments(turn: Turn, text: str) -> None:
    """The reports by department, without a sentence around."""
    answer(turn, reading.read(turn, f"各部门报修 {text}" if not reading.read(turn, text).named else f"报修 {text}"))


@router.command("统计口径", "口径", "指标口径", "有哪些指标", "能查哪些数", "metrics")
def metrics(turn: Turn, text: str) -> None:
    """Every metric this person may ask for, and how it is counted; with a name, those that are meant."""
    person = turn.person()
    mine = [metric for metric in turn.features.metrics.values() if may_ask(person, metric)]
    named = [metric for metric in reading.read(turn, text).metrics if metric in mine] if text.strip() else []
    shown = named or mine
    lines = [
        texts.METRIC_LINE(name=one.name, version=one.version, clause=one.clause, formula=one.formula) for one in shown
    ]
    turn.reply(Card(texts.METRICS(count=len(shown)), bullets(lines), note=texts.METRICS_HOW))


@router.button("ask")
def ask_again(turn: Turn, key: str, cut: str) -> None:
    """One of the nearest metrics, or the number on the card split by department."""
    if (told := statistics.by_code(turn.tx, key)) is not None:
        answer(turn, _same(turn, told, cut))
        return
    metric = turn.features.metrics.get(key)
    if metric is None:
        raise NotFound(key)
    period, when = reading.period_in(turn, None)
    answer(turn, Question((metric,), period, when))


def unknown(turn: Turn, text: str) -> None:
    """Nobody defined such a figure: said plainly, with the nearest that there are."""
    person = turn.person()
    mine = [metric for metric in turn.features.metrics.values() if may_ask(person, metric)]
    near = reading.nearest(text, mine)
    buttons = tuple(Button(one.name, token(router.name, "ask", one.key)) for one in near)
    turn.reply(Card(texts.NO_METRIC, (texts.NEAREST,) if near else (), buttons=buttons, note=texts.SEE_ALL))


def answer(turn: Turn, question: Question) -> None:
    """The numbers of one question on one card."""
    figures, refused = [], None
    for metric in question.metrics:
        try:
            figures.append(_figure(turn, metric, question))
        except Refused as no:
            refused = no
    if not figures:
        raise refused or NotAllowed(texts.DEPARTMENT, texts.WHO)
    department, when = figures[0].department, question.when
    whose: Phrase = department or texts.SCHOOL
    if question.within:
        whose = texts.WITHIN(whose=whose, within=question.within)
    told = [_remember(turn, figure, question) for figure in figures]
    lines: list[Phrase] = []
    facts: list[tuple[Phrase, Phrase]] = []
    for figure in figures:
        hidden = _hidden(turn, figure, question)
        if len(figures) > 1:
            facts.append((figure.metric.name, texts.HIDDEN if hidden else figure.shown))
            lines.append(
                Text(
                    f"{figure.metric.name.zh}：{figure.metric.formula.zh}",
                    f"{figure.metric.name.en}: {figure.metric.formula.en}",
                )
            )
        else:
            lines += _how(turn, figure)
            facts += _groups(turn, figure, question, lines)
            facts += _compared(turn, figure, question)
    title: Phrase = texts.TITLE_SEVERAL(whose=whose, when=when)
    if len(figures) == 1:
        one = figures[0]
        title = texts.TITLE(whose=whose, when=when, name=one.metric.name, value=one.shown)
        if _hidden(turn, one, question):
            title = texts.TOO_FEW(whose=whose, when=when, least=turn.rule(SMALL_GROUP))
    turn.reply(
        Card(title, tuple(lines), tuple(facts), _buttons(turn, figures, told, question),
             note=texts.WHICH_PERIOD if all(not figure.rows for figure in figures) else ""),
        subject=told[-1].code,
    )  # fmt: skip


def _figure(turn: Turn, metric: Metric, question: Question) -> Figure:
    department = department_for(turn.person(), metric, question)
    return narrowed(compute(turn, metric, question.period, department), question.within)


def narrowed(figure: Figure, within: str) -> Figure:
    """The same figure of one device or place only."""
    if not within or figure.value is None:
        return figure
    rows = tuple(
        row for row in figure.rows if any(within in one or (one and one in within) for one in row.groups.values())
    )
    return Figure(figure.metric, figure.period, rows, value_of(figure.metric, rows), figure.department)


def _hidden(turn: Turn, figure: Figure, question: Question) -> bool:
    """A number of a part that is too small. The head's own count of records stays: it names nobody."""
    part = bool(figure.department or question.within)
    own_count = figure.department == turn.person().department and not question.within and figure.metric.how == "count"
    return part and not own_count and is_too_few(turn, figure.metric, figure.rows)


def _how(turn: Turn, figure: Figure) -> list[Phrase]:
    lines: list[Phrase] = [texts.HOW(version=figure.metric.version, formula=figure.metric.formula)]
    if figure.value is None:
        lines.append(texts.MISSING)
    elif figure.metric.how == "share":
        lines.append(texts.OF_ALL(all=len(figure.rows), count=sum(row.counts for row in figure.rows)))
    elif figure.metric.how != "count":
        lines.append(texts.FROM(count=len(figure.rows)))
    first = audit.first_at(turn.tx)
    if first is not None and figure.period.begins + timedelta(days=1) < first < figure.period.ends:
        day = turn.local(first)
        lines.append(texts.SINCE(day=Text(f"{day:%Y}年{day.month}月{day.day}日", f"{day:%d %b %Y}")))
    return lines


def _groups(turn: Turn, figure: Figure, question: Question, lines: list[Phrase]) -> list[tuple[Phrase, Phrase]]:
    """The number of each department, building or device; those too small stand together for whoever may not open rows."""
    if not question.cut or not figure.rows or (question.cut == "department" and figure.department):
        return []
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in figure.rows:
        key = part_of(turn, row, question.cut)
        if key is not None:
            groups[key].append(row)
    if not groups or (question.cut != "department" and not any(groups)):
        raise Refused(texts.NO_CUT(name=figure.metric.name, cut=texts.CUTS[question.cut]))
    nobody = texts.UNKNOWN if question.cut == "department" else texts.NOT_WRITTEN
    small = [rows for rows in groups.values() if is_too_few(turn, figure.metric, rows)]
    shown = [(name or nobody, value_of(figure.metric, rows)) for name, rows in groups.items() if rows not in small]
    ordered = sorted(shown, key=lambda one: (-(one[1] or 0), str(one[0])))[:MOST_GROUPS]
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.ROLE_GROUPS.get(str(name), name) if question.cut == "role" else name, _amount(figure.metric, value))
        for name, value in ordered
    ]
    if small:
        least, together = turn.rule(SMALL_GROUP), [row for rows in small for row in rows]
        department = question.cut == "department"
        value = value_of(figure.metric, together)
        few = figure.metric.how != "count" and is_too_few(turn, figure.metric, together)
        facts.append((
            (texts.FEW if department else texts.FEW_GROUPS)(least=least),
            texts.HIDDEN if few else _amount(figure.metric, value),
        ))  # fmt: skip
        lines.append(texts.FEW_HIDDEN(least=least))
    return facts


def part_of(turn: Turn, row: Row, cut: str) -> str | None:
    """The part of a cut a record belongs to. A room's campus is the one of the calendar that its name begins with."""
    if cut == "department":
        return row.department
    if cut == "campus" and cut not in row.groups and "room" in row.groups:
        return next((name for name in turn.school.calendar.campuses if name in row.groups["room"]), "")
    return row.groups.get(cut)


def _amount(metric: Metric, value: float | None) -> Text:
    return Figure(metric, _NO_PERIOD, (), value).shown


def _compared(turn: Turn, figure: Figure, question: Question) -> list[tuple[Phrase, Phrase]]:
    if not question.compares:
        return []
    then = reading.compared_with(turn, question, figure.period)
    earlier = narrowed(compute(turn, figure.metric, then, figure.department), question.within)
    shown = texts.HIDDEN if _hidden(turn, earlier, question) else earlier.shown
    when: Phrase = then.words
    if then.first.year != figure.period.first.year and str(then.first.year) not in then.words.zh:
        when = texts.OF_YEAR(year=then.first.year, when=when)
    return [(texts.BEFORE(when=when), shown)]


def _buttons(turn: Turn, figures: list[Figure], told: list[FigureAsked], question: Question) -> tuple[Button, ...]:
    found = []
    for figure, kept in zip(figures, told, strict=True):
        if figure.rows and _may_list(turn, figure):
            label = texts.SHOW_LIST if len(figures) == 1 else texts.SHOW_LIST_OF(name=figure.metric.name)
            found.append(Button(label, token(router.name, "rows", kept.code)))
    one = figures[0]
    if len(figures) == 1 and one.metric.by_department and not (one.department or question.cut or question.within) \
            and one.rows and turn.person().holds(*one.metric.readers):  # fmt: skip
        found.append(Button(texts.BY_DEPARTMENT, token(router.name, "ask", told[0].code, "department")))
    return tuple(found)


def _may_list(turn: Turn, figure: Figure) -> bool:
    """Whether there is anything of the rows this person may see: those of people only as a head, or who may open them."""
    person = turn.person()
    if opens(person, figure.metric):
        return True
    if any(row.person for row in figure.rows):
        return (
            bool(figure.department) and figure.department == person.department and any(row.blind for row in figure.rows)
        )
    return person.holds(*figure.metric.readers)


def _remember(turn: Turn, figure: Figure, question: Question) -> FigureAsked:
    kept = FigureAsked(
        person_id=turn.person().id, metric=figure.metric.key, version=figure.metric.version, first=figure.period.first,
        last=figure.period.last, until=figure.period.ends, department=figure.department, within=question.within,
        cut=question.cut, value=figure.value, records=len(figure.rows), at=turn.now,
    )  # fmt: skip
    turn.tx.add(kept)
    turn.tx.flush()
    return kept


def shown(turn: Turn) -> FigureAsked | None:
    """The number on the newest cards of this conversation."""
    return next((
        found for row, _card in turn.screen[:3] if row.subject.startswith(f"{router.prefix}-")
        for found in [statistics.by_code(turn.tx, row.subject)] if found is not None
    ), None)  # fmt: skip


def _follow_up(turn: Turn, text: str, question: Question) -> Question:
    """那上个月呢, 按部门看: the number on the screen, of another time or split another way."""
    told = shown(turn)
    metric = turn.features.metrics.get(told.metric) if told is not None else None
    if told is None or metric is None or question.left or reading.is_another(text):
        return question
    if not (question.timed or question.named or question.cut or question.within or question.compares):
        return question
    earlier = _same(turn, told, question.cut)
    return Question(
        (metric,), question.period if question.timed else earlier.period,
        question.when if question.timed else earlier.when,
        question.named or told.department, question.own, question.school, question.cut, question.within or told.within,
        question.compares, question.against, a_year_ago=question.a_year_ago,
    )  # fmt: skip


def _same(turn: Turn, told: FigureAsked, cut: str) -> Question:
    if told.person_id != turn.person().id:
        raise NotFound(told.code)
    period = Period(told.first, told.last, turn.school.calendar.at(told.first, reading.MIDNIGHT), told.until)
    return Question(
        (turn.features.metrics[told.metric],), period, period.words, told.department, cut=cut, within=told.within
    )


_NO_PERIOD = reading.NEVER
