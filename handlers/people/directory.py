"""A platform's own directory changes: an id, a department, or somebody is gone from it. The binding follows.

An id belongs to one person at a time. Somebody gone from the directory keeps no binding, for their id may be given to
the next one; that they left the school is only said by a person.
"""

from collections.abc import Mapping
from typing import Any

from handlers.numerals import fold
from handlers.people import binding, texts
from handlers.people.actions import router
from handlers.platform_names import platform_name
from handlers.texts import Text
from handlers.turn import Turn
from handlers.voice import reachable_account
from storage import outbox, people, settings
from storage.people import Account, Person, Role


@router.due("account.changed")
def changed(turn: Turn, _code: str, facts: Mapping[str, Any]) -> None:
    """Somebody has another id, or belongs to another department."""
    if turn.account is None:
        return
    if user_id := str(facts.get("user_id", "")):
        _renamed(turn, turn.account, user_id)
    if turn.actor is not None and (number := str(facts.get("department", ""))):
        _moved(turn, turn.actor, number)


@router.due("account.removed")
def removed(turn: Turn, _code: str, _facts: Any) -> None:
    """Somebody is gone from the directory: nobody is told anything there, and the next owner of that id is nobody's heir."""
    account, person = turn.account, turn.actor
    if account is None or account.person_id is None:
        return
    account.reachable, account.unreachable_reason = False, "gone from the directory"
    turn.record(f"person:{account.person_id}", "release", details={"platform": account.platform, "gone": True})
    binding.part(turn.tx, account)
    if person is None:
        return
    turn.tx.refresh(person)
    other = reachable_account(person)
    if other is not None:
        outbox.release_waiting(turn.tx, person.id, other.id, other.platform, other.address, turn.now)
    instead = texts.REMOVED_INSTEAD(instead=platform_name(other.platform)) if other else texts.REMOVED_NOWHERE()
    _tell_admins(
        turn, person, "removed", texts.REMOVED(name=person.name, platform=platform_name(account.platform), then=instead)
    )


def _renamed(turn: Turn, account: Account, user_id: str) -> None:
    """The same person under another id: everything that hangs on the old one comes along."""
    person, before = turn.actor, account.external_id
    there = people.account_of(turn.tx, account.platform, user_id)
    if there is not None and there.person_id not in {None, account.person_id}:
        binding.part(
            turn.tx, account
        )  # the directory says that this id is nobody's any more; whose the new one is, is disputed
        if person is not None and there.person is not None:
            words = texts.RENAMED_DISPUTED(name=person.name, user_id=user_id, other=there.person.name)
            _tell_admins(turn, person, "renamed", words)
        return
    if account.person_id is not None:
        details = {"platform": account.platform, "before": before, "after": user_id}
        turn.record(f"person:{account.person_id}", "rename", details=details)
    binding.rename(turn.tx, account, user_id, there)


def _moved(turn: Turn, person: Person, number: str) -> None:
    """A department we know is where they belong from now on; what we do not know somebody has to look at."""
    named = dict(settings.get(turn.tx, people.DEPARTMENT_NAMES, {})).get(number, "")
    ours = {fold(name).strip(): name for name in people.departments(turn.tx)}
    known = ours.get(fold(str(named)).strip())
    if known == person.department:
        return
    facts = {"name": person.name, "before": person.department or "—"}
    if known is None:
        words: Text = texts.MOVED_ELSEWHERE(**facts, after=named or texts.NUMBERED(number=number))
    else:
        turn.record(f"person:{person.id}", "move", before=person.department, after=known)
        person.department = known
        words = texts.MOVED(**facts, after=known)
        if person.holds(Role.HEAD, Role.LIAISON):
            words = Text(f"{words.zh}{texts.MOVED_ROLES.zh}", f"{words.en} {texts.MOVED_ROLES.en}")
    _tell_admins(turn, person, f"moved:{number}", words)


def _tell_admins(turn: Turn, person: Person, what: str, words: Text) -> None:
    for admin in turn.everyone(Role.ADMIN, besides=person):
        turn.tell(admin, words, key=f"directory:{what}:{person.id}:{turn.now:%Y-%m-%d-%H-%M}:{admin.id}")
