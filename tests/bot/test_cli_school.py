"""A school set up at the command line: people, charter, questions, backup, audit; with what goes wrong on the way."""

import json
import re
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, text

from handlers.people import binding
from handlers.understand import Understander
from storage import settings as facts
from storage.audit import Fact, append
from storage.outbox import Message, Sent
from storage.people import BindingCode, Person
from tests.bot.conftest import CommandLine
from tests.conftest import MORNING
from tests.fakes.openai import KEY, FakeOpenAI

ROOT = Path(__file__).parents[2]
PEOPLE = "姓名,部门,角色,企业微信\n李老师,数学组,教师,li\n陈主任,信息中心,首席信息官;系统管理员,chen\n"
CHARTER = """青山学校信息设备管理办法

第一条 本办法适用于学校全部信息设备的借用、归还和报废。

第二条 教师借用笔记本电脑,向信息中心登记,借期不超过三十天。

第三条 设备损坏的,借用人应在两天内告知信息中心。
"""
REVISED = CHARTER.replace("三十天", "六十天").replace("\n第三条 设备损坏的,借用人应在两天内告知信息中心。\n", "") + (
    "\n第四条 学生不得单独使用投影仪。\n"
)


# --- people --------------------------------------------------------------------------------------------------


def test_a_list_of_people_is_imported_listed_and_imported_again(xiaoxin: CommandLine) -> None:
    path = xiaoxin.file("people.csv", PEOPLE)
    assert "新增 2 人，更新 0 人" in xiaoxin("people", "import", path).out
    assert xiaoxin("people", "import", path, "--json").data == {"added": [], "changed": [], "returned": []}
    assert xiaoxin("people", "list", "--json").data == [
        {"name": "李老师", "department": "数学组", "roles": ["staff"], "accounts": ["wecom"]},
        {"name": "陈主任", "department": "信息中心", "roles": ["staff", "cio", "admin"], "accounts": ["wecom"]},
    ]
    assert "李老师\t数学组\tstaff\twecom" in xiaoxin("people", "list").out


YEAR = "kind,start,end,name,follows\nterm,2026-09-01,2027-01-16,秋季学期,\nmake_up,2026-11-08,,,周一\n"


def test_a_school_year_is_imported_shown_and_imported_again(xiaoxin: CommandLine) -> None:
    assert "按默认计算" in xiaoxin("calendar", "show").out
    ran = xiaoxin("calendar", "import", xiaoxin.file("year.csv", YEAR))
    assert "上课：2026年11月8日（周日），按周一课表" in ran.out
    assert "导入 2 条" in ran.out
    shown = xiaoxin("calendar", "show").out
    assert "make_up,2026-11-08,2026-11-08,,1,,," in shown
    assert xiaoxin("calendar", "import", xiaoxin.file("again.csv", shown), "--json").data == {"entries": 2, "moved": 0}
    assert xiaoxin("calendar", "show").out == shown
    assert xiaoxin("calendar", "show", "--json").data[0]["name"] == "秋季学期"


def test_a_bad_school_year_names_each_line_and_imports_nothing(xiaoxin: CommandLine) -> None:
    ran = xiaoxin("calendar", "import", xiaoxin.file("year.csv", YEAR + "party,2026-11-09,,,\nexam,31.12.,,,\n"))
    assert (ran.code, ran.out) == (1, "")
    assert "第 4 行：不认识的类型「party」" in ran.err
    assert "第 5 行：日期写成 2026-09-01" in ran.err
    assert "什么都没有导入" in ran.err
    assert xiaoxin("calendar", "show", "--json").data == []


def test_a_bad_list_names_each_line_and_imports_nobody(xiaoxin: CommandLine) -> None:
    path = xiaoxin.file("people.csv", PEOPLE + "王老师,数学组,皇帝,wang\n,数学组,,\n")
    ran = xiaoxin("people", "import", path)
    assert (ran.code, ran.out) == (1, "")
    assert "第 4 行：不认识的角色「皇帝」" in ran.err
    assert "第 5 行：没有姓名" in ran.err
    assert "没有导入任何人" in ran.err
    assert "Line 4: Unknown role" in xiaoxin("people", "import", path, language="en").err
    assert xiaoxin("people", "list", "--json").data == []


