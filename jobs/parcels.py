"""From claimed rows to what one call carries: one message, one announcement for many, or a digest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.cards import Rendered
from jobs import texts
from jobs.outgoing import Outgoing
from storage.delivery import Claimed, Mark, Original
from storage.outbox import Kind, Sent

DIGEST_BYTES = 1500  # the narrowest platform cuts at 2048 bytes without a word
BETWEEN = "\n———\n"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one call carries. `merged`: several rows said in one message; else one message for each row."""

    rows: tuple[Claimed, ...]
    messages: tuple[Outgoing, ...]
    merged: bool = False
    parts: int = 1  # messages each of its readers gets by it

    @property
    def order(self) -> tuple[int, int]:
        """Replies before broadcasts, then first come, first served."""
        return (self.rows[0].priority, self.rows[0].id)

    @property
    def ids(self) -> list[int]:
        """Its rows."""
        return [row.id for row in self.rows]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The conversations it reaches."""
        return tuple(message.address for message in self.messages)

    @property
    def is_toast(self) -> bool:
        """Whether it only answers a press: no message in the chat, so neither order nor pace concern it."""
        return self.rows[0].kind == Kind.TOAST

    @property
    def is_suspect(self) -> bool:
        """Whether a worker died with it in hand. Nobody knows yet whether it was the cause."""
        return any(row.crashes for row in self.rows)

    def rows_of(self, index: int) -> tuple[Claimed, ...]:
        """The rows that one of its messages stands for."""
        return self.rows if self.merged else (self.rows[index],)

    def expired(self, now: datetime) -> bool:
        """Whether it would come too late to be of use."""
        return len(self.rows) == 1 and self.rows[0].expires_at is not None and self.rows[0].expires_at <= now

    def only(self, addresses: frozenset[str]) -> "Parcel":
        """The part of an announcement that goes to these conversations."""
        kept = [index for index, message in enumerate(self.messages) if message.address in addresses]
        return Parcel(tuple(self.rows[n] for n in kept), tuple(self.messages[n] for n in kept), parts=self.parts)


def pack(
    rows: Sequence[Claimed], originals: Mapping[int, Original], batch: int, merges: int = 0
) -> tuple[list[Parcel], list[Mark]]:
    """Parcels in the order in which they should leave, and marks for what need not leave at all.

    `merges`: where a platform counts our messages, what is said to one person at once is one message of so many bytes.
    """
    parcels: list[Parcel] = []
    marks: list[Mark] = []
    announcements: dict[tuple[str, str], list[Claimed]] = {}
    held: dict[str, list[Claimed]] = {}
    at_once: dict[str, list[Claimed]] = {}
    for row in rows:
        if row.kind in (Kind.EDIT, Kind.RECALL):
            useless = _useless(row, originals)
            if useless:
                marks.append(Mark(row.id, Sent.DROPPED, reason=useless))
            else:
                parcels.append(Parcel((row,), (_edit(row, originals[row.edits or 0]),)))
        elif row.was_held and row.kind == Kind.SEND and not (row.card.get("buttons") or row.card.get("files")):
            held.setdefault(row.address, []).append(row)
        elif merges and _may_be_merged(row):
            at_once.setdefault(row.address, []).append(row)
        else:
            _sort(row, batch, announcements, parcels)
    for together in held.values():
        if len(together) == 1:
            _sort(together[0], batch, announcements, parcels)
        else:
            parcels += _digests(together)
    for said in at_once.values():
        parcels += _merged(said, merges)
    for same in announcements.values():
        parcels += [_announcement(same[at : at + batch]) for at in range(0, len(same), batch)]
    return sorted(parcels, key=lambda parcel: parcel.order), marks


def _sort(row: Claimed, batch: int, announcements: dict[tuple[str, str], list[Claimed]], parcels: list[Parcel]) -> None:
    if batch > 1 and row.batch and row.kind == Kind.SEND:
        # The same announcement reads differently in another language, or with other buttons: then it is another call.
        announcements.setdefault((row.batch, repr(row.card)), []).append(row)
    else:
        parcels.append(Parcel((row,), (_outgoing(row),)))


def _announcement(rows: Sequence[Claimed]) -> Parcel:
    once: dict[str, Claimed] = {}
    for row in rows:
        once.setdefault(row.address, row)
    return Parcel(tuple(once.values()), tuple(_outgoing(row) for row in once.values()))


def left_over(rows: Iterable[Claimed], parcels: Iterable[Parcel], marks: Iterable[Mark]) -> list[int]:
    """Claimed rows that found no place: the second copy of an announcement for one person. They go next time."""
    placed = {row.id for parcel in parcels for row in parcel.rows} | {mark.id for mark in marks}
    return [row.id for row in rows if row.id not in placed]


def _outgoing(row: Claimed) -> Outgoing:
    return Outgoing(
        id=row.id,
        kind=Kind(row.kind),
        address=row.address,
        card=Rendered.from_json(row.card),
        answers=row.answers,
        batch=row.batch,
        subject=row.subject,
        attempts=row.attempts,
    )


def _edit(row: Claimed, original: Original) -> Outgoing:
    return Outgoing(
        id=row.id,
        kind=Kind(row.kind),
        address=row.address,
        card=Rendered.from_json(row.card),
        target=original.external_id,
        handle=original.handle,
        receipt=original.receipt,
        subject=row.subject,
        attempts=row.attempts,
    )


def _useless(row: Claimed, originals: Mapping[int, Original]) -> str:
    original = originals.get(row.edits or 0)
    if original is None:
        return "the message it changes is not on this platform"
    if row.kind == Kind.EDIT and original.newest_edit > row.id:
        return f"a newer change, {original.newest_edit}, takes its place"
    if original.status != Sent.ACCEPTED:
        return f"the message it changes never arrived ({Sent(original.status).name.lower()})"
    if not original.external_id and not original.handle and not original.receipt:
        return "the platform gave no name by which to change the message"
    return ""


def _digests(rows: Sequence[Claimed]) -> list[Parcel]:
    """What was held for one person, in as few messages as fit, each with its number of items first."""
    groups: list[list[Claimed]] = [[]]
    size = 0
    for row in sorted(rows, key=lambda row: row.id):
        more = sum(len(part.encode()) + 1 for part in Rendered.from_json(row.card).paragraphs())
        if groups[-1] and size + more > DIGEST_BYTES:
            groups.append([])
            size = 0
        groups[-1].append(row)
        size += more
    return [_digest(group) for group in groups]


def _digest(rows: Sequence[Claimed]) -> Parcel:
    first = _outgoing(rows[0])
    if len(rows) == 1:
        return Parcel((rows[0],), (first,))
    cards = [Rendered.from_json(row.card) for row in rows]
    chinese = any("一" <= character <= "鿿" for card in cards for character in card.title)
    lines: list[str] = []
    for number, card in enumerate(cards, 1):
        title, *rest = card.paragraphs()
        lines += [f"{number}. {title}", *rest]
    card = Rendered(texts.DIGEST(count=len(rows)).to("zh" if chinese else "en"), tuple(lines))
    return Parcel(
        tuple(rows), (Outgoing(first.id, Kind.SEND, first.address, card, attempts=first.attempts),), merged=True
    )


def _may_be_merged(row: Claimed) -> bool:
    """Only words; and what a worker died with leaves alone, or the next death would be everybody's fault."""
    card = row.card
    return row.kind == Kind.SEND and not (card.get("files") or card.get("links") or row.expires_at or row.crashes)


