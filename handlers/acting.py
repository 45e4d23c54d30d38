"""The CIO, and who acts for them under a letter without limits, as the guard of a step (N23)."""

from handlers.flow import Viewer


def leads(viewer: Viewer, _subject: object = None) -> bool:
    """The CIO, or who acts for them now."""
    return viewer.acts_for_cio
