"""A school's own text becomes clauses, whatever it is wrapped in."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.clauses import Clause
from knowledge.importing import Unreadable, diff, load_sample, read
from knowledge.lexicon import load
from knowledge.settling import says
from tests.knowledge.documents import ARTICLE_IDS, ARTICLES, COPIED_IDS, COPIED_PAGE, pdf, word

SAMPLE_IDS = [
    *(
        "1",
        "2.1",
        "2.2",
        "2.3",
        "2.4",
        "3",
        "4",
        "5.1.1",
        "5.1.2",
        "5.1.3",
        "5.1.4",
        "5.2.1",
        "5.2.2",
        "5.2.3",
        "5.3.1",
        "5.3.2",
    ),
    *("6.1.1", "6.1.2", "6.2.1", "6.2.2", "6.3.1", "6.3.2", "7.1.1", "7.1.2", "7.2.1", "7.2.2", "7.3.1", "7.3.2"),
    *("8.1.1", "8.1.2", "8.2.1", "8.2.2", "9.1", "9.2"),
]


def test_the_sample_charter_has_the_34_clauses_of_the_schools_charter() -> None:
    sample = load_sample()
    assert [clause.id for clause in sample.clauses] == SAMPLE_IDS
    assert sample.doubts == ()
    drills = sample.clauses[SAMPLE_IDS.index("7.3.2")]
    assert drills.path == "第七章 信息安全管理 › 7.3 事故应急响应 › 2 定期演练"


@pytest.mark.parametrize(
    "data",
    [
        COPIED_PAGE.encode(),
        codecs.BOM_UTF8 + COPIED_PAGE.encode(),
        COPIED_PAGE.encode("gb18030"),
        COPIED_PAGE.encode("utf-16"),
        COPIED_PAGE.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "utf-8 with a mark", "gb18030", "utf-16", "windows line ends"],
)
def test_a_copied_page_gives_its_clauses_in_every_encoding(data: bytes) -> None:
    found = read(data, "办法.txt")
    assert found.title == "智慧校园信息管理办法"
    assert [clause.id for clause in found.clauses] == COPIED_IDS
    assert found.clauses[3] == Clause(
        "智慧校园信息管理办法",
        "3.1.1",
        "第三章 职责",
        "3.1 信息主管",
        "定方向",
        "每学年写一份信息化计划,交校务会讨论。",
    )


def test_notices_and_the_closing_summary_are_dropped_and_named() -> None:
    found = read(COPIED_PAGE.encode(), "办法.txt")
    text = "".join(clause.text for clause in found.clauses)
    assert [word for word in ("VIP", "关注", "举报", "走上正轨", "文档") if word in text] == []
    assert any("走上正轨" in line for line in found.dropped)
    assert [doubt.about for doubt in found.doubts] == [
        "通过以上办法的推行,学校的信息化将走上正轨,为师生带来便利。"[:30]
    ]


def test_articles_keep_their_own_numbers_and_their_items() -> None:
    found = read(ARTICLES.encode(), "规定.txt")
    assert [clause.id for clause in found.clauses] == ARTICLE_IDS
    by_id = {clause.id: clause for clause in found.clauses}
    assert by_id["第三条(三)"].text == "发现异常,两个工作日内报告信息中心。"
    assert by_id["第三条(三)"].path == "第二章 使用 › 第三条(三)"
    assert by_id["第四条"].title == "设备接入"
    assert [doubt.about for doubt in found.doubts] == ["第十一条"]  # numbers 5 to 10 are missing


def test_headings_and_emphasis_of_markdown_leave_no_trace_in_the_text() -> None:
    text = "# 守则\n\n## 第一章 总则\n\n**目的**是让大家\n用好[网络](https://example.org)。\n\n"
    text += "## 第二章 做法\n\n1. *报修*:找服务小组。\n2. 借用:先登记。\n"
    found = read(text.encode(), "守则.md")
    assert [(clause.id, clause.title, clause.text) for clause in found.clauses] == [
        ("1", "总则", "目的是让大家用好网络。"),
        ("2.1", "报修", "找服务小组。"),
        ("2.2", "借用", "先登记。"),
    ]


def test_numbers_that_word_only_prints_are_read() -> None:
    data = word(
        [
            ("设备管理办法", None),
            ("总则", 0),
            ("为了管好设备,制定本办法。", 1),
            ("使用", 0),
            ("先登记后使用。", 1),
            ("保持清洁;", 2),
            ("用完关机。", 2),
        ],
        levels=[("chineseCounting", "第%1章"), ("chineseCounting", "第%2条"), ("chineseCounting", "(%3)")],
        table=[["设备", "保管人"], ["投影仪", "班主任"]],
        counts_on=1,
    )
    found = read(data, "办法.docx")
    assert found.title == "设备管理办法"
    assert [clause.id for clause in found.clauses] == ["第一条", "第二条", "第二条(一)", "第二条(二)"]
    assert found.clauses[1].chapter == "第二章 使用"
    assert "投影仪 | 班主任" in found.clauses[-1].text
    assert "内部资料" not in "".join(clause.text for clause in found.clauses)


def test_decimal_numbering_of_word_gives_full_numbers() -> None:
    data = word(
        [
            ("管理规定", None),
            ("职责", 0),
            ("信息中心", 1),
            ("负责维护校园网络。", 2),
            ("负责培训教师。", 2),
            ("附则", 0),
            ("其他", 1),
            ("自公布之日起施行。", 2),
        ],
        levels=[("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")],
    )
    found = read(data, "规定.docx")
    assert [clause.id for clause in found.clauses] == ["1.1.1", "1.1.2", "2.1.1"]
    assert found.clauses[1].text == "负责培训教师。"
    assert found.clauses[1].section == "1.1 信息中心"


def test_a_page_whose_font_shows_radicals_for_letters_says_the_same() -> None:
    shown = str.maketrans(
        "一二三四五六七八九十行生用工面目力人水土大小文比长门页见车",
        "⼀⼆三四五六七⼋九⼗⾏⽣⽤⼯⾯⽬⼒⼈⽔⼟⼤⼩⽂⽐⻓⻔⻚⻅⻋",
    )
    page = COPIED_PAGE.translate(shown)
    assert page != COPIED_PAGE
    assert read(page.encode(), "办法.txt") == read(COPIED_PAGE.encode(), "办法.txt")


def test_pdf_lines_are_joined_and_running_heads_dropped() -> None:
    head, foot = "东山小学规章汇编", "第{}页 共2页"
    found = read(
        pdf(
            [
                [
                    head,
                    "机房管理规定",
                    "第一章 总则",
                    "第一条 为了让机房用得久、用得好,使老师和同学上课时",
                    "不耽误时间,制定本规定。",
                    foot.format(1),
                ],
                [head, "第二条 进入机房要穿鞋套。", "第二章 附则", "第三条 本规定由总务处解释。", foot.format(2)],
            ]
        ),
        "机房.pdf",
    )
    assert [(clause.id, clause.text) for clause in found.clauses] == [
        ("第一条", "为了让机房用得久、用得好,使老师和同学上课时不耽误时间,制定本规定。"),
        ("第二条", "进入机房要穿鞋套。"),
        ("第三条", "本规定由总务处解释。"),
    ]
    assert found.dropped[:1] == (head,)


def test_a_text_without_numbers_is_cut_into_paragraphs_and_says_so() -> None:
    found = read(
        (
            "家长来访须知\n\n"
            + "来访请先在门卫处登记,领取访客证后再进校园。" * 8
            + "\n\n"
            + "离开时请交还访客证。" * 20
        ).encode(),
        "须知.txt",
    )
    assert [clause.id for clause in found.clauses] == ["段1", "段2"]
    assert len(found.doubts) == 1


def test_a_table_of_contents_is_not_the_text() -> None:
    contents = "制度汇编\n目录\n第一章 总则........1\n第二章 附则........2\n"
    contents += "第一章 总则\n第一条 说明目的。\n第二章 附则\n第二条 说明日期。\n"
    assert [clause.text for clause in read(contents.encode(), "a.txt").clauses] == ["说明目的。", "说明日期。"]


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.txt", "空的"),
        (b"   \n\n", "a.txt", "空的"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.png", "不是可以读取的文字"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64, "a.doc", "另存为 .docx"),
        (b"PK\x03\x04 not a word file", "a.docx", "打不开"),
        (b"%PDF-1.7 broken", "a.pdf", "打不开"),
        (pdf([["第一条 内容。"]], password="secret"), "a.pdf", "密码"),
        (pdf([[]]), "a.pdf", "扫描"),
    ],
    ids=["empty", "blank", "picture", "old word", "no word", "no pdf", "locked pdf", "scan"],
)
def test_what_cannot_be_read_says_what_to_do_next(data: bytes, name: str, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, name)
    assert says in refused.value.zh
    assert refused.value.en


def test_a_missing_file_is_a_sentence_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read(tmp_path / "nowhere.txt")
    assert "找不到" in refused.value.zh


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.docx", "a.pdf"]))
def test_any_bytes_are_imported_or_refused_in_words(data: bytes, name: str) -> None:
    try:
        found = read(data, name)
    except Unreadable:
        return  # its wording is checked above
    assert found.clauses
    assert len({clause.id for clause in found.clauses}) == len(found.clauses)


def test_versions_differ_by_clause() -> None:
    old = read(ARTICLES.encode(), "a.txt").clauses
    changed = (
        ARTICLES.replace("两个工作日", "一个工作日").replace("第十一条", "第五条").replace("(二)不传播有害信息;\n", "")
    )
    changes = diff(old, read(changed.encode(), "a.txt").clauses)
    assert [(change.kind, change.old and change.old.id, change.new and change.new.id) for change in changes] == [
        ("changed", "第三条(三)", "第三条(三)"),
        ("renumbered", "第十一条", "第五条"),
        ("removed", "第三条(二)", None),
    ]
    assert diff(old, old) == ()


def test_the_sample_charter_states_no_number_so_that_rules_must() -> None:
    stated = [
        (clause.id, kind.name) for clause in load_sample().clauses for kind in load().wanted if says(clause.text, kind)
    ]
    assert stated == []


OFFICIAL = """网络安全应急预案（修订）

一、总则
(一)目的
为了快速处置网络安全事件,制定本预案。
(二)适用范围
适用于校内一切信息系统。
二、组织
1.组长由校长担任。
(1)校长外出时由副校长代理。
2.办公室设在信息中心。
三、处置
(一)发现与报告
1.发现异常应当在十分钟内报告。
2.值班员接报后登记。
(二)恢复。恢复前应当确认:
1.漏洞已补;
2.备份可用。
四、附则
本预案自发布之日起施行。
"""


def test_the_numbering_of_official_papers_keeps_every_level() -> None:
    found = read(OFFICIAL.encode(), "预案.txt")
    assert found.title == "网络安全应急预案（修订）"
    assert found.doubts == ()
    assert [clause.id for clause in found.clauses] == ["1.1", "1.2", "2.1", "2.2", "3.1.1", "3.1.2", "3.2", "4"]
    by_id = {clause.id: clause for clause in found.clauses}
    assert by_id["1.2"].title == "适用范围"
    assert by_id["2.1"].text.endswith("(1)校长外出时由副校长代理。")
    assert by_id["3.1.2"].section == "3.1 发现与报告"
    assert by_id["3.2"].text.endswith("2.备份可用。")
