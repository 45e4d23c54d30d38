"""A long form as a web page: the same draft, the same fields, the same sentences, signed in from the chat.

A link is for one person and one draft, is opened in one browser, and lives as long as an implementing rule says. What
is typed on the page is saved at once into the draft the chat goes on with; a field that changed in the chat meanwhile
is not overwritten but shown.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from handlers import dialogues, forms, steps
from handlers.cards import Button, Card, Link, token
from handlers.errors import Incomplete, Refused
from handlers.forms import Field, Form
from handlers.texts import Phrase, Text, say
from storage import form_links
from storage.drafts import Draft
from storage.form_links import FormLink

if TYPE_CHECKING:
    from handlers.turn import Turn

LONGEST = 4_000  # characters of one answer
SIGNED_FOR = timedelta(hours=1)  # how old Telegram's word about a user may be: a page is opened at once or not at all
AHEAD = timedelta(minutes=5)  # how far its clock may be before ours

ON_THE_WEB = Text("用网页填写", "Fill in on a page")
LINK = Text(
    "在网页上填写「{form}」（{minutes}内有效，只能由你打开一次，不要转发）：",
    "Fill in “{form}” on a page (valid {minutes}, for you, once; do not forward it):",
)
GONE = Text(
    "这个链接已失效。请回到聊天里，按「用网页填写」要一个新的。",
    "This link is no longer valid. Go back to the chat and press “Fill in on a page” for a new one.",
)
OPENED = Text(
    "这个链接已在别处打开过。请回到聊天里，按「用网页填写」要一个新的。",
    "This link was opened elsewhere. Go back to the chat and press “Fill in on a page” for a new one.",
)
OVER = Text("这份草稿已经提交或取消了。请回到聊天里看。", "This draft was submitted or cancelled. See the chat.")
CHANGED_MEANWHILE = Text(
    "这一项在聊天里刚改成了「{value}」。要用你写的，请再改一次。",
    "This was just changed in the chat to “{value}”. To use yours, write it again.",
)
TOO_LONG = Text("太长了，请写短一点（{most} 字以内）。", "Too long; at most {most} characters.")
REQUIRED = Text("必填", "required")
OPEN = Text("打开填写", "Open the form")
FOR_WHOM = Text("这是发给你本人的填写页面，只能打开一次。", "This page is for you alone and can be opened once.")
SUBMIT = Text("提交", "Submit")
SAVED = Text("已保存", "Saved")
SAVING = Text("正在保存……", "Saving…")
UNSAVED = Text("没有保存，请检查网络后再试", "Not saved; check the connection and try again")
DONE = Text("已提交，请回到聊天里看。", "Submitted. See the chat.")
CHOOSE = Text("请选择", "Please choose")
HINT = Text(
    "写一项存一项；聊天里说的和这里写的是同一份草稿。",
    "Each answer is saved at once; the chat and this page share one draft.",
)


class Gone(Refused):
    """The link, or what it led to, is no longer there."""


def is_offered(turn: "Turn", form: Form) -> bool:
    """Whether a page can be offered here: it has an address, and nobody else reads along."""
    if form.page is None or turn.heard is None or turn.account is None or turn.actor is None:
        return False
    return turn.heard.who.private and bool(turn.school.public_url or turn.account.platform == "web")


def button(draft: Draft) -> Button:
    """用网页填写."""
    return Button(ON_THE_WEB, token("form", "page", str(draft.id)))


def offer(turn: "Turn", form: Form, draft: Draft) -> None:
    """Answer with a link of one's own. Raises `Refused` where there is no page."""
    if not is_offered(turn, form) or form.page is None or turn.account is None:
        raise Gone(GONE)
    secret = secrets.token_urlsafe(24)
    minutes = turn.rule(form.page)
    turn.tx.add(FormLink(
        token_hash=form_links.hashed(secret), draft_id=draft.id, draft_begun=draft.created_at,
        person_id=turn.person().id, account_id=turn.account.id, created_at=turn.now,
        expires_at=turn.now + timedelta(minutes=minutes), session_hash="",
    ))  # fmt: skip
    form_links.forget(turn.tx, turn.now - timedelta(days=1))
    address = f"{turn.school.public_url.rstrip('/')}/form/{secret}"
    said = LINK(form=form.title, minutes=form.page.show(minutes))
    turn.reply(Card(said, (address,) if turn.school.public_url else (), links=(Link(ON_THE_WEB, address),)))


