"""What people do with a security incident while it runs. Everything here is urgent: it does not wait for the morning."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import steps
from handlers.errors import Incomplete
from handlers.incidents import checklist, deadlines, telling, texts
from handlers.incidents.cards import SERIOUS, suggested
from handlers.incidents.desk import router
from handlers.incidents.flow import FLOW, responder
from handlers.incidents.pictures import with_words
from handlers.numerals import find_codes, fold
from handlers.router import StepOf
from handlers.turn import Turn
from handlers.understand import Understood
from storage import incidents, people
from storage.incidents import GuestReport, Incident, Stage

Given = Mapping[str, Any]
_TIMED = re.compile(r"\s*(?:[01]?\d|2[0-3])(?::[0-5]\d|点(?:[0-5]?\d分?)?)\s*[^\d\s?吗][^?吗]+")


@router.press("take_up")
def take_up(turn: Turn, incident: Incident, _given: Given) -> None:
    """Somebody has it: no more calls for somebody."""
    incident.leader, incident.taken_up_at = turn.person(), turn.now
    turn.forget_reminders(incident.code)
    telling.note(turn, incident, texts.TAKE_UP.zh)
    telling.moved(turn, incident)


@router.press("assess")
def assess(turn: Turn, incident: Incident, given: Given) -> None:
    """The facts, and what they suggest; the level is the CIO's to confirm."""
    incident.answers = {
        name: str(given[name]) for name in ("systems", "affected", "minors", "spreading") if name in given
    }
    incident.facts = incident.answers.get("systems", "")
    incident.revision += 1
    telling.note(turn, incident, f"{texts.ASSESS.zh}：{incident.facts}")
    turn.tx.flush()
    telling.team(turn, incident, None)


@router.press("accept")
def accept(turn: Turn, incident: Incident, _given: Given) -> None:
    """The CIO confirms what was suggested."""
    _confirmed(turn, incident, suggested(turn, incident).level)


@router.press("confirm")
def confirm(turn: Turn, incident: Incident, given: Given) -> None:
    """The level is confirmed; from 较大 on the hours to the authorities run."""
    _confirmed(turn, incident, int(given["level"]))


def _confirmed(turn: Turn, incident: Incident, level: int) -> None:
    turn.forget_reminders(incident.code)
    incident.level, incident.confirmed_at = level, turn.now
    incident.leader = incident.leader or turn.person()
    telling.note(turn, incident, _level_words(incident))
    checklist.open_plan(turn, incident, incident.words)
    checklist.usual_parts(turn, incident)
    deadlines.watch_level(turn, incident)
    telling.moved(turn, incident)


@router.press("relevel")
def relevel(turn: Turn, incident: Incident, given: Given) -> None:
    """Up or down, with a reason. The hours to the authorities count from the first time it was serious."""
    was_serious = incident.level >= SERIOUS
    incident.level = int(given["level"])
    if not was_serious and incident.level >= SERIOUS:
        incident.confirmed_at = turn.now
    telling.note(turn, incident, f"{_level_words(incident)}：{given['reason']}")
    turn.forget_reminders(incident.code)
    checklist.usual_parts(turn, incident)
    deadlines.watch_level(turn, incident)
    telling.moved(turn, incident, str(given["reason"]))


@router.press("contain")
@router.press("recover")
def went_on(turn: Turn, incident: Incident, given: Given) -> None:
    """It spreads no further, or everything works again; then the review is due."""
    telling.note(turn, incident, str(given["note"]))
    if incident.status == Stage.RECOVERED:
        turn.forget_reminders(incident.code, f"{incident.code}:progress")
        deadlines.watch_review(turn, incident)
    telling.moved(turn, incident, str(given["note"]))


@router.press("note")
def note(turn: Turn, incident: Incident, given: Given) -> None:
    """A line of the time line, echoed to the team."""
    with_words(turn, incident)
    telling.note(turn, incident, str(given["said"]), echo=True)
    deadlines.heard_progress(turn, incident)
    turn.reply(texts.NOTED(code=incident.code), subject=f"{incident.code}/line")


