"""One library for all tests of this folder: fitting it costs seconds, asking it costs nothing."""

from pathlib import Path

import pytest

from knowledge.charter import Library
from knowledge.importing import load_sample


@pytest.fixture(scope="session")
def library(fitted: Path) -> Library:
    return Library(load_sample().clauses, folder=fitted, versions={load_sample().title: "2026-03-01"})
