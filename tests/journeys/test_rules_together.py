"""Rules that hang together: an order that has to hold, and a second change named while the first is under way."""

from datetime import timedelta

import pytest

from handlers.catalogue import Features
from storage import rules
from tests.conftest import SmallSchool

REASON = "课堂等不起"


def value(school: SmallSchool, key: str) -> int | None:
    with school.database.read() as tx:
        row = rules.latest(tx, key)
        return int(row.value) if row else None


# An order


def test_the_defaults_are_in_order(features: Features) -> None:
    workday = timedelta(hours=8)
    for rule in features.rules.values():
        for key in (*rule.within, *rule.before):
            other = features.rules[key]
            if rule.default and other.default:
                small, large = rule.weighs(rule.default, workday), other.weighs(other.default, workday)
                assert small < large or (key in rule.within and small == large), (rule.key, key)


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("P1响应时限改成40分钟", "不能大于「P2 响应时限」（现为 30分钟）"),
        ("P2响应时限改成5分钟", "不能小于「P1 响应时限」（现为 10分钟）"),
        ("P1解决时限改成5分钟", "不能小于「P1 响应时限」（现为 10分钟）"),
        ("P2解决时限改成4个工作日", "不能大于「P3 解决时限」（现为 3个工作日）"),
        ("P1解决时限改成20小时", "不能大于「P2 解决时限」（现为 1个工作日）"),
        ("审批第一次提醒改成5天", "要小于「审批再次提醒」（现为 5个工作日）"),
        ("审批再次提醒改成2天", "要大于「审批第一次提醒」（现为 3个工作日）"),
        ("培训前几天提醒未回复的人改成1天", "要大于「培训前多久提醒参加的人」（现为 24小时）"),
        ("新版制度第二次催知悉改成20天", "要小于「未知悉名单转部门负责人」（现为 10天）"),
        ("安全事件接手时限改成半小时", "不能大于「安全事件无人接手报校领导」（现为 15分钟）"),
        ("答复提问人的期限改成12个工作日", "要小于「释义超期告知 CIO 和组长」（现为 12个工作日）"),
    ],
)
def test_a_contradiction_is_refused_before_anything_is_confirmed(
    school: SmallSchool, sentence: str, named: str
) -> None:
    refused = school.chen.says(sentence)
    assert named in refused.text
    assert "先改「" in refused.text
    assert "确认" not in refused.buttons


def test_an_equal_target_is_no_contradiction_and_none_at_all_is_in_order_with_everything(school: SmallSchool) -> None:
    assert "为什么改" in school.chen.says("P1响应时限改成30分钟").text
    school.chen.says("取消")
    assert "为什么改" in school.chen.says("P3解决时限改成30个工作日").text  # P4 has none: as agreed


def test_a_value_changed_on_the_finished_draft_is_checked_too(school: SmallSchool) -> None:
    school.chen.says("P1响应时限改成15分钟，因为课堂等不起")
    school.chen.presses("修改")
    assert "不能大于「P2 响应时限」" in school.chen.says("改成45分钟").text
    school.chen.presses("确认")
    assert value(school, "issues.respond_p1") in (None, 15)


def test_the_other_rule_moved_meanwhile_and_the_confirmation_notices(school: SmallSchool) -> None:
    school.chen.says("P1响应时限改成25分钟，因为课堂等不起")
    with school.database.write() as tx:
        rules.publish(tx, "issues.respond_p2", 20, "x", 1, school.clock.now)
    assert "不能大于「P2 响应时限」（现为 20分钟）" in school.chen.presses("确认").text
    assert value(school, "issues.respond_p1") is None


