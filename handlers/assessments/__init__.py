"""Assessments (clause 8.2.1): goals and service scored from records, each weak line with the improvement that mends it."""

from handlers.assessments import actions, asking, metrics
from handlers.assessments.desk import router

__all__ = ["actions", "asking", "metrics", "router"]
