"""The report to the leaders: drafted by the clock, edited by words, sent, read, answered; the next one shows the answer."""

import io
import zipfile
from datetime import UTC, datetime

from pypdf import PdfReader

from handlers.turn import Turn
from jobs.due import standing, tick
from storage import files, reports
from storage.people import Role
from storage.reports import Report
from tests.conftest import SmallSchool


def let_pass(school: SmallSchool, **span: float) -> None:
    """Time goes by, and what falls due in it is done."""
    school.clock.forward(**span)
    tick(school.database, school.school, school.features, school.clock.now)
    school.deliver()


def report_of(school: SmallSchool, code: str) -> Report:
    with school.database.read() as tx:
        found = reports.by_code(tx, code)
        assert found is not None
        tx.expunge_all()
        return found


def file_of(school: SmallSchool, name_ends: str) -> bytes:
    with school.database.read() as tx:
        rows = tx.query(files.File).order_by(files.File.id.desc()).all()
        return next(row.content for row in rows if row.content and row.name.endswith(name_ends))


def test_from_the_schedule_to_the_instruction_that_the_next_report_shows(school_on_any: SmallSchool) -> None:
    school = school_on_any
    school.clock.now = datetime(2026, 10, 12, 2, tzinfo=UTC)
    standing(school.features, school.database, school.school, school.clock.now)
    wu = school.person("吴秘书", Role.SECRETARY, department="校办")
    for words in ("101投影仪不亮", "102打印机卡纸", "103电脑蓝屏"):
        school.li.says(words)
        school.clock.forward(minutes=1)
    school.wang.says("接单 T-0001")
    school.clock.forward(hours=1)
    school.wang.says("已解决 T-0001 换了灯泡")
    # The first working day of November: a draft on October is there without anybody asking.
    school.clock.now = datetime(2026, 11, 2, 0, 31, tzinfo=UTC)
    let_pass(school, minutes=1)
    draft = school.chen.sees("R-1 报告草稿：2026年10月")
    assert "11月5日 前发出" in draft.text
    assert "报修 3 件；解决的报修 1 件；按时解决率 100%" in draft.text
    assert "报修满意度" in dict(draft.card.facts)["缺的数"]  # nobody gave stars; it is missing, not 0
    assert draft.buttons == ["发出", "改稿", "加一句", "看全文"]
    school.zhou.does_not_see("R-1")
    assert "没有找到 R-1" in school.zhou.says("R-1").text
    # The CIO edits by words.
    whole = school.chen.presses("看全文").text
    assert "平均响应时间 3 分钟" in whole
    assert school.chen.says("加一句：十月重点是机房改造。").text.startswith("R-1 报告草稿")
    assert "要发的时候" not in school.chen.says("加一句：运维服务：102室的打印机要更换。").text
    whole = school.chen.presses("看全文").text
    number = whole.partition("] 十月重点是机房改造")[0].rpartition("[")[2]
    assert "102室的打印机要更换" in whole.partition("【运维服务】")[2].partition("【")[0]
    school.chen.says(f"改 {number}：十月重点是机房改造和网络安全。")
    school.chen.says("改摘要：" + "很" * 400)
    assert "摘要最多 300 字" in school.chen.last().text
    school.chen.says("取消")
    assert "没有第 99 句" in school.chen.says("删 99").text
    school.chen.says("取消")
    school.chen.says("R-1")
    late = next(line for line in whole.splitlines() if "超过时限" in line)
    school.chen.says(f"删 {late[1:].partition(']')[0]}")
    school.chen.says("重新取数")
    whole = school.chen.presses("看全文").text
    assert "超过时限" not in whole  # what was taken out does not come back
    assert whole.count("十月重点是机房改造和网络安全") == 1
    assert "101" not in whole  # late issues are named without their rooms
    # It is due on the third working day: the CIO hears, two days later the secretary.
    let_pass(school, days=3, hours=1)
    school.chen.sees("报告 R-1 今天到期")
    let_pass(school, days=4)
    assert "已逾期" in wu.sees("R-1（2026年10月）").text
    # Sent only after it was confirmed on the newest version.
    school.chen.says("R-1")
    school.chen.says("确认发送")  # a draft: shown first as it would leave
    school.zhou.does_not_see("信息化工作报告")
    confirm = school.chen.sees("R-1 待发确认：2026年10月，发给周校长")
    old = next(button.token for button in confirm.card.buttons if button.label == "确认发送")
    school.chen.says("加一句：已报送教育局。")
    school.chen.says("发出 R-1")
    assert "有了新内容" in school.chen.presses_token(old).text
    school.chen.presses("确认发送")
    school.chen.sees("R-1 已发给周校长")
    got = school.zhou.sees("R-1 信息化工作报告：2026年10月", buttons=["已阅", "批示", "约谈", "看全文"])
    assert len(got.card.lines[0]) <= 300
    assert got.card.files[0].name.endswith(".pdf")
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file_of(school, ".pdf"))).pages)
    assert [word for word in ("缺", "T-0001", "按报修日期数") if word not in printed] == []
    assert "网络安全" in zipfile.ZipFile(io.BytesIO(file_of(school, ".docx"))).read("word/document.xml").decode()
    school.wang.does_not_see("R-1")
    # The leader reads it and answers; the words become a task.
    school.zhou.presses("已阅")
    school.chen.sees("周校长已阅 R-1")
    assert report_of(school, "R-1").status == "read"
    school.zhou.presses("批示")
    told = school.zhou.says("请信息中心两周内拿出打印机更换方案").text
    assert "K-0001" in told or "K-1" in told, told
    assert report_of(school, "R-1").status == "instructed"
    school.zhou.says("约谈 R-1 下周一上午谈预算")
    school.chen.sees("周校长想就 R-1 约谈：下周一上午谈预算")
    # The figures of what was sent stay, whatever is reported later; the next report shows the instruction.
    frozen = report_of(school, "R-1").content["summary"]
    school.clock.now = datetime(2026, 12, 1, 0, 31, tzinfo=UTC)
    let_pass(school, minutes=1)
    school.chen.sees("R-2 报告草稿：2026年11月")
    assert "打印机更换方案" in school.chen.presses("看全文").text
    assert report_of(school, "R-1").content["summary"] == frozen
    changes = school.chen.says("R-1 和 R-2 对比").text
    assert "报修：3 件 → 0 件" in changes
    # A correction is a new edition with its differences; the first stays as it was.
    school.chen.says("更正报告 R-1 漏了一件")
    school.chen.says("加一句：另有一件由厂家直接处理。")
    school.chen.says("发")
    school.chen.presses("确认发送")
    again = school.zhou.sees("（更正，第2版）")
    assert "更正理由：漏了一件" in again.text
    assert "＋ 另有一件由厂家直接处理" in again.text
    assert again.buttons[0] == "已阅"
    with school.database.read() as tx:
        kept = reports.by_code(tx, "R-1")
        assert kept is not None
        assert [one.number for one in kept.editions] == [1, 2]
        assert "另有一件" not in str(kept.editions[0].content)
    let_pass(school, days=40)
    assert report_of(school, "R-1").status == "archived"


