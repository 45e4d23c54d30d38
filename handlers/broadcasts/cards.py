"""How a broadcast looks: to those who get it, and to those who run it."""

from datetime import datetime, timedelta

from handlers import acknowledging
from handlers.audience import Audience, Excluded, Resolved, Why
from handlers.broadcasts import figures, personal_data, rules, texts
from handlers.broadcasts.flow import FLOW, is_second, runs
from handlers.cards import Button, Card, token
from handlers.flow import Viewer
from handlers.texts import Phrase, Text, joined, say
from handlers.turn import Turn
from handlers.voice import reachable_account
from storage import broadcasts
from storage.broadcasts import OUT, Broadcast, Stage
from storage.outbox import Sent
from storage.people import Person, Role

FIRST_LINE = 60  # characters of a first line on a phone
WINDOW = timedelta(hours=48)  # in which an official account may write to who wrote to it
S = Stage


def card(turn: Turn, broadcast: Broadcast, viewer: Viewer) -> Card:
    """For who runs it its progress and the next steps; for everybody else the message."""
    if not runs(viewer, broadcast):
        if broadcast.status not in OUT:
            return Card(texts.BEING_CHANGED(code=broadcast.code))
        return received(turn, broadcast, viewer.person)
    if broadcast.status in OUT:
        return progress(turn, broadcast, viewer)
    return preview(turn, broadcast, viewer)


# What the audience sees


def received(turn: Turn, broadcast: Broadcast, person: Person | None, *, nudge: int = 0) -> Card:
    """The message itself. First line the point, then the rest, who says so, and what is asked."""
    if broadcast.status == S.RECALLED:
        return Card(texts.TAKEN_BACK(code=broadcast.code))
    known = acknowledging.answered(turn, broadcast.code, person)
    mark = texts.NUDGE_MARK if nudge else _mark(broadcast)
    title, rest = _split(broadcast.content)
    lines: list[Phrase] = [*rest]
    if nudge:
        lines.append(texts.REMAINS(number=nudge))
    at = turn.clock_time(broadcast.sent_at or broadcast.due_at or turn.now)
    note: Phrase = texts.SIGNED(author=signed(broadcast), at=at, code=broadcast.code)
    buttons: list[Button] = []
    finished = known is not None and known.choice == acknowledging.FINISHED_CHOICE
    if known is not None and known.answered_at is not None:
        lines.append(texts.YOU_DID if finished else texts.YOU_NOTED(at=turn.clock_time(known.answered_at)))
    elif broadcast.ack:
        buttons.append(acknowledging.button(broadcast.code))
        wish = texts.PLEASE_NOTE(code=broadcast.code)
        if broadcast.deadline is not None:
            wish = texts.PLEASE_BY(at=turn.clock_time(broadcast.deadline), code=broadcast.code)
        lines.append(wish)
    if broadcast.wants_done and not finished:
        buttons.append(acknowledging.button(broadcast.code, acknowledging.FINISHED_CHOICE, acknowledging.FINISH))
    buttons.append(Button(texts.WHY, token("broadcasts", "why", broadcast.code)))
    return Card(Text(mark.zh + title, mark.en + title), tuple(lines), buttons=tuple(buttons), note=note)


def signed(broadcast: Broadcast) -> Text:
    """Who says so."""
    author = broadcast.author
    return texts.BY_AUTHOR(name=author.name, department=author.department) if author.department else Text(
        author.name, author.name
    )  # fmt: skip


def _mark(broadcast: Broadcast) -> Text:
    if broadcast.corrects_id is not None:
        return texts.CORRECTION_MARK
    return texts.URGENT_MARK if broadcast.emergency else texts.NOTICE_MARK


def _split(content: str) -> tuple[str, list[str]]:
    """The first sentence, and the rest in its lines."""
    first, *rest = [line.strip() for line in content.splitlines() if line.strip()] or [""]
    if len(first) > FIRST_LINE:
        stops = [first.find(mark) + 1 for mark in "。！？!?；" if 0 <= first.find(mark) < FIRST_LINE]
        if stops:
            cut = max(stops)
            first, rest = first[:cut], [first[cut:].strip(), *rest]
    return first, [line for line in rest if line]


# What those who run it see before it leaves