def test_an_invitation_binds_and_has_its_link_once_the_bot_is_known(xiaoxin: CommandLine) -> None:
    xiaoxin("people", "import", xiaoxin.file("people.csv", PEOPLE))
    first = xiaoxin("people", "invite", "李老师", "--json").data
    assert (first["name"], first["telegram"], first["days"]) == ("李老师", "", 7)
    with xiaoxin.database() as database, database.write() as tx:
        assert tx.scalars(select(BindingCode.code_hash)).one() == binding.hashed(first["code"])
        facts.put(tx, "telegram.username", "qingshan_bot")
    ran = xiaoxin("people", "invite", "李老师", telegram_token="1:geheim")
    code = ran.out.split("绑定 ")[1].split()[0]
    assert f"https://t.me/qingshan_bot?start={code}" in ran.out
    assert "geheim" not in ran.out + ran.err
    assert "绑定码（7 天内有效，只能用一次）" in ran.out


@pytest.mark.parametrize("command", ["invite", "offboard"])
def test_who_is_not_there_or_there_twice_is_said_so(command: str, xiaoxin: CommandLine) -> None:
    xiaoxin("people", "import", xiaoxin.file("people.csv", "name,department\n张伟,数学组\n张伟,教务处\n"))
    nobody = xiaoxin("people", command, "王老师")
    assert (nobody.code, nobody.out) == (1, "")
    assert "没有叫「王老师」的在册人员" in nobody.err
    two = xiaoxin("people", command, "张伟")
    assert (two.code, two.out) == (1, "")
    assert "有 2 位「张伟」(数学组、教务处)" in two.err


def test_who_leaves_is_cut_off_from_everything(xiaoxin: CommandLine) -> None:
    xiaoxin("people", "import", xiaoxin.file("people.csv", PEOPLE))
    code = xiaoxin("people", "invite", "李老师", "--json").data["code"]
    with xiaoxin.database() as database, database.write() as tx:
        li = tx.scalars(select(Person).where(Person.name == "李老师")).one()
        for name, status in (("queued", Sent.QUEUED), ("waiting", Sent.WAITING), ("accepted", Sent.ACCEPTED)):
            tx.add(
                Message(
                    key=name, platform="wecom", address="li", person_id=li.id, card={"title": name}, status=int(status),
                    not_before=MORNING, created_at=MORNING,
                )
            )  # fmt: skip
    assert "李老师 已离职" in xiaoxin("people", "offboard", "李老师").out
    assert [row["name"] for row in xiaoxin("people", "list", "--json").data] == ["陈主任"]
    with xiaoxin.database() as database, database.read() as tx:
        assert {row.key: Sent(row.status).name for row in tx.scalars(select(Message))} == {
            "queued": "DROPPED", "waiting": "DROPPED", "accepted": "ACCEPTED",
        }  # fmt: skip
        row = tx.scalars(select(BindingCode).where(BindingCode.code_hash == binding.hashed(code))).one()
        assert row.expires_at < row.created_at.replace(year=row.created_at.year + 1)
        assert tx.scalars(select(Person).where(Person.name == "李老师")).one().accounts == []
    exported = [json.loads(line) for line in xiaoxin("audit", "export").out.splitlines()]
    assert [entry["step"] for entry in exported] == ["import", "offboard"]


# --- charter -------------------------------------------------------------------------------------------------


