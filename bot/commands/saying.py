"""How commands speak: in the user's language, with the cause and the next step."""

import json
import os
import sys
from typing import Any, NoReturn

from handlers.texts import Text


class Problem(Exception):
    """The command cannot go on; the words say why and what to do next."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


def language() -> str:
    """The user's language, before any setting could be read (a broken `.env` is told in it, too)."""
    return os.environ.get("XIAOXIN_LANGUAGE", "zh")


def tell(words: Text | str) -> None:
    """A line for a person."""
    print(words.to(language()) if isinstance(words, Text) else words)  # noqa: T201 -- this is the command's mouth


def tell_json(data: Any) -> None:
    """Data for a program."""
    print(json.dumps(data, ensure_ascii=False))  # noqa: T201


def fail(words: Text) -> NoReturn:
    """Say what is wrong on standard error and end with 1."""
    print(words.to(language()), file=sys.stderr)  # noqa: T201
    sys.exit(1)


def setting_problem(wrong: ValueError) -> Text | None:
    """A wrong setting in words: which one and why, never its value. None when it is another error."""
    errors = getattr(wrong, "errors", None)
    if not callable(errors):
        return None
    found = [
        (".".join(str(part) for part in error["loc"]).upper(), error["msg"]) for error in errors(include_input=False)
    ]
    names = "; ".join(f"XIAOXIN_{name}: {reason}" for name, reason in found)
    return Text(
        f"设置有误。请改环境变量或 .env(说明见 .env.example):{names}",
        f"A setting is wrong. Change the environment or .env (see .env.example): {names}",
    )
