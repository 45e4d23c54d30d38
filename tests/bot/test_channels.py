"""The channels as they are wired: what a mouth asks of the database must not cost a message while it is away."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import channels
from bot.files import FileRoom
from bot.settings import Settings
from jobs.alarms import Alarms
from jobs.outgoing import Accepted, Outcome
from storage.base import Database
from tests.bot.platforms.conftest import card, sending
from tests.fakes import FakeWeChat, FakeWeCom


async def said(channel: channels.Channel, address: str) -> Sequence[Outcome]:
    """One card through its mouth, and the line closed."""
    outcomes = await channel.mouth.send([sending(address, card("T-0001", "接单"))])
    assert channel.close is not None
    await channel.close()
    return outcomes


def test_a_message_that_is_in_hand_leaves_while_the_database_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    database = Database(f"sqlite:///{tmp_path / 'without-tables.db'}")
    with FakeWeCom() as wecom, FakeWeChat() as wechat:
        corp, account = wecom.corporation, wechat.settings
        settings = Settings.model_validate(
            {
                "wecom_corp_id": corp.corp_id, "wecom_agent_id": corp.agent_id, "wecom_secret": corp.secret,
                "wecom_token": corp.token, "wecom_aes_key": corp.aes_key, "wecom_api_url": wecom.root,
                "wechat_app_id": account.app_id, "wechat_app_secret": account.app_secret, "wechat_token": account.token,
                "wechat_api_url": wechat.root,
            }
        )  # fmt: skip
        room = FileRoom(database, lambda: datetime.now(UTC), "")
        fan, member = wechat.fan(), wecom.member("li")
        wechat.account.opened_by_message(fan.follower)
        for channel in channels.configured(settings, database, "w1", Alarms(), room):
            address = fan.openid if channel.name == "wechat" else member.userid
            [outcome] = asyncio.run(said(channel, address))
            assert isinstance(outcome, Accepted), (channel.name, outcome)
        assert [shown.text for shown in member.sees()] == ["T-0001"]
        assert fan.hears() == ["T-0001\n\n1. 接单"]
    database.close()
