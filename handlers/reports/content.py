"""What a report says: gathered from the features' sections, kept as plain data with numbered sentences, edited by the CIO.

{"summary": [zh, en], "own": whether the CIO wrote it, "next": the next free number, "sections": [{"title": [zh, en],
"figures": [{"key", "version", "name", "value", "shown", "formula", "how", "count", "person", "rows": [[code, zh, en]]}],
"items": [{"n", "zh", "en", "by"}]}], "asks": [items],
"gone": [words the CIO took out],
"since": [zh, en] where the records begin later than the time that is reported on,
"last": [zh, en] what the CIO changed last, while it is a draft}.
A sentence keeps its number as long as the report lives.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from handlers.figures import Figure, Period, Section, compute
from handlers.reports import rules, texts
from handlers.texts import Phrase, Text, joined, say
from handlers.turn import Turn
from storage import audit, reports, schedules

Content = dict[str, Any]
MOST_ROWS = 200  # of one figure in the snapshot
SOON = timedelta(days=31)
# The figures a summary names, in this order, as far as they are there.
FIRST = (
    "issues.filed", "issues.resolved", "issues.in_target", "issues.satisfaction", "projects.finished", "projects.running",
    "incidents.reported", "trainings.held", "trainings.coverage", "drills.held", "tasks.in_time", "improvements.open",
)  # fmt: skip


def gather(turn: Turn, period: Period) -> Content:
    """A new content, counted now."""
    content: Content = {"summary": ["", ""], "own": False, "next": 1, "sections": [], "asks": []}
    sections = [found for action in turn.features.sections() for found in [action(turn, period)] if found is not None]
    sections += [*_calendar(turn), *_untracked(turn)]
    for section in sections:
        _put(turn, content, section, period)
    if (since := _since(turn, period)) is not None:
        content["since"] = _pair(since)
    summarise(turn, content)
    return content


def _since(turn: Turn, period: Period) -> Text | None:
    """Why so much is missing: Xiaoxin was not there yet for some of the time."""
    first = audit.first_at(turn.tx)
    if first is None:
        return texts.NO_RECORDS
    day = turn.local(first)
    if day.date() <= period.first:
        return None
    return texts.SINCE(day=Text(f"{day:%Y}年{day.month}月{day.day}日", f"{day:%d %b %Y}"))


def _put(turn: Turn, content: Content, section: Section, period: Period) -> None:
    figures = [
        _figure(turn, compute(turn, turn.features.metrics[key], period))
        for key in section.metrics
        if key in turn.features.metrics
    ]
    kept: Content = {"title": _pair(section.title), "figures": figures, "items": []}
    rows = (_row_words(row.code, row.blind if row.person else row.words) for row in section.rows)
    for line in (*section.lines, *rows):
        kept["items"].append(_item(content, line))
    content["sections"].append(kept)
    content["asks"] += [_item(content, ask) for ask in section.asks]


def _row_words(code: str, words: Phrase) -> Text:
    zh, en = say(words, "zh"), say(words, "en")
    known = not code or code in zh
    return Text(zh if known else f"{code} {zh}", en if known else f"{code} {en}")


def _figure(turn: Turn, figure: Figure) -> Content:
    metric = figure.metric
    person = any(row.person for row in figure.rows)
    rows = [
        [row.code, *([] if person else _pair(row.words)), turn.local(row.at).strftime("%Y-%m-%d") if row.at else ""]
        for row in figure.rows[:MOST_ROWS]
    ]
    return {
        "key": metric.key, "version": metric.version, "name": _pair(metric.name), "value": figure.value,
        "shown": _pair(figure.shown), "formula": _pair(metric.formula), "how": metric.how, "count": len(figure.rows),
        "person": person, "rows": rows,
    }  # fmt: skip


def _calendar(turn: Turn) -> list[Section]:
    """What the charter wants regularly and falls due next."""
    duties = turn.features.by_name.get("duties")
    if duties is None:
        return []
    coming = []
    for standing in duties.standing:
        schedule = schedules.with_key(turn.tx, standing.key)
        due = schedule.next_due_at if schedule is not None and schedule.active else None
        if due is not None and due < turn.now + SOON:
            day = turn.local(due)
            coming.append((due, texts.NEXT_DUE(
                name=standing.title, clause=standing.clause, day=Text(f"{day.month}月{day.day}日", f"{day:%d %b}")
            )))  # fmt: skip
    return (
        [Section(texts.COMPLIANCE, lines=tuple(line for _due, line in sorted(coming, key=lambda one: one[0])))]
        if coming
        else []
    )


def _untracked(turn: Turn) -> list[Section]:
    """Leaders' words that became no task stand in every report until somebody follows them up."""
    lines = tuple(
        texts.INSTRUCTION_LINE(name=words["by"], text=words["text"], code=report.code)
        for report, words in reports.untracked(turn.tx)
    )
    return [Section(texts.OPEN_WORDS, lines=lines)] if lines else []


