"""Words said in the middle of a dialogue that do not answer it: another request, a look at something, a thank-you.

What is swallowed as an answer goes out in somebody's name ("驳回, reason: let me see what changed"); what is wrongly
taken for a request is seen at once and the question comes again. So whatever speaks to us and not to the question is
never an answer without a look.
"""

import re
from enum import Enum

from handlers.forms import Field, Form
from handlers.forms import plain as free_text
from handlers.numerals import find_codes, fold
from handlers.texts import EDGES
from handlers.understand import Understood
from handlers.understanding.phrasing import core, plain

SURE_OF_IT = 0.75
"""From here on a reading counts although a question is open."""
_CERTAIN = 0.9
_SHORT = 12

LOOKS = frozenset({
    "policy_question", "help", "handoff_human", "ticket_status", "ticket_list_mine", "ticket_list", "approval_list",
    "project_status", "goal_status", "stat_query", "training_roster", "training_record_query", "plan_lookup",
    "reminder_list", "resource_query", "backup_status", "broadcast_status", "feedback_status", "incident_status",
    "data_classification_query", "privacy_request", "incident_report", "bind_identity",
})  # fmt: skip
"""What only wants to know something, or cannot wait: it may come in between whatever the dialogue is about."""
_NO_REQUEST = frozenset({"unclear", "choose_option", "multi_intent", "cancel_flow", "flow_back"})

_LEAD = r"^(?:顺便|另外|还有|对了|先|再|请|麻烦|你|能不能|可不可以|please |also |and |can you |could you )*"
_LOOK = re.compile(
    rf"{_LEAD}(?:让?我)?(?:看(?:一下|一看|看|下)|查(?:一下|一查|查|看|下)|列(?:一下|出|个)|打开|显示|导出"
    r"|(?:show|list|open|export)(?: me)? )"
)
_TO_US = re.compile(
    rf"{_LEAD}(?:(?:帮|给|替)我|提醒|(?:通知|催|发|安排|取消|撤销|撤回)(?!了|过|函|票|的|厂|供)|帮忙"
    r"|remind |tell me |send |cancel )|提醒(?:一?下)?我|remind me"
)
_ASKS = re.compile(
    r"[?]|[吗呢么]$|(?<!没)(?<!没有)(?<!不知道)(?:多少|多久|哪[些里儿个]|在哪$|几[个点天时次起场件台]|谁|什么时候|为什么|怎么样|(?:是|有|了)什么$|第几周?)"
    r"(?![一-龥]{0,4}[都也])|^(?:what|who|when|where|which|how|why|is|are|can|do|does) "
)
_URGES = re.compile(
    r"(?:请|麻烦|帮我|给我|再|快)*催(?:一?下|一催|催|促)?[吧啊]?|(?:please )?(?:hurry up|urge (?:it|them))"
)
_AGREES = frozenset(
    {"对", "对的", "是", "是的", "嗯", "嗯嗯", "没错", "好", "好的", "行", "ok", "yes", "yeah", "right"}
)
_ENDS_ASKING = re.compile(r"[?]|[吗么]$|(?:在哪[里儿]?|多少|是谁|怎么样|什么时候)$")


_PLAINLY_ASKS = re.compile(
    r"[?]|[吗么]$|要不要|是不是|有没有|能不能|几[次起场台件个]|多少|多久|什么时候|哪天|怎么[办样]|咋[办样]|谁"
    r"|^(?:what|who|when|where|which|how|why|is|are|can|do|does) "
)


_GIVES_UP = re.compile(
    r"^(?:那就?|还是|先|我)*(?:算了|取消|放弃|退出|不(?:想|要|用)?(?:再|继续)?(?:填|弄|办|搞|报|做|写|说|要|用|需要|继续)了)"
    r"|^(?:never ?mind|forget it|cancel|quit|stop)\b"
)


_SUBMITS = frozenset({"提交", "发布", "下达", "发送", "确认发布", "确认提交", "submit", "publish", "send"})
_NO_MORE = re.compile(r"^(?:那就?|还是|先|我|算了|暂时)*[, ]*不(?:想|要|用|再)?([一-龥]{1,3})了[吧啊]?$")


class Aside(Enum):
    """What words said while a question is open are."""

    ANSWER = "answer"
    REQUEST = "request"
    UNSURE = "unsure"


def asks(text: str) -> bool:
    """Whether words ask something: "谁报的" does, "没什么用" and "谁都没提过" do not."""
    return _ASKS.search(plain(text)) is not None


