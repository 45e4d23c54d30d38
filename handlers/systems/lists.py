"""The list of systems, and 安全态势: everything of the school's safety that waits, each with its owner and its day."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.cards import Button, Card, bullets, token
from handlers.errors import NotAllowed
from handlers.figures import Period, Place, Row, Section
from handlers.numerals import fold
from handlers.safety import Open, day_words, oversees, today
from handlers.systems import rules, texts
from handlers.systems.cards import system_card
from handlers.systems.desk import WEEKLY, router
from handlers.systems.flow import party
from handlers.systems_named import system_in
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import risks, systems
from storage.people import Role
from storage.systems import System, SystemStage

MOST = 10
MOST_BUTTONS = 4
_ASKS = re.compile(
    r"^(?:请|帮我|给我|让我|看看|看一下|查一下|查查|说说|汇报一下)*(?:我们|咱们|学校|全校|目前|现在|最近|本周|这周|的|整体|总体|当前)*"
    r"(?:网络|信息|系统|数据)?安全(?:(?:情况|态势|状况|形势|总览|一览|现状)(?:怎么样|怎样|咋样|如何|好吗|好不好|汇报|汇总|呢)?|怎么样|怎样|咋样|如何)了?(?:啊|呀|呢)?[?。!]*$"
    r"|^(?:how(?:'s| is)|show(?: me)?|what is) (?:our |the |the school's )?(?:it |cyber |information )?"
    r"(?:safety|security)(?: status| posture| overview| situation)?[?.]*$",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"^(?:看看|查一下|列出|列一下|我们|学校|全校|现在)*(?:都)?(?:一共)?(?:有(?:哪些|多少个?|几个)|所有的?|全部的?)(?:信息|在用的?|登记的?)*系统"
    r"(?:清单|列表)?[?]*$"
    r"|^(?:我们|学校|全校)?(?:登记的?|在用的?)?(?:信息)?系统(?:现在|目前)?(?:都|一共)?有(?:哪些|多少个?|几个|什么)[?]*$"
    r"|^(?:which|what) systems (?:do we have|are there)[?]*$|^list (?:all )?(?:the )?systems$",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?:合同|证书|备案|等保)(?:快|要|将|即将|已经?)?(?:到期|过期)的?(?:系统|项目)?(?:都)?(?:有|是)?(?:哪些|什么|哪几个)"
    r"|(?:哪些|什么|哪个|有没有).{0,6}(?:系统|合同|证书|备案).{0,6}(?:快|要|将|即将|已经?)?(?:到期|过期)|(?:合同|证书|备案)(?:什么时候|何时|哪天|几号)到期",
)

_GRADE = re.compile(
    r"等保.{0,6}(?:几级|多少级|哪一?级|什么级|级别|等级|是几|定级了?[吗没])|几级等保|what (?:protection )?(?:grade|level) is",
    re.IGNORECASE,
)


_UNGRADED = re.compile(
    r"(?:哪些|哪几个|有没有|几个|多少).{0,8}(?:系统)?.{0,4}(?:没有?|未|还没).{0,3}(?:等保)?定级|(?:没有?|未)(?:等保)?定级的.{0,3}系统"
)


def ungraded(turn: Turn) -> None:
    """The systems in use without a grade of protection, each with who answers for it."""
    found = [one for one in systems.all_systems(turn.tx, SystemStage.IN_USE) if one.grade is None]
    looks = tuple(
        Button(Text(f"看 {one.code}", f"Open {one.code}"), token("people", "look", one.code))
        for one in found[:MOST_BUTTONS]
    )
    lines = bullets([f"{one.code} {one.name}" for one in found[:MOST]])
    turn.reply(Card(texts.UNGRADED(count=len(found)) if found else texts.ALL_GRADED, lines, buttons=looks))


@router.command("系统清单", "系统登记表", "系统列表", "有哪些系统", "systems", "list systems")
def overview(turn: Turn, _rest: str) -> None:
    """Every system with its state and owner; those nobody answers for first."""
    turn.person()
    nobody = [Text(f"{one.name} · 没有负责人", f"{one.name} · nobody owns it") for one in systems.unowned(turn.tx)]
    found = list(systems.all_systems(turn.tx, *SystemStage))
    if not found and not nobody:
        turn.reply(texts.LIST_NONE(how=texts.HOW))
        return
    mine = sorted(found, key=lambda one: (one.status == SystemStage.RETIRED, not _late(turn, one), one.id))
    buttons = tuple(
        Button(texts.OPEN_IT(code=one.code), token("people", "look", one.code)) for one in mine[:MOST_BUTTONS]
    )
    lines = bullets([*nobody, *(_line(turn, one) for one in mine[: 3 * MOST])])
    turn.reply(Card(texts.LIST(count=len(found) + len(nobody)), lines, buttons=buttons))


def _line(turn: Turn, system: System) -> Text:
    late = _late(turn, system) if party.allows(turn.viewer, system) else []
    mark: Phrase = texts.LATE(what=texts.ENDS[late[0]]) if late else ""
    return texts.LIST_LINE(
        code=system.code, name=system.name, status=texts.STATUS[SystemStage(system.status)], owner=system.owner.name,
        late=mark,
    )  # fmt: skip


def _late(turn: Turn, system: System) -> list[str]:
    if system.status == SystemStage.RETIRED:
        return []
    return [what for what, day in system.ends.items() if day < today(turn)]


@router.safety
def waiting(turn: Turn) -> list[Open]:
    """What is over, and what ends within the first reminder's time."""
    found: list[Open] = []
    soon = today(turn) + timedelta(days=turn.rule(rules.SECOND))
    for system in systems.all_systems(turn.tx):
        for what, day in system.ends.items():
            if day <= soon:
                wording = texts.IS_OVER if day < today(turn) else texts.ENDS_SOON
                found.append(
                    Open(wording(name=system.name, what=texts.ENDS[what]), system.owner.name, day, system.code)
                )
    return found


