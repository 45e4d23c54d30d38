"""The demo through a real browser: what a visitor tries in the first five minutes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.browser import opened, pane, say
from tests.e2e.running import Process
from tests.patience import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONGEST = PATIENCE * 1000  # milliseconds
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complains about."""
    return []


@pytest.fixture
def context(browser: Browser, complaints: list[str]) -> Iterator[BrowserContext]:
    wide = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    wide.set_default_timeout(LONGEST)
    expect.set_options(timeout=LONGEST)
    wide.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    wide.on("weberror", lambda error: complaints.append(str(error.error)))
    yield wide
    wide.close()
    assert complaints == []


@pytest.fixture
def page(context: BrowserContext, demo: Process) -> Page:
    return opened(context, f"{demo.url}/chat")


def test_a_report_arrives_next_door_is_claimed_there_and_the_teacher_is_told(page: Page) -> None:
    li, wang = pane(page, "李老师"), pane(page, "王师傅")
    say(li, "高二3班投影仪不亮,正在上课")
    expect(li.locator(".own .bubble").last).to_have_text("高二3班投影仪不亮,正在上课")
    card = wang.locator(".bubble").filter(has_text="高二3班").last
    card.get_by_role("button", name="接单", exact=True).click()
    expect(card.get_by_role("button", name="已解决", exact=True)).to_be_visible()
    expect(card.get_by_role("button", name="接单", exact=True)).to_have_count(0)
    expect(li.get_by_text(re.compile(r"王师傅已接单：T-\d+")).last).to_be_visible()


def test_somebody_elses_news_is_counted_without_reloading_and_read_after_switching(page: Page) -> None:
    say(pane(page, "李老师"), "图书馆网络断了,正在上课")
    people = page.get_by_role("navigation")
    zhao = people.get_by_role("button", name=re.compile("赵工"))
    expect(zhao.locator(".unread")).to_have_text(re.compile(r"[1-9]"))
    pane(page, "王师傅").locator("textarea").focus()
    zhao.click()
    expect(pane(page, "赵工").get_by_text("图书馆").last).to_be_visible()
    expect(zhao.locator(".unread")).to_have_count(0)
    expect(page.locator(".pane")).to_have_count(2)


def test_the_cio_finds_a_request_to_decide(context: BrowserContext, demo: Process) -> None:
    page = opened(context, f"{demo.url}/chat?as=陈主任")
    card = pane(page, "陈主任").locator(".bubble").filter(has=page.get_by_role("button", name="同意", exact=True))
    expect(card.get_by_text("待你审批")).to_be_visible()
    expect(card.get_by_role("button")).to_have_text(["同意", "驳回", "退回", "补充材料", "转交", "看详情"])
    expect(page.locator(".log li").last).to_be_in_viewport()  # opened at the newest


def test_the_overdue_issue_is_seen_by_those_who_can_do_something(context: BrowserContext, demo: Process) -> None:
    page = opened(context, f"{demo.url}/chat?as=王师傅&as=赵工")
    for name in ("王师傅", "赵工"):
        claim = page.get_by_role("button", name="接单", exact=True)  # on the newest copy; older ones are one line
        expect(pane(page, name).locator(".bubble").filter(has_text="高一2班").filter(has=claim).first).to_be_visible()
    expect(pane(page, "赵工").get_by_text("逾期").first).to_be_visible()


def test_everything_works_by_keyboard(page: Page) -> None:
    li = pane(page, "李老师")
    li.locator("textarea").focus()
    page.keyboard.type("数据多久备份一次？")
    page.keyboard.press("Enter")
    button = li.get_by_role("button", name="有用", exact=True).last
    button.wait_for()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "有用":
            break
    else:
        pytest.fail("the button under the answer cannot be reached by keyboard")
    page.keyboard.press("Enter")
    expect(page.locator("#toast.shown")).not_to_be_empty()
    assert page.evaluate("document.activeElement !== document.body")


def test_a_phone_shows_one_conversation_and_nothing_sticks_out(browser: Browser, demo: Process) -> None:
    phone = browser.new_context(locale="zh-CN", viewport=PHONE, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    phone.set_default_timeout(LONGEST)
    page = opened(phone, f"{demo.url}/chat?as=陈主任")
    chen = pane(page, "陈主任")
    expect(chen.locator("textarea")).to_be_in_viewport()
    expect(chen.locator(".log li").last).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("navigation").get_by_role("button", name=re.compile("李老师")).tap()
    li = pane(page, "李老师")
    say(li, "帮助")
    expect(li.get_by_text("报修").last).to_be_visible()
    assert page.locator(".pane:visible").count() == 1
    phone.close()


def test_a_week_later_the_liaisons_are_reminded_of_the_report(page: Page) -> None:
    expect(page.locator("#now")).not_to_have_text("")
    expect(page.locator("#now")).not_to_have_text(re.compile("周一 08:3"))
    page.get_by_role("button", name="到下周一 8:30").click()
    expect(page.locator("#now")).to_have_text(re.compile("周一 08:3"))
    page.get_by_role("navigation").get_by_role("button", name=re.compile("孙老师")).click()
    expect(pane(page, "孙老师").get_by_text("周报").last).to_be_visible()
