"""The one router of this feature: how a request is found, who may see it, and what is on whose desk."""

from handlers.flow import Viewer
from handlers.projects import rules, texts
from handlers.projects.cards import project_card
from handlers.projects.flow import FLOW, may_settle, party
from handlers.router import Router
from handlers.turn import Turn
from storage import projects
from storage.people import Role
from storage.projects import UNDECIDED, Project, Stage


def on_desk(turn: Turn) -> list[Project]:
    """What this person may have in hand: requests to decide on first, their own after, then what they can take back."""
    if turn.actor is None:
        return []
    own = projects.open_of(turn.tx, turn.actor.id)
    found = [*projects.undecided(turn.tx), *own, *projects.undoable_by(turn.tx, turn.actor.id)]
    if turn.viewer.holds(Role.CIO):
        found += [*projects.under_way(turn.tx), *projects.looked_after(turn.tx)]
    if turn.viewer.holds(Role.HEAD):
        found += projects.to_cosign(turn.tx, turn.actor.department)
    found += projects.advised_by(turn.tx, turn.actor.id)
    return list({project.code: project for project in found}.values())


def waiting_for(turn: Turn, viewer: Viewer) -> list[Project]:
    """What waits for this person's decision, the longest wait first."""
    return [
        project
        for project in projects.undecided(turn.tx)
        if project.status != Stage.WAITING and may_settle(viewer, project)
    ]


def _context(turn: Turn, project: Project) -> str:
    viewer = turn.viewer
    if project.undo_by_id is not None and project.undo_by_id == viewer.id:
        return f"approval_just_decided:{'approve' if project.status == Stage.APPROVED else 'reject'}"
    if project.status in UNDECIDED and may_settle(viewer, project):
        return f"approval_card_focused:{project.code}"
    return "project_active:1" if viewer.id == project.applicant_id else "none"


router = Router(
    "projects", flow=FLOW, find=projects.by_code, readable=party, card=project_card, open_for=on_desk,
    context=_context, rules=rules.ALL, rule_readers=(Role.CIO,),
)  # fmt: skip
router.help(texts.HELP)
router.help(texts.HELP_CIO, Role.CIO)
