"""Numbers in plain words: how many, of when, counted how, with the rows behind; each may see their share, none is made up."""

import pytest

from handlers.turn import Turn
from storage.people import Role
from tests.beginnings import plays_once
from tests.conftest import SmallSchool
from tests.stage import Character


@pytest.fixture
@plays_once
def busy(school: SmallSchool) -> SmallSchool:
    """August: one from the mathematicians. September: four from them, one from the liaison's office."""
    school.clock.forward(days=-20)
    school.li.says("302投影仪不亮")
    school.clock.forward(days=20)
    for words in ("101投影仪不亮", "102打印机卡纸", "103电脑蓝屏", "104音响没声音"):
        school.li.says(words)
        school.clock.forward(minutes=1)
    school.sun.says("教务处打印机卡纸")
    return school


def head(school: SmallSchool, department: str = "数学组") -> Character:
    return school.person("钱组长", Role.HEAD, department=department)


def solved(school: SmallSchool, code: str, hours: float, stars: str) -> None:
    school.wang.says(f"接单 {code}")
    school.clock.forward(hours=hours)
    school.wang.says(f"已解决 {code} 换了一根线")
    school.li.says(f"好了 {code}")
    school.li.says(stars)


@pytest.mark.parametrize(
    "words", ["我们部门这个月报修多少", "我們部門這個月報修多少", "部门报修 本月", "数学组本月报修几件"]
)
def test_a_head_reads_number_period_and_how_it_was_counted(busy: SmallSchool, words: str) -> None:
    seen = head(busy).says(words)
    assert seen.card.title == "数学组，9月1日—9月15日：报修 4 件"
    assert "按报修日期数" in seen.text
    assert seen.buttons == ["看明细"]


def test_the_list_behind_a_heads_number_names_nobody(busy: SmallSchool) -> None:
    chief = head(busy)
    chief.says("我们部门这个月报修多少")
    seen = chief.presses("看明细")
    assert "音响 没声音 · 新建" in seen.text
    for told in ("李老师", "104", "T-000"):
        assert told not in seen.text


def test_a_list_too_short_to_hide_anybody_is_not_given(busy: SmallSchool) -> None:
    chief = head(busy)
    chief.says("我们部门上个月报修多少")
    assert "报修 1 件" in chief.last().text
    assert "只给数字" in chief.presses("看明细").text


def test_the_cio_reads_every_department_and_opens_the_rows(busy: SmallSchool) -> None:
    seen = busy.chen.says("这个月各部门报修数")
    assert seen.card.title == "全校，9月1日—9月15日：报修 5 件"
    assert seen.card.facts == (("数学组", "4 件"), ("教务处", "1 件"))
    assert "T-0006" in busy.chen.presses("看明细").text
    assert "数学组，2026年8月：报修 1 件" in busy.chen.says("数学组上个月报修多少").text


def test_a_leader_reads_no_number_that_points_at_a_person(busy: SmallSchool) -> None:
    seen = busy.zhou.says("这个月各部门报修情况")
    assert seen.card.facts == (("数学组", "4 件"), ("少于 3 件的部门合计", "1 件"))
    assert seen.buttons == []


def test_who_may_not_hears_who_may_and_a_borrowed_button_opens_nothing(busy: SmallSchool) -> None:
    assert "部门负责人看本部门" in busy.li.says("我们部门这个月报修多少").text
    assert "你只能看语文组" in head(busy, "语文组").says("数学组这个月报修多少").text
    busy.chen.says("这个月各部门报修数")
    packed = busy.chen.last().card.buttons[0].token
    for who in (busy.li, busy.zhou):
        assert "部门负责人看本部门" in who.presses_token(packed).text
    assert "部门负责人看本部门" in busy.chen.presses_token("statistics.rows:FG-999").text


def test_before_the_first_record_a_number_is_missing_and_never_zero(busy: SmallSchool) -> None:
    seen = busy.chen.says("去年各部门报修数")
    assert seen.card.title == "全校，2025年：报修 缺"
    assert "也不是 0" in seen.text
    assert busy.chen.says("上个月一共解决了多少报修").card.title == "全校，2026年8月：解决的报修 0 件"


@pytest.mark.parametrize(
    "words",
    [
        "平均每台投影仪用多少电",
        "这个月报修成本占比是多少",
        "人均报修多少件",
        "图书借阅率是多少",
        "what is the average cost per repair",
    ],
)
def test_a_figure_nobody_defined_is_not_made_up(busy: SmallSchool, words: str) -> None:
    seen = busy.chen.says(words)
    assert seen.card.title.startswith(("没有这个口径", "There is no such metric")), seen.text
    assert "统计口径" in seen.text or "metrics" in seen.text


def test_the_nearest_are_offered_and_what_stands_on_the_screen_is_not_bent_to_fit(busy: SmallSchool) -> None:
    assert "平均修复时间" in busy.chen.says("平均每单修复费用").buttons
    busy.chen.says("这个月报修多少")
    assert busy.chen.says("图书馆借书量是多少").card.title == "没有这个口径，我不编数字。"


