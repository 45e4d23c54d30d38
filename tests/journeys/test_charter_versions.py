"""A new version of the charter: from its date on it answers, and those it concerns take note of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from handlers.catalogue import Features
from handlers.policy.shelf import Shelf, adopt
from handlers.school import School
from jobs.due import tick
from knowledge.charter import Clause
from knowledge.importing import load_sample
from storage.base import Database
from storage.people import Role
from storage.questions import Interpretation
from tests.conftest import SmallSchool
from tests.stage import Clock

if TYPE_CHECKING:
    from storage.charter import DocumentVersion

TEXT = load_sample().clauses
NAME = "本校章程"


class Edited(SmallSchool):
    """The small school with a shelf of its own, so that versions answer."""

    def __init__(self, database: Database, school: School, features: Features, clock: Clock) -> None:
        shelf = Shelf(database, None, lambda: clock.now.astimezone(school.zone).date())
        super().__init__(
            database, replace(school, library=shelf.library, library_on=shelf.library_on), features, clock
        )  # fmt: skip
        self.zhang = self.person("张主任", Role.HEAD, department="数学组")

    def imports(self, clauses: tuple[Clause, ...], effective: date) -> str:
        """A version is imported, as the command does; its code."""
        with self.database.write() as tx:
            version: DocumentVersion = adopt(
                tx,
                clauses,
                name=NAME,
                title=NAME,
                effective=effective,
                source="f.txt",
                now=self.clock.now,
                sample=False,
            )
            code = version.code
        self.tick()
        return code

    def tick(self, **span: float) -> None:
        """Time passes, and what is due happens."""
        self.clock.forward(**span)
        tick(self.database, self.school, self.features, self.clock.now)
        self.deliver()

    @property
    def today(self) -> date:
        """The school's date."""
        return self.clock.now.astimezone(self.school.zone).date()


@pytest.fixture
def edited(usual_database: Database, surroundings: School, features: Features, clock: Clock) -> Edited:
    return Edited(usual_database, surroundings, features, clock)


def reworded(*ids: str, tail: str = "此外应留存记录备查。") -> tuple[Clause, ...]:
    return tuple(replace(clause, text=clause.text + tail) if clause.id in ids else clause for clause in TEXT)


def test_whoever_may_publish_sees_the_changes_first_and_everybody_takes_note_of_a_first_version(
    edited: Edited,
) -> None:
    code = edited.imports(TEXT, edited.today)
    card = edited.chen.sees("待发布", buttons=["发布"])
    assert "首次发布，共 34 条" in card.text
    assert "全体 7 人" in card.text
    edited.li.does_not_see("待发布")
    assert "CIO" in edited.li.presses_token(f"charter.publish:{code}").text

    edited.chen.presses("发布")
    for person in (edited.li, edited.wang, edited.zhang, edited.sun):
        person.sees("已发布，请知悉", buttons=["知悉"])
    assert "知悉" in edited.li.presses("知悉").text
    edited.li.sees("你已知悉", buttons=[])
    assert "已知悉" in edited.wang.says("收到").text or "知悉了" in edited.wang.last().text


def test_a_later_version_asks_only_those_whose_duties_change(edited: Edited) -> None:
    edited.imports(TEXT, edited.today - timedelta(days=40))
    edited.chen.presses("发布")
    edited.tick(days=1)
    edited.imports(reworded("5.2.1"), edited.today)
    card = edited.chen.sees("第 2 版待发布")
    assert "修改 5.2.1 技术支持" in card.text
    assert "技术员" in card.text
    edited.chen.presses("发布", on="第 2 版")
    edited.wang.sees("第 2 版已发布，请知悉")
    edited.li.does_not_see("第 2 版")
    assert "留存记录备查" in edited.li.says("制度改了什么").text


def test_numbers_that_only_shift_concern_nobody(edited: Edited) -> None:
    edited.imports(TEXT, edited.today - timedelta(days=40))
    edited.chen.presses("发布")
    shifted = tuple(replace(clause, id="5.3.3") if clause.id == "5.3.2" else clause for clause in TEXT)
    edited.imports(shifted, edited.today)
    card = edited.chen.sees("第 2 版待发布")
    assert "改号 5.3.2" in card.text
    assert "没有人" in card.text


