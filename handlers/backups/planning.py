"""A system gets its backup plan, by a sentence or with its registration; it rests, goes on, and is restored as a test."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.backups import rules, texts
from handlers.backups.desk import plan_card, router, when_words
from handlers.backups.flow import FLOW, operator
from handlers.backups.running import expect, heard, operators
from handlers.cards import Card
from handlers.errors import Incomplete, NotAllowed
from handlers.flow import Viewer
from handlers.numerals import write_code
from handlers.recurrence import Holiday, Recurrence, to_json
from handlers.safety import BACK_UP, RETIRED
from handlers.systems_named import system_meant
from handlers.texts import EDGES, Phrase
from handlers.time_phrases import find_recurrence
from handlers.turn import Turn
from storage import backups, numbers, systems
from storage.backups import BackupPlan, PlanStage, Ran, RestoreTest
from storage.people import Role
from storage.systems import System

TEST_DUE = "backups.test_due"


def read_rule(turn: Turn, words: str) -> Recurrence | None:
    """When backups are expected: machines know no holidays, so that days off are kept unless 工作日 was said."""
    found = find_recurrence(words, turn.school.calendar, today=turn.local(turn.now).date())
    return replace(found.rule, holiday=Holiday.IGNORE) if found is not None else None


@router.due(BACK_UP)
def planned_with(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """The registration of a system said when it is backed up. Words that say no time make no plan."""
    system = systems.by_code(turn.tx, code)
    rule = read_rule(turn, str(facts["words"]))
    if system is not None and rule is not None:
        plan_for(turn, system, rule)


def plan_for(turn: Turn, system: System, rule: Recurrence) -> BackupPlan:
    """The plan of a system, new or changed; from now on its backups are waited for."""
    plan = backups.of_system(turn.tx, system.id)
    before = when_words(plan).zh if plan is not None else ""
    if plan is None:
        number = write_code("BK", numbers.next_number(turn.tx, "BK"))
        plan = BackupPlan(
            code=number, status=PlanStage.ACTIVE, system=system, system_id=system.id, rule=to_json(rule),
            token_hash=f"none:{number}", reason="", created_at=turn.now,
        )  # fmt: skip
        turn.tx.add(plan)
        turn.tx.flush()
        wait_for_test(turn, plan)
    plan.rule = to_json(rule)
    turn.tx.flush()
    turn.record(plan.code, "plan", clause="7.2.2", before=before, after=when_words(plan).zh)
    if plan.status == PlanStage.ACTIVE:
        expect(turn, plan, turn.now)
    return plan


@router.command("备份计划", "备份计划 ", "登记备份计划", "登记备份计划 ", "backup plan", "backup plan ")
def plan_said(turn: Turn, rest: str) -> None:
    """备份计划 教务系统 每天凌晨2点."""
    turn.person()
    system = system_meant(turn, rest) if rest.strip() else None
    if system is None:
        raise Incomplete(texts.HOW_TO_PLAN)
    make_plan(turn, system, rest)


def make_plan(turn: Turn, system: System, words: str) -> None:
    """Plan in words, by whoever may; anything that cannot be read is asked for with an example."""
    known = backups.of_system(turn.tx, system.id)
    person = turn.person()
    may = (
        operator.allows(turn.viewer, known)
        if known is not None
        else turn.viewer.holds(Role.TECHNICIAN, Role.ADMIN)
        or turn.viewer.acts_for_cio
        or person.id in {system.owner_id, system.deputy_id}
    )
    if not may:
        raise NotAllowed(texts.PLAN, texts.WHO_PLANS, code=system.code, step_name="backup_plan")
    rule = read_rule(turn, words)
    if rule is None:
        raise Incomplete(texts.NO_TIME(name=system.name, how=texts.HOW_TO_PLAN))
    plan = plan_for(turn, system, rule)
    _say_planned(turn, plan)


def _say_planned(turn: Turn, plan: BackupPlan) -> None:
    card = plan_card(turn, plan, turn.viewer)
    following: Phrase = turn.clock_time(plan.expected_at) if plan.expected_at is not None else "—"
    said = texts.PLANNED(code=plan.code, name=plan.system.name, when=when_words(plan), next=following)
    turn.reply(
        Card(said, (texts.LINK_HOW(name=plan.system.name),), (), card.buttons, texts.CLAUSE_IS), subject=plan.code
    )


@router.press("reschedule")
def reschedule(turn: Turn, plan: BackupPlan, answers: Mapping[str, Any]) -> None:
    """Another time."""
    rule = read_rule(turn, str(answers["when"]))
    if rule is None:
        raise Incomplete(texts.NO_TIME(name=plan.system.name, how=texts.ASK_WHEN))
    plan_for(turn, plan.system, rule)
    _say_planned(turn, plan)


@router.press("pause")
def pause(turn: Turn, plan: BackupPlan, answers: Mapping[str, Any]) -> None:
    """Nothing is expected for a while, with the reason; whoever runs the backups hears of it."""
    plan.reason, plan.expected_at, plan.alarmed_at = str(answers["reason"]).strip(), None, None
    turn.forget_reminders(plan.code, f"{plan.code}:expect:")
    said = texts.PAUSED(name=plan.system.name, reason=plan.reason, code=plan.code)
    for person in operators(turn, plan):
        if turn.actor is None or person.id != turn.actor.id:
            turn.tell(person, said)
    turn.reply(said)


@router.press("resume")
def resume(turn: Turn, plan: BackupPlan, _answers: Mapping[str, Any]) -> None:
    """Backups are expected again."""
    plan.reason = ""
    expect(turn, plan, turn.now)


@router.due(RETIRED)
def retired(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """A system out of use is not backed up any more; its plan rests, its records stay."""
    system = systems.by_code(turn.tx, code)
    plan = backups.of_system(turn.tx, system.id) if system is not None else None
    if plan is not None and plan.status == PlanStage.ACTIVE:
        before = FLOW.take(FLOW.by_name["pause"], Viewer(None), plan)
        plan.expected_at = plan.alarmed_at = None
        turn.forget_reminders(plan.code)
        turn.record(plan.code, "pause", clause="7.2.2", before=before, after=plan.status)


@router.press("done")
def done(turn: Turn, plan: BackupPlan, _answers: Mapping[str, Any]) -> None:
    """One tap: it ran."""
    record(turn, plan, Ran.SUCCEEDED, "")


@router.press("failed")
def failed(turn: Turn, plan: BackupPlan, answers: Mapping[str, Any]) -> None:
    """It did not, and why."""
    record(turn, plan, Ran.FAILED, str(answers["reason"]).strip())


def record(turn: Turn, plan: BackupPlan, status: Ran, note: str) -> None:
    """What a person says about a backup, and the answer to it."""
    _run, known = heard(turn, plan, status, "chat", note)
    name, at = plan.system.name, turn.clock_time(turn.now)
    if known and status == Ran.SUCCEEDED:
        turn.reply(texts.RECORDED_AGAIN(name=name))
    elif status == Ran.SUCCEEDED:
        turn.reply(texts.RECORDED(name=name, at=at))
    else:
        turn.reply(texts.RECORDED_FAILED(name=name))


@router.press("test")
def test(turn: Turn, plan: BackupPlan, answers: Mapping[str, Any]) -> None:
    """A backup was put back; the next test is asked for some months later, sooner where it did not hold."""
    result, _, note = str(answers["result"]).partition(" ")
    record_test(turn, plan, passed=result == "passed", note=note.strip(EDGES))


def record_test(turn: Turn, plan: BackupPlan, *, passed: bool, note: str) -> None:
    """Write the restore test down; where it did not hold, the CIO hears of it."""
    person = turn.person()
    turn.tx.add(
        RestoreTest(plan=plan, plan_id=plan.id, at=turn.now, passed=passed, by=person, by_id=person.id, note=note[:200])
    )
    turn.tx.flush()
    turn.record(plan.code, "restore_test", clause="7.2.2", after="passed" if passed else "failed", reason=note[:200])
    name = plan.system.name
    if passed:
        wait_for_test(turn, plan)
        turn.features.fulfilled("restore_tests", turn, person, f"{plan.code}:{turn.now:%Y%m%d}")
    else:
        for cio in turn.everyone(Role.CIO, besides=person):
            turn.tell(cio, texts.TEST_FAILED(name=name, note=note or "—"))
    turn.reply(texts.TEST_DONE(name=name, result=texts.PASSED if passed else texts.NOT_PASSED))


def wait_for_test(turn: Turn, plan: BackupPlan) -> None:
    """Ask for the next restore test, by the rule."""
    turn.forget_reminders(plan.code, f"{plan.code}:test:")
    last = backups.last_test(turn.tx, plan.id)
    key = f"{plan.code}:test:{turn.now:%Y%m%d%H%M%S}:{last.id if last is not None else 0}"
    turn.remind_by(rules.RESTORE, key, TEST_DUE, plan.code)


@router.due(TEST_DUE)
def restore_due(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Whoever runs the backups is asked for a restore test, and again after the same time where nobody did one."""
    plan = backups.by_code(turn.tx, code)
    if plan is None or plan.status != PlanStage.ACTIVE:
        return
    note = texts.BY_RULE(rule=rules.RESTORE.title, value=rules.RESTORE.show(turn.rule(rules.RESTORE)))
    for person in operators(turn, plan):
        card = plan_card(turn, plan, turn.view_of(person))
        said = texts.RESTORE_DUE(name=plan.system.name)
        turn.tell(person, Card(said, (texts.RESTORE_HOW,), card.facts, card.buttons, note), subject=f"{code}/test",
                  key=f"{code}:test:{turn.now:%Y%m%d}:{person.id}")  # fmt: skip
    wait_for_test(turn, plan)