def test_a_report_is_for_those_it_is_for(school: SmallSchool) -> None:
    school.li.says("101投影仪不亮")
    assert "R-" not in school.zhou.says("出个年度报告").text
    assert "（1月1日—9月15日）" in school.zhou.last().text
    assert "工作报告由 CIO 生成" in school.li.says("给我一份上个月的报告").text
    glance = school.zhou.says("给我一份本月的报告")
    assert "未经 CIO 确认" in glance.text
    assert "报修 1 件" in glance.text
    draft = school.chen.says("生成本月的信息化工作报告")
    assert draft.card.title.startswith("R-1 报告草稿：9月1日—9月15日")
    assert school.chen.says("生成本月的信息化工作报告").card.title == draft.card.title  # not made twice
    assert "未经 CIO 确认" in school.zhou.says("给我一份本月的报告").text  # a draft is not a leader's to read
    school.chen.presses("发出")
    school.chen.presses("确认发送")
    assert school.zhou.says("给我一份本月的报告").card.title == "R-1 信息化工作报告：9月1日—9月15日"
    assert "R-1" in school.zhou.says("报告").text
    asked = school.zhou.says("这个月做得不错但打印机那块还差点意思")
    if "是对 R-1 的批示吗" in asked.text:
        school.zhou.presses("是，作为批示")
        assert "打印机那块还差点意思" in str(report_of(school, "R-1").instructions)


def test_without_an_answer_a_report_ends_as_one_without_instruction(school: SmallSchool) -> None:
    school.li.says("101投影仪不亮")
    school.chen.says("生成报告 本月")
    school.chen.says("发出 R-1")
    school.chen.presses("确认发送")
    let_pass(school, days=9)
    assert report_of(school, "R-1").status == "plain"
    with school.database.write() as tx:
        turn = Turn(tx, school.school, school.features, school.clock.now)
        school.features.dues["reports.monthly"](turn, "", {})
    assert report_of(school, "R-2").first.month == 8


def test_the_card_shows_the_sentence_that_was_added_changed_or_taken_out(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.chen.says("生成报告 本月")
    added = school.chen.says("加一句：机房空调已经换好")
    assert "：机房空调已经换好" in added.text
    assert added.card.lines[0].startswith("加了第 ")
    number = added.card.lines[0].removeprefix("加了第 ").partition(" ")[0]
    assert school.chen.says(f"改 {number}：机房空调本周换好").card.lines[0] == f"第 {number} 句改成：机房空调本周换好"
    assert "机房空调本周换好" in school.chen.says(f"删 {number}").card.lines[0]


def test_a_time_without_any_record_is_said_in_one_line(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    card = school.chen.says("生成报告 上个月")
    assert card.card.lines[0].startswith("这段时间还没有记录。")
    assert "缺的数" not in dict(card.card.facts)
