"""A dialogue under way: what is asked next, what an answer changes, and the cards of it.

A dialogue is a row (`storage.drafts`). Every question offers 取消; an answer that cannot be read says what to write;
nothing already given is ever asked again.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handlers import correcting, texts
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, Refused
from handlers.forms import Field, Form, apart, extracted, plain, values_of
from handlers.numerals import fold
from handlers.texts import Phrase, Text
from storage import drafts
from storage.drafts import Draft

if TYPE_CHECKING:
    from handlers.turn import Turn
    from handlers.voice import Sayable

REVIEW = "*review"  # what `Draft.asking` holds while the person looks at the finished draft
UNPLACED = "_unplaced"  # words waiting for somebody to say which field they answer
SHORT_NAME = 16  # characters: what is no sentence yet
MOST_FIELDS = 5  # with 取消, what one card shows on every platform
_CLAUSES = re.compile(r"[,，;；。\n]")
SEVERAL = "*several"  # … while several things were asked for at once


def start(
    turn: "Turn", form: Form, answers: Mapping[str, Any] | None = None, subject: str = "", said: str = ""
) -> None:
    """Begin a dialogue with what is already known; ends at once when nothing is missing and no look is needed."""
    assert turn.account is not None  # noqa: S101 -- the clock never fills in forms
    for old in drafts.all_of(turn.tx, turn.account.id, form.name, subject, turn.place):
        drafts.discard(turn.tx, old)
    draft = Draft(
        account_id=turn.account.id, person_id=turn.actor.id if turn.actor else None, place=turn.place, form=form.name,
        subject=subject,
        answers=dict(answers or {}), asking="", rounds=0, created_at=turn.now, updated_at=turn.now,
        expires_at=turn.now + form.lives,
    )  # fmt: skip
    turn.tx.add(draft)
    turn.tx.flush()
    if said:
        labelled, rest = apart(turn, form, said, draft.answers)
        values, more = values_of(form, labelled, strict=False)
        draft.answers = {**draft.answers, **values}
        rest = "\n".join(part for part in (rest, more) if part)
        draft.answers = {**draft.answers, **extracted(turn, form, rest, draft.answers)}
    proceed(turn, form, draft)


def answer(turn: "Turn", form: Form, draft: Draft, text: str, *, belongs: bool = True) -> bool:
    """Take a message as an answer. False when it answers nothing here, and somebody else should look at it.

    `belongs`: the words were understood to be about what the form is about. While somebody only looks at the finished
    draft, nothing else changes it: "what is for lunch" is no symptom.
    """
    if form.another is not None and form.another(text, draft.answers):
        return False
    if draft.asking == REVIEW and fold(text).strip(texts.EDGES).lower() in texts.SUBMIT_WORDS:
        finish(turn, form, draft)
        return True
    labelled, rest = apart(turn, form, text, draft.answers)
    if draft.asking == REVIEW and not labelled and not belongs:
        return False
    values, more = values_of(form, labelled)
    rest = "\n".join(part for part in (rest, more) if part)
    asked = form.field(draft.asking)
    if rest and asked is not None and not labelled:
        try:
            values[asked.name] = asked.value_of(rest)
        except Incomplete:
            values |= _in_a_clause(asked, rest) or _beside(turn, form, draft, rest, asked.name)
            if not values:
                raise
    elif rest:
        values |= {k: v for k, v in extracted(turn, form, rest, {**draft.answers, **values}).items() if k not in values}
        if draft.asking == SEVERAL:
            values |= _to_the_first(turn, form, draft, rest, values)
    if not values:
        return False
    draft.answers = {name: value for name, value in draft.answers.items() if name != UNPLACED} | values
    proceed(turn, form, draft)
    return True


def _to_the_first(turn: "Turn", form: Form, draft: Draft, text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """One thing said to a list of questions answers the first; so does what stands before the clauses that were read:
    希沃白板进阶，下周三下午四点.
    """
    left = [field for field in form.missing({**draft.answers, **values}) if not field.options]
    if not left or not (form.first_comes_first or (len(left) == 1 and not values)):
        return {}
    first = left[0]
    if not values:
        return {first.name: first.value_of(text)}
    if first is not form.fields[0] or first.read is not plain:
        return {}
    clauses = [clause.strip(texts.EDGES) for clause in _CLAUSES.split(text) if clause.strip(texts.EDGES)]
    unread = len(clauses) > 1 and not extracted(turn, form, clauses[0], draft.answers)
    return {first.name: clauses[0]} if unread else {}


def put_right(turn: "Turn", form: Form, draft: Draft, text: str) -> bool:
    """Put right what was answered before: "不对，是高二6班". False where the words put nothing right."""
    mended = correcting.corrected(turn, form, draft, text)
    if mended:
        draft.answers = {name: value for name, value in draft.answers.items() if name != UNPLACED} | dict(mended)
        proceed(turn, form, draft)
    return bool(mended)


def _in_a_clause(asked: Field, text: str) -> dict[str, Any]:
    """Of several clauses the one that answers: 机房2，数学组 says who comes, and where."""
    clauses = [clause.strip(texts.EDGES) for clause in _CLAUSES.split(text) if clause.strip(texts.EDGES)]
    for clause in clauses if len(clauses) > 1 and asked.read is not plain else ():
        with suppress(Incomplete):
            return {asked.name: asked.value_of(clause)}
    return {}


def _beside(turn: "Turn", form: Form, draft: Draft, text: str, asked: str) -> dict[str, Any]:
    """What words that do not answer the question say about the rest of the form: kept, and the question comes again."""
    found = extracted(turn, form, text, dict(draft.answers))
    return {name: value for name, value in found.items() if name != asked and draft.answers.get(name) != value}


def which_field(turn: "Turn", form: Form, draft: Draft, text: str) -> bool:
    """Words that fit no field for sure, said to a list of questions: ask which one they answer. False when none can."""
    left = [field for field in form.missing(draft.answers) if not field.options]
    if draft.asking != SEVERAL or not left:
        return False
    if left[0] is form.fields[0] and len(text) <= SHORT_NAME and not _CLAUSES.search(text) and left[0].read is plain:
        draft.answers = {**draft.answers, left[0].name: left[0].value_of(text)}
        proceed(turn, form, draft)  # whoever has just been shown the list begins at its top
        return True
    draft.answers = {**draft.answers, UNPLACED: text}
    picks = tuple(
        Button(field.label, token("form", "place", str(draft.id), field.name)) for field in left[:MOST_FIELDS]
    )
    cancel = Button(texts.CANCEL, token("form", "cancel", str(draft.id)))
    turn.reply(Card(texts.WHICH_FIELD_IS(words=text[:40]), buttons=(*picks, cancel)))
    return True


def whether_meant(turn: "Turn", form: Form, draft: Draft, text: str, *, asks: bool = False) -> None:
    """Words that sound as if they were no answer: ask before they go out as one. The question stays open.

    `asks`: they are surely something asked of us, which one press has answered.
    """
    field = form.field(draft.asking)
    assert field is not None  # noqa: S101 -- one thing was asked for
    draft.answers = {**draft.answers, UNPLACED: text}
    picks = [Button(texts.YES_AS, token("form", "place", str(draft.id), field.name), "good")]
    if asks:
        picks.append(Button(texts.NO_I_ASK, token("form", "aside", str(draft.id))))
    elif draft.subject:
        picks.append(Button(texts.LOOK_AT(code=draft.subject), token("people", "look", draft.subject)))
    picks.append(Button(texts.CANCEL, token("form", "cancel", str(draft.id))))
    turn.reply(Card(texts.IS_IT_THE_ANSWER(words=text[:40], field=field.label), buttons=tuple(picks)))


def waits_for_yes(draft: Draft) -> bool:
    """Whether it was just asked if certain words are the answer."""
    return bool(draft.answers.get(UNPLACED)) and draft.asking != SEVERAL


def keep_asking(draft: Draft) -> None:
    """The words that waited are no answer; the question stays open."""
    draft.answers = {name: value for name, value in draft.answers.items() if name != UNPLACED}


def take_back(turn: "Turn", form: Form, draft: Draft) -> None:
    """They were not the answer: the question comes again."""
    keep_asking(draft)
    turn.reply(turn.features.marked(question(form, draft), form.feature))


def place(turn: "Turn", form: Form, draft: Draft, field_name: str) -> None:
    """The field was named: the words go there."""
    field = form.field(field_name)
    words = draft.answers.get(UNPLACED)
    if field is None or not words:
        raise Incomplete(texts.STALE_BUTTON)
    kept = {name: value for name, value in draft.answers.items() if name != UNPLACED}
    draft.answers = {**kept, field.name: field.value_of(str(words))}
    proceed(turn, form, draft)


def pick(turn: "Turn", form: Form, draft: Draft, field_name: str, index: int) -> None:
    """An option was pressed."""
    field = form.field(field_name)
    if field is None or not 0 <= index < len(field.options):
        raise Incomplete(texts.STALE_BUTTON)
    draft.answers = {**draft.answers, field.name: field.options[index][0]}
    proceed(turn, form, draft)


def resume(turn: "Turn", form: Form, draft: Draft) -> None:
    """Go on with a dialogue somebody comes back to, perhaps on another platform: they see the whole of it again.

    What was begun in their own chat, or in another group, is no business of the group they ask in.
    """
    assert turn.account is not None  # noqa: S101 -- somebody came back
    draft.account_id, draft.rounds = turn.account.id, 0
    draft.place = draft.place if draft.place == turn.place else ""
    proceed(turn, form, draft)


def proceed(turn: "Turn", form: Form, draft: Draft) -> None:
    """Ask for what is missing, show the finished draft, or finish."""
    draft.updated_at, draft.expires_at = turn.now, turn.now + form.lives
    _settle_card(turn, form, draft)
    wanted = form.wanted(draft)
    if wanted:
        draft.asking = wanted[0].name if len(wanted) == 1 else SEVERAL
        draft.rounds += 1
        turn.tx.flush()
        _show(turn, draft, turn.features.marked(_with_page(turn, form, draft, question(form, draft)), form.feature))
    elif form.review:
        draft.asking = REVIEW
        turn.tx.flush()
        shown = turn.features.marked(_with_page(turn, form, draft, review(turn, form, draft)), form.feature)
        _show(turn, draft, shown, _about(draft))
    else:
        finish(turn, form, draft)


def _show(turn: "Turn", draft: Draft, card: "Sayable", subject: str = "") -> None:
    """Where the dialogue is. What others may not read moves it to the person's own chat, and there it stays."""
    if turn.is_not_for_here(card, subject):
        draft.place = ""
    if draft.place == turn.place:
        turn.reply(card, subject=subject)
    else:
        turn.confide(card, subject=subject)


