"""How words sound, at the price of one table."""

import sys

from knowledge.pinyin import syllable


def test_characters_sound_without_the_phrases_of_the_library() -> None:
    assert [syllable(character) for character in "备背投a"] == ["bei", "bei", "tou", ""]
    assert "pypinyin.phrases_dict" not in sys.modules
