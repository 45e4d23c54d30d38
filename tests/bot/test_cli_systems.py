"""The register of systems and the addresses of backups at the command line."""

from tests.bot.conftest import CommandLine

PEOPLE = "name,department,roles\n赵技术,信息中心,technician\n王技术,信息中心,technician\n"
GOOD = """名称,负责人,副手,等保,数据类别,合同到期,状态,备份
教务系统,赵技术,王技术,二级,敏感,2027-08-31,在用,每天凌晨2点
门禁系统,王技术,,,,2027年3月,拟建,
校信官,王技术,,,一般,,在用,每天23点
"""


def test_systems_are_imported_listed_and_imported_again(xiaoxin: CommandLine) -> None:
    xiaoxin("people", "import", xiaoxin.file("people.csv", PEOPLE))
    path = xiaoxin.file("systems.csv", GOOD)
    assert "新增 3 个，更新 0 个" in xiaoxin("systems", "import", path).out
    listed = {one["name"]: one for one in xiaoxin("systems", "list", "--json").data}
    assert listed["教务系统"] == {
        "code": "SYS-1", "name": "教务系统", "status": "in_use", "owner": "赵技术", "deputy": "王技术", "grade": 2,
        "data_class": "sensitive", "ends": {"contract": "2027-08-31"},
    }  # fmt: skip
    assert (listed["门禁系统"]["status"], listed["门禁系统"]["ends"]) == ("planned", {"contract": "2027-03-31"})
    assert xiaoxin("systems", "import", path, "--json").data == {
        "added": [],
        "changed": ["教务系统", "门禁系统", "校信官"],
    }
    assert "SYS-2\t门禁系统\tplanned\t王技术\t—" in xiaoxin("systems", "list").out
    ran = xiaoxin("backups", "link", "教务系统")
    assert (ran.code, "没有备份计划" in ran.err) == (1, True)  # plans are made by the clock of a running Xiaoxin
    assert xiaoxin("backups", "list", "--json").data == []


def test_a_bad_list_names_each_line_and_imports_nothing(xiaoxin: CommandLine) -> None:
    xiaoxin("people", "import", xiaoxin.file("people.csv", PEOPLE))
    head = "name,owner,deputy,grade,contract_ends,status\n"
    bad = head + "甲,,,,,\n乙,赵技术,,九级,,\n丙,赵技术,,,明年,\n丁,赵技术,,,,坏了\n戊,赵技术,,,,\n戊,赵技术,,,,\n"
    ran = xiaoxin("systems", "import", xiaoxin.file("bad.csv", bad))
    assert (ran.code, ran.out) == (1, "")
    for words in (
        "第 2 行：没有负责人",
        "第 3 行：等保级别「九级」",
        "第 4 行：日期「明年」",
        "第 5 行：状态「坏了」",
        "第 7 行：与第 6 行重复",
    ):
        assert words in ran.err
    people = head + "甲,马老师,,,,\n乙,赵技术,赵技术,,,\n"
    ran = xiaoxin("systems", "import", xiaoxin.file("people.csv", people))
    assert "第 2 行：没有叫「马老师」" in ran.err
    assert "第 3 行：负责人和副手要是两个人" in ran.err
    assert "可用的列" in xiaoxin("systems", "import", xiaoxin.file("heads.csv", "name,boss\n甲,乙\n")).err
    assert xiaoxin("systems", "list", "--json").data == []
