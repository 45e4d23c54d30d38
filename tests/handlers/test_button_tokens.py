"""What a pressed button may say: ours is taken apart, and whatever anybody forges is no button rather than a mistake."""

import pytest

from handlers.cards import read_token, token
from tests.conftest import SmallSchool

FORGED = [
    "", "x", ".", "a.", ".b", "issues", "issues.claim:1:2:3:4:5", "form.submit:99999999999999999999", "form.submit:²",
    "form.submit:٣", "form.pick:1:x-①", "a" * 64, "日志",
]  # fmt: skip


@pytest.mark.parametrize("packed", FORGED)
def test_what_no_button_of_ours_sends_is_no_token(packed: str) -> None:
    assert read_token(packed) is None


@pytest.mark.parametrize(
    "parts",
    [("issues", "claim", "T-0001"), ("form", "pick", "12", "place-3"), ("say", "help"), ("people", "x", "教务处")],
)
def test_ours_come_back_as_they_went(parts: tuple[str, ...]) -> None:
    assert read_token(token(*parts)) == (*parts, *[""] * (5 - len(parts)))


@pytest.mark.parametrize(
    "packed", [*FORGED[1:], "form.submit:999999999999999999", "people.resume:7", "guess.take:9:x", "people.look:P-1",
               "issues.claim", "issues.claim:T-9999", "policy.useful:1", "broadcasts.ack:B-1", "people.help::x"],
)  # fmt: skip
def test_a_forged_press_is_answered_and_fails_nothing(packed: str, school: SmallSchool) -> None:
    seen = school.li.presses_token(packed)
    assert seen.text
    assert "没能处理好" not in seen.text
