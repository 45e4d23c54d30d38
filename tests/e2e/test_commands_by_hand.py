"""The terminal: talking in it, and how long a start takes."""

import re
import resource
import shutil
from pathlib import Path

import pytest

from tests.e2e.running import RunningSchool, plain_environment, prepared, xiaoxin

pytestmark = pytest.mark.slow


def test_the_terminal_is_the_same_engine_with_numbers_for_buttons(tmp_path: Path, staged: Path) -> None:
    shutil.copytree(staged, tmp_path / "demo-data")
    typed = "高二3班投影仪不亮,正在上课\n新买软件要谁审批?\n1\n我的待办\n"
    done = xiaoxin("chat", "--as", "李老师", "--demo", env=plain_environment(), cwd=tmp_path, typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout
    code = re.search(r"报修已登记：(T-\d{4})", said)
    assert code, said
    answer = said.index("6.2.1")
    assert re.search(r"1\s+看原文", said), said
    assert said.index(code[1]) < answer < said.rindex("项目审批")  # report, answer, and the whole clause by its number
    assert said.rindex(code[1]) > answer  # the issue stands in the list


def test_a_name_nobody_has_is_told_with_those_there_are(tmp_path: Path) -> None:
    env = plain_environment(data_dir=str(tmp_path / "data"))
    done = xiaoxin("chat", "--as", "没有这个人", env=env, cwd=tmp_path)
    assert done.returncode == 1
    assert "没有这个人" in done.stderr


def test_a_warm_start_takes_seconds_and_a_stop_as_well(
    tmp_path: Path, imported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    school = RunningSchool(prepared(tmp_path, imported), warm=False).start()
    stops = [school.stop()]
    before = computed()
    warm = school.start().started_in
    stops.append(school.stop())
    work = computed() - before
    helped = xiaoxin("--help", env=plain_environment(), cwd=tmp_path)
    assert helped.returncode == 0
    with capsys.disabled():
        print(f"\nwarm start {warm:.1f} s, {work:.1f} s of them work, stop {min(stops):.1f} s")  # noqa: T201
    assert work <= 10  # what a machine that does something else besides does not make longer
    assert min(stops) <= 5


def computed() -> float:
    """Seconds for which the processes we started, and which have ended, had a processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
