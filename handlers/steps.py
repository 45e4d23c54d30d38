"""Taking a step: the one path for a button, a number, a typed word and free speech.

Guard order: identity, role, state, version; then the questions of the step; then the action. Each guard is checked on
the server again at the moment the step is taken, however long the questions took.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from handlers import choices, dialogues, texts
from handlers.cards import Button, Card, token
from handlers.errors import NotFound, Refused, TooLate
from handlers.forms import Form
from handlers.incoming import Pressed
from handlers.numerals import Code
from handlers.router import Router, StepOf
from handlers.texts import Text
from handlers.turn import Turn
from storage import drafts

REVISION = "_revision"  # kept in a step's draft: the version of the card that was pressed
MOST_CHOICES = 6


def find(turn: Turn, router: Router, code: str) -> Any:
    """The guarded door to a subject: not there and not yours answer alike."""
    subject = router.find(turn.tx, code) if router.find else None
    if subject is None or (router.readable is not None and not router.readable.allows(turn.viewer, subject)):
        raise NotFound(code)
    return subject


def find_any(turn: Turn, router: Router, code: str) -> Any:
    """A subject for the clock, which sees everything; None when it is gone."""
    return router.find(turn.tx, code) if router.find else None


def begin(turn: Turn, of: StepOf, code: str, answers: Mapping[str, Any], revision: str = "") -> None:
    """Take a step, or first ask what it needs to know."""
    turn.person()
    try:
        subject = find(turn, of.router, code)
    except NotFound:
        raise NotFound(code, of.step.label, of.step.by.who, step_name=of.step.name) from None
    assert of.router.flow is not None  # noqa: S101 -- a step comes from a flow
    try:
        of.router.flow.check(of.step, turn.viewer, subject, revision, turn.settled_by(subject))
    except TooLate:
        before = None if isinstance(turn.heard, Pressed) else of.router.flow.step_before(of.step, turn.viewer, subject)
        if before is None:
            raise
        status = of.router.flow.statuses[subject.status]
        said = texts.FIRST(code=code, status=status, first=before.label, step=of.step.label)
        turn.reply(Card(said, buttons=(Button(before.label, token(of.router.name, before.name, code), "good"),)))
        return
    form = form_of(of)
    known = {field.name: answers[field.name] for field in of.step.asks if field.name in answers}
    if of.step.weighs is not None:
        known = {**of.step.weighs(turn, subject), **known}  # what is said counts for more than what was looked up
    if form.missing(known):
        dialogues.start(turn, form, {**known, REVISION: revision}, code)
        return
    perform(turn, of, subject, {**known, **answers}, revision)


def perform(turn: Turn, of: StepOf, subject: Any, answers: Mapping[str, Any], revision: str = "") -> None:
    """Take the step and let the feature act; whatever happens, the person sees an answer."""
    router = of.router
    assert router.flow is not None  # noqa: S101
    given = {name: value for name, value in answers.items() if not name.startswith("_")}
    turn.take(router.flow, of.step.name, subject, given, revision=revision)
    try:
        router.steps[of.step.name](turn, subject, given)
    except Refused as refusal:
        refusal.code = refusal.code or subject.code  # whatever is refused here is about it
        raise
    turn.tx.flush()
    if router.after is not None:
        router.after(turn, subject, of.step, given)
        turn.tx.flush()
    if turn.account is not None:
        drafts.settle_about(turn.tx, turn.account.id, subject.code)
    if router.card is not None:
        turn.settle(subject.code, lambda viewer: _drawn(turn, router, subject, viewer))
    status, label = router.flow.statuses[subject.status], of.step.label
    outcome = Text(f"{subject.code} {status.zh}", f"{subject.code}: {status.en}")
    if not of.step.leads:  # the status says nothing of it, and what came of it is the action's to say
        outcome = Text(f"{subject.code} {label.zh}：收到", f"{subject.code} {label.en}: received")
    changes = turn.account is None or turn.school.can(turn.account.platform).edits
    if isinstance(turn.heard, Pressed) and changes:
        turn.toast(outcome)
    elif not turn.has_spoken:  # a card further up may have changed, but whoever types looks at the end of the chat
        turn.reply(router.card(turn, subject, turn.viewer) if router.card else outcome, subject=subject.code)


def form_of(of: StepOf) -> Form:
    """The dialogue of a step's questions."""
    flow = of.router.flow
    assert flow is not None  # noqa: S101

    def done(turn: Turn, answers: dict[str, Any], code: str) -> None:
        perform(turn, of, find(turn, of.router, code), answers, str(answers.get(REVISION, "")))

    return Form(
        f"{flow.name}.{of.step.name}",
        of.step.label,
        of.step.asks,
        done,
        extract=of.step.extract,
        worded=of.step.worded,
        context=f"flow_active:{flow.name}_{of.step.name}",
    )


def step_form(turn: Turn, name: str) -> Form | None:
    """The form of this name, be it a feature's own or a step's questions."""
    if name in turn.features.forms:
        return turn.features.forms[name]
    feature, _, step = name.partition(".")
    router = turn.features.by_name.get(feature)
    if router is None or router.flow is None or step not in router.flow.by_name:
        return None
    return form_of(StepOf(router, router.flow.by_name[step]))


