"""学生成绩属于哪级: the class, its grounds and measures; 哪些数据没分类; and what unclassified data stands in the way of."""

import re
from datetime import timedelta

from handlers import data_classes
from handlers.cards import Button, Card, bullets, token
from handlers.data_assets import rules, texts
from handlers.data_assets.cards import asset_card, judged_card, marked
from handlers.data_assets.desk import router
from handlers.data_assets.flow import FLOW, party
from handlers.data_assets.judging import judge, whose
from handlers.data_assets.wizard import begin
from handlers.errors import Incomplete
from handlers.numerals import fold
from handlers.safety import Open, oversees
from handlers.texts import EDGES, Phrase, Text, joined
from handlers.turn import Turn
from handlers.understand import Understood
from storage import data_assets, systems
from storage.data_assets import AssetStage, DataAsset
from storage.people import Role
from storage.systems import SystemStage

MOST = 15
MOST_BUTTONS = 4
TOKEN = 40  # bytes of a name that a button can carry
_UNCLASSIFIED = re.compile(
    r"(?:哪些|什么|哪个|有没有|还有).{0,8}(?:没有?|未|还没).{0,3}(?:分类|定级|分级|确认级别)|未分类的?(?:数据|系统)"
    r"|(?:which|what).{0,16}(?:not |un)classified",
    re.IGNORECASE,
)
_ASK = re.compile(
    r"^(?:请问|问一下|查一下|查查|帮我看看|帮我查一下|那|那么|我们的?|学校的?)*(?P<what>.{2,24}?)(?:的?(?:数据|信息))?"
    r"(?:应该|应当|到底|要|得|该)*(?:(?:的?(?:数据|保密|安全)?(?:级别|密级|等级|分级|分类|类别)?)?(?:属于|算不?算|算|是不是|是|归|定为|归为|定|按照?)(?:什么|哪|几|敏感|重要|核心|一般|个人|不)"
    r"|(?:的)?(?:数据|保密|安全)?(?:级别|密级|等级|分级|定级|几级)|(?:是)?敏感吗|哪一?[级类])",
)
_ENGLISH = re.compile(
    r"(?:what|which) (?:data )?(?:class|classification|level|category)(?: of data)? (?:is|are|do|does|for) "
    r"(?P<a>.+?)(?: (?:data|belong to|in|have))?[?.]*$"
    r"|(?:classification|data class|class) of (?P<b>.+?)[?.]*$"
    r"|^(?:is|are) (?P<c>.+?) (?:considered )?(?:sensitive|personal|important|confidential|core)\b",
    re.IGNORECASE,
)


@router.say(
    "data_classification_query",
    examples=["学生成绩属于哪级", "人脸照片是什么级别的数据", "哪些数据还没分类", "门禁照片算敏感信息吗"],
)
def asked(turn: Turn, text: str, meant: Understood) -> None:
    """A registered answer where there is one, else the judgement by the rules, said to be one. Guests hear the charter."""
    if turn.actor is None:
        turn.features.says["policy_question"](turn, text, meant)
        return
    said = fold(text).strip()
    if _UNCLASSIFIED.search(said):
        unclassified(turn, "")
        return
    what = topic_of(said) or str(meant.slots.get("topic", "")).strip(EDGES)
    if not what:
        raise Incomplete(texts.NEED_WHAT)
    asset = _registered(turn, what)
    if asset is not None and asset.data_class:
        turn.reply(_known(turn, asset), subject=asset.code if party.allows(turn.viewer, asset) else "")
        return
    judged = judge(what, whose(what), None, turn.rule(rules.MANY))
    card = judged_card(turn, what, judged, texts.ANSWER_NONE)
    if ":" not in what and len(what.encode()) <= TOKEN:
        card = Card(card.title, card.lines, card.facts, (Button(texts.REGISTER_IT, token("data_assets", "register", what)),),
                    card.note)  # fmt: skip
    turn.reply(card)


def topic_of(said: str) -> str:
    """What data a question in folded text is about; "" where it does not say."""
    found = _ENGLISH.search(said)
    if found is not None:
        return re.sub(r"^(?:the |our |a |an )", "", str(found["a"] or found["b"] or found["c"])).strip()
    chinese = _ASK.match(said)
    return chinese["what"].strip(EDGES + "的") if chinese is not None else ""


def _registered(turn: Turn, what: str) -> DataAsset | None:
    said = fold(what).lower()
    found = [
        one for one in data_assets.all_assets(turn.tx)
        if fold(one.name).lower() in said or (len(said) > 2 and said in fold(one.name).lower())
    ]  # fmt: skip
    return max(found, key=lambda one: (fold(one.name).lower() == said, bool(one.data_class), one.id), default=None)


def _known(turn: Turn, asset: DataAsset) -> Card:
    card = asset_card(turn, asset, turn.viewer)
    shown = marked(asset.data_class, sensitive=asset.sensitive, minors=asset.minors)
    title = texts.ANSWER(name=asset.name, data_class=shown)
    if party.allows(turn.viewer, asset):
        return Card(title, card.lines, card.facts, card.buttons)
    facts = tuple(fact for fact in card.facts if fact[0] in (texts.CLASS, texts.BECAUSE, texts.SOURCE))
    state = FLOW.statuses[asset.status]
    note = texts.ANSWER_RECORD(code=asset.code, owner=asset.owner.name, state=state)
    return Card(title, card.lines, facts, note=note)


