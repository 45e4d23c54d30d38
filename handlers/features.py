"""All features, explicitly: what is not listed here does not exist. The order is the order of 帮助."""

from handlers import issues, people, policy, projects, reminders
from handlers.router import Features, Router

FEATURES: tuple[Router, ...] = (
    people.router,
    issues.router,
    policy.router,
    policy.leading_group,
    projects.router,
    reminders.router,
)


def all_features() -> Features:
    """The features of this installation, checked against each other."""
    return Features(FEATURES)
