"""An inject with a picture: put before people with the words, replayed with the script."""

from storage import drills, wanted_files
from tests.conftest import SmallSchool
from tests.journeys.test_drills import SENTENCE, until, wait
from tests.journeys.test_inspections import sends_picture


def planned(school: SmallSchool) -> None:
    """A drill whose one inject has a picture."""
    school.zhao.says(SENTENCE)
    sends_picture(school, school.zhao, "ransom", "加注入 D-1 T+1 给信息中心：服务器弹窗如图")


def held(school: SmallSchool, code: str) -> None:
    """Approved, begun, and two minutes on."""
    school.zhao.says(f"送审 {code}")
    school.chen.says(f"同意 {code}")
    until(school, code)
    school.zhao.says(f"开始演练 {code}")
    wait(school, minutes=2)


def test_the_picture_comes_with_the_words_and_to_nobody_before(school: SmallSchool) -> None:
    planned(school)
    assert "注入1：T+1 给信息中心：服务器弹窗如图（附图 1 张）" in school.zhao.says("D-1").text
    held(school, "D-1")
    seen = school.wang.sees("服务器弹窗如图")
    assert [file.name for file in seen.card.files] == ["ransom.jpg"]
    assert [seen for seen in school.sun.chat() if seen.card.files] == []


def test_a_picture_without_words_goes_with_the_inject_written_last_and_only_while_it_is_planned(
    school: SmallSchool,
) -> None:
    school.zhao.says(SENTENCE)
    sends_picture(school, school.zhao, "early")
    assert any("图片要跟着一条注入发" in seen.text for seen in school.zhao.chat())
    school.zhao.says("加注入 D-1 T+1 给信息中心：服务器弹窗如图")
    sends_picture(school, school.zhao, "ransom")
    with school.database.read() as tx:
        assert [one.ref for one in wanted_files.of_subject(tx, "D-1#inject1")] == ["ransom"]
    sends_picture(school, school.wang, "mine")
    with school.database.read() as tx:
        assert [one.ref for one in wanted_files.of_subject(tx, "D-1#inject1")] == ["ransom"]


def test_once_more_means_with_the_same_picture(school: SmallSchool) -> None:
    planned(school)
    held(school, "D-1")
    school.zhao.says("结束演练 D-1")
    school.zhao.says("再来一次 D-1 下周四下午三点")
    with school.database.read() as tx:
        assert drills.find(tx, "D-2") is not None
    held(school, "D-2")
    seen = school.wang.sees("服务器弹窗如图")
    assert "D-2" in seen.text
    assert [file.name for file in seen.card.files] == ["ransom.jpg"]
