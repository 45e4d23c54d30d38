"""The short way out: an answer to whoever is waiting is claimed in the very transaction that says it.

Where this process is the sender of the platform, what a turn replies need not be looked for afterwards. The row is the
same, and so is all that may become of it; only the relay's search is saved. What is not sure to be next in its
conversation queues like everything else (docs/adr/0016).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from storage import delivery, outbox
from storage.delivery import Claimed


@dataclass(frozen=True, slots=True)
class Load:
    """Rows of one platform, claimed under a signature. Whoever made the signature carries them, or puts them back."""

    platform: str
    signature: str
    rows: Sequence[Claimed]


class Express(Protocol):
    """Whoever can carry answers at once. Asked from the thread of a turn."""

    def signature(self, platform: str, address: str) -> str:
        """Under what a claim for this conversation would stand now; "" where it has to queue."""
        ...

    def carry(self, load: Load) -> None:
        """The transaction that claimed these is committed."""
        ...


class NoExpress:
    """Everything queues: no sender here."""

    def signature(self, platform: str, address: str) -> str:
        """None."""
        del platform, address
        return ""

    def carry(self, load: Load) -> None:
        """Never called without a signature."""


def loads(tx: Session, express: Express, now: datetime) -> list[Load]:
    """Claim what this transaction answers, as far as it may leave at once. The last thing before the commit."""
    signed: dict[tuple[str, str], list[outbox.News]] = {}
    for reply in outbox.replies(tx):
        signature = express.signature(reply.platform, reply.address)
        if signature:
            signed.setdefault((reply.platform, signature), []).append(reply)
    if not signed:
        return []
    tx.flush()
    taken = [
        Load(platform, signature, delivery.claim_replies(tx, signature, replies, now))
        for (platform, signature), replies in signed.items()
    ]
    return [load for load in taken if load.rows]