def test_the_sample_answers_until_a_school_imports_its_own(xiaoxin: CommandLine) -> None:
    sample = xiaoxin("charter", "show", "--json").data
    assert len(sample) > 30
    imported = xiaoxin("charter", "import", xiaoxin.file("charter.txt", CHARTER.encode("gb18030")), "--json").data
    assert imported["clauses"] == ["第一条", "第二条", "第三条"]
    assert (imported["version"], imported["title"]) == (1, "青山学校信息设备管理办法")
    shown = xiaoxin("charter", "show", "--json").data
    assert [set(row) for row in shown] == [{"document", "id", "chapter", "section", "title", "text"}] * 3
    assert [row["id"] for row in shown] == ["第一条", "第二条", "第三条"]
    assert shown[1]["text"] in CHARTER
    assert shown[1]["text"].endswith("借期不超过三十天。")


def test_an_import_prints_each_clause_and_what_it_did(xiaoxin: CommandLine) -> None:
    ran = xiaoxin("charter", "import", xiaoxin.file("charter.txt", CHARTER), "--effective", "2026-09-01")
    assert "第二条" in ran.out
    assert "共 3 条，第 1 版，2026-09-01 起生效" in ran.out
    assert (
        "3 clauses, version 2, in force from 2026-10-01"
        in xiaoxin(
            "charter", "import", xiaoxin.file("charter.txt", CHARTER), "--effective", "2026-10-01", language="en"
        ).out
    )


def test_versions_of_a_name_are_compared_and_other_names_stand_beside_it(xiaoxin: CommandLine) -> None:
    first, second = xiaoxin.file("one.txt", CHARTER), xiaoxin.file("two.txt", REVISED)
    xiaoxin("charter", "import", first, "--name", "设备", "--effective", "2026-09-01")
    only = xiaoxin("charter", "diff")
    assert (only.code, "只有一个版本" in only.err) == (1, True)
    assert (
        xiaoxin("charter", "import", second, "--name", "设备", "--effective", "2026-09-02", "--json").data["version"]
        == 2
    )
    changes = xiaoxin("charter", "diff", "设备", "--json").data
    assert [(change["kind"], (change["new"] or change["old"])["id"]) for change in changes] == [
        ("changed", "第二条"), ("added", "第四条"), ("removed", "第三条"),
    ]  # fmt: skip
    words = xiaoxin("charter", "diff").out
    assert "修改 第二条" in words
    assert "  - 教师借用笔记本电脑,向信息中心登记,借期不超过三十天。" in words
    assert "changed 第二条" in xiaoxin("charter", "diff", language="en").out
    xiaoxin("charter", "import", first, "--name", "另一份")
    assert {row["document"] for row in xiaoxin("charter", "show", "--json").data} == {"设备", "另一份"}
    assert {row["document"] for row in xiaoxin("charter", "show", "--name", "设备", "--json").data} == {"设备"}


RETITLED = CHARTER.replace("青山学校信息设备管理办法", "青山学校设备管理规定(修订)").replace("三十天", "六十天")
PLAN = """青山学校网络故障预案
第一条 网络中断时,值班人员先查看机房电源。
第二条 半小时内不能恢复的,通知各年级改用纸质签到。
第三条 恢复后由值班人员写明原因。
"""


def test_a_revision_under_another_title_becomes_the_next_version_and_says_so(xiaoxin: CommandLine) -> None:
    xiaoxin("charter", "import", xiaoxin.file("one.txt", CHARTER), "--effective", "2026-09-01")
    ran = xiaoxin("charter", "import", xiaoxin.file("two.txt", RETITLED), "--effective", "2026-09-02")
    assert "已作为《青山学校信息设备管理办法》的新版本" in ran.out
    assert "第 2 版" in ran.out
    assert {row["document"] for row in xiaoxin("charter", "show", "--json").data} == {"青山学校信息设备管理办法"}
    assert "六十天" in xiaoxin("ask", "借用笔记本电脑的借期").out


