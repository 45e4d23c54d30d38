"""The request form: nine things to know, filled in one message or in several, left and gone on with on any platform."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from handlers import data_classes
from handlers.data_classes import DATA_CLASSES, class_in
from handlers.errors import Incomplete
from handlers.forms import Field
from handlers.money import find_yuan, read_yuan, yuan
from handlers.numerals import CHINESE, find_codes, fold
from handlers.periods import find_span
from handlers.projects import texts
from handlers.texts import EDGES, Phrase, Text
from handlers.time_phrases import parse_when
from handlers.turn import Turn

ASKS = re.compile(r"[?？]|[吗呢]$|怎么|什么|谁|多久|如何|\b(?:how|what|who)\b", re.IGNORECASE)
LIVES = timedelta(days=30)  # a request grows over weeks; after that the school year has moved on
NO_GOAL = "none"


def read_goal(text: str) -> str:
    """A goal as in "G-3", "g3" or "未对应". Raises `Incomplete`."""
    code = next((code for code in find_codes(text) if code.prefix == "G"), None)
    if code is not None and code.id is not None:
        return code.id
    if text.strip().lower() in {"无", "没有", "不对应", "未对应", "none", "no"}:
        return NO_GOAL
    raise Incomplete(texts.GOAL_UNREADABLE)


def read_indicators(text: str) -> list[str]:
    """One or several indicators: lines, semicolons or a numbered list. Raises `Incomplete` for none."""
    said, reached, found = fold(text), 0, []
    for match in [*re.finditer(rf"[\n;]+|{_NUMBERED.pattern}", said, re.MULTILINE), None]:
        found.append(text[reached : match.start() if match else len(text)].strip(EDGES))
        reached = match.end() if match else len(text)
    found = [part for part in found if part]
    if not found or found == ["无"]:
        raise Incomplete(texts.INDICATORS_EMPTY)
    return found


def show_goal(value: str) -> Phrase:
    """A goal as people read it."""
    return texts.NO_GOAL if value == NO_GOAL else value


def show_indicators(value: list[str]) -> Phrase:
    """Several indicators in one line."""
    return Text("；".join(value), "; ".join(value))


FIELDS = (
    Field("title", texts.NAME, texts.NAME_ASK, words=("项目名称", "项目名", "题目", "name")),
    Field("purpose", texts.PURPOSE, texts.PURPOSE_ASK, words=("项目目的", "用途", "建设目的")),
    Field("budget", texts.BUDGET, texts.BUDGET_ASK, read=read_yuan, show=yuan, words=("经费", "费用", "金额")),
    Field("people", texts.PEOPLE, texts.PEOPLE_ASK, words=("人员", "人手", "负责人")),
    Field("schedule", texts.SCHEDULE, texts.SCHEDULE_ASK, words=("工期", "进度", "起止时间", "时间安排", "time")),
    Field("security", texts.SECURITY, texts.SECURITY_ASK, words=("安全", "安全措施")),
    Field("indicators", texts.INDICATORS, texts.INDICATORS_ASK, read=read_indicators, show=show_indicators,
          words=("指标", "验收", "验收标准", "indicator")),
    Field("goal", texts.GOAL, texts.GOAL_ASK, read=read_goal, show=show_goal, options=((NO_GOAL, texts.NO_GOAL),),
          words=("对应目标", "学校目标", "目标")),
    Field("data_class", texts.DATA, texts.DATA_ASK, read=data_classes.read, show=data_classes.shown,
          options=DATA_CLASSES, words=("数据", "数据分类", "data")),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}


def shown(name: str, value: Any) -> Phrase:
    """One field's value as people read it."""
    return BY_NAME[name].shown(value)


