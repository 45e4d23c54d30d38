"""The register of what the school has to give away: budget lines, people's weeks, devices, systems (clause 5.1.2)."""

from handlers.resources import answers, registering
from handlers.resources.desk import router

__all__ = ["answers", "registering", "router"]
