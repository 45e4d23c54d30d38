"""What is meant by what was heard. In this order: a button; a command; a number or word on the screen; the open
dialogue; a typed step ("驳回 P-2026-003 预算太高"); free speech. What nobody understands gets choices, never silence.
"""

import re
from dataclasses import replace

from handlers import choices, dialogues, guessing, in_dialogue, regulation, steps, texts, typed
from handlers.cards import Button, Card, read_token
from handlers.errors import Incomplete, NotBound, Refused, TooLate
from handlers.forms import Form
from handlers.free_speech import act_on, opened, understood
from handlers.incoming import Noticed, Pressed, Said
from handlers.numerals import fold
from handlers.router import StepOf
from handlers.suggesting import SAYINGS
from handlers.texts import Text
from handlers.turn import Turn
from handlers.understand import SURE, Understood
from storage import drafts
from storage.drafts import Draft

CANCEL_WORDS = frozenset(
    {"取消", "算了", "不填了", "不报了", "退出", "cancel", "/cancel", "never mind", "forget it", "stop"}
)
AGREEING = frozenset({"确认", "确定", "没问题", "可以", "就这样", "confirm", "go ahead"})
_BEFORE_COLON = re.compile(r"([^:\s,;。?]{2,12})\s*:\s*(?=\S)")
_BEFORE_GIVING_UP = re.compile(r"^(?:那就?|还是|先|哦|嗯|唉)+(?=取消|算了|不填|不报|退出)")
_LISTS = re.compile(
    r"(?:看看|看一下|查一下|列一下|列出)?(?:现在|目前)?(?:的)?([一-龥]{3,8}?)(?:现在|目前|都|还)*有(?:哪些|什么|几个|几项|多少)[?呢啊]?"
)
_PARTICLE = re.compile(r"[呢吗么嘛]?[?]*")
WHOLE_LABEL = 5  # characters: shorter words of steps are everyday words, too


def hear(turn: Turn) -> None:
    """Act on what was heard."""
    match turn.heard:
        case Pressed():
            pressed(turn, turn.heard.token)
            if not turn.has_answered:
                turn.toast(texts.DONE)
        case Said(text=text, attachments=attachments) if attachments and not text.strip():
            if not any(router.receives is not None and router.receives(turn) for router in turn.features.routers):
                act_on(turn, "", Understood("attachment", confidence=1.0))
            if not turn.has_answered:
                turn.reply(texts.DONE)
        case Said():
            said(turn, turn.heard.text.strip())
            if not turn.has_answered:
                turn.reply(texts.DONE)
        case Noticed(what=what, facts=facts):
            action = turn.features.dues.get(f"account.{what}")
            if action is not None:
                action(turn, "", facts)
        case _:
            return


def refuse(turn: Turn, refusal: Refused) -> None:
    """Tell a refusal: to a press as a toast where there are toasts, else in words. A dialogue that asked goes on.

    An attempt at a step that is somebody else's goes on record; a late or mistyped one is nobody's fault.
    """
    if refusal.step_name and refusal.code:
        turn.record(refusal.code[:40], "refused", clause="7.1.1", details={"step": refusal.step_name})
    wording = turn.features.marked(refusal.wording, refusal.code)
    if isinstance(turn.heard, Pressed) and not isinstance(refusal, NotBound):  # how to bind must stay readable
        assert not isinstance(wording, Card)  # noqa: S101 -- a phrase stays one
        turn.toast(wording)
        return
    draft = turn.dialogue()
    form = steps.step_form(turn, draft.form) if draft else None
    if draft is not None and isinstance(refusal, TooLate) and draft.subject == refusal.code:
        drafts.discard(turn.tx, draft)  # what it asked for can no longer be done
    elif draft is not None and form is not None and isinstance(refusal, Incomplete):
        again = (
            dialogues.question(form, draft) if draft.asking != dialogues.REVIEW else dialogues.review(turn, form, draft)
        )
        turn.reply(turn.features.marked(Card(refusal.wording, buttons=again.buttons), form.feature))
        return
    turn.reply(wording)


