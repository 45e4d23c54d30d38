"""Fitting the scorer once, and keeping the result: in memory for this process, on disk as a disposable file.

The file is computed again when it is missing, damaged, or made from other questions or other code.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import threading
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.catalogue import examples
from knowledge.features import WEIGHTS, Features
from knowledge.importing import load_sample
from knowledge.lexicon import Lexicon
from knowledge.scoring import SMOOTHING, Scorer

_log = logging.getLogger(__name__)
FORMAT = "11"  # raise it when features, examples or the classifier change
KEPT = 2  # lexicons kept in memory: ours, and ours with the school's

_lock = threading.Lock()
_kept: dict[str, Scorer] = {}


def fitted(lexicon: Lexicon, folder: Path | None) -> Scorer:
    """From memory, else from `folder`, else computed (seconds, once per lexicon) and stored there."""
    key = fingerprint(lexicon)
    with _lock:
        if key not in _kept:
            scorer = (_load(folder, key, lexicon) if folder else None) or Scorer.fit(
                Features(lexicon.concepts), examples(lexicon)
            )
            while len(_kept) >= KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[key] = scorer
        scorer = _kept[key] = _kept.pop(key)  # the one used last is forgotten last
    if folder is not None and not _path(folder, key).exists():
        _save(folder, key, scorer)
    return scorer


def fingerprint(lexicon: Lexicon) -> str:
    """Changes whenever the fit would."""
    digest = hashlib.sha256(repr((FORMAT, SMOOTHING, sorted(WEIGHTS.items()))).encode())
    digest.update(lexicon.fingerprint.encode())
    digest.update(repr(load_sample().clauses).encode())
    return digest.hexdigest()[:32]


def _path(folder: Path, key: str) -> Path:
    return folder / f"scorer-{key}.npz"


def _load(folder: Path, key: str, lexicon: Lexicon) -> Scorer | None:
    try:
        with _path(folder, key).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            about: dict[str, Any] = json.loads(bytes(stored["about"]).decode())
            arrays = {name: stored[name] for name in stored.files if name != "about"}
            return Scorer.restore(Features(lexicon.concepts), about, arrays)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, EOFError, IndexError, zipfile.BadZipFile, NotImplementedError):
        _log.warning("the stored scorer is damaged and is computed again")
        _path(folder, key).unlink(missing_ok=True)
        return None


def _save(folder: Path, key: str, scorer: Scorer) -> None:
    """Written beside, then switched: a reader never sees half a file. A full disk costs only the speed-up."""
    state, arrays = scorer.state()
    about = json.dumps(state, ensure_ascii=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".new", delete=False) as new:
            np.savez(new, allow_pickle=False, about=np.frombuffer(about.encode(), dtype=np.uint8), **arrays)
        Path(new.name).replace(_path(folder, key))
        for old in sorted(folder.glob("scorer-*.npz"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("the scorer could not be stored: %s", error)