@router.button("register")
def register(turn: Turn, what: str, _choice: str) -> None:
    """The judgement becomes a record, through the same wizard."""
    turn.person()
    begin(turn, what)


@router.command("数据资产", "数据资产清单", "数据分类清单", "data assets")
def overview(turn: Turn, _rest: str) -> None:
    """Everything registered, what is open first; to whoever does not watch over it, their own."""
    person = turn.person()
    everything = oversees(turn.viewer) or turn.viewer.holds(Role.TECHNICIAN)
    found = [one for one in data_assets.all_assets(turn.tx) if everything or one.owner_id == person.id]
    if not found:
        turn.reply(texts.LIST_NONE)
        return
    found.sort(key=lambda one: (one.status == AssetStage.CONFIRMED, one.id))
    confirmed = sum(one.status == AssetStage.CONFIRMED for one in found)
    buttons = tuple(
        Button(texts.LOOK(code=one.code), token("people", "look", one.code)) for one in found[:MOST_BUTTONS]
    )
    title = texts.LIST(confirmed=confirmed, rest=len(found) - confirmed)
    turn.reply(Card(title, bullets([_line(one) for one in found[:MOST]]), buttons=buttons))


@router.command("未分类数据", "unclassified data")
def unclassified(turn: Turn, _rest: str) -> None:
    """Data whose class nobody confirmed, and systems in use whose data nobody classified."""
    turn.person()
    lines: list[Phrase] = [_line(one) for one in data_assets.all_assets(turn.tx) if not one.data_class]
    lines += [
        texts.UNCLASSIFIED_SYSTEM(code=one.code, name=one.name, owner=one.owner.name) for one in _bare_systems(turn)
    ]
    if not lines:
        turn.reply(texts.UNCLASSIFIED_NONE if data_assets.all_assets(turn.tx) else texts.LIST_NONE)
        return
    turn.reply(Card(texts.UNCLASSIFIED(count=len(lines)), bullets(lines[:MOST]), note=texts.SOURCE_IS))


def _bare_systems(turn: Turn) -> list[systems.System]:
    known = systems.all_systems(turn.tx, SystemStage.IN_USE)
    return [one for one in known if one.data_class in ("", data_classes.UNKNOWN)]


def _line(asset: DataAsset) -> Text:
    return texts.LIST_LINE(
        code=asset.code, name=asset.name, data_class=data_classes.shown(asset.data_class or asset.suggested),
        owner=asset.owner.name, status=FLOW.statuses[asset.status],
    )  # fmt: skip


@router.object
def objection(turn: Turn, code: str) -> Text | None:
    """Data of a project that nobody has confirmed a class of blocks its approval."""
    names = [one.name for one in data_assets.of_project(turn.tx, code) if not one.data_class]
    return texts.OBJECTION(names=joined(list(names))) if names else None


@router.safety
def waiting(turn: Turn) -> list[Open]:
    """Classes that are not confirmed, reviews that are due, systems whose data nobody classified."""
    found: list[Open] = []
    for one in data_assets.all_assets(turn.tx):
        if one.status == AssetStage.SUGGESTED:
            due = rules.CONFIRM.due(turn.rule(rules.CONFIRM), one.created_at, turn.school.calendar)
            found.append(Open(texts.OPEN_CONFIRM(name=one.name), one.owner.name, turn.local(due).date(), one.code))
        elif one.status == AssetStage.REVIEWING and one.confirmed_at is not None:
            due = one.confirmed_at + timedelta(days=turn.rule(rules.REVIEW))
            found.append(Open(texts.OPEN_REVIEW(name=one.name), one.owner.name, turn.local(due).date(), one.code))
    for system in _bare_systems(turn):
        due = rules.CONFIRM.due(turn.rule(rules.CONFIRM), system.created_at, turn.school.calendar)
        found.append(Open(texts.OPEN_SYSTEM(name=system.name), system.owner.name, turn.local(due).date(), system.code))
    return found


def hears(turn: Turn, text: str) -> bool:
    """哪些数据还没分类, 给学生成绩定级: words that say sure what they are about."""
    said = fold(text).strip()
    if turn.actor is None or len(said) > 40:
        return False
    if _UNCLASSIFIED.search(said):
        unclassified(turn, "")
        return True
    wizard = re.match(
        r"^(?:请|帮我)*(?:给|对|把)(?P<what>.{2,24}?)(?:做个?|进行|定一下|分一下)?(?:数据)?(?:分类|定级|分级|分个类|定个级|分一下类|定一下级)(?:一下)?[。!]?$",
        said,
    )
    wizard = wizard or re.match(
        r"^(?:我们?(?:这里|处|部门|组|科|这边)?)?(?:有|收集了?|存了?)(?:一份|一批|一些|个)?(?P<what>.{2,24}?)[,，。\s]*(?:请|帮忙|帮我|麻烦|想|需要)+(?:分类|定级|分级)(?:一下)?[。!]?$",
        said,
    )
    if wizard is not None:
        begin(turn, wizard["what"])
        return True
    return False


router.hears = hears
