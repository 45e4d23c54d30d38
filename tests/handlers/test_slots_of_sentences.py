"""The place, thing, fault, time, number and person in what people say."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understand import Understander
from handlers.understanding.phrasing import MAX_LENGTH, core, plain
from handlers.understanding.tagging import tag

UNDERSTANDER = Understander()


def slots_of(text: str, context: str = "none", role: str = "staff") -> dict[str, Any]:
    return dict(UNDERSTANDER.understand(text, context=context, role=role).slots)


@pytest.mark.parametrize(
    ("text", "location", "asset", "symptom"),
    [
        ("高二3班投影仪不亮", "高二3班", "投影仪", "不亮"),
        ("高二（3）班投影义不亮", "高二(3)班", "投影仪", "不亮"),
        ("302教室的电脑开不了机", "302教室", "电脑", "开不了机"),
        ("三楼机房空调漏水", "三楼机房", "空调", "漏水"),
        ("图书馆二楼打印机卡纸了", "图书馆二楼", "打印机", "卡纸"),
        ("办公室wifi连不上", "办公室", "wifi", "连不上"),
        ("我们Office的WiFi连不上", "Office", "WiFi", "连不上"),
        ("实验楼B座5楼多媒体没声音", "实验楼B座5楼", "多媒体", "没声音"),
        ("七年级(5)班希沃黑屏了", "七年级(5)班", "希沃", "黑屏"),
        ("三年二班的班班通打不开", "三年二班", "班班通", "打不开"),
        ("教务处打印机没墨了", "教务处", "打印机", "没墨"),
        ("二号机房交换机坏了", "二号机房", "交换机", "坏了"),
        ("3号楼2楼的复印机用不了", "3号楼2楼", "复印机", "用不了"),
        ("the projector in Room 204 won't turn on", "Room 204", "projector", "won't turn on"),
        ("Grade 8 Class 3 smartboard is frozen", "Grade 8 Class 3", "smartboard", "frozen"),
        ("printer in the library is jammed", "library", "printer", "is jammed"),
    ],
)
def test_a_fault_report_holds_place_thing_and_fault(text: str, location: str, asset: str, symptom: str) -> None:
    slots = slots_of(text)
    assert (slots["location"], slots["asset"], slots["symptom"]) == (location, asset, symptom)


@pytest.mark.parametrize(
    ("text", "context", "role", "expected"),
    [
        ("图书馆二楼打印机卡纸了,下午要用", "none", "staff", {"needed_by": "下午"}),
        ("高二7班投影黑屏，急！", "none", "staff", {"urgency": "急"}),
        ("不是302是303", "ticket_open:1", "staff", {"location": "303", "wrong_location": "302"}),
        ("118号怎么样了", "none", "staff", {"ticket_id": "T-0118"}),
        ("备份昨晚跑完了，没报错", "none", "technician", {"kind": "成功", "time": "昨晚"}),
        ("昨天学籍没备成，网断了", "none", "technician", {"kind": "失败"}),
        ("2不合格 门锁坏了", "inspection_live:IN-4", "inspector", {"item": "2", "kind": "不合格"}),
        (
            "no pass on item 3, the cable is loose",
            "inspection_live:IN-4",
            "inspector",
            {"item": "item 3", "kind": "不合格"},
        ),
        ("前五项都过了", "inspection_live:IN-4", "inspector", {"item": "前五项", "kind": "合格"}),
        ("这里没有空调，这项不适用", "inspection_live:IN-4", "inspector", {"kind": "不适用"}),
        (
            "安排一次对总务处的账号检查，周五",
            "none",
            "inspector",
            {"topic": "账号", "department": "总务处", "time": "周五"},
        ),
        ("家长的微信号属于什么数据", "none", "staff", {"topic": "家长的微信号"}),
        ("我的手机号登记错了，改一下", "none", "staff", {"kind": "correct"}),
        ("一百一十八号怎么样了", "none", "staff", {"ticket_id": "T-0118"}),
        ("t118 到哪了", "none", "staff", {"ticket_id": "T-0118"}),
        ("5星", "ticket_resolved:1", "staff", {"score": 5}),
        ("给四星吧，来得有点慢", "ticket_resolved:1", "staff", {"score": 4, "comment": "来得有点慢"}),
        ("⭐⭐⭐⭐⭐", "ticket_resolved:1", "staff", {"score": 5}),
        ("T-0118转给小王", "none", "technician", {"ticket_id": "T-0118", "person": "小王"}),
        ("T-0118挂起，等配件，周五到", "none", "technician", {"reason": "等配件", "time": "周五"}),
        ("T-0118已解决，换了灯泡", "none", "technician", {"ticket_id": "T-0118", "solution": "换了灯泡"}),
        ("把T-0118和T-0119合并", "none", "dispatcher", {"ticket_id": "T-0118", "other_ticket_id": "T-0119"}),
        ("驳回P-2026-003，理由：重复建设", "none", "cio", {"project_id": "P-2026-003", "reason": "重复建设"}),
        ("委托张主任代我审批，到周五", "none", "cio", {"person": "张主任", "time": "周五"}),
        ("我想申请一个智慧教室项目，预算8万", "none", "staff", {"topic": "智慧教室", "budget": "8万"}),
        ("预算改成10万", "project_draft:1", "staff", {"field": "预算", "budget": "10万"}),
        ("提醒我明天下午三点开会", "none", "staff", {"time": "明天下午三点", "content": "开会"}),
        ("半小时后提醒我去302", "none", "staff", {"time": "半小时后", "content": "去302"}),
        ("通知全体老师明天下午三点在报告厅开会", "none", "staff", {"audience": "全体老师", "location": "报告厅"}),
        ("下周三下午安排一次信息安全培训，在报告厅", "none", "staff", {"topic": "信息安全", "time": "下周三下午"}),
        ("请假，那天有课", "training_invite:TR-3", "staff", {"kind": "请假", "reason": "那天有课"}),
        ("签到 4821", "training_live:TR-3", "staff", {"code": "4821"}),
        ("上个月报修多少件", "none", "staff", {"metric": "报修", "period": "上个月"}),
        ("下周五组织一次停电演练", "none", "staff", {"scenario": "停电", "time": "下周五"}),
        ("14:05 疏散完毕", "drill_live:D-2", "staff", {"time": "14:05", "content": "疏散完毕"}),
        ("绑定 8F3K2A", "unbound_user", "staff", {"code": "8F3K2A"}),
        ("第二个", "choice_prompt:3", "staff", {"option": 2}),
        ("最后一个", "choice_prompt:3", "staff", {"option": 3}),
        ("the second one", "choice_prompt:3", "staff", {"option": 2}),
        ("教务系统备份失败，磁盘满了", "none", "technician", {"asset": "教务系统", "kind": "失败"}),
        ("第三项不合格，灭火器过期", "inspection_live:IN-4", "staff", {"item": "第三项", "kind": "不合格"}),
        ("学生成绩属于哪一级数据", "none", "staff", {"topic": "学生成绩"}),
        ("打开勒索病毒预案", "none", "staff", {"scenario": "勒索病毒"}),
        ("请信息中心下周五前拿出整改方案", "none", "leader", {"department": "信息中心", "needed_by": "下周五前"}),
    ],
)
def test_slots_are_named_after_what_they_hold(text: str, context: str, role: str, expected: dict[str, Any]) -> None:
    slots = slots_of(text, context, role)
    assert {name: slots.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ｔ－０１１８ 投影義坏勒", "t-0118 投影仪坏了"),
        ("打印机咋还没修", "打印机怎么还没修"),
        ("採購設備要經過誰審核?", "采购设备要经过谁审核?"),
        ("軟體出問題找誰？", "软件出问题找谁?"),
        ("dayinji 坏咯", "打印机 坏了"),
        ("高二\u200b3班\u202e投影仪", "高二3班投影仪"),
    ],
)
def test_many_ways_of_typing_become_one(typed: str, meant: str) -> None:
    assert plain(typed) == meant


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("你好,请问投影仪坏了怎么报修", "投影仪坏了怎么报修"),
        ("好了,谢谢师傅!", "好了"),
        ("谢谢", "谢谢"),
        ("在吗", "在吗"),
    ],
)
def test_politeness_is_set_aside_unless_it_is_all(line: str, rest: str) -> None:
    assert core(line) == rest


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=5_000))
def test_spans_lie_in_the_sentence_in_order_and_never_overlap(text: str) -> None:
    line = plain(text)
    assert len(line) <= 4 * MAX_LENGTH
    tagged = tag(line)
    position = 0
    for span in tagged.spans:
        assert position <= span.start < span.end <= len(line)
        assert line[span.start : span.end] == span.text
        position = span.end
