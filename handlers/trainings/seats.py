"""Where one stands: the place on the waiting list, the seats that are left, and the calendar file once more."""

import re

from handlers.cards import Button, Card, token
from handlers.trainings import hosting, texts
from handlers.trainings.attending import with_calendar_file
from handlers.trainings.cards import waiting_place
from handlers.trainings.desk import find, router
from handlers.trainings.flow import host
from handlers.trainings.planning import planned_in
from handlers.turn import Turn
from storage import trainings
from storage.trainings import Reply, Stage, Training

MOST_BUTTONS = 6
_WAITING = re.compile(
    r"候补[^,。]{0,6}(?:第?几|位置|排|多少|情况|名单|轮|怎么样|了吗|到了)|(?:排|轮)(?:在|到)?我?(?:第几|几号|哪)|(?:轮到|到|排到)我了?(?:没有?|吗)"
    r"|(?:前面|前边)(?:还|有|排)*(?:几个?人|多少人|几位)|(?:几个?人|多少人|几位)(?:还|排)*在?我?(?:前面|前边)"
    r"|\b(?:my place|my position|number am i|where am i)\b[^,.]{0,12}(?:waiting list|queue|waitlist)?",
    re.IGNORECASE,
)
_SEATS = re.compile(
    r"(?:还|现在)?有(?:没有)?(?:名额|空位|位子|位置|座位)(?:了|吗|没有?|不)*$|(?:名额|空位|座位)(?:还)?(?:有|剩)(?:多少|几个?|吗|没有?)|(?:还剩|剩)(?:多少|几个?)(?:名额|空位|座位|位)"
    r"|\b(?:any|how many) (?:seats?|places?) (?:are )?(?:left|free)\b|报满了?(?:吗|没有?)|满了(?:吗|没有?)",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"(?:加|放|存|导|添|写|同步|记)[入到进上去]*[^,。]{0,4}(?:日历|日程)|(?:日历|日程|ics)(?:文件|附件)?[^,。]{0,6}(?:发|给|要|下载|收|重|在哪)"
    r"|(?:发|给|要|下载|重发)[^,。]{0,8}(?:日历|日程|ics)"
    r"|\b(?:add|put|send|save)\b[^,.]{0,30}\b(?:calendar|ics)\b|^(?:日历文件|ics(?: file)?)$",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(r"校历|放假|项目|工单|报修|提醒|课表")


def hears(turn: Turn, said: str) -> bool:
    """候补第几, 还有名额吗, 把培训加到日历: whether the words were about one's own seat, and were answered."""
    if _NOT_OURS.search(said):
        return False
    return _calendar(turn, said) or _waits(turn, said) or _seats(turn, said)


def _ahead(turn: Turn) -> list[Training]:
    """What is still to come for this person, as participant or host."""
    return list(trainings.of_person(turn.tx, turn.person().id, (Stage.INVITING, Stage.CHECK_IN)))


def _reply(turn: Turn, training: Training) -> str:
    part = training.of(turn.viewer.id)
    return part.reply if part is not None else ""


def _waits(turn: Turn, said: str) -> bool:
    if not _WAITING.search(said):
        return False
    named, ahead = planned_in(turn, said), _ahead(turn)
    waiting = [one for one in ([named] if named else ahead) if _reply(turn, one) == Reply.WAITING]
    if waiting:
        lines = [texts.WAITS_FOR(topic=one.topic, place=_place(turn, one), count=_waiting(one)) for one in waiting]
        turn.reply(Card(lines[0], tuple(lines[1:]), note=texts.MOVES_UP))
        return True
    if "候补" not in said and "wait" not in said.lower():
        return False
    held = [one for one in ([named] if named else ahead) if host.allows(turn.viewer, one)]
    if len(held) == 1:
        hosting.roster(turn, held[0].code, "")
        return True
    mine = [one for one in ahead if _reply(turn, one) == Reply.YES]
    turn.reply(texts.NOT_WAITING_COMING(topics="、".join(one.topic for one in mine)) if mine else texts.NOT_WAITING)
    return True


def _place(turn: Turn, training: Training) -> int:
    part = training.of(turn.viewer.id)
    return waiting_place(training, part) if part is not None else 0


def _waiting(training: Training) -> int:
    return sum(part.reply == Reply.WAITING for part in training.participants)


def _seats(turn: Turn, said: str) -> bool:
    """还有名额吗: of the session that is named, on the screen, or the only one to come."""
    if not _SEATS.search(said):
        return False
    training = planned_in(turn, said) or _shown(turn) or _only(_ahead(turn))
    if training is None or training.status not in {Stage.INVITING, Stage.CHECK_IN}:
        return False
    taken = sum(part.reply == Reply.YES for part in training.participants)
    if not training.capacity:
        turn.reply(texts.SEATS_FOR_ALL(topic=training.topic, taken=taken))
    elif taken < training.capacity:
        turn.reply(texts.SEATS_LEFT(topic=training.topic, left=training.capacity - taken, count=training.capacity))
    else:
        turn.reply(texts.SEATS_GONE(topic=training.topic, count=training.capacity, waiting=_waiting(training)))
    return True


def _calendar(turn: Turn, said: str) -> bool:
    if not _CALENDAR.search(said):
        return False
    ahead = _ahead(turn)
    named = planned_in(turn, said) or (_shown(turn) if len(ahead) != 1 else None)
    coming = [one for one in ahead if _reply(turn, one) == Reply.YES or one.host_id == turn.viewer.id]
    if named is not None:
        _send(turn, named)
    elif len(coming) == 1 or (not coming and len(ahead) == 1):
        _send(turn, (coming or ahead)[0])
    elif coming or ahead:
        buttons = tuple(
            Button(f"{one.code} {one.topic}"[:24], token("trainings", "calendar", one.code))
            for one in (coming or ahead)[:MOST_BUTTONS]
        )
        turn.reply(Card(texts.WHICH_CALENDAR, buttons=buttons))
    elif re.search(r"培训|training", said, re.IGNORECASE):
        turn.reply(texts.NONE_PLANNED)
    else:
        return False
    return True


@router.button("calendar")
def calendar_again(turn: Turn, code: str, _choice: str) -> None:
    """The calendar file of one session, for whoever is invited or holds it."""
    training = find(turn.tx, code)
    if training is None or training not in _ahead(turn):
        turn.toast(texts.NONE_PLANNED)
        return
    _send(turn, training)


def _send(turn: Turn, training: Training) -> None:
    if training.of(turn.viewer.id) is None and training.host_id != turn.viewer.id:
        turn.reply(texts.NOT_INVITED(host=training.host.name))
        return
    says = {Reply.WAITING: texts.CALENDAR_WAITING, Reply.NONE: texts.CALENDAR_SILENT, Reply.NO: texts.CALENDAR_EXCUSED}
    more = [says[reply]] if (reply := _reply(turn, training)) in says and training.host_id != turn.viewer.id else []
    turn.reply(with_calendar_file(turn, training, texts.CALENDAR_OF, *more))


def _shown(turn: Turn) -> Training | None:
    subject = next((row.subject for row, _card in turn.screen if row.subject), "")
    return trainings.find(turn.tx, subject.partition("/")[0]) if subject.startswith("TR-") else None


def _only(found: list[Training]) -> Training | None:
    return found[0] if len(found) == 1 else None