def pressed(turn: Turn, packed: str) -> None:
    """A button, by tap, by number or by its word. Everything is checked again; the token grants nothing."""
    parts = read_token(packed)
    if parts is None:
        raise Refused(texts.STALE_BUTTON)
    feature, action, code, choice, revision = parts
    if feature == "form":
        in_dialogue.pressed(turn, action, code, choice)
        return
    if feature == guessing.FEATURE:
        taken = guessing.chosen(turn, action, code, choice)
        if taken is not None:
            act_on(turn, *taken)
        return
    if feature == "say":
        said(turn, SAYINGS[action].to(turn.language)) if action in SAYINGS else turn.toast(texts.STALE_BUTTON)
        return
    router = turn.features.by_name.get(feature)
    if router is None:
        raise Refused(texts.STALE_BUTTON)
    if router.flow is not None and action in router.flow.by_name:
        of = StepOf(router, router.flow.by_name[action])
        steps.begin(turn, of, code, {"choice": choice} if choice else {}, revision)
    elif action in router.buttons:
        router.buttons[action](turn, code, choice)
    else:
        raise Refused(texts.STALE_BUTTON)


def said(turn: Turn, text: str) -> None:
    """Words."""
    assert turn.account is not None  # noqa: S101 -- whoever speaks has an account
    draft = turn.dialogue()
    form = steps.step_form(turn, draft.form) if draft else None
    if draft is not None and form is not None and turn.now - draft.updated_at > form.listens:
        draft = form = None  # left alone for long: what is said now is about something else
    if _gives_up(text):
        _cancel(turn, draft)
        return
    if (form is None and _for_the_charter_first(turn, text)) or _plainly(turn, text, draft, form):
        return
    meant = understood(turn, text, form)
    if draft is not None and form is not None and in_dialogue.answers(turn, text, meant, draft, form):
        return
    if form is None:
        _refuse_a_steps_own_word(turn, text, meant)
    if form is None and "policy_question" in turn.features.says and regulation.is_for_the_charter(turn, text, meant):
        meant = replace(meant, intent="policy_question", confidence=1.0)
    if (
        form is None
        and meant.intent == "cancel_flow"
        and meant.confidence >= SURE
        and _cancelled_on_screen(turn, "取消")
    ):
        return  # 算了不发了, in whatever words
    act_on(turn, text, meant)
    if draft is not None and form is not None and turn.dialogue() is draft:
        in_dialogue.remind_of(turn, dialogues.pending_question(form, draft))


def _gives_up(text: str) -> bool:
    """取消, 算了吧, 还是算了: with or without a particle behind it."""
    word = _BEFORE_GIVING_UP.sub("", fold(text).lower().strip(texts.EDGES))
    while word and word not in CANCEL_WORDS and word[-1] in choices.PARTICLES:
        word = word[:-1]
    return word in CANCEL_WORDS


def _plainly(turn: Turn, text: str, draft: Draft | None, form: Form | None) -> bool:
    """What needs no understanding: a command, what stands on the screen, a typed step, words a feature knows as its own."""
    labels = form is not None and bool(form.labelled(text)[0])
    if _command(turn, text, form_hears=labels) or _on_screen(turn, text, draft, form):
        return True
    if typed.step(turn, text) or (form is None and (opened(turn, text) or typed.only_one(turn, text))):
        return True  # a step's word with an id is meant as it stands, whatever a dialogue asks
    if draft is not None and form is not None and in_dialogue.opens_a_card(turn, text, draft, form):
        return True
    doors = (*turn.features.interrupting, *(turn.features.hearing if form is None else ()))
    return any(door(turn, text) for door in doors)


def _refuse_a_steps_own_word(turn: Turn, text: str, meant: Understood) -> None:
    """按建议定级 with nothing to be graded begins nothing else: a long label of a step means that step or nothing."""
    word = fold(text).lower().strip(texts.EDGES)
    whole = len(word) >= WHOLE_LABEL and (not word.isascii() or " " in word)
    meant_by = turn.features.step_words.get(word, []) if whole and turn.actor is not None else []
    if meant_by and not any(meant.intent in (*of.router.says, *of.step.intent.split()) for of in meant_by):
        raise Refused(texts.NONE_TO_TAKE(step=meant_by[0].step.label))


def _for_the_charter_first(turn: Turn, text: str) -> bool:
    """What is surely a question about duties is answered before a feature hears words of its own in it."""
    if not regulation.asks_of_duty(text) or "policy_question" not in turn.features.says:
        return False
    meant = understood(turn, text, None)
    if not regulation.is_answered(turn, text, meant):
        return False
    act_on(turn, text, replace(meant, intent="policy_question", confidence=1.0))
    return True


