"""What a person has open while speaking: `ticket_open:2`, `choice_prompt:3`, `approval_card_focused:P-2026-014`."""

import re
from dataclasses import dataclass

_LEADING_COUNT = re.compile(r"(\d+)(?:_|$)")


@dataclass(frozen=True, slots=True)
class Situation:
    """One open thing, its number or id, and the keys under which rules and examples speak of it."""

    thing: str = "none"
    reference: str = ""

    @property
    def count(self) -> int:
        """How many of the thing are open; 1 when the context names a single one."""
        found = _LEADING_COUNT.match(self.reference)
        return int(found[1]) if found else 1

    @property
    def keys(self) -> tuple[str, ...]:
        """From general to special: `approvals_pending`, `approvals_pending:3`, `approvals_pending:none_focused`."""
        keys = [self.thing]
        if self.reference:
            keys.append(f"{self.thing}:{self.reference.lower()}")
            state = _LEADING_COUNT.sub("", self.reference, count=1)
            if state and state != self.reference:
                keys.append(f"{self.thing}:{state.lower()}")
            if self.count > 1:
                keys.append(f"{self.thing}:many")
        return tuple(keys)


def situation(context: str) -> Situation:
    """Read a context as the command line writes it; anything unreadable is simply a thing without rules."""
    thing, _, reference = context.strip().partition(":")
    return Situation(thing.strip().lower() or "none", reference.strip())
