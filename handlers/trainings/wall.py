"""The screen of a session in its room: the code of the minute, the same as a QR code, and how many are there."""

from handlers import screens
from handlers.screens import Screen
from handlers.texts import Phrase
from handlers.trainings import attending, rules, texts
from handlers.trainings.cards import came, expected, span
from handlers.trainings.codes import code_at
from handlers.trainings.desk import router
from handlers.turn import Turn
from storage import trainings
from storage.trainings import Stage, Training

MARK = "ci_"  # tells a check-in from a binding code, which also comes by a link


@router.screen
def wall(turn: Turn, token: str) -> Screen | None:
    """What stands on the wall now; None for an address nobody was given."""
    code, _, key = token.partition(".")
    training = trainings.find(turn.tx, code)
    if training is None or not screens.is_key(key, training.secret, code):
        return None
    lines: list[Phrase] = [span(turn, training), training.place] if training.place else [span(turn, training)]
    if training.status != Stage.CHECK_IN:
        over = training.status in {Stage.FEEDBACK, Stage.ARCHIVED, Stage.CANCELLED}
        return Screen(training.topic, "", (*lines, texts.STATUS[training.status]), over=over)
    shown = code_at(training.secret, turn.now, turn.rule(rules.CODE_LIVES))
    lines.append(texts.SO_FAR(came=came(training), expected=len(expected(training))))
    return Screen(training.topic, shown, (*lines, texts.SEND_OR_SCAN), scan(turn, training, shown))


def scan(turn: Turn, training: Training, shown: str) -> str:
    """What the QR code holds: a link that sends the code for whoever scans it. "" where no phone could open one."""
    bot = turn.school.telegram_bot()
    if bot:
        return f"https://t.me/{bot}?start={MARK}{training.code}_{shown}"
    return (
        f"{turn.school.public_url.rstrip('/')}/chat?scan={MARK}{training.code}_{shown}"
        if turn.school.public_url
        else ""
    )


@router.scan(MARK)
def scanned(turn: Turn, code: str) -> None:
    """The code on the wall was scanned: the same as sending its digits."""
    _mark, _, rest = code.partition(MARK)
    name, _, digits = rest.rpartition("_")
    attending.check_in_typed(turn, f"{name} {digits}")
