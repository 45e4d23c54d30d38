"""What an assessment looks like: what is measured, what came out, and what each weak line leads to."""

from handlers.assessments import rules, texts
from handlers.assessments.flow import FLOW, editor, reviewer
from handlers.assessments.scoring import Line, show, text_of, weak
from handlers.cards import Button, Card, token
from handlers.figures import Period, period_of
from handlers.flow import Viewer
from handlers.periods import Span
from handlers.safety import day_words
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage.assessments import Assessment, AssessmentStage

S = AssessmentStage


def period(turn: Turn, one: Assessment) -> Period:
    """The days it is about, until the moment it was computed; before that until now."""
    return period_of(Span(one.first, one.last), one.computed_at or turn.now, turn.school.calendar)


def when(turn: Turn, one: Assessment) -> Text:
    """The same in words: the term's name says more than its days."""
    term = turn.school.calendar.term_at(one.first)
    if term is not None and (term.first_day, term.last_day) == (one.first, one.last):
        return Text(f"{one.first:%Y-%m}—{one.last:%Y-%m}学期", f"the term {one.first:%Y-%m} to {one.last:%Y-%m}")
    return period_of(Span(one.first, one.last), turn.now, turn.school.calendar).words


def assessment_card(turn: Turn, one: Assessment, viewer: Viewer) -> Card:
    """As its reader may see it now."""
    status, score = FLOW.statuses[one.status], show(one.score)
    title = texts.TITLE(code=one.code, when=when(turn, one), status=status)
    if one.score is not None:
        title = texts.TITLE_SCORE(code=one.code, when=when(turn, one), score=score, status=status)
        if one.status == S.REVIEW and reviewer.allows(viewer, one):
            title = texts.TO_REVIEW(code=one.code, when=when(turn, one), score=score)
    if one.status == S.PUBLISHED:
        title = texts.OUT(code=one.code, when=when(turn, one), score=score, weak=len(weak(turn, one.lines)))
    scored = one.computed_at is not None
    known = [line for line in one.lines if not scored or line["score"] is not None]  # what is missing is one fact
    lines = tuple(line_words(turn, line) if scored else _designed(line) for line in known)
    buttons = FLOW.buttons(viewer, one)
    if scored:
        buttons += (
            Button(texts.ROWS, token(FLOW.name, "rows", one.code)),
            Button(texts.VERIFY, token(FLOW.name, "verify", one.code)),
        )
    return Card(title, lines, tuple(_facts(turn, one)), buttons, _next(turn, one, viewer))


def _designed(line: Line) -> Phrase:
    return texts.DESIGN_LINE(n=line["n"], name=text_of(line["name"]), target=text_of(line["target_shown"]))


def numbered_name(line: Line) -> Text:
    """A line as it is called in a list of them: 7 备份成功率."""
    return text_of([f"{line['n']} {name}" for name in line["name"]])


def line_words(turn: Turn, line: Line) -> Phrase:
    """One line with its score; a weak one says what mends it."""
    name = text_of(line["name"])
    mark: Phrase = ""
    if weak(turn, [line]):
        mark = texts.WEAK_LINKED(item=line["item"]) if line["item"] else texts.WEAK_OPEN
    if line["goal"]:
        return texts.GOAL_LINE(n=line["n"], name=name, score=show(line["score"]), mark=mark)
    return texts.LINE(
        n=line["n"], name=name, shown=text_of(line["shown"]), target=text_of(line["target_shown"]),
        score=show(line["score"]), mark=mark,
    )  # fmt: skip


def _facts(turn: Turn, one: Assessment) -> list[tuple[Phrase, Phrase]]:
    facts: list[tuple[Phrase, Phrase]] = [(texts.FORMULA, texts.FORMULA_IS)]
    if one.computed_at is not None:
        points = turn.rule(rules.WEAK)
        facts.append((texts.WEAK_BELOW, texts.WEAK_BELOW_IS(points=points, rule=rules.WEAK.title)))
        lacking: list[Phrase] = [numbered_name(line) for line in one.lines if line["score"] is None]
        if lacking:
            facts.append((texts.MISSING, texts.MISSING_IS(names=joined(lacking))))
        facts.append((texts.COUNTED, turn.clock_time(one.computed_at)))
    if one.reviews:
        facts.append(
            (texts.AGREED, joined([texts.AGREED_BY(name=done["name"], at=done["at"]) for done in one.reviews]))
        )
    if one.status == S.COMPUTED and one.reason:
        facts.append((texts.RETURNED, one.reason))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    return facts


def _next(turn: Turn, one: Assessment, viewer: Viewer) -> Phrase:
    if one.status == S.PUBLISHED:
        return texts.NEXT_PUBLISHED
    if not editor.allows(viewer, one):
        return ""
    if one.status == S.DESIGNED:
        return texts.NEXT_DESIGNED
    if one.status == S.COLLECTING:
        due = rules.COLLECT.due(turn.rule(rules.COLLECT), turn.now, turn.school.calendar)
        return texts.NEXT_COLLECTING(day=day_words(turn, due))
    if one.status == S.COMPUTED:
        unlinked = [line for line in weak(turn, one.lines) if not line["item"]]
        return texts.NEXT_WEAK(count=len(unlinked)) if unlinked else texts.NEXT_SUBMIT
    return ""
