"""The passport of somebody new (clauses 7.1.2, 9.2): the charter for their role, safety basics, a quiz, 知悉; in ten minutes."""

from handlers.passports import actions, asking, enrolling, metrics
from handlers.passports.desk import router

__all__ = ["actions", "asking", "enrolling", "metrics", "router"]
