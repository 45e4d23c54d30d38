"""`xiaoxin people import | list | invite | offboard`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.people import Person

app = typer.Typer(help="人员 / People.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]


@app.command("import")
def import_(file: Annotated[Path, typer.Argument(help=".csv .xlsx")], as_json: AsJson = False) -> None:
    """导入人员表；有一行不对就整表不导入 / Import a list; one bad row and nothing is imported."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from handlers.people.importing import import_rows, read
    from handlers.tables import BadList
    from handlers.texts import Text

    try:
        rows = read(file)
        with open_database(Settings()) as database, database.write() as tx:
            result = import_rows(tx, rows, datetime.now(UTC))
    except BadList as bad:
        zh = "\n".join(f"第 {one.line} 行：{one.reason.zh}" if one.line else one.reason.zh for one in bad.problems)
        en = "\n".join(f"Line {one.line}: {one.reason.en}" if one.line else one.reason.en for one in bad.problems)
        raise Problem(
            Text(f"{zh}\n没有导入任何人，请改好后再试。", f"{en}\nNobody was imported; please correct and try again.")
        ) from None
    if as_json:
        tell_json({"added": result.added, "changed": result.changed, "returned": result.returned})
        return
    tell(Text(
        f"新增 {len(result.added)} 人，更新 {len(result.changed)} 人。用 xiaoxin people invite 姓名 生成绑定码。",
        f"{len(result.added)} added, {len(result.changed)} updated. `xiaoxin people invite NAME` makes a binding code.",
    ))  # fmt: skip
    if result.returned:
        names = "、".join(result.returned)
        tell(Text(f"曾离职、现又在册：{names}", f"Had left and are back in the list: {names}"))


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """在册人员和绑定情况 / Who is who, and where they can be reached."""
    from bot.commands.opening import open_database
    from bot.commands.saying import tell, tell_json
    from bot.settings import Settings
    from storage import people

    with open_database(Settings()) as database, database.read() as tx:
        rows = [
            {"name": person.name, "department": person.department, "roles": list(person.role_names),
             "accounts": [account.platform for account in person.accounts if account.reachable]}
            for person in people.active_people(tx)
        ]  # fmt: skip
    if as_json:
        tell_json(rows)
        return
    for row in rows:
        tell(f"{row['name']}\t{row['department']}\t{';'.join(row['roles'])}\t{','.join(row['accounts']) or '—'}")


@app.command()
def invite(name: Annotated[str, typer.Argument(help="姓名 / Name.")], as_json: AsJson = False) -> None:
    """生成一次性绑定码和 Telegram 链接 / A one-time binding code and its Telegram link."""
    from bot.commands.opening import open_database
    from bot.commands.saying import tell, tell_json
    from bot.settings import Settings
    from handlers.people import binding
    from handlers.texts import Text
    from storage import settings as facts

    settings = Settings()
    with open_database(settings) as database, database.write() as tx:
        person = _one(tx, name)
        code = binding.invite(tx, person, datetime.now(UTC))
        bot = str(facts.get(tx, "telegram.username", ""))
    link = f"https://t.me/{bot}?start={code}" if bot and settings.has_telegram else ""
    if as_json:
        tell_json({"name": name, "code": code, "telegram": link, "days": binding.CODE_LIVES.days})
        return
    tell(Text(
        f"{name} 的绑定码（{binding.CODE_LIVES.days} 天内有效，只能用一次）：\n绑定 {code}",
        f"Binding code of {name} (valid {binding.CODE_LIVES.days} days, once):\nbind {code}",
    ))  # fmt: skip
    if link:
        tell(link)
    elif settings.has_telegram:
        tell(
            Text(
                "Telegram 链接在 xiaoxin run 连上 Telegram 之后才有。",
                "The Telegram link is known once `xiaoxin run` has connected.",
            )
        )


@app.command()
def offboard(name: Annotated[str, typer.Argument(help="姓名 / Name.")]) -> None:
    """离职：解除全部账号，不再接收任何消息 / Somebody left: accounts are cut, nothing more is sent."""
    from bot.commands.opening import open_database
    from bot.commands.saying import tell
    from bot.settings import Settings
    from handlers.people import leaving
    from handlers.texts import Text

    with open_database(Settings()) as database, database.write() as tx:
        leaving.offboard(tx, _one(tx, name), datetime.now(UTC))
    tell(
        Text(
            f"{name} 已离职：账号已解绑，角色已停用，记录保留。",
            f"{name} has left: accounts cut, roles ended, records kept.",
        )
    )


@app.command()
def release(
    name: Annotated[str, typer.Argument(help="姓名 / Name.")],
    platform: Annotated[str, typer.Option(help="只解这个平台 / This platform only: telegram, wecom, wechat.")] = "",
) -> None:
    """解绑账号，人还在校：换手机、绑错人时用 / Cut somebody's accounts, who stays: a new phone, a wrong binding."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell
    from bot.settings import Settings
    from handlers.people import binding
    from handlers.texts import Text

    with open_database(Settings()) as database, database.write() as tx:
        cut = binding.cut(tx, _one(tx, name), datetime.now(UTC), platform)
    if not cut:
        raise Problem(Text(f"{name} 没有绑定这样的账号。", f"{name} has no such account."))
    tell(Text(
        f"已解除 {name} 的 {cut} 个账号。新的绑定码：xiaoxin people invite {name}",
        f"Cut {cut} account(s) of {name}. For a new code: xiaoxin people invite {name}",
    ))  # fmt: skip


def _one(tx: "Session", name: str) -> "Person":
    from bot.commands.saying import Problem
    from handlers.texts import Text
    from storage import people

    found = people.by_name(tx, name)
    if not found:
        raise Problem(
            Text(
                f"没有叫「{name}」的在册人员。xiaoxin people list 可查看。",
                f"Nobody is called {name!r}; see `xiaoxin people list`.",
            )
        )
    if len(found) > 1:
        departments = "、".join(person.department or "—" for person in found)
        raise Problem(Text(
            f"有 {len(found)} 位「{name}」({departments}),请先在人员表里区分姓名。",
            f"There are {len(found)} people called {name!r} ({departments}); make the names differ first.",
        ))  # fmt: skip
    return found[0]
