"""The script: objectives with target times, injects on the clock, observers, and changes before anybody decides."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from handlers import audience_words, checklists
from handlers.audience import Audience, resolve
from handlers.checklists import usual_roles
from handlers.drills import texts
from handlers.drills.cards import audience_of
from handlers.drills.desk import router
from handlers.drills.speaking import answer_card
from handlers.errors import Incomplete
from handlers.numerals import NUMBER, fold, read_number
from handlers.texts import EDGES
from handlers.turn import Turn
from storage.drills import Drill, DrillParticipant, Inject, Objective
from storage.people import Person

Given = Mapping[str, Any]
MOST_OBJECTIVES = 8
MOST_INJECTS = 12
LONGEST = 200
LATEST = 24 * 60  # minutes after the start
_SCRIPT = re.compile(
    r"(?:^|[\n,，;；。\s])(?:(?:演练)?目标|objectives?|注入|injects?|情况注入|观察员|observers?)\s*[:：]", re.IGNORECASE
)
_PART = re.compile(
    r"(?P<name>(?:演练)?目标|objectives?|情况注入|注入|injects?|观察员|observers?)\s*:\s*(?P<body>.*?)"
    r"(?=(?:^|[\n,;。\s])(?:(?:演练)?目标|objectives?|情况注入|注入|injects?|观察员|observers?)\s*:|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_WATCHES = re.compile(
    r"(?:^|(?<=[\n,;。\s]))(?:(?:观察员|observers?)\s*(?:是|为|由|请|is|are)?\s*(?P<who>[^\s,;。:]{2,30})"
    r"|(?:请|由)?(?P<them>[^\s,;。:]{2,30}?)(?:做|当|任|担任)观察员)(?=[\n,;。\s]|$)",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"(?:within\s+)?(?P<n>{NUMBER})\s*(?P<unit>个?小时|分钟?|min(?:ute)?s?|hours?)\s*(?:之内|以内|内)?"
    r"\s*(?:要|须|必须|完成|做到|to )?\s*[:,]?\s*",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"(?:^|(?<=[\n;。,]))\s*(?:\d{{1,2}}[.、)]\s*)?(?:T\s*\+\s*(?P<t>\d{{1,4}})\s*(?:分钟?|min)?|第\s*(?P<d>{NUMBER})\s*分钟?|"
    rf"(?:开始)?(?:后)?(?P<a>{NUMBER})\s*分钟?后?|at minute (?P<m>\d{{1,4}}))\s*[,:]?\s*",
    re.IGNORECASE,
)
_TO_FIRST = re.compile(
    r"^(?:发?给|向|对|to )\s*(?P<who>[^,:;。]{1,20}?)\s*[:,]\s*(?P<words>.+)$", re.IGNORECASE | re.DOTALL
)
_TO_LAST = re.compile(
    r"^(?P<words>.+?)\s*[,;]?\s*(?:发?给|-+>|=>|to )\s*(?P<who>[^,:;。]{1,20})$", re.IGNORECASE | re.DOTALL
)


def before_script(text: str) -> str:
    """A sentence without the parts of the script in it: their minutes are no time of the drill."""
    plain = _without_observers(text)
    found = _SCRIPT.search(plain)
    return plain[: found.start()] if found else plain


def _without_observers(text: str) -> str:
    """Without who looks on, where a clause names them in passing (观察员周校长): they take no part."""
    for watching in reversed(list(_WATCHES.finditer(fold(text)))):
        text = text[: watching.start()] + text[watching.end() :]
    return text


def read_script(turn: Turn, drill: Drill, text: str) -> bool:
    """目标：…；注入：…；观察员：… in one message. Whether there was any."""
    watching = [match["who"] or match["them"] for match in _WATCHES.finditer(fold(text))]
    for who in watching:
        add_observers(turn, drill, who)
    found = bool(watching)
    text = _without_observers(text)
    folded = fold(text)
    for part in _PART.finditer(folded):
        name, body = part["name"].lower(), text[part.start("body") : part.end("body")].strip(EDGES)
        if not body:
            continue
        found = True
        if "目标" in name or name.startswith("objective"):
            add_objectives(drill, body)
        elif "注入" in name or name.startswith("inject"):
            add_injects(turn, drill, body)
        else:
            add_observers(turn, drill, body)
    return found


def add_objectives(drill: Drill, said: str) -> None:
    """10分钟内断开外网；30分钟内恢复备份. Raises `Incomplete` where no time is read."""
    found = list(read_objectives(said))
    if not found:
        raise Incomplete(texts.NO_OBJECTIVE)
    for name, minutes in found:
        if len(drill.objectives) >= MOST_OBJECTIVES:
            raise Incomplete(texts.MOST(most=MOST_OBJECTIVES))
        known = next((one for one in drill.objectives if one.name == name), None)
        if known is not None:
            known.minutes = minutes
            continue
        number = max((one.number for one in drill.objectives), default=0) + 1
        drill.objectives.append(Objective(number=number, name=name, minutes=minutes, kind=""))


def read_objectives(said: str) -> Iterator[tuple[str, int]]:
    """Each objective with its minutes: the time may stand before or after it. Pure."""
    for piece in re.split(r"[;；。\n]|(?<=[^\d])[,，](?=[^,，]*(?:分钟|小时|min|hour))", said[:2000]):
        match = _WITHIN.search(fold(piece))
        if match is None:
            continue
        number = read_number(match["n"]) or 0
        minutes = number * (60 if match["unit"].lower().endswith(("小时", "hour", "hours")) else 1)
        name = (piece[: match.start()] + piece[match.end() :]).strip(EDGES + "要在须")
        name = re.sub(r"^(?:\d{1,2}[.、)])\s*", "", name).strip(EDGES)
        if name and 0 < minutes <= LATEST:
            yield name[:LONGEST], minutes


def add_injects(turn: Turn, drill: Drill, said: str) -> None:
    """T+5 给信息中心：服务器弹出勒索提示. Raises `Incomplete` where no minute is read or who is meant takes no part."""
    found = list(read_injects(said))
    if not found:
        raise Incomplete(texts.NO_INJECT)
    for after, words, who in found:
        if len(drill.injects) >= MOST_INJECTS:
            raise Incomplete(texts.MOST(most=MOST_INJECTS))
        number = max((one.number for one in drill.injects), default=0) + 1
        to, rest = _to(turn, drill, words, who)
        drill.injects.append(Inject(number=number, after=after, words=rest[:LONGEST], to=to))


def read_injects(said: str) -> Iterator[tuple[int, str, str]]:
    """Each inject: after how many minutes, its words, and for whom in the words said ("": everybody). Pure."""
    text = said[:4000]
    folded = fold(text)
    starts = list(_AT.finditer(folded))
    for index, match in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        minutes = read_number(match["t"] or match["d"] or match["a"] or match["m"])
        words = text[match.end() : end].strip(EDGES)
        if minutes is None or not 0 <= minutes <= LATEST or not words:
            continue
        told = _TO_FIRST.match(fold(words)) or _TO_LAST.match(fold(words))
        if told is None:
            yield minutes, words, ""
        else:
            yield minutes, words[told.start("words") : told.end("words")].strip(EDGES), told["who"].strip(EDGES)


def _to(turn: Turn, drill: Drill, words: str, who: str) -> tuple[dict[str, Any], str]:
    """For whom, as data: a role of the plan, or people who take part."""
    if not who or who in {"大家", "全体", "所有人", "全员", "everyone", "all"}:
        return {}, words
    role = checklists.role_called(who)
    if role is not None:
        return {"role": role}, words
    meant = audience_words.read(turn.tx, who).audience
    if not {person.id for person in resolve(turn.tx, meant, urgent=True).people} & set(audience_of(turn, drill).ids):
        raise Incomplete(texts.NOT_TAKING_PART(words=who))
    return meant.to_json(), words


def meant_by(turn: Turn, drill: Drill, inject: Inject) -> list[DrillParticipant]:
    """Who of those who take part gets an inject; a role nobody plays goes to everybody."""
    players = [part for part in drill.players if part.person.active]
    if "role" in inject.to:
        role = str(inject.to["role"])
        return [part for part in players if role in usual_roles(part.person)] or players
    if not inject.to:
        return players
    ids = {person.id for person in resolve(turn.tx, Audience.from_json(inject.to), urgent=True).people}
    return [part for part in players if part.person_id in ids]


def add_observers(turn: Turn, drill: Drill, said: str) -> None:
    """Who looks on: they are told, but need not report in."""
    meant = resolve(turn.tx, audience_words.read(turn.tx, said).audience, urgent=True)
    found = [person for person in meant.people if person.id != drill.planner_id]
    if not found:
        raise Incomplete(texts.NOBODY(words=said))
    for person in found:
        part = drill.of(person.id)
        if part is None:
            drill.participants.append(DrillParticipant(person=person, person_id=person.id, observes=True, remark=""))
        else:
            part.observes = True


def call_up(turn: Turn, drill: Drill) -> None:
    """Everybody the audience means takes part from now on; observers stay observers. Called when it is announced or begins."""
    hidden = {person.id for person in hidden_from(turn, drill)}
    for person in audience_of(turn, drill).people:
        part = drill.of(person.id)
        if part is None:
            part = DrillParticipant(person=person, person_id=person.id, observes=False, remark="")
            drill.participants.append(part)
        part.unannounced = person.id in hidden
    turn.tx.flush()


def hidden_from(turn: Turn, drill: Drill) -> list[Person]:
    """Who must not hear of it before it begins."""
    return list(resolve(turn.tx, Audience.from_json(drill.unannounced), urgent=True).people) if drill.is_secret else []


@router.press("inject")
def inject_added(turn: Turn, drill: Drill, given: Given) -> None:
    """加注入."""
    from handlers.drills.pictures import with_words  # noqa: PLC0415 -- it changes scripts by this file

    before = {one.number for one in drill.injects}
    add_injects(turn, drill, str(given["inject"]))
    fresh = [one for one in drill.injects if one.number not in before]
    with_words(turn, drill, fresh[-1])
    changed(turn, drill)


@router.press("aim")
def objective_added(turn: Turn, drill: Drill, given: Given) -> None:
    """加目标."""
    add_objectives(drill, str(given["objective"]))
    changed(turn, drill)


@router.press("observe")
def observers_added(turn: Turn, drill: Drill, given: Given) -> None:
    """加观察员: needs no new approval, for nobody has to do anything else."""
    add_observers(turn, drill, str(given["observers"]))
    answer_card(turn, drill)


@router.press("change")
def change(turn: Turn, drill: Drill, given: Given) -> None:
    """修改 in a sentence; an approval pressed on the old card no longer counts."""
    from handlers.drills import planning  # noqa: PLC0415 -- it reads sentences with this file

    said = str(given["change"])
    folded = fold(said)
    found = read_script(turn, drill, said)
    head = before_script(said)
    dropped = re.search(
        rf"(?:删|去|取消|drop|delete)[去掉除]?\s*(?:第)?\s*(?P<what>注入|目标|inject|objective)\s*(?P<n>{NUMBER})",
        folded,
        re.IGNORECASE,
    )
    if dropped:
        _drop(drill, dropped["what"].lower(), read_number(dropped["n"]) or 0)
        found = True
    span = planning.exact_span(turn, head)
    if span is not None:
        drill.starts_at, minutes = planning.parse_span(turn, head)
        drill.minutes, found = minutes or drill.minutes, True
    length = planning.LENGTH.search(folded)
    if length:
        drill.minutes, found = int(length["n"]) * (60 if length["unit"] == "小时" else 1), True
    found = _change_who(turn, drill, head) or found
    scenario = re.search(r"场景\s*(?:改[成为到]|[:是为]|换成)?\s*(?P<name>[^,，。;；\s]{2,30})", head)
    if scenario:
        drill.scenario, found = scenario["name"], True
        plan = turn.features.plan_for(turn, drill.scenario)
        drill.plan = plan.to_json() if plan is not None else {}
    if not found:
        raise Incomplete(texts.NOT_READ(ask=texts.ASK_CHANGE))
    changed(turn, drill)


def _change_who(turn: Turn, drill: Drill, said: str) -> bool:
    """参加人改成…, 加上…, 去掉…; 不提前通知."""
    from handlers.drills import planning  # noqa: PLC0415 -- it reads sentences with this file

    whole, found = Audience.from_json(drill.audience), False
    match = re.search(
        r"(?:参加人员?|参演人员?|人员)\s*(?P<how>改[成为到]|换成|加上|增加|去掉|不要|[:是为])\s*(?P<who>[^,，。;；\n]+)",
        said,
    )
    if match:
        meant = planning.read_audience(turn, match["who"], drill.planner)
        if match["how"] in {"加上", "增加"}:
            whole = Audience((*whole.groups, *meant.groups), whole.besides)
        elif match["how"] in {"去掉", "不要"}:
            whole = Audience(whole.groups, (*whole.besides, *meant.groups))
        else:
            whole = meant
        if drill.unannounced == drill.audience:
            drill.unannounced = whole.to_json()
        drill.audience, found = whole.to_json(), True
    hidden = planning.unannounced_in(turn, said, whole)
    if hidden is not None:
        drill.unannounced, found = hidden.to_json(), True
    elif planning.OPEN.search(said):
        drill.unannounced, found = {}, True
    return found


def _drop(drill: Drill, what: str, number: int) -> None:
    rows: list[Any] = drill.injects if what in {"注入", "inject"} else drill.objectives
    row = next((one for one in rows if one.number == number), None)
    if row is None:
        no_such = texts.NO_SUCH_INJECT if rows is drill.injects else texts.NO_SUCH_OBJECTIVE
        raise Incomplete(no_such(number=number, names="、".join(one.name for one in drill.objectives)))
    rows.remove(row)


def changed(turn: Turn, drill: Drill) -> None:
    """The plan is another one: it has to be submitted again."""
    drill.revision += 1
    drill.submitted_at = None
    turn.tx.flush()
    answer_card(turn, drill)
