"""A project that begins as something else: an issue that cannot be repaired away (4.1, 转立项), a department's need."""

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.errors import NotFound
from handlers.projects import applying, lists, texts
from handlers.projects.routes import router
from handlers.turn import Turn
from storage import issues, projects
from storage.people import Person, Role
from storage.projects import SOURCE

LONGEST_TITLE = 30


@router.beginning
def from_other_work(turn: Turn, words: str, person: Person | None, source: str) -> str:
    """Whoever needs it gets the request half written; it becomes a project when they submit it, so there is no code yet."""
    if person is not None:
        button = Button(texts.GO_ON_WRITING, token("projects", "write_up", source), "good")
        turn.tell(person, Card(texts.WRITE_UP(code=source), (f"「{words[:80]}」",), buttons=(button,)))
    return ""


@router.button("write_up")
def write_up(turn: Turn, code: str, _choice: str) -> None:
    """Open the request with what the issue said."""
    person = turn.person()
    if not code.startswith("T-"):
        _of_other_work(turn, code)
        return
    issue = issues.find(turn.tx, code)
    desk = person.holds(Role.DISPATCHER, Role.CIO)
    if issue is None or not (desk or person.id in {issue.reporter_id, *issue.follower_ids}):
        raise NotFound(code)
    if issue.became:
        lists.look(turn, issue.became)
        return
    known = {
        "title": issue.headline[:LONGEST_TITLE],
        "purpose": texts.PURPOSE_OF_ISSUE(code=code, words=issue.words).zh,
    }
    applying.begin(turn, {**known, SOURCE: code}, "")


def _of_other_work(turn: Turn, code: str) -> None:
    """What a department needs, for whoever may read it; once requested, the request is shown."""
    feature = turn.features.by_prefix.get(code.partition("-")[0])
    if feature is None or feature.readable is None:
        raise NotFound(code)
    subject = steps.find(turn, feature, code)
    begun = projects.begun_from(turn.tx, code)
    if begun:
        lists.look(turn, begun[0].code)
        return
    words = str(getattr(subject, "text", "") or subject.headline)
    known = {"title": words[:LONGEST_TITLE], "purpose": texts.PURPOSE_OF_ISSUE(code=code, words=words).zh}
    applying.begin(turn, {**known, SOURCE: code}, "")
