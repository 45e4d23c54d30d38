"""`xiaoxin ask` and `xiaoxin understand`: one question, or a file of them, in and out as JSON lines."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from bot.commands.opening import open_database, shelf
from bot.commands.saying import Problem, tell, tell_json
from bot.settings import Settings
from bot.wiring import chat_model
from handlers import guessing
from handlers.texts import Text
from handlers.understand import Understander, Understood
from knowledge.charter import Answer, Library
from storage import people
from storage.base import Database

NO_FILE = Text("打不开文件 {name}。", "Cannot open the file {name}.")
BAD_LINE = Text(
    "第 {line} 行不是要的 JSON 对象：{why}。格式见 xiaoxin ask --help。",
    "Line {line} is not the JSON object it should be: {why}. See `xiaoxin ask --help` for the form.",
)
NONE_THEN = Text("{date} 还没有制度文本在施行。", "No charter was in force on {date}.")
NOT_UTF8 = Text("第 {line} 行不是 UTF-8 编码。", "Line {line} is not in UTF-8.")


def ask_one(question: str, *, day: date | None = None, as_json: bool) -> None:
    """Answer one question for a person or a program."""
    settings = Settings()
    with open_database(settings) as database:
        library = _library(settings, database, day)
        library.prepare(question)
        answer = library.ask(question)
    if as_json:
        tell_json(_as_json("", answer))
        return
    tell(answer.text)
    for citation in answer.citations:
        tell(f"  · {citation.clause} {citation.path}")


def ask_lines(name: str, *, day: date | None = None) -> None:
    """Answer a file of questions, one JSON line for each."""
    settings = Settings()
    with open_database(settings) as database:
        library = _library(settings, database, day)
        for number, line in _numbered(name):
            data = _object(number, line, "q")
            library.prepare(data["q"])
            tell_json(_as_json(data.get("id", ""), library.ask(data["q"], _history(number, data))))


def _library(settings: Settings, database: Database, day: date | None) -> Library:
    """The charter, with whatever services are configured: a command waits for them, bounded, as nobody else waits."""
    books = shelf(settings, database)
    if books.asks_a_service:
        books.warm()
    library = books.library() if day is None else books.library_on(day)
    if library is None:
        raise Problem(NONE_THEN(date=day.isoformat() if day else ""))
    writer = chat_model(settings)
    return library if writer is None else library.with_writer(writer)


def understand_one(sentence: str, *, role: str, context: str) -> None:
    """What one sentence means."""
    tell_json(_meant("", _understander().understand(sentence, role=role, context=context, now=datetime.now(UTC))))


def understand_lines(name: str) -> None:
    """What each line of a file means."""
    understander, now = _understander(), datetime.now(UTC)
    for number, line in _numbered(name):
        data = _object(number, line, "text")
        role, context = str(data.get("role") or "staff"), str(data.get("context") or "none")
        meant = understander.understand(data["text"], role=role, context=context, now=now)
        tell_json(_meant(data.get("id", ""), meant))


def _understander() -> Understander:
    """Rules and examples, and the configured model where they are unsure; its names are masked as in a chat."""
    from handlers.features import all_features

    settings = Settings()
    model = chat_model(settings)
    if model is None:
        return Understander(all_features().examples())
    with open_database(settings) as database, database.read() as tx:
        names = {person.name for person in people.active_people(tx)}
    return Understander(all_features().examples(), guessing.asked_of(model.pick, names))


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
    except (ValueError, RecursionError) as broken:
        raise Problem(BAD_LINE(line=number, why=str(broken))) from None
    if not isinstance(data, dict) or not isinstance(data.get(needed), str):
        raise Problem(BAD_LINE(line=number, why=f'"{needed}"'))
    return data


def _history(number: int, data: dict[str, Any]) -> list[dict[str, str]]:
    history = data.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, dict) for turn in history):
        raise Problem(BAD_LINE(line=number, why='"history"'))
    return [{str(name): str(said) for name, said in turn.items()} for turn in history]


def _numbered(name: str) -> Iterator[tuple[int, str]]:
    """The lines of a file, or of standard input as they come, in UTF-8 whatever the terminal thinks."""
    with _opened(name) as lines:
        for number, raw in enumerate(lines, 1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                raise Problem(NOT_UTF8(line=number)) from None
            if line.strip():
                yield number, line


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as lines:
            yield lines
    except OSError:
        raise Problem(NO_FILE(name=name)) from None
