"""Vectors for the dense index: our own, which need nothing, and those of a service, asked at the right moments only.

A turn holds the database while it runs, so it must never wait for a network. What a service says to a question is
asked before the turn (`Ahead.prepare`); inside it only what is known counts, and without it the exact score answers.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.features import Features
from knowledge.normalise import has_words, spelling
from knowledge.normalise import question as normalised

_log = logging.getLogger(__name__)
T = TypeVar("T")

WIDTH = 384  # numbers in a hashed vector: enough to tell clauses apart, and quick to index
REMEMBERED = 2048  # questions
PATIENCE = 1.5  # seconds a question may cost before its turn
REST = 30.0  # seconds a service is left alone after a failure, so that nobody waits for it again and again


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


class Ahead(Generic[T]):
    """What a service far away says to a question, asked before the turn that needs it. Safe in threads."""

    def __init__(
        self, look: Callable[[str], T], *, patience: float = PATIENCE, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._look = look
        self._patience, self._ticks = patience, ticks
        self._known: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="embedding")
        self._rests_until = float("-inf")

    def known(self, text: str) -> T | None:
        """What was said to it; None when nobody asked, or the service had no answer in time."""
        with self._lock:
            return self._known.get(normalised(text))

    def prepare(self, question: str) -> None:
        """Ask, for as long as a person would wait. Never raises; a service that failed is left alone for a while."""
        text = normalised(question)
        if not has_words(text) or self._ticks() < self._rests_until or self.known(question) is not None:
            return
        future = self._threads.submit(self._look, text)
        try:
            found = future.result(timeout=self._patience)
        except Exception as failure:  # noqa: BLE001 - every provider raises errors of its own
            future.cancel()
            self._rests_until = self._ticks() + REST
            _log.warning("the embedding service failed; for %.0f s answers do without it: %r", REST, failure)
            return
        with self._lock:
            self._known[text] = found
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def close(self) -> None:
        """No more questions."""
        self._threads.shutdown(wait=False, cancel_futures=True)
