"""Exporting: single issues for dispatcher and CIO, numbers for a head, names and telephones for the CIO with a purpose."""

import re
from datetime import timedelta
from typing import Any

from handlers import dialogues, forms
from handlers.cards import Card
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.files import enclose
from handlers.forms import Field, Form
from handlers.issues import export_table as table
from handlers.issues import export_texts
from handlers.issues import export_texts as texts
from handlers.issues.export_wish import Wish, asks_for_export, read
from handlers.router import Router
from handlers.rulebook import Rule
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import issues
from storage.issues import Issue
from storage.people import Role

CLAUSE = "7.2.1"
MOST = 5_000  # two seconds of one core, while nobody else writes to an embedded database
LIVES = Rule("exports.lives", Text("导出文件保留多久", "Exported files are kept for"), 7, "days", CLAUSE)
_WORD = re.compile(r"\w", re.UNICODE)


def _hears(turn: Turn, text: str) -> bool:
    if not asks_for_export(text):
        return False
    export(turn, text)
    return True


router = Router("exports", hears=_hears, rules=(LIVES,), rule_readers=(Role.DISPATCHER, Role.CIO))
router.help(export_texts.HELP, Role.DISPATCHER, Role.CIO)


@router.command("导出", "导出工单", "导出报修", "export", "export issues")
def export(turn: Turn, text: str) -> None:
    """What this person may have of it; who may have nothing hears who can."""
    person = turn.person()
    wish = read(turn, text)
    if person.holds(Role.DISPATCHER) or _cio(turn):
        if not wish.with_people:
            _send(turn, wish)
        elif not _cio(turn):
            turn.record("export", "refused", clause=CLAUSE, details={"with_people": True})
            raise Refused(texts.PEOPLE_BY_CIO)
        else:
            dialogues.start(turn, form, {"asked": text, **({"reason": wish.reason} if _is_reason(wish.reason) else {})})
    elif person.holds(Role.HEAD):
        _send_counts(turn, wish)
    else:
        raise Refused(texts.WHO_MAY)


def _cio(turn: Turn) -> bool:
    """The CIO, or who acts for the CIO by a letter now."""
    return turn.viewer.acts_for_cio


def _letter_holder(turn: Turn) -> int | None:
    letter = turn.viewer.cio_letter
    return letter.principal_id if letter is not None else None


def _send(turn: Turn, wish: Wish) -> None:
    since, until = wish.moments(turn)
    found = list(
        issues.filed_between(
            turn.tx, since, until, statuses=wish.statuses, building=wish.building, priority=wish.priority,
            assignee_id=wish.technician.id if wish.technician else None, limit=MOST + 1,
        )
    )  # fmt: skip
    kept = [issue for issue in found[:MOST] if not wish.late or table.is_late(turn, issue)]
    if not kept:
        turn.reply(texts.NONE(what=wish.words))
        return
    content = table.of_issues(turn, kept, with_people=wish.with_people)
    lines: list[Phrase] = [texts.WITH_PEOPLE(reason=wish.reason) if wish.with_people else texts.WITHOUT]
    if len(found) > MOST:
        lines.append(texts.CUT(most=MOST))
    title = texts.DONE(count=len(kept), what=wish.words)
    _hand_over(turn, texts.FILE, content, Card(title, tuple(lines)))
    _record(turn, wish, kept)


def _send_counts(turn: Turn, wish: Wish) -> None:
    """A head's department, in numbers; whatever else was asked for is left out, and said."""
    since, until = wish.moments(turn)
    department = turn.person().department
    found = issues.filed_between(turn.tx, since, until, department=department, limit=MOST)
    narrowed = Wish(span=wish.span)
    if not found:
        turn.reply(texts.NONE(what=Text(f"{department}（{narrowed.words.zh}）", f"{department} ({narrowed.words.en})")))
        return
    title = texts.DONE_COUNTS(department=department, what=narrowed.words)
    _hand_over(turn, texts.FILE_COUNTS, table.of_counts(turn, found), Card(title, (texts.COUNTS_ONLY,)))
    _record(turn, narrowed, found)


def _hand_over(turn: Turn, what: Text, content: bytes, card: Card) -> None:
    days = turn.rule(LIVES)
    name = f"{what.to(turn.language)} {turn.local(turn.now):%Y-%m-%d %H%M}.xlsx"
    file = enclose(turn, name, content, lives=timedelta(days=days))
    turn.reply(Card(card.title, card.lines, note=texts.LIVES(days=days), files=(file,)))


def _record(turn: Turn, wish: Wish, found: list[Issue] | Any) -> None:
    """Who took what out, and what for: how many, not whom, for the log is not a second copy."""
    principal = None if turn.viewer.holds(Role.CIO) else _letter_holder(turn)
    turn.record(
        "export", "issues", clause=CLAUSE, reason=wish.reason, acting_for=principal if wish.with_people else None,
        details={"count": len(found), "what": wish.words.zh, "with_people": wish.with_people},
    )  # fmt: skip


# The purpose of an export with people in it


def _is_reason(words: str) -> bool:
    return len(_WORD.findall(words)) >= 4


def _read_reason(text: str) -> str:
    words = forms.plain(text)
    if not _is_reason(words):
        raise Incomplete(texts.REASON_TOO_SHORT)
    return words[:200]


def _done(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    if not _cio(turn):  # the role may be gone since the question was asked
        raise NotAllowed(texts.TITLE, Text("CIO", "the CIO"))
    wish = read(turn, str(answers["asked"]))
    _send(
        turn,
        Wish(
            wish.span,
            wish.building,
            wish.statuses,
            wish.late,
            wish.priority,
            wish.technician,
            True,
            str(answers["reason"]),
        ),
    )


form = router.form(
    Form(
        "exports.reason",
        texts.TITLE,
        (
            Field("asked", texts.TITLE, texts.TITLE, required=False),
            Field("reason", texts.REASON, texts.ASK_REASON, read=_read_reason, words=("理由", "原因", "reason")),
        ),
        _done,
    )
)
