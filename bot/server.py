"""One web server: webhooks, the chat page, health and metrics."""

import asyncio
import hmac
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from ipaddress import ip_address
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from jobs.housekeeping import DATABASE
from storage import outbox
from storage.base import Database
from storage.inbox import Update

if TYPE_CHECKING:
    from bot.app import App

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def make(app: "App", routes: Sequence[BaseRoute], lifespan: Lifespan) -> Starlette:
    """The application, with health beside the given routes."""

    async def home(_request: Request) -> Response:
        return RedirectResponse("/chat")

    async def alive(_request: Request) -> Response:
        return JSONResponse({"alive": True})

    async def ready(_request: Request) -> Response:
        """Database, index and relay usable; else 503, saying which is not."""
        state = await asyncio.to_thread(_state, app)
        return JSONResponse(state, status_code=200 if all(state.values()) else 503)

    async def metrics(request: Request) -> Response:
        if not _may_look(request, app.settings.admin_token.get_secret_value()):
            return JSONResponse({"error": "XIAOXIN_ADMIN_TOKEN"}, status_code=403)
        return Response(await asyncio.to_thread(_metrics, app), media_type="text/plain; version=0.0.4; charset=utf-8")

    return Starlette(
        routes=[
            Route("/", home),
            Route("/healthz", alive),
            Route("/readyz", ready),
            Route("/metrics", metrics),
            *routes,
        ],
        lifespan=lifespan,
    )


def _state(app: "App") -> dict[str, bool]:
    state = {"database": False, "index": False, "relay": app.relay.is_running}
    writable = DATABASE not in app.alarms.troubles
    try:
        with app.database.read() as tx:
            tx.execute(text("SELECT 1"))
        state["database"] = writable
        state["index"] = bool(app.shelf.library().clauses)
    except Exception:  # noqa: BLE001 -- not ready, whatever the reason; the log has it
        return state
    return state


def _may_look(request: Request, token: str) -> bool:
    """From this machine itself, or with the admin token. Behind a proxy everybody seems local: then only the token."""
    offered = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token:
        return hmac.compare_digest(offered.encode(), token.encode())
    host = request.client.host if request.client else ""
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return not forwarded and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "testclient"


def _metrics(app: "App") -> bytes:
    from prometheus_client import CollectorRegistry, Gauge, generate_latest  # noqa: PLC0415 -- only when asked

    registry = CollectorRegistry()
    messages = Gauge("xiaoxin_outbox_messages", "Outgoing messages by state", ["state"], registry=registry)
    for state, count in _counts(app.database).items():
        messages.labels(state).set(count)
    waiting = Gauge("xiaoxin_inbox_waiting", "Updates not answered yet", registry=registry)
    with app.database.read() as tx:
        waiting.set(tx.scalar(select(func.count()).select_from(Update).where(text("inbox.status = 0"))) or 0)
    alarms = Gauge("xiaoxin_alarms_total", "What went wrong, by name", ["alarm"], registry=registry)
    for name, count in app.alarms.counts.items():
        alarms.labels(name).set(count)
    trouble = Gauge("xiaoxin_trouble", "What does not work right now", ["what"], registry=registry)
    trouble.labels(DATABASE).set(DATABASE in app.alarms.troubles)
    leads = Gauge(
        "xiaoxin_sender_leads", "Whether this process sends for the platform", ["platform"], registry=registry
    )
    for platform, sender in app.relay.senders.items():
        leads.labels(platform).set(sender.leads)
    return generate_latest(registry)


def _counts(database: Database) -> dict[str, int]:
    with database.read() as tx:
        return outbox.counts(tx)
