"""What the charter leaves open, until it is settled: the secretary, the members, the CIO, and everybody who asked (9.1)."""

import pytest

from handlers.policy.shelf import Shelf, adopt
from knowledge.importing import load_sample
from storage import audit, questions
from storage.people import Role
from tests.conftest import SmallSchool
from tests.ringing import pass_time
from tests.stage import Character

QUESTION = "应急演练每学期几次？"


class Group:
    """The leading group: a secretary and three members."""

    def __init__(self, school: SmallSchool) -> None:
        self.secretary = school.person("吴秘书", Role.SECRETARY)
        self.members = [school.person(name, Role.MEMBER) for name in ("郑组员", "冯组员", "褚组员")]


@pytest.fixture
def group(school: SmallSchool) -> Group:
    return Group(school)


def ask(person: Character, question: str = QUESTION, button: str = "请领导小组解释") -> None:
    person.says(question)
    person.presses(button)


# Asking without a name


def test_who_asks_without_a_name_is_named_nowhere_and_still_hears_the_outcome(
    school: SmallSchool, group: Group
) -> None:
    ask(school.li, button="匿名请求解释")
    assert "没有你的名字" in school.li.last().text
    assert "提问人：匿名" in group.secretary.sees("Q-0001").text
    group.secretary.says("释义 Q-0001：每学期至少一次。")
    for person in (group.secretary, *group.members):
        person.does_not_see("李老师")
    with school.database.read() as tx:
        first = audit.history(tx, "Q-0001")[0].facts
    assert (first["step"], first["actor"], first["actor_id"]) == ("ask", "", None)
    group.members[0].presses("同意")
    group.members[1].presses("同意")
    school.li.sees("释义2026-1")


def test_who_asks_with_their_name_is_named_to_the_group(school: SmallSchool, group: Group) -> None:
    ask(school.li)
    assert "提问人：李老师" in group.secretary.sees("Q-0001").text


# Settling


def test_another_wording_starts_the_votes_anew_and_an_objection_reaches_the_secretary(
    school_on_any: SmallSchool,
) -> None:
    school = school_on_any
    group = Group(school)
    first, second, third = group.members
    ask(school.li)
    group.secretary.says("释义 Q-0001：每学期至少一次。")
    first.presses("同意")
    second.presses("修改")
    second.says("每学期至少两次。")
    assert "冯组员 改了措辞" in group.secretary.last().text
    assert "0/2" in first.sees("每学期至少两次。").text
    third.presses("反对")
    third.says("一次就够")
    assert "有成员反对：一次就够" in group.secretary.last().text
    school.li.does_not_see("释义2026")
    first.presses("同意")
    second.presses("同意")
    told = school.li.sees("释义2026-1")
    assert "每学期至少两次。" in told.text
    assert "7.3.2" in told.text


def test_nobody_votes_twice_on_one_wording(school: SmallSchool, group: Group) -> None:
    ask(school.li)
    group.secretary.says("释义 Q-0001：每学期至少一次。")
    group.members[0].presses("同意")
    assert "一次" in group.members[0].presses_token("questions.agree:Q-0001").text
    school.li.does_not_see("释义2026")


def test_a_question_that_is_settled_already_comes_back_with_its_clause(school: SmallSchool, group: Group) -> None:
    ask(school.li)
    group.secretary.says("退回 Q-0001 制度已有规定，见 7.3.2")
    told = school.li.sees("被退回")
    clause = school.school.library().clause("7.3.2")
    assert clause is not None
    assert clause.text in told.text
    assert group.secretary.sees("Q-0001").buttons == []


def test_an_interpretation_is_short(school: SmallSchool, group: Group) -> None:
    ask(school.li)
    assert "300 字以内" in group.secretary.says("释义 Q-0001：" + "每学期演练。" * 60).text
    school.li.does_not_see("释义2026")