def in_hand(turn: Turn, candidates: list[StepOf]) -> list[tuple[StepOf, Any]]:
    """What the person has before them that one of these steps can be taken on now; under a card, what it is about."""
    found = [(of, subject) for of in candidates for subject in _in_hand(turn, of)]
    under = turn.under[0][0].subject if turn.under else ""
    return [(of, subject) for of, subject in found if subject.code == under] or found


def choose(turn: Turn, candidates: list[StepOf], code: str, answers: Mapping[str, Any]) -> None:
    """Free speech that means a step: take it on the subject named, on the only one possible, or ask which.

    An approval is never guessed among several: a wrong one costs more than a question.
    """
    turn.person()
    if code:
        _take_named(turn, candidates, code, answers)
        return
    possible = _nearest(turn, described(in_hand(turn, candidates), answers))
    if len(possible) == 1:
        of, subject = possible[0]
        begin(turn, of, subject.code, answers)
        return
    if not possible:
        shown = _the_one_shown(turn, candidates)
        if shown:  # refuses, and says who was faster or whose it is
            _take_named(turn, candidates, shown, answers)
            return
        raise Refused(texts.NONE_TO_TAKE(step=candidates[0].step.label))
    turn.reply(which(possible))


def _nearest(turn: Turn, possible: list[tuple[StepOf, Any]]) -> list[tuple[StepOf, Any]]:
    """Of several kinds of work, that of the card just shown: 我来处理 under an incident is said of it, not of a repair."""
    if len({of.router.name for of, _subject in possible}) < 2 or not turn.screen:
        return possible
    shown = turn.screen[0][0].subject
    return [(of, subject) for of, subject in possible if subject.code == shown and not of.step.fresh] or possible


def _the_one_shown(turn: Turn, candidates: list[StepOf]) -> str:
    """The only subject of these flows that this conversation shows; "" for none or several."""
    prefixes = {f"{of.router.flow.prefix}-" for of in candidates if of.router.flow is not None}
    found = {code for code in choices.subjects_on_screen(turn) if code.startswith(tuple(prefixes))}
    return found.pop() if len(found) == 1 else ""


def described(possible: list[tuple[StepOf, Any]], answers: Mapping[str, Any]) -> list[tuple[StepOf, Any]]:
    """Those that the words describe: "窗户那个" is the one whose headline has a window; all of them when none does."""
    said = [str(answers[name]) for name in ("asset", "location") if answers.get(name)]
    fits = [(of, subject) for of, subject in possible if all(one in getattr(subject, "headline", "") for one in said)]
    return fits or possible


def which(possible: list[tuple[StepOf, Any]]) -> Card:
    """Ask which subject is meant, one button for each."""
    buttons = tuple(
        Button(
            Text(f"{of.step.label.zh} {subject.code}", f"{of.step.label.en} {subject.code}"),
            token(
                of.router.name,
                of.step.name,
                subject.code,
                "",
                getattr(subject, "revision", "") if of.step.fresh else "",
            ),
        )
        for of, subject in possible[:MOST_CHOICES]
    )
    lines = tuple(
        f"{subject.code} {getattr(subject, 'headline', '')}".strip() for _of, subject in possible[:MOST_CHOICES]
    )
    return Card(texts.WHICH_ONE, lines, buttons=buttons)


def fitting(turn: Turn, candidates: list[StepOf], number: Code) -> list[tuple[StepOf, Any]]:
    """The subjects on the screen or in hand that a bare number can mean and one of these steps can be taken on.

    When it can be taken on none, those the person may read: the refusal then says why.
    """
    shown = choices.subjects_on_screen(turn)
    known: dict[str, list[tuple[StepOf, Any]]] = {}
    for of in candidates:
        if of.step.choices:  # a number after 评价 is the answer
            continue
        ids = {subject.code for subject in of.router.open_for(turn)} if of.router.open_for else set()
        for code in sorted(code for code in ids | shown if choices.means(number, code)):
            if code.startswith(f"{of.router.prefix}-"):
                with suppress(NotFound):
                    known.setdefault(code, []).append((of, find(turn, of.router, code)))
    possible = [[(of, subject) for of, subject in pairs if _may(turn, of, subject)] for pairs in known.values()]
    return [pairs[0] for pairs in possible if pairs] or [pairs[0] for pairs in known.values()]


def _may(turn: Turn, of: StepOf, subject: Any) -> bool:
    return of.router.flow is not None and of.router.flow.may(of.step, turn.viewer, subject)


def _take_named(turn: Turn, candidates: list[StepOf], code: str, answers: Mapping[str, Any]) -> None:
    fitting = [of for of in candidates if of.router.flow and code.startswith(f"{of.router.flow.prefix}-")]
    if not fitting:
        raise NotFound(code)
    for of in fitting:
        subject = of.router.find(turn.tx, code) if of.router.find else None
        if subject is not None and of.router.flow and of.router.flow.may(of.step, turn.viewer, subject):
            begin(turn, of, code, answers)
            return
    begin(turn, fitting[0], code, answers)  # refuses, and says why


def _in_hand(turn: Turn, of: StepOf) -> list[Any]:
    flow = of.router.flow
    if flow is None or of.router.open_for is None:
        return []
    return [subject for subject in of.router.open_for(turn) if flow.may(of.step, turn.viewer, subject)]


def _drawn(turn: Turn, router: Router, subject: Any, viewer: Any) -> Card:
    assert router.card is not None  # noqa: S101
    return router.card(turn, subject, viewer)
