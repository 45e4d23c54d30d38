"""Pictures go to whoever needs them, once, on whatever platform they use, without what the telephone wrote into them."""

import asyncio
import struct
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import pictures
from bot.fetching import Fetcher, Never, named
from handlers.incoming import Attachment, Said
from jobs.alarms import Alarms
from jobs.due import tick
from storage import files, wanted_files
from storage.wanted_files import WantedFile
from tests.conftest import SmallSchool
from tests.stage import Character, Seen

PIXELS = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00abc\xff\x00def\xff\xd9"


def jpeg(*segments: bytes, tail: bytes = b"") -> bytes:
    return b"\xff\xd8" + b"".join(segments) + PIXELS + tail


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int) -> bytes:
    """As a telephone writes it: how it was held, and where."""
    tiff = b"II\x2a\x00" + struct.pack("<IHHHIHH", 8, 1, 0x0112, 3, 1, turned, 0) + b"GPS 31.2304N 121.4737E"
    return segment(0xE1, b"Exif\x00\x00" + tiff)


PHOTO = jpeg(segment(0xE0, b"JFIF\x00"), exif(6), segment(0xFE, b"13800001234"), tail=b"a film with GPS")


class Post:
    """The platforms' side: what they still have of what people sent."""

    def __init__(self, school: SmallSchool) -> None:
        self.school = school
        self.there: dict[str, bytes | Exception] = {}
        self.asked: list[str] = []
        self.fetcher = Fetcher(school.database, {"chat": self._fetch}, school.clock, Alarms())

    async def _fetch(self, attachment: Attachment) -> bytes:
        self.asked.append(attachment.ref)
        found = self.there[attachment.ref]
        if isinstance(found, Exception):
            raise found
        return found

    def comes(self) -> None:
        """Fetch what is due, let the clock tell the desk."""
        while asyncio.run(self.fetcher.step()):
            pass
        tick(self.school.database, self.school.school, self.school.features, self.school.clock.now)
        self.school.deliver()


@pytest.fixture
def post(school_on_any: SmallSchool) -> Post:
    return Post(school_on_any)


@pytest.fixture
def school(post: Post) -> SmallSchool:
    return post.school


def sends(person: Character, text: str, *refs: str, kind: str = "photo", name: str = "", group: str = "") -> Seen:
    stage = person.stage
    attachments = tuple(Attachment(kind, ref, name) for ref in refs)
    who = person._who()
    stage.hear(Said(who, stage.event_id(), stage.clock.now, text, attachments, group))
    return person.last()


def content_of(school: SmallSchool, seen: Seen) -> list[bytes | None]:
    with school.database.read() as tx:
        return [files.content_of(tx, file.id, school.clock.now) for file in seen.card.files]


def test_from_the_reporters_picture_to_the_technicians(school: SmallSchool, post: Post) -> None:
    post.there = {"a": PHOTO, "b": PHOTO, "done": PHOTO}
    sends(school.li, "高二3班投影仪不亮", "a")
    post.comes()
    school.wang.does_not_see("现场照片")
    school.wang.presses("接单")
    seen = school.wang.sees("T-0001 现场照片")
    assert [file.name for file in seen.card.files] == ["T-0001-1.jpg"]
    [content] = content_of(school, seen)
    assert content is not None
    assert b"GPS" not in content
    assert b"13800001234" not in content
    school.zhao.does_not_see("现场照片")

    sends(school.li, "", "b")  # later, to the one who has it already
    post.comes()
    assert len([one for one in school.wang.chat() if "现场照片" in one.text]) == 2

    school.wang.says("已解决 T-0001 换了灯泡")
    sends(school.wang, "", "done")
    post.comes()
    assert len(school.li.sees("修好后的照片").card.files) == 1
    post.comes()
    assert len([one for one in school.li.chat() if "修好后的照片" in one.text]) == 1
    assert post.asked == ["a", "b", "done"]


def test_an_album_is_one_draft_and_one_message_to_the_technician(school: SmallSchool, post: Post) -> None:
    post.there = dict.fromkeys("abc", PHOTO)
    sends(school.li, "实验楼302投影仪花屏", "a", group="g")
    sends(school.li, "", "b", group="g")
    sends(school.li, "", "c", group="g")
    post.comes()
    school.wang.presses("接单")
    assert len(school.wang.sees("现场照片").card.files) == 3


def test_pictures_may_be_looked_at_by_who_may_read_the_issue(school: SmallSchool, post: Post) -> None:
    post.there = {"a": PHOTO}
    sends(school.li, "高二3班投影仪不亮", "a")
    assert "正在取" in school.zhao.presses("看照片").text
    post.comes()
    assert len(school.zhao.presses("看照片").card.files) == 1
    assert len(school.li.says("看照片 T-0001").card.files) == 1
    assert not school.sun.says("看照片 T-0001").card.files
    assert not school.stranger().says("看照片 T-0001").card.files
    assert "没有照片" in _issue_without(school).text


def _issue_without(school: SmallSchool) -> Seen:
    school.li.says("图书馆电脑蓝屏")
    return school.li.says("看照片 T-0002")


def test_a_broken_line_is_tried_again_and_what_is_gone_is_not(school: SmallSchool, post: Post) -> None:
    post.there = {"a": OSError("no route"), "b": Never("40007")}
    sends(school.li, "高二3班投影仪不亮", "a", "b")
    post.comes()
    post.comes()
    assert sorted(post.asked) == ["a", "b"]
    post.there["a"] = PHOTO
    school.clock.forward(seconds=20)
    post.comes()
    assert len(school.wang.presses("看照片").card.files) == 1
    with school.database.read() as tx:
        assert {(row.ref, row.status) for row in tx.query(WantedFile)} == {("a", "fetched"), ("b", "failed")}


