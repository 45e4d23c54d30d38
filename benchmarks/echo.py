"""The peer: a bare echo on python-telegram-bot, as its own example for a webhook under Starlette and uvicorn has it.

It commits one SQLite row for each update (WAL, synchronous=FULL) before it answers, and does nothing else: no order
per chat, no row for what it says, nobody known, nothing understood.

    python -m benchmarks.echo PORT TOKEN ROOT DATABASE
"""

import asyncio
import sqlite3
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def serve(port: int, token: str, root: str, path: str) -> None:
    """Until stopped."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE heard (update_id INTEGER PRIMARY KEY, payload TEXT NOT NULL)")
    application = (
        Application.builder().token(token).base_url(f"{root}/bot").updater(None).concurrent_updates(True).build()
    )

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        database.execute("INSERT INTO heard VALUES (?, ?)", (update.update_id, update.to_json()))
        await update.message.reply_text(update.message.text or "")

    application.add_handler(MessageHandler(filters.TEXT, echo))

    async def webhook(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return Response()

    async def ready(_request: Request) -> Response:
        return Response()

    web = Starlette(routes=[Route("/telegram", webhook, methods=["POST"]), Route("/readyz", ready)])
    server = uvicorn.Server(uvicorn.Config(web, port=port, log_level="error", access_log=False))
    async with application:
        await application.bot.set_webhook(f"http://127.0.0.1:{port}/telegram", allowed_updates=Update.ALL_TYPES)
        await application.start()
        await server.serve()
        await application.stop()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), *sys.argv[2:]))
