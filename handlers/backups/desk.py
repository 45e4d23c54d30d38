"""The router of backups, what a plan looks like, and what is on whose desk."""

from datetime import timedelta

from handlers.backups import rules, texts
from handlers.backups.flow import FLOW, party
from handlers.cards import Button, Card, token
from handlers.flow import Viewer
from handlers.recurrence import describe, from_json
from handlers.router import Router
from handlers.safety import day_words
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import backups
from storage.backups import BackupPlan, BackupRun, PlanStage, Ran
from storage.people import Role


def plan_card(turn: Turn, plan: BackupPlan, viewer: Viewer) -> Card:
    """When, the last good one, the next one, the last restore test, and whose it is."""
    newest = backups.last_run(turn.tx, plan.id)
    facts: list[tuple[Phrase, Phrase]] = [(texts.RULE, when_words(plan)), (texts.LAST, last_good(turn, plan))]
    if newest is not None and newest.status != Ran.SUCCEEDED:
        facts.append((texts.NEWEST, run_words(turn, newest)))
    if plan.status == PlanStage.ACTIVE and plan.expected_at is not None:
        facts.append((texts.NEXT, turn.clock_time(plan.expected_at)))
    facts += [(texts.TEST, test_words(turn, plan)), (texts.OWNER, plan.system.owner.name)]
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    lines: tuple[Phrase, ...] = (plan.reason,) if plan.status == PlanStage.PAUSED and plan.reason else ()
    title = texts.TITLE(code=plan.code, name=plan.system.name, status=FLOW.statuses[plan.status])
    if plan.alarmed_at is not None and newest is not None and newest.status != Ran.SUCCEEDED:
        title, lines = alarm_words(turn, plan, newest), (texts.CHECK,)
    return Card(title, lines, tuple(facts), FLOW.buttons(viewer, plan))


def alarm_words(turn: Turn, plan: BackupPlan, run: BackupRun) -> Text:
    """What is wrong, in one line: silence, again silence, or a failure with its reason."""
    name = plan.system.name
    if run.status == Ran.FAILED:
        return texts.FAILED_TELL(name=name, reason=run.note or "—")
    count = missed_in_a_row(turn, plan)
    if count > 1:
        return texts.SILENT_AGAIN(name=name, count=count)
    return texts.SILENT(name=name, at=turn.clock_time(run.expected_at))


def missed_in_a_row(turn: Turn, plan: BackupPlan) -> int:
    """How many did not succeed since the last that did."""
    good = backups.last_run(turn.tx, plan.id, Ran.SUCCEEDED)
    since = good.expected_at if good is not None else plan.created_at - timedelta(days=1)
    runs = backups.runs_between(turn.tx, since, turn.now + timedelta(days=1))
    return sum(one.plan_id == plan.id and one.status in (Ran.MISSED, Ran.FAILED) for one in runs)


def when_words(plan: BackupPlan) -> Text:
    """Its plan in words, such as 每天 02:00."""
    rule = from_json(plan.rule)
    return Text(describe(rule, "zh"), describe(rule, "en"))


def last_good(turn: Turn, plan: BackupPlan) -> Phrase:
    """When a backup succeeded last."""
    run = backups.last_run(turn.tx, plan.id, Ran.SUCCEEDED)
    return texts.NEVER if run is None or run.heard_at is None else turn.clock_time(run.heard_at)


def run_words(turn: Turn, run: BackupRun) -> Text:
    """One run: expected when, what became of it, and where we know it from."""
    how = texts.HOW.get(run.how, run.how)
    return texts.RUN_IS(at=turn.clock_time(run.expected_at), status=texts.RAN[Ran(run.status)], how=how)


def test_words(turn: Turn, plan: BackupPlan) -> Phrase:
    """The last restore test: when, whether it held, who says so."""
    test = backups.last_test(turn.tx, plan.id)
    if test is None:
        return texts.NEVER
    note = f"：{test.note}" if test.note else ""
    result = texts.PASSED if test.passed else texts.NOT_PASSED
    return texts.TEST_IS(day=day_words(turn, test.at), result=result, name=test.by.name, note=note)


def in_hand(turn: Turn) -> list[BackupPlan]:
    """Plans of one's own systems; technicians and whoever leads have all."""
    if turn.actor is None:
        return []
    found = backups.all_plans(turn.tx)
    if turn.viewer.holds(Role.TECHNICIAN, Role.CIO, Role.ADMIN):
        return list(found)
    return [one for one in found if turn.actor.id in {one.system.owner_id, one.system.deputy_id}]


def _none(_turn: Turn, _plan: BackupPlan) -> str:
    return "none"


router = Router(
    "backups", flow=FLOW, find=backups.by_code, readable=party, card=plan_card, open_for=in_hand, context=_none,
    rules=rules.ALL, rule_readers=(Role.TECHNICIAN,),
)  # fmt: skip
router.help(texts.HELP, Role.TECHNICIAN, Role.CIO)


@router.desk
def waiting_here(turn: Turn) -> list[tuple[Text, Button]]:
    """Backups that are silent or failed, to whoever runs them."""
    person = turn.person()
    return [
        (texts.OPEN_LATE(name=one.system.name, status=_state(turn, one)),
         Button(texts.LOOK(code=one.code), token("people", "look", one.code)))
        for one in in_hand(turn)
        if one.alarmed_at is not None and one.status == PlanStage.ACTIVE
        and (person.holds(Role.TECHNICIAN) or person.id in {one.system.owner_id, one.system.deputy_id})
    ]  # fmt: skip


def _state(turn: Turn, plan: BackupPlan) -> Phrase:
    newest = backups.last_run(turn.tx, plan.id)
    return texts.RAN[Ran(newest.status)] if newest is not None else ""
