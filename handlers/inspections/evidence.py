"""How each clause is kept, from the records alone: the last evidence, what is due next, and where there is a gap (N1)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.inspections import standing_texts as texts
from handlers.inspections.rules import EVIDENCE
from handlers.texts import Phrase, Text, say
from handlers.turn import Turn
from storage import duties, schedules, standing
from storage.audit import Entry
from storage.inspections import PASS, InspectionItem

DUTY_CLAUSE = re.compile(r"[5-8]\.\d{1,2}\.\d{1,2}|9\.\d{1,2}")
ROUTINE = "routine."


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause and what the records say about it. `overdue` is the day of a duty that nobody has recorded."""

    id: str
    title: str
    last: Entry | None
    count: int
    fresh: bool
    next_due: date | None
    overdue: date | None

    @property
    def has_gap(self) -> bool:
        """Whether somebody should look."""
        return not self.fresh or self.overdue is not None


def clauses_of(turn: Turn) -> dict[str, str]:
    """The duties of the charter in force by their numbers, with their titles; those our features answer to."""
    library = turn.school.library()
    titles = {one.id: one.title for one in library.clauses if DUTY_CLAUSE.fullmatch(one.id)}
    if titles:
        return titles
    ours = {rule.clause for rule in turn.features.rules.values()}
    ours |= {router.flow.clause for router in turn.features.routers if router.flow is not None}
    return {one: "" for one in sorted(ours) if DUTY_CLAUSE.fullmatch(one)}


def board(turn: Turn) -> list[Clause]:
    """Every clause, in the order of the charter."""
    titles = clauses_of(turn)
    begins = turn.now - timedelta(days=turn.rule(EVIDENCE))
    newest = standing.newest(turn.tx, titles)
    counts = standing.counted(turn.tx, titles, begins)
    keys: dict[str, list[str]] = {}
    for key, rule in turn.features.rules.items():
        if key.startswith(ROUTINE):
            keys.setdefault(rule.clause, []).append(key)
    found = []
    for number, title in titles.items():
        last = newest.get(number)
        due, overdue = _due(turn, keys.get(number, []))
        fresh = last is not None and last.at >= begins
        found.append(Clause(number, title, last, counts.get(number, 0), fresh, due, overdue))
    return found


def _due(turn: Turn, keys: list[str]) -> tuple[date | None, date | None]:
    """When the duties of a clause fall due next, and the day of the last time that nobody has recorded."""
    coming: list[date] = []
    overdue: list[date] = []
    for key in keys:
        schedule = schedules.with_key(turn.tx, key)
        if schedule is None:
            continue
        if schedule.next_due_at is not None:
            coming.append(turn.local(schedule.next_due_at).date())
        last_due = duties.last_due(turn.tx, key)
        if last_due is None:
            continue
        day, done = turn.local(last_due).date(), duties.last_done(turn.tx, key)
        if duties.done(turn.tx, key, day.isoformat()) is None and (done is None or done.at < last_due):
            overdue.append(day)
    return min(coming, default=None), min(overdue, default=None)


def policy_lines(turn: Turn) -> list[InspectionItem]:
    """The clauses as the items of a 制度检查: what the records speak for is answered already, the rest is asked."""
    items = []
    for number, one in enumerate(board(turn), 1):
        kept = one.fresh and one.overdue is None
        said = words_of(turn, one)
        items.append(
            InspectionItem(
                number=number, key=one.id, zh=f"{one.id} {one.title}".strip(), en=f"clause {one.id} {one.title}".strip(),
                severity="major" if one.overdue else "minor", result=PASS if kept else "",
                note=texts.FROM_RECORDS.zh if kept else "", evidence=said.zh, marked_at=turn.now if kept else None,
            )
        )  # fmt: skip
    return items


def words_of(turn: Turn, one: Clause) -> Text:
    """The last evidence of a clause in a few words: 9月15日 TR-3 结束（王技术），共 12 条."""
    if one.last is None:
        return texts.NO_RECORD
    said = texts.LAST(day=_day(turn, one.last.at), subject=_subject(one.last.subject), step=step_words(turn, one.last),
                      name=_name(one.last), count=one.count)  # fmt: skip
    return said if one.fresh else texts.STALE(what=said)


def line_of(turn: Turn, one: Clause) -> Text:
    """A line of the board."""
    marks: Phrase = texts.OVERDUE(day=_plain_day(turn, one.overdue)) if one.overdue else ""
    if one.next_due is not None:
        coming = texts.NEXT(day=_plain_day(turn, one.next_due))
        marks = Text(say(marks, "zh") + coming.zh, say(marks, "en") + coming.en)
    return texts.LINE(id=one.id, title=one.title, evidence=words_of(turn, one), marks=marks)


def step_words(turn: Turn, entry: Entry) -> Phrase:
    """What was done, as its button says it; the plain name of a step that has no button."""
    router = turn.features.by_prefix.get(entry.subject.partition("-")[0])
    step = router.flow.by_name.get(entry.step) if router is not None and router.flow is not None else None
    return step.label if step is not None else texts.STEPS.get(entry.step, texts.RECORDED)


def _subject(subject: str) -> str:
    return subject if re.fullmatch(r"[A-Z]{1,3}-[\d-]+", subject) else ""


def _name(entry: Entry) -> str:
    return str(entry.facts.get("actor") or "")


def _day(turn: Turn, at: datetime) -> Text:
    return _plain_day(turn, turn.local(at).date())


def _plain_day(turn: Turn, day: date) -> Text:
    year = "" if day.year == turn.local(turn.now).year else f"{day.year}年"
    return Text(f"{year}{day.month}月{day.day}日", f"{day:%d %b}" + (f" {day.year}" if year else ""))
