"""Files that came with what somebody said, kept with their task."""

from collections.abc import Mapping
from typing import Any

from handlers.incoming import Said
from handlers.tasks import texts
from handlers.turn import Turn
from storage import wanted_files
from storage.tasks import Task

CAME = "tasks.file_came"


def keep(turn: Turn, task: Task) -> int:
    """Keep what came with this message. How many files the task has now."""
    heard = turn.heard
    if isinstance(heard, Said):
        for one in heard.attachments:
            wanted_files.want(
                turn.tx, task.code, CAME, heard.who.platform, turn.now, kind=one.kind, ref=one.ref, name=one.name,
                by_id=turn.actor.id if turn.actor else None,
            )  # fmt: skip
        turn.tx.flush()
    return len(wanted_files.of_subject(turn.tx, task.code))


def handed_along(turn: Turn, task: Task) -> Mapping[str, Any]:
    """What is handed in where files came since the last time: nothing more has to be written."""
    count = keep(turn, task)
    last = task.submitted_at
    fresh = [one for one in wanted_files.of_subject(turn.tx, task.code) if last is None or one.wanted_at > last]
    return {"content": texts.SEE_FILES(count=count).zh} if fresh else {}
