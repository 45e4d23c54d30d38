"""`xiaoxin backups list | link`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

app = typer.Typer(help="各系统的备份 / Backups of the systems.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """备份计划、最近成功和恢复演练 / Plans, the last good backup, the last restore test."""
    from bot.commands.opening import open_database
    from bot.commands.saying import language, tell, tell_json
    from bot.settings import Settings
    from handlers.backups.desk import when_words
    from storage import backups
    from storage.backups import Ran

    rows = []
    with open_database(Settings()) as database, database.read() as tx:
        for plan in backups.all_plans(tx):
            good, test = backups.last_run(tx, plan.id, Ran.SUCCEEDED), backups.last_test(tx, plan.id)
            rows.append({
                "code": plan.code, "system": plan.system.name, "plan": when_words(plan).to(language()),
                "status": str(plan.status), "alarm": plan.alarmed_at is not None,
                "last_good": good.heard_at.isoformat() if good is not None and good.heard_at is not None else None,
                "last_restore_test": test.at.isoformat() if test is not None else None,
            })  # fmt: skip
    if as_json:
        tell_json(rows)
        return
    for row in rows:
        tell("\t".join(str(row[name] if row[name] is not None else "—") for name in row))


@app.command()
def link(
    system: Annotated[str, typer.Argument(help="系统名称或 BK- 编号 / The system's name or BK- code.")],
    as_json: AsJson = False,
) -> None:
    """生成备份任务上报用的地址；旧地址随即失效 / A new address for the job; the one before is void from now on."""
    from bot.commands.opening import open_database
    from bot.commands.saying import Problem, tell, tell_json
    from bot.settings import Settings
    from handlers.backups.heartbeat import new_token
    from handlers.systems_named import system_in
    from handlers.texts import Text
    from storage import audit, backups

    settings = Settings()
    with open_database(settings) as database, database.write() as tx:
        found = system_in(tx, system)
        plan = backups.by_code(tx, system.upper()) or (backups.of_system(tx, found.id) if found is not None else None)
        if plan is None:
            raise Problem(Text(
                f"「{system}」没有备份计划。先在聊天里说：备份计划 {system} 每天凌晨2点",
                f"{system!r} has no backup plan. Say in chat first: backup plan {system} every day at 2am",
            ))  # fmt: skip
        token, code, name = new_token(plan), plan.code, plan.system.name
        fact = audit.Fact(
            subject=code, step="link", clause="7.2.2", actor_id=None, actor="", at=datetime.now(UTC), channel="cli"
        )  # fmt: skip
        audit.append(tx, [fact])
    root = settings.public_url.rstrip("/") or f"http://{settings.http_host}:{settings.http_port}"
    url = f"{root}/backups/{token}"
    if as_json:
        tell_json({"code": code, "system": name, "url": url})
        return
    curl = "curl -fsS -m 60 --retry 5 -X POST"
    tell(Text(
        f"{name}({code})的上报地址，只显示这一次，旧地址已失效：\n{url}\n"
        f"备份任务成功后运行：{curl} {url}\n失败时运行：{curl} '{url}?status=failed'",
        f"The address of {name} ({code}), shown only now; the one before is void:\n{url}\n"
        f"After a good backup: {curl} {url}\nAfter a bad one: {curl} '{url}?status=failed'",
    ))  # fmt: skip
