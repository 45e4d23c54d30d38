"""The register of systems: nothing without an owner, who answers for what, what expires, the overview, and somebody leaving."""

from handlers.people import leaving
from storage import audit, people
from tests.conftest import SmallSchool
from tests.ringing import pass_time, tick

SENTENCE = "登记系统 教务系统，负责人赵技术，副手王技术，等保二级，合同到期2026-10-31，供应商：云山软件"


def test_a_system_is_registered_signed_for_and_answers_who_is_responsible(school_on_any: SmallSchool) -> None:
    school = school_on_any
    assert "门禁系统没有登记责任人" in school.li.says("门禁系统谁负责？").text
    assert "7.1.1" in school.li.last().text  # the clause is an addition, not the answer
    done = school.chen.says(SENTENCE)
    assert done.card.title == "已登记 SYS-1 教务系统：赵技术负责。已请赵技术签收。"
    assert "合同到10月31日" in done.text
    asked = school.zhao.sees("请签收：教务系统的安全责任由你承担", buttons=["签收责任", "不该我负责"])
    assert "9月18日前签收" in asked.text
    answer = school.li.says("谁负责教务系统？")
    assert answer.card.title == "教务系统：赵技术负责（9月15日起）"
    assert "副手：王技术" in answer.text
    assert "RS-1 还没签" in answer.text
    assert "等保" not in school.li.says("SYS-1").text  # what is not for everybody
    assert "要由赵技术" in school.wang.says("签收 RS-1").text or "自己签收" in school.wang.last().text
    school.zhao.presses("签收责任")
    assert "RS-1 已签" in school.sun.says("教务系统的负责人是谁").text
    assert "原文" in school.li.says("信息安全谁负责？").text  # a question about duties stays one
    assert school.chen.says("who is responsible for the grade book?").text.count("教务") == 0


def test_nothing_stands_without_an_owner_and_gaps_are_listed(school: SmallSchool) -> None:
    assert "谁负责？每个系统都要有负责人" in school.chen.says("登记系统 门禁系统").text
    assert "没有找到「马老师」" in school.chen.says("马老师").text
    assert "已登记 SYS-1 门禁系统：王技术负责" in school.chen.says("王技术").text
    assert "要由CIO、技术员、部门联络人或系统管理员" in school.li.says("登记系统 图书系统 负责人李老师").text
    gaps = school.chen.says("哪些系统没人负责").text
    assert "门禁系统：王技术还没签收" in gaps
    assert "门禁系统：没有副手" in gaps
    school.wang.says("不该我负责 RS-1 门禁归总务")
    assert "王技术说门禁系统不该由他负责：门禁归总务" in school.chen.sees("换负责人 SYS-1 姓名").text
    school.chen.says("换负责人 SYS-1 赵技术")
    assert "原负责人王技术" in school.wang.sees("SYS-1 门禁系统 由赵技术负责了").text
    school.zhao.says("签收")
    assert "已变更" in school.chen.says("RS-1").text  # what was before stays on record
    assert "赵技术负责" in school.li.says("门禁系统谁负责").text
    assert "负责人和副手要是两个人" in school.chen.says("定副手 SYS-1 赵技术").text
    school.chen.says("定副手 SYS-1 王技术")
    assert school.chen.says("哪些系统没人负责").text == "每个登记的系统都有负责人，也都签了。"


def test_who_does_not_sign_is_asked_three_times_then_the_cio_hears(school: SmallSchool) -> None:
    school.chen.says("教务处安全责任人是孙联络")
    school.sun.sees("请签收：教务处的安全责任由你承担")
    pass_time(school, days=25)
    nudges = [one for one in school.sun.chat() if one.text.startswith("还没签收")]
    assert len(nudges) == 3
    assert "已提醒 3 次" in school.chen.sees("孙联络还没签收教务处的安全责任", buttons=["变更责任人"]).text
    school.chen.presses("变更责任人")
    school.chen.says("李老师")
    school.li.presses("签收责任")
    assert "教务处安全：李老师负责" in school.zhou.says("教务处的安全谁负责").text
    pass_time(school, days=30)
    assert len([one for one in school.li.chat() if one.text.startswith("还没签收")]) == 0


