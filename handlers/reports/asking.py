"""给我一份上个月的报告: the CIO gets a draft, a leader what was sent, or the figures of now where nothing was; and 对比 R-1 R-2."""

import datetime as dt
import re

from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotAllowed, NotFound
from handlers.figures import Period, period_of
from handlers.numerals import find_codes, fold
from handlers.past_periods import past_span
from handlers.periods import Span
from handlers.reports import editing, texts
from handlers.reports.actions import month_before
from handlers.reports.cards import leader_card, pieces, report_card, when, with_file
from handlers.reports.content import differences, text_of
from handlers.reports.desk import MONTHLY, router
from handlers.reports.drafting import draft, glance, leaders_file, word_file
from handlers.reports.flow import FLOW, OPEN, WATCHERS, editor
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understanding.phrasing import plain
from storage import reports, schedules
from storage.people import Role
from storage.reports import OUT, Report

SHORT = 30  # characters of a question after a report
MOST_LISTED = 8
MOST_BUTTONS = 4
# A report called after its kind, without saying which: the term that runs, the year that runs, the week before.
_KINDS = (
    (re.compile(r"学期|\bterm\b", re.IGNORECASE), "本学期"),
    (re.compile(r"年度|年报|全年|annual|yearly", re.IGNORECASE), "今年"),
    (re.compile(r"周报|weekly", re.IGNORECASE), "上周"),
)
_COMPARES = re.compile(r"对比|比较|差别|不同|变化|compare|difference", re.IGNORECASE)


@router.say("report_request")
def requested(turn: Turn, text: str, _meant: Understood) -> None:
    """A report on the days that are named, else on the month before."""
    codes = [one.id for one in find_codes(text, turn.features.prefixes) if one.prefix == FLOW.prefix and one.id]
    if len(codes) == 1:
        _show(turn, _found(turn, codes[0]))
        return
    give(turn, text)


_READY = re.compile(
    r"(?:报告|[周月季年]报).{0,6}(?:写|做|弄|出|发|交|准备)?(?:好|完|出去|出来)?了(?:没有?|吗|么)[?？]?$"
    r"|(?:报告|[周月季年]报)(?:写|准备|做)得怎么样|is (?:the|my) .{0,20}report (?:ready|done|out)",
    re.IGNORECASE,
)


def hears(turn: Turn, text: str) -> bool:
    """这个月的报告写好了吗: what there is, or that there is none; a question makes no draft. Else corrections of a draft."""
    person = turn.actor
    if person is None or len(text) > SHORT or not _READY.search(fold(text).strip()):
        return editing.hears(turn, text)
    if not (editor.allows(turn.viewer, None) or person.holds(Role.LEADER, *WATCHERS)):
        return False
    known = reports.about(turn.tx, *_days(turn, text))
    if known is not None and (known.edition or editor.allows(turn.viewer, known)):
        _show(turn, known)
    else:
        listed(turn, "")
    return True


def _days(turn: Turn, text: str) -> tuple[dt.date, dt.date]:
    period = _period(turn, text)
    return period.first, period.last


router.hears = hears


@router.command("生成报告", "工作报告", "月报", "给我报告", "monthly report", "generate report")
def give(turn: Turn, text: str) -> None:
    """The same typed: 生成报告 上个月."""
    person = turn.person()
    period = _period(turn, text)
    known = reports.about(turn.tx, period.first, period.last)
    if editor.allows(turn.viewer, known):
        report = known or draft(turn, period, "asked")
        _show(turn, report)
    elif not person.holds(Role.LEADER, *WATCHERS):
        raise NotAllowed(texts.PREPARE, texts.THE_CIO, exactly=texts.WHO_ASKS)
    elif known is not None and known.edition:
        _show(turn, known)
    else:
        content, card = glance(turn, period)
        turn.reply(Card(card.title, (text_of(content["summary"]),), files=card.files, note=card.note))


