"""开始效果评估 本学期: the CIO begins one; 效果评估 shows what there is; 看依据 and 核对 open its numbers."""

import re
from datetime import date

from handlers import steps
from handlers.assessments import texts
from handlers.assessments.cards import assessment_card, period, when
from handlers.assessments.desk import router
from handlers.assessments.flow import FLOW, editor, reader
from handlers.assessments.scoring import Line, counted, design, show, text_of
from handlers.cards import Button, Card, token
from handlers.errors import NotAllowed
from handlers.figures import period_of
from handlers.numerals import fold, write_code
from handlers.past_periods import past_span
from handlers.periods import Span
from handlers.router import StepOf
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import assessments, numbers
from storage.assessments import Assessment, AssessmentStage

CUTTING = ("去掉", "不评", "删", "leave out")
MOST_LISTED = 6
MOST_BUTTONS = 3
MOST_CODES = 12
_WHAT = r"(?:(?:信息化|智慧校园)?(?:工作)?(?:的)?效果评估)"
_SPAN = r"(?P<span>本|这个?|上个?|今|去|本年|上一?|\d{4}[-至到—]?(?:\d{4})?)?(?:学期|学年|年度?)?"
_BEGINS = re.compile(
    rf"^(?:请|帮我|我要|来)?(?:开始|发起|启动|新建|做|组织)(?:一次|一下|个|一个)?{_SPAN}(?:的)?{_WHAT}[吧。!]*$"
    r"|^(?:please )?(?:start|begin|run|do) (?:an|the) assessment\b.{0,20}$",
    re.IGNORECASE,
)
_LOOKS = re.compile(
    rf"^(?:看看?|查一?下?|打开)?(?:最近|上次|这次|{_SPAN})(?:的)?{_WHAT}"
    r"(?:的)?(?:结果|得分|情况|怎么样|多少分|出来了吗|做了吗)?[?]*$",
    re.IGNORECASE,
)


_CUTS = re.compile(
    r"^(?:去掉|不评|删掉|删除|删|leave out)\s*(?P<which>第?\s*[\d一二三四五六七八九十][\d一二三四五六七八九十、,，和 ]*)[项条个]?$"
)


@router.command(
    "开始效果评估", "开始效果评估 ", "发起效果评估", "发起效果评估 ", "start an assessment", "start an assessment "
)
def begin_said(turn: Turn, rest: str) -> None:
    """`开始效果评估 本学期`: the measures with their targets, to be looked at before anything is counted."""
    turn.person()
    if not editor.allows(turn.viewer, None):
        raise NotAllowed(texts.BEGIN, texts.THE_CIO, code="assessment", step_name="begin")
    first, last = _days(turn, rest)
    known = assessments.about(turn.tx, first, last)
    one = known or _new(turn, first, last)
    turn.reply(assessment_card(turn, one, turn.viewer), subject=one.code)


