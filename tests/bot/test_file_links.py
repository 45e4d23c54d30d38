"""The door `/files/…`: a good link opens for its reader and for a week; every other one answers alike."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from bot.files import FileRoom
from handlers.cards import Card, Enclosure
from handlers.files import enclose, of, safe_name, type_of
from handlers.texts import say
from handlers.turn import Turn
from storage import files
from storage.outbox import Message
from storage.people import Person
from tests.conftest import SmallSchool

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Door:
    """The school's file door, and a browser that knows whose web chat it is."""

    def __init__(self, school: SmallSchool) -> None:
        self.room = FileRoom(school.database, school.clock)
        self.whose = "u-李老师"
        app = Starlette(routes=self.room.routes(self._may_see))
        self.browser = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://school.example")

    def _may_see(self, _request: Request, address: str) -> bool:
        return address == self.whose

    async def opens(self, path: str) -> httpx.Response:
        return await self.browser.get(path)


def told(
    school: SmallSchool, name: str = "工单.xlsx", content: bytes = b"PK-content", lives: timedelta | None = None
) -> tuple[int, Enclosure]:
    """Li is sent a file; the message and the file."""
    with school.database.write() as tx:
        li = tx.get_one(Person, 1)
        turn = Turn(tx, school.school, school.features, school.clock.now)
        file = enclose(turn, name, content, lives=lives)
        turn.tell(li, Card("导出好了", files=(file,)), key=f"file:{file.id}")
        tx.flush()
        message = tx.query(Message).filter_by(key=f"file:{file.id}").one()
        return message.id, file


async def test_a_link_opens_as_a_download_that_no_page_can_use(school: SmallSchool) -> None:
    door = Door(school)
    message, file = told(school)
    answer = await door.opens(door.room.path(message, file.id))
    assert (answer.status_code, answer.content) == (200, b"PK-content")
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"__.xlsx\"; filename*=UTF-8''%E5%B7%A5%E5%8D%95.xlsx"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"] == "private, no-store"


async def test_a_picture_is_shown_but_a_page_is_only_offered(school: SmallSchool) -> None:
    door = Door(school)
    for name, how in (("a.png", "inline"), ("a.html", "attachment"), ("a.svg", "attachment")):
        message, file = told(school, name)
        answer = await door.opens(door.room.path(message, file.id))
        assert answer.headers["content-disposition"].startswith(how)


async def test_a_link_ends_after_a_week_and_with_the_file(school: SmallSchool) -> None:
    door = Door(school)
    message, file = told(school)
    path = door.room.path(message, file.id)
    school.clock.forward(days=7)
    assert (await door.opens(path)).status_code == 200
    school.clock.forward(seconds=1)
    assert (await door.opens(path)).status_code == 404
    message, brief = told(school, lives=timedelta(days=1))
    path = door.room.path(message, brief.id)
    school.clock.forward(days=1)
    assert (await door.opens(path)).status_code == 404


async def test_forged_and_foreign_links_answer_alike(school: SmallSchool) -> None:
    door = Door(school)
    message, file = told(school)
    other_message, other_file = told(school, "别人的.xlsx")
    good = door.room.path(message, file.id)
    signed, _, signature = good.removeprefix("/files/").rpartition(".")
    longer = signed.rpartition(".")[0] + ".99999999999"
    wrong = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        f"/files/{longer}.{signature}",
        f"/files/{other_message}.{signed.partition('.')[2]}.{signature}",
        door.room.path(message, other_file.id),  # signed, but that message never named this file
        door.room.path(999, file.id),
        "/files/..%2f..%2fetc%2fpasswd", "/files/x", "/files/a.b.c.d", f"/files/{'9' * 500}", "/files/文件.1.1.x",
    ]  # fmt: skip
    answers = [await door.opens(path) for path in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers if "/files/.." not in str(answer.url)}) <= 2
    assert (await door.opens("/files/")).status_code == 404


async def test_who_has_left_the_school_opens_nothing(school: SmallSchool) -> None:
    door = Door(school)
    message, file = told(school)
    path = door.room.path(message, file.id)
    with school.database.write() as tx:
        tx.get_one(Person, 1).active = False
    assert (await door.opens(path)).status_code == 404


async def test_a_link_of_the_web_chat_opens_in_its_own_browser_only(school: SmallSchool) -> None:
    door = Door(school)
    message, file = told(school)
    with school.database.write() as tx:
        tx.get_one(Message, message).platform = "web"
    path = door.room.path(message, file.id)
    assert (await door.opens(path)).status_code == 200
    door.whose = "somebody else"
    assert (await door.opens(path)).status_code == 404


def test_bytes_are_dropped_when_their_time_is_over_and_the_trace_stays(school: SmallSchool) -> None:
    _, brief = told(school, lives=timedelta(days=1))
    _, lasting = told(school, "留着.pdf")
    school.clock.forward(days=1)
    with school.database.write() as tx:
        assert files.forget_expired(tx, school.clock.now) == 1
        assert files.forget_expired(tx, school.clock.now) == 0
    with school.database.read() as tx:
        kept = tx.get_one(files.File, brief.id)
        assert (kept.name, kept.size, kept.content) == ("工单.xlsx", 10, None)
        assert files.content_of(tx, brief.id, school.clock.now) is None
        assert files.content_of(tx, lasting.id, school.clock.now) == b"PK-content"
        assert of(kept) == brief


def test_a_card_keeps_its_files_when_it_changes(school: SmallSchool) -> None:
    message, file = told(school)
    with school.database.write() as tx:
        turn = Turn(tx, school.school, school.features, school.clock.now)
        row = tx.get_one(Message, message)
        row.subject = "T-0001"
        turn.settle("T-0001", lambda _viewer: Card("改过了"))
        assert tx.get_one(Message, message).card["files"] == [
            {"id": file.id, "name": "工单.xlsx", "media_type": file.media_type, "size": 10}
        ]


@pytest.mark.parametrize("size", [0, 20 * 1024 * 1024 + 1])
def test_what_no_platform_carries_is_refused_in_words(school: SmallSchool, size: int) -> None:
    from handlers.errors import Refused

    with school.database.write() as tx:
        turn = Turn(tx, school.school, school.features, school.clock.now)
        with pytest.raises(Refused) as refusal:
            enclose(turn, "a.bin", bytes(size))
    assert "不超过 20.0 MB" in say(refusal.value.wording, "zh")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("工单 9月.xlsx", "工单 9月.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\a.txt", "a.txt"),
        ("a\u202egpj.exe", "a_gpj.exe"),
        ("a\r\nSet-Cookie: x.png", "a__Set-Cookie_ x.png"),
        ("", "file"),
        ("...", "file"),
        ("字" * 200 + ".pdf", "字" * 76 + ".pdf"),
    ],
)
def test_names_from_outside_are_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_types_are_read_from_names() -> None:
    assert type_of("证书.PDF") == "application/pdf"
    assert type_of("培训.ics") == "text/calendar"
    assert type_of("怪.东西") == "application/octet-stream"
    assert replace(Enclosure(1, "a.png", type_of("a.png"), 1)).is_picture
