"""What stands in a sentence: places, devices, faults, times, people, numbers, ids.

One pass marks them all. Each span is replaced by a single private letter, so that "高二3班投影仪不亮" and
"302电脑黑屏" become the same sentence, and one example teaches both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from handlers.lexicon import words
from handlers.places import place_pattern

LETTERS = {
    kind: chr(0xE000 + number)
    for number, kind in enumerate(
        (
            "ticket_id",
            "project_id",
            "training_id",
            "drill_id",
            "incident_id",
            "report_id",
            "inspection_id",
            "broadcast_id",
            "question_id",
            "improvement_id",
            "task_id",
            "goal_id",
            "place",
            "device",
            "fault",
            "time",
            "duration",
            "person",
            "department",
            "money",
            "number",
        )
    )
}
"""Kind of span → the letter that stands for it in a masked sentence (private use, never typed by people)."""

_PREFIXES = {
    "t": "ticket_id",
    "p": "project_id",
    "tr": "training_id",
    "d": "drill_id",
    "i": "incident_id",
    "r": "report_id",
    "in": "inspection_id",
    "b": "broadcast_id",
    "q": "question_id",
    "m": "improvement_id",
    "k": "task_id",
    "g": "goal_id",
}
_CODE = r"(?:tr|in|[tpdirbqmkg])[-#_ ]?[0-9]{2,4}(?:-[0-9]{1,4})?(?![0-9a-z])|(?:tr|in|[tpdirbqmkg])-[0-9](?![0-9a-z])"
_TICKET = (
    r"(?:工单|报修单|单号|单子|报修|ticket|issue)(?:号|编号)?[ :#是]{0,2}(?:no\.? ?)?[0-9]{1,5}(?![0-9]|[号]?[楼教机会])"
    r"|第?(?:3[2-9]|[4-9][0-9]|[0-9]{3,5})号(?![楼机教会厅门线桌位房室])(?:工单|报修单|单子|单|报修|那个单子|那单|那条)?"
    r"|第?(?:[0-9]{1,5}|[一二三四五六七八九十百千零]{1,7})号(?:工单|报修单|单子|单|报修)|#[0-9]{1,5}(?!楼)"
    r"|[一二三四五六七八九]百(?:零?[一二三四五六七八九]?十?[一二三四五六七八九]?)号"
)
_HAN = "[一二三四五六七八九十两]"
_CLOCK = rf"(?:[0-2]?[0-9]:[0-5][0-9](?![0-9])|(?:[0-2]?[0-9]|{_HAN}{{1,3}})点(?:钟|整|半|(?:[0-5]?[0-9]|{_HAN}{{1,3}})分?|[一三]刻)?|[0-9]{{1,2}} ?(?:am|pm|o'clock)(?![a-z]))"
_DAY = (
    r"(?:大后天|今天|明天|后天|昨天|前天|今晚|明晚|昨晚|今早|明早|今儿|明儿|今日|明日|昨日|当天|第二天|"
    r"(?:这个?|本|下下?个?|上上?个?|每个?)?(?:周|星期|礼拜)[一二三四五六日天末](?!把|个)|(?:这个?|本|下下?个?|上上?个?)(?:周|星期|礼拜)(?![考报])|每天|每周|每月|"
    r"(?:这个?|本|下下?个?|上上?个?)(?:月|季度|学期|学年)(?:[0-9]{1,2}[号日]|初|底|中旬)?|[一二三四]季度|第[一二三四]季度|今年|去年|明年|前年|寒假|暑假|国庆|五一|元旦|春节|开学|期中|期末|月底|年底|月初|年初|学期末|学期初|"
    r"(?:20[0-9]{2}年)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:份|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]|底|初|中旬)?|20[0-9]{2}(?:年|-[0-9]{1,2}-[0-9]{1,2})|[0-9]{1,2}/[0-9]{1,2}(?![0-9/])|(?:[12]?[0-9]|3[01])[号日](?![楼机教会厅门线桌位房室单])|"
    r"(?:next|this|last|every|by|on) (?:week|month|term|year|semester|quarter|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|today|tomorrow|yesterday|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_PART_OF_DAY = r"(?:凌晨|清晨|早上|早晨|上午|中午|午休|下午|傍晚|晚上|晚自习|早自习|大课间|课间|放学(?:前|后)?|下班前|上班前|上课前|下课前|课前|下课后|午饭前|午饭后|第[一二三四五六七八九十0-9]{1,2}节(?:课)?(?:前|后|之前|之后)?|this morning|this afternoon|this evening|(?:in the )?(?:morning|afternoon|evening)|noon|before (?:class|noon))"
_TIME = rf"(?:{_DAY}|{_PART_OF_DAY}|{_CLOCK})(?:(?:的|之?前|之?后|以前|以后|,|, | |at | at |到|至|-|~|起)*(?:{_DAY}|{_PART_OF_DAY}|{_CLOCK}))*(?:之前|之后|以前|以后|前(?!面)|后(?!面|勤)|左右)?"
_DURATION = rf"(?:[0-9]{{1,3}}(?:\.[0-9])?|{_HAN}{{1,3}}|半|几|half an|an|a few) ?(?:个半|个|多)?(?:分钟|小时|钟头|刻钟|天|周|星期|礼拜|月(?![一-龥]?日)|minutes?|mins?|hours?|days?|weeks?|months?)(?:之?内|之?后|以内|以后|前)?"
_MONEY = r"(?:[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[一二三四五六七八九十百千两]+) ?(?:万|千|百)?(?:多)?(?:万元|元|块钱|块|万|人民币|rmb|yuan|k(?![a-z]))|[¥$￥][0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:万|k)?"
_FAULT_VERBS = (
    r"(?:下载|启动|显示|识别|打印|运行|播放|切换|登录|登陆|加载|访问|安装|更新|上传|打|开|连|上|登|进|读|按|关|放|投|刷|充|搜|存|发|收|传|联|用|点|扫|拉|升|降|插|拔|弹|印|听|看)"
    r"(?:不上去|不进去|不出来|不起来|不下来|不了|不上|不开|不进|不出|不到|不动|不起|不下|不清楚|不清|没反应)了?(?:机|网|电|声音|声|字|课件|u盘|东西|页面|网页|画面|图|视频|门)?了?"
    r"|没(?:法|办法|有办法)(?:用|打开|上网|开机|打印|连接?|登录|登陆|投屏|上课|播放|使用)了?|不能(?:用|打开|上网|开机|打印|连接?|登录|登陆|投屏|播放|使用|正常使用|正常开机|正常打开|刷卡|充电|拍照)了?"
    r"|(?:老是|总是|一直|经常|反复|天天|动不动就?|时不时|老|总)(?:自动|自己)?(?:卡死|卡纸|卡顿|卡|死机|黑屏|蓝屏|掉线|断线|断网|断开|断|跳闸|跳|重启|闪退|闪|弹窗|弹广告|弹|响|报错|关机|掉|不亮|没声音)了?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the plain sentence with its kind; `start` and `end` count characters."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """A plain sentence, its spans from left to right, and the sentence with a letter for each span."""

    text: str
    masked: str
    spans: tuple[Span, ...]

    def first(self, kind: str) -> str | None:
        return next((span.text for span in self.spans if span.kind == kind), None)

    def all(self, kind: str) -> list[str]:
        return [span.text for span in self.spans if span.kind == kind]


def tag(line: str) -> Tagged:
    """Find everything nameable in a plain line, longest reading first, left to right."""
    spans = tuple(_spans(line))
    pieces: list[str] = []
    position = 0
    for span in spans:
        pieces += (line[position : span.start], LETTERS[span.kind])
        position = span.end
    pieces.append(line[position:])
    return Tagged(line, "".join(pieces), spans)


def mask(line: str) -> str:
    """The masked sentence alone."""
    return tag(line).masked


def _spans(line: str) -> Iterator[Span]:
    for found in _pattern().finditer(line):
        kind, (start, end) = found.lastgroup or "number", found.span()
        if _inside_a_word(line, start, found[0]):
            continue
        if kind == "code":
            kind = _PREFIXES[re.match("tr|in|[a-z]", found[0])[0]]  # type: ignore[index]  # the pattern begins so
        yield Span(kind, start, end, found[0])


def _inside_a_word(line: str, start: int, text: str) -> bool:
    return (
        start > 0
        and text[0].isascii()
        and text[0].isalpha()
        and line[start - 1].isascii()
        and line[start - 1].isalpha()
    )


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    vocabulary = words()
    title = "|".join(map(re.escape, vocabulary.titles))
    person = rf"[{vocabulary.surnames}][一-龥]{{0,2}}?(?:{title})(?!级|程)|[小老][{vocabulary.surnames}](?![一-龥]?[师板机])|(?:mr|ms|mrs|miss)\.? [a-z]+"
    kinds = {
        "ticket_id": _TICKET,
        "code": _CODE,
        "time": _TIME,
        "duration": _DURATION,
        "place": place_pattern(),
        "money": _MONEY,
        "fault": _fault(vocabulary.faults),
        "device": _words(vocabulary.devices),
        "department": _words(vocabulary.departments),
        "person": person,
        "number": r"[0-9]+(?:\.[0-9]+)?",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


def _fault(faults: tuple[str, ...]) -> str:
    return f"{_FAULT_VERBS}|{_words(faults)}"


def _words(items: tuple[str, ...]) -> str:
    """Alternatives, Latin words only as whole words."""
    chinese = [re.escape(word) for word in items if not word.isascii() and len(word) > 1]
    single = [word + "(?![上页站友课址民购速点管下分])" for word in items if not word.isascii() and len(word) == 1]
    latin = [re.escape(word) for word in items if word.isascii()]
    return "|".join([*chinese, *single, *([f"(?:{'|'.join(latin)})(?![a-z])"] if latin else [])])