def preview(turn: Turn, broadcast: Broadcast, viewer: Viewer) -> Card:
    """Exactly what will be seen, by whom, when, at what cost, and what speaks against it."""
    mine = viewer.id == broadcast.author_id
    title = texts.PREVIEW_TITLE if mine else texts.PREVIEW_SECOND
    shown = received(turn, broadcast, None)
    sample = [texts.RULE_LINE, shown.title, *shown.lines]
    if shown.note:
        sample.append(shown.note)
    labels = joined([Text(f"[{say(b.label, 'zh')}]", f"[{say(b.label, 'en')}]") for b in shown.buttons], zh=" ", en=" ")
    lines = [*warnings(turn, broadcast), texts.SHOWN_AS, *sample, labels, texts.RULE_LINE, *_next(turn, broadcast)]
    names = Button(texts.NAMES, token("broadcasts", "names", broadcast.code))
    return Card(
        title(code=broadcast.code, count=len(broadcast.recipients), author=broadcast.author.name), tuple(lines),
        facts(turn, broadcast), (*FLOW.buttons(viewer, broadcast), names),
        note=Text(f"{broadcast.code} · {texts.STATUS[S(broadcast.status)].zh}",
                  f"{broadcast.code} · {texts.STATUS[S(broadcast.status)].en}"),
    )  # fmt: skip


def facts(turn: Turn, broadcast: Broadcast) -> tuple[tuple[Phrase, Phrase], ...]:
    """Audience, when, what is asked, what it costs."""
    resolved = resolved_of(turn, broadcast)
    found: list[tuple[Phrase, Phrase]] = [
        (texts.FOR, Audience.from_json(broadcast.audience).words()), (texts.COUNTED, resolved.by_department()),
    ]  # fmt: skip
    found += [(texts.FOR, Text(*note)) for note in broadcast.notes]
    reasons = resolved.reasons()
    if reasons:
        found.append((texts.LEFT_OUT, joined(list(reasons), zh="；", en="; ")))
    found.append((texts.WHEN, _when(turn, broadcast)))
    found.append((texts.ACK, _asked(turn, broadcast)))
    if broadcast.emergency:
        found.append((texts.KIND, texts.EMERGENCY))
    found.append((texts.QUOTA, quota(turn, resolved)))
    return tuple(found)


def resolved_of(turn: Turn, broadcast: Broadcast) -> Resolved:
    """The audience as it was resolved when this version was made: whom the author has seen named."""
    people = broadcasts.people_of(turn.tx, [int(one) for one in broadcast.recipients])
    why = {int(key): Why(reason) for key, reason in broadcast.excluded}
    out = broadcasts.people_of(turn.tx, list(why))
    counts: dict[str, int] = {}
    for person in people:
        counts[person.department] = counts.get(person.department, 0) + 1
    return Resolved(tuple(people), tuple(Excluded(person, why[person.id]) for person in out), counts)


def warnings(turn: Turn, broadcast: Broadcast) -> list[Phrase]:
    """What speaks against sending it as it is."""
    found: list[Phrase] = []
    if broadcast.status == S.DRAFT and broadcast.reason:
        found.append(broadcast.reason)
    personal = personal_data.scan(broadcast.content)
    if personal:
        found.append(texts.PERSONAL(found=joined(
            [Text(f"{one.kind.zh} {one.shown}", f"{one.kind.en} {one.shown}") for one in personal[:6]]
        )))  # fmt: skip
    leaves = leaving(turn, broadcast)
    if not broadcast.emergency and turn.school.calendar.is_quiet(leaves):
        found.append(texts.QUIET(at=turn.clock_time(turn.school.calendar.quiet_ends(leaves))))
    return found


def leaving(turn: Turn, broadcast: Broadcast) -> datetime:
    """When it leaves: as settled, else as it would if it were confirmed now."""
    earliest = turn.now + timedelta(minutes=turn.rule(rules.GRACE))
    return broadcast.due_at or max(broadcast.send_at or earliest, earliest)


def second_why(turn: Turn, broadcast: Broadcast) -> Text | None:
    """Why a second person has to agree; None where nobody has to."""
    most = turn.rule(rules.SECOND_ABOVE)
    if broadcast.emergency:
        return texts.IS_EMERGENCY
    return texts.MANY(count=most) if len(broadcast.recipients) > most else None