# All patterns read folded text (`numerals.fold`): full-width signs are plain there, and positions are the same.
_NUMBERED = re.compile(r"(?:^|\s)\(?\d{1,2}[)、.]\s*(?!\d)|\(\d{1,2}\)|[①-⑳]")
_TITLE = re.compile(
    r"(?:申请|立项|申报|想做|要做|想建|建设|开展|搞)(?:一下|立项|项目)?[:,]?\s*(?:一个|一项|个)?"
    r"(?:叫|名为)?「?(?P<title>[^,。;:「」?\n]{2,30}?(?:(?:改造|建设|升级)?(?:项目|工程|系统|平台)|改造|建设|升级))"
)
_OPENING = re.compile(r"[^,。;:\n]{0,8}(?:申请|新建|立|报)[^,。;:\n]{0,4}(?:项目?|一个)?\s*:\s*(?!\S{2,6}:)")
_TITLE_EN = re.compile(
    r"(?:request|propose|start|apply for)\s+(?:a |an |the )?(?:new )?project\s*(?::|for|called|to)\s*"
    r"(?P<title>[^,.;\n]{3,40})",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"[^,。;:\n]{0,6}?(?:想要?|打算|准备|计划|希望|需要|要)(?:申请|立项|采购)?(?:一下|一?个?项目)?[,:]?"
    r"(?P<what>(?:给|为|在|把|买|换|建|做|搞|装|升级|改造|更新|采购)[^,。;:?\n]{3,24})(?:[,。;\n]|$)"
)
_PURPOSE = re.compile(r"(?:目的是|为了|用于|用来|以便|主要解决|解决)[^,。;\n]{3,120}")
_PEOPLE = re.compile(
    r"(?:需要|由|安排|投入)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:名|位|个)?"
    r"(?:技术员|技术人员|工程师|兼职|专职|人)[^,。;\n]{0,20}"
    rf"|[^,。;:\n\s]{{2,6}}?(?:帮忙|帮|负责|支持|配合|参与|投入|来做|干)\s*(?:\d{{1,3}}|半|{CHINESE})\s*(?:个(?:半)?)?(?:周|星期|天|月)"
    rf"|[^,。;:\n\s]{{2,6}}?(?:出|投入|参与)?\s*(?:\d{{1,3}}(?:\.5)?|{CHINESE})\s*个?人[周天]"
    r"|(?:we need |needs? |takes? )?(?:\d{1,3}|one|two|three|four|five) (?:technicians?|people|person-?weeks?)[^,.;\n]{0,30}"
)
_INDICATORS = re.compile(r"(?:验收(?:标准|指标)?|指标|做到|达到)(?:是|为|:)?\s*(?P<what>[^。\n]{4,120})")
_TARGET = re.compile(
    r"[^,。;\n]{0,16}(?:率[^,。;\n\d]{0,6}\d|(?<![\d.])\d{1,3}(?:\.\d+)?%|每(?:周|天|日|月|学期)[^,。;\n\d]{0,8}\d+次)[^,。;\n]{0,16}"
)
_SECURITY = re.compile(
    r"[^,。;\n]{0,30}(?:等保|加密|脱敏|权限控制|安全评估|安全测试|备份|(?:校内|本地|内网|自己的)服务器|不出校|不上云)[^。;\n]{0,30}"
    r"|[^,。;\n]{0,16}(?:只有|仅限?|[^,。;\n]{1,8}才能)[^,。;\n]{0,8}(?:看|访问|登录|导出|下载)[^,。;\n]{0,8}"
)
_SOMETIME = re.compile(
    r"[^,。;\n]{0,12}(?:学期|开学|寒假|暑假|月底|年底|年内|个月内|周内|[\d一二三四五六七八九十]月份?(?![\d一二三四五六七八九十]))"
    r"[^,。;\n]{0,12}"
)
_NO_GOAL = re.compile(
    r"目标\s*(?:[是为]?(?:无|没有)|暂?[不未没有]*对应)|[不未没]有?对应[^,。;]{0,4}目标|没有[^,。;]{0,4}目标"
)
_NO_SECURITY = re.compile(
    r"安全(?:要求|措施|方面)?\s*(?:暂时|都|也)?(?:没有|无|没什么|不需要|不用)"
    r"|(?:没有?|无)[^,。;]{0,2}安全(?:要求|措施)|\bno (?:special |particular )?security\b", re.IGNORECASE,
)  # fmt: skip
_IN_TEXT = (
    ("title", _TITLE), ("title", _TITLE_EN), ("purpose", _PURPOSE), ("people", _PEOPLE), ("security", _SECURITY),
)  # fmt: skip
_IN_MONTHS = re.compile(r"月.*月|学期")
_TIMES = re.compile(r"完成|上线|开始|启动|结束|实施|建成|到|至|前|从|by |until|from ")


