"""The classifier's weights as a disposable file: computed when missing, damaged or of other examples."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.features import WEIGHTS, Features
from knowledge.scoring import SMOOTHING, WIDTH, Example, Scorer

if TYPE_CHECKING:
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)
FORMAT = "1"  # raise it when features or the classifier change


def fitted(examples: Sequence[Example], concepts: Mapping[str, Sequence[str]], folder: Path | None) -> Scorer:
    """A scorer for these examples, with weights from `folder` where they are still true."""
    features = Features(concepts)
    if folder is None:
        return Scorer(features, examples)
    path = folder / "weights.npz"
    print_ = fingerprint(examples, concepts)
    scorer = Scorer(features, examples, weights=_load(path, print_))
    if not path.exists() or scorer.computed:
        _save(path, print_, scorer.weights)
    return scorer


def fingerprint(examples: Sequence[Example], concepts: Mapping[str, Sequence[str]]) -> str:
    """Changes whenever the weights would."""
    digest = hashlib.sha256(
        repr((FORMAT, WIDTH, SMOOTHING, sorted(WEIGHTS.items()), sorted(concepts.items()))).encode()
    )
    for example in examples:
        digest.update(repr((example.target, example.text, example.settled, example.weight)).encode())
    return digest.hexdigest()


def _load(path: Path, print_: str) -> NDArray[np.float32] | None:
    try:
        with np.load(path, allow_pickle=False) as stored:
            weights = stored["weights"]
            if str(stored["fingerprint"]) == print_ and weights.dtype == np.float32 and np.isfinite(weights).all():
                return np.asarray(weights, dtype=np.float32)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        _log.info("no usable classifier weights stored; computing them")
    return None


def _save(path: Path, print_: str, weights: NDArray[np.float32]) -> None:
    """Beside the old file, then switched: a reader never sees half a file. A full disk costs only the speed-up."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as new:
            np.savez(new, weights=weights, fingerprint=np.array(print_))
        os.replace(new.name, path)
    except OSError as error:
        _log.warning("classifier weights could not be stored: %s", error)
