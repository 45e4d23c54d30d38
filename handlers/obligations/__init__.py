"""The compliance calendar (clauses 5.1.4, 7.2.1): filings, reviews and returns with their day, owner and evidence."""

from handlers.obligations import actions, asking, evidence, metrics, registering
from handlers.obligations.desk import router

__all__ = ["actions", "asking", "evidence", "metrics", "registering", "router"]
