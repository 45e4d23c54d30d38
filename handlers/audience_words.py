"""An audience in people's words: 高中部的班主任和技术组，除了李老师 · heads and liaisons except Li · 没确认 B-1 的人.

Words are read against the school's own departments, tags and names. One wrong character is forgiven where only one
name can be meant, and said so; anything else unknown is refused with the nearest names, for a notice to the wrong
people cannot be taken back. 的 narrows, 和 widens, 除了 takes away.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from sqlalchemy.orm import Session

from handlers.audience import Audience, Group, is_part_of
from handlers.audience_directory import TITLES, Directory, Kind
from handlers.errors import Incomplete
from handlers.numerals import find_codes, fold
from handlers.texts import Phrase, Text, joined

LONGEST = 500  # characters read as an audience

_CODE = r"(?P<code>[a-z]{1,2}-?\d[\d-]*)"
_NOT_YET = r"(?:都|仍|还|至今)?(?:没有|没|未)(?:有)?"
_ANSWERED = r"(?:点)?(?:知悉|确认|回复|答复|回应|回执|回|收到|签到|报名|反馈|完成)"
UNANSWERED = re.compile(
    rf"(?:对)?{_CODE}\s*{_NOT_YET}{_ANSWERED}(?:过|了)?(?:的)?"
    rf"|{_NOT_YET}{_ANSWERED}(?:过|了)?\s*(?:对)?{_CODE.replace('code', 'after')}(?:的)?"
    rf"|(?:those |people |everyone )?who (?:have|has|did)(?: not|n't) (?:yet )?(?:acknowledged?|answer(?:ed)?|confirm(?:ed)?"
    rf"|repl(?:y|ied)) (?:to )?{_CODE.replace('code', 'english')}",
    re.IGNORECASE,
)

UNKNOWN = Text("我不知道「{words}」指谁。", "I do not know who “{words}” is.")
NEAREST = Text("是不是：{names}？", "Did you mean: {names}?")
KNOWN = Text(
    "可以说部门（{departments}）、角色（联络人、技术员）、标签或姓名。",
    "Say departments ({departments}), roles (liaisons, technicians), tags or names.",
)
SEVERAL = Text(
    "「{words}」有 {count} 位：{names}。请说是哪个部门的。",
    "There are {count} “{words}”: {names}. Say whose department.",
)
OUTSIDE = Text(
    "「{words}」没有账号，通知发不到他们。可以发给班主任，请他们转告。",
    "“{words}” have no accounts, so a notice cannot reach them. Send it to their teachers, who can pass it on.",
)
NOBODY_SAID = Text(
    "请说发给谁，如「全体老师」「教务处」「高中部的班主任」。", "Say who it is for: “all teachers”, “the maths group”."
)
CORRECTED = Text("「{said}」按「{meant}」理解", "“{said}” read as “{meant}”")


@dataclass(frozen=True, slots=True)
class Piece:
    """One recognised stretch of the words."""

    kind: Kind
    words: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An audience as it was read. `corrections` are wrong characters that were forgiven; `end` is where it ended."""

    audience: Audience
    corrections: tuple[Text, ...] = ()
    end: int = 0


def read(tx: Session, words: str) -> Reading:
    """The audience that these words, and nothing but them, mean. Raises `Incomplete` naming what is not known."""
    return read_in(Directory.of(tx), words)


def read_in(directory: Directory, words: str) -> Reading:
    """The same with a directory at hand."""
    said = fold(words[:LONGEST]).lower()
    pieces = list(_pieces(directory, said))
    corrections: list[Text] = []
    pieces = [_forgiven(directory, piece, corrections) for piece in pieces]
    for piece in pieces:
        _refuse_unknown(directory, piece)
    audience = _assemble(directory, pieces)
    if not audience.groups:
        raise Incomplete(NOBODY_SAID)
    return Reading(audience, tuple(corrections), len(said))


def at_the_start(tx: Session, words: str) -> Reading | None:
    """The audience a sentence begins with, as far as its words are known: 全体老师明天… gives the first four
    characters. None when it begins with something else.
    """
    directory = Directory.of(tx)
    said = fold(words[:LONGEST]).lower()
    taken: list[Piece] = []
    inside = False  # an exclusion goes on over its comma
    full = replace(directory, words=tuple(word for word in directory.words if not _is_short(word)))
    for piece in _pieces(full, said):
        stops = piece.kind is Kind.UNKNOWN or (piece.kind is Kind.MARK and piece.words not in ",()")
        if stops:
            break
        taken.append(piece)
        inside = inside or piece.kind is Kind.BESIDES
    while taken and taken[-1].kind in {Kind.MARK, Kind.JOINER, Kind.NARROWER, Kind.BESIDES, Kind.BESIDES_END}:
        if taken[-1].kind is Kind.BESIDES_END and inside:
            break
        taken.pop()
    while taken and taken[-1].words in {"the", "all", "every", "each"}:
        taken.pop()  # they belong to what follows: tell everyone the network …
    if not any(piece.kind not in {Kind.FILLER, Kind.MARK, Kind.NARROWER, Kind.JOINER} for piece in taken):
        return None
    for piece in taken:
        _refuse_unknown(directory, piece)
    audience = _assemble(directory, taken)
    return Reading(audience, (), taken[-1].end) if audience.groups else None


