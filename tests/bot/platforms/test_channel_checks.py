"""`xiaoxin channels check`: each thing that is wrong is one sentence that says what to do; secrets stay out of it."""

from dataclasses import replace

import pytest

from bot.platforms import telegram_bot, wechat_account, wechat_callback, wecom_app, wecom_callback
from bot.platforms.findings import Finding
from bot.platforms.telegram_bot import TelegramAccount, TelegramLine
from bot.platforms.wechat_account import WeChatAccount
from bot.platforms.wechat_envelope import Envelope
from bot.platforms.wecom_app import WeComApp
from bot.platforms.weixin_checks import door_findings
from tests.bot.platforms.conftest import RememberingEars, served
from tests.fakes import Corporation, FakeTelegram, FakeWeChat, FakeWeCom, OfficialAccount

pytestmark = pytest.mark.anyio

PUBLIC = "https://xiaoxin.school.example"
SECRET = "a-secret"


def sentences(findings: list[Finding], *, ok: bool) -> list[str]:
    return [finding.says.zh for finding in findings if finding.ok is ok]


async def test_telegram_by_polling() -> None:
    with FakeTelegram() as fake:
        account = TelegramAccount(fake.token, fake.root)
        findings = await telegram_bot.check(account, "polling")
        assert sentences(findings, ok=True) == [
            "机器人 @xiaoxin_fake_bot 在线，令牌有效。",
            "用轮询收消息，不需要公网地址。",
        ]
        assert sentences(findings, ok=False) == []
        line = TelegramLine(account)
        await line.bot.set_webhook("http://127.0.0.1:9/old")
        [trouble] = sentences(await telegram_bot.check(account, "polling"), ok=False)
        assert trouble.startswith("还留着一个推送地址 http://127.0.0.1:9/old")
        await line.bot.delete_webhook()
        await line.close()


async def test_telegram_by_webhook() -> None:
    with FakeTelegram() as fake:
        account = TelegramAccount(fake.token, fake.root, SECRET, "http://127.0.0.1:9")
        assert "还没有设成" in sentences(await telegram_bot.check(account, "webhook"), ok=False)[0]
        line = TelegramLine(account)
        await line.set_webhook()
        assert sentences(await telegram_bot.check(account, "webhook"), ok=False) == []
        bare = replace(account, secret="")
        assert "XIAOXIN_TELEGRAM_SECRET" in sentences(await telegram_bot.check(bare, "webhook"), ok=False)[0]
        await line.bot.delete_webhook()
        await line.close()


async def test_telegram_with_a_wrong_token_or_out_of_reach() -> None:
    with FakeTelegram() as fake:
        [wrong] = await telegram_bot.check(TelegramAccount("1:wrong-token", fake.root), "polling")
    assert not wrong.ok
    assert "BotFather" in wrong.says.en
    [gone] = await telegram_bot.check(TelegramAccount("1:wrong-token", "http://127.0.0.1:9"), "polling")
    assert not gone.ok
    assert "XIAOXIN_TELEGRAM_PROXY" in gone.says.en
    assert "wrong-token" not in wrong.says.zh + wrong.says.en + gone.says.zh + gone.says.en


async def test_wecom() -> None:
    with FakeWeCom() as fake:
        known = fake.corporation
        app = WeComApp(known.corp_id, known.agent_id, known.secret, known.token, known.aes_key, fake.root, PUBLIC)
        findings = await wecom_app.check(app)
        assert sentences(findings, ok=False) == []
        assert sentences(findings, ok=True) == [
            "企业微信应用可用：凭证和可信 IP 都没问题。", f"请在管理后台填回调地址：{PUBLIC}/wecom/callback",
        ]  # fmt: skip
        wrong = replace(app, secret="WRONG-SECRET", token="", aes_key="short", public_url="http://localhost")
        texts = sentences(await wecom_app.check(wrong), ok=False)
        assert [any(word in text for text in texts) for word in ("WECOM_SECRET", "_TOKEN", "_AES_KEY", "访问不到")] == [
            True
        ] * 4
        assert not any("WRONG-SECRET" in text for text in texts)
        assert "WECOM_CORP_ID" in sentences(await wecom_app.check(replace(app, corp_id="ww1")), ok=False)[0]
        fake.trusted_ip = False
        [untrusted] = sentences(await wecom_app.check(app), ok=False)
        assert "出口 IP 203.0.113.7：" in untrusted
        assert "企业可信IP" in untrusted


