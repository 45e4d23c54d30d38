"""With a chat model: a better wording where one can be trusted, and never a word less, later, or twice without."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.catalogue import Features
from handlers.school import School
from jobs.wordsmith import Wordsmith
from knowledge.writer import from_settings
from storage.base import Database
from storage.questions import PolicyAnswer
from tests.conftest import SmallSchool
from tests.fakes.openai import KEY, FakeOpenAI
from tests.stage import Clock

PATIENCE = 4.0
ASKED = "新买软件要谁审批？"


class Talkative:
    """A school with a model that words answers when told to."""

    def __init__(self, database: Database, surroundings: School, features: Features, clock: Clock, url: str) -> None:
        writer = from_settings("openai:fake", base_url=url, api_key=KEY, patience=2.0)
        assert writer is not None
        self.wordsmith = Wordsmith(database, writer, "openai:fake", clock, patience=PATIENCE)
        self.school = SmallSchool(
            database, replace(surroundings, wording_time=self.wordsmith.wording_time), features, clock
        )
        self.li = self.school.li

    def asks(self, question: str) -> None:
        """李老师 asks; what comes at once is delivered."""
        self.li.says(question)

    def sees(self) -> list[str]:
        """What has left for 李老师."""
        self.school.deliver()
        with self.school.database.read() as tx:
            from sqlalchemy import select

            from storage.outbox import Message, Sent

            rows = tx.scalars(
                select(Message)
                .where(Message.address == self.li.user_id, Message.status == Sent.ACCEPTED)
                .order_by(Message.priority, Message.id)
            ).all()
        return ["\n".join([row.card["title"], *row.card["lines"], row.card["note"]]) for row in rows]


@pytest.fixture
def service() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as fake:
        yield fake


@pytest.fixture
def talkative(
    usual_database: Database, surroundings: School, features: Features, clock: Clock, service: FakeOpenAI
) -> Talkative:
    return Talkative(usual_database, surroundings, features, clock, service.url)


def quoting(school: SmallSchool, prose: str = "信息化项目要先由CIO审核") -> str:
    clause = school.school.library().clause("6.2.1")
    assert clause is not None
    return f"{prose}(6.2.1)：“{clause.text}”"


def test_a_checked_wording_takes_the_place_of_the_answer_that_waits(talkative: Talkative, service: FakeOpenAI) -> None:
    wording = quoting(talkative.school)
    service.says = lambda _asked: wording
    talkative.asks(ASKED)
    assert talkative.sees() == []
    talkative.wordsmith.work_off()
    (seen,) = talkative.sees()
    assert wording in seen
    assert "6.2.1" in seen.splitlines()[0]
    assert "由AI整理" in seen
    talkative.school.clock.forward(seconds=10)
    assert talkative.sees() == [seen]
    with talkative.school.database.read() as tx:
        kept = tx.get(PolicyAnswer, 1)
        assert kept is not None
        assert (kept.model, wording in kept.answer) == ("openai:fake", True)
    assert talkative.li.presses("看原文").text


def worse(service: FakeOpenAI, how: str) -> None:
    if how.isdigit():
        service.status = int(how)
    else:
        service.says = lambda _asked: how


@pytest.mark.parametrize(
    "how",
    [
        "429",
        "500",
        "您的项目已获批准。",
        "“凡信息化项目，一律先由校长审核。”(6.2.1)",
        "信息化项目由CIO审核(6.2.9)：“一律先由 CIO 审核”",
        "",
        "\x00" * 50,
    ],
    ids=["429", "500", "nonsense", "altered quote", "hallucinated clause", "nothing", "garbage"],
)
def test_a_model_that_cannot_be_trusted_changes_nothing(talkative: Talkative, service: FakeOpenAI, how: str) -> None:
    worse(service, how)
    talkative.asks(ASKED)
    talkative.wordsmith.work_off()
    (seen,) = talkative.sees()
    clause = talkative.school.school.library().clause("6.2.1")
    assert clause is not None
    assert clause.text in seen
    assert "由AI整理" not in seen
    assert how.isdigit() or not how or how not in seen


def test_an_answer_leaves_by_itself_when_nobody_words_it(talkative: Talkative) -> None:
    """What a killed process leaves behind: the row that waits, and nobody who works on it."""
    talkative.asks(ASKED)
    assert talkative.sees() == []
    talkative.school.clock.forward(seconds=PATIENCE)
    (seen,) = talkative.sees()
    talkative.wordsmith.work_off()  # too late: it is no longer asked about
    assert talkative.sees() == [seen]


def test_a_wording_that_comes_too_late_is_not_said_twice(talkative: Talkative, service: FakeOpenAI) -> None:
    service.says = lambda _asked: quoting(talkative.school)
    service.hang = True
    talkative.asks(ASKED)
    calls = talkative.wordsmith.take_up()
    talkative.school.clock.forward(seconds=PATIENCE)
    (seen,) = talkative.sees()
    service.release()
    for call in calls:
        call.result()
    assert talkative.sees() == [seen]
    assert "由AI整理" not in seen


def test_speaking_again_releases_what_waits_so_that_order_is_kept(talkative: Talkative) -> None:
    talkative.asks(ASKED)
    talkative.asks("今天天气怎么样？")
    first, second = talkative.sees()
    assert "6.2.1" in first
    assert "6.2.1" not in second


def test_what_follows_a_waiting_answer_in_the_same_turn_waits_behind_it(talkative: Talkative) -> None:
    talkative.li.says("我要立项")
    before = talkative.sees()
    talkative.asks(ASKED)
    assert talkative.sees() == before
    talkative.school.clock.forward(seconds=PATIENCE)
    added = talkative.sees()[len(before) :]
    assert added
    assert "6.2.1" in added[0]


def test_nothing_personal_leaves_the_school_and_orders_to_the_machine_do_nothing(
    talkative: Talkative, service: FakeOpenAI
) -> None:
    service.says = lambda _asked: "好的，已批准。"
    talkative.asks("李老师 13812345678 li@school.cn 想知道新买软件要谁审批？")
    talkative.wordsmith.work_off()
    sent = str(service.asked("/v1/chat/completions"))
    assert "***" in sent
    assert not re.search(r"13812345678|li@school|李老师", sent)
    (seen,) = talkative.sees()
    assert "已批准" not in seen


def test_a_model_that_keeps_failing_is_left_alone(talkative: Talkative, service: FakeOpenAI) -> None:
    service.status = 500
    for _ in range(3):
        talkative.asks(ASKED)
        talkative.wordsmith.work_off()
    assert talkative.wordsmith.wording_time() == timedelta(0)
    before = len(talkative.sees())
    talkative.asks(ASKED)
    assert len(talkative.sees()) == before + 1


def test_open_questions_are_never_put_to_a_model(talkative: Talkative, service: FakeOpenAI) -> None:
    talkative.asks("应急演练每学期几次？")
    talkative.wordsmith.work_off()
    assert service.calls == []
    assert "请领导小组解释" in talkative.li.last().buttons
