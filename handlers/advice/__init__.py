"""Selection advice: ask before buying, get an opinion that remembers what the school bought before (clause 5.1.3)."""

from handlers.advice import actions
from handlers.advice.desk import router

__all__ = ["actions", "router"]
