"""Projects and goals in people's own words: requests half said, decisions with their reason, a running project by talk."""

import pytest

from handlers.money import find_yuan, read_yuan
from handlers.numerals import find_codes
from handlers.projects.amending import new_budget
from storage.people import Role
from tests.beginnings import plays_once
from tests.conftest import SmallSchool
from tests.journeys.test_projects import submitted
from tests.ringing import pass_time


@plays_once
def running(school: SmallSchool) -> None:
    submitted(school)
    school.chen.presses("同意")
    school.li.presses("开始实施")


def test_a_wish_names_the_project_and_what_is_not_needed_is_heard(school: SmallSchool) -> None:
    card = school.li.says("想给高二买30台平板，大概4.8万元左右，王技术带两个人装，12月底前弄完，不涉及学生数据")
    for said in ("名称：给高二买30台平板", "预算：4.8万元", "时间：12月底前", "数据类别：不涉及数据"):
        assert said in card.text
    card = school.li.says("目标不对应，安全要求没有，指标：课堂使用率80%")
    assert card.text == "要解决什么问题"  # the one thing left
    card = school.li.says("学生课上能做随堂练习")
    assert "服务目标：未对应" in card.text
    assert "安全要求：无" in card.text


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("我想立项搞个校园无线网升级，预算五万，寒假里干完", "名称：校园无线网升级"),
        ("申请项目 预算两万多", "名称：项目叫什么"),
        ("申请一个项目。2名技术员。", "名称：项目叫什么"),
    ],
)
def test_a_title_is_what_is_built_and_no_sum_of_money(school: SmallSchool, said: str, title: str) -> None:
    assert title in school.li.says(said).text


def test_dollars_are_never_taken_for_yuan(school: SmallSchool) -> None:
    school.li.says("申请项目 机房改造")
    assert "换算成人民币" in school.li.says("预算：$3000").text
    assert find_yuan("预算大概3万美元") is None
    assert read_yuan("五万") == 50_000
    assert read_yuan("3万2") == find_yuan("预算调到3万2，年底前完成") == 32_000


def test_what_is_changed_in_a_returned_request_is_not_lost(school: SmallSchool) -> None:
    submitted(school)
    school.chen.says("打回去，预算没写明细")
    assert "理由：预算没写明细" in school.li.sees("已退回").text
    assert "预算：3万元" in school.li.says("改一下，预算改成三万").text
    school.li.says("提交")
    assert "预算：3.5万元 → 3万元" in school.chen.sees("第 2 版改了").text


@pytest.mark.parametrize(
    ("said", "reason"),
    [("驳回 与已有项目重复", "与已有项目重复"), ("不行，今年没钱", "今年没钱"), ("驳回：太贵了", "太贵了")],
)
def test_a_decision_is_taken_with_the_reason_said(school: SmallSchool, said: str, reason: str) -> None:
    submitted(school)
    school.chen.says(said)
    assert f"理由：{reason}" in school.li.sees("已驳回").text


def test_words_after_agreeing_are_no_condition(school: SmallSchool) -> None:
    submitted(school)
    school.chen.says("同意 吧")
    assert "附条件" not in school.li.sees("已批准").text


def test_the_answer_to_a_question_needs_no_button(school: SmallSchool) -> None:
    submitted(school)
    school.chen.says("先别批，让他补个报价单")
    school.li.says("报价单：戴尔每台5000元，共7台")
    assert "戴尔每台5000元" in school.chen.sees("待你审批").text


def test_one_request_is_handed_over_without_a_letter(school: SmallSchool) -> None:
    submitted(school)
    assert "已请王技术提意见" in school.chen.says("转给王技术看看").text
    school.wang.says("设备型号偏旧，建议买i5")
    assert "设备型号偏旧" in school.chen.sees("待你审批").text


