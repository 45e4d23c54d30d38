"""`xiaoxin report`: the report to leaders as a file."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from handlers.turn import Turn
    from storage.reports import Report

KINDS = (".docx", ".pdf")


def write_report(month: str, out: Path, *, as_json: bool = False) -> None:
    """The report on a month, last month's unless one is named: as it was sent, else as it stands, else counted now."""
    _check_kind(out)
    from bot.commands.opening import open_database, shelf
    from bot.commands.saying import Problem, language, tell, tell_json, why
    from bot.settings import Settings
    from bot.wiring import make_dispatcher
    from handlers.texts import Text
    from handlers.turn import Turn

    settings, now = Settings(), datetime.now(UTC)
    today = now.astimezone(settings.zone).date()
    first, last = _days_of(month, today)
    if first > today:
        raise Problem(
            Text(f"{first:%Y-%m} 还没有到，没有可以报告的。", f"{first:%Y-%m} lies ahead; there is nothing to report.")
        )
    with open_database(settings) as database:
        engine = make_dispatcher(settings, database, shelf(settings, database), lambda: now)
        with database.write() as tx:
            made, told = _made(
                Turn(tx, engine.school, engine.features, now), first, last, out.suffix.lower(), language()
            )
    try:
        out.write_bytes(made)
    except OSError as wrong:
        cause = why(wrong)
        raise Problem(Text(
            f"写不了 {out}:{cause.zh}。请换一个文件夹或检查权限。",
            f"Cannot write {out}: {cause.en}. Choose another folder or check its permissions.",
        )) from None  # fmt: skip
    if as_json:
        tell_json({**told, "file": str(out), "bytes": len(made)})
        return
    state = {
        "sent": Text("已发给校领导的那一版", "as it was sent to the leaders"),
        "draft": Text("草稿，还没有发出", "a draft that was not sent"),
        "counted": Text("现在取数，未经 CIO 确认", "counted now, not confirmed by the CIO"),
    }[told["state"]]
    missing = len(told["missing"])
    tell(Text(
        f"已写好 {out}({first:%Y-%m},{state.zh})。缺 {missing} 个数。",
        f"{out} is written ({first:%Y-%m}, {state.en}); {missing} figures missing.",
    ))  # fmt: skip


def _made(turn: "Turn", first: date, last: date, kind: str, tongue: str) -> tuple[bytes, dict[str, Any]]:
    from handlers.figures import period_of
    from handlers.periods import Span
    from handlers.reports import paper, pdf, texts
    from handlers.reports.content import figures, gather
    from handlers.reports.layout import layout
    from storage import reports

    period = period_of(Span(first, last), turn.now, turn.school.calendar)
    report = reports.from_the_first(turn.tx, period.first, period.last)
    state = "counted" if report is None else "sent" if report.edition else "draft"
    content, counted, edition = _content(report) or (gather(turn, period), turn.now, 1)
    until = report.last if report is not None else min(last, turn.local(turn.now).date())
    when = Span(first, until).words  # of a month that is running only what was over
    title = texts.TITLE(when=when) if state == "sent" else texts.UNCONFIRMED(when=when)
    blocks = layout(
        turn, content, title, counted=counted, code=report.code if report is not None else "", edition=edition,
        language=tongue,
    )  # fmt: skip
    told = {
        "month": f"{first:%Y-%m}", "state": state, "code": report.code if report is not None else "",
        "figures": {one["key"]: one["value"] for one in figures(content)},
        "missing": [one["key"] for one in figures(content) if one["value"] is None],
    }  # fmt: skip
    return (paper if kind == ".docx" else pdf).write(blocks), told


def _content(report: "Report | None") -> tuple[dict[str, Any], datetime, int] | None:
    if report is None:
        return None
    if report.editions:
        sent = report.editions[-1]
        return sent.content, sent.counted_at, sent.number
    return report.content, report.counted_at, 1


def _check_kind(out: Path) -> None:
    if out.suffix.lower() not in KINDS:
        raise typer.BadParameter("文件名要以 .docx 或 .pdf 结尾。 / The file has to end in .docx or .pdf.")
    if out.is_dir():
        raise typer.BadParameter("这是一个文件夹，请写文件名。 / That is a folder; name a file.")


def _days_of(month: str, today: date) -> tuple[date, date]:
    """The first and last day of a month such as 2026-10; of the last whole month for none."""
    if not month:
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    try:
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        raise typer.BadParameter("月份写成 2026-10 这样。 / Write the month as 2026-10.") from None
    return first, first.replace(day=monthrange(first.year, first.month)[1])
