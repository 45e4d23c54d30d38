"""One's reminders in a numbered list; skipping once, pausing, resuming, another time, ending: by button or in words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers import planning
from handlers.audience import Audience
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotFound
from handlers.numerals import NUMBER, fold, read_number
from handlers.recurrence import Once, Weekly, describe, from_json, to_json, upcoming
from handlers.reminders import texts
from handlers.reminders.asking import next_dates
from handlers.reminders.desk import CALL, RING, own_schedule, router, shown_schedule, subject_of
from handlers.texts import Text
from handlers.time_phrases import Precision, find_recurrence, parse_when
from handlers.timing.recurrence_rule import Recurrence
from handlers.turn import Turn
from handlers.understand import Understood
from storage import schedules
from storage.schedules import Schedule

MOST_BUTTONS = 6
_WHICH = (
    rf"(?:第?(?P<number>{NUMBER})[条个号]|(?P<what>[^,;。]{{1,20}}?)的)?(?:这|那)?(?:条|个)?(?:提醒|定期提醒|事项)?"
)
_VERBS = re.compile(
    rf"(?:把)?(?P<verb>跳过|暂停|恢复|继续|取消|结束|停止|停掉|删除|删掉)(?:一下)?(?:下次|这次|下一次)?(?:的)?{_WHICH}"
    r"(?P<once>一次|这次|下次|下一次)?(?:吧|了)?"
)
_CHANGE = re.compile(
    rf"(?:把)?{_WHICH}(?:的)?(?:时间)?(?:改到|改成|改为|改在|换到|换成|调到|调整到|推后到|提前到)(?P<when>.{{1,40}})"
)
_ANY_VERB = re.compile(
    r"(?P<verb>跳过|暂停|恢复|继续|取消|结束|停掉|删除|删掉|不要了|不用了|停了)(?:一下|一次|这次|下次|下一次)?(?:吧|了)?"
)
_MOVED = re.compile(r"(?:改到|改成|改为|改在|换到|换成|调到|调整到|推后到|提前到)")
_AROUND = re.compile(r"^(?:请|麻烦|帮我|把|将|那个?|这个?)+|(?:的|那|这)?(?:个|条)?(?:提醒)?(?:的?时间)?$")
_DOES = {"跳过": "skip", "暂停": "pause", "恢复": "resume", "继续": "resume"}


@router.say("reminder_list")
def overview(turn: Turn, _text: str, _meant: Understood) -> None:
    """All reminders one has set, numbered, with their next moment."""
    mine = _all(turn)
    if not mine:
        turn.reply(texts.NONE)
        return
    lines = tuple(Text(f"{n}. {_line(turn, one).zh}", f"{n}. {_line(turn, one).en}") for n, one in enumerate(mine, 1))
    buttons = tuple(
        Button(texts.LOOK_AT(what=one.title[:12]), token("reminders", "show", str(one.id)))
        for one in mine[:MOST_BUTTONS]
    )
    turn.reply(Card(texts.LIST(count=len(mine)), lines, buttons=buttons, note=texts.LIST_HOW))


@router.say("reminder_cancel")
def cancel(turn: Turn, text: str, meant: Understood) -> None:
    """取消交周报的提醒: at once where it can only be one, else the list to choose from."""
    what = str(meant.slots.get("content", ""))
    fitting = [one for one in _all(turn) if what and (what in one.title or one.title in what)]
    if len(fitting) == 1:
        drop(turn, str(fitting[0].id), "")
        return
    overview(turn, text, meant)


@router.button("show")
def show(turn: Turn, code: str, _choice: str) -> None:
    """One reminder with what can be done about it."""
    schedule = own_schedule(turn, code)
    turn.reply(_card(turn, schedule), subject=subject_of(schedule))


@router.button("drop")
def drop(turn: Turn, code: str, _choice: str) -> None:
    """Not wanted, before or after it was confirmed."""
    schedule = own_schedule(turn, code)
    was = schedule.active or schedule.paused_at is not None
    schedule.active, schedule.paused_at = False, None
    if was:
        turn.record(schedule.key, "cancel", details={"what": schedule.title})
    turn.reply(texts.CANCELLED(what=schedule.title) if was else texts.DROPPED)


@router.button("skip")
def skip(turn: Turn, code: str, _choice: str) -> None:
    """Leave out the next time only."""
    schedule = _running(turn, code)
    if schedule.next_due_at is None or isinstance(from_json(schedule.rule).pattern, Once):
        turn.reply(texts.ONLY_ONCE)
        return
    skipped = schedule.next_due_at
    schedules.record(turn.tx, schedule, skipped, turn.now, "skipped", "as the owner asked")
    planning.replan(schedule, skipped, turn.school.calendar)
    turn.record(schedule.key, "skip", details={"what": schedule.title, "due_at": skipped.isoformat()})
    at = turn.clock_time(schedule.next_due_at) if schedule.next_due_at else texts.NO_TERM_YET
    turn.reply(texts.SKIPPED(what=schedule.title, skipped=turn.clock_time(skipped), at=at))


@router.button("pause")
def pause(turn: Turn, code: str, _choice: str) -> None:
    """Silent until it is resumed."""
    schedule = _running(turn, code)
    schedule.active, schedule.paused_at = False, turn.now
    turn.record(schedule.key, "pause", details={"what": schedule.title})
    turn.reply(_card(turn, schedule), subject=subject_of(schedule))


@router.button("resume")
def resume(turn: Turn, code: str, _choice: str) -> None:
    """It counts again, from now on; what fell into the pause is not made up for."""
    schedule = own_schedule(turn, code)
    if schedule.paused_at is None:
        turn.reply(texts.NOT_PAUSED(what=schedule.title))
        return
    planning.replan(schedule, turn.now, turn.school.calendar)
    if schedule.next_due_at is None and isinstance(from_json(schedule.rule).pattern, Once):
        turn.reply(texts.TOO_EARLY)
        return
    schedule.active, schedule.paused_at = True, None
    turn.record(schedule.key, "resume", details={"what": schedule.title})
    turn.reply(_card(turn, schedule), subject=subject_of(schedule))


def heard(turn: Turn, text: str) -> bool:
    """Whether the message does something to a reminder: 跳过一次, 暂停第2条提醒, 把备份的提醒改到下午四点."""
    said = fold(text).strip(" 。.!")
    if turn.actor is None or len(said) > 60:
        return False
    match = _VERBS.fullmatch(said)
    if match is not None and _speaks_of_one(turn, said, match):
        schedule = _which(turn, match)
        {"skip": skip, "pause": pause, "resume": resume}.get(_DOES.get(match["verb"], ""), drop)(
            turn, str(schedule.id), ""
        )
        return True
    if (found := _by_title(turn, said)) is not None:
        schedule, what = found
        if what == "change":
            match = _CHANGE.fullmatch(said[said.index(_put_off(said)) :])
            again = _changed_to(turn, schedule, match["when"]) if match is not None else None
            if again is None:
                return False
            _put_off_to(turn, *again)
        else:
            {"skip": skip, "pause": pause, "resume": resume}.get(what, drop)(turn, str(schedule.id), "")
        return True
    match = _CHANGE.fullmatch(said)
    if match is not None and _speaks_of_one(turn, said, match) and (wanted := _changed(turn, match)) is not None:
        _put_off_to(turn, *wanted)
        return True
    return False


def _by_title(turn: Turn, said: str) -> tuple[Schedule, str] | None:
    """One reminder of one's own by the words of its matter, and what is to become of it: 写周记那个暂停."""
    verb = _ANY_VERB.search(said)
    put_off = _put_off(said)
    if verb is None and not put_off:
        return None
    what = _DOES.get(verb["verb"], "drop") if verb is not None else "change"
    rest = (said[: verb.start()] + said[verb.end() :]) if verb is not None else said[: said.index(put_off)]
    named = _AROUND.sub("", rest).strip(" ,的")
    if len(named) < 2:
        return None
    fitting = [one for one in _all(turn) if named in fold(one.title) or fold(one.title) in named]
    return (fitting[0], what) if len(fitting) == 1 else None


