"""Changing a rule (9.1): old and new value side by side, a reason, a confirmation that holds for what was shown.

What hangs on the rule moves in the same turn: timers, targets of open work, standing schedules. Older records keep the
version they were made under, for every entry of the audit log names it.
"""

import re
from collections.abc import Mapping
from typing import Any

from handlers import dialogues, forms
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.forms import Field, Form
from handlers.reviewing import found_right
from handlers.rulebook import Rule
from handlers.rules import cards, following, ordering, texts, values
from handlers.rules.desk import may_change, router
from handlers.rules.reading import rule_of
from handlers.texts import STALE_BUTTON, Phrase, Text, joined
from handlers.turn import Turn
from storage import rules
from storage.drafts import Draft

_ONLY_YES = re.compile(
    r"(?:好的?|嗯+|是的?|对的?|行|可以|ok|yes|确认(?:发送|修改|提交)?|提交|同意|confirm)[\s。.!！]*", re.IGNORECASE
)
# Kept with the draft: the version it changes, how the question is put, and a change named meanwhile.
VERSION, WORDS, NEXT = "_version", "_words", "_next"


def guard(turn: Turn, rule: Rule) -> None:
    """Refuse whoever may not change rules, and say who may."""
    turn.person()
    if not may_change.allows(turn.viewer, rule):
        raise NotAllowed(texts.CHANGE, may_change.who, code=rule.key, step_name="publish")


def propose(turn: Turn, rule: Rule, value: str, reason: str = "") -> None:
    """Show what a new value would mean, ask for the reason if there is none, then for the confirmation."""
    guard(turn, rule)
    number = values.read(rule, value)
    row, now = rules.latest(turn.tx, rule.key), turn.rule(rule)
    if number == now and row is not None:
        raise Refused(texts.ALREADY(rule=rule.title, value=rule.show(now)))
    ordering.check(turn, rule, number)
    if _is_busy(turn, rule, number, reason):
        return
    words = texts.ASK_WHY(
        rule=rule.title, before=_standing(rule, now, row is None), after=rule.show(number), clause=rule.clause,
        moves=joined([following.impact(turn, rule, number), texts.ROUNDED if _rounded(rule, value) else ""], zh="", en=""),
    )  # fmt: skip
    answers: dict[str, Any] = {
        "value": str(number), VERSION: row.version if row else 0, WORDS: {"zh": words.zh, "en": words.en},
    }  # fmt: skip
    if reason := reason or _reason_given(turn, rule):
        answers["reason"] = reason
    dialogues.start(turn, FORM, answers, rule.key)


def _rounded(rule: Rule, value: str) -> bool:
    """Whether a frequency was said by the week, month or year and is kept by the term."""
    return (
        rule.unit == "per_term" and re.search(r"[周月年]|星期|礼拜|week|month|year", value, re.IGNORECASE) is not None
    )


def _open(turn: Turn) -> Draft | None:
    """The change this conversation is in the middle of."""
    draft = turn.dialogue()
    return draft if draft is not None and draft.form == FORM.name else None


def _reason_given(turn: Turn, rule: Rule) -> str:
    """Another value for the same rule needs no second reason."""
    draft = _open(turn)
    return str(draft.answers.get("reason", "")) if draft is not None and draft.subject == rule.key else ""


def _is_busy(turn: Turn, rule: Rule, number: int, reason: str) -> bool:
    """Another rule is half changed: nothing replaces it in silence; the person says which comes first."""
    draft = _open(turn)
    if draft is None or draft.subject == rule.key or draft.subject not in turn.features.rules:
        return False
    first = turn.features.rules[draft.subject]
    draft.answers = {**draft.answers, NEXT: {"key": rule.key, "value": number, "reason": reason}}
    if draft.asking != dialogues.REVIEW:
        draft.asking = dialogues.SEVERAL  # a number means one of the two buttons now; words are the reason, as before
    turn.tx.flush()
    value = draft.answers.get("value")
    turn.reply(Card(
        texts.BUSY(
            first=first.title, value=first.show(int(value)) if value else "…", second=rule.title,
            wanted=rule.show(number),
        ),
        buttons=(
            Button(texts.FIRST_THEN(rule=first.title), token("rules", "first", first.key)),
            Button(texts.INSTEAD(rule=rule.title), token("rules", "instead", first.key)),
        ),
    ))  # fmt: skip
    return True


