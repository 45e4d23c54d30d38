"""Who is meant: an audience as plain data, resolved against the school's people into a counted, named list.

An audience is a union of groups without some others; a group is people of these departments who also hold one of these
roles and tags, or named people, or those who have not answered a subject. `audience_words` reads one from a sentence.
It is stored as JSON and resolved anew whenever it matters; what was resolved is what is shown and sent.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.texts import Phrase, Text, joined
from handlers.voice import reachable_account
from storage import acknowledgements, people
from storage.people import Person, Role

NO_DEPARTMENT = Text("未填部门", "no department")
EVERYONE = Text("全体教职工", "all staff")
ROLE_NAMES = {
    Role.STAFF: Text("教职工", "staff"),
    Role.LIAISON: Text("部门联络人", "department liaisons"),
    Role.HEAD: Text("部门负责人", "heads of department"),
    Role.TECHNICIAN: Text("技术员", "technicians"),
    Role.DISPATCHER: Text("调度", "dispatchers"),
    Role.CIO: Text("CIO", "CIO"),
    Role.LEADER: Text("校领导", "school leaders"),
    Role.SECRETARY: Text("领导小组秘书", "leading group's secretary"),
    Role.MEMBER: Text("领导小组成员", "members of the leading group"),
    Role.INSPECTOR: Text("检查员", "inspectors"),
    Role.AUDITOR: Text("审计员", "auditors"),
    Role.ADMIN: Text("系统管理员", "administrators"),
}
_MISSING = Text("还没有答复 {code} 的人", "those who have not answered {code}")
_OF = Text("{departments}的{kind}", "{kind} of {departments}")
_WITHOUT = Text("{audience}，不含{besides}", "{audience}, without {besides}")
_NOBODY = Text("没有人", "nobody")


class Why(StrEnum):
    """Why somebody who is meant does not get it."""

    AUTHOR = "author"
    BESIDES = "besides"
    LEFT = "left"
    UNBOUND = "unbound"
    UNREACHABLE = "unreachable"
    MUTED = "muted"


REASONS = {
    Why.AUTHOR: Text("是发布人（也想收到就说「加上我」）", "is the author (say “add me” to get it, too)"),
    Why.BESIDES: Text("按要求排除", "left out as asked"),
    Why.LEFT: Text("已离开学校", "has left the school"),
    Why.UNBOUND: Text("没有绑定账号，收不到", "has bound no account and cannot be reached"),
    Why.UNREACHABLE: Text("账号收不到消息", "their account cannot be reached"),
    Why.MUTED: Text("自己关了非紧急通知", "has muted what is not urgent"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the school: each part that is given narrows it, several values of one part widen it.

    `persons` are (id, name); `unanswered` is the code of a subject. A group without any part is everybody.
    """

    departments: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    persons: tuple[tuple[int, str], ...] = ()
    unanswered: str = ""

    @property
    def is_everybody(self) -> bool:
        """Whether nothing narrows it."""
        return not (self.departments or self.roles or self.tags or self.persons or self.unanswered)

    def words(self) -> Text:
        """The group as people say it."""
        if self.persons:
            return joined([name for _id, name in self.persons])
        kinds: list[Phrase] = [ROLE_NAMES[Role(role)] for role in self.roles]
        kinds += [*self.tags]
        if self.unanswered:
            kinds.append(_MISSING(code=self.unanswered))
        if not self.departments:
            return joined(kinds) if kinds else EVERYONE
        departments = joined(list(self.departments))
        return _OF(departments=departments, kind=joined(kinds)) if kinds else departments

    def to_json(self) -> dict[str, Any]:
        """Only what is given."""
        parts = {
            "departments": list(self.departments), "roles": list(self.roles), "tags": list(self.tags),
            "persons": [list(person) for person in self.persons], "unanswered": self.unanswered,
        }  # fmt: skip
        return {name: value for name, value in parts.items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Group":
        """As it was stored."""
        return cls(
            tuple(data.get("departments", ())), tuple(data.get("roles", ())), tuple(data.get("tags", ())),
            tuple((int(key), str(name)) for key, name in data.get("persons", ())), str(data.get("unanswered", "")),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Audience:
    """All of `groups` but nobody of `besides`. Without a group it is nobody."""

    groups: tuple[Group, ...] = ()
    besides: tuple[Group, ...] = ()

    def words(self) -> Text:
        """The audience in words, both languages."""
        if not self.groups:
            return _NOBODY
        words = joined([group.words() for group in self.groups], zh="和", en=" and ")
        if self.besides:
            return _WITHOUT(audience=words, besides=joined([group.words() for group in self.besides]))
        return words

    def to_json(self) -> dict[str, Any]:
        """For a column."""
        return {
            "groups": [group.to_json() for group in self.groups],
            "besides": [group.to_json() for group in self.besides],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Audience":
        """Back from a column; nothing stored is nobody."""
        return cls(
            tuple(Group.from_json(one) for one in data.get("groups", ())),
            tuple(Group.from_json(one) for one in data.get("besides", ())),
        )


EVERYBODY = Audience((Group(),))


def persons(*named: Person) -> Audience:
    """Exactly these people."""
    return Audience((Group(persons=tuple((person.id, person.name) for person in named)),))


@dataclass(frozen=True, slots=True)
class Excluded:
    """Somebody who is meant and does not get it."""

    person: Person
    why: Why


@dataclass(frozen=True, slots=True)
class Resolved:
    """An audience at one moment: who gets it, in the order of departments and names, and who does not and why."""

    people: tuple[Person, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        """The people who get it, by id."""
        return [person.id for person in self.people]

    def of(self, *why: Why) -> list[Person]:
        """Who is left out for these reasons."""
        return [one.person for one in self.excluded if one.why in why]

    def by_department(self) -> Text:
        """Counted by department, the largest first: 数学组 12 人、教务处 3 人."""
        ordered = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        return joined([
            Text(f"{department or NO_DEPARTMENT.zh} {count} 人", f"{department or NO_DEPARTMENT.en} {count}")
            for department, count in ordered
        ])  # fmt: skip

    def names(self, most: int = 60) -> list[Text]:
        """One line for each department with its names; after `most` names only how many more there are."""
        lines: list[Text] = []
        left = most
        grouped: dict[str, list[str]] = {}
        for person in self.people:
            grouped.setdefault(person.department, []).append(person.name)
        for department, names in grouped.items():
            shown, left = names[:left], max(0, left - len(names))
            more = len(names) - len(shown)
            lines.append(Text(
                f"{department or NO_DEPARTMENT.zh}（{len(names)}）：{'、'.join(shown)}{f'等 {more} 人' if more else ''}",
                f"{department or NO_DEPARTMENT.en} ({len(names)}): {', '.join(shown)}{f' and {more} more' if more else ''}",
            ))  # fmt: skip
        return lines

    def reasons(self, most: int = 12) -> list[Text]:
        """One line for each reason: how many are left out, and who."""
        lines = []
        for why in Why:
            left_out = self.of(why)
            if left_out:
                names = joined([person.name for person in left_out[:most]])
                more = Text("等", " …") if len(left_out) > most else Text("", "")
                lines.append(Text(
                    f"{REASONS[why].zh} {len(left_out)} 人：{names.zh}{more.zh}",
                    f"{len(left_out)} {REASONS[why].en}: {names.en}{more.en}",
                ))  # fmt: skip
        return lines


def resolve(tx: Session, audience: Audience, *, urgent: bool = False, author: Person | None = None) -> Resolved:
    """Everybody the audience means, each once. What is urgent also goes to those who muted the rest; an author who is
    not named does not get their own words back, unless nobody else is meant.
    """
    meant = _union(tx, audience.groups)
    besides = {person.id for person in _union(tx, audience.besides)}
    alone = [person.id for person in meant] == [author.id] if author else False
    named = alone or (
        author is not None and any(author.id == key for group in audience.groups for key, _ in group.persons)
    )
    getting: list[Person] = []
    excluded: list[Excluded] = []
    for person in meant:
        why = Why.BESIDES if person.id in besides else _obstacle(person, urgent=urgent)
        if why is None and person is author and not named:
            why = Why.AUTHOR
        if why is None:
            getting.append(person)
        else:
            excluded.append(Excluded(person, why))
    return Resolved(tuple(getting), tuple(excluded), Counter(person.department for person in getting))


def _obstacle(person: Person, *, urgent: bool) -> Why | None:
    if not person.active:
        return Why.LEFT
    if reachable_account(person) is None:
        return Why.UNREACHABLE if person.accounts else Why.UNBOUND
    return Why.MUTED if person.notices_muted_at is not None and not urgent else None


def _union(tx: Session, groups: Sequence[Group]) -> list[Person]:
    if not groups:
        return []
    everybody = people.with_accounts(tx)
    found: dict[int, Person] = {}
    for group in groups:
        for person in _members(tx, group, everybody):
            found.setdefault(person.id, person)
    return sorted(found.values(), key=lambda person: (person.department, person.name, person.id))


def _members(tx: Session, group: Group, everybody: Iterable[Person]) -> list[Person]:
    if group.persons:
        named = {key for key, _name in group.persons}
        return list(tx.scalars(select(Person).where(Person.id.in_(named))))  # also who has left: it is said so
    waiting = (
        {person.id for person in acknowledgements.missing(tx, group.unanswered)} if group.unanswered else frozenset()
    )
    return [
        person
        for person in everybody
        if (not group.departments or any(is_part_of(person.department, name) for name in group.departments))
        and (not group.roles or any(role in person.role_names for role in group.roles))
        and (not group.tags or any(tag in person.tags for tag in group.tags))
        and (not group.unanswered or person.id in waiting)
    ]


def is_part_of(department: str, larger: str) -> bool:
    """Whether a department is the other one or stands under it: 高中部/数学组 is part of 高中部."""
    return department == larger or department.startswith(tuple(f"{larger}{mark}" for mark in "/·-—｜| "))