def test_reminders_go_to_the_missing_only_and_what_is_left_to_their_head(edited: Edited) -> None:
    code = edited.imports(TEXT, edited.today)
    edited.chen.presses("发布")
    edited.wang.presses("知悉")
    edited.tick(days=3)
    edited.li.sees("还请知悉")
    edited.wang.does_not_see("还请知悉")
    edited.tick(days=4)
    assert edited.li.transcript().count("还请知悉") == 2
    edited.li.says(f"收到 {code}")
    edited.zhang.does_not_see("没有知悉")
    edited.tick(days=4)
    edited.chen.sees("没有知悉")  # where a department has no head, the CIO hears it
    assert "李老师" not in edited.zhang.transcript()


def test_coverage_shows_names_only_to_those_who_may_know(edited: Edited) -> None:
    edited.imports(TEXT, edited.today)
    edited.chen.presses("发布")
    edited.wang.presses("知悉")
    assert "李老师" in edited.chen.says("知悉情况").text
    own = edited.zhang.says("知悉情况").text
    assert ("李老师" in own, "周校长" in own) == (True, False)
    others = edited.sun.says("知悉情况").text
    assert ("1/7" in others.replace(" ", ""), "李老师" in others) == (True, False)


def test_the_last_one_is_told_to_whoever_published(edited: Edited) -> None:
    edited.imports(TEXT, edited.today)
    edited.chen.presses("发布")
    for person in (edited.li, edited.wang, edited.zhao, edited.chen, edited.zhou, edited.sun, edited.zhang):
        person.presses("知悉")
    edited.chen.sees("7 人全部知悉")
    before = edited.li.transcript()
    edited.tick(days=12)
    assert edited.li.transcript() == before


def test_a_version_for_later_answers_from_its_day_on_without_a_restart(edited: Edited) -> None:
    edited.imports(TEXT, edited.today - timedelta(days=40))
    edited.imports(reworded("7.2.2"), edited.today + timedelta(days=3))
    assert "尚未生效" in edited.chen.sees("第 2 版待发布").text
    edited.li.says("数据要不要备份？")
    assert "留存记录" not in edited.li.presses("看原文").text
    edited.tick(days=3)
    edited.li.says("数据要不要备份？")
    assert "留存记录" in edited.li.presses("看原文").text


@pytest.mark.parametrize(
    ("question", "new"),
    [
        ("按今年7月的制度，数据要不要备份？", False),
        ("上一版制度怎么规定数据备份的", False),
        ("数据要不要备份？", True),
    ],
)
def test_a_former_text_is_answered_from_on_request(edited: Edited, question: str, new: bool) -> None:
    edited.imports(TEXT, date(2026, 3, 1))
    edited.imports(reworded("7.2.2"), edited.today)
    edited.li.says(question)
    assert ("当时的制度" in edited.li.last().text) is not new
    assert ("留存记录" in edited.li.presses("看原文").text) is new


def test_before_the_first_version_there_is_nothing_to_quote(edited: Edited) -> None:
    edited.imports(TEXT, date(2026, 3, 1))
    assert "没有制度文本在施行" in edited.li.says("2024年的制度怎么规定审批").text
    assert "第一版" in edited.li.says("旧制度怎么规定审批").text


def test_an_old_answer_goes_on_showing_the_text_it_was_taken_from(edited: Edited) -> None:
    edited.imports(TEXT, date(2026, 3, 1))
    edited.li.says("数据要不要备份？")
    edited.imports(reworded("7.2.2"), edited.today + timedelta(days=1))
    edited.tick(days=2)
    assert "留存记录" not in edited.li.presses("看原文").text


def test_interpretations_of_changed_clauses_are_brought_up_for_review(edited: Edited) -> None:
    secretary = edited.person("吴秘书", Role.SECRETARY)
    edited.imports(TEXT, edited.today - timedelta(days=40))
    with edited.database.write() as tx:
        tx.add(
            Interpretation(
                number="释义2026-1", clauses=["7.2.2"], text="每周一次。", effective=edited.today, asked=[], question="",
                withdrawn=False,
            )
        )  # fmt: skip
    edited.imports(reworded("7.2.2"), edited.today)
    assert "释义2026-1" in secretary.sees("第 2 版待发布").text


def test_nothing_of_our_own_is_said_in_one_clear_sentence(edited: Edited) -> None:
    assert "示例" in edited.li.says("制度改了什么").text
    assert "没有等着发布" in edited.chen.says("发布制度").text
    assert "还没有发布过制度" in edited.chen.says("知悉情况").text


def test_two_who_publish_at_once_ask_everybody_once(edited: Edited) -> None:
    secretary = edited.person("吴秘书", Role.SECRETARY)
    code = edited.imports(TEXT, edited.today)
    edited.chen.presses("发布")
    assert "已" in secretary.presses_token(f"charter.publish:{code}").text
    assert edited.li.transcript().count("已发布，请知悉") == 1
