"""A leader's words become a tracked instruction until they sign it off (8.2.2, N10)."""

from handlers.figures import Place, compute, period_of
from handlers.people import leaving
from handlers.periods import Span
from handlers.turn import Turn
from jobs.due import standing
from storage import people
from tests.conftest import SmallSchool
from tests.ringing import pass_time, tick

WORDS = "批示：请信息中心两周内拿出整改方案"


def test_from_the_leaders_words_to_the_sign_off(school_on_any: SmallSchool) -> None:
    school = school_on_any
    assert "已登记批示 K-1，请 CIO 交办" in school.zhou.says(WORDS).text
    school.zhou.says(WORDS)  # said twice is one
    asked = school.chen.sees(
        "周校长批示：请信息中心两周内拿出整改方案（K-1，等你交办）", buttons=["交办", "改派", "不用交办"]
    )
    assert "建议：陈主任，9月29日前" in asked.text
    assert "没有找到「马老师」" in school.chen.says("交给马老师").text
    school.chen.says("交给王技术，9月28日前")
    school.wang.sees("请承办：K-1", buttons=["开始办理", "办结"])
    school.zhou.sees("K-1 已交办：王技术，9月28日前")
    assert "要由承办人来做" in school.chen.says("办结 K-1 做完了").text
    school.wang.presses("办结")
    school.wang.says("方案已写好，放在共享盘")
    school.zhou.does_not_see("共享盘")
    school.chen.presses("回告领导")
    report = school.zhou.sees("批示已办理，请销号：K-1", buttons=["销号", "再办"])
    assert "方案已写好" in report.text
    assert "要由作批示的校领导来做" in school.chen.says("销号 K-1").text
    school.zhou.presses("再办")
    school.zhou.says("没有预算")
    assert "理由：没有预算" in school.wang.sees("请承办：K-1").text
    assert "王技术，9月28日，承办中" in school.zhou.says("批示办得怎么样了").text
    school.wang.says("办结 K-1 预算已补上")
    school.chen.says("回告领导 K-1 我看过，可行")
    school.zhou.says("销号")
    school.wang.sees("周校长已销号 K-1")
    assert "没有未销号的批示" in school.chen.says("批示清单").text


def test_before_its_day_on_it_and_after_it(school: SmallSchool) -> None:
    school.zhou.says("请王技术9月28日前把机房线路整理好")
    pass_time(school, days=2)
    school.chen.sees("批示 K-1 还没交办")
    school.chen.presses("交办")
    pass_time(school, days=20)
    for said in ("批示快到期：K-1", "批示今天到期：K-1", "批示已逾期：K-1"):
        assert len([seen for seen in school.wang.chat() if seen.text.startswith(said)]) == 1
    school.chen.sees("批示已逾期：K-1 请王技术9月28日前把机房线路整理好（9月28日），承办人王技术")
    school.wang.says("办结 K-1 好了")
    pass_time(school, days=3)
    school.chen.sees("批示 K-1 办结了还没回告领导")
    school.chen.says("回告领导 K-1")
    school.zhou.presses("再办")
    school.zhou.says("标签没贴")
    school.chen.sees("原期限已过，请「改派 K-1」定个新期限")


def test_an_answer_to_a_report_begins_one_and_every_report_lists_it(school: SmallSchool) -> None:
    with school.database.write() as tx:
        turn = Turn(tx, school.school, school.features, school.clock.now)
        leader = people.by_name(tx, "周校长")[0]
        assert school.features.begin("tasks", turn, "抓紧补上备份", leader, "R-1") == "K-1"
        turn.finish()
    school.deliver()
    assert "来源：R-1" in school.chen.sees("周校长批示：抓紧补上备份").text
    school.chen.says("交办 K-1 王技术 9月30日前")
    school.wang.says("办结 K-1 已补")
    school.chen.says("回告领导 K-1")
    with school.database.read() as tx:
        turn = Turn(tx, school.school, school.features, school.clock.now)
        today = turn.local(turn.now).date()
        period = period_of(Span(today, today), turn.now, school.school.usual)
        section = school.features.by_name["tasks"].sections[Place.INSTRUCTIONS](turn, period)
        assert section is not None
        assert [row.code for row in section.rows] == ["K-1"]
        assert section.asks[0].to("zh") == "批示已办理，请销号：K-1 抓紧补上备份"  # type: ignore[union-attr]
        assert school.features.by_name["tasks"].sections[Place.COOPERATION](turn, period) is None
        assert compute(turn, school.features.metrics["tasks.in_time"], period).value is None


def test_words_without_owner_or_day_are_asked_for_and_may_be_no_instruction(school: SmallSchool) -> None:
    assert "批示什么" in school.zhou.says("批示").text
    school.zhou.says("密码都要改")
    assert "建议：没说谁，没说期限" in school.chen.sees("周校长批示：密码都要改").text
    assert "还差这几项" in school.chen.presses("交办").text
    school.chen.says("王技术 9月30日前")
    school.wang.sees("请承办：K-1 密码都要改（9月30日前）")
    school.zhou.says("撤回批示 K-1")
    school.wang.sees("周校长撤回了批示 K-1")
    school.zhou.says("批示：这个月辛苦了")
    school.chen.says("不用交办 K-2 这是表扬")
    school.zhou.sees("CIO 没有交办 K-2：这是表扬")
    assert "「作批示」要由校领导来做" in school.li.says("批示：给我买电脑").text
    assert "没有找到 K-1" in school.li.says("K-1").text


def test_the_cios_own_goes_to_the_leader_at_once_and_who_left_is_replaced(school: SmallSchool) -> None:
    school.zhou.says(WORDS)
    school.chen.presses("交办")
    assert "已回告周校长：K-1" in school.chen.says("办结 K-1 已完成").text
    school.zhou.presses("销号")
    school.zhou.says("请王技术9月30日前把线路整理好")
    school.chen.presses("交办", on="K-2")
    with school.database.write() as tx:
        leaving.offboard(tx, people.by_name(tx, "王技术")[0], school.clock.now)
    standing(school.features, school.database, school.school, school.clock.now)
    school.clock.forward(days=1)
    tick(school)
    school.chen.sees("K-2 的承办人王技术已离开学校，请改派。")
    school.chen.says("改派 K-2 赵技术 9月30日前")
    school.zhao.sees("请承办：K-2")
