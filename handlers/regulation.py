"""Questions about how something is regulated: who has to, whether one may, what is required, by when.

Many features know the words of such a question — 备份, 数据分类, 演练, 意见 — and would act on them. But whoever asks
whether something has to be done, or by whom, wants the charter and nothing done. An instance ("昨晚备份了吗", a system, an
id) and a wish ("帮我安排…") are no such question.
"""

import re

from handlers.numerals import find_codes
from handlers.systems_named import stranger_in, system_in
from handlers.turn import Turn
from handlers.understand import SURE, Understood
from handlers.understanding.phrasing import plain
from storage import people

LONGEST = 60  # characters; what is longer tells a story
ALTERNATIVE = 0.1  # as likely as this, a question may be for the charter

_SUBJECT = r"(?:我们|学校|老师|教师|教职工|职工|员工|部门|处室|教研组|科室|学生|家长|cio|领导小组|团队|小组)"
_MODAL = r"(?:要|得|须|必须|应该?|应当|算)"
_DUTY = re.compile(
    r"需不需要|要不要(?!我|你|帮|给|把)|用不用(?!我|你)|该不该|应不应该|是否(?:需要|必须|应该|应当)"
    r"|(?:需要?|必须|应该|应当|一定要)[^我你]{2,16}[吗么]|(?:后|前|时|都|也|还)(?:要|得)[^我你]{2,12}[吗么]"
    r"|(?:由|归|该|让|向)谁|谁(?:来|去)?(?:负责|决定|审批|审核|组织|进行|牵头|开展|判断|承担|制定|统筹|监督|考核)"
    r"|(?:要求|规定|目的|原则|流程|标准|职责|责任|义务|处罚)(?:都|具体)?(?:是|有|包括)(?:些)?(?:什么|哪|谁)"
    r"|(?:的|有(?:什么|哪些))(?:要求|规定|目的|职责|责任|义务|处罚)[?吗呢]?$"
    rf"|{_SUBJECT}.{{0,3}}的?(?:职责|责任|义务|任务)(?:都)?(?:是|有|包括)"
    r"|(?:怎么|如何)(?:分类|分级|归档|保护|备份|规定|处罚|考核)"
    r"|(?:会|要)(?:扣|罚|处罚|处分)(?:多少|什么|几|吗)"
    r"|搞不搞|办不办|罚不罚|会不会(?:定期|定时|组织|处罚|扣)|有没有(?:规定|要求|奖励|处罚|制度|机制)"
    r"|^(?:学生|家长|教职工|员工|各部门|各处室)(?:能不能|可不可以|能否|可以|要不要|需要)"
    r"|(?:能|可以)(?:不能)?(?:随便|私自|用个人|直接)|^(?:是否|可否|能否)?可以(?:用|不)[^我你]{2,14}[吗么]"
    r"|\b(?:are|is) (?:we|staff|teachers|schools?|departments|everyone|it|there)\b.{0,30}"
    r"\b(?:required|obliged|expected|allowed|permitted|supposed|mandatory|compulsory)\b"
    r"|\bis there (?:any|a|an)\b.{0,30}\b(?:rule|requirement|regulation|mechanism|procedure|classification)"
    r"|^(?:can|may|should|must|does?) (?:students|pupils|parents|staff|teachers|departments|everyone|the school)\b"
    r"|\b(?:where|how|when|what) (?:should|must|do|does|can) (?:students|pupils|parents|staff|teachers|departments|the school)\b"
    r"|\bwhich (?:team|department|role|person)\b"
    r"|\bwho (?:is responsible for|decides|prepares|approves)\b|\bwhat (?:are|is) the (?:rules?|requirements?|duties|purpose)\b",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    rf"{_MODAL}[^我你]{{0,4}}(?:几|多少)(?:个)?(?:小时|天|次|分|学时|遍|回)|几[个种]?(?:等级|级别|类别)"
    r"|(?:要|需要|最多|最少|至少|应当?)[^我你]{0,3}(?:多少|多长时间|多久)|几个?(?:天|周|月|年|学期)[^我你]{1,6}一[次回]"
    r"|(?:分成?|分为|划分)(?:为|成)?哪?(?:几|多少)[种个类级]"
    rf"|多少分.{{0,2}}(?:合格|及格|优秀)|(?:上限|下限|周期|频率|次数)(?:是|为|有)?(?:多少|多久|多长|什么|每|几)"
    rf"|(?<!我的)(?<!报修)多久(?:能|有|回|要|内|必须|一次|得|应)"
)  # fmt: skip
_WISH = re.compile(
    r"^(?:请|帮|麻烦|劳驾|给我|把|我要|我想|我来|想|提醒|通知|告诉|发(?!现|生)|安排|登记|新建|新增|记|反馈|建议|投诉|查|看|列|改"
    r"|please|i want|i would like|could you|can you|remind|tell|show|list|book|send)|[:：\n]|帮我|给我|替我"
)
_INSTANCE = re.compile(
    r"昨|今天|今晚|今早|明天|后天|刚|最近|上(?:个|周|月|次|学期|学年)|下(?:个|周|月|次|学期)|本(?:周|月|学期|次)|[这那](?:个|次|条|件|批|周|月|台|份|项)"
    r"|我的|还(?:有|没)|已经|\b(?:yesterday|today|tonight|tomorrow|last|next|latest|this|my|now)\b",
    re.IGNORECASE,
)  # fmt: skip
_WONDERS = re.compile(
    r"[?]|[吗么呢]$|(\w)不\1|什么|多少|谁|多久|哪|几[个次天级类]"
    r"|^(?:who|what|which|when|where|how|do|does|is|are|can|may|should|must)\b"
)
_WHO = re.compile(r"谁|哪位|\bwho\b", re.IGNORECASE)
# What is about one's own work, danger or person is heard as it stands, however it asks.
_OWN = (
    "ticket_create", "ticket_s", "ticket_u", "ticket_c", "ticket_r", "ticket_list_mine", "ticket_t", "ticket_h",
    "approval_", "incident_report", "unsafe_", "unauthorized_", "privacy_", "bind_", "handoff_", "smalltalk", "cancel_",
    "flow_", "choose_", "set_", "multi_", "broadcast_", "reminder_", "policy_feedback", "policy_interpretation",
)  # fmt: skip
_DOES = ("_create", "_request", "_close", "_update", "_checkin", "_note", "backup_status")
_STATE = re.compile(r"正常|成功|失败|完成|异常|好了|\bok\b|working", re.IGNORECASE)