def test_a_wrong_version_is_withdrawn_and_may_stand_beside_the_other_instead(xiaoxin: CommandLine) -> None:
    xiaoxin("charter", "import", xiaoxin.file("one.txt", CHARTER), "--effective", "2026-09-01")
    two = xiaoxin.file("two.txt", RETITLED)
    xiaoxin("charter", "import", two, "--effective", "2026-09-02")
    back = xiaoxin("charter", "withdraw", "青山学校信息设备管理办法", "--version", "2")
    assert "现在按第 1 版回答" in back.out
    assert "三十天" in xiaoxin("ask", "借用笔记本电脑的借期").out
    beside = xiaoxin("charter", "import", two, "--as-new-document")
    assert "两份文件会同时用来回答" in beside.out
    assert len({row["document"] for row in xiaoxin("charter", "show", "--json").data}) == 2
    assert xiaoxin("charter", "withdraw", "青山学校设备管理规定(修订)", "--json").data["left"] == []
    last = xiaoxin("charter", "withdraw", "青山学校信息设备管理办法")
    assert (last.code, "没有撤回" in last.err) == (1, True)


def test_where_it_is_in_doubt_whose_version_a_text_is_nothing_is_imported(xiaoxin: CommandLine) -> None:
    xiaoxin("charter", "import", xiaoxin.file("one.txt", CHARTER))
    longer = RETITLED + "".join(f"第{n}条 {text}\n" for n, text in zip("四五六七八九", PLAN.split() * 2, strict=False))
    path = xiaoxin.file("two.txt", longer)
    ran = xiaoxin("charter", "import", path)
    assert (ran.code, ran.out) == (1, "")
    assert f"xiaoxin charter import {path} --name 青山学校信息设备管理办法" in ran.err.replace("'", "")
    assert f"xiaoxin charter import {path} --as-new-document" in ran.err
    assert {row["document"] for row in xiaoxin("charter", "show", "--json").data} == {"青山学校信息设备管理办法"}
    both = xiaoxin("charter", "import", path, "--as-new-document", "--name", "甲")
    assert both.code == 2


def test_a_text_of_its_own_becomes_a_further_document_without_a_word(xiaoxin: CommandLine) -> None:
    xiaoxin("charter", "import", xiaoxin.file("one.txt", CHARTER))
    ran = xiaoxin("charter", "import", xiaoxin.file("plan.txt", PLAN))
    assert ran.code == 0
    assert "新版本" not in ran.out
    assert len({row["document"] for row in xiaoxin("charter", "show", "--json").data}) == 2


def test_a_version_for_later_is_shown_as_such_and_a_question_may_name_its_day(xiaoxin: CommandLine) -> None:
    first, second = xiaoxin.file("one.txt", CHARTER), xiaoxin.file("two.txt", REVISED)
    xiaoxin("charter", "import", first, "--name", "设备", "--effective", "2026-01-01")
    later = xiaoxin("charter", "import", second, "--name", "设备", "--effective", "2099-01-01")
    assert "按上一版回答" in later.out
    assert "第 2 版，2099-01-01 起（尚未生效）" in xiaoxin("charter", "show").out
    question = "借用笔记本电脑的借期"
    assert "三十天" in xiaoxin("ask", question).out
    assert "六十天" in xiaoxin("ask", question, "--as-of", "2099-06-01").out
    before = xiaoxin("ask", question, "--as-of", "2025-12-31")
    assert (before.code, "还没有制度" in before.err) == (1, True)


@pytest.mark.parametrize("words", [["show", "--name", "没有的"], ["diff", "没有的"]])
def test_a_document_that_is_not_there_is_said_so_with_those_that_are(words: list[str], xiaoxin: CommandLine) -> None:
    ran = xiaoxin("charter", *words)
    assert (ran.code, ran.out) == (1, "")
    assert "没有《没有的》这份文件。现有：" in ran.err


@pytest.mark.parametrize(
    ("name", "content"),
    [("nowhere.txt", None), ("empty.txt", b""), ("noise.pdf", b"%PDF-1.7 nothing"), ("noise.docx", b"PK\x03\x04")],
)
def test_a_charter_that_cannot_be_read_is_said_so_and_the_old_one_stays(
    name: str, content: bytes | None, xiaoxin: CommandLine
) -> None:
    if content is not None:
        xiaoxin.file(name, content)
    before = xiaoxin("charter", "show").out
    ran = xiaoxin("charter", "import", name)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert xiaoxin("charter", "show").out == before


