"""In the middle of a dialogue people correct themselves, look at something else, wonder, and give up: in whatever words."""

from storage.people import Role
from tests.conftest import SmallSchool


def test_a_place_said_wrong_is_put_right_in_the_finished_draft(school: SmallSchool) -> None:
    school.li.says("投影仪不亮")
    school.li.says("高二5班")
    assert "高二6班" in school.li.says("不对，是高二6班").text
    assert "room 202" in school.li.says("actually room 202").text
    school.li.presses("提交")
    school.wang.sees("room 202")


def test_the_finished_draft_of_one_person_never_reaches_a_card_of_another(school: SmallSchool) -> None:
    """A draft's number is given again once it is gone; whoever saw the first one sees nothing of the second."""
    school.sun.says("投影仪不亮")
    school.sun.says("高一1班")
    school.sun.says("提交")
    before = school.sun.transcript()
    school.li.says("音箱没声音")
    school.li.says("高二6班")
    school.li.says("不对，是高二7班")
    assert school.sun.transcript() == before


def test_an_id_alone_opens_its_card_and_the_question_stays(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.chen.says("下达任务")
    school.chen.says("T-0001")
    school.chen.sees("投影仪")
    school.chen.sees("还在填写")
    assert "设备台账" in school.chen.says("教务处报设备台账，下周五前").text


def test_a_figure_by_its_name_is_no_product_to_be_bought(school: SmallSchool) -> None:
    school.chen.says("选型咨询")
    school.chen.says("安全培训覆盖率")
    school.chen.sees("口径")
    assert "要买什么：录播主机" in school.chen.says("录播主机").text


def test_what_stands_before_the_time_is_the_topic(school: SmallSchool) -> None:
    school.zhao.says("安排培训")
    asked = school.zhao.says("希沃白板进阶，下周三下午四点").text
    assert asked.startswith("谁参加")
    shown = school.zhao.says("数学组").text
    assert "希沃白板进阶" in shown
    assert "数学组" in shown


def test_publishing_before_all_is_said_names_what_is_missing_and_accuses_nobody(school: SmallSchool) -> None:
    school.zhao.says("安排培训")
    assert school.zhao.says("发布").text.startswith("还差")


def test_a_decision_put_off_decides_nothing(school: SmallSchool) -> None:
    school.sun.says("申请项目\n名称：平板试点\n目的：试用平板\n服务目标：未对应\n预算：48000\n人力：王技术每周半天\n时间：下月起\n"
                    "数据类别：一般\n安全要求：无\n验收指标：每周使用不少于3节课")  # fmt: skip
    school.sun.says("提交")
    school.chen.says("待审批")
    for words in ("等等，先不批", "我再想想", "驳回是什么意思"):
        school.chen.says(words)
        assert "为什么驳回" not in school.chen.last().text
    school.sun.does_not_see("已驳回")


def test_a_reminder_without_a_time_is_asked_for_and_can_still_be_moved(school: SmallSchool) -> None:
    assert "什么时候提醒" in school.li.says("提醒我开会").text
    assert "15:00" in school.li.says("三点").text
    assert "16:00" in school.li.says("改到四点").text
    school.li.presses("确定", on="16:00")
    assert "开会" in school.li.says("我有哪些提醒").text


def test_a_reminder_that_was_only_proposed_is_dropped_in_words(school: SmallSchool) -> None:
    school.li.says("明天下午三点提醒我交教案")
    school.li.says("取消这个提醒")
    assert "你没有提醒" in school.li.says("我有哪些提醒").text


def test_a_notice_names_its_people_in_the_middle(school: SmallSchool) -> None:
    school.chen.says("发个通知")
    assert "明天下午三点全体老师开会" in school.chen.says("明天下午三点全体老师开会").text
    school.chen.says("算了不发了")
    school.li.does_not_see("全体老师开会")


def test_the_dialogues_own_verb_ends_it(school: SmallSchool) -> None:
    school.chen.says("委托审批")
    assert school.chen.says("不委托了").text.startswith("已取消")


def test_a_question_answers_no_invitation_and_a_promise_hands_nothing_in(school: SmallSchool) -> None:
    qian = school.person("钱老师", Role.LIAISON, department="总务处")
    school.chen.says("请总务处9月30日前报送在用软件清单")
    school.chen.says("下达")
    qian.says("K-1我们周五交")
    school.chen.does_not_see("总务处已提交")
    qian.says("清单来得及晚两天交吗")
    school.chen.sees("来得及晚两天交吗")
    qian.says("清单交了：门禁系统、OA")
    school.chen.sees("总务处已提交")


def test_needed_in_another_period_is_said_so(school: SmallSchool) -> None:
    assert "第五节要用" in school.li.says("高一7班空调开不了，第五节要用教室").text
