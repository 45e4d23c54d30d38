"""Alembic's entry: runs inside the connection that `storage.migrate` hands over."""

from typing import Literal

import sqlalchemy as sa
from alembic import context

from storage.base import UtcDateTime
from storage.models import metadata

_TRUTH = (type(sa.false()), type(sa.true()))


def render_item(kind: str, item: object, _context: object) -> "str | Literal[False]":
    """Our two column types and truth values by their names, so that a script reads as the tables do."""
    if kind == "type" and isinstance(item, sa.JSON):
        return "storage.base.JsonColumn"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "storage.base.UtcDateTime()"
    if kind == "server_default" and isinstance(item, sa.DefaultClause) and isinstance(item.arg, _TRUTH):
        return f"sa.{item.arg}()"  # drafted on SQLite it would read 0, which PostgreSQL takes for no truth value
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
