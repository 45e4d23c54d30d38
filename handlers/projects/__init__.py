"""Project requests: from a sentence in chat to a decision that says who, when and why (clauses 6.2.1, 6.2.2)."""

from handlers.projects import (
    applying,
    changing,
    closing,
    deadlines,
    deciding,
    delegation,
    evaluating,
    following,
    lists,
    metrics,
    origin,
    rounds,
    running,
    spoken,
)
from handlers.projects.routes import router

__all__ = [
    "applying",
    "changing",
    "closing",
    "deadlines",
    "deciding",
    "delegation",
    "evaluating",
    "following",
    "lists",
    "metrics",
    "origin",
    "rounds",
    "router",
    "running",
    "spoken",
]
