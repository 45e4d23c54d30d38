"""One web server: webhooks, the chat page, health and metrics."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.admin import AdminPage
from bot.admin.access import may_look
from jobs.alarms import sending
from jobs.housekeeping import DATABASE
from storage import outbox
from storage.base import Database
from storage.inbox import Update

if TYPE_CHECKING:
    from bot.app import App

log = logging.getLogger(__name__)

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
        if not may_look(request, app.settings.admin_token.get_secret_value()):
            return JSONResponse({"error": "XIAOXIN_ADMIN_TOKEN"}, status_code=403)
        return Response(await asyncio.to_thread(_metrics, app), media_type="text/plain; version=0.0.4; charset=utf-8")

    return Starlette(
        routes=[
            *routes,
            Route("/", home),
            Route("/healthz", alive),
            Route("/readyz", ready),
            Route("/metrics", metrics),
            *AdminPage(app, lambda: _state(app)).routes(),
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


def _metrics(app: "App") -> bytes:
    """What can be counted. While the database is away its counts are missing and the rest says so."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest  # noqa: PLC0415 -- only when asked

    registry = CollectorRegistry()
    ready = Gauge("xiaoxin_ready", "Whether a part is usable", ["part"], registry=registry)
    for part, usable in _state(app).items():
        ready.labels(part).set(usable)
    try:
        states, unanswered = _counts(app.database)
    except Exception:  # noqa: BLE001 -- `xiaoxin_ready` has just said that the database is away
        log.warning("metrics without the database's counts")
    else:
        messages = Gauge("xiaoxin_outbox_messages", "Outgoing messages by state", ["state"], registry=registry)
        for state, count in states.items():
            messages.labels(state).set(count)
        Gauge("xiaoxin_inbox_waiting", "Updates not answered yet", registry=registry).set(unanswered)
    alarms = Gauge("xiaoxin_alarms_total", "What went wrong, by name", ["alarm"], registry=registry)
    for name, count in dict(app.alarms.counts).items():
        alarms.labels(name).set(count)
    trouble = Gauge("xiaoxin_trouble", "What does not work right now", ["what"], registry=registry)
    troubles = {*app.alarms.troubles}
    for what in {DATABASE, *map(sending, app.relay.senders), *troubles}:
        trouble.labels(what).set(what in troubles)
    leads = Gauge(
        "xiaoxin_sender_leads", "Whether this process sends for the platform", ["platform"], registry=registry
    )
    for platform, sender in app.relay.senders.items():
        leads.labels(platform).set(sender.leads)
    return generate_latest(registry)


def _counts(database: Database) -> tuple[dict[str, int], int]:
    """Outgoing messages by state, each state named though none is in it; and the updates not answered yet."""
    with database.read() as tx:
        unanswered = tx.scalar(select(func.count()).select_from(Update).where(text("inbox.status = 0"))) or 0
        return {state.name.lower(): 0 for state in outbox.Sent} | outbox.counts(tx), unanswered
