"""The two pictures of the README, taken from the real demo: `python -m tests.e2e.take_screenshots` (by hand)."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.e2e.browser import CHROMIUM, FLAGS, demo_school, pane, say
from tests.e2e.running import ROOT

IMAGES = ROOT / "docs" / "images"


def settled(page: Page) -> None:
    """No toast, no highlight, the newest in sight."""
    page.wait_for_function("!document.querySelector('#toast.shown')")
    page.evaluate("document.querySelectorAll('.log').forEach((log) => log.scrollTop = log.scrollHeight)")
    page.wait_for_function("document.getAnimations().every((one) => one.playState === 'finished')")


def desktop(page: Page, address: str) -> None:
    """A report on the left, claimed on the right."""
    page.goto(address)
    li, wang = pane(page, "李老师"), pane(page, "王师傅")
    say(li, "高二3班投影仪不亮,正在上课")
    wang.get_by_role("button", name="接单", exact=True).nth(-1).wait_for()
    li.get_by_text("报修已登记").nth(-1).wait_for()
    wang.get_by_role("button", name="接单", exact=True).nth(-1).click()
    li.get_by_text("王师傅已接单").nth(-1).wait_for()
    settled(page)
    page.screenshot(path=IMAGES / "demo-desktop.png")


def phone(page: Page, address: str) -> None:
    """A request on the CIO's phone, waiting for a decision."""
    page.goto(f"{address}?as=陈主任")
    chen = pane(page, "陈主任")
    chen.get_by_role("button", name="同意", exact=True).first.wait_for()
    say(chen, "待审批")
    chen.locator(".bubble").last.get_by_role("button", name="看 P-").click()
    chen.locator(".bubble").last.get_by_role("button", name="同意", exact=True).wait_for()
    settled(page)
    page.screenshot(path=IMAGES / "demo-phone.png")


def main() -> None:
    """Start the demo, take both pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo_school(Path(folder)) as demo, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        phone_like = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
        phone(browser.new_context(locale="zh-CN", **phone_like).new_page(), f"{demo.url}/chat")  # type: ignore[arg-type]
        wide = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
        desktop(wide.new_page(), f"{demo.url}/chat")
        browser.close()


if __name__ == "__main__":
    main()
