"""Every table, in one import: what migrations, backups and tests go over."""

import importlib
import pkgutil

from sqlalchemy import MetaData

import storage
from storage.base import Base

_NO_TABLES = {"base", "models", "migrate", "backup"}


def metadata() -> MetaData:
    """All tables of all files in this folder."""
    for module in pkgutil.iter_modules(storage.__path__):
        if not module.ispkg and module.name not in _NO_TABLES:
            importlib.import_module(f"storage.{module.name}")
    return Base.metadata
