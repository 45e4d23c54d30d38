"""制度落实看板, and the evidence of it as one file for the CIO with a purpose (clause 8.1.1, N1)."""

import re
from datetime import timedelta
from typing import Any

from handlers import dialogues, forms
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotAllowed
from handlers.files import enclose
from handlers.forms import Field, Form
from handlers.inspections import standing_texts as texts
from handlers.inspections import texts as words
from handlers.inspections.desk import router
from handlers.inspections.evidence import Clause, board, clauses_of, line_of, step_words, words_of
from handlers.inspections.flow import FINDINGS
from handlers.inspections.rules import EVIDENCE
from handlers.sheets import Column, Sheet, workbook
from handlers.texts import EDGES, Phrase, say
from handlers.turn import Turn
from storage import inspections, standing
from storage.people import Role

READERS = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.MEMBER, Role.INSPECTOR, Role.AUDITOR)
MOST_GAPS = 10
MOST_RECORDS = 5_000
CLAUSE = "8.1.1"
LIVES_DAYS = 7
_WORD = re.compile(r"\w", re.UNICODE)

router.help(texts.HELP, *READERS)


@router.command(
    "制度落实情况", "制度落实看板", "制度落实", "落实看板", "制度落实怎么样", "各条制度落实情况", "制度执行情况",
    "compliance", "compliance board",
)  # fmt: skip
def board_command(turn: Turn, _rest: str) -> None:
    """The gaps first, for those who lead, inspect or audit."""
    _show(turn, whole=False)


@router.button("clauses")
def all_clauses(turn: Turn, _code: str, _choice: str) -> None:
    """Every clause."""
    _show(turn, whole=True)


def _show(turn: Turn, *, whole: bool) -> None:
    turn.person()
    if not turn.viewer.holds(*READERS):
        raise NotAllowed(texts.SEE, texts.WHO_SEES, code="compliance", step_name="read")
    found = board(turn)
    gaps = [one for one in found if one.has_gap]
    lines: list[Phrase] = []
    if whole:
        lines += [line_of(turn, one) for one in found]
    elif gaps:
        lines += [texts.GAPS, *(line_of(turn, one) for one in gaps[:MOST_GAPS])]
        if len(gaps) > MOST_GAPS:
            lines.append(texts.MORE_GAPS(count=len(gaps) - MOST_GAPS))
    buttons = [] if whole else [Button(texts.ALL, token("inspections", "clauses"))]
    if turn.viewer.holds(Role.CIO):
        buttons.append(Button(texts.EXPORT, token("inspections", "evidence")))
    if turn.viewer.holds(Role.INSPECTOR, Role.CIO, Role.LEADER):
        buttons.append(Button(texts.INSPECT, token("inspections", "inspect_policy")))
    title = texts.TITLE(count=len(found), kept=sum(one.fresh for one in found), gaps=len(gaps))
    note = texts.RULE(days=turn.rule(EVIDENCE), rule=EVIDENCE.title)
    turn.reply(Card(title, tuple(lines), buttons=tuple(buttons), note=note))


@router.button("inspect_policy")
def inspect_policy(turn: Turn, _code: str, _choice: str) -> None:
    """A 制度检查 of the whole school, begun from the board."""
    turn.features.commands["安排检查"](turn, "制度落实 全校")


@router.button("evidence")
def evidence_pressed(turn: Turn, _code: str, _choice: str) -> None:
    """The button of the board."""
    export(turn, "")


@router.command("导出证据包", "证据包", "导出制度落实证据", "export evidence", "evidence pack")
def export(turn: Turn, rest: str) -> None:
    """`导出证据包 用于督导检查`: for the CIO, with a purpose."""
    turn.person()
    _allowed(turn)
    reason = re.sub(r"^(?:用于|用途|理由|因为|for)[:：是为]*", "", rest.strip(EDGES))
    dialogues.start(turn, form, {"reason": reason} if _is_reason(reason) else {})


def _allowed(turn: Turn) -> None:
    if not turn.viewer.holds(Role.CIO):
        raise NotAllowed(texts.EXPORT, texts.WHO_EXPORTS, code="evidence", step_name="export")


def _is_reason(said: str) -> bool:
    return len(_WORD.findall(said)) >= 4


def _read_reason(text: str) -> str:
    said = forms.plain(text)
    if not _is_reason(said):
        raise Incomplete(texts.REASON_TOO_SHORT)
    return said[:200]


def _done(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    _allowed(turn)  # the role may be gone since the question was asked
    reason = str(answers["reason"])
    begins = turn.now - timedelta(days=turn.rule(EVIDENCE))
    titles = clauses_of(turn)
    entries = standing.since(turn.tx, titles, begins, MOST_RECORDS + 1)
    language = turn.language
    rows = []
    for entry in entries[-MOST_RECORDS:]:
        facts = entry.facts
        rows.append((
            entry.seq, turn.local(entry.at).replace(tzinfo=None), entry.clause, entry.subject,
            say(step_words(turn, entry), language), str(facts.get("actor") or ""), str(facts.get("before") or ""),
            str(facts.get("after") or ""), entry.hash,
        ))  # fmt: skip
    content = workbook(
        Sheet(texts.SHEET_BOARD.to(language), _columns(turn, texts.BOARD_COLUMNS), [_row(turn, one) for one in board(turn)]),
        Sheet(texts.SHEET_RECORDS.to(language), _columns(turn, texts.RECORD_COLUMNS), rows),
        Sheet(texts.SHEET_INSPECTIONS.to(language), _columns(turn, texts.FINDING_COLUMNS), _findings(turn, begins)),
    )  # fmt: skip
    name = f"{texts.FILE.to(language)} {turn.local(turn.now):%Y-%m-%d}.xlsx"
    file = enclose(turn, name, content, lives=timedelta(days=LIVES_DAYS))
    turn.record("evidence", "export", clause=CLAUSE, reason=reason, details={"records": len(rows)})
    lines: tuple[Phrase, ...] = (texts.CUT(most=MOST_RECORDS),) if len(entries) > MOST_RECORDS else ()
    turn.confide(
        Card(texts.DONE(count=len(rows), clauses=len(titles)), lines,
             note=texts.DONE_NOTE(reason=reason, days=LIVES_DAYS), files=(file,))
    )  # fmt: skip


def _columns(turn: Turn, titles: tuple[Any, ...]) -> list[Column]:
    return [Column(title.to(turn.language), 18) for title in titles]


def _row(turn: Turn, one: Clause) -> tuple[Any, ...]:
    said = words_of(turn, one).to(turn.language)
    return (
        one.id,
        one.title,
        said,
        one.count,
        one.next_due,
        one.overdue,
        texts.YES.to(turn.language) if one.has_gap else "",
    )


def _findings(turn: Turn, begins: Any) -> list[tuple[Any, ...]]:
    language = turn.language
    rows = []
    for one in inspections.findings_between(turn.tx, begins, turn.now + timedelta(days=1)):
        due = turn.local(one.due_at).date() if one.due_at else None
        checked = f"{one.inspection.inspector.name} {turn.local(one.closed_at):%Y-%m-%d}" if one.closed_at else ""
        rows.append((
            one.code, one.inspection.code, one.note or one.text, words.SEVERITY[one.severity].to(language),
            FINDINGS.statuses[one.status].to(language), due, one.done, checked,
        ))  # fmt: skip
    return rows


form = router.form(
    Form(
        "inspections.evidence", texts.EXPORT,
        (Field("reason", texts.REASON, texts.ASK_REASON, read=_read_reason, words=("理由", "purpose", "reason")),), _done,
    )
)  # fmt: skip
