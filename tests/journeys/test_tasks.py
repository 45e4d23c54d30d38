"""Department tasks (5.3.1): given by one sentence, known, handed in, looked at; silence goes one level up, in private."""

from datetime import timedelta

import pytest

from handlers.incoming import Attachment, Said
from handlers.people import leaving
from jobs.due import standing
from storage import files, people, schedules, wanted_files
from storage.people import Role
from tests.conftest import SmallSchool
from tests.ringing import pass_time, tick
from tests.stage import Character

SENTENCE = "请各部门周五前报送2026年设备清单"


def staff(school: SmallSchool) -> tuple[Character, Character]:
    """A head beside the liaison, and a department that has only a head."""
    return (
        school.person("钱主任", Role.HEAD, department="教务处"),
        school.person("冯主任", Role.HEAD, department="总务处"),
    )


def sends_picture(who: Character, words: str = "") -> None:
    stage = who.stage
    photo = (Attachment("photo", f"ref-{stage.event_id()}", "清单.jpg"),)
    stage.hear(Said(who._who(), stage.event_id(), stage.clock.now, words, photo))


def test_from_one_sentence_to_the_last_department(school_on_any: SmallSchool) -> None:
    school = school_on_any
    qian, feng = staff(school)
    preview = school.chen.says(SENTENCE)
    assert preview.card.title == "请看一眼，没问题就下达：报送2026年设备清单"
    assert "2 个部门：总务处（负责人冯主任，没有可联系的联络人）、教务处（孙联络）" in preview.text
    assert "没人可找，不会下达：数学组、校办" in preview.text
    school.sun.does_not_see("设备清单")
    given = school.chen.presses("下达")
    assert given.card.title == "已下达：报送2026年设备清单，2 个部门，9月18日前交"
    assert "章程 5.3.1" in school.sun.sees("请办理：K-2", buttons=["知悉", "提交", "有困难"]).text
    qian.does_not_see("K-2")
    school.sun.says("收到")
    feng.presses("知悉")
    assert "K-2 报送2026年设备清单（9月18日前，已知悉）" in school.sun.says("我们部门还有什么没交").text
    school.sun.presses("提交", on="请办理")
    school.sun.says("台式机40台，笔记本12台")
    asked = school.chen.sees("教务处已提交：K-2", buttons=["验收", "退回", "改期限", "撤销任务"])
    assert "台式机40台，笔记本12台" in asked.text
    school.chen.presses("退回")
    school.chen.says("少了打印机")
    school.sun.sees("K-2 被退回：少了打印机")
    school.sun.says("设备清单：台式机40台，笔记本12台，打印机3台")
    assert "要由CIO（自己提交的由校领导验收）来做" in school.sun.says("验收 K-2").text
    school.chen.says("验收 K-2")
    school.sun.sees("K-2 验收通过，谢谢")
    owing = school.chen.says("设备清单谁没交")
    assert owing.card.lines == ("还没交 1：总务处 K-1", "已完成 1：教务处 K-2", "没人可找 2：数学组、校办")
    assert "没有找到 K-1" in school.sun.says("K-1").text
    assert "没有找到 K-2" in school.li.says("K-2").text
    assert "由陈主任于 10:00 处理" in school.chen.says("验收 K-2").text
    school.chen.says("重开任务 K-2 型号不全")
    school.sun.sees("K-2 被退回：型号不全")


