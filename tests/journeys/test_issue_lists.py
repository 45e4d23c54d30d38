"""Looking things up: lists, status in words, search, counts, tips."""

from storage.people import Role
from tests.conftest import SmallSchool


def test_where_is_my_projector(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.clock.forward(minutes=1)
    school.li.says("语文组办公室打印机卡纸")
    school.wang.presses("接单", on="T-0001")
    assert "王技术已接单：T-0001" in school.li.says("我那个投影仪修好了吗").text
    assert "没有找到你报过的「白板」" in school.li.says("我那个白板修好了吗").text
    assert "T-0002" in school.li.says("2号工单怎么样了").text


def test_my_reports_open_each_with_a_button(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.clock.forward(minutes=1)
    school.li.says("语文组办公室打印机卡纸")
    mine = school.li.says("我的报修")
    assert mine.card.title == "我的报修（2）"
    assert mine.buttons == ["看 T-0002", "看 T-0001"]
    assert "报修已登记：T-0001" in school.li.presses("看 T-0001").text


def test_the_queue_is_for_the_team_and_shows_what_presses_first(school: SmallSchool) -> None:
    school.clock.forward(minutes=45)  # a break
    school.sun.says("教务处办公室电脑开不了机")
    school.li.says("高二3班投影仪冒烟了")
    queue = school.wang.says("队列")
    assert queue.card.title == "队列：2 件待接单"
    assert queue.buttons == ["看 T-0002", "看 T-0001"]
    assert "处理中 0 件" in queue.text
    assert "李老师" not in queue.text
    assert "给技术员、调度和 CIO 用" in school.li.says("队列").text


def test_my_jobs_are_a_round_by_building(school: SmallSchool) -> None:
    for place in ("实验楼201", "办公楼302", "实验楼305"):
        school.li.says(f"{place}电脑蓝屏")
        school.clock.forward(minutes=11)
        school.wang.presses("接单")
    jobs = school.wang.says("我的工单")
    assert jobs.card.title == "我的工单（3），按楼排好"
    lines = [line for line in jobs.card.lines if line.startswith("【")]
    assert sorted(lines) == ["【办公楼】", "【实验楼】"]


def test_search_finds_only_what_one_may_see(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    assert "找到 1 件" in school.wang.says("搜索 投影仪").text
    assert "没有找到" in school.sun.says("搜索 投影仪").text
    assert "没有找到" in school.wang.says("搜索 %").text
    assert "搜什么" in school.wang.says("搜索").text


def test_a_head_sees_counts_and_no_names(school: SmallSchool) -> None:
    head = school.person("吴组长", Role.HEAD, department="数学组")
    school.li.says("高二3班投影仪不亮")
    counts = head.says("部门报修")
    assert counts.text == (
        "数学组，近 30 天（8月17日—9月15日）：报修 1 件\n"
        "口径（第1版）：按报修日期数，含已撤销和已合并的；部门是报修时报修人的部门。\n记录从 2026年9月15日 开始，之前的没有。"
    )
    assert "部门负责人看本部门" in school.li.says("部门报修").text


def test_a_technician_learns_how_it_was_mended_before(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.says("接单 T-0001")
    school.wang.says("已解决 T-0001 换了线")
    school.clock.forward(hours=4)
    school.sun.says("高一2班投影仪不亮")
    assert "像 T-0001：换了线" in school.wang.sees("T-0002").text
    assert "像 T-0001" not in school.sun.transcript()
