"""In which language a message is written: sentences tell, names and models do not."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.tongue import written_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The projector in 高二3班 is broken", "en"),
        ("my requests", "en"),
        ("approve P-2026-001 please", "en"),
        ("renew computer room cables", "en"),
        ("我想申请一个项目", "zh"),
        ("iPad Pro 的 app store 一直打不开", "zh"),
        ("投影儀壞了怎麼辦", "zh"),
        ("ok", ""),
        ("help", ""),
        ("iPad Air", ""),
        ("王技术", ""),
        ("P-2026-001", ""),
        ("/start ci_abc def", ""),
        ("https://example.org/what/is/this", ""),
        ("35000", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_message(text: str, language: str) -> None:
    assert written_in(text) == language


@given(st.binary(min_size=16, max_size=16))
def test_a_binding_code_is_no_english(random: bytes) -> None:
    """A code of letters only once made a teacher who was bound with it an English speaker."""
    code = base64.urlsafe_b64encode(random).decode().rstrip("=")
    assert [written_in(f"{word}{code}") for word in ("", "绑定 ", "bind ", "/start ")] == [""] * 4
