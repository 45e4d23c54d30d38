"""The dense leg: Chroma behind langchain, as a disposable cache. The only file that knows chromadb.

The clauses live elsewhere; what is here can always be computed again and is, at the first sign of anything odd:
another fingerprint, a wrong count, a file that is too large, an error of any kind. A new index is built in a new
folder, checked, and only then switched to. Every process works on a copy of its own (a *slot*, held by a file lock),
because a reader never sees what another process writes, and writers lose each other's vectors.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import shutil
import threading
import uuid
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import chromadb
import numpy as np
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.clauses import Clause, bare
from knowledge.features import Features
from knowledge.normalise import question as normalised
from knowledge.normalise import spelling

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

    from knowledge.charter import Library

_log = logging.getLogger(__name__)

FORMAT = 1
WIDTH = 384  # numbers in a hashed vector: enough to tell clauses apart, and quick to index
SLOTS = 16  # processes that may share one data folder
CANDIDATES = 20
_COLLECTION = "clauses"


class HashedEmbeddings(Embeddings):
    """Hashed n-grams, sounds and concepts with fitted weights: vectors without a model or a network."""

    def __init__(self, features: Features, width: int = WIDTH) -> None:
        self._features = features
        self._width = width
        self._codes: dict[str, int] = {}
        names = hashlib.sha256(json.dumps(features.state(), sort_keys=True, default=str).encode()).hexdigest()[:16]
        self.name = f"hashed-{width}-{names}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length one per text."""
        return [self._vector(spelling(text)) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._vector(normalised(text))

    def _vector(self, text: str) -> list[float]:
        vector = np.zeros(self._width, dtype=np.float32)
        for feature, weight in self._features.weighted(self._features.count(text, blocks="cwk")).items():
            code = self._codes.get(feature)
            if code is None:
                code = self._codes[feature] = zlib.crc32(feature.encode())
            vector[(code >> 1) % self._width] += weight if code & 1 else -weight
        length = float(np.linalg.norm(vector))
        if not length:  # cosine needs a direction
            vector[0] = length = 1.0
        return [float(x) for x in vector / length]


def embedder_name(embeddings: Embeddings) -> str:
    """What identifies an embedder in the fingerprint: changing the model means another index."""
    for attribute in ("name", "model", "model_name", "deployment"):
        value = getattr(embeddings, attribute, None)
        if isinstance(value, str) and value:
            return f"{type(embeddings).__name__}:{value}"
    return type(embeddings).__name__


class Index:
    """The vectors of one set of clauses. Whatever fails in here, nobody sees an error: candidates are just fewer."""

    def __init__(
        self, clauses: Sequence[Clause], folder: Path, features: Features, embeddings: Embeddings | None = None
    ) -> None:
        self._clauses = clauses
        self._root = folder / "dense"
        self._embeddings = embeddings or HashedEmbeddings(features)
        self._store: Chroma | None = None
        self._slot: Path | None = None
        self._held: IO[str] | None = None
        self._lock = threading.Lock()
        self._mending = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether questions can be put to it."""
        return self._store is not None

    def open(self) -> None:
        """Open the stored index, or build it. Never raises."""
        with self._lock:
            try:
                self._slot = self._slot or self._take_slot()
                self._store = self._stored() or self._built()
            except Exception:  # noqa: BLE001 - disk full, a broken native library: the exact score works without
                _log.exception("the dense index is not available; answers do not depend on it")
                self._store = None

    def close(self) -> None:
        """Let another process have this slot."""
        self._store = None
        if self._held is not None:
            self._held.close()
            self._held = self._slot = None

    def similar(self, text: str, k: int = CANDIDATES) -> list[tuple[int, float]]:
        """Places of the clauses whose vectors are nearest, with their cosine."""
        store = self._store
        if store is None or not self._clauses:
            return []
        try:
            found = store.similarity_search_with_score(text, k=min(k, len(self._clauses)))
            return [(int(document.metadata["place"]), 1.0 - float(distance)) for document, distance in found]
        except Exception:  # noqa: BLE001 - an embedding service that is down, a file removed under our feet
            _log.exception("the dense index failed; it is opened again in the background")
            self._mend(store)
            return []

    def _mend(self, broken: Chroma) -> None:
        if self._store is broken and self._mending.acquire(blocking=False):

            def again() -> None:
                try:
                    self._store = None
                    self.open()
                finally:
                    self._mending.release()

            threading.Thread(target=again, name="dense-index", daemon=True).start()

    # --- on disk ---------------------------------------------------------------------------------------

    def _take_slot(self) -> Path:
        for number in range(SLOTS):
            slot = self._root / f"slot-{number}"
            slot.mkdir(parents=True, exist_ok=True)
            held = (slot / "lock").open("w")
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                held.close()
                continue
            self._held = held
            return slot
        raise OSError(f"all {SLOTS} slots in {self._root} are taken")

    def fingerprint(self) -> str:
        """Changes with the clauses, the embedder, the vector store and this file's format."""
        digest = hashlib.sha256(repr((FORMAT, chromadb.__version__, embedder_name(self._embeddings))).encode())
        for clause in self._clauses:
            digest.update(repr((clause.document, clause.id, _passage(clause))).encode())
        return digest.hexdigest()

    def _stored(self) -> Chroma | None:
        slot = self._slot or self._root
        try:
            current: dict[str, Any] = json.loads((slot / "current.json").read_text(encoding="utf-8"))
            folder = slot / str(current["folder"])
            if current["fingerprint"] != self.fingerprint() or not self._plausible(folder):
                return None
            store = self._connect(folder)
            return store if self._sound(store) else None
        except FileNotFoundError:
            return None
        except Exception:  # noqa: BLE001 - chromadb raises its own, sqlite's and Rust's errors for damaged files
            _log.warning("the stored index is damaged and is built again")
            return None

    def _plausible(self, folder: Path) -> bool:
        """A damaged folder once grew one file to 75 GB: look at sizes before anything opens them."""
        if not (folder / "chroma.sqlite3").is_file():
            return False
        most = 64 * 1024 * 1024 + len(self._clauses) * 64 * 1024
        return all(path.stat().st_size <= most for path in folder.rglob("*") if path.is_file())

    def _connect(self, folder: Path) -> Chroma:
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        return Chroma(
            _COLLECTION,
            client=client,
            embedding_function=self._embeddings,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def _sound(self, store: Chroma) -> bool:
        """The count is right, and clauses from all over the text find themselves."""
        collection = store._client.get_collection(_COLLECTION)  # noqa: SLF001 - langchain shows no count
        if collection.count() != len(self._clauses):
            return False
        places = sorted({0, len(self._clauses) // 2, len(self._clauses) - 1}) if self._clauses else []
        stored = collection.get(ids=[str(place) for place in places], include=["documents"])["documents"] or []
        if sorted(stored) != sorted(_passage(self._clauses[place]) for place in places):
            return False
        if not self._clauses:
            return True
        vector = collection.get(ids=["0"], include=["embeddings"])["embeddings"]
        found = collection.query(query_embeddings=vector, n_results=min(5, len(self._clauses)))
        return bool(found["ids"][0])

    def _built(self) -> Chroma:
        slot = self._slot or self._root
        folder = slot / f"index-{uuid.uuid4().hex}"
        store = self._connect(folder)
        texts = [_passage(clause) for clause in self._clauses]
        batch = 2000  # below Chroma's own limit; keeps the memory flat
        for start in range(0, len(texts), batch):
            part = range(start, min(start + batch, len(texts)))
            store.add_texts(
                [texts[i] for i in part],
                metadatas=[
                    {"place": i, "id": self._clauses[i].id, "document": self._clauses[i].document} for i in part
                ],
                ids=[str(i) for i in part],
            )
        new = slot / "current.json.new"
        new.write_text(json.dumps({"folder": folder.name, "fingerprint": self.fingerprint()}), encoding="utf-8")
        new.replace(slot / "current.json")
        for old in slot.glob("index-*"):
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)
        return store


def _passage(clause: Clause) -> str:
    """What is embedded: the headings first, since who is responsible often stands only there."""
    headings = " ".join(bare(part) for part in (clause.chapter, clause.section) if part)
    return f"{headings} {clause.title} {clause.text}".strip() or clause.id


class ClauseRetriever(BaseRetriever):
    """The same search as a langchain retriever: one document per clause, best first."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any
    k: int = 5

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        library: Library = self.library
        return [
            Document(
                page_content=scored.clause.text,
                metadata={
                    "document": scored.clause.document,
                    "clause": scored.clause.id,
                    "path": scored.clause.path,
                    "score": scored.score,
                },
            )
            for scored in library.search(query, k=self.k)
        ]
