"""Where the school stands (6.1.1): the survey among the departments, merged with the figures of the issue desk into gaps.

A gap becomes a goal with one press, is covered by one that exists, or is left out with a reason (6.1.2).
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.errors import NotAllowed, Refused
from handlers.numerals import write_code
from handlers.plans import rules, texts, words
from handlers.plans.cards import evidence, goal_card, survey_card
from handlers.plans.measuring import MOST_STARS
from handlers.plans.routes import gap_router, survey_router
from handlers.plans.standing import day
from handlers.plans.surveys import GAPS, MOST_POINTS
from handlers.plans.writing import add, cover, find_gap, plan_for_writing
from handlers.plans.years import year_end
from handlers.texts import Phrase, joined
from handlers.turn import Turn
from storage import figures, gaps, numbers, plans
from storage.gaps import Gap, GapStage, Survey, SurveyAnswer, SurveyStage
from storage.issues import Issue
from storage.people import Person, Role

MOST_BUTTONS = 4
NOTHING = frozenset({"无", "没有", "none", "no", "-"})


@survey_router.command("现状自评", "发起现状自评", "自评", "survey")
def survey(turn: Turn, _rest: str) -> None:
    """To the CIO: the open survey, or the question whether to send one. To a liaison: what to fill in."""
    person = turn.person()
    running = gaps.last_survey(turn.tx)
    if running is not None and running.status != SurveyStage.CONFIRMED:
        found: Survey = steps.find(turn, survey_router, running.code)
        turn.reply(survey_card(turn, found, turn.viewer), subject=found.code)
        return
    if not person.holds(Role.CIO):
        turn.reply(words.NO_SURVEY)
        return
    asked = turn.everyone(Role.LIAISON)
    if not asked:
        raise Refused(words.NOBODY)
    departments = list(dict.fromkeys(one.department or one.name for one in asked))
    send = Button(words.SEND, token("surveys", "send"), "good")
    turn.reply(Card(words.REALLY(departments=joined(list(departments))), buttons=(send,)))


@survey_router.button("send")
def send(turn: Turn, _code: str, _choice: str) -> None:
    """The question goes to every liaison."""
    _only_cio(turn)
    running = gaps.last_survey(turn.tx)
    if running is not None and running.status == SurveyStage.OPEN:
        turn.reply(words.ALREADY)
        turn.reply(survey_card(turn, running, turn.viewer), subject=running.code)
        return
    asked = turn.everyone(Role.LIAISON)
    if not asked:
        raise Refused(words.NOBODY)
    due = turn.school.calendar.add_workdays(turn.now, turn.rule(rules.SURVEY))
    made = Survey(
        code=write_code("SV", numbers.next_number(turn.tx, "SV")), status=SurveyStage.OPEN, by_id=turn.person().id,
        asked=[{"id": one.id, "department": one.department or one.name} for one in asked], due_at=due, sent_at=turn.now,
    )  # fmt: skip
    turn.tx.add(made)
    turn.tx.flush()
    turn.record(made.code, "send", clause="6.1.1", after=made.status, details={"asked": len(asked)})
    for person in asked:
        _show(turn, made, person)
    turn.remind(f"{made.code}:over", "surveys.over", made.code, due)
    turn.reply(words.SENT(count=len(asked), day=day(turn, due)))


@survey_router.press("answer")
def answer(turn: Turn, of: Survey, answers: Mapping[str, Any]) -> None:
    """One department's word; whoever of it answers last counts."""
    person = turn.person()
    department = person.department or person.name
    mine = next((one for one in of.answers if one.department == department), None)
    if mine is None:
        mine = SurveyAnswer(department=department, by=person, by_id=person.id, at=turn.now)
        of.answers.append(mine)
    mine.by, mine.by_id, mine.at = person, person.id, turn.now
    mine.points = {area: int(answers[area]) for area in words.AREAS if answers.get(area) is not None}
    said = str(answers.get("problem", "")).strip()
    mine.problem = "" if said.lower() in NOTHING else said
    turn.tx.flush()
    if not of.missing:
        for one in turn.everyone(Role.CIO):
            _show(turn, of, one)
    turn.reply(words.THANKS(department=department))


@survey_router.press("answer_again")
def answer_again(turn: Turn, of: Survey, answers: Mapping[str, Any]) -> None:
    """The same once more, while the survey is open."""
    answer(turn, of, answers)