def _is_short(word: tuple[str, Kind, str]) -> bool:
    """教务 for 教务处: clear as an answer, but in 教务系统维护 it is no audience."""
    words, kind, value = word
    return (
        kind is Kind.DEPARTMENT
        and words != fold(value).lower()
        and not words.endswith((" office", " department", " group"))
    )


def _pieces(directory: Directory, said: str) -> Iterator[Piece]:
    """The words cut into what is known, longest first, and stretches that are not."""
    by_length = sorted(directory.words, key=lambda word: (-len(word[0]), word[1] is Kind.FILLER, word[1].value))
    at, unknown = 0, 0
    while at < len(said):
        piece = _at(said, at, by_length)
        if piece is None and not said[at].isspace():
            at += 1
            continue
        if said[unknown:at].strip():
            yield Piece(Kind.UNKNOWN, said[unknown:at].strip(), unknown, at)
        if piece is not None:
            yield piece
        at = unknown = piece.end if piece else at + 1
    if said[unknown:].strip():
        yield Piece(Kind.UNKNOWN, said[unknown:].strip(), unknown, len(said))


def _at(said: str, at: int, by_length: Sequence[tuple[str, Kind, str]]) -> Piece | None:
    match = UNANSWERED.match(said, at)
    if match is not None:
        code = match["code"] or match["after"] or match["english"]
        found = find_codes(code.upper() if "-" in code else code, frozenset())
        value = (found[0].id if found else None) or code.upper()
        return Piece(Kind.UNANSWERED, match[0], at, match.end(), value)
    for word, kind, value in by_length:
        if word and said.startswith(word, at) and _stands_alone(said, at, at + len(word)):
            return Piece(kind, word, at, at + len(word), value)
    return None


def _stands_alone(said: str, start: int, end: int) -> bool:
    """Whether an English word is one, and not the middle of another."""
    if not (said[start].isascii() and said[start].isalpha()):
        return True
    before = start > 0 and said[start - 1].isascii() and said[start - 1].isalnum()
    after = end < len(said) and said[end].isascii() and said[end].isalnum()
    return not before and not after


def _forgiven(directory: Directory, piece: Piece, corrections: list[Text]) -> Piece:
    """A name with one wrong character, where only one can be meant."""
    if piece.kind is not Kind.UNKNOWN or len(piece.words) < 3:
        return piece
    close = {
        (kind, value): word
        for word, kind, value in directory.words
        if kind in {Kind.DEPARTMENT, Kind.TAG, Kind.PERSON, Kind.ROLE} and _one_apart(piece.words, word)
    }
    if len(close) != 1:
        return piece
    (kind, value), _word = next(iter(close.items()))
    corrections.append(CORRECTED(said=piece.words, meant=value if kind is not Kind.ROLE else _word))
    return replace(piece, kind=kind, value=value)


def _one_apart(said: str, word: str) -> bool:
    """One character replaced, or two neighbours swapped; of at least three."""
    if len(said) != len(word) or said == word:
        return False
    differs = [n for n in range(len(word)) if said[n] != word[n]]
    swapped = len(differs) == 2 and said[differs[0]] == word[differs[1]] and said[differs[1]] == word[differs[0]]
    return len(differs) == 1 or swapped


def _refuse_unknown(directory: Directory, piece: Piece) -> None:
    if piece.kind is Kind.OUTSIDER:
        raise Incomplete(OUTSIDE(words=piece.words))
    if piece.kind is not Kind.UNKNOWN:
        return
    named = {word: value or word for word, kind, value in directory.words
             if kind in {Kind.DEPARTMENT, Kind.TAG, Kind.PERSON, Kind.ROLE}}  # fmt: skip
    close: list[Phrase] = list(dict.fromkeys(named[word] if not named[word].isascii() else word
                                             for word in get_close_matches(piece.words, named, 4, 0.4)))  # fmt: skip
    said: list[Phrase] = [UNKNOWN(words=piece.words)]
    if close:
        said.append(NEAREST(names=joined(close)))
    else:
        said.append(KNOWN(departments=joined(list(directory.departments[:6]))))
    raise Incomplete(joined(said, zh="", en=" "))


