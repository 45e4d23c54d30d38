"""`xiaoxin chat --as 李老师`: the same engine in a terminal. Buttons are numbers; news arrives in between."""

import secrets
import sys
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.text import Text as RichText
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import MovableClock, real_time
from bot.commands.opening import open_database, shelf
from bot.commands.saying import Problem
from bot.settings import Settings
from bot.wiring import make_dispatcher, make_wordsmith
from handlers import incoming
from handlers.cards import Rendered
from handlers.dispatch import Dispatcher
from handlers.incoming import Identity, Said
from handlers.people import binding
from handlers.texts import Text
from jobs.wordsmith import Wordsmith
from storage import files, inbox, people
from storage.base import Database
from storage.outbox import Kind, Message, Sent

PLATFORM = "console"
NOBODY = Text("没有叫「{name}」的人。可以是：{names}", "Nobody is called {name!r}. There are: {names}")
FILE = Text("文件：{path}", "File: {path}")
HINT = Text("直接说话；数字选按钮；Ctrl-D 离开。", "Just talk; numbers press buttons; Ctrl-D leaves.")


def chat_as(name: str, *, demo: bool) -> None:
    """Talk as somebody of the school until the end of input."""
    settings = Settings(data_dir=Path("demo-data"), database_url="") if demo else Settings()
    if demo:
        from bot.demo import clear, set_the_stage

        clear(settings.data_dir, unfinished=True)
    with open_database(settings) as database:
        if demo:
            set_the_stage(settings, database, keep=True)
        clock = MovableClock(database) if demo else real_time
        books = shelf(settings, database, clock)
        if books.asks_a_service:
            books.warm()
        wordsmith = make_wordsmith(settings, database, clock)
        dispatcher = make_dispatcher(
            settings, database, books, clock, wording_time=wordsmith.wording_time if wordsmith else timedelta
        )
        received = settings.data_dir / "received"
        Terminal(database, dispatcher, name, settings.language, wordsmith, received=received).run()


class Terminal:
    """One person's terminal. It is its own platform: rows of the outbox are printed and marked."""

    def __init__(
        self,
        database: Database,
        dispatcher: Dispatcher,
        name: str,
        language: str,
        wordsmith: Wordsmith | None = None,
        *,
        received: Path = Path("received"),
    ) -> None:
        self._wordsmith, self._received = wordsmith, received
        self._database, self._dispatcher, self._language = database, dispatcher, language
        self._console = Console(highlight=False)
        with database.write() as tx:
            found = people.by_name(tx, name)
            if len(found) != 1:
                names = "、".join(sorted({person.name for person in people.active_people(tx)})) or "—"
                raise Problem(NOBODY(name=name, names=names))
            self._address = f"console-{found[0].id}"
            binding.know(tx, found[0], PLATFORM, self._address, real_time())

    def run(self) -> None:
        """Read, answer, print, until the input ends."""
        self._console.print(HINT.to(self._language), style="dim")
        self._show_new()
        while True:
            try:
                text = self._console.input("[bold]> [/bold]") if sys.stdin.isatty() else sys.stdin.readline()
            except EOFError:
                return
            if not text:
                if sys.stdin.isatty():
                    continue
                return
            if text.strip():
                self._say(text.strip())
                self._show_new()

    def _say(self, text: str) -> None:
        who = Identity(PLATFORM, self._address, self._address, language=self._language)
        heard = Said(who, secrets.token_hex(8), real_time(), text)
        with self._database.write() as tx:
            inbox.keep(tx, PLATFORM, heard.event_id, self._address, incoming.to_json(heard), real_time())
        self._dispatcher.process_all(PLATFORM, self._address)
        if self._wordsmith is not None:
            self._wordsmith.work_off()

    def _show_new(self) -> None:
        """Print what is queued for this terminal, and mark it: printed is delivered."""
        with self._database.write() as tx:
            rows = tx.scalars(
                select(Message)
                .where(Message.platform == PLATFORM, Message.address == self._address, Message.status == Sent.QUEUED)
                .order_by(Message.id)
            ).all()
            for row in rows:
                if row.kind != Kind.TOAST:
                    card = Rendered.from_json(row.card)
                    self._print(card, edited=row.kind == Kind.EDIT)
                    if row.kind == Kind.SEND:
                        self._receive(tx, card)
                row.status, row.settled_at, row.external_id = int(Sent.ACCEPTED), real_time(), str(row.id)

    def _receive(self, tx: Session, card: Rendered) -> None:
        """Files are laid into a folder, and their paths printed. Their names are safe: `handlers.files` made them."""
        for file in card.files:
            content = files.content_of(tx, file.id, real_time())
            if content is None:
                continue
            self._received.mkdir(parents=True, exist_ok=True)
            path = self._received / f"{file.id} {Path(file.name).name}"
            path.write_bytes(content)
            self._console.print(FILE(path=path).to(self._language))

    def _print(self, card: Rendered, *, edited: bool) -> None:
        body = RichText("\n".join(card.paragraphs()[1:]))
        if card.buttons:
            body.append("\n" if body.plain else "")
            for number, button in enumerate(card.buttons, 1):
                body.append(f" {number} ", style="reverse")
                body.append(f" {button.label}   ")
        title = RichText(card.title, style="bold")
        whole = RichText("\n").join([title, body]) if body.plain else title
        self._console.print(Panel(whole, title="✎" if edited else None, title_align="left", expand=False))
