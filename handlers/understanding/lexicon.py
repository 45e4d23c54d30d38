"""The school's vocabulary: devices, faults, rooms, departments, slips. Read once from `phrases/words.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PHRASES = Path(__file__).with_name("phrases")


@dataclass(frozen=True, slots=True)
class Words:
    """Every list longest first, so that an alternation of them prefers the longer word."""

    devices: tuple[str, ...]
    faults: tuple[str, ...]
    departments: tuple[str, ...]
    rooms: tuple[str, ...]
    buildings: tuple[str, ...]
    titles: tuple[str, ...]
    surnames: str
    traditional: str
    slips: Mapping[str, str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The vocabulary; an added word counts after a restart."""
    with (PHRASES / "words.toml").open("rb") as file:
        table = tomllib.load(file)
    lists = {
        name: tuple(sorted({word.replace("_", " ") for word in table[name].split()}, key=len, reverse=True))
        for name in ("devices", "faults", "departments", "rooms", "buildings", "titles")
    }
    return Words(**lists, surnames=table["surnames"], traditional=table.get("traditional", ""), slips=table["slips"])
