"""Pictures of an incident are evidence: kept with the hash of their bytes, in the time line, only for who handles it."""

import hashlib

from storage import audit, incidents
from tests.conftest import SmallSchool
from tests.journeys.test_inspections import sends_picture


def test_a_screenshot_with_the_first_words_and_one_without_words_are_evidence(school: SmallSchool) -> None:
    sends_picture(school, school.li, "mail", "我点了钓鱼邮件，这是截图")
    with school.database.read() as tx:
        incident = incidents.find(tx, "I-1")
        assert incident is not None
        kept = incidents.evidence_of(tx, incident)
        assert [one.sha256 for one in kept] == [hashlib.sha256(b"mail").hexdigest()]
    assert "证据 1：mail.jpg，李老师" in school.wang.sees("证据 1").text
    school.wang.presses("接手")
    sends_picture(school, school.wang, "gateway")
    assert any("作为 I-1 的证据留存" in seen.text for seen in school.wang.chat())
    card = school.wang.says("I-1")
    assert dict(card.card.facts)["证据"] == "2 件"
    school.wang.presses("更多")
    assert [file.name for file in school.wang.presses("看证据").card.files] == ["mail.jpg", "gateway.jpg"]
    with school.database.read() as tx:
        assert len([one for one in audit.history(tx, "I-1") if one.facts["step"] == "kept"]) == 2


def test_nobody_else_gets_at_it_and_another_card_in_front_takes_its_own(school: SmallSchool) -> None:
    sends_picture(school, school.li, "mail", "我点了钓鱼邮件，这是截图")
    assert school.li.presses_token("incidents.pictures:I-1").text == "没有找到 I-1，或者它不在你能看的范围内。"
    school.sun.says("高二3班投影仪不亮")
    sends_picture(school, school.sun, "lamp")
    with school.database.read() as tx:
        incident = incidents.find(tx, "I-1")
        assert incident is not None
        assert len(incidents.evidence_of(tx, incident)) == 1


def test_evidence_in_words_with_a_picture_keeps_both(school: SmallSchool) -> None:
    school.li.says("我好像点了钓鱼邮件")
    school.wang.presses("接手")
    sends_picture(school, school.wang, "log", "证据 I-1 网关日志截图")
    with school.database.read() as tx:
        incident = incidents.find(tx, "I-1")
        assert incident is not None
        assert {one.sha256 for one in incidents.evidence_of(tx, incident)} == {
            hashlib.sha256("网关日志截图".encode()).hexdigest(), hashlib.sha256(b"log").hexdigest()
        }  # fmt: skip
