"""`xiaoxin db upgrade`, `backup`, `restore`, `audit export | verify`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.texts import Text

app = typer.Typer(help="数据库 / The database.", no_args_is_help=True)
audit = typer.Typer(help="审计日志 / The audit log.", no_args_is_help=True)

LAST_BACKUP = "backup.last"  # the fact the admin page reads
ATTACHMENTS = "attachments"  # the folder of pictures and files, inside the data folder

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
        Path | None, typer.Argument(help="输出文件，默认打印 / Output file; default standard output.")
    ] = None,
) -> None:
    """导出审计日志，每行一条 JSON，附哈希 / The log as JSON lines, each with its hash."""
    import json
    import sys

    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, why
    from bot.settings import Settings
    from handlers.texts import Text
    from storage import audit as log

    with open_database(Settings()) as database, database.read() as tx:
        try:
            out = file.open("w", encoding="utf-8") if file else sys.stdout
        except OSError as broken:
            raise Problem(Text(
                f"写不了 {file}:{why(broken).zh}。请检查路径和权限。",
                f"Cannot write {file}: {why(broken).en}. Check the path and permissions.",
            )) from None  # fmt: skip
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
    """核对哈希链；有改动即指出第一条 / Check the chain; names the first entry that does not fit."""
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
            f"审计日志在第 {broken} 条被改动过。请保留现场，用备份比对。",
            f"The audit log was changed at entry {broken}. Keep everything as it is and compare with a backup.",
        ))  # fmt: skip
    tell(Text(f"审计日志完整：{count} 条，无改动。", f"The audit log is whole: {count} entries, unchanged."))


def back_up(file: Path, *, as_json: bool) -> None:
    """`xiaoxin backup FILE`."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json, why
    from bot.settings import Settings
    from handlers.backups.heartbeat import note_own
    from handlers.texts import Text
    from storage import settings as facts
    from storage.backup import InTheWay, backup

    settings = Settings()
    with open_database(settings) as database:
        try:
            counts = backup(database, file, datetime.now(UTC), settings.data_dir / ATTACHMENTS)
        except InTheWay:
            raise Problem(Text(
                f"{file} 已存在，而且不是备份文件，没有覆盖。请换个文件名。",
                f"{file} exists and is not a backup; it was left alone. Choose another name.",
            )) from None  # fmt: skip
        except OSError as broken:
            raise Problem(Text(
                f"写不了 {file}:{why(broken).zh}。请检查路径、权限和磁盘空间。",
                f"Cannot write {file}: {why(broken).en}. Check the path, permissions and disk space.",
            )) from None  # fmt: skip
        rows, size, now = sum(counts.values()), file.stat().st_size, datetime.now(UTC)
        with database.write() as tx:
            note_own(tx, file.name, now)
            facts.put(tx, LAST_BACKUP, {"at": now.isoformat(), "rows": rows, "file": file.name})
    if as_json:
        tell_json({"file": str(file), "rows": rows, "bytes": size, "tables": counts})
        return
    tell(Text(
        f"已备份 {rows} 行到 {file}({size // 1024 + 1} KB)。文件里有个人信息，请妥善保管。",
        f"{rows} rows saved to {file} ({size // 1024 + 1} KB). It holds personal data: keep it safe.",
    ))  # fmt: skip


def put_back(file: Path, *, force: bool) -> None:
    """`xiaoxin restore FILE`. A database file that is damaged is kept under another name, never written over."""
    from bot.commands.opening import Damaged
    from bot.commands.saying import Problem, tell
    from bot.settings import Settings
    from handlers.texts import Text
    from storage.backup import NotABackup, NotEmpty

    settings, aside = Settings(), None
    try:
        try:
            counts = _restored(settings, file, force=force)
        except Damaged:
            if not force:
                raise
            counts, aside = _in_its_place(settings, file)
    except NotEmpty:
        raise Problem(Text(
            "数据库里已有数据，没有覆盖。确实要用备份覆盖，请加 --force（建议先 xiaoxin backup）。",
            "The database is in use and was left alone. To overwrite it, add --force (better take a backup first).",
        )) from None  # fmt: skip
    except NotABackup as wrong:
        raise Problem(_unfit(file, wrong.reason)) from None
    tell(Text(f"已恢复 {sum(counts.values())} 行。", f"{sum(counts.values())} rows restored."))
    if aside is not None:
        tell(Text(f"损坏的数据库留在 {aside}。", f"The damaged database was kept as {aside}."))


def _restored(settings: "Settings", file: Path, *, force: bool) -> dict[str, int]:
    from bot.commands.opening import connect, in_words
    from storage.backup import restore

    with connect(settings) as database, in_words(settings):
        return restore(database, file, force=force, attachments=settings.data_dir / ATTACHMENTS)


def _in_its_place(settings: "Settings", file: Path) -> tuple[dict[str, int], Path]:
    """The backup in a new file first; only then the damaged one makes way."""
    broken = Path(settings.database.removeprefix("sqlite:///"))
    fresh = broken.with_name(f"{broken.name}.restoring")
    aside = broken.with_name(f"{broken.name}.damaged-{datetime.now(UTC):%Y%m%d%H%M%S}")
    for old in _files_of(fresh):
        old.unlink()
    counts = _restored(type(settings)(data_dir=settings.data_dir, database_url=f"sqlite:///{fresh}"), file, force=False)
    for part in _files_of(broken):
        part.rename(part.with_name(part.name.replace(broken.name, aside.name, 1)))
    fresh.rename(broken)
    return counts, aside


def _files_of(database: Path) -> list[Path]:
    """The file and what SQLite writes beside it."""
    parts = [database, *(database.with_name(f"{database.name}{end}") for end in ("-wal", "-shm", "-journal"))]
    return [part for part in parts if part.exists()]


def _unfit(file: Path, reason: str) -> "Text":
    from handlers.texts import Text

    return {
        "missing": Text(f"找不到文件 {file}。", f"There is no file {file}."),
        "foreign": Text(f"{file} 不是校信官的备份。", f"{file} is not a Xiaoxin backup."),
        "damaged": Text(
            f"{file} 已损坏或被改动过，什么都没有恢复。请换一份备份。",
            f"{file} is damaged or was changed; nothing was restored. Use another backup.",
        ),
        "newer": Text(
            f"{file} 是更新版本的校信官做的。请先升级程序。",
            f"{file} was made by a newer Xiaoxin. Upgrade the program first.",
        ),
    }[reason]
