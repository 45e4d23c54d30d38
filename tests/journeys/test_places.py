"""QR codes on walls and devices: registered, printed, scanned; a scan asks only what is wrong."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.platforms import wechat
from handlers import qr
from handlers.incoming import Said
from handlers.places import sheet
from handlers.places.importing import import_rows, read
from handlers.places.links import Doors, code_in
from handlers.tables import BadList
from storage import files, places
from storage.people import Role
from storage.places import Place
from tests.conftest import MORNING, SmallSchool
from tests.stage import Seen

DOORS = Doors("xiaoxin_bot", "https://school.example")


@pytest.fixture
def school(school_on_any: SmallSchool) -> SmallSchool:
    """A school that can be reached."""
    open_school = replace(school_on_any.school, public_url="https://school.example", telegram_bot=lambda: "xiaoxin_bot")
    school_on_any.school = open_school
    school_on_any.dispatcher.school = open_school
    return school_on_any


def code_of(school: SmallSchool, name: str, device: str = "") -> str:
    with school.database.read() as tx:
        return tx.query(Place).filter_by(name=name, device=device).one().code


def text_of(school: SmallSchool, seen: Seen) -> str:
    """The words of the PDF in a message."""
    [file] = seen.card.files
    with school.database.read() as tx:
        content = files.content_of(tx, file.id, school.clock.now)
    assert content is not None
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_from_registering_to_an_issue_by_scanning(school: SmallSchool) -> None:
    seen = school.wang.says("登记机房 实验楼302机房 投影仪")
    code = code_of(school, "实验楼302机房", "投影仪")
    assert seen.card.title == f"登记好了：实验楼302机房 投影仪，编码 {code}。"
    printed = text_of(school, school.wang.presses("打印二维码"))
    assert "实验楼302机房" in printed
    assert f"扫码 {code}" in printed
    asked = school.li.says(f"/start qr_{code}")
    assert "实验楼302机房投影仪" in asked.text
    review = school.li.says("不亮了，红灯闪")
    assert "实验楼302机房" in review.text
    assert review.buttons[0] == "提交"
    assert "T-0001" in school.li.presses("提交").text
    assert "实验楼302机房" in school.wang.sees("T-0001").text


def test_words_without_a_blank_are_told_apart_and_twice_is_once(school: SmallSchool) -> None:
    school.zhao.says("登记地点 高二3班的投影仪")
    code = code_of(school, "高二3班", "投影仪")
    assert school.zhao.says("登记地点 高二3班 投影仪").card.title == f"高二3班 投影仪早就登记过了，编码 {code}。"


def test_the_sheet_of_a_building(school: SmallSchool) -> None:
    for room in ("实验楼301", "实验楼302", "图书馆阅览室"):
        school.wang.says(f"登记房间 {room}")
    seen = school.wang.says("打印二维码 实验楼")
    assert seen.card.title == "二维码好了：2 个（实验楼），A4 打印后裁开张贴。"
    printed = text_of(school, seen)
    assert "实验楼301" in printed
    assert "图书馆" not in printed
    assert school.wang.says("打印二维码 全部").card.title.startswith("二维码好了：3 个（全部）")
    assert "没有登记过的地点" in school.wang.says("打印二维码 体育馆").text


@pytest.mark.parametrize(
    ("role", "may"),
    [(role, role in {Role.TECHNICIAN, Role.DISPATCHER, Role.CIO, Role.ADMIN}) for role in Role],
)
def test_who_keeps_the_places(school: SmallSchool, role: Role, may: bool) -> None:
    person = school.person("某人", role)
    assert ("登记好了" in person.says("登记机房 高二3班").text) is may
    assert (bool(person.says("打印二维码").card.files)) is may


def test_without_a_door_nothing_is_printed_in_vain(school_on_any: SmallSchool) -> None:
    school_on_any.wang.says("登记机房 高二3班")
    assert "XIAOXIN_PUBLIC_URL" in school_on_any.wang.says("打印二维码").text


def test_a_guest_fills_the_same_draft_and_hears_how_to_submit(school: SmallSchool) -> None:
    school.wang.says("登记机房 高二3班")
    guest = school.stranger(platform="plain")
    assert "高二3班" in guest.says(f"扫码 {code_of(school, '高二3班')}").text
    guest.says("电脑蓝屏")
    assert "绑定" in guest.says("1").text


@pytest.mark.parametrize(
    "said",
    [
        "/start qr_AAAAAAAA",
        "扫码 qr_'; DROP--",
        "扫码 ../../etc",
        "扫码 " + "9" * 300,
        "/start qr_",
        "扫码 ＡＢＣ",
        "/start qr_{}%s",
    ],
)
def test_a_strange_code_is_harmless(school: SmallSchool, said: str) -> None:
    for person in (school.li, school.stranger()):
        seen = person.says(said)
        assert "不在登记里" in seen.text or "绑定" in seen.text
        assert "抱歉" not in seen.text


def test_a_small_letter_typed_by_hand_is_the_same_code(school: SmallSchool) -> None:
    school.wang.says("登记机房 高二3班")
    assert "高二3班" in school.li.says(f"扫码 {code_of(school, '高二3班').lower()}").text


def test_the_official_account_brings_a_place_and_a_binding_code_apart() -> None:
    def heard(event: str, key: str) -> str:
        xml = (
            "<xml><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
            f"<Event>{event}</Event><EventKey>{key}</EventKey></xml>"
        )
        said = wechat.read(xml)
        assert isinstance(said, Said)
        return said.text

    assert heard("SCAN", "qr_ABCD2345") == "扫码 qr_ABCD2345"
    assert heard("subscribe", "qrscene_qr_ABCD2345") == "扫码 qr_ABCD2345"
    assert heard("SCAN", "qr_hY3k9Zt5aTnq1bVwXyZ0Q") == "绑定 qr_hY3k9Zt5aTnq1bVwXyZ0Q"
    assert heard("subscribe", "qrscene_CODE") == "绑定 CODE"


def test_what_the_codes_hold() -> None:
    place = Place(code="ABCD2345", name="高二3班", device="", building="", wechat_url="http://weixin.qq.example/q/1")
    links = {caption.en: content for caption, content in DOORS.of(place)}
    assert links["Telegram"] == "https://t.me/xiaoxin_bot?start=qr_ABCD2345"
    assert links["WeChat / web"] == "https://school.example/chat?scan=ABCD2345"
    assert links["WeChat"] == "http://weixin.qq.example/q/1"
    assert Doors("bad name!", "").of(replace_url(place)) == []
    assert len(qr.modules(links["Telegram"])) <= 41  # coarse enough for an old telephone
    assert qr.picture("https://school.example").startswith(b"\x89PNG")


def replace_url(place: Place) -> Place:
    place.wechat_url = ""
    return place


@given(st.text(max_size=60))
def test_codes_are_read_and_nothing_else(words: str) -> None:
    found = code_in(words)
    assert found == "" or (len(found) == 8 and found.isascii() and found.isalnum())


def test_a_full_sheet_has_eight_labels_a_page_and_bears_any_name() -> None:
    rows = [
        Place(code=f"ABCDEF{n:02}", name="超长名字" * 10 if n % 2 else "<b>&\u202e高二3班", device="投影仪" * (n % 3), building="",
              wechat_url="http://weixin.qq.example/q/1" if n % 2 else "") for n in range(17)
    ]  # fmt: skip
    assert len(PdfReader(io.BytesIO(sheet.draw(rows, DOORS, "zh"))).pages) == 3


def test_a_list_is_imported_whole_or_not_at_all(school: SmallSchool, tmp_path: Path) -> None:
    good = tmp_path / "places.csv"
    good.write_text("地点,设备,楼宇\n实验楼302,投影仪,实验楼\n实验楼302,,实验楼\n", encoding="gb18030")
    with school.database.write() as tx:
        assert import_rows(tx, read(good), MORNING) == (2, 0)
        assert import_rows(tx, read(good), MORNING) == (0, 2)
        assert [place.words for place in places.registered(tx, "实验楼")] == ["实验楼302", "实验楼302 投影仪"]
    bad = tmp_path / "bad.csv"
    bad.write_text(f"地点,设备\n,投影仪\n高二3班,\n高二3班,\n{'长' * 41},\n", encoding="utf-8")
    with pytest.raises(BadList) as problems:
        read(bad)
    assert [problem.line for problem in problems.value.problems] == [2, 4, 5]
    headless = tmp_path / "headless.csv"
    headless.write_text("高二3班,投影仪\n", encoding="utf-8")
    with pytest.raises(BadList, match="place"):
        read(headless)
