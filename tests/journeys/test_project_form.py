"""Filling in a request: in one message, in sentences, in two rounds; left and gone on with; in either width."""

from handlers.people import binding
from storage import people
from tests.conftest import SmallSchool
from tests.journeys.test_projects import FILLED


def test_one_message_fills_the_whole_request(school: SmallSchool) -> None:
    draft = school.li.says(FILLED)
    assert draft.buttons == ["提交", "修改", "取消"]
    assert "机房改造" in draft.text
    assert "3.5万元" in draft.text
    assert school.chen.everything() == []
    done = school.li.presses("提交")
    assert "P-2026-001" in done.text
    assert done.buttons == ["撤回"]
    card = school.chen.sees("待你审批：P-2026-001", buttons=["同意", "驳回", "退回", "补充材料", "转交", "看详情"])
    assert card.card.title == "待你审批：P-2026-001 机房改造（3.5万元，李老师，12月1日到12月31日）"
    for fact in ("数学组", "二号机房", "G-3", "2名技术员", "不涉及数据", "缺什么：齐全", "6.2.1"):
        assert fact in card.text
    details = school.chen.presses("看详情").text
    for fact in ("更换二号机房老旧电脑", "12月1日到12月31日", "按等保二级加固", "开机时间少于30秒；全年故障少于5次"):
        assert fact in details


def test_a_policy_question_in_the_middle_is_answered_and_the_form_goes_on(school: SmallSchool) -> None:
    school.li.says("申请项目 机房改造")
    school.li.says("买软件要谁审批？")
    assert "项目申请" in school.li.last().text
    assert any("6.2.1" in seen.text for seen in school.li.chat())
    school.li.says(FILLED.partition("\n")[2])
    assert school.li.last().buttons == ["提交", "修改", "取消"]


def test_a_draft_goes_on_on_another_platform(school: SmallSchool) -> None:
    school.li.says("申请项目 机房改造")
    with school.database.write() as tx:
        binding.know(tx, people.by_name(tx, "李老师")[0], "plain", "u-李老师", school.clock.now)
    phone = school.li.on("plain")
    assert "机房改造" in phone.says("申请项目").text
    phone.says(FILLED.partition("\n")[2])
    assert "P-2026-001" in phone.says("1").text


def test_what_is_missing_is_listed_until_it_is_there_and_what_is_picked_comes_last(school: SmallSchool) -> None:
    first = school.li.says("申请项目")
    assert "名称" in first.text
    assert "预算" in first.text
    second = school.li.says("名称：机房改造\n预算：两万元")
    assert "机房改造" in second.text
    assert "预算：多少元" not in second.text  # what is known is not asked again
    school.li.says("目的：换电脑\n人力：2人\n时间：12月")
    left = school.li.last()
    assert "验收指标：怎样算做成了" in left.text
    assert "目的：要解决什么问题" not in left.text
    assert "还差" in school.li.says("提交").text
    assert school.li.says("安全要求：无\n验收指标：开机少于30秒").buttons == ["未对应", "取消"]
    school.li.presses("未对应")
    assert school.li.presses("不涉及数据").buttons == ["提交", "修改", "取消"]
    assert "P-2026-001" in school.li.presses("提交").text
    card = school.chen.sees("待你审批")
    assert "缺什么：没有对应学校目标、没有写安全措施" in card.text


def test_free_sentences_fill_the_form(school: SmallSchool) -> None:
    card = school.li.says(
        "我想申请一个机房改造项目，预算3.5万元，为了更换老旧电脑，需要2名技术员，12月1日到12月31日完成"
    )
    for words in ("机房改造项目", "3.5万元", "更换老旧电脑", "2名技术员", "12月1日到12月31日"):
        assert words in card.text


def test_an_unreadable_budget_says_what_to_write(school: SmallSchool) -> None:
    school.li.says("申请项目 机房改造")
    assert "2万、3.5万元、20000" in school.li.says("预算：看着办").text


