"""Broadcasts: from a sentence to everybody it concerns, and what becomes of each copy."""

import pytest
from sqlalchemy import select, update

from jobs.due import tick
from storage import acknowledgements, audit
from storage.outbox import Kind, Message, Sent
from storage.people import Account, Person, Role
from tests.conftest import SmallSchool
from tests.stage import Character

SENTENCE = "通知全体老师明天下午三点停网维护,请保存好文件,收到回复"


def let(school: SmallSchool, **span: float) -> None:
    """Time passes; what falls due is done and leaves."""
    school.clock.forward(**span)
    tick(school.database, school.school, school.features, school.clock.now)
    school.deliver()


def sent_to(school: SmallSchool, code: str) -> dict[str, list[int]]:
    """Everybody's copies of a broadcast with their state."""
    with school.database.read() as tx:
        rows = tx.execute(
            select(Person.name, Message.status)
            .join(Person, Person.id == Message.person_id)
            .where(Message.batch == code, Message.kind == str(Kind.SEND))
            .order_by(Message.id)
        ).all()
    found: dict[str, list[int]] = {}
    for name, status in rows:
        found.setdefault(name, []).append(status)
    return found


def confirmed(school: SmallSchool, writer: Character, sentence: str = SENTENCE) -> str:
    """A broadcast that has left; its code."""
    writer.says(sentence)
    code = writer.last().text.split()[0]
    writer.presses("确认发送")
    let(school, minutes=1)
    return code


def test_a_sentence_becomes_a_preview_then_a_message_then_names(school_on_any: SmallSchool) -> None:
    school = school_on_any
    seen = school.chen.says(SENTENCE)
    assert seen.buttons == ["确认发送", "修改", "取消", "看名单"]
    assert "B-1 通知预览：发给 5 人" in seen.text
    assert "【通知】明天下午三点停网维护，请保存好文件" in seen.text
    assert "信息中心 2 人" in seen.text
    assert "是发布人（也想收到就说「加上我」） 1 人：陈主任" in seen.text
    assert "要，每人按「知悉」" in seen.text
    assert "李老师" in school.chen.presses("看名单").text
    school.li.does_not_see("停网") if school.li.everything() else None
    school.chen.presses("确认发送")
    school.chen.sees("B-1 通知预览", buttons=["取消发送", "修改", "看名单"])
    assert sent_to(school, "B-1") == {}
    let(school, minutes=1)
    got = school.li.sees("【通知】明天下午三点停网维护", buttons=["知悉", "为什么收到这条？"])
    assert "陈主任（信息中心）" in got.text
    assert len(sent_to(school, "B-1")) == 5
    school.li.presses("知悉")
    school.li.sees("你在 10:01 知悉了", buttons=["为什么收到这条？"])
    school.wang.sees("【通知】", buttons=["知悉", "为什么收到这条？"])
    let(school, minutes=1)
    card = school.chen.sees("已发出 5/5")
    assert "平台接受 5 · 送达失败 0 · 已知悉 1/5" in card.text
    assert "已读" in card.text
    names = school.chen.presses("看名单", on="已发出").text
    assert "还没知悉 4 人" in names
    assert "李老师" not in names


def test_who_may_not_write_hears_who_may(school: SmallSchool) -> None:
    assert "CIO、校领导" in school.li.says("通知全体老师明天停网").text
    head = school.person("周处长", Role.HEAD, department="教务处")
    assert "B-1 通知预览：发给 1 人" in head.says("通知教务处明天交表").text
    refusal = head.says("通知教务处和数学组明天交表").text
    assert "李老师" in refusal
    assert "请找CIO" in refusal


def test_what_is_missing_is_asked_in_two_rounds(school: SmallSchool) -> None:
    assert "发给谁" in school.chen.says("发通知").text
    assert "写什么" in school.chen.says("信息中心").text
    assert "发给 2 人" in school.chen.says("明天下午三点断网").text


