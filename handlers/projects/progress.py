"""What a project's card says once it is approved: milestones, a change asked for, the result, the evaluation."""

from handlers import allotment
from handlers.flow import Viewer
from handlers.money import yuan
from handlers.projects import endings, rules, words
from handlers.projects.amending import difference
from handlers.projects.days import date
from handlers.projects.flow import concluder, cosigner
from handlers.projects.request import shown
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import improvements
from storage.improvements import Improvement
from storage.projects import Milestone, Project, Stage

ENOUGH = 0.3  # of those asked; below it the card says that the stars speak for few


def lines(turn: Turn, project: Project, viewer: Viewer) -> list[Phrase]:
    """What is asked of the reader first."""
    if project.status == Stage.COSIGN and cosigner.allows(viewer, project):
        return [endings.COSIGN_WANTED(code=project.code, title=project.title, budget=yuan(project.budget))]
    if project.status == Stage.REJECTED and project.appeal:
        return [_appeal(project)]
    if project.status == Stage.CHANGING:
        kind = words.KINDS[project.change["kind"]]
        wanted: list[Phrase] = [words.WANTS(name=project.applicant.name, kind=kind, text=project.change["text"])]
        return [*wanted, *difference(project.fields, allotment.wished(project))]
    if project.status == Stage.EVALUATING and viewer.id == project.applicant_id and not project.actual:
        return [words.EVALUATION_DUE(code=project.code)]
    if project.status == Stage.EVALUATING and not project.actual and concluder.allows(viewer, project):
        rule = rules.EVALUATE_WITHIN
        value = rule.show(turn.rule(rule))
        late = words.NO_RESULTS_IN_TIME(name=project.applicant.name, rule=rule.title, value=value, clause=rule.clause)
        return [late]
    return []


def _appeal(project: Project) -> Text:
    outcome = str(project.appeal.get("outcome", ""))
    if outcome:
        return words.UPHELD(reason=outcome)
    return words.APPEAL_IS(name=project.applicant.name, text=str(project.appeal["text"]))


def facts(turn: Turn, project: Project) -> list[tuple[Phrase, Phrase]]:
    """Target and actual side by side; nothing is said about what has not happened yet."""
    found: list[tuple[Phrase, Phrase]] = signatures(project)
    if project.scope:
        found.append((words.SCOPE, project.scope))
    if project.milestones:
        found.append((words.MILESTONES, joined([_milestone(turn, one) for one in project.milestones], "; ", "; ")))
    if project.result:
        found.append((words.RESULT, project.result))
    if "trained" in project.completion:
        found.append((endings.CHECKS, _checks(project)))
    if project.status in (Stage.EVALUATING, Stage.EVALUATED, Stage.TRACKING, Stage.ARCHIVED):
        frozen = list(project.approved_fields.get("indicators", project.indicators))
        found.append((words.TARGETS, joined(frozen, "；", "; ")))
        if project.actual:
            found.append((words.ACTUAL, project.actual))
        elif project.results_late:
            found.append((words.ACTUAL, words.NO_ACTUAL))
        found.append((words.RATINGS, ratings(project)))
    if project.verdict:
        found.append((words.VERDICT, project.verdict))
    items = improvements.from_source(turn.tx, project.code)
    if items:
        found.append((endings.ITEMS, joined([_item(turn, one) for one in items], "；", "; ")))
    return found


def signatures(project: Project) -> list[tuple[Phrase, Phrase]]:
    """Which head stands behind it, where a rule asks for it."""
    return [(endings.COSIGNED_BY, str(project.cosigned["name"]))] if project.cosigned else []


def _checks(project: Project) -> Text:
    found = project.completion.get("found")
    told = endings.CHECKS_ARE(
        trained=endings.trained.shown(project.completion["trained"]),
        backed_up=endings.backed_up.shown(project.completion["backed_up"]),
        data_class=shown("data_class", project.data_class),
    )
    if found:
        return joined([told, endings.ON_RECORD(found=Text(found["zh"], found["en"]))], "。", ". ")
    claimed = "done" in (project.completion["trained"], project.completion["backed_up"])
    return joined([told, endings.ON_ITS_WORD], "。", ". ") if claimed and found is not None else told


def _item(turn: Turn, item: Improvement) -> Text:
    router = turn.features.by_prefix.get("M")
    status = router.flow.statuses[item.status] if router is not None and router.flow is not None else item.status
    return endings.ITEM_IS(code=item.code, text=item.headline, status=status)


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
    return date(turn, milestone.due_at)


def _milestone(turn: Turn, milestone: Milestone) -> Text:
    wording = words.MILESTONE_OPEN if milestone.done_at is None else words.MILESTONE_DONE
    return wording(name=milestone.name, day=day(turn, milestone))
