"""How somebody wants to be told things, and why they were told this (N25)."""

import re

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.errors import NotFound
from handlers.numerals import fold
from handlers.privacy import texts
from handlers.privacy.desk import router
from handlers.texts import Phrase, joined
from handlers.turn import Turn
from handlers.understand import Understood
from storage import audit, schedules

_WHY = re.compile(
    r"^(?:请问)?(?:这个?|这条|这是)?(?:为什么|为何|为啥|凭什么|怎么)(?:会|要|老|又|总)?(?:给我|发给我|通知我|提醒我|让我|我)?"
    r".{0,4}(?:收到|发|通知我|提醒我|给我)(?:这|了|个|条|消息|通知|提醒|的)*[?？]?$"
    r"|\bwhy (?:did|do|am|was) i (?:get|getting|receive|receiving|told)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"英文|英语|english", re.IGNORECASE)
_CHINESE = re.compile(r"中文|汉语|普通话|chinese", re.IGNORECASE)
_PLAIN = re.compile(
    r"纯?文[字本]|(?:不要|别用?|不用|关闭)(?:卡片|按钮)|看不[到见]按钮|plain text|no cards|no buttons", re.IGNORECASE
)
_CARDS = re.compile(r"(?:要|恢复|打开|用)(?:卡片|按钮)|(?:want|use|show) (?:the )?(?:cards|buttons)", re.IGNORECASE)
_MUTE = re.compile(
    r"(?:别|不要|不想|停止|少|勿|关闭|取消|退订|屏蔽).{0,8}(?:这种|这类|普通|广播|群发|培训)?.{0,3}(?:通知|消息|推送|广播|提醒)|免打扰|静音|退订|只(?:收|发|要).{0,4}(?:重要|紧急|急)|"
    r"\bmute|\bunsubscribe|\bstop sending|\bonly (?:urgent|important)",
    re.IGNORECASE,
)
_UNMUTE = re.compile(r"(?:恢复|打开|重新接收|取消静音|解除免打扰).{0,6}(?:通知|消息|推送)?|\bunmute", re.IGNORECASE)
_NIGHT = re.compile(
    r"晚上|夜里|半夜|点以?后|点之后|周末|午休|下班|上课|节假日|\bnight|\bweekend|\bevening|\bafter \d", re.IGNORECASE
)
_CHANNEL = re.compile(r"企业微信|公众号|telegram|电报|邮箱|邮件|短信|渠道|接收方式|wecom|wechat|e-?mail", re.IGNORECASE)
_SIZE = re.compile(r"字(?:体)?(?:大|太小|小|调大|能|可以|有点)|大字|font|large", re.IGNORECASE)


@router.say("set_preference")
def set_preference(turn: Turn, text: str, _meant: Understood) -> None:
    """What can be set is set; what cannot is said plainly, with what can."""
    said = fold(text)
    for pattern, command in (
        (_ENGLISH, "english"), (_UNMUTE, "恢复普通通知"), (_CARDS, "要按钮"), (_PLAIN, "纯文字"), (_CHINESE, "中文"),
    ):  # fmt: skip
        if pattern.search(said) and not (command == "要按钮" and re.search(r"不要|别|不用", said)):
            turn.features.commands[command](turn, "")
            return
    if _NIGHT.search(said):
        _quiet(turn)
    elif _CHANNEL.search(said):
        turn.reply(texts.CHANNEL)
    elif _SIZE.search(said):
        turn.reply(Card(texts.BIGGER, buttons=(Button(texts.PLAIN_BUTTON, token("privacy", "plain")),)))
    elif _MUTE.search(said):
        turn.features.commands["关闭普通通知"](turn, "")
    else:
        turn.reply(texts.CANNOT)


def _quiet(turn: Turn) -> None:
    """Quiet hours hold for everybody; less than that is less of the notices."""
    start, end = turn.school.calendar.quiet
    card = Card(
        texts.QUIET(start=f"{start:%H:%M}", end=f"{end:%H:%M}"), (texts.MUTED_IS,),
        buttons=(Button(texts.ONLY_URGENT, token("privacy", "mute")),) if turn.actor is not None else (),
    )  # fmt: skip
    turn.reply(card)


@router.button("mute")
def mute(turn: Turn, _code: str, _choice: str) -> None:
    """Only what is urgent from now on."""
    turn.features.commands["关闭普通通知"](turn, "")


@router.button("plain")
def plain(turn: Turn, _code: str, _choice: str) -> None:
    """Words and numbers instead of cards."""
    turn.features.commands["纯文字"](turn, "")


def heard(turn: Turn, text: str) -> bool:
    """为什么收到这条, in other words than the command's own."""
    if len(text) > 40 or _WHY.search(fold(text).strip()) is None or turn.actor is None:
        return False
    turn.features.commands["为什么收到这条"](turn, "")
    return True


def explained(turn: Turn) -> bool:
    """What the newest message with a subject is about, what waits for the reader, who moved it last, under which rules."""
    subject = next((row.subject for row, _card in turn.screen if row.subject), "")
    code = subject.partition("/")[0]
    feature = turn.features.by_prefix.get(code.partition("-")[0])
    if feature is None or feature.flow is None or feature.find is None or feature.name == "broadcasts":
        return False
    try:
        found = steps.find(turn, feature, code)
    except NotFound:
        return False
    waits: list[Phrase] = [
        step.label
        for step in feature.flow.steps
        if step.waits and step.button and feature.flow.may(step, turn.viewer, found)
    ]
    lines: tuple[Phrase, ...] = (texts.WHY_WAITS(steps=joined(waits)) if waits else texts.WHY_LOOKS,)
    facts: list[tuple[Phrase, Phrase]] = [(texts.CLAUSE, feature.flow.clause)]
    past = audit.history(turn.tx, code)
    if past:
        name, at = str(past[-1].facts["actor"]), turn.clock_time(past[-1].at)
        facts.append((texts.WHY_BY, texts.WHY_BY_IS(name=name, at=at) if name else texts.WHY_SYSTEM(at=at)))
    rules = [
        turn.features.rules[one.rule] for one in schedules.of_subject(turn.tx, code) if one.rule in turn.features.rules
    ]
    if rules:
        names: list[Phrase] = list({rule.key: rule.title for rule in rules}.values())
        facts.append((texts.WHY_RULE, joined(names)))
    title = texts.WHY(code=code, what=getattr(found, "headline", "") or feature.flow.statuses[found.status])
    turn.reply(Card(title, lines, tuple(facts), note=texts.WHY_MUTE))
    return True
