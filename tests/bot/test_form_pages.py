"""A long form on a page: opened once by its owner, saved as one goes beside the chat, submitted as in the chat."""

import asyncio
import hashlib
import hmac
import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette

from bot.platforms.web.forms import FormPages
from handlers import incoming
from handlers.catalogue import Features
from handlers.people import binding
from handlers.school import School
from storage import people
from storage.base import Database
from tests.conftest import SmallSchool
from tests.stage import ABILITIES, Character, Clock

BOT = "12345:geheim"
ROOT = "https://school.example"
SENT_FROM_PAGE = {"X-Xiaoxin": "form", "Origin": ROOT}


class Browser:
    """Somebody's browser, with its cookies."""

    def __init__(self, app: Starlette) -> None:
        self._app, self._cookies = app, httpx.Cookies()

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        return self._ask("POST", path, data, headers)

    def _ask(self, method: str, path: str, data: dict[str, Any] | None, headers: dict[str, str]) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url=ROOT, cookies=self._cookies) as client:
                answer = await client.request(method, path, json=data, headers={"Origin": ROOT, **headers})
                self._cookies = client.cookies
                return answer

        return asyncio.run(ask())

    def opens(self, path: str) -> httpx.Response:
        """What somebody does with a link: look, press the one button, look again."""
        door = self.get(path)
        assert (door.status_code, "打开填写" in door.text) == (200, True)
        assert self.post(f"{path}/open").status_code == 303
        return self.get(path)

    def state(self, path: str) -> dict[str, Any]:
        answer = self.get(f"{path}/state", **SENT_FROM_PAGE)
        assert answer.status_code == 200, answer.text
        return {one["name"]: one["value"] for one in answer.json()["fields"]}

    def writes(self, path: str, name: str, text: str, was: str = "") -> httpx.Response:
        return self.post(f"{path}/field", {"name": name, "text": text, "was": was}, **SENT_FROM_PAGE)


class Desk:
    """The school, its chat, and its pages."""

    def __init__(self, school: SmallSchool) -> None:
        self.school = school
        school.dispatcher._readers["telegram"] = incoming.from_json
        pages = FormPages(school.dispatcher, school.clock, bot_token=BOT)
        self.app = Starlette(routes=pages.routes())

    def browser(self) -> Browser:
        return Browser(self.app)

    def link(self, who: Character) -> str:
        """What 用网页填写 answers with."""
        who.presses("用网页填写")
        found = re.findall(rf"{ROOT}(/form/\S+)", who.last().text)
        assert found, who.transcript()
        return str(found[-1])


@pytest.fixture
def desk(any_database: Database, surroundings: School, features: Features, clock: Clock) -> Desk:
    school = replace(surroundings, public_url=ROOT, abilities={**ABILITIES, "telegram": ABILITIES["chat"]})
    return Desk(SmallSchool(any_database, school, features, clock))


def test_a_request_is_written_on_the_page_and_goes_on_in_the_chat(desk: Desk) -> None:
    li, browser = desk.school.li, desk.browser()
    li.says("申请项目 机房改造")
    path = desk.link(li)
    page = browser.opens(path)
    assert 'id="form"' in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert browser.state(path)["title"] == "机房改造"
    assert browser.writes(path, "budget", "35000").json()["fields"][2]["value"] == "3.5万元"
    refused = browser.writes(path, "budget", "看着办", "3.5万元")
    assert (refused.status_code, "2万、3.5万元、20000" in refused.json()["error"]) == (422, True)
    assert browser.state(path)["budget"] == "3.5万元"
    li.says("目的：换电脑")
    assert browser.state(path)["purpose"] == "换电脑"
    missing = browser.post(f"{path}/submit", {}, **SENT_FROM_PAGE)
    assert (missing.status_code, missing.json()["error"].startswith("还差：")) == (422, True)
    for name, text in (
        ("people", "2名技术员"), ("schedule", "12月1日到12月31日"), ("security", "无"), ("goal", "未对应"),
        ("indicators", "开机少于30秒；故障少于5次"), ("data_class", "不涉及数据"),
    ):  # fmt: skip
        assert browser.writes(path, name, text).status_code == 200
    assert browser.state(path)["data_class"] == "不涉及数据"
    assert "已提交" in browser.post(f"{path}/submit", {}, **SENT_FROM_PAGE).json()["done"]
    assert "已提交，编号 P-2026-001" in li.last().text
    desk.school.chen.sees("待你审批：P-2026-001 机房改造（3.5万元")
    again = browser.post(f"{path}/submit", {}, **SENT_FROM_PAGE)
    assert (again.status_code, again.json()["gone"]) == (410, True)


def test_neither_page_nor_chat_overwrites_the_other_in_silence(desk: Desk) -> None:
    li, browser = desk.school.li, desk.browser()
    li.says("申请项目 机房改造")
    path = desk.link(li)
    browser.opens(path)
    assert browser.writes(path, "purpose", "换电脑").status_code == 200
    li.says("目的：换投影仪")
    refused = browser.writes(path, "purpose", "换空调", "换电脑")
    assert (refused.status_code, "刚改成了「换投影仪」" in refused.json()["error"]) == (422, True)
    assert browser.state(path)["purpose"] == "换投影仪"
    assert browser.writes(path, "purpose", "换空调", "换投影仪").status_code == 200
    assert browser.state(path)["purpose"] == "换空调"


