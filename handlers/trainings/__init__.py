"""Trainings (clauses 5.2.2, 7.1.2): invite, check in by a code that changes, feedback, quiz, records, coverage."""

from handlers.trainings import attending, deadlines, hosting, metrics, planning, records, sentences, wall
from handlers.trainings.desk import router

__all__ = ["attending", "deadlines", "hosting", "metrics", "planning", "records", "router", "sentences", "wall"]