def test_a_question_of_numbers_goes_to_the_cio_who_answers_with_a_published_rule(
    school: SmallSchool, group: Group
) -> None:
    ask(school.li)
    group.secretary.says("转CIO细则 Q-0001")
    assert "已转 CIO 定细则" in school.li.last().text
    card = school.chen.sees("Q-0001 请定细则")
    assert {"已定细则", "退给秘书", "演练频率"} <= set(card.buttons)
    school.chen.presses("已定细则")
    assert "还是默认值" in school.chen.says("演练频率").text
    school.chen.says("取消")
    school.chen.says("演练频率改成每学期2次，因为领导小组转来的问题")
    school.chen.presses("确认")
    school.chen.presses("已定细则")
    school.chen.says("演练频率")
    assert "由细则答复：演练频率 每学期 2 次（细则第 1 版，7.3.2）" in school.li.last().text


def test_the_cio_can_hand_it_back_to_the_secretary(school: SmallSchool, group: Group) -> None:
    ask(school.li)
    group.secretary.says("转CIO细则 Q-0001")
    school.chen.says("退给秘书 Q-0001 这不是数字问题")
    assert "CIO 退回：这不是数字问题" in group.secretary.last().text
    assert "起草释义" in group.secretary.sees("待解释的问题 Q-0001").buttons


# Merging


def test_nearly_the_same_question_joins_and_the_secretary_merges_what_differs(
    school: SmallSchool, group: Group
) -> None:
    ask(school.li)
    ask(school.sun, "应急演练每个学期几次呀？")
    assert "已经有人问过" in school.sun.last().text
    ask(school.zhao, "how often must we hold drills?", button="Ask the leading group")
    assert "Q-0001" in school.zhao.last().text  # the same of the same clause, in other words
    ask(school.wang, "一次应急演练要演多长时间？")
    group.secretary.says("并入 Q-0002 Q-0001")
    assert "已合并" in school.wang.last().text
    group.secretary.says("不予解释 Q-0001 由细则规定")
    for person in (school.li, school.sun, school.wang):
        assert "由细则规定" in person.sees("决定不解释 Q-0001").text


# Deadlines


def test_each_deadline_calls_who_is_awaited_names_its_rule_and_the_asker_hears_that_it_goes_on(
    school: SmallSchool, group: Group
) -> None:
    ask(school.li)  # a Tuesday
    group.secretary.news()
    pass_time(school, days=2)
    assert "细则「秘书受理问题的期限」2个工作日，9.1" in group.secretary.news()[-1].text
    pass_time(school, days=5)
    assert "细则「释义未答复第一次催办」5个工作日，9.1" in group.secretary.news()[-1].text
    group.secretary.says("释义 Q-0001：每学期至少一次。")
    group.members[0].presses("反对")
    group.members[0].says("太少")
    pass_time(school, days=16)  # the national holiday lies between
    assert "细则「答复提问人的期限」10个工作日，9.1" in group.members[1].chat()[-1].text
    assert "还在处理（征求成员意见）" in school.li.chat()[-1].text
    assert "答复提问人的期限" not in group.members[0].transcript()
    pass_time(school, days=5)
    for person in (school.chen, school.zhou):
        assert "细则「释义超期告知 CIO 和组长」12个工作日，9.1" in person.chat()[-1].text
    told = len(school.chen.chat())
    pass_time(school, days=30)
    assert len(school.chen.chat()) == told


def test_a_shorter_rule_moves_the_deadlines_of_open_questions(school: SmallSchool, group: Group) -> None:
    ask(school.li)
    school.chen.says("把答复提问人的期限改成3个工作日，因为大家等不起")
    assert "（Q-0001）" in school.chen.last().text
    school.chen.presses("确认")
    pass_time(school, days=3)
    assert "还在处理" in school.li.chat()[-1].text


