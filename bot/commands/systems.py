"""`xiaoxin systems import | list`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="系统登记 / Systems.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help=".csv .xlsx: name,owner,deputy,department,grade,contract_ends,…")],
    as_json: AsJson = False,
) -> None:
    """导入系统登记；有一行不对就整表不导入 / Import the register; one bad row and nothing is imported."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from handlers.systems.entries import import_entries, read_file
    from handlers.tables import BadList
    from handlers.texts import Text

    try:
        entries = read_file(file)
        with open_database(Settings()) as database, database.write() as tx:
            added, changed = import_entries(tx, entries, datetime.now(UTC))
    except BadList as bad:
        zh = "\n".join(f"第 {one.line} 行：{one.reason.zh}" if one.line else one.reason.zh for one in bad.problems)
        en = "\n".join(f"Line {one.line}: {one.reason.en}" if one.line else one.reason.en for one in bad.problems)
        raise Problem(
            Text(
                f"{zh}\n没有导入任何系统，请改好后再试。", f"{en}\nNothing was imported; please correct and try again."
            )
        ) from None
    if as_json:
        tell_json({"added": added, "changed": changed})
        return
    tell(Text(
        f"新增 {len(added)} 个，更新 {len(changed)} 个。校信官运行时会请负责人签收。",
        f"{len(added)} added, {len(changed)} updated. Owners are asked to sign while Xiaoxin runs.",
    ))  # fmt: skip


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """登记的系统、负责人和到期日 / Systems, owners, and what expires when."""
    from bot.commands.opening import open_database
    from bot.commands.saying import tell, tell_json
    from bot.settings import Settings
    from storage import systems
    from storage.systems import SystemStage

    with open_database(Settings()) as database, database.read() as tx:
        known = systems.all_systems(tx, *SystemStage)
        rows = [
            {"code": one.code, "name": one.name, "status": str(one.status), "owner": one.owner.name,
             "deputy": one.deputy.name if one.deputy is not None else None, "grade": one.grade,
             "data_class": one.data_class or None, "ends": {what: day.isoformat() for what, day in one.ends.items()}}
            for one in known
        ]  # fmt: skip
        ends = [", ".join(f"{what} {day}" for what, day in one.ends.items()) or "—" for one in known]
        nobody = [one.name for one in systems.unowned(tx)]
    if as_json:
        tell_json([*rows, *({"name": name, "owner": None} for name in nobody)])
        return
    for row, until in zip(rows, ends, strict=True):
        tell(f"{row['code']}\t{row['name']}\t{row['status']}\t{row['owner']}\t{row['deputy'] or '—'}\t{until}")
    for name in nobody:
        tell(f"—\t{name}\t—\t—\t—\t—")