# --- ask and understand --------------------------------------------------------------------------------------

QUESTIONS = [
    {"id": "a", "q": "买软件要谁批?", "history": []},
    {"id": 7, "q": "那多久演练一次?", "history": [{"role": "user", "content": "安全事故怎么办?"}]},
    {"id": "c", "q": "食堂今天吃什么?"},
]


def test_answers_of_a_file_have_the_agreed_form_and_quote_word_for_word(xiaoxin: CommandLine) -> None:
    lines = "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in QUESTIONS)
    ran = xiaoxin("ask", "--jsonl", xiaoxin.file("q.jsonl", "\ufeff" + lines + "\n"))
    assert (ran.code, ran.err) == (0, "")
    answers = ran.lines
    assert [answer["id"] for answer in answers] == ["a", 7, "c"]
    clauses = {(row["document"], row["id"]): row["text"] for row in xiaoxin("charter", "show", "--json").data}
    for answer in answers:
        assert set(answer) == {"id", "answered", "authority", "answer", "citations"}
        assert answer["authority"] in {"charter", "interpretation", "rule", "unregulated"}
        for citation in answer["citations"]:
            assert set(citation) == {"document", "clause", "quote"}
            assert citation["quote"]
            assert citation["quote"] in clauses[citation["document"], citation["clause"]]
    assert (answers[0]["answered"], answers[0]["citations"][0]["clause"]) == (True, "6.2.1")
    assert answers[2]["answered"] is False
    assert xiaoxin("ask", "--jsonl", "-", stdin=lines).lines == answers


def test_one_question_is_answered_for_a_person_or_a_program(xiaoxin: CommandLine) -> None:
    said = xiaoxin("ask", "买软件要谁批?")
    data = xiaoxin("ask", "买软件要谁批?", "--json").data
    assert data["answer"] in said.out
    assert data["citations"][0]["quote"] in said.out
    assert said.code == 0


# (a line, what is said about it)
BAD_LINES = [
    ("oops", "第 2 行不是要的 JSON 对象"),
    ("[1]", "第 2 行不是要的 JSON 对象"),
    ('{"id": "b"}', '"q"'),
    ('{"id": "b", "q": 7}', '"q"'),
    ('{"id": "b", "q": "x", "history": "y"}', '"history"'),
    ("[" * 100_000, "第 2 行不是要的 JSON 对象"),
]