def put_away(turn: "Turn", form: Form | None, draft: Draft) -> None:
    """The dialogue is over: the draft goes, and no card of it keeps a button that can only say that it is over."""
    if form is not None:
        _settle_card(turn, form, draft)
    drafts.discard(turn.tx, draft)


def _about(draft: Draft) -> str:
    """With whose it is and since when: its number can be given again once it is gone, and the old card may be somebody
    else's.
    """
    whose = f"p{draft.person_id}" if draft.person_id else f"a{draft.account_id}"
    return f"draft:{draft.id}:{whose}:{draft.created_at.timestamp():.6f}"


def _settle_card(turn: "Turn", form: Form, draft: Draft) -> None:
    """The finished draft that was shown keeps its words and loses its buttons."""
    if draft.asking not in {REVIEW, SEVERAL} or form.missing(draft.answers):
        return  # it was never shown finished
    with suppress(Refused):
        shown = review(turn, form, draft)
        turn.settle(_about(draft), lambda _viewer: Card(shown.title, (), shown.facts))


def _with_page(turn: "Turn", form: Form, draft: Draft, card: Card) -> Card:
    """The same card with 用网页填写 where the form has a page and the person can open one."""
    from handlers import pages  # noqa: PLC0415 -- pages fill in forms

    return replace(card, buttons=(*card.buttons, pages.button(draft))) if pages.is_offered(turn, form) else card


