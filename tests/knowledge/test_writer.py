"""A model may word an answer; it may not add to it, and it may fail without anybody noticing."""

from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from knowledge.charter import Authority, Citation, Library
from knowledge.writer import ModelWriter, checked, embeddings_from_settings

QUOTE = "凡信息化项目，一律先由 CIO 审核，看它是否合乎学校的发展战略。"
CITED = (Citation("章程", "6.2.1", "第六章 信息化建设流程 › 6.2 项目实施 › 1 项目审批", QUOTE, Authority.CHARTER),)
GOOD = f"信息化项目要先由 CIO 审核(6.2.1):“{QUOTE}”"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (GOOD, GOOD),
        (f"{GOOD}\n审核在5个工作日内完成。", GOOD),
        (f"{GOOD}\n三天内批复。", GOOD),
        (f"{GOOD}\n另见 8.2.2。", GOOD),
        (f"{GOOD}\n“金额在一万元以下的不用审核。”(6.2.1)", GOOD),
        (f"{GOOD}\n食堂每天供应热菜和水果,味道很好。", GOOD),
        ("项目不用审核。", None),
        ("“项目不用审核。”(6.2.1)", None),
        ("6.2.1 说要审核。", None),
        ("", None),
    ],
    ids=[
        "good",
        "deadline",
        "numeral",
        "foreign clause",
        "false quote",
        "off topic",
        "no quote",
        "only false quote",
        "no verbatim",
        "empty",
    ],
)
def test_only_supported_sentences_are_kept(written: str, kept: str | None) -> None:
    assert checked(written, CITED, english=False) == kept


def test_the_answer_takes_the_models_words_and_keeps_its_citations(library: Library) -> None:
    plain = library.ask("信息化项目由谁审核?")
    worded = library.with_writer(ModelWriter(FakeListChatModel(responses=[GOOD]))).ask("信息化项目由谁审核?")
    assert worded.text == GOOD
    assert worded.citations == plain.citations


class Broken(FakeListChatModel):
    def _call(self, *args: Any, **kwargs: Any) -> str:
        raise ConnectionError("the model is down")


class Slow(FakeListChatModel):
    sleep: float | None = 0.4


@pytest.mark.parametrize(
    "model",
    [Broken(responses=[""]), Slow(responses=[GOOD]), FakeListChatModel(responses=["您的项目已获批准。"])],
    ids=["down", "slow", "makes it up"],
)
def test_without_a_usable_model_the_extractive_answer_goes_out(library: Library, model: FakeListChatModel) -> None:
    plain = library.ask("信息化项目由谁审核?")
    answer = library.with_writer(ModelWriter(model, patience=0.05)).ask("信息化项目由谁审核?")
    assert answer.text.splitlines()[0] == plain.text.splitlines()[0]
    assert answer.citations == plain.citations


@pytest.mark.parametrize("name", ["", "local"])
def test_local_embeddings_need_no_service(name: str) -> None:
    assert embeddings_from_settings(name) is None


def test_an_unknown_embedding_provider_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        embeddings_from_settings("nobody:model")
