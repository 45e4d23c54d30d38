"""Security incidents (clauses 7.1.1, 7.3.1): report in one sentence, first steps at once, everything on one time line."""

from handlers.incidents import actions, deadlines, metrics
from handlers.incidents.actions import begin
from handlers.incidents.desk import router

__all__ = ["actions", "begin", "deadlines", "metrics", "router"]
