"""`xiaoxin db upgrade`, `backup`, `restore`, `audit export | verify`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="数据库 / The database.", no_args_is_help=True)
audit = typer.Typer(help="审计日志 / The audit log.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]


@app.command()
def upgrade() -> None:
    """把数据库升级到本版本 / Bring the database to this version."""
    from bot.commands.opening import open_database
    from bot.commands.saying import tell
    from bot.settings import Settings
    from handlers.texts import Text
    from storage import migrate

    with open_database(Settings()) as database:
        tell(
            Text(
                f"数据库在版本 {migrate.revision_of(database)}。",
                f"The database is at {migrate.revision_of(database)}.",
            )
        )


@audit.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help="输出文件,默认打印 / Output file; default standard output.")
    ] = None,
) -> None:
    """导出审计日志,每行一条 JSON,附哈希 / The log as JSON lines, each with its hash."""
    import json
    import sys

    from bot.commands.opening import open_database
    from bot.commands.saying import tell
    from bot.settings import Settings
    from handlers.texts import Text
    from storage import audit as log

    with open_database(Settings()) as database, database.read() as tx:
        out = file.open("w", encoding="utf-8") if file else sys.stdout
        try:
            count = 0
            for entry in log.entries(tx):
                out.write(
                    json.dumps({"content": entry.content, "hash": entry.hash, **entry.facts}, ensure_ascii=False) + "\n"
                )
                count += 1
        finally:
            if file:
                out.close()
    if file:
        tell(Text(f"导出 {count} 条。", f"{count} entries exported."))


@audit.command()
def verify(as_json: AsJson = False) -> None:
    """核对哈希链;有改动即指出第一条 / Check the chain; names the first entry that does not fit."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from handlers.texts import Text
    from storage import audit as log

    with open_database(Settings()) as database, database.read() as tx:
        count, broken = log.verify(tx)
    if as_json:
        tell_json({"entries": count, "broken_at": broken})
        if broken is not None:
            raise typer.Exit(1)
        return
    if broken is not None:
        raise Problem(Text(
            f"审计日志在第 {broken} 条被改动过。请保留现场,用备份比对。",
            f"The audit log was changed at entry {broken}. Keep everything as it is and compare with a backup.",
        ))  # fmt: skip
    tell(Text(f"审计日志完整:{count} 条,无改动。", f"The audit log is whole: {count} entries, unchanged."))


def back_up(file: Path, *, as_json: bool) -> None:
    """`xiaoxin backup FILE`."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from handlers.texts import Text
    from storage.backup import backup

    try:
        with open_database(Settings()) as database:
            counts = backup(database, file, datetime.now(UTC))
    except OSError:
        raise Problem(
            Text(
                f"写不了文件 {file}。请检查路径和磁盘空间。", f"Cannot write {file}. Check the path and the disk space."
            )
        ) from None
    rows, size = sum(counts.values()), file.stat().st_size
    if as_json:
        tell_json({"file": str(file), "rows": rows, "bytes": size, "tables": counts})
    else:
        tell(
            Text(
                f"已备份 {rows} 行到 {file}({size // 1024 + 1} KB)。",
                f"{rows} rows saved to {file} ({size // 1024 + 1} KB).",
            )
        )


def put_back(file: Path, *, force: bool) -> None:
    """`xiaoxin restore FILE`."""
    from bot.commands.saying import Problem, tell
    from bot.settings import Settings
    from handlers.texts import Text
    from storage.backup import NotABackup, NotEmpty, restore
    from storage.base import Database

    database = Database(Settings().database)
    try:
        counts = restore(database, file, force=force)
    except NotEmpty:
        raise Problem(Text(
            "数据库里已有人员。确实要用备份覆盖,请加 --force(建议先 xiaoxin backup)。",
            "The database has people in it. To overwrite it, add --force (better take a backup first).",
        )) from None  # fmt: skip
    except NotABackup:
        raise Problem(
            Text(f"{file} 不是校信官的备份,或已损坏。", f"{file} is not a Xiaoxin backup, or it is damaged.")
        ) from None
    finally:
        database.close()
    tell(Text(f"已恢复 {sum(counts.values())} 行。", f"{sum(counts.values())} rows restored."))
