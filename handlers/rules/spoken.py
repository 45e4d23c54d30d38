"""What people say about rules: 细则, "把P1响应时限改成15分钟", "响应时限是多少", "P1响应时限的历史"."""

import re
from collections.abc import Sequence

from handlers.errors import NotAllowed
from handlers.numerals import fold
from handlers.rule_finding import LIKELY, SURE, matching
from handlers.rulebook import Rule
from handlers.rules import cards, changing, texts, values
from handlers.rules.desk import may_change, router
from handlers.rules.sentences import Wish, wishes
from handlers.texts import EDGES
from handlers.turn import Turn

_ASKS_ON = ("", "呢", "吗", "么")
LONGEST = 120  # of a sentence that is about a rule
NAMING = 0.5  # with the word 细则 in front, a vague name is enough

_SHEET = re.compile(
    r"^(?:(?:请)?(?:看|查|查看|看看|看一下|打开|发)?(?:一下)?(?:全部|所有)?(?:实施)?细则(?:表|清单|列表)?|(?:implementing )?rules)$"
)
_NAMED = re.compile(r"^(?:看|查|查看)?(?:实施)?细则[\s:,]*(?=.)|^rules? +", re.IGNORECASE)
_HISTORY = re.compile(
    r"^(?P<name>.{0,40}?)的?(?:修改|变更|改动)?(?:历史|历次修改|沿革|变更记录|修改记录)$|^history of (?P<en>.{2,60})$"
)
_RESTORE = re.compile(
    r"^(?:把)?(?:恢复|撤销|还原|撤回)(?P<name>.{2,40}?)(?:到第?(?P<version>\d{1,6})版|(?:到|为)?(?P<default>默认值?))?$"
    r"|^(?:把)?(?P<name2>.{2,40}?)(?:恢复|还原)(?:到第?(?P<version2>\d{1,6})版|(?:到|为)?(?P<default2>默认值?))$"
)
_ASKS = re.compile(
    r"^(?:请问|看|查|查看|看看)?(?P<name>.{2,40}?)(?:现在|目前)?(?:是|为|有)?(?:多少|多久|多长(?:时间)?|几(?:分钟|小时|天|次|个工作日)|怎么(?:规定|定)的?)?(?:呀|啊|呢)?[?]*$"
)


@router.command("细则", "实施细则", "看细则", "改细则", "修改细则", "rules")
def sheet(turn: Turn, rest: str) -> None:
    """The sheet; with words behind it, the rule or area they name."""
    if not rest:
        turn.reply(cards.sheet(turn))
        return
    _about(turn, _plain(rest), named=True)


@router.command("细则历史", "rules history")
def history(turn: Turn, rest: str) -> None:
    """The last changes."""
    if rest:
        _about(turn, _plain(rest), named=True)
    else:
        turn.reply(cards.sheet_history(turn))


def hears(turn: Turn, text: str) -> bool:
    """Take a sentence that is surely about a rule; all else is somebody else's."""
    said = _plain(text)
    if len(said) > LONGEST:
        return False
    if _SHEET.match(said.lower()):
        turn.reply(cards.sheet(turn))
        return True
    rest = _NAMED.sub("", said, count=1)
    if rest != said and rest.rstrip("?") in _ASKS_ON:
        return False  # "细则呢?": who makes them, after a question about the charter
    return _about(turn, rest, named=rest != said)


def interrupts(turn: Turn, text: str) -> bool:
    """A change that names its rule in full is meant as it stands, whatever a dialogue asks."""
    said = _plain(text)
    sure = len(said) <= LONGEST and any(
        wish.plainly and not wish.bare and len(_meant(turn, wish, SURE)) == 1 for wish in wishes(said)
    )
    return sure and _change(turn, said, named=False)


def _plain(text: str) -> str:
    return fold(text).strip(EDGES)


router.hears = hears
router.interrupts = interrupts


