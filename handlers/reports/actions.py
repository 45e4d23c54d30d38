"""What happens to a report on its way: drafts by the clock, sending, and what falls due."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from handlers.cards import Card
from handlers.errors import Refused
from handlers.figures import period_of
from handlers.past_periods import past_span
from handlers.periods import Span
from handlers.reports import rules, texts
from handlers.reports.cards import leader_card, names, recipients, report_card, when, with_file
from handlers.reports.desk import MONTHLY, TERMLY, router
from handlers.reports.drafting import REMIND, by_clock, draft, leaders_file, put_before_the_cio, word_file
from handlers.turn import Turn
from storage import reports
from storage.people import Role
from storage.reports import UNSENT, Report, ReportEdition, ReportStage

CONCLUDE, ARCHIVE = "reports.conclude", "reports.archive"


@router.due(MONTHLY)
def monthly(turn: Turn, _key: str, _facts: Mapping[str, Any]) -> None:
    """A draft on the month before, unless the school wants none."""
    if not turn.rule(rules.MONTHLY):
        return
    first = turn.local(turn.now).date().replace(day=1)
    last = first - timedelta(days=1)
    _drafted(turn, Span(last.replace(day=1), last), "monthly")


@router.due(TERMLY)
def termly(turn: Turn, _key: str, _facts: Mapping[str, Any]) -> None:
    """A draft on the term that is about to end."""
    span = past_span("本学期", turn.now, turn.school.calendar)
    if span is not None:
        _drafted(turn, Span(span.first, span.last), "termly")


def _drafted(turn: Turn, span: Span, kind: str) -> None:
    period = period_of(span, turn.now, turn.school.calendar)
    if reports.about(turn.tx, period.first, period.last) is None:
        put_before_the_cio(turn, draft(turn, period, kind))


@router.press("prepare")
def prepare(_turn: Turn, _report: Report, _answers: Mapping[str, Any]) -> None:
    """The clock made the draft."""


@router.press("submit")
def submit(turn: Turn, report: Report, _answers: Mapping[str, Any]) -> None:
    """What the leaders will get, with the file, to be confirmed on this very version."""
    turn.tx.flush()
    turn.reply(with_file(report_card(turn, report, turn.viewer), word_file(turn, report)), subject=report.code)


@router.press("send")
def send(turn: Turn, report: Report, _answers: Mapping[str, Any]) -> None:
    """Frozen with its figures and rows, and on its way to every leader; a correction says what reads differently."""
    people = recipients(turn)
    if not people:
        raise Refused(texts.NO_LEADERS)
    report.content = {name: part for name, part in report.content.items() if name != "last"}
    report.edition += 1
    report.editions.append(ReportEdition(
        number=report.edition, content=report.content, counted_at=report.counted_at, reason=report.reason,
        by_id=turn.person().id, at=turn.now,
    ))  # fmt: skip
    report.sent_at, report.sent_by, report.sent_by_id = turn.now, turn.person(), turn.person().id
    turn.tx.flush()
    file = leaders_file(turn, report)
    for person in people:
        card = leader_card(turn, report, turn.view_of(person))
        turn.tell(person, with_file(card, file), subject=report.code, key=f"{report.code}:{report.edition}:{person.id}")
    turn.forget_reminders(report.code)
    turn.remind_by(rules.ANSWERS, f"{report.code}:{report.edition}:conclude", CONCLUDE, report.code)
    turn.remind_by(rules.ARCHIVE, f"{report.code}:{report.edition}:archive", ARCHIVE, report.code)
    turn.features.fulfilled("reports", turn, turn.person(), report.code)
    turn.reply(texts.WAS_SENT(code=report.code, names=names(people)))


@router.press("correct")
def correct(turn: Turn, report: Report, answers: Mapping[str, Any]) -> None:
    """What was sent stays as it was sent; the next edition says why and what is different."""
    report.reason = str(answers["reason"]).strip()
    report.revision += 1
    report.drafted_at = turn.now
    turn.forget_reminders(report.code)
    turn.remind_by(rules.DUE, f"{report.code}:{report.edition}:due", REMIND, report.code, {"to": "cio"})


@router.press("drop")
def drop(turn: Turn, report: Report, answers: Mapping[str, Any]) -> None:
    """It will not be sent. One that was sent before stays sent."""
    report.reason = str(answers["reason"]).strip()
    turn.forget_reminders(report.code)
    if report.edition:
        report.content, report.status = report.editions[-1].content, ReportStage.SENT
        turn.remind_by(rules.ANSWERS, f"{report.code}:{report.revision}:conclude", CONCLUDE, report.code)
        turn.remind_by(rules.ARCHIVE, f"{report.code}:{report.revision}:archive", ARCHIVE, report.code)


@router.due(REMIND)
def late(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """On its day the CIO, some working days later the secretary hears that it was not sent."""
    report = reports.by_code(turn.tx, code)
    if report is None or report.status not in UNSENT:
        return
    if facts.get("to") == "cio":
        for person in turn.everyone(Role.CIO):
            card = report_card(turn, report, turn.view_of(person))
            card = Card(texts.LATE(code=code), (card.title, *card.lines), card.facts, card.buttons, card.note)
            turn.tell(person, card, subject=code, key=f"{code}:{report.edition}:late:{person.id}")
        turn.remind_by(rules.ESCALATE, f"{code}:{report.edition}:escalate", REMIND, code, {"to": "secretary"})
        return
    days = rules.ESCALATE.show(turn.rule(rules.ESCALATE))
    for person in turn.everyone(Role.SECRETARY) or turn.everyone(Role.LEADER):
        told = texts.LATE_FOR_LONG(code=code, when=when(turn, report), days=days)
        turn.tell(person, told, key=f"{code}:{report.edition}:escalated:{person.id}")


@router.due(CONCLUDE)
def conclude(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The days for an answer are over: there was an instruction, or there was none."""
    report = reports.by_code(turn.tx, code)
    if report is not None and report.status in (ReportStage.SENT, ReportStage.READ):
        answered = bool(report.instructions) or bool(reports.answers_to(turn.tx, code))
        by_clock(turn, "answered" if answered else "conclude", report)
        turn.tx.flush()
        turn.settle(code, lambda viewer: report_card(turn, report, viewer))


@router.due(ARCHIVE)
def archive(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Filed. What leaders asked for goes on as tasks, and a leader may still answer."""
    report = reports.by_code(turn.tx, code)
    if report is not None and report.status in (
        ReportStage.INSTRUCTED,
        ReportStage.PLAIN,
        ReportStage.READ,
        ReportStage.SENT,
    ):
        by_clock(turn, "archive", report)
        turn.tx.flush()
        turn.settle(code, lambda viewer: report_card(turn, report, viewer))


@router.press("conclude")
@router.press("answered")
@router.press("archive")
def by_the_clock(_turn: Turn, _report: Report, _answers: Mapping[str, Any]) -> None:
    """Only the clock takes these."""


def month_before(day: date) -> Span:
    """The last whole month before a day."""
    last = day.replace(day=1) - timedelta(days=1)
    return Span(last.replace(day=1), last)
