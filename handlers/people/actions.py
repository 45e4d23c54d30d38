"""First contact, binding, help, the desk, and the small things people say."""

from handlers import dialogues, steps
from handlers.cards import Button, Card, Rendered, token
from handlers.errors import Refused
from handlers.people import binding, texts
from handlers.router import Router
from handlers.suggesting import suggestions
from handlers.texts import STALE_BUTTON, Text, joined
from handlers.turn import Turn
from handlers.understand import Understood
from storage import drafts
from storage.people import Role

router = Router("people")

MOST_ON_DESK = 6
HELP_LINES = 8  # on one card: what a phone shows without a wall of text
LONGEST_SCAN = 20  # what a printed or shown code holds; a binding code is longer


@router.command("/start")
def start(turn: Turn, code: str) -> None:
    """Telegram's first message, alone or with the code of a binding link, or of a QR code on a wall."""
    scanned = turn.features.scanned(code) if len(code) <= LONGEST_SCAN else None
    if scanned is not None:
        scanned(turn, code)
    elif code:
        bind(turn, code)
    else:
        greet(turn)


@router.command("绑定", "bind")
def bind(turn: Turn, code: str) -> None:
    """`绑定 CODE`: become known. Bound at once, with a way back for whoever was handed somebody else's code."""
    if not code:
        turn.reply(texts.HOW_TO_BIND)
        return
    if turn.actor is not None and binding.is_done(turn, code):
        turn.reply(texts.BOUND_ALREADY(name=turn.actor.name))
        return
    row = binding.owner_of(turn, code)
    if row is None:
        turn.reply(texts.CODE_WRONG)
        return
    person = binding.bind(turn, row)
    assert turn.account is not None  # noqa: S101 -- it was bound
    not_me = Button(texts.NOT_ME, token("people", "not_me", str(turn.account.id)))
    done = Card(
        texts.BOUND(name=person.name, department=person.department or "—"),
        (texts.BOUND_NOTE, texts.PRIVACY),
        buttons=(*suggestions("report", "policy", "tasks"), not_me),
    )
    turn.confide(done, here=texts.BOUND_HERE(way=turn.way_to_private))


@router.button("not_me")
def not_me(turn: Turn, code: str, _choice: str) -> None:
    """The code was somebody else's. Whoever else sees the button, as in a group, is not asked."""
    if code and (turn.account is None or code != str(turn.account.id)):
        raise Refused(texts.NOT_ASKED)
    binding.release(turn)
    turn.reply(texts.RELEASED)


def greet(turn: Turn) -> None:
    """At most three lines and four buttons, for whoever it is. A group hears how to speak to us in a group."""
    if turn.heard is not None and not turn.heard.who.private:
        turn.reply(
            Card(texts.WELCOME_GROUP, (texts.WELCOME_GROUP_HOW,), buttons=suggestions("help"), note=texts.PRIVACY)
        )
        return
    buttons = suggestions("report", "policy", "tasks", "help")
    if turn.actor is None:
        turn.reply(Card(texts.WELCOME_GUEST, (texts.WELCOME_GUEST_HOW,), buttons=buttons, note=texts.PRIVACY))
    else:
        turn.reply(Card(texts.WELCOME_PERSON(name=turn.actor.name), buttons=buttons))


@router.command("帮助", "/help", "help", "?", "？")
def help_command(turn: Turn, _rest: str) -> None:
    """What I can do for somebody of this role; nothing that is not installed."""
    _help(turn, turn.features.help_for(turn.actor), 0)


@router.button("help")
def more_help(turn: Turn, _code: str, choice: str) -> None:
    """The lines after the first few."""
    _help(turn, turn.features.help_for(turn.actor), int(choice) if choice.isdigit() else 0)


def _help(turn: Turn, lines: list[Text], start: int) -> None:
    shown = lines[start : start + HELP_LINES]
    if turn.actor is None:
        shown.append(texts.HOW_TO_BIND)
    buttons = suggestions("report", "policy", "tasks")
    if start + HELP_LINES < len(lines):
        buttons = (*buttons, Button(texts.HELP_MORE, token("people", "help", "", str(start + HELP_LINES))))
    turn.reply(
        Card(texts.HELP, tuple(Text(f"· {line.zh}", f"· {line.en}") for line in shown), note=texts.HELP_NOT, buttons=buttons)
    )  # fmt: skip


