"""The CIO edits a draft by words: 改 3：…, 改摘要：…, 加一句：…, 删 3, 发. Figures come from records and are not rewritten."""

import copy
import re
from collections.abc import Mapping
from typing import Any

from handlers import steps
from handlers.cards import Card
from handlers.errors import Incomplete
from handlers.numerals import fold, read_number
from handlers.reports import content, rules, texts
from handlers.reports.cards import full, period, pieces, report_card, when
from handlers.reports.desk import router
from handlers.reports.flow import FLOW, OPEN, editor
from handlers.router import StepOf
from handlers.texts import EDGES, Phrase, Text, joined
from handlers.turn import Turn
from storage import reports
from storage.reports import Report

_HOW = re.IGNORECASE | re.DOTALL
_AT = r"第?\s*\[?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})\]?\s*[条句项号]?"
_SUMMARY = re.compile(r"^(?:把?摘要|summary)\s*(?:改[成为]|[:：]|为|to)*\s*(?P<words>.+)$", _HOW)
_LINE = re.compile(rf"^(?:把|line )?\s*{_AT}\s*(?:改[成为]|[:：,，、]|\s)\s*(?P<words>.+)$", _HOW)
_NUMBER = re.compile(_AT)
# What is said to a draft on the screen: a short word, and what belongs to it.
_WORDS = tuple((name, re.compile(words, _HOW)) for name, words in (
    ("edit", r"^(?:请|帮我)?(?:改稿|改一下|修改|把|改|edit|change)\s*[:：,，]?\s*(?P<rest>(?:摘要|第?\s*\[?\d).*)$"),
    ("edit", r"^(?P<rest>(?:摘要|summary)\s*(?:改[成为]|[:：]).+)$"),
    ("add", r"^(?:请|再|帮我)?(?:加一句|加上一?句?|补一句|补充一?句?|加|add)\s*(?:[:：,，]|(?=到))\s*(?P<rest>.+)$"),
    ("cut", r"^(?:请|把)?(?:删一句|删掉|删除|删|去掉|delete)\s*(?P<rest>第?\s*\[?(?:\d|[一二三四五六七八九十]).*)$"),
    ("recount", r"^(?:请)?(?:重新取数|更新数字|重新统计|刷新数字|recount|count again)$"),
))  # fmt: skip
_GO = re.compile(r"^(?:发|发吧|发出|发送|可以发了?|发给领导|send|send it)$", re.IGNORECASE)


@router.press("edit")
def edit(turn: Turn, report: Report, answers: Mapping[str, Any]) -> None:
    """A sentence or the summary in the CIO's own words."""
    said, kept = str(answers["change"]).strip(), _own(report)
    summary, line = _SUMMARY.match(said), _LINE.match(fold(said) if said[:1].isdigit() else said)
    if summary is not None:
        words = summary["words"].strip(EDGES)
        most = turn.rule(rules.SUMMARY)
        if len(words) > most:
            raise Incomplete(texts.TOO_LONG(most=most, count=len(words)))
        kept["summary"], kept["own"] = [f"{words}。"] * 2, True
        told = texts.CHANGED_SUMMARY(text=words)
    elif line is not None:
        number = read_number(line["number"]) or 0
        if not content.change(kept, number, line["words"].strip(), turn.person().name):
            raise Incomplete(texts.NO_LINE(number=number))
        told = texts.CHANGED_LINE(number=number, text=line["words"].strip())
    else:
        raise Incomplete(texts.HOW_TO_CHANGE)
    _edited(turn, report, kept, told)


@router.press("add")
def add(turn: Turn, report: Report, answers: Mapping[str, Any]) -> None:
    """A sentence of the CIO's, in the section it names."""
    kept = _own(report)
    item, title = content.add(kept, str(answers["sentence"]).strip(), turn.person().name)
    told = texts.ADDED(number=item["n"], section=content.text_of(title), text=Text(item["zh"], item["en"]))
    _edited(turn, report, kept, told)


@router.press("cut")
def cut(turn: Turn, report: Report, answers: Mapping[str, Any]) -> None:
    """One sentence less, or several: 删 3、5."""
    kept = _own(report)
    numbers = [read_number(one["number"]) or 0 for one in _NUMBER.finditer(fold(str(answers["which"])))]
    if not numbers:
        raise Incomplete(texts.WHICH_ASK)
    gone: list[Phrase] = []
    for number in numbers:
        item = content.cut(kept, number)
        if item is None:
            raise Incomplete(texts.NO_LINE(number=number))
        gone.append(texts.LINE_GONE(text=Text(item["zh"], item["en"])))
    _edited(turn, report, kept, joined(gone, "；", "; "))


@router.press("recount")
def recount(turn: Turn, report: Report, _answers: Mapping[str, Any]) -> None:
    """The figures as they are now; the CIO's own sentences stay."""
    report.counted_at = turn.now
    _edited(turn, report, content.recount(turn, report.content, period(turn, report)), texts.RECOUNTED)


@router.button("full")
def whole(turn: Turn, code: str, _choice: str) -> None:
    """Every figure and sentence: to the CIO as it would be sent, with numbers to edit by; to others as it was sent."""
    report: Report = steps.find(turn, router, code)
    edits = editor.allows(turn.viewer, report) and report.status in OPEN
    shown = report.content if edits or not report.editions else report.editions[-1].content
    found = pieces(full(shown, numbered=edits))
    title = texts.OUT(code=report.code, when=when(turn, report))
    for number, lines in enumerate(found):
        last = number == len(found) - 1
        card = Card(title if number == 0 else f"{report.code} {number + 1}/{len(found)}", lines)
        turn.reply(card.with_note(texts.EDIT_HOW) if last and edits else card, subject=report.code if last else "")


def hears(turn: Turn, text: str) -> bool:
    """Short words said to the draft that is on the screen."""
    report = on_screen(turn)
    if report is None or report.status not in OPEN or not editor.allows(turn.viewer, report):
        return False
    said = text.strip()
    if _GO.match(said.strip(EDGES)):
        if report.status == "confirming":
            turn.reply(report_card(turn, report, turn.viewer), subject=report.code)
        else:
            steps.begin(turn, StepOf(router, FLOW.by_name["submit"]), report.code, {})
        return True
    for name, pattern in _WORDS:
        match = pattern.match(said)
        if match is not None:
            field = FLOW.by_name[name].asks[0].name if FLOW.by_name[name].asks else ""
            steps.begin(turn, StepOf(router, FLOW.by_name[name]), report.code, {field: match["rest"]} if field else {})
            return True
    return False


def on_screen(turn: Turn) -> Report | None:
    """The report whose card this conversation showed last, a few messages back at most."""
    for row, _card in turn.screen[:4]:
        if row.subject.startswith(f"{FLOW.prefix}-"):
            return reports.by_code(turn.tx, row.subject)
    return None


def _own(report: Report) -> content.Content:
    """A copy to edit: what was sent is never touched."""
    return copy.deepcopy(report.content)


def _edited(turn: Turn, report: Report, kept: content.Content, told: Text) -> None:
    """The draft as it reads now; its card says what was just changed."""
    content.summarise(turn, kept)
    kept["last"] = [told.zh, told.en]
    report.content = kept
    report.revision += 1
    turn.tx.flush()
    turn.reply(report_card(turn, report, turn.viewer), subject=report.code)
