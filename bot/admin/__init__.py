"""`/admin`: one page, read only, for whoever keeps Xiaoxin running: what works, what waits, what failed, and what to do."""

from bot.admin.page import AdminPage

__all__ = ["AdminPage"]
