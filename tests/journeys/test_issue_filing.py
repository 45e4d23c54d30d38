"""From words to a number: one sentence, a draft with questions, pictures, guests, doubles, bursts."""

from handlers.incoming import Attachment, Said
from handlers.people import binding
from storage import issues, people
from tests.conftest import SmallSchool
from tests.ringing import pass_time
from tests.stage import Character, Seen


def sends_photo(somebody: Character, ref: str, text: str = "", group: str = "") -> Seen:
    stage = somebody.stage
    stage.hear(Said(somebody._who(), stage.event_id(), stage.clock.now, text, (Attachment("photo", ref),), group))
    return somebody.last()


def the_issue(school: SmallSchool, code: str) -> issues.Issue:
    with school.database.read() as tx:
        issue = issues.find(tx, code)
        assert issue is not None
        _ = issue.attachments, issue.notes, issue.followers
        return issue


def test_place_and_fault_in_one_sentence_need_no_question(school: SmallSchool) -> None:
    assert school.li.says("projector in Room 302 is dead").card.title == "Filed: T-0001"
    assert school.sun.says("语文组办公室打印机卡纸").card.title == "报修已登记：T-0002"


def test_the_button_without_content_asks_one_question(school: SmallSchool) -> None:
    asked = school.li.says("报修")
    assert asked.text == "哪里的什么坏了？一句话就行，例如：高二3班投影仪不亮"
    assert asked.buttons == ["取消"]
    draft = school.li.says("高二3班投影仪不亮")
    assert draft.buttons == ["提交", "修改", "取消"]
    for fact in ("地点：高二3班", "设备：投影仪", "现象：不亮", "紧急：P1"):
        assert fact in draft.text
    assert school.wang.everything() == []
    assert school.li.presses("提交").card.title == "报修已登记：T-0001"
    school.wang.sees("T-0001", buttons=["接单", "已解决", "合并"])


def test_a_missing_place_is_asked_and_can_be_skipped(school: SmallSchool) -> None:
    asked = school.li.says("投影仪坏了")
    assert asked.text == "投影仪在哪里？（教室、办公室或楼层）"
    assert asked.buttons == ["就这样", "取消"]
    draft = school.li.says("就这样")
    assert "地点：不适用" in draft.text
    school.li.presses("提交")
    school.wang.sees("T-0001", buttons=["接单", "已解决", "合并"])


def test_a_thank_you_is_no_place(school: SmallSchool) -> None:
    school.li.says("投影仪坏了")
    asked = school.li.says("谢谢")
    assert "在哪里？（教室、办公室或楼层）" in asked.text
    assert "地点：高二3班" in school.li.says("在高二3班教室").text


def test_at_most_two_rounds_of_questions(school: SmallSchool) -> None:
    school.li.says("报修")
    second = school.li.says("投影仪")
    assert second.text == "投影仪怎么了？例如：不亮、没声音、连不上网"
    third = school.li.says("就是老样子")
    assert third.buttons in (["提交", "修改", "取消"], ["就这样", "取消"])
    if third.buttons == ["就这样", "取消"]:
        third = school.li.says("高二3班")
    assert third.buttons == ["提交", "修改", "取消"]


def test_a_draft_can_be_changed_before_it_is_submitted(school: SmallSchool) -> None:
    school.li.says("投影仪坏了")
    school.li.says("高二3班")
    school.li.presses("修改")
    changed = school.li.says("地点：高二4班")
    assert "地点：高二4班" in changed.text
    assert "设备：投影仪" in changed.text
    assert school.li.presses("提交").card.title == "报修已登记：T-0001"
    assert the_issue(school, "T-0001").place == "高二4班"


def test_a_draft_can_be_dropped(school: SmallSchool) -> None:
    school.li.says("投影仪坏了")
    assert "没有提交" in school.li.says("取消").text
    assert "还没有报修" in school.li.says("我的报修").text


def test_a_question_in_the_middle_is_answered_and_the_draft_goes_on(school: SmallSchool) -> None:
    school.li.says("投影仪坏了")
    school.li.says("软件采购要谁审批？")
    assert "还在填写" in school.li.last().text
    assert school.li.says("高二3班").buttons == ["提交", "修改", "取消"]


def test_a_draft_is_mentioned_once_and_never_submits_itself(school: SmallSchool) -> None:
    school.li.says("投影仪坏了")
    school.li.news()
    pass_time(school, minutes=11)
    assert [seen.card.title for seen in school.li.news()] == ["还有一份报修没提交：投影仪坏了"]
    pass_time(school, hours=25)
    assert school.li.news() == []
    assert school.wang.everything() == []


