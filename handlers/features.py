"""All features, explicitly: what is not listed here does not exist. The order is the order of 帮助."""

from handlers import (
    acknowledging,
    advice,
    assessments,
    backups,
    broadcasts,
    calendar,
    charter,
    data_assets,
    drills,
    duties,
    feedback,
    improvements,
    incidents,
    inspections,
    issues,
    needs,
    obligations,
    passports,
    people,
    places,
    plans,
    policy,
    privacy,
    projects,
    reminders,
    reports,
    resources,
    response_plans,
    responsibilities,
    risks,
    rules,
    statistics,
    systems,
    tasks,
    trainings,
)
from handlers.catalogue import Features
from handlers.router import Router

FEATURES: tuple[Router, ...] = (
    people.router,
    issues.router,
    issues.exporting.router,
    statistics.router,
    places.router,
    drills.router,
    incidents.router,
    response_plans.router,
    policy.router,
    policy.leading_group,
    charter.router,
    rules.router,
    projects.router,
    reminders.router,
    trainings.router,
    passports.router,
    reports.router,
    resources.router,
    systems.router,
    responsibilities.router,
    risks.router,
    data_assets.router,
    obligations.router,
    backups.router,
    advice.router,
    calendar.router,
    duties.router,
    plans.router,
    plans.plan_router,
    plans.survey_router,
    plans.gap_router,
    improvements.router,
    assessments.router,
    tasks.router,
    needs.router,
    inspections.router,
    inspections.finding_router,
    feedback.router,
    privacy.router,
    broadcasts.router,
    acknowledging.router,
)


def all_features() -> Features:
    """The features of this installation, checked against each other."""
    return Features(FEATURES)


def drawings() -> str:
    """Every workflow as a state diagram, printed from its table: `python -m handlers.features > docs/workflows.md`."""
    parts = ["# Workflows", "Printed from the tables in `handlers/*/flow.py`; `make fix` prints them again."]
    for router in FEATURES:
        if router.flow is not None:
            flow = router.flow
            statuses = ", ".join(f"`{status}` {text.zh}" for status, text in flow.statuses.items())
            parts += [f"## {flow.name} ({flow.prefix}-, {flow.clause})", statuses, f"```mermaid\n{flow.mermaid()}\n```"]
    return "\n\n".join(parts)


if __name__ == "__main__":
    print(drawings())  # noqa: T201 -- printing is what it is run for