# In whatever words


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("把一级故障的响应时间改成15分钟", "P1 响应时限：10分钟（默认） → 15分钟"),
        ("紧急故障的响应时间改为一刻钟", "P1 响应时限：10分钟（默认） → 15分钟"),
        ("把P1響應時限調整為15分鐘", "P1 响应时限：10分钟（默认） → 15分钟"),
        ("P2响应时限延长15分钟", "P2 响应时限：30分钟（默认） → 45分钟"),
        ("演练改成每学期两次", "演练频率：每学期 1 次（默认） → 每学期 2 次"),
        ("以后每学期演练两次", "演练频率：每学期 1 次（默认） → 每学期 2 次"),
        ("安全培训每学期搞两次", "安全培训频率：每学期 1 次（默认） → 每学期 2 次"),
        ("檢查頻率改為每學期2次", "检查频率：每学期 1 次（默认） → 每学期 2 次"),
        ("备份检查每周一次", "备份恢复测试频率：每学期 1 次（默认） → 每学期 20 次"),
        ("把演练频率改成每月一次", "→ 每学期 5 次（7.3.2）"),
        ("通知超过多少人要第二人同意改成200人", "100人（默认） → 200人"),
        ("change drills to twice a term", "Drills: 1 × a term (default) → 2 × a term"),
        ("Drills should be held three times per semester", "Drills: 1 × a term (default) → 3 × a term"),
        ("change the P1 response target to 15 minutes", "P1 response target: 10 min (default) → 15 min"),
        ("raise the P2 response target to 45 min", "P2 response target: 30 min (default) → 45 min"),
    ],
)
def test_a_change_is_understood_as_people_say_it(school: SmallSchool, sentence: str, change: str) -> None:
    assert change in school.chen.says(sentence).text


def test_what_is_said_by_the_week_says_how_it_is_counted(school: SmallSchool) -> None:
    assert "一学期按 20 周" in school.chen.says("把演练频率改成每月一次").text
    assert "只能在" in school.chen.says("把演练频率改成每周两次").text


@pytest.mark.parametrize(
    "sentence", ["每学期演练几次？", "每周三下午三点提醒我交周报", "每月检查一次服务器", "把例会改成每周一次"]
)
def test_what_is_no_rule_goes_its_own_way(school: SmallSchool, sentence: str) -> None:
    assert "为什么改" not in school.chen.says(sentence).text


def test_whoever_makes_no_rules_is_told_who_does_and_a_statement_is_no_change(school: SmallSchool) -> None:
    assert "CIO" in school.li.says("演练改成每学期两次").text
    assert "修改细则" not in school.li.says("我们每学期演练两次").text


# Two at a time


def test_a_second_change_replaces_nothing_and_waits_its_turn(school: SmallSchool) -> None:
    school.chen.says("把P1响应时限改成15分钟")
    asked = school.chen.says("把P2响应时限改成45分钟，因为人手不够")
    assert "还没有确认，没有被替换" in asked.text
    assert "「P2 响应时限」改成 45分钟也记下了" in asked.text.replace(" 也", "也")
    assert "为什么改" in school.chen.presses("先改完P1 响应时限").text
    school.chen.says(REASON)
    school.chen.presses("确认")
    assert value(school, "issues.respond_p1") == 15
    assert "P2 响应时限 30分钟（默认） → 45分钟" in school.chen.last().text
    assert "人手不够" in school.chen.last().text
    school.chen.presses("确认")
    assert value(school, "issues.respond_p2") == 45


def test_the_reason_may_simply_be_given_and_the_second_one_follows(school: SmallSchool) -> None:
    school.chen.says("把P1响应时限改成15分钟")
    school.chen.says("把P2响应时限改成45分钟")
    assert "P1 响应时限 10分钟（默认） → 15分钟" in school.chen.says(REASON).text
    school.chen.presses("确认")
    assert "P2 响应时限：30分钟（默认） → 45分钟" in school.chen.last().text


def test_the_first_one_may_be_dropped_for_the_second(school: SmallSchool) -> None:
    school.chen.says("把P1响应时限改成15分钟")
    school.chen.says("把P2响应时限改成45分钟，因为人手不够")
    assert "P2 响应时限 30分钟（默认） → 45分钟" in school.chen.says("2").text
    school.chen.presses("确认")
    assert (value(school, "issues.respond_p1"), value(school, "issues.respond_p2")) == (None, 45)


def test_another_value_for_the_same_rule_keeps_its_reason(school: SmallSchool) -> None:
    school.chen.says("把P1响应时限改成15分钟，因为课堂等不起")
    card = school.chen.says("把P1响应时限改成20分钟")
    assert "→ 20分钟" in card.text
    assert REASON in card.text
    school.chen.presses("确认")
    assert value(school, "issues.respond_p1") == 20


def test_a_button_of_a_change_that_is_over_says_so(school: SmallSchool) -> None:
    school.chen.says("把P1响应时限改成15分钟")
    asked = school.chen.says("把P2响应时限改成45分钟")
    school.chen.says("取消")
    assert school.chen.presses_token("rules.instead:issues.respond_p1", asked.message_id).text
    assert value(school, "issues.respond_p2") is None
