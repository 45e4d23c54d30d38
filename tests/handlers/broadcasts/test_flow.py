"""Who may take which step in which status: the whole table."""

import pytest

from handlers.broadcasts.flow import FLOW, readable, runs
from handlers.errors import Changed, NotAllowed
from handlers.flow import Letter, Viewer
from storage.broadcasts import OUT, Broadcast, Stage
from storage.people import Person, Role


def person(number: int, *roles: Role, department: str = "教务处") -> Person:
    return Person(
        id=number, name=f"p{number}", department=department, active=True,
        role_names=[role.value for role in (Role.STAFF, *roles)],
    )  # fmt: skip


WRITER = person(1, Role.DISPATCHER)
CIO = person(2, Role.CIO)
LEADER = person(3, Role.LEADER)
READER = person(4)
OTHER = person(5)
ACTING = person(6)
LETTER = Letter(CIO.id, CIO.name, CIO.roles)

VIEWERS = {
    "author": Viewer(WRITER), "cio": Viewer(CIO), "leader": Viewer(LEADER), "reader": Viewer(READER),
    "other": Viewer(OTHER), "acting": Viewer(ACTING, (LETTER,)), "clock": Viewer(None),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
}  # fmt: skip


def broadcast(status: Stage, author: Person = WRITER, *, needs_second: bool = False) -> Broadcast:
    return Broadcast(
        code="B-1", status=status, author=author, author_id=author.id, recipients=[READER.id], revision=2,
        needs_second=needs_second, second_id=None,
    )  # fmt: skip


AUTHORS = {"author"}
TABLE = {
    "confirm": ({Stage.PREVIEW}, AUTHORS),
    "propose": ({Stage.PREVIEW}, set()),
    "agree": ({Stage.SECOND}, {"cio", "acting"}),
    "send_back": ({Stage.SECOND}, {"cio", "acting"}),
    "revise": ({Stage.DRAFT, Stage.PREVIEW, Stage.SECOND, Stage.WAITING}, AUTHORS),
    "cancel": ({Stage.DRAFT, Stage.PREVIEW, Stage.SECOND}, AUTHORS),
    "hold": ({Stage.WAITING}, AUTHORS),
    "miss": ({Stage.WAITING}, {"clock"}),
    "send": ({Stage.WAITING}, {"clock"}),
    "settle": ({Stage.SENDING}, {"clock"}),
    "collect": ({Stage.SENDING}, {"clock"}),
    "stop": ({Stage.SENDING}, {"author", "cio"}),
    "nudge": ({Stage.COLLECTING, Stage.NUDGING}, {"author", "clock"}),
    "recall": (set(OUT) - {Stage.RECALLED}, {"author", "cio"}),
    "correct": (set(OUT) - {Stage.SENDING}, {"author", "cio"}),
    "close": ({Stage.SENT, Stage.COLLECTING, Stage.NUDGING, Stage.STOPPED}, AUTHORS),
    "expire": ({Stage.SENT, Stage.COLLECTING, Stage.NUDGING}, {"clock"}),
}


@pytest.mark.parametrize("step", FLOW.steps, ids=lambda step: step.name)
def test_each_step_is_taken_by_whom_and_when_the_table_says(step: object) -> None:
    name = getattr(step, "name", "")
    starts, who = TABLE[name]
    may = {
        (status, viewer)
        for status in Stage
        for viewer, seen in VIEWERS.items()
        if FLOW.may(FLOW.by_name[name], seen, broadcast(status))
    }
    assert may == {(status, viewer) for status in starts for viewer in who}


def test_where_a_second_yes_is_due_the_author_only_proposes() -> None:
    wanted = broadcast(Stage.PREVIEW, needs_second=True)
    assert not FLOW.may(FLOW.by_name["confirm"], VIEWERS["author"], wanted)
    assert FLOW.may(FLOW.by_name["propose"], VIEWERS["author"], wanted)


def test_what_the_cio_wrote_a_leader_agrees_to_and_nobody_under_the_cios_letter() -> None:
    own = broadcast(Stage.SECOND, CIO, needs_second=True)
    assert {name for name, viewer in VIEWERS.items() if FLOW.may(FLOW.by_name["agree"], viewer, own)} == {"leader"}


def test_nobody_gives_the_second_yes_to_their_own_and_an_old_card_counts_for_nothing() -> None:
    own = broadcast(Stage.SECOND, needs_second=True)
    with pytest.raises(NotAllowed, match="own notice"):
        FLOW.check(FLOW.by_name["agree"], VIEWERS["author"], own)
    with pytest.raises(Changed):
        FLOW.check(FLOW.by_name["agree"], VIEWERS["cio"], own, "1")


@pytest.mark.parametrize("status", list(Stage))
def test_before_it_leaves_only_those_who_write_and_agree_know_of_it(status: Stage) -> None:
    seen = {name for name, viewer in VIEWERS.items() if readable.allows(viewer, broadcast(status))}
    insiders = {"author", "cio", "acting"}
    assert seen == (insiders | {"reader", "leader"} if status in OUT else insiders)
    assert not runs(VIEWERS["reader"], broadcast(status))


def test_each_broadcast_has_at_most_four_buttons_of_its_own() -> None:
    for status in Stage:
        for viewer in VIEWERS.values():
            assert len(FLOW.buttons(viewer, broadcast(status))) <= 4