def _assemble(directory: Directory, pieces: Iterable[Piece]) -> Audience:
    """Groups from pieces: parts until a joiner narrow each other; after 除了 they are taken away."""
    wanted: list[list[Piece]] = [[]]
    besides: list[list[Piece]] = [[]]
    current, inside = wanted, False
    for piece in pieces:
        if piece.kind is Kind.BESIDES:
            current, inside = besides, True
            current.append([])
        elif piece.kind is Kind.BESIDES_END and inside:
            current, inside = wanted, False
            if any(current[-1]):
                continue
            current.append([])
        elif piece.kind is Kind.MARK and piece.words == "," and inside and any(besides[-1]) and not any(wanted):
            current, inside = wanted, False  # 除了李老师，数学组都…
        elif piece.kind is Kind.JOINER or piece.kind is Kind.MARK:
            current.append([])
        elif piece.kind not in {Kind.NARROWER, Kind.BESIDES_END}:
            current[-1].append(piece)
    groups = _shared(directory, [_group(directory, part) for part in wanted])
    left_out = [_group(directory, part) for part in besides]
    found = tuple(dict.fromkeys(group for group in groups if group is not None))
    taken = tuple(dict.fromkeys(group for group in left_out if group is not None and not group.is_everybody))
    if not found and taken:
        found = (Group(),)  # "除了李老师" alone: everybody else
    if Group() in found:
        found = (Group(),)
    return Audience(found, taken)


def _group(directory: Directory, part: list[Piece]) -> Group | None:
    """One part as a group; None when it says nothing about who. 老师 alone is everybody."""
    if not part:
        return None
    departments = tuple(dict.fromkeys(piece.value for piece in part if piece.kind is Kind.DEPARTMENT))
    persons: list[tuple[int, str]] = []
    for piece in part:
        if piece.kind is Kind.PERSON:
            persons += _persons(directory, piece, departments)
    if persons:
        return Group(persons=tuple(dict.fromkeys(persons)))
    roles = tuple(dict.fromkeys(piece.value for piece in part if piece.kind is Kind.ROLE))
    tags = tuple(dict.fromkeys(piece.value for piece in part if piece.kind is Kind.TAG))
    unanswered = next((piece.value for piece in part if piece.kind is Kind.UNANSWERED), "")
    group = Group(departments, roles, tags, (), unanswered)
    vague = all(piece.kind is Kind.FILLER and piece.words in {"的人", "人", "们", "the", "他们"} for piece in part)
    return None if group.is_everybody and vague else group


def _persons(directory: Directory, piece: Piece, departments: tuple[str, ...]) -> list[tuple[int, str]]:
    """Who is called so: by the whole name, else by family name and title; several must be told apart."""
    named = piece.value
    meant = [person for person in directory.everybody if person.name == named]
    if not meant and len(named) == 3 and named[1:] in TITLES:
        meant = [person for person in directory.everybody if person.name[:1] == named[0] and len(person.name) in {2, 3}]
    if departments:
        meant = [person for person in meant if any(is_part_of(person.department, one) for one in departments)] or meant
    if not meant:
        meant = [person for person in directory.gone if person.name == named][:1]
    if len(meant) > 1:
        names = joined([f"{person.name}（{person.department}）" for person in meant[:6]])
        raise Incomplete(SEVERAL(words=piece.words, count=len(meant), names=names))
    if not meant:
        raise Incomplete(UNKNOWN(words=piece.words))
    return [(meant[0].id, meant[0].name)]


def _shared(directory: Directory, groups: list[Group | None]) -> list[Group | None]:
    """高中部的班主任和联络人: the department goes for both. 高中部和初中部的班主任: so does the tag, where there are any."""
    found = list(groups)
    for number in range(1, len(found)):
        before, group = found[number - 1], found[number]
        if before is None or group is None or before.persons or group.persons:
            continue
        kinds_before, kinds = before.roles or before.tags, group.roles or group.tags
        if kinds_before and before.departments and kinds and not group.departments:
            found[number] = replace(group, departments=before.departments)
        elif before.departments and not kinds_before and group.departments and kinds and not before.unanswered:
            narrowed = replace(before, roles=group.roles, tags=group.tags)
            if _anybody(directory, narrowed):
                found[number - 1] = narrowed
    return found


def _anybody(directory: Directory, group: Group) -> bool:
    return any(
        any(is_part_of(person.department, one) for one in group.departments)
        and (not group.roles or any(role in person.role_names for role in group.roles))
        and (not group.tags or any(tag in person.tags for tag in group.tags))
        for person in directory.everybody
    )
