"""The terminal: talking in it, and how long a start takes."""

import re
import shutil
import time
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
    first, stopped = school.started_in, school.stop()
    with school:
        warm = school.started_in
    began = time.monotonic()
    helped = xiaoxin("--help", env=plain_environment(), cwd=tmp_path)
    taken = time.monotonic() - began
    assert helped.returncode == 0
    with capsys.disabled():
        print(f"\nstart {first:.1f} s, warm start {warm:.1f} s, stop {stopped:.1f} s, --help {taken:.2f} s")  # noqa: T201
    assert warm <= 10
    assert stopped <= 5
