"""Files through the real process: a picture from Telegram to WeCom and back, a spreadsheet, codes on the wall."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.e2e.cast import Cast, sees
from tests.e2e.running import RunningSchool, prepared
from tests.fakes import FakeTelegram, FakeWeChat, FakeWeCom
from tests.fakes.wecom_members import Member
from tests.fakes.wecom_messages import Shown
from tests.journeys.test_issue_pictures import PHOTO
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def school(
    tmp_path_factory: pytest.TempPathFactory,
    imported: Path,
    telegram: FakeTelegram,
    wecom: FakeWeCom,
    wechat: FakeWeChat,
) -> Iterator[RunningSchool]:
    folder = prepared(tmp_path_factory.mktemp("school"), imported)
    with RunningSchool(folder, telegram=telegram, wecom=wecom, wechat=wechat) as running:
        yield running
        assert " ERROR " not in running.log


@pytest.fixture(scope="module")
def cast(telegram: FakeTelegram, wecom: FakeWeCom, school: RunningSchool) -> Cast:
    return Cast(telegram, wecom)


def shown_on_wecom(member: Member, kind: str) -> Shown:
    """The newest picture or file this member sees in WeCom, as soon as there is one."""

    def found() -> Shown | None:
        return next((one for one in reversed(member.sees()) if one.msgtype == kind), None)

    shown = member.fake.wait_for(found, PATIENCE, f"a message of kind {kind}")
    assert shown is not None
    return shown


def test_a_picture_goes_from_the_reporter_to_the_technician_and_one_comes_back(cast: Cast) -> None:
    cast.wang.sends("你好")  # known to us, and heard from
    cast.li.sends_photo(PHOTO, "高二3班投影仪不亮,正在上课")
    code = re.search(r"T-\d+", sees(cast.li, "报修已登记").text)
    assert code is not None
    sees(cast.wang, code[0], button="接单")
    cast.wang.presses("接单")
    sees(cast.wang, f"{code[0]} 现场照片")
    stored = cast.wecom.media.stored[shown_on_wecom(cast.wang, "image").content["media_id"]]
    assert stored.content.startswith(b"\xff\xd8\xff")
    assert b"GPS" not in stored.content

    cast.wang.sends(f"已解决 {code[0]} 换了灯泡")
    sees(cast.li, "修好了吗")
    cast.wang.sends_image(PHOTO)
    back = sees(cast.li, "修好后的照片")
    picture = cast.telegram.world.files[back.content["photo"][-1]["file_id"]]
    assert b"GPS" not in picture.content


def test_the_dispatcher_gets_a_spreadsheet_in_wecom(cast: Cast) -> None:
    cast.li.sends("阶梯教室音箱没声音,正在上课")
    sees(cast.li, "报修已登记")
    cast.zhao.sends("导出工单")
    sees(cast.zhao, "导出好了")
    stored = cast.wecom.media.stored[shown_on_wecom(cast.zhao, "file").content["media_id"]]
    assert stored.name.startswith("工单 ")
    [page] = load_workbook(io.BytesIO(stored.content)).worksheets
    assert str(page["A2"].value).startswith("T-")


def test_codes_are_printed_and_scanned_on_every_platform(school: RunningSchool, cast: Cast, wechat: FakeWeChat) -> None:
    (school.folder / "places.csv").write_text("地点,设备\n实验楼302,投影仪\n", encoding="utf-8")
    school.command("places", "import", "places.csv")
    school.command("places", "sheet", "--out", "codes.pdf")
    [place] = json.loads(school.command("places", "list", "--json"))
    assert place["code"] in PdfReader(school.folder / "codes.pdf").pages[0].extract_text()
    [(ticket, scene)] = wechat.account.scenes.items()
    assert scene == f"qr_{place['code']}"

    cast.li.starts(f"qr_{place['code']}")
    assert "实验楼302投影仪" in sees(cast.li, "实验楼302").text
    cast.li.sends("花屏")
    sees(cast.li, "实验楼302", button="提交")
    cast.li.presses("提交")
    sees(cast.li, "报修已登记")
    cast.sun.sends(f"扫码 {place['code']}")
    sees(cast.sun, "实验楼302")
    fan = wechat.fan("路过的老师")
    fan.scans(ticket)
    sees(fan, "实验楼302")
