"""Who is who: first contact, binding an account, help for one's own role, what is on one's desk."""

from handlers.people import directory, handing_on, lost_files, noticing, signs, unbinding, unbound
from handlers.people.actions import router

__all__ = ["directory", "handing_on", "lost_files", "noticing", "router", "signs", "unbinding", "unbound"]