def test_a_guest_may_draft_and_submits_after_binding(school: SmallSchool) -> None:
    guest = school.stranger("新老师")
    draft = guest.says("高二3班投影仪不亮")
    assert draft.buttons == ["提交", "修改", "取消"]
    assert "绑定" in guest.presses("提交").text
    assert school.wang.everything() == []
    with school.database.write() as tx:
        code = binding.invite(tx, people.by_name(tx, "孙联络")[0], school.clock.now)
    guest.says(f"绑定 {code}")
    assert guest.says("继续").buttons == ["提交", "修改", "取消"]
    assert guest.presses("提交").card.title == "报修已登记：T-0001"
    assert "教务处" in school.wang.sees("T-0001").text


def test_a_burst_is_one_issue(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.clock.forward(seconds=5)
    assert school.li.says("投影仪亮红灯").text == "已补充到 T-0001"
    assert "亮红灯" in school.wang.sees("T-0001").text
    assert len(school.li.says("我的报修").buttons) == 1


def test_words_nobody_understands_seconds_after_a_report_belong_to_it(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.clock.forward(seconds=8)
    assert school.li.says("就是靠窗的那台啊").text == "已补充到 T-0001"
    school.clock.forward(seconds=30)
    assert "没有把握听懂" in school.li.says("嘟嘟嘟嘟").text


def test_that_is_all_submits_the_finished_draft(school: SmallSchool) -> None:
    school.li.says("报修")
    school.li.says("高二3班投影仪不亮")
    assert school.li.says("没问题").card.title == "报修已登记：T-0001"


def test_after_pressing_edit_bare_words_change_the_draft(school: SmallSchool) -> None:
    school.li.says("报修")
    school.li.says("高二3班投影仪不亮")
    school.li.presses("修改")
    assert "地点：高二5班" in school.li.says("高二5班").text
    assert "附件" not in school.li.says("附件：很多").text
    assert school.li.presses("提交").card.title == "报修已登记：T-0001"


def test_an_album_is_one_set_of_pictures_and_one_answer(school: SmallSchool) -> None:
    assert sends_photo(school.li, "a", "高二3班投影仪不亮", "album-1").card.title == "报修已登记：T-0001"
    school.li.news()
    sends_photo(school.li, "b", group="album-1")
    sends_photo(school.li, "c", group="album-1")
    assert school.li.news() == []
    assert [one.ref for one in the_issue(school, "T-0001").attachments] == ["a", "b", "c"]


def test_a_picture_without_words_asks_one_question(school: SmallSchool) -> None:
    asked = sends_photo(school.li, "a", group="album-1")
    assert "照片收到了（1 张）" in asked.text
    assert "哪里的什么坏了" in asked.text
    sends_photo(school.li, "b", group="album-1")
    assert len(school.li.chat()) == 1
    school.li.says("高二3班投影仪不亮")
    school.li.presses("提交")
    assert [one.ref for one in the_issue(school, "T-0001").attachments] == ["a", "b"]


def test_a_picture_after_the_report_belongs_to_it(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.clock.forward(minutes=3)
    assert sends_photo(school.li, "a").text == "照片已补充到 T-0001"
    assert "附件：1 个" in school.li.says("T-0001怎么样了").text


def test_the_same_thing_again_is_asked_about_not_filed(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.clock.forward(hours=1)
    asked = school.li.says("高二3班投影仪黑屏")
    assert asked.buttons == ["同一件，补充到 T-0001", "不同，另开一单"]
    assert school.li.presses("同一件，补充到 T-0001").text == "T-0001 补充：收到"
    assert [note.words for note in the_issue(school, "T-0001").notes] == ["高二3班投影仪黑屏"]
    school.clock.forward(hours=1)
    school.li.says("高二3班投影仪黑屏")
    school.li.presses("不同，另开一单")
    school.li.sees("报修已登记：T-0002")
    assert "可能与 T-0001 重复" in school.wang.sees("T-0002").text


def test_a_correction_reaches_whoever_has_it(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.li.presses("修改")
    school.li.says("地点：高二4班")
    assert the_issue(school, "T-0001").place == "高二4班"
    school.wang.sees("T-0001 已更正：地点 高二4班")
    school.li.says("不是高二4班，是高二5班")
    assert the_issue(school, "T-0001").place == "高二5班"


def test_two_faults_in_one_message_are_two(school: SmallSchool) -> None:
    school.li.says("办公楼302打印机卡纸，另外实验楼201电脑蓝屏")
    titles = [seen.card.title for seen in school.li.chat()]
    assert titles == ["报修已登记：T-0001", "报修已登记：T-0002"]


def test_the_second_fault_of_a_sentence_is_at_the_same_place(school: SmallSchool) -> None:
    school.li.says("办公楼302网断了，打印机也用不了")
    assert [seen.card.title for seen in school.li.chat()] == ["报修已登记：T-0001", "报修已登记：T-0002"]
    assert the_issue(school, "T-0002").place == "办公楼302"


def test_another_report_is_no_answer_to_a_question_about_the_first(school: SmallSchool) -> None:
    school.li.says("打印机坏了")
    school.li.says("高二3班投影仪不亮")
    school.li.sees("报修已登记：T-0001")
    assert the_issue(school, "T-0001").asset == "投影仪"
    assert "还在填写" in school.li.last().text
    assert "设备：打印机" in school.li.says("语文组办公室").text


def test_thanks_and_jokes_file_nothing(school: SmallSchool) -> None:
    school.li.says("谢谢")
    school.li.says("哈哈我的脑子死机了")
    assert "还没有报修" in school.li.says("我的报修").text


def test_a_report_at_night_says_when_the_clock_starts(school: SmallSchool) -> None:
    school.clock.forward(days=4, hours=10)  # Saturday 20:00; the Sunday after it is a make-up workday
    told = school.li.says("语文组办公室打印机卡纸")
    assert "周末" in told.text
    assert "9月20日" in told.text


def test_plain_platforms_answer_with_numbers(school: SmallSchool) -> None:
    teacher = school.person("文字老师", platform="plain")
    teacher.says("报修")
    draft = teacher.says("高二3班投影仪不亮")
    assert draft.card.as_text(numbered=True).endswith("1. 提交\n2. 修改\n3. 取消")
    assert teacher.says("1").card.title == "报修已登记：T-0001"


def test_english_readers_read_english(school: SmallSchool) -> None:
    smith = school.person("Smith", language="en")
    filed = smith.says("projector in Room 302 is dead")
    assert filed.card.title == "Filed: T-0001"
    assert filed.buttons == ["Edit", "Withdraw"]
    assert "P2" in filed.text or "P1" in filed.text


def test_more_about_the_fault_is_no_place(school: SmallSchool) -> None:
    school.li.says("电脑坏了")
    assert "在哪里" in school.li.says("开不了机").text
    draft = school.li.says("语文办公室")
    assert "地点：语文办公室" in draft.card.as_text(numbered=False)
    assert "现象：开不了机" in draft.card.as_text(numbered=False)


def test_pressing_words_are_no_symptom(school: SmallSchool) -> None:
    school.li.says("报修")
    assert "什么" in school.li.says("急！下节课要用").text
    draft = school.li.says("语文备课室电脑黑屏")
    assert "现象：黑屏" in draft.card.as_text(numbered=False)
    assert "P2" in draft.card.as_text(numbered=False)


def test_several_faults_share_the_place_named_last(school: SmallSchool) -> None:
    school.li.says("打印机卡纸，还有窗户关不上，还有投影没声音，都在402")
    filed = [seen.text for seen in school.li.chat() if "报修已登记" in seen.text]
    assert len(filed) == 3
    assert all("402" in text for text in filed)


def test_a_correction_of_the_place_leaves_the_fault_alone(school: SmallSchool) -> None:
    school.li.says("语文办公室电脑黑屏")
    card = school.li.says("是语文备课室，不是办公室").card.as_text(numbered=False)
    assert "地点：语文备课室" in card
    assert "现象：电脑 黑屏" in card


def test_that_is_all_after_filing_is_no_supplement(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    assert "有进展马上告诉你" in school.li.says("就这样").text
    assert "就这样" not in school.wang.transcript()


def test_more_about_the_same_fault_is_added_and_replaces_nothing(school: SmallSchool) -> None:
    """ "投影仪坏了", the place, then "开机没反应，蓝灯一直闪": the lamp is the projector's."""
    school.li.says("投影仪坏了")
    school.li.says("高二3班")
    seen = school.li.says("开机没反应，蓝灯一直闪").text
    assert "投影仪" in seen
    assert "坏了；开机没反应，蓝灯一直闪" in seen
    assert "打印机" in school.li.says("不是投影仪，是打印机").text
