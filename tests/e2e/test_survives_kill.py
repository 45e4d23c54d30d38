"""`kill -9` at every step of the school's main lines: nothing is lost, and nothing confirmed is said again.

Three moments of dying, taken in turn along each story: once the platform was told "kept"; while the answer was leaving,
before the platform took it; and after the platform took it, before it could say so. Only what was under way at the
last of these may arrive twice, and on WeCom not even that.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import stories
from tests.e2e.cast import Cast, Step, Story, told, transcript
from tests.e2e.running import RunningSchool, prepared
from tests.fakes import FakeTelegram, FakeWeCom
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

SENDING = {
    "FakeTelegram": ("sendMessage", "editMessageText"),
    "FakeWeCom": ("message/send", "message/update_template_card"),
}
LONG = 120.0  # seconds for which a line is held: longer than the process lives
MOMENTS = ("kept", "leaving", "taken")


@pytest.fixture
def wires() -> Iterator[tuple[FakeTelegram, FakeWeCom]]:
    with FakeTelegram(retry_delay=0.05) as telegram, FakeWeCom() as wecom:
        yield telegram, wecom
        assert (telegram.violations, wecom.violations, wecom.desk.cuts, wecom.desk.dropped) == ([], [], [], [])


@contextmanager
def dying(school: RunningSchool, cast: Cast, step: Step, moment: str) -> Iterator[None]:
    """What happens inside is heard by a process that dies at this moment; afterwards it runs again."""
    about: Any = step.then[0].who.fake

    def said() -> int:
        return sum(len(about.called(method)) for method in SENDING[type(about).__name__])

    for fake in (cast.telegram, cast.wecom) if moment == "kept" else (about,):
        for method in SENDING[type(fake).__name__]:
            fake.fail_next(
                method,
                delay=LONG,
                drop="after" if moment == "taken" else "before",
                times=1000 if moment == "kept" else 1,
            )
    before = said()
    yield
    if moment == "kept":
        cast.telegram.wait_for(lambda: not cast.telegram.updates.pending, PATIENCE, "a confirmed update")
        cast.wecom.wait_delivered(timeout=PATIENCE)
    else:
        about.wait_for(lambda: said() > before, PATIENCE, "a call under way")
    school.kill()
    for fake in (cast.telegram, cast.wecom):
        with fake.changed:
            fake._faults.waiting.clear()
    school.start()


def told_among_kills(school: RunningSchool, cast: Cast, story: Story, first: int, *, every: int = 1) -> int:
    """The story with one death at every step (or every second, …); how many messages may have arrived twice."""
    twice = 0
    for number, step in enumerate(story, first):
        if number % every:
            told(iter([step]))
            continue
        moment = MOMENTS[number // every % 3]
        twice += moment == "taken" and step.then[0].who.fake is cast.telegram
        with dying(school, cast, step, moment):
            step.does()
        for seen in step.then:
            seen()
        assert school.comes_to_rest(PATIENCE) == []  # before the next death: three in a row would suspect the message
    return twice


def repeated(cast: Cast) -> int:
    """How many messages stand in a chat more than once, as the bot sent them."""
    said = Counter((call.params["chat_id"], call.params["text"]) for call in cast.telegram.called("sendMessage")
                   if call.status == 200)  # fmt: skip
    shown = Counter(
        (member.userid, shown.text) for member in (cast.wang, cast.zhao, cast.sun) for shown in member.sees()
    )
    return sum(said.values()) - len(said) + sum(shown.values()) - len(shown)


STORIES: dict[str, Callable[[Cast], Story]] = {"issue": stories.issue, "project": stories.project}


@pytest.mark.parametrize(("name", "first"), [("issue", 0), ("project", 1)])
def test_a_story_survives_a_kill_at_every_step(
    tmp_path: Path, imported: Path, wires: tuple[FakeTelegram, FakeWeCom], name: str, first: int
) -> None:
    telegram, wecom = wires
    with RunningSchool(prepared(tmp_path, imported), telegram=telegram, wecom=wecom) as school:
        cast = Cast(telegram, wecom)
        twice = told_among_kills(school, cast, STORIES[name](cast), first)
        assert school.comes_to_rest(PATIENCE) == []
        everything = "\n".join(transcript(one) for one in (cast.li, cast.chen, cast.wang, cast.zhao, cast.sun))
        assert repeated(cast) <= twice, everything
        school.command("audit", "verify")  # fails where the chain was broken
