"""The facts in a sentence, named after what they hold: location, asset, symptom, time, ticket_id, score …

Values stand as they were said (large and small letters as typed), numbers are numbers, ids are written as the
school writes them (118号 → T-0118). Only what the intent can use is returned.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from handlers.numerals import find_codes, read_number, write_code
from handlers.understanding.situations import Situation
from handlers.understanding.slot_patterns import slot_patterns
from handlers.understanding.tagging import Tagged

Value = str | int | float
Finder = Callable[[str, Tagged, str], Value | None]

_IDS = {
    "ticket_id": "T",
    "project_id": "P",
    "training_id": "TR",
    "drill_id": "D",
    "incident_id": "I",
    "report_id": "R",
    "inspection_id": "IN",
    "broadcast_id": "B",
    "question_id": "Q",
    "improvement_id": "M",
    "task_id": "K",
    "goal_id": "G",
}
_WAITS_FOR = re.compile(r"等[^,.;到]{1,12}|缺[^,.;]{1,10}|没有?[^,.;]{2,10}|waiting (?:for|on) [a-z ]{3,30}")
_BECAUSE = re.compile(r"^(?:理由|原因|因为|由于)[是为: ]*")
_DIGITS = re.compile(r"[0-9]+")


def slots_of(intent: str, raw: str, tagged: Tagged, where: Situation) -> Mapping[str, Value]:
    """The slots that `intent` uses, as far as the sentence fills them."""
    found: dict[str, Value] = dict(_ids(tagged))
    for name in slot_patterns().uses.get(intent, ()):
        value = where.count if (value := _find(name, intent, tagged)) == -1 else value
        if value is not None and value != "":
            found[name] = value if isinstance(value, int | float) else as_typed(value, raw)
    return MappingProxyType(found)


def as_typed(value: str, raw: str) -> str:
    """The value with the capitals and signs of the original message, where it stands there literally."""
    start = raw.lower().find(value)
    return raw[start : start + len(value)] if start >= 0 else value


def _ids(tagged: Tagged) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for span in tagged.spans:
        prefix = _IDS.get(span.kind)
        if prefix is None:
            continue
        name = span.kind if span.kind not in seen else f"other_{span.kind}"
        seen.add(span.kind)
        yield name, _id(span.text, prefix)


def _id(text: str, prefix: str) -> str:
    codes = find_codes(text)
    if codes and codes[0].prefix in {None, prefix}:
        return codes[0].id or write_code(prefix, codes[0].number, codes[0].year)
    digits = _DIGITS.findall(text)
    return write_code(prefix, int(digits[0])) if digits else text


def _find(name: str, intent: str, tagged: Tagged) -> Value | None:
    special = _SPECIAL.get(name)
    if special is not None:
        return special(intent, tagged, tagged.text)
    pattern = slot_patterns().first.get(name)
    found = pattern.search(tagged.text) if pattern else None
    return next((group for group in found.groups() if group), found[0]).strip(" ,.:;") if found else None


def _location(intent: str, tagged: Tagged, line: str) -> Value | None:
    places = [span for span in tagged.spans if span.kind == "place"]
    if intent == "ticket_correct" and len(places) > 1:
        negated = [
            span for span in places if line[: span.start].endswith(("不是", "不在", "not ", "not room ", "而不是"))
        ]
        kept = [span for span in places if span not in negated]
        return (kept or places)[-1].text
    if places:
        return places[0].text
    return tagged.first("department") if intent.startswith(("ticket_", "incident_", "resource_")) else None


def _wrong_location(_intent: str, tagged: Tagged, line: str) -> Value | None:
    for span in tagged.spans:
        if span.kind == "place" and line[: span.start].endswith(("不是", "不在", "not ")):
            return span.text
    return None


def _asset(_intent: str, tagged: Tagged, line: str) -> Value | None:
    """The device, with what it stands on or belongs to where that is said in one breath: 讲台电脑."""
    devices = [span for span in tagged.spans if span.kind == "device"]
    if not devices:
        return None
    first, *others = devices
    end = next((span.end for span in others[:1] if span.start == first.end), first.end)
    return first.text if line[end : end + 1] in {"都", "全"} else line[first.start : end]


def _symptom(_intent: str, tagged: Tagged, line: str) -> Value | None:
    faults = [_without_particle(span.text) for span in tagged.spans if span.kind == "fault"]
    if faults:
        return ",".join(dict.fromkeys(faults[:3]))
    found = slot_patterns().first["symptom"].search(line)
    return found[0] if found else None


def _without_particle(fault: str) -> str:
    """卡纸了 → 卡纸, but 坏了 and 用不了 stay."""
    return fault[:-1] if fault.endswith("了") and not fault.endswith("不了") and len(fault) > 2 else fault


def _topic(intent: str, tagged: Tagged, line: str) -> Value | None:
    pattern = slot_patterns().topic.get(intent)
    times = [span.text for span in tagged.spans if span.kind in {"time", "duration"}]
    for time in times:
        line = line.replace(time, "")
    found = pattern.search(line) if pattern else None
    return next((group for group in found.groups() if group), "").strip(" ,.:;") if found else None


def _reason(intent: str, _tagged: Tagged, line: str) -> Value | None:
    if intent == "ticket_hold" and (waits := _WAITS_FOR.search(line)):
        return waits[0]
    found = slot_patterns().first["reason"].search(line)
    return _BECAUSE.sub("", next(group for group in found.groups() if group)) if found else None


def _score(_intent: str, _tagged: Tagged, line: str) -> Value | None:
    found = slot_patterns().first["score"].search(line)
    if found:
        number = read_number(next(group for group in found.groups() if group))
        return number if number is not None and 0 <= number <= 100 else None
    words = {"满分": 5, "好评": 5, "差评": 1, "中评": 3, "five": 5, "four": 4, "three": 3, "two": 2, "one": 1}
    stars = line.count("⭐") + line.count("★") + line.count("🌟")
    return stars or next((score for word, score in words.items() if word in line), None)


def _option(_intent: str, _tagged: Tagged, line: str) -> Value | None:
    found = slot_patterns().first["option"].search(line)
    if not found:
        return None
    said = next(group for group in found.groups() if group)
    letters = {
        "a": 1,
        "b": 2,
        "c": 3,
        "d": 4,
        "first": 1,
        "second": 2,
        "third": 3,
        "fourth": 4,
        "last": -1,
        "最后": -1,
        "上面": 1,
        "前": 1,
        "头": 1,
        "中间": 2,
        "下面": -1,
        "后": -1,
    }
    return letters.get(said) or read_number(said) or said


def _time(_intent: str, tagged: Tagged, _line: str) -> Value | None:
    times = tagged.all("time")
    return times[0] if times else tagged.first("duration")


def _needed_by(_intent: str, tagged: Tagged, line: str) -> Value | None:
    for span in tagged.spans:
        if span.kind in {"time", "duration"} and span.text.endswith(("前", "之内", "内")):
            return span.text
        after, before = line[span.end : span.end + 10], line[max(0, span.start - 6) : span.start]
        if span.kind in {"time", "duration"} and (
            slot_patterns().first["needed"].search(after)
            or before.endswith(("by ", "before ", "截止", "赶在", "最晚", "最迟"))
        ):
            return span.text
    found = slot_patterns().first["needed_by"].search(line)
    return found[0] if found else None


_NOBODY = frozenset({"别人", "他人", "其他人", "别的人", "同事", "人", "审批"})
"""Words where a name may stand and none does."""


def _person(_intent: str, tagged: Tagged, line: str) -> Value | None:
    found = slot_patterns().first["person"].search(line)
    named = tagged.first("person") or (next((group for group in found.groups() if group), None) if found else None)
    return None if named in _NOBODY else named


def _kind(intent: str, _tagged: Tagged, line: str) -> Value | None:
    return next((kind for kind, pattern in slot_patterns().kinds.get(intent, ()) if pattern.search(line)), None)


def _content(intent: str, tagged: Tagged, line: str) -> Value | None:
    pattern = slot_patterns().content.get(intent)
    found = pattern.search(line) if pattern else None
    if not found:
        if intent == "timeline_note":
            return _after_time(line, tagged)
        return line if intent in {"feedback_submit", "leader_instruction", "incident_update"} else None
    said = next((group for group in reversed(found.groups()) if group), "").strip(" ,.:;")
    return _after_time(said, tagged) if intent in {"reminder_create", "timeline_note"} else said


def _after_time(said: str, tagged: Tagged) -> str:
    """The content without the time it begins with: 明天下午三点开会 → 开会."""
    times = (span.text for span in tagged.spans if span.kind in {"time", "duration"})
    rest = next((said[len(time) :].strip(" ,:") for time in times if said.startswith(time)), said) or said
    return rest.removeprefix("to ")


def _first_of(kind: str) -> Finder:
    return lambda _intent, tagged, _line: tagged.first(kind)


def _number_of(kind: str) -> Finder:
    def find(_intent: str, tagged: Tagged, _line: str) -> Value | None:
        text = tagged.first(kind)
        return read_number(text) if text else None

    return find


_SPECIAL: Mapping[str, Finder] = {
    "location": _location,
    "wrong_location": _wrong_location,
    "asset": _asset,
    "symptom": _symptom,
    "score": _score,
    "option": _option,
    "time": _time,
    "needed_by": _needed_by,
    "person": _person,
    "topic": _topic,
    "reason": _reason,
    "kind": _kind,
    "content": _content,
    "department": _first_of("department"),
    "budget": _first_of("money"),
    "amount": _number_of("number"),
    "period": _time,
}
