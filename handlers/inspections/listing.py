"""The list of inspections, the report of one as words and as a file, and the checklists with their versions."""

import re
from dataclasses import replace
from datetime import timedelta

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotAllowed
from handlers.files import enclose
from handlers.inspections import checklists, texts
from handlers.inspections.cards import day, picture_subject, what, words
from handlers.inspections.checklists import MINOR, POLICY, TARGETS, Line, target_of
from handlers.inspections.desk import router
from handlers.inspections.flow import FINDINGS, FLOW, readable
from handlers.inspections.results import last_results, result_card
from handlers.numerals import NUMBER, find_codes, fold, read_number
from handlers.sheets import Column, Sheet, workbook
from handlers.texts import EDGES, Phrase, Text
from handlers.turn import Turn
from storage import inspections, wanted_files
from storage.inspections import Inspection
from storage.people import Person, Role

MOST = 10
LIVES_DAYS = 30
LONGEST_LINE = 80
_BY_NAME = re.compile(r"(?:机房|教室|账号|备份|数据|场所)(?:检查)?清单(?!\s*:)")
_ADD = re.compile(r"(?:增加|新增|加上?|添加|补)(?:一)?[项条]?\s*[:：]?\s*(.+)$|\badd:?\s*(.+)$", re.IGNORECASE)
_CHANGE = re.compile(
    rf"(?:第\s*({NUMBER})\s*[项条]|item ({NUMBER}))\s*(?:改成|改为|换成|change to|:)\s*[:：]?\s*(.+)$", re.IGNORECASE
)
_REMOVE = re.compile(
    rf"(?:删掉?|删除|去掉|移除|remove)\s*(?:第\s*({NUMBER})\s*[项条]|item ({NUMBER}))"
    rf"|第\s*({NUMBER})\s*[项条]\s*(?:删掉|删除|去掉|不要)",
    re.IGNORECASE,
)
_SEVERE = {"严重": "critical", "critical": "critical", "较重": "major", "major": "major"}


@router.command("检查列表", "检查情况", "我的检查", "有哪些检查", "检查记录", "inspections", "my inspections")
def listed(turn: Turn, _rest: str) -> None:
    """Those one may see, the open ones first."""
    turn.person()
    found = [one for one in inspections.newest(turn.tx, 40) if readable.allows(turn.viewer, one)]
    if not found:
        turn.reply(texts.LISTED_NONE)
        return
    running = [one for one in found if not FLOW.is_over(one.status)]
    shown = [*running, *(one for one in found if FLOW.is_over(one.status))][:MOST]
    lines: list[Phrase] = [
        texts.LISTED_LINE(code=one.code, what=what(one), day=day(turn, one.planned_at), status=FLOW.statuses[one.status])
        for one in shown
    ]  # fmt: skip
    looks = tuple(
        Button(Text(f"看 {one.code}", f"Open {one.code}"), token("people", "look", one.code)) for one in shown[:4]
    )
    turn.reply(Card(texts.LISTED(open=len(running)), tuple(lines), buttons=looks))


@router.command("检查报告", "检查结果", "inspection report")
def report(turn: Turn, rest: str) -> None:
    """`检查报告 IN-3`, or of the last one: every item with its result, now and the last time, and as a file."""
    turn.person()
    code = next((one.id for one in find_codes(rest) if one.prefix == "IN" and one.id), "") or ""
    if not code:
        ended = [one for one in inspections.newest(turn.tx) if one.finished_at and readable.allows(turn.viewer, one)]
        if not ended:
            turn.reply(texts.LISTED_NONE)
            return
        code = ended[0].code
    inspection = steps.find(turn, router, code)
    before = last_results(turn, inspection)
    card = result_card(turn, inspection)
    lines = [
        texts.ITEM_LINE(
            number=item.number, text=words(item), result=texts.RESULT[item.result], note=f"　{item.note}" if item.note else "",
            last=texts.WAS(result=texts.RESULT[before[item.key]]) if before.get(item.key) else "",
        )
        for item in inspection.items
    ]  # fmt: skip
    pictures = [_about(inspection, number) for number in ("", *(item.number for item in inspection.items))]
    content = _file(turn, inspection, before, [subject for group in pictures for subject in group])
    name = f"{texts.REPORT.to(turn.language)} {inspection.code}.xlsx"
    file = enclose(turn, name, content, about=inspection.code, lives=timedelta(days=LIVES_DAYS))
    turn.record(inspection.code, "report_read", clause=FLOW.clause)
    buttons = (Button(texts.PICTURES, token("inspections", "pictures", code)),)
    turn.reply(Card(card.title, (*card.lines, *lines), card.facts, buttons, files=(file,)))


def _about(inspection: Inspection, number: int | str) -> list[str]:
    return [one.code for one in inspection.findings] if number == "" else [picture_subject(inspection, int(number))]


