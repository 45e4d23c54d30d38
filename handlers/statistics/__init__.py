"""Numbers in chat (clause 5.2.3): asked in plain words, answered with period, formula and the rows behind; never invented."""

from handlers.statistics import anomalies, asking, equity, listing
from handlers.statistics.desk import router

__all__ = ["anomalies", "asking", "equity", "listing", "router"]
