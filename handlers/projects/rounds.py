"""A request on its way to the decision: co-signed by the head where a rule says so, looked at by a technician where it
is a system or an integration, and told to finance and logistics once it is approved.
"""

import re
from collections.abc import Mapping
from typing import Any

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.money import yuan
from handlers.projects import endings, rules, texts
from handlers.projects.closing import heads_of
from handlers.projects.deciders import call_deciders, name_alternate, redraw, show, start_clock
from handlers.projects.request import NO_GOAL
from handlers.projects.routes import router
from handlers.texts import EDGES, joined
from handlers.turn import Turn
from storage import audit, people, plans, projects, settings
from storage.people import Person, Role
from storage.projects import Project, Stage

COPIES = "projects.copies"  # the setting that names the departments which hear of every approval
PAYS_AND_KEEPS = ("财务", "后勤", "总务", "finance", "logistics")
_SYSTEM = re.compile(
    r"系统|平台|集成|对接|接口|软件|数据库|单点登录|统一认证|小程序|上云|迁移|\b(?:system|platform|integration|software|api)\b",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"网络|无线|wi-?fi|服务器|账号|数据|信息化|智能|智慧|数字|门禁|监控|一卡通|终端|大屏|录播|直播|公众号|网站|网页|app\b|云|升级改造"
    r"|\b(?:network|server|account|website|smart|digital|cloud|data)\b",
    re.IGNORECASE,
)
NOT_A_SYSTEM = "not_a_system"
MOST_GOALS = 6


def is_technical(project: Project) -> bool | None:
    """Whether it builds or joins systems, by what it is called and what it is for; None where the words do not tell."""
    said = f"{project.title} {project.purpose}"
    if _SYSTEM.search(said):
        return True
    return None if _PERHAPS.search(said) or project.data_class != "none" else False


def needs_cosign(turn: Turn, project: Project) -> bool:
    """By the rule in force at submission, and only where the department has a head besides the applicant."""
    return bool(turn.rule(rules.COSIGN)) and bool(cosigners(turn, project))


def cosigners(turn: Turn, project: Project) -> list[Person]:
    """Who can sign for the department."""
    return [one for one in heads_of(turn, project) if one.id != project.applicant.id]  # its id is not set yet


def send(turn: Turn, project: Project) -> list[Person]:
    """To whoever decides, with the technician's opinion on its way where it needs one."""
    name_alternate(turn, project)
    start_clock(turn, project)
    turn.tx.flush()
    ask_technician(turn, project)
    return call_deciders(turn, project)


def ask_technician(turn: Turn, project: Project) -> None:
    """The technician with the fewest opinions to give is asked; the decision does not wait for them for ever."""
    if is_technical(project):
        _call_technician(turn, project)


def ask_type(turn: Turn, project: Project) -> None:
    """Where the words do not tell whether it is a system or an integration, the applicant does, with one press."""
    if is_technical(project) is not None or _has_opinion(project) or _said_no(turn, project):
        return
    if not _technicians(turn, project):
        return
    buttons = tuple(
        Button(label, token("projects", "technical", project.code, choice))
        for choice, label in (("yes", endings.IS_SYSTEM), ("no", endings.IS_NO_SYSTEM))
    )
    turn.tell(project.applicant, Card(endings.SYSTEM_OR_NOT(code=project.code), buttons=buttons))


@router.button("technical")
def technical(turn: Turn, code: str, choice: str) -> None:
    """The applicant's answer: a technician is asked, or nobody is."""
    project: Project = steps.find(turn, router, code)
    if turn.person().id != project.applicant_id:
        raise NotAllowed(endings.IS_SYSTEM, texts.THE_APPLICANT, code=code, step_name="technical")
    if project.status not in (Stage.SUBMITTED, Stage.WAITING):
        raise Refused(endings.TYPE_SETTLED(code=code))
    if _has_opinion(project):
        raise Refused(endings.OPINION_ASKED(code=code))
    if choice == "yes":
        _call_technician(turn, project)
        redraw(turn, project)
        name = project.adviser.name if project.adviser else ""
        turn.reply(endings.OPINION_COMES(name=name) if name else endings.NO_TECHNICIAN)
    else:
        turn.record(code, NOT_A_SYSTEM, clause="6.2.1")
        turn.reply(endings.NO_OPINION_NEEDED(code=code))


def _has_opinion(project: Project) -> bool:
    return project.adviser_id is not None or bool(project.opinions)


def _said_no(turn: Turn, project: Project) -> bool:
    return any(one.step == NOT_A_SYSTEM for one in audit.history(turn.tx, project.code))


def _technicians(turn: Turn, project: Project) -> list[Person]:
    return [one for one in people.with_role(turn.tx, Role.TECHNICIAN) if one.id != project.applicant_id]


