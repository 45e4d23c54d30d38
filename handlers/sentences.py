"""Where one request ends and the next begins in a message that holds several."""

import re

_NUMBERED = re.compile(r"(?:^|[\s,.;!])(?:[1-9]|[一二三四五])[.,)]\s*(?=\D)|(?:^|[\s,.;])第[一二三四],")
_LINKED = re.compile(
    r"[,.;!?\s]*(?:另外再|另外|还有一件事|还有个事|还有件事|再有|再就是|顺便再|顺便问一下|顺便问下|顺便|顺带|同时|此外|对了|然后再|然后帮我|再帮我|再帮忙|再麻烦|也帮我|并且|以及帮我|接着|and also|also,? (?:please )?|and then|plus,?|by the way,?|btw,?|and please|one more thing:?)[,:\s]*"
)
_ENDED = re.compile(r"[.;!?\n]+\s*")
_COMMA = re.compile(r"\s*,\s*|\s+and\s+")


def linked_parts(line: str) -> list[str]:
    """Split where the speaker says so: 另外, 顺便, 还有, and also, or a numbered list."""
    if len(_NUMBERED.findall(line)) > 1:
        return _clean(_NUMBERED.split(line))
    return _clean(_LINKED.split(line))


def sentence_parts(line: str) -> list[str]:
    """Split at full stops and other ends of sentences."""
    return _clean(_ENDED.split(line))


def comma_parts(line: str) -> list[str]:
    """Split at commas too; most commas do not separate requests, so each part must prove itself."""
    return _clean([part for sentence in _ENDED.split(line) for part in _COMMA.split(sentence)])


def _clean(parts: list[str]) -> list[str]:
    return [stripped for part in parts if (stripped := part.strip(" ,.;:!?"))]
