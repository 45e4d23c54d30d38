"""What the admin page shows: findings and tables, read in one go. Counts and names of parts, no message and no person."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot.admin import texts
from bot.commands import checks
from bot.commands import texts as command_texts
from bot.commands.checks import Finding
from bot.commands.db import LAST_BACKUP
from handlers.texts import Phrase, Text, joined
from jobs.alarms import updates
from jobs.housekeeping import DATABASE
from storage import charter, migrate, people
from storage import settings as facts
from storage.inbox import Heard, Update
from storage.outbox import Kind, Message, Sent

if TYPE_CHECKING:
    from bot.app import App

BACKUP_DAYS = 7
LATELY = timedelta(days=1)
MOST_ROWS = 10
MOST_CAUSE = 160  # characters


@dataclass(frozen=True)
class Table:
    """Rows under a heading; `after` says what to do about them."""

    heading: Text
    columns: tuple[Text, ...]
    rows: Sequence[tuple[Phrase, ...]]
    after: Text | None = None


@dataclass(frozen=True)
class Status:
    """Everything on the page."""

    now: datetime
    findings: list[Finding] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def gather(app: "App", parts: Mapping[str, bool], started: datetime) -> Status:
    """How it is with this process and its school. Never raises: what cannot be read is a finding."""
    now = app.clock()
    status = Status(now.astimezone(app.settings.zone))
    since = _moment(app, started)
    program = texts.PROGRAM(version=version("xiaoxin"), since=since, worker=app.worker)
    status.findings.append(Finding("program", "ok", program))
    relay = parts["relay"]
    status.findings.append(Finding("relay", "ok" if relay else "broken", texts.RELAY if relay else texts.RELAY_AWAY))
    status.findings.append(checks.check_disk(app.settings))
    status.findings.extend(checks.check_settings(app.settings))
    try:
        with app.database.read() as tx:
            status.findings.extend(_school(app, tx, parts, now))
            status.findings.append(_backup(app, tx, now))
            status.tables.append(_channels(app, tx, now))
            status.tables.append(_undelivered(tx, now))
            status.tables.append(_mistakes(app, tx, now))
            unbound = _unbound(tx)
        status.findings.append(checks.check_people(app.database))
        status.findings.extend(checks.check_backlog(app.database, now))
        status.findings.extend(_lines(app, now))
        status.tables.append(unbound)
    except Exception:  # noqa: BLE001 -- whatever is wrong with the database, the page says that it is
        status.findings.append(Finding("database", "broken", texts.DATABASE_AWAY))
    status.tables.append(_alarms(app))
    return status


def _school(app: "App", tx: Session, parts: Mapping[str, bool], now: datetime) -> Iterator[Finding]:
    kind = "SQLite" if app.database.is_sqlite else "PostgreSQL"
    if parts["database"] and DATABASE not in app.alarms.troubles:
        yield Finding("database", "ok", texts.DATABASE(kind=kind, revision=migrate.revision_of(app.database) or "—"))
    else:
        yield Finding("database", "broken", texts.DATABASE_AWAY)
    in_force = charter.in_force(tx, now.astimezone(app.settings.zone).date())
    clauses = sum(len(one.clauses) for one in in_force)
    if not parts["index"]:
        yield Finding("index", "broken", texts.INDEX_SILENT)
    elif any(one.is_sample for one in in_force):
        yield Finding("index", "warning", texts.INDEX_SAMPLE(clauses=clauses))
    else:
        documents = joined([texts.VERSION_OF(title=one.title, number=one.number) for one in in_force])
        yield Finding("index", "ok", texts.INDEX(clauses=clauses, documents=documents))


def _lines(app: "App", now: datetime) -> Iterator[Finding]:
    """Platforms that take nothing from us or bring us nothing, as this process sees it, and those told to wait."""
    cut_off = set()
    for what, since in sorted(app.alarms.troubles.items()):
        platform, _, side = what.partition(".")
        if platform in command_texts.ABOUT and side:
            cut_off.add(platform)
            says = texts.NO_UPDATES if what == updates(platform) else texts.NOT_SENDING
            cause = app.alarms.causes.get(what) or app.alarms.causes.get(platform, "")
            yield Finding(platform, "broken", says(since=_moment(app, since), cause=cause[:MOST_CAUSE]))
    yield from (one for one in checks.check_pauses(app.settings, app.database, now) if one.about not in cut_off)


def _backup(app: "App", tx: Session, now: datetime) -> Finding:
    last = facts.get(tx, LAST_BACKUP)
    if not last:
        return Finding("backup", "warning", texts.BACKUP_NONE)
    at = datetime.fromisoformat(last["at"])
    shown = _moment(app, at)
    if now - at > timedelta(days=BACKUP_DAYS):
        return Finding("backup", "warning", texts.BACKUP_OLD(at=shown, days=BACKUP_DAYS))
    return Finding("backup", "ok", texts.BACKUP(at=shown, rows=last["rows"], file=last["file"]))


def _channels(app: "App", tx: Session, now: datetime) -> Table:
    rows = []
    for platform, sender in app.relay.senders.items():
        heard = tx.scalar(select(func.max(Update.received_at)).where(Update.platform == platform))
        arrived = tx.scalar(
            select(func.max(Message.settled_at)).where(Message.platform == platform, Message.status == Sent.ACCEPTED)
        )
        queued = tx.scalar(
            select(func.count()).where(
                Message.platform == platform, Message.status.in_([int(Sent.QUEUED), int(Sent.CLAIMED)])
            )
        )
        lost = tx.scalar(select(func.count()).where(Message.platform == platform, *_lost_lately(now)))
        rows.append(
            (_name(platform), texts.YES if sender.leads else texts.NO, _when(app, heard), _when(app, arrived),
             str(queued or 0), str(lost or 0))
        )  # fmt: skip
    return Table(texts.CHANNELS, texts.CHANNEL_COLUMNS, rows)


def _undelivered(tx: Session, now: datetime) -> Table:
    found = tx.execute(
        select(Message.platform, Message.reason, func.count())
        .where(*_lost_lately(now))
        .group_by(Message.platform, Message.reason)
        .order_by(func.count().desc())
        .limit(MOST_ROWS)
    )
    rows = [
        (_name(platform), reason[:MOST_CAUSE] or texts.UNKNOWN_REASON, str(count)) for platform, reason, count in found
    ]
    return Table(texts.UNDELIVERED, texts.UNDELIVERED_COLUMNS, rows)


def _mistakes(app: "App", tx: Session, now: datetime) -> Table:
    found = tx.execute(
        select(Update.received_at, Update.platform, Update.reference)
        .where(Update.status == Heard.FAILED, Update.received_at > now - LATELY)
        .order_by(Update.id.desc())
        .limit(MOST_ROWS)
    )
    rows = [(_when(app, at), _name(platform), reference or "—") for at, platform, reference in found]
    return Table(texts.MISTAKES, texts.MISTAKES_COLUMNS, rows)


def _unbound(tx: Session) -> Table:
    """How many of each department cannot be reached yet; their names are for the command line of the same person."""
    missing = Counter(
        person.department
        for person in people.active_people(tx)
        if not any(account.reachable for account in person.accounts)
    )
    rows = [(name or texts.NO_DEPARTMENT, str(count)) for name, count in sorted(missing.items())]
    return Table(texts.UNBOUND, texts.UNBOUND_COLUMNS, rows, texts.UNBOUND_NEXT if rows else None)


def _alarms(app: "App") -> Table:
    causes = dict(app.alarms.causes)
    counts = dict(app.alarms.counts)
    rows = [(name, str(count), causes.get(name, "")[:MOST_CAUSE]) for name, count in sorted(counts.items())]
    return Table(texts.ALARMS, texts.ALARMS_COLUMNS, rows)


def _lost_lately(now: datetime) -> tuple[ColumnElement[bool], ...]:
    lost = Message.status.in_([int(Sent.FAILED), int(Sent.UNKNOWN)])
    return (lost, Message.kind != str(Kind.TOAST), Message.settled_at > now - LATELY)


def _name(platform: str) -> Phrase:
    return texts.NAMES.get(platform, platform)


def _when(app: "App", at: datetime | None) -> Phrase:
    return _moment(app, at) if at is not None else texts.NEVER


def _moment(app: "App", at: datetime) -> str:
    return f"{at.astimezone(app.settings.zone):%Y-%m-%d %H:%M}"
