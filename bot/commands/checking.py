"""`xiaoxin doctor` and `xiaoxin channels check`: how it is with this installation, and how to mend what is broken."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import typer
from pydantic import SecretStr

from bot.commands import checks, texts
from bot.commands.checks import Finding
from bot.commands.opening import connect, in_words
from bot.commands.saying import Problem, setting_problem, tell, tell_json
from bot.settings import Settings
from handlers.texts import Text, joined, say

HIDDEN = "•••"
SHORTEST = 4  # characters: covering a shorter one would blot out half of every sentence and hide nothing


def examine(*, as_json: bool) -> None:
    """Look at everything. Ends with 1 when something is broken."""
    try:
        settings = Settings()
    except ValueError as wrong:
        words = setting_problem(wrong)
        if words is None:
            raise
        _report([Finding("settings", "broken", words)], set(), as_json=as_json)
        return
    _report(_everything(settings, datetime.now(UTC)), secrets_of(settings), as_json=as_json)


def examine_channel(name: str, *, as_json: bool) -> None:
    """Look at one channel, and the address it calls."""
    if name not in checks.NEEDS:
        known = joined(list(checks.NEEDS))
        raise typer.BadParameter(
            f"没有「{name}」这个渠道。可以是：{known.zh} / There is no channel {name!r}. There are: {known.en}"
        )
    settings = Settings()
    _report(checks.check_channel(settings, name), secrets_of(settings), as_json=as_json)


def _everything(settings: Settings, now: datetime) -> Iterator[Finding]:
    yield from checks.check_settings(settings)
    yield checks.check_disk(settings)
    try:
        yield from _about_database(settings, now)
    except Problem as problem:
        yield Finding("database", "broken", problem.words)
        yield checks.check_clock(settings, now, None)
    yield from checks.check_model(settings)
    yield from checks.check_embeddings(settings)
    yield from checks.check_channels(settings)


def _about_database(settings: Settings, now: datetime) -> Iterator[Finding]:
    if not checks.has_database(settings):
        yield checks.check_clock(settings, now, None)
        yield Finding("database", "warning", texts.DATABASE_NONE(where=settings.data_dir))
        return
    with connect(settings) as database, in_words(settings):
        state = checks.check_database(database)
        yield state
        if state.state != "ok":
            yield checks.check_clock(settings, now, None)
            return
        yield checks.check_clock(settings, now, database)
        yield checks.check_index(settings, database, now)
        yield checks.check_people(database)
        yield from checks.check_backlog(database, now)
        yield from checks.check_pauses(settings, database, now)


def secrets_of(settings: Settings) -> set[str]:
    """Every secret of the settings, passwords inside addresses included."""
    values = [getattr(settings, name) for name in type(settings).model_fields]
    secrets = {value.get_secret_value() for value in values if isinstance(value, SecretStr)}
    for url in (settings.database_url, settings.chroma_url, settings.telegram_proxy):
        try:
            secrets.add(urlsplit(url).password or "")
        except ValueError:
            secrets.add(url)
    return {secret for secret in secrets if len(secret) >= SHORTEST}


def _report(findings: Iterable[Finding], secrets: set[str], *, as_json: bool) -> None:
    found = []
    for finding in findings:
        found.append(finding)
        if not as_json:  # at once: a platform may take its time
            state, about = texts.STATES[finding.state], texts.ABOUT[finding.about]
            line = Text("[{state}] {about}：{says}", "[{state}] {about}: {says}")
            tell(covered(secrets, line(state=state, about=about, says=finding.says)))
    broken = sum(finding.state == "broken" for finding in found)
    warnings = sum(finding.state == "warning" for finding in found)
    if as_json:
        rows = [
            {"about": one.about, "state": one.state, "zh": say(hidden, "zh"), "en": say(hidden, "en")}
            for one in found
            for hidden in [covered(secrets, one.says)]
        ]
        tell_json({"ok": not broken, "findings": rows})
    elif broken:
        tell(texts.SOME_BROKEN(count=broken))
    else:
        tell(texts.SOME_WARNINGS(count=warnings) if warnings else texts.ALL_WELL)
    if broken:
        raise typer.Exit(1)


def covered(secrets: set[str], words: Text) -> Text:
    """The words with every secret covered, whatever a library put into its message."""
    zh, en = words.zh, words.en
    for secret in sorted(secrets, key=len, reverse=True):
        zh, en = zh.replace(secret, HIDDEN), en.replace(secret, HIDDEN)
    return Text(zh, en)
