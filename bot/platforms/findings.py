"""What `xiaoxin channels check` finds: one sentence each, what holds or what to do."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.platforms import texts
from handlers.texts import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it holds, and a sentence that says so or says how to mend it."""

    ok: bool
    says: Text


def public_address(url: str, *, who: str, https: bool) -> Finding | None:
    """What is wrong with the address a platform shall call, if anything."""
    parts = urlsplit(url)
    if not parts.hostname:
        return Finding(ok=False, says=texts.NO_PUBLIC_URL)
    if not is_public(parts.hostname):
        return Finding(ok=False, says=texts.NOT_PUBLIC(url=url))
    if https and parts.scheme != "https":
        return Finding(ok=False, says=texts.NOT_HTTPS(url=url, who=who))
    return None


def is_public(host: str) -> bool:
    """Whether a host could be reached from the internet, as far as its name tells."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        labels = host.rstrip(".").split(".")
        return len(labels) > 1 and all(labels) and labels[-1] not in {"localhost", "local", "lan", "internal"}
