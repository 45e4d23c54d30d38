"""Giving an account back: a phone passed on, a name bound by mistake. Its owner may, after one question."""

from handlers.cards import Button, Card, token
from handlers.errors import Refused
from handlers.people import binding, texts
from handlers.people.actions import router
from handlers.turn import Turn


@router.command("解绑", "解除绑定", "取消绑定", "换绑", "unbind", "/unbind")
def unbind(turn: Turn, _rest: str) -> None:
    """Ask once: afterwards nothing comes here any more."""
    person = turn.person()
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    yes = Button(texts.UNBIND, token(router.name, "unbind", str(turn.account.id)), "bad")
    turn.confide(Card(texts.UNBIND_ASKED(name=person.name), (texts.UNBIND_MEANS,), buttons=(yes,)))


@router.button("unbind")
def unbound(turn: Turn, code: str, _choice: str) -> None:
    """Done, for the account that was asked and no other."""
    person = turn.person()
    if turn.account is None or code != str(turn.account.id):
        raise Refused(texts.NOT_ASKED)
    binding.release(turn)
    turn.reply(texts.UNBOUND(name=person.name))
