"""The families of intents, as operator.md lists them."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "ticket": (
        *("ticket_create", "ticket_supplement", "ticket_correct", "ticket_status", "ticket_list_mine", "ticket_list"),
        *("ticket_urge", "ticket_cancel", "ticket_confirm_resolved", "ticket_reopen", "ticket_rate", "ticket_claim"),
        *("ticket_transfer", "ticket_hold", "ticket_resolve", "ticket_merge"),
    ),
    "project": (
        *("project_create", "project_amend", "project_save_draft", "project_submit", "project_withdraw"),
        *("project_status", "project_milestone_update", "project_complete", "project_evaluate"),
    ),
    "approval": (
        *("approval_list", "approval_approve", "approval_reject", "approval_return", "approval_request_info"),
        *("approval_undo", "approval_delegate"),
    ),
    "policy": ("policy_question", "policy_feedback", "policy_escalate", "policy_interpretation_publish"),
    "broadcast": (
        *("broadcast_create", "broadcast_edit", "broadcast_confirm", "broadcast_recall", "broadcast_status"),
        *("broadcast_nudge", "broadcast_ack"),
    ),
    "reminder": ("reminder_create", "reminder_list", "reminder_snooze", "reminder_cancel"),
    "training": (
        *("training_create", "training_rsvp", "training_checkin", "training_feedback", "training_record_query"),
        "training_roster",
    ),
    "drill and incident": (
        *("drill_create", "drill_checkin", "drill_close", "timeline_note", "incident_report", "incident_status"),
        *("incident_update", "incident_close", "plan_lookup"),
    ),
    "report and data": (
        *("report_request", "stat_query", "goal_create", "goal_status", "leader_instruction", "backup_record"),
        *("backup_status", "data_classification_query", "inspection_create", "inspection_record", "tech_advice"),
        "resource_query",
    ),
    "feedback": ("feedback_submit", "feedback_status"),
    "meta": (
        *("help", "bind_identity", "smalltalk", "set_preference", "privacy_request", "handoff_human", "cancel_flow"),
        *("flow_back", "choose_option", "multi_intent", "unclear", "out_of_scope", "unauthorized_attempt"),
        "unsafe_request",
    ),
}
_FAMILY = {intent: name for name, intents in FAMILIES.items() for intent in intents}


def family(intent: str) -> str:
    """The family of an intent; an intent that a feature contributed is its own family."""
    return _FAMILY.get(intent, intent)
