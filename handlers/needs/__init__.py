"""Feedback of the departments (clause 5.3.2): asked each month, 无 is an answer, every need ends and is replied to."""

from handlers.needs import answering, asking, following, measures, speech
from handlers.needs.routes import router

__all__ = ["answering", "asking", "following", "measures", "router", "speech"]
