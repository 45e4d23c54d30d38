"""Inspections (clause 8.1.1): walked item by item, answered and mended by the department, checked again by the inspector."""

from handlers.inspections import board, counting, listing, mending, photos, planning, speech, walking
from handlers.inspections.desk import finding_router, router

__all__ = [
    "board",
    "counting",
    "finding_router",
    "listing",
    "mending",
    "photos",
    "planning",
    "router",
    "speech",
    "walking",
]
