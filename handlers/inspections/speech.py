"""What inspectors and their listeners say besides results: where am I, later, go on; how did it go, what is open."""

import re

from handlers import steps
from handlers.cards import Card
from handlers.inspections import board, texts, walking
from handlers.inspections.cards import day, item_card
from handlers.inspections.desk import findings_for, router, step
from handlers.inspections.flow import FINDINGS, finding_readable
from handlers.inspections.listing import listed, report, speaks_of_a_list
from handlers.numerals import find_codes, fold
from handlers.texts import Phrase
from handlers.turn import Turn
from storage import inspections
from storage.inspections import InspectionStage
from storage.people import Role

SHORT = 30
MOST = 12
_WHERE = re.compile(
    r"^(?:检查|查|巡检)?(?:到|查到)(?:哪|第几)|还(?:剩|有|差)(?:几|多少)项|^下一项是?(?:什么|啥)?[?？]?$"
    r"|what(?:'s| is) next|how many (?:items )?(?:are )?left",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?:下一?次|下回|最近一次)(?:的)?(?:安全)?(?:检查|巡检|抽查)(?:是|在|安排在)?(?:什么时候|哪天|几号|几时|周几)|(?:什么时候|哪天|几号)(?:来|要|再)?(?:检查|巡检)(?!一?次)"
    r"|(?:这周|本周|下周|这个月|本月|下个?月|最近)(?:有|安排了?)(?:什么|哪些|没有|几次)?(?:检查|巡检)(?:安排|计划|吗|没)?"
    r"|when(?: is|'s) the next (?:inspection|check|audit)|(?:any|which) inspections? (?:are )?(?:coming|planned|next)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"^(?:先|暂时)?(?:停一下|停一停|歇一?(?:会儿?|下)|到这里|到这儿|查到这里|查到这儿|放一放|暂停.{0,3})[吧了]?$"
    r"|^(?:明天|下午|回头|等会儿?|待会儿?)再(?:继续|查|检查|接着查)[吧]?$|^(?:let'?s )?(?:pause|stop here|later)$",
    re.IGNORECASE,
)
_ON = re.compile(
    r"^(?:继续|接着|接下来)(?:检查|查|巡检|往下查)[吧]?$|^(?:go on|continue|resume)(?: the inspection)?$", re.IGNORECASE
)
_END = re.compile(r"^(?:全部|都)?(?:检查|查)?(?:结束|完毕|查完|检查完)(?:了|吧)*$|^(?:finish|done)$", re.IGNORECASE)
_RESULT = re.compile(
    r"检查(?:的)?(?:结果|报告).{0,4}(?:怎么样|如何|看看|呢|发我|给我)|(?:上次|最近).{0,3}检查(?:的)?(?:结果|报告|怎么样)"
)
_KEPT = re.compile(
    r"(?:制度|章程|条款|各条|规定).{0,4}(?:落实|执行).{0,3}(?:怎么样|如何|情况|到哪|到位|没有?)"
    r"|哪些(?:条款?|制度|规定).{0,5}(?:没|未).{0,3}(?:落实|执行|做)"
    r"|how (?:well )?is the charter kept|which clauses are (?:not kept|missing)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"^(?:还有)?(?:哪些)?(?:检查)?(?:发现)?(?:的)?(?:整改|问题整改)(?:情况|进度|进展|怎么样了?|到哪了?|没完成的?)[?？]?$"
)
_MENDED_YET = re.compile(
    r"(?:检查|整改|发现|问题|不合格).{0,12}(?:改|整改|处理|弄|落实)(?:好|完|到位)?了?(?:没有?|吗|么)[?？]?$"
    r"|(?:has|have|is|are) .{0,24}(?:mended|fixed|put right)\??$"
)


def heard(turn: Turn, text: str) -> bool:
    """Results first; then these few ways of speaking. All others are somebody else's."""
    if turn.actor is None:
        return False
    if walking.heard(turn, text) or speaks_of_a_list(turn, text):
        return True
    said = fold(text).strip(" 。.!?")
    if len(said) > SHORT or any(code.prefix not in (None, "IN") for code in find_codes(text, turn.features.prefixes)):
        return False
    if _walk(turn, said):
        return True
    if _NEXT.search(said) or _WHERE.search(said):
        listed(turn, "")
    elif _RESULT.search(said):
        report(turn, text)
    elif _KEPT.search(said) and turn.viewer.holds(*board.READERS):
        board.board_command(turn, "")
    elif _OPEN.search(said) or (
        _MENDED_YET.search(said) and turn.viewer.holds(*board.READERS, Role.LIAISON, Role.HEAD)
    ):
        open_findings(turn, "")
    else:
        return False
    return True


def _walk(turn: Turn, said: str) -> bool:
    """In the middle of a walk: where it stands, not now, go on."""
    walked = inspections.walked_by(turn.tx, turn.person().id)
    live = [one for one in walked if one.status == InspectionStage.LIVE]
    ends = bool(live) and _END.search(said) is not None
    if not walked or not (ends or _WHERE.search(said) or _LATER.search(said) or _ON.search(said)):
        return False
    found = live[0] if live else walked[0]
    if ends:
        steps.begin(turn, step("finish"), found.code, {})
    elif _LATER.search(said) and live:
        steps.begin(turn, step("pause"), found.code, {})
    elif _ON.search(said) and not live:
        steps.begin(turn, step("resume"), found.code, {})
    else:
        turn.reply(item_card(turn, found), subject=found.code)
    return True


@router.command("整改情况", "整改进度", "检查发现", "未整改", "open findings", "findings")
def open_findings(turn: Turn, _rest: str) -> None:
    """What is found and not mended, of those this person may see; the pressing first."""
    turn.person()
    mine = {one.id: one for one in findings_for(turn)}
    mine |= {one.id: one for one in inspections.open_findings(turn.tx) if finding_readable.allows(turn.viewer, one)}
    found = sorted(mine.values(), key=lambda one: (one.due_at is None, one.due_at, one.id))
    lines: list[Phrase] = []
    for one in found[:MOST]:
        due: Phrase = texts.DUE_BY(day=day(turn, one.due_at)) if one.due_at is not None else ""
        line = texts.FINDING_LINE(code=one.code, text=one.headline, status=FINDINGS.statuses[one.status], due=due)
        lines.append(line)
    late = sum(one.due_at is not None and one.due_at < turn.now for one in found)
    turn.reply(Card(texts.OPEN_FINDINGS(count=len(found), late=late), tuple(lines)))
