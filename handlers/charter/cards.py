"""How a version, its changes and its coverage look."""

from collections.abc import Sequence
from datetime import date

from handlers import acknowledging
from handlers.cards import Button, Card, bullets, token
from handlers.charter import comparing, impact, texts
from handlers.charter.flow import FLOW
from handlers.flow import Viewer
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from knowledge.charter import Clause
from knowledge.importing import Change
from storage.charter import DocumentVersion
from storage.people import Person, Role

MOST = 6  # changes on a card; the list has all
MOST_NAMED, MOST_LISTED = 4, 20  # codes in a line: on the card of a version, in the list of what it reaches
WORDS = 60  # characters of a clause in a list of changes


def name(version: DocumentVersion) -> Text:
    """《章程》第 2 版."""
    return texts.NAME(title=version.title, number=version.number)


def since(turn: Turn, version: DocumentVersion) -> Text:
    """From when it counts."""
    says = texts.UPCOMING if version.effective > _today(turn) else texts.FROM
    return says(date=version.effective.isoformat())


def version_card(turn: Turn, version: DocumentVersion, viewer: Viewer) -> Card:
    """To whoever may publish it: what changes and whom that concerns. To everybody once it is: what to take note of."""
    if version.status == "imported":
        return _confirmation(turn, version, viewer)
    person = viewer.person
    found = comparing.changes(turn.tx, version)
    mine = [change for change in found or () if person is not None and comparing.concerns(change, person)]
    shown = mine or found
    known = acknowledging.answered(turn, version.code, person) is not None
    title = (texts.KNOWN_CARD if known else texts.ANNOUNCED)(name=name(version), code=version.code)
    buttons = [] if known else [acknowledging.button(version.code)]
    return Card(
        title,
        _opening(version, shown, texts.YOURS_COUNT if mine else texts.CHANGED_COUNT),
        ((texts.EFFECTIVE, since(turn, version)),),
        (*buttons, *_see(version, found)),
    )


def _confirmation(turn: Turn, version: DocumentVersion, viewer: Viewer) -> Card:
    found = comparing.changes(turn.tx, version)
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.EFFECTIVE, since(turn, version)),
        (texts.CONCERNS, _whom(turn, version, found)),
    ]
    reached = impact.of(turn, found)
    facts += _reached(reached)
    return Card(
        texts.TO_PUBLISH(name=name(version), code=version.code),
        _opening(version, found, texts.CHANGED_COUNT),
        tuple(facts),
        (*FLOW.buttons(viewer, version), *_see(version, found), *_see_impact(version, reached)),
    )


def _reached(reached: impact.Impact) -> list[tuple[Phrase, Phrase]]:
    facts: list[tuple[Phrase, Phrase]] = []
    if reached.codes:
        facts.append((texts.OPEN_WORK, texts.OPEN_WORK_OF(count=len(reached.codes), codes=_named(reached.codes))))
    if reached.interpretations:
        numbers = "、".join(one.number for one in reached.interpretations)
        facts.append((texts.REVIEW, texts.REVIEW_OF(numbers=numbers)))
    if reached.rules:
        names = joined([rule.title for rule in reached.rules[:MOST_NAMED]])
        facts.append((texts.REVIEW_RULES, texts.REVIEW_RULES_OF(count=len(reached.rules), names=names)))
    return facts


def _named(codes: Sequence[str], most: int = MOST_NAMED) -> Phrase:
    shown = "、".join(codes[:most])
    return texts.AND_MORE_OF(codes=shown) if len(codes) > most else Text(shown, shown.replace("、", ", "))


def impact_card(turn: Turn, version: DocumentVersion) -> Card:
    """Clause by clause what is under way, what comes regularly, and what stands beside it."""
    reached = impact.of(turn, comparing.changes(turn.tx, version))
    if not reached:
        return Card(texts.NO_IMPACT(name=name(version)))
    library = turn.school.library()
    lines = [
        texts.WORK_UNDER(
            clause=_called(library.clause(clause)) or clause, count=len(codes), codes=_named(codes, MOST_LISTED)
        )
        for clause, codes in reached.work.items()
    ]
    lines += [texts.DUTY_UNDER(clause=one.clause, title=one.title) for one in reached.duties]
    lines += [texts.RULE_UNDER(clause=rule.clause, rule=rule.title) for rule in reached.rules]
    lines += [texts.NOTE_UNDER(clause="、".join(one.clauses), number=one.number) for one in reached.interpretations]
    buttons = tuple(Button(rule.title, token("rules", "look", rule.key)) for rule in reached.rules[:MOST_NAMED])
    return Card(texts.IMPACT_OF(name=name(version), code=version.code), bullets(lines), buttons=buttons)


