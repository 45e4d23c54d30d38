"""Around and after an incident: the authorities, the people concerned, the school, evidence, the review and its lessons."""

import hashlib
from collections.abc import Mapping
from typing import Any

from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotFound
from handlers.files import enclose
from handlers.findings import raise_item, read_item
from handlers.flow import Viewer
from handlers.incidents import review_texts as texts
from handlers.incidents import telling
from handlers.incidents import texts as said
from handlers.incidents.cards import SERIOUS, answer, personal_data, report_by, rule_name, told_net, whom_to_call
from handlers.incidents.desk import router
from handlers.incidents.flow import FLOW, commander, responder
from handlers.incidents.pictures import with_words
from handlers.scenarios import scenario_name
from handlers.steps import find
from handlers.timeline import read, whole
from handlers.turn import Turn
from storage import improvements, incidents, timelines
from storage.incidents import Evidence, Incident

Given = Mapping[str, Any]
LAST_DONE = 3


@router.button("papers")
def papers(turn: Turn, code: str, _choice: str) -> None:
    """Words to read out, numbers to call, and the time that is left. A person reports, never the product."""
    incident = _handled(turn, code)
    done = [line.words for line in timelines.of(turn.tx, code) if not line.kind][-LAST_DONE:]
    words = texts.DRAFT(
        school=texts.THE_SCHOOL, at=turn.clock_time(incident.reported_at), what=incident.words,
        level=said.LEVELS.get(incident.level, said.UNKNOWN), done="；".join(done) or texts.NOTHING_YET,
        systems=incident.answers.get("systems") or said.UNKNOWN, affected=answer(incident, "affected"),
        minors=answer(incident, "minors"), spreading=answer(incident, "spreading"), contact=turn.person().name,
    )  # fmt: skip
    facts: list[Any] = []
    if incident.level >= SERIOUS:
        until = report_by(turn, incident)
        minutes = int((until - turn.now).total_seconds() // 60)
        late = texts.LATE(at=turn.clock_time(until), rule=rule_name(turn))
        left = texts.LEFT(at=turn.clock_time(until), minutes=minutes, rule=rule_name(turn))
        facts.append((texts.DEADLINE, left if minutes >= 0 else late))
    facts.append((texts.CALL, whom_to_call(turn) or texts.NO_NUMBERS))
    turn.record(code, "papers", clause="7.3.1")
    button = Button(said.NOTIFY, token("incidents", "notify", code), "good")
    turn.reply(Card(texts.PAPERS_OF(code=code), (words,), tuple(facts), (button,), texts.BY_HAND), subject="")


@router.press("notify")
def notify(turn: Turn, incident: Incident, given: Given) -> None:
    """A person told the authorities; we keep to whom and when. The hours end with the cyberspace authority."""
    at, receiver = read(turn, str(given["receiver"]))
    told = {"to": receiver, "at": at.isoformat(), "by": turn.person().name}
    incident.notified = [*incident.notified, told]
    telling.note(turn, incident, texts.NOTIFIED_LINE(to=receiver, name=turn.person().name).zh, echo=True)
    if told_net(incident) or incident.level < SERIOUS:
        turn.forget_reminders(incident.code, f"{incident.code}:report-out")
        turn.reply(said.NOTED(code=incident.code), subject=incident.code)
        return
    until = texts.STILL_TO_TELL(at=turn.clock_time(report_by(turn, incident)), rule=rule_name(turn))
    turn.reply(Card(said.NOTED(code=incident.code), (until,)), subject=incident.code)


@router.press("tell_people")
def tell_people(turn: Turn, incident: Incident, given: Given) -> None:
    """Whether the people concerned are told is decided by a person and kept with its reason."""
    decision = next(label for value, label in texts.DECISIONS if value == given["decision"])
    kept = {
        "decision": given["decision"],
        "reason": given["reason"],
        "by": turn.person().name,
        "at": turn.now.isoformat(),
    }
    incident.told_people = kept
    telling.note(turn, incident, texts.DECIDED(decision=decision, reason=given["reason"]).zh, echo=True)


@router.button("inform")
def inform(turn: Turn, code: str, _choice: str) -> None:
    """A notice half written, through the ordinary way of notices: with a preview, and a second person's yes."""
    incident = _handled(turn, code)
    words = texts.INFORM_WORDS(scenario=scenario_name(incident.scenario) if incident.scenario else said.FACTS)
    if "broadcasts" not in turn.features.by_name or turn.features.by_name["broadcasts"].begins is None:
        turn.reply(texts.NO_INFORM)
        return
    turn.record(code, "inform", clause="7.3.1")
    turn.features.begin("broadcasts", turn, words.to(turn.language), turn.person(), code)


@router.press("evidence")
def evidence(turn: Turn, incident: Incident, given: Given) -> None:
    """What proves it and where the original lies; its hash is written into the time line and the sealed log."""
    words = str(given["evidence"]).strip()
    with_words(turn, incident)
    digest = hashlib.sha256(words.encode()).hexdigest()
    turn.tx.add(Evidence(incident_id=incident.id, by=turn.actor, at=turn.now, words=words, sha256=digest))
    turn.tx.flush()
    number = len(incidents.evidence_of(turn.tx, incident))
    line = texts.KEPT_LINE(number=number, words=words, hash=digest[:12]).zh
    telling.note(turn, incident, line, kind="evidence", echo=True)
    turn.record(incident.code, "kept", clause="7.3.1", details={"words": words, "sha256": digest})
    turn.reply(texts.KEPT(code=incident.code, number=number, words=words, hash=digest[:12]), subject=incident.code)


@router.press("review")
def review(turn: Turn, incident: Incident, given: Given) -> None:
    """What caused it and what it cost, looked at together."""
    incident.cause, incident.impact = str(given["cause"]), str(given["impact"])
    turn.forget_reminders(incident.code, f"{incident.code}:review")
    telling.note(turn, incident, f"{texts.CAUSE.zh}：{incident.cause}；{texts.IMPACT.zh}：{incident.impact}")
    telling.moved(turn, incident)


@router.press("raise_lesson")
def raise_lesson(turn: Turn, incident: Incident, given: Given) -> None:
    """补双因素，负责人王技术，12月1日前: an improvement item that knows where it comes from."""
    words, owner, due = read_item(turn, str(given["lesson"]))
    if not words or owner is None or due is None or due <= turn.now:
        raise Incomplete(texts.LESSON_INCOMPLETE)
    item = raise_item(turn, incident.code, words, owner, due)
    incident.to_mend += 1
    line = texts.RAISED(code=incident.code, item=item.code, name=owner.name)
    telling.note(turn, incident, line.zh)
    turn.reply(line, subject=incident.code)


@router.due("incidents.improved")
def improved(turn: Turn, code: str, _payload: Given) -> None:
    """An item is over; with the last one the incident is, too."""
    incident = incidents.find(turn.tx, code)
    if incident is None:
        return
    incident.to_mend = sum(one.status in improvements.OPEN for one in improvements.from_source(turn.tx, code))
    if incident.status == "tracking" and not incident.to_mend:
        before = FLOW.take(FLOW.by_name["finish"], Viewer(None), incident)
        turn.record(code, "finish", clause="7.3.1", before=before, after=incident.status)
        telling.team(turn, incident, texts.FOLLOWED(code=code))


@router.press("finish")
def finish(_turn: Turn, _incident: Incident, _given: Given) -> None:
    """Nothing more happens."""


@router.press("close")
@router.press("follow_up")
def close(turn: Turn, incident: Incident, _given: Given) -> None:
    """Over: the authorities and the people concerned are not forgotten; open lessons are followed up."""
    if incident.level >= SERIOUS and not told_net(incident):
        raise Incomplete(texts.NOT_TOLD_YET(code=incident.code))
    if personal_data(turn, incident) and not incident.told_people:
        raise Incomplete(texts.NOT_DECIDED_YET(code=incident.code))
    incident.closed_at = turn.now
    turn.forget_reminders(incident.code)
    telling.moved(turn, incident)


@router.button("file")
def as_file(turn: Turn, code: str, _choice: str) -> None:
    """The whole of it to keep: time line, evidence with hashes, who was told when."""
    incident = _handled(turn, code)
    kept = incidents.evidence_of(turn.tx, incident)
    lines = [f"{code} {incident.words}", *(line.zh for line in whole(turn, code)), "", texts.EVIDENCE_OF.zh]
    lines += [f"{number}. {one.words} SHA-256 {one.sha256}" for number, one in enumerate(kept, 1)]
    lines += ["", said.NOTIFIED.zh, *(f"{one['at']} {one['to']}（{one['by']}）" for one in incident.notified)]
    lines += [f"{texts.CAUSE.zh}：{incident.cause}", f"{texts.IMPACT.zh}：{incident.impact}"]
    file = enclose(
        turn, texts.PAPER_NAME(code=code).to(turn.language), "\r\n".join(lines).encode("utf-8-sig"), about=code
    )
    turn.record(code, "read", clause="7.1.1", details={"what": "file"})
    turn.reply(Card(texts.PAPER_OF(code=code), files=(file,)))


def _handled(turn: Turn, code: str) -> Incident:
    turn.person()
    incident: Incident = find(turn, router, code)
    if not (responder.allows(turn.viewer, incident) or commander.allows(turn.viewer, incident)):
        raise NotFound(code)
    return incident
