"""`xiaoxin resources import | list`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="资源登记 / Resources.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help=".csv: kind,name,period,amount,department,note,used_by,contract_ends,project")
    ],
    as_json: AsJson = False,
) -> None:
    """导入资源登记；有一行不对就整表不导入 / Import the register; one bad row and nothing is imported."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from handlers.resources.entries import BadList, import_entries, read_file
    from handlers.school_time import SchoolCalendar
    from handlers.texts import Text

    settings, now = Settings(), datetime.now(UTC)
    try:
        entries = read_file(file, now, SchoolCalendar(zone=settings.zone))
        with open_database(settings) as database, database.write() as tx:
            added, changed = import_entries(tx, entries, now)
    except BadList as bad:
        zh = "\n".join(f"第 {one.line} 行：{one.reason.zh}" if one.line else one.reason.zh for one in bad.problems)
        en = "\n".join(f"Line {one.line}: {one.reason.en}" if one.line else one.reason.en for one in bad.problems)
        raise Problem(
            Text(
                f"{zh}\n没有导入任何资源，请改好后再试。", f"{en}\nNothing was imported; please correct and try again."
            )
        ) from None
    if as_json:
        tell_json({"added": added, "changed": changed})
        return
    tell(Text(f"新增 {len(added)} 项，更新 {len(changed)} 项。", f"{len(added)} added, {len(changed)} updated."))


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """登记的资源和占用情况 / The register, and how much of it is taken."""
    from bot.commands.opening import open_database
    from bot.commands.saying import language, tell, tell_json
    from bot.settings import Settings
    from handlers.amounts import amount_of, period_of
    from handlers.resources.entries import taken_of
    from storage import resources
    from storage.resources import LAST_DAY

    with open_database(Settings()) as database, database.read() as tx:
        rows = [(one, taken_of(tx, one)) for one in resources.lines(tx)]
    if as_json:
        tell_json([
            {"kind": one.kind, "name": one.name, "amount": one.amount, "taken": taken,
             "from": one.starts_on.isoformat() if one.ends_on != LAST_DAY else None,
             "until": one.ends_on.isoformat() if one.ends_on != LAST_DAY else None,
             "department": one.department, "project": one.project_code}
            for one, taken in rows
        ])  # fmt: skip
        return
    for one, taken in rows:
        period = period_of(one).words.to(language()) if one.ends_on != LAST_DAY else "—"
        amounts = [amount_of(one, amount).to(language()) for amount in (one.amount, one.amount - taken)]
        tell(f"{one.kind}\t{one.name}\t{period}\t{amounts[0]}\t{amounts[1]}")
