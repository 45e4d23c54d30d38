"""A question about how something is regulated goes to the charter, whichever feature knows its words."""

import pytest

from tests.conftest import SmallSchool

REGULATED = {
    "要不要搞攻防演练": "7.3.2",
    "家长信息这些资料怎么归档分级": "7.2.1",
    "我们处室遇到系统毛病需不需要上报": "5.3.2",
    "项目完工后要总结成效吗": "6.3.1",
    "支持团队的任务有哪些": "5.2",
    "数据分类的要求是什么?": "7.2.1",
    "定期检查由谁进行?": "8.1.1",
    "資料需要定期備份嗎?": "7.2.2",
    "学生家庭住址这种东西能随便放吗": "7.2.1",
    "数据背份": "7.2.2",
    "Are we required to keep copies of important data?": "7.2.2",
    "Can students complain about IT?": "8.1.2",
}
LEFT_OPEN = ("违规会扣多少绩效？", "评估打多少分算合格?", "安全培训要学几个小时?", "备份要保留多长时间?")
# What happened, what somebody wants, and what one may: no question for the charter.
ELSEWHERE = ("备份都正常吗", "教务系统昨晚备份了吗", "帮我看看培训要不要签到", "学生成绩属于哪级", "安排一次攻防演练",
             "可以匿名提意见吗?", "我能不能请假", "上个月报修多少件", "投影仪坏了要不要我送过来")  # fmt: skip


@pytest.mark.parametrize("who", ["li", "wang", "chen"])
def test_whoever_asks_what_is_regulated_reads_the_clause_and_nothing_is_begun(school: SmallSchool, who: str) -> None:
    asker = getattr(school, who)
    for words, clause in REGULATED.items():
        assert clause in asker.says(words).text, words
    for words in LEFT_OPEN:
        assert "看原文" in asker.says(words).buttons, words
    assert asker.says("取消").text == "现在没有进行中的填写，不用取消。"


def test_what_happened_and_what_is_wanted_goes_where_it_went(school: SmallSchool) -> None:
    for words in ELSEWHERE:
        assert "原文" not in school.chen.says(words).text, words
        school.chen.says("取消")


def test_a_particle_after_a_command_asks_on(school: SmallSchool) -> None:
    school.li.says("这个制度谁解释?")
    assert "9.1" in school.li.says("细则呢？").text
    assert "实施细则：共" in school.li.says("细则").text
