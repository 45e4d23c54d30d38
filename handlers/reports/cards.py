"""What a report looks like in chat: a draft to the CIO, a summary with its file to the leaders."""

from handlers.cards import Button, Card, Enclosure, token
from handlers.figures import Period, period_of
from handlers.flow import Viewer
from handlers.periods import Span
from handlers.reports import rules, texts
from handlers.reports.content import Content, differences, figures, missing, text_of
from handlers.reports.flow import FLOW, OPEN, editor
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import reports
from storage.people import Person, Role
from storage.reports import Report

MOST_CHANGES = 8
MOST_MISSING = 8  # figures named one by one; all of them stand in the full text
PIECE = 1500  # characters of one message of the full text


def period(turn: Turn, report: Report) -> Period:
    """The days it is about."""
    return period_of(Span(report.first, report.last), turn.now, turn.school.calendar)


def when(turn: Turn, report: Report) -> Text:
    """The same in words."""
    return period(turn, report).words


def day(turn: Turn, report: Report) -> Text:
    """Until when it has to be sent, under the rule in force."""
    due = turn.local(rules.DUE.due(turn.rule(rules.DUE), report.drafted_at, turn.school.calendar))
    return Text(f"{due.month}月{due.day}日", f"{due:%d %b}")


def recipients(turn: Turn) -> list[Person]:
    """The leaders it goes to."""
    return turn.everyone(Role.LEADER)


def names(people: list[Person]) -> Phrase:
    """Their names, or that there is nobody."""
    found: list[Phrase] = [one.name for one in people]
    return joined(found) if found else texts.NO_LEADERS


def report_card(turn: Turn, report: Report, viewer: Viewer) -> Card:
    """As its reader may see it now."""
    if report.status in OPEN and editor.allows(viewer, report):
        return _draft(turn, report, viewer)
    if viewer.holds(Role.LEADER) and report.edition and not editor.allows(viewer, report):
        return leader_card(turn, report, viewer)
    return _standing(turn, report, viewer)


def _draft(turn: Turn, report: Report, viewer: Viewer) -> Card:
    content = report.content
    wording = texts.CONFIRM if report.status == "confirming" else texts.DRAFT
    title = wording(code=report.code, when=when(turn, report), due=day(turn, report), names=names(recipients(turn)))
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.SECTIONS, joined([text_of(one["title"]) for one in content["sections"]]))
    ]
    lacking = missing(content)
    if lacking and any(
        one["value"] is not None for one in figures(content)
    ):  # else the summary says that nothing is there
        more: Phrase = texts.AND_MORE(count=len(lacking)) if len(lacking) > MOST_MISSING else ""
        facts.append((texts.MISSING, joined([joined(lacking[:MOST_MISSING]), more], "", "")))
    facts.append((texts.COUNTED, turn.clock_time(report.counted_at)))
    if report.edition:
        facts.append((texts.WHY, report.reason))
    buttons = (*FLOW.buttons(viewer, report), Button(texts.FULL, token(FLOW.name, "full", report.code)))
    last = (text_of(content["last"]),) if content.get("last") else ()
    return Card(title, (*last, text_of(content["summary"])), tuple(facts), buttons, texts.EDIT_HOW)


def leader_card(turn: Turn, report: Report, viewer: Viewer) -> Card:
    """What a leader gets: the frozen words of the edition sent last."""
    sent = report.editions[-1]
    title = texts.OUT(code=report.code, when=when(turn, report))
    lines: list[Phrase] = [text_of(sent.content["summary"])]
    if sent.number > 1:
        title = texts.EDITION(title=title, number=sent.number)
        lines.append(Text(f"{texts.WHY.zh}：{sent.reason}", f"{texts.WHY.en}: {sent.reason}"))
        changes = differences(report.editions[-2].content, sent.content)
        lines += changes[:MOST_CHANGES] or [texts.SAME]
    buttons = (*FLOW.buttons(viewer, report), Button(texts.FULL, token(FLOW.name, "full", report.code)))
    return Card(title, tuple(lines), tuple(_answers(turn, report)), buttons)


def _standing(turn: Turn, report: Report, viewer: Viewer) -> Card:
    content = report.editions[-1].content if report.edition else report.content
    title = texts.STANDS(
        title=texts.OUT(code=report.code, when=when(turn, report)), status=FLOW.statuses[report.status]
    )
    facts: list[tuple[Phrase, Phrase]] = []
    if report.sent_by is not None and report.sent_at is not None:
        sent = texts.SENT_LINE(name=report.sent_by.name, at=turn.clock_time(report.sent_at))
        read = [one.person.name for one in report.readings if one.edition == report.edition]
        facts += [(texts.SENT_BY, sent), (texts.READ_BY, joined(list(read)) if read else texts.NOBODY)]
    if report.status == "dropped":
        facts.append((texts.REASON, report.reason))
    facts += _answers(turn, report)
    buttons = (*FLOW.buttons(viewer, report), Button(texts.FULL, token(FLOW.name, "full", report.code)))
    return Card(title, (text_of(content["summary"]),), tuple(facts), buttons)


def _answers(turn: Turn, report: Report) -> list[tuple[Phrase, Phrase]]:
    """Every instruction on it, with the task it became; also those said without pressing anything."""
    told = [(one["by"], one["text"], one.get("task", "")) for one in report.instructions]
    known = {task for _by, _text, task in told}
    told += [
        (one.leader.name if one.leader is not None else "", one.text, one.code)
        for one in reports.answers_to(turn.tx, report.code)
        if one.code not in known
    ]
    return [
        (texts.INSTRUCTIONS, texts.INSTRUCTION_LINE(name=by, text=text, code=code or texts.UNTRACKED))
        for by, text, code in told
    ]


def full(content: Content, *, numbered: bool) -> list[Phrase]:
    """The whole report in lines; `numbered` shows the numbers by which sentences are edited."""
    lines: list[Phrase] = []
    for section in content["sections"]:
        lines.append(Text(f"【{section['title'][0]}】", f"{section['title'][1].upper()}"))
        lines += [texts.SAY(name=text_of(one["name"]), shown=text_of(one["shown"])) for one in section["figures"]]
        lines += [_numbered(one, numbered=numbered) for one in section["items"]]
    asks = content["asks"]
    if asks:
        lines.append(Text(f"【{texts.ASKS.zh}】", texts.ASKS.en.upper()))
        lines += [_numbered(one, numbered=numbered) for one in asks]
    return lines


def _numbered(item: Content, *, numbered: bool) -> Text:
    mark = f"[{item['n']}] " if numbered else "· "
    return Text(f"{mark}{item['zh']}", f"{mark}{item['en']}")


def pieces(lines: list[Phrase]) -> list[tuple[Phrase, ...]]:
    """The lines in messages of a length that every platform carries."""
    found: list[list[Phrase]] = [[]]
    size = 0
    for line in lines:
        length = len(line.zh if isinstance(line, Text) else line)
        if size + length > PIECE and found[-1]:
            found.append([])
            size = 0
        found[-1].append(line)
        size += length
    return [tuple(one) for one in found]


def with_file(card: Card, file: Enclosure) -> Card:
    """The card with its file."""
    return Card(card.title, card.lines, card.facts, card.buttons, card.note, (file,))
