"""Before buying: asked in a sentence, drafted by a technician, issued by the CIO, made a request, looked back on in a year."""

from storage.people import Role
from tests.conftest import SmallSchool
from tests.journeys.test_projects import FILLED
from tests.ringing import pass_time
from tests.stage import Seen

OPINION = "建议选 10 英寸、可统一管理的型号，先借两台试用"


def asked(school: SmallSchool) -> Seen:
    school.li.says("想买20台平板给高一上课用,哪个好?")
    return school.li.presses("敏感个人信息")


def issued(school: SmallSchool) -> None:
    asked(school)
    school.wang.says(f"起草意见 X-1 {OPINION}")
    school.chen.presses("发布意见")


def test_a_sentence_becomes_a_request_for_advice_and_the_team_hears(school_on_any: SmallSchool) -> None:
    school = school_on_any
    question = school.li.says("想买20台平板给高一上课用,哪个好?")
    assert question.text == "会用到哪类数据？"
    answered = school.li.presses("敏感个人信息")
    assert answered.text.startswith("已记下，编号 X-1。技术员会先看，5个工作日内给你意见。")
    card = school.wang.sees("李老师（数学组）想买20台平板，请起草意见", buttons=["起草意见"])
    assert "用途：给高一上课用" in card.text
    assert "监护人同意（未满 14 岁）" in card.text
    school.wang.presses("起草意见")
    school.wang.says(OPINION)
    school.li.does_not_see("10 英寸")
    ready = school.chen.sees("20台平板的选型意见写好了，请发布", buttons=["发布意见", "改后发布", "退回修改"])
    assert "起草人：王技术" in ready.text
    school.chen.presses("发布意见")
    told = school.li.sees("意见已发布", buttons=["转立项"])
    assert OPINION in told.text
    assert "陈主任于 10:00 发布" in told.text
    assert "没有查到同类的采购和意见" in told.text


def test_what_is_not_said_is_asked_for_in_one_message(school: SmallSchool) -> None:
    first = school.li.says("选型咨询")
    for words in ("要买什么", "数量", "用途"):
        assert words in first.text
    school.li.says("要买什么：排课软件\n数量：不确定\n用途：教务处排课")
    assert "X-1" in school.li.presses("一般数据").text
    assert "教务处排课" in school.wang.sees("想买排课软件").text


def test_the_opinion_cites_what_was_bought_and_how_it_went(school: SmallSchool) -> None:
    from storage import people, projects
    from storage.projects import Rating, Stage

    with school.database.write() as tx:
        li = people.by_name(tx, "李老师")[0]
        old = projects.Project(
            code="P-2025-004", status=Stage.EVALUATED, applicant=li, department="数学组", title="高二平板课堂",
            purpose="上课用", goal="", budget=42_000, people="", schedule="", data_class="general", security="",
            indicators=[], submitted_at=school.clock.now, created_at=school.clock.now.replace(year=2025),
            verdict="电池一年后不耐用", ratings=[Rating(person_id=li.id, stars=4), Rating(person_id=li.id + 1)],
        )  # fmt: skip
        tx.add(old)
    school.chen.says("登记系统 智慧课堂平台 负责人王技术 使用：数学组 合同到期：2027-08-31 说明：平板上课")
    answered = asked(school).text
    assert "在用：智慧课堂平台，数学组在用，合同到 2027-08-31" in answered
    assert "P-2025-004" not in answered
    card = school.wang.sees("请起草意见").text
    assert "P-2025-004 高二平板课堂：4.2万元，2025，数学组，4.0星（1/2 人），电池一年后不耐用" in card
    assert "要能和 智慧课堂平台 对接" in card
    school.wang.says(f"起草意见 X-1 {OPINION}")
    school.chen.presses("发布意见")
    assert "电池一年后不耐用" in school.li.sees("意见已发布").text


def test_one_press_makes_it_a_request(school: SmallSchool) -> None:
    issued(school)
    school.li.presses("转立项")
    school.li.sees("还差这几项")
    school.li.says(
        "预算：6万元\n人力：2名技术员\n时间：12月1日到12月31日\n安全要求：统一管理，不装其他应用\n验收指标：每周使用不少于10节课"
    )
    school.li.presses("未对应")
    review = school.li.last().text
    assert "名称：购买20台平板" in review
    assert "依据选型意见 X-1" in review
    assert "数据类别：敏感个人信息" in review
    school.li.presses("提交")
    assert "依据选型意见 X-1" in school.chen.sees("待你审批：P-2026-001 购买20台平板").text


