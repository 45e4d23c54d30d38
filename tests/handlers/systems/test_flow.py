"""Who may take which step of a system, and what a sentence about one says: the whole table, and hostile words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.errors import Incomplete
from handlers.flow import Letter, Viewer
from handlers.systems.entries import read_sentence
from handlers.systems.flow import FLOW, party, read_ends
from handlers.systems_named import core_of, read_day
from storage.people import Person, Role
from storage.systems import System, SystemStage


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"老师{number}", department="数学组", active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "owner": Viewer(person(1)),
    "deputy": Viewer(person(2)),
    "cio": Viewer(person(3, Role.CIO)),
    "acting cio": Viewer(person(4), (Letter(3, "陈主任", frozenset({Role.CIO})),)),
    "admin": Viewer(person(5, Role.ADMIN)),
    "technician": Viewer(person(6, Role.TECHNICIAN)),
    "leader": Viewer(person(7, Role.LEADER)),
    "staff": Viewer(person(8)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}
KEEPERS = ("owner", "cio", "acting cio", "admin")
RUNNING = {"hand_over", "renew", "deputize", "grade", "retire"}
TABLE: dict[SystemStage, dict[str, set[str]]] = {
    SystemStage.PLANNED: {key: {"launch", *RUNNING} for key in KEEPERS},
    SystemStage.IN_USE: dict.fromkeys(KEEPERS, RUNNING),
    SystemStage.RETIRED: {key: {"revive"} for key in KEEPERS[1:]},
}


@pytest.mark.parametrize("status", SystemStage)
def test_everybody_may_do_exactly_what_the_table_says(status: SystemStage) -> None:
    system = System(code="SYS-1", status=status, owner_id=1, deputy_id=2)
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, system)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == TABLE[status]


def test_grade_and_vendor_are_not_for_everybody() -> None:
    system = System(code="SYS-1", status=SystemStage.IN_USE, owner_id=1, deputy_id=2)
    assert {name for name, viewer in VIEWERS.items() if party.allows(viewer, system)} == {
        "owner", "deputy", "cio", "acting cio", "admin", "technician", "leader", "clock",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("教务系统 负责人赵工 副手王师傅 等保二级", {"name": "教务系统", "owner": "赵工", "deputy": "王师傅", "grade": 2}),
        ("教务系统，赵工负责，三级等保", {"name": "教务系统", "owner": "赵工", "grade": 3}),
        ("一卡通 负责人： 赵工 拟建", {"name": "一卡通", "owner": "赵工", "status": SystemStage.PLANNED}),
        ("一卡通 负责人 赵工 合同到期 2027-08-31",
         {"name": "一卡通", "owner": "赵工", "ends": {"contract": "2027-08-31"}}),
        ("门禁，由王技术负责，证书到期2027年2月，备案到期：2028/1/2",
         {"name": "门禁", "owner": "王技术", "ends": {"certificate": "2027-02-28", "filing": "2028-01-02"}}),
        ("成绩系统，供应商：云山软件，每天凌晨2点备份，含学生成绩数据",
         {"name": "成绩系统", "vendor": "云山软件", "backup": "每天凌晨2点备份", "data_class": "sensitive"}),
        ("Grade Book, owner Mr Chen, deputy Li, grade 2, contract 2027-08-31",
         {"name": "Grade Book", "owner": "Mr Chen", "deputy": "Li", "grade": 2, "ends": {"contract": "2027-08-31"}}),
        ("", {}),
    ],
)  # fmt: skip
def test_one_sentence_says_it_all(said: str, expected: dict[str, object]) -> None:
    assert read_sentence(said) == expected


@pytest.mark.parametrize("said", ["教务系统 合同到期：明年夏天", "教务系统 证书到期 2027-02-30"])
def test_a_date_that_is_none_is_said_to_be_none(said: str) -> None:
    with pytest.raises(Incomplete, match="2027-08-31"):
        read_sentence(said)


@given(
    st.text(
        alphabet="教务系统负责人赵工合同证书到期备份等保0123456789二三级，, :：-年月日每天\n\x00\u202e😀", max_size=80
    )
)
@settings(max_examples=150, deadline=None)
def test_any_words_are_read_or_refused_in_words(said: str) -> None:
    try:
        found = read_sentence(said)
    except Incomplete:
        return
    assert set(found) <= {
        "name", "owner", "deputy", "grade", "data_class", "vendor", "used_by", "department", "backup", "project", "status",
        "note", "ends",
    }  # fmt: skip


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_dates_never_break(said: str) -> None:
    for read in (read_day, read_ends):
        try:
            found = read(said)
        except Incomplete:
            continue
        assert found is None or isinstance(found, date | dict)


@pytest.mark.parametrize(
    ("name", "core"),
    [("教务管理系统", "教务"), ("学校门禁系统", "门禁"), ("OA", "oa"), ("系统", "系统"), ("Grade Book", "grade book")],
)
def test_what_tells_a_system_from_others(name: str, core: str) -> None:
    assert core_of(name) == core
