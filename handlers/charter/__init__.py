"""Versions of the charter (clause 9.2): what changed, published to those it concerns, who has taken note of it."""

from handlers.charter import metrics, reading
from handlers.charter.actions import router

__all__ = ["metrics", "reading", "router"]
