"""Whether the charter settles a question at all.

A near-miss shares every word with its clause and still is not answered by it ("演练每学期几次?" against "定期演练").
So the kind of answer that is wanted is recognised first, and looked for in the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.clauses import Clause
from knowledge.lexicon import Wanted
from knowledge.normalise import spelling

_ELLIPSIS = re.compile(
    r"^(?:那么?|然后|and|then|so)?[\s,,]*(?:what|how) about|^(?:那么?)?.{1,12}呢[\s??。!]*$|^and (?:for |the )?\w+(?: \w+)?\s*\?*$"
)


def wanted_in(question: str, kinds: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """What a normalised question wants to know, of the kinds that a rule either states or does not."""
    return tuple(
        kind for kind in kinds if kind.asks.search(question) and not (kind.unless and kind.unless.search(question))
    )


def inherits(question: str) -> bool:
    """`那演练呢?` wants to know the same as the question before it."""
    return bool(_ELLIPSIS.search(question))


def says(clause_text: str, kind: Wanted) -> bool:
    """Whether a text states the kind of thing that is wanted."""
    return bool(kind.says.search(spelling(clause_text)))


def stated_by(clauses: Sequence[Clause], kinds: Sequence[Wanted]) -> Clause | None:
    """The first clause that states everything that is wanted."""
    return next((clause for clause in clauses if all(says(clause.text, kind) for kind in kinds)), None)
