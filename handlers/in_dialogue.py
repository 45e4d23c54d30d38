"""What is said while a dialogue is open: an answer to it, a word beside it, or something else altogether."""

from handlers import asides, dialogues, forms, free_speech, guessing, pages, steps, texts
from handlers.cards import Card
from handlers.errors import Incomplete, Refused
from handlers.forms import Form
from handlers.numerals import find_codes, fold
from handlers.texts import Text
from handlers.turn import Turn
from handlers.understand import SURE, Understood
from storage.drafts import Draft

# What may interrupt a dialogue when asked as a question; anything else said while it asks is an answer.
INTERRUPTIONS = frozenset({
    "policy_question", "help", "handoff_human", "ticket_status", "ticket_list_mine", "approval_list", "project_status",
    "goal_status", "stat_query", "training_roster", "plan_lookup", "reminder_list",
    "privacy_request", "incident_report", "bind_identity",
})  # fmt: skip
CANNOT_WAIT = frozenset({"help", "handoff_human", "incident_report"})
SHORT = 24  # characters: what is longer tells something
SEEN = 6  # messages back that a phone still shows, or nearly


def answers(turn: Turn, text: str, meant: Understood, draft: Draft, form: Form) -> bool:
    """Whether the words answer the open dialogue. A field named with a colon ("理由:去年投诉最多") is no interruption."""
    named = ":" in fold(text) and bool(form.labelled(text)[0])
    if _settles(turn, text, meant, draft, form, named=named):
        return True
    if not named and _interrupts(meant, draft):
        return False
    if not named and draft.asking != dialogues.REVIEW:
        beside = _beside_it(turn, text, meant, draft, form)
        if beside is not None:
            return beside
    return _taken(turn, text, meant, draft, form, named=named)


def _beside_it(turn: Turn, text: str, meant: Understood, draft: Draft, form: Form) -> bool | None:
    """What is done with words that are no answer while something is asked: False, somebody else's; None, an answer after
    all.
    """
    if asides.submits(text, form):
        missing = tuple(field.label for field in form.missing(draft.answers))
        raise Incomplete(texts.STILL_MISSING(fields=texts.joined(missing)))
    asked = form.field(draft.asking)
    aside = asides.judge(text, meant, asked, _own_intents(turn, form), draft.subject)
    if aside is asides.Aside.REQUEST and not (asked is not None and _asks_nothing_we_know(turn, text, meant)):
        return False
    if aside is not asides.Aside.ANSWER or _is_another_step(turn, text, draft):
        wonders = asides.only_asks(text, meant) and not _asks_nothing_we_know(turn, text, meant)
        dialogues.whether_meant(turn, form, draft, text, asks=wonders)
        return True
    return True if _is_heard_elsewhere(turn, text, draft, form) else None


def _taken(turn: Turn, text: str, meant: Understood, draft: Draft, form: Form, *, named: bool) -> bool:
    """Whether the dialogue took the words, or asked which of its fields they are for."""
    family = form.context.partition(":")[2].partition("_")[0]
    belongs = bool(family) and meant.intent.startswith(f"{family}_")
    try:
        if dialogues.answer(turn, form, draft, text, belongs=belongs):
            return True
    except Incomplete:
        if named or form.field(draft.asking) is None or not asides.is_another_wish(meant, _own_intents(turn, form)):
            raise
        return False  # no answer to the question, and surely something else
    sure = SURE if draft.asking == dialogues.REVIEW else asides.SURE_OF_IT
    unsure = meant.intent == "unclear" or meant.confidence < sure or asides.only_sounds_like(text, meant)
    return unsure and dialogues.which_field(turn, form, draft, text)


def _is_heard_elsewhere(turn: Turn, text: str, draft: Draft, form: Form) -> bool:
    """Whether short words said to a list of questions, in which nothing answers any of them, are another feature's own:
    安全培训覆盖率 is no product to be bought.
    """
    if draft.asking != dialogues.SEVERAL or len(text) > SHORT or forms.apart(turn, form, text, draft.answers)[0]:
        return False
    if any(name not in draft.answers for name in forms.extracted(turn, form, text, draft.answers)):
        return False
    doors = [
        router.hears for router in turn.features.routers if router.hears is not None and router.name != form.feature
    ]
    if not any(door(turn, text) for door in doors):
        return False
    remind_of(turn, dialogues.pending_question(form, draft))
    return True


def opens_a_card(turn: Turn, text: str, draft: Draft, form: Form) -> bool:
    """Whether an id said alone opened its card; no question that is open asks for ids of that kind."""
    if not _is_a_look(turn, text, draft, form) or not free_speech.opened(turn, text):
        return False
    remind_of(turn, dialogues.pending_question(form, draft))
    return True


def _is_a_look(turn: Turn, text: str, draft: Draft, form: Form) -> bool:
    codes = [code.id for code in find_codes(text, turn.features.prefixes) if code.id]
    if len(codes) != 1:
        return False
    kind = codes[0].partition("-")[0]
    asked = form.field(draft.asking)
    wanted = [asked] if asked is not None else form.missing(draft.answers)
    same = draft.subject.startswith(f"{kind}-") and asked is not None and asked.read is not forms.plain
    return not same and not any(f"{kind}-" in word for one in wanted for word in (one.ask.zh, one.label.zh))


