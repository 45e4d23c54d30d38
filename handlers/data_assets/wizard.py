"""The wizard: what data, whose, how much → a suggested class with grounds and measures; its owner confirms (7.2.1)."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import data_classes
from handlers.cards import Card
from handlers.data_assets import rules, texts
from handlers.data_assets.cards import asset_card
from handlers.data_assets.desk import router
from handlers.data_assets.flow import FLOW
from handlers.data_assets.judging import ORDER, Judgement, judge, lower, whose
from handlers.dialogues import start
from handlers.errors import Incomplete, Refused
from handlers.flow import Viewer
from handlers.forms import Field, Form
from handlers.numerals import NUMBER, find_codes, fold, read_number, without, write_code
from handlers.safety import CLASSIFIED, SYSTEM_CLASSIFIED, day_words, tell
from handlers.systems_named import system_in
from handlers.texts import EDGES
from handlers.turn import Turn
from storage import data_assets, numbers, systems
from storage.data_assets import AssetStage, DataAsset
from storage.people import Person, Role

LONGEST = 40
REVIEW, NUDGE = "data_assets.review_due", "data_assets.nudge"
_AMOUNT = re.compile(
    rf"[,，;；\s]*(?:大?约|共|有|涉及|大概)?\s*(?P<number>{NUMBER}|\d+(?:\.\d+)?万)\s*(?:多|余)?(?:个)?(?:人|名|位|条|people|records|pupils)(?:左右|以上)?"
)
_UNKNOWN = re.compile(r"不清楚|不知道|不确定|说不准|not (?:known|sure)|unknown|no idea", re.IGNORECASE)


def read_name(said: str) -> str:
    """The name of the data, without 请帮我 and the like. Raises `Incomplete`."""
    name = re.sub(r"^(?:请|帮我|给|对|把|一下)+", "", said.strip(EDGES)).strip(EDGES + "?？")
    name = re.sub(r"(?:的?(?:分类|定级|分级)一下|做?个?(?:分类|定级))$", "", name).strip(EDGES)
    if not name:
        raise Incomplete(texts.ASK_WHAT)
    if len(name) > LONGEST:
        raise Incomplete(texts.TOO_LONG)
    return name


def read_amount(said: str) -> int:
    """How many people, 0 for not known. Raises `Incomplete`."""
    if _UNKNOWN.search(said):
        return 0
    folded = fold(said)
    found = re.search(rf"(?P<ten>\d+(?:\.\d+)?)\s*万|(?P<number>{NUMBER})", folded.replace(",", ""))
    if found is None:
        raise Incomplete(texts.BAD_AMOUNT)
    number = float(found["ten"]) * 10_000 if found["ten"] else read_number(found["number"])
    if number is None or not 0 <= number < 10**10:
        raise Incomplete(texts.BAD_AMOUNT)
    return int(number)


@router.command("数据分类", "数据分类 ", "数据定级", "数据定级 ", "登记数据", "登记数据 ", "classify data", "classify data ",
                "classify ")  # fmt: skip
def classify(turn: Turn, rest: str) -> None:
    """数据分类 高一学生成绩,800人,教务系统: asks only for what was not said."""
    turn.person()
    begin(turn, rest)


def begin(turn: Turn, said: str) -> None:
    """The wizard with what a sentence says already."""
    known: dict[str, Any] = {}
    rest = said
    code = next(
        (one for one in find_codes(rest, turn.features.prefixes) if one.id and one.prefix in {"P", "SYS"}), None
    )
    if code is not None:
        known["_project" if code.prefix == "P" else "_system"] = code.id
        rest = without(rest, (code,), instead=" ")
    if amount := _AMOUNT.search(rest):
        known["amount"] = read_amount(amount[0])
        rest = rest[: amount.start()] + " " + rest[amount.end() :]
    name = rest.strip(EDGES)
    if name:
        known["subjects"] = whose(name) or None
        bare = re.sub(r"[,，;；\s]*(?:不涉及(?:任何)?个人(?:信息)?|与个人无关)", "", name)
        known["name"] = read_name(re.sub(r"\s*[,，;；]\s*", " ", bare))
    elif "_system" in known:
        system = systems.by_code(turn.tx, str(known["_system"]))
        if system is not None:
            known["name"] = f"{system.name}数据"
    start(turn, WIZARD, {key: value for key, value in known.items() if value is not None})


def _asked(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    """What and whose are known; how much is asked only where it would change the class."""
    many = turn.rule(rules.MANY)
    name, subjects = str(answers["name"]), str(answers["subjects"])
    few, much = judge(name, subjects, 0, many), judge(name, subjects, many, many)
    if "amount" not in answers and few.data_class != much.data_class:
        start(turn, HOW_MANY, answers)
        return
    _judged(turn, answers, "")


def _judged(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    amount = int(answers["amount"]) if answers.get("amount") not in (None, "") else None
    judged = judge(str(answers["name"]), str(answers["subjects"]), amount, turn.rule(rules.MANY))
    suggest(turn, answers, judged, amount)


def _if(subjects: str) -> dict[str, str]:
    return {"subjects": subjects} if subjects else {}


def _whose(said: str) -> str:
    found = whose(said) or ("nobody" if re.search(r"不涉及|没有|都不是|none|nobody", said) else "")
    if not found:
        raise Incomplete(texts.ASK_WHOSE)
    return found


WIZARD = router.form(
    Form(
        "data_assets.classify", texts.FORM,
        (
            Field("name", texts.WHAT, texts.ASK_WHAT, read=read_name),
            Field("subjects", texts.WHOSE, texts.ASK_WHOSE, options=texts.WHOSE_OPTIONS, read=_whose),
        ),
        _asked,
        extract=lambda _turn, said, known: {} if known.get("name") else {"name": said.strip(EDGES), **_if(whose(said))},
        worded=lambda known: None if known.get("name") else texts.ASK_WHAT,
    )
)  # fmt: skip
HOW_MANY = router.form(
    Form(
        "data_assets.amount", texts.FORM, (Field("amount", texts.AMOUNT, texts.ASK_AMOUNT, read=read_amount),), _judged
    )
)


def suggest(turn: Turn, answers: Mapping[str, Any], judged: Judgement, amount: int | None) -> DataAsset:
    """Write it down with the suggested class; whoever answers for it confirms: the owner of its system, else who asked."""
    person, name = turn.person(), str(answers["name"])
    system = systems.by_code(turn.tx, str(answers.get("_system", ""))) or system_in(turn.tx, name)
    asset = data_assets.by_name(turn.tx, name)
    new = asset is None
    if asset is None:
        owner = system.owner if system is not None and system.owner.active else person
        asset = DataAsset(
            code=write_code("DA", numbers.next_number(turn.tx, "DA")), status=AssetStage.REGISTERED, name=name, owner=owner,
            owner_id=owner.id, system=system, system_id=system.id if system is not None else None, data_class="", reason="",
            created_at=turn.now,
        )  # fmt: skip
        turn.tx.add(asset)
    asset.project_code = str(answers.get("_project", "")) or asset.project_code or ""
    asset.subjects, asset.amount = str(answers["subjects"]), amount
    asset.suggested, asset.because = judged.data_class, " ".join(judged.grounds)
    asset.sensitive, asset.minors, asset.reason = judged.sensitive, judged.minors, ""
    turn.tx.flush()
    if new:
        turn.record(asset.code, "register", clause="7.2.1", after=asset.status, details={"name": name})
    turn.take(FLOW, "suggest", asset, {"class": judged.data_class})
    turn.forget_reminders(asset.code)
    turn.remind_by(rules.CONFIRM, f"{asset.code}:confirm:{turn.now:%Y%m%d%H%M%S}:{asset.version}", NUDGE, asset.code)
    due = rules.CONFIRM.due(turn.rule(rules.CONFIRM), turn.now, turn.school.calendar)
    note = texts.CONFIRM_BY(day=day_words(turn, due), rule=rules.CONFIRM.title)
    for one in {one.id: one for one in (asset.owner, person)}.values():
        card = asset_card(turn, asset, turn.view_of(one)).with_note(note)
        if one.id == person.id:
            turn.reply(card, subject=asset.code)
        else:
            turn.tell(one, card, subject=asset.code)
    return asset


@router.press("suggest")
def suggested(_turn: Turn, _asset: DataAsset, _answers: Mapping[str, Any]) -> None:
    """Taken by the wizard."""


@router.press("confirm")
def confirm(turn: Turn, asset: DataAsset, _answers: Mapping[str, Any]) -> None:
    """The suggested class holds from now on."""
    settle(turn, asset, asset.suggested)


@router.press("keep")
def keep(turn: Turn, asset: DataAsset, _answers: Mapping[str, Any]) -> None:
    """Looked at again, and still right."""
    settle(turn, asset, asset.data_class)


@router.press("choose")
def choose(turn: Turn, asset: DataAsset, answers: Mapping[str, Any]) -> None:
    """Another class, with the reason; one that protects less than the suggested is for the CIO."""
    chosen, reason = str(answers["choice"]["class"]), str(answers["choice"]["reason"])
    if lower(chosen, asset.suggested) and not turn.viewer.acts_for_cio:
        raise Refused(texts.LOWER, code=asset.code, step_name="choose")
    asset.reason = reason
    settle(turn, asset, chosen)


@router.press("review")
def review(_turn: Turn, _asset: DataAsset, _answers: Mapping[str, Any]) -> None:
    """To be looked at again."""


def settle(turn: Turn, asset: DataAsset, data_class: str) -> None:
    """A class holds: its system and its project have it from now on, and in a year it is looked at again."""
    asset.data_class, asset.confirmed_at = data_class, turn.now
    turn.forget_reminders(asset.code)
    turn.remind_by(rules.REVIEW, f"{asset.code}:review:{turn.now:%Y%m%d%H%M%S}:{asset.version}", REVIEW, asset.code)
    turn.tx.flush()
    if asset.system is not None:
        classes = [
            one.data_class for one in data_assets.all_assets(turn.tx)
            if one.system_id == asset.system_id and one.data_class in ORDER
        ]  # fmt: skip
        strictest = max(classes, key=ORDER.index, default=data_class)
        tell(turn, SYSTEM_CLASSIFIED, asset.system.code, {"class": strictest})
    if asset.project_code:
        tell(turn, CLASSIFIED, asset.project_code, {"class": data_class})


@router.due(NUDGE)
def nudge(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Not confirmed in time: its owner once more, and the CIO."""
    asset = data_assets.by_code(turn.tx, code)
    if asset is None or asset.status != AssetStage.SUGGESTED:
        return
    for person in {one.id: one for one in (asset.owner, *turn.everyone(Role.CIO))}.values():
        card = asset_card(turn, asset, turn.view_of(person))
        turn.tell(person, Card(texts.NUDGE(name=asset.name), card.lines, card.facts, card.buttons), subject=code,
                  key=f"{code}:nudge:{turn.now:%Y%m%d}:{person.id}")  # fmt: skip


