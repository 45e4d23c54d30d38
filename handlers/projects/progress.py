"""What a project's card says once it is approved: milestones, a change asked for, the result, the evaluation."""

from handlers.flow import Viewer
from handlers.projects import words
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage.projects import Milestone, Project, Stage

ENOUGH = 0.3  # of those asked; below it the card says that the stars speak for few


def lines(turn: Turn, project: Project, viewer: Viewer) -> list[Phrase]:
    """What is asked of the reader first."""
    del turn
    if project.status == Stage.REJECTED and project.appeal:
        return [_appeal(project)]
    if project.status == Stage.CHANGING:
        kind = words.KINDS[project.change["kind"]]
        return [words.WANTS(name=project.applicant.name, kind=kind, text=project.change["text"])]
    if project.status == Stage.EVALUATING and viewer.id == project.applicant_id and not project.actual:
        return [words.EVALUATION_DUE(code=project.code)]
    return []


def _appeal(project: Project) -> Text:
    outcome = str(project.appeal.get("outcome", ""))
    if outcome:
        return words.UPHELD(reason=outcome)
    return words.APPEAL_IS(name=project.applicant.name, text=str(project.appeal["text"]))


def facts(turn: Turn, project: Project) -> list[tuple[Phrase, Phrase]]:
    """Target and actual side by side; nothing is said about what has not happened yet."""
    found: list[tuple[Phrase, Phrase]] = []
    if project.milestones:
        found.append((words.MILESTONES, joined([_milestone(turn, one) for one in project.milestones], "; ", "; ")))
    if project.result:
        found.append((words.RESULT, project.result))
    if project.status in (Stage.EVALUATING, Stage.EVALUATED):
        frozen = list(project.approved_fields.get("indicators", project.indicators))
        found.append((words.TARGETS, joined(frozen, "；", "; ")))
        if project.actual:
            found.append((words.ACTUAL, project.actual))
        found.append((words.RATINGS, ratings(project)))
    if project.verdict:
        found.append((words.VERDICT, project.verdict))
    return found


def ratings(project: Project) -> Text:
    """The users' stars with how many answered: a low response is said, not hidden."""
    given = [one.stars for one in project.ratings if one.stars is not None]
    asked = len(project.ratings)
    if not given:
        return words.NO_RATINGS(asked=asked)
    mean = f"{sum(given) / len(given):.1f}"
    wording = words.RATINGS_ARE if len(given) >= ENOUGH * asked else words.FEW
    return wording(mean=mean, count=len(given), asked=asked)


def day(turn: Turn, milestone: Milestone) -> Text:
    """The date of a milestone, as people say it."""
    at = turn.local(milestone.due_at)
    return Text(f"{at.month}月{at.day}日", f"{at:%d %b}")


def _milestone(turn: Turn, milestone: Milestone) -> Text:
    wording = words.MILESTONE_OPEN if milestone.done_at is None else words.MILESTONE_DONE
    return wording(name=milestone.name, day=day(turn, milestone))
