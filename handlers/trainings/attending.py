"""What a participant does: come or not, check in, say how it was, take the quiz."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import files, steps
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotFound, Refused
from handlers.flow import Viewer
from handlers.router import StepOf
from handlers.texts import NONE_TO_TAKE, Phrase, Text
from handlers.trainings import rules, texts
from handlers.trainings.calendar_file import calendar_file
from handlers.trainings.cards import facts, in_order, own_card, own_subject, waiting_place
from handlers.trainings.codes import is_valid
from handlers.trainings.desk import router
from handlers.trainings.flow import FLOW, SCORED, already, may_check_in
from handlers.trainings.hosting import live_roster
from handlers.trainings.planning import planned_in
from handlers.trainings.records import coverage, give_record
from handlers.turn import Turn
from handlers.understand import Understood
from storage import trainings
from storage.trainings import Arrival, Feedback, Participant, Reply, Stage, Training

Given = Mapping[str, Any]
PAUSE = timedelta(minutes=10)  # after too many wrong codes: long enough that four digits cannot be tried out
FILE_LIVES = timedelta(days=90)


@router.press("rejoin")
@router.press("join")
def join(turn: Turn, training: Training, _given: Given) -> None:
    """参加: a seat, or a place on the waiting list; with a file for one's own calendar."""
    part = _part(turn, training)
    taken = sum(one.reply == Reply.YES for one in training.participants)
    part.replied_at, part.reason = turn.now, ""
    part.reply = Reply.WAITING if training.capacity and taken >= training.capacity else Reply.YES
    turn.tx.flush()
    _redraw(turn, training, part)
    if part.reply == Reply.WAITING:
        turn.reply(texts.YOU_WAIT(place=waiting_place(training, part)))
        return
    turn.reply(with_calendar_file(turn, training, texts.YOU_COME))


def with_calendar_file(turn: Turn, training: Training, title: Text, *lines: Phrase) -> Card:
    """When and where, with the file for one's own calendar."""
    enclosed = files.enclose(
        turn, f"{training.code}.ics", calendar_file(training, turn.now, texts.HOST.zh), about=training.code,
        lives=FILE_LIVES,
    )  # fmt: skip
    shown = (texts.CALENDAR_FILE, *lines)
    return Card(title(topic=training.topic), shown, facts(turn, training), files=(enclosed,))


@router.press("leave")
def leave(turn: Turn, training: Training, given: Given) -> None:
    """请假, with a word why; the first of the waiting list moves up."""
    part = _part(turn, training)
    had_seat = part.reply == Reply.YES
    part.reply, part.reason, part.replied_at = Reply.NO, str(given["reason"]), turn.now
    turn.tx.flush()
    _redraw(turn, training, part)
    if had_seat:
        _move_up(turn, training)
    turn.reply(texts.YOU_EXCUSED(reason=texts.excuse(part.reason)))


def _move_up(turn: Turn, training: Training) -> None:
    first = next((one for one in in_order(training) if one.reply == Reply.WAITING), None)
    if first is None:
        return
    first.reply = Reply.YES
    card = own_card(turn, training, Viewer(first.person))
    words = Card(texts.YOU_MOVED_UP(topic=training.topic), (), card.facts, card.buttons)
    turn.tell(first.person, words, key=f"{training.code}:up:{first.person_id}:{turn.now.isoformat()}",
              subject=own_subject(training, first.person_id))  # fmt: skip


@router.press("check_in")
def check_in(turn: Turn, training: Training, given: Given) -> None:
    """签到 with the code of the moment. Too early says when; late is late; after that the host marks by hand."""
    part = _part(turn, training)
    minutes = turn.rule(rules.CODE_LIVES)
    opens = training.starts_at - timedelta(minutes=turn.rule(rules.OPENS))
    late_from = training.starts_at
    closes = max(training.starts_at, training.opened_at or training.starts_at) + timedelta(
        minutes=turn.rule(rules.LATE)
    )
    if training.status == Stage.INVITING:
        raise Refused(texts.TOO_EARLY(at=turn.clock_time(opens)))
    if training.status == Stage.FEEDBACK or turn.now > closes:
        raise Refused(texts.CHECK_IN_OVER(at=turn.clock_time(closes), host=training.host.name))
    said = re.sub(r"\D", "", str(given["code"]))
    if not said:
        raise Incomplete(texts.ASK_CODE)
    _check_pause(turn, training, part)
    if not is_valid(training.secret, said, turn.now, minutes):
        part.wrong_codes, part.wrong_at = part.wrong_codes + 1, turn.now
        turn.reply(texts.WRONG_CODE(minutes=minutes))
        return
    part.arrival = Arrival.LATE if turn.now > late_from else Arrival.ON_TIME
    part.arrived_at, part.wrong_codes, part.reply = turn.now, 0, Reply.YES
    turn.tx.flush()
    _redraw(turn, training, part)
    said_late = texts.ARRIVED_LATE if part.arrival == Arrival.LATE else texts.ARRIVED
    turn.reply(said_late(topic=training.topic))