def test_a_request_typed_with_full_width_signs(school: SmallSchool) -> None:
    wide = FILLED.replace(":", "：").replace(";", "；")
    card = school.li.says(wide)
    assert card.buttons == ["提交", "修改", "取消"]
    for words in ("名称：机房改造", "预算：3.5万元", "验收指标：开机时间少于30秒；全年故障少于5次"):
        assert words in card.text
    school.li.presses("提交")
    school.chen.says("驳回 P-2026-001：预算太高")
    assert "理由：预算太高" in school.li.sees("已驳回").text


def test_a_field_is_changed_by_saying_so(school: SmallSchool) -> None:
    school.li.says(FILLED)
    assert "预算：2万元" in school.li.says("改一下预算，改成2万").text
    assert "预算：4万元" in school.li.says("把预算改为4万").text
    assert "人力：3名技术员" in school.li.says("人力 3名技术员").text


def test_asking_about_requests_does_not_begin_one(school: SmallSchool) -> None:
    answered = school.li.says("立项 要谁批？")
    assert "6.2.1" in answered.text
    assert "项目申请" not in school.li.says("继续").text


def test_a_long_answer_is_cut_on_the_card_and_kept_whole(school: SmallSchool) -> None:
    long = "更换老旧电脑" * 60
    school.li.says(FILLED.replace("更换二号机房老旧电脑", long))
    school.li.presses("提交")
    card = school.chen.sees("待你审批")
    assert long not in card.text
    assert long in school.chen.presses("看详情").text
    assert long in school.chen.says("历次版本 P-2026-001").text


def test_words_that_fit_no_field_are_asked_about_and_put_where_the_person_says(school: SmallSchool) -> None:
    school.sun.says("申请项目")
    school.sun.says("预算4.8万")
    said = "让每个孩子在课上都有机会动手和发言"
    asked = school.sun.says(said)
    assert (asked.text, asked.buttons[:2]) == (f"「{said}」是哪一项？", ["名称", "目的"])
    assert f"目的：{said}" in school.sun.says("2").text
    assert "名称：课堂互动" in school.sun.says("课堂互动").text  # a few words, as a name has them


def test_the_form_is_filled_one_answer_at_a_time(school: SmallSchool) -> None:
    school.li.says("我们组想弄一套平板做分层作业，怎么申请立项")
    school.li.says("目的：让每个学生做适合自己的题")
    for said, kept in (
        ("名称：平板分层作业", "名称：平板分层作业"),
        ("预算大概四万二", "预算：4.2万元"),
        ("王技术帮忙两周", "人力：王技术帮忙两周"),
        ("从10月8号到11月底", "时间：10月8号到11月底"),
        ("数据放校内服务器，老师才能看", "安全要求：数据放校内服务器，老师才能看"),
    ):
        assert kept in school.li.says(said).text
    assert school.li.says("作业完成率到90%，每周用3次以上").buttons == ["未对应", "取消"]
    school.li.presses("未对应")
    assert "验收指标：作业完成率到90%；每周用3次以上" in school.li.presses("敏感个人信息").text


def test_a_request_written_out_under_any_heading_is_one(school: SmallSchool) -> None:
    for number, heading in enumerate(
        ("立项申请 机房改造", "项目立项申请表：机房改造", "我要提交一个新项目：机房改造"), 1
    ):
        draft = school.li.says(FILLED.replace("申请项目 机房改造", heading).replace("更换", "弄清谁在用，更换"))
        assert draft.buttons == ["提交", "修改", "取消"]
        assert "名称：机房改造" in draft.text
        assert f"P-2026-00{number}" in school.li.presses("提交").text


def test_the_draft_left_is_gone_on_with_in_a_sentence_on_another_platform(school: SmallSchool) -> None:
    school.li.says("申请项目 机房改造")
    school.li.says("预算3万")
    school.clock.forward(days=2)
    with school.database.write() as tx:
        person = people.by_name(tx, "李老师")[0]
        binding.know(tx, person, "plain", "u-李老师", school.clock.now)
    assert "预算：3万元" in school.li.on("plain").says("上次那个申请接着写").text


def test_what_stands_behind_the_colon_is_what_the_project_is_called(school: SmallSchool) -> None:
    asked = school.sun.says("申请项目：给高二买30台平板，预算4.8万，下学期开始用")
    assert "名称：给高二买30台平板" in asked.text
