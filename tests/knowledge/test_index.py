"""The dense index is a cache: whatever happens to its files, nobody sees an error."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from knowledge.charter import Library
from knowledge.clauses import Clause
from knowledge.embedding import HashedEmbeddings
from knowledge.features import Features
from knowledge.importing import load_sample
from knowledge.index import Index
from knowledge.lexicon import Lexicon, load
from tests.knowledge.words import only

CLAUSES = load_sample().clauses


@pytest.fixture(scope="module")
def features() -> Features:
    fitted = Features(load().concepts)
    fitted.fit(clause.text for clause in CLAUSES)
    return fitted


@pytest.fixture
def opened(tmp_path: Path, features: Features) -> Iterator[Callable[..., Index]]:
    indexes: list[Index] = []

    def open_(clauses: tuple[Clause, ...] = CLAUSES, embeddings: Embeddings | None = None) -> Index:
        for earlier in indexes:
            earlier.close()
        indexes.append(Index(clauses, tmp_path, features, embeddings))
        indexes[-1].open()
        return indexes[-1]

    yield open_
    for index in indexes:
        index.close()


def nearest(index: Index, text: str) -> str:
    return CLAUSES[index.similar(text)[0][0]].id


def folders(tmp_path: Path) -> list[Path]:
    return sorted(tmp_path.glob("dense/slot-0/index-*"))


def test_it_is_built_once_and_reopened(opened: Callable[..., Index], tmp_path: Path) -> None:
    assert nearest(opened(), "建立定期备份数据的机制") == "7.2.2"
    before = folders(tmp_path)
    assert nearest(opened(), "建立定期备份数据的机制") == "7.2.2"
    assert folders(tmp_path) == before


def test_a_changed_text_makes_a_new_index_and_removes_the_old(opened: Callable[..., Index], tmp_path: Path) -> None:
    opened()
    before = folders(tmp_path)
    changed = (*CLAUSES[:-1], Clause("另一份", "9.2", "第九章 附则", "", "停车", "车辆一律停放在北门。"))
    index = opened(changed)
    assert index.similar("车停在哪里")[0][0] == len(changed) - 1
    assert len(folders(tmp_path)) == 1
    assert folders(tmp_path) != before


def grow(folder: Path) -> None:
    """A sparse file, as a damaged index once grew to 75 GB."""
    grown = folder / "grown.bin"
    grown.touch()
    os.truncate(grown, 300 * 1024 * 1024)


def every_file(folder: Path, damage: Callable[[Path], object]) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            damage(path)


@pytest.mark.parametrize(
    "damage",
    [
        shutil.rmtree,
        lambda folder: every_file(folder, lambda path: path.write_bytes(b"")),
        lambda folder: every_file(folder, lambda path: path.write_bytes(b"\x00garbage" * 99)),
        lambda folder: (folder / "chroma.sqlite3").write_bytes((folder / "chroma.sqlite3").read_bytes()[:5000]),
        lambda folder: (folder / "chroma.sqlite3").unlink(),
        lambda folder: (folder.parent / "current.json").write_text("{not json"),
        lambda folder: (folder.parent / "current.json").write_text('{"folder": "index-none", "fingerprint": "x"}'),
        grow,
    ],
    ids=[
        "deleted",
        "emptied",
        "garbled",
        "truncated",
        "no database",
        "garbled pointer",
        "wrong pointer",
        "file grown huge",
    ],
)
def test_damage_is_noticed_and_mended_in_silence(
    opened: Callable[..., Index], tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    opened().close()
    damage(folders(tmp_path)[0])
    assert nearest(opened(), "建立定期备份数据的机制") == "7.2.2"


def test_two_processes_never_share_a_folder(tmp_path: Path, features: Features) -> None:
    first, second = (Index(CLAUSES, tmp_path, features) for _ in range(2))
    first.open()
    second.open()
    assert nearest(first, "数据备份机制") == nearest(second, "数据备份机制") == "7.2.2"
    assert sorted(path.name for path in tmp_path.glob("dense/slot-*/index-*/..")) == ["..", ".."]
    first.close()
    second.close()


class Failing(Embeddings):
    """An embedding service that goes down after the index was built."""

    def __init__(self, inner: Embeddings) -> None:
        self.inner, self.up = inner, True

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if not self.up:
            raise ConnectionError("no route to host")
        return self.inner.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def test_an_embedding_service_that_is_down_costs_nothing_but_candidates(
    opened: Callable[..., Index], features: Features
) -> None:
    service = Failing(HashedEmbeddings(features))
    index = opened(embeddings=service)
    index.prepare("数据备份机制")
    assert nearest(index, "数据备份机制") == "7.2.2"
    service.up = False
    index.prepare("信息安全培训")
    assert index.similar("信息安全培训") == []


def test_a_place_where_nothing_can_be_written_is_no_error(tmp_path: Path, features: Features) -> None:
    (tmp_path / "dense").write_text("a file where a folder should be")
    index = Index(CLAUSES, tmp_path, features)
    index.open()
    assert (index.ready, index.similar("备份")) == (False, [])


def test_the_library_warms_up_and_offers_a_langchain_retriever(tmp_path: Path) -> None:
    library = Library(CLAUSES, folder=tmp_path)
    library.warm()
    found = library.retriever(k=2).invoke("数据要备份吗")
    assert [document.metadata["clause"] for document in found][:1] == ["7.2.2"]
    assert len(found) == 2
    library.close()


def test_a_damaged_scorer_file_is_computed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge import fitting

    few, lexicon = CLAUSES[:3], only(Lexicon(), "1", "2.1")
    Library(few, folder=tmp_path, lexicon=lexicon)
    for path in tmp_path.glob("scorer-*.npz"):
        path.write_bytes(path.read_bytes()[:1000])
    monkeypatch.setattr(fitting, "_kept", {})
    assert Library(few, folder=tmp_path, lexicon=lexicon).ask("CIO是做什么的?").citations[0].clause == "1"


def test_large_collections_are_served_from_bigrams_and_vectors(tmp_path: Path) -> None:
    words = ["图书借阅", "食堂卫生", "校车安全", "宿舍管理", "门禁登记", "绿化养护", "体检安排", "会议预订"]
    many = [
        Clause("汇编", f"第{i}条", "", "", "", f"{words[i % 8]}的第{i}项事务由{words[(i // 8) % 8]}小组第{i}室办理。")
        for i in range(600)
    ]
    library = Library(many, folder=tmp_path)
    assert library.search("校车安全的第554项事务")[0].clause.id == "第554条"
    library.warm()
    assert library.search("校车安全的第554项事务")[0].clause.id == "第554条"
    library.close()