def _new(turn: Turn, first: date, last: date) -> Assessment:
    lines = design(turn, period_of(Span(first, last), turn.now, turn.school.calendar))
    one = Assessment(
        code=write_code(FLOW.prefix, numbers.next_number(turn.tx, FLOW.prefix)), first=first, last=last, lines=lines,
        reviews=[], author=turn.person(), author_id=turn.person().id, created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(one)
    turn.tx.flush()
    turn.record(
        one.code, "begin", clause=FLOW.clause, after=one.status,
        details={"days": one.headline, "measures": [line["key"] for line in lines]},
    )  # fmt: skip
    return one


def _days(turn: Turn, said: str) -> tuple[date, date]:
    """The days that are named; a term or a year that is running counts to its end. Without a word: this term, this year."""
    calendar = turn.school.calendar
    today = calendar.date(turn.now)
    term = calendar.term_at(today)
    span = past_span(said, turn.now, calendar) if said.strip() else None
    if span is None:
        return (term.first_day, term.last_day) if term is not None else (today.replace(month=1, day=1), today)
    running = span.last == today
    if running and term is not None and span.first == term.first_day:
        return term.first_day, term.last_day
    if running and (span.first.month, span.first.day) == (1, 1):
        return span.first, span.first.replace(month=12, day=31)
    return span.first, span.last


@router.command("效果评估", "效果评估结果", "assessments", "assessment")
def overview(turn: Turn, rest: str) -> None:
    """What is under way and what was published, as far as it is this person's."""
    turn.person()
    if rest.strip() and _BEGINS.match(fold(rest).strip()):
        begin_said(turn, rest)
        return
    makes = editor.allows(turn.viewer, None)
    found = [*assessments.under_way(turn.tx), *assessments.published(turn.tx, turn.now, MOST_LISTED)]
    found = [one for one in found if reader.allows(turn.viewer, one)]
    begins = (Button(texts.BEGIN, token(FLOW.name, "begin")),) if makes else ()
    if not found:
        turn.reply(Card(texts.OVERVIEW_NONE, buttons=begins, note=texts.OVERVIEW_HOW if not makes else ""))
        return
    lines = tuple(_listed(turn, one) for one in found)
    out = sum(FLOW.is_over(one.status) for one in found)
    looks = tuple(Button(texts.LOOK(code=one.code), token("people", "look", one.code)) for one in found[:MOST_BUTTONS])
    turn.reply(
        Card(texts.OVERVIEW(open=len(found) - out, out=out), lines, buttons=(*looks, *begins), note=texts.CLAUSE_IS)
    )


def _listed(turn: Turn, one: Assessment) -> Text:
    score: Phrase = texts.LIST_SCORE(score=show(one.score)) if one.score is not None else ""
    return texts.LIST_LINE(code=one.code, when=when(turn, one), status=FLOW.statuses[one.status], score=score)


@router.button("begin")
def begin_pressed(turn: Turn, _code: str, _choice: str) -> None:
    """开始效果评估, pressed: of this term."""
    begin_said(turn, "")


@router.button("rows")
def rows(turn: Turn, code: str, _choice: str) -> None:
    """How each line is counted, and the records behind it."""
    one: Assessment = steps.find(turn, router, code)
    lines = tuple(
        texts.ROWS_LINE(n=line["n"], name=text_of(line["name"]), formula=text_of(line["formula"]), rows=_codes(line))
        for line in one.lines
    )
    turn.record(one.code, "opened", clause=FLOW.clause)
    turn.reply(Card(texts.ROWS_TITLE(code=one.code), lines), subject=one.code)


def _codes(line: Line) -> Phrase:
    if not line["rows"]:
        return texts.NO_ROWS
    shown = joined(line["rows"][:MOST_CODES])
    return texts.MORE_ROWS(rows=shown, count=line["count"]) if line["count"] > MOST_CODES else shown


@router.button("verify")
def verify(turn: Turn, code: str, _choice: str) -> None:
    """Count it again from the records, as of the moment it was computed."""
    one: Assessment = steps.find(turn, router, code)
    again = counted(turn, one.lines, period(turn, one))
    changed = [(then, now) for then, now in zip(one.lines, again, strict=True) if then["score"] != now["score"]]
    turn.record(one.code, "verify", clause=FLOW.clause, details={"differs": [then["key"] for then, _now in changed]})
    if not changed:
        turn.reply(texts.SAME(count=len(again)))
        return
    lines = tuple(
        texts.DIFFERS_LINE(n=then["n"], name=text_of(then["name"]), before=_number(then), after=_number(now))
        for then, now in changed
    )
    title = texts.DIFFERS(same=len(again) - len(changed), count=len(changed))
    turn.reply(Card(title, lines, note=texts.DIFFERS_WHY))


def _number(line: Line) -> Phrase:
    return (
        Text(f"{show(line['score'])} 分", f"{show(line['score'])} points") if line["goal"] else text_of(line["shown"])
    )


def hears(turn: Turn, text: str) -> bool:
    """做一次本学期的效果评估 begins one; 上次效果评估怎么样 shows them; 去掉 3 said to a design on the screen.

    Decided from the words alone, as long as they are about something else.
    """
    cut = _CUTS.match(fold(text).strip()) if text.lstrip().lower().startswith(CUTTING) else None
    if cut is not None and turn.actor is not None:
        return _cut(turn, cut["which"])
    if len(text) > 60 or ("效果评估" not in text and "assessment" not in text.lower()):
        return False
    said = fold(text).strip().replace(" ", "") if "效果评估" in text else fold(text).strip()
    if turn.actor is None:
        return False
    if _BEGINS.match(said):
        begin_said(turn, text)
        return True
    if _LOOKS.match(said):
        overview(turn, "")
        return True
    return False


def _cut(turn: Turn, which: str) -> bool:
    """Of the assessment whose design this conversation looks at; False where it looks at something else."""
    code = turn.screen[0][0].subject if turn.screen else ""
    one = assessments.by_code(turn.tx, code) if code.startswith(f"{FLOW.prefix}-") else None
    if one is None or one.status != AssessmentStage.DESIGNED:
        return False
    steps.begin(turn, StepOf(router, FLOW.by_name["leave_out"]), code, {"which": which})
    return True


router.hears = hears
