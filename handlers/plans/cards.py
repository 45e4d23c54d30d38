"""What plans, goals, gaps and surveys look like to whoever looks at them."""

from handlers.cards import Button, Card, token
from handlers.flow import Viewer
from handlers.plans import measuring, rules, texts, words
from handlers.plans.flow import GOALS, PLANS, cio, goal_reader, leader, liaison, may_open_rows, owner, silent_liaison
from handlers.plans.standing import amount, arrived, day, pace, periods_behind, said, standing
from handlers.plans.surveys import GAPS, SURVEYS, asked_liaison, runs_it
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import figures, gaps, improvements
from storage.gaps import Gap, GapStage, Survey, SurveyStage
from storage.people import Role
from storage.plans import CONFIRMED, Goal, GoalStage, Plan, PlanStage

_DECIDING = (Role.LEADER, Role.SECRETARY, Role.AUDITOR)
MOST_LISTED = 8


def goal_card(turn: Turn, goal: Goal, viewer: Viewer) -> Card:
    """A goal with its value, where that comes from, what it is for, and the projects that serve it."""
    now = standing(turn, goal)
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.NOW_AT, said(turn, goal, now)),
        (texts.TARGET, span(goal)),
        (texts.OWNER_LABEL, goal.owner.name),
        (texts.DUE, day(turn, goal.due_at)),
        (texts.SOURCE, measuring.definition(goal) if goal.metric else texts.MANUAL),
        (texts.BASIS, basis(turn, goal)),
        (texts.PLAN, f"{goal.plan.code} {goal.plan.headline}"),
    ]
    serving = figures.projects_for(turn.tx, goal.code)
    if serving:
        facts.append((texts.PROJECTS, joined([f"{one.code} {one.title}" for one in serving[:MOST_LISTED]])))
    if goal.reason:
        facts.append((texts.REASON, goal.reason))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    lines: list[Phrase] = []
    if goal.status == GoalStage.UNDER_WAY:
        lines.append(pace(turn, goal, now))
        if goal.due_at <= turn.now and cio.allows(viewer, goal):
            lines.append(texts.SUGGEST_REACHED if arrived(goal, now.value) else texts.SUGGEST_MISSED)
    rows = (Button(texts.ROWS, token("goals", "rows", goal.code)),) if may_open_rows(viewer, goal) else ()
    title, point = texts.GOAL_TITLE(code=goal.code, name=goal.name, status=GOALS.statuses[goal.status]), None
    if goal.status == GoalStage.UNDER_WAY:
        point = _point(turn, goal, viewer)
    above = (point, title) if point is not None else (title,)
    return Card(above[0], (*above[1:], *lines), tuple(facts), (*GOALS.buttons(viewer, goal), *rows))


def _point(turn: Turn, goal: Goal, viewer: Viewer) -> Text | None:
    """What the reader has to do about a goal, if anything: that is the first line then."""
    if goal.asked and owner.allows(viewer, goal):
        return texts.UPDATE_DUE(code=goal.code, name=goal.name)
    if cio.allows(viewer, goal):
        if goal.due_at <= turn.now:
            return texts.GOAL_DUE(code=goal.code)
        run = len(periods_behind(goal))
        if run >= turn.rule(rules.BEHIND):
            return texts.REVIEW(code=goal.code, count=run)
    return None


def span(goal: Goal) -> Text:
    """From where to where."""
    return texts.FROM_TO(baseline=amount(goal, goal.baseline), target=amount(goal, goal.target))


def basis(turn: Turn, goal: Goal) -> Phrase:
    """The gaps it is to close, and the reason somebody gave."""
    parts: list[Phrase] = [f"{gap.code} {gap.title}" for gap in gaps.of_goal(turn.tx, goal.id)]
    if goal.basis:
        parts.append(goal.basis)
    return joined(parts) if parts else texts.NO_BASIS


def has_basis(turn: Turn, goal: Goal) -> bool:
    """Whether a goal traces to a gap or a reason (6.1.2)."""
    return bool(goal.basis or gaps.of_goal(turn.tx, goal.id))


def plan_card(turn: Turn, plan: Plan, viewer: Viewer) -> Card:
    """A plan with its goals, what is still uncovered, and what the departments said."""
    lines: list[Phrase] = []
    if plan.reason and plan.status in (PlanStage.DRAFT, PlanStage.REVISING):
        wording = texts.SENT_BACK if plan.status == PlanStage.DRAFT else texts.REVISING
        lines.append(wording(reason=plan.reason))
    shown = [goal for goal in plan.standing_goals if goal_reader.allows(viewer, goal)]  # what no leader confirmed waits
    lines += [_plan_line(turn, goal) for goal in shown] or [texts.EMPTY]
    facts: list[tuple[Phrase, Phrase]] = []
    if plan.comment_by is not None and plan.status == PlanStage.CONSULTING:
        facts.append((texts.COMMENT_BY, day(turn, plan.comment_by)))
    if plan.status not in (PlanStage.IN_FORCE, PlanStage.ARCHIVED):
        facts += _preparation(turn, plan, viewer)
    if plan.confirmed_at is not None and plan.confirmed_by is not None:
        edition = texts.EDITION(number=plan.edition, name=plan.confirmed_by.name, day=day(turn, plan.confirmed_at))
        facts.append((texts.EDITION_LABEL, edition))
    facts.append((texts.CLAUSE, texts.PLAN_CLAUSE))
    title: Phrase = texts.PLAN_TITLE(code=plan.code, name=plan.headline, status=PLANS.statuses[plan.status])
    point = _plan_point(turn, plan, viewer)
    if point is not None:
        title, lines = point, [title, *lines]
    return Card(title, tuple(lines), tuple(facts), PLANS.buttons(viewer, plan))


