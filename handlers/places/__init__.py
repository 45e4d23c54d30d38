"""Rooms and devices with a QR code (clause 5.2.1): register them, print the sheet, scan to report."""

from handlers.places import actions
from handlers.places.actions import router

__all__ = ["actions", "router"]
