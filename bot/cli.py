"""The command line. Start here: `xiaoxin demo | run | chat | ask | …`.

Each command imports what it needs when it runs, so that `xiaoxin --help` answers at once.
"""

import gc
import sys
from pathlib import Path
from typing import Annotated, cast

import typer

from bot.commands import backups, calendar, charter, db, people, places, resources, systems
from bot.commands.saying import Problem, fail, setting_problem, wrong_usage

app = typer.Typer(
    name="xiaoxin", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="校信官：学校信息化助手 / Xiaoxin, the school's IT assistant in WeChat and Telegram.",
)  # fmt: skip
app.add_typer(charter.app, name="charter")
app.add_typer(people.app, name="people")
app.add_typer(places.app, name="places")
app.add_typer(calendar.app, name="calendar")
app.add_typer(resources.app, name="resources")
app.add_typer(systems.app, name="systems")
app.add_typer(backups.app, name="backups")
app.add_typer(db.app, name="db")
app.add_typer(db.audit, name="audit")
channels = typer.Typer(help="检查渠道 / Check a channel.", no_args_is_help=True)
app.add_typer(channels, name="channels")

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="网页端口 / Port of the web page.")] = 8080,
    data: Annotated[Path, typer.Option(help="演示数据的文件夹 / Folder of the demo's data.")] = Path("demo-data"),
    keep: Annotated[bool, typer.Option("--keep", help="沿用上次的演示数据 / Keep the last demo's data.")] = False,
) -> None:
    """演示学校：无需账号、密钥和网络 / A sample school: no account, no key, no internet."""
    from bot.commands.serving import run_demo

    run_demo(port=port, data=data, keep=keep)


@app.command()
def run() -> None:
    """启动已配置的全部渠道、时钟和投递 / Every configured channel, the clock and the relay."""
    from bot.commands.serving import run_school

    run_school()


@app.command()
def chat(
    name: Annotated[str, typer.Option("--as", help="以谁的身份 / As whom.")],
    demo_school: Annotated[bool, typer.Option("--demo", help="用演示学校 / Use the demo school.")] = False,
) -> None:
    """在终端里聊天，按钮是数字 / The same engine in a terminal; buttons are numbers."""
    from bot.commands.chatting import chat_as

    chat_as(name, demo=demo_school)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="问题 / The question.")] = "",
    jsonl: Annotated[
        str, typer.Option(help='文件,每行 {"id","q","history"};- 为标准输入 / File of questions, - for stdin.')
    ] = "",
    as_of: Annotated[
        str, typer.Option(help="按哪一天的制度回答，如 2025-03-01 / Answer as the charter stood on a day.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """问制度，带引用 / A policy answer with citations."""
    from bot.commands.asking import ask_lines, ask_one
    from bot.commands.charter import day_of

    if bool(question) == bool(jsonl):
        raise typer.BadParameter("给一个问题，或用 --jsonl 给文件。 / Give a question, or a file with --jsonl.")
    if jsonl:
        ask_lines(jsonl, day=day_of(as_of))
    else:
        ask_one(question, day=day_of(as_of), as_json=as_json)


@app.command()
def understand(
    sentence: Annotated[str, typer.Argument(help="一句话 / A sentence.")] = "",
    jsonl: Annotated[
        str, typer.Option(help='文件,每行 {"id","text","role","context"} / File of sentences, - for stdin.')
    ] = "",
    role: Annotated[str, typer.Option(help="谁说的 / Who says it.")] = "staff",
    context: Annotated[str, typer.Option(help="打开着什么 / What is open.")] = "none",
) -> None:
    """看机器人怎么理解一句话，不执行 / What the bot makes of free text, without acting."""
    from bot.commands.asking import understand_lines, understand_one

    if bool(sentence) == bool(jsonl):
        raise typer.BadParameter("给一句话，或用 --jsonl 给文件。 / Give a sentence, or a file with --jsonl.")
    if jsonl:
        understand_lines(jsonl)
    else:
        understand_one(sentence, role=role, context=context)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """体检：设置、时钟、数据库、索引、渠道 / Check everything and say how to mend it."""
    from bot.commands.checking import examine

    examine(as_json=as_json)


@channels.command("check")
def check_channel(
    name: Annotated[str, typer.Argument(help="telegram | wecom | wechat")], as_json: AsJson = False
) -> None:
    """检查一个渠道 / Check one channel."""
    from bot.commands.checking import examine_channel

    examine_channel(name, as_json=as_json)


@channels.command("menu")
def put_up_menu(name: Annotated[str, typer.Argument(help="wecom | wechat")]) -> None:
    """在聊天底部放上菜单：报修、问制度、我的待办 / Put the menu at the foot of the chat."""
    from bot.commands.menus import put_up_menu as put_up

    put_up(name)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="备份文件 / The backup file.")], as_json: AsJson = False) -> None:
    """把全部数据备份到一个文件（可在运行中进行）/ Everything into one file, while running."""
    db.back_up(file, as_json=as_json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="备份文件 / The backup file.")],
    force: Annotated[bool, typer.Option("--force", help="覆盖现有数据 / Overwrite what is there.")] = False,
) -> None:
    """从备份恢复；不加 --force 不覆盖 / Put a backup back; never over existing data without --force."""
    db.put_back(file, force=force)


@app.command()
def report(
    out: Annotated[Path, typer.Option(help="写到哪里，.docx 或 .pdf / Where to, .docx or .pdf.")],
    month: Annotated[
        str, typer.Option(help="哪个月，如 2026-10；不写是上个月 / Which month; last month's if left out.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """给校领导的工作报告 / The report to leaders."""
    from bot.commands.reporting import write_report

    write_report(month, out, as_json=as_json)


# What the command line's library raises for a wrong command; it has no public name there.
UsageError: type[Exception] = cast("type[Exception]", typer.BadParameter.__mro__[1])


# Objects made before Python looks for circles among them. A command makes a million that all stay; with Python's own 700
# a third of each start went into looking through them.
LOOK_AFTER = 50_000


def main() -> None:
    """The `xiaoxin` command. Exit codes: 0 done, 1 failed, 2 wrong usage."""
    gc.set_threshold(LOOK_AFTER)
    try:
        sys.exit(app(prog_name="xiaoxin", standalone_mode=False) or 0)
    except UsageError as wrong:
        wrong_usage(wrong)
    except Problem as problem:
        fail(problem.words)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except ValueError as wrong:
        words = setting_problem(wrong)
        if words is None:
            raise
        fail(words)