def finish(turn: "Turn", form: Form, draft: Draft) -> None:
    """Hand the answers over. The draft goes in the same transaction, so that a refusal keeps it."""
    missing = form.missing(draft.answers)
    if missing:
        raise Incomplete(texts.STILL_MISSING(fields=texts.joined([field.label for field in missing])))
    if form.check is not None:
        form.check(turn, draft.answers, draft.subject)
    answers = dict(draft.answers)
    put_away(turn, form, draft)
    form.done(turn, answers, draft.subject)


def question(form: Form, draft: Draft) -> Card:
    """What is asked now: one question with its options, or the list of what is missing."""
    cancel = Button(texts.CANCEL, token("form", "cancel", str(draft.id)))
    missing = form.missing(draft.answers)
    asked = missing[0] if len(missing) == 1 else form.field(draft.asking)
    worded = form.worded(draft.answers) if form.worded else None
    if asked is not None:
        picks = tuple(
            Button(label, token("form", "pick", str(draft.id), f"{asked.name}-{index}"))
            for index, (_value, label) in enumerate(asked.options)
        )
        return Card(worded or asked.ask, buttons=(*picks, cancel))
    if worded:
        return Card(worded, buttons=(cancel,))
    known = tuple(
        (field.label, field.shown(draft.answers[field.name])) for field in form.fields if field.name in draft.answers
    )
    wanted = tuple(Text(f"{field.label.zh}：{field.ask.zh}", f"{field.label.en}: {field.ask.en}") for field in missing)
    return Card(form.title, (texts.ASK_MISSING, *wanted), known, (cancel,))


def review(turn: "Turn", form: Form, draft: Draft) -> Card:
    """The finished draft, to be submitted, changed or dropped."""
    buttons = (
        Button(form.submit, token("form", "submit", str(draft.id)), "good"),
        Button(texts.EDIT, token("form", "edit", str(draft.id))),
        Button(texts.CANCEL, token("form", "cancel", str(draft.id))),
    )
    if form.drawn is not None:
        card = form.drawn(turn, draft.answers, draft.subject)
        return Card(card.title, card.lines, card.facts, buttons, card.note)
    facts = tuple(
        (
            field.label,
            field.shown(draft.answers[field.name])
            if draft.answers.get(field.name) not in (None, "")
            else texts.NOT_YET_KNOWN,
        )
        for field in form.fields
    )
    return Card(form.title, (texts.CHECK_DRAFT,), facts, buttons)


def pending_question(form: Form, draft: Draft) -> Text:
    """What the dialogue waits for, in one line: shown after an interruption was answered."""
    field = form.field(draft.asking)
    wanted: Phrase = field.ask if field else texts.READY
    if field is None and draft.asking != REVIEW:
        wanted = texts.OPEN_FIELDS(
            fields=texts.joined(tuple(one.label for one in form.missing(draft.answers)[:MOST_FIELDS]))
        )
    return texts.STILL_OPEN(form=form.title, question=wanted)
