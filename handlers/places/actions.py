"""Registering places, printing their codes, and what a scan does: a draft in which place and device are filled in."""

from handlers import dialogues
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, Refused
from handlers.files import enclose
from handlers.places import texts
from handlers.places.importing import LONGEST
from handlers.places.links import MARK, Doors, code_in
from handlers.router import Router
from handlers.texts import Phrase
from handlers.turn import Turn
from handlers.understanding.phrasing import core, plain
from handlers.understanding.situations import Situation
from handlers.understanding.slots import slots_of
from handlers.understanding.tagging import tag
from storage import places
from storage.people import Role

CLAUSE = "5.2.1"
REPORT = "issues.report"  # the form a scan fills in
MOST_LABELS = 200
KEEPERS = (Role.TECHNICIAN, Role.DISPATCHER, Role.CIO, Role.ADMIN)
ALL_WORDS = frozenset({"", "全部", "所有", "all"})

router = Router("places")
router.help(texts.HELP, Role.TECHNICIAN, Role.DISPATCHER, Role.ADMIN)


@router.command("扫码", "scan")
def scan(turn: Turn, words: str) -> None:
    """A code was scanned or typed, of a place or of something else that can be scanned."""
    other = turn.features.scanned(words.strip())
    (other or scan_place)(turn, words)


@router.scan(MARK)
def scan_place(turn: Turn, words: str) -> None:
    """The code of a place: only what is wrong is left to say. A wrong code does nothing."""
    code = code_in(words)
    place = places.find(turn.tx, code) if code else None
    form = turn.features.forms.get(REPORT)
    if place is None or form is None:
        raise Refused(texts.SCANNED_WRONG)
    dialogues.start(turn, form, {"place": place.name, **({"asset": place.device} if place.device else {})})


@router.command(
    "登记机房", "登记教室", "登记房间", "登记地点", "登记机房 ", "登记教室 ", "登记房间 ", "登记地点 ", "register place"
)
def register(turn: Turn, words: str) -> None:
    """登记机房 高二楼302机房 [投影仪]: the place gets its code."""
    _keeper(turn)
    name, device = _read(words)
    if not name:
        raise Incomplete(texts.HOW_TO_REGISTER)
    if max(len(name), len(device)) > LONGEST:
        raise Incomplete(texts.TOO_LONG(most=LONGEST))
    place, new = places.register(turn.tx, name, device, _building(name), turn.now)
    if new:
        turn.record(f"place:{place.id}", "register", clause=CLAUSE, details={"place": place.words})
    told = (texts.REGISTERED if new else texts.KNOWN)(place=place.words, code=place.code)
    turn.reply(Card(told, (texts.PRINT_NEXT,), buttons=(Button(texts.PRINT, token("places", "print", place.code)),)))


@router.button("print")
def print_one(turn: Turn, code: str, _choice: str) -> None:
    """The label of one place."""
    _keeper(turn)
    place = places.find(turn.tx, code)
    if place is None:
        raise Refused(texts.SCANNED_WRONG)
    _send(turn, [place], place.words)


@router.command("打印二维码", "打印二维码 ", "二维码", "print qr", "qr")
def print_sheet(turn: Turn, words: str) -> None:
    """打印二维码 高二楼: the labels of a building, or all of them."""
    _keeper(turn)
    within = "" if words.strip().lower() in ALL_WORDS else words.strip()
    found = list(places.registered(turn.tx, within, MOST_LABELS + 1))
    if not found:
        raise Refused(texts.NONE_THERE(within=within[:LONGEST]) if within else texts.NONE)
    _send(turn, found, within or texts.ALL)


def _send(turn: Turn, found: list[places.Place], within: Phrase) -> None:
    from handlers.places import sheet  # noqa: PLC0415 -- only who prints draws pages

    doors = Doors(turn.school.telegram_bot(), turn.school.public_url)
    if not doors.are_there:
        raise Refused(texts.NO_CHANNEL)
    shown = found[:MOST_LABELS]
    file = enclose(turn, texts.FILE(within=within).to(turn.language), sheet.draw(shown, doors, turn.language))
    lines: tuple[Phrase, ...] = (texts.CUT(most=MOST_LABELS),) if len(found) > MOST_LABELS else ()
    turn.reply(Card(texts.SHEET(count=len(shown), within=within), lines, files=(file,)))


def _keeper(turn: Turn) -> None:
    if not turn.person().holds(*KEEPERS):
        raise Refused(texts.WHO_MAY)


def _read(words: str) -> tuple[str, str]:
    """(room, device): two words as they stand; in one, the device is what understanding takes for one."""
    first, _, rest = " ".join(words.split()).partition(" ")
    if rest:
        return first, rest
    found = slots_of("ticket_create", first, tag(core(plain(first))), Situation())
    device = str(found.get("asset") or "")
    if device and first.endswith(device) and first != device:
        return first.removesuffix(device).rstrip("的"), device
    return first, ""


def _building(name: str) -> str:
    """The part of a room's name that is its building: up to 楼, 馆 or 栋."""
    for end in ("楼", "馆", "栋", "座"):
        if (at := name.find(end)) > 0:
            return name[: at + 1]
    return ""