def test_what_never_comes_is_given_up_after_three_days_and_said(school: SmallSchool, post: Post) -> None:
    post.there = {"a": OSError("no route")}
    sends(school.li, "高二3班投影仪不亮", "a")
    for _ in range(40):
        post.comes()
        school.clock.forward(hours=2)
    assert 10 < len(post.asked) <= 40
    assert "没能从平台取到" in school.zhao.says("看照片 T-0001").text


def test_who_sent_what_could_not_be_kept_is_told_once_and_nobody_else(school: SmallSchool, post: Post) -> None:
    broken = PHOTO[:40]
    post.there = {"a": broken, "b": broken, "c": PHOTO, "d": Never("over 20971520 bytes")}
    sends(school.li, "高二3班投影仪不亮", "a", group="g")
    sends(school.li, "", "b", group="g")
    sends(school.li, "", "c", group="g")
    post.comes()
    told = [seen.text for seen in school.li.chat() if "没有存上" in seen.text]
    assert len(told) == 1
    assert "T-0001 发的 2 个图片或文件打不开" in told[0]
    school.wang.does_not_see("没有存上")
    sends(school.li, "", "d")
    post.comes()
    post.comes()
    told = [seen.text for seen in school.li.chat() if "没有存上" in seen.text]
    assert len(told) == 2
    assert "1 个图片或文件没能取到" in told[1]


def test_a_process_that_dies_while_fetching_loses_nothing(school: SmallSchool, post: Post) -> None:
    post.there = {"a": PHOTO}
    sends(school.li, "高二3班投影仪不亮", "a")
    with school.database.write() as tx:
        now = school.clock.now
        assert len(wanted_files.claim(tx, ["chat"], now, now + timedelta(minutes=3))) == 1
    post.comes()
    assert post.asked == []  # somebody has it in hand
    school.clock.forward(minutes=3)
    post.comes()
    assert post.asked == ["a"]


def test_a_voice_message_is_asked_for_in_words(school: SmallSchool) -> None:
    assert "语音我还听不懂" in sends(school.li, "", "v", kind="voice").text
    assert "T-0001" in sends(school.li, "高二3班投影仪不亮", "w", kind="voice").text  # the platform had recognised it


def test_pictures_end_with_their_days(school: SmallSchool, post: Post) -> None:
    post.there = {"a": PHOTO}
    sends(school.li, "高二3班投影仪不亮", "a")
    post.comes()
    with school.database.read() as tx:
        [kept] = tx.query(files.File).all()
    assert kept.expires_at == school.clock.now + timedelta(days=365)


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("../../etc/passwd.jpg", PHOTO, "passwd.jpg"),
        ("a\u202egpj.exe", b"MZ", "a_gpj.exe"),
        ("photo.exe", PHOTO, "photo.jpg"),
        ("真的.pdf", b"%PDF", "真的.pdf"),
        ("", PHOTO, "T-0001-1.jpg"),
        ("", b"GIF89a", "file"),
    ],
)
def test_names_and_kinds_from_outside_are_not_believed(name: str, content: bytes, shown: str) -> None:
    row = WantedFile(id=1, subject="T-0001", name=name, kind="file", platform="chat", ref="a")
    assert named(row, pictures.media_type_of(content)) == shown


def test_a_page_that_calls_itself_a_picture_is_a_document(school: SmallSchool, post: Post) -> None:
    post.there = {"a": b"<script>alert(1)</script>"}
    sends(school.li, "高二3班投影仪不亮", "a", kind="file", name="photo.jpg")
    post.comes()
    [file] = school.zhao.presses("看照片").card.files
    assert not file.is_picture


# What a picture says beside what it shows


def test_a_picture_stays_upright_and_loses_all_else() -> None:
    clean = pictures.stripped(PHOTO)
    assert clean.startswith(b"\xff\xd8\xff\xe0")
    assert clean.endswith(PIXELS)
    for word in (b"GPS", b"121.47", b"138000", b"film"):
        assert word not in clean
    assert pictures._orientation(clean[clean.index(b"Exif") + 6 :]) == 6
    assert pictures.stripped(clean) == clean
    assert b"Exif" not in pictures.stripped(jpeg(exif(1)))


def test_a_png_loses_its_texts() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + b"crc!"

    head = b"\x89PNG\r\n\x1a\n"
    kept = [chunk(b"IHDR", b"x" * 13), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")]
    whole = head + kept[0] + chunk(b"eXIf", b"GPS") + chunk(b"tEXt", b"Author") + kept[1] + kept[2] + b"more"
    assert pictures.stripped(whole) == head + b"".join(kept)


@pytest.mark.parametrize("cut", [3, 4, 10, 30, -1, -2])
def test_a_broken_picture_is_refused_and_no_other_mistake_is_made(cut: int) -> None:
    with pytest.raises(pictures.Damaged):
        pictures.stripped(jpeg(exif(6))[:cut])


@given(
    st.binary(max_size=200),
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1\x00\x20Exif\x00\x00II"]),
)
def test_no_bytes_make_it_stumble(noise: bytes, head: bytes) -> None:
    for made in (head + noise, PHOTO[:40] + noise + PHOTO[40:]):
        try:
            pictures.stripped(made)
        except pictures.Damaged:
            continue
