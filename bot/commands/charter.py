"""`xiaoxin charter import | show | diff`."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.commands.saying import Problem

app = typer.Typer(help="学校的制度文本 / The school's charter.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]
Name = Annotated[
    str,
    typer.Option(
        "--name", help="文件名称;再次导入同名即新版本 / The document's name; the same again is a new version."
    ),
]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help=".txt .md .docx .pdf")],
    name: Name = "",
    effective: Annotated[
        str, typer.Option(help="生效日期,如 2026-09-01,默认今天 / In force from; default today.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """导入制度文本,逐条列出,存疑处注明 / Import a text; lists each clause, and the ones it doubts."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from handlers.policy.shelf import adopt
    from handlers.texts import Text
    from knowledge.importing import Unreadable, read

    settings = Settings()
    now = datetime.now(UTC)
    day = _day(effective) if effective else now.astimezone(settings.zone).date()
    try:
        imported = read(file)
    except Unreadable as unreadable:
        raise Problem(Text(unreadable.zh, unreadable.en)) from None
    document = name or imported.title
    with open_database(settings) as database, database.write() as tx:
        version = adopt(
            tx,
            imported.clauses,
            name=document,
            title=imported.title,
            effective=day,
            source=file.name,
            now=now,
            sample=False,
        )
        number = version.number
    coming = day > now.astimezone(settings.zone).date()
    if as_json:
        tell_json({"document": document, "version": number, "effective": day.isoformat(), "in_force": not coming,
                   "title": imported.title,
                   "clauses": [clause.id for clause in imported.clauses],
                   "doubts": [{"about": doubt.about, "zh": doubt.zh, "en": doubt.en} for doubt in imported.doubts],
                   "dropped": len(imported.dropped)})  # fmt: skip
        return
    for clause in imported.clauses:
        tell(f"{clause.id:<8} {clause.title}  {clause.text[:40]}{'…' if len(clause.text) > 40 else ''}")
    for doubt in imported.doubts:
        about = f"({doubt.about})" if doubt.about else ""
        tell(Text(f"存疑{about}:{doubt.zh}", f"In doubt{about and ' ' + about}: {doubt.en}"))
    tell(Text(
        f"《{imported.title}》共 {len(imported.clauses)} 条,第 {number} 版,{day} 起生效;略去 {len(imported.dropped)} 行无关文字。",
        f"“{imported.title}”: {len(imported.clauses)} clauses, version {number}, in force from {day}; "
        f"{len(imported.dropped)} unrelated lines dropped.",
    ))  # fmt: skip
    if coming and number > 1:
        tell(
            Text(
                "在那之前按上一版回答,当天自动切换。", "Until then the version before answers; it switches on that day."
            )
        )
    elif coming:
        tell(Text("在那之前的回答会注明“尚未生效”。", "Until then answers say that it is not yet in force."))
    tell(Text(
        "请 CIO 或领导小组秘书在聊天里说“发布制度”:看改动,并请相关人员知悉。",
        "The CIO or the leading group's secretary publishes it in chat with “发布制度”: it shows the changes and asks "
        "those concerned to take note.",
    ))  # fmt: skip


@app.command()
def show(as_json: AsJson = False, name: Name = "") -> None:
    """列出现行条款 / The clauses in force."""
    from bot.commands.opening import open_database
    from bot.commands.saying import tell, tell_json
    from bot.settings import Settings
    from handlers.texts import Text
    from storage import charter

    settings = Settings()
    with open_database(settings) as database, database.read() as tx:
        today = datetime.now(UTC).astimezone(settings.zone).date()
        if name and not charter.versions(tx, name):
            raise _no_document(name, sorted({version.document for version in charter.in_force(tx, today)}))
        headings = [
            Text(f"《{one.title}》第 {one.number} 版,{one.effective} 起" + ("(尚未生效)" if one.effective > today else ""),
                 f"“{one.title}”, version {one.number}, from {one.effective}"
                 + (" (not yet in force)" if one.effective > today else ""))
            for one in charter.own_versions(tx)
            if name in {"", one.document}
            and (one.effective > today or one in charter.in_force(tx, today))
        ]  # fmt: skip
        rows = [
            {"document": version.document, "id": row.clause, "chapter": row.chapter, "section": row.section,
             "title": row.title, "text": row.text}
            for version in charter.in_force(tx, today)
            if name in {"", version.document}
            for row in version.clauses
        ]  # fmt: skip
    if as_json:
        tell_json(rows)
        return
    for heading in headings:
        tell(heading)
    for row in rows:
        tell(f"{row['id']:<8} {row['title']}\n         {row['text']}")


@app.command()
def diff(
    name: Annotated[str, typer.Argument(help="文件名称,默认第一份 / The document; default the first.")] = "",
    as_json: AsJson = False,
) -> None:
    """最近两版的逐条差异 / What changed between the last two versions."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from handlers.texts import Text
    from knowledge.charter import Clause
    from knowledge.importing import diff as compare
    from storage import charter

    settings = Settings()
    with open_database(settings) as database, database.read() as tx:
        today = datetime.now(UTC).astimezone(settings.zone).date()
        document = name or next((version.document for version in charter.in_force(tx, today)), "")
        versions = charter.versions(tx, document)
        if not versions:
            raise _no_document(document, sorted({version.document for version in charter.in_force(tx, today)}))
        if len(versions) < 2:
            raise Problem(
                Text(
                    f"《{document}》只有一个版本,没有可比的。再次 charter import 同名文件后才有。",
                    f"“{document}” has only one version; import the same name again to compare.",
                )
            )
        old, new = (
            [Clause(document, row.clause, row.chapter, row.section, row.title, row.text) for row in version.clauses]
            for version in versions[-2:]
        )
    changes = compare(old, new)
    if as_json:
        tell_json([
            {"kind": change.kind, "old": change.old and {"id": change.old.id, "text": change.old.text},
             "new": change.new and {"id": change.new.id, "text": change.new.text}} for change in changes
        ])  # fmt: skip
        return
    words = {
        "added": Text("新增", "added"), "removed": Text("删去", "removed"), "changed": Text("修改", "changed"),
        "renumbered": Text("改号", "renumbered"),
    }  # fmt: skip
    for change in changes:
        if change.old and change.new and change.old.id != change.new.id:
            tell(Text("{kind} {old} → {new}", "{kind} {old} → {new}")(
                kind=words[change.kind], old=change.old.id, new=change.new.id
            ))  # fmt: skip
            if change.kind == "changed":
                tell(f"  - {change.old.text}")
                tell(f"  + {change.new.text}")
            continue
        about = change.new or change.old
        assert about is not None  # noqa: S101 -- one of the two is there
        tell(Text("{kind} {id}", "{kind} {id}")(kind=words[change.kind], id=about.id))
        if change.old:
            tell(f"  - {change.old.text}")
        if change.new:
            tell(f"  + {change.new.text}")
    if not changes:
        tell(Text("两版内容相同。", "The two versions are the same."))


def _no_document(name: str, there_are: list[str]) -> "Problem":
    from bot.commands.saying import Problem
    from handlers.texts import Text

    known = "、".join(there_are) or "—"
    return Problem(Text(f"没有《{name}》这份文件。现有:{known}", f"There is no document “{name}”. There are: {known}"))


def day_of(text: str) -> date | None:
    """A day as typed; None when none was."""
    return _day(text) if text else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("日期写成 2026-09-01 这样。 / Write the date like 2026-09-01.") from None
