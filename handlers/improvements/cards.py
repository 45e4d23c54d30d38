"""What an improvement item looks like to whoever mends, checks or only looks."""

from datetime import datetime

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.improvements import texts
from handlers.improvements.flow import FLOW, may_verify, owner
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage.improvements import OPEN, Improvement, ItemStage


def item_card(turn: Turn, item: Improvement, viewer: Viewer) -> Card:
    """Where it stands, whose it is, and who checked it once it is closed."""
    title: Phrase = texts.TITLE(code=item.code, text=item.headline, status=FLOW.statuses[item.status])
    if item.status == ItemStage.RAISED and owner.allows(viewer, item):
        title = texts.TO_CLAIM(code=item.code, text=item.headline, day=day(turn, item.due_at))
    elif item.status == ItemStage.VERIFYING and may_verify(viewer, item):
        title = texts.TO_VERIFY(code=item.code, text=item.headline)
    lines: list[Phrase] = [item.text] if item.text != item.headline else []
    if item.status == ItemStage.WORKING and item.reason:
        lines.append(texts.SENT_BACK(reason=item.reason))
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.OWNER_LABEL, item.owner.name),
        (texts.DUE, _due(turn, item)),
        (texts.SOURCE, item.source or texts.OWN_IDEA),
        (texts.VERIFIER_LABEL, item.verifier.name if item.verifier is not None else texts.A_LEADER),
    ]
    if item.done:
        facts.append((texts.DONE, item.done))
    if item.verified_by is not None and item.verified_at is not None:
        facts.append((texts.VERIFIED, texts.VERIFIED_BY(name=item.verified_by.name, day=day(turn, item.verified_at))))
    if item.status == ItemStage.DECLINED:
        facts.append((texts.DECLINED, item.reason))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    return Card(title, tuple(lines), tuple(facts), FLOW.buttons(viewer, item))


def is_late(turn: Turn, item: Improvement) -> bool:
    """Whether its day is over and it is not."""
    return item.status in OPEN and item.due_at < turn.now


def day(turn: Turn, at: datetime) -> Text:
    """A date as people say it, with the year where it is another one."""
    then = turn.local(at)
    year = "" if then.year == turn.local(turn.now).year else f"{then.year}年"
    return Text(f"{year}{then.month}月{then.day}日", f"{then:%d %b %Y}" if year else f"{then:%d %b}")


def _due(turn: Turn, item: Improvement) -> Phrase:
    said = day(turn, item.due_at)
    return Text(f"{said.zh}（{texts.LATE.zh}）", f"{said.en} ({texts.LATE.en})") if is_late(turn, item) else said