def _about(turn: Turn, said: str, *, named: bool) -> bool:
    """`named`: the sentence said itself that a rule is meant; then it is answered in any case."""
    if _change(turn, said, named=named) or _restore(turn, said, named=named):
        return True
    if (past := _HISTORY.match(said)) is not None and _past(turn, past["name"] or past["en"] or "", named=named):
        return True
    if named and (area := _area(turn, said)):
        turn.reply(cards.area(turn, area))
        return True
    asked = _ASKS.match(said)
    found = _matching(turn, asked["name"] if asked else said, NAMING if named else SURE)
    if not found:
        if named:
            turn.reply(texts.UNKNOWN(said=said[:20]))
        return named
    turn.reply(cards.one(turn, found[0]) if len(found) == 1 else cards.several(turn, found))
    return True


def _matching(turn: Turn, name: str, least: float) -> list[Rule]:
    return matching(turn.features.rules.values(), name, least)


def _area(turn: Turn, said: str) -> str | None:
    names = {rule.area: texts.AREAS.get(rule.area, texts.OTHER) for rule in turn.features.rules.values()}
    known = {word: area for word, area in texts.AREA_WORDS.items() if area in names}
    known |= {name.zh: area for area, name in names.items()} | {name.en.lower(): area for area, name in names.items()}
    return known.get(said.lower())


def _change(turn: Turn, said: str, *, named: bool) -> bool:
    for wish in wishes(said):
        if (wish.bare and not named) or (not wish.plainly and not may_change.allows(turn.viewer, None)):
            continue  # whoever makes no rules asks or tells how often something is done
        found = _meant(turn, wish, NAMING if named else LIKELY)
        fitting = [rule for rule in found if values.can_be(rule, wish.value)]
        if not found or (not fitting and not wish.often and (not named or wish.bare)):
            continue  # "把提醒改成明天三点" is no rule
        _propose(turn, fitting or found, wish)
        return True
    return False


def _meant(turn: Turn, wish: Wish, least: float) -> list[Rule]:
    """The rules a wish names. Who says how often something is done names the thing, and means its frequency."""
    if not wish.often:
        return _matching(turn, wish.name, least)
    regular = [rule for rule in turn.features.rules.values() if rule.unit == "per_term"]
    sure = max(least, SURE) if not wish.plainly else least
    for name in (f"{wish.name}频率", wish.name, re.sub(r"\s*(?:frequency|频率)$", "", wish.name)):
        if found := matching(regular, name, sure):
            return found
    return _matching(turn, wish.name, SURE)


def _propose(turn: Turn, found: Sequence[Rule], wish: Wish) -> None:
    if not may_change.allows(turn.viewer, found[0]):
        turn.person()
        raise NotAllowed(texts.CHANGE, may_change.who, code=found[0].key, step_name="publish")
    number = values.read(found[0], wish.value)
    if len(found) == 1:
        value = str(turn.rule(found[0]) + wish.by * number) if wish.by else wish.value
        changing.propose(turn, found[0], value, wish.reason.strip())
        return
    turn.reply(cards.which([rule for rule in found if values.can_be(rule, wish.value)], str(number)))


def _restore(turn: Turn, said: str, *, named: bool) -> bool:
    wish = _RESTORE.match(said)
    if wish is None:
        return False
    name = wish["name"] or wish["name2"] or ""
    version, default = wish["version"] or wish["version2"], wish["default"] or wish["default2"]
    found = _matching(turn, name, NAMING if named else SURE)
    if len(found) != 1:
        return False
    if version:
        changing.restore(turn, found[0].key, version)
    elif default:
        changing.propose(turn, found[0], str(found[0].default))
    else:
        changing.undo(turn, found[0].key, "")
    return True


def _past(turn: Turn, name: str, *, named: bool) -> bool:
    if not name.strip(EDGES):
        if named:
            turn.reply(cards.sheet_history(turn))
        return named
    found = _matching(turn, name, NAMING if named else SURE)
    if not found:
        return False
    turn.reply(cards.history(turn, found[0]) if len(found) == 1 else cards.several(turn, found))
    return True
