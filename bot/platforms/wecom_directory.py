"""What WeCom tells us of its directory: somebody's id changed, they moved to another department, they are gone.

Reading is pure. The names of departments come from WeCom, for an event has only their numbers; they are kept as a fact
of the installation, so that the turn that needs them asks nobody. Source: WeCom server API, "成员变更通知" (90970).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.platforms.wechat_connection import Connection, PlatformError
from handlers.incoming import Identity, Noticed

log = logging.getLogger(__name__)

PATIENCE = 2.5  # seconds; WeCom wants its answer within five
SWITCHED_OFF = frozenset({"2", "5"})  # disabled, and gone out of the corporation by themselves

Learn = Callable[[], Awaitable[None]]


def read(fields: dict[str, str], platform: str, event: str, at: datetime) -> Noticed | None:
    """A change of the directory. None for all that changes nothing for us."""
    user = fields.get("UserID", "").lower()
    if not user:
        return None
    who = Identity(platform, user, user)
    match fields.get("ChangeType"):
        case "delete_user":
            return Noticed(who, event, at, "removed")
        case "update_user" if fields.get("Status") in SWITCHED_OFF:
            return Noticed(who, event, at, "left")
        case "update_user" if facts := _news(fields, user):
            return Noticed(who, event, at, "changed", facts)
        case _:
            return None


def moves_somebody(fields: dict[str, str]) -> bool:
    """Whether names of departments are needed to understand it."""
    return fields.get("ChangeType") == "update_user" and bool(_department(fields))


def learner(connection: Connection, keep: Callable[[dict[str, str]], None]) -> Learn:
    """Asks WeCom for the names of its departments, and keeps them. Where it cannot, nothing is held up."""

    def ask() -> None:
        found = connection.get("department/list").get("department", [])
        keep({str(one["id"]): str(one["name"]) for one in found if one.get("id") and one.get("name")})

    async def learn() -> None:
        try:
            await asyncio.wait_for(asyncio.to_thread(ask), PATIENCE)
        except (PlatformError, TimeoutError) as unknown:
            log.warning("WeCom does not tell how its departments are called: %s", unknown)

    return learn


def _news(fields: dict[str, str], user: str) -> dict[str, str]:
    renamed = fields.get("NewUserID", "").lower()
    return {
        name: value
        for name, value in (("user_id", renamed if renamed != user else ""), ("department", _department(fields)))
        if value
    }


def _department(fields: dict[str, str]) -> str:
    """The number of the department somebody mainly belongs to, where the change says it."""
    listed = fields.get("Department", "").strip()
    return fields.get("MainDepartment", "").strip() or (listed if listed.isdecimal() else "")