def quota(turn: Turn, resolved: Resolved) -> Text:
    """How many messages each platform will carry, and where they will hardly arrive."""
    counts: dict[str, int] = {}
    shut = 0
    for person in resolved.people:
        account = reachable_account(person)
        platform = account.platform if account else ""
        counts[platform] = counts.get(platform, 0) + 1
        heard = account.last_heard_at if account else None
        shut += platform == "wechat" and (heard is None or turn.now - heard > WINDOW)
    known = {"wecom": texts.MEMBERS, "telegram": texts.ON_TELEGRAM}
    parts: list[Phrase] = [known[name](count=counts.pop(name)) for name in known if name in counts]
    if "wechat" in counts:
        words = texts.FOLLOWERS if shut else texts.FOLLOWERS_ALL
        parts.append(words(count=counts.pop("wechat"), shut=shut))
    if counts:
        parts.append(texts.ELSEWHERE(count=sum(counts.values())))
    return joined(parts)


def _when(turn: Turn, broadcast: Broadcast) -> Text:
    if broadcast.send_at is not None:
        return texts.AT(at=turn.clock_time(leaving(turn, broadcast)))
    if broadcast.status == S.WAITING:
        return turn.clock_time(leaving(turn, broadcast))
    return texts.AT_ONCE(grace=turn.rule(rules.GRACE))


def _asked(turn: Turn, broadcast: Broadcast) -> Text:
    if not broadcast.ack:
        return texts.ACK_NO
    if broadcast.wants_done:
        return texts.ACK_DONE_BY(at=turn.clock_time(broadcast.deadline)) if broadcast.deadline else texts.ACK_DONE
    return texts.ACK_BY(at=turn.clock_time(broadcast.deadline)) if broadcast.deadline else texts.ACK_YES


def _next(turn: Turn, broadcast: Broadcast) -> list[Phrase]:
    """What happens next, in one line."""
    if broadcast.status == S.WAITING and broadcast.due_at is not None:
        return [texts.LEAVES_AT(at=turn.clock_time(broadcast.due_at))]
    if broadcast.status == S.SECOND:
        return [texts.WAITING_FOR(names=joined([person.name for person in seconds(turn, broadcast)]))]
    why = second_why(turn, broadcast)
    if broadcast.status == S.PREVIEW and why is not None:
        return [texts.NEEDS_SECOND(who=joined([person.name for person in seconds(turn, broadcast)]), why=why)]
    return []


def seconds(turn: Turn, broadcast: Broadcast) -> list[Person]:
    """Who can give the second yes, and so gets the card."""
    able = turn.everyone(Role.CIO, Role.LEADER, besides=broadcast.author)
    return [person for person in able if is_second(turn.view_of(person), broadcast)]


# What those who run it see afterwards


def progress(turn: Turn, broadcast: Broadcast, viewer: Viewer) -> Card:
    """The ladder, the reasons of failures, and who has noted it by department."""
    found = figures.ladder(turn, broadcast)
    lines: list[Phrase] = [broadcast.headline, found.words()]
    if broadcast.reason and broadcast.status in {S.STOPPED, S.RECALLED}:
        lines.append(broadcast.reason)
    shown: list[tuple[Phrase, Phrase]] = []
    failed = figures.failures(found)
    if failed is not None:
        shown.append((texts.FAILED_FACT, failed))
    if found.asked:
        _answered, _asked_for, rows = acknowledging.coverage(turn, broadcast.code)
        shown.append((texts.COVERAGE, joined(list(acknowledging.coverage_lines(rows)[:8]))))
    if broadcast.status == S.NUDGING:
        lines.append(texts.NUDGED(count=broadcast.nudges, most=turn.rule(rules.NUDGES)))
    if broadcast.status == S.RECALLED:
        shown.append((texts.RECALL_FACT, _recalled(turn, broadcast)))
    names = Button(texts.NAMES, token("broadcasts", "names", broadcast.code))
    return Card(
        texts.TITLE_SENDING(code=broadcast.code, done=found.done, all=found.all), tuple(lines), tuple(shown),
        (names, *FLOW.buttons(viewer, broadcast)), note=_note(turn, broadcast),
    )  # fmt: skip


def _recalled(turn: Turn, broadcast: Broadcast) -> Text:
    states = broadcasts.recalls(turn.tx, broadcast)
    done = states.get(Sent.ACCEPTED, 0)
    waiting = states.get(Sent.QUEUED, 0) + states.get(Sent.CLAIMED, 0)
    return texts.RECALL_COUNT(done=done, waiting=waiting, failed=sum(states.values()) - done - waiting)


def _note(turn: Turn, broadcast: Broadcast) -> Text:
    status = texts.STATUS[S(broadcast.status)]
    at = turn.clock_time(turn.now)
    return Text(
        f"{status.zh} · {at.zh} 的情况 · {texts.NOT_READ.zh}", f"{status.en} · as of {at.en} · {texts.NOT_READ.en}"
    )
