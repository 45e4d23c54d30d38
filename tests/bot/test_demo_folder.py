"""What a demo leaves behind, and what is never touched."""

from pathlib import Path

import pytest

from bot.demo import MARK, READY, clear


@pytest.mark.parametrize(
    ("mark", "unfinished", "stays"),
    [
        (None, False, True),  # no demo made it
        (None, True, True),
        (READY, False, False),  # the last demo, which is to begin anew
        (READY, True, True),  # … or to go on
        ("", True, False),  # interrupted while it was staged: people would be there twice
    ],
)
def test_only_a_demo_of_ours_is_forgotten_and_a_finished_one_goes_on(
    tmp_path: Path, mark: str | None, unfinished: bool, stays: bool
) -> None:
    folder = tmp_path / "demo-data"
    folder.mkdir()
    if mark is not None:
        (folder / MARK).write_text(mark, encoding="utf-8")
    clear(folder, unfinished=unfinished)
    assert folder.exists() is stays
