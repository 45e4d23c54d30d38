"""What a sentence says about a fault: place, building, device, symptom, and how much it presses. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.issues import texts
from handlers.numerals import NUMBER, Form, find_codes, fold, read_number, without
from handlers.school_time import SchoolCalendar
from handlers.texts import Text, say
from handlers.understanding.phrasing import core, plain
from handlers.understanding.situations import Situation
from handlers.understanding.slots import slots_of
from handlers.understanding.tagging import tag


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a fault so far; empty words where nothing was said."""

    place: str = ""
    asset: str = ""
    fault: str = ""


_ONLY_PRESSING = re.compile(
    r"(?:(?:下|这|第[一二三四五六七八]|上午|下午|晚上|明天|马上|等会儿?|一会儿?|现在){0,3}(?:节课?|课)?(?:就|还|急|等)?(?:要用|等着用|急用|用得上|上课))"
    r"|急+|(?:我)?很?着急|尽快|马上|赶紧|快+(?:点|来)?|urgent|asap|right now|hurry",
    re.IGNORECASE,
)
"""Words that press and say nothing of what is wrong."""
_NEEDED = re.compile(
    rf"第(?P<number>{NUMBER})节课?(?:的时候|前|之前|我|我们|就|还|也|要|得|有|等着|急着){{0,3}}(?:用|上|课)"
)
_ENDS = " ,,。.!!"  # what may stand around a sentence
SKIPS = frozenset({"就这样", "不知道", "说不清", "没有了", "没了", "that's all", "thats all", "don't know", "skip"})
_FILLER = re.compile(
    r"[那这](?:个|台|间|边|里)|我要|我想|想要|想|请|麻烦|帮我|帮忙|帮|派人|来人|找人|能不能|可以|快点|快来|快|急|报个修|报修|报个|报"
    r"|修一下|修理|维修|修|看一下|看看|处理|一下|老师|你好|您好|这里|这边|那边|我们|我|的|了|吗|吧|啊|呀|一个|有个|有|在|是"
    r"|\b(?:please|report|a|fault|fix|repair|the|in|at|is|my|can|you)\b|[\s,,。.!!??~、;;::]+",
    re.IGNORECASE,
)


def facts_of(text: str, slots: Mapping[str, Any] | None = None) -> Facts:
    """Read a report. Slots somebody has understood already win over a second look."""
    found = dict(slots or {})
    if not any(found.get(name) for name in ("location", "asset", "symptom")):
        found = dict(slots_of("ticket_create", text, tag(core(plain(text))), Situation()))
    place, asset, symptom = (str(found.get(name) or "").strip() for name in ("location", "asset", "symptom"))
    return Facts(_bare(place), asset, symptom or _other_words(text, place, asset))


_WRONG = re.compile(r"^.*?不是[^,，。;；]{1,20}[,，;；]\s*(?:而?是|应该是)?")
"""The wrong half of "不是投影仪，是打印机"."""


def corrected(text: str) -> Facts:
    """What a correction puts right: of "不是高二5班,是高二6班" the second; no words are taken for a fault here."""
    right = _WRONG.sub("", text)
    found = slots_of("ticket_correct", text, tag(core(plain(text))), Situation())
    if (
        right
        and right != text
        and (device := slots_of("ticket_correct", right, tag(core(plain(right))), Situation()).get("asset"))
    ):
        found = {**found, "asset": device}
    place, asset, symptom = (str(found.get(name) or "").strip() for name in ("location", "asset", "symptom"))
    if symptom.startswith(("不是", "而不是", "是")):
        symptom = ""  # "是语文备课室,不是办公室" corrects the place alone
    return Facts(_bare(place), asset, symptom)


def _bare(place: str) -> str:
    """高二3班教室 and 高二3班 are one place."""
    return re.sub(r"(班)(?:的|里的)?教室$", r"\1", place)


def _other_words(text: str, place: str, asset: str) -> str:
    """Without a known symptom the whole sentence is the fault, if it says anything beyond place and device."""
    rest = text
    for known in (place, asset):
        rest = rest.replace(known, " ") if known else rest
    said = _FILLER.sub("", _ONLY_PRESSING.sub("", rest))
    enough = 2 if asset else 4  # without a device, a few characters alone are no fault
    return _after_what_it_is(text, place, asset) if len(said) >= enough else ""


