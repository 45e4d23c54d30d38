"""The register of risks (clause 5.1.4): each has an owner and a day, and nobody closes their own."""

from handlers.risks import actions
from handlers.risks.desk import router

__all__ = ["actions", "router"]