def _settles(turn: Turn, text: str, meant: Understood, draft: Draft, form: Form, *, named: bool) -> bool:
    """对 or 不是 to whether words were the answer; 不弄了, in whatever words; 不对，是… about an earlier answer."""
    word = fold(text).lower().strip(texts.EDGES)
    if dialogues.waits_for_yes(draft) and word in guessing.AGREED:
        dialogues.place(turn, form, draft, draft.asking)
    elif dialogues.waits_for_yes(draft) and word in guessing.DENIED:
        no_answer(turn, form, draft)
    elif not named and (asides.gives_up_the(text, form) or (meant.intent == "cancel_flow" and asides.gives_up(text))):
        leave(turn, draft)
    else:
        return not named and dialogues.put_right(turn, form, draft, text)
    return True


def _is_another_step(turn: Turn, text: str, draft: Draft) -> bool:
    """Whether the words are the label of another step that could be taken on the very subject the question is about."""
    candidates = turn.features.step_words.get(fold(text).lower().strip(texts.EDGES), []) if draft.subject else []
    others = [of for of in candidates if f"{of.router.name}.{of.step.name}" != draft.form]
    return any(subject.code == draft.subject for _of, subject in steps.in_hand(turn, others))


def _interrupts(meant: Understood, draft: Draft) -> bool:
    if draft.asking == dialogues.REVIEW:
        return meant.intent in INTERRUPTIONS and meant.confidence >= SURE
    if meant.intent == "incident_report" and draft.form.startswith("incident"):
        return False  # what is said about an incident in answer to a question about one
    return meant.intent in CANNOT_WAIT and meant.confidence >= asides.SURE_OF_IT


def _asks_nothing_we_know(turn: Turn, text: str, meant: Understood) -> bool:
    """A question no document here speaks of: in the middle of a dialogue it is more likely an angry answer to it."""
    return meant.intent == "policy_question" and turn.school.library().ask(text).outcome == "off_topic"


def _own_intents(turn: Turn, form: Form) -> frozenset[str]:
    """What the feature that asks understands itself."""
    router = turn.features.by_name.get(form.name.partition(".")[0])
    if router is None:
        return frozenset()
    steps_of = router.flow.steps if router.flow is not None else ()
    return frozenset({*router.says, *(step.intent for step in steps_of if step.intent)})


def remind_of(turn: Turn, question: Text) -> None:
    """That a dialogue still waits is said once; while it can be seen, it need not be said again."""
    shown = {str(card.get("title")) for _row, card in turn.screen[:SEEN]}
    if question.to(turn.language) not in shown:
        turn.reply(question)


def pressed(turn: Turn, action: str, code: str, choice: str) -> None:
    """A button of a dialogue's own card, by whoever leads that dialogue."""
    draft, form = _led(turn, code)
    if action == "cancel":
        leave(turn, draft)
    elif action == "submit":
        dialogues.finish(turn, form, draft)
    elif action == "edit":
        draft.asking = dialogues.SEVERAL  # what is said now is meant for the draft, in whatever words
        turn.reply(
            Card(texts.WHICH_FIELD(example=form.fields[0].label), facts=dialogues.review(turn, form, draft).facts)
        )
    elif action == "page":
        pages.offer(turn, form, draft)
    elif action == "place":
        dialogues.place(turn, form, draft, choice)
    elif action == "aside":
        no_answer(turn, form, draft)
    elif action == "pick":
        name, _, index = choice.rpartition("-")
        dialogues.pick(turn, form, draft, name, int(index) if index.isdigit() else -1)
    else:
        raise Refused(texts.STALE_BUTTON)


def _led(turn: Turn, code: str) -> tuple[Draft, Form]:
    """The actor's own dialogue, where it is. What moved to their own chat is not led on before others' eyes."""
    draft = turn.tx.get(Draft, int(code)) if code.isdigit() else None
    mine = (
        draft is not None
        and turn.account is not None
        and (draft.account_id == turn.account.id or (turn.actor is not None and draft.person_id == turn.actor.id))
    )
    if draft is not None and not mine:
        raise Refused(texts.FILLED_BY_ANOTHER)  # as everybody in a group can press it
    form = steps.step_form(turn, draft.form) if draft is not None else None
    if draft is None or form is None or draft.expires_at <= turn.now:
        raise Refused(texts.STALE_BUTTON)
    if turn.place not in {"", draft.place}:
        raise Refused(texts.ASKED_IN_PRIVATE)
    return draft, form


def no_answer(turn: Turn, form: Form, draft: Draft) -> None:
    """不是: the words were asked of us, then they are answered now; else only the question comes again."""
    words = str(draft.answers.get(dialogues.UNPLACED) or "")
    meant = free_speech.understood(turn, words, None)
    if asides.only_asks(words, meant) and not _asks_nothing_we_know(turn, words, meant):
        dialogues.keep_asking(draft)
        free_speech.act_on(turn, words, meant)
    dialogues.take_back(turn, form, draft)


def leave(turn: Turn, draft: Draft) -> None:
    """取消: what was answered is put away."""
    dialogues.put_away(turn, steps.step_form(turn, draft.form), draft)
    turn.reply(texts.CANCELLED)