@survey_router.due("surveys.over")
def over(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The day has come: the CIO hears which departments are missing, and they are asked once more."""
    found = gaps.survey(turn.tx, code)
    if found is None or found.status != SurveyStage.OPEN:
        return
    silent = found.missing
    told = words.OVER(code=code, missing=joined(list(silent)) if silent else words.NOBODY_MISSING)
    for person in turn.everyone(Role.CIO):
        card = survey_card(turn, found, turn.view_of(person))
        turn.tell(person, Card(told, card.lines, card.facts, card.buttons, card.note), subject=code)
    for one in found.asked:
        if one["department"] in silent:
            _show(turn, found, turn.tx.get(Person, one["id"]))


@survey_router.press("gather")
def gather(turn: Turn, of: Survey, _answers: Mapping[str, Any]) -> None:
    """The departments' word and the issue desk's figures become the list of gaps."""
    _from_survey(turn, of)
    _from_issues(turn)
    open_gaps = gaps.in_status(turn.tx, GapStage.OPEN)
    turn.reply(_list(turn, words.GATHERED(count=len(open_gaps))))


@survey_router.press("confirm")
def confirm(turn: Turn, _of: Survey, _answers: Mapping[str, Any]) -> None:
    """The CIO stands by it."""
    turn.reply(_list(turn, words.GAPS(count=len(gaps.in_status(turn.tx, GapStage.OPEN)))))


@gap_router.command("差距清单", "差距", "gaps")
def listed(turn: Turn, _rest: str) -> None:
    """The open gaps, for whoever plans."""
    _reader(turn)
    turn.reply(_list(turn, words.GAPS(count=len(gaps.in_status(turn.tx, GapStage.OPEN)))))


@gap_router.command("现状分析", "analyse")
def analyse(turn: Turn, _rest: str) -> None:
    """Look at the issue desk's figures now; a survey that was gathered counts, too."""
    _only_cio(turn)
    last = gaps.last_survey(turn.tx)
    if last is not None and last.status != SurveyStage.OPEN:
        _from_survey(turn, last)
    _from_issues(turn)
    listed(turn, "")


@gap_router.button("aim")
def aim(turn: Turn, code: str, _choice: str) -> None:
    """One press: the gap becomes a goal of the plan, with what can be suggested; everything of it can be amended."""
    _only_cio(turn)
    gap: Gap = steps.find(turn, gap_router, code)
    GAPS.check(GAPS.by_name["cover"], turn.viewer, gap, "", turn.settled_by(gap))
    plan = plan_for_writing(turn, f"{gap.code} {gap.title}")
    name, unit, target = _suggested(gap)
    goal = add(
        turn, plan, name, unit=unit, baseline=gap.value, target=target, owner=turn.person(),
        due=year_end(turn, plan.year), basis="",
    )  # fmt: skip
    cover(turn, gap, goal)
    card = goal_card(turn, goal, turn.viewer)
    turn.reply(
        Card(words.AIMED(code=goal.code), (card.title, *card.lines), card.facts, card.buttons), subject=goal.code
    )
    _redraw(turn, gap)


@gap_router.press("cover")
def covered(turn: Turn, gap: Gap, answers: Mapping[str, Any]) -> None:
    """A goal that exists takes it up."""
    goal = plans.goal(turn.tx, str(answers["goal"]))
    if goal is None:
        raise Refused(texts.NO_SUCH_GOAL(code=str(answers["goal"])))
    gap.goal, gap.goal_id = goal, goal.id


@gap_router.press("waive")
def waive(_turn: Turn, gap: Gap, answers: Mapping[str, Any]) -> None:
    """Left out, and it says why."""
    gap.reason = str(answers["reason"]).strip()


@gap_router.press("reopen")
def reopen(_turn: Turn, gap: Gap, _answers: Mapping[str, Any]) -> None:
    """Looked at again."""
    gap.reason, gap.goal, gap.goal_id = "", None, None


def _suggested(gap: Gap) -> tuple[str, str, float]:
    """Indicator, unit and target that a gap of its kind suggests; a wish without a figure is done or not done."""
    if gap.metric == "late":
        return words.LATE_METRIC.zh, "%", 90.0
    if gap.metric == "stars":
        return words.STARS_METRIC.zh, "分", 4.5
    if gap.metric.startswith("points:"):
        return words.POINTS_METRIC(area=words.AREAS[gap.metric.partition(":")[2]]).zh, "分", 4.0
    if gap.metric == "fails":
        return f"{gap.title}次数", "次", 0.0
    return gap.title[:60], "项", 1.0


def _from_survey(turn: Turn, of: Survey) -> None:
    low = MOST_POINTS * turn.rule(rules.POINTS) / 100
    for area, label in words.AREAS.items():
        given = [(one.points[area], one) for one in of.answers if area in one.points]
        if not given:
            continue
        mean = sum(points for points, _one in given) / len(given)
        worst = min(given, key=lambda one: (one[0], one[1].id))
        if mean < low:
            lowest = f"{worst[1].department} {worst[0]}"
            shown = words.BY_POINTS(code=of.code, count=len(given), mean=f"{mean:.1f}", lowest=lowest)
            title = words.LOW_POINTS(area=label).zh
            find_gap(turn, f"points:{area}", title, shown, [of.code], f"points:{area}", round(mean, 2))
    for one in of.answers:
        if one.problem:
            title = words.PROBLEM_OF(department=one.department, problem=one.problem).zh
            shown = words.BY_ANSWER(code=of.code, department=one.department, name=one.by.name)
            find_gap(turn, f"{of.code}:{one.department}", title, shown, [of.code])


def _from_issues(turn: Turn) -> None:
    days = turn.rule(rules.LOOK_BACK)
    since = turn.now - timedelta(days=days)
    filed = figures.issues_filed(turn.tx, since, turn.now)
    at: dict[str, list[Issue]] = defaultdict(list)
    for issue in filed:
        where = " ".join(part for part in (issue.place or issue.building, issue.asset) if part)
        if where:
            at[where].append(issue)
    for where, found in at.items():
        if len(found) >= turn.rule(rules.FAILS):
            shown = words.BY_ISSUES(days=days, count=len(found))
            title, codes = words.PLACE_FAILS(where=where).zh, [one.code for one in found]
            find_gap(turn, f"fails:{where}", title, shown, codes, "fails", float(len(found)))
    late = figures.issues_late(turn.tx, since, turn.now)
    promised = [issue for issue in filed if issue.resolve_by is not None]
    if promised and 100 * len(late) / len(promised) > turn.rule(rules.LATE):
        share = 100 * len(late) / len(promised)
        shown = words.BY_LATE(days=days, count=len(late), all=len(promised), share=f"{share:.0f}")
        title, codes = words.LATE_SHARE.zh, [one.code for one in late]
        find_gap(turn, "late", title, shown, codes, "late", round(100 - share, 1))
    rated = figures.issues_rated(turn.tx, since, turn.now)
    mean = sum(one.stars or 0 for one in rated) / len(rated) if rated else MOST_STARS
    if rated and mean < MOST_STARS * turn.rule(rules.STARS) / 100:
        shown = words.BY_STARS(days=days, count=len(rated), mean=f"{mean:.1f}")
        find_gap(turn, "stars", words.LOW_STARS.zh, shown, [one.code for one in rated], "stars", round(mean, 2))


def _list(_turn: Turn, title: Phrase) -> Card:
    found = gaps.in_status(_turn.tx, GapStage.OPEN)
    if not found:
        return Card(words.NO_GAPS)
    lines = tuple(words.GAP_LINE(code=gap.code, title=gap.title, evidence=evidence(gap)) for gap in found)
    looks = tuple(Button(f"看 {gap.code}", token("people", "look", gap.code)) for gap in found[:MOST_BUTTONS])
    return Card(title, lines, buttons=looks)


def _show(turn: Turn, of: Survey, person: Person | None) -> None:
    if person is not None:
        turn.tx.flush()
        turn.tell(person, survey_card(turn, of, turn.view_of(person)), subject=of.code)


def _redraw(turn: Turn, gap: Gap) -> None:
    assert gap_router.card is not None  # noqa: S101 -- given where the router is made
    draw = gap_router.card
    turn.settle(gap.code, lambda viewer: draw(turn, gap, viewer))


def _only_cio(turn: Turn) -> None:
    if not turn.person().holds(Role.CIO):
        raise NotAllowed(words.SEND, texts.CIO, code="survey", step_name="send")


def _reader(turn: Turn) -> None:
    if not turn.person().holds(Role.CIO, Role.LEADER, Role.SECRETARY, Role.LIAISON, Role.AUDITOR):
        raise NotAllowed(words.EVIDENCE, texts.CIO, code="gaps", step_name="read")
