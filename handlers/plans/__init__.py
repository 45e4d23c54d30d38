"""Plans and goals (clauses 5.1.1, 6.1.1, 6.1.2): where the school stands, what it wants, what it came to."""

from handlers.plans import advancing, drafting, goals, metrics, spoken, surveying
from handlers.plans.routes import gap_router, plan_router, router, survey_router

__all__ = [
    "advancing",
    "drafting",
    "gap_router",
    "goals",
    "metrics",
    "plan_router",
    "router",
    "spoken",
    "survey_router",
    "surveying",
]
