"""The life of a classification (clause 7.2.1): suggested, confirmed by whoever answers for the data, looked at every year."""

from typing import Any

from handlers.data_assets import texts
from handlers.data_assets.judging import ORDER
from handlers.data_classes import class_in
from handlers.errors import Incomplete
from handlers.flow import Flow, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.numerals import fold
from handlers.safety import oversees
from handlers.texts import EDGES
from storage.data_assets import AssetStage, DataAsset
from storage.people import Role

S = AssetStage
REASON_AT_LEAST = 2


def read_choice(said: str) -> dict[str, str]:
    """A class and the reason for it: 重要,汇总了全区成绩. Raises `Incomplete` where one of them is missing."""
    found = class_in(said) or next((one for one, word in zip(ORDER, ("一般", "重要", "敏感", "核心"), strict=True)
                                    if word in said), None)  # fmt: skip
    if found is None or found not in ORDER:
        raise Incomplete(texts.ASK_OTHER)
    folded = fold(said)
    _head, comma, reason = folded.partition(",") if "," in folded else folded.partition(" ")
    reason = said[len(said) - len(reason) :].strip(EDGES) if comma else ""
    reason = reason.removeprefix("因为").removeprefix("because").strip()
    if len(reason) < REASON_AT_LEAST:
        raise Incomplete(texts.NO_REASON)
    return {"class": found, "reason": reason}


def _shown(value: Any) -> str:
    return str(dict(value)["reason"])


CHOICE = Field("choice", texts.CLASS_AND_WHY, texts.ASK_OTHER, read=read_choice, show=_shown)


@by("数据责任人或 CIO", "the owner of the data or the CIO")
def owner(viewer: Viewer, asset: DataAsset) -> bool:
    """Whoever answers for the data."""
    return (viewer.id is not None and viewer.id == asset.owner_id) or viewer.acts_for_cio


@by("数据责任人和管理数据安全的人", "its owner, and who watches over the safety of data")
def party(viewer: Viewer, asset: DataAsset) -> bool:
    """Who reads the record."""
    return viewer.is_clock or owner.allows(viewer, asset) or viewer.holds(Role.TECHNICIAN) or oversees(viewer)


@by("登记的人或数据责任人", "who registers it, or its owner")
def proposer(viewer: Viewer, asset: DataAsset) -> bool:
    """Anybody may register data; what is registered is judged anew by its owner only."""
    return viewer.id is not None and (asset.status == S.REGISTERED or owner.allows(viewer, asset))


FLOW = Flow(
    "data_assets",
    prefix="DA",
    clause="7.2.1",
    statuses=texts.STATUS,
    steps=(
        Step("suggest", (S.REGISTERED, S.SUGGESTED, S.CONFIRMED, S.REVIEWING), S.SUGGESTED, proposer, texts.FORM, button=False),
        Step("confirm", (S.SUGGESTED,), S.CONFIRMED, owner, texts.CONFIRM, also=("确认级别", "确认分类"), style="good"),
        Step("keep", (S.REVIEWING,), S.CONFIRMED, owner, texts.KEEP, also=("无变化", "没有变化"), style="good"),
        Step("choose", (S.SUGGESTED, S.REVIEWING, S.CONFIRMED), S.CONFIRMED, owner, texts.OTHER, asks=(CHOICE,),
             also=("改数据级别",), waits=False),
        Step("review", (S.CONFIRMED,), S.REVIEWING, owner | the_clock, texts.REVIEW, also=("复核数据",), button=False, waits=False),
    ),
    over=(S.CONFIRMED,),
)  # fmt: skip