_LINKS = r"(?:里?[的]|[那这](?:个|台|间|边|里)?|这儿|那儿|个|那个|一个|一台| )*"


def _after_what_it_is(text: str, place: str, asset: str) -> str:
    """What is said of the device without place and device before it and the pressing after it: "…话筒哑了,等会儿上课"."""
    said = text.strip(_ENDS)
    known = [re.escape(one) for one in (place, asset) if one]
    lead = re.match(rf"{_LINKS}".join(["", *known, ""]), said, re.IGNORECASE) if known else None
    rest = said[lead.end() :].strip(_ENDS) if lead else said
    first, *others = re.split(r"[,;。]", fold(rest))
    pressing = len(first) > 1 and all(_PRESSING.search(clause) for clause in others)
    return (rest[: len(first)].strip(_ENDS) if pressing else rest) or said


_PRESSING = re.compile(r"上课|公开课|要用|急用|考试|开会|急|尽快|马上|快点|赶紧|urgent|asap|hurry", re.IGNORECASE)


_LEAD = re.compile(r"^[\s,,::]*(?:补充(?:一下|说明|一句)?|再补充一下|进展|备注|add)[\s,,::]*", re.IGNORECASE)


def note_of(text: str) -> str:
    """What a note says, without the number of its issue and without "补充一下"."""
    rest = without(text, (code for code in find_codes(text) if code.form is not Form.BARE))
    return _LEAD.sub("", rest).strip(" ,,::") or text.strip()


_EMPTY_WORDS = re.compile(r"谢+|你好|您好|嗯|哦|好的?|ok|哈+|在吗|thanks?(?: you)?|hello|hi", re.IGNORECASE)


def says_nothing(text: str) -> bool:
    """Whether a message is a thank-you, a greeting or only signs, and no answer to anything."""
    return not any(map(str.isalnum, _EMPTY_WORDS.sub("", text)))


def is_skip(text: str) -> bool:
    """就这样: no more questions, please."""
    return text.strip(_ENDS).lower() in SKIPS


_BUILDING = re.compile(
    r"(?:[一-龥]{0,4}(?:教学|实验|办公|宿舍|综合|行政|科技|图书|艺术|体育)(?:楼|馆)(?:[a-hA-H0-9一二三四五六七八九]?[栋座区])?"
    r"|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:号|#)楼|[a-hA-H0-9一二三四五六七八九东南西北][栋幢座]|图书馆|体育馆|食堂|报告厅"
    r"|(?:building|block) ?[a-h0-9]{1,2})",
    re.IGNORECASE,
)
# A栋教学楼 is 教学楼A栋.
_BLOCK_FIRST = re.compile(r"([a-hA-H][栋幢座])((?:教学|实验|办公|宿舍|综合|行政|科技|艺术)楼)")
_GRADE = re.compile(r"[高初][一二三123]|[一二三四五六]年级")


def building_of(place: str) -> str:
    """The building a place lies in, or what stands for it (a grade has its rooms side by side); "" when unknown."""
    turned = _BLOCK_FIRST.sub(r"\2\1", place)
    found = _BUILDING.search(turned) or _GRADE.search(turned)
    return found[0] if found else ""


_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("network", re.compile(r"网|wi-?fi|network|internet|路由|交换机", re.IGNORECASE)),
    ("power", re.compile(r"停电|没电|断电|跳闸|插座|power cut|no power", re.IGNORECASE)),
    ("projector", re.compile(r"投影|projector|幕布", re.IGNORECASE)),
    ("board", re.compile(r"白板|一体机|大屏|触摸|触控|希沃|班班通|黑板|显示屏|屏幕|board|screen", re.IGNORECASE)),
    ("printer", re.compile(r"打印|复印|扫描|硒鼓|墨|printer|copier|scanner", re.IGNORECASE)),
    ("audio", re.compile(r"音响|话筒|麦克风|喇叭|广播|声音|speaker|microphone|audio", re.IGNORECASE)),
    ("computer", re.compile(r"电脑|主机|笔记本|键盘|鼠标|显示器|蓝屏|computer|laptop|\bpc\b", re.IGNORECASE)),
    ("system", re.compile(r"系统|平台|软件|网站|账号|密码|登录|system|software|account|login", re.IGNORECASE)),
    ("camera", re.compile(r"监控|摄像|门禁|camera", re.IGNORECASE)),
)