@router.say("help")
def help_said(turn: Turn, _text: str, _meant: Understood) -> None:
    """The same, in other words."""
    help_command(turn, "")


@router.command("我的待办", "待办", "my tasks", "tasks")
def tasks(turn: Turn, _rest: str) -> None:
    """What waits for this person, over all features, each with its next step one tap away."""
    if turn.actor is None:
        turn.reply(Card(texts.TASKS_GUEST, (texts.HOW_TO_BIND,)))
        return
    found = []
    for feature in turn.features.routers:
        if feature.flow is None or feature.open_for is None:
            continue
        found += [(feature, subject) for subject in feature.open_for(turn) if feature.flow.awaits(turn.viewer, subject)]
    besides = [one for router in turn.features.routers if router.desk_of is not None for one in router.desk_of(turn)]
    waiting = drafts.drafts_of(turn.tx, turn.actor.id, turn.now)
    if not found and not besides and not waiting:
        turn.reply(texts.TASKS_NONE)
        return
    lines = [
        Text(
            f"{subject.code} {subject.headline} · {feature.flow.statuses[subject.status].zh}",
            f"{subject.code} {subject.headline} · {feature.flow.statuses[subject.status].en}",
        )
        for feature, subject in found[:MOST_ON_DESK]
        if feature.flow is not None
    ]
    if len(found) > MOST_ON_DESK:
        lines.append(texts.MORE(count=len(found) - MOST_ON_DESK))
    looks = [
        Button(Text(f"看 {subject.code}", f"Open {subject.code}"), token("people", "look", subject.code))
        for _feature, subject in found[:MOST_ON_DESK]
    ]
    lines += [line for line, _button in besides[:MOST_ON_DESK]]
    looks += [button for _line, button in besides[:MOST_ON_DESK]]
    for draft in waiting[:2]:
        form = steps.step_form(turn, draft.form)
        if form is not None:
            looks.append(Button(texts.RESUME(form=form.title), token("people", "resume", str(draft.id))))
    turn.confide(Card(texts.TASKS(count=len(found) + len(besides)), tuple(lines), buttons=tuple(looks)))


@router.button("look")
def look(turn: Turn, code: str, _choice: str) -> None:
    """Open one thing: its card, with the steps that are this person's."""
    feature = turn.features.by_prefix.get(code.partition("-")[0])
    if feature is None or feature.card is None:
        raise Refused(STALE_BUTTON)
    turn.reply(feature.card(turn, steps.find(turn, feature, code), turn.viewer), subject=code)
    looked = turn.features.dues.get(f"{feature.name}.looked")  # where reading is written down
    if looked is not None:
        looked(turn, code, {})


@router.command("继续", "接着填", "继续填", "接着写", "继续写", "resume", "continue")
def resume_command(turn: Turn, _rest: str) -> None:
    """Go on with the newest unfinished dialogue, on whichever platform it was begun."""
    newest = drafts.drafts_of(turn.tx, turn.person().id, turn.now)
    if not newest:
        raise Refused(texts.NOTHING_UNDONE)
    _go_on(turn, newest[0])


@router.button("resume")
def resume(turn: Turn, code: str, _choice: str) -> None:
    """Go on with one unfinished dialogue."""
    draft = next((d for d in drafts.drafts_of(turn.tx, turn.person().id, turn.now) if str(d.id) == code), None)
    if draft is None:
        raise Refused(STALE_BUTTON)
    _go_on(turn, draft)


def _go_on(turn: Turn, draft: drafts.Draft) -> None:
    from handlers import dialogues  # noqa: PLC0415 -- only to draw the question again

    form = steps.step_form(turn, draft.form)
    if form is None:
        raise Refused(STALE_BUTTON)
    dialogues.resume(turn, form, draft)


@router.say("bind_identity")
def bind_said(turn: Turn, _text: str, meant: Understood) -> None:
    """Somebody wants to be known, perhaps with the code in the sentence."""
    if turn.actor is not None:
        turn.reply(texts.BOUND_ALREADY(name=turn.actor.name))
    else:
        bind(turn, str(meant.slots.get("code", "")))


@router.say("smalltalk")
def smalltalk(turn: Turn, _text: str, _meant: Understood) -> None:
    """A thank-you, a greeting, a joke: a friendly word, and nothing is filed. A guest hears first who speaks here."""
    if turn.actor is None and _is_greeting(turn):
        greet(turn)
        return
    turn.reply(
        Card(texts.GREETING, buttons=suggestions("report", "policy", "tasks"))
        if _is_greeting(turn)
        else texts.SMALLTALK
    )


