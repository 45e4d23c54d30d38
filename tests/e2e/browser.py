"""The demo as its visitors have it: the real command, a real browser."""

import os
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize

from tests.e2e.running import Process, free_port, plain_environment
from tests.patience import PATIENCE

CHROMIUM = os.environ.get("XIAOXIN_TEST_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def demo_school(folder: Path, *, keep: bool = False) -> Process:
    """`xiaoxin demo` on a folder of its own, not started yet; with `keep` it goes on where it was, and starts warm."""
    port = free_port()
    words = ["demo", "--port", str(port), "--data", str(folder / "demo-data"), *(["--keep"] if keep else [])]
    return Process(words, plain_environment(), folder, port, warm=keep)


def pane(page: Page, name: str) -> Locator:
    """Somebody's conversation, when what was there before stands in it and it can be written in."""
    found = page.locator(".pane").filter(has=page.locator(".who strong", has_text=name))
    found.locator(".log[aria-live=polite]").wait_for(state="attached")
    found.locator("textarea").wait_for()
    return found


def opened(context: BrowserContext, address: str, size: ViewportSize | None = None) -> Page:
    """A chat page with its conversations, once it hears what arrives."""
    page = context.new_page()
    if size is not None:
        page.set_viewport_size(size)
    with page.expect_response("**/chat/api/stream"):
        page.goto(address)
    return page


def alike(*conversations: Locator) -> None:
    """The same bubbles in the same order, as soon as each page has them all."""
    first, *others = (one.locator(".bubble") for one in conversations)
    until = time.monotonic() + PATIENCE
    while any(first.all_inner_texts() != other.all_inner_texts() for other in others):
        assert time.monotonic() < until, [one.locator(".bubble").all_inner_texts() for one in conversations]
        first.page.wait_for_timeout(50)  # two pages cannot tell us together


def say(conversation: Locator, words: str) -> None:
    """Type and send, as people do."""
    conversation.locator("textarea").fill(words)
    conversation.locator("textarea").press("Enter")
