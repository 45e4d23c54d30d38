"""What we notice about an account itself: it came, it left, it changed what it had said, or nobody stands behind it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from handlers.people import texts
from handlers.people.actions import greet, router
from handlers.platform_names import platform_name
from handlers.turn import Turn
from handlers.voice import reachable_account
from storage import drafts
from storage.outbox import Kind, Message, Sent
from storage.people import Role


@router.due("account.joined")
def joined_us(turn: Turn, _code: str, _facts: Any) -> None:
    """Somebody followed the account or opened the chat for the first time."""
    greet(turn)


@router.due("account.entered")
def opened_us(turn: Turn, _code: str, _facts: Any) -> None:
    """Somebody opened the chat, as they do many times a day: a greeting only where nothing was ever said."""
    if not turn.screen:
        greet(turn)


@router.due("account.edited")
def changed_words(turn: Turn, _code: str, _facts: Any) -> None:
    """Somebody edited what they had said: what was done with it stands, and they must not believe otherwise."""
    turn.reply(texts.EDITED)


@router.due("account.nameless")
def nameless(turn: Turn, _code: str, _facts: Any) -> None:
    """An anonymous administrator of a group spoke to us: nobody acts as one."""
    turn.reply(texts.NAMELESS)


@router.due("account.migrated")
def moved(turn: Turn, _code: str, facts: Mapping[str, Any]) -> None:
    """A group has another address: what is asked there goes on, what was to be said there is said there. Cards stay behind."""
    if turn.account is None or turn.heard is None or not (address := str(facts.get("address", ""))):
        return
    before = turn.heard.who.address
    drafts.move(turn.tx, turn.account.platform, before, address)
    turn.tx.execute(
        update(Message)
        .where(
            Message.platform == turn.account.platform, Message.address == before, Message.kind == Kind.SEND,
            Message.status == int(Sent.QUEUED),
        )
        .values(address=address)
        .execution_options(synchronize_session=False)
    )  # fmt: skip


@router.due("account.left")
def left_us(turn: Turn, _code: str, _facts: Any) -> None:
    """Somebody blocked or unfollowed us: another account of theirs takes over until this one is heard again.

    The administrators hear of it now: what is said to this person goes another way or waits, so no refusal would tell.
    """
    account, person = turn.account, turn.actor
    if account is None or not account.reachable:
        return
    account.reachable, account.unreachable_reason = False, "the person left or blocked us"
    if person is None:
        return
    other = reachable_account(person)
    facts = {"name": person.name, "platform": platform_name(account.platform)}
    words = (
        texts.LEFT_US(**facts, instead=platform_name(other.platform)) if other else texts.LEFT_US_FOR_NOWHERE(**facts)
    )
    for admin in turn.everyone(Role.ADMIN, besides=person):
        turn.tell(admin, words, key=f"left:{account.id}:{turn.now:%Y-%m-%d}:{admin.id}")
