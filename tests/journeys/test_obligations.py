"""The compliance calendar: set up, shown with evidence, checked by somebody else, due again; late is told upwards."""

from datetime import UTC, datetime

from handlers.incoming import Attachment
from handlers.turn import Turn
from storage import obligations, people, wanted_files
from tests.conftest import SmallSchool
from tests.ringing import pass_time

SENTENCE = "登记合规事项 ICP备案续期，王技术负责，2026年12月1日，每年"


def test_the_suggestions_come_with_one_press_and_the_audit_of_minors_ends_with_january(
    school_on_any: SmallSchool,
) -> None:
    school = school_on_any
    empty = school.chen.says("合规日历")
    assert empty.card.title == "合规日历还是空的。"
    listed = school.chen.presses("建立合规日历")
    assert "合规日历：待办 6 项，逾期 0 项" in listed.text
    assert "2027年1月31日 CO-4 未成年人个人信息保护合规审计报送 · 陈主任 · 待办" in listed.text
    assert "建立合规日历" not in listed.buttons
    school.chen.says("换经办人 CO-3 王技术")
    school.wang.sees("要办：CO-3 网站ICP备案核对", buttons=["提交证据"])
    assert "每 12 个月" in school.wang.says("ICP备案什么时候到期").text
    assert "没有你经办的事项" in school.li.says("合规日历").text


def test_shown_checked_by_somebody_else_and_due_again(school: SmallSchool) -> None:
    told = school.chen.says(SENTENCE).text
    assert told == "已登记合规事项 CO-1 ICP备案续期，王技术经办，12月1日前，每 12 个月。"
    school.wang.presses("提交证据")
    school.wang.says("已续期，备案号示例-01")
    check = school.chen.sees("请核对：CO-1 ICP备案续期", buttons=["确认合规", "退回证据", "换经办人"])
    assert "备案号示例-01" in check.text
    assert "自己办的不能自己确认" in school.wang.says("确认合规 CO-1").text
    school.chen.presses("退回证据")
    school.chen.says("要附截图")
    assert "要附截图" in school.wang.sees("要办：CO-1").text
    school.wang.says("提交证据 CO-1 已续期，截图在共享盘")
    school.chen.presses("确认合规")
    card = school.wang.sees("要办：CO-1 ICP备案续期（2027年12月1日前）")
    assert dict(card.card.facts)["上次"] == "9月15日，王技术办，陈主任核对：已续期，截图在共享盘"
    with school.database.read() as tx:
        one = obligations.by_code(tx, "CO-1")
        assert one is not None
        assert (one.round, one.status) == (2, "pending")


def test_two_reminders_then_the_cio_hears_and_the_number_says_so(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    assert "CO-1" not in school.wang.says("我的待办").text  # months ahead nothing waits
    school.clock.now = datetime(2026, 11, 1, 2, tzinfo=UTC)
    pass_time(school, days=1)
    school.wang.sees("CO-1 ICP备案续期 12月1日到期，请准备证据")
    assert "CO-1" in school.wang.says("我的待办").text
    pass_time(school, days=24)
    assert len([seen for seen in school.wang.chat() if "请准备证据" in seen.text]) == 2
    school.chen.does_not_see("已逾期")
    pass_time(school, days=7)
    school.chen.sees("CO-1 ICP备案续期 已逾期（12月1日）")
    assert "（逾期）" in school.chen.says("合规日历").text
    assert "合规：ICP备案续期" in school.chen.says("安全态势").text
    assert "0%" in school.chen.says("本月合规按期率").text
    school.chen.says("生成报告 本月")
    school.chen.presses("看全文")
    assert "CO-1 ICP备案续期" in school.chen.transcript()


def test_a_file_without_words_is_evidence_of_the_card_in_front(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    taken = school.wang.sends(Attachment("file", "receipt-1", "回执.pdf"))
    assert "收到，记作 CO-1 这次的证据" in taken.text
    school.li.sends(Attachment("photo", "other-1"))
    with school.database.read() as tx:
        assert [one.ref for one in wanted_files.of_subject(tx, "CO-1#1")] == ["receipt-1"]


def test_what_does_not_apply_says_why_and_can_come_back(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    school.chen.says("不适用 CO-1 学校没有自己的网站")
    assert "CO-1 ICP备案续期 · 不适用" in school.chen.says("合规日历").text
    assert "CIO" in school.wang.says("恢复合规事项 CO-1").text
    school.chen.says("恢复合规事项 CO-1")
    assert "待办 1 项" in school.chen.says("合规日历").text


def test_what_is_missing_is_asked_and_a_teacher_registers_nothing(school: SmallSchool) -> None:
    assert "由CIO或系统管理员来做" in school.li.says(SENTENCE).text
    assert "交给谁办" in school.chen.says("登记合规事项 账号核查").text
    assert "哪天前要办好" in school.chen.says("王技术").text
    school.chen.says("11月30日")
    school.wang.sees("要办：CO-1 账号核查（11月30日前）")


def test_a_restore_test_recorded_with_the_backups_is_evidence_here(school: SmallSchool) -> None:
    school.chen.says("合规日历")
    school.chen.presses("建立合规日历")
    school.chen.says("登记系统 教务系统，王技术负责，每天凌晨2点备份")
    assert "最近一次恢复演练" in school.chen.says("教务系统上次恢复测试是什么时候").text  # the backups know that
    school.wang.says("登记恢复演练 教务系统 恢复成功，数据核对一致")
    school.zhou.sees("请核对：CO-5 备份恢复测试存证")


def test_somebody_who_leaves_hands_their_part_to_the_cio(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    with school.database.write() as tx:
        wang = people.by_name(tx, "王技术")[0]
        turn = Turn(tx, school.school, school.features, school.clock.now)
        for router in school.features.routers:
            if router.leaves is not None:
                router.leaves(turn, wang)
        turn.finish()
    school.chen.sees("要办：CO-1 ICP备案续期")
