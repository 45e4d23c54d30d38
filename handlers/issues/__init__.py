"""The issue desk (报修, clause 5.2.1): file in one sentence, see every step, rate at the end."""

from handlers.issues import (
    actions,
    deadlines,
    exporting,
    following,
    lists,
    merging,
    metrics,
    photos,
    reporting,
    speech,
)
from handlers.issues.desk import router

__all__ = [
    "actions",
    "deadlines",
    "exporting",
    "following",
    "lists",
    "merging",
    "metrics",
    "photos",
    "reporting",
    "router",
    "speech",
]
