"""A request's way: written in one message, returned, changed, approved; refused, supplemented, withdrawn."""

from tests.conftest import SmallSchool
from tests.stage import Seen

FILLED = """申请项目 机房改造
目的:更换二号机房老旧电脑
服务目标:G-3
预算:3.5万元
人力:2名技术员
时间:12月1日到12月31日
数据类别:不涉及数据
安全要求:按等保二级加固
验收指标:开机时间少于30秒;全年故障少于5次"""


def submitted(school: SmallSchool) -> Seen:
    school.li.says(FILLED)
    return school.li.presses("提交")


def test_one_message_fills_the_whole_request(school: SmallSchool) -> None:
    draft = school.li.says(FILLED)
    assert draft.buttons == ["提交", "修改", "取消"]
    assert "机房改造" in draft.text
    assert "3.5万元" in draft.text
    assert school.chen.everything() == []
    done = school.li.presses("提交")
    assert "P-2026-001" in done.text
    assert done.buttons == ["撤回"]
    card = school.chen.sees("待你审批:P-2026-001", buttons=["同意", "驳回", "退回", "补充材料", "转交"])
    for fact in ("李老师", "数学组", "二号机房", "G-3", "3.5万元", "2名技术员", "不涉及数据", "等保", "30秒", "6.2.1"):
        assert fact in card.text
