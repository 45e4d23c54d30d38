"""Which document a question is about, where a school has several: `应急预案里谁决定断网`, `《数据安全条例》怎么说`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.normalise import spelling

SHORTEST = 3  # characters by which people call a document
UNMISTAKABLE = 6  # a whole name of this length is meant also where nothing is said to stand *in* it
_INSIDE = (
    r"(?:里面|里头|里边|里|中|内|上面|上)?(?:对|关于)?\S{0,3}?"
    r"(?:怎么|如何|是怎|有没有|有无|有什么|哪|谁|规定|写|说|要求|第|什么|多久|几)"
)
_AROUND = re.compile(r"[《》“”\"'\s]|\([^)]*\)")


def document_named(question: str, documents: Sequence[str]) -> str | None:
    """The one document a normalised question names by its name or the end of it; None when it names none, or several.

    A short name counts only where something is said to stand *in* it: 应急预案谁来定 asks about plans, 应急预案里 in one.
    """
    if len(documents) < 2:
        return None
    found = {document: length for document in documents if (length := _called(question, document, documents))}
    longest = max(found.values(), default=0)
    best = [document for document, length in found.items() if length == longest]
    return best[0] if len(best) == 1 else None


def _called(question: str, document: str, documents: Sequence[str]) -> int:
    """How much of a document's name the question has; 0 when it does not name it."""
    name = _bare(document)
    others = [_bare(other) for other in documents if other != document]
    if name and re.search(rf"《\s*{re.escape(name)}\s*》", question):
        return len(name) + 1
    for start in range(len(name) - SHORTEST + 1):
        ending = name[start:]
        if any(other.endswith(ending) for other in others):
            break  # every shorter ending is theirs, too
        if re.search(rf"《{re.escape(ending)}》|{re.escape(ending)}(?:里|中|内|上|第|的第)", question):
            return len(ending)
        if start == 0 and len(name) >= UNMISTAKABLE and re.search(re.escape(name) + _INSIDE, question):
            return len(name)
    return 0


def _bare(document: str) -> str:
    return _AROUND.sub("", spelling(document))
