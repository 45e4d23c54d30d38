"""How alike two plans are by their words: pairs of neighbouring characters, so that no dictionary is needed."""

from collections import Counter
from collections.abc import Mapping

from handlers.numerals import fold

ALIKE = 0.4  # from here on two plans look like the same idea: 机房改造 and 二号机房改造项目, not 校门监控
_EMPTY = frozenset("的了和与及或在为对把被是有个项目工程系统平台建设升级采购申请")


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same words)."""
    mine, theirs = _pairs(one), _pairs(other)
    total = sum(mine.values()) + sum(theirs.values())
    return 2 * sum((mine & theirs).values()) / total if total else 0.0


def plan_likeness(title: str, purpose: str, other_title: str, other_purpose: str) -> float:
    """Of two plans: the same title is enough; else title and purpose together."""
    titles = likeness(title, other_title)
    return max(titles, 0.5 * titles + 0.5 * likeness(f"{title}{purpose}", f"{other_title}{other_purpose}"))


def most_alike(title: str, purpose: str, others: Mapping[str, tuple[str, str]], least: float = ALIKE) -> list[str]:
    """The keys of the plans that are alike enough, the most alike first."""
    scores = {key: plan_likeness(title, purpose, *their) for key, their in others.items()}
    return sorted((key for key, score in scores.items() if score >= least), key=lambda key: -scores[key])


def _pairs(text: str) -> Counter[str]:
    """Pairs of neighbouring characters, words that say nothing taken out; a single character counts as itself."""
    said = "".join(" " if sign in _EMPTY or not sign.isalnum() else sign for sign in fold(text).lower())
    found: Counter[str] = Counter()
    for word in said.split():
        found.update([word] if len(word) == 1 else [word[at : at + 2] for at in range(len(word) - 1)])
    return found