def _check_pause(turn: Turn, training: Training, part: Participant) -> None:
    if part.wrong_at is None or part.wrong_codes < turn.rule(rules.WRONG_CODES):
        return
    until = part.wrong_at + PAUSE
    if turn.now < until:
        raise Refused(texts.TOO_MANY(at=turn.clock_time(until), host=training.host.name))
    part.wrong_codes = 0


@router.button("score")
def scored(turn: Turn, code: str, choice: str) -> None:
    """One score a press; after the last all three are kept. `choice` holds the scores given so far."""
    asks = FLOW.by_name["feed_back"].asks
    if len(choice) >= len(asks):
        steps.begin(turn, _step("feed_back"), code, dict(zip(SCORED, choice, strict=False)))
        return
    steps.find(turn, router, code)
    buttons = tuple(Button(label, token("trainings", "score", code, choice + value)) for value, label in texts.SCORES)
    turn.reply(Card(asks[len(choice)].ask, buttons=buttons))


@router.press("feed_back")
def feed_back(turn: Turn, training: Training, given: Given) -> None:
    """Three scores, kept without a name."""
    _part(turn, training).fed_back = True
    scores = {name: int(given[name]) for name in SCORED}
    turn.tx.add(Feedback(training_id=training.id, words="", **scores))
    turn.tx.flush()
    _redraw(turn, training, _part(turn, training))
    turn.reply(texts.FEEDBACK_THANKS)


_WONDERS = re.compile(r"能不能|可不可以|能否|可以不|行不行|[?？]|[吗么]$")


@router.say("training_rsvp")
def answered(turn: Turn, text: str, meant: Understood) -> None:
    """Such as "我参加", "那天有课,请假": the invitation that is named, else the only one it can mean."""
    kind = str(meant.slots.get("kind", ""))
    away = (
        "请假" in kind or "不" in kind or re.search(r"请假|不参加|来不了|去不了|参加不了|can't|cannot|not coming", text)
    )
    training = planned_in(turn, text)
    if _WONDERS.search(text):
        _show_what_is_asked(turn, training)
        return
    names = ("leave",) if away else ("join", "rejoin")
    if not away and not _may_join(turn, training):
        _say_where_one_stands(turn, training)
    reason = re.sub(r"TR-?\d+|请假|[,，。]", " ", text).strip()
    given = {"reason": reason} if away and len(reason) >= 2 else {}
    steps.choose(turn, [_step(name) for name in names], training.code if training else "", given)


def _show_what_is_asked(turn: Turn, named: Training | None) -> None:
    """能不能线上参加 is no answer to an invitation: it is shown, with its buttons."""
    person = turn.person()
    mine = [named] if named else list(trainings.of_person(turn.tx, person.id, Stage.LIVE))
    if not mine:
        raise Refused(NONE_TO_TAKE(step=_step("join").step.label))
    for one in mine[:1]:
        turn.reply(own_card(turn, one, turn.viewer), subject=own_subject(one, person.id))


def _say_where_one_stands(turn: Turn, named: Training | None) -> None:
    """参加 said once more: raises the `Refused` that says so; silent where there is no answer to stand by."""
    mine = [named] if named else trainings.of_person(turn.tx, turn.person().id, (Stage.INVITING, Stage.CHECK_IN))
    found = next((said for one in mine if (said := already(turn.viewer, one)) is not None), None)
    if found is not None:
        raise Refused(found)


def _may_join(turn: Turn, named: Training | None) -> bool:
    """Whether there is anything that this person may say yes to."""
    mine = [named] if named else trainings.of_person(turn.tx, turn.person().id, Stage.LIVE)
    return any(FLOW.may(FLOW.by_name[name], turn.viewer, one) for one in mine for name in ("join", "rejoin"))


@router.say("training_checkin")
def checked_in(turn: Turn, text: str, meant: Understood) -> None:
    """Such as "签到 4821" or only the code: at the session going on."""
    codes = re.findall(r"(?<!\d)\d{4}(?!\d)", text)
    _check_in_with(turn, str(meant.slots.get("code") or (codes[0] if codes else "")), text)