def read_free_text(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """What free sentences say about the fields that are still open; nothing is guessed that was not said."""
    found: dict[str, Any] = {}
    said = fold(text)
    amount = find_yuan(text)
    if amount is not None:
        found["budget"] = amount
    for name, pattern in _IN_TEXT:
        match = pattern.search(said)
        if match and name not in found:
            start, end = match.span("title" if name == "title" else 0)
            words = text[start:end].strip(EDGES)
            words = _named(words) if name == "title" else words
            if words:
                found[name] = words
    match = _INDICATORS.search(said)
    if match:
        with suppress(Incomplete):
            found["indicators"] = read_indicators(text[match.start("what") : match.end("what")])
    targets = [] if "indicators" in found or "indicators" in known else list(_TARGET.finditer(said))
    if targets:
        found["indicators"] = read_indicators(";".join(text[one.start() : one.end()].strip(EDGES) for one in targets))
    with suppress(Incomplete):
        found["goal"] = NO_GOAL if _NO_GOAL.search(said) else read_goal(text)
    if "security" not in found and _NO_SECURITY.search(said):
        found["security"] = "无"
    data_class = class_in(text) if "数据" in text or "信息" in text or "data" in text.lower() else None
    if data_class is not None:
        found["data_class"] = data_class
    schedule = _schedule_in(turn, text)
    if schedule:
        found["schedule"] = schedule
    return {name: value for name, value in found.items() if known.get(name) in (None, "", [])}


def title_after_colon(text: str) -> str:
    """What "我想申请项目:给高二买平板,预算…" calls the project: the first part behind the colon, unless it is a field."""
    opening = _OPENING.match(fold(text))
    return title_in(text[opening.end() :]) if opening else ""


def title_of_wish(text: str) -> str:
    """What "我们组想给高二买30台平板,预算…" would be called: the wish itself, to be seen and changed before it is sent."""
    wish = _WISH.match(fold(text))
    return _named(text[wish.start("what") : wish.end("what")].strip(EDGES)) if wish else ""


def _named(title: str) -> str:
    """A title without what stands before every wish; nothing for one that names nothing, or a sum of money."""
    bare = re.sub(r"^(?:想|要|搞|做|建|弄|上)?(?:一个|一套|一项|个|套)?(?=.{3})", "", title)
    generic = (
        re.fullmatch(r"(?:一个|一项|个|新的?)*(?:项目|系统|工程|平台|立项|审批)", bare) or find_yuan(title) is not None
    )
    return "" if generic else bare


def title_in(text: str) -> str:
    """What a short opening such as "申请项目 机房改造" calls the project; nothing for a long or labelled one."""
    said = fold(text)
    named = _TITLE.search(said)
    if named and (title := _named(text[named.start("title") : named.end("title")].strip(EDGES))):
        return title
    first = re.match(r"[^,。;\n]*", said)
    opening = text[: first.end()].strip(EDGES + "「」") if first else ""
    return _named(opening) if 2 <= len(opening) <= 30 and not re.search(r"[:?]", fold(opening)) else ""


def _schedule_in(turn: Turn, text: str) -> str:
    span = find_span(text, turn.now, turn.school.calendar)
    if span is not None and _IN_MONTHS.search(fold(text)[span.start : span.end]):
        return text[span.start : span.end].strip(EDGES)
    times = parse_when(text, turn.now, turn.school.calendar)
    if not times or not _TIMES.search(text):
        vague = _SOMETIME.search(fold(text))
        return text[vague.start() : vague.end()].strip(EDGES) if vague else ""
    clause = text[times[0].start : times[-1].end]
    return clause if len(clause) <= 60 and "\n" not in clause else times[0].words