@pytest.mark.parametrize(("line", "words"), BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_is_named_and_what_came_before_is_answered(line: str, words: str, xiaoxin: CommandLine) -> None:
    ran = xiaoxin("ask", "--jsonl", "-", stdin=f'{{"id":"a","q":"买软件要谁批?"}}\n{line}\n')
    assert ran.code == 1
    assert [answer["id"] for answer in ran.lines] == ["a"]
    assert words in ran.err
    assert len(ran.err) < 500


def test_a_file_in_another_encoding_or_none_at_all_is_said_so(xiaoxin: CommandLine) -> None:
    path = xiaoxin.file("q.jsonl", '{"q":"买软件要谁批?"}'.encode("gb18030"))
    assert "第 1 行不是 UTF-8" in xiaoxin("ask", "--jsonl", path).err
    missing = xiaoxin("ask", "--jsonl", "nowhere.jsonl")
    assert (missing.code, "打不开文件 nowhere.jsonl" in missing.err) == (1, True)
    missing = xiaoxin("understand", "--jsonl", "nowhere.jsonl")
    assert (missing.code, "打不开文件 nowhere.jsonl" in missing.err) == (1, True)


def test_sentences_of_a_file_have_the_agreed_form(xiaoxin: CommandLine) -> None:
    sentences = [
        {"id": "a", "text": "高二3班投影仪不亮", "role": "staff", "context": "none"},
        {"id": "b", "text": "好了", "context": "ticket_resolved:1"},
        {"id": "c", "text": ""},
    ]
    lines = "".join(json.dumps(sentence, ensure_ascii=False) + "\n" for sentence in sentences)
    ran = xiaoxin("understand", "--jsonl", "-", stdin=lines)
    assert ran.code == 0
    assert [line["id"] for line in ran.lines] == ["a", "b", "c"]
    assert all({"id", "intent", "slots", "confidence"} <= set(line) for line in ran.lines)
    assert all(0 <= line["confidence"] <= 1 for line in ran.lines)
    assert (ran.lines[0]["intent"], ran.lines[0]["slots"]["location"]) == ("ticket_create", "高二3班")
    assert ran.lines[1]["intent"] == "ticket_confirm_resolved"
    one = xiaoxin("understand", "高二3班投影仪不亮").data
    assert {**one, "id": "a"} == ran.lines[0]
    assert one["intent"] == Understander().understand("高二3班投影仪不亮").intent


def test_a_configured_model_is_asked_about_what_is_unclear_and_about_nothing_else(xiaoxin: CommandLine) -> None:
    odd = "墙上那个方盒子老是抽风得治治，我叫周小燕 13812345678"
    with FakeOpenAI(lambda _asked: "ticket_create") as service:
        llm = {"llm": "openai:fake", "llm_base_url": service.url, "llm_api_key": KEY}
        assert xiaoxin("understand", "高二3班投影仪不亮", **llm).data["intent"] == "ticket_create"
        assert service.calls == []
        service.says = lambda _asked: "feedback_submit"
        helped = xiaoxin("understand", odd, **llm).data
        assert (helped["intent"], helped["confidence"] < 0.55) == ("feedback_submit", True)
        (sent,) = service.asked("/v1/chat/completions")
        assert not re.search("周小燕|13812345678", str(sent))
        service.status = 500
        assert xiaoxin("understand", odd, **llm).data == xiaoxin("understand", odd).data


def test_a_question_comes_through_a_real_pipe(xiaoxin: CommandLine) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--jsonl", "-"], cwd=ROOT, input='{"id":"a","q":"买软件要谁批?"}\n'.encode(),
        env={"XIAOXIN_DATA_DIR": str(xiaoxin.data), "LC_ALL": "C"}, capture_output=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout)["citations"][0]["clause"] == "6.2.1"


# --- backup, restore, audit ----------------------------------------------------------------------------------


def test_a_school_moves_to_another_computer(xiaoxin: CommandLine) -> None:
    xiaoxin("people", "import", xiaoxin.file("people.csv", PEOPLE))
    xiaoxin("charter", "import", xiaoxin.file("charter.txt", CHARTER))
    (xiaoxin.data / "attachments").mkdir()
    (xiaoxin.data / "attachments" / "1.jpg").write_bytes(b"picture")
    saved = xiaoxin("backup", "school.zip", "--json").data
    assert saved["tables"]["person"] == 2
    assert saved["rows"] == sum(saved["tables"].values())
    assert saved["bytes"] == (xiaoxin.folder / "school.zip").stat().st_size
    people, charter = xiaoxin("people", "list").out, xiaoxin("charter", "show").out
    other = str(xiaoxin.folder / "other")
    assert f"已恢复 {saved['rows']} 行" in xiaoxin("restore", "school.zip", data_dir=other).out
    assert xiaoxin("people", "list", data_dir=other).out == people
    assert xiaoxin("charter", "show", data_dir=other).out == charter
    assert (Path(other) / "attachments" / "1.jpg").read_bytes() == b"picture"
    assert xiaoxin("audit", "verify", data_dir=other).code == 0


def test_a_school_in_use_is_overwritten_only_when_forced(xiaoxin: CommandLine) -> None:
    xiaoxin("people", "import", xiaoxin.file("people.csv", PEOPLE))
    assert "已备份" in xiaoxin("backup", "school.zip").out
    xiaoxin("people", "offboard", "李老师")
    refused = xiaoxin("restore", "school.zip")
    assert (refused.code, refused.out) == (1, "")
    assert "--force" in refused.err
    assert len(xiaoxin("people", "list", "--json").data) == 1
    assert xiaoxin("restore", "school.zip", "--force").code == 0
    assert len(xiaoxin("people", "list", "--json").data) == 2