def kind_of(facts: Facts) -> str:
    """Which family of faults this is: what counts as "alike". The device itself where no family is known."""
    for name, pattern in _KINDS:
        if pattern.search(facts.asset) or (not facts.asset and pattern.search(facts.fault)):
            return name
    return next((name for name, pattern in _KINDS if pattern.search(facts.fault)), facts.asset)


_SAFETY = re.compile(
    r"冒烟|着火|起火|火花|火星|打火|漏电|触电|电到|烧焦|焦味|糊味|爆炸|要掉下来|smoke|fire|sparks?\b|electric shock|burning",
    re.IGNORECASE,
)
_EXAM = re.compile(r"考试|中考|高考|月考|期中考|期末考|监考|考场|学考|\bexams?\b", re.IGNORECASE)
_MANY = re.compile(
    r"整栋|整个.{0,4}(?:楼|学校|年级|楼层)|全楼|全校|整层|整楼|所有(?:教室|班|办公室|人)|大面积|都没(?:有)?网"
    r"|whole (?:building|school|floor)|entire|every(?:one|body| room)|all (?:class)?rooms",
    re.IGNORECASE,
)
_ROOM = re.compile(r"班|教室|机房|实验室|报告厅|阶梯|录播|多媒体|考场|classroom|\blab\b|\broom ?\d|hall", re.IGNORECASE)
_URGENT = re.compile(
    r"急|马上|立刻|赶紧|尽快|抓紧|快点|快来|下节课|下一节|等着用|urgent|asap|immediately|right now", re.IGNORECASE
)
_NO_RUSH = re.compile(r"不急|不着急|有空|方便的时候|no rush|when you have time|not urgent", re.IGNORECASE)
_WISH = re.compile(
    r"(?:希望|建议|想|能不能|能否|可否|打算|计划).{0,10}(?:加|增|装|配|买|添|换成|升级)|加装|新增|下学期"
    r"|would like|wish|could we (?:have|get)|please add",
    re.IGNORECASE,
)


_SHARED = frozenset({"system", "network"})  # what more than one person depends on


def priority_of(facts: Facts, words: str, at: datetime, calendar: SchoolCalendar) -> tuple[int, Text]:
    """How much it presses, and why: P1 class in session, examination, safety, whole building; P2 one class or a system
    degraded; P3 one person; P4 planned or a wish (4.1). The first line that fits decides.
    """
    said = f"{words} {facts.place} {facts.fault}"
    in_room = _ROOM.search(facts.place) is not None
    here = calendar.of_place(facts.place)
    period = here.period_at(at)
    examined = in_room and here.is_exam(at) and here.is_working_time(at)
    urgent = is_urgent(said)
    wanted = _NEEDED.search(fold(said))
    needed = here.period(read_number(wanted["number"]) or 0) if wanted is not None else None  # 第五节要用
    reasons = (
        (_SAFETY.search(said), 1, texts.WHY_SAFETY),
        (_NO_RUSH.search(said) or (_WISH.search(said) and not urgent), 4, texts.WHY_WISH),
        (_MANY.search(said), 1, texts.WHY_MANY),
        (_EXAM.search(said) or examined, 1, texts.WHY_EXAM),
        (in_room and needed, 1, texts.WHY_NEEDED(period=needed.name if needed else "")),
        (in_room and period, 1, texts.WHY_CLASS(period=period.name if period else "")),
        (in_room or kind_of(facts) in _SHARED, 2, texts.WHY_ROOM),
        (urgent, 2, texts.WHY_URGENT),
    )
    return next(((priority, why) for holds, priority, why in reasons if holds), (3, texts.WHY_ONE))


def is_urgent(words: str) -> bool:
    """Whether the sentence itself presses."""
    return _URGENT.search(words) is not None and _NO_RUSH.search(words) is None


def tip_for(facts: Facts, reason: str) -> Text | str:
    """First aid while waiting, that cannot make it worse."""
    if reason == say(texts.WHY_SAFETY, "zh"):
        return texts.SAFETY_TIP
    said = f"{facts.asset or facts.fault}".lower()
    return next((tip for words, tip in texts.TIPS if any(word in said for word in words)), "")