def gives_up(text: str) -> bool:
    """不弄了, 那先不填了: said in few words, and of the dialogue, not of what it is about."""
    return len(text) <= _SHORT and _GIVES_UP.match(core(plain(text))) is not None


def gives_up_the(text: str, form: Form) -> bool:
    """不委托了 in a dialogue of 委托: its own verb, with 不…了 around it."""
    found = _NO_MORE.match(core(plain(text)))
    return found is not None and found[1] in f"{form.title.zh} {form.submit.zh}"


def submits(text: str, form: Form) -> bool:
    """发布 or 提交 while something is still asked for: no answer, and no wish about anything else."""
    return fold(text).lower().strip(EDGES) in {*_SUBMITS, fold(form.submit.zh).lower(), form.submit.en.lower()}


def only_sounds_like(text: str, meant: Understood) -> bool:
    """Whether words were read as a wish that they do not voice: a look without a question, half a report. In the middle of
    a dialogue such words describe something.
    """
    if meant.intent == "ticket_create":
        return not all(meant.slots.get(name) for name in ("location", "asset", "symptom")) and "报修" not in text
    return meant.intent in LOOKS - {"incident_report"} and not asks(text) and _LOOK.search(core(plain(text))) is None


def only_asks(text: str, meant: Understood) -> bool:
    """Whether words are surely something asked of us, also where words for somebody else were wanted."""
    sure = meant.confidence >= _CERTAIN and meant.intent in LOOKS
    return sure and _PLAINLY_ASKS.search(plain(text)) is not None


def is_another_wish(meant: Understood, own: frozenset[str]) -> bool:
    """Whether words are surely a wish that the feature which asks knows nothing of."""
    return meant.confidence >= _CERTAIN and meant.intent not in own | _NO_REQUEST | {"smalltalk", "policy_feedback"}


def judge(text: str, meant: Understood, asked: Field | None, own: frozenset[str], subject: str) -> Aside:
    """What words are to the question for `asked` (None: several things are asked for at once).

    `own` are the intents of the feature that asks, for "换了灯泡" is how an issue is resolved and no further wish;
    `subject` is the id the question is about: a sure wish about another one is none of it.
    """
    line, said = core(plain(text)), plain(text)
    prose = asked is not None and asked.prose
    looks = _LOOK.search(line) is not None
    wonders = not prose and asks(text)
    if asked is not None and _URGES.fullmatch(said.strip(EDGES)):
        return Aside.REQUEST  # no reason to withdraw, and no solution
    if prose and asked is not None and not asked.may_ask and meant.intent not in own and only_asks(text, meant):
        return Aside.UNSURE
    if meant.confidence >= SURE_OF_IT and meant.intent not in _NO_REQUEST:
        if meant.intent in LOOKS and (wonders or looks):
            return Aside.REQUEST
        if not prose and _is_their_own(text, meant, asked, own, subject):
            return Aside.REQUEST
        if meant.intent not in own and wonders and (asked is not None or _PLAINLY_ASKS.search(said)):
            return Aside.REQUEST
    doubtful = asked is not None and (looks or (not prose and _ENDS_ASKING.search(said) is not None))
    expected = meant.intent in own - LOOKS and meant.confidence >= SURE_OF_IT
    doubtful = (doubtful and not expected) or _only_agrees(said, asked)
    return Aside.UNSURE if doubtful else Aside.ANSWER


def _only_agrees(said: str, asked: Field | None) -> bool:
    """对 is no reason; perhaps it answers something further up."""
    return asked is not None and asked.read is free_text and said.strip(EDGES) in _AGREES


def _is_their_own(text: str, meant: Understood, asked: Field | None, own: frozenset[str], subject: str) -> bool:
    """Whether words are a wish of their own, whatever was asked."""
    line = core(plain(text))
    others = {code.id for code in find_codes(text) if code.id} - {subject}
    if others and meant.intent in own and _TO_US.search(line):
        return True  # "催一下T-3"
    if meant.intent in own:
        return False
    slots = meant.slots
    report = meant.intent == "ticket_create" and all(slots.get(name) for name in ("location", "asset", "symptom"))
    words_wanted = asked is not None and asked.read is free_text  # whoever reads them with care refuses them better
    polite = words_wanted and meant.intent == "smalltalk" and meant.confidence >= _CERTAIN and len(line) <= _SHORT
    return report or polite or _TO_US.search(line) is not None
