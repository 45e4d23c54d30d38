"""Which implementing rule is meant: by its title, by what people call it, with slips of the pen and of the ear."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from handlers.numerals import fold
from handlers.rulebook import Rule
from knowledge.pinyin import syllables

SURE = 0.8  # said alone, without a word that a rule is meant
LIKELY = 0.6  # said with "改成" or "细则"
NEAR = 0.45  # a question about what a rule settles
EQUAL = 0.02  # as good as the best
SHORTEST = 4  # characters of a part of a title that stands for the whole

Pairs: TypeAlias = frozenset[tuple[str, ...]]

_ASKING = re.compile(
    r"多长时间|多少|多久|多长|几次|几天|几个|几年|几月|多大|哪天|什么时候|什么|一次|一回|一遍|每隔|每|之内|以内|内|最多|最少|必须|应该|需要|要|得|做|搞|办|"
    r"才|算|是|有|吗|呢|啊"
)
_MARKS = re.compile(r"[^\w%]|_")
_ASIDE = re.compile(r"[(（].*?[)）]")
_FILLERS = re.compile(r"实施细则|细则|规则|规定|现在|目前|我们|学校|里的|中的|的")
_LEVEL = re.compile(r"([一二三四1-4])级(?:故障|报修|工单)?")  # 一级故障 is P1
_LEVELS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_PRIORITY = re.compile(r"p([1-4])(?!\d)")


def matching(known: Iterable[Rule], said: str, least: float = LIKELY) -> list[Rule]:
    """The rules these words name best, in the order given; several when they name several alike; none below `least`."""
    bare = _bare(said)
    if len(bare) < 2:
        return []
    rules = tuple(known)
    scores = _called(rules).scores(bare)
    return _best(_of_priority(list(zip(scores, rules, strict=True)), bare), least)


def answering(known: Iterable[Rule], question: str, least: float = NEAR) -> list[Rule]:
    """The rules that would answer a question, were they published."""
    bare = _bare(question)
    rules = tuple(known)
    scores = _names(tuple((rule.title.zh, *rule.also, *rule.asked) for rule in rules)).scores(bare)
    about = _topic(bare)
    scored = [(score, rule) for score, rule in zip(scores, rules, strict=True) if _is_about(rule, about)]
    return _best(scored, least)


@lru_cache(maxsize=2048)
def _topic(bare: str) -> frozenset[tuple[str, ...]]:
    """A question without the words that all questions have: 备份多久做一次 is about 备份."""
    return frozenset().union(*(_written(part) for part in _ASKING.split(bare)))


def _is_about(rule: Rule, about: frozenset[tuple[str, ...]]) -> bool:
    """Whether a rule speaks of what is asked about, and is not merely asked for in the same way."""
    if not about:
        return True
    called = (rule.title.zh, *rule.also, *rule.asked)
    return any(about & _topic(_bare(name)) for name in called)


def alike(one: str, other: str) -> float:
    """How alike two questions are, by what is written and by how it sounds: from 0 to 1."""
    return _alike(_bare(one), _bare(other))


def _best(scored: list[tuple[float, Rule]], least: float) -> list[Rule]:
    top = max((score for score, _ in scored), default=0.0)
    return [rule for score, rule in scored if score >= max(least, top - EQUAL)]


def _of_priority(scored: list[tuple[float, Rule]], bare: str) -> list[tuple[float, Rule]]:
    """P1 and P2 differ by one sign, and by everything else."""
    named = set(_PRIORITY.findall(bare))
    if not named:
        return scored
    return [(score, rule) for score, rule in scored if named <= {*_PRIORITY.findall(_bare(rule.title.zh)), ""}]


class _Names:
    """What many rules are called, by the pairs of signs and of sounds in it: every message is held against them all."""

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        self._rules = len(names)
        bare = [(of, _bare(name)) for of, called in enumerate(names) for name in called if name]
        self._called = [(of, name, _written(name), _sounds(name)) for of, name in bare]
        self._written: dict[tuple[str, ...], list[int]] = {}
        self._sounding: dict[tuple[str, ...], list[int]] = {}
        for place, (_, _, written, sounds) in enumerate(self._called):
            for pairs, known in ((written, self._written), (sounds, self._sounding)):
                for pair in pairs:
                    known.setdefault(pair, []).append(place)

    def scores(self, bare: str) -> list[float]:
        """How alike the nearest name of each rule is."""
        written, sounds = _written(bare), _sounds(bare)
        same_written, same_sounds = _shared(written, self._written), _shared(sounds, self._sounding)
        scores = [0.0] * self._rules
        for place in same_written.keys() | same_sounds.keys():
            of, called, its_written, its_sounds = self._called[place]
            by_signs = 2 * same_written[place] / (len(written) + len(its_written))
            by_sounds = 2 * same_sounds[place] / (len(sounds) + len(its_sounds))
            scores[of] = max(scores[of], _nearness(bare, called, by_signs, by_sounds))
        return scores


def _shared(pairs: Pairs, known: Mapping[tuple[str, ...], Sequence[int]]) -> Counter[int]:
    """How many of these pairs each name has, by its place: only names that have one are looked at."""
    return Counter(place for pair in pairs for place in known.get(pair, ()))


@lru_cache(maxsize=16)
def _called(rules: tuple[Rule, ...]) -> _Names:
    """The same rules come with every message: what they are called is put together once."""
    return _names(tuple((rule.title.zh, rule.title.en, *rule.also, rule.key) for rule in rules))


@lru_cache(maxsize=16)
def _names(names: tuple[tuple[str, ...], ...]) -> _Names:
    return _Names(names)


def _alike(one: str, other: str) -> float:
    return _nearness(one, other, _dice(_written(one), _written(other)), _dice(_sounds(one), _sounds(other)))


def _nearness(one: str, other: str, by_signs: float, by_sounds: float) -> float:
    """The same, or a part of it, or alike by what is written and by how it sounds."""
    if one == other:
        return 1.0
    part = 0.85 if len(one) >= SHORTEST and one in other else 0.0
    return max(part, by_signs, 0.97 * by_sounds)


@lru_cache(maxsize=1024)
def _written(bare: str) -> frozenset[tuple[str, ...]]:
    return _pairs(list(bare))


@lru_cache(maxsize=1024)
def _sounds(bare: str) -> frozenset[tuple[str, ...]]:
    return _pairs([sound or sign for sound, sign in zip(syllables(bare), bare, strict=False)])


def _pairs(parts: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(itertools.pairwise(parts))


def _dice(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    folded = _LEVEL.sub(lambda found: "p" + _LEVELS.get(found[1], found[1]), _ASIDE.sub("", fold(text).lower()))
    return _FILLERS.sub("", _MARKS.sub("", folded)) or _MARKS.sub("", folded)
