"""What people say about a system in a sentence: 教务系统改由王老师负责, 一卡通合同续到2027年底, 我负责哪些系统."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import steps
from handlers.cards import Card, bullets
from handlers.errors import Incomplete
from handlers.numerals import fold, read_number
from handlers.people_named import person_in
from handlers.router import StepOf
from handlers.systems import texts
from handlers.systems.actions import register
from handlers.systems.desk import router
from handlers.systems.flow import FLOW, keeper, read_ends
from handlers.systems.lists import hears as hears_questions
from handlers.systems_named import core_of, system_in
from handlers.turn import Turn
from storage import systems
from storage.systems import System

LONGEST = 60
_REGISTER = re.compile(
    r"^(?:请|帮我|帮忙|麻烦|我要|我想|需要)*(?:登记|新增|添加|录入|注册)(?:一下|一个|个|一套|新的?)*(?:信息)?(?:系统|平台)[:,\s]*"
    r"(?:它?的?(?:名字|名称)?(?:叫做?|是|为|名为))?|^新(?:系统|平台)(?:登记|录入)[:,\s]*",
)
_HAND_OVER = re.compile(
    r"(?:换成?|换给|改由|改成|改为|交给|交由|转给|移交给?|以后由)[^,。]{2,10}?(?:来|主要)?(?:负责|管理?|接手)|(?:移交|转交|交接)给|(?:负责人|责任人)(?:改|换)[成为]?"
)
_DEPUTY = re.compile(r"副手(?:是|为|改成|换成|定为|改为|由)")
_RETIRE = re.compile(r"(?:已经?|要|准备|即将|正式)?(?:停用|下线|退役|不再使用)了?$")
_GRADED = re.compile(
    r"等保(?:级别|等级|定级|备案)*(?:就?(?:改|定|调|升|降)?(?:成|为|到|是|在))?的?(?P<grade>[一二三四五1-5])级"
)
_RENEW = re.compile(r"(?:合同|证书|备案)[^?吗]{0,10}?(?:续|延|更新|改|换)[^?吗]{0,6}(?:到|至|为|成)")
_MINE = re.compile(
    r"^我(?:现在|目前)?(?:负责|管|名下有?)(?:的|着)?(?:是|有)?(?:哪些|什么|几个)?系统(?:有哪些)?[?]*$"
    r"|^(?:which|what) systems (?:do i|am i)"
)
_ASKS = re.compile(r"[?]|[吗呢]$|谁|哪|什么时候|怎么")


def hears(turn: Turn, text: str) -> bool:
    """Registering, handing over, renewing and taking out of use, in words that name the system."""
    said = fold(text).strip()
    if turn.actor is None:
        return False
    begun = _REGISTER.match(said)
    if begun is not None and not _ASKS.search(said):
        register(turn, text.strip()[begun.end() :])
        return True
    if hears_questions(turn, text):
        return True
    if len(said) > LONGEST:
        return False
    if _MINE.search(said.lower()):
        _mine(turn)
        return True
    system = None if _ASKS.search(said) else system_in(turn.tx, text)
    return system is not None and _step(turn, system, text, said)


def _step(turn: Turn, system: System, text: str, said: str) -> bool:
    """The step the words mean. A fault report (系统下线了) of whoever may not take it out of use is left to others."""
    rest = said.lower().replace(fold(system.name).lower(), "").replace(core_of(system.name), "")
    if _DEPUTY.search(rest) or _HAND_OVER.search(rest):
        person = person_in(turn, text)
        if person is None:
            return False
        return _begin(turn, "deputize" if _DEPUTY.search(rest) else "hand_over", system, {"person": person.name})
    if (graded := _GRADED.search(rest)) is not None:
        return _begin(turn, "grade", system, {"grade": read_number(graded["grade"])})
    if _RENEW.search(rest):
        try:
            return _begin(turn, "renew", system, {"dates": read_ends(text)})
        except Incomplete:
            return _begin(turn, "renew", system, {})
    bare = re.sub(r"系统|平台|把|将|的|[\s,。]", "", rest)
    return bool(_RETIRE.fullmatch(bare)) and keeper.allows(turn.viewer, system) and _begin(turn, "retire", system, {})


def _begin(turn: Turn, step: str, system: System, answers: Mapping[str, Any]) -> bool:
    steps.begin(turn, StepOf(router, FLOW.by_name[step]), system.code, answers)
    return True


def _mine(turn: Turn) -> None:
    person = turn.person()
    found = systems.of_person(turn.tx, person.id)
    if not found:
        turn.reply(texts.NONE_OF_YOURS)
        return
    lines = bullets([
        texts.LIST_LINE(
            code=one.code, name=one.name, status=FLOW.statuses[one.status],
            owner=texts.OWNER if one.owner_id == person.id else texts.DEPUTY, late="",
        )
        for one in found
    ])  # fmt: skip
    turn.reply(Card(texts.YOURS(count=len(found)), lines))


router.hears = hears
