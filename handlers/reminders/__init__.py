"""What comes back: the weekly report of the departments (8.2.2, 5.3.1), and what anybody asks to be reminded of."""

from handlers.reminders import asking, managing, missed, ringing, weekly
from handlers.reminders.desk import router

__all__ = ["asking", "managing", "missed", "ringing", "router", "weekly"]
