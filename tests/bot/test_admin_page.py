"""Who may look at the admin page and the metrics, what they say when a part is down, and what they never say."""

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import update
from starlette.testclient import TestClient

from bot.app import App
from bot.commands.opening import open_database, shelf
from bot.settings import Settings
from jobs.housekeeping import DATABASE
from storage import delivery, inbox, outbox, people
from storage.inbox import Heard, Update
from storage.outbox import Kind, Message, Sent
from tests.bot.conftest import CommandLine

TOKEN = "a long admin token of the school"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LIST = (
    "name,department,roles,wecom_userid\n李老师,数学组,,\n王师傅,信息中心,technician,wang\n陈主任,信息中心,cio;admin,\n"
)


def basic(password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"any:{password}".encode()).decode()}


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture
def app(xiaoxin: CommandLine, token: str) -> Iterator[App]:
    assert xiaoxin("people", "import", xiaoxin.file("people.csv", LIST)).code == 0
    settings = Settings(data_dir=xiaoxin.data, admin_token=SecretStr(token), wecom_secret=SecretStr("wecom-secret"))
    with open_database(settings) as database:
        yield App(settings, database, shelf(settings, database), lambda: NOW)


@pytest.fixture
def browser(app: App) -> TestClient:
    return TestClient(app.asgi())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"authorization": f"Bearer {TOKEN}x"}, 401),
        ({"authorization": TOKEN}, 401),
        ({"authorization": "Basic no base 64"}, 401),
        (basic("wrong"), 401),
        (basic(TOKEN), 200),
        ({"authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
def test_with_a_token_set_only_the_token_opens_even_on_this_machine(
    browser: TestClient, headers: dict[str, str], status: int
) -> None:
    answer = browser.get("/admin", headers=headers)
    assert answer.status_code == status
    assert ("数据库" in answer.text) == (status == 200)
    assert TOKEN not in answer.text
    assert ("www-authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize("token", [""])
@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 403),
        ("192.0.2.7", {"authorization": "Bearer "}, 403),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.7"}, 403),
        ("127.0.0.1", {"forwarded": "for=192.0.2.7"}, 403),
    ],
)
def test_without_a_token_only_this_machine_itself_may_look(
    app: App, client: str, headers: dict[str, str], status: int
) -> None:
    browser = TestClient(app.asgi(), client=(client, 50_000))
    for page in ("/admin", "/metrics"):
        assert browser.get(page, headers=headers).status_code == status
    if status == 403:
        assert "XIAOXIN_ADMIN_TOKEN" in browser.get("/admin", headers=headers).text


def test_whoever_guesses_tokens_soon_has_to_wait(browser: TestClient) -> None:
    answers = [browser.get("/admin", headers=basic(f"guess {number}")).status_code for number in range(12)]
    assert answers == [401] * 10 + [429] * 2


def test_the_page_tells_what_failed_who_is_missing_and_no_more(app: App, browser: TestClient) -> None:
    with app.database.write() as tx:
        inbox.keep(tx, "wecom", "e-1", "wang", "机密内容", NOW - timedelta(hours=1))
        tx.execute(update(Update).values(status=int(Heard.FAILED), reference="7f3a"))
        wang = people.by_name(tx, "王师傅")[0].accounts[0]
        card = {"title": "机密内容", "lines": [], "facts": [], "buttons": [], "note": ""}
        what = {"platform": "wecom", "address": "wang", "account_id": wang.id, "card": card, "kind": Kind.SEND}
        outbox.queue(tx, **what, priority=1, status=int(Sent.QUEUED), not_before=NOW, created_at=NOW)
        tx.execute(
            update(Message).values(
                status=int(Sent.FAILED),
                reason="60011 no privilege <b>wecom-secret</b>",
                settled_at=NOW - timedelta(hours=1),
            )
        )
    app.alarms("wecom.send", f"refused with {TOKEN}")
    page = browser.get("/admin", headers=basic(TOKEN)).text
    assert "60011 no privilege &lt;b&gt;•••&lt;/b&gt;" in page
    assert "7f3a" in page
    assert "refused with •••" in page
    unbound = re.search(r"还没绑定账号的人</h2>.*?</table>", page)
    assert unbound is not None
    assert re.findall(r">([^<>]+)<", unbound[0]) == ["部门", "人数", "信息中心", "1", "数学组", "1"]
    for private in ("机密内容", "李老师", "王师傅", "陈主任", TOKEN, "wecom-secret"):
        assert private not in page


