"""How far a broadcast has come, as honestly as the platforms let us know: sent, accepted, failed, no answer, noted."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.broadcasts import texts
from handlers.texts import Text, joined
from handlers.turn import Turn
from storage import acknowledgements, broadcasts
from storage.broadcasts import Broadcast
from storage.outbox import Sent

# Of several copies for one person (a second way after a refusal) the best counts.
_ORDER = (Sent.ACCEPTED, Sent.UNKNOWN, Sent.CLAIMED, Sent.QUEUED, Sent.WAITING, Sent.FAILED, Sent.DROPPED)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Each person once. `failed` and `unknown` are (person id, reason); `asked` is 0 where nothing was asked,
    `finished` None where nobody was asked to say when it is done.
    """

    all: int
    accepted: tuple[int, ...]
    failed: tuple[tuple[int, str], ...]
    unknown: tuple[int, ...]
    pending: tuple[int, ...]
    acked: int
    asked: int
    finished: int | None = None

    @property
    def done(self) -> int:
        """How many left us, whatever became of them."""
        return self.all - len(self.pending)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way any more."""
        return not self.pending

    def words(self) -> Text:
        """The whole ladder in one line."""
        nothing = Text("", "")
        return texts.LADDER_WORDS(
            done=self.done, all=self.all, accepted=len(self.accepted), failed=len(self.failed),
            unknown=texts.LADDER_UNKNOWN(count=len(self.unknown)) if self.unknown else nothing,
            acked=texts.LADDER_ACKED(count=self.acked, asked=self.asked) if self.asked else nothing,
            finished=nothing if self.finished is None else texts.LADDER_DONE(count=self.finished, asked=self.asked),
        )  # fmt: skip

    def reasons(self) -> dict[str, list[int]]:
        """Who failed for which reason, in the school's words."""
        grouped: dict[str, list[int]] = {}
        for person_id, reason in self.failed:
            grouped.setdefault(reason, []).append(person_id)
        return grouped


def ladder(turn: Turn, broadcast: Broadcast) -> Ladder:
    """Counted from the outbox and the acknowledgements as they stand now."""
    best: dict[int, tuple[Sent, str]] = {}
    for copy in broadcasts.deliveries(turn.tx, broadcast):
        known = best.get(copy.person_id)
        if known is None or _ORDER.index(copy.status) <= _ORDER.index(known[0]):
            best[copy.person_id] = (copy.status, copy.reason)
    rows = acknowledgements.coverage(turn.tx, broadcast.code)

    def of(*states: Sent) -> tuple[int, ...]:
        return tuple(person for person, (state, _reason) in best.items() if state in states)

    failed = tuple(
        (person, reason)
        for person, (state, reason) in best.items()
        if state in (Sent.FAILED, Sent.WAITING, Sent.DROPPED)
    )
    return Ladder(
        len(best), of(Sent.ACCEPTED), failed, of(Sent.UNKNOWN), of(Sent.QUEUED, Sent.CLAIMED),
        sum(row.answered for row in rows), sum(row.asked for row in rows),
        acknowledgements.count_of(turn.tx, broadcast.code, "done") if broadcast.wants_done else None,
    )  # fmt: skip


def reason_words(reason: str) -> Text:
    """Why a copy did not arrive, in words for the author."""
    said = reason.lower()
    for marks, words in texts.REASONS:
        if any(mark in said for mark in marks):
            return words
    return texts.OTHER_REASON(reason=reason[:60] or "?")


def failures(found: Ladder) -> Text | None:
    """The reasons with their counts; None where nothing failed."""
    counts: dict[Text, int] = {}
    for reason, people in found.reasons().items():
        words = reason_words(reason)
        counts[words] = counts.get(words, 0) + len(people)
    if not counts:
        return None
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return joined([Text(f"{words.zh} {count}", f"{words.en} {count}") for words, count in ordered], zh="、", en=", ")


def who_failed(turn: Turn, found: Ladder) -> Sequence[Text]:
    """One line for each reason with the names, for whoever sent it."""
    grouped: dict[Text, list[int]] = {}
    for reason, people in found.reasons().items():
        grouped.setdefault(reason_words(reason), []).extend(people)
    return [_line(turn, words, people) for words, people in grouped.items()]


def _line(turn: Turn, words: Text, people: Sequence[int]) -> Text:
    names = joined([person.name for person in broadcasts.people_of(turn.tx, list(people))])
    return Text(f"{words.zh}（{len(people)}）：{names.zh}", f"{words.en} ({len(people)}): {names.en}")
