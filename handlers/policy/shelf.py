"""The library as this process has it: read from the database, made anew when a document, interpretation or rule is."""

import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from handlers.rulebook import Rule
from knowledge.charter import Authority, Clause, Commentary, Library, Writer
from storage import charter, questions, rules
from storage.base import Database
from storage.charter import ClauseRow, DocumentVersion


class Shelf:
    """Each process's own read-only copy of the charter. Asking looks first whether the rows have changed."""

    def __init__(
        self,
        database: Database,
        folder: Path | None,
        today: Callable[[], date],
        known_rules: Sequence[Rule] = (),
        writer: Writer | None = None,
    ) -> None:
        """`today` is the school's date: a version that becomes effective tomorrow answers from tomorrow."""
        self._database = database
        self._folder = folder
        self._today = today
        self._rules = {rule.key: rule for rule in known_rules}
        self._writer = writer
        self._lock = threading.Lock()
        self._print = ""
        self._texts = ""
        self._library: Library | None = None

    def library(self) -> Library:
        """The library of today. Costs one small query; a rebuild when something was published or imported."""
        day = self._today()
        with self._database.read() as tx:
            texts, notes = (
                f"{charter.fingerprint(tx)}@{day}",
                f"{questions.interpretation_count(tx)}-{rules.sheet_version(tx)}",
            )
            if self._library is not None and self._print == f"{texts}/{notes}":
                return self._library
            with self._lock:
                if self._library is None or self._texts != texts:
                    self._library = build(tx, day, self._folder, self._writer)
                self._library = self._library.with_commentary(commentary(tx, self._rules))
                self._texts, self._print = texts, f"{texts}/{notes}"
                return self._library

    def warm(self) -> None:
        """Open the dense index in the background, so that nobody waits for it. Failing is no harm: scoring is exact."""
        self.library().warm()


def build(tx: Session, day: date, folder: Path | None, writer: Writer | None = None) -> Library:
    """The clauses in force on a day, ready to be asked."""
    in_force = charter.in_force(tx, day)
    clauses = [
        Clause(version.document, row.clause, row.chapter, row.section, row.title, row.text)
        for version in in_force
        for row in version.clauses
    ]
    dates = {version.document: version.effective.isoformat() for version in in_force if not version.is_sample}
    return Library(clauses, folder=folder, versions=dates, writer=writer)


def commentary(tx: Session, known_rules: dict[str, Rule]) -> list[Commentary]:
    """Interpretations, and the implementing rules somebody has set: a mere default settles nothing."""
    notes = [
        Commentary(
            Authority.INTERPRETATION, one.number, tuple(one.clauses), one.text, one.effective, asked=tuple(one.asked)
        )
        for one in questions.interpretations(tx)
    ]
    for row in rules.in_force(tx):
        rule = known_rules.get(row.key)
        if rule is not None:
            text = f"{rule.title.zh}：{rule.show(int(row.value)).zh}"
            notes.append(
                Commentary(
                    Authority.RULE, f"细则 {row.key} 第{row.version}版", (rule.clause,), text, row.at.date(),
                    asked=(rule.title.zh, rule.title.en),
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
    return version
