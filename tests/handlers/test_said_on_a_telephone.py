"""What is typed or dictated on a telephone: no stops, spaces for commas, questions that want nothing done."""

import pytest

from handlers.understand import Understander
from handlers.understanding.phrasing import plain

UNDERSTANDER = Understander()


def intent_of(text: str, context: str = "none", role: str = "staff") -> str:
    return UNDERSTANDER.understand(text, context=context, role=role).intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("停电了怎么办", "plan_lookup"),
        ("办公电脑中毒了怎么办", "plan_lookup"),
        ("断网了第一步找谁", "plan_lookup"),
        ("学生信息泄露了应该先干啥 有没有预案", "plan_lookup"),
        ("万一服务器宕机 我这边要做什么", "plan_lookup"),
        ("系统被勒索了按啥套路来", "plan_lookup"),
        ("学校被网络攻击怎么处理", "plan_lookup"),
        ("what should I do if the network goes down", "plan_lookup"),
        ("and if we get hacked?", "plan_lookup"),
        ("我电脑中毒了怎么办", "incident_report"),
        ("我们班停电了怎么办", "ticket_create"),
        ("I clicked a link in an email and typed my password, I think it was fake", "incident_report"),
        ("打印机坏了怎么办", "policy_question"),
        ("发生安全事故该怎么处理", "policy_question"),
        ("系统瘫痪了有没有应急方案", "policy_question"),
    ],
)
def test_who_asks_what_to_do_gets_the_plan_and_who_says_what_happened_is_heard(text: str, intent: str) -> None:
    assert intent_of(text) == intent


@pytest.mark.parametrize(
    "text",
    [
        "How can teachers and students give feedback?",
        "How can I give my opinion on school IT?",
        "How do I get to the airport?",
        "怎么提高我们用信息技术的水平",
        "怎么评优秀班主任",
        "领导小组的办公室在哪?",
        "Who are the members of the leading group?",
        "所有老师都要参加信息安全学习吗",
        "我是教研组的归不归这管",
        "我是图书管理员,这跟我有关系吗",
        "有没有要求大家练练系统被攻击的场面",
    ],
)
def test_a_harmless_question_is_no_offence_and_reaches_nobody(text: str) -> None:
    meant = UNDERSTANDER.understand(text)
    reaching = {
        "unsafe_request", "unauthorized_attempt", "policy_escalate", "handoff_human", "bind_identity", "incident_report",
    }  # fmt: skip
    assert meant.intent not in reaching or meant.confidence < 0.55


@pytest.mark.parametrize("text", ["写个祝福语", "现状分息", "出事了呢?", "Which departments are covered?"])
def test_words_that_acknowledge_nothing_are_no_acknowledgement(text: str) -> None:
    meant = UNDERSTANDER.understand(text, context="broadcast_received:B-1")
    assert meant.intent != "broadcast_ack" or meant.confidence < 0.55


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("王师傅这次修得特别快 点个赞", "王师傅这次修得特别快,点个赞"),
        ("我们组想上一个阅卷系统 帮忙参谋参谋", "我们组想上一个阅卷系统,帮忙参谋参谋"),
        ("投影仪 不亮", "投影仪不亮"),
        ("我 要 报 修", "我要报修"),
    ],
)
def test_a_space_between_sentences_is_a_comma_and_between_words_nothing(text: str, read: str) -> None:
    assert plain(text) == read


@pytest.mark.parametrize(
    ("text", "role", "context", "intent"),
    [
        ("收工 出报告", "cio", "drill_live:D-2", "drill_close"),
        ("补充一下 那个文件是昨晚八点多发的", "staff", "incident_open:I-1", "incident_update"),
        ("做了一次恢复测试 教务系统 用时40分钟 没问题", "technician", "none", "backup_record"),
        ("我要登记一个数据 学生心理测评结果 大概一千二百人", "head", "none", "data_classification_query"),
        ("我们组想上一个阅卷系统 帮忙参谋参谋", "head", "none", "tech_advice"),
        ("以前买过录播设备吗 好用不", "head", "none", "tech_advice"),
        ("王师傅这次修得特别快 点个赞", "staff", "none", "feedback_submit"),
        ("我是学生家长 觉得学校APP太难用了", "staff", "unbound_user", "feedback_submit"),
        ("我手机号别给别人看到", "staff", "none", "privacy_request"),
        ("My printer is out of order", "staff", "none", "ticket_create"),
    ],
)
def test_whoever_says_it_in_whatever_they_are_doing_means(text: str, role: str, context: str, intent: str) -> None:
    assert intent_of(text, context, role) == intent


def test_this_week_is_a_time_though_a_weekly_report_is_none() -> None:
    assert UNDERSTANDER.understand("这周报修有多少单").slots["period"] == "这周"
    assert "period" not in UNDERSTANDER.understand("周报发我").slots
