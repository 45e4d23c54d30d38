"""A fake platform by hand: `python -m tests.fakes telegram --port 9001`.

It prints what the bot has to be told, then everything the bot says. Type as the people would:

    李老师: 高二3班投影仪不亮        a message
    王师傅 > 接单                     a pressed button

People come into being when they are first named.
"""

import argparse
import sys
import threading
from collections.abc import Iterator
from typing import Protocol

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_users import User


class Stage(Protocol):
    """What a platform has to offer to be played by hand."""

    def introduction(self) -> str: ...
    def says(self, name: str, text: str) -> None: ...
    def presses(self, name: str, label: str) -> None: ...
    def news(self) -> Iterator[str]: ...


class TelegramStage:
    def __init__(self, host: str, port: int) -> None:
        self.fake = FakeTelegram().start(host, port)
        self.people: dict[str, User] = {}

    def introduction(self) -> str:
        return f"XIAOXIN_TELEGRAM_API_URL={self.fake.root}\nXIAOXIN_TELEGRAM_TOKEN={self.fake.token}"

    def _person(self, name: str) -> User:
        if name not in self.people:
            self.people[name] = self.fake.user(first_name=name)
        return self.people[name]

    def says(self, name: str, text: str) -> None:
        self._person(name).sends(text)

    def presses(self, name: str, label: str) -> None:
        self._person(name).presses(label)

    def news(self) -> Iterator[str]:
        seen: dict[tuple[int, int], str] = {}
        while True:
            with self.fake.changed:
                self.fake.changed.wait()
                for message in self.fake.sent:
                    key = (message.chat.id, message.message_id)
                    person = message.chat.person
                    who = person.first_name if person else message.chat.title
                    keys = "".join(f" [{label}]" for label in message.buttons)
                    line = f"→ {who}: {message.text}{keys}"
                    if seen.get(key) != line:
                        seen[key] = line
                        yield line


STAGES: dict[str, type[TelegramStage]] = {"telegram": TelegramStage}


def obey(stage: Stage, line: str) -> None:
    name, colon, text = line.partition(":")
    who, arrow, label = line.partition(">")
    if arrow and (not colon or len(who) < len(name)):
        stage.presses(who.strip(), label.strip())
    elif colon:
        stage.says(name.strip(), text.strip())
    else:
        raise ValueError("write `name: text` or `name > button`")


def report(stage: Stage) -> None:
    for line in stage.news():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes", description=__doc__)
    parser.add_argument("platform", choices=sorted(STAGES))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    stage = STAGES[options.platform](options.host, options.port)
    sys.stdout.write(f"{stage.introduction()}\n")
    sys.stdout.flush()
    threading.Thread(target=report, args=(stage,), daemon=True).start()
    for line in sys.stdin:
        try:
            obey(stage, line.replace("：", ":").strip())
        except (AssertionError, ValueError, RuntimeError) as error:
            sys.stdout.write(f"! {error}\n")
    threading.Event().wait()  # standard input ended; go on serving until interrupted


if __name__ == "__main__":
    main()
