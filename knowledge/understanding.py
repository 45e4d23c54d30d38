"""A question in its conversation: what it says itself, what it takes from before, what it wants to know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.features import Bag, Features, joined
from knowledge.lexicon import Wanted
from knowledge.normalise import question as normalised
from knowledge.settling import inherits, wanted_in

_POINTS_BACK = re.compile(
    r"^(?:那么?|然后|还有|另外|所以|这个?|它|他们?|她|上面|刚才|前面|前者|后者|再|具体|为什么|为啥)"
    r"|^(?:and|so|then|but|also|what about|how about|what else|why|it|that|this|they|those)(?![a-z])"
    r"|呢[\s??。!]*$|^(?:谁|几|多久|多少|哪里?|什么时候|怎么|要|需要)|它|他们|这个|这种|这类|该项|\b(?:it|that|this|they|them|those|these|one|he|she|his|their|its)\b"
)
# Of these, the words that mean what was said before whatever else the question says; 这个制度 is the charter itself.
_REFERS_BACK = re.compile(
    r"^(?:那么?|然后|还有|另外|所以|上面|刚才|前面|前者|后者|再|具体|为什么|为啥)|呢[\s??。!]*$|它|他们|^.{1,6}也(?!.*(?:制度|章程|规定))"
    r"|^.{0,4}(?:几[次天回年]|多久|多长时间|多少钱?|哪天)\S{0,3}$|(?:这个|这种|这类|这|该项)(?!个?(?:制度|章程|规定|文件|份|东西|玩意))"
    r"|^(?:and|so|then|but|also|what about|how about|what else|why)(?![a-z])"
    r"|\b(?:it|that|they|them|those|these|one|he|she|his|their|its)\b"
)
_STARTS_ANEW = re.compile(
    r"^(?:换个(?:话题|问题)|另一个问题|再问(?:个|一个)(?:别的|其他)|by the way|another question|different topic)"
)
_ID = re.compile(
    r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,3}(?![\d.])|第[零〇一二三四五六七八九十百\d]+条(?:[((][一二三四五六七八九十\d]+[))])?"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, understood as far as its words go."""

    text: str
    own: Bag
    before: Bag
    leans: float  # how much it leans on what was said before: 0 not at all … 1 entirely
    wanted: tuple[Wanted, ...]
    mentioned: tuple[str, ...]  # clause numbers in the last answer

    def together(self) -> Bag:
        """The question with what it takes from before."""
        return joined((1.0, self.own), (self.leans, self.before)) if self.leans else self.own


def understand(
    question: str, history: Sequence[Mapping[str, str]], features: Features, kinds: Sequence[Wanted]
) -> Asked:
    """Read a question against the last two things that were said."""
    text = normalised(question)
    own = features.bag(topic_of(text) if history else text)
    said = _last(history, "user")
    wanted = wanted_in(text, kinds)
    if not said or _STARTS_ANEW.search(text):
        return Asked(text, own, {}, 0.0, wanted, ())
    earlier = _earlier(history)
    before = joined((1.0, features.bag(said)), *((0.5, features.bag(text)) for text in earlier))
    if not wanted and inherits(text):
        wanted = wanted_in(said, kinds)
    answer = _last(history, "assistant", raw=True)
    return Asked(text, own, before, _leaning(text), wanted, tuple(dict.fromkeys(_ID.findall(answer))))


def _last(history: Sequence[Mapping[str, str]], role: str, *, raw: bool = False) -> str:
    for turn in reversed(history):
        if turn.get("role") == role:
            content = str(turn.get("content", ""))
            return content if raw else normalised(content)
    return ""


def _earlier(history: Sequence[Mapping[str, str]]) -> list[str]:
    """When the last question itself pointed back, the one before it still names the topic."""
    asked = [normalised(str(turn.get("content", ""))) for turn in history if turn.get("role") == "user"]
    return asked[-2:-1] if len(asked) > 1 and _leaning(asked[-1]) > 0.5 else []


def refers_back(text: str) -> bool:
    """Whether a normalised question says itself that it goes on: `那演练呢?`, `它`, `what about drills?`."""
    return bool(_REFERS_BACK.search(text))


def topic_of(text: str) -> str:
    """`那演练呢?` → `演练`."""
    return (
        re.sub(
            r"^(?:那么?|然后|还有|and|so|then|but)(?![a-z])[\s,,]*|^(?:what|how) about (?:the )?|呢[\s??。!]*$",
            "",
            text,
        ).strip()
        or text
    )


def _leaning(text: str) -> float:
    size = len(re.findall(r"[\u3400-\u9fff]", text)) + 2 * len(re.findall(r"[a-z]+|\d+", text))
    points = bool(_POINTS_BACK.search(text))
    if size <= 8:
        return 0.9 if points else 0.6
    if size <= 14:
        return 0.6 if points else 0.2
    return 0.3 if points and size <= 24 else 0.0
