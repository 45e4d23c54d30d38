"""Backups: heard of by tap, word or job; silence is an alarm, once, and not at night; a restore test counts for more."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.backups.heartbeat import note_own
from handlers.turn import Turn
from storage import systems
from storage.backup import backup
from storage.backups import BackupRun, Ran
from storage.outbox import Message
from storage.projects import Project
from tests.conftest import SmallSchool
from tests.ringing import pass_time

PLANNED = "登记系统 教务系统，赵技术负责，副手王技术，每天凌晨2点备份"


def alarms(who: object) -> list[str]:
    return [one.text.splitlines()[0] for one in who.chat() if one.text.startswith(("备份没有消息", "备份仍"))]  # type: ignore[attr-defined]


def test_silence_is_an_alarm_once_and_the_cio_hears_in_the_morning(school_on_any: SmallSchool) -> None:
    school = school_on_any
    school.chen.says(PLANNED)
    assert "已记录：教务系统备份成功" in school.wang.says("今天教务系统备份好了").text
    pass_time(school, hours=19)  # five in the morning
    school.deliver()
    assert alarms(school.wang) == ["备份没有消息：教务系统应于 02:00 备份，至今未报"]
    with school.database.read() as tx:
        sent = [one for one in tx.scalars(select(Message)) if "没有消息：教务" in str(one.card)]
    hours = {one.not_before.astimezone(school.school.zone).hour for one in sent}
    assert hours == {7}  # what can wait leaves when the quiet hours end
    school.chen.does_not_see("备份不正常")
    pass_time(school, hours=5)
    school.chen.sees("有 1 个系统的备份不正常")
    pass_time(school, days=1)
    assert len(alarms(school.wang)) == 1  # the second night says nothing new
    pass_time(school, days=1)
    assert alarms(school.zhao)[-1] == "备份仍没有消息：教务系统连续 3 次未成功"
    assert "【未报】教务系统" in school.zhou.says("备份都正常吗").text
    assert "教务系统备份未报" in school.wang.says("我的待办").text
    school.zhao.presses("备份好了", on="备份仍没有消息")
    school.wang.sees("备份恢复正常：教务系统")
    school.chen.sees("备份恢复正常：教务系统")
    assert "备份都正常：1 个系统" in school.chen.says("备份情况").text
    assert "已记录过" in school.wang.says("教务系统备份好了").text


def test_a_failure_and_a_rest_and_a_system_out_of_use(school: SmallSchool) -> None:
    school.chen.says(PLANNED)
    school.zhao.says("昨晚教务系统备份失败了，磁盘满了")
    school.wang.sees(
        "备份失败：教务系统（昨晚教务系统备份失败了，磁盘满了）", buttons=["备份好了", "备份失败", "登记恢复演练"]
    )
    pass_time(school, days=1)
    school.chen.sees("有 1 个系统的备份不正常")
    assert "要由系统负责人或 CIO" in school.wang.says("暂停备份 BK-1 搬机房").text
    school.chen.says("暂停备份 BK-1 搬机房")
    count = len(alarms(school.wang))
    pass_time(school, days=5)
    assert len(alarms(school.wang)) == count
    school.chen.says("恢复备份计划 BK-1")
    assert "每周日 23:00" in school.wang.says("把教务系统的备份时间改成每周日23点").text
    school.chen.says("停用系统 SYS-1 换新系统")
    pass_time(school, days=15)
    assert len(alarms(school.wang)) == count
    assert "【暂停】教务系统" in school.chen.says("备份情况").text


def test_restore_tests_are_recorded_asked_for_and_shown(school: SmallSchool) -> None:
    school.chen.says(PLANNED.replace("每天凌晨2点", "每月1号凌晨2点"))
    assert "教务系统：还没有记录" in school.wang.says("最近一次恢复演练").text
    school.zhao.says("教务系统恢复演练通过，抽查20条一致")
    assert "9月15日，通过（赵技术）：通过，抽查20条一致" in school.zhou.says("教务系统最近一次恢复演练是什么时候").text
    assert "恢复出来的数据对吗" in school.wang.says("登记恢复演练 BK-1").text
    school.wang.says("没通过，缺两张表")
    school.chen.sees("恢复演练没通过：教务系统（没通过，缺两张表）")
    pass_time(school, days=91)
    assert "90天" in school.zhao.sees("该做恢复演练了：教务系统").text
    assert "恢复演练" in school.chen.says("安全态势").text


def test_words_that_are_not_enough(school: SmallSchool) -> None:
    assert "没有登记系统" in school.wang.says("备份好了").text or "没有可以" in school.wang.last().text
    school.chen.says("登记系统 门禁系统 负责人王技术")
    assert "门禁系统没有备份计划" in school.wang.says("门禁系统备份好了").text
    assert "没看懂门禁系统什么时候备份" in school.wang.says("备份计划 门禁系统 有空就备").text
    assert "BK-1 门禁系统：每周日 23:00备份" in school.wang.says("备份计划 门禁系统 每周日23点").text
    assert "要由" in school.li.says("备份计划 门禁系统 每天1点").text
    assert "要由技术员" in school.li.says("备份都正常吗").text
    assert "没有找到 BK-1" in school.li.says("备份好了 BK-1").text
    english = school.person("Anna", language="en")
    assert "is for technicians" in english.says("are the backups ok?").text


def test_a_question_records_nothing_and_a_system_nobody_knows_is_not_another_one(school: SmallSchool) -> None:
    school.chen.says(PLANNED)
    for asks in ("what backups failed", "哪些系统备份失败了", "昨晚的备份跑了没"):
        assert "已记录" not in school.wang.says(asks).text
    for said in ("图书馆系统备份好了", "昨天学籍没备成，网断了"):
        school.wang.says(said)
    assert "「学籍」没有登记。登记的有：教务系统" in school.wang.last().text
    with school.database.read() as tx:
        assert list(tx.scalars(select(BackupRun))) == []
    assert "已记录：教务系统备份成功" in school.wang.says("昨晚备份跑完了，没报错").text


def test_our_own_backup_is_a_run_of_the_system_that_we_are(school: SmallSchool, tmp_path: Path) -> None:
    now = school.clock.now
    with school.database.write() as tx:
        assert note_own(tx, "before.xx", now) == ""  # nobody registered us: nothing to write down
    school.chen.says("登记系统 校信官，王技术负责，副手赵技术，每天23点备份")
    assert back_up_as_the_command(school, tmp_path) == "BK-1"
    pass_time(school, minutes=1)
    with school.database.read() as tx:
        [run] = tx.scalars(select(BackupRun)).all()
        assert (run.status, run.how, run.note, run.heard_at) == (Ran.SUCCEEDED, "own", "own.xx", now)
    assert "备份都正常：1 个系统" in school.wang.says("备份情况").text


def back_up_as_the_command(school: SmallSchool, folder: Path) -> str:
    """What `xiaoxin backup` does: the file, then the word it leaves."""
    backup(school.database, folder / "own.xx", school.clock.now, folder / "attachments")
    with school.database.write() as tx:
        return note_own(tx, "own.xx", school.clock.now)


@pytest.mark.parametrize(("said", "in_order"), [("，每天凌晨2点备份，一般数据", True), ("", False)])
def test_a_project_that_ends_finds_the_backup_and_the_class_on_record(
    school: SmallSchool, said: str, *, in_order: bool
) -> None:
    school.chen.says(f"登记系统 机房管理平台，负责人王技术，项目：P-2026-001{said}")
    with school.database.write() as tx:
        turn = Turn(tx, school.school, school.features, school.clock.now + timedelta(days=1))
        found = school.features.vouched(turn, "P-2026-001")
        assert [one.in_order for one in found] == [in_order]
        assert school.features.vouched(turn, "P-2026-009") == []
        assert [one.name for one in systems.of_project(tx, "P-2026-001")] == ["机房管理平台"]
    assert Project.__tablename__ == "project"