def test_a_link_is_for_one_browser_one_person_and_a_while(desk: Desk) -> None:
    li, browser, stranger = desk.school.li, desk.browser(), desk.browser()
    li.says("申请项目 机房改造")
    path = desk.link(li)
    assert stranger.get(path).status_code == 200  # a preview sees the door and opens nothing
    assert "机房改造" not in stranger.get(path).text
    browser.opens(path)
    assert "已在别处打开过" in stranger.post(f"{path}/open").text
    assert stranger.get(f"{path}/state", **SENT_FROM_PAGE).status_code == 410
    assert stranger.writes(path, "purpose", "偷改").status_code == 410
    assert stranger.get("/form/nosuchlink").status_code == 410
    desk.school.clock.forward(minutes=31)
    assert browser.get(f"{path}/state", **SENT_FROM_PAGE).status_code == 410
    assert "失效" in browser.get(path).text


def test_other_sites_and_scripts_are_refused(desk: Desk) -> None:
    li, browser = desk.school.li, desk.browser()
    li.says("申请项目 机房改造")
    path = desk.link(li)
    assert browser.post(f"{path}/open", Origin="https://evil.example").status_code == 403
    browser.opens(path)
    foreign = {"X-Xiaoxin": "form", "Origin": "https://evil.example"}
    assert browser.post(f"{path}/field", {"name": "purpose", "text": "x", "was": ""}, **foreign).status_code == 403
    assert browser.post(f"{path}/field", {"name": "purpose", "text": "x", "was": ""}).status_code == 403
    assert browser.writes(path, "nothing", "x").status_code == 422
    assert browser.writes(path, "purpose", "长" * 4001).status_code == 422
    assert browser.writes(path, "purpose", '<script>alert("1")</script>').status_code == 200
    assert "<script>alert" not in browser.get(path).text


def test_whoever_left_the_school_or_cancelled_has_no_page(desk: Desk) -> None:
    li, sun, browser = desk.school.li, desk.school.sun, desk.browser()
    li.says("申请项目 机房改造")
    path = desk.link(li)
    browser.opens(path)
    li.says("取消")
    gone = browser.get(f"{path}/state", **SENT_FROM_PAGE)
    assert (gone.status_code, "已经提交或取消" in gone.json()["error"]) == (410, True)
    sun.says("申请项目 机房改造")
    other = desk.link(sun)
    with desk.school.database.write() as tx:
        people.by_name(tx, "孙联络")[0].active = False
    assert desk.browser().get(other).status_code == 410


def signed(user: int, at: int, bot: str = BOT) -> str:
    fields = {"auth_date": str(at), "query_id": "AA", "user": json.dumps({"id": user, "first_name": "李"})}
    words = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", bot.encode(), hashlib.sha256).digest()
    return urlencode({**fields, "hash": hmac.new(key, words.encode(), hashlib.sha256).hexdigest()})


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("right", 200),
        ("old", 410),
        ("of another bot", 410),
        ("of another user", 410),
        ("forged", 410),
        ("nonsense", 410),
    ],
)
def test_inside_telegram_only_its_fresh_signature_opens(desk: Desk, what: str, status: int) -> None:
    school = desk.school
    with school.database.write() as tx:
        binding.know(tx, people.by_name(tx, "李老师")[0], "telegram", "77", school.clock.now)
    phone = replace(school.li, platform="telegram", user_id="77")
    phone.says("申请项目 机房改造")
    path = desk.link(phone)
    now = int(school.clock.now.timestamp())
    data = {
        "right": signed(77, now - 30), "old": signed(77, now - 7200), "of another bot": signed(77, now, "9:other"),
        "of another user": signed(78, now), "forged": signed(78, now).replace("78", "77"), "nonsense": "a=1&b",
    }[what]  # fmt: skip
    browser = desk.browser()
    assert browser.post(f"{path}/open", {"telegram": data}).status_code == status
    assert browser.get(f"{path}/state", **SENT_FROM_PAGE).status_code == status
    if what == "right":  # reopened from the same button, on another device of the same person
        again = desk.browser()
        assert again.post(f"{path}/open", {"telegram": data}).status_code == 200


def test_without_an_address_or_in_a_group_no_page_is_offered(school: SmallSchool) -> None:
    assert "用网页填写" not in school.li.says("申请项目 机房改造").buttons


def test_two_languages(desk: Desk) -> None:
    smith = desk.school.person("Smith", language="en")
    smith.says("request a project")
    smith.presses("Fill in on a page")
    path = re.findall(rf"{ROOT}(/form/\S+)", smith.last().text)[-1]
    browser = desk.browser()
    assert "Open the form" in browser.get(path).text
    browser.post(f"{path}/open")
    assert '<html lang="en">' in browser.get(path).text
    labels = [one["label"] for one in browser.get(f"{path}/state", **SENT_FROM_PAGE).json()["fields"]]
    assert labels[:3] == ["Title", "Purpose", "Budget"]
