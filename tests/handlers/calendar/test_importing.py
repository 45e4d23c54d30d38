"""The school year from a file: every bad row by its line, and a file that was written by us reads the same."""

from pathlib import Path

import pytest

from handlers.calendar import edits
from handlers.calendar.edits import Edit
from handlers.calendar.importing import read, rows_of
from handlers.tables import BadList
from storage import calendar
from storage.base import Database

HEAD = "kind,start,end,name,follows,campus,period\n"


def written(folder: Path, rows: str, head: str = HEAD) -> Path:
    """A file with these rows."""
    path = folder / "year.csv"
    path.write_text(head + rows, encoding="utf-8")
    return path


def test_a_table_in_either_language_is_read(tmp_path: Path) -> None:
    rows = "学期,2026/9/1,2027-01-16,,,,\n补课,2026年10月10日,,,周三,,\nperiod,8:00,8:45,,,东校区,第一节\n"
    assert read(written(tmp_path, rows, "类型,开始,结束,名称,补课,校区,节次\n")) == [
        Edit("term", "2026-09-01", "2027-01-16", "2026-09-01–2027-01-16"),
        Edit("make_up", "2026-10-10", "2026-10-10", "", 2),
        Edit("period", "08:00", "08:45", "第一节", None, "东校区", 1),
    ]


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ("party,2026-09-01,,,,,\n", 2, "不认识的类型「party」"),
        ("holiday,2026-10-01,,,,,\nholiday,31.12.26,,,,,\n", 3, "日期写成 2026-09-01"),
        ("holiday,2026-02-30,,,,,\n", 2, "日期写成 2026-09-01"),
        ("term,2026-09-01,,,,,\n", 2, "要有开始和结束"),
        ("term,2026-09-01,2027-01-16,一,,,\nterm,2027-01-10,2027-07-01,二,,,\n", 3, "与第 2 行的学期重叠"),
        ("period,25:00,26:00,,,,1\n", 2, "时间写成 08:00"),
        ("period,08:00,08:45,,,,一百\n", 2, "节次是 1 到 16"),
        ("period,08:00,08:45,,,,1\nperiod,08:30,09:00,,,,2\n", 2, "第1节和第2节的时间重叠"),
        ("make_up,2026-10-10,,,哪天,,\n", 2, "补哪天的课写成"),
        ("", 2, "只有列名"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_reason(tmp_path: Path, rows: str, line: int, reason: str) -> None:
    with pytest.raises(BadList) as bad:
        read(written(tmp_path, rows))
    assert [(one.line, reason in one.reason.zh) for one in bad.value.problems] == [(line, True)]


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="Unknown: when"):
        read(written(tmp_path, "", "kind,start,when\n"))


def test_what_was_entered_is_exported_and_reads_the_same(tmp_path: Path, sqlite: Database) -> None:
    rows = "term,2026-09-01,2027-01-16,秋,,,\nholiday,2026-11-09,2026-11-10,校庆,,,\nmake_up,2026-11-08,,,1,,\n"
    entered = read(written(tmp_path, rows))
    for _twice in range(2):
        with sqlite.write() as tx:
            edits.apply(tx, entered)
    with sqlite.read() as tx:
        shown = rows_of(calendar.terms(tx), calendar.days(tx), calendar.periods(tx), calendar.campuses(tx))
    lines = "".join(",".join(str(row.get(name) or "") for name in HEAD.strip().split(",")) + "\n" for row in shown)
    assert sorted(map(str, read(written(tmp_path, lines)))) == sorted(map(str, entered))
