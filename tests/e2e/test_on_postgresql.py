"""Several processes on one PostgreSQL: one poller, one answer for each update, and somebody takes over."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import POSTGRES
from tests.e2e import stories
from tests.e2e.cast import Cast, count, sees
from tests.e2e.conftest import import_into
from tests.e2e.running import RunningSchool
from tests.e2e.test_survives_kill import repeated, told_among_kills, wires
from tests.fakes import FakeTelegram, FakeWeCom
from tests.patience import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

__all__ = ["wires"]


@pytest.fixture
def fresh_url(postgres_url: str) -> Iterator[str]:
    """A database with nothing in it, not even tables: the process makes them itself."""
    name = f"{postgres_url.rpartition('/')[2]}_e2e"
    with psycopg.connect(POSTGRES.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"{postgres_url}_e2e"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def imported_into(
    folder: Path, index: Path, url: str, telegram: FakeTelegram, wecom: FakeWeCom, *, mode: str = "polling"
) -> RunningSchool:
    shutil.copytree(index, folder / "data" / "index")
    school = RunningSchool(folder, telegram=telegram, wecom=wecom, database_url=url, mode=mode)
    import_into(folder, school.env)
    return school


def test_two_processes_answer_once_and_one_takes_over(
    tmp_path: Path, index: Path, fresh_url: str, wires: tuple[FakeTelegram, FakeWeCom]
) -> None:
    telegram, wecom = wires
    cast = Cast(telegram, wecom)
    with imported_into(tmp_path, index, fresh_url, telegram, wecom) as first:
        second = RunningSchool(tmp_path, telegram=telegram, wecom=wecom, database_url=fresh_url)
        with second:  # WeCom calls the second from now on, the first polls Telegram
            telegram.wait_for(lambda: telegram.updates.polled, PATIENCE, "a poller")
            for number in range(3):
                cast.li.sends(f"高二{number + 1}班投影仪不亮,正在上课")
                sees(cast.wang, f"高二{number + 1}班", button="接单")
            assert second.comes_to_rest(PATIENCE) == []
            assert [count(cast.li, f"高二{number + 1}班") for number in range(3)] == [1, 1, 1]
            assert repeated(cast) == 0
            conflicts = [call for call in telegram.called("getUpdates") if call.status == 409]
            assert conflicts == []  # never two pollers

            first.kill()
            cast.wang.presses("接单", on=sees(cast.wang, "高二3班", button="接单"))
            sees(cast.li, "王师傅已接单")
            cast.li.sends("图书馆网络断了,正在上课")
            sees(cast.wang, "图书馆", button="接单")
            assert repeated(cast) == 0


def test_a_story_survives_kills_on_postgresql_too(
    tmp_path: Path, index: Path, fresh_url: str, wires: tuple[FakeTelegram, FakeWeCom]
) -> None:
    telegram, wecom = wires
    with imported_into(tmp_path, index, fresh_url, telegram, wecom) as school:
        cast = Cast(telegram, wecom)
        twice = told_among_kills(school, cast, stories.issue(cast), 1, every=2)
        assert school.comes_to_rest(PATIENCE) == []
        assert repeated(cast) <= twice
