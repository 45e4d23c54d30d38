"""Taking issues out as a spreadsheet: who gets what, what stands in the cells, and what goes on record."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.past_periods import past_span
from handlers.school_time import SchoolCalendar
from handlers.sheets import harmless
from storage import audit, files
from storage.issues import Issue
from storage.people import Person, Role
from tests.beginnings import plays_once
from tests.conftest import MORNING, SmallSchool
from tests.stage import Character, Seen


def sheet_of(school: SmallSchool, seen: Seen) -> Worksheet:
    """The table in a message."""
    [file] = seen.card.files
    assert file.name.endswith(".xlsx")
    with school.database.read() as tx:
        content = files.content_of(tx, file.id, school.clock.now)
    assert content is not None
    return load_workbook(io.BytesIO(content)).active  # type: ignore[return-value]


def rows_of(school: SmallSchool, seen: Seen) -> list[dict[str, Any]]:
    heading, *rows = sheet_of(school, seen).iter_rows(values_only=True)
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


@pytest.fixture
def filed(school_on_any: SmallSchool) -> SmallSchool:
    """Three issues: one solved, one taken, one new and hostile."""
    three_issues(school_on_any)
    return school_on_any


@plays_once
def three_issues(school: SmallSchool) -> None:
    with school.database.write() as tx:
        tx.query(Person).filter_by(name="李老师").one().phone = "13800001234"
    school.li.says("高二3班投影仪不亮")
    school.wang.says("接单 T-0001")
    school.clock.forward(minutes=45)
    school.wang.says("已解决 T-0001 换了灯泡，打 13912345678 找我")
    school.sun.says("实验楼302打印机卡纸")
    school.zhao.says("接单 T-0002")
    school.clock.forward(days=1)
    school.li.says("图书馆电脑蓝屏")
    with school.database.write() as tx:
        third = tx.query(Issue).filter_by(code="T-0003").one()
        third.fault, third.place = '=HYPERLINK("http://evil.example","点我")', "图书馆"


def test_the_dispatcher_gets_single_issues_without_people(filed: SmallSchool) -> None:
    seen = filed.zhao.says("导出工单")
    assert seen.card.title == "导出好了：3 件报修（全部）。"
    assert "不含报修人姓名和电话" in seen.text
    assert "文件保留 7 天" in seen.text
    first, second, third = rows_of(filed, seen)
    assert (first["编号"], first["状态"], first["技术员"]) == ("T-0001", "已解决", "王技术")
    assert first["报修时间"] == datetime(2026, 9, 15, 10, 0)  # noqa: DTZ001 -- a spreadsheet knows no zones
    assert first["解决用时（工作时间）"] == timedelta(minutes=45)
    assert first["处理结果"] == "换了灯泡，打 ［电话］ 找我"
    assert second["解决时间"] is None
    assert third["现象"] == '\'=HYPERLINK("http://evil.example","点我")'
    page = sheet_of(filed, seen)
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:V1"
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    everything = str([first, second, third])
    assert "李老师" not in everything
    assert "13800001234" not in everything


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("导出今天的报修", ["T-0003"]),
        ("帮我导出昨天的工单", ["T-0001", "T-0002"]),
        ("导出王技术的工单", ["T-0001"]),
        ("导出未完成的工单", ["T-0002", "T-0003"]),
        ("导出实验楼的报修", ["T-0002"]),
        ("导出已解决的工单", ["T-0001"]),
        ("export open issues", ["T-0002", "T-0003"]),
    ],
)
def test_a_range_is_said_in_words(filed: SmallSchool, said: str, codes: list[str]) -> None:
    assert [row.get("编号", row.get("No.")) for row in rows_of(filed, filed.zhao.says(said))] == codes


def test_nothing_to_export_says_so(filed: SmallSchool) -> None:
    assert filed.zhao.says("导出8月的报修").text.startswith("2026年8月没有报修")


def test_the_cio_gets_people_for_a_purpose_that_goes_on_record(filed: SmallSchool) -> None:
    asked = filed.chen.says("导出工单，含姓名电话")
    assert "会记入审计" in asked.text
    assert "至少四个字" in filed.chen.says("没有").text
    seen = filed.chen.says("期末核对维修回访")
    assert "仅限「期末核对维修回访」使用" in seen.text
    assert next((row["报修人"], row["电话"]) for row in rows_of(filed, seen)) == ("李老师", "13800001234")
    with filed.database.read() as tx:
        entry = audit.history(tx, "export")[-1]
    assert (entry.facts["step"], entry.facts["reason"]) == ("issues", "期末核对维修回访")
    assert entry.facts["details"] == {"count": 3, "what": "全部", "with_people": True}
    assert "李老师" not in str(entry.facts["details"])


def test_a_purpose_in_the_sentence_is_not_asked_for_again(filed: SmallSchool) -> None:
    seen = filed.chen.says("导出九月的工单，带电话，用于期末核对回访")
    assert "仅限「期末核对回访」使用" in seen.text
    assert len(rows_of(filed, seen)) == 3


def test_a_dispatcher_who_wants_people_hears_who_may(filed: SmallSchool) -> None:
    seen = filed.zhao.says("导出工单，含姓名电话")
    assert "只有 CIO 能做" in seen.text
    assert not seen.card.files


def test_a_head_gets_numbers_of_the_department_only(filed: SmallSchool) -> None:
    head = filed.person("吴组长", Role.HEAD, department="数学组")
    seen = head.says("导出本月报修")
    assert seen.card.title == "导出好了：数学组的报修统计（9月1日—9月16日）。"
    rows = rows_of(filed, seen)
    assert {row["项目"]: row["数量"] for row in rows}["合计"] == 2
    assert "T-0001" not in str(rows)


@pytest.mark.parametrize(
    ("name", "may"),
    [("li", False), ("wang", False), ("zhao", True), ("chen", True), ("zhou", False), ("sun", False)],
)
def test_who_may_export(filed: SmallSchool, name: str, may: bool) -> None:
    person: Character = getattr(filed, name)
    seen = person.says("导出本月工单")
    assert bool(seen.card.files) is may
    assert may or "导出工单给调度、CIO" in seen.text


def test_a_stranger_hears_how_to_become_known(filed: SmallSchool) -> None:
    assert not filed.stranger().says("导出工单").card.files


def test_other_exports_are_not_taken_for_this_one(filed: SmallSchool) -> None:
    assert not filed.zhao.says("导出培训签到名单").card.files


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        ("=1+1", "'=1+1"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"), ("＝1", "'＝1"), ("\t=1", "'\t=1"), ("-3", "-3"), ("+86", "+86"), ("3-2班", "3-2班"),
        ("a\x00b\x1b", "ab"), ("字" * 40_000, "字" * 32_000),
    ],
)  # fmt: skip
def test_nothing_in_a_cell_is_executed(cell: str, held: str) -> None:
    assert harmless(cell) == held


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("本月", "2026-09-01", "2026-09-15"), ("上个月", "2026-08-01", "2026-08-31"), ("十二月", "2025-12-01", "2025-12-31"),
        ("3月到5月", "2026-03-01", "2026-05-31"), ("去年", "2025-01-01", "2025-12-31"), ("最近30天", "2026-08-17", "2026-09-15"),
        ("9月1日到9月10日", "2026-09-01", "2026-09-10"), ("10月8日", "2025-10-08", "2025-10-08"),
        ("last month", "2026-08-01", "2026-08-31"), ("13月", "", ""), ("高二3班", "", ""), ("T-0118", "", ""), ("明年", "", ""),
    ],
)  # fmt: skip
def test_periods_that_look_back(said: str, first: str, last: str) -> None:
    span = past_span(said, MORNING, SchoolCalendar())
    assert (f"{span.first}", f"{span.last}") == (first, last) if span else (first, last) == ("", "")
