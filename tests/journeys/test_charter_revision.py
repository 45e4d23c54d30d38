"""What a revision leaves behind (N15): open work under a changed clause, interpretations and rules to be looked at."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.catalogue import Features
from handlers.policy.shelf import Shelf
from handlers.school import School
from storage.base import Database
from storage.people import Role
from tests.journeys.test_charter_versions import TEXT, Edited, reworded
from tests.stage import Clock

PHRASE = "是否仍然适用正待复核"
ASKED = "应急演练每学期几次？"


class Revised(Edited):
    """A school with a charter of its own, a leading group, and answers that know the rules."""

    def __init__(self, database: Database, school: School, features: Features, clock: Clock) -> None:
        shelf = Shelf(
            database,
            None,
            lambda: clock.now.astimezone(school.zone).date(),
            tuple(features.rules.values()),
            school.zone,
        )
        super().__init__(database, school, features, clock)
        self.school = replace(self.school, library=shelf.library, library_on=shelf.library_on)
        self.dispatcher.school = self.school
        self.secretary = self.person("吴秘书", Role.SECRETARY)
        self.member = self.person("郑委员", Role.MEMBER)
        self.imports(TEXT, self.today - timedelta(days=40))
        self.chen.presses("发布")

    def settles(self) -> None:
        """The leading group answers what the charter leaves open."""
        self.li.says(ASKED)
        self.li.presses("请领导小组解释")
        self.secretary.presses("起草释义")
        self.secretary.says("应急演练每学期至少组织一次。")
        self.member.presses("同意")

    def rules(self, sentence: str) -> None:
        """The CIO publishes a rule."""
        self.chen.says(sentence)
        self.chen.presses("确认")

    def revises(self, *ids: str) -> None:
        """A day later there is another text, and it is published."""
        self.tick(days=1)
        self.imports(reworded(*ids), self.today)


@pytest.fixture
def revised(usual_database: Database, surroundings: School, features: Features, clock: Clock) -> Revised:
    return Revised(usual_database, surroundings, features, clock)


def test_open_work_under_a_changed_clause_is_listed_with_its_codes(revised: Revised) -> None:
    revised.li.says("高二3班投影仪不亮")
    revised.li.says("图书馆打印机卡纸了")
    revised.li.says("T-0002 撤回")
    revised.li.says("卡纸自己弄好了")
    revised.li.sees("T-0002 已撤回")
    revised.revises("5.2.1")
    card = revised.chen.sees("第 2 版待发布", buttons=["发布", "看改动", "看影响"])
    assert "受影响的未完事项" in card.text
    assert "1 件：T-0001" in card.text
    shown = revised.chen.presses("看影响", on="第 2 版待发布")
    assert "5.2.1 技术支持：未完 1 件（T-0001）" in shown.text
    assert "T-0002" not in shown.text
    assert "T-0001" in revised.secretary.says("制度修订影响哪些事项").text


def test_work_under_other_clauses_is_not_listed(revised: Revised) -> None:
    revised.li.says("高二3班投影仪不亮")
    revised.revises("8.2.1")
    card = revised.chen.sees("第 2 版待发布")
    assert "T-0001" not in card.text
    assert "未完事项" not in card.text


def test_who_has_no_business_with_it_is_told_who_has(revised: Revised) -> None:
    revised.revises("5.2.1")
    assert "领导小组秘书" in revised.li.says("制度修订影响哪些事项").text


def test_a_question_in_the_group_s_hands_counts_as_open_work(revised: Revised) -> None:
    revised.li.says(ASKED)
    revised.li.presses("请领导小组解释")
    revised.revises("7.3.2")
    assert "Q-0001" in revised.chen.sees("第 2 版待发布").text
    assert "定期事项「应急演练」" in revised.chen.presses("看影响", on="第 2 版待发布").text


def test_an_interpretation_of_a_changed_clause_says_so_until_it_is_reviewed(revised: Revised) -> None:
    revised.settles()
    assert PHRASE not in revised.li.says(ASKED).text
    revised.revises("7.3.2")
    answer = revised.li.says(ASKED)
    assert "每学期至少组织一次" in answer.text
    assert PHRASE in answer.text
    revised.chen.presses("发布", on="第 2 版待发布")
    revised.tick(minutes=1)
    revised.secretary.presses("继续有效")
    assert PHRASE not in revised.li.says(ASKED).text
    assert "under review" not in revised.li.says("How many drills per term?").text


def test_the_very_question_that_was_settled_is_answered_even_where_the_answer_names_no_number(revised: Revised) -> None:
    question = "不遵守制度要罚多少钱？"
    revised.li.says(question)
    revised.li.presses("请领导小组解释")
    revised.secretary.presses("起草释义")
    revised.secretary.says("不罚款，由所在部门负责人谈话提醒。")
    revised.member.presses("同意")
    assert "谈话提醒" in revised.zhang.says(question).text
    assert "谈话提醒" in revised.wang.says("请问不遵守制度会罚多少钱").text
    assert "谈话提醒" not in revised.wang.says("数据备份要花多少钱？").text


def test_a_change_elsewhere_leaves_an_interpretation_alone(revised: Revised) -> None:
    revised.settles()
    revised.revises("8.1.1")
    assert PHRASE not in revised.li.says(ASKED).text


def test_a_rule_of_a_changed_clause_is_to_be_reviewed_and_may_be_found_right(revised: Revised) -> None:
    revised.rules("演练频率改成每学期2次，因为要有上下半学期各一次")
    revised.revises("7.3.2")
    assert "待复核细则" in revised.chen.sees("第 2 版待发布").text
    assert PHRASE in revised.li.says(ASKED).text
    card = revised.chen.says("细则 演练频率")
    assert "待复核" in card.text
    assert "仍然适用" not in revised.li.says("细则 演练频率").buttons
    revised.chen.says("细则 演练频率")
    revised.chen.presses("仍然适用")
    assert PHRASE not in revised.li.says(ASKED).text
    assert "待复核" not in revised.chen.says("细则 演练频率").text


def test_a_new_value_needs_no_review(revised: Revised) -> None:
    revised.rules("演练频率改成每学期2次，因为要有上下半学期各一次")
    revised.revises("7.3.2")
    revised.tick(minutes=5)
    revised.rules("演练频率改成每学期3次，因为条文改了")
    answer = revised.li.says(ASKED)
    assert "每学期 3 次" in answer.text
    assert PHRASE not in answer.text