def _file(turn: Turn, inspection: Inspection, before: dict[str, str], subjects: list[str]) -> bytes:
    language = turn.language
    found = {one.number: one for one in inspection.findings}
    rows = []
    for item in inspection.items:
        finding = found.get(item.number)
        rows.append((
            item.number, words(item).to(language), texts.RESULT[item.result].to(language), item.note or item.evidence,
            texts.RESULT[before.get(item.key, "")].to(language) if before.get(item.key) else "",
            finding.code if finding else "", FINDINGS.statuses[finding.status].to(language) if finding else "",
            len(wanted_files.of_subject(turn.tx, picture_subject(inspection, item.number))),
        ))  # fmt: skip
    pictures = []
    for subject in subjects:
        for one in wanted_files.of_subject(turn.tx, subject):
            by = turn.tx.get(Person, one.by_id) if one.by_id else None
            sent = turn.local(one.wanted_at).replace(tzinfo=None)
            pictures.append((subject, by.name if by else "", sent, one.file.sha256 if one.file else ""))
    return workbook(
        Sheet(inspection.code, [Column(title.to(language), 16) for title in texts.COLUMNS], rows),
        Sheet(texts.PICTURES.to(language), [Column(title.to(language), 24) for title in texts.PICTURE_COLUMNS], pictures),
    )  # fmt: skip


# The lists themselves


@router.command(
    "检查清单", "机房检查清单", "教室检查清单", "账号检查清单", "备份检查清单", "数据检查清单", "checklist", "checklists",
)  # fmt: skip
def checklist(turn: Turn, rest: str) -> None:
    """`检查清单 机房` shows it, `机房清单增加一项:…` makes a new version of it."""
    turn.person()
    said = getattr(turn.heard, "text", rest)
    target = target_of(said) or ("general" if re.search(r"场所|通用|设备|general|places", said) else "")
    if not target:
        turn.reply(Card(texts.LISTS, tuple(_count_line(turn, name) for name in TARGETS if name != POLICY)))
        return
    if target == POLICY:
        turn.reply(texts.FROM_CHARTER)
        return
    changed = _changed(turn, target, said)
    if changed is None:
        _show(turn, target)
        return
    if not turn.viewer.holds(Role.INSPECTOR, Role.CIO):
        raise NotAllowed(texts.CHANGE_LIST, texts.WHO_CHANGES, code=f"checklist:{target}", step_name="change")
    version = checklists.change(turn, target, changed, turn.person())
    turn.reply(texts.CHECKLIST_CHANGED(target=TARGETS[target], version=version, count=len(changed)))


def speaks_of_a_list(turn: Turn, text: str) -> bool:
    """机房清单, 机房清单删掉第3项: a list by its short name. 账号清单：共23个 is somebody's answer and no list of ours."""
    said = fold(text).strip(EDGES)
    named = _BY_NAME.match(said)
    if named is None or (named.end() < len(said) and not any(one.search(said) for one in (_REMOVE, _CHANGE, _ADD))):
        return False
    checklist(turn, text)
    return True


def _count_line(turn: Turn, target: str) -> Text:
    version, lines = checklists.current(turn, target)
    listed_as = texts.LIST_IS(target=TARGETS[target], version=version, count=len(lines))
    return Text(f"· {listed_as.zh}", f"· {listed_as.en}")


def _show(turn: Turn, target: str) -> None:
    version, lines = checklists.current(turn, target)
    shown = tuple(
        texts.CHECKLIST_LINE(number=number, text=Text(one.zh, one.en), severity=texts.SEVERITY[one.severity])
        for number, one in enumerate(lines, 1)
    )
    note = texts.CHECKLIST_HOW if turn.viewer.holds(Role.INSPECTOR, Role.CIO) else ""
    turn.reply(Card(texts.CHECKLIST(target=TARGETS[target], version=version), shown, note=note))


def _changed(turn: Turn, target: str, said: str) -> tuple[Line, ...] | None:
    """The lines after what was said; None where nothing is to change."""
    version, lines = checklists.current(turn, target)
    folded = fold(said)
    if removed := _REMOVE.search(folded):
        number = read_number(removed[1] or removed[2] or removed[3]) or 0
        _line_at(lines, number)
        if len(lines) == 1:
            raise Incomplete(texts.NOT_EMPTY)
        return (*lines[: number - 1], *lines[number:])
    if change := _CHANGE.search(folded):
        number = read_number(change[1] or change[2]) or 0
        old = _line_at(lines, number)
        new = said[change.start(3) : change.end(3)].strip(EDGES)[:LONGEST_LINE]
        return (*lines[: number - 1], replace(old, zh=new, en=new), *lines[number:])
    if add := _ADD.search(folded):
        at = 1 if add[1] else 2
        new = said[add.start(at) : add.end(at)].strip(EDGES)[:LONGEST_LINE]
        severity = next((name for word, name in _SEVERE.items() if word in new), MINOR)
        new = re.sub(r"[（(](?:严重|较重|一般|critical|major|minor)[)）]", "", new).strip(EDGES)
        if not new:
            raise Incomplete(texts.CHECKLIST_HOW)
        return (*lines, Line(f"own{version + 1}-{len(lines) + 1}", new, new, severity))
    return None


def _line_at(lines: tuple[Line, ...], number: int) -> Line:
    if not 1 <= number <= len(lines):
        raise Incomplete(texts.NO_SUCH_ITEM(code=texts.LISTS, count=len(lines), number=number))
    return lines[number - 1]
