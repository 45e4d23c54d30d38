"""A fake platform by hand: `python -m tests.fakes telegram --port 9001`.

It prints what the bot has to be told, then everything the bot says. Type as the people would:

    李老师: 高二3班投影仪不亮        a message
    王师傅 > 接单                     a pressed button

People come into being when they are first named.
"""

import argparse
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Protocol

from tests.fakes import FakeTelegram, FakeWeChat, FakeWeCom
from tests.fakes.serving import PlatformFake
from tests.fakes.telegram_users import User
from tests.fakes.wechat_followers import Fan
from tests.fakes.wecom_members import Member


class Stage(Protocol):
    """What a platform has to offer to be played by hand."""

    def introduction(self) -> str: ...
    def says(self, name: str, text: str) -> None: ...
    def presses(self, name: str, label: str) -> None: ...
    def news(self) -> Iterator[str]: ...


def changes(fake: PlatformFake, lines: Callable[[], list[tuple[object, str]]]) -> Iterator[str]:
    """Each line when it is new or reads differently; waits in between."""
    seen: dict[object, str] = {}
    while True:
        with fake.changed:
            fresh = [(key, line) for key, line in lines() if seen.get(key) != line]
            if not fresh:
                fake.changed.wait()
        for key, line in fresh:
            seen[key] = line
            yield line


def with_keys(who: str, text: str, labels: list[str]) -> str:
    return f"→ {who}: {text}{''.join(f' [{label}]' for label in labels)}"


class TelegramStage:
    def __init__(self, host: str, port: int, _: str) -> None:
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
        def lines() -> list[tuple[object, str]]:
            found: list[tuple[object, str]] = []
            for m in self.fake.sent:
                who = m.chat.person.first_name if m.chat.person else str(m.chat.title)
                found.append(((m.chat.id, m.message_id), with_keys(who, m.text, m.buttons)))
            return found

        return changes(self.fake, lines)


class WeComStage:
    def __init__(self, host: str, port: int, callback: str) -> None:
        self.fake = FakeWeCom(callback_url=callback).start(host, port)
        self.people: dict[str, Member] = {}

    def introduction(self) -> str:
        known = self.fake.corporation
        values = {
            "API_URL": self.fake.root,
            "CORP_ID": known.corp_id,
            "AGENT_ID": known.agent_id,
            "SECRET": known.secret,
            "TOKEN": known.token,
            "AES_KEY": known.aes_key,
        }
        lines = [f"XIAOXIN_WECOM_{name}={value}" for name, value in values.items()]
        return "\n".join([*lines, f"# calls back at {self.fake.callback_url}"])

    def _person(self, name: str) -> Member:
        if name not in self.people:
            self.people[name] = self.fake.member(name)
        return self.people[name]

    def says(self, name: str, text: str) -> None:
        self._person(name).sends(text)

    def presses(self, name: str, label: str) -> None:
        self._person(name).presses(label)

    def news(self) -> Iterator[str]:
        def lines() -> list[tuple[object, str]]:
            return [
                ((name, index), with_keys(name, shown.text, shown.buttons))
                for name, member in self.people.items()
                for index, shown in enumerate(member.person.inbox)
            ]

        return changes(self.fake, lines)


class WeChatStage:
    def __init__(self, host: str, port: int, callback: str) -> None:
        self.fake = FakeWeChat(callback_url=callback).start(host, port)
        self.people: dict[str, Fan] = {}

    def introduction(self) -> str:
        known = self.fake.settings
        values = {
            "API_URL": self.fake.root,
            "APP_ID": known.app_id,
            "APP_SECRET": known.app_secret,
            "TOKEN": known.token,
            "AES_KEY": known.aes_key,
        }
        lines = [f"XIAOXIN_WECHAT_{name}={value}" for name, value in values.items()]
        return "\n".join([*lines, f"# calls back at {self.fake.callback_url}"])

    def _person(self, name: str) -> Fan:
        if name not in self.people:
            self.people[name] = self.fake.fan(name)
        return self.people[name]

    def says(self, name: str, text: str) -> None:
        self._person(name).sends(text)

    def presses(self, name: str, label: str) -> None:
        self._person(name).taps(label)

    def news(self) -> Iterator[str]:
        def lines() -> list[tuple[object, str]]:
            return [
                ((name, index), with_keys(name, seen.text, seen.choices))
                for name, fan in self.people.items()
                for index, seen in enumerate(fan.follower.inbox)
            ]

        return changes(self.fake, lines)


STAGES: dict[str, Callable[[str, int, str], Stage]] = {
    "telegram": TelegramStage,
    "wecom": WeComStage,
    "wechat": WeChatStage,
}


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
    parser.add_argument("--callback", help="where WeCom or WeChat shall call the bot")
    options = parser.parse_args()
    callback = options.callback or f"http://127.0.0.1:8080/{options.platform}/callback"
    stage = STAGES[options.platform](options.host, options.port, callback)
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
