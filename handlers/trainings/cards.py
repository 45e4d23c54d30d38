"""How a training looks: to its host with the list, to everybody else as their own invitation."""

from collections import Counter

from handlers import screens
from handlers.audience import Audience, Resolved, resolve
from handlers.cards import Button, Card, Link, token
from handlers.flow import Viewer
from handlers.texts import Phrase, Text, joined, say
from handlers.trainings import rules, texts
from handlers.trainings.codes import code_at, next_change
from handlers.trainings.flow import FLOW, host
from handlers.turn import Turn
from storage.people import Role
from storage.trainings import Arrival, Participant, Reply, Stage, Training, clashing

MOST_NAMES = 12


def own_subject(training: Training, person_id: int) -> str:
    """What one participant's cards are filed under: an answer of theirs redraws their own cards and nobody else's."""
    return f"{training.code}/{person_id}"


def training_card(turn: Turn, training: Training, viewer: Viewer) -> Card:
    """The card as this viewer may see it."""
    oversees = host.allows(viewer, training) or viewer.holds(Role.LEADER, Role.AUDITOR) or viewer.is_clock
    if viewer.id == training.host_id or (oversees and training.of(viewer.id) is None):
        return host_card(turn, training, viewer)
    return own_card(turn, training, viewer)


def own_card(turn: Turn, training: Training, viewer: Viewer) -> Card:
    """One participant's card: what it is, what they said, what they can do now."""
    part = training.of(viewer.id)
    title = texts.INVITED_REQUIRED if training.required else texts.INVITED
    lines: list[Phrase] = []
    if part is not None and part.reply == Reply.YES:
        title = texts.YOU_COME
    elif part is not None and part.reply == Reply.WAITING:
        lines.append(texts.YOU_WAIT(place=waiting_place(training, part)))
    elif part is not None and part.reply == Reply.NO:
        lines.append(texts.YOU_EXCUSED(reason=texts.excuse(part.reason)))
        lines += [texts.YOU_CAN_JOIN] if training.status in {Stage.INVITING, Stage.CHECK_IN} else []
    if training.status == Stage.CHECK_IN:
        title = texts.OPENED_YOU
        if part is not None and part.came:
            title = texts.ARRIVED_LATE if part.arrival == Arrival.LATE else texts.ARRIVED
    elif training.status in {Stage.FEEDBACK, Stage.ARCHIVED}:
        title = texts.ENDED_YOU if part is not None and part.came and not part.fed_back else texts.LIST_TITLE
        lines += [texts.RECORD(record=part.record)] if part is not None and part.record else []
    elif training.status == Stage.CANCELLED:
        title = texts.CANCELLED_SHORT
    if training.makes_up:
        lines.append(texts.MAKE_UP_FOR(code=training.makes_up))
    return Card(title(topic=training.topic), tuple(lines), facts(turn, training), _own_buttons(training, viewer, part))


def _own_buttons(training: Training, viewer: Viewer, part: Participant | None) -> tuple[Button, ...]:
    mine = {
        label.zh for label in (texts.JOIN, texts.LEAVE)
    }  # the CIO, when invited, finds the host's steps behind 看名单
    buttons = [button for button in FLOW.buttons(viewer, training) if say(button.label, "zh") in mine]
    if host.allows(viewer, training):
        buttons.append(Button(texts.ROSTER, token("trainings", "roster", training.code)))
    if part is not None and training.status == Stage.CHECK_IN and not part.came:
        buttons = [Button(texts.CHECK_IN, token("trainings", "check_in", training.code), "good"), *buttons]
    if FLOW.may(FLOW.by_name["feed_back"], viewer, training):
        buttons.append(Button(texts.FEED_BACK, token("trainings", "score", training.code), "good"))
    if part is not None and part.came and training.status == Stage.FEEDBACK and training.quiz and not part.record:
        buttons.append(Button(texts.QUIZ, token("trainings", "quiz", training.code), "good"))
    if part is not None and part.record:
        buttons.append(Button(texts.CERTIFICATE, token("trainings", "certificate", part.record)))
    return tuple(buttons)


def host_card(turn: Turn, training: Training, viewer: Viewer) -> Card:
    """The host's card: before publishing whom it reaches, then the answers, live the code and who is there."""
    lines: list[Phrase] = []
    more = list(facts(turn, training))
    note: Phrase = ""
    title = texts.LINE(code=training.code, topic=training.topic, at=turn.clock_time(training.starts_at),
                       status=texts.STATUS[training.status])  # fmt: skip
    buttons = list(FLOW.buttons(viewer, training))
    if training.status == Stage.PLANNED:
        title = texts.PLAN_NEW(code=training.code, topic=training.topic)
        found = audience_of(turn, training)
        words = Audience.from_json(training.audience).words()
        more.append((texts.WHO, texts.COUNT(words=words, count=len(found.people), departments=found.by_department())))
        if found.excluded:
            lines.append(texts.LEFT_OUT(reasons=joined(list(found.reasons()), zh="；", en="; ")))
        lines += clashes(turn, training)
        note = texts.PLAN_HOW
        buttons.insert(2, Button(texts.ROSTER, token("trainings", "roster", training.code)))
    else:
        lines += roster_lines(training)
        if training.status in {Stage.INVITING, Stage.CHECK_IN, Stage.FEEDBACK}:
            buttons.insert(1, Button(texts.ROSTER, token("trainings", "roster", training.code)))
    if training.status == Stage.CHECK_IN:
        minutes = turn.rule(rules.CODE_LIVES)
        until = turn.clock_time(next_change(turn.now, minutes))
        title = texts.SHOW_CODE(code=code_at(training.secret, turn.now, minutes), at=until)
        more.insert(0, (texts.TITLE, f"{training.code} {training.topic}"))
    shows = training.status in {Stage.INVITING, Stage.CHECK_IN} and turn.school.public_url
    url = turn.school.public_url.rstrip("/") + screens.path(
        FLOW.name, training.code, training.secret, training.host.language or ""
    )
    links = (Link(texts.ON_THE_WALL, url),) if shows and host.allows(viewer, training) else ()
    return Card(title, tuple(lines), tuple(more), tuple(buttons), note, links=links)


