"""Somebody who had blocked us comes back."""

from handlers.turn import Turn
from jobs.outcomes import Settlement
from jobs.outgoing import Refused
from jobs.parcels import pack
from storage.delivery import Claim
from storage.people import Person, account_of
from tests.conftest import SmallSchool


def test_what_waited_for_somebody_who_had_blocked_us_leaves_when_they_write_again(school_on_any: SmallSchool) -> None:
    school, now = school_on_any, school_on_any.clock.now
    with school.database.write() as tx:
        li = tx.query(Person).filter_by(name="李老师").one()
        Turn(tx, school.school, school.features, now).tell(li, "周五停网")
        rows = Claim("chat", "w", now, now).take(tx, 5)
        parcels, _ = pack(rows, {}, 1)
        refused = [(parcel, [Refused("bot was blocked by the user", unreachable=True)]) for parcel in parcels]
        Settlement(tx, school.school, "chat", "w", now).settle(refused)
    with school.database.read() as tx:
        account = account_of(tx, "chat", "u-李老师")
        assert account is not None
        assert not account.reachable
    school.li.says("你好")
    with school.database.read() as tx:
        account = account_of(tx, "chat", "u-李老师")
        assert account is not None
        assert account.reachable
    assert [seen.text for seen in school.li.chat()].count("周五停网") == 2  # the refused one, and its second life
