"""Tables that schools keep in spreadsheets, read row by row: CSV in UTF-8 or GB18030, or XLSX; a bad row has its line."""

import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handlers.texts import Text


@dataclass(frozen=True, slots=True)
class BadRow:
    """One thing wrong with one line of the file."""

    line: int
    reason: Text


class BadList(Exception):
    """The file cannot be imported; `problems` names every bad row, so that all can be mended at once."""

    def __init__(self, problems: list[BadRow]) -> None:
        super().__init__("; ".join(f"line {bad.line}: {bad.reason.en}" for bad in problems))
        self.problems = problems


def lines_of(path: Path) -> list[tuple[int, list[str]]]:
    """The rows of a file with their line numbers, headings first. Raises `BadList` for a file that is no table."""
    try:
        data = path.read_bytes()
    except OSError:
        raise BadList([BadRow(0, Text(f"找不到或打不开文件 {path.name}。", f"Cannot open {path.name}."))]) from None
    lines = list(_lines(data))
    if not lines:
        raise BadList([BadRow(0, Text("文件是空的。", "The file is empty."))])
    return lines


def _lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """By what the file is, not by what it is called."""
    if data.startswith(b"PK\x03\x04"):
        return _xlsx(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadList([BadRow(0, Text(
            "这是旧的 .xls 文件,请另存为 .xlsx 或 CSV。", "This is an old .xls file. Save it as .xlsx or CSV."
        ))])  # fmt: skip
    return _csv(data)


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadList(
            [BadRow(0, Text("文件编码不是 UTF-8 也不是 GB18030。", "The file is neither UTF-8 nor GB18030."))]
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1  # where a row begins; a quoted cell may go over several lines
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as broken:
        raise BadList([BadRow(line, Text(f"CSV 格式有误:{broken}", f"Broken CSV: {broken}"))]) from None


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- only this command reads spreadsheets

    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions we do not look at
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                rows = list(book.worksheets[0].iter_rows(values_only=True))
            finally:
                book.close()
    except Exception:  # noqa: BLE001 -- openpyxl raises many kinds for one thing: not a spreadsheet
        raise BadList([BadRow(0, Text("不是有效的 XLSX 文件。", "Not a valid XLSX file."))]) from None
    yield from ((line, [_cell(cell) for cell in cells]) for line, cells in enumerate(rows, 1))


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    # A telephone number or id that the spreadsheet took for a number.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