def test_silence_is_named_again_then_goes_up_and_what_is_handed_in_is_left_alone(school: SmallSchool) -> None:
    qian, feng = staff(school)
    school.chen.says("请各部门下周五前报送应急联系人")
    school.chen.says("下达")
    feng.says("提交 K-1 冯主任，见通讯录")
    pass_time(school, days=1, hours=1)
    school.sun.sees("还没知悉：K-2 报送应急联系人（9月24日前交）")
    pass_time(school, days=1)
    qian.sees("你部门的 孙联络还没知悉 K-2")
    school.sun.says("收到")
    pass_time(school, days=8)
    school.sun.sees("快到期：K-2")
    school.sun.sees("已到期还没交：K-2")
    school.chen.does_not_see("逾期未交")
    assert "看 K-2" in qian.says("我的待办").buttons
    pass_time(school, days=10)
    qian.sees("你部门的 K-2 报送应急联系人 已逾期（9月24日），承办人孙联络")
    school.chen.sees("逾期未交：教务处 K-2")
    school.chen.sees("等你验收：K-1 报送应急联系人（总务处）")
    assert [seen for seen in feng.chat() if "到期" in seen.text] == []
    board = school.chen.says("各部门配合情况")
    assert board.card.lines == ("教务处 0%（0/1）：K-2 逾期", "总务处 100%（1/1）：K-1")
    assert "孙联络" not in board.text
    own = qian.says("各部门配合情况").text
    assert "K-2 报送应急联系人：孙联络，逾期" in own
    assert "总务处" not in own
    assert "要由CIO 和校领导" in school.li.says("各部门配合情况").text
    assert "100%" in feng.says("我们部门任务完成得怎么样").text
    school.sun.says("提交 K-2 孙联络 13800000000")
    assert "比期限晚" in school.sun.last().text
    assert "教务处 0%（0/1）" in school.zhou.says("各部门配合情况").text


def test_nobody_is_pressed_more_often_than_the_rule_allows(school: SmallSchool) -> None:
    qian, _feng = staff(school)
    school.chen.says("请教务处10月30日前报送课表")
    school.chen.says("下达")
    school.sun.says("收到")
    for _day in range(3):
        assert "已催 1 个部门：教务处" in school.chen.says("催一下没交的部门").text
        assert "今天已经催过了" in school.chen.says("再催一下课表").text
        pass_time(school, days=1)
    assert "教务处已提醒够 3 次，转告部门负责人" in school.chen.says("催一下没交的部门").text
    qian.sees("CIO 催一下：K-1")
    assert len([seen for seen in school.sun.chat() if "CIO 催一下" in seen.text]) == 3


def test_what_is_given_can_be_taken_back_at_once_and_handed_in_can_be_taken_back(school: SmallSchool) -> None:
    staff(school)
    school.chen.says(SENTENCE)
    school.chen.presses("下达")
    school.chen.presses("撤回")
    school.chen.sees("已撤回：报送2026年设备清单。2 个部门不用再交。", buttons=[])
    school.sun.sees("K-2 不用办了")
    assert "现在没有在办的部门任务" in school.chen.says("部门任务").text
    school.chen.says("让教务处下周三前交机房使用表")
    school.chen.says("下达")
    school.clock.forward(minutes=11)
    assert "超过 10 分钟" in school.chen.presses("撤回").text
    school.sun.says("提交 K-3 写错了")
    school.sun.says("撤回提交")
    assert "已交 0/1" in school.chen.says("谁还没交").text
    school.chen.says("撤销任务 K-3 已从别处拿到")
    school.sun.sees("K-3 不用办了：交机房使用表")
    assert "近 180 天还没有" in school.chen.says("各部门配合情况").text


