"""The school's list of people: whole or not at all, each bad row named with its line and what is wrong with it."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import select

from handlers.people.importing import COLUMNS, Result, Row, import_rows, read
from handlers.people.leaving import offboard
from handlers.tables import BadList, BadRow
from storage import audit, people
from storage.base import Database
from storage.people import Person, Role
from tests.conftest import MORNING

HEAD = "name,department,roles,phone,email,wecom_userid,telegram_id,wechat_openid\n"


def written(folder: Path, text: str | bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def bad_lines(path: Path) -> list[tuple[int, str]]:
    with pytest.raises(BadList) as bad:
        read(path)
    return [(problem.line, problem.reason.zh) for problem in bad.value.problems]


# --- what is wrong with a file --------------------------------------------------------------------------

# (the file, the line that is named, words of the reason)
BAD_FILES: dict[str, tuple[str | bytes, int, str]] = {
    "an empty file": ("", 0, "空的"),
    "only column names": (HEAD, 2, "没有人员"),
    "no column of names": ("department,roles\n教务处,staff\n", 1, "至少有 name"),
    "a mistyped column": ("name,role\n李老师,cio\n", 1, "不认识的列「role」"),
    "a column twice": ("name,电话,手机\n李老师,1,2\n", 1, "有两列"),
    "a row without a name": (HEAD + "李老师\n,数学组\n", 3, "没有姓名"),
    "a name of sixty-one characters": (HEAD + "李" * 61 + "\n", 2, "太长"),
    "a role nobody knows": (HEAD + "李老师,数学组,staff;皇帝\n", 2, "不认识的角色「皇帝」"),
    "a Telegram user name": (HEAD + "李老师,,,,,,@lilaoshi\n", 2, "不是用户名"),
    "a Telegram group": (HEAD + "李老师,,,,,,-1001\n", 2, "不是用户名"),
    "a Telegram id in odd digits": (HEAD + "李老师,,,,,,²³\n", 2, "不是用户名"),
    "an address without an @": (HEAD + "李老师,,,,school.cn\n", 2, "邮箱写得不对"),
    "a number mangled by a spreadsheet": (HEAD + "李老师,,,1.38E+10\n", 2, "设为文本"),
    "a NUL in a name": (HEAD + "李\x00老师\n", 2, "控制字符"),
    "an escape sequence in a name": (HEAD + "李\x1b[31m老师\n", 2, "控制字符"),
    "one account on two rows": (HEAD + "李老师,,,,,li\n王老师,,,,,li\n", 3, "与第 2 行(李老师)重复"),
    "one person on two rows": (HEAD + "李老师,数学组\n王老师,数学组\n李老师,数学组\n", 4, "与第 2 行同名同部门"),
    "a quote that never ends": (HEAD + '李老师\n"王老师\n', 3, "CSV 格式有误"),
    "a bad row after a cell of two lines": (HEAD + '李老师,"数学\n组"\n,x\n', 4, "没有姓名"),
    "bytes of no encoding": (b"name\n\xff\xff\xff\n", 0, "编码"),
    "an old spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1", 0, "另存为"),
    "half a spreadsheet": (b"PK\x03\x04 and nothing more", 0, "不是有效的 XLSX"),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_bad_file_is_refused_with_line_and_reason(what: str, tmp_path: Path) -> None:
    content, line, words = BAD_FILES[what]
    problems = bad_lines(written(tmp_path, content))
    assert any(at == line and words in reason for at, reason in problems), problems


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert bad_lines(tmp_path / "nowhere.csv") == [(0, "找不到或打不开文件 nowhere.csv。")]


def test_every_bad_row_is_named_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "李老师,,皇帝\n王老师\n,x\n赵老师,,,,,,@zhao\n")
    assert [line for line, _reason in bad_lines(path)] == [2, 4, 5]


def test_a_reason_is_given_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(BadList) as bad:
        read(written(tmp_path, HEAD + "李老师,,emperor\n"))
    assert "Unknown role 'emperor'" in bad.value.problems[0].reason.en
    assert "line 2" in str(bad.value)


# --- what a file may look like ---------------------------------------------------------------------------

LI = Row(
    2,
    "李老师",
    "数学组",
    (Role.TECHNICIAN, Role.CIO),
    "13800000000",
    "li@school.cn",
    (("wecom", "li"), ("telegram", "77")),
)
ENGLISH = HEAD + "李老师,数学组,technician;cio,13800000000,li@school.cn,li,77,\n"
CHINESE_HEAD = "姓名,部门,角色,手机,邮箱,企业微信账号,Telegram,openid\n"
CHINESE = CHINESE_HEAD + "李老师,数学组,技术员\uff1b首席信息官,13800000000,li@school.cn,li,77,\n"


@pytest.mark.parametrize(
    "content",
    [
        ENGLISH.encode(), CHINESE.encode(), ENGLISH.encode("utf-8-sig"), CHINESE.encode("utf-8-sig"), CHINESE.encode("gb18030"),
        ENGLISH.replace("\n", "\r\n").encode(), (ENGLISH + "\n,,,\n").encode(),
        ENGLISH.replace("李老师", '"李老师"').replace(";", " ; ").encode(),
        ENGLISH.replace("technician;cio", "Technician,cio").replace("Technician,cio", '"Technician,cio"').encode(),
    ],
    ids=["utf-8", "chinese heads", "utf-8 with a mark", "chinese with a mark", "gb18030", "windows lines", "empty rows",
         "quotes and blanks", "roles by comma"],
)  # fmt: skip
def test_files_as_schools_have_them(content: bytes, tmp_path: Path) -> None:
    assert read(written(tmp_path, content)) == [LI]


def test_wecom_ids_are_one_however_they_are_written(tmp_path: Path) -> None:
    content = ENGLISH.replace(",li,77,", ",LiTeacher,77,oFAKE_Case")
    accounts = (("wecom", "liteacher"), ("telegram", "77"), ("wechat", "oFAKE_Case"))
    assert [row.accounts for row in read(written(tmp_path, content.encode()))] == [accounts]


def test_a_spreadsheet_whose_ids_became_numbers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "部门", "角色", "手机", "邮箱", "企业微信", "telegram_id"])
    sheet.append(["李老师", "数学组", "技术员;首席信息官", 13800000000, "li@school.cn", "li", 77.0])
    sheet.append([None, None])
    sheet.append(["王老师", None, None, None, None, 1024])
    book.save(tmp_path / "people.xlsx")
    rows = read(tmp_path / "people.xlsx")
    assert rows[0] == LI
    assert (rows[1].line, rows[1].name, rows[1].accounts) == (4, "王老师", (("wecom", "1024"),))


def test_a_spreadsheet_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["name"])
    book.active.append(["李老师"])
    book.save(tmp_path / "people.csv")
    assert [row.name for row in read(tmp_path / "people.csv")] == ["李老师"]


# --- what an import does -----------------------------------------------------------------------------------


def imported(database: Database, path: Path) -> Result:
    rows = read(path)
    with database.write() as tx:
        return import_rows(tx, rows, MORNING)


def school(database: Database) -> list[tuple[str, str, list[str], list[tuple[str, str]]]]:
    with database.read() as tx:
        return [
            (one.name, one.department, one.role_names, [(account.platform, account.external_id) for account in one.accounts])
            for one in tx.scalars(select(Person).where(Person.active).order_by(Person.id))
        ]  # fmt: skip


def test_everybody_is_staff_and_what_the_list_says(any_database: Database, tmp_path: Path) -> None:
    result = imported(any_database, written(tmp_path, ENGLISH + "王老师,教务处\n"))
    assert result == Result(added=("李老师", "王老师"), changed=(), returned=())
    assert school(any_database) == [
        ("李老师", "数学组", ["staff", "technician", "cio"], [("wecom", "li"), ("telegram", "77")]),
        ("王老师", "教务处", ["staff"], []),
    ]


def test_the_same_list_again_changes_nothing(sqlite: Database, tmp_path: Path) -> None:
    path = written(tmp_path, ENGLISH + "王老师,教务处\n")
    imported(sqlite, path)
    before = school(sqlite)
    assert imported(sqlite, path) == Result((), (), ())
    assert school(sqlite) == before
    with sqlite.read() as tx:
        assert [entry.facts["details"]["added"] for entry in audit.history(tx, "people")] == [["李老师", "王老师"]]


def test_a_changed_row_changes_its_person_only(sqlite: Database, tmp_path: Path) -> None:
    imported(sqlite, written(tmp_path, ENGLISH + "王老师,教务处\n"))
    moved = ENGLISH.replace("数学组", "信息中心").replace("technician;cio", "cio")
    assert imported(sqlite, written(tmp_path, moved)) == Result((), ("李老师",), ())
    assert school(sqlite)[0][:3] == ("李老师", "信息中心", ["staff", "cio"])
    assert len(school(sqlite)) == 2


def test_a_second_account_joins_the_same_person(sqlite: Database, tmp_path: Path) -> None:
    imported(sqlite, written(tmp_path, HEAD + "李老师,数学组,,,,li\n"))
    assert imported(sqlite, written(tmp_path, HEAD + "李老师,数学组,,,,li,77\n")).changed == ("李老师",)
    assert school(sqlite) == [("李老师", "数学组", ["staff"], [("wecom", "li"), ("telegram", "77")])]


def test_an_account_of_somebody_else_is_refused_and_nothing_is_imported(any_database: Database, tmp_path: Path) -> None:
    imported(any_database, written(tmp_path, HEAD + "李老师,数学组,,,,li\n"))
    before = school(any_database)
    with pytest.raises(BadList) as bad:
        imported(any_database, written(tmp_path, HEAD + "赵老师,教务处\n王老师,数学组,cio,,,li\n"))
    assert [(problem.line, "已属于 李老师" in problem.reason.zh) for problem in bad.value.problems] == [(3, True)]
    assert school(any_database) == before


def test_two_of_a_name_in_two_departments_are_two_people(sqlite: Database, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "张伟,数学组\n张伟,教务处\n")
    assert imported(sqlite, path).added == ("张伟", "张伟")
    assert imported(sqlite, path) == Result((), (), ())
    assert [row[:2] for row in school(sqlite)] == [("张伟", "数学组"), ("张伟", "教务处")]


def test_who_had_left_and_is_in_the_list_is_back_and_it_is_said(sqlite: Database, tmp_path: Path) -> None:
    path = written(tmp_path, ENGLISH)
    imported(sqlite, path)
    with sqlite.write() as tx:
        offboard(tx, people.by_name(tx, "李老师")[0], MORNING)
    assert school(sqlite) == []
    assert imported(sqlite, path) == Result((), (), ("李老师",))
    assert school(sqlite)[0][3] == [("wecom", "li"), ("telegram", "77")]


# --- whatever comes ----------------------------------------------------------------------------------------

cells = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["", "李老师", "staff", "cio;", "77", "a@b", '"', "=1+1"]
)
tables = st.lists(st.lists(cells, max_size=9), max_size=5)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(tables, st.booleans())
def test_any_table_is_either_read_or_refused_in_words(tmp_path: Path, table: list[list[str]], headed: bool) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([list(COLUMNS), *table] if headed else table)
    check_either(written(tmp_path, out.getvalue().encode()))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.binary(max_size=120), st.sampled_from([b"", b"name\n", b"PK\x03\x04", b"\xef\xbb\xbfname,roles\n"]))
def test_any_bytes_are_either_read_or_refused_in_words(tmp_path: Path, data: bytes, head: bytes) -> None:
    check_either(written(tmp_path, head + data))


def check_either(path: Path) -> None:
    problems: list[BadRow] = []
    names: list[str] = []
    try:
        names = [row.name for row in read(path)]
    except BadList as bad:
        problems = bad.problems
    assert bool(problems) != bool(names)
    assert all(problem.reason.zh and problem.reason.en for problem in problems)
    assert all(name.strip() and not any(character < " " for character in name) for name in names)
