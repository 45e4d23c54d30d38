"""Sending feedback: in one sentence, named or anonymous. What is anonymous leaves no trace of who sent it."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import dialogues, forms
from handlers.cards import Card
from handlers.errors import Incomplete, Refused
from handlers.feedback import danger, rules, texts
from handlers.feedback.cards import feedback_card
from handlers.feedback.desk import router
from handlers.feedback.flow import FLOW
from handlers.feedback.traces import A_MOMENT, POST, at_full_hour
from handlers.forms import Field, Form
from handlers.numerals import write_code
from handlers.texts import EDGES
from handlers.turn import Turn
from handlers.understand import Understood
from storage import feedback as store
from storage import numbers
from storage.feedback import RECEIPT, Feedback, FeedbackStage, SealedFeedback
from storage.people import Role

NAMED, ANONYMOUS = "named", "anonymous"
REMIND = "feedback.remind"
SHORTEST, LONGEST = 4, 2000
_NAMELESS = re.compile(r"匿名|不留名|别留名|不要?(?:写|留)(?:我的?)?名|anonym", re.IGNORECASE)
_WITH_NAME = re.compile(r"实名|署名|留我?的?名|with my name", re.IGNORECASE)
_FRAME = re.compile(
    r"^(?:我)?(?:想|要|来)*(?:实名|匿名|不留名)?(?:地)?(?:提交|提|反馈|反映|投诉|举报|吐槽|说|发|写)?(?:一下|下|一个|个|一条|条|点|几点|一点|一句)?"
    r"(?:匿名|实名)?的?(?:小)?(?:建议|意见|反馈|想法|看法|需求)?(?:[,，:：。\s]+|$)"
    r"|^(?:i(?:'d| would)? (?:like|want) to |i have an? )?(?:anonymous(?:ly)? )?(?:give |make |leave )?(?:an? )?(?:anonymous )?"
    r"(?:feedback|suggestion|complaint|comment)s?(?: about)?[:,\s]+",
    re.IGNORECASE,
)
# "可以匿名提意见吗", "怎么提建议": how to send feedback was asked, and nothing said yet that could be sent.
_ASKS_HOW = re.compile(
    r"^(?:请问)?(?:我|我们|老师|学生|家长)?(?:可不可以|能不能|是否可以|可以|能|怎么样?|如何|在哪里?|去哪|哪里)(?:可以|能)?(?:匿名|实名|不留名)?(?:地)?"
    r"(?:提交?|反馈|反映|投诉|举报|给)(?:一?点|一下|个)?(?:匿名|实名)?的?(?:意见|建议|反馈|投诉|想法)?(?:吗|么|嘛|呢)?[?？]*$"
    r"|^(?:can|may|how (?:do|can)) (?:i|we|one|students|parents|teachers) (?:give|make|send|leave|submit) "
    r"(?:an? )?(?:anonymous )?(?:feedback|suggestions?|complaints?)(?: anonymously)?[?]*$",
    re.IGNORECASE,
)
# "反馈多久答复": what the school has settled about feedback is asked, and nothing is said that could be sent.
_ASKS_RULE = re.compile(
    r"^(?:请问)?(?:匿名|实名)?(?:提|发|写|交)?(?:了)?(?:意见|建议|反馈|投诉|意见反馈)+(?:之?后)?(?:一般|通常|要|会|都|的|是|由|应该|最[晚迟])*"
    r"(?:多久|多长时间|几天|什么时候|多少天|谁|哪个部门|怎么)(?:内|能|会|可以|才|来|负责)*(?:有人)?(?:得到|有|给|收到)?"
    r"(?:答复|回复|回音|回应|处理|办理|受理|负责)?[吗呢]?[?？]*$"
    r"|^how long .{0,20}(?:feedback|suggestions?).{0,20}(?:answer|repl)\w*[?]*$",
    re.IGNORECASE,
)
_COMPLAINS = re.compile(r"投诉|举报|complain", re.IGNORECASE)


@router.say("feedback_submit")
def submit(turn: Turn, text: str, _meant: Understood) -> None:
    """Somebody wants something to be better: the words are taken as they are; only how to send them is asked."""
    if danger.heard(turn, text) or left_to_the_charter(turn, text):
        return
    words = _FRAME.sub("", text.strip(), count=1).strip()
    known: dict[str, Any] = {"since": (turn.now - A_MOMENT).isoformat()}
    if len(words.strip(EDGES)) >= SHORTEST and _ASKS_HOW.match(text.strip()) is None:
        known["words"] = words
    if _NAMELESS.search(text):
        known["how"] = ANONYMOUS
    elif _WITH_NAME.search(text):
        known["how"] = NAMED
    if known.get("how") == ANONYMOUS:
        _private_only(turn)
    if "words" in known:
        _check_length(words)
    dialogues.start(turn, form, known)


def left_to_the_charter(turn: Turn, text: str) -> bool:
    """反馈多久答复: asked about feedback in general, which the charter and its rules answer."""
    asked = turn.features.says.get("policy_question")
    if asked is None or not _ASKS_RULE.match(text.strip()):
        return False
    asked(turn, text, Understood("policy_question", confidence=1.0))
    return True


@router.command("匿名反馈", "匿名建议", "匿名意见", "匿名投诉", "匿名举报", "anonymous feedback")
def submit_nameless(turn: Turn, words: str) -> None:
    """`匿名反馈:…`: anonymous from the first word."""
    submit(turn, f"匿名反馈:{words}", Understood("feedback_submit", confidence=1.0))


@router.command("提意见", "提建议", "意见箱", "反馈", "我要反馈", "意见反馈", "feedback", "suggestion")
def submit_command(turn: Turn, words: str) -> None:
    """提意见 alone asks what; with words they are it."""
    submit(turn, words, Understood("feedback_submit", confidence=1.0))


def _private_only(turn: Turn) -> None:
    if turn.heard is not None and not turn.heard.who.private:
        raise Refused(texts.NOT_IN_A_GROUP)


def _check_length(words: str) -> None:
    if len(words) > LONGEST:
        raise Incomplete(texts.TOO_LONG(count=len(words), most=LONGEST))


def _read_words(text: str) -> str:
    words = forms.plain(text)
    if len(words.strip(EDGES)) < SHORTEST:
        raise Incomplete(texts.TOO_SHORT)
    _check_length(words)
    return words


def _read_how(text: str) -> str:
    if _NAMELESS.search(text):
        return ANONYMOUS
    if _WITH_NAME.search(text):
        return NAMED
    raise Incomplete(texts.ASK_HOW)


def _done(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    words, how = str(answers["words"]), str(answers["how"])
    if how == ANONYMOUS:
        _private_only(turn)
        _seal(turn, words, datetime.fromisoformat(str(answers["since"])))
    elif turn.actor is None:
        dialogues.start(turn, name_form, {"words": words, **({"name": name} if (name := _known_name(turn)) else {})})
    else:
        _register(turn, words, "")


def _known_name(turn: Turn) -> str:
    return turn.account.name.strip() if turn.account is not None else ""


def _named(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    _register(turn, str(answers["words"]), str(answers["name"])[:40])


# With a name


def _register(turn: Turn, words: str, name: str) -> None:
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    mine = store.of_sender(turn.tx, turn.actor.id if turn.actor else None, turn.account.id)
    most = turn.rule(rules.PER_DAY)
    if sum(turn.local(one.received_at).date() == turn.local(turn.now).date() for one in mine) >= most:
        raise Refused(texts.TOO_MANY(rule=rules.PER_DAY.title, value=rules.PER_DAY.show(most)))
    feedback = _new(turn, words, turn.now)
    feedback.anonymous, feedback.sender = False, name
    feedback.person, feedback.account = turn.actor, turn.account
    turn.tx.add(feedback)
    turn.tx.flush()
    turn.record(feedback.code, "receive", clause=FLOW.clause, after=feedback.status, details={"kind": feedback.kind})
    announce(turn, feedback)
    title = texts.RECEIVED(code=feedback.code, days=turn.rule(rules.ANSWER))
    turn.reply(Card(title, note=texts.RECEIVED_NOTE), subject=feedback.code if turn.actor is not None else "")


def _new(turn: Turn, words: str, at: datetime) -> Feedback:
    return Feedback(
        code=write_code("FB", numbers.next_number(turn.tx, "FB")), status=FeedbackStage.RECEIVED, kind=_kind(words),
        words=words, anonymous=True, sender="", received_at=at, answer="", adopted="", public="", reason="", added="",
        escalated=False, revision=1,
    )  # fmt: skip


def _kind(words: str) -> str:
    return "complaint" if _COMPLAINS.search(words) else "suggestion"


def announce(turn: Turn, feedback: Feedback) -> None:
    """The CIO has it with its buttons, and its days run."""
    for person in turn.everyone(Role.CIO) or turn.everyone(Role.LEADER):
        turn.tell(person, feedback_card(turn, feedback, turn.view_of(person)), subject=feedback.code)
    for rule, when in ((rules.NUDGE, "nudge"), (rules.ANSWER, "due"), (rules.ESCALATE, "escalate")):
        key = f"{feedback.code}:{when}:{feedback.revision}"
        turn.remind_by(rule, key, REMIND, feedback.code, {"when": when}, since=feedback.received_at)


# Without one


def _seal(turn: Turn, words: str, since: datetime) -> None:
    """Keep words, day and the hash of a receipt code, and wipe where they came from. The rest waits for the full hour."""
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    assert turn.heard is not None  # noqa: S101
    platform, address = turn.account.platform, turn.heard.who.address
    most = turn.rule(rules.PER_HOUR)
    if store.receipts_shown(turn.tx, platform, address) >= most:
        raise Refused(texts.TOO_MANY(rule=rules.PER_HOUR.title, value=rules.PER_HOUR.show(most)))
    receipt = store.new_receipt()
    day = turn.local(turn.now).date()
    turn.tx.add(SealedFeedback(kind=_kind(words), words=words, receipt_hash=store.hash_of(receipt), day=day))
    store.blank_heard(turn.tx, platform, address, since, turn.heard.event_id)
    store.mark_said(turn.tx, platform, address, since + A_MOMENT)
    at_full_hour(turn)
    lines = (texts.RECEIPT_HOW(receipt=receipt, days=turn.rule(rules.ANSWER)), texts.RECEIPT_PROMISE)
    turn.reply(Card(texts.RECEIPT(receipt=receipt), lines), subject=RECEIPT)


@router.due(POST)
def post(turn: Turn, _subject: str, _facts: Mapping[str, Any]) -> None:
    """The full hour: what was sealed is registered in an order that says nothing, and every trace is deleted."""
    if not store.forget_traces(turn.tx):
        at_full_hour(turn)
    for sealed in sorted(store.sealed(turn.tx), key=lambda one: one.receipt_hash):
        feedback = _new(turn, sealed.words, turn.now)
        feedback.kind, feedback.receipt_hash = sealed.kind, sealed.receipt_hash
        turn.tx.add(feedback)
        turn.tx.delete(sealed)
        turn.tx.flush()
        turn.record(feedback.code, "receive", clause=FLOW.clause, after=feedback.status, details={"anonymous": True})
        announce(turn, feedback)


form = router.form(
    Form(
        "feedback.send", texts.FEEDBACK,
        (
            Field("words", texts.WORDS, texts.ASK_WORDS, read=_read_words, prose=True, may_ask=True),
            Field("how", texts.HOW, texts.ASK_HOW, read=_read_how, when="words",
                  options=((NAMED, texts.NAMED), (ANONYMOUS, texts.ANONYMOUS))),
            Field("since", texts.HOW, texts.HOW, required=False),
        ),
        _done, context="flow_active:feedback_submit", lives=timedelta(hours=1), listens=timedelta(hours=1),
    )
)  # fmt: skip


name_form = router.form(
    Form(
        "feedback.name", texts.FEEDBACK,
        (Field("name", texts.NAME, texts.ASK_NAME), Field("words", texts.WORDS, texts.WORDS, required=False)), _named,
        context="flow_active:feedback_submit", lives=timedelta(hours=1), listens=timedelta(hours=1),
    )
)  # fmt: skip
