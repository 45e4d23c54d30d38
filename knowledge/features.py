"""Text → a weighted bag of features: characters, words, sounds and concepts.

Four blocks, each of length one before they are joined, so that none can shout the others down:
`c:` Chinese character 1–3-grams · `w:` English words and their parts · `p:` sounds · `k:` concepts of the lexicon.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from knowledge import pinyin
from knowledge.lexicon import phrases
from knowledge.normalise import spelling

Bag = dict[str, float]
SOUNDED = 120  # characters: questions have typos, long passages are proof-read
WEIGHTS: Mapping[str, float] = {"c": 1.0, "w": 1.0, "p": 0.45, "k": 1.1}

_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z][a-z0-9'\-]*|\d+(?:\.\d+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
# Chinese characters that carry grammar; they count for little, but "谁", "吗" and the like tell kinds of questions.
_STOP = frozenset("的了吗呢啊吧呀嘛哦是在有和与及或就都也还很这那个之其对为把被给跟让")
_STOP_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "do",
        "does",
        "did",
        "to",
        "of",
        "in",
        "on",
        "at",
        "for",
        "by",
        "with",
        "and",
        "or",
        "be",
        "it",
        "its",
        "this",
        "that",
        "there",
        "our",
        "your",
        "my",
        "we",
        "i",
        "you",
        "us",
        "me",
        "s",
    ]
)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """English endings off, roughly: backups → backup, trained → train, policies → policy."""
    word = word.removesuffix("'s").replace("'", "").replace("-", "")
    for ending, instead in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ations", "ate"),
        ("ation", "ate"),
        ("ings", ""),
        ("ing", ""),
        ("ied", "y"),
        ("ers", "er"),
        ("es", "e"),
        ("ed", ""),
        ("ly", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word


class Concepts:
    """Finds concepts in a text: by the words themselves, by their sound, in English by stems with one slip."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self._terms: dict[str, list[str]] = defaultdict(list)
        self._sounds: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        self._phrases: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._vocabulary: dict[str, str] = {}
        for name, terms in table.items():
            for term in terms:
                self._add(name, spelling(term))

    def learn(self, words: Iterable[str]) -> None:
        """More English stems that are spelt right."""
        for word in words:
            self._learn(word)

    def _add(self, name: str, term: str) -> None:
        if _HAN.search(term):
            self._terms[term].append(name)
            sounds = tuple(s for s in pinyin.syllables(term) if s)
            if len(sounds) >= 2 and len(sounds) == len(term):
                self._sounds[sounds].append((name, term))
        else:
            words = [stem(word) for word in _RUNS.findall(term)]
            self._phrases[tuple(words)].append(name)
            for word in words:
                self._learn(word)

    def _learn(self, word: str) -> None:
        self._vocabulary[word] = word
        if len(word) >= 5:
            for i in range(len(word)):
                self._vocabulary.setdefault(word[:i] + word[i + 1 :], word)

    def corrected(self, word: str) -> str:
        """An English stem with one slip of the finger → the stem we know."""
        known = self._vocabulary.get(word)
        if known is not None or len(word) < 5:
            return known if known is not None else word
        for i in range(len(word)):
            candidate = self._vocabulary.get(word[:i] + word[i + 1 :])
            if candidate is not None and abs(len(candidate) - len(word)) <= 1:
                return candidate
        return word

    def find(self, text: str, stems: Sequence[str], sounds: Sequence[str]) -> Counter[str]:
        """Concepts in a normalised text and how often each occurs."""
        found: Counter[str] = Counter()
        taken, spelt = [False] * len(text), [False] * len(text)
        for length in range(min(8, len(text)), 0, -1):
            for start in range(len(text) - length + 1):
                names = self._terms.get(text[start : start + length])
                if names and not all(taken[start : start + length]):
                    found.update(names)
                    taken[start : start + length] = [True] * length
                    if length > 1:
                        spelt[start : start + length] = [True] * length
        for name in self._heard(text, sounds, spelt):
            found.setdefault(name, 1)
        for length in range(1, 5):
            for start in range(len(stems) - length + 1):
                found.update(self._phrases.get(tuple(stems[start : start + length]), ()))
        return found

    def _heard(self, text: str, sounds: Sequence[str], spelt: Sequence[bool]) -> Iterator[str]:
        """Concepts by sound; `spelt`: the characters of words that are spelt right."""
        written = len(sounds) == len(text)  # else it is all pinyin
        for length in range(2, 5):
            for start in range(len(sounds) - length + 1):
                here = slice(start, start + length)
                for name, term in self._sounds.get(tuple(sounds[here]), ()):
                    if not written or _is_slip(text[here], term, inside=any(spelt[here])):
                        yield name


