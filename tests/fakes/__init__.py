"""The platforms, played at the network edge: real HTTP servers that refuse what the platforms refuse.

    with FakeTelegram() as telegram:
        li = telegram.user(first_name="李老师")
        ...  # start the bot with telegram.root and telegram.token
        li.sends("高二3班投影仪不亮")
        li.waits_for("T-0001")

Used by the tests, and by hand: `python -m tests.fakes telegram --port 9001`. Nothing here imports
a library of the platforms, so that a mistake of theirs, or of ours, cannot hide in both ends.
"""

from tests.fakes.clock import Clock
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_limits import Limits
from tests.fakes.wechat import FakeWeChat, OfficialAccount
from tests.fakes.wecom import Corporation, FakeWeCom

__all__ = ["Clock", "Corporation", "FakeTelegram", "FakeWeChat", "FakeWeCom", "Limits", "OfficialAccount"]
