"""The plan of a school year (5.1.1): drafted, put before the departments, confirmed by a leader, revised with a reason."""

from collections.abc import Mapping
from typing import Any

from handlers.cards import Card
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.plans import rules, texts, words
from handlers.plans.cards import has_basis, plan_card, silent_departments
from handlers.plans.flow import GOALS
from handlers.plans.routes import plan_router as router
from handlers.plans.standing import amount, arrived, day, standing
from handlers.plans.writing import add, find_gap, new_plan
from handlers.plans.years import this_year, year_end
from handlers.texts import joined
from handlers.turn import Turn
from storage import improvements, plans
from storage.people import Person, Role
from storage.plans import GoalStage, Plan, PlanComment, PlanEdition, PlanStage


def show(turn: Turn, plan: Plan, person: Person) -> None:
    """Put the plan's card into somebody's chat, as they may see and press it."""
    turn.tx.flush()
    turn.tell(person, plan_card(turn, plan, turn.view_of(person)), subject=plan.code)


@router.command("起草计划", "起草年度计划", "draft plan")
def draft(turn: Turn, _rest: str) -> None:
    """This school year's draft; where it exists already, its card."""
    _only_cio(turn)
    plan = plans.of_year(turn.tx, this_year(turn)) or new_plan(turn, this_year(turn))
    turn.reply(plan_card(turn, plan, turn.viewer), subject=plan.code)


@router.command("明年计划", "起草明年计划", "下学年计划", "起草下学年计划", "next plan")
def draft_next(turn: Turn, _rest: str) -> None:
    """Next year's draft, filled with the goals not reached and the improvement items still open."""
    _only_cio(turn)
    year = this_year(turn) + 1
    plan = plans.of_year(turn.tx, year)
    if plan is not None:
        turn.reply(plan_card(turn, plan, turn.viewer), subject=plan.code)
        return
    old, plan = plans.of_year(turn.tx, year - 1), new_plan(turn, year)
    carried = 0
    for goal in old.standing_goals if old is not None else ():
        now = standing(turn, goal).value
        if goal.status == GoalStage.REACHED or (goal.status != GoalStage.MISSED and arrived(goal, now)):
            continue
        add(
            turn, plan, goal.name, unit=goal.unit, baseline=goal.baseline if now is None else round(now, 2),
            target=goal.target, owner=goal.owner, due=year_end(turn, year),
            basis=texts.CARRIED_BASIS(code=goal.code, value=amount(goal, now)).zh,
        )  # fmt: skip
        carried += 1
    items = improvements.still_open(turn.tx)
    for item in items:
        find_gap(
            turn, f"improvement:{item.code}", words.STILL_ITEM(text=item.headline).zh,
            words.BY_ITEM(code=item.code, source=item.source or "—"), [item.code],
        )  # fmt: skip
    turn.tx.flush()
    turn.tx.refresh(plan, ["goals"])
    card = plan_card(turn, plan, turn.viewer)
    told = texts.CARRIED(goals=carried, items=len(items))
    turn.reply(Card(card.title, (told, *card.lines), card.facts, card.buttons, card.note), subject=plan.code)


@router.command("年度计划", "学年计划", "计划", "annual plan")
def look(turn: Turn, _rest: str) -> None:
    """The plan of this school year, for whoever may see it."""
    turn.person()
    plan = plans.current(turn.tx, this_year(turn))
    if plan is None or (router.readable is not None and not router.readable.allows(turn.viewer, plan)):
        year = this_year(turn)
        turn.reply(texts.NO_PLAN(year=f"{year}–{year + 1}"))
        return
    turn.reply(plan_card(turn, plan, turn.viewer), subject=plan.code)


@router.press("consult")
def consult(turn: Turn, plan: Plan, _answers: Mapping[str, Any]) -> None:
    """The draft goes to every liaison with a day until which they can comment."""
    if not plan.standing_goals:
        raise Refused(texts.NO_GOALS_YET(plan=plan.code))
    bare = [goal.code for goal in plan.standing_goals if not has_basis(turn, goal)]
    if bare:
        raise Refused(texts.WITHOUT_BASIS(goals=joined(list(bare))))
    asked = turn.everyone(Role.LIAISON)
    if not asked:
        raise Refused(texts.NO_LIAISONS)
    due = turn.school.calendar.add_workdays(turn.now, turn.rule(rules.CONSULT))
    plan.comment_by, plan.reason = due, ""
    for person in asked:
        show(turn, plan, person)
    turn.remind(f"{plan.code}:comments:{turn.now:%Y%m%d%H%M}", "plans.comments_over", plan.code, due)
    turn.reply(texts.ASKED_COUNT(count=len(asked), day=day(turn, due)))


def _speak(turn: Turn, plan: Plan, said: str) -> None:
    person = turn.person()
    mine = next((one for one in plan.comments if one.by_id == person.id and one.edition == plan.edition), None)
    if mine is None:
        mine = PlanComment(
            edition=plan.edition, by=person, by_id=person.id, department=person.department or person.name, at=turn.now
        )
        plan.comments.append(mine)
    mine.words, mine.at = said.strip(), turn.now
    turn.tx.flush()
    if not silent_departments(turn, plan):
        for one in turn.everyone(Role.CIO):
            show(turn, plan, one)
    turn.reply(texts.THANKS)


