"""`python -m storage.migrations "why"`: draft the next migration by comparing the tables with the last one."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage import migrate
from storage.base import Database

with tempfile.TemporaryDirectory() as folder:
    database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
    existing = sorted((migrate.FOLDER / "versions").glob("[0-9]*.py"))
    if existing:
        migrate.upgrade(database)
    with database.engine.begin() as connection:
        config = migrate._config(connection)
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        command.revision(config, sys.argv[1], autogenerate=True, rev_id=f"{len(existing) + 1:04d}")
    database.close()