def test_an_unknown_audience_is_asked_for_with_the_nearest(school: SmallSchool) -> None:
    asked = school.chen.says("通知信息中芯组:明天断网").text
    assert "信息中心" in asked
    assert "B-1 通知预览：发给 2 人" in school.chen.says("信息中心").text
    school.chen.sees("【通知】明天断网")


@pytest.mark.parametrize(
    ("change", "shows"),
    [
        ("改成周五", "【通知】周五下午三点停网维护，请保存好文件"),
        ("时间改成四点", "【通知】明天下午四点停网维护"),
        ("只发信息中心", "发给 2 人"),
        ("去掉李老师", "发给 4 人"),
        ("加上我", "发给 6 人"),
        ("我也要收到", "发给 6 人"),
        ("加一句请带好U盘", "请保存好文件。请带好U盘"),
        ("把保存好文件改成关机", "停网维护，请关机"),
        ("删掉最后一句", "【通知】明天下午三点停网维护"),
        ("不用回复", "要知悉：不要"),
        ("周五前确认", "要，9月18日 17:30 前"),
        ("明早八点发", "9月16日 08:00（定时）"),
        ("加急", "【紧急通知】"),
        ("内容：明天照常", "【通知】明天照常"),
    ],
)
def test_a_change_in_a_sentence(school: SmallSchool, change: str, shows: str) -> None:
    school.chen.says(SENTENCE.replace("三点", "三点"))
    school.chen.presses("修改")
    school.chen.says(change)
    assert shows in school.chen.sees("B-1 通知预览").text


