"""Emergency plans: opened by naming what happened, written, approved by somebody else, confirmed, reviewed, replaced."""

from tests.conftest import SmallSchool
from tests.ringing import pass_time


def test_a_plan_is_open_at_once_at_ones_own_steps(school: SmallSchool) -> None:
    mine = school.wang.says("服务器中毒了怎么办预案")
    assert "你的步骤（处置）" in mine.text
    assert "示例" in mine.text
    assert "〔指挥〕" in school.wang.presses("全部步骤").text
    assert school.wang.presses("预案文件").card.files[0].name.endswith(".pdf")
    assert "断开网络，不要关机" in school.stranger().says("勒索病毒应急预案").text
    assert "机房火灾" in school.chen.says("应急预案").text


def test_a_plan_is_written_approved_and_confirmed(school: SmallSchool) -> None:
    school.wang.says("编预案 断网")
    school.wang.presses("改步骤")
    assert "打开备用线路 ☎ 8001" in school.wang.says("加 处置：打开备用线路 ☎ 8001\n删1").text
    school.wang.presses("提交批准")
    assert "CIO" in school.zhao.says("批准预案 EP-1").text
    school.chen.sees("待批准")
    school.chen.presses("批准生效")
    school.zhao.sees("断网 第1版")
    school.zhao.presses("我已看过")
    assert "第1版" in school.wang.says("断网应急预案").text
    school.deliver()
    pass_time(school, days=5)
    school.deliver()
    school.chen.sees("没确认看过")
    pass_time(school, days=365)
    school.deliver()
    school.chen.sees("到期复审")
    school.chen.presses("仍然适用")


def test_the_next_edition_replaces_the_one_before(school: SmallSchool) -> None:
    for _ in range(2):
        school.wang.says("编预案 断网")
        school.wang.presses("提交批准")
        school.chen.presses("批准生效")
    assert "第2版" in school.li.says("断网应急预案").text
    assert "已废止" in school.wang.says("EP-1").text


def test_what_cannot_be_read_is_said(school: SmallSchool) -> None:
    school.wang.says("编预案 断网")
    school.wang.presses("改步骤")
    assert "没看懂" in school.wang.says("厨师：做饭").text
    assert "没有第 99 步" in school.wang.says("删99").text
    assert "CIO、技术员" in school.li.says("编预案 停电").text
    assert "已登记" in school.chen.says("应急电话 省网信办 010-12345678").text
    assert "省网信办" in school.li.says("应急电话").text
    assert "由CIO来做" in school.li.says("应急电话 市教育局 010-1").text


def test_what_waits_for_ones_word_says_which_plan_it_is(school: SmallSchool) -> None:
    school.wang.says("编预案 断网")
    school.wang.says("提交批准 EP-1")
    school.chen.says("批准生效 EP-1")
    waiting = next(line for line in school.wang.says("我的待办").card.lines if "EP-1" in line)
    assert "断网" in waiting
