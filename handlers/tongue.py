"""In which language somebody writes, so that they are answered in it without having to ask for it."""

import re

_APART = re.compile(  # addresses, commands, P-2026-003, binding codes
    r"https?://\S+|/\w+|\b[A-Za-z]{1,3}-?\d[\w-]*|\S*[@_]\S*|[!-~]*\d[!-~]*|[!-~]{19,}"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’]*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Words that make two of them a sentence: "my requests" is English, "iPad Air" is a thing.
_SPOKEN = re.compile(
    r"a|all|an|and|any|are|as|at|can|cannot|can't|could|do|does|doesn't|don't|for|from|has|have|how|i|i'd|i'm|in|is|isn't"
    r"|it|its|may|me|my|need|new|no|not|of|on|open|or|our|please|says|should|show|still|that|the|their|there|this|to|us"
    r"|want|was|we|what|when|where|which|who|whose|why|will|with|would|you|your"
)
_SENTENCE = 4  # words that are one without any of those
_TOO_SHORT = 4  # characters: 王技术 is a name that an English sentence asked for, not a change of language


def written_in(text: str) -> str:
    """Either "en" or "zh"; "" where the words are too few to tell, such as a name, a model, a number or a bare "ok"."""
    said = _APART.sub(" ", text)
    words = [word.lower() for word in _LATIN.findall(said)]
    chinese = len(_CHINESE.findall(said))
    if chinese > _TOO_SHORT and chinese >= len(words):
        return "zh"
    spoken = any(_SPOKEN.fullmatch(word) for word in words)
    if len(words) > max(1, chinese) and (spoken or (not chinese and len(words) >= _SENTENCE)):
        return "en"
    return ""


def is_short_chinese(text: str) -> bool:
    """Chinese and nothing else, too little of it to be sure that it is more than a name."""
    said = _APART.sub(" ", text)
    return bool(_CHINESE.search(said)) and not _LATIN.search(said)
