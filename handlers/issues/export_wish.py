"""What somebody wants exported, read from their sentence: which time, building, state, technician, with people or not."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from handlers.issues import export_texts as texts
from handlers.issues.flow import FLOW
from handlers.issues.reading import building_of
from handlers.past_periods import past_span
from handlers.periods import Span
from handlers.texts import Text, joined
from handlers.turn import Turn
from storage.issues import Status
from storage.people import Person, Role

_ASKS = re.compile(
    r"^\W*(?:请|麻烦|帮我|帮忙|给我|我要|我想|把|能不能|可以)*.{0,24}?(?:导出|导成|下载.{0,20}(?:表格|excel|xlsx))"
    r"|\bexport\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"工单|报修|维修|故障|\b(?:issues?|tickets?|reports|faults?)\b", re.IGNORECASE)
_PEOPLE = re.compile(
    r"(?:含|带上?|包括|连|有|with)\s*.{0,6}?(?:姓名|名字|电话|手机|联系|报修人|个人信息|names?|phones?|contacts?|people)",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"(?:用于|用来|用途[:：是为]*|理由[:：是为]*|因为|\bfor (?=\w{3}))\s*(?P<reason>.{2,})$", re.IGNORECASE
)
# What stands around the name of a building in such a sentence and is no part of it.
_FRAME = re.compile(
    r"请|麻烦|帮我|帮忙|给我|我要|我想|把|导出|导成|下载|工单|报修|维修|故障|记录|的|里|一下|本月|上月|上周|本周|今天|昨天"
)
_PRIORITY = re.compile(r"\bp([1-4])\b", re.IGNORECASE)
_OPEN = re.compile(r"未(?:完成|解决|修好|关闭|处理)|没(?:完成|解决|修好|关)|在办|\bopen\b", re.IGNORECASE)
_LATE = re.compile(r"逾期|超时|\b(?:late|overdue)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported. Empty means: all."""

    span: Span | None = None
    building: str = ""
    statuses: tuple[str, ...] = ()
    late: bool = False
    priority: int | None = None
    technician: Person | None = None
    with_people: bool = False
    reason: str = ""

    @property
    def words(self) -> Text:
        """As the answer repeats it, so that nobody takes a part for the whole."""
        parts: list[Text | str] = []
        if self.span is not None:
            parts.append(self.span.words)
        if self.building:
            parts.append(self.building)
        if self.statuses == Status.OPEN:
            parts.append(texts.OPEN)
        else:
            parts += [FLOW.statuses[status] for status in self.statuses]
        if self.late:
            parts.append(texts.LATE)
        if self.priority:
            parts.append(f"P{self.priority}")
        if self.technician is not None:
            parts.append(self.technician.name)
        return joined(parts) if parts else texts.ALL

    def moments(self, turn: Turn) -> tuple[datetime | None, datetime | None]:
        """The time as moments: from the first day's midnight until the midnight after the last."""
        if self.span is None:
            return None, None
        calendar = turn.school.calendar
        return calendar.at(self.span.first, time.min), calendar.at(self.span.last + timedelta(days=1), time.min)


def asks_for_export(text: str) -> bool:
    """Whether a sentence wants issues as a table."""
    return _ASKS.search(text) is not None and _ABOUT.search(text) is not None


def read(turn: Turn, text: str) -> Wish:
    """What stands in the sentence."""
    said = _REASON.search(text)
    rest = text[: said.start()] if said else text
    named = _PRIORITY.search(rest)
    helpers = turn.everyone(Role.TECHNICIAN, Role.DISPATCHER)
    statuses = tuple(status for status, label in FLOW.statuses.items() if label.zh in rest and status != Status.NEW)
    return Wish(
        span=past_span(rest, turn.now, turn.school.calendar),
        building=building_of(_FRAME.sub(" ", rest)),
        statuses=Status.OPEN if _OPEN.search(rest) else statuses,
        late=_LATE.search(rest) is not None,
        priority=int(named[1]) if named else None,
        technician=next((person for person in helpers if person.name in rest), None),
        with_people=_PEOPLE.search(rest) is not None,
        reason=said["reason"].strip(" 。.!！") if said else "",
    )