def test_advice_and_the_project_it_became_name_each_other(school_on_any: SmallSchool) -> None:
    school = school_on_any
    issued(school)
    school.li.presses("转立项")
    school.li.says(
        "预算：3万元，人力：王技术 1人周，时间：12月1日到12月31日，安全要求：统一管理，验收指标：每周用3次，目标：未对应"
    )
    school.li.presses("提交")
    assert f"来由：X-1 20台平板：{OPINION}" in school.chen.sees("待你审批：P-2026-001").text
    assert "立项：P-2026-001 购买20台平板（审核中）" in school.li.says("X-1").text
    assert "已经转成 P-2026-001（审核中）" in school.li.presses("转立项").text
    school.chen.says("驳回 P-2026-001 今年预算已安排完")
    school.li.says("P-2026-001")
    school.li.presses("改后重新申请")
    school.li.presses("提交")
    assert "来由：X-1" in school.li.says("P-2026-002").text
    assert "立项：P-2026-002" in school.li.says("X-1").text
    school.sun.says("想买30台平板给初一用,哪个好?")
    school.sun.presses("一般数据")
    assert "；立项：P-2026-002 购买20台平板（审核中）" in school.wang.sees("孙联络").text


def test_data_said_in_own_words_is_a_class(school: SmallSchool) -> None:
    school.li.says("想买20台平板给高一上课用,哪个好?")
    assert "不涉及数据 / 一般数据" in school.li.says("嗯嗯").text
    school.li.says("会有学生的成绩")
    assert "数据类别：敏感个人信息" in school.wang.sees("请起草意见").text


def test_a_draft_is_sent_back_or_written_anew_by_the_cio(school: SmallSchool) -> None:
    asked(school)
    school.wang.says("起草意见 X-1 随便买")
    school.chen.presses("退回修改")
    school.chen.says("写清楚型号要求")
    assert "退回修改：写清楚型号要求" in school.wang.sees("请起草意见").text
    school.chen.says(f"改后发布 X-1 {OPINION}")
    assert OPINION in school.li.sees("意见已发布").text


def test_nobody_else_drafts_issues_or_reads_before_it_is_issued(school: SmallSchool) -> None:
    asked(school)
    assert "没有找到 X-1" in school.sun.says("X-1").text
    assert "技术员" in school.li.says("起草意见 X-1 我自己写").text
    school.wang.says(f"起草意见 X-1 {OPINION}")
    assert "「发布意见」要由CIO 或代理 CIO来做" in school.wang.says("发布意见 X-1").text
    school.chen.says("发布意见 X-1")
    read = school.sun.says("X-1").text
    assert OPINION in read
    assert "李老师" not in read
    assert "给高一上课用" not in read


def test_no_opinion_within_the_days_of_the_rule(school: SmallSchool) -> None:
    asked(school)
    school.wang.news()
    pass_time(school, days=8)
    assert any("还没有意见，已过 5个工作日" in seen.text for seen in school.wang.news())
    school.chen.sees("还没有意见，已过 5个工作日")
    school.li.presses("撤回咨询")
    assert school.wang.sees("已撤回").buttons == []


def test_a_year_later_the_asker_says_whether_it_is_still_good_and_the_next_one_sees_it(school: SmallSchool) -> None:
    issued(school)
    assert "「回访」要由咨询人本人（回访时）来做" in school.li.says("回访 X-1").text
    pass_time(school, days=366)
    school.li.sees("现在还好用吗？", buttons=["好用", "一般", "不好用", "没有买"])
    school.li.presses("不好用")
    assert "谢谢，记下了：不好用" in school.li.sees("谢谢，记下了").text
    school.chen.sees("使用一年后的评价是「不好用」")
    school.sun.says("想买10台平板给教务用,哪种好?")
    answered = school.sun.presses("不涉及数据").text
    assert "学校以前有过意见" in answered
    assert "一年后：不好用" in answered


def test_the_cio_does_not_issue_an_opinion_to_themselves(school: SmallSchool) -> None:
    school.person("马主任", Role.CIO, department="信息中心")
    school.chen.says("选型咨询 防火墙")
    school.chen.says("数量：1台\n用途：换旧设备")
    school.chen.presses("不涉及数据")
    school.wang.says(f"起草意见 X-1 {OPINION}")
    assert "CIO 或代理 CIO" in school.chen.says("发布意见 X-1").text


def test_a_request_that_was_filled_in_by_hand_is_not_confused_with_advice(school: SmallSchool) -> None:
    school.li.says(FILLED)
    assert "P-2026-001" in school.li.presses("提交").text
