"""The month's question answered, and asked about, in one's own words."""

import re

from handlers.acting import leads
from handlers.cards import Button, Card, token
from handlers.needs import asking, texts
from handlers.needs.answering import NOTHING, entry_of, nothing, tell
from handlers.needs.flow import FLOW, READS_ALL
from handlers.needs.routes import router
from handlers.numerals import fold
from handlers.texts import EDGES, Text
from handlers.turn import Turn
from storage import needs
from storage.people import Role

MOST_BUTTONS = 4
_NONE = re.compile(
    r"(?:这个?月|本月|(?:我们|咱们|本)(?:部门|处|组|科)?)*[,\s]*(?:没有?什么|没有|没|暂无|无)(?:要|可|需要)?(?:反馈|问题和需求|要说)的?(?:了|问题|需求)?"
    r"|反馈\s*[:是]?\s*无|nothing to (?:report|say)"
)
_SAID = re.compile(
    r"^(?:我们)?(?:部门)?(?:这个?月|本月)?(?:部门)?(?:的)?(?:反馈|需求|问题)\s*[:,]\s*(?=\S)|^(?:needs?|feedback)\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"需要|想要|希望|建议|缺|不够|太慢|太少|太旧|老是|经常|总是|能不能|可不可以|增加|更换|升级|添置|配[备上]|加[一两几装]|装[一两个]|问题|坏"
    r"|\b(?:need|want|wish|slow|broken|more|missing)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:谁|哪些部门|哪个部门|哪几个部门)[^,。?]{0,6}(?:没|未)[^,。?]{0,2}反馈|(?:本月|这个月|各部门)(?:的)?(?:部门)?反馈(?:情况|怎么样|收齐)?"
    r"|who has(?: not|n't) (?:given )?feedback",
    re.IGNORECASE,
)


def hears(turn: Turn, text: str) -> bool:
    """Answers while the question is open or on the screen; who has not answered, for those who lead."""
    if turn.actor is None:
        return False
    said = fold(text).strip(EDGES)
    if (leads(turn.viewer) or turn.viewer.holds(*READS_ALL)) and _WHO.search(said) and needs.last_round(turn.tx):
        asking.board(turn)
        return True
    return turn.viewer.holds(Role.LIAISON, Role.HEAD) and _answers(turn, text, said)


router.hears = hears


def _answers(turn: Turn, text: str, said: str) -> bool:
    led = _SAID.match(said)
    if led is not None and said[led.end() :].strip(EDGES).lower() not in NOTHING:
        tell(turn, text.strip(EDGES)[led.end() :], entry_of(turn))
        return True
    entry = entry_of(turn)
    if entry is None:
        return _not_asked(turn, said)
    newest = turn.screen[0][0].subject.startswith("needs:") if turn.screen else False
    waits = entry.answer in asking.OPEN_ANSWERS
    if (newest and said.lower() in NOTHING) or (waits and _NONE.fullmatch(said)) or led is not None:
        nothing(turn, entry)
        return True
    if newest and waits and _WISH.search(said) and not re.search(r"[?]$|[吗么]$", said):
        tell(turn, text, entry)
        return True
    return False


def _not_asked(turn: Turn, said: str) -> bool:
    """这个月没有要反馈的, said before anybody asked."""
    if not (re.search(r"月|部门", said) and _NONE.fullmatch(said)):
        return False
    turn.reply(texts.NOT_ASKED)
    return True


@router.command("部门反馈", "本月反馈", "部门反馈情况", "哪些部门还没反馈", "feedback of departments")
def feedback(turn: Turn, words: str) -> None:
    """`部门反馈：打印机太慢` is said by a department; alone it shows those who lead which departments have answered."""
    person = turn.person()
    said = words.strip(EDGES)
    entry = entry_of(turn)
    if not said or not person.holds(Role.LIAISON, Role.HEAD):
        asking.board(turn)
    elif said.lower() in NOTHING:
        nothing(turn, entry) if entry is not None else turn.reply(texts.NOT_ASKED)
    else:
        tell(turn, words, entry)


@router.command("部门需求", "需求清单", "我们提的需求", "我的需求", "needs")
def listed(turn: Turn, _rest: str) -> None:
    """To those who lead what has not ended; to a department its own, with the replies."""
    person = turn.person()
    everything = leads(turn.viewer) or turn.viewer.holds(*READS_ALL)
    found = list(needs.still_open(turn.tx) if everything else needs.of_department(turn.tx, person.department))
    if not everything:
        found = [one for one in found if FLOW and (router.readable is None or router.readable.allows(turn.viewer, one))]
    if not found:
        turn.reply(texts.OPEN_NEEDS(count=0) if everything else texts.OWN_NONE(department=person.department))
        return
    lines = tuple(
        texts.NEED_LINE(code=one.code, text=one.headline, department=one.department, status=FLOW.statuses[one.status])
        for one in found
    )
    looks = tuple(
        Button(Text(f"看 {one.code}", f"Open {one.code}"), token("people", "look", one.code))
        for one in found[:MOST_BUTTONS]
    )
    own = texts.OWN(department=person.department, count=len(found))
    turn.reply(Card(texts.OPEN_NEEDS(count=len(found)) if everything else own, lines, buttons=looks))
