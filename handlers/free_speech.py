"""What free words mean for this person, and doing it; choices where nobody is sure."""

from handlers import choices, deciding, guessing, regulation, steps, texts
from handlers.cards import Card
from handlers.errors import Refused
from handlers.forms import Form
from handlers.numerals import find_codes
from handlers.router import SayAction, StepOf
from handlers.suggesting import suggestions
from handlers.turn import Turn
from handlers.understand import SURE, Understood
from storage.people import Role

LOOKING = frozenset(
    {"", "看", "看看", "看一下", "查看", "打开", "查", "查一下", "详情", "show", "open", "view", "look at", "see"}
)
# Whose words weigh most when one person is several things.
ROLE_ORDER = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.DISPATCHER, Role.TECHNICIAN, Role.MEMBER, Role.INSPECTOR,
              Role.ADMIN, Role.HEAD, Role.LIAISON, Role.AUDITOR, Role.STAFF)  # fmt: skip
FEW = 24  # characters: who says more about a thing than its id tells something of it
QUESTION_MARKS = "?？吗呢么谁哪"


def act_on(turn: Turn, text: str, meant: Understood) -> None:
    """Free speech that was understood, or the choices when it was not."""
    if meant.intent == "multi_intent" and meant.parts:
        for part in meant.parts:
            act_on(turn, str(part.slots.get("text", text)), part)
        return
    if meant.confidence >= SURE and _took_a_step(turn, text, meant):
        return
    action = turn.features.says.get(meant.intent)
    if action is not None and meant.confidence >= SURE:
        _perform(turn, text, meant, action)
        return
    if meant.confidence >= SURE and action is None and meant.intent != "unclear":
        _not_installed(turn, text, meant)
        return
    unclear(turn, text, meant)


def _took_a_step(turn: Turn, text: str, meant: Understood) -> bool:
    """What some feature's flow can do: on the subject that is named, on the one in hand, or asked which."""
    candidates = turn.features.step_intents.get(meant.intent, [])
    if not candidates:
        return False
    if _decides_nothing(turn, text, meant, candidates):
        return True
    code = str(meant.slots.get("ticket_id") or meant.slots.get("project_id") or meant.slots.get("id") or "")
    codes = [found.id for found in find_codes(code or text, turn.features.prefixes) if found.id]
    if codes and not any(codes[0].startswith(f"{of.router.prefix}-") for of in candidates) and opened(turn, codes[0]):
        return True  # what was said does not fit the subject named: its card says what does
    given = {name: value for name, value in meant.slots.items() if name not in {"ticket_id", "project_id", "id"}}
    given["said"] = text
    if codes or meant.intent not in turn.features.says or steps.in_hand(turn, candidates):
        steps.choose(turn, candidates, codes[0] if codes else "", given)
        return True
    return False


def _perform(turn: Turn, text: str, meant: Understood, action: SayAction) -> None:
    """Do it. Whoever only asked in general and is refused by a feature has the charter's answer, where it speaks of it."""
    try:
        action(turn, text, meant)
    except Refused:
        asked = turn.features.says.get("policy_question")
        if asked is None or turn.has_answered or not regulation.is_left_to_the_charter(turn, text, meant):
            raise
        asked(turn, text, meant)


def _decides_nothing(turn: Turn, text: str, meant: Understood, candidates: list[StepOf]) -> bool:
    if deciding.only_wonders(turn, text, candidates):
        return True
    if deciding.only_sounds_decided(text, meant, candidates):
        unclear(turn, text, meant)
        return True
    return False


def _not_installed(turn: Turn, text: str, meant: Understood) -> None:
    """Understood, but no feature here does it: the charter may answer it, else we say so plainly and what we can do."""
    asked = turn.features.says.get("policy_question")
    is_question = any(mark in text for mark in QUESTION_MARKS)
    if asked is not None and is_question and turn.school.library().ask(text).outcome != "off_topic":
        asked(turn, text, meant)
        return
    turn.reply(Card(texts.NOT_INSTALLED, buttons=suggestions("report", "policy", "tasks", "human")))


def understood(turn: Turn, text: str, form: Form | None) -> Understood:
    """What free text means for this person, with what they have open."""
    return turn.school.understander.understand(text, role=role_of(turn), context=context_of(turn, form), now=turn.now)


def role_of(turn: Turn) -> str:
    """The role that weighs most, as understanding names it."""
    person = turn.actor
    return next((role.value for role in ROLE_ORDER if person is not None and person.holds(role)), "guest")


def context_of(turn: Turn, form: Form | None) -> str:
    """What the person has open: a dialogue, or the subject of the newest card."""
    if form is not None:
        return form.context
    for row, _card in turn.screen[:3]:
        router = turn.features.by_prefix.get(row.subject.partition("-")[0]) if row.subject else None
        subject = router.find(turn.tx, row.subject) if router and router.find else None
        if router is not None and router.context is not None and subject is not None:
            return router.context(turn, subject)
    return "none" if turn.actor else "unbound_user"


def unclear(turn: Turn, text: str, meant: Understood) -> None:
    """Not sure: perhaps the rest of what was said a moment ago; else a guess to confirm, three choices, a person."""
    if any(router.continues is not None and router.continues(turn, text) for router in turn.features.routers):
        return
    guessed = guessing.waiting(turn)
    if guessed is not None:
        whole = f"{guessed.answers['text']},{text}"
        both = guessing.joined(turn, guessed, whole, meant, understood(turn, whole, None))
        if both is not None:
            act_on(turn, whole, both)
            return
    codes = [found.id for found in find_codes(text, turn.features.prefixes) if found.id]
    if len(text) <= FEW and len(codes) == 1 and meant.confidence < SURE and opened(turn, codes[0] or ""):
        return  # what is wanted of it stands on its card
    if not guessing.guess(turn, text, meant, role_of(turn), context_of(turn, None)):
        turn.reply(guessing.at_a_loss(turn))


def opened(turn: Turn, text: str) -> bool:
    """An id alone, or with 看, opens its card, for whoever may read it."""
    codes = find_codes(text, turn.features.prefixes)
    bare = len(codes) == 1 and choices.without_codes(text, codes) in LOOKING
    code = codes[0].id if bare else None
    router = turn.features.by_prefix.get(code.partition("-")[0]) if code else None
    if code is None or router is None or router.card is None:
        return False
    if turn.actor is None and router.hears is not None and router.hears(turn, text):
        return True  # somebody unknown may ask after what they reported themselves
    turn.person()
    turn.features.by_name["people"].buttons["look"](turn, code, "")
    return True
