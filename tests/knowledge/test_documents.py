"""Several documents together, versions beside each other, and what must not leave the school."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.charter import Clause, Library
from knowledge.documents import document_named
from knowledge.importing import diff, load_sample, read
from knowledge.masking import masked

TEXT = load_sample().clauses
PLAN = """青山学校网络安全应急预案

第一条 学校设应急小组,组长由分管副校长担任。

第二条 应急小组履行下列职责:
(一)接到报告后十五分钟内研判;
(二)决定是否断网。

第三条 发现账号被盗的,应当立即修改密码并报告信息中心。
"""
LAW = "数据安全条例\n\n第二条 发生数据泄露的,应当在二十四小时内告知受影响的个人。\n\n第三条 处理个人信息应当取得个人同意。\n"


@pytest.fixture(scope="module")
def several() -> Library:
    """The sample charter, an emergency plan and a regulation."""
    named = (
        ("章程", TEXT),
        ("青山学校网络安全应急预案", read(PLAN.encode()).clauses),
        ("数据安全条例", read(LAW.encode()).clauses),
    )
    return Library([replace(clause, document=name) for name, clauses in named for clause in clauses])


@pytest.mark.parametrize(
    ("question", "document", "clause"),
    [
        ("应急预案里谁决定断网?", "青山学校网络安全应急预案", "第二条(二)"),
        ("《应急预案》怎么说账号被盗", "青山学校网络安全应急预案", "第三条"),
        ("应急预案第三条", "青山学校网络安全应急预案", "第三条"),
        ("数据安全条例第三条写了什么", "数据安全条例", "第三条"),
        ("章程里谁负责数据备份", "章程", "7.2.2"),
        ("数据泄露多久要告诉本人", "数据安全条例", "第二条"),
        ("项目要谁审批", "章程", "6.2.1"),
    ],
)
def test_the_answer_stands_in_the_document_that_is_asked_about(
    several: Library, question: str, document: str, clause: str
) -> None:
    answer = several.ask(question)
    assert answer.answered
    best = answer.citations[0]
    assert (best.document, best.clause) == (document, clause)
    assert f"《{document}》" in answer.text


@pytest.mark.parametrize(
    ("question", "documents", "named"),
    [
        ("应急预案谁来定", ("章程", "应急预案"), None),
        ("应急预案里谁来定", ("章程", "应急预案"), "应急预案"),
        ("应急预案里谁来定", ("应急预案",), None),
        ("应急预案里谁来定", ("网络应急预案", "消防应急预案"), None),
        ("消防应急预案里谁来定", ("网络应急预案", "消防应急预案"), "消防应急预案"),
        ("《章程(示例)》怎么规定", ("章程(示例)", "另一份"), None),
    ],
)
def test_a_document_is_named_only_where_there_is_no_doubt(
    question: str, documents: tuple[str, ...], named: str | None
) -> None:
    assert document_named(question, documents) == named


def kinds(new: tuple[Clause, ...]) -> list[tuple[str, str, str]]:
    return [
        (change.kind, change.old.id if change.old else "", change.new.id if change.new else "")
        for change in diff(TEXT, new)
    ]


def at(clause: str) -> int:
    return next(place for place, one in enumerate(TEXT) if one.id == clause)


def test_a_clause_put_in_shifts_numbers_and_changes_no_words() -> None:
    here = at("5.1.2")
    new = replace(TEXT[here], title="数字教材", text="数字教材由教研组共同选定。")
    after = tuple(
        replace(one, id=f"5.1.{int(one.id[-1]) + 1}") if one.id in {"5.1.2", "5.1.3", "5.1.4"} else one for one in TEXT
    )
    assert kinds((*after[:here], new, *after[here:])) == [
        ("added", "", "5.1.2"),
        ("renumbered", "5.1.2", "5.1.3"),
        ("renumbered", "5.1.3", "5.1.4"),
        ("renumbered", "5.1.4", "5.1.5"),
    ]


def test_a_clause_that_moves_and_is_reworded_is_one_change() -> None:
    here = at("7.2.2")
    moved = replace(TEXT[here], id="7.2.3", text=TEXT[here].text + "每次备份都要登记。")
    assert kinds((*TEXT[:here], moved, *TEXT[here + 1 :])) == [("changed", "7.2.2", "7.2.3")]


def test_two_clauses_that_change_places_are_two_new_numbers() -> None:
    one, other = at("5.2.1"), at("5.3.2")
    swapped = list(TEXT)
    swapped[one] = replace(TEXT[other], id="5.2.1")
    swapped[other] = replace(TEXT[one], id="5.3.2")
    assert kinds(tuple(swapped)) == [("renumbered", "5.3.2", "5.2.1"), ("renumbered", "5.2.1", "5.3.2")]


def test_a_clause_rewritten_from_the_ground_up_is_removed_and_added() -> None:
    here = at("8.1.2")
    fresh = replace(TEXT[here], title="食堂", text="每周公布菜单与价格。")
    assert kinds((*TEXT[:here], fresh, *TEXT[here + 1 :])) == [("added", "", "8.1.2"), ("removed", "8.1.2", "")]


@given(st.permutations(TEXT[:12]), st.integers(0, 12))
def test_nothing_is_lost_in_a_comparison(order: list[Clause], kept: int) -> None:
    new = tuple(order[:kept])
    changes = diff(TEXT[:12], new)
    assert sum(change.kind == "removed" for change in changes) == 12 - kept
    assert not [change for change in changes if change.kind != "removed"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我的电话13812345678", "我的电话***"),
        ("138-1234-5678 打给我", "*** 打给我"),
        ("身份证11010519491231002X丢了", "身份证***丢了"),
        ("学号202609001234", "学号***"),
        ("发到 li.wei@school.edu.cn", "发到 ***"),
        ("李老师和王技术问7.3.2条,2026年", "***和***问7.3.2条,2026年"),
    ],
)
def test_people_are_covered_and_clauses_are_not(text: str, left: str) -> None:
    assert masked(text, ("李老师", "王技术")) == left


def test_an_index_damaged_while_it_is_open_mends_itself_and_nobody_sees_it(tmp_path: Path) -> None:
    library = Library(TEXT, folder=tmp_path)
    library.warm()
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "lock":
            path.write_bytes(b"\x00garbage" * 50)
    answer = library.ask("数据要备份吗")
    assert (answer.answered, answer.citations[0].clause) == (True, "7.2.2")
    library.close()
    again = Library(TEXT, folder=tmp_path)
    again.warm()
    assert again.retriever(k=1).invoke("数据要备份吗")[0].metadata["clause"] == "7.2.2"
    again.close()
