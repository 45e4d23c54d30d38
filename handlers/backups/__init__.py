"""Backups of the systems (clause 7.2.2): silence is an alarm, and a backup counts once it was restored."""

from handlers.backups import answers, heartbeat, planning, running
from handlers.backups.desk import router

__all__ = ["answers", "heartbeat", "planning", "router", "running"]