async def test_wechat() -> None:
    with FakeWeChat() as fake:
        known = fake.settings
        account = WeChatAccount(known.app_id, known.app_secret, known.token, known.aes_key, fake.root, PUBLIC)
        assert sentences(await wechat_account.check(account), ok=False) == []
        assert "明文模式" in "".join(sentences(await wechat_account.check(replace(account, aes_key="")), ok=True))
        assert (
            "WECHAT_APP_SECRET" in sentences(await wechat_account.check(replace(account, app_secret="no")), ok=False)[0]
        )
        assert "WECHAT_APP_ID" in sentences(await wechat_account.check(replace(account, app_id="wx1")), ok=False)[0]


async def test_platforms_of_tencent_out_of_reach() -> None:
    gone = "http://127.0.0.1:9"
    app = WeComApp("ww1", 1, "SECRET-1", "t", "x" * 43, gone, PUBLIC)
    account = WeChatAccount("wx1", "SECRET-1", "t", "x" * 43, gone, PUBLIC)
    for findings in (await wecom_app.check(app), await wechat_account.check(account)):
        [trouble] = sentences(findings, ok=False)
        assert gone in trouble
        assert "SECRET-1" not in trouble


async def test_a_number_of_another_application_is_found_before_a_message_is() -> None:
    with FakeWeCom() as fake:
        known = fake.corporation
        app = WeComApp(known.corp_id, 77, known.secret, known.token, known.aes_key, fake.root, PUBLIC)
        [wrong] = sentences(await wecom_app.check(app), ok=False)
        assert "XIAOXIN_WECOM_AGENT_ID" in wrong
        fake.fail_next("agent/get", status=404)
        assert sentences(await wecom_app.check(replace(app, agent_id=known.agent_id)), ok=False) == []


async def test_an_account_that_may_only_answer_is_said_to_be_one() -> None:
    with FakeWeChat(verified=False) as fake:
        known = fake.settings
        account = WeChatAccount(known.app_id, known.app_secret, known.token, known.aes_key, fake.root, PUBLIC)
        findings = await wechat_account.check(account)
        assert sentences(findings, ok=False) == []
        assert any("没有认证" in said and "查收" in said for said in sentences(findings, ok=True))
        fake.fail_next(
            "stable_token", errcode=40164, errmsg="invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist"
        )
        assert "出口 IP 203.0.113.9 加到" in sentences(await wechat_account.check(account), ok=False)[0]


DOORS: dict[str, tuple[dict[str, str], dict[str, str], list[bool]]] = {
    "the same settings": ({}, {}, [True, True]),
    "another key": ({"aes_key": "Z" * 43}, {}, [False, True]),
    "another token": ({"token": "another"}, {"token": "another"}, [False, False]),
}


@pytest.mark.parametrize("name", DOORS)
def test_our_own_doors_are_knocked_on_as_the_consoles_do_it(name: str, ears: RememberingEars) -> None:
    corporation, official, opens = DOORS[name]
    corp, known = Corporation(), OfficialAccount()
    app = WeComApp(corp.corp_id, corp.agent_id, corp.secret, corp.token, corp.aes_key)
    account = WeChatAccount(known.app_id, known.app_secret, known.token, known.aes_key)
    ours, theirs = replace(app, **corporation), replace(account, **official)  # type: ignore[arg-type]
    connection = wecom_app.connect(ours)
    with served([*wecom_callback.routes(ears, app), *wechat_callback.routes(ears, account)]) as address:
        envelope = Envelope(ours.token, ours.aes_key, ours.corp_id, corporation=True)
        found = [
            *door_findings(connection, f"{address}/wecom/callback", ours.token, "WECOM", envelope),
            *door_findings(connection, f"{address}/wechat/callback", theirs.token, "WECHAT", None),
        ]
    assert [one.ok for one in found] == opens
    assert door_findings(connection, "http://127.0.0.1:9/wecom/callback", ours.token, "WECOM", envelope) == []
    connection.close()
