"""How rules look: the sheet by area, one rule, its history. Short enough for a phone."""

from collections.abc import Sequence
from datetime import date

from handlers.cards import Button, Card, token
from handlers.reviewing import to_review
from handlers.rulebook import Rule
from handlers.rules import texts
from handlers.rules.desk import areas, may_change
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import rules
from storage.rules import RuleValue

PAGE = 8
MOST_AREAS = 6
MOST_CHOICES = 4


def sheet(turn: Turn, start: int = 0) -> Card:
    """The whole sheet in one screen: its areas, each one tap away."""
    known, set_ = areas(turn), {row.key for row in rules.in_force(turn.tx)}
    lines: list[Phrase] = []
    buttons = []
    largest = sorted(known.values(), key=lambda found: -len(found))
    for found in largest[start : start + MOST_AREAS]:
        area = texts.AREAS.get(found[0].area, texts.OTHER)
        published = sum(rule.key in set_ for rule in found)
        words = texts.AREA_LINE_SET if published else texts.AREA_LINE
        lines.append(words(area=area, count=len(found), published=published))
        buttons.append(Button(area, token("rules", "area", found[0].area)))
    if start + MOST_AREAS < len(known):
        buttons.append(Button(texts.MORE, token("rules", "sheet", "", str(start + MOST_AREAS))))
    count, published = len(turn.features.rules), len(set_ & turn.features.rules.keys())
    title = texts.SHEET if published else texts.SHEET_UNTOUCHED
    return Card(
        title(version=turn.rules_version, count=count, published=published), tuple(lines), buttons=tuple(buttons),
        note=texts.SHEET_NOTE,
    )  # fmt: skip


def area(turn: Turn, key: str, start: int = 0) -> Card:
    """One part of the sheet, a page at a time."""
    name = texts.AREAS.get(key, texts.OTHER)
    found = areas(turn).get(name.zh, [])
    page = found[start : start + PAGE]
    title = texts.AREA_TITLE(area=name, shown=f"{start + 1}–{start + len(page)}", count=len(found))
    more = (Button(texts.MORE, token("rules", "area", key, str(start + PAGE))),) if start + PAGE < len(found) else ()
    return Card(title, lines(turn, page), buttons=more, note=texts.SHEET_NOTE)


def several(turn: Turn, found: Sequence[Rule]) -> Card:
    """The few rules that fit what was asked."""
    buttons = tuple(Button(rule.title, token("rules", "look", rule.key)) for rule in found[:MOST_CHOICES])
    return Card(texts.FOUND(count=len(found)), lines(turn, found[:PAGE]), buttons=buttons)


def which(found: Sequence[Rule], value: str) -> Card:
    """A change that fits several rules alike: which one is meant."""
    return Card(
        texts.WHICH,
        buttons=tuple(Button(rule.title, token("rules", "propose", rule.key, value)) for rule in found[:MOST_CHOICES]),
    )


def lines(turn: Turn, found: Sequence[Rule]) -> tuple[Phrase, ...]:
    """Each rule in one line: value, clause, since when and why."""
    rows = {row.key: row for row in rules.in_force(turn.tx)}
    return tuple(_line(turn, rule, rows.get(rule.key)) for rule in found)


def _line(turn: Turn, rule: Rule, row: RuleValue | None) -> Text:
    standing = texts.DEFAULT
    if row is not None:
        standing = texts.STANDING(version=row.version, at=turn.clock_time(row.at), reason=row.reason)
    return texts.LINE(rule=rule.title, value=rule.show(turn.rule(rule)), clause=rule.clause, standing=standing)


def one(turn: Turn, rule: Rule, *, title: Phrase = "") -> Card:
    """One rule with where it stands, and for the CIO what can be done with it."""
    row = rules.latest(turn.tx, rule.key)
    facts: list[tuple[Phrase, Phrase]] = [(texts.CLAUSE, _clause(turn, rule))]
    if row is None:
        facts.append((texts.SINCE, texts.SINCE_DEFAULT))
    else:
        facts.append((texts.SINCE, texts.SINCE_VERSION(
            version=row.version, at=turn.clock_time(row.at), name=row.by.name if row.by else "—")))  # fmt: skip
        facts.append((texts.REASON, row.reason))
    doubtful = row is not None and rule.key in to_review(turn.tx, [rule], _today(turn), turn.school.zone).rules
    if doubtful:
        facts.append((texts.REVIEW, texts.REVIEW_WHY(clause=rule.clause)))
    buttons = []
    if may_change.allows(turn.viewer, rule):
        if doubtful:
            buttons.append(Button(texts.STILL_RIGHT, token("rules", "still_right", rule.key), "good"))
        buttons.append(Button(texts.EDIT, token("rules", "change", rule.key)))
        if row is None:
            buttons.append(Button(texts.AS_IT_IS, token("rules", "propose", rule.key, str(rule.default))))
        else:
            buttons.append(Button(texts.UNDO, token("rules", "undo", rule.key, "", row.version)))
    if row is not None:
        buttons.append(Button(texts.HISTORY, token("rules", "history", rule.key)))
    words = title or texts.ONE(rule=rule.title, value=rule.show(turn.rule(rule)))
    return Card(words, facts=tuple(facts), buttons=tuple(buttons))


def _today(turn: Turn) -> date:
    return turn.local(turn.now).date()


def _clause(turn: Turn, rule: Rule) -> str:
    clause = turn.school.library().clause(rule.clause)
    return f"{rule.clause} {clause.title}".strip() if clause else rule.clause


def history(turn: Turn, rule: Rule) -> Card:
    """How one rule came to be what it is, newest first; the CIO can bring an older value back."""
    rows = rules.history(turn.tx, rule.key)
    values = [rule.default, *(int(row.value) for row in rows)]
    told = [
        _told(turn, row, texts.CHANGE_OF(before=rule.show(before), after=rule.show(int(row.value))))
        for row, before in zip(rows, values, strict=False)
    ]
    buttons = []
    if may_change.allows(turn.viewer, rule) and rows:
        now = int(rows[-1].value)
        older = {int(row.value): row for row in rows[:-1] if int(row.value) not in (now, rule.default)}
        buttons += [
            Button(texts.RESTORE(version=row.version), token("rules", "restore", rule.key, str(row.version)))
            for row in list(older.values())[-2:]
        ]
        if now != rule.default:
            buttons.append(Button(texts.RESTORE_DEFAULT, token("rules", "propose", rule.key, str(rule.default))))
    shown = tuple(reversed(told))[:PAGE] or (texts.HISTORY_NONE,)
    return Card(texts.HISTORY_OF(rule=rule.title), shown, buttons=tuple(buttons))


def sheet_history(turn: Turn, before: int | None = None) -> Card:
    """The last changes of the whole sheet."""
    rows = rules.recent(turn.tx, PAGE + 1, before)
    told = [
        _told(turn, row, texts.CHANGE_OF_RULE(rule=rule.title, after=rule.show(int(row.value))))
        for row in rows[:PAGE]
        if (rule := turn.features.rules.get(row.key)) is not None
    ]
    more = (
        (Button(texts.MORE, token("rules", "sheet_history", "", str(rows[PAGE - 1].version))),)
        if len(rows) > PAGE
        else ()
    )
    if not told:
        return Card(texts.HISTORY_NONE)
    return Card(texts.HISTORY_SHEET(version=turn.rules_version), tuple(told), buttons=more)


def _told(turn: Turn, row: RuleValue, change: Text) -> Text:
    name = row.by.name if row.by else "—"
    return texts.HISTORY_LINE(
        version=row.version, at=turn.clock_time(row.at), name=name, change=change, reason=row.reason
    )
