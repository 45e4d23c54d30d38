"""Emergency plans as other features use them: steps by role, the version they came from, and who plays which role.

plan = turn.features.plan_for(turn, "服务器中毒了怎么办")   # a door of whichever feature keeps plans
plan.of_roles({"handle"})
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.scenarios import scenario_name
from handlers.texts import Text
from storage.people import Person, Role

EVERYONE, COMMAND, HANDLE, LIAISE, RECORD, CARE = "everyone", "command", "handle", "liaise", "record", "care"
ROLE_NAMES = {
    EVERYONE: Text("发现人", "whoever notices"),
    COMMAND: Text("指挥", "in command"),
    HANDLE: Text("处置", "handling"),
    LIAISE: Text("联络", "liaison"),
    RECORD: Text("记录", "recorder"),
    CARE: Text("法务/德育", "legal and pupil care"),
}
_SAID = {
    EVERYONE: ("发现人", "所有人", "全体", "报告人", "everyone", "whoever notices"),
    COMMAND: ("指挥", "总指挥", "command", "in command"),
    HANDLE: ("处置", "技术", "技术员", "handling", "technician"),
    LIAISE: ("联络", "对外联络", "通讯", "liaison"),
    RECORD: ("记录", "记录员", "recorder"),
    CARE: ("法务/德育", "法务", "德育", "心理", "legal", "care", "pupil care"),
}


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One step: its number in the plan, whose it is, what to do, and whom to call for it ("" for nobody)."""

    number: int
    role: str
    step: Text
    phone: str = ""

    @property
    def words(self) -> Text:
        """The step with its telephone number."""
        return Text(f"{self.step.zh} ☎ {self.phone}", f"{self.step.en} ☎ {self.phone}") if self.phone else self.step

    def to_json(self) -> dict[str, Any]:
        """As tables keep it."""
        return {"number": self.number, "role": self.role, "zh": self.step.zh, "en": self.step.en, "phone": self.phone}


@dataclass(frozen=True, slots=True)
class ScenarioPlan:
    """A plan as it stood at one moment. `code` is "" and `edition` 0 for a sample that no CIO has approved."""

    scenario: str
    code: str
    edition: int
    items: tuple[PlanItem, ...]

    @property
    def is_sample(self) -> bool:
        """Whether it is one of ours and not yet the school's."""
        return not self.code

    @property
    def name(self) -> Text:
        """The plan by scenario and edition, as cards and records name it."""
        title = scenario_name(self.scenario)
        if self.is_sample:
            return Text(f"{title.zh}（示例）", f"{title.en} (sample)")
        return Text(
            f"{title.zh} 第{self.edition}版（{self.code}）", f"{title.en}, edition {self.edition} ({self.code})"
        )

    @property
    def roles(self) -> tuple[str, ...]:
        """Whose steps there are, in the usual order."""
        return tuple(role for role in ROLE_NAMES if any(item.role == role for item in self.items))

    def of_roles(self, roles: Iterable[str]) -> tuple[PlanItem, ...]:
        """The steps of these roles, in the order of the plan."""
        wanted = set(roles)
        return tuple(item for item in self.items if item.role in wanted)

    def to_json(self) -> dict[str, Any]:
        """As an incident or a drill keeps it: whatever becomes of the plan later, these were the steps."""
        return {
            "scenario": self.scenario, "code": self.code, "edition": self.edition,
            "items": [item.to_json() for item in self.items],
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "ScenarioPlan":
        """What was kept."""
        return cls(str(kept["scenario"]), str(kept["code"]), int(kept["edition"]), items_from(kept["items"]))


def items_from(rows: Iterable[Mapping[str, Any]]) -> tuple[PlanItem, ...]:
    """Steps as tables keep them, numbered anew from 1."""
    return tuple(
        PlanItem(number, str(row["role"]), Text(str(row["zh"]), str(row["en"])), str(row.get("phone", "")))
        for number, row in enumerate(rows, 1)
    )


def role_called(said: str) -> str | None:
    """A role by what people call it."""
    name = said.strip().lower()
    return next((role for role, names in _SAID.items() if name in names), None)


def usual_roles(person: Person | None) -> tuple[str, ...]:
    """What somebody does in an emergency by their office in the school, until they are given another task."""
    roles: list[str] = []
    if person is not None and person.active:
        roles += [COMMAND] if person.holds(Role.CIO, Role.LEADER) else []
        roles += [HANDLE] if person.holds(Role.TECHNICIAN, Role.DISPATCHER) else []
        roles += [LIAISE, RECORD] if person.holds(Role.SECRETARY) else []
        roles += [CARE] if "德育" in person.department or "法务" in person.department else []
        roles += [LIAISE] if not roles and person.holds(Role.HEAD, Role.LIAISON) else []
    return tuple(roles) or (EVERYONE,)


def lines(items: Iterable[PlanItem], done: Iterable[int] = (), *, with_role: bool = False) -> tuple[Text, ...]:
    """Steps as a list to tick: the number is the plan's own, a done one says so in words."""
    ticked = set(done)
    found = []
    for item in items:
        role, words = ROLE_NAMES[item.role], item.words
        before = Text(f"〔{role.zh}〕", f"[{role.en}] ") if with_role else Text("", "")
        after = Text("（已完成）", " (done)") if item.number in ticked else Text("", "")
        found.append(
            Text(f"{item.number}. {before.zh}{words.zh}{after.zh}", f"{item.number}. {before.en}{words.en}{after.en}")
        )
    return tuple(found)
