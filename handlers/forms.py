"""What there is to know before something can be done: fields, and how one message is read into them.

How they are asked for, one after the other, stands in `handlers.dialogues`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from handlers import texts
from handlers.cards import Card
from handlers.errors import Incomplete
from handlers.numerals import fold
from handlers.texts import Phrase, Text
from storage.drafts import Draft

if TYPE_CHECKING:
    from handlers.rulebook import Rule
    from handlers.turn import Turn


def plain(text: str) -> str:
    """The answer as it was written, without the blanks around it."""
    value = text.strip()
    if not value:
        raise Incomplete(Text("请写几个字。", "Please write a few words."))
    return value


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to know. `read` turns words into a value or raises `Incomplete` saying what to write.

    `options` are offered as buttons, their first parts being the values. `words` are other names people give the
    field in a "name: value" line. `when` names the answer without which the field is not asked for at all.
    """

    name: str
    label: Text
    ask: Text
    read: Callable[[str], Any] = plain
    show: Callable[[Any], Phrase] = str
    options: tuple[tuple[str, Text], ...] = ()
    required: bool = True
    words: tuple[str, ...] = ()
    when: str = ""
    prose: bool = False  # written for somebody else: whatever it asks or requests, it is the answer
    may_ask: bool = False  # and is as often a question as not

    def value_of(self, text: str) -> Any:
        """An answer as a value: an option by its words or number, else whatever `read` makes of it."""
        said = text.strip().strip("。.!!")
        for number, (value, label) in enumerate(self.options, 1):
            if fold(said).lower() in {value.lower(), fold(label.zh), label.en.lower(), str(number)}:
                return value
        return self.read(text)

    def shown(self, value: Any) -> Phrase:
        """A value as a person reads it."""
        return next((label for option, label in self.options if option == value), self.show(value))


@dataclass(frozen=True)
class Form:
    """A dialogue. `done` gets the answers; with `review` the person sees the whole and submits it first.

    `extract` reads free text into fields, given what is already known. `context` is what understanding is told
    while this form is open. After `rounds` questions (0: as many as it takes) only options are still offered, and the
    review shows what is open. A form left alone for longer than `listens` no longer takes a bare message as an answer;
    its draft stays and is gone on with by 继续. `worded` puts the next question in the form's own words, given what is
    known (None: the usual ones). `first_comes_first`: a sentence that fits nothing answers the first open question;
    a long form that stays open for days says no to that, and takes only what it recognises.
    `another` tells a message that begins a matter of its own from an answer to this one. `page` is the rule that says
    how long a link to the form's web page lives; None: it has none.
    """

    name: str
    title: Text
    fields: tuple[Field, ...]
    done: "Callable[[Turn, dict[str, Any], str], None]"
    review: bool = False
    extract: "Callable[[Turn, str, Mapping[str, Any]], Mapping[str, Any]] | None" = None
    drawn: "Callable[[Turn, Mapping[str, Any], str], Card] | None" = None
    check: "Callable[[Turn, Mapping[str, Any], str], None] | None" = None
    worded: "Callable[[Mapping[str, Any]], Phrase | None] | None" = None
    another: "Callable[[str, Mapping[str, Any]], bool] | None" = None
    submit: Text = texts.SUBMIT
    page: "Rule | None" = None
    context: str = "flow_active"
    lives: timedelta = timedelta(hours=24)
    listens: timedelta = timedelta(hours=24)
    rounds: int = 0
    first_comes_first: bool = True

    @property
    def feature(self) -> str:
        """The feature whose dialogue it is."""
        return self.name.partition(".")[0]

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return next((field for field in self.fields if field.name == name), None)

    def missing(self, answers: Mapping[str, Any]) -> list[Field]:
        """What is required and not known yet, in order."""
        return [
            field
            for field in self.fields
            if field.required and (not field.when or answers.get(field.when)) and answers.get(field.name) in (None, "")
        ]

    def wanted(self, draft: Draft) -> list[Field]:
        """What to ask for now: all that is missing, or after the last round only what can be picked."""
        missing = self.missing(draft.answers)
        if self.rounds and draft.rounds >= self.rounds:
            return [field for field in missing if field.options][:1]
        return missing

    def labelled(self, text: str) -> tuple[dict[str, str], str]:
        """The "name: value" parts of a message, and what is left of it."""
        names = {fold(word).lower(): field for field in self.fields for word in _names(field)}
        pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        said = "\n" + text
        matches = list(re.finditer(rf"{_BEFORE}({pattern}){_BETWEEN}", fold(said), re.IGNORECASE)) if pattern else []
        if not matches:
            return {}, text.strip()
        ends = [*(match.start() for match in matches[1:]), len(said)]
        found = {
            names[match[1].lower()].name: said[match.end() : end].strip(texts.EDGES)
            for match, end in zip(matches, ends, strict=True)
        }
        return {name: value for name, value in found.items() if value}, said[: matches[0].start()].strip()