def test_what_expires_is_said_in_time_and_once(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    pass_time(school, days=16)
    soon = school.zhao.sees("SYS-1 教务系统的合同10月31日到期，还有 30 天")
    assert "依据细则「到期第二次提醒」" in soon.text
    school.wang.sees("还有 30 天")
    school.chen.does_not_see("还有 30 天")  # the last one is the CIO's, too
    pass_time(school, days=23)
    school.chen.sees("还有 7 天")
    assert "合同到期" in school.zhao.says("更新到期日 SYS-1").text
    assert "已经过去了" in school.zhao.says("合同到期 2025-10-31").text
    assert "合同到2027年10月31日" in school.zhao.says("合同到期 2027-10-31").text
    pass_time(school, days=60)
    school.chen.does_not_see("已过期")
    assert "合同到2027年10月31日" in school.chen.says("教务系统的合同什么时候到期").text
    school.chen.says("停用系统 SYS-1 换新系统")
    assert "教务系统已停用，停用前由赵技术负责" in school.li.says("教务系统谁负责").text


def test_the_overview_lists_what_is_overdue_with_owner_and_day(school: SmallSchool) -> None:
    assert "要由CIO、校领导" in school.li.says("安全情况怎么样").text
    school.chen.says(SENTENCE)
    school.chen.says("登记风险 机房空调老化，高，负责人王技术，9月20日前")
    pass_time(school, days=50)
    card = school.zhou.says("学校的安全态势怎么样？")
    assert card.card.title.startswith("安全态势：逾期")
    assert "风险：机房空调老化 · 王技术 · 9月20日" in card.text
    assert "教务系统的合同已过期 · 赵技术 · 10月31日" in card.text
    assert "教务系统的责任书没签 · 赵技术 · 9月18日" in card.text
    assert len(card.buttons) <= 4
    own = school.wang.says("安全态势").text
    assert "只含你负责的" in own
    assert "机房空调老化" in own
    assert "赵技术" not in own
    mondays = [one for one in school.chen.chat() if one.text.startswith("每周安全汇总")]
    assert mondays == []  # the schedule stands from the first start on, which no story begins with


def test_who_leaves_hands_on_what_was_theirs(school_on_any: SmallSchool) -> None:
    school = school_on_any
    school.chen.says(SENTENCE)
    school.chen.says("登记风险 教务系统弱口令，负责人赵技术，10月20日前")
    school.chen.says("教务处安全责任人是赵技术")
    school.zhao.says("数据分类 教务系统学生成绩")
    with school.database.write() as tx:
        leaving.offboard(tx, people.by_name(tx, "赵技术")[0], school.clock.now)
    tick(school)
    school.deliver()
    assert "赵技术已离职，SYS-1 教务系统 暂由王技术负责" in school.chen.sees("换负责人 SYS-1").text
    school.wang.sees("请签收：教务系统的安全责任由你承担")
    school.chen.sees("风险 RK-1")
    assert "王技术负责" in school.li.says("教务系统谁负责").text
    assert "陈主任" in school.chen.says("DA-1").text or "王技术" in school.chen.last().text
    with school.database.read() as tx:
        entry = next(one for one in audit.entries(tx) if one.facts["step"] == "handed_on")
    assert {"SYS-1", "RK-1", "DA-1"} <= set(entry.facts["details"]["moved"])


def test_the_register_of_resources_and_this_one_are_one(school: SmallSchool) -> None:
    school.chen.says("登记系统 智慧课堂平台 使用：数学组 合同到期：2027-08-31 负责人王技术")
    assert "智慧课堂平台，数学组在用，合同到 2027-08-31" in school.chen.says("资源").text
    assert (
        "已更新 SYS-1 智慧课堂平台：王技术负责" in school.chen.says("登记系统 智慧课堂平台 负责人王技术 三级等保").text
    )
    assert "三级" in school.chen.says("SYS-1").text
    assert "SYS-1 智慧课堂平台（在用）· 王技术" in school.chen.says("我们有哪些系统").text


def test_everything_in_english(school: SmallSchool) -> None:
    anna = school.person("Anna", language="en")
    school.chen.says("add system Grade Book, owner 王技术, deputy 赵技术, contract 2027-08-31")
    assert "王技术 answers for it" in anna.says("Who is responsible for the Grade Book?").text
    assert "Deputy: 赵技术" in anna.last().text
    assert "is for" in anna.says("how is our safety?").text


def test_systems_in_many_words(school: SmallSchool) -> None:
    school.chen.says("登记一个系统，名字叫教务系统，负责人是赵技术")
    school.zhao.says("我签")
    assert "RS-1 已签" in school.li.says("谁是教务系统的负责人").text
    assert "1 项已签" in school.zhao.says("我的责任书").text
    assert "副手是孙联络" in school.chen.says("教务系统的副手是孙联络").text
    assert "合同到2027年12月31日" in school.zhao.says("教务系统合同续到2027年底").text
    assert "只有" not in school.li.says("教务系统改由李老师负责").text
    assert "要由负责人、CIO 或系统管理员" in school.li.last().text
    assert "由王技术负责了，原负责人赵技术" in school.chen.says("教务系统改由王技术负责").text
    assert "SYS-1 教务系统（在用）· 负责人" in school.wang.says("我负责哪些系统").text
    assert "为什么停用" in school.chen.says("教务系统停用了").text
    school.chen.says("取消")
    assert "为什么停用" not in school.li.says("教务系统停用了").text  # whoever may not is heard as before
    assert "已登记 SYS-2 图书馆系统" in school.chen.says("帮我登记系统 图书馆系统 由王技术负责").text
    assert "已登记风险 RK-1，王技术处置" in school.zhao.says("发现隐患：图书馆系统弱口令，高").text
    assert "处置的结果" not in school.chen.says("把风险RK-1关了").text  # not dealt with yet
    assert "学生体检：建议定为" in school.sun.says("帮我给学生体检数据分个类").text


def test_whom_to_turn_to_when_something_is_broken(school: SmallSchool) -> None:
    assert "没有登记责任人" not in school.li.says("一卡通坏了找谁").text  # support is asked for, not the register
    school.chen.says("登记系统 一卡通系统，赵技术负责，副手王技术")
    answer = school.li.says("一卡通坏了找谁").text
    assert answer.startswith("一卡通系统：赵技术负责")
    assert "我来报修" in answer
    assert "一卡通系统" in school.chen.says("系统都有哪些").text
    assert "等保：未定级" in school.chen.says("一卡通系统的等保是几级").text  # no data class
    assert "副手：王技术" in school.chen.says("一卡通系统的副手是谁").text
    school.zhao.says("一卡通系统移交给王技术")
    assert "一卡通系统：王技术负责" in school.li.says("一卡通坏了找谁").text