def _see_impact(version: DocumentVersion, reached: impact.Impact) -> tuple[Button, ...]:
    return (Button(texts.SEE_IMPACT, token("charter", "impact", version.code)),) if reached else ()


def changes_card(turn: Turn, version: DocumentVersion) -> Card:
    """Every change, clause by clause."""
    found = comparing.changes(turn.tx, version)
    if found is None:
        return Card(texts.NO_CHANGES(name=name(version)))
    title = texts.CHANGES_OF(name=name(version), code=version.code)
    lines = bullets([change_line(change) for change in found]) or (texts.SAME,)
    return Card(title, lines, ((texts.EFFECTIVE, since(turn, version)),))


def change_line(change: Change) -> Text:
    """One change in a line or two."""
    moved = change.kind == "changed" and change.old and change.new and change.old.id != change.new.id
    return texts.KINDS["moved" if moved else change.kind](
        old=_called(change.old), new=_called(change.new), text=_short(change.new, change.old),
        was=_short(change.old, change.new),
    )  # fmt: skip


def coverage_card(turn: Turn, version: DocumentVersion, viewer: Viewer) -> Card:
    """Numbers for everybody; names for the CIO and the secretary, and for a head those of the own department."""
    answered, asked, rows = acknowledging.coverage(turn, version.code)
    facts: list[tuple[Phrase, Phrase]] = []
    missing = acknowledging.missing(turn, version.code)
    if viewer.holds(Role.CIO, Role.SECRETARY):
        facts = [(texts.MISSING, names(missing))] if missing else []
    elif viewer.holds(Role.HEAD) and viewer.person is not None:
        own = [person for person in missing if person.department == viewer.person.department]
        facts = [(texts.MISSING_OF(department=viewer.person.department), names(own))] if own else []
    title = texts.COVERAGE(name=name(version), answered=answered, asked=asked, code=version.code)
    return Card(title, acknowledging.coverage_lines(rows), tuple(facts))


def names(people: Sequence[Person], most: int = 20) -> Text:
    """Names, and how many where they are too many to read."""
    shown = "、".join(person.name for person in people[:most])
    return texts.AND_MORE(names=shown, count=len(people)) if len(people) > most else Text(shown, shown)


def versions_card(turn: Turn, versions: Sequence[DocumentVersion]) -> Card:
    """All versions of the school's documents, newest first."""
    lines = [
        texts.VERSION_LINE(code=one.code, name=name(one), since=since(turn, one), status=texts.STATUS[one.status])
        for one in versions
    ]
    return Card(texts.VERSIONS, bullets(lines))


def _opening(version: DocumentVersion, found: Sequence[Change] | None, counted: Text) -> tuple[Phrase, ...]:
    if found is None:
        return (texts.FIRST_VERSION(count=len(version.clauses)),)
    if not found:
        return (texts.SAME,)
    lines = (counted(count=len(found)), *bullets([change_line(change) for change in found[:MOST]]))
    left = len(found) - MOST
    return (*lines, texts.MORE(count=left, code=version.code)) if left > 0 else lines


def _see(version: DocumentVersion, found: Sequence[Change] | None) -> tuple[Button, ...]:
    return (Button(texts.SEE_CHANGES, token("charter", "changes", version.code)),) if found else ()


def _whom(turn: Turn, version: DocumentVersion, found: Sequence[Change] | None) -> Text:
    people = comparing.affected(turn.tx, version)
    roles = [comparing.concerned(change) for change in found or ()]
    if not people:
        return texts.NOBODY
    if found is None or None in roles:
        return texts.EVERYBODY(count=len(people))
    known = sorted({role.value for some in roles if some for role in some})
    return texts.SOME(count=len(people), who=joined([texts.ROLES[role] for role in known]))


def _called(clause: Clause | None) -> str:
    return f"{clause.id} {clause.title}".strip() if clause is not None else ""


def _short(clause: Clause | None, other: Clause | None) -> str:
    """The words around the first difference, so that a long clause shows what changed."""
    if clause is None:
        return ""
    text, beside = clause.text, other.text if other is not None else ""
    if len(text) <= WORDS:
        return text
    same = next((i for i, (a, b) in enumerate(zip(text, beside, strict=False)) if a != b), 0)
    start = max(0, min(same - WORDS // 3, len(text) - WORDS))
    return f"{'…' if start else ''}{text[start : start + WORDS]}{'…' if start + WORDS < len(text) else ''}"


def _today(turn: Turn) -> date:
    return turn.local(turn.now).date()
