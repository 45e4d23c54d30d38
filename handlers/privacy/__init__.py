"""One's own data (clause 7.2.1 and the law): told, copied, corrected, deleted; and how one wants to be told things."""

from handlers.privacy import asking, preferences
from handlers.privacy.desk import router

__all__ = ["asking", "preferences", "router"]
