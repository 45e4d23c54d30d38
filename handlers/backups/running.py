"""What becomes of one expected backup: heard of, failed, or silence, which is an alarm.

A technician hears of it at once (in quiet hours in the morning), the CIO the next morning, and not again for every night
of the same trouble; when it works again, both hear that.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from handlers.backups import rules, texts
from handlers.backups.desk import last_good, missed_in_a_row, plan_card, router, when_words
from handlers.cards import Card, bullets
from handlers.recurrence import from_json, next_after
from handlers.school_time import SchoolCalendar
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import backups
from storage.backups import BackupPlan, BackupRun, PlanStage, Ran
from storage.people import Person, Role

EXPECT, TELL_CIO = "backups.expect", "backups.morning"
SHORTEST_NOTE = 200


def expect(turn: Turn, plan: BackupPlan, after: datetime) -> None:
    """Wait for the next backup after a moment; where its time is over without a word, `silence` hears of it."""
    plan.expected_at = next_after(from_json(plan.rule), after, turn.school.calendar)
    turn.forget_reminders(plan.code, f"{plan.code}:expect:")
    if plan.expected_at is not None:
        key = f"{plan.code}:expect:{plan.expected_at:%Y%m%d%H%M}:{turn.now:%Y%m%d%H%M%S}"
        turn.remind_by(
            rules.GRACE, key, EXPECT, plan.code, {"at": plan.expected_at.isoformat()}, since=plan.expected_at
        )


@router.due(EXPECT)
def silence(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """The time of a backup is over. Nothing heard of it: that is the alarm. Then the next one is waited for."""
    plan = backups.by_code(turn.tx, code)
    at = datetime.fromisoformat(str(facts["at"]))
    if plan is None or plan.status != PlanStage.ACTIVE or plan.expected_at != at:
        return
    # After a long stop of ours nothing could be heard: only the newest counts, not each one of the time.
    expect(turn, plan, max(at, turn.now - timedelta(minutes=turn.rule(rules.GRACE))))
    if backups.run_at(turn.tx, plan.id, at) is not None:
        return
    run = _run(turn, plan, at, Ran.MISSED, "clock", "")
    count = missed_in_a_row(turn, plan)
    if plan.alarmed_at is None or count % turn.rule(rules.REPEAT) == 0:
        _alarm(turn, plan, run)
    _in_the_morning(turn)


def heard(
    turn: Turn, plan: BackupPlan, status: Ran, how: str, note: str = "", *, at: datetime | None = None
) -> tuple[BackupRun, bool]:
    """A job or a person says how a backup went. Gives the run it counts for, and whether that was known already.

    It counts for the last one expected that has not succeeded; else for the next one, where that is near; else it only
    confirms what is known: a copied message changes nothing.
    """
    ran_at = at or turn.now
    early = timedelta(minutes=turn.rule(rules.EARLY))
    due = expected_moment(plan, ran_at, early, turn.school.calendar)
    known = backups.run_at(turn.tx, plan.id, due)
    if known is not None and known.status in (status, Ran.SUCCEEDED):
        return known, True
    run = known or BackupRun(plan=plan, plan_id=plan.id, expected_at=due, note="")
    before = str(run.status or "") if known is not None else ""
    run.status, run.how, run.heard_at, run.note = status, how, ran_at, note[:SHORTEST_NOTE]
    run.by_id = turn.actor.id if turn.actor else None
    turn.tx.add(run)
    turn.tx.flush()
    turn.record(plan.code, "run", clause="7.2.2", before=before, after=status, reason=run.note,
                details={"expected": due.isoformat(), "how": how})  # fmt: skip
    if status == Ran.SUCCEEDED:
        _well_again(turn, plan)
    else:
        if plan.alarmed_at is None or missed_in_a_row(turn, plan) % turn.rule(rules.REPEAT) == 0:
            _alarm(turn, plan, run)
        _in_the_morning(turn)
    turn.tx.flush()
    turn.settle(plan.code, lambda viewer: plan_card(turn, plan, viewer))
    return run, False


def expected_moment(plan: BackupPlan, now: datetime, early: timedelta, calendar: SchoolCalendar) -> datetime:
    """The expected moment that a backup heard of now belongs to: the coming one if it is near, else the last one."""
    rule = from_json(plan.rule)
    coming = next_after(rule, now, calendar)
    if coming is not None and coming - now <= early:
        return coming
    for days in (1, 8, 62, 400):  # a daily plan is found at once; a yearly one takes a longer look back
        last = None
        moment = next_after(rule, now - timedelta(days=days), calendar)
        while moment is not None and moment <= now:
            last, moment = moment, next_after(rule, moment, calendar)
        if last is not None:
            return last
    return plan.created_at


def _run(turn: Turn, plan: BackupPlan, at: datetime, status: Ran, how: str, note: str) -> BackupRun:
    run = BackupRun(plan=plan, plan_id=plan.id, expected_at=at, status=status, how=how, note=note)
    turn.tx.add(run)
    turn.tx.flush()
    turn.record(plan.code, "run", clause="7.2.2", after=status, details={"expected": at.isoformat(), "how": how})
    return run


def operators(turn: Turn, plan: BackupPlan) -> list[Person]:
    """Who hears of it at once: owner and deputy, and the technicians where neither is one."""
    found = {one.id: one for one in (plan.system.owner, plan.system.deputy) if one is not None and one.active}
    if not any(one.holds(Role.TECHNICIAN) for one in found.values()):
        found |= {one.id: one for one in turn.everyone(Role.TECHNICIAN)}
    return list(found.values())


def _alarm(turn: Turn, plan: BackupPlan, run: BackupRun) -> None:
    plan.alarmed_at = plan.alarmed_at or turn.now
    turn.tx.flush()
    grace = texts.BY_RULE(rule=rules.GRACE.title, value=rules.GRACE.show(turn.rule(rules.GRACE)))
    note: Phrase = grace if run.status == Ran.MISSED else texts.CLAUSE_IS
    for person in operators(turn, plan):
        if turn.actor is not None and person.id == turn.actor.id:
            continue
        turn.tell(
            person, plan_card(turn, plan, turn.view_of(person)).with_note(note), subject=plan.code,
            key=f"{plan.code}:alarm:{run.expected_at:%Y%m%d%H%M}:{run.status}:{person.id}",
        )  # fmt: skip


def _in_the_morning(turn: Turn) -> None:
    """The CIO hears of everything that is wrong at once, at the beginning of the next working morning."""
    calendar = turn.school.calendar
    first = calendar.at(calendar.date(turn.now), calendar.hours[0][0] if calendar.hours else time(8))
    day = calendar.date(turn.now) if turn.now < first else calendar.date(turn.now) + timedelta(days=1)
    moment = calendar.next_working_moment(calendar.at(day, time.min))
    turn.remind(f"backups:morning:{moment:%Y%m%d}", TELL_CIO, "backups", moment)


@router.due(TELL_CIO)
def tell_cio(turn: Turn, _code: str, _facts: Mapping[str, Any]) -> None:
    """One message about all backups that are not in order; nothing where they are mended by now."""
    bad = out_of_order(turn)
    if not bad:
        return
    lines = bullets([_bad_line(turn, one) for one in bad])
    for person in turn.everyone(Role.CIO):
        card = Card(texts.MORNING(count=len(bad)), lines, note=texts.CLAUSE_IS)
        turn.tell(person, card, key=f"backups:morning:{turn.local(turn.now):%Y%m%d}:{person.id}")


def out_of_order(turn: Turn) -> list[BackupPlan]:
    """Plans whose backups are silent or fail."""
    return [one for one in backups.all_plans(turn.tx) if one.alarmed_at is not None and one.status == PlanStage.ACTIVE]


def _bad_line(turn: Turn, plan: BackupPlan) -> Text:
    newest = backups.last_run(turn.tx, plan.id, Ran.MISSED, Ran.FAILED)
    what = texts.RAN[Ran(newest.status)] if newest is not None else when_words(plan)
    return texts.MORNING_LINE(
        name=plan.system.name, what=what, last=last_good(turn, plan), owner=plan.system.owner.name
    )


def _well_again(turn: Turn, plan: BackupPlan) -> None:
    if plan.alarmed_at is None:
        return
    plan.alarmed_at = None
    told = {one.id: one for one in (*operators(turn, plan), *turn.everyone(Role.CIO))}
    for person in told.values():
        if turn.actor is None or person.id != turn.actor.id:
            said = texts.RECOVERED(name=plan.system.name, at=turn.clock_time(turn.now))
            turn.tell(person, said, key=f"{plan.code}:well:{turn.now:%Y%m%d%H%M%S}:{person.id}")
