"""The report to leaders at the command line: both files are opened and read, and what is not known is never a zero."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from storage.reports import Report
from tests.bot.conftest import CommandLine


def words_of_paper(path: Path) -> tuple[list[str], list[list[str]], str]:
    """Lines, table rows and the title in its properties of a Word file."""
    from docx import Document

    document = Document(BytesIO(path.read_bytes()))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [line.text for line in document.paragraphs], rows, document.core_properties.title


def words_of_pdf(path: Path) -> tuple[str, str]:
    """The text of every page and the title in its properties."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    title = reader.metadata.title if reader.metadata is not None else ""
    return "\n".join(page.extract_text() for page in reader.pages), str(title)


def test_a_school_without_records_gets_a_report_that_says_so(xiaoxin: CommandLine) -> None:
    paper, page = xiaoxin.folder / "a.docx", xiaoxin.folder / "a.pdf"
    ran = xiaoxin("report", "--month", "2026-10", "--out", paper, "--json").data
    assert (ran["month"], ran["state"], ran["code"], ran["bytes"]) == (
        "2026-10",
        "counted",
        "",
        len(paper.read_bytes()),
    )
    assert set(ran["figures"].values()) == {None}
    assert sorted(ran["missing"]) == sorted(ran["figures"])
    lines, rows, title = words_of_paper(paper)
    assert lines[0] == title == "数据速览（2026年10月），未经 CIO 确认"
    assert "到现在还没有任何记录。" in lines
    assert [row[1:3] for row in rows if row[0] == "报修"] == [["缺", "—"]]
    assert all(row[1] in {"数值", "缺"} for row in rows)
    assert "未经 CIO 确认" in xiaoxin("report", "--month", "2026-10", "--out", page).out
    text, title = words_of_pdf(page)
    assert title == lines[0]
    for said in (lines[0], "运维服务", "应急演练", "缺"):
        assert said in text


def test_what_was_written_while_the_month_was_running_is_what_one_gets(xiaoxin: CommandLine) -> None:
    xiaoxin("report", "--month", "2026-09", "--out", "none.docx")
    first, last, at = date(2026, 9, 1), date(2026, 9, 23), datetime(2026, 9, 23, 2, tzinfo=UTC)
    kept = {"summary": ["九月平稳。", "Quiet."], "own": True, "next": 1, "sections": [], "asks": []}
    with xiaoxin.database() as database, database.write() as tx:
        tx.add(Report(code="R-1", status="editing", kind="asked", first=first, last=last, content=kept, counted_at=at,
                      drafted_at=at))  # fmt: skip
    ran = xiaoxin("report", "--month", "2026-09", "--out", "r.docx", "--json").data
    assert (ran["state"], ran["code"], ran["missing"]) == ("draft", "R-1", [])
    lines, _rows, title = words_of_paper(xiaoxin.folder / "r.docx")
    assert title == "数据速览（9月1日—9月23日），未经 CIO 确认"
    assert "九月平稳。" in lines


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--month", "2026-13", "--out", "x.docx"), 2, "月份写成 2026-10 这样"),
        (("--month", "十月", "--out", "x.docx"), 2, "月份写成 2026-10 这样"),
        (("--month", f"{datetime.now(UTC) + timedelta(days=70):%Y-%m}", "--out", "x.docx"), 1, "还没有到"),
        (("--out", "x.txt"), 2, ".docx 或 .pdf 结尾"),
        (("--out", "nowhere/x.pdf"), 1, "没有这个文件夹"),
        (("--out", "folder.pdf"), 2, "请写文件名"),
        ((), 2, "--out"),
    ],
)
def test_what_cannot_be_written_says_why(xiaoxin: CommandLine, words: tuple[str, ...], code: int, said: str) -> None:
    (xiaoxin.folder / "folder.pdf").mkdir()
    ran = xiaoxin("report", *words)
    assert (ran.code, ran.out, said in ran.err) == (code, "", True), ran.err
    assert not list(xiaoxin.folder.glob("x.*"))
