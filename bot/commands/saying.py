"""How commands speak: in the user's language, with the cause and the next step."""

import json
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from handlers.texts import Text


class Problem(Exception):
    """The command cannot go on; the words say why and what to do next."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


def language() -> str:
    """The user's language."""
    from bot.settings import spoken_language  # the settings' library is paid for by commands that speak

    return spoken_language()


_WRITING: tuple[tuple[type[OSError], Text], ...] = (
    (FileNotFoundError, Text("没有这个文件夹", "there is no such folder")),
    (NotADirectoryError, Text("路径中间有一个不是文件夹", "a part of the path is no folder")),
    (PermissionError, Text("没有权限", "no permission")),
    (IsADirectoryError, Text("这是一个文件夹", "it is a folder")),
)


def why(wrong: OSError) -> Text:
    """Why a file cannot be written, in the user's language where we know; else as the system says it."""
    said = str(wrong.strerror or wrong)
    return next((words for kind, words in _WRITING if isinstance(wrong, kind)), Text(said, said))


def tell(words: Text | str) -> None:
    """A line for a person."""
    print(words.to(language()) if isinstance(words, Text) else words)  # noqa: T201 -- this is the command's mouth


def tell_json(data: Any) -> None:
    """Data for a program: one line, at once, so that a program at the other end of a pipe need not wait."""
    print(json.dumps(data, ensure_ascii=False), flush=True)  # noqa: T201


def fail(words: Text) -> NoReturn:
    """Say what is wrong on standard error and end with 1."""
    print(words.to(language()), file=sys.stderr)  # noqa: T201
    sys.exit(1)


def wrong_usage(wrong: Exception) -> NoReturn:
    """A command that cannot be understood: what is wrong with it, and where its usage stands. Ends with 2."""
    if type(wrong).__name__ == "NoArgsIsHelpError":  # nothing was said after the command: its help is the answer
        print(getattr(wrong, "message", ""), file=sys.stderr)  # noqa: T201
        sys.exit(2)
    context = getattr(wrong, "ctx", None)
    command = context.command_path if context is not None else "xiaoxin"
    reason = _usage_reason(wrong)
    see = Text(f"查看用法：{command} --help", f"See its usage: {command} --help")
    print(f"{reason.to(language())}\n{see.to(language())}", file=sys.stderr)  # noqa: T201
    sys.exit(2)


def _usage_reason(wrong: Exception) -> Text:
    message = str(getattr(wrong, "message", wrong))
    parameter, option = getattr(wrong, "param", None), getattr(wrong, "option_name", "")
    name = (parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.name) if parameter is not None else ""
    if type(wrong).__name__ == "MissingParameter":
        return Text(f"还缺 {name}。", f"{name} is missing.")
    if option:
        return Text(f"没有 {option} 这个选项。", f"There is no option {option}.")
    if command := re.fullmatch(r"No such command '(.*)'\.", message):
        return Text(f"没有「{command[1]}」这个命令。", f"There is no command {command[1]!r}.")
    zh, _, en = message.partition(" / ")
    if name and re.search("valid int|whole number", message):
        return Text(f"{name} 要填整数。", f"{name} must be a whole number.")
    if name and not en:  # the words of the library that reads numbers and paths
        return Text(f"{name} 的值不对：{message}", f"The value of {name} is wrong: {message}")
    return Text(zh, en or zh)


def setting_problem(wrong: ValueError) -> Text | None:
    """A wrong setting in words: which one and why, never its value. None when it is another error."""
    if isinstance(wrong, UnicodeDecodeError):
        return Text(
            ".env 不是 UTF-8 编码，请用记事本另存为 UTF-8。", ".env is not in UTF-8; save it again as UTF-8."
        ) if _env_is_garbled() else None  # fmt: skip
    errors = getattr(wrong, "errors", None)
    if not callable(errors):
        return None
    found = [
        (f"XIAOXIN_{'.'.join(str(part) for part in error['loc']).upper()}", _setting_reason(error))
        for error in errors(include_input=False)
    ]
    zh = ";".join(f"{name} {reason.zh}" for name, reason in found)
    en = "; ".join(f"{name} {reason.en}" for name, reason in found)
    return Text(
        f"设置有误：{zh}。请改环境变量或 .env（说明见 .env.example）。",
        f"A setting is wrong: {en}. Change the environment or .env (see .env.example).",
    )


def _setting_reason(error: dict[str, Any]) -> Text:
    context = error.get("ctx", {})
    known = {
        "int_parsing": Text("要填整数", "must be a whole number"),
        "float_parsing": Text("要填数字", "must be a number"),
        "literal_error": Text("只能是 {expected}", "must be {expected}"),
        "greater_than": Text("要大于 {gt}", "must be over {gt}"),
        "greater_than_equal": Text("不能小于 {ge}", "must be at least {ge}"),
        "less_than_equal": Text("不能大于 {le}", "must be at most {le}"),
        "value_error": Text("{zh}", "{en}"),
    }.get(str(error["type"]), Text("不对", "is wrong"))
    zh, _, en = str(context.get("error", "")).partition(" / ")
    expected = str(context.get("expected", ""))
    either = Text(expected.replace("'", "").replace(" or ", " 或 "), expected.replace("'", ""))
    return known(**{**context, "zh": zh, "en": en, "expected": either})


def _env_is_garbled() -> bool:
    try:
        Path(".env").read_text("utf-8")
    except UnicodeDecodeError:
        return True
    except OSError:
        pass
    return False