@router.command("安全态势", "安全情况", "安全状况", "safety", "security overview", "safety overview")
def posture_command(turn: Turn, _rest: str) -> None:
    """安全态势 typed."""
    posture(turn, "", "")


@router.button("posture")
def posture(turn: Turn, _code: str, _choice: str) -> None:
    """What is overdue and what comes up, each with its owner and its day (5.1.4)."""
    person = turn.person()
    if oversees(turn.viewer):
        turn.confide(posture_card(turn))
    elif person.holds(Role.TECHNICIAN) or systems.of_person(turn.tx, person.id):
        turn.confide(posture_card(turn, only=person.name))
    else:
        raise NotAllowed(texts.POSTURE_SEE, texts.WHO_OVERSEES)


def posture_card(turn: Turn, title: Phrase = "", only: str = "") -> Card:
    """The one card: overdue first, then what is near; nothing on it without an owner and a day. `only` one owner's."""
    found = [one for one in turn.features.open_safety(turn) if only in ("", one.owner)]
    late = [one for one in found if one.urgent or one.due < today(turn)]
    soon = [one for one in found if one not in late]
    lines: list[Phrase] = [
        texts.POSTURE_FIGURES(
            systems=len(systems.all_systems(turn.tx, SystemStage.IN_USE)), risks=len(risks.still_open(turn.tx))
        )
    ]
    for head, group in ((texts.POSTURE_LATE, late), (texts.POSTURE_SOON, soon)):
        if group:
            lines += [head, *(_open_line(turn, one) for one in group[:MOST])]
    more = max(0, len(late) - MOST) + max(0, len(soon) - MOST)
    lines += [texts.POSTURE_MORE(count=more)] if more else []
    codes = list(dict.fromkeys(one.code for one in (*late, *soon) if one.code))[:MOST_BUTTONS]
    looks = tuple(Button(texts.OPEN_IT(code=code), token("people", "look", code)) for code in codes)
    point = texts.POSTURE(late=len(late), soon=len(soon)) if late or soon else texts.POSTURE_FINE
    point = texts.POSTURE_OWN(point=point) if only else point
    return Card(title or point, tuple(lines), buttons=looks, note=texts.CLAUSE_IS)


def _open_line(turn: Turn, one: Open) -> Text:
    return texts.POSTURE_LINE(words=one.words, owner=one.owner, day=day_words(turn, one.due))


@router.due(WEEKLY)
def weekly(turn: Turn, _code: str, _facts: Mapping[str, Any]) -> None:
    """Once a week the CIO reads what is overdue and which risks are open; a school without a register hears nothing."""
    if not systems.all_systems(turn.tx) and not risks.still_open(turn.tx):
        return
    found = turn.features.open_safety(turn)
    late = sum(one.urgent or one.due < today(turn) for one in found)
    title = texts.DIGEST(late=late, risks=len(risks.still_open(turn.tx)))
    for person in turn.everyone(Role.CIO):
        turn.tell(person, posture_card(turn, title), key=f"safety:{today(turn)}:{person.id}")


@router.section(Place.SYSTEMS)
def section(turn: Turn, _period: Period) -> Section | None:
    """How many systems there are, how many lack a grade or a class, and what is overdue now."""
    known = systems.all_systems(turn.tx, SystemStage.IN_USE)
    if not known:
        return None
    line = texts.SECTION_SYSTEMS(
        count=len(known), ungraded=sum(one.grade is None for one in known),
        unclassified=sum(one.data_class in ("", "unknown") for one in known),
    )  # fmt: skip
    late = [one for one in turn.features.open_safety(turn) if one.urgent or one.due < today(turn)]
    rows = tuple(Row(one.code, _open_line(turn, one)) for one in late[:MOST])
    return Section(texts.SECTION, lines=(line,), rows=rows)


def hears(turn: Turn, text: str) -> bool:
    """安全情况怎么样, 有哪些系统, 教务系统的合同什么时候到期: words about the register that are sure."""
    said = fold(text).strip()
    if turn.actor is None or len(said) > 40:
        return False
    if _ASKS.match(said):
        posture(turn, "", "")
    elif _LISTS.match(said):
        overview(turn, "")
    elif _UNGRADED.search(said) and oversees(turn.viewer):
        ungraded(turn)
    else:
        return _about_one(turn, text, said)
    return True


def _about_one(turn: Turn, text: str, said: str) -> bool:
    """The end of a contract, or the grade, of a system that is named."""
    system = system_in(turn.tx, text) if _ENDING.search(said) or _GRADE.search(said) else None
    if system is not None:
        turn.reply(system_card(turn, system, turn.viewer), subject=system.code)
        return True
    if _ENDING.search(said) and oversees(turn.viewer) and systems.all_systems(turn.tx):
        posture(turn, "", "")
        return True
    return False
