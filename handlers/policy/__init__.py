"""The charter in chat: cited answers, and a way to settle what it leaves open (clause 9.1)."""

from handlers.policy.actions import leading_group, router

__all__ = ["leading_group", "router"]
