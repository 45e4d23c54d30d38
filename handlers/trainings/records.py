"""Training records: numbered, dated, with a certificate on request; and how far a duty is covered (7.1.2)."""

from datetime import timedelta

from handlers import files
from handlers.cards import Button, Card, token
from handlers.errors import NotFound, Refused
from handlers.texts import Phrase, Text, joined
from handlers.trainings import rules, texts
from handlers.trainings.certificate import draw
from handlers.trainings.desk import router
from handlers.trainings.flow import host
from handlers.turn import Turn
from handlers.understand import Understood
from storage import numbers, people, trainings
from storage.people import Role
from storage.trainings import Participant, Stage, Training

SERIES = "PX"  # 培训
MOST_RECORDS = 10
MOST_BUTTONS = 3
SAFETY_CLAUSE = "7.1.2"


def give_record(turn: Turn, training: Training, part: Participant) -> None:
    """A record with its number, once."""
    if part.record:
        return
    year = turn.local(turn.now).year
    part.record = f"{SERIES}-{year}-{numbers.next_number(turn.tx, f'{SERIES}-{year}'):04d}"
    part.recorded_at = turn.now
    details = {"record": part.record, "person": part.person.name}
    turn.record(training.code, "recorded", clause=training.clause, details=details)


@router.command("我的培训记录", "培训记录", "my trainings")
def mine(turn: Turn, _words: str) -> None:
    """One's own records, the newest first."""
    found = trainings.records_of(turn.tx, turn.person().id)
    if not found:
        turn.reply(texts.NO_RECORDS)
        return
    lines = tuple(_line(turn, part, training) for part, training in found[:MOST_RECORDS])
    buttons = tuple(
        Button(Text(f"证书 {part.record}", f"Certificate {part.record}"), token("trainings", "certificate", part.record))
        for part, _training in found[:MOST_BUTTONS] if part.record
    )  # fmt: skip
    turn.reply(Card(texts.MY_RECORDS(count=len(found)), lines, buttons=buttons))


@router.say("training_record_query")
def mine_said(turn: Turn, _text: str, _meant: Understood) -> None:
    """The same, asked in a sentence."""
    mine(turn, "")


def _line(turn: Turn, part: Participant, training: Training) -> Text:
    day = turn.local(training.starts_at)
    record = Text(f" · {part.record}", f" · {part.record}") if part.record else Text("", "")
    if not part.record and training.required and training.quiz and training.status in {Stage.FEEDBACK, Stage.ARCHIVED}:
        record = texts.QUIZ_WAITS
    return texts.RECORD_LINE(
        date=f"{day:%Y-%m-%d}", topic=training.topic, arrival=texts.ARRIVALS[part.arrival], record=record
    )


@router.button("certificate")
def certificate(turn: Turn, code: str, _choice: str) -> None:
    """The certificate as a PDF, for its owner, the host and the CIO."""
    person = turn.person()
    found = trainings.by_record(turn.tx, code)
    if found is None or not (found[0].person_id == person.id or host.allows(turn.viewer, found[1])):
        raise NotFound(code)
    part, training = found
    owner = part.person
    day = turn.local(training.starts_at)
    quiz: Phrase = texts.CERTIFICATE_QUIZ(score=part.quiz_score) if part.quiz_score is not None else ""
    language = turn.language
    body = texts.CERTIFICATE_BODY(
        name=owner.name, department=owner.department, topic=training.topic, quiz=quiz,
        date=Text(f"{day.year}年{day.month}月{day.day}日", f"{day:%d %b %Y}"),
    )  # fmt: skip
    number = texts.CERTIFICATE_NUMBER(record=part.record, clause=training.clause)
    issued = turn.local(part.recorded_at or turn.now)
    page = draw(texts.CERTIFICATE_TITLE.to(language), body.to(language), number.to(language), f"{issued:%Y-%m-%d}")
    enclosed = files.enclose(turn, f"{part.record}.pdf", page, about=training.code, lives=timedelta(days=30))
    turn.reply(Card(texts.CERTIFICATE_HERE(record=part.record), (training.topic,), files=(enclosed,)))


def coverage(turn: Turn) -> None:
    """How far the safety training covers everybody: counts by department; names for the CIO, a head's own department."""
    person = turn.person()
    if not person.holds(Role.CIO, Role.LEADER, Role.HEAD, Role.LIAISON, Role.AUDITOR, Role.SECRETARY):
        raise Refused(texts.COVERAGE_FOR)
    days = turn.rule(rules.COVERED_FOR)
    done = trainings.recorded_since(turn.tx, SAFETY_CLAUSE, turn.now - timedelta(days=days))
    by_department: dict[str, list[tuple[str, bool]]] = {}
    for one in people.active_people(turn.tx):
        by_department.setdefault(one.department, []).append((one.name, one.id in done))
    counts = {department: sum(covered for _name, covered in names) for department, names in by_department.items()}
    total = sum(len(names) for names in by_department.values())
    lines: list[Phrase] = []
    for department, names in sorted(by_department.items(), key=lambda item: counts[item[0]] / len(item[1])):
        lines.append(texts.COVERAGE_LINE(department=department, covered=counts[department], all=len(names)))
        missing: list[Phrase] = [name for name, covered in names if not covered]
        own = person.holds(Role.HEAD) and department == person.department
        if missing and (person.holds(Role.CIO) or own):
            some = joined(missing[:12])
            lines.append(texts.COVERAGE_MISSING(department=department, names=some))
    covered = sum(counts.values())
    turn.reply(Card(texts.COVERAGE(covered=covered, all=total, days=days, clause=SAFETY_CLAUSE), tuple(lines)))
