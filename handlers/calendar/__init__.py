"""The school's calendar: terms and weeks, holidays and make-up days, class periods; asked and edited in sentences."""

from handlers.calendar import asking, changing
from handlers.calendar.desk import router

__all__ = ["asking", "changing", "router"]
