"""The report that nobody has to write: attendance, times against targets, the time line, and what to improve."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import timeline
from handlers.checklists import ScenarioPlan
from handlers.drills import report_texts, rules, texts
from handlers.drills.cards import attendance, here, took
from handlers.drills.measuring import absent, first_after, first_received, percent_here
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from handlers.voice import reachable_account
from storage import drills
from storage.drills import Drill, Inject, Objective
from storage.people import Person, Role

FEWEST, MOST = 3, 7  # improvements proposed
MOST_NAMES = 12
SHORT = 24


def draft(turn: Turn, drill: Drill) -> dict[str, Any]:
    """The report as data, frozen now. `items` are proposals with owner and day; `edits` what people changed afterwards."""
    owner = _owner(turn, drill)
    due = rules.IMPROVE.due(turn.rule(rules.IMPROVE), turn.now, turn.school.calendar)
    first = first_after(drill)
    return {
        "at": turn.now.isoformat(),
        "percent": percent_here(drill), "here": here(drill), "players": len(drill.players),
        "first": first.total_seconds() if first is not None else None,
        "objectives": [_measured(drill, one) for one in drill.objectives],
        "items": [{"zh": text.zh, "en": text.en, "owner": owner.id, "due": due.isoformat()} for text in proposals(drill)],
        "edits": [], "remarks": [],
    }  # fmt: skip


def _owner(turn: Turn, drill: Drill) -> Person:
    """Who mends what was found, until the CIO says otherwise: the CIO."""
    return next(iter(turn.everyone(Role.CIO)), drill.planner)


def _measured(drill: Drill, goal: Objective) -> dict[str, Any]:
    actual = goal.reached_at - drill.started_at if goal.reached_at and drill.started_at else None
    return {
        "name": goal.name, "minutes": goal.minutes, "seconds": actual.total_seconds() if actual is not None else None,
        "met": actual is not None and actual <= timedelta(minutes=goal.minutes),
    }  # fmt: skip


def proposals(drill: Drill) -> list[Text]:
    """Three to seven things to improve: what was late, who was missing, what nobody handled, what observers say."""
    found: list[Text] = []
    for goal in drill.objectives:
        measured = _measured(drill, goal)
        if measured["seconds"] is None:
            found += [report_texts.P_NEVER(name=goal.name)] if not goal.kind else []
        elif not measured["met"]:
            actual = took(timedelta(seconds=measured["seconds"]))
            found.append(report_texts.P_LATE(name=goal.name, minutes=goal.minutes, actual=actual))
    gone = absent(drill)
    unreachable = [part for part in gone if reachable_account(part.person) is None]
    missing = [part for part in gone if part not in unreachable]
    for people, words in ((missing, report_texts.P_MISSING), (unreachable, report_texts.P_UNREACHABLE)):
        if people:
            found.append(words(count=len(people), names=_names([part.person for part in people])))
    for inject in drill.injects:
        left = sum(one.handled_at is None for one in inject.receipts)
        if inject.sent_at is not None and left:
            found.append(report_texts.P_INJECT(number=inject.number, words=inject.words[:SHORT], count=left))
    found += [report_texts.P_REMARK(remark=part.remark) for part in drill.participants if part.observes and part.remark]
    plan = ScenarioPlan.from_json(drill.plan).name if drill.plan else None
    usual = [
        report_texts.P_PLAN(plan=plan) if plan is not None else report_texts.P_NO_PLAN(scenario=drill.scenario),
        report_texts.P_PHONES(), report_texts.P_SHARE(),
    ]  # fmt: skip
    return (found + usual[: max(0, FEWEST - len(found))])[:MOST]


def _names(people: list[Person]) -> Text:
    names: list[Phrase] = [person.name for person in people[:MOST_NAMES]]
    more = len(people) - len(names)
    return joined([*names, Text(f"等 {len(people)} 人", f"and {more} more")]) if more > 0 else joined(names)


def point(drill: Drill) -> Text:
    """The report in one line: how many were there, how fast, who was not."""
    first, gone = first_after(drill), absent(drill)
    missing = _by_department([part.person for part in gone]) if gone else report_texts.NONE_MISSING
    return report_texts.POINT(
        attendance=attendance(drill), first=took(first) if first is not None else report_texts.NEVER, missing=missing
    )


def facts(turn: Turn, drill: Drill) -> list[tuple[Phrase, Phrase]]:
    """When, by whom, how many, how fast."""
    begun, ended = drill.started_at or turn.now, drill.ended_at or turn.now
    minutes = int((ended - begun).total_seconds() // 60)
    first = first_after(drill)
    plan = ScenarioPlan.from_json(drill.plan).name if drill.plan else texts.NO_PLAN
    gone = absent(drill)
    held = report_texts.HELD_IS(start=turn.clock_time(begun), end=f"{turn.local(ended):%H:%M}", minutes=minutes)
    return [
        (report_texts.HELD, held), (texts.PLAN, plan), (texts.PLANNER, drill.planner.name),
        (report_texts.ATTENDANCE, attendance(drill)),
        (report_texts.FIRST_ACK, took(first) if first is not None else report_texts.NEVER),
        (report_texts.NO_SHOWS, _by_department([part.person for part in gone]) if gone else report_texts.NONE_MISSING),
    ]  # fmt: skip


def _by_department(people: list[Person]) -> Text:
    grouped: dict[str, list[Phrase]] = {}
    for person in people:
        grouped.setdefault(person.department or "—", []).append(person.name)
    return joined(
        [
            Text(f"{department}（{joined(names).zh}）", f"{department} ({joined(names).en})")
            for department, names in grouped.items()
        ]
    )


def objective_lines(drill: Drill) -> list[Text]:
    """Each target and what was reached."""
    lines = []
    for one in drill.report.get("objectives") or [_measured(drill, goal) for goal in drill.objectives]:
        actual = (
            took(timedelta(seconds=one["seconds"])) if one["seconds"] is not None else report_texts.NOT_REACHED_AT_ALL
        )
        lines.append((report_texts.OBJECTIVE_MET if one["met"] else report_texts.OBJECTIVE_LATE)(
            name=one["name"], minutes=one["minutes"], actual=actual))  # fmt: skip
    return lines


def inject_lines(drill: Drill) -> list[Text]:
    """Each inject: how many received it, how fast, how many handled it."""
    lines = []
    for one in drill.injects:
        known = {"number": one.number, "after": one.after, "words": one.words}
        if one.sent_at is None:
            lines.append(report_texts.NOT_SENT(**known))
            continue
        lines.append(report_texts.INJECT_RESULT(**known, **_counts(one)))
    return lines


def _counts(inject: Inject) -> dict[str, Any]:
    first = first_received(inject)
    return {
        "got": sum(one.acknowledged_at is not None for one in inject.receipts), "all": len(inject.receipts),
        "first": took(first) if first is not None else report_texts.NEVER,
        "handled": sum(one.handled_at is not None for one in inject.receipts),
    }  # fmt: skip


def remark_lines(turn: Turn, drill: Drill) -> list[Text]:
    """What observers said, what was added and what was dropped, each marked."""
    lines = [
        report_texts.RATING(name=part.person.name, score=part.score, remark=part.remark)
        for part in drill.participants if part.observes and part.score is not None
    ]  # fmt: skip
    for one in drill.report.get("remarks", ()):
        words = report_texts.DROPPED if one.get("dropped") else report_texts.ADDED
        lines.append(words(words=one["words"], name=one["by"], at=_at(turn, one["at"])))
    return lines


def item_lines(turn: Turn, drill: Drill) -> list[Text]:
    """The proposals with owner and day; what somebody changed says so."""
    lines = []
    for number, one in enumerate(drill.report.get("items", ()), 1):
        owner = turn.tx.get(Person, int(one["owner"]))
        due = turn.local(datetime.fromisoformat(one["due"]))
        edited = report_texts.EDITED(name=one["by"], at=_at(turn, one["edited"])) if one.get("edited") else ""
        day = Text(f"{due.month}月{due.day}日前", f"by {due:%d %b}")
        lines.append(report_texts.PROPOSAL(number=number, text=Text(one["zh"], one["en"]), owner=owner.name if owner else "",
                                    due=day, edited=edited))  # fmt: skip
    return lines


def compared(turn: Turn, drill: Drill) -> Text | None:
    """The same script before: in place, first response and each objective, then and now."""
    before = drills.find(turn.tx, drill.replays) if drill.replays else None
    if before is None or not before.report or before.started_at is None or not drill.report:
        return None
    old, new = before.report, drill.report
    parts: list[Phrase] = [_change(report_texts.ATTENDANCE, f"{old['percent']}%", f"{new['percent']}%"),
                           _change(report_texts.FIRST_ACK, _seconds(old["first"]), _seconds(new["first"]))]  # fmt: skip
    known = {one["name"]: one for one in old["objectives"]}
    parts += [
        _change(one["name"], _seconds(known[one["name"]]["seconds"]), _seconds(one["seconds"]))
        for one in new["objectives"] if one["name"] in known
    ]  # fmt: skip
    day = turn.local(before.started_at)
    what = joined(parts, zh="；", en="; ")
    return report_texts.COMPARED(code=before.code, day=Text(f"{day.month}月{day.day}日", f"{day:%d %b}"), what=what)


def _change(name: Phrase, before: Phrase, now: Phrase) -> Text:
    return report_texts.COMPARE_IS(name=name, before=before, now=now)


def _seconds(seconds: float | None) -> Phrase:
    return took(timedelta(seconds=seconds)) if seconds is not None else report_texts.NEVER


def title(turn: Turn, drill: Drill) -> Text:
    """Which report, and whether anybody stands for it."""
    state: Phrase = report_texts.IS_DRAFT
    confirmed: Mapping[str, Any] = drill.report.get("confirmed") or {}
    if confirmed:
        state = report_texts.IS_CONFIRMED(name=confirmed["by"], at=_at(turn, confirmed["at"]))
    return report_texts.REPORT(code=drill.code, scenario=drill.scenario, state=state)


def timeline_lines(turn: Turn, drill: Drill) -> tuple[Text, ...]:
    """All that was noted, in the order in which it happened."""
    return timeline.whole(turn, drill.code)


def _at(turn: Turn, moment: str) -> Text:
    return turn.clock_time(datetime.fromisoformat(moment))
