"""What is looked at: one list for each kind of target, ours until the school changes it; every change is a version."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from handlers.texts import Text
from handlers.turn import Turn
from storage import inspections
from storage.inspections import Checklist
from storage.people import Person

MINOR, MAJOR, CRITICAL = "minor", "major", "critical"
POLICY = "policy"
GENERAL = "general"

TARGETS: dict[str, Text] = {
    "server_room": Text("机房", "server room"),
    "classroom": Text("教室", "classrooms"),
    "accounts": Text("账号", "accounts"),
    "backups": Text("备份", "backups"),
    "data": Text("数据", "data"),
    POLICY: Text("制度落实", "how the charter is kept"),
    GENERAL: Text("场所与设备", "places and devices"),
}
_WORDS: dict[str, str] = {
    POLICY: r"制度|章程|落实|合规|charter|polic|compliance",
    "accounts": r"账号|帐号|账户|口令|密码|权限|accounts?\b|passwords?|access rights",
    "backups": r"备份|恢复测试|backups?",
    "data": r"数据|个人信息|隐私|data\b|privacy",
    "server_room": r"机房|服务器|网络中心|弱电间|server ?room|data ?cent",
    "classroom": r"教室|多媒体|班级|课室|class ?rooms?|projectors?",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. `key` stays when the words change, so that two inspections can be compared."""

    key: str
    zh: str
    en: str
    severity: str = MINOR


_BUILT_IN: dict[str, tuple[Line, ...]] = {
    "server_room": (
        Line("lock", "门上锁，进出有登记", "Locked, and visits are written down", MAJOR),
        Line("climate", "温度和湿度在范围内，空调正常", "Temperature and humidity are right, cooling works", MAJOR),
        Line("ups", "不间断电源正常，电池在使用年限内", "The UPS works and its batteries are not too old", MAJOR),
        Line("fire", "灭火器在有效期内，通道没有杂物", "Extinguishers are in date, ways are clear", CRITICAL),
        Line("cables", "线缆整齐有标签，没有裸露", "Cables are tidy, labelled and covered"),
        Line("alarms", "设备没有告警灯，告警有人处理", "No device shows an alarm that nobody handles", MAJOR),
        Line("camera", "监控能用，录像保存够天数", "Cameras work and recordings are kept long enough"),
        Line("log", "巡查记录按时填写", "The rounds are recorded on time"),
    ),
    "classroom": (
        Line("projector", "投影和屏幕正常", "Projector and screen work"),
        Line("sound", "扩音和话筒正常", "Loudspeakers and microphone work"),
        Line("computer", "电脑能开机，系统和防护已更新", "The computer starts and is up to date", MAJOR),
        Line("network", "有线和无线网络可用", "Cable and wireless network work"),
        Line("power", "插座牢固，没有裸露电线", "Sockets are firm, no bare wires", CRITICAL),
        Line("locked", "讲台和设备柜能上锁", "Desk and cabinet can be locked"),
        Line("sign", "贴有报修二维码和使用说明", "The repair code and the instructions are on the wall"),
    ),
    "accounts": (
        Line("leavers", "离岗人员的账号已停用", "Accounts of people who left are closed", CRITICAL),
        Line("shared", "没有多人共用的账号", "No account is shared", MAJOR),
        Line("admins", "管理员权限只给需要的人，名单有人核对", "Only those who need it are administrators", MAJOR),
        Line("passwords", "口令够长，没有用初始口令的", "Passwords are long and none is the first one", MAJOR),
        Line("second", "重要系统开启了二次验证", "Important systems ask for a second factor"),
        Line("review", "本学期核对过账号和权限", "Accounts and rights were reviewed this term"),
    ),
    "backups": (
        Line("plan", "每个系统都有备份安排和责任人", "Every system has a backup plan and somebody for it", MAJOR),
        Line("recent", "最近一次备份按时成功", "The last backup was on time and complete", CRITICAL),
        Line("away", "有一份备份放在别处", "One copy is kept somewhere else", MAJOR),
        Line("restore", "本学期做过恢复测试", "A restore was tested this term", MAJOR),
        Line("safe", "备份介质有保护，不随便带走", "Backup media are protected"),
    ),
    "data": (
        Line("register", "手里的数据都登记并分级", "All data is registered and classified", MAJOR),
        Line("purpose", "收集个人信息说明了用途，没有多收", "People know why data is collected, and no more is", MAJOR),
        Line("minors", "未成年人信息有监护人同意", "Guardians agreed to data about minors", CRITICAL),
        Line("sharing", "对外提供数据经过批准", "Sharing data outside was approved", MAJOR),
        Line("storage", "敏感数据不放个人电脑、U 盘和聊天里", "Sensitive data is not on private machines, sticks, chats", MAJOR),
        Line("retention", "到期的数据按规定删除", "Data is deleted when its time is over"),
    ),
    GENERAL: (
        Line("devices", "设备正常，有编号和责任人", "Devices work, have a number and somebody for them"),
        Line("power", "用电安全，没有裸露电线", "Power is safe, no bare wires", CRITICAL),
        Line("fire", "灭火器在有效期内，通道畅通", "Extinguishers are in date, ways are clear", CRITICAL),
        Line("tidy", "线缆和摆放整齐", "Cables and things are tidy"),
        Line("records", "使用和维护有记录", "Use and maintenance are recorded"),
    ),
}  # fmt: skip


def target_of(text: str) -> str:
    """The kind of target that a sentence names; "" for none of ours."""
    return next((name for name, words in _WORDS.items() if re.search(words, text, re.IGNORECASE)), "")


def current(turn: Turn, target: str) -> tuple[int, tuple[Line, ...]]:
    """The list in force: its version and its lines. 制度落实 takes its lines from the charter itself."""
    own = inspections.checklist(turn.tx, target)
    if own is not None:
        return own.version, tuple(_line(one) for one in own.items)
    return 1, _BUILT_IN.get(target, ())


def change(turn: Turn, target: str, lines: tuple[Line, ...], by: Person) -> int:
    """A new version of a list. What is under way keeps the lines it was begun with."""
    version, _old = current(turn, target)
    turn.tx.add(
        Checklist(target=target, version=version + 1, items=[asdict(one) for one in lines], by_id=by.id, at=turn.now)
    )
    turn.record(
        f"checklist:{target}", "checklist", clause="8.1.1",
        details={"version": version + 1, "items": [one.zh for one in lines]},
    )  # fmt: skip
    turn.tx.flush()
    return version + 1


def _line(kept: Mapping[str, Any]) -> Line:
    return Line(str(kept["key"]), str(kept["zh"]), str(kept["en"]), str(kept["severity"]))
