"""Who answers for which system and which department, signed in chat (clause 7.1.1)."""

from handlers.responsibilities import answers, signing
from handlers.responsibilities.desk import router

__all__ = ["answers", "router", "signing"]
