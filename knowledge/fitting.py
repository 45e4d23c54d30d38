"""Fitting the scorer once, and keeping the result: in memory for this process, on disk as a disposable file.

The file is computed again when it is missing, damaged, or made from other clauses, other questions or other code.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import threading
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.catalogue import LEARNABLE, Catalogue
from knowledge.clauses import Clause
from knowledge.features import WEIGHTS, Features
from knowledge.lexicon import Lexicon
from knowledge.scoring import SMOOTHING, Scorer

_log = logging.getLogger(__name__)
FORMAT = "5"  # raise it when features, examples or the classifier change
KEPT = 4  # collections kept in memory: the school's, the sample, and what is being imported

_lock = threading.Lock()
_kept: dict[str, Fit] = {}


@dataclass(frozen=True, slots=True)
class Fit:
    """A scorer for one set of clauses, and which clauses the lexicon speaks of (entry id → place)."""

    scorer: Scorer
    attached: dict[str, int]
    glosses: dict[int, str]


def fitted(clauses: Sequence[Clause], lexicon: Lexicon, folder: Path | None) -> Fit:
    """From memory, else from `folder`, else computed (seconds) and stored there."""
    key = fingerprint(clauses, lexicon)
    with _lock:
        if key not in _kept:
            fit = (_load(folder, key, lexicon) if folder else None) or _compute(clauses, lexicon)
            while len(_kept) >= KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[key] = fit
        fit = _kept[key] = _kept.pop(key)  # the one used last is forgotten last
    if folder is not None and not _path(folder, key).exists():
        _save(folder, key, fit)
    return fit


def fingerprint(clauses: Sequence[Clause], lexicon: Lexicon) -> str:
    """Changes whenever the fit would."""
    digest = hashlib.sha256(repr((FORMAT, SMOOTHING, LEARNABLE, sorted(WEIGHTS.items()))).encode())
    digest.update(lexicon.fingerprint.encode())
    for clause in clauses:
        digest.update(
            repr((clause.document, clause.id, clause.chapter, clause.section, clause.title, clause.text)).encode()
        )
    return digest.hexdigest()[:32]


def _compute(clauses: Sequence[Clause], lexicon: Lexicon) -> Fit:
    catalogue = Catalogue.of(clauses, lexicon)
    return Fit(Scorer.fit(Features(lexicon.concepts), catalogue.examples), catalogue.attached, catalogue.glosses)


def _path(folder: Path, key: str) -> Path:
    return folder / f"scorer-{key}.npz"


def _load(folder: Path, key: str, lexicon: Lexicon) -> Fit | None:
    try:
        with _path(folder, key).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            about: dict[str, Any] = json.loads(bytes(stored["about"]).decode())
            arrays = {name: stored[name] for name in stored.files if name != "about"}
            scorer = Scorer.restore(Features(lexicon.concepts), about["scorer"], arrays)
            glosses = {int(place): gloss for place, gloss in about["glosses"].items()}
            return Fit(scorer, about["attached"], glosses)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, EOFError, IndexError, zipfile.BadZipFile, NotImplementedError):
        _log.warning("the stored scorer is damaged and is computed again")
        _path(folder, key).unlink(missing_ok=True)
        return None


def _save(folder: Path, key: str, fit: Fit) -> None:
    """Written beside, then switched: a reader never sees half a file. A full disk costs only the speed-up."""
    state, arrays = fit.scorer.state()
    about = json.dumps({"scorer": state, "attached": fit.attached, "glosses": fit.glosses}, ensure_ascii=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".new", delete=False) as new:
            np.savez(new, allow_pickle=False, about=np.frombuffer(about.encode(), dtype=np.uint8), **arrays)
        Path(new.name).replace(_path(folder, key))
        for old in sorted(folder.glob("scorer-*.npz"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("the scorer could not be stored: %s", error)