@router.command("签到", "check in", "checkin")
def check_in_typed(turn: Turn, words: str) -> None:
    """`签到 4821`."""
    codes = re.findall(r"(?<!\d)\d{4}(?!\d)", words)
    _check_in_with(turn, codes[0] if codes else "", words)


def _check_in_with(turn: Turn, code: str, text: str) -> None:
    person = turn.person()
    named = planned_in(turn, text)
    candidates = [named] if named else [
        one for one in trainings.of_person(turn.tx, person.id, (Stage.CHECK_IN,)) if one.of(person.id) is not None
    ]  # fmt: skip
    if not candidates:
        soon = [
            one for one in trainings.of_person(turn.tx, person.id, (Stage.INVITING,)) if one.of(person.id) is not None
        ]
        if not soon:
            raise Refused(texts.NONE_LIVE)
        candidates = soon[:1]
    fitting = [one for one in candidates if may_check_in.allows(turn.viewer, one)]
    if not fitting:
        part = candidates[0].of(person.id)
        if part is None:
            raise Refused(texts.NOT_INVITED(host=candidates[0].host.name))
        raise Refused(texts.ALREADY_IN(at=turn.clock_time(part.arrived_at or turn.now)))
    if len(fitting) > 1 and code:  # two sessions at once: the code says which
        minutes = turn.rule(rules.CODE_LIVES)
        fitting = [one for one in fitting if is_valid(one.secret, code, turn.now, minutes)] or fitting
    steps.begin(turn, _step("check_in"), fitting[0].code, {"code": code} if code else {})


@router.say("training_feedback")
def felt(turn: Turn, text: str, _meant: Understood) -> None:
    """Words about a session one was at: kept without the name, beside the scores asked for."""
    person = turn.person()
    attended = [
        one for one in trainings.of_person(turn.tx, person.id, (Stage.FEEDBACK,))
        if (part := one.of(person.id)) is not None and part.came
    ]  # fmt: skip
    if not attended:
        raise Refused(texts.NONE_TO_RATE)
    training = planned_in(turn, text) or attended[-1]
    turn.tx.add(Feedback(training_id=training.id, words=text.strip(), content=0, pace=0, use=0))
    turn.tx.flush()
    part = _part(turn, training)
    if part.fed_back:
        turn.reply(texts.FEEDBACK_THANKS)
        return
    button = Button(texts.FEED_BACK, token("trainings", "score", training.code), "good")
    turn.reply(Card(texts.FEEDBACK_THANKS, (texts.SCORES_TOO,), buttons=(button,)))


@router.say("training_roster")
def who(turn: Turn, text: str, meant: Understood) -> None:
    """Who is there now, or who still lacks a safety training."""
    about_duty = re.search(r"安全|覆盖|safety|security|coverage", text, re.IGNORECASE)
    if (about_duty and planned_in(turn, text) is None) or not live_roster(turn, text, meant):
        coverage(turn)


# The quiz: one question a card; the answers so far travel in the buttons, and the server scores them at the end.


@router.button("quiz")
def quiz(turn: Turn, code: str, choice: str) -> None:
    """The next question, or the score after the last. `choice` holds the try and the letters answered so far: "0BA".

    A sheet that was handed in counts once, however often its last button is pressed.
    """
    training = trainings.find(turn.tx, code)
    part = training.of(turn.person().id) if training is not None else None
    if training is None or part is None or not part.came:
        raise NotFound(code)
    if part.record:
        raise Refused(texts.QUIZ_PASSED_ALREADY(score=part.quiz_score or 0))
    if not training.quiz:
        raise Refused(texts.NO_QUIZ)
    if training.status not in {Stage.FEEDBACK, Stage.ARCHIVED}:
        raise Refused(texts.CERTIFICATE_NONE(why=texts.WHY_NOT_OVER))
    if part.quiz_tries >= turn.rule(rules.QUIZ_TRIES):
        raise Refused(texts.QUIZ_OVER(score=part.quiz_score or 0, mark=turn.rule(rules.PASS_MARK)))
    sheet, answers = (choice[:1], choice[1:]) if choice else (str(part.quiz_tries % 10), "")
    if sheet != str(part.quiz_tries % 10):
        raise Refused(texts.SHEET_HANDED_IN)
    if len(answers) < len(_asked(training)):
        turn.reply(_question(training, sheet, answers))
        return
    _score(turn, training, part, answers)