def test_while_a_platform_is_cut_off_metrics_and_page_say_since_when_and_why(app: App, browser: TestClient) -> None:
    def metrics() -> str:
        return browser.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text

    assert 'xiaoxin_trouble{what="web.sending"} 0.0' in metrics()
    app.alarms.begins("telegram.sending", NOW - timedelta(minutes=20))
    app.alarms("telegram.sending", "Telegram cannot be reached: ClientConnectorError")
    app.alarms.begins("telegram.updates", NOW - timedelta(minutes=21))
    with app.database.write() as tx:
        delivery.pause(tx, "telegram", "", NOW + timedelta(minutes=1), "Telegram cannot be reached")
        delivery.pause(tx, "wecom", "", NOW + timedelta(minutes=5), "45009 too often")
        delivery.pause(tx, "wechat", "", NOW - timedelta(minutes=5), "45009 over")
    assert 'xiaoxin_trouble{what="telegram.sending"} 1.0' in metrics()
    assert 'xiaoxin_trouble{what="telegram.updates"} 1.0' in metrics()
    page = browser.get("/admin?lang=en", headers=basic(TOKEN)).text
    assert "Nothing gets through since 2026-11-23 09:40" in page
    assert "Cause: Telegram cannot be reached: ClientConnectorError" in page
    assert "Nothing comes in since 2026-11-23 09:39" in page
    assert "Sends nothing before 2026-11-23 10:05: 45009 too often" in page
    assert page.count("Sends nothing before") == 1
    app.alarms.ends("telegram.sending")
    assert 'xiaoxin_trouble{what="telegram.sending"} 1.0' not in metrics()


def test_the_page_speaks_english_where_asked_and_names_each_state_in_words(browser: TestClient) -> None:
    page = browser.get("/admin?lang=en", headers=basic(TOKEN)).text
    assert '<html lang="en">' in page
    assert "to mend" in page
    assert re.findall(r'class="(\w+)"><span class="state">([\w ]+)<', page)[0] == ("broken", "broken")
    for name in ("校信官", "中文", "信息中心", "数学组"):
        page = page.replace(name, "")
    assert re.findall("[\u4e00-\u9fff]+", page) == []


def test_the_last_backup_is_known_and_one_of_last_month_is_pointed_at(
    app: App, browser: TestClient, xiaoxin: CommandLine
) -> None:
    assert "还没有备份过" in browser.get("/admin", headers=basic(TOKEN)).text
    assert xiaoxin("backup", xiaoxin.folder / "one.zip").code == 0
    app.clock = lambda: datetime.now(UTC)
    assert "one.zip" in browser.get("/admin", headers=basic(TOKEN)).text
    app.clock = lambda: datetime.now(UTC) + timedelta(days=30)
    assert "超过 7 天" in browser.get("/admin", headers=basic(TOKEN)).text


def test_while_the_database_is_away_health_metrics_and_page_say_so(
    app: App, browser: TestClient, tmp_path: Path
) -> None:
    assert browser.get("/healthz").json() == {"alive": True}
    assert browser.get("/readyz").json() == {"database": True, "index": True, "relay": False}
    metrics = browser.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text
    assert 'xiaoxin_outbox_messages{state="failed"} 0.0' in metrics
    assert 'xiaoxin_ready{part="database"} 1.0' in metrics
    app.alarms.begins(DATABASE, NOW)
    app.database.close()
    (tmp_path / "data" / "xiaoxin.db").rename(tmp_path / "gone.db")
    (tmp_path / "data" / "xiaoxin.db").mkdir()
    assert browser.get("/healthz").status_code == 200
    ready = browser.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"database": False, "index": False, "relay": False})
    metrics = browser.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text
    assert 'xiaoxin_ready{part="database"} 0.0' in metrics
    assert 'xiaoxin_trouble{what="database"} 1.0' in metrics
    assert "xiaoxin_outbox_messages" not in metrics
    page = browser.get("/admin", headers=basic(TOKEN))
    assert page.status_code == 200
    assert "数据库不能读写" in page.text