def test_a_photo_is_an_answer_and_a_difficulty_moves_no_day(school: SmallSchool) -> None:
    school.chen.says("让教务处下周三前交机房使用表")
    school.chen.says("下达")
    school.sun.says("有困难 K-1 机房在装修")
    school.chen.sees("教务处说 K-1 有困难：机房在装修", buttons=["看 K-1"])
    school.sun.says("K-1")
    sends_picture(school.sun)
    assert school.sun.last().buttons == ["提交", "不是交这个"]
    school.sun.presses("不是交这个")
    with school.database.read() as tx:
        assert wanted_files.of_subject(tx, "K-1") == []
    school.sun.presses("提交", on="请办理")
    sends_picture(school.sun)
    assert "提交内容：见附件（1 个）" in school.chen.sees("教务处已提交：K-1").text
    with school.database.write() as tx:  # the file was fetched in the meantime
        for one in wanted_files.of_subject(tx, "K-1"):
            kept = files.keep(tx, "课表.jpg", "image/jpeg", b"jpeg", school.clock.now, subject="K-1")
            one.file, one.status = kept, wanted_files.FETCHED
        schedules.set_timer(tx, "here", "tasks.file_came", "here", school.clock.now, {"code": "K-1"})
    tick(school)
    assert [file.name for file in school.chen.sees("K-1 教务处 交机房使用表 的附件").card.files] == ["课表.jpg"]
    assert school.chen.presses("看附件").card.files
    school.clock.forward(minutes=1)
    school.chen.says("退回 K-1 看不清")
    assert "把内容写下来" in school.sun.says("提交 K-1").text  # the same file is no new answer
    school.sun.says("取消")
    school.chen.says("改期限 K-1 9月30日前")
    school.sun.sees("K-1 的期限改为 9月30日")


def test_who_leaves_hands_on_and_the_cio_hears_where_nobody_is_left(school: SmallSchool) -> None:
    school.person("郑联络", Role.LIAISON, department="德育处")
    qian, _feng = staff(school)
    school.chen.says("请教务处和德育处9月30日前报送课表")
    school.chen.says("下达")
    with school.database.write() as tx:
        for name in ("孙联络", "郑联络"):
            leaving.offboard(tx, people.by_name(tx, name)[0], school.clock.now)
    school.clock.now += timedelta(days=1)
    standing(school.features, school.database, school.school, school.clock.now)
    school.clock.now += timedelta(days=1)
    tick(school)
    qian.sees("原来的承办人已离开或换岗，K-1 由你接着办。")
    school.chen.sees("教务处没有可联系的联络人，K-1 转给负责人钱主任。")
    school.chen.sees("德育处没有联络人和负责人，K-2 没人办。")
    qian.says("提交 K-1 见共享盘")
    school.chen.sees("教务处已提交：K-1")


def test_who_acts_for_the_cio_gives_and_accepts_in_their_name_and_one_of_two_wins(school: SmallSchool) -> None:
    school.chen.says("委托 王技术 审批 9月15日到9月18日")
    school.chen.says("提交")
    school.clock.forward(minutes=1)
    assert "请看一眼" in school.wang.says("请教务处周五前报送课表").text
    school.wang.says("下达")
    school.sun.says("提交 K-1 见共享盘")
    school.chen.sees("教务处已提交：K-1")
    school.wang.presses("验收")
    assert "K-1 现在是「已关闭」，由王技术（代陈主任）于 10:01 处理" in school.chen.says("退回 K-1 不对").text


def test_the_cio_s_own_hand_in_is_looked_at_by_a_leader(school: SmallSchool) -> None:
    school.person("冯主任", Role.HEAD, Role.CIO, department="总务处")
    school.chen.says("请总务处周五前报送设备清单")
    school.chen.says("下达")
    stage = Character(school, "冯主任", "u-冯主任")
    stage.says("提交 K-1 40台")
    assert "自己提交的不能自己验收" in stage.says("验收 K-1").text
    school.zhou.presses("验收")
    stage.sees("K-1 验收通过")


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("请各部门昨天前交清单", "这个期限已经过了"),
        ("让数学组周五前交清单", "没有联络人或负责人"),
        ("下达任务", "还差这几项"),
        ("请各部门报送{清单}%s", "什么时候之前"),
    ],
)
def test_what_cannot_be_given_says_why(school: SmallSchool, said: str, answered: str) -> None:
    assert answered in school.chen.says(said).text


def test_others_are_told_who_gives_tasks(school: SmallSchool) -> None:
    for who in (school.li, school.sun):
        assert "给部门下达任务由 CIO 做" in who.says("请各部门周五前报送设备清单").text
    assert "要由CIO来做" in school.li.says("下达任务：各部门周五前报送清单").text
    english = school.person("Ms Green", Role.LIAISON, department="English", language="en")
    school.chen.says("让English周五前交教材清单")
    school.chen.says("下达")
    assert english.sees("Please do: K-1").buttons == ["Noted", "Hand in", "Difficulty"]
    assert "English owes 1" in english.says("what do we owe").card.title


