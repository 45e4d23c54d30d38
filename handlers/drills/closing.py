"""After it: the draft, what the CIO changes and confirms, the improvements, and the same script once more."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers import files, findings, steps
from handlers.audience import Audience
from handlers.cards import Card
from handlers.drills import paper, report_texts, reporting, rules, texts
from handlers.drills.cards import drill_card
from handlers.drills.deciding import by_clock
from handlers.drills.desk import router
from handlers.drills.flow import FLOW
from handlers.drills.pictures import replay
from handlers.drills.planning import new_drill, parse_span
from handlers.drills.speaking import answer, answer_card, runners, show_card, tell
from handlers.errors import Incomplete, NotFound
from handlers.flow import Viewer
from handlers.numerals import NUMBER, fold, read_number
from handlers.texts import EDGES, Phrase, say
from handlers.turn import Turn
from storage import drills, improvements
from storage.drills import Drill, DrillParticipant, Inject, Objective, Stage
from storage.people import Person

Given = Mapping[str, Any]
LONGEST = 300
SHOWN_FACTS = 3  # when, by which plan, by whom; the rest stands in the first line
_DROP = re.compile(
    rf"^(?:删[掉除去]?|去掉|drop|delete|remove)\s*(?:item\s*)?(?:改进|建议)?第?\s*(?P<n>{NUMBER})"
    rf"|^(?:把)?第\s*(?P<m>{NUMBER})\s*[条项]\s*(?:删|去掉|不要)",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    rf"^(?:把)?(?:(?:改进|建议|item)\s*第?\s*(?P<a>{NUMBER})|第\s*(?P<b>{NUMBER})\s*[条项])\s*(?:改[成为到]|换成|[:是为]|,)?\s*",
    re.IGNORECASE,
)
_ADDS = re.compile(r"^(?:加|增加|新增|再加|add)(?:一条)?(?:改进|建议|item)?\s*[:,]?\s*", re.IGNORECASE)
_OWNER_ONLY = re.compile(r"^(?:的?负责人|由|owner)", re.IGNORECASE)


@router.press("draft")
def drafted(turn: Turn, drill: Drill, _given: Given) -> None:
    """The draft is there: whoever confirms it gets it, with the file."""
    drill.report = reporting.draft(turn, drill)
    drill.revision += 1
    turn.tx.flush()
    rule = rules.CONFIRM
    turn.remind_by(rule, f"{drill.code}:confirm", "drills.confirm", drill.code)
    for person in runners(turn, drill):
        turn.tell(
            person, report_card(turn, drill, person), key=f"{drill.code}:draft:{person.id}", subject=_subject(drill)
        )


def _subject(drill: Drill) -> str:
    return f"{drill.code}/report"


def _redraw(turn: Turn, drill: Drill) -> None:
    """Every copy of the report says what was changed, by whom, and keeps only the buttons that still work."""

    def drawn(viewer: Viewer) -> Card:
        assert viewer.person is not None  # noqa: S101 -- reports went to people
        return report_card(turn, drill, viewer.person, with_file=False)

    turn.settle(_subject(drill), drawn)


def report_card(turn: Turn, drill: Drill, reader: Person, *, with_file: bool = True) -> Card:
    """The report in a chat: facts, targets, what to improve; everything else is in the file."""
    lines: list[Phrase] = [reporting.point(drill), *reporting.objective_lines(drill), *reporting.inject_lines(drill)]
    change = reporting.compared(turn, drill)
    lines += [change] if change is not None else []
    lines += reporting.remark_lines(turn, drill)
    items = reporting.item_lines(turn, drill)
    lines += [report_texts.PROPOSALS, *items] if items else []
    note: Phrase = ""
    if drill.status == Stage.DRAFT:
        at = rules.CONFIRM.due(
            turn.rule(rules.CONFIRM), datetime.fromisoformat(drill.report["at"]), turn.school.calendar
        )
        note = report_texts.DRAFT_DUE(
            at=turn.clock_time(at), rule=rules.CONFIRM.show(turn.rule(rules.CONFIRM)), code=drill.code
        )
    enclosed = (enclose(turn, drill, reader),) if with_file else ()
    buttons = FLOW.buttons(turn.view_of(reader), drill)
    return Card(
        reporting.title(turn, drill),
        tuple(lines),
        tuple(reporting.facts(turn, drill)[:SHOWN_FACTS]),
        buttons,
        note,
        files=enclosed,
    )


def enclose(turn: Turn, drill: Drill, reader: Person) -> Any:
    """The whole report as a file, in the reader's language."""
    language = reader.language or turn.school.language
    change = reporting.compared(turn, drill)
    sections: list[paper.Section] = [
        (report_texts.SECTION_OBJECTIVES, [*reporting.objective_lines(drill), *([change] if change else [])]),
        (report_texts.SECTION_INJECTS, reporting.inject_lines(drill)),
        (report_texts.TIMELINE, reporting.timeline_lines(turn, drill)),
        (report_texts.SECTION_REMARKS, reporting.remark_lines(turn, drill)),
        (report_texts.PROPOSALS, reporting.item_lines(turn, drill)),
    ]
    content = paper.write(say(texts.MARK, language), reporting.title(turn, drill), reporting.facts(turn, drill), sections,
                          report_texts.FILE_NOTE, language)  # fmt: skip
    name = say(texts.MARK, language) + say(report_texts.FILE_NAME(code=drill.code, scenario=drill.scenario), language)
    return files.enclose(turn, name, content, about=drill.code)