def test_an_interpretation_is_looked_at_again_after_a_year(school: SmallSchool, group: Group) -> None:
    ask(school.li)
    group.secretary.says("释义 Q-0001：每学期至少一次。")
    group.members[0].presses("同意")
    group.members[1].presses("同意")
    pass_time(school, days=366)
    assert group.secretary.sees("释义2026-1 该复核了").buttons == ["继续有效", "重新讨论"]
    assert "秘书" in school.li.presses_token("questions.keep:1").text
    group.secretary.presses("重新讨论")
    group.secretary.says("释义 Q-0002：每学期至少两次。")
    group.members[0].presses("同意")
    group.members[2].presses("同意")
    with school.database.read() as tx:
        assert [(one.number, one.text) for one in questions.interpretations(tx)] == [("释义2027-1", "每学期至少两次。")]


def test_a_new_interpretation_replaces_the_old_one_in_the_answers(school: SmallSchool, group: Group) -> None:
    with school.database.write() as tx:
        sample = load_sample()
        adopt(tx, sample.clauses, name="charter", title=sample.title, effective=school.clock.now.date(), source="sample",
              now=school.clock.now, sample=True)  # fmt: skip
    shelf = Shelf(school.database, None, school.clock.now.date)
    for text in ("每学期至少一次。", "每学期至少两次。"):
        ask(school.li)
        code = school.li.last().text.partition("编号 ")[2][:6]
        group.secretary.says(f"释义 {code}：{text}")
        group.members[0].presses("同意")
        group.members[1].presses("同意")
        assert text in shelf.library().ask(QUESTION).text


# 答错了


def test_a_wrong_answer_is_checked_and_everybody_who_got_it_hears_the_correction(school_on_any: SmallSchool) -> None:
    school = school_on_any
    guest = school.stranger()
    for person in (school.li, school.sun, guest):
        person.says("新买软件要谁审批？")
    assert school.li.presses("没用").buttons == ["条款不对", "答非所问", "没答全", "已过时"]
    assert "记下了：没答全" in school.li.presses("没答全").text
    card = school.wang.sees("请核对", buttons=["确认答错", "没有错"])
    assert "没答全" in card.text
    assert "李老师" not in card.text
    assert "技术员" in school.li.presses_token("policy.wrong:A-1").text
    school.wang.presses("确认答错")
    school.wang.says("还要先由部门负责人会签。")
    assert "通知了 3 人" in school.wang.last().text
    for person in (school.li, school.sun, guest):
        assert "还要先由部门负责人会签。" in person.sees("更正").text
    assert school.wang.sees("请核对").buttons == []
    assert "已经核对过" in school.wang.presses_token("policy.right:A-1").text


def test_a_right_answer_stays_and_the_asker_hears_that_it_was_checked(school: SmallSchool) -> None:
    school.li.says("新买软件要谁审批？")
    school.li.presses("没用")
    assert "待核对的回答：1 条" in school.zhao.says("待核对回答").text
    school.zhao.presses("A-1")
    school.zhao.presses("没有错")
    assert "核对" in school.li.last().text
    assert "没有待核对" in school.zhao.says("待核对回答").text
    assert "技术员" in school.li.says("待核对回答").text


def test_an_old_answer_is_not_corrected_behind_peoples_backs(school: SmallSchool) -> None:
    school.sun.says("新买软件要谁审批？")
    school.clock.forward(days=31)
    school.li.says("新买软件要谁审批？")
    school.li.presses("没用")
    school.wang.presses("确认答错")
    school.wang.says("还要先由部门负责人会签。")
    school.sun.does_not_see("更正")


# The agenda


def test_what_is_asked_most_and_settled_by_nobody_is_the_agenda(school: SmallSchool, group: Group) -> None:
    for person in (school.li, school.sun, school.wang):
        person.says(QUESTION)
    school.li.presses("请领导小组解释")
    school.zhou.says("培训不参加会怎么处罚？")
    seen = group.secretary.says("未规定问题")
    assert "3 人问：应急演练每学期几次？（近 7.3.2，Q-0001 待领导小组处理）" in seen.card.lines[0]
    assert "1 人问" in seen.card.lines[1]
    assert "李老师" not in seen.text
    assert "领导小组" in school.li.says("未规定问题").text