def test_a_running_project_by_talk(school_on_any: SmallSchool) -> None:
    school = school_on_any
    submitted(school)
    school.chen.presses("同意")
    assert "先按「开始实施」" in "".join(seen.text for seen in (school.li.says("开始干吧"), *school.li.chat()[-2:]))
    school.li.presses("开始实施")
    assert "装好前20台，10月30日" in school.li.says("里程碑：10月底前装好前20台").text
    assert "预算改为3.7万元" in school.li.says("项目预算要加两千，涨价了").text
    school.li.says("项目预算要加五千元，涨价了")
    assert "3.7万元 → 4.2万元" in school.chen.sees("变更审批", buttons=["同意变更", "不同意变更"]).text
    assert "实施中" in school.chen.says("同意").text  # the word that stood on the approval card
    assert "预算：4.2万元" in school.li.sees("实施中").text
    school.li.says("项目先暂停，等厂家发货")
    assert "暂停" in school.chen.says("同意").text
    school.li.says("恢复项目，货到了")
    assert "实施中" in school.chen.says("同意").text
    school.li.says("这个项目想延期到1月底，厂家缺货")
    school.chen.says("不同意，年底必须验收")
    school.li.sees("没有同意变更：年底必须验收")
    school.li.says("项目不做了")
    assert "已终止" in school.chen.says("同意").text


def test_the_end_by_talk(school: SmallSchool) -> None:
    running(school)
    school.li.says("机房改造做完了，申请验收")
    school.li.says("开机时间25秒；全年故障2次")
    school.li.says("培训过了")
    assert "待结项" in school.li.says("有备份").text
    assert "已完成" in school.chen.says("验收通过").text


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("预算加2000元", 37_000), ("预算要加两千，涨价", 37_000), ("预算追加1.5万", 50_000), ("预算减少5千", 30_000),
        ("预算增加到4万", 40_000), ("预算改到4万元，材料涨价", 40_000), ("加20台电脑，预算改为6万元", 60_000),
        ("延期到1月底", None), ("预算 5万元，多两人", 50_000),
    ],
)  # fmt: skip
def test_a_sum_on_top_is_not_the_whole(said: str, amount: int | None) -> None:
    assert new_budget(said, 35_000) == amount


def test_a_goal_said_loosely_and_dropped_half_way(school: SmallSchool) -> None:
    card = school.chen.says("目标：今年年底前全校教室无线覆盖率从60%提到95%，孙联络负责")
    for said in ("全校教室无线覆盖率", "60%", "95%", "孙联络"):
        assert said in card.text
    school.chen.says("取消")
    assert "还差" in school.chen.says("新增目标").text
    assert "取消" in school.chen.presses("取消").text  # an unfinished goal has nothing to draw


def test_a_plan_is_agreed_to_in_short_words(school: SmallSchool) -> None:
    school.chen.says("新增目标 全校教室无线覆盖率 从60%到95% 12月20日前 负责人孙联络 依据：上级统一要求")
    school.chen.says("提交")
    assert "90%" in school.chen.says("目标G-1改成90%，设备没到").text
    school.chen.says("征求意见")
    assert "收到" in school.sun.says("没意见").text
    school.chen.says("报校领导确认")
    school.zhou.says("同意")
    assert "目标90%" in school.li.says("今年目标进度").text


def test_advice_takes_amount_and_data_from_a_second_message(school: SmallSchool) -> None:
    school.li.says("想买一批学生平板，哪个牌子好")
    school.li.says("30台，给高二上课用，有学生数据")
    assert "30台学生平板" in school.wang.sees("请起草意见").text
    school.wang.says("建议买支持统一管控的型号，先借两台试用")
    assert "先借两台试用" in school.chen.sees("X-1").text


def test_an_evaluation_and_its_improvement_by_talk(school: SmallSchool) -> None:
    running(school)
    school.li.says("结项 开机25秒；故障2次，培训已完成，备份已登记")
    school.chen.says("同意")
    pass_time(school, days=31)
    school.li.says("填写结果：开机25秒；故障2次")
    assert "已评估" in school.chen.says("评估结论：达到目标，按期完成").text
    assert "已登记 M-1" in school.chen.says("改进项：旧电脑登记报废，12月1日前").text
    assert "来源：P-2026-001" in school.li.sees("请认领：M-1").text
    school.li.presses("认领")
    school.li.presses("开始改进")
    school.li.says("M-1 做完了，照片已发")
    school.chen.presses("验证通过")
    assert "归档" in school.chen.says("归档").text