def _merged(rows: Sequence[Claimed], most: int) -> list[Parcel]:
    """What is said to one person at once, in as few messages as hold it. A card with buttons ends its message: what stands
    under it is what can be answered, and "1" means one thing only.
    """
    plain = sorted((row for row in rows if not row.card.get("buttons")), key=lambda row: (row.priority, row.id))
    cards = sorted((row for row in rows if row.card.get("buttons")), key=lambda row: (row.priority, row.id))
    groups: list[list[Claimed]] = []
    for row in plain:
        if not groups or not _fits(groups[-1], row, most):
            groups.append([])
        groups[-1].append(row)
    if groups and cards and _fits(groups[-1], cards[0], most):
        groups[-1].append(cards.pop(0))
    return [_together(group) for group in (*groups, *([card] for card in cards))]


def _fits(group: Sequence[Claimed], row: Claimed, most: int) -> bool:
    return sum(len(Rendered.from_json(one.card).as_text().encode()) + len(BETWEEN) * 3 for one in (*group, row)) <= most


def _together(rows: Sequence[Claimed]) -> Parcel:
    first = _outgoing(rows[0])
    if len(rows) == 1:
        return Parcel((rows[0],), (first,))
    title, *lines = first.card.paragraphs()
    for row in rows[1:]:
        lines += [BETWEEN, *Rendered.from_json(row.card).paragraphs()]
    card = Rendered(title, tuple(lines), buttons=Rendered.from_json(rows[-1].card).buttons)
    in_order = tuple(sorted(rows, key=lambda row: (row.priority, row.id)))
    return Parcel(in_order, (replace(first, card=card, subject="", answers=""),), merged=True)