def _put_off(said: str) -> str:
    match = _MOVED.search(said)
    return match[0] if match is not None else ""


def _speaks_of_one(turn: Turn, said: str, match: re.Match[str]) -> bool:
    """Whether reminders are meant: named so, or one stands in the chat and the words alone fit nothing else."""
    if "提醒" in said:
        return match["number"] is not None or match["what"] is not None or bool(_all(turn))
    return match["what"] is None and match["number"] is None and said not in {"取消", "继续", "结束", "停止", "恢复"} and (
        shown_schedule(turn) is not None
    )  # fmt: skip


def _which(turn: Turn, match: re.Match[str]) -> Schedule:
    mine = _all(turn)
    if match["number"]:
        number = read_number(match["number"]) or 0
        if not 1 <= number <= len(mine):
            raise Incomplete(texts.NO_SUCH(number=number, count=len(mine)))
        return mine[number - 1]
    if match["what"]:
        fitting = [one for one in mine if match["what"] in one.title or one.title in match["what"]]
        if len(fitting) != 1:
            raise Incomplete(texts.WHICH(what=match["what"], count=len(fitting)))
        return fitting[0]
    shown = shown_schedule(turn)
    if shown is not None and any(one.id == shown.id for one in mine):
        return shown
    if len(mine) == 1:
        return mine[0]
    raise Incomplete(texts.WHICH_NUMBER(count=len(mine)))


