"""An inspection: planned in a sentence, walked item by item, answered, mended, checked again by who found it."""

from datetime import datetime

import pytest

from handlers.incoming import Attachment, Said
from storage import audit, files, inspections, schedules, wanted_files
from storage.people import Role
from tests.conftest import SmallSchool
from tests.ringing import pass_time
from tests.stage import Character


@pytest.fixture
def he(school: SmallSchool) -> Character:
    return school.person("何老师", Role.INSPECTOR, department="语文组")


def sends_picture(school: SmallSchool, who: Character, ref: str, text: str = "") -> None:
    """A picture, perhaps with words, that the fetcher has a moment later."""
    said = Said(who._who(), school.event_id(), school.clock.now, text, (Attachment("photo", ref),))
    school.hear(said)
    with school.database.write() as tx:
        for row in wanted_files.claim(tx, ["chat"], school.clock.now, school.clock.now):
            kept = files.keep(tx, f"{ref}.jpg", "image/jpeg", ref.encode(), school.clock.now, subject=row.subject)
            row.status, row.file_id = wanted_files.FETCHED, kept.id
            schedules.set_timer(
                tx, f"file:{row.id}:here", row.action, f"file:{row.id}", school.clock.now, {"code": row.subject}
            )
    pass_time(school, minutes=1)


def test_from_a_sentence_to_the_last_check(school: SmallSchool, he: Character) -> None:
    planned = he.says("下周二检查三楼机房")
    assert "IN-1 检查三楼机房（信息中心） · 计划" in planned.text
    assert planned.buttons == ["开始检查", "通知被查部门", "取消检查"]
    assert dict(planned.card.facts)["答复人"] == "陈主任"  # never the inspector, who is of another department
    school.chen.does_not_see("IN-1")
    pass_time(school, days=5)
    assert "由何老师来查" in school.chen.sees("检查：三楼机房").text  # two working days ahead, by rule
    pass_time(school, days=2)
    he.presses("开始检查")
    he.sees("IN-1 第 1/8 项", buttons=["合格", "不合格", "不适用", "暂停"])
    he.presses("合格")
    he.sees("第 2/8 项")
    assert "第 3/8 项" in he.says("1").text  # the number of a button
    he.presses("不合格")
    he.sees("第 3 项哪里不合格？", buttons=["不写了", "取消"])
    assert "已记：3 不合格 电池用了六年" in he.says("电池用了六年").text
    he.says("暂停")
    he.sees("已暂停，记到第 3 项了")
    pass_time(school, hours=20)
    he.says("继续检查")
    sends_picture(school, he, "extinguisher")
    he.sees("照片记到第 4 项")
    assert "8 项都查完了：合格 6，不合格 2，不适用 0" in he.says("4不合格 灭火器过期，其余合格").text
    he.presses("结束检查")

    school.chen.sees("检查结果 IN-1 三楼机房（信息中心）：合格 6，不合格 2，不适用 0")
    asked = school.chen.sees("请答复检查发现 F-1：电池用了六年", buttons=["确认问题", "申辩", "交给同事"])
    assert "细则「检查发现的申辩期」" in asked.text
    school.chen.says("申辩 F-2 上周刚换的")
    he.sees("被查部门申辩 F-2", buttons=["维持", "申辩成立"])
    he.says("维持 F-2 现场看还是旧的")
    school.chen.sees("请整改 F-2")
    assert "不能替被查部门" in school.chen.says("交给同事 F-2 何老师").text
    school.chen.says("交给同事 F-2 王技术")
    due = school.wang.sees("请整改 F-2：灭火器过期", buttons=["提交整改"])
    assert "细则「严重问题整改期限」2个工作日" in due.text
    sends_picture(school, school.wang, "new-one")
    school.wang.sees("照片记到 F-2 了")
    school.wang.says("整改完成")
    school.wang.says("换了新的")
    he.sees("请复查 F-2：灭火器过期", buttons=["复查合格", "退回整改"])
    assert [file.name for seen in he.chat() for file in seen.card.files] == ["new-one.jpg"]
    assert "复查只能由查出问题的检查员（何老师）来做" in school.chen.says("复查合格 F-2").text
    he.says("退回整改 F-2 还差一个")
    assert "退回理由：还差一个" in school.wang.sees("请整改 F-2").text
    school.wang.says("提交整改 F-2 两个都换了")
    he.says("IN-1复查合格")
    school.wang.sees("F-2 灭火器过期 · 复查合格")

    pass_time(school, days=7)  # nobody answered F-1: it counts as accepted
    school.chen.sees("F-1 申辩期已过")
    school.chen.says("提交整改 F-1 换了电池")
    he.presses("复查合格")
    school.chen.sees("检查 IN-1 三楼机房（信息中心） 全部整改合格，已关闭")
    assert "M-1" in he.says("转改进项 F-1").text
    report = he.says("检查报告 IN-1")
    assert "4. 灭火器在有效期内，通道没有杂物：不合格　灭火器过期" in report.text
    assert [file.name for file in report.card.files] == ["检查报告 IN-1.xlsx"]
    with school.database.read() as tx:
        log = {(entry.subject, entry.step): entry.facts for entry in audit.history(tx, "IN-1")}
        hashes = [entry.facts["details"] for entry in audit.history(tx, "F-2") if entry.step == "picture"]
        assert audit.verify(tx)[1] is None
    assert log["IN-1", "plan"]["details"]["checklist"] == 1
    assert hashes[0]["by"] == "王技术"
    assert len(hashes[0]["sha256"]) == 64
    he.says("明天检查三楼机房")  # the next one is compared with this one
    he.says("开始检查 IN-2")
    he.says("3不合格 又坏了，其余合格")
    assert "比上次好了 1 项，又不合格 1 项，新问题 0 项" in he.says("结束检查").text


