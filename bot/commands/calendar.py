"""`xiaoxin calendar import | show`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="校历 / School calendar.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help=".csv .xlsx: kind,start,end,name,follows,campus,period,provisional")],
    as_json: AsJson = False,
) -> None:
    """导入校历；有一行不对就整表不导入 / Import the school year; one bad row and nothing is imported."""
    from bot.commands.opening import open_database, shelf
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from bot.wiring import make_dispatcher
    from handlers.calendar.changing import put
    from handlers.calendar.edits import words
    from handlers.calendar.importing import read
    from handlers.errors import Refused
    from handlers.tables import BadList
    from handlers.texts import Text
    from handlers.turn import Turn

    settings, now = Settings(), datetime.now(UTC)
    try:
        edits = read(file)
        with open_database(settings) as database:
            engine = make_dispatcher(settings, database, shelf(settings, database), lambda: now)
            with database.write() as tx:
                turn = Turn(tx, engine.school, engine.features, now)
                moved = put(turn, edits)
                turn.finish()
    except BadList as bad:
        zh = "\n".join(f"第 {one.line} 行：{one.reason.zh}" if one.line else one.reason.zh for one in bad.problems)
        en = "\n".join(f"Line {one.line}: {one.reason.en}" if one.line else one.reason.en for one in bad.problems)
        raise Problem(
            Text(f"{zh}\n什么都没有导入，请改好后再试。", f"{en}\nNothing was imported; please correct and try again.")
        ) from None
    except Refused as refusal:
        raise Problem(refusal.wording) from None
    if as_json:
        tell_json({"entries": len(edits), "moved": moved})
        return
    for edit in edits:
        tell(words(edit))
    tell(
        Text(
            f"导入 {len(edits)} 条，{moved} 个待办时间随之调整。",
            f"{len(edits)} entries; {moved} pending moments moved.",
        )
    )


@app.command()
def show(as_json: AsJson = False) -> None:
    """已登记的校历，可再导入 / What is entered, as it can be imported again."""
    from bot.commands.opening import open_database
    from bot.commands.saying import tell, tell_json
    from bot.settings import Settings
    from handlers.calendar.importing import COLUMNS, rows_of
    from handlers.texts import Text
    from storage import calendar

    with open_database(Settings()) as database, database.read() as tx:
        rows = rows_of(calendar.terms(tx), calendar.days(tx), calendar.periods(tx), calendar.campuses(tx))
    if as_json:
        tell_json(rows)
        return
    if not rows:
        tell(Text(
            "校历还没有设置，按默认计算。导入：xiaoxin calendar import 文件.csv；或由 CIO 在聊天里说「本学期从9月1日到1月16日」。",
            "Nothing is entered; the usual holds. Use `xiaoxin calendar import FILE.csv`, or let the CIO say it in chat.",
        ))  # fmt: skip
        return
    tell(",".join(COLUMNS))
    for row in rows:
        tell(",".join(str("" if row.get(name) in (None, False) else row[name]) for name in COLUMNS))
