"""What is said while a dialogue is open: an answer to it, a word beside it, or something else altogether."""

from handlers import asides, dialogues, free_speech, guessing, pages, steps, texts
from handlers.cards import Card
from handlers.errors import Incomplete, Refused
from handlers.forms import Form
from handlers.numerals import fold
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
SEEN = 6  # messages back that a phone still shows, or nearly


def answers(turn: Turn, text: str, meant: Understood, draft: Draft, form: Form) -> bool:
    """Whether the words answer the open dialogue. A field named with a colon ("理由:去年投诉最多") is no interruption."""
    named = ":" in fold(text) and bool(form.labelled(text)[0])
    if _settles(turn, text, meant, draft, form, named=named):
        return True
    if not named and _interrupts(meant, draft):
        return False
    asked = form.field(draft.asking)
    own = _own_intents(turn, form)
    if not named and draft.asking != dialogues.REVIEW:
        aside = asides.judge(text, meant, asked, own, draft.subject)
        if aside is asides.Aside.REQUEST and not (asked is not None and _asks_nothing_we_know(turn, text, meant)):
            return False
        if aside is not asides.Aside.ANSWER or _is_another_step(turn, text, draft):
            wonders = asides.only_asks(text, meant) and not _asks_nothing_we_know(turn, text, meant)
            dialogues.whether_meant(turn, form, draft, text, asks=wonders)
            return True
    family = form.context.partition(":")[2].partition("_")[0]
    belongs = bool(family) and meant.intent.startswith(f"{family}_")
    try:
        taken = dialogues.answer(turn, form, draft, text, belongs=belongs)
    except Incomplete:
        if named or asked is None or not asides.is_another_wish(meant, own):
            raise
        return False  # no answer to the question, and surely something else
    unsure = meant.intent == "unclear" or meant.confidence < SURE
    return taken or (unsure and dialogues.which_field(turn, form, draft, text))


def _settles(turn: Turn, text: str, meant: Understood, draft: Draft, form: Form, *, named: bool) -> bool:
    """对 or 不是 to whether words were the answer; 不弄了, in whatever words."""
    word = fold(text).lower().strip(texts.EDGES)
    if dialogues.waits_for_yes(draft) and word in guessing.AGREED:
        dialogues.place(turn, form, draft, draft.asking)
    elif dialogues.waits_for_yes(draft) and word in guessing.DENIED:
        no_answer(turn, form, draft)
    elif not named and meant.intent == "cancel_flow" and asides.gives_up(text):
        leave(turn, draft)
    else:
        return False
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
