"""The command line as somebody meets it first: help, wrong commands, wrong settings; quick, bilingual, without a secret."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app
from bot.settings import Settings
from tests.bot.conftest import CommandLine

ROOT = Path(__file__).parents[2]


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group there is."""
    yield path
    for name, part in getattr(command, "commands", {}).items():
        yield from commands(part, (*path, name))


EVERY_COMMAND = list(commands(typer.main.get_command(app)))


def test_the_agreed_commands_are_there() -> None:
    agreed = {
        "demo", "run", "chat", "ask", "understand", "charter import", "charter show", "charter diff", "charter withdraw",
        "people import", "people release",
        "people list", "people invite", "people offboard", "doctor", "channels check", "backup", "restore", "audit export",
        "audit verify", "db upgrade",
    }  # fmt: skip
    assert agreed - {" ".join(path) for path in EVERY_COMMAND} == set()


@pytest.mark.parametrize("path", EVERY_COMMAND, ids=lambda path: " ".join(path) or "xiaoxin")
def test_every_command_explains_itself_in_both_languages(path: tuple[str, ...], fresh: CommandLine) -> None:
    ran = fresh(*path, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"Usage: {' '.join(('xiaoxin', *path))}" in ran.out
    about = ran.out.split("\n\n")[1]
    assert re.search(r"[一-鿿].* / ?[A-Z`]", about.replace("\n", " ")) or "/ " in about
    assert list(fresh.folder.iterdir()) == []


def test_help_pays_for_no_heavy_library() -> None:
    heavy = ["sqlalchemy", "langchain", "langchain_core", "telegram", "chromadb", "wechatpy", "numpy", "starlette",
             "uvicorn", "openpyxl", "httpx", "knowledge", "storage", "handlers.features", "rich"]  # fmt: skip
    program = f"""
import sys
from bot.cli import main
for words in {[[*path, "--help"] for path in EVERY_COMMAND]!r}:
    sys.argv = ["xiaoxin", *words]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code
print(sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)
"""
    ran = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stderr.strip() == "[]"


def test_the_module_is_the_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "校信官" in ran.stdout


# (what was typed, what is said in Chinese, what is said in English)
WRONG_COMMANDS = [
    (["nosuch"], "没有「nosuch」这个命令。", "There is no command 'nosuch'."),
    (["people", "fire"], "没有「fire」这个命令。", "There is no command 'fire'."),
    (["people", "invite"], "还缺 name。", "name is missing."),
    (["charter", "import"], "还缺 file。", "file is missing."),
    (["chat"], "还缺 --as。", "--as is missing."),
    (["people", "list", "--bad"], "没有 --bad 这个选项。", "There is no option --bad."),
    (["demo", "--port", "eighty"], "--port 要填整数。", "--port must be a whole number."),
    (["ask"], "给一个问题，或用 --jsonl 给文件。", "Give a question, or a file with --jsonl."),
    (
        ["ask", "买软件", "--jsonl", "-"],
        "给一个问题，或用 --jsonl 给文件。",
        "Give a question, or a file with --jsonl.",
    ),
    (["understand"], "给一句话，或用 --jsonl 给文件。", "Give a sentence, or a file with --jsonl."),
    (
        ["charter", "import", "x.txt", "--effective", "明天"],
        "日期写成 2026-09-01 这样。",
        "Write the date like 2026-09-01.",
    ),
    (["channels", "check", "qq"], "没有「qq」这个渠道。可以是：telegram、wecom、wechat", "There is no channel 'qq'."),
]


@pytest.mark.parametrize(
    ("words", "zh", "en"), WRONG_COMMANDS, ids=lambda value: str(value) if isinstance(value, list) else ""
)
def test_a_wrong_command_ends_with_2_and_says_where_its_usage_stands(
    words: list[str], zh: str, en: str, fresh: CommandLine
) -> None:
    ran = fresh(*words)
    assert (ran.code, ran.out) == (2, "")
    assert zh in ran.err
    assert "查看用法：xiaoxin" in ran.err
    assert "--help" in ran.err
    english = fresh(*words, language="en")
    assert en in english.err
    assert "See its usage: xiaoxin" in english.err
    assert not re.search(r"[一-鿿]", english.err.replace("明天", ""))


def test_no_command_at_all_shows_the_help(fresh: CommandLine) -> None:
    ran = fresh()
    assert ran.code == 2
    assert "Usage: xiaoxin" in ran.err
    assert "demo" in ran.err


# --- settings -----------------------------------------------------------------------------------------------

# (setting, wrong value, what is said in Chinese, in English); none of the values may be repeated
WRONG_SETTINGS = [
    ("http_port", "geheim", "XIAOXIN_HTTP_PORT 要填整数", "XIAOXIN_HTTP_PORT must be a whole number"),
    ("http_port", "70707", "XIAOXIN_HTTP_PORT 不能大于 65535", "XIAOXIN_HTTP_PORT must be at most 65535"),
    ("telegram_rate", "geheim", "XIAOXIN_TELEGRAM_RATE 要填数字", "XIAOXIN_TELEGRAM_RATE must be a number"),
    ("telegram_rate", "-77.5", "XIAOXIN_TELEGRAM_RATE 要大于 0", "XIAOXIN_TELEGRAM_RATE must be over 0"),
    (
        "telegram_mode",
        "geheim",
        "XIAOXIN_TELEGRAM_MODE 只能是 polling 或 webhook",
        "must be polling or webhook",
    ),
    (
        "timezone",
        "Mars/Geheim",
        "XIAOXIN_TIMEZONE 要写成 Asia/Shanghai",
        "XIAOXIN_TIMEZONE use a name like Asia/Shanghai",
    ),
    ("public_url", "geheim.cn", "XIAOXIN_PUBLIC_URL 网址要以 http://", "XIAOXIN_PUBLIC_URL a web address starts with"),
    (
        "telegram_proxy",
        "socks5://u:geheim@a.cn:1080",
        "XIAOXIN_TELEGRAM_PROXY 只能用 http://",
        "XIAOXIN_TELEGRAM_PROXY only an",
    ),
]


@pytest.mark.parametrize(("name", "value", "zh", "en"), WRONG_SETTINGS)
@pytest.mark.parametrize("command", [["people", "list"], ["doctor"], ["db", "upgrade"]], ids=lambda command: command[0])
def test_a_wrong_setting_is_named_and_its_value_is_not(
    command: list[str], name: str, value: str, zh: str, en: str, fresh: CommandLine
) -> None:
    ran = fresh(*command, **{name: value})
    assert ran.code == 1
    assert zh in ran.out + ran.err
    assert ".env.example" in ran.out + ran.err
    assert value not in ran.out + ran.err
    english = fresh(*command, **{name: value, "language": "en"})
    assert en in english.out + english.err


def test_a_proxy_without_a_scheme_is_an_http_proxy() -> None:
    assert Settings(telegram_proxy="127.0.0.1:7890").telegram_proxy == "http://127.0.0.1:7890"


def test_a_wrong_language_is_complained_about_in_chinese(fresh: CommandLine) -> None:
    ran = fresh("people", "list", language="fr")
    assert ran.code == 1
    assert "XIAOXIN_LANGUAGE 只能是 zh 或 en" in ran.err


def test_settings_are_read_from_a_file_too_and_its_language_is_spoken(fresh: CommandLine) -> None:
    fresh.file(".env", "XIAOXIN_LANGUAGE=en\nXIAOXIN_HTTP_PORT=x\n")
    ran = fresh("people", "list")
    assert "XIAOXIN_HTTP_PORT must be a whole number" in ran.err


def test_a_settings_file_in_another_encoding_is_said_so(fresh: CommandLine) -> None:
    fresh.file(".env", "XIAOXIN_DATA_DIR=数据\n".encode("gb18030"))
    ran = fresh("people", "list")
    assert ran.code == 1
    assert ".env 不是 UTF-8" in ran.err


# --- .env.example -------------------------------------------------------------------------------------------


def example() -> dict[str, tuple[str, str]]:
    """Name → (value, the comment above it)."""
    found: dict[str, tuple[str, str]] = {}
    comment: list[str] = []
    for line in (ROOT / ".env.example").read_text("utf-8").splitlines():
        if line.startswith("#"):
            comment.append(line.removeprefix("#").strip())
        elif "=" in line:
            name, _, value = line.partition("=")
            found[name] = value, " ".join(comment)
            comment = []
        else:
            comment = []
    return found


def test_the_example_lists_every_setting_with_its_default() -> None:
    defaults = {
        f"XIAOXIN_{name.upper()}": str(getattr(field.default, "get_secret_value", lambda value=field.default: value)())
        for name, field in Settings.model_fields.items()
    }
    assert {name: value for name, (value, _comment) in example().items()} == defaults


def test_the_example_explains_every_setting_in_both_languages() -> None:
    only_names = {"XIAOXIN_WECHAT_APP_ID": "AppID", "XIAOXIN_WECHAT_APP_SECRET": "AppSecret"}  # the same in both
    silent = [
        name
        for name, (_value, comment) in example().items()
        if comment != only_names.get(name)
        and not (re.search(r"[一-鿿]", comment) and re.search(r"[A-Za-z]{3}", comment))
    ]
    assert silent == []


def test_the_example_can_be_used_as_it_is(fresh: CommandLine) -> None:
    fresh.file(".env", (ROOT / ".env.example").read_bytes())
    assert Settings() == Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic-settings' own argument


def test_settings_show_no_secret_even_when_printed(fresh: CommandLine) -> None:
    del fresh
    secrets = {
        name: f"geheim-{name}" for name, field in Settings.model_fields.items() if "Secret" in str(field.annotation)
    }
    assert len(secrets) >= 10
    assert "geheim" not in repr(Settings(**secrets)) + str(Settings(**secrets))  # type: ignore[arg-type]  # strings are taken


def test_a_taken_port_is_said_in_one_line_and_the_demo_that_has_it_keeps_its_school(fresh: CommandLine) -> None:
    school = fresh.folder / "demo-data"
    school.mkdir()
    (school / ".xiaoxin-demo").write_text("staged", encoding="utf-8")  # as a running demo has it
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for ended in (fresh("demo", "--port", port), fresh("run", http_port=port)):
            assert ended.code == 1
            assert ended.err.startswith(f"打不开 127.0.0.1 的端口 {port}：已被占用")
            assert len(ended.err.splitlines()) == 1
    assert (school / ".xiaoxin-demo").exists()
    assert not fresh.data.exists()


@pytest.mark.parametrize(
    ("words", "settings", "code", "said"),
    [
        (("run",), {"http_host": "203.0.113.9"}, 1, "这不是本机的地址，请检查 XIAOXIN_HTTP_HOST"),
        (
            ("run",),
            {"http_host": "203.0.113.9", "language": "en"},
            1,
            "no address of this machine, see XIAOXIN_HTTP_HOST",
        ),
        (("backup", "no-folder/one.zip"), {}, 1, "没有这个文件夹"),
        (("audit", "export", "no-folder/one.jsonl"), {}, 1, "没有这个文件夹"),
        (("channels", "check", "fax"), {"language": "en"}, 2, "There are: telegram, wecom, wechat"),
    ],
)
def test_a_mistake_is_named_in_the_language_of_the_user(
    xiaoxin: CommandLine, words: tuple[str, ...], settings: dict[str, str], code: int, said: str
) -> None:
    ended = xiaoxin(*words, **settings)
    assert ended.code == code
    assert said in ended.err


def test_a_list_of_people_never_becomes_a_charter(xiaoxin: CommandLine) -> None:
    before = xiaoxin("charter", "show", "--json").data
    ended = xiaoxin("charter", "import", xiaoxin.file("people.csv", "name,phone\n李老师,13800000001\n"))
    assert ended.code == 1
    assert "xiaoxin people import" in ended.err
    assert xiaoxin("charter", "show", "--json").data == before
