"""The CIO, and who acts for them: a letter without limits covers what the CIO gives out and looks at, too (N23)."""

from handlers.flow import Letter, Viewer
from storage.people import Role

UNLIMITED = frozenset({"", "approvals"})  # scopes that leave nothing out; any other names kinds or departments


def letter_for(viewer: Viewer, _subject: object = None) -> Letter | None:
    """The letter under which somebody acts for the CIO in everything; None in their own right, or without one."""
    if viewer.holds(Role.CIO):
        return None
    return next((one for one in viewer.letters if Role.CIO in one.roles and one.scope in UNLIMITED), None)


def leads(viewer: Viewer, _subject: object = None) -> bool:
    """The CIO, or who acts for them now."""
    return viewer.holds(Role.CIO) or letter_for(viewer) is not None
