"""Who may take which step of a classification, and which class data seems to be of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.data_assets.answers import topic_of
from handlers.data_assets.flow import FLOW, read_choice
from handlers.data_assets.judging import ORDER, judge, lower
from handlers.data_assets.wizard import read_amount
from handlers.errors import Incomplete
from handlers.flow import Viewer
from storage.data_assets import AssetStage, DataAsset
from storage.people import Person, Role

MANY = 10000


def person(number: int, *roles: Role) -> Person:
    return Person(id=number, name=f"老师{number}", department="数学组", active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


VIEWERS = {
    "owner": Viewer(person(1)),
    "cio": Viewer(person(2, Role.CIO)),
    "technician": Viewer(person(3, Role.TECHNICIAN)),
    "leader": Viewer(person(4, Role.LEADER)),
    "staff": Viewer(person(5)),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}
OWNERS = ("owner", "cio")
TABLE: dict[AssetStage, dict[str, set[str]]] = {
    AssetStage.REGISTERED: {key: {"suggest"} for key in [name for name in VIEWERS if name != "clock"]},
    AssetStage.SUGGESTED: {key: {"suggest", "confirm", "choose"} for key in OWNERS},
    AssetStage.CONFIRMED: {**{key: {"suggest", "choose", "review"} for key in OWNERS}, "clock": {"review"}},
    AssetStage.REVIEWING: {key: {"suggest", "keep", "choose"} for key in OWNERS},
}


@pytest.mark.parametrize("status", AssetStage)
def test_everybody_may_do_exactly_what_the_table_says(status: AssetStage) -> None:
    asset = DataAsset(code="DA-1", status=status, name="成绩", owner_id=1)
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, asset)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == TABLE[status]


@pytest.mark.parametrize(
    ("what", "subjects", "amount", "data_class", "grounds"),
    [
        ("学生成绩", "", None, "sensitive", ("minors",)),
        ("期中成绩单", "", None, "sensitive", ("minors",)),
        ("教师考核成绩", "", None, "general", ("personal",)),
        ("小学生体检结果", "", None, "sensitive", ("sensitive", "under14")),
        ("门禁人脸照片", "adults", None, "sensitive", ("sensitive",)),
        ("教师手机号", "", 200, "general", ("personal",)),
        ("家长通讯录", "", 12000, "important", ("personal", "many")),
        ("学生家长手机号", "", 800, "general", ("personal",)),
        ("高三模拟试卷", "nobody", None, "important", ("teaching",)),
        ("公开的课程表", "", None, "general", ("public",)),
        ("学校食谱", "", None, "general", ("public",)),
        ("图书目录", "nobody", None, "general", ("plain",)),
        ("公开的学生名单", "", None, "sensitive", ("minors",)),
        ("涉密文件", "nobody", None, "core", ("sensitive",)),
    ],
)
def test_the_class_follows_from_what_whose_and_how_much(
    what: str, subjects: str, amount: int | None, data_class: str, grounds: tuple[str, ...]
) -> None:
    found = judge(what, subjects, amount, MANY)
    assert (found.data_class, found.grounds) == (data_class, grounds)


@given(
    st.text(alphabet="学生老师家长成绩人脸照片试卷公开课表图书目录手机号0a，", max_size=20),
    st.sampled_from(["", "minors", "adults", "parents", "nobody"]),
    st.integers(0, 10**6),
)
def test_more_people_never_make_data_less_protected(what: str, subjects: str, amount: int) -> None:
    few, more = judge(what, subjects, 0, MANY), judge(what, subjects, amount, MANY)
    assert not lower(more.data_class, few.data_class)
    assert more.data_class in ORDER


@pytest.mark.parametrize(
    ("said", "amount"),
    [("800", 800), ("大约1.2万人", 12000), ("三百人", 300), ("不清楚", 0), ("12,000", 12000), ("not sure", 0)],
)
def test_an_amount_is_read(said: str, amount: int) -> None:
    assert read_amount(said) == amount


def test_what_is_no_amount_and_no_reason_is_asked_again() -> None:
    for read, said in ((read_amount, "很多"), (read_choice, "重要"), (read_choice, "汇总了全区成绩")):
        with pytest.raises(Incomplete):
            read(said)
    assert read_choice("重要，汇总了全区成绩") == {"class": "important", "reason": "汇总了全区成绩"}


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("学生成绩属于哪级", "学生成绩"), ("人脸照片是什么级别的数据", "人脸照片"), ("门禁照片算敏感信息吗", "门禁照片"),
        ("请问家长手机号算不算敏感", "家长手机号"), ("what class is student grade data?", "student grade"),
        ("are pupils' names sensitive?", "pupils' names"), ("期中成绩单要按几级管", "期中成绩单"),
    ],
)  # fmt: skip
def test_what_data_is_asked_about(said: str, what: str) -> None:
    assert topic_of(said) == what
