"""What a request began as, an issue or advice: named on the project, and the project on what it came from (5.1.3)."""

from handlers.flow import Viewer
from handlers.projects import texts
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage.projects import Project


def origin(turn: Turn, project: Project, viewer: Viewer) -> list[tuple[Phrase, Phrase]]:
    """The code with its first words, where the reader may see it; for everybody else the code alone."""
    source = project.source
    if not source:
        return []
    router = turn.features.by_prefix.get(source.partition("-")[0])
    subject = router.find(turn.tx, source) if router is not None and router.find is not None else None
    said: Phrase = source
    if (
        router is not None
        and subject is not None
        and router.readable is not None
        and router.readable.allows(viewer, subject)
    ):
        said = Text(*(f"{source} {word}".strip() for word in _words(subject)))
    return [(texts.BEGAN_AS, said)]


def redraw(turn: Turn, source: str) -> None:
    """Every copy of the card it came from says now what became of it."""
    router = turn.features.by_prefix.get(source.partition("-")[0])
    subject = router.find(turn.tx, source) if router is not None and router.find is not None else None
    draw = router.card if router is not None else None
    if subject is not None and draw is not None:
        turn.tx.flush()
        turn.settle(source, lambda viewer: draw(turn, subject, viewer))


def _words(subject: object) -> tuple[str, str]:
    """What it is about, and of advice what was advised."""
    about = str(getattr(subject, "headline", ""))
    opinion = " ".join(str(getattr(subject, "opinion", "")).split())
    short = opinion if len(opinion) <= SHORTEST else f"{opinion[: SHORTEST - 1]}…"
    return (f"{about}：{short}", f"{about}: {short}") if short else (about, about)


SHORTEST = 40  # characters of an opinion on a card
