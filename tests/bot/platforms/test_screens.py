"""The screen on the wall: its words, its code to scan, and that a wrong address shows nothing."""

import json
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.platforms.web.screen import Screens
from handlers import screens
from handlers.trainings import rules
from handlers.trainings.codes import code_at
from storage import trainings
from tests.conftest import SmallSchool
from tests.ringing import pass_time


@pytest.fixture
def secret(school: SmallSchool) -> str:
    school.dispatcher.school = replace(school.school, telegram_bot=lambda: "xiaoxin_bot")
    school.zhao.says("明天下午三点到四点安排一次网络安全培训，全体老师，机房")
    school.zhao.presses("发布")
    with school.database.read() as tx:
        training = trainings.find(tx, "TR-1")
        assert training is not None
        return training.secret


@pytest.fixture
def browser(school: SmallSchool) -> TestClient:
    return TestClient(Starlette(routes=Screens(school.dispatcher, school.clock).routes()))


def test_the_code_and_who_is_there(school: SmallSchool, secret: str, browser: TestClient) -> None:
    address = screens.path("trainings", "TR-1", secret)
    assert browser.get(f"{address}/now").json()["big"] == ""
    pass_time(school, hours=29)
    code = code_at(secret, school.clock.now, rules.CODE_LIVES.default)
    page = browser.get(address)
    assert page.status_code == 200
    assert code in page.text
    assert "<svg" in page.text
    school.li.says(f"/start ci_TR-1_{code}")
    school.li.sees("签到成功")
    now = browser.get(f"{address}/now").json()
    assert now["big"] == code
    assert "已到 1/1" in now["lines"]
    assert "李老师" not in json.dumps(now, ensure_ascii=False)


@pytest.mark.parametrize(
    "address", ["/screen/trainings/TR-1.0", "/screen/trainings/TR-1", "/screen/people/x", "/screen/no/x.y"]
)
def test_a_wrong_address_shows_nothing(secret: str, browser: TestClient, address: str) -> None:
    assert secret
    answer = browser.get(address)
    assert answer.status_code == 404
    assert "网络安全" not in answer.text


def test_a_scanned_code_may_be_anything(school: SmallSchool, secret: str) -> None:
    assert secret
    for code in ("ci_", "ci_TR-1_", "ci_x_9999", "ci_TR-99_1234"):
        school.li.says(f"/start {code}")
        school.li.does_not_see("签到成功")


def test_the_wall_speaks_the_language_of_its_address(secret: str, browser: TestClient) -> None:
    address = screens.path("trainings", "TR-1", secret)
    assert '<html lang="zh-CN">' in browser.get(address).text
    page = browser.get(screens.path("trainings", "TR-1", secret, "en"))
    assert '<html lang="en">' in page.text
    assert "inviting" in page.text
    assert "inviting" in " ".join(browser.get(f"{address}/now?lang=en").json()["lines"])
