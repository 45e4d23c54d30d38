"""What the school's own records say at a project's end: trainings that were held for it, systems registered with it.

Looked up so that nobody has to be believed, and shown to whoever accepts; what is not on record is asked (product 4.2).
"""

from collections.abc import Sequence

from handlers.likeness import likeness
from handlers.projects import endings
from handlers.projects.days import date
from handlers.safety import Vouched
from handlers.texts import Text, joined
from handlers.turn import Turn
from storage import figures, resources
from storage.projects import Project
from storage.resources import Kind, Resource
from storage.trainings import Training

FOUND = "_found"  # the private answer under which a step says what was looked up
ALIKE = 0.4
MOST = 3


def look_up(turn: Turn, project: Project) -> dict[str, object]:
    """Answers that the records give, and under `FOUND` what they are, in both languages; nothing where there is none."""
    trainings, systems = trainings_for(turn, project), systems_of(turn, project)
    found: dict[str, object] = {}
    if trainings:
        found["trained"] = "done"
    vouched = turn.features.vouched(turn, project.code)
    if any("备份" in one.note or "backup" in one.note.lower() for one in systems) or any(
        one.in_order for one in vouched
    ):
        found["backed_up"] = "done"
    said = shown(turn, trainings, systems, vouched)
    if said is not None:
        found[FOUND] = {"zh": said.zh, "en": said.en}
    return found


def trainings_for(turn: Turn, project: Project) -> list[Training]:
    """Held since the approval, named after the project or its number, with somebody of its department in the room."""
    since = project.decided_at or project.submitted_at
    return [
        one for one in figures.trainings_over(turn.tx, since, turn.now)
        if project.code.lower() in one.topic.lower()
        or (likeness(one.topic, project.title) >= ALIKE and _concerns(one, project))
    ]  # fmt: skip


def systems_of(turn: Turn, project: Project) -> list[Resource]:
    """The systems the register names with this project."""
    return [one for one in resources.lines(turn.tx, Kind.SYSTEM) if one.project_code == project.code]


def shown(
    turn: Turn, trainings: Sequence[Training], systems: Sequence[Resource], vouched: Sequence[Vouched] = ()
) -> Text | None:
    """The records in words: number, topic, day and how many came; the system with its note, its backup and data class."""
    parts = [
        endings.TRAINING_FOUND(
            code=one.code,
            topic=one.headline,
            day=date(turn, one.starts_at),
            count=sum(p.came for p in one.participants),
        )
        for one in trainings[-MOST:]
    ]
    parts += [endings.SYSTEM_FOUND(name=one.name, note=f"（{one.note}）" if one.note else "") for one in systems[:MOST]]
    parts += [one.words for one in vouched]
    return joined(list(parts), "；", "; ") if parts else None


def _concerns(training: Training, project: Project) -> bool:
    if training.host_id == project.applicant_id:
        return True
    return any(one.came and one.person.department == project.department for one in training.participants)