def test_what_is_no_backup_is_said_so(xiaoxin: CommandLine) -> None:
    assert "找不到文件 nowhere.zip" in xiaoxin("restore", "nowhere.zip").err
    assert "不是校信官的备份" in xiaoxin("restore", xiaoxin.file("x.zip", "oops")).err
    xiaoxin("backup", "school.zip")
    half = (xiaoxin.folder / "school.zip").read_bytes()[:-50]
    ran = xiaoxin("restore", xiaoxin.file("half.zip", half))
    assert (ran.code, "已损坏" in ran.err) == (1, True)


def test_a_backup_that_cannot_be_written_is_said_so(xiaoxin: CommandLine) -> None:
    ran = xiaoxin("backup", "nowhere/school.zip")
    assert (ran.code, "写不了 nowhere/school.zip" in ran.err) == (1, True)
    ran = xiaoxin("backup", xiaoxin.data / "xiaoxin.db")
    assert (ran.code, "没有覆盖" in ran.err) == (1, True)
    assert xiaoxin("people", "list").code == 0
    assert stat.S_ISREG((xiaoxin.data / "xiaoxin.db").stat().st_mode)


def test_the_log_is_exported_and_a_changed_line_found(xiaoxin: CommandLine) -> None:
    with xiaoxin.database() as database, database.write() as tx:
        append(tx, [Fact(f"T-{number}", "claim", "5.2.1", number, "王技术", MORNING) for number in (1, 2, 3)])
    assert "审计日志完整：3 条" in xiaoxin("audit", "verify").out
    assert xiaoxin("audit", "verify", "--json").data == {"entries": 3, "broken_at": None}
    assert "导出 3 条" in xiaoxin("audit", "export", "log.jsonl").out
    exported = [json.loads(line) for line in (xiaoxin.folder / "log.jsonl").read_text("utf-8").splitlines()]
    assert [(entry["subject"], entry["actor"]) for entry in exported] == [
        ("T-1", "王技术"),
        ("T-2", "王技术"),
        ("T-3", "王技术"),
    ]
    assert exported == xiaoxin("audit", "export").lines
    assert "写不了" in xiaoxin("audit", "export", "nowhere/log.jsonl").err
    with xiaoxin.database() as database, database.write() as tx:
        tx.execute(text("UPDATE audit SET actor_id = 9 WHERE seq = 2"))
    broken = xiaoxin("audit", "verify")
    assert (broken.code, "第 2 条被改动过" in broken.err) == (1, True)
    broken = xiaoxin("audit", "verify", "--json")
    assert (broken.code, broken.data) == (1, {"entries": 2, "broken_at": 2})


# --- databases in trouble --------------------------------------------------------------------------------------


def test_a_new_database_is_made_and_made_once(fresh: CommandLine) -> None:
    assert "数据库在版本" in fresh("db", "upgrade").out
    assert "The database is at" in fresh("db", "upgrade", language="en").out


def test_a_database_of_a_newer_version_is_left_alone(xiaoxin: CommandLine) -> None:
    xiaoxin("backup", "old.zip")
    with sqlite3.connect(xiaoxin.data / "xiaoxin.db") as rows:
        rows.execute("UPDATE alembic_version SET version_num = '9999'")
    rows.close()
    for words in (["people", "list"], ["backup", "new.zip"], ["restore", "old.zip", "--force"], ["doctor"]):
        ran = xiaoxin(*words)
        assert ran.code == 1
        assert "更新版本" in ran.err + ran.out


# (settings, what is said); the password is never repeated
TROUBLE = [
    ({"database_url": "postgresql+psycopg://u:geheim@127.0.0.1:1/x"}, "打不开数据库(XIAOXIN_DATABASE_URL)"),
    ({"database_url": "nonsense geheim"}, "XIAOXIN_DATABASE_URL 写得不对"),
    ({"database_url": "cassandra://u:geheim@h/x"}, "XIAOXIN_DATABASE_URL 写得不对"),
    ({"data_dir": "/proc/geheim"}, "打不开数据库"),
]


