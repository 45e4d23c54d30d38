"""One's own data: told, copied, corrected, deleted; and how one is told things, and why."""

import io

import pytest
from openpyxl import load_workbook

from storage import files
from storage.people import Role
from tests.conftest import SmallSchool
from tests.ringing import pass_time


def copy_of(school: SmallSchool, file_id: int) -> str:
    """Every cell of a file."""
    with school.database.read() as tx:
        content = files.content_of(tx, file_id, school.clock.now)
    assert content is not None
    book = load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_what_is_kept_is_told_and_given_as_a_file_without_what_is_others(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.says("接单 T-0001")
    told = school.li.says("你们存了我什么信息")
    facts = dict(told.card.facts)
    assert facts["姓名"] == "李老师"
    assert facts["办事记录"].startswith("1 条是你的")
    assert told.buttons == ["导出给我", "要更正", "要删除"]
    mine = school.li.presses("导出给我").card.files[0]
    assert mine.name == "我的个人信息 2026-09-15.xlsx"
    assert "不亮" in copy_of(school, mine.id)
    his = school.wang.says("导出我的个人信息").card.files[0]
    assert "T-0001" in copy_of(school, his.id)  # that he had it in hand, not what she wrote
    assert "不亮" not in copy_of(school, his.id)
    guest = school.stranger()
    assert "我只知道这个聊天账号" in guest.says("你存了我哪些信息").text
    assert "我还不认识你" in guest.says("导出我的个人信息").text
    assert "不会转告" in school.li.says("你会不会把我说的话告诉领导").text


def test_corrections_and_deletions_go_to_people_with_a_day(school: SmallSchool) -> None:
    admin = school.person("沈老师", Role.ADMIN, department="信息中心")
    assert "收到 PR-1，9月30日前由沈老师答复你" in school.li.says("更正我的个人信息，手机号错了").text
    admin.sees("请办理 PR-1：李老师要求更正个人信息", buttons=["已办", "不能办"])
    school.li.says("删除我的个人信息")
    school.li.says("手机号")
    assert "没有找到 PR-2" in school.sun.says("PR-2").text
    admin.says("已办 PR-1 改成新的了")
    school.li.sees("你的请求 PR-1（更正）：改成新的了")
    admin.says("不能办 PR-2 报修联系要用，离职时删")
    school.li.sees("你的请求 PR-2（删除）：报修联系要用，离职时删")
    guest = school.stranger("家长")
    assert "收到 PR-3" in guest.says("注销账号").text
    pass_time(school, days=16)
    admin.sees("还没办：PR-3 家长要求删除个人信息")
    admin.says("已办 PR-3 账号已删")
    guest.sees("你的请求 PR-3（删除）：账号已删")
    admin.says("删除我的手机号")
    assert "自己的请求要由别人来办" in admin.says("已办 PR-4 删了").text
    school.chen.sees("请办理 PR-4：沈老师要求删除个人信息")


PREFERENCES = {
    "以后用文字发给我": "以后用文字和数字",
    "用文字，不要卡片": "以后用文字和数字",
    "别再给我发这种通知": "普通通知不再发给你",
    "我不想收到广播推送": "普通通知不再发给你",
    "以后别晚上给我发消息": "22:00 到 07:00 我本来就不打扰",
    "字大一点": "字号跟着手机的设置走",
    "只发企业微信就行": "消息发到你最近用过的渠道",
    "用英文回复我": "All right, English from now on.",
}


@pytest.mark.parametrize("words", PREFERENCES)
def test_what_can_be_set_is_set_and_the_rest_is_said_plainly(school: SmallSchool, words: str) -> None:
    assert PREFERENCES[words] in school.li.says(words).text


def test_why_did_i_get_this(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    for words in ("为什么收到这条", "这个怎么老给我发", "why did i get this?"):
        why = school.wang.says(words).text
        assert "T-0001" in why
        assert "5.2.1" in why
    assert "等你：接单" in school.wang.says("为什么收到这条").text
    assert "T-0001" not in school.sun.says("为什么收到这条").text
