"""入职护照 goes on where somebody stopped; 发入职护照给李老师 sends one; 护照情况 shows who is through."""

import re

from handlers.cards import Card
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.numerals import fold
from handlers.passports import texts
from handlers.passports.desk import passport_card, router
from handlers.passports.enrolling import give
from handlers.passports.flow import FLOW
from handlers.people_named import person_called
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import passports
from storage.passports import Passport, PassportStage
from storage.people import Person, Role

MOST_NAMES = 8
_SENDS = re.compile(
    r"^(?:请|帮我|麻烦)?(?:给|让|请)?(?P<before>[^\s,，。]{2,12}?)?(?:发|领|办|做)(?:一个|一份|个|一下)?(?:入职|新教工|新人)护照"
    r"(?:给|：|:)?(?P<whom>[^?？]{2,40})?$"
)
_NEW = re.compile(
    r"^(?:我|本人)(?:是|刚|才)?.{0,6}(?:新来的?|新入职的?|刚?入职的?|刚来的?|新老师|新教师|新教工|新员工)"
    r".{0,10}(?:学|看|做|干|了解|准备|知道)(?:些|点)?(?:什么|啥|哪些).{0,4}$"
    r"|^i(?:'m| am) new(?: here)?\b.{0,30}$",
    re.IGNORECASE,
)
_STATE = re.compile(r"^(?:看看?|查一?下?)?(?:入职|新教工)?护照(?:完成)?(?:情况|进度|名单|谁没完成|谁没做)[?]*$")


@router.command("入职护照", "新教工护照", "我的护照", "护照", "入职培训", "新教工入门", "passport", "my passport")
def mine(turn: Turn, rest: str) -> None:
    """The step one is at; whoever has none yet gets theirs now."""
    person = turn.person()
    if rest.strip() and _STATE.match(fold(f"护照{rest}").replace(" ", "")):
        overview(turn)
        return
    known = passports.of_person(turn.tx, person.id)
    one = known or give(turn, person)
    if known is not None:
        turn.reply(passport_card(turn, one, turn.viewer), subject=one.code)


@router.command("发入职护照", "发入职护照 ", "发护照 ", "send a passport to ", "send a passport")
def send(turn: Turn, rest: str) -> None:
    """发入职护照给李老师、王老师: the CIO to anybody, a head to their own department."""
    person = turn.person()
    if not person.holds(Role.CIO, Role.HEAD, Role.ADMIN):
        raise NotAllowed(texts.INVITE, texts.INVITERS, code="passport", step_name="invite")
    names = [name for name in re.split(r"[、,，和\s]+", rest.strip().removeprefix("给").strip()) if name]
    if not names:
        raise Incomplete(texts.WHOM)
    whom = [person_called(turn, name) for name in names]
    if not person.holds(Role.CIO, Role.ADMIN) and any(one.department != person.department for one in whom):
        raise Refused(texts.NOT_YOURS_TO_SEND)
    sent: list[Phrase] = []
    for one in whom:
        known = passports.of_person(turn.tx, one.id)
        if known is not None:
            turn.reply(texts.ALREADY(name=one.name, status=FLOW.statuses[known.status]))
        else:
            give(turn, one)
            sent.append(one.name)
    if sent:
        turn.reply(texts.SENT(names=joined(sent)))


def overview(turn: Turn) -> None:
    """By department: how many are through; who is not, to the CIO and the head of their department."""
    person = turn.person()
    if not person.holds(Role.CIO, Role.HEAD, Role.ADMIN, Role.AUDITOR, Role.LEADER):
        raise NotAllowed(texts.SEE, texts.SEERS, code="passport", step_name="overview")
    everything = person.holds(Role.CIO, Role.ADMIN, Role.AUDITOR, Role.LEADER)
    found = [one for one in passports.everything(turn.tx) if everything or one.person.department == person.department]
    if not found:
        turn.reply(texts.LIST_NONE)
        return
    lines = [_department(person, name, found) for name in sorted({one.person.department for one in found})]
    done = sum(one.status == PassportStage.DONE for one in found)
    turn.reply(
        Card(texts.LIST(done=done, all=len(found)), tuple(lines), note=texts.NOT_YET if done < len(found) else "")
    )


def _department(person: Person, name: str, found: list[Passport]) -> Text:
    theirs = [one for one in found if one.person.department == name]
    left: list[Phrase] = [one.person.name for one in theirs if one.status != PassportStage.DONE]
    names = person.holds(Role.CIO) or (person.holds(Role.HEAD) and person.department == name)
    missing: Phrase = texts.LIST_MISSING(names=joined(left[:MOST_NAMES])) if left and names else ""
    return texts.LIST_DEPARTMENT(
        department=name or texts.NO_DEPARTMENT, done=len(theirs) - len(left), all=len(theirs), missing=missing
    )


def hears(turn: Turn, text: str) -> bool:
    """我是新来的,要学什么; 给李老师发一份入职护照; 护照情况. Decided from the words alone."""
    if (
        turn.actor is None
        or len(text) > 60
        or not ("护照" in text or "新" in text or "刚" in text or "new" in text.lower())
    ):
        return False
    said = fold(text).strip()
    if _NEW.search(said):
        mine(turn, "")
        return True
    if "护照" not in said:
        return False
    if _STATE.match(said.replace(" ", "")):
        overview(turn)
        return True
    sends = _SENDS.match(said)
    if sends is not None and (sends["whom"] or sends["before"]):
        send(turn, sends["whom"] or sends["before"])
        return True
    return False


router.hears = hears