def _changed(turn: Turn, match: re.Match[str]) -> tuple[Schedule, Recurrence] | None:
    """The reminder and its new rule; None where no time is said."""
    calendar, when = turn.school.calendar, match["when"]
    again = find_recurrence(when, calendar, today=calendar.date(turn.now))
    found = [] if again else parse_when(when, turn.now, calendar)
    if again is None and not found:
        return None
    return _changed_to(turn, _which(turn, match), when)


def _changed_to(turn: Turn, schedule: Schedule, when: str) -> tuple[Schedule, Recurrence] | None:
    """A reminder at another time: a rule that was said, a day of the week for a weekly one, else another hour."""
    calendar = turn.school.calendar
    again = find_recurrence(when, calendar, today=calendar.date(turn.now))
    found = [] if again else parse_when(when, turn.now, calendar)
    if again is None and not found:
        return None
    rule = from_json(schedule.rule)
    if again is not None:
        return schedule, again.rule
    local = turn.local(found[0].at)
    hours = [turn.local(one.at).time() for one in found if one.precision is Precision.MINUTE]
    if isinstance(rule.pattern, Once) and len(hours) > 1:
        raise Incomplete(texts.UNREAD(words=when))
    if isinstance(rule.pattern, Weekly) and re.search(r"周|星期|礼拜|day\b", fold(when)):  # 改到周四下午四点
        pattern = replace(rule.pattern, weekdays=(local.weekday(),))
        hour = local.time() if found[0].precision in {Precision.MINUTE, Precision.PART} else rule.time
        also = tuple(hours[1:]) if hours else rule.also
        return schedule, replace(rule, pattern=pattern, time=hour.replace(second=0, microsecond=0), also=also)
    if isinstance(rule.pattern, Once):
        return schedule, replace(rule, pattern=Once(local.date()), time=local.time().replace(second=0, microsecond=0))
    daily = find_recurrence(f"每天{when}", calendar)  # the hours of a rule: 九点 is in the morning, whatever it is now
    if daily is None or not hours:
        return schedule, replace(rule, time=local.time().replace(second=0, microsecond=0), also=())
    return schedule, replace(rule, time=daily.rule.time, also=daily.rule.also)  # other hours, the same days


def _put_off_to(turn: Turn, schedule: Schedule, rule: Recurrence) -> None:
    if not upcoming(rule, turn.now, 1, turn.school.calendar):
        raise Incomplete(texts.TOO_EARLY)
    before = describe(from_json(schedule.rule))
    planning.rerule(schedule, to_json(rule), turn.now, turn.school.calendar)
    if schedule.paused_at is None:
        schedule.active = True
    turn.record(schedule.key, "change", details={"what": schedule.title, "before": before, "after": describe(rule)})
    turn.reply(_card(turn, schedule), subject=subject_of(schedule))


def _card(turn: Turn, schedule: Schedule) -> Card:
    rule = from_json(schedule.rule)
    facts = list(next_dates(turn, rule)) if schedule.paused_at is None else [(texts.WHEN, _words(rule))]
    if schedule.action == CALL:
        facts.append((texts.WHOM_FACT, Audience.from_json(schedule.payload["audience"]).words()))
    code = str(schedule.id)
    ends = Button(texts.END, token("reminders", "drop", code))
    if schedule.paused_at is not None:
        at = turn.clock_time(schedule.paused_at)
        buttons: tuple[Button, ...] = (Button(texts.RESUME, token("reminders", "resume", code), "good"), ends)
        return Card(texts.PAUSED(what=schedule.title, at=at), facts=tuple(facts), buttons=buttons)
    middle = () if isinstance(rule.pattern, Once) else (
        Button(texts.SKIP, token("reminders", "skip", code)), Button(texts.PAUSE, token("reminders", "pause", code))
    )  # fmt: skip
    return Card(texts.ABOUT(what=schedule.title), facts=tuple(facts), buttons=(*middle, ends), note=texts.CHANGE_HOW)


def _all(turn: Turn) -> Sequence[Schedule]:
    return schedules.kept_by(turn.tx, turn.person().id, (RING, CALL))


def _running(turn: Turn, code: str) -> Schedule:
    schedule = own_schedule(turn, code)
    if not schedule.active:
        raise Incomplete(texts.IS_PAUSED(what=schedule.title)) if schedule.paused_at else NotFound(code)
    return schedule


def _line(turn: Turn, schedule: Schedule) -> Text:
    rule = _words(from_json(schedule.rule))
    whom = texts.FOR(whom=Audience.from_json(schedule.payload["audience"]).words()) if schedule.action == CALL else ""
    if schedule.paused_at is not None:
        return texts.LINE_PAUSED(what=schedule.title, rule=rule, whom=whom)
    at = turn.clock_time(schedule.next_due_at) if schedule.next_due_at else texts.NO_TERM_YET
    return texts.LINE(what=schedule.title, rule=rule, at=at, whom=whom)


def _words(rule: Recurrence) -> Text:
    return Text(describe(rule), describe(rule, "en"))
