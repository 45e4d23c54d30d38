"""How a report comes to be: counted, drafted, put before the CIO, and due on a day that a rule names."""

from typing import Any

from handlers.cards import Card, Enclosure
from handlers.figures import Period
from handlers.files import enclose
from handlers.flow import Viewer
from handlers.numerals import write_code
from handlers.reports import paper, pdf, rules, texts
from handlers.reports.cards import report_card, when, with_file
from handlers.reports.content import Content, gather
from handlers.reports.flow import FLOW
from handlers.reports.layout import layout
from handlers.texts import Text
from handlers.turn import Turn
from storage import numbers, reports
from storage.people import Role
from storage.reports import Report, ReportStage

REMIND = "reports.remind"


def by_clock(turn: Turn, name: str, report: Report, **details: Any) -> None:
    """A step no person takes, in a turn that a person may have caused: recorded as the system's."""
    before = FLOW.take(FLOW.by_name[name], Viewer(None), report)
    turn.record(report.code, name, clause=FLOW.clause, before=before, after=report.status, details=details)


def draft(turn: Turn, period: Period, kind: str) -> Report:
    """A new report on these days, with the dates by which it has to be sent. One on the same days is not made twice."""
    known = reports.about(turn.tx, period.first, period.last)
    if known is not None:
        return known
    report = Report(
        code=write_code("R", numbers.next_number(turn.tx, "R")), status=ReportStage.PLANNED, kind=kind, first=period.first,
        last=period.last, content=gather(turn, period), counted_at=turn.now, drafted_at=turn.now,
    )  # fmt: skip
    turn.tx.add(report)
    turn.tx.flush()
    by_clock(turn, "prepare", report, kind=kind, days=report.headline)
    turn.remind_by(rules.DUE, f"{report.code}:due", REMIND, report.code, {"to": "cio"})
    return report


def put_before_the_cio(turn: Turn, report: Report) -> None:
    """The draft with its file, to everybody who may edit it."""
    for person in turn.everyone(Role.CIO):
        card = with_file(report_card(turn, report, turn.view_of(person)), word_file(turn, report))
        turn.tell(person, card, subject=report.code, key=f"{report.code}:draft:{person.id}")


def word_file(turn: Turn, report: Report) -> Enclosure:
    """The draft as a Word file, its sentences numbered as they are edited."""
    blocks = layout(turn, report.content, title(turn, report), code=report.code, edition=report.edition + 1,
                    counted=report.counted_at, numbered=True)  # fmt: skip
    return enclose(turn, _name(turn, report, "docx"), paper.write(blocks), about=report.code)


def leaders_file(turn: Turn, report: Report) -> Enclosure:
    """What was sent, as a page that looks the same everywhere."""
    sent = report.editions[-1]
    blocks = layout(
        turn, sent.content, title(turn, report), code=report.code, edition=sent.number, counted=sent.counted_at
    )
    return enclose(turn, _name(turn, report, "pdf"), pdf.write(blocks), about=report.code)


def glance(turn: Turn, period: Period) -> tuple[Content, Card]:
    """The figures of now without a report: for leaders where none was sent."""
    content = gather(turn, period)
    name = texts.UNCONFIRMED(when=period.words)
    blocks = layout(turn, content, name, counted=turn.now)
    file = enclose(turn, texts.FILE(when=period.key, ending="pdf").to(turn.language), pdf.write(blocks))
    return content, Card(name, files=(file,), note=texts.UNCONFIRMED_NOTE)


def title(turn: Turn, report: Report) -> Text:
    """What stands on top of the page."""
    return texts.TITLE(when=when(turn, report))


def _name(turn: Turn, report: Report, ending: str) -> str:
    return texts.FILE(when=f"{report.code}-{report.first:%Y%m%d}-{report.last:%Y%m%d}", ending=ending).to(turn.language)
