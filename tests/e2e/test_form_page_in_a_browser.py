"""The request form on a phone: opened from the chat, filled in by keyboard, sent; the chat and the page stay together."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from tests.e2e.browser import opened, pane, say
from tests.e2e.running import Process
from tests.patience import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONGEST = PATIENCE * 1000  # milliseconds
PHONE: ViewportSize = {"width": 390, "height": 844}
ANSWERS = {
    "f-purpose": "更换老旧电脑", "f-budget": "35000", "f-people": "2名技术员", "f-schedule": "12月1日到12月31日",
    "f-security": "按等保二级加固", "f-indicators": "开机少于30秒", "f-goal": "未对应",
}  # fmt: skip


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone's browser; everything it complains about fails the story."""
    complaints: list[str] = []
    context = browser.new_context(locale="zh-CN", viewport=PHONE, has_touch=True)
    context.set_default_timeout(LONGEST)
    expect.set_options(timeout=LONGEST)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    context.close()
    assert complaints == []


def test_a_request_is_filled_in_on_a_phone_and_sent(phone: BrowserContext, demo: Process) -> None:
    chat = opened(phone, f"{demo.url}/chat?as=李老师")
    li = pane(chat, "李老师")
    say(li, "申请项目 机房改造")
    li.get_by_role("button", name="用网页填写").last.click()
    with phone.expect_page() as another:
        li.get_by_role("link", name="用网页填写").last.click()
    page = another.value
    page.get_by_role("button", name="打开填写").click()
    expect(page.get_by_label("名称")).to_have_value("机房改造")
    for name, words in ANSWERS.items():
        page.locator(f"#{name}").fill(words)
        page.keyboard.press("Tab")
    expect(page.get_by_label("预算")).to_have_value("3.5万元")  # read as in the chat, and shown as it was understood
    page.get_by_label("数据类别").select_option("不涉及数据")
    expect(page.locator("#status")).to_have_text("已保存")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], "something sticks out of the phone"
    page.locator("#f-budget").fill("看着办")
    page.keyboard.press("Tab")
    wrong = page.locator("#wrong-budget")
    expect(wrong).to_contain_text("2万、3.5万元、20000")
    expect(page.locator("#f-budget")).to_have_attribute("aria-invalid", "true")
    page.locator("#f-budget").fill("2万")
    page.keyboard.press("Tab")
    expect(wrong).to_have_text("")
    say(li, "目的：更换二号机房老旧电脑")
    page.bring_to_front()
    expect(page.get_by_label("目的")).to_have_value("更换二号机房老旧电脑")  # said in the chat, seen on the page
    page.get_by_role("button", name="提交").press("Enter")
    expect(page.locator("#status")).to_have_text("已提交，请回到聊天里看。")
    expect(li.locator(".bubble").last).to_contain_text(re.compile(r"已提交，编号 P-\d{4}-\d{3}"))