def test_the_author_does_not_get_their_own_words_back_unless_they_ask(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    facts = dict(school.chen.last().card.facts)
    assert facts["不发给"] == "是发布人（也想收到就说「加上我」） 1 人：陈主任"
    school.chen.says("加上我")
    facts = dict(school.chen.last().card.facts)
    assert "不发给" not in facts
    assert facts["对象"] == "全体教职工和陈主任"
    school.chen.presses("确认发送")
    let(school, minutes=1)
    school.chen.sees("【通知】明天下午三点停网维护", buttons=["知悉", "为什么收到这条？"])
    assert "发给 3 人" in school.chen.says("通知信息中心和我明天断网").text
    assert "【通知】明天断网" in school.chen.last().text


def test_a_change_nobody_understands_changes_nothing(school: SmallSchool) -> None:
    before = school.chen.says(SENTENCE).text
    school.chen.presses("修改")
    assert "我没看懂要改什么" in school.chen.says("嗯嗯啊啊").text
    assert before in school.chen.transcript()


def test_after_an_edit_the_earlier_yes_counts_no_more(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    [yes] = [b.token for b in school.chen.last().card.buttons if b.label == "确认发送"]
    school.chen.says("只发信息中心")
    assert "发给 2 人" in school.chen.last().text
    assert "有了新内容" in school.chen.presses_token(yes).text
    let(school, minutes=5)
    assert sent_to(school, "B-1") == {}
    school.chen.presses("确认发送")
    school.chen.says("改成周五")  # in the grace
    let(school, minutes=5)
    assert sent_to(school, "B-1") == {}


def test_two_confirmations_at_once_send_once(school_on_any: SmallSchool) -> None:
    school = school_on_any
    school.chen.says(SENTENCE)
    [yes] = [b.token for b in school.chen.last().card.buttons if b.label == "确认发送"]
    school.chen.presses_token(yes)
    assert "不能再「确认发送」" in school.chen.presses_token(yes).text
    let(school, minutes=1)
    let(school, minutes=5)
    assert all(states == [Sent.ACCEPTED] for states in sent_to(school, "B-1").values())


def test_a_forwarded_preview_is_nothing_to_a_stranger(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    tokens = [button.token for button in school.chen.last().card.buttons]
    for token in tokens:
        assert "停网" not in school.li.presses_token(token).text
        assert "停网" not in school.stranger().presses_token(token).text
    let(school, minutes=5)
    assert sent_to(school, "B-1") == {}


def test_called_off_in_the_grace_nothing_leaves(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    school.chen.presses("确认发送")
    school.chen.presses("取消发送")
    let(school, minutes=10)
    assert sent_to(school, "B-1") == {}
    school.chen.says("取消")
    school.chen.sees("B-1 已取消") if False else None


def test_a_process_that_died_in_the_grace_sends_once_and_long_after_asks(school_on_any: SmallSchool) -> None:
    school = school_on_any
    school.chen.says(SENTENCE)
    school.chen.presses("确认发送")
    school.clock.forward(minutes=30)  # nobody was running
    tick(school.database, school.school, school.features, school.clock.now)
    tick(school.database, school.school, school.features, school.clock.now)
    assert len(sent_to(school, "B-1")) == 5
    school.chen.says("通知信息中心今天下午断网")
    school.chen.presses("确认发送")
    school.clock.forward(hours=4)
    tick(school.database, school.school, school.features, school.clock.now)
    school.chen.sees("B-2 没有发出")
    assert sent_to(school, "B-2") == {}


def test_a_bare_received_never_guesses(school_on_any: SmallSchool) -> None:
    school = school_on_any
    confirmed(school, school.chen)
    confirmed(school, school.zhou, "通知全体教师周五交表,收到回复")
    asked = school.li.says("收到")
    assert "你有 2 条等着知悉" in asked.text
    assert asked.buttons == ["知悉 B-2", "知悉 B-1"]
    assert "你知悉了 B-2" in school.li.says("收到 B-2").text
    assert "你知悉了 B-1" in school.li.says("好的收到").text
    assert "没有等你知悉" in school.li.says("收到").text
    assert "就知悉了" in school.li.says("知悉 B-1").text
    with school.database.read() as tx:
        assert [row.person.name for row in acknowledgements.answers(tx, "B-1") if row.answered_at] == ["李老师"]
    stranger = school.person("新老师")
    assert "没有找到 B-1" in stranger.says("收到 B-1").text


def test_only_the_missing_are_nudged_three_times_then_the_liaison(school: SmallSchool) -> None:
    confirmed(school, school.chen)
    let(school, minutes=1)
    for who in (school.li, school.wang, school.zhao, school.zhou):
        who.presses("知悉")
    for number in range(1, 4):
        let(school, days=1)
        school.sun.sees(f"第 {number} 次提醒", buttons=["知悉", "为什么收到这条？"])
    school.li.does_not_see("次提醒")
    let(school, days=3)
    school.sun.sees("你部门还有 1 人没知悉")
    school.chen.sees("名单已交给联络人：孙联络")
    nudges = school.sun.transcript().count("次提醒")
    let(school, days=5)
    assert school.sun.transcript().count("次提醒") == nudges
    school.chen.sees("B-1 收尾：4/5 人知悉")


def test_who_acknowledges_silences_the_nudge_on_its_way(school: SmallSchool) -> None:
    confirmed(school, school.chen)
    let(school, minutes=1)
    school.clock.forward(days=1)
    tick(school.database, school.school, school.features, school.clock.now)
    school.sun.says("收到")
    with school.database.read() as tx:
        states = tx.scalars(
            select(Message.status).join(Person, Person.id == Message.person_id)
            .where(Message.batch.like("B-1:nudge%"), Person.name == "孙联络")
        ).all()  # fmt: skip
    assert list(states) == [Sent.DROPPED]


def test_when_all_have_noted_it_closes_with_a_summary(school: SmallSchool) -> None:
    confirmed(school, school.chen)
    let(school, minutes=1)
    for who in (school.li, school.wang, school.zhao, school.zhou, school.sun):
        who.presses("知悉")
    let(school, minutes=1)
    school.chen.sees("B-1 收尾：5/5 人知悉")
    school.chen.sees("已关闭")


def test_quiet_hours_hold_what_is_not_urgent(school: SmallSchool) -> None:
    school.clock.forward(hours=13)  # 23:00
    seen = school.chen.says(SENTENCE)
    assert "安静时段，会留到 9月16日 07:00" in seen.text
    school.chen.presses("确认发送")
    let(school, minutes=1)
    with school.database.read() as tx:
        held = tx.scalars(select(Message.not_before).where(Message.batch == "B-1")).all()
    assert {school.school.calendar.local(at).hour for at in held} == {7}
    school.chen.says("给全体老师发紧急通知:机房起火,不要靠近")
    school.chen.presses("确认发送", on="机房起火")
    school.zhou.sees("请你把关")
    school.zhou.presses("同意")
    let(school, minutes=1)
    school.li.sees("【紧急通知】机房起火")


def test_a_second_person_agrees_and_never_the_author(school: SmallSchool) -> None:
    school.chen.says("给全体老师发紧急通知:立即断网")
    school.chen.presses("确认发送")
    assert "周校长" in school.chen.sees("B-1 通知预览").text
    [agree] = [b.token for b in school.zhou.sees("请你把关").card.buttons if b.label == "同意"]
    assert "不能自己二次审批" in school.chen.presses_token(agree).text
    assert "没有找到" in school.li.presses_token(agree).text
    school.zhou.presses("退回")
    school.zhou.presses("内容要改")
    assert "周校长退回：内容要改" in school.chen.last().text
    school.chen.presses("修改")
    school.chen.says("内容：请立即断网并保持电话畅通")
    school.chen.presses("确认发送")
    assert "有了新内容" in school.zhou.presses_token(agree).text or "现在是" in school.zhou.last().text
    school.zhou.presses("同意", on="保持电话畅通")
    let(school, minutes=1)
    school.li.sees("保持电话畅通")
    assert "周校长" in school.li.presses("为什么收到这条？").text


def test_one_may_mute_all_but_what_is_urgent(school: SmallSchool) -> None:
    confirmed(school, school.chen)
    why = school.li.presses("为什么收到这条？")
    assert "全体教职工" in why.text
    school.li.presses("不再收普通通知")
    seen = school.chen.says("通知全体教师周五交表")
    assert "发给 4 人" in seen.text
    assert "自己关了非紧急通知 1 人：李老师" in seen.text
    assert "发给 5 人" in school.chen.says("加急").text
    school.li.says("恢复普通通知")
    assert "发给 5 人" in school.chen.says("不紧急").text


def test_a_number_of_an_identity_card_is_seen_before_it_leaves(school: SmallSchool) -> None:
    seen = school.chen.says("通知信息中心:请联系张小明同学,电话13812345678,身份证110101200801011234")
    assert "手机号 138******78" in seen.text
    assert "身份证号 110*************34" in seen.text
    assert "学生姓名 张**" in seen.text


def test_recalled_what_can_be_taken_back_is_and_a_correction_always_follows(school_on_any: SmallSchool) -> None:
    school = school_on_any
    plain = school.person("钱老师", platform="plain")
    confirmed(school, school.chen)
    let(school, minutes=1)
    school.chen.presses("撤回")
    school.chen.says("停网改到周五下午")
    let(school, seconds=1)
    school.li.sees("【更正】停网改到周五下午")
    plain.sees("【更正】停网改到周五下午")
    assert "没有等你知悉" in school.li.says("收到").text
    with school.database.read() as tx:
        kinds = tx.scalars(
            select(Message.platform).where(Message.kind == str(Kind.RECALL), Message.subject == "B-1:to")
        ).all()
    assert list(kinds) == ["chat"] * 5
    assert "B-1 已撤回" in school.li.transcript()
    assert "更正 B-2" in school.chen.sees("已发出 6/6").text
    assert "更正 B-1" in school.li.presses("为什么收到这条？", on="更正").text


def test_the_correction_of_a_recall_leaves_however_late_the_clock_comes_to_it(school: SmallSchool) -> None:
    """The copies were taken back at once and say that a correction follows: nobody is asked again whether it should."""
    confirmed(school, school.chen)
    let(school, minutes=1)
    school.chen.presses("撤回")
    school.chen.says("停网改到周五下午")
    school.clock.forward(days=1)  # the machine stood still, or its clock was set
    let(school, seconds=1)
    school.li.sees("【更正】停网改到周五下午")
    school.chen.does_not_see("没有发出")


def test_stopped_in_the_middle_the_rest_never_leaves(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    school.chen.presses("确认发送")
    school.clock.forward(minutes=1)
    tick(school.database, school.school, school.features, school.clock.now)
    with school.database.write() as tx:
        first = tx.scalars(select(Message.id).where(Message.batch == "B-1").order_by(Message.id).limit(2)).all()
        tx.execute(update(Message).where(Message.id.in_(first)).values(status=int(Sent.ACCEPTED)))
    school.chen.presses("中止发送")
    assert sum(states == [Sent.DROPPED] for states in sent_to(school, "B-1").values()) == 3
    school.chen.sees("3 条已作废")
    let(school, days=2)
    assert "次提醒" not in school.li.transcript() if school.li.everything() else True


def test_a_person_with_two_platforms_gets_one(school: SmallSchool) -> None:
    school.clock.forward(minutes=1)
    with school.database.write() as tx:
        li = tx.scalars(select(Person).where(Person.name == "李老师")).one()
        tx.add(Account(platform="plain", external_id="li-2", address="li-2", person_id=li.id,
                       last_heard_at=school.clock.now, created_at=school.clock.now))  # fmt: skip
    confirmed(school, school.chen)
    assert sent_to(school, "B-1")["李老师"] == [Sent.ACCEPTED]
    with school.database.read() as tx:
        where = tx.scalars(select(Message.platform).where(Message.batch == "B-1", Message.address == "li-2")).all()
    assert list(where) == ["plain"]


def test_the_status_is_told_on_demand_and_the_list_is_ones_own(school: SmallSchool) -> None:
    confirmed(school, school.chen)
    assert "已发出 5/5" in school.chen.says("B-1 发得怎么样了").text
    assert "B-1 明天下午三点停网维护" in school.chen.says("我发的通知").text
    assert "还没有发过通知" in school.zhou.says("我发的通知").text
    assert "已发出" not in school.li.says("B-1").text


def test_those_who_have_not_answered_are_an_audience(school: SmallSchool) -> None:
    confirmed(school, school.chen)
    for who in (school.li, school.wang, school.zhao, school.zhou):
        who.presses("知悉")
    assert "发给 1 人" in school.chen.says("通知没确认B-1的人:请尽快看一下").text


def test_cancel_typed_under_the_preview_drops_it(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    assert "已取消" in school.chen.says("取消").text
    assert "没有进行中的填写" in school.chen.says("取消").text
    let(school, minutes=5)
    assert sent_to(school, "B-1") == {}


def test_typed_words_send_where_there_are_no_buttons(school: SmallSchool) -> None:
    wu = school.person("吴主任", Role.DISPATCHER, department="总务处", platform="plain")
    assert "1. 确认发送" in wu.says("通知总务处明天盘点,收到回复").card.as_text()
    assert "待发" in wu.says("发吧").text
    let(school, minutes=1)
    assert "你知悉了 B-1" in wu.says("收到").text


def test_a_scheduled_one_waits_for_its_time(school: SmallSchool) -> None:
    school.chen.says("明天早上八点通知全体老师:今天下午停电")
    assert "9月16日 08:00（定时）" in school.chen.last().text
    school.chen.presses("确认发送")
    let(school, hours=2)
    assert sent_to(school, "B-1") == {}
    let(school, hours=20)
    assert len(sent_to(school, "B-1")) == 5


def test_everything_is_on_record(school: SmallSchool) -> None:
    confirmed(school, school.chen)
    let(school, minutes=1)
    school.li.presses("知悉")
    school.chen.presses("收尾")
    with school.database.read() as tx:
        steps = [entry.facts["step"] for entry in audit.history(tx, "B-1")]
        outcome = next(entry.facts["details"] for entry in audit.history(tx, "B-1") if entry.facts["step"] == "outcome")
    assert steps == ["drafted", "confirm", "send", "collect", "acknowledged", "close", "outcome"]
    assert (len(outcome["accepted"]), outcome["noted"], len(outcome["missing"])) == (5, 1, 4)
    assert "1/5 人知悉" in school.chen.sees("收尾：").text


def test_in_english_too(school: SmallSchool) -> None:
    school.zhou.says("english")
    seen = school.zhou.says("send a notice to all staff: the network is down tomorrow 3pm, please acknowledge")
    assert "B-1 preview: 5 people" in seen.text
    assert "[Notice] the network is down tomorrow 3pm" in seen.text
    school.zhou.presses("Send")
    let(school, minutes=1)
    school.li.sees("【通知】the network is down", buttons=["知悉", "为什么收到这条？"])
    assert "[Notice] the network is down" in seen.text
    assert "Noted" in seen.text


def test_what_one_has_not_acknowledged_waits_on_the_desk(school: SmallSchool) -> None:
    code = confirmed(school, school.chen)
    desk = school.li.says("我的待办")
    assert f"{code} 明天下午三点停网维护" in desk.text
    assert "待知悉" in desk.text
    school.li.presses(f"知悉 {code}")
    assert "待知悉" not in school.li.says("我的待办").text


def test_noted_is_not_done(school: SmallSchool) -> None:
    seen = school.chen.says("通知信息中心周五前改密码,完成后请回复")
    assert "【通知】周五前改密码\n" in seen.text
    assert "做完按「已完成」" in seen.text
    school.chen.presses("确认发送")
    let(school, minutes=1)
    school.wang.presses("知悉")
    school.wang.sees("你在 10:01 知悉了", buttons=["已完成", "为什么收到这条？"])
    school.wang.presses("已完成")
    school.wang.sees("你已完成", buttons=["为什么收到这条？"])
    school.zhao.presses("知悉")
    let(school, minutes=1)
    assert "已知悉 2/2 · 已完成 1/2" in school.chen.sees("已发出 2/2").text


def test_a_correction_without_a_recall_is_a_preview_to_the_same_people(school: SmallSchool) -> None:
    confirmed(school, school.chen, "通知信息中心明天断网")
    let(school, minutes=1)
    school.chen.presses("更正")
    school.chen.says("断网改到周五")
    seen = school.chen.sees("B-2 通知预览：发给 2 人")
    assert "【更正】断网改到周五" in seen.text
    school.chen.presses("确认发送", on="B-2")
    let(school, minutes=1)
    school.wang.sees("【更正】断网改到周五")


def test_the_whole_notice_said_again_is_a_new_one_while_nobody_is_known(school: SmallSchool) -> None:
    assert "发给谁" in school.chen.says("发通知").text
    seen = school.chen.says("通知全體教師下週三下午三點在報告廳開會，看到回个话")
    assert "发给 5 人" in seen.text
    assert "要，每人按「知悉」" in seen.text


@pytest.mark.parametrize("first", ["", "发通知"], ids=["plainly", "in a dialogue"])
def test_a_nudge_that_names_what_is_owed_reminds_nobody_of_a_notice(school: SmallSchool, first: str) -> None:
    confirmed(school, school.chen)
    let(school, minutes=2)
    before = school.li.transcript()
    if first:
        school.chen.says(first)
    school.chen.says("催一下没交账号清单的部门")
    let(school, minutes=2)
    assert school.li.transcript() == before


def test_one_asks_why_in_other_words_and_nudges_too_early(school: SmallSchool) -> None:
    confirmed(school, school.chen)
    assert "为什么" in school.wang.says("为什么给我发这个").text
    assert "全体教职工" in school.wang.last().text
    assert "B-1 还在发送中" in school.chen.says("催一下没回复的").text
