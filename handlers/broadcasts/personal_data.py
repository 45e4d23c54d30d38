"""What should not stand in a message to many: numbers of identity cards, phones and bank cards, names of pupils."""

import re
from dataclasses import dataclass

from handlers.numerals import fold
from handlers.texts import Text

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹章苏潘葛范彭郎鲁韦马苗方任袁柳史唐薛雷贺倪汤罗毕郝"
    "安常于傅卞齐康伍余顾孟黄萧尹姚邵汪毛戴宋庞熊纪舒项祝董梁杜阮蓝季贾江颜郭梅林钟徐邱高夏蔡田胡凌霍万柯管卢莫丁邓洪石崔龚程陆段侯武"
    "刘龙叶白蒲赖乔翟谭劳温庄晏柴阎连易廖耿匡文欧曾沙关游盖覃"
)
_NAME = rf"[{_SURNAMES}][一-龥]{{1,2}}"
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dxX](?![\dxX])")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_BANK = re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)")
_NUMBER = re.compile(r"(?:学号|学籍号|准考证号?|密码|口令)\s*[:为是]?\s*[A-Za-z0-9@#_.-]{4,}")
_PUPIL = re.compile(
    rf"(?:(?:[高初][一二三]|[一二三四五六七八九]年级|\d{{1,2}}班|[)）]班|[一二三四五六七八九十]班|学生)的?)(?P<after>{_NAME})(?=同学|[,、，。；;的因在和与]|$)"
    rf"|(?P<before>{_NAME})同学(?!们)"
)

IDENTITY = Text("身份证号", "identity card number")
PHONE = Text("手机号", "phone number")
BANK = Text("银行卡号", "bank card number")
NUMBER = Text("学号或密码", "pupil number or password")
PUPIL = Text("学生姓名", "pupil's name")


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch that looks personal. `shown` hides most of it: the warning must not repeat what it warns of."""

    kind: Text
    shown: str


def scan(content: str) -> list[Found]:
    """Everything in a text that looks like somebody's data, each stretch once, in the order of gravity."""
    said = fold(content)
    found: list[Found] = []
    for kind, pattern in ((IDENTITY, _IDENTITY), (BANK, _BANK), (PHONE, _PHONE), (NUMBER, _NUMBER)):
        found += [Found(kind, _masked(match[0])) for match in pattern.finditer(said)]
        said = pattern.sub("□", said)
    for match in _PUPIL.finditer(said):
        name = match["after"] or match["before"]
        if name[0] in _SURNAMES and not name.endswith(("老师", "主任")):
            found.append(Found(PUPIL, name[0] + "*" * (len(name) - 1)))
    return list(dict.fromkeys(found))


def _masked(words: str) -> str:
    return words if len(words) < 6 else f"{words[:3]}{'*' * (len(words) - 5)}{words[-2:]}"
