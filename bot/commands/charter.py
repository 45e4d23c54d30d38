"""`xiaoxin charter import | show | diff | withdraw`."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import texts

if TYPE_CHECKING:
    from bot.commands.saying import Problem

app = typer.Typer(help="学校的制度文本 / The school's charter.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]
Name = Annotated[
    str,
    typer.Option(
        "--name", help="文件名称；再次导入同名即新版本 / The document's name; the same again is a new version."
    ),
]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help=".txt .md .docx .pdf")],
    name: Name = "",
    effective: Annotated[
        str, typer.Option(help="生效日期，如 2026-09-01，默认今天 / In force from; default today.")
    ] = "",
    as_new_document: Annotated[
        bool,
        typer.Option(
            "--as-new-document",
            help="与已有文件相似时，仍作为另一份文件 / A further document, although it resembles one that is there.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """导入制度文本,逐条列出,存疑处注明 / Import a text; lists each clause, and the ones it doubts.

    不写 --name 时按标题认:同名,或大半条款相同,即新版本;拿不准就先问 / Without --name the title says which document
    it is, or most clauses being the same; where that is in doubt it asks first.
    """
    from bot.commands.adopting import say, take_in
    from bot.commands.saying import tell_json

    if name and as_new_document:
        raise typer.BadParameter("--name 和 --as-new-document 只用一个。 / Use either --name or --as-new-document.")
    adopted = take_in(file, name, day_of(effective), as_new=as_new_document)
    if as_json:
        tell_json(adopted.as_json())
    else:
        say(adopted)


@app.command()
def withdraw(
    name: Annotated[str, typer.Argument(help="文件名称 / The document.")],
    version: Annotated[
        int, typer.Option(help="只撤回这一版，默认整份文件 / This version only; default the whole document.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """撤回导错的版本或文件，不再用来回答 / Take back a version or a document that was imported by mistake."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from storage import charter

    settings = Settings()
    with open_database(settings) as database, database.write() as tx:
        own = charter.own_versions(tx)
        those = [one for one in own if one.document == name and version in (0, one.number)]
        if not those:
            raise _no_document(name, sorted({one.document for one in own}))
        if len(those) == len(own):
            raise Problem(texts.LAST_ONE(name=name))
        for one in those:
            one.retired = True
        numbers = sorted(one.number for one in those)
        left = [one.number for one in own if one.document == name and one not in those]
    if as_json:
        tell_json({"document": name, "withdrawn": numbers, "left": sorted(left)})
        return
    tell(texts.WITHDRAWN(name=name, numbers="、".join(map(str, numbers))))
    tell(texts.WITHDRAWN_BACK(number=max(left)) if left else texts.WITHDRAWN_WHOLLY)


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
            Text(f"《{one.title}》第 {one.number} 版，{one.effective} 起" + ("（尚未生效）" if one.effective > today else ""),
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
    name: Annotated[str, typer.Argument(help="文件名称，默认第一份 / The document; default the first.")] = "",
    as_json: AsJson = False,
) -> None:
    """最近两版的逐条差异 / What changed between the last two versions."""
    from bot.commands.adopting import clauses_of
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from handlers.texts import Text
    from knowledge.importing import diff as compare
    from storage import charter

    settings = Settings()
    with open_database(settings) as database, database.read() as tx:
        today = datetime.now(UTC).astimezone(settings.zone).date()
        document = name or next((version.document for version in charter.in_force(tx, today)), "")
        versions = [version for version in charter.versions(tx, document) if not version.retired]
        if not versions:
            raise _no_document(document, sorted({version.document for version in charter.in_force(tx, today)}))
        if len(versions) < 2:
            raise Problem(
                Text(
                    f"《{document}》只有一个版本，没有可比的。再次 charter import 同名文件后才有。",
                    f"“{document}” has only one version; import the same name again to compare.",
                )
            )
        old, new = (clauses_of(version) for version in versions[-2:])
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
    return Problem(Text(f"没有《{name}》这份文件。现有：{known}", f"There is no document “{name}”. There are: {known}"))


def day_of(text: str) -> date | None:
    """A day as typed; None when none was."""
    return _day(text) if text else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("日期写成 2026-09-01 这样。 / Write the date like 2026-09-01.") from None
