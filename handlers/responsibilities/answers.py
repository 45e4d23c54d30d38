"""教务系统谁负责: answered from the register, never from the charter; and the gaps: 哪些系统没人负责."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers import steps
from handlers.cards import Button, Card, bullets, token
from handlers.errors import Incomplete, NotAllowed
from handlers.numerals import fold
from handlers.people_named import person_called
from handlers.responsibilities import rules, texts
from handlers.responsibilities.desk import router
from handlers.responsibilities.flow import FLOW
from handlers.responsibilities.signing import begin, end
from handlers.router import StepOf
from handlers.safety import Open, day_words, oversees
from handlers.systems_named import core_of, system_in
from handlers.texts import EDGES, Phrase, Text
from handlers.turn import Turn
from storage import people, responsibilities, systems
from storage.people import Role
from storage.responsibilities import Signing
from storage.systems import System, SystemStage

MOST = 12
LONGEST = 30  # characters of a question about one system
QUOTE = 60
ASKED_OF_CHARTER = "信息安全由谁负责？"  # what the charter says of responsibility, whatever it is called there
_THING = r"(?:系统|平台|网站|数据库|服务器|公众号|小程序|一卡通|门禁|官网|system|platform|website|database|server)"
# In folded text. What stands before is what is asked about.
_WHO = re.compile(
    r"(?:现在|目前|到底|究竟)?(?:是|由|归|该|应该|应该由|找)?(?:谁|(?:哪位|哪个)(?:人|老师|师傅|同事)?|什么人)(?:来|在|具体)?"
    r"(?:负责|管理|管着|管|维护|主管|是负责人)(?:维护|管理|运维|的|呢|啊|呀)*"
    r"|的?(?:负责人|责任人|管理员|主管|副手|替补)(?:是|现在是)?(?:谁|哪位)|(?:有|找)谁负责|(?:出(?:了)?问题|坏了?|有问题|用不了|打不开|登不上)了?(?:该|应该|要)?找(?:谁|哪位)(?:负责|修|处理)?",
)
_BROKEN = re.compile(r"(?:出(?:了)?问题|坏了?|有问题|用不了|打不开|登不上)了?(?:该|应该|要)?找(?:谁|哪位)")
_WHO_BEFORE = re.compile(
    r"^(?:请问|问一下)?(?:谁|哪位|哪个老师)(?:来|在)?(?:负责|管理?|维护|主管)(?P<what>.+?)(?:的|呢|啊)?[?]*$"
    r"|^(?:请问|问一下)?谁是(?P<what3>.+?)的?(?:负责人|责任人|管理员)[?]*$"
)
_ENGLISH = re.compile(
    r"^who(?:'s| is| are)?(?: currently)? (?:responsible for|in charge of|the owner of|runs?|owns?|looks? after|manages?)"
    r" (?:the |our )?(?P<what>.+?)[?.]*$"
    r"|^(?:the )?owner of (?:the )?(?P<what2>.+?)[?.]*$",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"^(?:学校|各|每个|所有|全部|全校|哪些|这些|信息化?|网络|安全|业务|重要|核心|应用|各类|各个|的|信息安全|计算机)*(?:信息)?(?:系统|平台|网站|数据库|服务器)$"
)
_GAPS = re.compile(
    r"(?:哪些|哪个|哪几个|什么|有没有|还有).{0,6}(?:系统|平台|部门).{0,8}(?:没有?人|没有?(?:负责人|责任人|副手)|无人|没签|未签|缺)"
    r"|(?:谁|哪些人?|哪几个人?).{0,6}(?:还没|没有?|未)签(?:收|字|责任书)?|责任(?:缺口|空缺|漏洞)|没人(?:负责|管)的?(?:系统|平台)"
    r"|(?:which|what|any) systems?.{0,30}(?:no owner|without an? owner|unowned|nobody)|who has(?: not|n't) signed",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(
    r"^(?:指定|登记|设定|定)?(?P<department>[^\s,。:]{2,12}?)的?(?:信息|网络)?安全(?:责任人|负责人)(?:是|为|定为|改为|改成|由)\s*(?P<who>[^\s,。]{2,8}?)"
    r"(?:担任)?[。!]?$"
    r"|^(?:the )?safety owner of (?:the )?(?P<department2>.+?) is (?P<who2>.+?)[.!]?$",
    re.IGNORECASE,
)


def hears(turn: Turn, text: str) -> bool:
    """Words about who answers for one system, about gaps, or that name somebody for a department."""
    said = fold(text).strip()
    if turn.actor is None or len(said) > 2 * LONGEST:
        return False
    named = _DEPARTMENT.match(said)
    if named is not None:
        name_for_department(
            turn, named["department"] or named["department2"] or "", named["who"] or named["who2"] or ""
        )
        return True
    if re.fullmatch(r"我(?:来|要)?签(?:收|字|了)?[吧了]?[。!]?", said) and responsibilities.of_person(
        turn.tx, turn.actor.id
    ):
        steps.choose(turn, [StepOf(router, FLOW.by_name["sign"])], "", {})
        return True
    if re.match(r"^我(?:的|签了?的?|签过?的?|有)(?:哪些|什么)?(?:安全)?责任书[?]*$", said):
        overview(turn, "")
        return True
    if _GAPS.search(said):
        gaps(turn, "", "")
        return True
    what = asked_about(said)
    return what is not None and who_answers(turn, what, broken=_BROKEN.search(said) is not None)


def asked_about(said: str) -> str | None:
    """What a question in folded text asks the responsible person of; None where it asks for none."""
    english = _ENGLISH.match(said)
    if english is not None:
        return str(english["what"] or english["what2"]).strip()
    before = _WHO_BEFORE.match(said)
    if before is not None:
        return str(before["what"] or before["what3"]).strip()
    found = _WHO.search(said)
    if found is None or found.start() == 0 or len(said) > LONGEST or said[found.end() :].strip("?!。 呢啊呀"):
        return None
    what = re.sub(r"^(?:请问|问一下|你知道|知道|那|那么|学校的|我们的|咱们的|我校的)+", "", said[: found.start()])
    return what.strip(EDGES + "?的") or None


def who_answers(turn: Turn, what: str, *, broken: bool = False) -> bool:
    """The registered person; for a system nobody registered, that it is so, with the clause as an addition.

    For something `broken` one also hears how to report it; where nobody is registered, support is what is asked for.
    """
    system = system_in(turn.tx, what, retired=True)
    if system is not None and _is_meant(what, system):
        card = _answer(turn, system)
        turn.reply(replace(card, lines=(*card.lines, texts.REPORT_IT)) if broken else card, subject=system.code)
        return True
    if broken:
        return False
    unowned = next((one for one in systems.unowned(turn.tx) if core_of(one.name) in what.lower()), None)
    if unowned is not None:
        turn.reply(_nobody(turn, unowned.name))
        return True
    departments = {person.department for person in people.active_people(turn.tx) if person.department}
    department = next(
        (one for one in departments if re.fullmatch(rf"{re.escape(one)}的?(?:信息|网络)?安全", what)), None
    )
    if department is not None:
        record = responsibilities.of_department(turn.tx, department)
        if record is None:
            turn.reply(_nobody(turn, f"{department}的安全", named=False))
        else:
            since = day_words(turn, record.since)
            turn.reply(Card(texts.ANSWER(what=f"{department}安全", name=record.person.name, since=since),
                            note=texts.CLAUSE_IS), subject=record.code)  # fmt: skip
        return True
    if re.search(rf"{_THING}$", what, re.IGNORECASE) and not _GENERAL.match(what) and len(what) <= LONGEST // 2:
        turn.reply(_nobody(turn, what))
        return True
    return False


def _is_meant(what: str, system: System) -> bool:
    """Whether a question is about the system itself: 教务系统的备份谁负责 is about a duty, which the charter knows."""
    rest = fold(what).lower().replace(fold(system.name).lower(), "").replace(core_of(system.name), "")
    rest = rest.replace(system.code.lower(), "")
    return (
        len(re.sub(r"管理|信息|系统|平台|软件|网站|学校|我们|咱们|的|这个|那个|the|our|system|platform|\s", "", rest))
        <= 1
    )


def _answer(turn: Turn, system: System) -> Card:
    record = responsibilities.of_system(turn.tx, system.id)
    if system.status == SystemStage.RETIRED:
        return Card(texts.OUT_OF_USE(what=system.name, name=system.owner.name))
    if not system.owner.active:
        return Card(texts.GAP_LEFT(what=system.name, name=system.owner.name), note=texts.CLAUSE_IS)
    title = texts.ANSWER(what=system.name, name=system.owner.name, since=day_words(turn, system.owner_since))
    deputy = system.deputy if system.deputy is not None and system.deputy.active else None
    lines: list[Phrase] = [texts.ANSWER_DEPUTY(name=deputy.name) if deputy is not None else texts.NO_DEPUTY]
    if record is not None:
        lines.append((texts.IS_SIGNED if record.status == Signing.SIGNED else texts.IS_PENDING)(code=record.code))
    return Card(title, tuple(lines), note=texts.CLAUSE_IS)


def _nobody(turn: Turn, what: str, *, named: bool = True) -> Card:
    """Nobody is registered: said first, how to mend it, and what the charter says beside it."""
    lines: list[Phrase] = [texts.TOLD_WHOM(what=what) if named else texts.HOW_TO_NAME]
    answer = turn.school.library().ask(ASKED_OF_CHARTER)
    if answer.answered and answer.citations:
        best = answer.citations[0]
        quote = best.quote if len(best.quote) <= QUOTE else f"{best.quote[:QUOTE]}…"
        lines.append(texts.BY_CHARTER(clause=best.clause, quote=quote))
    return Card(texts.NOT_REGISTERED(what=what), tuple(lines))


@router.command("责任清单", "安全责任清单", "责任书", "responsibilities")
def overview(turn: Turn, _rest: str) -> None:
    """What is signed and what is not; to whoever does not watch over it, their own."""
    person = turn.person()
    found = [
        one for one in responsibilities.current(turn.tx)
        if sees_all(turn) or person.id in {one.person_id, one.deputy_id}
    ]  # fmt: skip
    if not found:
        turn.reply(texts.LIST_NONE)
        return
    pending = [one for one in found if one.status == Signing.PENDING]
    ordered = [*pending, *(one for one in found if one not in pending)]
    lines = bullets([
        texts.LIST_LINE(code=one.code, what=one.what, name=one.person.name, status=texts.STATUS[Signing(one.status)])
        for one in ordered[: 2 * MOST]
    ])  # fmt: skip
    buttons: tuple[Button, ...] = ()
    if sees_all(turn):
        buttons = (Button(texts.SEE_GAPS, token("responsibilities", "gaps")),)
    turn.reply(
        Card(texts.LIST(signed=len(found) - len(pending), pending=len(pending)), lines, (), buttons, texts.CLAUSE_IS)
    )


def sees_all(turn: Turn) -> bool:
    """Whether somebody sees everybody's."""
    return oversees(turn.viewer) or turn.viewer.holds(Role.TECHNICIAN)


