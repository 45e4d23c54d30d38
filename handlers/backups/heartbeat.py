"""What a backup job says when it calls at its own address, and Xiaoxin's own backup: the same as a person's word."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from handlers.backups.desk import router
from handlers.backups.running import heard
from handlers.turn import Turn
from storage import backups, schedules, systems
from storage.backups import BackupPlan, PlanStage, Ran

Outcome = Literal["recorded", "known", "resting", "unknown"]
BYTES = 24  # of chance in an address: it cannot be guessed
OWN = "backups.own"
OWN_NAMES = ("校信官", "Xiaoxin", "xiaoxin")
MANY = 300  # characters of a remark that are kept in the log at most


def hashed(token: str) -> str:
    """What is kept of an address: nobody who reads the database can report a backup."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token(plan: BackupPlan) -> str:
    """A new address for the jobs of a plan; the one before is void from now on."""
    token = secrets.token_urlsafe(BYTES)
    plan.token_hash = hashed(token)
    return token


def beat(turn: Turn, token: str, *, succeeded: bool, note: str) -> tuple[Outcome, str]:
    """A job calls: what it did is written down, once however often it says so. Gives the outcome and the plan's code."""
    plan = backups.of_token(turn.tx, hashed(token)) if len(token) >= BYTES else None
    if plan is None:
        return "unknown", ""
    if plan.status != PlanStage.ACTIVE:
        return "resting", plan.code
    said = " ".join("".join(c if c.isprintable() else " " for c in note[:MANY]).split())
    _run, known = heard(turn, plan, Ran.SUCCEEDED if succeeded else Ran.FAILED, "http", said)
    return ("known" if known else "recorded"), plan.code


def note_own(tx: Session, file: str, now: datetime) -> str:
    """`xiaoxin backup` ran: a run of the system 校信官, where the school has registered it with a plan; its code, or "".

    The command only leaves word; the clock of the running Xiaoxin writes the run down.
    """
    plan = _own_plan(tx)
    if plan is None:
        return ""
    schedules.set_timer(
        tx, f"{plan.code}:own:{now:%Y%m%d%H%M%S}", OWN, plan.code, now, {"at": now.isoformat(), "note": file}
    )
    return plan.code


@router.due(OWN)
def own_backup(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Xiaoxin's own backup, as reliable as any job's word."""
    plan = backups.by_code(turn.tx, code)
    if plan is not None and plan.status == PlanStage.ACTIVE:
        heard(turn, plan, Ran.SUCCEEDED, "own", str(facts["note"]), at=datetime.fromisoformat(str(facts["at"])))


def _own_plan(tx: Session) -> BackupPlan | None:
    system = next((one for name in OWN_NAMES if (one := systems.by_name(tx, name)) is not None), None)
    plan = backups.of_system(tx, system.id) if system is not None else None
    return plan if plan is not None and plan.status == PlanStage.ACTIVE else None
