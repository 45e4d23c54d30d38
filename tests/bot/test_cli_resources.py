"""The register of resources at the command line: a good file, a bad one, the same one again."""

from tests.bot.conftest import CommandLine

GOOD = """kind,name,period,amount,department,note,used_by,contract_ends,project
budget,信息化专项,2026,50万,,,,,
people,王技术,2026-12,3人周,信息中心,,,,
设备,平板车,,2辆,,,,,
system,智慧课堂平台,,,数学组,,数学组,2027-08-31,P-2025-004
"""


def test_a_register_is_imported_listed_and_imported_again(xiaoxin: CommandLine) -> None:
    path = xiaoxin.file("resources.csv", GOOD)
    assert "新增 4 项，更新 0 项" in xiaoxin("resources", "import", path).out
    assert xiaoxin("resources", "import", path, "--json").data == {"added": [], "changed": []}
    listed = {one["name"]: one for one in xiaoxin("resources", "list", "--json").data}
    assert (listed["信息化专项"]["amount"], listed["信息化专项"]["until"]) == (500_000, "2026-12-31")
    assert (listed["王技术"]["amount"], listed["王技术"]["from"]) == (15, "2026-12-01")
    assert (listed["平板车"]["amount"], listed["平板车"]["until"]) == (2, None)
    assert "people\t王技术\t2026年12月\t3人周\t3人周" in xiaoxin("resources", "list").out
    more = xiaoxin.file("more.csv", GOOD.replace("50万", "60万"))
    assert xiaoxin("resources", "import", more, "--json").data == {"added": [], "changed": ["信息化专项"]}


def test_a_bad_register_names_each_line_and_imports_nothing(xiaoxin: CommandLine) -> None:
    bad = GOOD + "皇冠,王冠,,1,,,,,\npeople,李老师,,3人周,,,,,\ndevice,平板车,,5辆,,,,,\nsystem,网盘,,,,,,明年,\n"
    ran = xiaoxin("resources", "import", xiaoxin.file("bad.csv", bad))
    assert (ran.code, ran.out) == (1, "")
    for words in (
        "第 6 行：类别「皇冠」不认识",
        "第 7 行：没看到时间",
        "第 8 行：与第 4 行重复",
        "第 9 行：日期「明年」看不懂",
    ):
        assert words in ran.err
    assert "没有导入任何资源" in ran.err
    assert "Line 6: Unknown kind" in xiaoxin("resources", "import", xiaoxin.file("bad.csv", bad), language="en").err
    assert xiaoxin("resources", "list", "--json").data == []


def test_a_file_that_is_none(xiaoxin: CommandLine) -> None:
    assert "第一行要写列名" in xiaoxin("resources", "import", xiaoxin.file("a.csv", "名字,多少\na,1\n")).err
    assert "找不到或打不开文件" in xiaoxin("resources", "import", "nowhere.csv").err
    assert "文件是空的" in xiaoxin("resources", "import", xiaoxin.file("b.csv", "")).err