def test_several_numbers_in_one_sentence_are_those_of_the_rows_and_stay_the_same(busy: SmallSchool) -> None:
    solved(busy, "T-0002", 1, "5")  # 2 minutes and a bit before it was claimed …
    solved(busy, "T-0003", 2, "4")
    seen = busy.chen.says("这个月一共报修多少、平均多久修好")
    # T-0002: filed at 0:00, claimed 0:04, solved 1:04. T-0003: filed at 0:01, claimed 1:04, solved 3:04.
    assert seen.card.facts == (("报修", "5 件"), ("平均修复时间", "2.1 小时"))
    assert busy.chen.says("这个月一共报修多少、平均多久修好").card.facts == seen.card.facts
    rows = busy.chen.presses("看明细：平均修复时间").text
    assert "T-0002 101 投影仪 不亮 · 已关闭 · 1.1 ·" in rows
    assert "T-0003 102 打印机 卡纸 · 已关闭 · 3 ·" in rows  # (1.07 + 3.05) / 2
    assert "4.5 星" in busy.chen.says("报修满意度是多少").text
    assert "响应时间 33.5 分钟" in busy.chen.says("这个月平均响应时间").text  # (4 + 63) / 2
    assert busy.chen.says("各部门响应时间").card.facts == (("数学组", "33.5 分钟"),)
    assert "67%" not in busy.zhou.says("数学组这个月返修率").text  # two records point at a person
    assert busy.zhou.last().text.startswith("数学组，9月1日—9月15日：记录少于 3 条")


def test_a_number_is_followed_up_in_few_words(busy: SmallSchool) -> None:
    busy.chen.says("这个月报修多少")
    assert busy.chen.says("那上个月呢").card.title == "全校，2026年8月：报修 1 件"
    assert busy.chen.presses("按部门看").card.facts == (("数学组", "1 件"),)
    assert busy.chen.says("这个月报修多少，和上个月相比").card.facts == (("对比（2026年8月）", "1 件"),)
    assert busy.chen.says("这个月投影仪报修几件").card.title == "全校（投影仪），9月1日—9月15日：报修 1 件"
    assert "没有按校区记录" in busy.chen.says("各校区报修多少").text
    assert "按报修日期数" in busy.chen.says("统计口径 报修").text
    assert "还没有到" in busy.chen.says("下个月报修多少").text
    assert busy.chen.says("上学期报修多少").card.title == "全校，3月9日—7月10日：报修 缺"
    assert busy.chen.says("今天报修多少").card.title == "全校，9月15日：报修 5 件"
    assert "知悉率 缺" in busy.chen.says("这个月通知的知悉率").card.title
    assert "项目审批时间 缺" in busy.chen.says("项目审批平均要几天").card.title
    assert busy.chen.says("指标口径").card.title.startswith("统计口径")


def test_everybody_reads_public_numbers_without_rows_and_nobody_more(busy: SmallSchool) -> None:
    seen = busy.li.says("这个月一共报修多少")
    assert seen.card.title == "全校，9月1日—9月15日：报修 5 件"
    assert seen.buttons == []
    assert "要由CIO、校领导" in busy.li.says("这学期培训覆盖率是多少").text
    assert busy.chen.says("这学期培训覆盖率是多少").card.title.endswith("培训覆盖率 缺")
    assert busy.zhou.says("本学期办了几个项目").card.title.endswith("完成的项目 0 个")
    assert "你只能看数学组" in head(busy).says("教务处这个月报修满意度").text


def test_a_room_with_far_more_faults_than_usual_reaches_the_cio_once(school: SmallSchool) -> None:
    for fault in ("投影仪不亮", "电脑蓝屏", "音响没声音", "空调不制冷", "打印机卡纸"):
        school.clock.forward(minutes=15)
        school.li.says(f"高二3班{fault}")
    for _day in range(2):
        with school.database.write() as tx:
            turn = Turn(tx, school.school, school.features, school.clock.now)
            school.features.dues["statistics.look"](turn, "", {})
        school.clock.forward(days=1)
    school.deliver()
    told = [seen for seen in school.chen.chat() if "报修异常" in seen.text]
    assert len(told) == 1
    assert "报修 5 件" in told[0].text
    assert "同一地点报修达到平时几倍提醒CIO" in told[0].text


def test_a_number_is_put_beside_another_time_and_opened_by_words(busy: SmallSchool) -> None:
    leader = busy.person("周校长", Role.LEADER)
    assert "报修 5 件" in busy.chen.says("本月报修多少").text
    assert "T-0006" in busy.chen.says("具体是哪几条").text
    beside = busy.chen.says("报修和上个月比呢").card
    assert beside.title == "全校，9月1日—9月15日：报修 5 件"
    assert beside.facts == (("对比（2026年8月）", "1 件"),)
    busy.chen.says("报修满意度多少")
    busy.chen.says("本月报修多少")
    followed = busy.chen.says("比上个月呢").card
    assert (followed.title, followed.facts) == (beside.title, beside.facts)
    assert busy.chen.says("和去年同期比呢").card.facts == (("对比（2025年9月1日—9月15日）", "缺"),)
    assert busy.chen.says("按部门拆开").card.facts == (("数学组", "4 件"), ("教务处", "1 件"))
    assert busy.chen.says("本月哪个部门坏得最多").card.facts == (("数学组", "4 件"), ("教务处", "1 件"))
    assert "备份成功率 缺" in busy.chen.says("备份成功率这个月怎么样").card.title
    leader.says("本月报修多少")
    closed = leader.says("看明细").text
    assert "只有 CIO 能看" in closed
    assert "T-000" not in closed


def test_campuses_are_told_apart_by_the_names_the_calendar_knows(school: SmallSchool) -> None:
    for words in ("东校区301投影仪不亮", "东校区302投影仪不亮", "西校区101打印机卡纸"):
        school.li.says(words)
        school.clock.forward(minutes=1)
    assert "没有按校区记录" in school.chen.says("各校区报修多少").text
    for words in ("东校区作息 第一节 7:30-8:10", "西校区作息 第一节 7:40-8:20"):
        school.chen.says(words)
        school.chen.presses("确认")
    assert school.chen.says("各校区报修多少").card.facts == (("东校区", "2 件"), ("西校区", "1 件"))
