"""The charter in chat: cited answers, and a way to settle what it leaves open (clause 9.1)."""

from handlers.policy import agenda, deciding, doubting, escalating, metrics
from handlers.policy.actions import leading_group, router

__all__ = ["agenda", "deciding", "doubting", "escalating", "leading_group", "metrics", "router"]