def _asked(training: Training) -> list[dict[str, Any]]:
    """The questions that are put. More than a button can carry answers to were only ever entered before there was a limit."""
    return training.quiz[: rules.QUIZ_LONGEST.limits[1]]


def _question(training: Training, sheet: str, answers: str) -> Card:
    number = len(answers)
    one = _asked(training)[number]
    buttons = tuple(
        Button(letter, token("trainings", "quiz", training.code, sheet + answers + letter))
        for letter in sorted(one["options"])
    )
    lines = (str(one["question"]), *(f"{letter}. {words}" for letter, words in sorted(one["options"].items())))
    return Card(
        texts.QUIZ_TITLE(code=training.code, number=number + 1, count=len(_asked(training))), lines, buttons=buttons
    )


def _score(turn: Turn, training: Training, part: Participant, answers: str) -> None:
    asked = _asked(training)
    right = sum(one["answer"] == said for one, said in zip(asked, answers, strict=False))
    score, mark = round(100 * right / len(asked)), turn.rule(rules.PASS_MARK)
    part.quiz_tries += 1
    part.quiz_score = max(score, part.quiz_score or 0)
    turn.record(training.code, "quiz", clause="7.1.2", details={"score": score, "try": part.quiz_tries})
    if score >= mark:
        give_record(turn, training, part)
        turn.reply(Card(texts.QUIZ_PASSED(score=score, mark=mark), (texts.RECORDED(record=part.record),)))
        _redraw(turn, training, part)
        return
    left = turn.rule(rules.QUIZ_TRIES) - part.quiz_tries
    again = (Button(texts.QUIZ, token("trainings", "quiz", training.code)),) if left > 0 else ()
    words = (
        texts.QUIZ_FAILED(score=score, mark=mark, left=left) if left > 0 else texts.QUIZ_OVER(score=score, mark=mark)
    )
    turn.reply(Card(words, buttons=again))


_QUESTION = re.compile(
    r"(?P<question>.+?)\s*(?<![A-Za-z])A(?:[.、:：\s)）]|(?=[\u4e00-\u9fff]))\s*(?P<rest>.+?)\s*(?:答案|answer)\s*[:：是]?\s*(?P<answer>[A-F])\s*$",
    re.IGNORECASE | re.DOTALL,
)


@router.command("出题", "quiz")
def add_question(turn: Turn, words: str) -> None:
    """`出题 TR-3 题目?A … B … 答案 B`: one more question, until the session is over."""
    training = planned_in(turn, words)
    if training is None:
        raise Incomplete(texts.QUIZ_UNREADABLE)
    step = FLOW.by_name["change"]
    if not step.by.allows(turn.viewer, training):
        raise NotFound(training.code, step.label, step.by.who)
    if training.status not in {Stage.PLANNED, Stage.INVITING, Stage.CHECK_IN}:
        raise Refused(texts.QUIZ_TOO_LATE)
    most = turn.rule(rules.QUIZ_LONGEST)
    if len(training.quiz) >= most:
        raise Refused(texts.QUIZ_LONG_ENOUGH(count=len(training.quiz), most=most))
    found = _QUESTION.fullmatch(re.sub(r"^\s*TR-?\s*\d+\s*[:：]?\s*", "", words.strip()))
    if found is None:
        raise Incomplete(texts.QUIZ_UNREADABLE)
    parts = re.split(r"\s*(?<![A-Za-z])([B-F])(?:[.、:：\s)）]|(?=[\u4e00-\u9fff]))\s*", found["rest"])
    options = {"A": parts[0].strip(), **{parts[i].upper(): parts[i + 1].strip() for i in range(1, len(parts) - 1, 2)}}
    answer = found["answer"].upper()
    if len(options) < 2 or answer not in options or not all(options.values()):
        raise Incomplete(texts.QUIZ_UNREADABLE)
    question = {"question": found["question"].strip(), "options": options, "answer": answer}
    training.quiz = [*training.quiz, question]
    turn.reply(texts.QUIZ_ADDED(number=len(training.quiz), question=question["question"], answer=answer))


def _part(turn: Turn, training: Training) -> Participant:
    part = training.of(turn.person().id)
    if part is None:
        raise Refused(texts.NOT_INVITED(host=training.host.name))
    return part


def _redraw(turn: Turn, training: Training, part: Participant) -> None:
    """This person's own cards as they are now."""
    turn.settle(own_subject(training, part.person_id), lambda viewer: own_card(turn, training, viewer))


def _step(name: str) -> StepOf:
    return StepOf(router, FLOW.by_name[name])
