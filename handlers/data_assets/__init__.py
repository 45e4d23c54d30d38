"""Classes of the school's data (clause 7.2.1): suggested by rules, confirmed by whoever answers for it, reviewed yearly."""

from handlers.data_assets import answers, wizard
from handlers.data_assets.desk import router

__all__ = ["answers", "router", "wizard"]
