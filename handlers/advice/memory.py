"""What the school bought before (N27): projects of the same kind with what came of them, systems in use, earlier opinions."""

from collections.abc import Sequence

from handlers.advice import texts
from handlers.likeness import likeness
from handlers.money import yuan
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import advice, projects, resources
from storage.advice import Advice
from storage.projects import Project, Stage
from storage.resources import Resource

NEVER_BOUGHT = (Stage.SUBMITTED, Stage.WAITING, Stage.SECOND, Stage.RETURNED, Stage.REJECTED, Stage.WITHDRAWN)
MOST = 3  # of each kind on one card
ALIKE = 0.5
SHORT = 60  # characters of an earlier opinion


def remembered(turn: Turn, product: str, besides: int | None = None, *, inside: bool) -> list[Text]:
    """Everything like this product, newest first. What was paid and by whom is only for the team that advises."""
    found: list[Text] = []
    if inside:
        found += [_project(turn, one) for one in _bought(turn, product)[:MOST]]
    found += [_system(one) for one in _systems(turn, product)[:MOST]]
    found += [_opinion(turn, one) for one in advice.issued(turn.tx, besides) if _is_about(product, one.product)][:MOST]
    return found


def project_of(turn: Turn, one: Advice) -> Project | None:
    """The request this advice became, the newest that was not taken back or rejected."""
    dropped = (Stage.WITHDRAWN, Stage.REJECTED)
    return next((each for each in projects.begun_from(turn.tx, one.code) if each.status not in dropped), None)


def status_of(turn: Turn, project: Project) -> Phrase:
    """Where a project stands, in the words of its own flow."""
    router = turn.features.by_prefix.get("P")
    return router.flow.statuses[project.status] if router is not None and router.flow is not None else project.status


def outcome_of(turn: Turn, project: Project) -> Text:
    """The project with where it stands, its users' stars and the last word on it."""
    stars = [one.stars for one in project.ratings if one.stars is not None]
    facts: list[Phrase] = [status_of(turn, project)]
    if stars:
        facts.append(_stars(stars, len(project.ratings)))
    if project.verdict:
        facts.append(project.verdict)
    return texts.BECAME(code=project.code, title=project.title, facts=joined(facts, "，", ", "))


def systems_to_fit(turn: Turn) -> list[str]:
    """Names of the school's systems that anything new has to work with."""
    return [one.name for one in resources.lines(turn.tx, resources.Kind.SYSTEM)][:MOST]


def _bought(turn: Turn, product: str) -> list[Project]:
    return [
        one
        for one in projects.past(turn.tx, 0)
        if one.status not in NEVER_BOUGHT and _is_about(product, f"{one.title}{one.purpose}")
    ]


def _systems(turn: Turn, product: str) -> Sequence[Resource]:
    lines = resources.lines(turn.tx, resources.Kind.SYSTEM, resources.Kind.DEVICE)
    return [one for one in lines if _is_about(product, f"{one.name}{one.note}")]


def _is_about(product: str, text: str) -> bool:
    """The product's own word in the text, or names that are much alike (电子班牌, 班牌)."""
    return bool(product) and (product in text or likeness(product, text) >= ALIKE)


def _project(turn: Turn, project: Project) -> Text:
    stars = [one.stars for one in project.ratings if one.stars is not None]
    facts: list[Phrase] = [yuan(project.budget), f"{turn.local(project.created_at).year}", project.department]
    if stars:
        facts.append(_stars(stars, len(project.ratings)))
    else:
        facts.append(texts.NOT_RATED)
    if project.verdict:
        facts.append(project.verdict)
    return texts.PAST_PROJECT(
        code=project.code, title=project.title, facts=joined([one for one in facts if one], "，", ", ")
    )


def _stars(stars: Sequence[int], asked: int) -> Text:
    mean = f"{sum(stars) / len(stars):.1f}"
    return Text(f"{mean}星（{len(stars)}/{asked} 人）", f"{mean} stars ({len(stars)} of {asked})")


def _system(line: Resource) -> Text:
    facts: list[Phrase] = []
    facts += [texts.USED_BY(who=line.used_by)] if line.used_by else []
    facts += [texts.CONTRACT(date=line.contract_ends_on.isoformat())] if line.contract_ends_on else []
    return texts.PAST_SYSTEM(name=line.name, facts=joined(facts, "", ""))


def _opinion(turn: Turn, one: Advice) -> Text:
    at = turn.local(one.issued_at) if one.issued_at else None
    date = f"{at.year}-{at.month:02d}" if at else ""
    verdict: Phrase = texts.STILL(verdict=texts.VERDICT_WORDS[one.verdict]) if one.verdict else ""
    project = project_of(turn, one)
    if project is not None:
        went_on = texts.WENT_ON(project=outcome_of(turn, project))
        verdict = joined([went_on, verdict], "", "")
    short = one.opinion if len(one.opinion) <= SHORT else f"{one.opinion[: SHORT - 1]}…"
    return texts.PAST_ADVICE(code=one.code, what=one.headline, date=date, opinion=short, verdict=verdict)
