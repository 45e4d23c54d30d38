"""Amounts of the register as people say them and as we say them: 3人周, 2辆, 只剩1人周. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.money import yuan
from handlers.numerals import CHINESE, fold, read_number
from handlers.periods import Span
from handlers.texts import Text
from storage.resources import FIRST_DAY, Kind, Resource

DAYS_OF_A_WEEK = 5  # a person-week is five working days


ONLY = Text("{name}（{period}）只剩{left}，要{wanted}", "{name} ({period}): {left} left, {wanted} wanted")


ONLY_EVER = Text("{name}只剩{left}，要{wanted}", "{name}: {left} left, {wanted} wanted")


_WEEKS = re.compile(
    rf"(?P<number>\d{{1,4}}(?:\.5)?|{CHINESE})\s*(?:个)?\s*(?P<unit>人周|周|人天|人日|工作日|天|person-?weeks?|weeks?|days?)",
    re.IGNORECASE,
)


_PIECES = re.compile(rf"(?P<number>\d{{1,5}}|{CHINESE})\s*(?P<unit>[台辆个套部块张把间组架]|pieces?)?", re.IGNORECASE)


_REACH = 14  # characters after a name in which its amount may stand


@dataclass(frozen=True, slots=True)
class Part:
    """A part of one line, for some days."""

    resource: Resource
    amount: int
    first: date
    last: date
    chosen: bool = False

    @property
    def words(self) -> Text:
        """Such as 王技术 2人周（2026年12月）."""
        what = amount_of(self.resource, self.amount)
        if self.resource.kind == Kind.BUDGET:
            return Text(f"{self.resource.name} {what.zh}", f"{self.resource.name} {what.en}")
        period = Span(self.first, self.last).words
        return Text(f"{self.resource.name} {what.zh}（{period.zh}）", f"{self.resource.name} {what.en} ({period.en})")


@dataclass(frozen=True, slots=True)
class Short:
    """A part the register does not hold."""

    part: Part
    left: int

    @property
    def words(self) -> Text:
        """How much is left, and how much is wanted."""
        resource = self.part.resource
        wording = ONLY_EVER if resource.kind == Kind.DEVICE else ONLY
        return wording(
            name=resource.name, period=period_of(resource).words, left=amount_of(resource, max(0, self.left)),
            wanted=amount_of(resource, self.part.amount),
        )  # fmt: skip


def amount_of(resource: Resource, amount: int) -> Text:
    """An amount of a line in its own unit."""
    if resource.kind == Kind.BUDGET:
        sign = "-" if amount < 0 else ""
        words = yuan(abs(amount))
        return Text(f"{sign}{words.zh}", f"{sign}{words.en}")
    if resource.kind == Kind.PEOPLE:
        weeks = f"{amount / DAYS_OF_A_WEEK:g}"
        return Text(f"{weeks}人周", f"{weeks} person-weeks")
    return Text(f"{amount}{resource.unit or '个'}", f"{amount}")


def period_of(resource: Resource) -> Span:
    """From when until when a line counts."""
    return Span(resource.starts_on, resource.ends_on)


def read_days(text: str) -> int | None:
    """Working days from "3人周", "两周", "2.5 人周", "4人天"; None where there are none."""
    found = _WEEKS.search(fold(text))
    if found is None:
        return None
    weekly = "周" in found["unit"] or "week" in found["unit"].lower()
    number = float(found["number"]) if found["number"][0].isdigit() else read_number(found["number"])
    return None if number is None else round(number * (DAYS_OF_A_WEEK if weekly else 1))


def read_pieces(text: str) -> tuple[int, str] | None:
    """How many, and in what unit they are counted: "2辆" → (2, "辆")."""
    found = _PIECES.search(fold(text))
    number = read_number(found["number"]) if found else None
    return None if found is None or number is None else (number, found["unit"] or "")


def named_parts(text: str, lines: Sequence[Resource], span: Span) -> list[Part]:
    """The people's weeks and the devices a text names with their amounts, spread over the lines of the period."""
    return [*named_weeks(text, lines, span), *named_devices(text, lines, span)]


def named_weeks(said: str, lines: Sequence[Resource], span: Span) -> list[Part]:
    found: list[Part] = []
    people = [one for one in lines if one.kind == Kind.PEOPLE]
    for name in dict.fromkeys(one.name for one in people):
        days = read_days(_after(said, name, {one.name for one in people}))
        of_name = [one for one in people if one.name == name and span.meets(one.starts_on, one.ends_on)]
        if days and of_name:
            found += spread(of_name, days, span)
    return found


def spread(lines: Sequence[Resource], days: int, span: Span) -> list[Part]:
    """Over several months the earlier ones are used up first; what does not fit stays with the last."""
    found = []
    for line in sorted(lines, key=lambda one: one.starts_on):
        is_last = line is max(lines, key=lambda one: one.starts_on)
        share = days if is_last else min(days, line.amount)
        if share > 0:
            found.append(Part(line, share, max(span.first, line.starts_on), min(span.last, line.ends_on)))
        days -= share
    return found


def named_devices(said: str, lines: Sequence[Resource], span: Span) -> list[Part]:
    devices = [one for one in lines if one.kind == Kind.DEVICE]
    found = []
    for line in devices:
        after = read_pieces(_after(said, line.name, {one.name for one in devices}))
        before = re.search(rf"(\d{{1,5}}|{CHINESE})\s*\S?\s*{re.escape(line.name)}", fold(said))
        count = after[0] if after else (read_number(before[1]) or 0) if before else 0
        if count:
            found.append(Part(line, count, max(span.first, line.starts_on, FIRST_DAY), min(span.last, line.ends_on)))
    return found


def _after(said: str, name: str, names: set[str]) -> str:
    """The words right behind a name, up to the next name or the end of the clause."""
    at = said.find(name)
    if at < 0:
        return ""
    rest = said[at + len(name) : at + len(name) + _REACH]
    stops = [fold(rest).find(sign) for sign in ",;。、\n"] + [rest.find(other) for other in names]
    return rest[: min((stop for stop in stops if stop >= 0), default=len(rest))]
