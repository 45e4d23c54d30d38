"""A school imported by its own commands, once, and copied for every test that runs it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import missing, one_at_a_time
from tests.e2e.browser import CHROMIUM, FLAGS, demo_school
from tests.e2e.cast import CHARTER, PEOPLE
from tests.e2e.running import Process, plain_environment, warm_xiaoxin
from tests.fakes import FakeTelegram, FakeWeChat, FakeWeCom
from tests.patience import PATIENCE


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, fitted: Path) -> Path:
    """The folder `index` as the first start of any school leaves it."""
    return Path(shutil.copytree(fitted, tmp_path_factory.mktemp("index") / "index"))


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory, worker_id: str, index: Path) -> Path:
    """The data folder after `xiaoxin people import` and `xiaoxin charter import`: once for all workers."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "imported"
    with one_at_a_time(folder.with_suffix(".lock")):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(index, folder / "data" / "index")
            import_into(folder, plain_environment(data_dir=str(folder / "data")))
            (folder / "done").touch()
    return folder / "data"


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory, worker_id: str, index: Path) -> Path:
    """The demo's data folder after its first start and a clean end: once for all workers."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "staged"
    with one_at_a_time(folder.with_suffix(".lock")):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(index, folder / "demo-data" / "index")
            with demo_school(folder) as running:
                assert "演示学校已开门" in running.log
            (folder / "done").touch()
    return folder / "demo-data"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, staged: Path) -> Iterator[Process]:
    """A demo of this file's own, with nothing wrong at the end."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(staged, folder / "demo-data")
    with demo_school(folder, keep=True) as running:
        yield running
        assert "ERROR" not in running.log


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, or a skip with one clear line (a failure where `XIAOXIN_TEST_REQUIRE` names `browser`)."""
    if not Path(CHROMIUM).exists():
        missing("browser", f"no browser: there is no {CHROMIUM}; set XIAOXIN_TEST_CHROMIUM")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=PATIENCE * 1000)
        yield opened
        opened.close()


def import_into(folder: Path, env: dict[str, str]) -> None:
    """People and a charter of our own, by the commands a school uses."""
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "规定.md").write_text(CHARTER, encoding="utf-8")
    for words in (("people", "import", "people.csv"), ("charter", "import", "规定.md")):
        done = warm_xiaoxin(*words, env=env, cwd=folder)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def telegram() -> Iterator[FakeTelegram]:
    """Telegram, with nothing wrong at the end."""
    with FakeTelegram(retry_delay=0.05) as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture(scope="module")
def wecom() -> Iterator[FakeWeCom]:
    """WeCom, with nothing wrong at the end: nothing cut, nothing dropped."""
    with FakeWeCom() as fake:
        yield fake
        assert (fake.violations, fake.desk.cuts, fake.desk.dropped) == ([], [], [])


@pytest.fixture(scope="module")
def wechat() -> Iterator[FakeWeChat]:
    """An Official Account, with nothing wrong at the end."""
    with FakeWeChat() as fake:
        yield fake
        assert fake.violations == []
