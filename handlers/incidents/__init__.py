"""Security incidents (clauses 7.1.1, 7.3.1): report in one sentence, first steps at once, everything on one time line."""

from handlers.incidents import actions, afterwards, checklist, deadlines, listing, metrics, pictures, reporting
from handlers.incidents.desk import router
from handlers.incidents.reporting import begin

__all__ = [
    "actions",
    "afterwards",
    "begin",
    "checklist",
    "deadlines",
    "listing",
    "metrics",
    "pictures",
    "reporting",
    "router",
]
