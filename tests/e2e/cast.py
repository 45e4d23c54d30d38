"""Who plays: five people on real wires, and how one sees what another did."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.fakes import FakeTelegram, FakeWeCom
from tests.fakes.telegram_users import User
from tests.fakes.wechat_followers import Fan
from tests.fakes.wecom_members import Member
from tests.patience import PATIENCE

Somebody: TypeAlias = User | Member | Fan

LI, CHEN, NEWCOMER = 501001, 501002, 501099
PEOPLE = f"""name,department,roles,phone,email,wecom_userid,telegram_id,wechat_openid
李老师,数学组,staff,,,,{LI},
陈主任,信息中心,staff;cio,,,,{CHEN},
王师傅,信息中心,staff;technician,,,wang,,
赵工,信息中心,staff;technician;dispatcher,,,zhao,,
孙老师,教务处,staff;liaison,,,sun,,
何老师,语文组,staff,,,,,
冯老师,英语组,staff,,,,,
"""
CHARTER = """# 晨光中学信息技术服务规定

第一章 服务

第一条 教职工发现设备故障,应当当天报修,并写明地点和现象。

第二条 信息中心每学期开学前两周内检查一遍教室投影设备。

第二章 采购

第三条 购买教学软件,须由教研组长提出书面申请,经信息中心主任同意后方可采购。

第四条 学生个人信息不得存放在个人网盘,违者由信息中心通报所在部门。
"""


def sees(somebody: Somebody, words: str, *, button: str = "", timeout: float = PATIENCE) -> Any:
    """The newest message of ours with these words (and this button that can be pressed), as soon as it is there."""

    def found() -> Any:
        messages: list[Any] = list(somebody.sees())
        for message in reversed(messages):
            ours = getattr(message, "by_bot", True)
            if ours and words in message.text and (not button or button in message.buttons):
                return message
        return None

    fake: Any = somebody.fake
    try:
        return fake.wait_for(found, timeout, f"{words!r} with the button {button!r}")
    except AssertionError as error:
        error.add_note(transcript(somebody))
        raise


def count(somebody: Somebody, words: str) -> int:
    """How many messages of ours stand there with these words."""
    return sum(1 for message in somebody.sees() if getattr(message, "by_bot", True) and words in message.text)


def no_longer_sees(somebody: Somebody, words: str) -> None:
    """Wait until none of our messages says this any more: it was taken back, or says something else now."""
    fake: Any = somebody.fake
    fake.wait_for(lambda: count(somebody, words) == 0, PATIENCE, f"no more {words!r}")


def transcript(somebody: Somebody) -> str:
    """The chat in plain lines."""
    return "\n".join(somebody.hears()) if isinstance(somebody, Fan) else somebody.transcript()


@dataclass(frozen=True)
class Seen:
    """Somebody sees words, with a button that can be pressed."""

    who: Somebody
    words: str
    button: str = ""

    def __call__(self) -> Any:
        """Wait for it."""
        return sees(self.who, self.words, button=self.button)


@dataclass(frozen=True)
class Step:
    """Somebody does something, and then these are seen. The first of them is what the step is about."""

    does: Callable[[], object]
    then: tuple[Seen, ...] = field(default=())


Story: TypeAlias = Iterator[Step]


def told(story: Story) -> None:
    """The story without disturbance."""
    for step in story:
        step.does()
        for seen in step.then:
            seen()


class Cast:
    """The people of the imported school before their phones."""

    def __init__(self, telegram: FakeTelegram, wecom: FakeWeCom) -> None:
        self.telegram, self.wecom = telegram, wecom
        self.li = telegram.user(LI, "李老师")
        self.chen = telegram.user(CHEN, "陈主任")
        self.wang = wecom.member("wang", "王师傅")
        self.zhao = wecom.member("zhao", "赵工")
        self.sun = wecom.member("sun", "孙老师")