@router.press("comment")
def comment(turn: Turn, plan: Plan, answers: Mapping[str, Any]) -> None:
    """A department says something about the draft."""
    _speak(turn, plan, str(answers["comment"]))


@router.press("comment_again")
def comment_again(turn: Turn, plan: Plan, answers: Mapping[str, Any]) -> None:
    """… or says it otherwise."""
    _speak(turn, plan, str(answers["comment"]))


@router.press("agree")
def agree(turn: Turn, plan: Plan, _answers: Mapping[str, Any]) -> None:
    """No objection is an answer, too."""
    _speak(turn, plan, "")


@router.due("plans.comments_over")
def comments_over(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The day has come: the CIO has the comments, and the names of the departments that kept silent."""
    plan = plans.by_code(turn.tx, code)
    if plan is not None and plan.status == PlanStage.CONSULTING:
        for person in turn.everyone(Role.CIO):
            show(turn, plan, person)


@router.press("submit")
def submit(turn: Turn, plan: Plan, _answers: Mapping[str, Any]) -> None:
    """To the leader; not before the departments had the time they were given."""
    assert plan.comment_by is not None  # noqa: S101 -- the guard asked for a consultation
    silent = silent_departments(turn, plan)
    if silent and turn.now < plan.comment_by:
        raise Refused(texts.TOO_EARLY(day=day(turn, plan.comment_by), departments=joined(list(silent))))
    _to_leader(turn, plan)


@router.press("submit_revision")
def submit_revision(turn: Turn, plan: Plan, _answers: Mapping[str, Any]) -> None:
    """A revision goes straight to the leader, with its reason."""
    bare = [goal.code for goal in plan.standing_goals if not has_basis(turn, goal)]
    if bare:
        raise Refused(texts.WITHOUT_BASIS(goals=joined(list(bare))))
    _to_leader(turn, plan)


def _to_leader(turn: Turn, plan: Plan) -> None:
    leaders = turn.everyone(Role.LEADER, besides=turn.actor)
    if not leaders:
        raise Refused(texts.NO_LEADER)
    plan.author_id = turn.person().id
    plan.revision += 1
    for person in leaders:
        show(turn, plan, person)


@router.press("confirm")
def confirm(turn: Turn, plan: Plan, _answers: Mapping[str, Any]) -> None:
    """In force: this edition is kept word for word, its goals begin, everybody concerned hears of it."""
    plan.edition += 1
    plan.confirmed_by, plan.confirmed_by_id, plan.confirmed_at = turn.person(), turn.person().id, turn.now
    plan.editions.append(
        PlanEdition(
            number=plan.edition, reason=plan.reason, by_id=turn.person().id, at=turn.now,
            goals=[
                {"code": one.code, "name": one.name, "baseline": one.baseline, "target": one.target, "unit": one.unit,
                 "owner": one.owner.name, "due": one.due_at.isoformat()}
                for one in plan.standing_goals
            ],
        )
    )  # fmt: skip
    plan.reason = ""
    turn.features.fulfilled("plans", turn, turn.person(), plan.code)
    for goal in plan.standing_goals:
        if goal.status == GoalStage.NOT_STARTED:
            turn.take(GOALS, "begin", goal)
    told = texts.IN_FORCE(plan=plan.headline, number=plan.edition)
    concerned = (*turn.everyone(Role.CIO, Role.LIAISON), *(goal.owner for goal in plan.standing_goals))
    for person in {one.id: one for one in concerned}.values():
        if person.id != turn.person().id:
            turn.tell(person, told)


def _send_back(turn: Turn, plan: Plan, reason: str) -> None:
    plan.reason = reason.strip()
    for person in turn.everyone(Role.CIO):
        show(turn, plan, person)


@router.press("send_back")
def send_back(turn: Turn, plan: Plan, answers: Mapping[str, Any]) -> None:
    """The leader wants it otherwise, and says why."""
    _send_back(turn, plan, str(answers["reason"]))


@router.press("send_revision_back")
def send_revision_back(turn: Turn, plan: Plan, answers: Mapping[str, Any]) -> None:
    """The same for a revision; the edition before stays in force."""
    _send_back(turn, plan, str(answers["reason"]))


@router.press("revise")
def revise(_turn: Turn, plan: Plan, answers: Mapping[str, Any]) -> None:
    """The plan is opened for a change; what is in force stays so until a leader confirms."""
    plan.reason = str(answers["reason"]).strip()


@router.press("archive")
def archive(turn: Turn, plan: Plan, _answers: Mapping[str, Any]) -> None:
    """The year is over and every goal has its result."""
    open_goals = [one.code for one in plan.standing_goals if one.status in (GoalStage.NOT_STARTED, GoalStage.UNDER_WAY)]
    if open_goals:
        raise Incomplete(texts.STILL_OPEN(goals=joined(list(open_goals))))
    turn.forget_reminders(plan.code)


def _only_cio(turn: Turn) -> None:
    if not turn.person().holds(Role.CIO):
        raise NotAllowed(texts.PLAN, texts.CIO, code="plan", step_name="draft")
