"""Pictures and files as evidence: fetched outside the turn, kept with the hash of their bytes, who sent them and when."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import files, steps
from handlers.cards import Card
from handlers.errors import NotFound
from handlers.incidents import review_texts as texts
from handlers.incidents import telling
from handlers.incidents.cards import evidence_subject, incident_card
from handlers.incidents.desk import router
from handlers.incidents.flow import FLOW, insider, responder
from handlers.incidents.rules import EVIDENCE_KEPT
from handlers.turn import Turn
from storage import incidents, wanted_files
from storage.incidents import Evidence, Incident, Stage
from storage.people import Person
from storage.wanted_files import FETCHED

CAME = "incidents.picture"
MOST_AT_ONCE = 6
SCREEN = 2  # messages back that a picture without words may belong to


def with_words(turn: Turn, incident: Incident) -> int:
    """What was sent along with what was just heard belongs to this incident. How many files those were."""
    return files.take_along(turn, evidence_subject(incident), CAME)


def receives(turn: Turn) -> bool:
    """A picture without words, under the card of an incident of one's own or of the team's: evidence of it."""
    shown = [row.subject for row, _card in turn.screen[:SCREEN]]
    code = next((subject for subject in shown if subject.startswith(f"{FLOW.prefix}-")), "")
    incident = incidents.find(turn.tx, code) if code else None
    if incident is None or incident.status not in Stage.OPEN or not insider.allows(turn.viewer, incident):
        return False
    if not with_words(turn, incident):
        return False
    turn.confide(texts.PICTURE_TAKEN(code=incident.code), subject=incident.code)
    return True


router.receives = receives


@router.due(CAME)
def came(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """A file is here: its hash goes into the time line and the sealed log, the team hears of it."""
    about = str(payload.get("code", ""))
    incident = incidents.find(turn.tx, about.partition("#")[0])
    if incident is None:
        return
    kept = {one.file_id for one in incidents.evidence_of(turn.tx, incident)}
    for one in wanted_files.of_subject(turn.tx, about):
        if one.file is None or one.file_id in kept:
            continue
        one.file.expires_at = turn.now + timedelta(days=turn.rule(EVIDENCE_KEPT))
        by = turn.tx.get(Person, one.by_id) if one.by_id else None
        name = by.name if by is not None else incident.reported_as or "?"
        words = texts.PICTURE_WORDS(file=one.file.name, name=name, at=turn.clock_time(one.wanted_at)).zh
        turn.tx.add(
            Evidence(
                incident_id=incident.id,
                by_id=one.by_id,
                at=turn.now,
                words=words,
                file_id=one.file_id,
                sha256=one.file.sha256,
            )
        )
        turn.tx.flush()
        number = len(incidents.evidence_of(turn.tx, incident))
        line = texts.KEPT_LINE(number=number, words=words, hash=one.file.sha256[:12]).zh
        telling.note(turn, incident, line, kind="evidence", echo=True)
        details = {"words": words, "sha256": one.file.sha256, "by": name, "sent": one.wanted_at.isoformat()}
        turn.record(incident.code, "kept", clause="7.3.1", details=details)
    turn.settle(incident.code, lambda viewer: incident_card(turn, incident, viewer))


@router.button("pictures")
def look(turn: Turn, code: str, _choice: str) -> None:
    """The files, to whoever handles the incident; that somebody looked is on record."""
    turn.person()
    incident: Incident = steps.find(turn, router, code)
    if not responder.allows(turn.viewer, incident):
        raise NotFound(code)
    found = [one for one in wanted_files.of_subject(turn.tx, evidence_subject(incident)) if one.status == FETCHED]
    here = [one.file for one in found if one.file and (one.file.expires_at is None or one.file.expires_at > turn.now)]
    turn.record(code, "read", clause="7.1.1", details={"what": "evidence", "count": len(here)})
    card = Card(texts.PICTURES_OF(code=code, count=len(here)), files=tuple(map(files.of, here[-MOST_AT_ONCE:])))
    turn.confide(card, subject=code)