@router.command("责任缺口", "responsibility gaps")
def gaps_command(turn: Turn, _rest: str) -> None:
    """责任缺口 typed."""
    gaps(turn, "", "")


@router.button("gaps")
def gaps(turn: Turn, _code: str, _choice: str) -> None:
    """Systems nobody answers for, then signatures, deputies and departments that are missing."""
    turn.person()
    if not sees_all(turn):
        raise NotAllowed(texts.SEE_GAPS, texts.WHO_SEES)
    found = _gaps(turn)
    if not found:
        turn.reply(texts.GAPS_NONE if systems.all_systems(turn.tx) else texts.GAPS_EMPTY)
        return
    more: tuple[Phrase, ...] = (texts.GAP_MORE(count=len(found) - MOST),) if len(found) > MOST else ()
    turn.reply(Card(texts.GAPS(count=len(found)), (*bullets(found[:MOST]), *more), note=texts.CLAUSE_IS))


def _gaps(turn: Turn) -> list[Text]:
    known = systems.all_systems(turn.tx)
    lines = [texts.GAP_NOBODY(what=one.name) for one in systems.unowned(turn.tx)]
    lines += [texts.GAP_LEFT(what=one.name, name=one.owner.name) for one in known if not one.owner.active]
    lines += [
        texts.GAP_UNSIGNED(what=one.what, name=one.person.name)
        for one in responsibilities.current(turn.tx)
        if one.status == Signing.PENDING
    ]
    lines += [texts.GAP_DEPUTY(what=one.name) for one in known if one.deputy is None or not one.deputy.active]
    covered = {one.department for one in responsibilities.current(turn.tx) if one.system_id is None}
    if covered:  # a school that names nobody for departments keeps no such list
        departments = sorted({one.department for one in people.active_people(turn.tx) if one.department} - covered)
        lines += [texts.GAP_DEPARTMENT(what=one) for one in departments]
    return lines


