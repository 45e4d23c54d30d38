"""The issue desk (报修, clause 5.2.1): file in one sentence, see every step, rate at the end."""

from handlers.issues import (
    actions,
    counting,
    deadlines,
    exporting,
    following,
    lists,
    merging,
    photos,
    reporting,
    speech,
)
from handlers.issues.desk import router

__all__ = [
    "actions",
    "counting",
    "deadlines",
    "exporting",
    "following",
    "lists",
    "merging",
    "photos",
    "reporting",
    "router",
    "speech",
]