@pytest.mark.parametrize(("settings", "words"), TROUBLE)
@pytest.mark.parametrize(
    "command", [["people", "list"], ["doctor"], ["restore", "x.zip"]], ids=lambda command: command[0]
)
def test_a_database_that_cannot_be_opened_is_said_so_without_its_password(
    command: list[str], settings: dict[str, str], words: str, fresh: CommandLine
) -> None:
    fresh.file("x.zip", _empty_backup(fresh))
    ran = fresh(*command, **settings)
    assert ran.code == 1
    if command == ["doctor"] and "data_dir" in settings:
        words = "不能写入"
    assert words in ran.err + ran.out
    assert "geheim" not in (ran.err + ran.out).replace("/proc/geheim", "")
    assert "Traceback" not in ran.err


def _empty_backup(line: CommandLine) -> bytes:
    line("backup", "empty.zip", data_dir="elsewhere")
    return (line.folder / "empty.zip").read_bytes()


def test_a_file_that_is_no_database_is_said_so(fresh: CommandLine) -> None:
    fresh.data.mkdir()
    (fresh.data / "xiaoxin.db").write_bytes(b"this is not a database, but it is long enough to look like one" * 100)
    for command in (["people", "list"], ["doctor"]):
        ran = fresh(*command)
        assert (ran.code, "打不开数据库" in ran.err + ran.out) == (1, True)


@pytest.mark.parametrize("harm", ["foreign", "torn"])
def test_a_damaged_database_gives_way_to_a_backup_and_is_kept(xiaoxin: CommandLine, harm: str) -> None:
    xiaoxin("people", "import", xiaoxin.file("people.csv", "name,department\n李老师,数学组\n"))
    assert xiaoxin("backup", "good.zip").code == 0
    database = xiaoxin.data / "xiaoxin.db"
    for beside in xiaoxin.data.glob("xiaoxin.db-*"):
        beside.unlink()
    whole = database.read_bytes()
    broken = b"no database at all " * 5000 if harm == "foreign" else whole[:8192] + b"\xff" * 90_000 + whole[98_192:]
    database.write_bytes(broken)
    refused = xiaoxin("restore", "good.zip")
    assert refused.code == 1
    assert "xiaoxin restore 备份文件 --force" in refused.err
    xiaoxin.file("bad.zip", "no backup")
    assert "不是校信官的备份" in xiaoxin("restore", "bad.zip", "--force").err
    assert database.read_bytes() == broken  # a bad backup costs nothing
    done = xiaoxin("restore", "good.zip", "--force")
    assert done.code == 0, done.err
    (kept,) = xiaoxin.data.glob("xiaoxin.db.damaged-*")
    assert kept.read_bytes() == broken
    assert kept.name in done.out
    assert [one["name"] for one in xiaoxin("people", "list", "--json").data] == ["李老师"]
    assert xiaoxin("audit", "verify").code == 0


@pytest.mark.parametrize(
    ("settings", "cause"),
    [
        ({"database_url": "postgresql+psycopg://u:geheim@127.0.0.1:1/x"}, "请检查 PostgreSQL 是否在运行"),
        (
            {"database_url": "postgresql+psycopg://u:geheim@127.0.0.1:1/x", "language": "en"},
            "Check that PostgreSQL runs",
        ),
    ],
)
def test_the_cause_of_a_closed_database_is_named(fresh: CommandLine, settings: dict[str, str], cause: str) -> None:
    assert cause in fresh("people", "list", **settings).err


def test_a_database_that_another_program_holds_is_said_to_be_held(
    xiaoxin: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.base._PATIENCE", 100)
    with xiaoxin.database() as database, database.write():
        ran = xiaoxin("people", "import", xiaoxin.file("people.csv", "name,department\n李老师,数学组\n"))
    assert ran.code == 1
    assert "别的程序一直占着它" in ran.err
