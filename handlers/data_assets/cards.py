"""What a classification looks like: class, grounds, what has to be done, and under which rule."""

from datetime import timedelta

from handlers import data_classes
from handlers.cards import Card, bullets
from handlers.data_assets import rules, texts
from handlers.data_assets.flow import FLOW
from handlers.data_assets.judging import Judgement
from handlers.flow import Viewer
from handlers.rulebook import Rule
from handlers.safety import day_words
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage.data_assets import AssetStage, DataAsset


def asset_card(turn: Turn, asset: DataAsset, viewer: Viewer) -> Card:
    """Where the classification stands, and what follows from it."""
    current = asset.data_class or asset.suggested
    title: Phrase = texts.TITLE(code=asset.code, name=asset.name, status=FLOW.statuses[asset.status])
    if asset.status == AssetStage.SUGGESTED:
        title = texts.SUGGESTION(name=asset.name, data_class=data_classes.shown(asset.suggested))
        current = asset.suggested
    elif asset.status == AssetStage.REVIEWING:
        title = texts.REVIEW_DUE(name=asset.name, data_class=data_classes.shown(asset.data_class))
    shown = marked(current, sensitive=asset.sensitive, minors=asset.minors)
    open_ = asset.status == AssetStage.SUGGESTED
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.CLASS, texts.UNCONFIRMED(data_class=shown) if open_ else shown),
        (texts.BECAUSE, asset.reason or grounds_words(turn, asset.because.split())),
        (texts.OWNER, asset.owner.name),
    ]
    if asset.system is not None:
        facts.append((texts.SYSTEM, asset.system.name))
    if asset.project_code:
        facts.append((texts.PROJECT, asset.project_code))
    facts.append((texts.CONFIRMED_AT, _confirmed(turn, asset)))
    facts.append((texts.SOURCE, texts.SOURCE_IS))
    return Card(title, measures(turn, current), tuple(facts), FLOW.buttons(viewer, asset))


def marked(data_class: str, *, sensitive: bool, minors: bool) -> Phrase:
    """A class with what makes it one: 敏感个人信息 · 未成年人."""
    marks: list[Phrase] = []
    if sensitive and data_class != data_classes.SENSITIVE:
        marks.append(texts.PERSONAL)
    if minors:
        marks.append(texts.MINORS)
    label = data_classes.shown(data_class)
    return texts.MARKS(data_class=label, marks=joined(marks)) if marks else label


def grounds_words(turn: Turn, grounds: list[str]) -> Text:
    """Why the class was suggested."""
    many = {"many": turn.rule(rules.MANY), "rule": rules.MANY.title}
    return joined([texts.GROUNDS[one](**many) for one in grounds if one in texts.GROUNDS], "；", "; ")


def judged_card(turn: Turn, name: str, judged: Judgement, note: Phrase) -> Card:
    """The answer to a question about data nobody registered."""
    shown = marked(judged.data_class, sensitive=judged.sensitive, minors=judged.minors)
    facts: tuple[tuple[Phrase, Phrase], ...] = (
        (texts.BECAUSE, grounds_words(turn, list(judged.grounds))),
        (texts.SOURCE, texts.SOURCE_IS),
    )
    return Card(texts.ANSWER(name=name, data_class=shown), measures(turn, judged.data_class), facts, note=note)


def measures(turn: Turn, data_class: str) -> tuple[Phrase, ...]:
    """What has to be done for data of a class, each number with its rule."""
    wanted = texts.MEASURES_OF.get(data_class, ())
    rule = backup_rule(data_class)
    said = [one(days=turn.rule(rule), rule=rule.title) for one in wanted]
    return (texts.MEASURES, *bullets(said)) if said else ()


def backup_rule(data_class: str) -> Rule:
    """How often data of a class is backed up at least."""
    return rules.BACK_UP["general" if data_class == data_classes.GENERAL else "important"]


def _confirmed(turn: Turn, asset: DataAsset) -> Phrase:
    if asset.confirmed_at is None:
        return texts.NOT_CONFIRMED
    review = asset.confirmed_at + timedelta(days=turn.rule(rules.REVIEW))
    return texts.CONFIRMED_BY(
        name=asset.owner.name, day=day_words(turn, asset.confirmed_at), review=day_words(turn, review)
    )