def facts(turn: Turn, training: Training) -> tuple[tuple[Phrase, Phrase], ...]:
    """When, where, by whom, and whether one has to."""
    found: list[tuple[Phrase, Phrase]] = [
        (texts.WHEN, span(turn, training)), (texts.PLACE, training.place), (texts.HOST, training.host.name),
        (texts.KIND, texts.REQUIRED(clause=training.clause) if training.required else texts.OPTIONAL),
        (texts.SEATS, texts.SEATS_ARE(count=training.capacity) if training.capacity else ""),
    ]  # fmt: skip
    return tuple((label, value) for label, value in found if value)


def span(turn: Turn, training: Training) -> Text:
    """From when to when, in the school's words."""
    begins, ends = turn.local(training.starts_at), turn.local(training.ends_at)
    zh = f"{begins.month}月{begins.day}日（周{'一二三四五六日'[begins.weekday()]}）{begins:%H:%M}"
    return texts.TIME_SPAN(begin=Text(zh, f"{begins:%a %d %b %H:%M}"), end=f"{ends:%H:%M}")


def audience_of(turn: Turn, training: Training) -> Resolved:
    """Who it reaches as things are now; never its host."""
    found = resolve(turn.tx, Audience.from_json(training.audience), urgent=training.required)
    people = tuple(person for person in found.people if person.id != training.host_id)
    return Resolved(people, found.excluded, Counter(person.department for person in people))


def waiting_place(training: Training, part: Participant) -> int:
    """One's place on the waiting list, from 1."""
    waiting = [one for one in in_order(training) if one.reply == Reply.WAITING]
    return waiting.index(part) + 1 if part in waiting else 0


def in_order(training: Training) -> list[Participant]:
    """Participants by when they answered."""
    return sorted(training.participants, key=lambda one: (one.replied_at is None, one.replied_at, one.id))


def roster_lines(training: Training) -> list[Phrase]:
    """The counts, and once it began who is there."""
    replies = Counter(one.reply for one in training.participants)
    lines: list[Phrase] = [
        texts.ROSTER_TITLE(code=training.code, topic=training.topic, yes=replies[Reply.YES], no=replies[Reply.NO],
                           waiting=replies[Reply.WAITING], none=replies[Reply.NONE])
    ]  # fmt: skip
    if training.status in {Stage.CHECK_IN, Stage.FEEDBACK, Stage.ARCHIVED}:
        late = sum(one.arrival == Arrival.LATE for one in training.participants)
        counted = texts.ROSTER_SO_FAR if training.status == Stage.CHECK_IN else texts.ROSTER_CAME
        lines.append(counted(came=came(training), late=late, absent=len(absent(training))))
    return lines


def came(training: Training) -> int:
    """How many are there."""
    return sum(one.came for one in training.participants)


def expected(training: Training) -> list[Participant]:
    """Who should be there: who said yes, and to a required one everybody who is not excused."""
    return [
        one for one in training.participants
        if one.came or one.reply == Reply.YES or (training.required and one.reply == Reply.NONE)
    ]  # fmt: skip


def absent(training: Training) -> list[Participant]:
    """Who should be there and is not."""
    return [one for one in expected(training) if not one.came]


def clashes(turn: Turn, training: Training) -> list[Phrase]:
    """What else happens then: the same room or host, and classes."""
    found: list[Phrase] = []
    for other in clashing(turn.tx, training.starts_at, training.ends_at, training.place, training.host_id):
        if other.id != training.id:
            what = texts.CLASH_PLACE if other.place and other.place == training.place else texts.CLASH_HOST
            found.append(
                texts.CLASH(code=other.code, topic=other.topic, what=what, at=turn.clock_time(other.starts_at))
            )
    calendar = turn.school.calendar
    if not calendar.is_workday(calendar.date(training.starts_at)):
        found.append(texts.NO_WORKDAY)
    if calendar.has_classes(calendar.date(training.starts_at)) and calendar.period_at(training.starts_at) is not None:
        found.append(texts.IN_CLASS)
    return found


def named(parts: list[Participant]) -> Text:
    """Names, the first dozen."""
    names: list[Phrase] = [part.person.name for part in parts[:MOST_NAMES]]
    more = len(parts) - len(names)
    return joined([*names, Text(f"等 {len(parts)} 人", f"and {more} more")]) if more > 0 else joined(names)