def test_an_improvement_of_its_own(school: SmallSchool) -> None:
    assert (
        "已登记改进项 M-1，负责人王技术" in school.chen.says("改进项：机房线缆重新整理，负责人王技术，10月15日前").text
    )


@pytest.mark.parametrize(
    ("said", "codes"), [("工单24小时内处理", []), ("工单 24", [24]), ("报修24号", [24]), ("工单24%", [])]
)
def test_hours_are_no_number_of_a_ticket(said: str, codes: list[int]) -> None:
    assert [code.number for code in find_codes(said)] == codes


def test_a_question_about_a_decision_decides_nothing(school: SmallSchool) -> None:
    submitted(school)
    assert "待你审批" in school.chen.says("这个项目行不行啊").text
    assert "待你审批" in school.chen.says("要不要驳回它？").text
    assert "审核中" in school.li.says("P-2026-001").text


@pytest.mark.parametrize("said", ["让赵技术看看技术上行不行", "请赵技术提个意见吧", "麻烦赵技术评估一下这个项目"])
def test_a_colleague_is_asked_in_a_sentence_and_answers_in_one(school: SmallSchool, said: str) -> None:
    submitted(school)
    assert "已请赵技术提意见" in school.chen.says(said).text
    assert "意见已放到 P-2026-001" in school.zhao.says("我觉得可以做，但要先测一下无线带宽").text
    assert "赵技术的意见：我觉得可以做" in school.chen.sees("待你审批").text


@pytest.mark.parametrize(
    "said", ["请申请人说明为什么不买投影", "让李老师补充一份报价单", "please ask the applicant to explain the price"]
)
def test_more_is_asked_for_in_a_sentence(school: SmallSchool, said: str) -> None:
    submitted(school)
    school.chen.says(said)
    assert "陈主任问" in school.li.sees("待补充").text


def test_words_under_a_question_that_sound_like_a_fault_are_asked_about(school: SmallSchool) -> None:
    submitted(school)
    school.chen.says("请申请人说明为什么不买投影")
    asked = school.li.says("投影仪在强光下看不清")
    assert asked.text == "「投影仪在强光下看不清」是对 P-2026-001 的回答吗？"
    school.li.presses("是，作为回答")
    assert "答：投影仪在强光下看不清" in school.chen.sees("补充材料").text


def test_a_fault_said_under_a_question_is_still_a_fault(school: SmallSchool) -> None:
    submitted(school)
    school.chen.says("请申请人说明为什么不买投影")
    school.li.says("高二3班投影仪不亮")
    assert "报修已登记：T-0001" in school.li.presses("不是").text
    assert "待补充" in school.li.says("P-2026-001").text


def test_traditional_characters_fill_the_form_and_take_steps(school: SmallSchool) -> None:
    said = "我們想立項，給高一每個班裝智慧黑板，預算大概十二萬，明年三月到六月做"
    asked = school.li.says(said).text
    assert "预算：12万元" in asked
    assert "时间：明年三月到六月" in asked
    assert "名称：給高一每個班裝智慧黑板" in asked
    assert "已取消" in school.li.says("取消").text
    submitted(school)
    school.chen.says("駁回 P-2026-001 太貴了")
    assert "理由：太貴了" in school.li.sees("已驳回").text
    school.chen.says("撤銷決定")
    assert "审核中" in school.li.says("P-2026-001").text


def test_a_running_sentence_fills_several_fields(school: SmallSchool) -> None:
    shown = school.li.says(
        "立项：高一智慧黑板，目的是改善课堂教学，预算12万，王技术出4人周，明年三月到六月，不涉及数据，没有安全要求，"
        "指标：每周使用率80%以上；故障每月少于1次，目标未对应"
    ).text
    for fact in (
        "名称：高一智慧黑板", "目的：改善课堂教学\n", "人力：王技术出4人周", "时间：明年三月到六月", "数据类别：不涉及数据",
        "安全要求：无", "验收指标：每周使用率80%以上；故障每月少于1次\n", "服务目标：未对应",
    ):  # fmt: skip
        assert fact in shown