def _is_slip(typed: str, term: str, *, inside: bool) -> bool:
    """Whether characters that sound like a term are a slip for it, and not other words: 背份 is, 数库 (诉苦) is not.

    Two characters are only when one of them is right and tells something, and neither belongs to a word we know.
    """
    if typed in phrases().ordinary:
        return False
    right = any(a == b and a not in _STOP for a, b in zip(typed, term, strict=True))
    return typed == term or len(typed) > 2 or (right and not inside)


class Features:
    """Bags of features with weights fitted to a collection of texts (rare features count more)."""

    def __init__(self, concepts: Mapping[str, Sequence[str]]) -> None:
        self._concepts = Concepts(concepts)
        self._idf: dict[str, float] = {}
        self._unknown = 1.0
        self._words: list[str] = []
        self.bag = lru_cache(maxsize=2048)(self._bag)

    def fit(self, texts: Iterable[str]) -> list[Counter[str]]:
        """Learn how common each feature is. Returns the counts, so that nobody counts twice."""
        texts = list(texts)
        words = Counter(stem(word) for text in texts for word in _RUNS.findall(text) if word.isascii())
        self._words = [word for word, seen in words.items() if seen >= 2 and word.isalpha()]
        self._concepts.learn(self._words)
        counts = [self.count(text) for text in texts]
        seen_in = Counter(feature for count in counts for feature in count)
        total = len(texts) + 1
        self._idf = {feature: math.log(total / (n + 0.5)) for feature, n in seen_in.items()}
        self._unknown = math.log(total / 1.5)
        return counts

    def state(self) -> dict[str, Any]:
        """What `fit` learnt, as JSON."""
        return {"names": self.names, "idf": list(self._idf.values()), "unknown": self._unknown, "words": self._words}

    def restore(self, state: Mapping[str, Any]) -> None:
        """The other way round."""
        self._idf = dict(zip(state["names"], state["idf"], strict=True))
        self._unknown = float(state["unknown"])
        self._words = list(state["words"])
        self._concepts.learn(self._words)

    @property
    def names(self) -> list[str]:
        """Every feature that the fitted texts have, in a stable order."""
        return list(self._idf)

    def count(self, text: str, *, blocks: str = "cwpk") -> Counter[str]:
        """The features of a normalised text, unweighted; `blocks` leaves some out where speed counts."""
        count: Counter[str] = Counter()
        spelt = pinyin.is_pinyin(text)
        stems: list[str] = []
        for run in _RUNS.findall(text):
            if _HAN.match(run):
                count.update([f"c:{run[i : i + n]}" for n in (1, 2, 3) for i in range(len(run) - n + 1)])
            elif not spelt:
                stems.append(self._concepts.corrected(stem(run)))
        count.update(_word_features(stems))
        if "p" not in blocks and "k" not in blocks:
            return count
        sounds = pinyin.syllables(text)
        if "p" in blocks:
            for n in (2, 3):
                grams = (sounds[i : i + n] for i in range(len(sounds) - n + 1))
                count.update(["p:" + " ".join(gram) for gram in grams if all(gram)])
        if "k" in blocks:
            found = self._concepts.find(text, stems, sounds if spelt or len(text) <= SOUNDED else ())
            count.update({f"k:{name}": n for name, n in found.items()})
        return count

    def _bag(self, text: str) -> Bag:
        return self.weighted(self.count(text))

    def weighted(self, count: Mapping[str, float]) -> Bag:
        """Weights of length one in all; each block of length one before its own weight."""
        blocks: dict[str, Bag] = defaultdict(dict)
        for feature, n in count.items():
            weight = self._idf.get(feature, self._unknown) * (1 + math.log(n))
            if feature[2:] in _STOP or feature[2:] in _STOP_WORDS:
                weight *= 0.4
            blocks[feature[0]][feature] = weight
        bag: Bag = {}
        for block, weights in blocks.items():
            length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
            bag.update({f: w * WEIGHTS[block] / length for f, w in weights.items()})
        length = math.sqrt(sum(w * w for w in bag.values())) or 1.0
        return {feature: weight / length for feature, weight in bag.items()}


def _word_features(stems: Sequence[str]) -> Iterator[str]:
    """English: words, pairs as they stand, pairs without the small words, beginnings of words."""
    content = [word for word in stems if word not in _STOP_WORDS]
    yield from (f"w:{word}" for word in stems)
    yield from (f"w:{a} {b}" for a, b in pairwise(stems))
    yield from (f"w:{a}+{b}" for a, b in pairwise(content))
    yield from (f"w:{word[:4]}~" for word in content if len(word) > 4)


def joined(*parts: tuple[float, Bag]) -> Bag:
    """Several bags as one of length one, each with its weight: a question and the conversation before it."""
    total: Bag = defaultdict(float)
    for share, bag in parts:
        for feature, weight in bag.items():
            total[feature] += share * weight
    length = math.sqrt(sum(w * w for w in total.values())) or 1.0
    return {feature: weight / length for feature, weight in total.items()}
