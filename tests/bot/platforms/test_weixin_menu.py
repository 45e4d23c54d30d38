"""The menu at the foot of the chat, on both platforms of Tencent, put up by the command."""

import os
from pathlib import Path

import pytest

from bot.platforms import wechat, wecom
from bot.platforms.weixin_menu import menu
from handlers.incoming import Pressed, Said
from tests.e2e.running import plain_environment, xiaoxin
from tests.fakes import FakeWeChat, FakeWeCom
from tests.fakes.weixin_callbacks import to_xml
from tests.fakes.weixin_menus import refuse_unless_menu


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("fetches", [True, False])
def test_every_entry_is_short_enough_and_means_something(language: str, fetches: bool) -> None:
    found = menu(language, fetches=fetches)
    refuse_unless_menu(found, longest_below=40)
    leaves = [leaf for top in found["button"] for leaf in top.get("sub_button", [top])]
    for leaf in leaves:
        event = {"FromUserName": "li", "CreateTime": 1, "MsgType": "event", "Event": "CLICK", "EventKey": leaf["key"]}
        heard = wechat.read(to_xml(event))
        assert isinstance(heard, Pressed | Said)
        assert heard == wecom.tapped(heard.who, heard.event_id, heard.at, leaf["key"])


def test_the_command_puts_it_up_and_says_what_the_platform_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with FakeWeCom() as wecom_fake, FakeWeChat(verified=False) as official:
        corp, account = wecom_fake.corporation, official.settings
        env = plain_environment(
            data_dir=str(tmp_path), wecom_corp_id=corp.corp_id, wecom_agent_id=str(corp.agent_id), wecom_secret=corp.secret,
            wecom_token=corp.token, wecom_aes_key=corp.aes_key, wecom_api_url=wecom_fake.root,
            wechat_app_id=account.app_id, wechat_app_secret=account.app_secret, wechat_token=account.token,
            wechat_api_url=official.root,
        )  # fmt: skip
        done = xiaoxin("channels", "menu", "wecom", env={**env, "NO_PROXY": os.environ["NO_PROXY"]}, cwd=tmp_path)
        assert (done.returncode, "菜单已放好" in done.stdout) == (0, True), done.stderr
        assert wecom_fake.menu is not None
        assert [top["name"] for top in wecom_fake.menu["button"]] == ["报修", "问制度", "我的"]
        refused = xiaoxin("channels", "menu", "wechat", env=env, cwd=tmp_path)
        assert (refused.returncode, "48001" in refused.stderr) == (1, True)
        assert account.app_secret not in refused.stdout + refused.stderr
        official.account.verified = True
        assert xiaoxin("channels", "menu", "wechat", env=env, cwd=tmp_path).returncode == 0
        assert "查收" in [leaf["name"] for leaf in (official.account.menu or {})["button"][2]["sub_button"]]
        assert xiaoxin("channels", "menu", "telegram", env=env, cwd=tmp_path).returncode == 2