def _next_up(turn: Turn, answers: Mapping[str, Any]) -> None:
    """The change that was named while another one was under way, with the reason it came with."""
    wish = answers.get(NEXT)
    rule = turn.features.rules.get(str(wish["key"])) if wish else None
    if wish and rule is not None:
        propose(turn, rule, str(wish["value"]), str(wish["reason"]))


def _half_changed(turn: Turn, key: str) -> Draft:
    draft = _open(turn)
    if draft is None or draft.subject != key:
        raise Refused(STALE_BUTTON)
    return draft


@router.button("first")
def finish_first(turn: Turn, key: str, _choice: str) -> None:
    """先改完: the change under way is asked for again; the other one follows it."""
    dialogues.resume(turn, FORM, _half_changed(turn, key))


@router.button("instead")
def change_instead(turn: Turn, key: str, _choice: str) -> None:
    """放下它: the change under way is dropped, and the other one begins."""
    draft = _half_changed(turn, key)
    answers = dict(draft.answers)
    dialogues.put_away(turn, FORM, draft)
    _next_up(turn, answers)


@router.button("propose")
def propose_pressed(turn: Turn, key: str, choice: str) -> None:
    """A value behind a button: a default, or the one of several rules that was meant."""
    propose(turn, rule_of(turn, key), choice)


@router.button("change")
def change(turn: Turn, key: str, _choice: str) -> None:
    """修改: the value is asked for."""
    rule = rule_of(turn, key)
    guard(turn, rule)
    row = rules.latest(turn.tx, rule.key)
    words = texts.ONE(rule=rule.title, value=rule.show(turn.rule(rule)))
    ask = texts.ASK_VALUE(example=rule.show(max(turn.rule(rule), rule.limits[0])))
    dialogues.start(turn, FORM, {
        VERSION: row.version if row else 0, WORDS: {"zh": f"{words.zh}。{ask.zh}", "en": f"{words.en}. {ask.en}"},
    }, rule.key)  # fmt: skip


@router.button("still_right")
def still_right(turn: Turn, key: str, _choice: str) -> None:
    """仍然适用: the clause was changed, and the rule fits it as it is."""
    rule = rule_of(turn, key)
    guard(turn, rule)
    found_right(turn.tx, rule.key, turn.now)
    turn.record(rule.key, "review_kept", clause=rule.clause, details={"value": turn.rule(rule)})
    turn.reply(texts.KEPT(rule=rule.title, value=rule.show(turn.rule(rule))))


@router.button("undo")
def undo(turn: Turn, key: str, _choice: str) -> None:
    """撤销: back to the value before, as a new version."""
    rule = rule_of(turn, key)
    guard(turn, rule)
    rows = rules.history(turn.tx, rule.key)
    if not rows:
        raise Refused(texts.NOTHING_BEFORE(rule=rule.title))
    propose(turn, rule, str(int(rows[-2].value) if len(rows) > 1 else rule.default))


@router.button("restore")
def restore(turn: Turn, key: str, choice: str) -> None:
    """恢复: an older value, as a new version."""
    rule = rule_of(turn, key)
    guard(turn, rule)
    row = next((row for row in rules.history(turn.tx, key) if str(row.version) == choice), None)
    if row is None:
        raise Refused(texts.NO_SUCH_VERSION(rule=rule.title, version=choice))
    propose(turn, rule, str(int(row.value)))


def _standing(rule: Rule, value: int, default: bool) -> Phrase:
    shown = rule.show(value)
    return Text(f"{shown.zh}（默认）", f"{shown.en} (default)") if default else shown


