"""Broadcasts: from a sentence to everybody it concerns, with a look before, honest progress, and only the missing nudged."""

from handlers.broadcasts import drafting, following, metrics, origin, reading, recalling, sending
from handlers.broadcasts.desk import router

__all__ = ["drafting", "following", "metrics", "origin", "reading", "recalling", "router", "sending"]
