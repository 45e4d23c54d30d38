"""Where backup jobs call: only the right address, only a POST, only once, and nothing that is sent breaks it."""

import asyncio
import json
import sqlite3
from typing import NoReturn

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette

from bot.heartbeats import MOST_A_MINUTE, Heartbeats
from handlers.backups.heartbeat import new_token
from storage import backups
from storage.backups import Ran
from tests.conftest import SmallSchool

PLANNED = "登记系统 教务系统，赵技术负责，副手王技术，每天凌晨2点备份"


class Job:
    """A backup job with its curl."""

    def __init__(self, school: SmallSchool) -> None:
        school.chen.says(PLANNED)
        self.school = school
        self.token = self.renew()
        self.app = Starlette(routes=Heartbeats(school.dispatcher, school.clock).routes())

    def renew(self) -> str:
        with self.school.database.write() as tx:
            plan = backups.by_code(tx, "BK-1")
            assert plan is not None
            return new_token(plan)

    def calls(
        self, token: str | None = None, *, method: str = "POST", query: str = "", body: bytes = b""
    ) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://xiaoxin") as client:
                return await client.request(method, f"/backups/{token or self.token}{query}", content=body)

        return asyncio.run(call())

    def runs(self) -> list[tuple[str, str, str]]:
        with self.school.database.read() as tx:
            plan = backups.by_code(tx, "BK-1")
            assert plan is not None
            run = backups.last_run(tx, plan.id)
            return [] if run is None else [(run.status, run.how, run.note)]


@pytest.fixture
def job(school: SmallSchool) -> Job:
    return Job(school)


def test_a_good_backup_is_heard_once_however_often_it_calls(job: Job) -> None:
    assert job.calls().json() == {"outcome": "recorded", "plan": "BK-1"}
    assert job.calls().json() == {"outcome": "known", "plan": "BK-1"}  # a replay changes nothing
    assert job.calls(query="?status=failed").json()["outcome"] == "known"  # nor does it undo a success
    assert job.runs() == [(Ran.SUCCEEDED, "http", "")]
    assert "自动上报" not in job.school.wang.says("备份情况").text
    assert "最近成功 10:00" in job.school.wang.last().text


def test_a_failure_tells_the_technicians_at_once(job: Job) -> None:
    body = json.dumps({"status": "failed", "note": "disk full\n\x00\u202e<b>rm</b>" + "x" * 900}).encode()
    assert job.calls(body=body).status_code == 200
    job.school.deliver()
    told = job.school.zhao.sees("备份失败：教务系统（disk full")
    assert "\x00" not in told.text
    assert "\u202e" not in told.text
    assert len(job.runs()[0][2]) <= 200
    assert job.calls(body=b"ok").json()["outcome"] == "recorded"
    assert job.runs() == [(Ran.SUCCEEDED, "http", "")]


def test_a_wrong_address_says_nothing_and_guessing_is_slowed_down(job: Job) -> None:
    for token in ("x", job.token[:-1] + ("a" if job.token[-1] != "a" else "b"), "none:BK-1", "%2e%2e", "x" * 200):
        assert (job.calls(token).status_code, job.calls(token).json()) == (404, {"outcome": "unknown"})
    for _ in range(MOST_A_MINUTE):
        last = job.calls("y" * 40)
    assert last.status_code == 429
    assert job.runs() == []
    assert job.calls().json()["outcome"] == "recorded"  # the job itself is heard through the noise


def test_only_a_post_counts_and_no_body_breaks_it(job: Job) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert job.calls(method=method).status_code == 405  # a preview of the link is no backup
    assert job.calls(body=b"x" * 5000).status_code == 413
    for body in (b"{", b"{" * 3000, b'{"status": "maybe"}', b'{"status": ["x"]}', '{"状态": 1,'.encode()):
        assert job.calls(body=body).status_code == 422
    assert job.runs() == []
    assert job.calls(body=b"\xff\xfe rsync done").status_code == 200  # plain words are the remark


def test_the_old_address_is_void_and_a_resting_plan_hears_nothing(job: Job) -> None:
    old, job.token = job.token, job.renew()
    assert job.calls(old).status_code == 404
    job.school.chen.says("暂停备份 BK-1 搬机房")
    assert job.calls().json() == {"outcome": "resting", "plan": "BK-1"}
    assert job.runs() == []


def test_while_the_database_is_locked_the_job_is_told_to_try_again(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked() -> NoReturn:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError("BEGIN IMMEDIATE", {}, error)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(job.school.database, "write", locked)
        answer = job.calls()
    assert (answer.status_code, answer.json(), answer.headers["Retry-After"]) == (
        503,
        {"outcome": "busy: try again"},
        "30",
    )
    assert job.calls().json()["outcome"] == "recorded"
