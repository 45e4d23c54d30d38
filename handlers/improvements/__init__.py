"""Improvement items (clause 6.3.2): what was found is mended by one person and checked by another."""

from handlers.improvements import actions, board, metrics
from handlers.improvements.routes import router

__all__ = ["actions", "board", "metrics", "router"]
