"""How a survey and a gap move (clauses 6.1.1, 6.1.2): asked, answered, gathered; then covered by a goal or left out."""

import re
from collections.abc import Mapping
from typing import Any

from handlers.errors import Incomplete
from handlers.flow import Flow, Step, Viewer, by
from handlers.forms import Field
from handlers.numerals import find_codes, fold
from handlers.plans import texts, words
from handlers.texts import EDGES
from storage.gaps import Gap, GapStage, Survey, SurveyStage
from storage.people import Role

S = SurveyStage
MOST_POINTS = 5
_PROBLEM = re.compile(r"(?:最大的?问题|主要问题|问题|problem)\s*(?:是|为|:)?\s*(.+)$", re.IGNORECASE | re.DOTALL)


@by("CIO", "the CIO")
def runs_it(viewer: Viewer, _subject: object) -> bool:
    """The CIO asks and gathers."""
    return viewer.holds(Role.CIO)


@by("被邀请的部门联络人", "the liaison who was asked")
def asked_liaison(viewer: Viewer, survey: Survey) -> bool:
    """Somebody the survey was sent to."""
    return viewer.id is not None and any(one["id"] == viewer.id for one in survey.asked)


@by("被邀请的部门联络人（还没填时）", "the liaison who was asked and has not answered")
def silent_liaison(viewer: Viewer, survey: Survey) -> bool:
    """Whose department has not answered."""
    return any(one["id"] == viewer.id and one["department"] in survey.missing for one in survey.asked)


@by("已填的部门联络人", "the liaison who answered")
def heard_liaison(viewer: Viewer, survey: Survey) -> bool:
    """May say it otherwise while the survey is open."""
    return asked_liaison.allows(viewer, survey) and not silent_liaison.allows(viewer, survey)


@by("CIO、校领导、部门联络人和审计员", "the CIO, leaders, liaisons and auditors")
def gap_reader(viewer: Viewer, _gap: Gap) -> bool:
    """Gaps are for those who plan."""
    return viewer.holds(Role.CIO, Role.LEADER, Role.SECRETARY, Role.LIAISON, Role.AUDITOR)


@by("CIO、校领导和被邀请的联络人", "the CIO, leaders and the liaisons who were asked")
def survey_reader(viewer: Viewer, survey: Survey) -> bool:
    """Each department sees its own question; those who lead see the whole."""
    return viewer.holds(Role.CIO, Role.LEADER, Role.SECRETARY, Role.AUDITOR) or asked_liaison.allows(viewer, survey)


def read_points(text: str) -> int:
    """1 to 5. Raises `Incomplete`."""
    match = re.fullmatch(r"([1-5])\s*(?:分|/5)?", fold(text).strip())
    if match is None:
        raise Incomplete(words.POINTS_UNREADABLE)
    return int(match[1])


def read_goal_id(text: str) -> str:
    """G-3 as people type it. Raises `Incomplete`."""
    code = next((one.id for one in find_codes(text) if one.prefix == "G" and one.id), None)
    if code is None:
        raise Incomplete(words.GOAL_ASK)
    return code


def read_answer(_turn: Any, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """A whole answer in one message: 设备3 网络2 系统4 培训3,最大的问题:机房电脑太慢."""
    found: dict[str, Any] = {}
    said = fold(text)
    problem = _PROBLEM.search(said)
    if problem:
        found["problem"] = text[problem.start(1) : problem.end(1)].strip(EDGES)
        said = said[: problem.start()]
    for area, label in words.AREAS.items():
        match = re.search(rf"(?:{label.zh}|{label.en})\s*[:是]?\s*([1-5])(?![\d.])", said, re.IGNORECASE)
        if match:
            found[area] = int(match[1])
    digits = re.findall(r"(?<![\d.])[1-5](?![\d.])", said)
    if not any(area in found for area in words.AREAS) and len(digits) == len(words.AREAS):
        found |= {area: int(digit) for area, digit in zip(words.AREAS, digits, strict=True)}
    return {name: value for name, value in found.items() if known.get(name) in (None, "")}


_ANSWER = (
    *(Field(area, label, words.POINTS_ASK, read=read_points) for area, label in words.AREAS.items()),
    Field("problem", words.PROBLEM, words.PROBLEM_ASK, words=("问题", "主要问题")),
)
_WHY = Field("reason", texts.REASON, words.WHY_WAIVE)
_GOAL = Field("goal", words.GOAL_ID, words.GOAL_ASK, read=read_goal_id)

SURVEYS = Flow(
    "surveys",
    prefix="SV",
    clause="6.1.1",
    statuses=words.SURVEY_STATUS,
    steps=(
        Step("answer", (S.OPEN,), "", silent_liaison, words.ANSWER, asks=_ANSWER, extract=read_answer, style="good"),
        Step("answer_again", (S.OPEN,), "", heard_liaison, words.ANSWER, asks=_ANSWER, extract=read_answer, waits=False),
        Step("gather", (S.OPEN,), S.GATHERED, runs_it, words.GATHER, waits=False),
        Step("confirm", (S.GATHERED,), S.CONFIRMED, runs_it, words.CONFIRM_SURVEY, style="good"),
    ),
)  # fmt: skip

GAPS = Flow(
    "gaps",
    prefix="GAP",
    clause="6.1.2",
    statuses=words.GAP_STATUS,
    over=(GapStage.COVERED, GapStage.WAIVED),
    steps=(
        Step("cover", (GapStage.OPEN,), GapStage.COVERED, runs_it, words.COVER, asks=(_GOAL,), waits=False),
        Step("waive", (GapStage.OPEN,), GapStage.WAIVED, runs_it, words.WAIVE, asks=(_WHY,), waits=False),
        Step("reopen", (GapStage.WAIVED, GapStage.COVERED), GapStage.OPEN, runs_it, words.REOPEN, waits=False),
    ),
)  # fmt: skip