def _command(turn: Turn, text: str, *, form_hears: bool = False) -> bool:
    word, rest = (*text.split(maxsplit=1), "", "")[:2]
    said = fold(text).lower()
    listed = _LISTS.fullmatch(said)
    if listed is not None and (action := turn.features.commands.get(listed[1])) is not None:
        action(turn, "")
        return True
    if (action := turn.features.commands.get(said)) is not None:
        action(turn, "")
        return True
    action = turn.features.commands.get(fold(word).lower()) or turn.features.commands.get(
        fold(word).lower().partition("@")[0]
    )
    if action is None:
        word, rest = next(
            ((known, text[len(known) :]) for known in turn.features.openings if said.startswith(known.strip())),
            ("", ""),
        )
        action = turn.features.commands.get(word)
    named = _BEFORE_COLON.match(said) if action is None and not form_hears else None
    if named is not None:  # "立项:机房改造"
        action, rest = turn.features.commands.get(named[1]), text[named.end() :]
    if action is None or not rest.strip():
        return False
    if _PARTICLE.fullmatch(fold(rest).strip()):
        return False  # "细则呢?" asks on about what was just said
    action(turn, rest.strip())
    return True


def _on_screen(turn: Turn, text: str, draft: Draft | None, form: Form | None) -> bool:
    asked = form.field(draft.asking) if form is not None and draft is not None else None
    waits = draft is not None and dialogues.waits_for_yes(draft)
    if asked is not None and not asked.options and not waits:
        return False  # the dialogue asked for words: "2" is an answer, not a button further up
    numbered = choices.by_number(turn, text)
    packed = numbered[0].token if numbered else guessing.answer_to(turn, text) if form is None else ""
    if packed and len(numbered) < 2:
        pressed(turn, packed)
        return True
    buttons = numbered or choices.by_label(turn, text)
    if len(buttons) == 1:
        late = not any(buttons[0] in card for card in choices.on_screen(turn))
        if late and form is None and buttons[0].subject and typed.only_one(turn, text, buttons[0].subject):
            return True  # the word stood on an earlier card of the same subject, and means the step it can take now
        pressed(turn, buttons[0].token)
        return True
    if buttons:
        turn.reply(Card(
            texts.WHICH_ONE,
            buttons=tuple(Button(f"{button.label} {button.subject}", button.token) for button in buttons[: steps.MOST_CHOICES]),
        ))  # fmt: skip
        return True
    return form is None and _agreed(turn, text)


def _agreed(turn: Turn, text: str) -> bool:
    """确认 under a card whose button says 发布 means that button; a word said to a decision only points to it."""
    if fold(text).lower().strip(texts.EDGES) not in AGREEING or not turn.screen:
        return False
    buttons = [button for button in turn.screen[0][1].get("buttons", ()) if button.get("style") == "good"]
    if len(buttons) != 1:
        return False
    label, press = buttons[0]["label"], buttons[0]["token"]
    parts = read_token(press)
    router = turn.features.by_name.get(parts[0]) if parts else None
    step = router.flow.by_name.get(parts[1]) if parts and router is not None and router.flow is not None else None
    if step is None or not step.fresh or fold(text).strip(texts.EDGES) in label:
        return False  # what may be done by a word is understood as one
    asked = texts.PRESS_IT(label=label)
    if turn.screen[0][1]["title"] == asked.to(turn.language):
        pressed(turn, press)  # said again to this very question
    else:
        turn.reply(Card(asked, buttons=(Button(Text(label, label), press, "good"),)))
    return True


def _cancelled_on_screen(turn: Turn, word: str = "") -> bool:
    """取消 typed under a card means that card, where it has such a button (also 取消检查) or its work such a step."""
    if not word and isinstance(turn.heard, Said):
        word = fold(turn.heard.text).lower().strip(texts.EDGES)
    for card in choices.on_screen(turn)[:1]:
        labels = {one.label.lower(): one for one in card if not one.token.startswith("form.")}
        fitting = [one for label, one in labels.items() if label.startswith(word)]
        if word in labels or len(fitting) == 1:
            pressed(turn, labels.get(word, fitting[0]).token)
            return True
    subject = turn.screen[0][0].subject if turn.screen else ""
    return bool(subject) and typed.only_one(turn, word, subject)


def _cancel(turn: Turn, draft: Draft | None) -> None:
    if draft is None:
        if not _cancelled_on_screen(turn):
            turn.reply(texts.NOTHING_TO_CANCEL)
        return
    in_dialogue.leave(turn, draft)
