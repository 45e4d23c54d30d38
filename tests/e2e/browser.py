"""The demo as its visitors have it: the real command, a real browser."""

import os
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.e2e.running import Process, free_port, plain_environment

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
    """Somebody's conversation, when it is open and can be written in."""
    found = page.locator(".pane").filter(has=page.locator(".who strong", has_text=name))
    found.locator("textarea").wait_for()
    return found


def say(conversation: Locator, words: str) -> None:
    """Type and send, as people do."""
    conversation.locator("textarea").fill(words)
    conversation.locator("textarea").press("Enter")