def asks_of_duty(text: str) -> bool:
    """Whether the words ask what is required, forbidden or whose duty it is, and name no instance and no wish."""
    return _asks(text, _DUTY)


def asks(text: str) -> bool:
    """The same, and what the charter's measure of it is: how often, how much at most."""
    return _asks(text, _DUTY) or _asks(text, _MEASURE)


def is_for_the_charter(turn: Turn, text: str, meant: Understood) -> bool:
    """Whether a sentence is best answered by the charter, whatever else it was understood as."""
    if meant.intent == "multi_intent":
        return False
    if not meant.intent.startswith(_OWN) and asks(text) and not _names_one_of_ours(turn, text) and is_known(turn, text):
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
        _asks(text, _WONDERS)
        and _STATE.search(text) is None
        and meant.intent.endswith(_DOES)
        and not meant.intent.startswith(_OWN)
    )
    return asked and not _names_one_of_ours(turn, text) and is_known(turn, text)


def is_known(turn: Turn, text: str) -> bool:
    """Whether the charter speaks of this, though it may leave the very question open."""
    return turn.school.library().ask(text).outcome != "off_topic"


def _may_be_answered(turn: Turn, text: str, meant: Understood) -> bool:
    """Whether words nobody is sure about are for the charter: reading it does no harm, asking back costs a turn.

    The likeliest reading is a question for it; or one of the likely ones is, in the form of a question about duties.
    """
    likely = [name for name, share in meant.alternatives if share >= ALTERNATIVE]
    if meant.intent != "policy_question" and ("policy_question" not in likely or not asks(text)):
        return False
    if not text.strip() or len(text) > LONGEST or _INSTANCE.search(plain(text)):
        return False
    outcome = turn.school.library().ask(text).outcome
    return outcome == "answered" or (
        outcome == "unsettled" and meant.intent == "policy_question" and "?" in plain(text)
    )


def _asks(text: str, form: re.Pattern[str]) -> bool:
    said = plain(text)
    return (
        len(said) <= LONGEST * 2
        and form.search(said) is not None
        and _WISH.search(said) is None
        and _INSTANCE.search(said) is None
    )


def _names_one_of_ours(turn: Turn, text: str) -> bool:
    """Whether an id, a system or the safety of a department is meant; whose it is stands in the register (7.1.1)."""
    if find_codes(text, turn.features.prefixes) or system_in(turn.tx, text, retired=True) is not None:
        return True
    if not _WHO.search(text):
        return False
    return stranger_in(text) != "" or any(
        re.search(rf"{re.escape(one)}的?(?:信息|网络)?安全", text) for one in people.departments(turn.tx)
    )