def open_link(turn: "Turn", link: FormLink, telegram: str = "", bot_token: str = "") -> str:
    """The secret of the browser that opens a link first. Whoever Telegram vouches for may open it again."""
    draft_of(turn, link)
    vouched = bool(telegram) and vouches(telegram, bot_token, link, turn.now)
    if telegram and not vouched:
        raise Gone(GONE)
    if link.opened_at is not None and not vouched:
        raise Gone(OPENED)
    secret = secrets.token_urlsafe(24)
    link.opened_at, link.session_hash = turn.now, form_links.hashed(secret)
    turn.tx.flush()
    return secret


def belongs(link: FormLink, session: str) -> bool:
    """Whether this browser opened the link."""
    return bool(session) and hmac.compare_digest(link.session_hash, form_links.hashed(session))


def vouches(init_data: str, bot_token: str, link: FormLink, now: datetime) -> bool:
    """Whether Telegram says, freshly and with our bot's signature, that this is the person of the link.

    Source: "Validating data received via the Mini App", Telegram's documentation of Mini Apps.
    """
    if not bot_token or len(init_data) > LONGEST:
        return False
    try:
        given = dict(parse_qsl(init_data, strict_parsing=True))
        user = json.loads(given.get("user", "{}"))
        signed_at = datetime.fromtimestamp(int(given.get("auth_date", "0")), tz=now.tzinfo)
    except (ValueError, OverflowError, OSError):
        return False
    sign = given.pop("hash", "")
    words = "\n".join(f"{name}={given[name]}" for name in sorted(given))
    key = hmac.new(b"WebAppData", bot_token.encode(), hashlib.sha256).digest()
    right = hmac.new(key, words.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right.encode(), sign.encode()) or not isinstance(user, dict):
        return False
    mine = link.account.platform == "telegram" and link.account.external_id == str(user.get("id", ""))
    return mine and now - SIGNED_FOR <= signed_at <= now + AHEAD


def draft_of(turn: "Turn", link: FormLink) -> tuple[Form, Draft]:
    """The draft behind a link and its form. Raises `Gone` when either is over, or the person is no longer theirs."""
    if link.expires_at <= turn.now or turn.actor is None or turn.actor.id != link.person_id:
        raise Gone(GONE)
    draft = turn.tx.get(Draft, link.draft_id, populate_existing=True)
    form = steps.step_form(turn, draft.form) if draft is not None else None
    if draft is None or form is None or draft.created_at != link.draft_begun or draft.expires_at <= turn.now:
        raise Gone(OVER)
    if draft.person_id != link.person_id:
        raise Gone(GONE)
    return form, draft


def state(turn: "Turn", link: FormLink) -> dict[str, Any]:
    """Everything the page shows, in the reader's language."""
    form, draft = draft_of(turn, link)

    def words(phrase: Phrase) -> str:
        return say(phrase, turn.language)

    return {
        "title": words(form.title),
        "missing": [field.name for field in form.missing(draft.answers)],
        "fields": [
            {
                "name": field.name, "label": words(field.label), "ask": words(field.ask), "required": field.required,
                "value": written(field, draft.answers, turn.language),
                "options": [{"value": value, "label": words(label)} for value, label in field.options],
                "free": field.read is not forms.plain,
            }
            for field in form.fields
            if not field.when
        ],
    }  # fmt: skip


def written(field: Field, answers: Mapping[str, Any], language: str) -> str:
    """A stored answer as it is edited: the words of an option, else what the person would type."""
    value = answers.get(field.name)
    return "" if value in (None, "", []) else say(field.shown(value), language)


def save(turn: "Turn", link: FormLink, name: str, text: str, was: str) -> None:
    """One answer, read as in the chat. `was` is what the page showed before: if the chat changed it since, nothing is
    overwritten and the refusal says what it is now.
    """
    form, draft = draft_of(turn, link)
    field = form.field(name)
    if field is None or field.when:
        raise Incomplete(Text("没有这一项。", "There is no such field."))
    if len(text) > LONGEST:
        raise Incomplete(TOO_LONG(most=LONGEST))
    now = written(field, draft.answers, turn.language)
    if now == text.strip():
        return
    if now != was:
        raise Incomplete(CHANGED_MEANWHILE(value=now))
    kept = {key: value for key, value in draft.answers.items() if key != name}
    draft.answers = {**kept, name: field.value_of(text)} if text.strip() else kept
    draft.updated_at, draft.expires_at = turn.now, turn.now + form.lives
    if form.review and not form.missing(draft.answers):
        draft.asking = dialogues.REVIEW
    turn.tx.flush()


def submit(turn: "Turn", link: FormLink) -> None:
    """The same end as in the chat: what is missing is said, and what follows is told there."""
    form, draft = draft_of(turn, link)
    dialogues.finish(turn, form, draft)
