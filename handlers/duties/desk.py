"""The router of the regular duties: their rules, and the schedules that stand from the first day."""

from handlers.duties.rules import DUTIES, RULES
from handlers.router import Router, Standing

DUE = "duties.due"

router = Router(
    "duties",
    rules=RULES,
    standing=tuple(
        Standing(
            key=duty.key, title=duty.name.zh, action=DUE, rule=duty.recurs(duty.rule.default), clause=duty.rule.clause,
            payload={"subject": duty.key}, catch_up="send_late", follows=duty.rule, recurs=duty.recurs,
        )
        for duty in DUTIES
    ),
)  # fmt: skip
