"""What a revision reaches: open work that goes on under a changed clause, regular work, interpretations and rules (N15)."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.charter import comparing
from handlers.router import Router, Standing
from handlers.rulebook import Rule
from handlers.turn import Turn
from knowledge.importing import Change
from storage import audit, questions, rules
from storage.questions import Interpretation


@dataclass(frozen=True, slots=True)
class Impact:
    """`work`: a changed clause, by its number so far, and the codes of open work still to be done under it."""

    work: dict[str, list[str]]
    duties: list[Standing]
    interpretations: list[Interpretation]
    rules: list[Rule]

    @property
    def codes(self) -> list[str]:
        """Every piece of open work once."""
        return list(dict.fromkeys(code for codes in self.work.values() for code in codes))

    def __bool__(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.work or self.duties or self.interpretations or self.rules)


def of(turn: Turn, found: Sequence[Change] | None) -> Impact:
    """What hangs on the clauses that a version words anew or leaves out; a first version touches nothing."""
    touched = comparing.touched(found or ())
    if not touched:
        return Impact({}, [], [], [])
    published = {row.key for row in rules.in_force(turn.tx)}
    return Impact(
        _work(turn, touched),
        [one for router in turn.features.routers for one in router.standing if one.clause in touched],
        [one for one in questions.interpretations(turn.tx) if touched.intersection(one.clauses)],
        [rule for rule in turn.features.rules.values() if rule.clause in touched and rule.key in published],
    )


def _work(turn: Turn, touched: set[str]) -> dict[str, list[str]]:
    concerned = {prefix: router for prefix, router in turn.features.by_prefix.items() if _clauses_of(router) & touched}
    found: dict[str, list[str]] = {}
    for entry in audit.last_entries(turn.tx, concerned):
        router = concerned[entry.subject.partition("-")[0]]
        status = str(entry.facts.get("after") or "") or _status(turn, router, entry.subject)
        if router.flow is None or status not in router.flow.statuses:
            continue
        for clause in sorted(router.flow.ahead(status) & touched):
            found.setdefault(clause, []).append(entry.subject)
    for question in questions.open_questions(turn.tx, ("open", "voting", "referred")):
        for clause in touched.intersection(question.clauses[:1]):
            found.setdefault(clause, []).append(question.code)
    return {clause: list(dict.fromkeys(codes)) for clause, codes in sorted(found.items())}


def _clauses_of(router: Router) -> set[str]:
    return {step.clause or router.flow.clause for step in router.flow.steps} if router.flow is not None else set()


def _status(turn: Turn, router: Router, code: str) -> str:
    subject = router.find(turn.tx, code) if router.find is not None else None
    return str(subject.status) if subject is not None else ""