def name_for_department(turn: Turn, department: str, who: str) -> None:
    """教务处安全责任人是孙老师: asked to sign; whoever had it before is told by the record's end."""
    turn.person()
    if not (turn.viewer.acts_for_cio or turn.viewer.holds(Role.ADMIN)):
        raise NotAllowed(texts.NAME_IT, texts.WHO_NAMES, code="department", step_name="name")
    departments = {one.department.lower(): one.department for one in people.active_people(turn.tx) if one.department}
    known = departments.get(department.strip().lower())
    if known is None:
        raise Incomplete(texts.NO_DEPARTMENT(name=department))
    person = person_called(turn, who)
    before = responsibilities.of_department(turn.tx, known)
    if before is None or before.person_id != person.id:
        end(turn, before)
        begin(turn, person, department=known)
    turn.reply(texts.NAMED(what=known, name=person.name))


@router.safety
def waiting(turn: Turn) -> Sequence[Open]:
    """Signatures that are late, and systems nobody answers for."""
    found = []
    for one in responsibilities.current(turn.tx):
        if one.status == Signing.PENDING:
            due = rules.SIGN_WITHIN.due(turn.rule(rules.SIGN_WITHIN), one.created_at, turn.school.calendar)
            found.append(Open(texts.OPEN_SIGN(what=one.what), one.person.name, turn.local(due).date(), one.code))
    cio = next((one.name for one in turn.everyone(Role.CIO)), "CIO")
    found += [
        Open(texts.OPEN_NOBODY(what=one.name), cio, turn.local(one.created_at).date())
        for one in systems.unowned(turn.tx)
    ]
    return found


router.hears = hears
