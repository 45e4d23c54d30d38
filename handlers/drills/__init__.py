"""Drills (clause 7.3.2): a script, a roll call by the wall clock, injects, and a report nobody has to write."""

from handlers.drills import (
    asking,
    closing,
    deadlines,
    deciding,
    injecting,
    metrics,
    pictures,
    planning,
    reporting,
    running,
    scripting,
    stopping,
    talking,
    wall,
)
from handlers.drills.desk import router

__all__ = [
    "asking", "closing", "deadlines", "deciding", "injecting", "metrics", "pictures", "planning", "reporting", "router",
    "running", "scripting", "stopping", "talking", "wall",
]  # fmt: skip
