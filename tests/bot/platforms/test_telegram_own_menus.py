"""Each person's own command menu: by role and language, told to Telegram when it changes and not otherwise."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import pytest
from telegram.error import RetryAfter

from bot.menu_memory import MenuMemory
from bot.platforms.telegram_bot import TelegramAccount, TelegramLine
from bot.platforms.telegram_menu import COMMANDS, OF_ROLES, SPOKEN, Owner, own_menu
from bot.platforms.telegram_own_menus import OwnMenus, Told
from handlers.catalogue import Features
from handlers.people import binding
from storage import people
from storage.people import Role
from tests.conftest import SmallSchool
from tests.fakes import Clock, FakeTelegram, Limits

pytestmark = pytest.mark.anyio

MENUS = {
    "a teacher": (Owner(frozenset({"staff"}), "zh"), []),
    "a teacher who asked for English": (Owner(frozenset({"staff"}), "en", chose=True), []),
    "a technician": (Owner(frozenset({"staff", "technician"}), "zh"), ["jobs", "queue"]),
    "the CIO": (Owner(frozenset({"cio"}), "en"), ["approvals", "goals", "safety", "instructions"]),
    "a leader who is liaison": (Owner(frozenset({"leader", "liaison"}), "zh"), ["goals", "instructions", "department"]),
}


@pytest.mark.parametrize("who", MENUS)
def test_what_belongs_to_somebodys_work_stands_first(who: str) -> None:
    owner, work = MENUS[who]
    own = [command.name for command in own_menu(owner)]
    assert own == ([*work, *(command.name for command in COMMANDS)] if work or owner.chose else [])


def test_every_entry_says_words_that_something_here_answers(features: Features) -> None:
    assert {role for command in OF_ROLES for role in command.roles} <= {role.value for role in Role}
    assert len(SPOKEN) == len(COMMANDS) + len(OF_ROLES)
    unknown = {says for name, says in SPOKEN.items() if says not in features.commands}
    assert unknown == {"取消", "谁还没绑定"}  # what the engine itself and a door of its own hear


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram(clock=Clock(frozen=True), limits=Limits.none()) as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture
async def line(telegram: FakeTelegram) -> AsyncIterator[TelegramLine]:
    opened = TelegramLine(TelegramAccount(telegram.token, telegram.root))
    yield opened
    await opened.close()


@dataclass
class Notes:
    """A memory on a slip of paper."""

    owners: dict[str, Owner] = field(default_factory=dict)
    told: Told = field(default_factory=dict)

    def look(self) -> tuple[dict[str, Owner], Told]:
        return self.owners, dict(self.told)

    def keep(self, told: Told) -> None:
        self.told = told


def menu_of(telegram: FakeTelegram, chat: int) -> list[str]:
    scope = json.dumps([{"type": "chat", "chat_id": chat}, ""], sort_keys=True)
    return [command["description"] for command in telegram.commands.get(scope, [])]


async def test_telegram_is_told_when_a_menu_changes_and_not_otherwise(
    telegram: FakeTelegram, line: TelegramLine
) -> None:
    wang, never = telegram.user(first_name="王技术"), telegram.user(started=False)
    technician = Owner(frozenset({"technician"}), "zh-hans")
    notes = Notes({str(wang.id): technician, str(never.id): technician})
    menus = OwnMenus(line, notes.look, notes.keep)
    assert await menus.bring_up_to_date() == 1
    assert menu_of(telegram, wang.id)[:3] == ["我手上的工单", "等人接的工单", "报修：一句话说清地点和问题"]
    calls = len(telegram.calls)
    assert await menus.bring_up_to_date() == 0
    assert len(telegram.calls) == calls  # and who was refused is not asked for again
    notes.owners[str(wang.id)] = Owner(frozenset({"technician"}), "en", chose=True)
    assert await menus.bring_up_to_date() == 1
    assert menu_of(telegram, wang.id)[0] == "My repair jobs"
    notes.owners.clear()  # unbound, offboarded, no technician any more
    assert await menus.bring_up_to_date() == 1
    assert (menu_of(telegram, wang.id), notes.told) == ([], {})


async def test_what_was_told_before_trouble_is_not_told_again(telegram: FakeTelegram, line: TelegramLine) -> None:
    users = [telegram.user() for _ in range(2)]
    notes = Notes({str(user.id): Owner(frozenset({"cio"}), "zh") for user in users})
    menus = OwnMenus(line, notes.look, notes.keep)
    telegram.fail_next("setMyCommands", delay=0.0)  # the first passes
    telegram.fail_next("setMyCommands", status=429, description="Too Many Requests", parameters={"retry_after": 3})
    with pytest.raises(RetryAfter):
        await menus.bring_up_to_date()
    assert len(notes.told) == 1
    assert await menus.bring_up_to_date() == 1
    assert len(telegram.called("setMyCommands")) == 3


def test_whoever_is_bound_and_was_heard_has_a_menu_and_who_left_has_none(school: SmallSchool) -> None:
    with school.database.write() as tx:
        for name, number, heard in (
            ("王技术", "501003", True),
            ("李老师", "501001", True),
            ("陈主任", "501002", False),
        ):
            account = binding.know(tx, people.by_name(tx, name)[0], "telegram", number, school.clock.now)
            account.last_heard_at = school.clock.now if heard else None
            account.language = "zh-hans"
    memory = MenuMemory(school.database, "zh")
    owners, told = memory.look()
    assert owners == {
        "501003": Owner(frozenset({"staff", "technician"}), "zh-hans"), "501001": Owner(frozenset({"staff"}), "zh-hans"),
    }  # fmt: skip
    memory.keep({"501003": "x"})
    with school.database.write() as tx:
        people.forget_accounts(tx, people.by_name(tx, "王技术")[0])
    assert memory.look() == ({"501001": owners["501001"]}, {"501003": "x"})
    assert told == {}