def test_who_may_not_inspect_and_what_a_sentence_leaves_open(school: SmallSchool, he: Character) -> None:
    assert "要由检查员、CIO 或校领导来做" in school.li.says("下周检查总务处的数据").text
    assert "没有人能查语文组" in school.chen.says("突击检查二楼教室，语文组").text  # its only inspector is of it
    assert "不能查自己的部门" in school.chen.says("安排何老师下周检查语文组的账号").text
    school.chen.says("安排检查")
    school.chen.says("2")
    assert "没有找到部门「火星部」" in school.chen.says("火星部").text
    assert "IN-1 检查教室（教务处）" in school.chen.says("教务处").text
    he.sees("IN-1 检查教室（教务处）", buttons=["开始检查", "通知被查部门", "取消检查"])
    assert "没有找到 IN-1" in school.sun.says("IN-1").text  # not announced yet: it is a surprise to them
    assert "没有找到 IN-1" in school.li.says("开始检查 IN-1").text
    school.chen.says("取消检查 IN-1 重复了")
    he.sees("检查 IN-1 取消了：重复了")
    school.sun.does_not_see("IN-1 取消")


def test_a_walk_by_words_alone_on_a_platform_without_buttons(school: SmallSchool) -> None:
    he = school.person("何老师", Role.INSPECTOR, department="语文组", platform="plain")
    he.says("今天检查教务处的账号")
    he.says("1")  # 开始检查
    assert "第 2/6 项" in he.says("1").text
    assert "哪里不合格" in he.says("2").text
    assert "第 3/6 项" in he.says("1").text  # 不写了
    assert "只有 6 项，没有第 9 项" in he.says("9 合格").text
    assert "还有 4 项没查：第 3、4、5、6 项" in he.says("结束检查").text
    sure = he.says("怎么算合格？")
    assert "已记" not in sure.text  # a question is no result
    he.says("the rest n/a")
    he.says("2 合格")  # changed before the end
    assert "没有发现问题，检查关闭" in he.says("结束检查").text
    school.sun.does_not_see("请答复")
    late = he.says("3 不合格")
    assert "没有进行中的检查" in late.text


def test_overdue_reaches_the_head_and_then_the_cio(school: SmallSchool, he: Character) -> None:
    qian = school.person("钱主任", Role.HEAD, department="总务处")
    school.person("吴老师", Role.LIAISON, department="总务处")
    he.says("今天检查总务处的数据")
    he.says("开始检查 IN-1")
    he.says("3不合格 没有同意书，其余合格")
    he.says("结束检查")
    qian.presses("确认问题")
    begun: datetime = school.clock.now
    pass_time(school, days=10)
    titles = [seen.card.title for seen in qian.chat() if "F-1" in seen.card.title]
    assert [title.partition("：")[0] for title in titles if "整改" in title and "请" not in title] == [
        "F-1 整改今天到期", "F-1 整改已逾期（9月17日）", "F-1 整改已逾期（9月17日）",
    ]  # fmt: skip
    school.chen.sees("F-1 整改已逾期")
    assert "逾期升级" in he.says("IN-1").text
    assert school.clock.now > begun
    qian.says("提交整改 F-1 补了同意书")
    assert "待复查" in he.says("IN-1").text


def test_the_lists_are_the_school_s_own_and_have_versions(school: SmallSchool, he: Character) -> None:
    assert "第 1 版" in school.li.says("机房清单").text
    assert "要由检查员或 CIO来做" in school.li.says("机房清单增加一项：防鼠").text
    he.says("今天检查三楼机房")
    assert "第 2 版，9 项" in he.says("机房清单增加一项：防鼠措施到位（较重）").text
    assert "第 3 版，9 项" in he.says("机房清单第2项改成温度18到27度").text
    assert "第 4 版，8 项" in he.says("机房清单删掉第3项").text
    assert "没有第 12 项" in he.says("机房清单删掉第12项").text
    shown = he.says("检查清单 机房").text
    assert "2. 温度18到27度（较重）" in shown
    assert "8. 防鼠措施到位（较重）" in shown
    assert "机房，第 1 版，8 项" in he.says("IN-1").text  # what is planned keeps the list it was made from


