"""The library as this process has it: read from the database, made anew when a document, interpretation or rule is."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handlers.reviewing import looks, to_review
from handlers.rulebook import Rule
from knowledge.charter import Authority, Clause, Commentary, Library
from storage import charter, questions, rules, schedules
from storage.base import Database
from storage.charter import ClauseRow, DocumentVersion

ARRIVED = "charter.arrived"
UTC = ZoneInfo("UTC")
FORMER_KEPT = 4  # libraries of other days in memory

Texts: TypeAlias = tuple[tuple[int, ...], frozenset[int]]


class Shelf:
    """Each process's own read-only copy of the charter. Asking looks first whether the rows have changed."""

    def __init__(
        self,
        database: Database,
        folder: Path | None,
        today: Callable[[], date],
        known_rules: Sequence[Rule] = (),
        zone: ZoneInfo = UTC,
        **service: Any,
    ) -> None:
        """`today` is the school's date: a version that becomes effective tomorrow answers from tomorrow, by the
        clocks of `zone`.

        `service`: the `embeddings` and the `chroma_url` of `Library`, where there are any.
        """
        self._database = database
        self._folder = folder
        self._today = today
        self._rules = {rule.key: rule for rule in known_rules}
        self._service = service
        self._zone = zone
        self._lock = threading.Lock()
        self._print = ""
        self._texts: Texts = ((), frozenset())
        self._library: Library | None = None
        self._former: OrderedDict[Texts, Library] = OrderedDict()

    def library(self) -> Library:
        """The library of today. Costs one small query; a rebuild when something was published or imported."""
        day = self._today()
        with self._database.read() as tx:
            seen = f"{charter.fingerprint(tx)}@{day}/{questions.commentary_print(tx)}-{rules.sheet_version(tx)}-{looks(tx)}"
            if self._library is not None and self._print == seen:
                return self._library
            with self._lock:
                in_force = charter.in_force(tx, day)
                texts = _texts(in_force, day)
                if self._library is None or self._texts != texts:
                    before, self._library = self._library, build(in_force, day, self._folder, **self._service)
                    if before is not None:
                        before.close()
                self._library = self._library.with_commentary(commentary(tx, self._rules, day, self._zone))
                self._texts, self._print = texts, seen
                return self._library

    def library_on(self, day: date) -> Library | None:
        """The library of another day, with what had been interpreted by then; None before there was any charter."""
        today = self.library()
        with self._database.read() as tx:
            in_force = charter.in_force_then(tx, day)
            texts = _texts(in_force, day)
            if not in_force:
                return None
            with self._lock:
                if texts == self._texts:
                    found = today
                elif texts in self._former:
                    found = self._former.pop(texts)
                else:
                    found = build(in_force, day, self._folder)
                if found is not today:
                    self._former[texts] = found
                    while len(self._former) > FORMER_KEPT:
                        self._former.popitem(last=False)
            return found.with_commentary(commentary(tx, self._rules, day, self._zone, as_of=True))

    @property
    def asks_a_service(self) -> bool:
        """Whether an embedding service or an index elsewhere takes part."""
        return any(self._service.values())

    def prepare(self, words: str) -> None:
        """Before a turn: what a service has to say to these words. Bounded; never raises what a service raises."""
        if self._library is not None:
            self._library.prepare(words)

    def warm(self) -> None:
        """Open the dense index in the background, so that nobody waits for it. Failing is no harm: scoring is exact."""
        self.library().warm()


def _texts(in_force: Sequence[DocumentVersion], day: date) -> Texts:
    """Which texts answer, and which of them are still to come: a new day alone changes nothing."""
    return tuple(version.id for version in in_force), frozenset(v.id for v in in_force if v.effective > day)


def build(in_force: Sequence[DocumentVersion], day: date, folder: Path | None, **service: Any) -> Library:
    """Their clauses, ready to be asked. `service`: see `Library`."""
    clauses = [
        Clause(version.document, row.clause, row.chapter, row.section, row.title, row.text)
        for version in in_force
        for row in version.clauses
    ]
    dates = {version.document: version.effective.isoformat() for version in in_force if not version.is_sample}
    upcoming = {version.document for version in in_force if version.effective > day}
    return Library(clauses, folder=folder, versions=dates, upcoming=upcoming, **service)


def commentary(
    tx: Session, known_rules: dict[str, Rule], day: date, zone: ZoneInfo, *, as_of: bool = False
) -> list[Commentary]:
    """Interpretations, and the implementing rules somebody has set: a mere default settles nothing.

    `as_of`: only what was there by that day. What stands beside a clause that was changed since says so.
    """
    doubtful = to_review(tx, known_rules.values(), day, zone)
    notes = [
        Commentary(
            Authority.INTERPRETATION,
            one.number,
            tuple(one.clauses),
            one.text,
            one.effective,
            asked=tuple(one.asked),
            to_review=one.number in doubtful.interpretations,
        )
        for one in questions.interpretations(tx)
        if not as_of or one.effective <= day
    ]
    for row in rules.in_force(tx, day if as_of else None):
        rule = known_rules.get(row.key)
        if rule is not None:
            shown = rule.show(int(row.value))
            text = f"{rule.title.zh}：{shown.zh}"
            notes.append(
                Commentary(
                    Authority.RULE, f"细则 {row.key} 第{row.version}版", (rule.clause,), text, row.at.date(),
                    asked=(rule.title.zh, rule.title.en, *rule.also, *rule.asked), to_review=rule.key in doubtful.rules,
                )
            )  # fmt: skip
    return notes


def adopt(
    tx: Session,
    clauses: Sequence[Clause],
    *,
    name: str,
    title: str,
    effective: date,
    source: str,
    now: datetime,
    sample: bool,
) -> DocumentVersion:
    """Take a document in. The first real one retires the sample; the same name again is that document's next version."""
    if not sample:
        for old in charter.samples(tx):
            old.retired = True
    earlier = charter.versions(tx, name)
    version = DocumentVersion(
        document=name, number=len(earlier) + 1, title=title, source=source, is_sample=sample, effective=effective,
        imported_at=now,
        clauses=[
            ClauseRow(
                position=position, clause=clause.id, chapter=clause.chapter, section=clause.section, title=clause.title,
                text=clause.text,
            )
            for position, clause in enumerate(clauses)
        ],
    )  # fmt: skip
    tx.add(version)
    tx.flush()
    if not sample:  # whoever may publish it is told by the next tick of the clock, of any process
        schedules.set_timer(tx, f"{version.code}:arrived", ARRIVED, version.code, now)
    return version
