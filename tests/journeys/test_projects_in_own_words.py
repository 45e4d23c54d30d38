"""Projects and goals in people's own words: requests half said, decisions with their reason, a running project by talk."""

import pytest

from handlers.money import find_yuan, read_yuan
from handlers.numerals import find_codes
from handlers.projects.amending import new_budget
from tests.conftest import SmallSchool
from tests.journeys.test_projects import submitted
from tests.ringing import pass_time


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