@router.button("report")
def read(turn: Turn, code: str, _choice: str) -> None:
    """看总结: for who runs it, leaders and auditors; who took part reads how it went once it is confirmed."""
    drill: Drill = steps.find(turn, router, code)
    person = turn.person()
    own = drill_card(turn, drill, turn.viewer).buttons
    if not drill.report or not any("report" in button.token for button in own):
        raise NotFound(code)
    turn.confide(report_card(turn, drill, person), subject=_subject(drill))


@router.press("edit")
def edit(turn: Turn, drill: Drill, given: Given) -> None:
    """修改总结: an item changed, dropped or added, else a remark. What stood there before stays in the log."""
    said = str(given["edit"]).strip()
    report = {
        **drill.report,
        "items": [dict(one) for one in drill.report["items"]],
        "remarks": [*drill.report["remarks"]],
    }
    stamp = {"by": turn.person().name, "at": turn.now.isoformat()}
    before = [one["zh"] for one in report["items"]]
    dropped, changes, adds = _DROP.match(fold(said)), _CHANGES.match(fold(said)), _ADDS.match(fold(said))
    if dropped:
        item = _numbered(report, read_number(dropped["n"] or dropped["m"]))
        if len(report["items"]) == 1:
            raise Incomplete(report_texts.AT_LEAST_ONE)
        report["items"].remove(item)
        report["remarks"].append({"words": item["zh"], "dropped": True, **stamp})
    elif changes:
        _change(turn, _numbered(report, read_number(changes["a"] or changes["b"])), said[changes.end() :], stamp)
    elif adds and len(said) > adds.end():
        if len(report["items"]) >= reporting.MOST:
            raise Incomplete(texts.MOST(most=reporting.MOST))
        item = {**report["items"][-1], "zh": "", "en": ""}
        _change(turn, item, said[adds.end() :], stamp)
        report["items"].append(item)
    else:
        report["remarks"].append({"words": said[:LONGEST], **stamp})
    report["edits"] = [*report["edits"], {"words": said[:LONGEST], "before": before, **stamp}]
    drill.report = report
    drill.revision += 1
    turn.tx.flush()
    turn.reply(report_card(turn, drill, turn.person(), with_file=False), subject=_subject(drill))
    _redraw(turn, drill)


def _numbered(report: Mapping[str, Any], number: int | None) -> dict[str, Any]:
    items: list[dict[str, Any]] = report["items"]
    if number is None or not 1 <= number <= len(items):
        raise Incomplete(report_texts.NO_SUCH_ITEM(number=number or 0))
    return items[number - 1]


