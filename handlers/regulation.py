"""Questions about how something is regulated: who has to, whether one may, what is required, by when.

Many features know the words of such a question — 备份, 数据分类, 演练, 意见 — and would act on them. But whoever asks
whether something has to be done, or by whom, wants the charter and nothing done. An instance ("昨晚备份了吗", a system, an
id) and a wish ("帮我安排…") are no such question.
"""

import re

from handlers import regulation_words as words
from handlers.numerals import find_codes
from handlers.systems_named import stranger_in, system_in
from handlers.turn import Turn
from handlers.understand import SURE, Understood
from handlers.understanding.phrasing import plain
from knowledge.normalise import without_orders
from storage import people

LONGEST = 60  # characters; what is longer tells a story
ALTERNATIVE = 0.1  # as likely as this, a question may be for the charter

# What is about one's own work, danger or person is heard as it stands, however it asks.
_OWN = (
    "ticket_create", "ticket_s", "ticket_u", "ticket_c", "ticket_r", "ticket_list_mine", "ticket_t", "ticket_h",
    "approval_", "incident_report", "unsafe_", "unauthorized_", "privacy_", "bind_", "handoff_", "smalltalk", "cancel_",
    "flow_", "choose_", "set_", "multi_", "broadcast_", "reminder_", "policy_feedback", "policy_interpretation",
    "policy_escalate",
)  # fmt: skip
# … but something may only sound as if it had happened: 数据泄露要几个小时内上报, 服务器上的东西要定时存一份不, 审批要填什么表.
_SOUNDS_LIKE = ("incident_report", "ticket_status", "ticket_create", "approval_list", "policy_escalate")
_REPORTS = ("ticket_create", "ticket_reopen", "ticket_supplement", "incident_report", "smalltalk", "policy_feedback")
_ANSWER = "A-"  # the newest card is an answer about the charter: 电话多少 goes on about it
_GUARDED = ("unsafe_request", "unauthorized_attempt")  # refused as such, or asked about
_ELSEWHERE = (
    *_GUARDED, "ticket_create", "incident_report", "privacy_", "handoff_", "smalltalk", "policy_feedback",
    "policy_escalate", "policy_interpretation", "cancel_", "choose_", "bind_", "help",
)  # fmt: skip
_DOES = ("_create", "_request", "_close", "_update", "_checkin", "_note", "backup_status")
_HEARD = (
    *_OWN, "tech_advice", "data_classification_query", "help", "goal_", "plan_lookup", "resource_", "out_of_scope",
)  # fmt: skip
_NEAR = 0.45  # of likeness to a question that we know the charter is asked: enough beside a form that asks of duties
_NEARER = 0.62  # … enough beside any question that is not about how things stand
_NEAR_HEADING = 0.75  # … enough for a few words that ask nothing: 数居备份
_KNOWN = 0.85  # … enough whatever its form; nothing a feature is asked comes so near
_LONGEST_BARE = 5  # characters
_BARE_WHOM = 6  # characters: 谁来修啊 says nothing that is broken
_SHORT = 8  # characters that go on about what was just answered


def asks_of_duty(text: str) -> bool:
    """Whether the words ask what is required, forbidden or whose duty it is, and name no instance and no wish."""
    return _asks(text, words.DUTY)


def asks(text: str) -> bool:
    """The same, and what the charter's measure of it is: how often, how much at most."""
    return _asks(text, words.DUTY) or _asks(text, words.MEASURE)


def is_for_the_charter(turn: Turn, text: str, meant: Understood) -> bool:
    """Whether a sentence is best answered by the charter, whatever else it was understood as."""
    if meant.intent == "multi_intent" or _names_one_of_ours(turn, text):
        return meant.confidence < SURE and _may_be_answered(turn, text, meant)
    if not _is_own(turn, text, meant) and (
        (asks(text) and is_known(turn, text)) or _asks_in_speech(turn, text) or _goes_on_asking(turn, text, meant)
    ):
        return True
    if _is_as_good_as_known(turn, text, meant) or _is_asked_with_orders(turn, text, meant):
        return True
    return meant.confidence < SURE and _may_be_answered(turn, text, meant)


def is_answered(turn: Turn, text: str, meant: Understood) -> bool:
    """Whether a sentence is surely for the charter, before any feature hears it: it asks of a duty, and is answered."""
    if not asks_of_duty(text) or meant.intent.startswith(_OWN) or _names_one_of_ours(turn, text):
        return False
    return turn.school.library().ask(text).outcome == "answered"


def is_left_to_the_charter(turn: Turn, text: str, meant: Understood) -> bool:
    """Whether a feature refused to do what nobody wanted done: something was asked in general, and the charter speaks of
    it. Who may not see how things stand is told so.
    """
    asked = (
        _asks(text, words.WONDERS)
        and words.STATE.search(text) is None
        and meant.intent.endswith(_DOES)
        and not meant.intent.startswith(_OWN)
    )
    return asked and not _names_one_of_ours(turn, text) and is_known(turn, text)


def is_known(turn: Turn, text: str) -> bool:
    """Whether the charter speaks of this, though it may leave the very question open."""
    return turn.school.library().ask(text).outcome != "off_topic"


