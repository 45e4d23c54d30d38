"""Spreadsheets for people who count: real dates and durations, a header that stays, nothing that a cell could execute."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | date | datetime | timedelta | None

LONGEST_CELL = 32_000  # characters; Excel holds 32767
# What Excel, WPS and LibreOffice take for the beginning of a formula, also after blanks.
FORMULA = re.compile(r"^[\s\u3000]*[=+\-@＝＋－＠\t\r]")
NUMBER = re.compile(r"^[+-]?\d+(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how wide it is, in characters."""

    title: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `rows` may be a generator: nothing is kept in memory beyond one row."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def workbook(*sheets: Sheet) -> bytes:
    """An .xlsx file. Moments have to be naive, in the school's time: spreadsheets know no zones."""
    from openpyxl import Workbook  # noqa: PLC0415 -- only for who exports
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    bold = Font(bold=True)
    for sheet in sheets:
        page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet.title)[:31])
        page.freeze_panes = "A2"
        for number, column in enumerate(sheet.columns, 1):
            page.column_dimensions[get_column_letter(number)].width = column.width
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}1"
        heading = []
        for column in sheet.columns:
            cell = WriteOnlyCell(page, column.title)
            cell.font = bold
            heading.append(cell)
        page.append(heading)
        for row in sheet.rows:
            page.append([harmless(value) if isinstance(value, str) else value for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def harmless(text: str) -> str:
    """Words from outside as a cell may hold them: no control characters, and no formula. "-3" stays as it is written."""
    clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)[:LONGEST_CELL]
    return f"'{clean}" if FORMULA.match(clean) and not NUMBER.match(clean) else clean