@router.due(REVIEW)
def review_due(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """A year later its owner looks whether the class is still right."""
    asset = data_assets.by_code(turn.tx, code)
    if asset is None or asset.status != AssetStage.CONFIRMED:
        return
    before = FLOW.take(FLOW.by_name["review"], Viewer(None), asset)
    turn.record(code, "review", clause="7.2.1", before=before, after=asset.status)
    turn.tx.flush()
    turn.tell(asset.owner, asset_card(turn, asset, turn.view_of(asset.owner)), subject=code,
              key=f"{code}:review:{turn.now:%Y%m%d}")  # fmt: skip


@router.leaving
def leaving(turn: Turn, person: Person) -> list[str]:
    """Their data goes to the owner of its system, else to the CIO."""
    moved = []
    for asset in data_assets.of_person(turn.tx, person.id):
        heir = asset.system.owner if asset.system is not None and asset.system.owner.active else None
        heir = heir or next(iter(turn.everyone(Role.CIO, Role.ADMIN)), None)
        if heir is None:
            continue
        asset.owner, asset.owner_id = heir, heir.id
        turn.record(asset.code, "moved", clause="7.2.1", before=person.name, after=heir.name)
        turn.tell(
            heir, texts.MOVED(left=person.name, name=asset.name, owner=heir.name), key=f"{asset.code}:moved:{heir.id}"
        )
        moved.append(asset.code)
    return moved


assert set(texts.MEASURES_OF) <= {*ORDER, data_classes.NONE}  # noqa: S101 -- every class has its measures
