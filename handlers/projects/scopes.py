"""What a letter of delegation covers besides its amount: which decisions, of which departments. Nothing named: all."""

from handlers.texts import Phrase, Text, joined
from storage.projects import Project, Stage

ALL = "approvals"  # how a letter without limits is kept
KINDS = {
    "approve": Text("立项审批", "approvals"),
    "change": Text("变更", "changes"),
    "finish": Text("结项", "completion"),
    "evaluate": Text("评估", "evaluation"),
}
_SAID = {
    "approve": ("只审批", "仅审批", "只批立项", "立项", "新申请", "approvals only"),
    "change": ("变更", "changes"),
    "finish": ("结项", "completion"),
    "evaluate": ("评估", "evaluation"),
}
_DECIDED_IN = {
    Stage.CHANGING: "change",
    Stage.FINISHING: "finish",
    Stage.EVALUATING: "evaluate",
    Stage.EVALUATED: "evaluate",
    Stage.TRACKING: "evaluate",
}


def write(kinds: list[str], departments: list[str]) -> str:
    """As the letter keeps it: "kinds=approve,change;departments=数学组"."""
    parts = [f"kinds={','.join(kinds)}"] if kinds else []
    parts += [f"departments={','.join(departments)}"] if departments else []
    return ";".join(parts) or ALL


def read(scope: str) -> tuple[frozenset[str], frozenset[str]]:
    """(kinds, departments) of a letter; an empty set means any."""
    found = dict(part.split("=", 1) for part in scope.split(";") if "=" in part)
    kinds, departments = (
        frozenset(one for one in found.get(name, "").split(",") if one) for name in ("kinds", "departments")
    )
    return kinds, departments


def kinds_in(text: str) -> list[str]:
    """The decisions a sentence names; 审批 alone means all of them."""
    return [kind for kind, names in _SAID.items() if any(name in text.lower() for name in names)]


def covers(scope: str, project: Project) -> bool:
    """Whether the decision a project waits for now lies within a letter's scope."""
    kinds, departments = read(scope)
    kind = _DECIDED_IN.get(Stage(project.status), "approve")
    return (not kinds or kind in kinds) and (not departments or project.department in departments)


def shown(scope: str) -> Phrase:
    """The same in words."""
    kinds, departments = read(scope)
    parts: list[Phrase] = [KINDS[kind] for kind in KINDS if kind in kinds]
    parts += [Text(f"{name}的项目", f"projects of {name}") for name in sorted(departments)]
    return joined(parts) if parts else Text("全部审批", "everything")