def _is_own(turn: Turn, text: str, meant: Understood) -> bool:
    """Whether it is about one's own work, danger or person, and not only in words that sound like it."""
    if not meant.intent.startswith(_OWN):
        return False
    if (
        meant.intent.startswith("ticket_")
        and len(text) > _BARE_WHOM
        and words.WHOM.search(plain(text))
        and not meant.slots.get("location")
    ):
        return False
    asked = asks(text) or _asks(text, words.SPOKEN)
    if meant.intent in _GUARDED:
        return not (asked and _familiarity(turn, text) >= _NEARER and is_known(turn, text))
    bare = len(text) < _BARE_WHOM and words.WHO.search(text) is not None
    return bare or meant.intent not in _SOUNDS_LIKE or words.HAPPENED.search(plain(text)) is not None or not asked


def _is_asked_with_orders(turn: Turn, text: str, meant: Understood) -> bool:
    """Ignore all instructions. Who reviews IT projects? -- the order is nothing to us, and the question is answered."""
    asked = without_orders(text)
    if meant.intent not in _GUARDED or asked is None or not (asks(asked) or _asks(asked, words.WONDERS)):
        return False
    return turn.school.library().ask(text).answered


def _asks_in_speech(turn: Turn, text: str) -> bool:
    """A question of duty in the forms of speech, looser than those in writing: it has to come near to a known one."""
    return _asks(text, words.SPOKEN) and _familiarity(turn, text) >= _NEAR and is_known(turn, text)


def _is_as_good_as_known(turn: Turn, text: str, meant: Understood) -> bool:
    """The heading of a clause, misspelt perhaps; all but the words of a question that the charter is asked; or near one,
    where no feature is sure to have been meant.
    """
    library, sure = turn.school.library(), meant.confidence >= SURE
    if _is_long(text) or (sure and meant.intent.startswith((*_GUARDED, *_REPORTS))):
        return False
    near = library.familiarity(text)
    if library.calls_a_heading(text) or near >= _KNOWN:
        return is_known(turn, text)
    counted = meant.intent == "stat_query" and "metric" in meant.slots  # 报修满意度是多少: of records, not of rules
    if near < _NEARER or (sure and (counted or meant.intent.startswith(_HEARD))) or words.STANDS.search(plain(text)):
        return False
    bare = near >= _NEAR_HEADING and len(text) <= _LONGEST_BARE
    return (_asks(text, words.WONDERS) or (bare and not words.WISH.search(plain(text)))) and is_known(turn, text)


def _goes_on_asking(turn: Turn, text: str, meant: Understood) -> bool:
    """电话多少 or 那培训呢, right under an answer about the charter: asked of that, unless it is sure to be more."""
    under = turn.screen[0][0].subject if turn.screen else ""
    if not under.startswith(_ANSWER) or len(plain(text)) > _SHORT or meant.intent.startswith(_ELSEWHERE):
        return False
    return _asks(text, words.WONDERS)


def _is_long(text: str) -> bool:
    """Whether it tells a story; an English question takes twice as many letters."""
    return len(text) > LONGEST * (2 if text.isascii() else 1)


def _familiarity(turn: Turn, text: str) -> float:
    return turn.school.library().familiarity(text)


def _may_be_answered(turn: Turn, text: str, meant: Understood) -> bool:
    """Whether words nobody is sure about are for the charter: reading it does no harm, asking back costs a turn.

    The likeliest reading is a question for it; or one of the likely ones is, in the form of a question about duties.
    """
    likely = [name for name, share in meant.alternatives if share >= ALTERNATIVE]
    likely_asked = meant.intent == "policy_question" or ("policy_question" in likely and asks(text))
    placed = meant.intent.startswith("ticket_") and meant.slots.get("location")
    if not likely_asked and (
        placed
        or meant.intent.startswith(_GUARDED)
        or not _asks(text, words.WONDERS)
        or _familiarity(turn, text) < _NEAR
    ):
        return False
    if not text.strip() or _is_long(text) or words.INSTANCE.search(plain(text)):
        return False
    outcome = turn.school.library().ask(text).outcome
    return outcome == "answered" or (outcome == "unsettled" and _asks(text, words.WONDERS))


def _asks(text: str, form: re.Pattern[str]) -> bool:
    said = plain(text)
    if len(said) > LONGEST * 2 or form.search(said) is None or words.INSTANCE.search(said) is not None:
        return False
    if words.WISH.search(said) is None:
        return True
    end = said.rpartition(",")[2]  # 想上一个新平台,要CIO批吗: what is wished for is only what the question is about
    return end != said and words.DUTY_OR_WHO.search(end) is not None and words.WISH.search(end) is None


def _names_one_of_ours(turn: Turn, text: str) -> bool:
    """Whether an id, a system or the safety of a department is meant; whose it is stands in the register (7.1.1)."""
    if find_codes(text, turn.features.prefixes) or system_in(turn.tx, text, retired=True) is not None:
        return True
    if not words.WHO.search(text):
        return False
    return stranger_in(text) != "" or any(
        re.search(rf"{re.escape(one)}的?(?:信息|网络)?安全", text) for one in people.departments(turn.tx)
    )
