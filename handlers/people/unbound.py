"""Who cannot be reached: whoever has bound no account, or only one that takes nothing any more. Asked for in words.

Nothing can be sent to them, so a wish to notify them is answered with the list and the way to a binding code. Codes
themselves are not said in a chat: they would stay there for everybody who looks over a shoulder.
"""

import re
from collections.abc import Sequence

from handlers.cards import Card
from handlers.errors import NotAllowed
from handlers.numerals import fold
from handlers.people import texts
from handlers.texts import EDGES, Phrase, Text, joined
from handlers.turn import Turn
from storage import people
from storage.people import Person, Role

MOST_NAMES = 12  # of a department in one message
SEES_ALL = (Role.CIO, Role.ADMIN, Role.TECHNICIAN, Role.DISPATCHER)
SEES_OWN = (Role.HEAD, Role.LIAISON)
_NOT_BOUND = r"(?:还|都)?(?:没有?|未|尚未)(?:有)?(?:绑定?|关联)(?:账号|账户|企业微信|微信|身份|好|过)?"
_ASKS = re.compile(
    rf"(?:谁|哪[些几]个?|多少|几个|有没有)[^,。;]{{0,6}}{_NOT_BOUND}|{_NOT_BOUND}的?[^,。;]{{0,6}}(?:谁|哪[些几]|多少|几个|名单|列表)"
    r"|(?:谁|哪[些几]个?|有没有)[^,。;]{0,4}(?:通知不[到了]|联系不[上到]|发不[到了]|收不到(?:通知|消息)?$)"
    r"|(?:通知不[到了]|联系不[上到]|收不到(?:通知|消息)?)的(?:人|老师|同事)?[^,。;]{0,4}(?:谁|哪[些几]|多少|几个|名单)"
    r""
    r"|who (?:has not|hasn't|have not|is not|isn't)(?: been)?(?: yet)? bound"
    r"|who (?:cannot|can't) be reached|unbound (?:people|staff|teachers)",
    re.IGNORECASE,
)
_TELLS = re.compile(
    rf"(?:请|麻烦|帮我|给我)*(?:通知|告诉|提醒|催(?:一下|促)?|发给|群发|发(?:个|条)?(?:消息|通知)?给|联系|让)[^,。;:]{{0,4}}{_NOT_BOUND}(?:账号)?的"
    r"|(?:notify|tell|remind|message)\b[^,.]{0,20}\b(?:who (?:has|have) not bound|not bound|unbound)",
    re.IGNORECASE,
)
_CODES = re.compile(
    rf"(?:请|麻烦)*(?:给|帮|为|发|把)(?!我)[^,。;:]{{1,12}}(?:绑定码|邀请码)|{_NOT_BOUND}的[^,。;:]{{0,6}}(?:绑定码|邀请码)|(?:生成|发放)[^,。;:]{{0,8}}绑定码"
    r"|binding codes? for\b",
    re.IGNORECASE,
)


def hears(turn: Turn, text: str) -> bool:
    """Whether the words were about people who cannot be reached, and were answered."""
    said = fold(text).strip(EDGES + "?!")
    if turn.actor is None or len(said) > 80:
        return False
    tells, codes = _TELLS.match(said), _CODES.match(said)  # not within a notice that is written
    if not (tells or codes or _ASKS.search(said)):
        return False
    shown = _may_see(turn)
    if codes and not tells:
        turn.reply(Card(texts.CODES_HOW, (texts.CODES_WHERE, texts.CODES_WECOM)))
        return True
    unbound = [one for one in shown if not one.accounts]
    silent = [one for one in shown if one.accounts and not any(account.reachable for account in one.accounts)]
    if not unbound and not silent:
        turn.reply(texts.ALL_BOUND)
        return True
    lines: list[Phrase] = [*_by_department(texts.NOT_BOUND, unbound), *_by_department(texts.NOT_REACHED, silent)]
    title = texts.CANNOT_TELL if tells else texts.UNBOUND_ARE
    turn.confide(Card(title(count=len(unbound) + len(silent)), tuple(lines), note=texts.CODES_WHERE))
    return True


def _may_see(turn: Turn) -> list[Person]:
    """Everybody, or one's own department. Raises `NotAllowed`."""
    person = turn.person()
    found = people.active_people(turn.tx)
    if person.holds(*SEES_ALL):
        return list(found)
    if person.holds(*SEES_OWN) and person.department:
        return [one for one in found if one.department == person.department]
    raise NotAllowed(texts.SEE_UNBOUND, texts.WHO_SEES_UNBOUND)


def _by_department(what: Text, found: Sequence[Person]) -> list[Phrase]:
    if not found:
        return []
    departments: dict[str, list[str]] = {}
    for one in found:
        departments.setdefault(one.department or "—", []).append(one.name)
    lines: list[Phrase] = [what(count=len(found))]
    for department, names in sorted(departments.items()):
        more = len(names) - MOST_NAMES
        shown: list[Phrase] = [*names[:MOST_NAMES]]
        shown += [texts.AND_MORE(count=more)] if more > 0 else []
        lines.append(texts.IN_DEPARTMENT(department=department, count=len(names), names=joined(shown)))
    return lines