def test_what_is_said_in_passing_is_heard(school: SmallSchool) -> None:
    """The words people use, each on the one task it fits; a question is never an answer."""
    school.chen.says("请教务处9月29日前报送课表")
    school.chen.says("就这样")
    assert "教务处还有 1 件没交" in school.sun.says("还要交什么").text
    school.sun.says("K-1")
    assert "已转告 CIO" in school.sun.says("这个不归我们管").text
    school.chen.says("给教务处延期到9月30日")
    school.sun.sees("K-1 的期限改为 9月30日")
    assert "还没交 1：教务处 K-1" in school.chen.says("课表交得怎么样了").text
    assert "写下来" in school.sun.says("K-1 交了").text
    school.sun.says("取消")
    school.sun.says("K-1 课表见共享盘")
    school.chen.says("K-1 不行，少了高三")
    school.sun.sees("K-1 被退回：不行，少了高三")
    school.sun.says("改好了，加了高三")
    school.chen.says("K-1 可以")
    school.sun.sees("K-1 验收通过")
    school.chen.says("请各部门9月28日前报送名单")
    assert "期限：9月29日" in school.chen.says("改成9月29日前").text
    assert "1 个部门：教务处" in school.chen.says("只要教务处").text
    school.chen.says("下达")
    assert "为什么" in school.chen.says("教务处不用交了").text
    assert "不用办了" not in school.chen.says("批示有哪些？").text
    school.sun.does_not_see("不用办了")


def test_an_open_task_of_a_name_wins_over_a_list_of_that_name(school: SmallSchool) -> None:
    assert "账号检查清单" in school.sun.says("账号清单").text
    assert school.chen.says("让教务处月底前做一次密码检查").card.title == "请看一眼，没问题就下达：做一次密码检查"
    school.chen.says("取消")
    assert school.chen.says("要各处室周五前交一份账号清单").card.title == "请看一眼，没问题就下达：交一份账号清单"
    school.chen.presses("下达")
    assert "已提交 K-1" in school.sun.says("账号清单：共23个账号，已停用4个").text
    assert "共23个账号" in school.chen.sees("教务处已提交：K-1").text
    assert "已登记批示 K-2" in school.zhou.says("让各部门月底前做一次密码检查").text
    assert "K-2" in school.zhou.says("我的批示").text


def test_a_task_goes_to_a_person_by_name_from_the_word_to_its_acceptance(school: SmallSchool) -> None:
    seen = school.chen.says("请李老师周五前提交教案")
    assert "提交教案" in seen.text
    assert "李老师" in seen.text
    school.chen.says("下达")
    school.li.sees("请办理：K-1 提交教案")
    school.sun.does_not_see("K-1")
    assert "K-1" in school.li.says("我手上有啥任务").text
    school.li.says("提交 K-1 教案已经放网盘了")
    school.chen.sees("李老师已提交：K-1")
    school.chen.says("验收 K-1")
    school.li.sees("K-1")


def test_another_matter_never_moves_the_instruction_that_is_shown(school: SmallSchool) -> None:
    school.zhou.says("批示：请信息中心两周内拿出备份整改方案")
    school.chen.sees("等你交办")
    assert "提交教案" in school.chen.says("请李老师周五前提交教案").text
    school.chen.says("取消")
    school.li.does_not_see("备份整改")
    school.chen.says("K-1")
    assert "已交办" in school.chen.says("交给王技术办，下周五前").text


def test_departments_are_called_by_their_english_names(school: SmallSchool) -> None:
    seen = school.chen.says("Please have the Academic Affairs office send the equipment list by Friday")
    assert "教务处" in seen.text
