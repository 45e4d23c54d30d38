"""Derive `telegram_methods.json` from the published description of the Bot API.

    python -m tests.fakes.derive_telegram_methods telegram-bot-api.json

The source is the JSON of PaulSonOfLars/telegram-bot-api-spec (MIT). Only names, types and "required"
are taken, of the methods the fake plays and of the objects they accept; of the others just the name.
"""

import json
import sys
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("telegram_methods.json")
PLAYED = [
    "getMe",
    "getUpdates",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "editMessageCaption",
    "answerCallbackQuery",
    "deleteMessage",
    "sendPhoto",
    "sendDocument",
    "sendChatAction",
    "setMyCommands",
    "getMyCommands",
    "deleteMyCommands",
    "getFile",
    "getChat",
    "getChatMember",
    "logOut",
    "close",
]


def fields(described: dict[str, Any]) -> dict[str, Any]:
    return {f["name"]: [f["types"], f["required"]] for f in described.get("fields", [])}


def accepted_objects(spec: dict[str, Any], methods: list[str]) -> dict[str, Any]:
    """Every object type a parameter of these methods may hold, with the objects inside it."""
    waiting = [t for name in methods for types, _ in fields(spec["methods"][name]).values() for t in types]
    objects: dict[str, Any] = {}
    while waiting:
        name = waiting.pop().removeprefix("Array of ").removeprefix("Array of ")
        if name in objects or name not in spec["types"]:
            continue
        described = spec["types"][name]
        objects[name] = described.get("subtypes") or fields(described)
        inside = described.get("subtypes", [])
        waiting += [*inside, *(t for f in described.get("fields", []) for t in f["types"])]
    return dict(sorted(objects.items()))


def derive(spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": spec["version"],
        "methods": {name: fields(spec["methods"][name]) for name in PLAYED},
        "objects": accepted_objects(spec, PLAYED),
        "not_played": sorted(set(spec["methods"]) - set(PLAYED)),
    }


def render(table: dict[str, Any]) -> str:
    """One line per method and object, so that a new version of the Bot API is a readable diff."""
    parts = [f'"version": {json.dumps(table["version"])}']
    for section in ("methods", "objects"):
        rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in table[section].items())
        parts.append(f'"{section}": {{\n{rows}\n}}')
    parts.append(f'"not_played": {json.dumps(table["not_played"])}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(render(derive(json.loads(Path(sys.argv[1]).read_text("utf-8")))), "utf-8")