def _plan_point(turn: Turn, plan: Plan, viewer: Viewer) -> Text | None:
    """What the reader has to do about a plan, if anything: that is the first line then."""
    if plan.status == PlanStage.CONFIRMING and leader.allows(viewer, plan):
        return texts.TO_CONFIRM(plan=plan.headline)
    if plan.status != PlanStage.CONSULTING or plan.comment_by is None:
        return None
    if silent_liaison.allows(viewer, plan):
        return texts.ASKED(plan=plan.headline, day=day(turn, plan.comment_by))
    if cio.allows(viewer, plan) and (turn.now >= plan.comment_by or not silent_departments(turn, plan)):
        return texts.COMMENTS_OVER(plan=plan.headline)
    return None


def _plan_line(turn: Turn, goal: Goal) -> Text:
    line = texts.PLAN_GOAL(
        code=goal.code, name=goal.name, span=span(goal), owner=goal.owner.name, day=day(turn, goal.due_at)
    )
    return line if has_basis(turn, goal) else joined([line, texts.PLAN_GOAL_BARE], zh="", en="")


def _preparation(turn: Turn, plan: Plan, viewer: Viewer) -> list[tuple[Phrase, Phrase]]:
    """What the plan's writers still have to think of. Each liaison sees the comments; only the CIO what is missing."""
    found: list[tuple[Phrase, Phrase]] = []
    if cio.allows(viewer, plan):
        uncovered = gaps.in_status(turn.tx, GapStage.OPEN)
        if uncovered:
            found.append((texts.GAPS_OPEN, joined([f"{gap.code} {gap.title}" for gap in uncovered[:MOST_LISTED]])))
        items = improvements.still_open(turn.tx)
        if items and plan.status not in CONFIRMED:
            found.append((texts.ITEMS_OPEN, joined([f"{one.code} {one.headline}" for one in items[:MOST_LISTED]])))
    said_so = [one for one in plan.comments if one.edition == plan.edition]
    if said_so and (cio.allows(viewer, plan) or liaison.allows(viewer, plan) or viewer.holds(*_DECIDING)):
        found += [
            (
                texts.COMMENTS,
                texts.COMMENT_LINE(
                    department=one.department, name=one.by.name, words=one.words or texts.NOTHING_AGAINST
                ),
            )
            for one in said_so
        ]
    if plan.status == PlanStage.CONSULTING and cio.allows(viewer, plan):
        silent = silent_departments(turn, plan)
        if silent:
            found.append((texts.STILL_SILENT, joined(list(silent))))
    return found


def silent_departments(turn: Turn, plan: Plan) -> list[str]:
    """Departments with a liaison nobody of whom has answered about this draft."""
    heard = {one.department for one in plan.comments if one.edition == plan.edition}
    asked = [person.department or person.name for person in turn.everyone(Role.LIAISON)]
    return [name for name in dict.fromkeys(asked) if name not in heard]


def gap_card(turn: Turn, gap: Gap, viewer: Viewer) -> Card:
    """A gap with its evidence: how many issues, whose answer."""
    facts: list[tuple[Phrase, Phrase]] = [(words.EVIDENCE, evidence(gap))]
    if gap.records:
        more = len(gap.records) - MOST_LISTED
        facts.append((words.RECORDS, "、".join(gap.records[:MOST_LISTED]) + ("……" if more > 0 else "")))
    if gap.goal is not None:
        facts.append((words.GOAL, f"{gap.goal.code} {gap.goal.name}"))
    if gap.reason:
        facts.append((words.WAIVED, gap.reason))
    facts.append((texts.CLAUSE, words.CLAUSE_IS))
    own: tuple[Button, ...] = ()
    if gap.status == GapStage.OPEN and cio.allows(viewer, gap):
        own = (Button(words.AIM, token("gaps", "aim", gap.code), "good"),)
    del turn
    title = words.GAP_TITLE(code=gap.code, title=gap.title, status=GAPS.statuses[gap.status])
    return Card(title, (), tuple(facts), (*own, *GAPS.buttons(viewer, gap)))


def evidence(gap: Gap) -> Text:
    """What shows the gap, in both languages."""
    return Text(str(gap.evidence["zh"]), str(gap.evidence["en"]))


def survey_card(turn: Turn, survey: Survey, viewer: Viewer) -> Card:
    """To whom it was sent: what to write. To who runs it: who answered, who did not, the averages."""
    title: Phrase = words.SURVEY_TITLE(code=survey.code, status=SURVEYS.statuses[survey.status])
    lines: list[Phrase] = []
    facts: list[tuple[Phrase, Phrase]] = []
    if survey.status == SurveyStage.OPEN and asked_liaison.allows(viewer, survey):
        title = words.ASKED(day=day(turn, survey.due_at))
        lines.append(words.HOW)
    if runs_it.allows(viewer, survey):
        answered = [answer.department for answer in survey.answers]
        facts.append((words.GIVEN, "、".join(answered) if answered else "—"))
        facts.append((words.MISSING, "、".join(survey.missing) or words.NOBODY_MISSING))
        facts += [
            (label, words.MEAN(mean=f"{sum(given) / len(given):.1f}"))
            for area, label in words.AREAS.items()
            if (given := [answer.points[area] for answer in survey.answers if area in answer.points])
        ]
    facts.append((texts.CLAUSE, words.CLAUSE_IS))
    return Card(title, tuple(lines), tuple(facts), SURVEYS.buttons(viewer, survey))