def _worded(answers: Mapping[str, Any]) -> Phrase | None:
    words = answers.get(WORDS)
    return Text(words["zh"], words["en"]) if words and "reason" not in answers else None


def _extract(turn: Turn, text: str, _known: Mapping[str, Any]) -> Mapping[str, Any]:
    """While the draft is changed: a value is the new value, anything else the reason."""
    draft = turn.dialogue()
    rule = turn.features.rules.get(draft.subject) if draft else None
    said = text.removeprefix("改成").removeprefix("改为").strip()
    if rule is not None and values.can_be(rule, said):
        return {"value": str(values.read(rule, said))}
    return {} if _ONLY_YES.fullmatch(said) else {"reason": text.strip()}


def _drawn(turn: Turn, answers: Mapping[str, Any], key: str) -> Card:
    rule = rule_of(turn, key)
    number, now = values.read(rule, str(answers["value"])), turn.rule(rule)
    ordering.check(turn, rule, number)
    title = texts.PROPOSED(
        rule=rule.title, before=_standing(rule, now, rules.latest(turn.tx, key) is None), after=rule.show(number)
    )
    return Card(title, (texts.CHECK,), (
        (texts.CLAUSE, rule.clause), (texts.MOVES, following.impact(turn, rule, number)),
        (texts.REASON, str(answers.get("reason", ""))),
    ))  # fmt: skip


def _confirmed(turn: Turn, answers: dict[str, Any], key: str) -> None:
    """确认. Holds for the version that was shown; a change in between is shown first."""
    rule = rule_of(turn, key)
    guard(turn, rule)
    rules.lock_sheet(turn.tx)
    turn.rules_changed()
    row = rules.latest(turn.tx, key)
    number = values.read(rule, str(answers["value"]))
    if row is not None and row.version != answers[VERSION]:
        turn.reply(texts.MEANWHILE(value=rule.show(int(row.value)), version=row.version))
        if number != int(row.value):
            propose(turn, rule, str(number), str(answers["reason"]))
        return
    ordering.check(turn, rule, number)
    publish(turn, rule, number, str(answers["reason"]).strip())
    _next_up(turn, answers)


def publish(turn: Turn, rule: Rule, value: int, reason: str) -> None:
    """A new version of the sheet. Everything that hangs on the rule moves, and whom it concerns hears of it."""
    before, was_default = turn.rule(rule), rules.latest(turn.tx, rule.key) is None
    concerned = following.concerned(turn, rule)
    row = rules.publish(turn.tx, rule.key, value, reason, turn.person().id, turn.now)
    turn.rules_changed()
    moved = following.follow(turn, rule, concerned, before, value)
    turn.record(
        rule.key, "publish", clause=rule.clause, before=rule.show(before).zh, after=rule.show(value).zh, reason=reason,
        details={"version": row.version, "value": value, "was": before, "moved": moved},
    )  # fmt: skip
    turn.tx.flush()
    following.announce(turn, rule, row, concerned, before)
    words = texts.PUBLISHED if value != before else texts.PUBLISHED_AS_IS
    title = words(
        version=row.version, rule=rule.title, before=_standing(rule, before, was_default), after=rule.show(value)
    )
    turn.reply(cards.one(turn, rule, title=title))


def _read_reason(text: str) -> str:
    """A reason; a yes is none, and the confirmation comes after it."""
    if _ONLY_YES.fullmatch(text.strip()):
        raise Incomplete(texts.REASON_FIRST)
    return forms.plain(text)


FORM = router.form(Form(
    "rules.publish",
    texts.TITLE,
    (Field("value", texts.VALUE, texts.ASK_VALUE_PLAIN), Field("reason", texts.REASON, texts.ASK_REASON, read=_read_reason)),
    _confirmed,
    review=True,
    extract=_extract,
    drawn=_drawn,
    worded=_worded,
    submit=texts.CONFIRM,
    context="flow_active:rules_publish",
))  # fmt: skip
