"""One library for all tests of this folder: fitting it costs seconds, asking it costs nothing."""

import pytest

from knowledge.charter import Library
from knowledge.importing import load_sample


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(load_sample().clauses, versions={load_sample().title: "2026-03-01"})
