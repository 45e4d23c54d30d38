"""The register of systems and the overview of the school's safety (clause 5.1.4): nothing without an owner."""

from handlers.systems import actions, lists, speech
from handlers.systems.desk import router

__all__ = ["actions", "lists", "router", "speech"]