@router.press("add")
def add(turn: Turn, incident: Incident, given: Given) -> None:
    """Who reported it remembers something."""
    with_words(turn, incident)
    telling.note(turn, incident, str(given["said"]), echo=True)
    turn.reply(texts.ADDED(code=incident.code), subject=f"{incident.code}/line")


@router.press("false_alarm")
def false_alarm(turn: Turn, incident: Incident, given: Given) -> None:
    """Nothing happened; whoever said so did right."""
    incident.closed_at = turn.now
    turn.forget_reminders(incident.code)
    telling.note(turn, incident, str(given["reason"]))
    telling.moved(turn, incident, str(given["reason"]))


@router.press("merge")
def merge(turn: Turn, incident: Incident, given: Given) -> None:
    """It is the same as another one: whoever reported it follows that one, and nobody is called for this one any more."""
    codes = [code.id for code in find_codes(str(given["into"])) if code.id and code.id.startswith("I-")]
    into = incidents.find(turn.tx, str(codes[0])) if codes else None
    if into is None or into.id == incident.id or into.status not in Stage.OPEN:
        raise Incomplete(texts.BAD_INTO)
    incident.merged_into, incident.closed_at = into.code, turn.now
    turn.forget_reminders(incident.code)
    into.others = sorted({*(into.others or []), *(incident.reporter_ids - {into.reporter_id})})
    for account in incidents.guests(turn.tx, incident):
        turn.tx.add(GuestReport(incident_id=into.id, account_id=account.id))
    telling.note(turn, into, texts.MERGED_HERE(code=incident.code, words=incident.words).zh)
    into.revision += 1
    telling.moved(turn, incident, into.code)


@router.press("assign")
def assign(turn: Turn, incident: Incident, given: Given) -> None:
    """王技术处置，孙联络联络: each hears their part and gets its steps."""
    checklist.give_parts(turn, incident, checklist.read_parts(str(given["parts"]), people.active_people(turn.tx)))


@router.say("incident_update")
@router.say("timeline_note")
def noted(turn: Turn, text: str, _meant: Understood) -> None:
    """Such as "14:05 隔离了两台服务器": the whole sentence is the note, on the incident in hand."""
    codes = [code.id for code in find_codes(text) if code.id and code.id.startswith("I-")]
    own = [] if turn.actor is None else incidents.of_reporter(turn.tx, turn.actor.id)
    running = [one for one in incidents.in_hand(turn.tx) if responder.allows(turn.viewer, one)]
    of = StepOf(router, FLOW.by_name["note" if running else "add"])
    candidates = running or own
    if len(candidates) == 1 and not codes:
        steps.begin(turn, of, candidates[0].code, {"said": text})
        return
    steps.choose(turn, [of], codes[0] if codes and codes[0] else "", {"said": text})


def _level_words(incident: Incident) -> str:
    return f"{texts.LEVEL.zh}：{texts.LEVELS[incident.level].zh}"


def noted_meanwhile(turn: Turn, text: str) -> bool:
    """14:05 拔了交换机, while a question about the incident is open: a line of the time line is never lost to a form."""
    draft = turn.dialogue()
    about = (
        incidents.find(turn.tx, draft.subject) if draft is not None and draft.form.startswith("incidents.") else None
    )
    if (
        about is None
        or draft is None
        or draft.asking in ("note", "said", "receiver")
        or not _TIMED.fullmatch(fold(text))
    ):
        return False
    if about.status not in Stage.OPEN or not responder.allows(turn.viewer, about):
        return False
    telling.note(turn, about, text.strip(), echo=True)
    turn.reply(texts.NOTED(code=about.code), subject=f"{about.code}/line")
    return True


router.interrupts = noted_meanwhile