def test_how_the_charter_is_kept_follows_from_the_records(school: SmallSchool, he: Character) -> None:
    school.chen.says("新增改进项：补一次应急培训，负责人王技术，9月30日前")
    board = school.chen.says("制度落实情况")
    assert board.card.title == "制度落实：27 条，有近期记录 1 条，有缺口 26 条"
    assert "6.3.2 持续改进：9月15日 M-1 登记（陈主任），1 条记录" in school.chen.presses("全部条款").text
    assert "要由CIO、校领导" in school.li.says("制度落实情况").text
    he.says("对全校做一次制度落实检查")
    assert "已查 1/27 项" in he.sees("IN-1 检查制度落实（全校）").text  # what the records speak for is not asked
    he.presses("开始检查")
    assert "第 1/27 项：5.1.1" in he.last().text or "第 1/27 项：5.1.1" in he.sees("5.1.1").text
    assert "要由CIO来做" in school.zhou.says("导出证据包 给教育局").text
    school.chen.says("证据包")
    assert "至少四个字" in school.chen.says("检查").text
    pack = school.chen.says("区里督导检查要看的材料")
    assert [file.name for file in pack.card.files] == ["制度落实证据包 2026-09-15.xlsx"]
    with school.database.read() as tx:
        assert audit.history(tx, "evidence")[-1].facts["reason"] == "区里督导检查要看的材料"
    pass_time(school, days=200)
    assert "6.3.2 持续改进：太久了" in school.chen.says("制度落实情况").text + school.chen.presses("全部条款").text


def test_two_at_once_and_presses_that_come_too_late(school: SmallSchool, he: Character) -> None:
    he.says("今天检查教务处的数据")
    he.says("开始检查 IN-1")
    first = next(button.token for button in he.sees("第 1/6 项").card.buttons if button.label == "合格")
    he.says("其余合格")
    assert "已记" in he.presses_token(first).text  # an old card's button means its own item, again
    school.li.presses_token(first)
    assert "没有找到 IN-1" in school.li.last().text
    he.says("3 不合格 没有同意书")
    he.says("结束检查")
    refused = he.presses_token(first)
    assert "不能再「记录结果」" in refused.text
    school.sun.presses("确认问题")
    assert "不能再「申辩」" in school.sun.says("申辩 F-1 不对").text
    assert "要由被查部门" in he.says("提交整改 F-1 好了").text


def test_in_english(school: SmallSchool) -> None:
    he = school.person("Mr He", Role.INSPECTOR, department="English", language="en")
    planned = he.says("inspect the server room next Tuesday")
    assert "IN-1 inspection of server room (信息中心) · planned" in planned.text
    he.presses("Start")
    he.says("pass")
    he.says("fail")
    assert "Noted: 2 Fail too warm" in he.says("too warm").text
    he.says("the rest n/a")
    assert "Result of IN-1" in he.says("finish").text


def test_inspectors_speak_in_their_own_words(school: SmallSchool, he: Character) -> None:
    he.says("搞个灭火器检查")
    assert "IN-1 检查灭火器（教务处）" in he.says("教务处").text
    he.says("安排检查")
    assert "检查什么？" in he.says("教务处").text  # whose it is does not say what it is
    assert "IN-2 检查数据（教务处）" in he.says("对教务处进行数据安全检查").text
    he.says("开始检查 IN-2")
    assert "已记：1 合格" in he.says("这项算合格").text
    assert "第 2/6 项" in he.says("检查到哪了").text
    assert "IN-2 已暂停" in he.says("先停一下").text
    assert "第 2/6 项" in he.says("接着检查").text
    he.says("3不合格 没有同意书，其余合格")
    he.says("检查完了")
    assert "3. 未成年人信息有监护人同意：不合格" in school.chen.says("上次检查结果怎么样").text
    assert "F-1 没有同意书 · 待确认" in school.chen.says("整改情况").text
    assert "制度落实：27 条" in school.zhou.says("制度落实得怎么样").text
    assert "F-1" in school.sun.says("我的待办").text


def test_asking_whether_something_was_inspected_plans_nothing(school: SmallSchool) -> None:
    for asks in ("今天检查数据了吗", "机房上周检查过没有", "什么时候来检查机房"):
        assert "查的是哪个部门" not in school.chen.says(asks).text, asks
        assert "没有" in school.chen.last().text
    with school.database.read() as tx:
        assert inspections.newest(tx) == []
    assert "要由检查员（王技术不是）来做" in school.chen.says("能不能安排王技术下周二检查总务处的账号？").text
