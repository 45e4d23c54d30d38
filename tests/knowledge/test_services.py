"""An embedding service and a Chroma server: asked ahead of the turn, in a collection of their own, never missed."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from knowledge.charter import Library
from knowledge.embedding import Ahead
from knowledge.importing import load_sample
from knowledge.writer import embeddings_from_settings
from tests.fakes.openai import KEY, FakeOpenAI
from tests.patience import PATIENCE

CLAUSES = load_sample().clauses
QUESTION = "数据要备份吗"
LINES: list[Any] = []  # what was opened to a service; a process keeps its line for as long as it lives


@pytest.fixture
def service() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as fake:
        yield fake
    while LINES:
        LINES.pop().close()


def library_with(service: FakeOpenAI, folder: Path, model: str = "openai:fake-embedding") -> Library:
    embeddings: Any = embeddings_from_settings(model, base_url=service.url, api_key=KEY)
    LINES.append(embeddings.client._client)
    return Library(CLAUSES, folder=folder, embeddings=embeddings)


def texts_sent(service: FakeOpenAI) -> int:
    return sum(len(call["input"]) for call in service.asked("/v1/embeddings"))


def test_questions_are_asked_ahead_and_never_in_the_turn(service: FakeOpenAI, tmp_path: Path) -> None:
    library = library_with(service, tmp_path)
    library.warm()
    before = len(service.calls)
    assert library.ask(QUESTION).citations[0].clause == "7.2.2"
    assert len(service.calls) == before
    library.prepare(QUESTION)
    assert len(service.calls) == before + 1
    assert library.ask(QUESTION).citations[0].clause == "7.2.2"
    library.prepare(QUESTION)
    assert len(service.calls) == before + 1
    library.close()


def test_its_vectors_are_stored_once_and_made_anew_for_another_model_or_length(
    service: FakeOpenAI, tmp_path: Path
) -> None:
    def opened(model: str = "openai:fake-embedding") -> int:
        before = texts_sent(service)
        library = library_with(service, tmp_path, model)
        library.warm()
        library.close()
        return texts_sent(service) - before - 1  # one probe tells how long a vector is

    assert opened() == len(CLAUSES)
    assert opened() == 0
    assert opened("openai:another") == len(CLAUSES)
    service.dimension = 32
    assert opened("openai:another") == len(CLAUSES)


@pytest.mark.parametrize("status", [429, 500])
def test_while_it_is_down_our_own_index_answers_and_it_comes_back_by_itself(
    service: FakeOpenAI, tmp_path: Path, status: int
) -> None:
    service.status = status
    library = library_with(service, tmp_path)
    library.warm()
    library.prepare(QUESTION)
    assert library.ask(QUESTION).citations[0].clause == "7.2.2"
    service.status = 200
    library.warm()
    before = len(service.calls)
    library.prepare(QUESTION)
    assert len(service.calls) == before + 1
    assert library.ask(QUESTION) is not library.ask(QUESTION)  # with a service it may be better the next time
    library.close()


class AtOnce(ThreadPoolExecutor):
    """Work has begun when it was handed in: how soon a thread gets a processor is not what is tested."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        begun = threading.Event()

        def work() -> Any:
            begun.set()
            return fn(*args, **kwargs)

        future = super().submit(work)
        begun.wait()
        return future


def test_what_a_service_does_not_say_in_time_nobody_waits_for() -> None:
    now = [0.0]
    asked: list[str] = []
    answers = threading.Event()

    def slow(text: str) -> str:
        asked.append(text)
        answers.wait(PATIENCE)
        return text

    ahead = Ahead(slow, patience=0.01, ticks=lambda: now[0])
    ahead._threads = AtOnce(4)
    ahead.prepare("数据要备份吗")
    ahead.prepare("谁来审批")
    assert (ahead.known("数据要备份吗"), len(asked)) == (None, 1)
    now[0] += 60
    ahead.prepare("谁来审批")
    assert len(asked) == 2
    answers.set()
    ahead.close()


def test_a_service_moves_clauses_up_but_does_not_make_nonsense_an_answer(service: FakeOpenAI, tmp_path: Path) -> None:
    library, plain = library_with(service, tmp_path), Library(CLAUSES, folder=tmp_path)
    library.warm()
    for question in ("食堂今天吃什么", "股票怎么买", "演练每学期几次", "买软件谁批"):
        library.prepare(question)
        assert library.ask(question).outcome == plain.ask(question).outcome
    library.close()
