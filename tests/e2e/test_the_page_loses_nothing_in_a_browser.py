"""The chat page when things go wrong: the server is away, the line is slow, another tab is open, words are half written."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.browser import alike, opened, pane, say
from tests.e2e.running import ROOT, Process
from tests.patience import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONGEST = PATIENCE * 1000  # milliseconds


@pytest.fixture
def context(browser: Browser, demo: Process) -> Iterator[BrowserContext]:
    assert demo.is_running
    complaints: list[str] = []
    wide = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    wide.set_default_timeout(LONGEST)
    expect.set_options(timeout=LONGEST)
    wide.on("weberror", lambda error: complaints.append(str(error.error)))
    yield wide
    wide.close()
    assert complaints == []


@pytest.fixture
def page(context: BrowserContext, demo: Process) -> Page:
    return opened(context, f"{demo.url}/chat?as=李老师&as=王师傅")


def test_what_is_said_while_the_server_is_away_is_sent_once_and_in_its_order_when_it_is_back(
    page: Page, context: BrowserContext, demo: Process
) -> None:
    beside = opened(context, f"{demo.url}/chat?as=王师傅")
    wang = pane(beside, "王师傅")
    li = pane(page, "李老师")
    demo.stop()
    say(li, "图书馆网络断了")
    say(li, "图书馆的打印机也卡纸了")
    expect(li.locator(".sent")).to_contain_text(["还没发出去", "还没发出去"])
    expect(page.locator("#state")).to_have_text("连接中断，正在重连……")
    demo.start()
    expect(li.locator(".sent")).to_have_count(0)
    expect(page.locator("#state")).to_have_text("")
    expect(
        wang.get_by_text("新报修").filter(has_text="打印机").last
    ).to_be_visible()  # a page that was open all the time
    expect(wang.get_by_text("新报修").filter(has_text="网络").last).to_be_visible()
    page.reload()
    mine = pane(page, "李老师").locator(".own .bubble")
    expect(mine.filter(has_text="图书馆")).to_have_text(["图书馆网络断了", "图书馆的打印机也卡纸了"])


def test_what_came_while_the_line_was_cut_is_there_when_it_is_back(context: BrowserContext, demo: Process) -> None:
    page = context.new_page()
    page.route("**/chat/api/stream", lambda route: route.abort())
    page.goto(f"{demo.url}/chat?as=李老师")
    li = pane(page, "李老师")
    expect(page.locator("#state")).to_have_text("连接中断，正在重连……")
    beside = opened(context, f"{demo.url}/chat?as=李老师")
    other = pane(beside, "李老师")
    say(other, "新买软件要谁审批？")
    expect(other.locator(".bubble").last).to_contain_text("6.2.1")
    beside.get_by_role("button", name="+1 小时").click()  # longer ago than any stream looks back
    expect(beside.locator("#now")).to_have_text(re.compile("1[1-9]:"))
    page.unroute_all()
    expect(page.locator("#state")).to_have_text("")
    expect(li.locator(".own .bubble").last).to_have_text("新买软件要谁审批？")
    alike(li, other)


def test_a_proxy_that_says_bad_gateway_does_not_end_the_stream_for_good(context: BrowserContext, demo: Process) -> None:
    page = context.new_page()
    refusals: list[str] = []

    def bad_gateway(route: Route) -> None:
        if len(refusals) < 2:
            refusals.append(route.request.url)
            route.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>")
        else:
            route.continue_()

    page.route("**/chat/api/stream", bad_gateway)
    page.goto(f"{demo.url}/chat?as=李老师")
    li = pane(page, "李老师")
    say(li, "谁负责备份？")
    expect(li.locator(".own .bubble").last).to_have_text("谁负责备份？")
    expect(li.locator(".log > li").last).not_to_have_class("own")  # the answer, by a stream that came in the end
    assert len(refusals) == 2


def test_words_half_written_outlive_a_reload_and_another_person(page: Page) -> None:
    li = pane(page, "李老师")
    li.locator("textarea").fill("高二3班的")
    people = page.get_by_role("navigation")
    people.get_by_role("button", name=re.compile("周校长")).click()
    leader = pane(page, "周校长").locator("textarea")
    expect(leader).to_have_value("")
    leader.fill("批示:")
    people.get_by_role("button", name=re.compile("李老师")).click()
    expect(pane(page, "李老师").locator("textarea")).to_have_value("高二3班的")
    page.reload()
    expect(pane(page, "李老师").locator("textarea")).to_have_value("高二3班的")


def test_an_impatient_second_enter_on_a_slow_line_sends_nothing_twice_and_eats_nothing(
    page: Page, context: BrowserContext
) -> None:
    li = pane(page, "李老师")
    box = li.locator("textarea")
    held: list[Route] = []
    is_slow = True

    def hold(route: Route) -> None:
        if is_slow:
            held.append(route)
        else:
            route.continue_()

    context.route("**/chat/api/say", hold)
    box.fill("我的待办")
    box.press("Enter")
    box.press("Enter")
    expect(li.locator(".sent").last).to_have_text("正在发送……")
    box.fill("下一句还没写完")
    is_slow = False
    for route in held:
        route.continue_()
    expect(li.locator(".sent")).to_have_count(0)
    expect(box).to_have_value("下一句还没写完")
    expect(li.locator(".own .bubble").filter(has_text="我的待办")).to_have_count(1)


def test_a_second_tab_shows_the_same_conversation_in_the_same_order(
    page: Page, context: BrowserContext, demo: Process
) -> None:
    beside = opened(context, f"{demo.url}/chat?as=李老师")
    other, li = pane(beside, "李老师"), pane(page, "李老师")
    say(li, "数据多久备份一次？")
    expect(li.locator(".bubble").last).to_contain_text("7.2.2")
    expect(other.locator(".bubble").last).to_contain_text("7.2.2")
    alike(li, other)
    expect(other.locator(".own")).to_have_count(li.locator(".own").count())


def test_the_enter_that_takes_a_candidate_of_the_input_method_sends_nothing(page: Page) -> None:
    said: list[str] = []  # not counted in the pane: what was said before may still be on its way into it
    page.on("request", lambda request: said.append(request.url) if request.url.endswith("/chat/api/say") else None)
    box = pane(page, "李老师").locator("textarea")
    box.fill("touyingyi")
    for how in ({"isComposing": True, "keyCode": 13}, {"isComposing": False, "keyCode": 229}):
        box.dispatch_event("keydown", {"key": "Enter", **how})
    expect(box).to_have_value("touyingyi")
    box.press("Shift+Enter")
    expect(box).to_have_value("touyingyi\n")
    assert said == []


def test_too_long_a_text_stays_in_the_box_whole_and_says_so(page: Page) -> None:
    li = pane(page, "李老师")
    box = li.locator("textarea")
    box.fill("字" * 4001)
    box.press("Enter")
    expect(page.locator("#toast.shown")).to_contain_text("现在 4001 字")
    expect(box).to_have_value("字" * 4001)


def test_a_picture_is_sent_from_the_page_and_belongs_to_the_report(page: Page) -> None:
    li = pane(page, "李老师")
    say(li, "阶梯教室音响没声音")
    expect(li.get_by_text("报修已登记").last).to_be_visible()
    li.locator("input[type=file]").set_input_files(ROOT / "docs" / "images" / "demo-phone.png")
    expect(li.locator(".own .bubble").last).to_have_text("文件：demo-phone.png")
    expect(li.get_by_text(re.compile("照片已补充到 T-")).last).to_be_visible()
    wang = pane(page, "王师傅")
    wang.locator(".bubble").filter(has_text="阶梯教室 音响").get_by_role("button", name="接单", exact=True).click()
    arrived = wang.locator(".file img").last
    expect(arrived).to_be_visible()
    assert arrived.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_markup_is_words_and_the_page_runs_only_its_own_scripts(page: Page) -> None:
    li = pane(page, "李老师")
    words = (
        "高二4班投影仪不亮 <img src=x onerror=\"document.title='stolen'\"><script>document.title='stolen'</script> 😀"
    )
    say(li, words)
    expect(li.locator(".own .bubble").last).to_have_text(words)
    expect(li.locator(".log li").last).not_to_have_class("own")  # answered
    assert page.title() == "校信官 · Xiaoxin"
    assert page.evaluate("fetch('/chat').then((answer) => answer.headers.get('Content-Security-Policy'))") is not None


def test_the_page_speaks_english_where_asked_and_remembers_it(page: Page, demo: Process) -> None:
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Send", exact=True).first).to_be_visible()
    page.goto(f"{demo.url}/chat")
    expect(page.get_by_role("navigation", name="Switch person")).to_be_visible()
    expect(page.get_by_role("log").first).to_have_attribute("aria-label", re.compile("Conversation with Xiaoxin"))


@pytest.mark.parametrize(("width", "height"), [(640, 400), (320, 256), (390, 844)])
def test_zoomed_in_or_on_a_phone_nothing_sticks_out_and_the_newest_is_read(
    context: BrowserContext, demo: Process, width: int, height: int
) -> None:
    page = opened(context, f"{demo.url}/chat?as=陈主任", {"width": width, "height": height})
    chen = pane(page, "陈主任")
    last = chen.locator(".log li").last
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    chen.locator("textarea").scroll_into_view_if_needed()
    expect(chen.get_by_role("button", name="发送")).to_be_in_viewport()
    page.wait_for_function(
        "(log) => log.scrollHeight - log.scrollTop - log.clientHeight < 5", arg=chen.locator(".log").element_handle()
    )
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