def _item(content: Content, words: Phrase, by: str = "") -> Content:
    number = content["next"]
    content["next"] = number + 1
    return {"n": number, "zh": say(words, "zh"), "en": say(words, "en"), "by": by}


def _pair(words: Phrase) -> list[str]:
    return [say(words, "zh"), say(words, "en")]


def text_of(pair: Sequence[str]) -> Text:
    """A kept pair as a text again."""
    return Text(pair[0], pair[1])


def figures(content: Content) -> Iterator[Content]:
    """Every figure, in the order of the report; one that two sections name is told once."""
    seen = set()
    for section in content.get("sections", ()):
        for figure in section["figures"]:
            if figure["key"] not in seen:
                seen.add(figure["key"])
                yield figure


def items(content: Content) -> Iterator[Content]:
    """Every sentence with its number."""
    for section in content.get("sections", ()):
        yield from section["items"]
    yield from content.get("asks", ())


def missing(content: Content) -> list[Phrase]:
    """The names of the figures nothing was recorded for."""
    return [text_of(one["name"]) for one in figures(content) if one["value"] is None]


def nothing_yet(content: Content) -> list[str]:
    """What is said of days on which nothing at all was recorded."""
    since = text_of(content["since"]) if content.get("since") else Text("", "")
    return _pair(texts.NOTHING_YET(since=since))


def summarise(turn: Turn, content: Content) -> None:
    """The summary in figures, as long as the CIO has not written their own."""
    if content["own"]:
        return
    known = {one["key"]: one for one in figures(content)}
    parts: list[Phrase] = [
        texts.SAY(name=text_of(known[key]["name"]), shown=text_of(known[key]["shown"]))
        for key in FIRST
        if key in known and known[key]["value"] is not None
    ]
    lacking = missing(content)
    if lacking and len(lacking) == len(known):
        content["summary"] = nothing_yet(content)
        return
    if lacking:
        parts.append(texts.SAY_MISSING(count=len(lacking)))
    if content["asks"]:
        parts.append(texts.SAY_ASKS(count=len(content["asks"])))
    most = turn.rule(rules.SUMMARY)
    while len(parts) > 1 and len(say(joined(parts, "；", "; "), "zh")) >= most:
        parts.pop(-2 if content["asks"] else -1)
    whole = joined(parts, "；", "; ")
    content["summary"] = [f"{whole.zh}。"[:most], f"{whole.en}."]


