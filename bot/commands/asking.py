"""`xiaoxin ask` and `xiaoxin understand`: one question, or a file of them, in and out as JSON lines."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.commands.opening import open_database, shelf
from bot.commands.saying import Problem, tell, tell_json
from bot.settings import Settings
from handlers.texts import Text
from handlers.understand import Understander, Understood
from knowledge.charter import Answer

NO_FILE = Text("打不开文件 {name}。", "Cannot open the file {name}.")
BAD_LINE = Text("第 {line} 行不是有效的 JSON 对象:{why}", "Line {line} is not a JSON object as expected: {why}")


def ask_one(question: str, *, as_json: bool) -> None:
    """Answer one question for a person or a program."""
    settings = Settings()
    with open_database(settings) as database:
        answer = shelf(settings, database).library().ask(question)
    if as_json:
        tell_json(_as_json("", answer))
        return
    tell(answer.text)
    for citation in answer.citations:
        tell(f"  · {citation.clause} {citation.path}")


def ask_lines(name: str) -> None:
    """Answer a file of questions, one JSON line for each."""
    settings = Settings()
    with open_database(settings) as database, _lines(name) as lines:
        library = shelf(settings, database).library()
        for number, line in enumerate(lines, 1):
            if line.strip():
                data = _object(number, line, "q")
                tell_json(_as_json(data.get("id", ""), library.ask(str(data["q"]), data.get("history") or ())))


def understand_one(sentence: str, *, role: str, context: str) -> None:
    """What one sentence means."""
    tell_json(_meant("", _understander().understand(sentence, role=role, context=context, now=datetime.now(UTC))))


def understand_lines(name: str) -> None:
    """What each line of a file means."""
    understander, now = _understander(), datetime.now(UTC)
    with _lines(name) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                data = _object(number, line, "text")
                role, context = str(data.get("role") or "staff"), str(data.get("context") or "none")
                tell_json(
                    _meant(
                        data.get("id", ""),
                        understander.understand(str(data["text"]), role=role, context=context, now=now),
                    )
                )


def _understander() -> Understander:
    from handlers.features import all_features

    return Understander(all_features().examples())


def _as_json(id: Any, answer: Answer) -> dict[str, Any]:
    return {
        "id": id, "answered": answer.answered, "authority": answer.authority.value, "answer": answer.text,
        "citations": [
            {"document": citation.document, "clause": citation.clause, "quote": citation.quote} for citation in answer.citations
        ],
    }  # fmt: skip


def _meant(id: Any, meant: Understood) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": id,
        "intent": meant.intent,
        "slots": dict(meant.slots),
        "confidence": round(meant.confidence, 3),
    }
    if meant.parts:
        found["parts"] = [{"intent": part.intent, "slots": dict(part.slots)} for part in meant.parts]
    return found


def _object(number: int, line: str, needed: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except ValueError as broken:
        raise Problem(BAD_LINE(line=number, why=str(broken))) from None
    if not isinstance(data, dict) or needed not in data:
        raise Problem(BAD_LINE(line=number, why=f'"{needed}" missing'))
    return data


@contextmanager
def _lines(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8") as lines:
            yield lines
    except OSError:
        raise Problem(NO_FILE(name=name)) from None
