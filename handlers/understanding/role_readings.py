"""Who says it changes what it is: a teacher who "approves" a project is trying something that is not theirs."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from handlers.understanding.lexicon import PHRASES


def allowed(intent: str, role: str) -> str:
    """The intent itself, or `unauthorized_attempt` where only other roles may ever do it.

    Reading decides nothing: each feature checks permissions again. This names the attempt, so that the answer
    can say who may do it and the audit log can show it.
    """
    readings = _readings()
    reserved: Mapping[str, list[str]] = readings["reserved"]
    if role in readings["guests"]["roles"] and intent in readings["guests"]["closed"]:
        return "unauthorized_attempt"
    if intent in reserved and role not in reserved[intent]:
        return "unauthorized_attempt"
    return intent


def leaning(role: str) -> Mapping[str, float]:
    """What people in a role say more often than others: intent → bonus."""
    bonus: Mapping[str, float] = _readings()["leaning"].get(role, {})
    return bonus


@lru_cache(maxsize=1)
def _readings() -> dict[str, Any]:
    with (PHRASES / "roles.toml").open("rb") as file:
        return tomllib.load(file)


def usual_role(intent: str) -> str:
    """Who usually says such a thing: the first role of a reserved intent, the role that leans to it, or staff."""
    reserved: Mapping[str, list[str]] = _readings()["reserved"]
    if intent in reserved:
        return reserved[intent][0]
    leans = {role: bonus[intent] for role, bonus in _readings()["leaning"].items() if intent in bonus}
    return max(leans, key=lambda role: leans[role]) if leans else "staff"
