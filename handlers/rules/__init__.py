"""The implementing rules (实施细则, clause 9.1) in chat: everybody reads them, the CIO changes them."""

from handlers.rules import changing, reading, spoken
from handlers.rules.desk import router

__all__ = ["changing", "reading", "router", "spoken"]