def _call_technician(turn: Turn, project: Project) -> None:
    if _has_opinion(project):
        return
    able = _technicians(turn, project)
    if not able:
        return
    chosen = min(able, key=lambda one: (projects.asked_adviser(turn.tx, one.id), one.id))
    project.adviser, project.adviser_id = chosen, chosen.id
    event = turn.heard.event_id if turn.heard else f"{turn.now:%Y%m%d%H%M%S}"
    turn.remind_by(rules.OPINION, f"{project.code}:opinion:{event}", "projects.opinion_due", project.code)
    turn.record(project.code, "ask_opinion", clause="6.2.1", details={"adviser": chosen.name})
    turn.tell(chosen, endings.TECHNICAL(days=rules.OPINION.show(turn.rule(rules.OPINION))))
    show(turn, project, chosen)


@router.press("cosign")
def cosign(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """The head of the department stands behind it; now it is the CIO's."""
    person = turn.person()
    turn.forget_reminders(project.code, f"{project.code}:cosign:")
    project.cosigned = {"by": person.id, "name": person.name, "at": turn.now.isoformat()}
    send(turn, project)
    show(turn, project, project.applicant)
    ask_type(turn, project)


@router.due("projects.cosign_due")
def cosign_due(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The head has not signed: one reminder, and the applicant knows where it lies."""
    project = projects.by_code(turn.tx, code)
    if project is None or project.status != Stage.COSIGN:
        return
    found = cosigners(turn, project)
    for person in found:
        show(turn, project, person)
    turn.tell(project.applicant, endings.COSIGN_WAITS(code=code, who=joined([one.name for one in found])))


@router.press("cosign_back")
def cosign_back(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The head wants it changed before the CIO sees it; nothing is lost."""
    project.reason = str(answers["reason"]).strip()
    project.decided_by, project.decided_by_id, project.decided_at = turn.person(), turn.person().id, turn.now
    turn.remind_by(
        rules.RESUBMIT, f"{project.code}:resubmit:{turn.now:%Y%m%d%H%M%S}", "projects.resubmit_due", project.code
    )
    show(turn, project, project.applicant)


def check_goal(turn: Turn, goal: str) -> None:
    """A goal somebody names has to exist, once the school keeps its goals here. Raises `Incomplete` naming those there are."""
    if goal in ("", NO_GOAL) or plans.goal(turn.tx, goal) is not None or not plans.count_goals(turn.tx):
        return
    there = [f"{one.code} {one.name}" for one in plans.standing_goals(turn.tx)[:MOST_GOALS]]
    raise Incomplete(endings.NO_SUCH_GOAL(code=goal, goals=joined(list(there)) if there else "—"))


def after_approval(turn: Turn, project: Project) -> None:
    """Finance and logistics hear of it, its owner is reminded to begin; the record says who got a copy."""
    told = copied(turn, project)
    card = Card(
        endings.COPY(
            code=project.code, title=project.title, budget=yuan(project.budget), name=project.applicant.name,
            department=project.department or "—",
        ),
        note=endings.COPY_NOTE,
    )  # fmt: skip
    for person in told:
        turn.tell(person, card, key=f"{project.code}:copy:r{project.revision}:{person.id}")
    if told:
        turn.record(project.code, "copies", clause="6.2.2", details={"to": [person.name for person in told]})
    turn.remind_by(
        rules.START_WITHIN, f"{project.code}:start:{turn.now:%Y%m%d%H%M%S}", "projects.start_due", project.code
    )


def copied(turn: Turn, project: Project) -> list[Person]:
    """Heads and liaisons of the departments that pay and keep; everybody of such a department that has neither."""
    named = [str(one) for one in settings.get(turn.tx, COPIES, [])] or list(PAYS_AND_KEEPS)
    found: dict[str, list[Person]] = {}
    for person in people.active_people(turn.tx):
        if any(word in person.department.lower() for word in named):
            found.setdefault(person.department, []).append(person)
    chosen = []
    for members in found.values():
        speaking = [one for one in members if one.holds(Role.HEAD, Role.LIAISON)]
        chosen += speaking or members
    apart = {project.applicant_id, turn.actor.id if turn.actor else None}
    return [one for one in chosen if one.id not in apart]


@router.command("审批抄送", "copies to")
def copies(turn: Turn, rest: str) -> None:
    """`审批抄送 财务处,后勤处`: which departments hear of every approval; without names, which do now."""
    if not turn.person().holds(Role.CIO):
        raise NotAllowed(endings.COPIES, endings.ONLY_CIO, code="copies", step_name="copies")
    names = [part for part in re.split(r"[\s,，、;；]+", rest.strip(EDGES)) if part]
    if names:
        there = {person.department for person in people.active_people(turn.tx)}
        unknown = [name for name in names if not any(name in department for department in there)]
        if unknown:
            raise Incomplete(endings.NO_SUCH_DEPARTMENT(names=joined(list(unknown))))
        settings.put(turn.tx, COPIES, names)
        turn.record("copies", "name_copies", clause="6.2.2", details={"departments": names})
    shown = [str(one) for one in settings.get(turn.tx, COPIES, [])] or list(PAYS_AND_KEEPS[:3])
    turn.reply(endings.COPIES_ARE(names=joined(list(shown))))
