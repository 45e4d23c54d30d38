"""Somebody may be in danger: people hear of it at once, whatever was being asked, and the words that help come first."""

import re

from handlers.cards import Card
from handlers.feedback import texts, traces
from handlers.feedback.desk import router
from handlers.numerals import fold
from handlers.texts import Phrase, joined
from handlers.turn import Turn
from storage import drafts
from storage.feedback import PRIVATE
from storage.outbox import Priority
from storage.people import Role

_DANGER = re.compile(
    r"不想活|活不下去|活着没(?:意思|意义)|想(?:自杀|轻生|去死|死了算)|要(?:自杀|轻生|跳楼)|自残|自伤|割腕|割手|跳楼(?!价|机|大)|轻生|寻短见|遗书|"
    r"结束(?:自己的?|我的?)?生命(?!周期)|"
    r"(?:要|会|想)(?:杀|砍|捅|弄死)(?:了|死)?(?:他|她|我|人|你|同学|老师|自己)|带(?:了|着)?(?:刀|枪|炸药)(?:来|进|到|上)|炸(?:了)?(?:学校|教学楼)|"
    r"(?:被|遭)(?:人|他们|同学|老师|家长|爸爸|妈妈|父亲|继父)?.{0,4}(?:殴打|毒打|性侵|猥亵|强奸|霸凌|欺凌)|(?:天天|经常|总是|一直|他们)(?:打|欺负|霸凌)我|"
    r"\bkill (?:my ?self|him|her|them)\b|\bsuicid|\bwant(?:ed)? to die\b|\bend my life\b|\bhurt(?:ing)? myself\b|\bself[- ]harm|"
    r"\bbr(?:ing|ought) a (?:gun|knife)\b|\b(?:being|been|was) (?:beaten|abused|raped|bullied)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"预案|演练|培训|讲座|课程|制度|规定|章程|流程|手册|几条|哪一条|怎么处理|如何处理|死机|电脑|程序|系统|"
    r"\b(?:policy|training|drill|procedure|plan|process)\b",
    re.IGNORECASE,
)
_EXTORTED = re.compile(r"(?:被|遭).{0,6}勒索")  # a person; of a machine it is an incident, and its team must hear of it
_MACHINES = re.compile(
    r"服务器|电脑|主机|笔记本|系统|平台|网站|文件|硬盘|数据|数据库|网络|病毒|软件|加密|比特币|邮箱|账号", re.IGNORECASE
)
_ME = re.compile(r"我|我们|自己|\b(?:i|me|my|myself|i'm)\b", re.IGNORECASE)
_NAMELESS = re.compile(r"匿名|不留名|anonym", re.IGNORECASE)
LONGEST = 500


def is_danger(text: str) -> bool:
    """Whether words sound as if somebody may come to harm; a question about plans and trainings does not, without 我."""
    said = fold(text)
    if _EXTORTED.search(said) and not _MACHINES.search(said):
        return True
    return _DANGER.search(said) is not None and (_ME.search(said) is not None or _ABOUT.search(said) is None)


def heard(turn: Turn, text: str) -> bool:
    """Pass it on to people now, with the name where it was not said anonymously, and answer with what helps."""
    if not is_danger(text):
        return False
    draft = turn.dialogue()
    in_feedback = draft is not None and draft.form.startswith(f"{router.name}.")
    nameless = _NAMELESS.search(text) is not None or (in_feedback and draft is not None and _is_anonymous(draft))
    people = turn.everyone(Role.CIO, Role.LEADER)
    people = [one for one in people if turn.actor is None or one.id != turn.actor.id] or people
    guest = turn.account.name if turn.account is not None else ""
    named: Phrase = turn.actor.name if turn.actor is not None else (texts.GUEST(name=guest) if guest else texts.UNKNOWN)
    who: Phrase = texts.UNKNOWN if nameless else named
    facts: tuple[tuple[Phrase, Phrase], ...] = ((texts.DANGER_WORDS, text[:LONGEST]), (texts.DANGER_WHO, who))
    if not nameless and turn.account is not None:
        facts = (*facts, (texts.DANGER_WHERE, turn.account.platform))
    for person in people:
        turn.tell(person, Card(texts.DANGER_TOLD, (), facts, note=texts.CLAUSE_IS), priority=Priority.URGENT)
    turn.record("danger", "danger", clause="8.1.2", nameless=nameless, details={"told": len(people)})
    lines: list[Phrase] = [*texts.DANGER_LINES]
    if people:
        how = texts.DANGER_NAMELESS if who is texts.UNKNOWN else texts.DANGER_NAMED
        roles: list[Phrase] = [one.name for one in people[:3]]
        lines.append(texts.DANGER_PASSED(people=joined(roles), how=how))
    turn.reply(Card(texts.DANGER_HELP, tuple(lines)), subject=PRIVATE if nameless else "")
    if nameless:
        traces.forget_this(turn)
    return True


def _is_anonymous(draft: drafts.Draft) -> bool:
    return draft.answers.get("how") in (None, "", "anonymous")
