"""What the callbacks of WeCom and of an Official Account mean to us, one recorded payload a line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms import wechat, wecom
from bot.platforms.callback_xml import BadXml, fields_of
from handlers.incoming import Attachment, Identity, Incoming, Noticed, Pressed, Said

PAYLOADS = Path(__file__).parent / "payloads"
AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
LI = Identity("wecom", "liteacher", "liteacher")
FAN = Identity("wechat", "oFAKE0001", "oFAKE0001")
MSG, OA_MSG = "7400000000000000001", "24000000000000001"
WHEN = int(AT.timestamp())

WECOM: dict[str, Incoming | None] = {
    "text": Said(LI, MSG, AT, "高二3班投影仪不亮"),
    "text_with_markup": Said(LI, MSG, AT, "<!DOCTYPE html> & 1<2"),
    "text_empty": None,
    "image": Said(LI, MSG, AT, "", (Attachment("photo", "MEDIA-1"),)),
    "voice": Said(LI, MSG, AT, "", (Attachment("voice", "MEDIA-2", "voice.amr"),)),
    "video": Said(LI, MSG, AT, "", (Attachment("file", "MEDIA-3", "video.mp4"),)),
    "location": Said(LI, MSG, AT, "实验楼"),
    "location_without_a_name": Said(LI, MSG, AT, "", (Attachment("place", "31.2304,121.4737"),)),
    "link": Said(LI, MSG, AT, "采购平台 https://buy.example/projector"),
    "of_a_kind_to_come": Said(LI, MSG, AT, "", (Attachment("unknown", ""),)),
    "card_press": Pressed(
        LI, f"LiTeacher|{WHEN}|template_card_event|issues.claim:T-0001|x17|", AT, "issues.claim:T-0001",
        card_ref="x17", handle="RESPONSE-CODE-1",
    ),
    "card_menu_press": Pressed(
        LI, f"LiTeacher|{WHEN}|template_card_menu_event|issues.transfer:T-0001|x17|", AT, "issues.transfer:T-0001",
        card_ref="x17", handle="RESPONSE-CODE-2",
    ),
    "menu_token": Pressed(LI, f"LiTeacher|{WHEN}|click|say.report||", AT, "say.report"),
    "menu_words": Said(LI, f"LiTeacher|{WHEN}|click|我的待办||", AT, "我的待办"),
    "subscribe": Noticed(LI, f"LiTeacher|{WHEN}|subscribe|||", AT, "joined"),
    "unsubscribe": Noticed(LI, f"LiTeacher|{WHEN}|unsubscribe|||", AT, "left"),
    "enter_agent": Noticed(LI, f"LiTeacher|{WHEN}|enter_agent|||", AT, "entered"),
    "change_contact": Noticed(LI, f"sys|{WHEN}|change_contact|||delete_user|LiTeacher", AT, "removed"),
    "change_contact_of_an_id": Noticed(
        LI, f"sys|{WHEN}|change_contact|||update_user|LiTeacher|LiMing", AT, "changed", {"user_id": "liming"}
    ),
    "change_contact_of_a_department": Noticed(
        LI, f"sys|{WHEN}|change_contact|||update_user|LiTeacher|3|3,7", AT, "changed", {"department": "3"}
    ),
    "change_contact_switched_off": Noticed(
        LI, f"sys|{WHEN}|change_contact|||update_user|LiTeacher|2", AT, "left"
    ),
    "change_contact_of_a_name": None,
}  # fmt: skip
WECHAT: dict[str, Incoming | None] = {
    "text": Said(FAN, OA_MSG, AT, "买软件要谁审批"),
    "menu_choice": Pressed(FAN, OA_MSG, AT, "projects.approve:P-2026-003"),
    "menu_choice_of_another_kind": Said(FAN, OA_MSG, AT, "满意"),
    "sticker": Said(FAN, OA_MSG, AT, "", (Attachment("unknown", ""),)),
    "voice": Said(FAN, OA_MSG, AT, "", (Attachment("voice", "MEDIA-2", "voice.amr"),)),
    "voice_recognised": Said(FAN, OA_MSG, AT, "投影仪坏了", (Attachment("voice", "MEDIA-2", "voice.amr"),)),
    "image": Said(FAN, OA_MSG, AT, "", (Attachment("photo", "MEDIA-1"),)),
    "subscribe": Noticed(FAN, f"oFAKE0001|{WHEN}|subscribe|||", AT, "joined"),
    "subscribe_by_code": Said(FAN, f"oFAKE0001|{WHEN}|subscribe|qrscene_kTq_3-xZ||", AT, "绑定 kTq_3-xZ"),
    "scan": Said(FAN, f"oFAKE0001|{WHEN}|SCAN|kTq_3-xZ||", AT, "绑定 kTq_3-xZ"),
    "menu_token": Pressed(FAN, f"oFAKE0001|{WHEN}|CLICK|say.tasks||", AT, "say.tasks"),
    "menu_words": Said(FAN, f"oFAKE0001|{WHEN}|CLICK|报修||", AT, "报修"),
    "unsubscribe": Noticed(FAN, f"oFAKE0001|{WHEN}|unsubscribe|||", AT, "left"),
    "template_done": None,
}


def payload(platform: str, name: str) -> str:
    return (PAYLOADS / platform / f"{name}.xml").read_text()


@pytest.mark.parametrize("name", WECOM)
def test_a_callback_of_wecom_means_what_the_table_says(name: str) -> None:
    assert wecom.read(payload("wecom", name)) == WECOM[name]


@pytest.mark.parametrize("name", WECHAT)
def test_a_callback_of_an_official_account_means_what_the_table_says(name: str) -> None:
    assert wechat.read(payload("wechat", name)) == WECHAT[name]


def test_every_recorded_callback_has_its_line() -> None:
    recorded = {platform: {path.stem for path in (PAYLOADS / platform).iterdir()} for platform in ("wecom", "wechat")}
    assert recorded == {"wecom": set(WECOM), "wechat": set(WECHAT)}


def test_events_without_a_number_are_told_apart_and_found_again() -> None:
    presses = [payload("wecom", "card_press"), payload("wecom", "card_menu_press"), payload("wecom", "menu_token")]
    assert len({wecom.event_id(one) for one in presses}) == 3
    later = presses[0].replace("RESPONSE-CODE-1", "RESPONSE-CODE-9")
    assert wecom.event_id(later) == wecom.event_id(presses[0])


def test_two_members_deleted_in_one_second_are_two_events() -> None:
    one = payload("wecom", "change_contact")
    assert wecom.event_id(one) != wecom.event_id(one.replace("LiTeacher", "WangTech"))


def test_a_very_long_key_still_makes_a_short_event_id() -> None:
    long = payload("wecom", "card_press").replace("issues.claim:T-0001", "k" * 1024)
    assert len(wecom.event_id(long)) == 64


def test_one_person_is_one_conversation() -> None:
    assert {wecom.conversation(payload("wecom", name)) for name in WECOM} == {"liteacher", "sys"}
    assert {wechat.conversation(payload("wechat", name)) for name in WECHAT} == {"oFAKE0001"}


HOSTILE = {
    "an outside entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Content>&e;</Content></xml>',
    "laughing entities": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>',
    "a bare DTD": "<!DOCTYPE xml><xml><Content>1</Content></xml>",
    "an undeclared entity": "<xml><Content>&e;</Content></xml>",
    "another root": "<soap><Content>1</Content></soap>",
    "two roots": "<xml></xml><xml></xml>",
    "an open end": "<xml><Content>1</Content>",
    "too deep": "<xml>" + "<a>" * 40 + "</a>" * 40 + "</xml>",
    "half a character": "<xml><Content>\ud800</Content></xml>",
    "nothing": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_xml_is_refused_and_never_read(text: str) -> None:
    with pytest.raises(BadXml):
        fields_of(text)
    assert wecom.read(text) is None
    assert wechat.read(text) is None


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_no_text_at_all_makes_the_reader_stumble(text: str) -> None:
    try:
        fields_of(text)
    except BadXml:
        return
    wecom.read(text)
    wechat.read(text)