def test_an_english_sentence_names_no_field_by_accident(school: SmallSchool) -> None:
    school.li.says("I would like to request a project: renew the computer room")
    shown = school.li.says(
        "The purpose is to replace twelve old computers, budget 35000 yuan, we need 2 technicians for 3 weeks, "
        "from 10 October to 30 November, no personal data, no security requirements"
    ).text
    for fact in ("Purpose: to replace twelve old computers", "Budget: ¥35,000", "People: we need 2 technicians for 3 weeks",
                 "Data class: No data", "Security: 无"):  # fmt: skip
        assert fact in shown


def test_an_unfinished_draft_is_submitted_once(school: SmallSchool) -> None:
    school.li.says("申请项目 机房改造，预算2万")
    school.li.says("目标：未对应")
    school.li.says("数据类别：不涉及数据")
    assert "还差" in school.li.says("提交").text
    assert "还差" in school.li.says("提交").text  # not: which of the two


def test_whoever_is_too_late_hears_who_was_faster(school: SmallSchool) -> None:
    other = school.person("林副主任", Role.CIO, department="信息中心")
    submitted(school)
    other.presses("同意")
    assert "P-2026-001 现在是「已批准」，由林副主任于 10:00 处理" in school.chen.says("驳回吧，太贵了").text


def test_results_said_under_the_question_are_taken_and_the_verdict_waits_for_them(school: SmallSchool) -> None:
    running(school)
    school.li.says("结项 P-2026-001 开机20秒；故障1次；培训已完成；没有数据要备份")
    school.chen.presses("同意结项")
    pass_time(school, days=31)
    assert "李老师还没填写实际结果" in school.chen.says("评估结论 P-2026-001 效果不错").text
    assert "开机" not in school.chen.says("帮助").text  # nothing is left open
    school.li.says("每周使用率83%；故障1次")
    school.li.presses("是，作为回答")
    assert "实际结果：每周使用率83%；故障1次" in school.chen.sees("评估中").text


def test_a_milestone_is_reached_with_its_evidence_in_one_breath(school: SmallSchool) -> None:
    running(school)
    school.li.says("里程碑：设备到货 10月15日")
    assert "「设备到货」已记为完成" in school.li.says("设备到货了，照片发群里了").text
    assert "完成：设备到货了，照片发群里了" in school.chen.sees("里程碑「设备到货」").text


def test_a_longer_time_is_asked_for_in_a_sentence(school: SmallSchool) -> None:
    running(school)
    school.li.says("供应商那边出了问题，我们想延期两周")
    assert "时间：12月1日到12月31日 → 2026年12月1日到2027年1月14日" in school.chen.sees("李老师申请变更").text


def test_stopping_for_a_while_is_about_the_project_that_is_there(school: SmallSchool) -> None:
    submitted(school)
    school.chen.presses("同意")
    school.li.says("预算改成十万元")
    school.li.sees("先按「开始实施」，再说要变什么")
    school.li.says("开始实施吧")
    school.li.says("项目想先停一停，等暑假再做")
    school.chen.sees("李老师申请暂停")


@pytest.mark.parametrize(
    "said", ["我不服，要申诉，去年那个只有英语组在用", "I want to appeal: last year's was for English only"]
)
def test_a_rejection_is_appealed_in_a_sentence(school: SmallSchool, said: str) -> None:
    secretary = school.person("吴秘书", Role.SECRETARY, department="校办")
    submitted(school)
    school.chen.says("驳回 P-2026-001 和去年的重复")
    school.li.says(said)
    assert said in secretary.sees("李老师申诉").text


@pytest.mark.parametrize("said", ["P-2026-001 意见：可以做，注意无线容量", "给个意见：可以做，注意无线容量"])
def test_an_opinion_is_given_with_or_without_the_number(school: SmallSchool, said: str) -> None:
    submitted(school)
    school.chen.says("转交 P-2026-001 王技术")
    school.wang.says(said)
    assert "可以做，注意无线容量" in school.chen.sees("王技术的意见").text
