"""Reports to the leaders (clause 8.2.2): drafted by the clock, edited by the CIO, read and answered by the leaders."""

from handlers.reports import actions, asking, editing, reading
from handlers.reports.desk import router

__all__ = ["actions", "asking", "editing", "reading", "router"]