@router.command("转人工", "人工", "human")
def human(turn: Turn, words: str) -> None:
    """Hand over to a person: the technicians are told, and the asker hears who."""
    helpers = turn.everyone(Role.DISPATCHER) or turn.everyone(Role.TECHNICIAN) or turn.everyone(Role.ADMIN)
    if not helpers:
        turn.reply(texts.HUMAN_NONE)
        return
    name = turn.actor.name if turn.actor else (turn.account.name if turn.account else "")
    for helper in helpers:
        turn.tell(helper, texts.HUMAN_TOLD(name=name or "访客", words=words or "—"))
    turn.record("handoff", "handoff_human", clause="5.2.1", details={"words": words})
    turn.reply(texts.HUMAN_NOTIFIED(people=joined([helper.name for helper in helpers[:3]])))


@router.say("handoff_human")
def human_said(turn: Turn, text: str, _meant: Understood) -> None:
    """The same, in other words."""
    human(turn, text)


@router.command("english", "英文")
def english(turn: Turn, _rest: str) -> None:
    """Answer in English from now on."""
    if (target := turn.actor or turn.account) is not None:
        target.language = "en"
    turn.reply(texts.LANGUAGE_SET)


@router.command("纯文字", "看不到按钮", "plain text")
def plain_text(turn: Turn, _rest: str) -> None:
    """Words and numbers instead of cards: for WeCom read in personal WeChat, or for whoever likes it."""
    _show_cards(turn, plain=True)


@router.command("要按钮", "卡片", "cards")
def cards(turn: Turn, _rest: str) -> None:
    """Cards with buttons again."""
    _show_cards(turn, plain=False)


def _show_cards(turn: Turn, *, plain: bool) -> None:
    """From now on; and the newest card once more, for whoever could not see it."""
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    if not turn.school.can(turn.account.platform).buttons:
        turn.reply(texts.NO_BUTTONS_HERE)
        return
    turn.account.plain_text = plain
    turn.reply(texts.PLAIN_TEXT if plain else texts.WITH_BUTTONS)
    newest = next(((row.subject, card) for row, card in turn.screen if card.get("buttons")), None)
    if newest is not None:
        turn.reply(Card.from_rendered(Rendered.from_json(newest[1])), subject=newest[0])


@router.command("中文", "chinese")
def chinese(turn: Turn, _rest: str) -> None:
    """Answer in Chinese from now on."""
    if (target := turn.actor or turn.account) is not None:
        target.language = "zh"
    turn.reply(texts.LANGUAGE_SET)


@router.say("out_of_scope")
def out_of_scope(turn: Turn, _text: str, _meant: Understood) -> None:
    """Not ours; says what is."""
    turn.reply(Card(texts.OUT_OF_SCOPE, buttons=suggestions("report", "policy", "tasks", "human")))


@router.say("unauthorized_attempt")
def unauthorized(turn: Turn, text: str, _meant: Understood) -> None:
    """Somebody asks for what is not theirs: refused, said who can, recorded."""
    turn.record("refused", "unauthorized_attempt", clause="7.1.1", details={"words": text[:200]})
    turn.reply(texts.UNAUTHORIZED(who=texts.UNAUTHORIZED_WHO))


@router.say("unsafe_request")
def unsafe(turn: Turn, text: str, _meant: Understood) -> None:
    """Something harmful: refused and recorded."""
    turn.record("refused", "unsafe_request", clause="7.1.1", details={"words": text[:200]})
    turn.reply(texts.UNSAFE)


@router.say("cancel_flow")
def cancel(turn: Turn, _text: str, _meant: Understood) -> None:
    """取消 in other words, while a dialogue is open."""
    from handlers import texts as engine_texts  # noqa: PLC0415 -- two files are called texts

    assert turn.account is not None  # noqa: S101
    draft = turn.dialogue()
    if draft is None:
        turn.reply(engine_texts.NOTHING_TO_CANCEL)
        return
    dialogues.put_away(turn, steps.step_form(turn, draft.form), draft)
    turn.reply(engine_texts.CANCELLED)


def _is_greeting(turn: Turn) -> bool:
    words = getattr(turn.heard, "text", "").lower()
    return any(word in words for word in ("你好", "您好", "在吗", "在么", "早上好", "hello", "hi", "嗨"))
