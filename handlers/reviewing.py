"""What was settled beside a clause and has to be looked at again, because the clause reads differently now (N15).

Nothing is stored but the looking: an interpretation or a rule is to be reviewed while the clause it stands beside says
something else than when it was published, or last found to be right still.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handlers.rulebook import Rule
from storage import audit, charter, questions, rules, settings

LOOKED_AT, LOOKS = "reviewed.", "reviews"  # facts: when a note was found to be right still; how often that happened


@dataclass(frozen=True, slots=True)
class ToReview:
    """Numbers of interpretations, and keys of published rules."""

    interpretations: frozenset[str]
    rules: frozenset[str]


def found_right(tx: Session, name: str, now: datetime) -> None:
    """Somebody looked at an interpretation (by its number) or a rule (by its key): it fits the clause as it is now."""
    settings.put(tx, LOOKED_AT + name, now.isoformat())
    settings.put(tx, LOOKS, int(settings.get(tx, LOOKS, 0)) + 1)


def looks(tx: Session) -> int:
    """Grows whenever something was found to be right still, so that every process reads again."""
    return int(settings.get(tx, LOOKS, 0))


def to_review(tx: Session, known_rules: Iterable[Rule], day: date, zone: ZoneInfo) -> ToReview:
    """What stands beside a clause that was changed since, as the charter is on a day."""
    texts = _Texts(tx, day, zone)
    published = {row.key: row.at for row in rules.in_force(tx)}
    return ToReview(
        frozenset(
            one.number
            for one in questions.interpretations(tx)
            if texts.changed(one.clauses, _looked_at(tx, one.number, _published(tx, one)))
        ),
        frozenset(
            rule.key
            for rule in known_rules
            if rule.key in published and texts.changed((rule.clause,), _looked_at(tx, rule.key, published[rule.key]))
        ),
    )


def _looked_at(tx: Session, name: str, otherwise: datetime) -> datetime:
    when = settings.get(tx, LOOKED_AT + name)
    return max(datetime.fromisoformat(when), otherwise) if when else otherwise


def _published(tx: Session, one: questions.Interpretation) -> datetime:
    past = audit.history(tx, one.question) if one.question else []
    at = next((entry.at for entry in reversed(past) if entry.step == "publish"), None)
    return at or datetime(one.effective.year, one.effective.month, one.effective.day, 23, 59, tzinfo=UTC)


class _Texts:
    """What a clause said at a moment, as far as the school knew the text then."""

    def __init__(self, tx: Session, day: date, zone: ZoneInfo) -> None:
        self._versions = charter.all_versions(tx)
        self._zone = zone
        self._now = self._of(charter.in_force(tx, day))
        self._then: dict[datetime, dict[str, set[str]]] = {}

    def changed(self, clauses: Sequence[str], since: datetime) -> bool:
        """Whether one of these clauses says something else now, or is gone. Nobody can tell of a time without a text."""
        then = self._at(since)
        return any(clause in then and not then[clause] & self._now.get(clause, set()) for clause in clauses)

    def _at(self, moment: datetime) -> dict[str, set[str]]:
        if moment not in self._then:
            known = [version for version in self._versions if version.imported_at <= moment]
            own = [version for version in known if not version.is_sample]
            day = moment.astimezone(self._zone).date()
            self._then[moment] = self._of(charter.applying(own or known, day))
        return self._then[moment]

    @staticmethod
    def _of(versions: Iterable[charter.DocumentVersion]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for version in versions:
            for row in version.clauses:
                found.setdefault(row.clause, set()).add(f"{row.title}\n{row.text}")
        return found
