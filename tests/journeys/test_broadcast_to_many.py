"""A broadcast to 300 through the relay, with failures of every kind, on both databases."""

from collections import Counter

from sqlalchemy import func, select

from jobs.due import tick
from jobs.outgoing import Accepted, Outcome, Outgoing, Refused, Unknown
from storage.outbox import Kind, Message, Sent
from storage.people import Account, Person
from tests.conftest import SmallSchool
from tests.jobs.post import Post

BLOCKED = "Forbidden: bot was blocked by the user"
GONE = "not in this application's range, or without a licence"


def enrol(school: SmallSchool) -> None:
    """294 more: most on one platform, ten blocked there and ten of them on another, five unbound, ten with two."""
    with school.database.write() as tx:
        for number in range(294):
            kind = _kind(number)
            person = Person(
                name=f"{kind}{number}",
                department=f"第{number % 7}组",
                role_names=["staff"],
                created_at=school.clock.now,
            )
            platforms = ("chat", "plain") if kind in {"moves", "twice"} else () if kind == "unbound" else ("chat",)
            where = f"{kind}-{number}"
            person.accounts = [
                Account(platform=platform, external_id=where, address=where, created_at=school.clock.now)
                for platform in platforms
            ]
            tx.add(person)


def _kind(number: int) -> str:
    for kind, upto in (("moves", 10), ("blocked", 20), ("gone", 25), ("silent", 30), ("unbound", 35), ("refused", 38),
                       ("twice", 48)):  # fmt: skip
        if number < upto:
            return kind
    return "fine"


def chat(message: Outgoing) -> Outcome:
    """A platform on which everything happens that can happen."""
    kind = message.address.partition("-")[0]
    if kind in {"moves", "blocked"}:
        return Refused(BLOCKED, unreachable=True)
    if kind == "gone":
        return Refused(GONE, unreachable=True)
    if kind == "refused":
        return Refused("message is too long")
    return Unknown("no answer in time") if kind == "silent" else Accepted(f"x{message.id}")


def test_to_three_hundred_with_failures_of_every_kind(school_on_any: SmallSchool) -> None:
    school = school_on_any
    enrol(school)
    post = Post(school.database, school.school, school.clock)
    seen = school.chen.says("通知全体老师明天下午三点停网维护,收到回复")
    assert "发给 294 人" in seen.text
    assert "没有绑定账号，收不到 5 人：unbound30" in seen.text
    assert "超过 100 人" in seen.text
    school.chen.presses("确认发送")
    school.zhou.presses("同意")
    school.clock.forward(minutes=1)
    tick(school.database, school.school, school.features, school.clock.now)
    mouth, other = post.mouth(answer=chat), post.mouth(platform="plain")
    post.send(mouth, other, worker="w1")
    post.send(other, worker="w1")  # what the first had to hand over

    with school.database.read() as tx:
        told = Counter(
            address
            for (address,) in tx.execute(
                select(Message.address).where(Message.batch == "B-1", Message.status == Sent.ACCEPTED)
            )
        )
        people = tx.scalar(select(func.count(func.distinct(Message.person_id))).where(Message.batch == "B-1"))
    assert max(told.values()) == 1
    assert people == 294
    assert len([title for title in other.said if "停网维护" in title]) >= 10  # who blocked one platform got it there

    school.clock.forward(minutes=1)
    tick(school.database, school.school, school.features, school.clock.now)
    card = school.chen.sees("B-1 已发出 294/294")
    assert "平台接受 271 · 送达失败 18 · 平台没回音 5 · 已知悉 0/294" in card.text
    assert "拉黑或停用了账号 10、不在企业微信应用范围 5" in card.text
    names = school.chen.presses("看名单", on="已发出").text
    assert "blocked10" in names
    assert "refused35" in names
    assert "silent25" in names
    assert "moves0" not in names.partition("还没知悉")[0]


def test_killed_and_started_again_in_the_middle_each_gets_one(school: SmallSchool) -> None:
    enrol(school)
    post = Post(school.database, school.school, school.clock)
    school.chen.says("通知全体老师明天下午三点停网维护")
    school.chen.presses("确认发送")
    school.zhou.presses("同意")
    school.clock.forward(minutes=1)
    tick(school.database, school.school, school.features, school.clock.now)
    tick(school.database, school.school, school.features, school.clock.now)  # the clock of a second process
    first, second = post.mouth(), post.mouth()
    post.send(first, post.mouth(platform="plain"), worker="w1")
    post.send(second, post.mouth(platform="plain"), worker="w2")
    with school.database.read() as tx:
        copies = Counter(
            tx.scalars(select(Message.person_id).where(Message.batch == "B-1", Message.kind == str(Kind.SEND))).all()
        )
    assert len(copies) == 294
    assert set(copies.values()) == {1}
    assert second.said == []


def test_one_press_changes_one_copy(school: SmallSchool) -> None:
    enrol(school)
    school.chen.says("通知全体老师明天下午三点停网维护,收到回复")
    school.chen.presses("确认发送")
    school.zhou.presses("同意")
    school.clock.forward(minutes=1)
    tick(school.database, school.school, school.features, school.clock.now)
    school.deliver()
    school.li.presses("知悉")
    with school.database.read() as tx:
        edits = tx.scalars(
            select(Message.address).where(Message.kind == str(Kind.EDIT), Message.subject == "B-1:to")
        ).all()
    assert list(edits) == ["u-李老师"]
