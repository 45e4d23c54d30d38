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
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import chromadb
from chromadb.api import ClientAPI
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.clauses import Clause, bare
from knowledge.embedding import Ahead, HashedEmbeddings, embedder_name
from knowledge.features import Features

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

    from knowledge.charter import Library

_log = logging.getLogger(__name__)

FORMAT = 2
SLOTS = 16  # processes that may share one data folder
CANDIDATES = 20
_COLLECTION = "clauses"
_OURS = "xiaoxin-"  # collections of a shared server that are ours
_BUILDING = "building-"
MANY = 1000


class Index:
    """The vectors of one set of clauses. Whatever fails in here, nobody sees an error: candidates are just fewer.

    With `embeddings`, a service's, or `url`, a Chroma server's, questions are put to it ahead of their turn (`prepare`).
    """

    def __init__(
        self,
        clauses: Sequence[Clause],
        folder: Path,
        features: Features,
        embeddings: Embeddings | None = None,
        *,
        url: str = "",
    ) -> None:
        self._clauses = clauses
        self._embeddings = embeddings or HashedEmbeddings(features)
        self._home: Home = ServerHome(url) if url else FolderHome(folder / ("service" if embeddings else "dense"))
        self._store: Chroma | None = None
        self._dimension = 0
        self._closed = False
        self._lock = threading.Lock()
        self._mending = threading.Lock()
        self._ahead = Ahead(self._look) if embeddings or url else None

    @property
    def ready(self) -> bool:
        """Whether questions can be put to it."""
        return self._store is not None

    @property
    def is_far(self) -> bool:
        """Whether a network lies between a question and its answer."""
        return self._ahead is not None

    def open(self) -> None:
        """Open the stored index, or build it. Never raises."""
        with self._lock:
            try:
                self._dimension = self._probed()
                self._store = self._stored() or self._built()
            except Exception:  # noqa: BLE001 - disk full, a broken native library: the exact score works without
                _log.exception("the dense index is not available; answers do not depend on it")
                self._store = None

    def close(self) -> None:
        """Let another process have this slot."""
        self._closed, self._store = True, None
        self._home.leave()
        if self._ahead is not None:
            self._ahead.close()

    def prepare(self, question: str) -> None:
        """Before a turn: ask what is far away. Costs nothing where all is here. Never raises."""
        if self._ahead is not None and self.ready:
            self._ahead.prepare(question)

    def similar(self, text: str, k: int = CANDIDATES) -> list[tuple[int, float]]:
        """Places of the clauses whose vectors are nearest, with their cosine."""
        if self._ahead is not None:
            return (self._ahead.known(text) or [])[:k]
        try:
            return self._look(text)[:k]
        except Exception:  # noqa: BLE001 - a file removed under our feet: it is being mended
            return []

    def _look(self, text: str) -> list[tuple[int, float]]:
        store = self._store
        if store is None or not self._clauses:
            return []
        vector = self._embeddings.embed_query(text)  # a service that is down is no damage to the index
        try:
            found = store.similarity_search_by_vector_with_relevance_scores(
                vector, k=min(CANDIDATES, len(self._clauses))
            )
            return [(int(document.metadata["place"]), 1.0 - float(distance)) for document, distance in found]
        except Exception as failure:
            _log.warning("the dense index failed; it is opened again in the background: %r", failure)
            self._mend(store)
            raise

    def _mend(self, broken: Chroma) -> None:
        if self._store is broken and not self._closed and self._mending.acquire(blocking=False):

            def again() -> None:
                try:
                    self._store = None
                    self.open()
                finally:
                    self._mending.release()

            threading.Thread(target=again, name="dense-index", daemon=True).start()

    # --- what is stored --------------------------------------------------------------------------------

    def _probed(self) -> int:
        """How many numbers a vector has; 0 while a service does not say."""
        try:
            return len(self._embeddings.embed_query("信息化"))
        except Exception as failure:  # noqa: BLE001 - every provider raises errors of its own
            _log.warning("the embedding service does not answer: %r", failure)
            return 0

    def fingerprint(self, dimension: int | None = None) -> str:
        """Changes with the clauses, the embedder and the length of its vectors, the vector store and this format."""
        made_by = (FORMAT, chromadb.__version__, embedder_name(self._embeddings), dimension or self._dimension)
        digest = hashlib.sha256(repr(made_by).encode())
        for clause in self._clauses:
            digest.update(repr((clause.document, clause.id, _passage(clause))).encode())
        return digest.hexdigest()

    def _stored(self) -> Chroma | None:
        try:
            current = self._home.current(self.fingerprint(), len(self._clauses))
            if current is None:
                return None
            if not self._dimension:  # the service is silent: what was built with it still stands
                self._dimension = int(current.get("dimension", 0))
            if current["fingerprint"] != self.fingerprint():
                return None
            store = self._connect(current)
            return store if self._sound(store) else None
        except FileNotFoundError:
            return None
        except Exception:  # noqa: BLE001 - chromadb raises its own, sqlite's and Rust's errors for damaged files
            _log.warning("the stored index is damaged and is built again")
            return None

    def _connect(self, place: Mapping[str, Any]) -> Chroma:
        return Chroma(
            place.get("collection", _COLLECTION),
            client=self._home.client(place),
            embedding_function=self._embeddings,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def _sound(self, store: Chroma) -> bool:
        """The count is right, and clauses from all over the text find themselves."""
        collection = store._collection  # noqa: SLF001 - langchain shows no count
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
        place = self._home.empty_place()
        store = self._connect(place)
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
        self._home.switch({**place, "fingerprint": self.fingerprint(), "dimension": self._dimension})
        return store


class Home(Protocol):
    """Where vectors are kept: a folder of this process's own, or a server that several share."""

    def client(self, place: Mapping[str, Any]) -> ClientAPI:
        """The door to a place."""
        ...

    def current(self, fingerprint: str, count: int) -> dict[str, Any] | None:
        """The place that answers now, with the fingerprint it was built for; None when there is none to trust."""
        ...

    def empty_place(self) -> dict[str, Any]:
        """Beside the current one, for building."""
        ...

    def switch(self, place: Mapping[str, Any]) -> None:
        """From now on this one answers; older ones may go."""
        ...

    def leave(self) -> None:
        """Done with it: let another process have it."""
        ...


class FolderHome:
    """A slot of the data folder: `current.json` names the folder that answers."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._slot: Path | None = None
        self._held: IO[str] | None = None

    def client(self, place: Mapping[str, Any]) -> ClientAPI:
        """Chroma inside this process."""
        folder = self._taken() / str(place["folder"])
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))

    def current(self, fingerprint: str, count: int) -> dict[str, Any] | None:
        """What the pointer names, unless a look at the sizes already says that it is damaged."""
        del fingerprint
        slot = self._taken()
        place: dict[str, Any] = json.loads((slot / "current.json").read_text(encoding="utf-8"))
        return place if _plausible(slot / str(place["folder"]), count) else None

    def empty_place(self) -> dict[str, Any]:
        """A new folder."""
        self._taken()
        return {"folder": f"index-{uuid.uuid4().hex}"}

    def switch(self, place: Mapping[str, Any]) -> None:
        """The pointer is written beside and renamed; then the old folders go."""
        slot = self._taken()
        new = slot / "current.json.new"
        new.write_text(json.dumps(dict(place)), encoding="utf-8")
        new.replace(slot / "current.json")
        for old in slot.glob("index-*"):
            if old.name != place["folder"]:
                shutil.rmtree(old, ignore_errors=True)

    def leave(self) -> None:
        """Unlock the slot."""
        if self._held is not None:
            self._held.close()
            self._held = self._slot = None

    def _taken(self) -> Path:
        if self._slot is None:
            self._slot = self._free_slot()
        return self._slot

    def _free_slot(self) -> Path:
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


class ServerHome:
    """A Chroma server: one collection for each fingerprint, shared by every process of the school."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._client: Any = None

    def client(self, place: Mapping[str, Any] | None = None) -> ClientAPI:
        """Chroma over HTTP."""
        del place
        if self._client is None:
            secure = self._url.scheme == "https"
            self._client = chromadb.HttpClient(
                host=self._url.hostname or "localhost",
                port=self._url.port or (443 if secure else 8000),
                ssl=secure,
                settings=Settings(anonymized_telemetry=False),
            )
        client: ClientAPI = self._client
        return client

    def current(self, fingerprint: str, count: int) -> dict[str, Any] | None:
        """The collection of this fingerprint, if somebody has built it."""
        del count
        name = _collection(fingerprint)
        there = {collection.name for collection in self.client().list_collections(limit=MANY)}
        return {"collection": name, "fingerprint": fingerprint} if name in there else None

    def empty_place(self) -> dict[str, Any]:
        """A collection under a name of its own, until it is whole."""
        return {"collection": f"{_OURS}{_BUILDING}{uuid.uuid4().hex}"}

    def switch(self, place: Mapping[str, Any]) -> None:
        """Give the finished collection its name. If another process was first or left a damaged one, ours replaces it."""
        client, name = self.client(), _collection(str(place["fingerprint"]))
        with suppress(Exception):
            client.delete_collection(name)
        client.get_collection(str(place["collection"])).modify(name=name)
        for other in client.list_collections(limit=MANY):
            if other.name.startswith(_OURS) and other.name != name and _BUILDING not in other.name:
                client.delete_collection(other.name)

    def leave(self) -> None:
        """Hang up."""
        if self._client is not None:
            with suppress(AttributeError):  # chromadb forgets to hang up by itself
                self._client._server._session.close()  # noqa: SLF001
            self._client.close()
            self._client = None


def greet_server(url: str) -> None:
    """Whether a Chroma server can be reached. Raises what its library raises."""
    home = ServerHome(url)
    try:
        home.client().heartbeat()
    finally:
        home.leave()


def _collection(fingerprint: str) -> str:
    return f"{_OURS}{fingerprint[:32]}"


def _plausible(folder: Path, count: int) -> bool:
    """A damaged folder once grew one file to 75 GB: look at sizes before anything opens them."""
    if not (folder / "chroma.sqlite3").is_file():
        return False
    most = 64 * 1024 * 1024 + count * 64 * 1024
    return all(path.stat().st_size <= most for path in folder.rglob("*") if path.is_file())


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
