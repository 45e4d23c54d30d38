"""Emergency plans (clause 7.3.1): editions approved by the CIO, opened by naming what happened, readable as a file."""

from handlers.response_plans import contacts, drafting, lookup
from handlers.response_plans.desk import router

__all__ = ["contacts", "drafting", "lookup", "router"]