def _change(turn: Turn, item: dict[str, Any], said: str, stamp: Mapping[str, str]) -> None:
    """New words, another owner, another day: whatever the sentence says."""
    words, owner, due = findings.read_item(turn, said)
    if _OWNER_ONLY.match(fold(said.strip(EDGES))):
        words = ""
    if words:
        item["zh"] = item["en"] = words[:LONGEST]
    elif not item["zh"]:
        raise Incomplete(texts.ASK_EDIT)
    if owner is not None:
        item["owner"] = owner.id
    if due is not None:
        item["due"] = due.isoformat()
    item["by"], item["edited"] = stamp["by"], stamp["at"]


@router.press("confirm")
def confirm(turn: Turn, drill: Drill, _given: Given) -> None:
    """确认总结: the improvements become items with owner and day, and the planner hears of it."""
    drill.confirmed_at = turn.now
    drill.report = {**drill.report, "confirmed": {"by": turn.person().name, "at": turn.now.isoformat()}}
    turn.forget_reminders(drill.code)
    for one in drill.report["items"]:
        owner = turn.tx.get(Person, int(one["owner"]))
        kept = owner if owner is not None and owner.active else turn.person()
        findings.raise_item(turn, drill.code, say(one["zh"], "zh"), kept, datetime.fromisoformat(one["due"]))
    turn.tx.flush()
    by_clock(turn, drill, "follow")
    _redraw(turn, drill)
    line = report_texts.CONFIRMED_TOLD(code=drill.code, count=len(drill.report["items"]))
    tell(turn, drill, [drill.planner], line, "confirmed", urgent=False)
    answer(turn, drill, line)


@router.press("follow")
def follow(_turn: Turn, _drill: Drill, _given: Given) -> None:
    """The improvements feature follows them up; it tells us when each is over."""


@router.due("drills.improved")
def improved(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """An improvement of this drill is over: with the last one the drill is archived."""
    drill = drills.find(turn.tx, code)
    if drill is None or drill.status != Stage.FOLLOWING:
        return
    if all(item.status in improvements.OVER for item in improvements.from_source(turn.tx, code)):
        by_clock(turn, drill, "archive")
        tell(turn, drill, [drill.planner], report_texts.ARCHIVED(code=code), "archived", urgent=False)


@router.press("archive")
def archive(_turn: Turn, _drill: Drill, _given: Given) -> None:
    """Nothing more than the status."""


@router.press("again")
def again(turn: Turn, drill: Drill, given: Given) -> None:
    """再来一次: the same script at another time, to be approved anew; its report compares the two."""
    begins, minutes = parse_span(turn, str(given["when"]))
    new = new_drill(turn, drill.scenario, begins, minutes or drill.minutes, Audience.from_json(drill.audience))
    new.place, new.unannounced, new.replays = drill.place, dict(drill.unannounced), drill.code
    new.objectives = [
        Objective(number=one.number, name=one.name, minutes=one.minutes, kind=one.kind) for one in drill.objectives
    ]
    new.injects = [
        Inject(number=one.number, after=one.after, words=one.words, to=dict(one.to)) for one in drill.injects
    ]
    new.participants = [
        DrillParticipant(person=part.person, person_id=part.person_id, observes=True, remark="")
        for part in drill.participants if part.observes and part.person_id != new.planner_id
    ]  # fmt: skip
    turn.tx.flush()
    replay(turn, drill, new)
    turn.record(new.code, "plan", clause="7.3.2", after=new.status, details={"replays": drill.code})
    answer_card(turn, new)


@router.due("drills.confirm")
def confirm_late(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """The days to confirm are over: who confirms it is told."""
    drill = drills.find(turn.tx, code)
    if drill is None or drill.status != Stage.DRAFT:
        return
    rule = rules.CONFIRM.show(turn.rule(rules.CONFIRM))
    title = report_texts.CONFIRM_LATE(code=code, at=turn.clock_time(turn.now), rule=rule)
    show_card(turn, drill, runners(turn, drill), "confirm-late", title=title)