# In folded text: "预算:2万", "预算 2万", "把预算改成2万", "改一下预算,改成2万", "change the budget to 20000"
# In an English sentence a field's name is a word like others: "no security requirements" names none.
_BEFORE = r"(?:^|[\n;,。]\s*|(?<![a-z])\s)(?:把|将|改一下|(?:(?:please )?(?:change|set|make) )?(?:the |my |our )?)?"
_BETWEEN = r"(?:\s*(?:[:是为]|,?\s*(?:改[成为到]|换成|调整[为到])|(?<=\w) (?:to|is|are)(?= ))\s*|[ \u3000]+)"


def _names(field: Field) -> tuple[str, ...]:
    return (field.label.zh, field.label.en, *field.words)


def values_of(form: Form, labelled: Mapping[str, str], *, strict: bool = True) -> tuple[dict[str, Any], str]:
    """The labelled parts as values, and what a part says beyond its value: "目标 G-2,下学期上线" is a goal and a date.

    Where a part cannot be read, its first clause is tried; `strict` then refuses, otherwise it is asked for later.
    """
    values: dict[str, Any] = {}
    more = []
    for name, said in labelled.items():
        field = form.field(name)
        assert field is not None  # noqa: S101 -- the name came from the form itself
        cut = _first_break(said)
        clause, beyond = said[:cut], said[cut + 1 :]
        try:
            values[name] = field.value_of(said)
        except Incomplete:
            try:
                values[name] = field.value_of(clause)
            except Incomplete:
                if strict:
                    raise
                more.append(said)  # "目标:无线覆盖率从60%到95%" names the whole by the word of a part
                continue
        if field.read is not plain and beyond:
            more.append(beyond)
    return values, "\n".join(more)


def apart(turn: "Turn", form: Form, text: str, known: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    """The labelled parts of a message, and the rest of it.

    In a running sentence a field ends where the next clause speaks of another field: "目的是改善教学,
    不涉及数据" is a purpose and a data class. Written line by line, a line is the field's own.
    """
    labelled, rest = form.labelled(text)
    if "\n" in text.strip():
        return labelled, rest
    for name, said in labelled.items():
        for clause in re.finditer(r"(?<=[,;。])[^,;。]+", fold(said)):
            beyond = extracted(turn, form, said[clause.start() : clause.end()], {**known, **labelled})
            if any(other != name for other in beyond):
                labelled[name] = said[: clause.start()].strip(texts.EDGES)
                rest = "\n".join(part for part in (rest, said[clause.start() :]) if part)
                break
    return labelled, rest


def _first_break(said: str) -> int:
    found = re.search(r"[,;。\n](?!\d{3})", fold(said))
    return found.start() if found else len(said)


def extracted(turn: "Turn", form: Form, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the feature itself reads in free words, as far as the form has a field for it."""
    if form.extract is None:
        return {}
    return {name: value for name, value in form.extract(turn, text, known).items() if form.field(name) is not None}