def recount(turn: Turn, content: Content, period: Period) -> Content:
    """The same report counted again: what the CIO wrote stays, in the section of the same title; what they took out or
    put in other words does not come back.
    """
    fresh = gather(turn, period)
    gone = fresh["gone"] = list(content.get("gone", ()))
    for section in fresh["sections"]:
        section["items"] = [one for one in section["items"] if one["zh"] not in gone]
    fresh["asks"] = [one for one in fresh["asks"] if one["zh"] not in gone]
    fresh["next"] = max(fresh["next"], content["next"])
    titles = {section["title"][0]: section for section in fresh["sections"]}
    for section in content["sections"]:
        for one in section["items"]:
            if one["by"]:
                place = titles.get(section["title"][0]) or _remarks(fresh, section["title"])
                titles[section["title"][0]] = place
                place["items"].append({**one, "n": _free(fresh)})
    fresh["asks"] += [{**one, "n": _free(fresh)} for one in content["asks"] if one["by"]]
    if content["own"]:
        fresh["summary"], fresh["own"] = content["summary"], True
    else:
        summarise(turn, fresh)
    return fresh


def _free(content: Content) -> int:
    content["next"] += 1
    return int(content["next"]) - 1


def _remarks(content: Content, title: list[str]) -> Content:
    section: Content = {"title": title, "figures": [], "items": []}
    content["sections"].insert(0, section)
    return section


def add(content: Content, words: str, by: str) -> tuple[Content, list[str]]:
    """A sentence of the CIO's: into the section named before a colon, else among the remarks. Gives it and where it went."""
    head, colon, rest = words.replace("：", ":").partition(":")
    named = head.strip().removeprefix("到").removeprefix("在")
    place = next((
        one for one in content["sections"]
        if colon and len(named) >= 2 and rest.strip() and (named in one["title"][0] or named.lower() in one["title"][1].lower())
    ), None)  # fmt: skip
    if place is None and colon and named in {texts.ASKS.zh, "请决定", "请示"}:
        content["asks"].append(_item(content, rest.strip(), by))
        return content["asks"][-1], _pair(texts.ASKS)
    if place is None:
        first = content["sections"][0] if content["sections"] else None
        mine = first is not None and first["title"] == _pair(texts.REMARKS)
        place = first if first is not None and mine else _remarks(content, _pair(texts.REMARKS))
        rest = words
    place["items"].append(_item(content, rest.strip(), by))
    return place["items"][-1], place["title"]


def cut(content: Content, number: int) -> Content | None:
    """Take a sentence out and give it; None where there is none of this number. Empty remarks go with their last one."""
    for group in (*(section["items"] for section in content["sections"]), content["asks"]):
        found = next((one for one in group if one["n"] == number), None)
        if found is not None:
            group.remove(found)
            _remember(content, found)
            content["sections"] = [one for one in content["sections"] if one["items"] or one["figures"]]
            return dict(found)
    return None


def change(content: Content, number: int, words: str, by: str) -> bool:
    """Put a sentence in other words; False where there is none of this number."""
    found = next((one for one in items(content) if one["n"] == number), None)
    if found is not None:
        _remember(content, found)
        found.update(zh=words, en=words, by=by)
    return found is not None


def _remember(content: Content, item: Content) -> None:
    """A sentence that came from records and was taken out or reworded."""
    if not item["by"]:
        content["gone"] = [*content.get("gone", ()), item["zh"]]


def differences(before: Content, after: Content) -> list[Phrase]:
    """What reads differently: figures first, then sentences that came and went."""
    then = {one["key"]: one for one in figures(before)}
    found: list[Phrase] = []
    for figure in figures(after):
        old = then.get(figure["key"])
        if old is None or old["shown"] != figure["shown"]:
            shown = text_of(old["shown"]) if old is not None else Text("—", "—")
            found.append(texts.CHANGED(name=text_of(figure["name"]), before=shown, after=text_of(figure["shown"])))
    was, now = {one["zh"]: one for one in items(before)}, {one["zh"]: one for one in items(after)}
    found += [texts.LINE_ADDED(text=Text(one["zh"], one["en"])) for key, one in now.items() if key not in was]
    found += [texts.LINE_GONE(text=Text(one["zh"], one["en"])) for key, one in was.items() if key not in now]
    if before["summary"] != after["summary"] and after["own"]:
        found.append(texts.LINE_ADDED(text=text_of(after["summary"])))
    return found
