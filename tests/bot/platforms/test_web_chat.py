"""The chat page's small API: whose conversation it is, what it takes, what it refuses, and that nothing is cut off silently."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.app import App
from bot.commands.opening import open_database, shelf
from bot.platforms.web import guards
from bot.settings import Settings
from storage import people
from storage.files import File
from storage.inbox import Update
from storage.people import Account
from tests.bot.conftest import CommandLine

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OURS = {"x-xiaoxin": "chat"}
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da63680000008200817757b7cb0000000049454e44ae426082"
)


@pytest.fixture
def app(xiaoxin: CommandLine) -> Iterator[App]:
    assert xiaoxin("people", "import", xiaoxin.file("people.csv", "name,department\n李老师,数学组\n")).code == 0
    settings = Settings(data_dir=xiaoxin.data)
    with open_database(settings) as database:
        yield App(settings, database, shelf(settings, database), lambda: NOW)


@pytest.fixture
def visitor(app: App) -> TestClient:
    return opened(app)


def opened(app: App) -> TestClient:
    """A browser of its own that has opened the page."""
    browser = TestClient(app.asgi())
    assert browser.get("/chat").status_code == 200
    return browser


def me(browser: TestClient) -> str:
    address: str = browser.get("/chat/api/session").json()["me"]
    return address


def say(browser: TestClient, headers: dict[str, str] = OURS, *, to: str | None = None, **data: str) -> Any:
    where = me(browser) if to is None else to
    return browser.post("/chat/api/say", json={"as": where, "id": "1", "text": "帮助", **data}, headers=headers)


def kept(app: App) -> list[str]:
    with app.database.read() as tx:
        return list(tx.scalars(select(Update.event_id).where(Update.platform == "web")))


def test_the_page_is_guarded_and_knows_the_browser_again(app: App) -> None:
    browser = TestClient(app.asgi())
    page = browser.get("/chat")
    cookie = page.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert "default-src 'none'; script-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    first = me(browser)
    browser.get("/chat")
    assert me(browser) == first
    assert "Secure" in browser.get("/chat", headers={"x-forwarded-proto": "https"}).headers["set-cookie"]


def test_a_browser_that_never_opened_the_page_hears_nothing(app: App) -> None:
    stranger = TestClient(app.asgi())
    for path in ("session", "stream"):
        assert stranger.get(f"/chat/api/{path}").status_code == 401
    assert stranger.get("/chat/api/messages", params={"as": ""}).status_code == 403


@pytest.mark.parametrize("address", ["demo-1", "w-", "w-0123456789abcdef0123456789abcdef", "wang", ""])
def test_nobody_reads_or_writes_in_somebody_elses_conversation(app: App, visitor: TestClient, address: str) -> None:
    other = me(opened(app)) if address == "w-" else address
    assert visitor.get("/chat/api/messages", params={"as": other}).status_code == 403
    assert say(visitor, to=other).status_code == 403
    press = visitor.post("/chat/api/press", json={"as": other, "token": "x"}, headers=OURS)
    file = visitor.post("/chat/api/file", params={"as": other, "name": "x.png"}, content=PICTURE, headers=OURS)
    assert (press.status_code, file.status_code) == (403, 403)
    assert kept(app) == []


def test_outside_the_demo_nobody_moves_the_clock_or_is_listed(visitor: TestClient) -> None:
    assert visitor.post("/chat/api/clock", json={"minutes": 60}, headers=OURS).status_code == 404
    session = visitor.get("/chat/api/session").json()
    assert (session["demo"], session["personas"]) == (False, [])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"x-xiaoxin": "form"}, 403),
        ({**OURS, "origin": "https://evil.example"}, 403),
        ({**OURS, "origin": "null"}, 403),
        ({**OURS, "origin": "http://testserver"}, 202),
        (OURS, 202),
    ],
)
def test_only_our_own_page_may_speak(app: App, visitor: TestClient, headers: dict[str, str], status: int) -> None:
    assert say(visitor, headers).status_code == status
    assert len(kept(app)) == (status == 202)


@pytest.mark.parametrize(
    ("text", "status"),
    [("", 422), (" \n ", 422), ("字" * 4000, 202), ("字" * 4001, 422), ("😀" * 4000, 202), ("x" * 20_000, 413)],
)
def test_words_are_taken_whole_or_not_at_all(app: App, visitor: TestClient, text: str, status: int) -> None:
    answer = say(visitor, text=text)
    assert answer.status_code == status
    assert len(kept(app)) == (status == 202)
    if status != 202:
        assert answer.json()["zh"] != answer.json()["en"]
    else:
        (own,) = visitor.get("/chat/api/messages", params={"as": me(visitor)}).json()
        assert (own["kind"], own["id"], own["text"]) == ("own", "own-1", text)


def test_the_same_words_sent_again_by_a_page_that_heard_no_answer_are_heard_once(app: App, visitor: TestClient) -> None:
    assert [say(visitor, id=name).status_code for name in ("a", "a", "b", "a")] == [202] * 4
    assert kept(app) == [f"{me(visitor)}:a", f"{me(visitor)}:b"]


def test_words_without_a_name_of_their_own_are_never_taken_for_older_ones(app: App, visitor: TestClient) -> None:
    say(visitor, id="")
    say(visitor, id="")
    assert len(set(kept(app))) == 2


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'"x"', b"\xff\xfe"])
def test_what_cannot_be_read_is_refused(visitor: TestClient, body: bytes) -> None:
    assert visitor.post("/chat/api/say", content=body, headers=OURS).status_code == 400


def test_faster_than_any_human_is_asked_to_wait(visitor: TestClient) -> None:
    answers = [say(visitor, id=str(number)).status_code for number in range(guards.MOST_A_MINUTE + 1)]
    assert answers == [202] * guards.MOST_A_MINUTE + [429]


def test_a_guest_sends_words_but_no_files_and_a_bound_person_both(app: App, visitor: TestClient) -> None:
    where = {"as": me(visitor), "id": "p", "name": "../../屏幕.png"}
    refused = visitor.post("/chat/api/file", params=where, content=PICTURE, headers=OURS)
    assert refused.status_code == 403
    assert "绑定" in refused.json()["zh"]
    with app.database.write() as tx:
        assert tx.scalars(select(File)).all() == []
        li = people.by_name(tx, "李老师")[0]
        tx.add(Account(platform="web", external_id=where["as"], address=where["as"], person_id=li.id, created_at=NOW))
    assert visitor.post("/chat/api/file", params=where, content=PICTURE, headers=OURS).status_code == 202
    empty = visitor.post("/chat/api/file", params={**where, "id": "q"}, content=b"", headers=OURS)
    torn = visitor.post("/chat/api/file", params={**where, "id": "r"}, content=PICTURE[:40], headers=OURS)
    assert (empty.status_code, torn.status_code) == (422, 422)
    with app.database.read() as tx:
        (file,) = tx.scalars(select(File)).all()
        assert (file.name, file.media_type, file.expires_at is not None) == ("屏幕.png", "image/png", True)
    (own,) = visitor.get("/chat/api/messages", params={"as": where["as"]}).json()
    assert own["sent"] == ["屏幕.png"]


def test_the_page_speaks_the_language_that_was_chosen_and_remembers_it(visitor: TestClient) -> None:
    assert 'lang="zh-CN"' in visitor.get("/chat").text
    assert ">Send<" in visitor.get("/chat?lang=en").text
    assert ">Send<" in visitor.get("/chat").text
    assert ">发送<" in visitor.get("/chat?lang=zh").text
    assert "{{" not in visitor.get("/chat").text
    assert '<html lang="zh-CN">' in visitor.get("/chat?lang=%22><script>").text
