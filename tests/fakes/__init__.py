"""The platforms, played at the network edge: real HTTP servers that refuse what the platforms refuse.

    with FakeTelegram() as telegram:
        li = telegram.user(first_name="李老师")
        ...  # start the bot with telegram.root and telegram.token
        li.sends("高二3班投影仪不亮")
        li.waits_for("T-0001")

    with FakeWeCom(callback_url="http://127.0.0.1:8080/wecom/callback") as wecom:
        wang = wecom.member("wang", "王师傅")
        wang.waits_for("T-0001", buttons=["接单"])
        wang.presses("接单")

What people do returns at once; what shall happen then is awaited (`waits_for`, `wait_for`, `until`), never slept for.
Limits and lifetimes follow `fake.clock`, which a test may push: `fake.clock.advance(3600)`. Faults are ordered with
`fail_next`, outages with `goes_down` and `comes_back`. What a platform bears but a bot should not do stands in
`fake.violations`; a test ends well with `assert fake.violations == []`.

Used by the tests, and by hand: `python -m tests.fakes telegram --port 9001`. Nothing here imports
a library of the platforms, so that a mistake of theirs, or of ours, cannot hide in both ends.
"""

from tests.fakes.clock import Clock
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_limits import Limits
from tests.fakes.wechat import FakeWeChat, OfficialAccount
from tests.fakes.wecom import Corporation, FakeWeCom

__all__ = ["Clock", "Corporation", "FakeTelegram", "FakeWeChat", "FakeWeCom", "Limits", "OfficialAccount"]