@router.command("报告", "报告列表", "工作报告列表", "reports")
def listed(turn: Turn, text: str) -> None:
    """Drafts and what was sent, as far as they are this person's, and when the next draft comes."""
    person = turn.person()
    if text.strip() and not find_codes(text, turn.features.prefixes):
        give(turn, text)
        return
    if not (editor.allows(turn.viewer, None) or person.holds(Role.LEADER, *WATCHERS)):
        raise NotAllowed(texts.PREPARE, texts.THE_CIO, exactly=texts.WHO_ASKS)
    leads = person.holds(Role.LEADER) and not editor.allows(turn.viewer, None)
    drafts = [] if leads else reports.in_stage(turn.tx, OPEN)
    sent = reports.in_stage(turn.tx, OUT, MOST_LISTED)
    if not drafts and not sent:
        turn.reply(Card(texts.NONE, note=_next(turn)))
        return
    lines = tuple(
        texts.LIST_LINE(code=one.code, when=when(turn, one), status=FLOW.statuses[one.status])
        for one in (*drafts, *sent)
    )
    buttons = tuple(
        Button(texts.LOOK(code=one.code), token("people", "look", one.code)) for one in (*drafts, *sent)[:MOST_BUTTONS]
    )
    turn.reply(Card(texts.LIST(drafts=len(drafts), sent=len(sent)), lines, buttons=buttons, note=_next(turn)))


@router.command("对比报告", "报告对比", "compare reports")
def compare(turn: Turn, text: str) -> None:
    """对比报告 R-1 R-2: every figure that changed, and the sentences that came and went."""
    codes = [one.id for one in find_codes(text, turn.features.prefixes) if one.prefix == FLOW.prefix and one.id]
    if len(codes) != 2:
        raise Incomplete(texts.COMPARE_HOW)
    one, other = (_found(turn, code) for code in codes)
    changes = differences(_content(one), _content(other)) or [texts.SAME]
    title = texts.COMPARE(
        one=Text(f"{one.code}（{when(turn, one).zh}）", f"{one.code} ({when(turn, one).en})"),
        other=Text(f"{other.code}（{when(turn, other).zh}）", f"{other.code} ({when(turn, other).en})"),
    )
    for number, lines in enumerate(pieces(list(changes))):
        turn.reply(Card(title if number == 0 else f"{one.code} ↔ {other.code}", lines))


def interrupts(turn: Turn, text: str) -> bool:
    """Two reports and a word of comparison: said in whatever order."""
    if not _COMPARES.search(fold(text)):
        return False
    codes = {one.id for one in find_codes(text, turn.features.prefixes) if one.prefix == FLOW.prefix and one.id}
    if len(codes) != 2:
        return False
    compare(turn, text)
    return True


router.interrupts = interrupts


def _content(report: Report) -> dict[str, object]:
    return report.editions[-1].content if report.editions else report.content


def _found(turn: Turn, code: str) -> Report:
    report = reports.by_code(turn.tx, code)
    if report is None or router.readable is None or not router.readable.allows(turn.viewer, report):
        raise NotFound(code)
    return report


def _show(turn: Turn, report: Report) -> None:
    """The card with its file: the draft to whoever edits it, to everybody else what was sent."""
    edits = editor.allows(turn.viewer, report)
    if edits and report.status in OPEN:
        card = with_file(report_card(turn, report, turn.viewer), word_file(turn, report))
    elif report.edition:
        drawn = report_card(turn, report, turn.viewer) if edits else leader_card(turn, report, turn.viewer)
        card = with_file(drawn, leaders_file(turn, report))
    else:
        card = report_card(turn, report, turn.viewer)
    turn.reply(card, subject=report.code)


def _period(turn: Turn, text: str) -> Period:
    calendar = turn.school.calendar
    span = past_span(plain(text), turn.now, calendar)
    if span is None:
        named = next((words for pattern, words in _KINDS if pattern.search(text)), "")
        span = past_span(named, turn.now, calendar) if named else None
    span = span or month_before(calendar.date(turn.now))
    return period_of(Span(span.first, span.last), turn.now, calendar)


def _next(turn: Turn) -> Phrase:
    schedule = schedules.with_key(turn.tx, MONTHLY)
    due = schedule.next_due_at if schedule is not None and schedule.active else None
    if due is None:
        return ""
    day = turn.local(due)
    return texts.NEXT(day=Text(f"{day.month}月{day.day}日", f"{day:%d %b}"))
