"""Telegram brings its updates to us: the same story, and nobody else's word is taken for Telegram's."""

from pathlib import Path

import pytest

from tests.e2e import stories
from tests.e2e.cast import Cast, told
from tests.e2e.running import SECRET, RunningSchool, prepared
from tests.e2e.test_survives_kill import wires
from tests.fakes import FakeTelegram, FakeWeCom
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

__all__ = ["wires"]
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def test_a_request_is_approved_by_webhook_and_a_wrong_secret_is_refused(
    tmp_path: Path, imported: Path, wires: tuple[FakeTelegram, FakeWeCom]
) -> None:
    telegram, wecom = wires
    folder = prepared(tmp_path, imported)
    with RunningSchool(folder, telegram=telegram, wecom=wecom, mode="webhook") as school:
        telegram.wait_for(lambda: telegram.updates.webhook, PATIENCE, "a webhook")
        told(stories.project(Cast(telegram, wecom)))
        assert {delivery.status for delivery in telegram.updates.deliveries} == {200}
        telegram.wait_for(lambda: all(press.answer is not None for press in telegram.presses.values()), PATIENCE)

        before, update = school.updates_kept(), {"update_id": 900, "message": {"message_id": 1, "date": 1, "text": "同意",
                                  "chat": {"id": 501002, "type": "private"}, "from": {"id": 501002}}}  # fmt: skip
        with school.http() as http:
            answers = [
                http.post("/telegram/webhook", json=update).status_code,
                http.post("/telegram/webhook", json=update, headers={HEADER: "wrong"}).status_code,
                http.post("/telegram/webhook", json=update, headers={HEADER: SECRET[:-1]}).status_code,
                http.post("/telegram/webhook", json=[1], headers={HEADER: SECRET}).status_code,
                http.post("/telegram/webhook", content="{", headers={HEADER: SECRET}).status_code,
                http.get("/telegram/webhook").status_code,
            ]
        assert answers == [403, 403, 403, 400, 415, 405]
        assert school.updates_kept() == before
