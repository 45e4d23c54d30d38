"""Data and its class: the wizard, the owner's word, the yearly review, and the project that waits for it."""

from tests.conftest import SmallSchool
from tests.journeys.test_projects import FILLED
from tests.ringing import pass_time


def test_the_wizard_asks_only_what_it_has_to(school_on_any: SmallSchool) -> None:
    school = school_on_any
    answer = school.li.says("学生成绩属于哪级")
    assert answer.card.title == "学生成绩：敏感个人信息 · 未成年人"
    assert "还没登记，以上是按规则的判断" in answer.text
    assert "至少每 1 天备份一次（细则「重要和敏感数据备份间隔」）" in answer.text
    school.li.presses("登记并确认")
    assert "DA-1 已确认" in school.li.presses("确认这个级别").text
    said = school.sun.says("学生成绩是敏感信息吗")
    assert "登记 DA-1，责任人李老师，已确认" in said.text
    assert school.sun.says("数据分类").text == "是什么数据？如：学生成绩、门禁人脸照片、公开的课程表。"
    school.sun.says("值班记录")
    school.sun.says("教职工")
    assert "多少人" in school.sun.last().text
    assert "写一个数" in school.sun.says("很多").text
    school.sun.says("2万人")
    assert "涉及 10000 人以上（细则「多少人的数据算量大」）" in school.sun.sees("值班记录：建议定为「重要数据」").text
    assert "比建议的级别低，要由 CIO 来定" in school.sun.says("改级别 DA-2 一般，没什么用").text
    assert "改级别要写理由" in school.chen.says("改级别 DA-2 一般").text
    school.chen.says("改级别 DA-2 一般，只存到学期末")
    assert "理由：只存到学期末" in school.chen.says("DA-2").text


def test_the_owner_of_the_system_confirms_and_the_system_has_the_class(school: SmallSchool) -> None:
    school.chen.says("登记系统 教务系统 负责人赵技术")
    assert "SYS-1 教务系统 · 系统数据未分类 · 赵技术" in school.chen.says("哪些数据还没分类").text
    school.sun.says("数据分类 教务系统学籍，1200名学生")
    assert "要由数据责任人" in school.sun.says("确认这个级别 DA-1").text
    school.zhao.presses("确认这个级别")
    assert "数据类别：敏感个人信息" in school.chen.says("SYS-1").text
    assert "都分类了" in school.chen.says("哪些数据还没分类").text
    pass_time(school, days=366)
    assert "该复核了" in school.zhao.presses("复核无变化", on="该复核了").text or "已确认" in school.zhao.last().text
    assert "2027年" in school.zhao.says("DA-1").text or "已确认" in school.zhao.last().text


def test_a_project_waits_for_its_class(school: SmallSchool) -> None:
    school.sun.says(FILLED.replace("不涉及数据", "还不清楚"))
    school.sun.presses("提交")
    assert "数据分类 P-2026-001 什么数据" in school.chen.presses("同意").text
    school.sun.says("数据分类 P-2026-001 图书借阅记录，教师，80人")
    assert "数据类别还没定" in school.chen.says("同意 P-2026-001").text  # suggested is not confirmed
    school.sun.presses("确认这个级别")
    said = school.chen.says("P-2026-001").text
    assert "数据类别未定" not in said
    school.sun.says("数据分类 P-2026-001 学生人脸照片")
    assert "学生人脸照片还没确认数据级别" in school.chen.presses("同意").text
    school.sun.says("确认级别 DA-2")
    assert "还没确认" not in school.chen.presses("同意").text


def test_a_guest_hears_the_charter_and_nothing_of_the_register(school: SmallSchool) -> None:
    answer = school.stranger().says("学生手机号算哪级").text
    assert "绑定" not in answer
    assert "7.2.1" in answer
