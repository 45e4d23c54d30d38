"""Feedback of everybody (clause 8.1.2): named or anonymous, every piece answered, and a wall without names."""

from handlers.feedback import asking, danger, handling, sending
from handlers.feedback.desk import router

__all__ = ["asking", "danger", "handling", "router", "sending"]
