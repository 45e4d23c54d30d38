"""Asking the charter, and getting settled what it leaves open."""

from handlers.policy.shelf import Shelf, adopt
from knowledge.importing import load_sample
from storage.people import Role
from tests.conftest import SmallSchool


def test_an_answer_quotes_its_clause_and_shows_the_whole(school: SmallSchool) -> None:
    guest = school.stranger()
    answer = guest.says("新买软件要谁审批？")
    assert "6.2.1" in answer.text
    assert answer.buttons == ["看原文", "有用", "没用"]
    clause = school.school.library().clause("6.2.1")
    assert clause is not None
    assert clause.text in guest.presses("看原文").text
    assert "谢谢" in guest.says("有用").text


def test_an_open_question_becomes_an_interpretation_and_the_asker_is_told(school: SmallSchool) -> None:
    with school.database.write() as tx:
        sample = load_sample()
        adopt(tx, sample.clauses, name="charter", title=sample.title, effective=school.clock.now.date(), source="sample",
              now=school.clock.now, sample=True)  # fmt: skip
    secretary = school.person("吴秘书", Role.SECRETARY)
    first, second = school.person("郑组员", Role.MEMBER), school.person("冯组员", Role.MEMBER)

    answer = school.li.says("应急演练每学期几次？")
    assert answer.buttons[-1] == "请领导小组解释"
    assert "Q-0001" in school.li.presses("请领导小组解释").text
    secretary.sees("Q-0001", buttons=["起草释义", "退回", "不予解释"])
    secretary.says("释义 Q-0001：每学期至少一次。")
    first.sees("每学期至少一次。", buttons=["同意", "修改", "反对"])
    second.presses("同意")

    school.li.sees("释义2026-1")
    library = Shelf(school.database, None, school.clock.now.date).library()
    settled = library.ask("应急演练每学期几次？")
    assert (settled.answered, settled.authority.value) == (True, "interpretation")
    assert "每学期至少一次。" in settled.text


def test_only_members_publish(school: SmallSchool) -> None:
    secretary = school.person("吴秘书", Role.SECRETARY)
    school.person("郑组员", Role.MEMBER)
    school.li.says("应急演练每学期几次？")
    school.li.presses("请领导小组解释")
    secretary.says("释义 Q-0001：每学期至少一次。")
    assert "领导小组成员" in secretary.presses_token("questions.agree:Q-0001").text
    assert "领导小组成员" in secretary.presses_token("questions.publish:Q-0001").text
    assert "没有找到" in school.zhou.presses_token("questions.agree:Q-0001").text


def test_the_same_question_again_joins_the_first(school: SmallSchool) -> None:
    secretary = school.person("吴秘书", Role.SECRETARY)
    for asker in (school.li, school.sun):
        asker.says("应急演练每学期几次？")
        asker.presses("请领导小组解释")
    assert "已经有人问过" in school.sun.last().text
    assert len([seen for seen in secretary.chat() if "Q-0001" in seen.text]) == 1
    secretary.says("不予解释 Q-0001 由细则规定")
    school.li.sees("由细则规定")
    school.sun.sees("由细则规定")


def test_a_question_in_the_middle_of_a_conversation_is_understood(school: SmallSchool) -> None:
    school.li.says("应急预案要写什么？")
    assert "7.3.2" in school.li.says("那演练呢？").text
