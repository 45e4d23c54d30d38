"""Parameters against the table of the Bot API: names, types, what is required."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.fakes.telegram_refusals import Refused, bad_request
from tests.fakes.wire import Upload

Violation = Callable[[str], None]
ARRAY = "Array of "
MISSING = {
    "chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "action": "wrong parameter action in request",
    "file_id": "file_id not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
UNREADABLE = {
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "entities": "can't parse entities JSON object",
    "commands": "can't parse commands JSON object",
    "link_preview_options": "can't parse link preview options JSON object",
    "reply_parameters": "can't parse reply parameters JSON object",
}


@cache
def table() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name("telegram_methods.json").read_text("utf-8"))
    return loaded


@cache
def canonical_names() -> dict[str, str]:
    """Telegram does not mind the case of a method's name."""
    return {name.lower(): name for name in table()["methods"]}


class _Misfit(Exception):
    """The value is not of this type."""


def checked(method: str, given: dict[str, Any], *, strict: bool, violation: Violation) -> dict[str, Any]:
    """The parameters as Python values, or `Refused` with Telegram's words.

    A name the method does not have is a violation; with `strict` it is refused too (Telegram ignores it).
    """
    described: dict[str, tuple[list[str], bool]] = table()["methods"][method]
    files = {name: value for name, value in given.items() if isinstance(value, Upload)}
    attached: set[str] = set()
    arguments: dict[str, Any] = {}
    for name, value in given.items():
        if name in described:
            arguments[name] = _argument(name, value, described[name][0], files, attached, violation)
    for name in given.keys() - described.keys() - attached:
        violation(f"{method}: unknown parameter {name}")
        if strict:
            raise bad_request(f"unknown parameter {name}")
    for name, (_, required) in described.items():
        if required and arguments.get(name) is None:
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return arguments


def _argument(
    name: str, value: Any, types: list[str], files: dict[str, Upload], attached: set[str], violation: Violation
) -> Any:
    if isinstance(value, str) and value.startswith("attach://") and "InputFile" in types:
        part = value.removeprefix("attach://")
        attached.add(part)
        if part not in files:
            raise bad_request(f'attached file "{part}" not found')
        return files[part]
    try:
        return _one_of(types, value, name, violation)
    except _Misfit as misfit:
        raise _refusal(name, types, misfit) from misfit


def _refusal(name: str, types: list[str], misfit: _Misfit) -> Refused:
    if "can't parse" in str(misfit):
        return bad_request(str(misfit))
    return bad_request(UNREADABLE.get(name) or f"invalid {name} specified: expected {' or '.join(types)}")


def _one_of(types: list[str], value: Any, path: str, violation: Violation) -> Any:
    misfits = []
    for kind in types:
        try:
            return _read(kind, value, path, violation)
        except _Misfit as misfit:
            misfits.append(misfit)
    raise misfits[0]


def _read(kind: str, value: Any, path: str, violation: Violation) -> Any:
    if kind.startswith(ARRAY):
        return _array(kind.removeprefix(ARRAY), _unpacked(value, path), path, violation)
    if kind in table()["objects"]:
        if kind == "InputFile":
            return _input_file(value, path)
        return _object(kind, _unpacked(value, path), path, violation)
    return _plain(kind, value, path)


def _plain(kind: str, value: Any, path: str) -> Any:
    """In a form all values are strings; in JSON a number may stand for a string, as Telegram has it."""
    number = isinstance(value, int) and not isinstance(value, bool)
    if kind == "String" and (isinstance(value, str) or number):
        return str(value)
    if kind == "Integer" and (number or (isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value))):
        return int(value)
    if kind == "Float" and (
        number or isinstance(value, float) or (isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value))
    ):
        return float(value)
    if kind in ("Boolean", "True"):
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in {"true", "false", "1", "0"}:
            return value.lower() in {"true", "1"}
    raise _Misfit(f"{path} is not {kind}")


def _input_file(value: Any, path: str) -> Upload:
    if isinstance(value, Upload):
        return value
    raise _Misfit(f"{path} is not a file")


def _unpacked(value: Any, path: str) -> Any:
    """In a form, arrays and objects come as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise _Misfit(f"{path} is not JSON") from error


def _array(kind: str, value: Any, path: str, violation: Violation) -> list[Any]:
    if not isinstance(value, list):
        raise _Misfit(f"{path} is not an array")
    return [_read(kind, item, f"{path}[{i}]", violation) for i, item in enumerate(value)]


def _object(kind: str, value: Any, path: str, violation: Violation) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Misfit(f"{path} is not an object")
    described = table()["objects"][kind]
    if isinstance(described, list):
        return _subtype(described, value, path, violation)
    for name, (_, required) in described.items():
        if required and value.get(name) is None:
            raise _Misfit(f"can't parse {_spoken(kind)}: Can't find field \"{name}\"")
    read = {}
    for name, item in value.items():
        if name not in described:
            violation(f"{path}: {kind} has no field {name}")
            continue
        read[name] = _one_of(described[name][0], item, f"{path}.{name}", violation)
    return read


def _subtype(kinds: list[str], value: dict[str, Any], path: str, violation: Violation) -> dict[str, Any]:
    for kind in kinds:
        described = table()["objects"][kind]
        word = re.sub(r"(?<!^)([A-Z])", r"_\1", kind.removeprefix("BotCommandScope")).lower()
        if value.get("type") == word:
            read = _object(kind, value, path, violation)
            return {name: read[name] for name in described if name in read}
    raise _Misfit(f"{path} has an unknown type")


def _spoken(kind: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r" \1", kind).lower()
