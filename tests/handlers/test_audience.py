"""Who a notice is for: words against a school's own departments, tags and names."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import audience_words
from handlers.audience import Audience, Group, Why, resolve
from handlers.audience_directory import Directory
from handlers.audience_words import read_in
from handlers.errors import Incomplete
from storage import acknowledgements
from storage.base import Database
from storage.people import Account, Person, Role

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
PEOPLE: tuple[tuple[str, str, list[str], tuple[Role, ...]], ...] = (
    ("李明", "数学组", ["班主任"], ()),
    ("李红", "高中部", ["班主任"], ()),
    ("王强", "技术组", [], (Role.TECHNICIAN,)),
    ("赵云", "高中部/语文组", [], (Role.LIAISON,)),
    ("孙丽", "初中部", ["班主任"], (Role.LIAISON,)),
    ("周平", "教务处", ["高一"], (Role.HEAD,)),
    ("吴老师", "教务处", [], ()),
)


def directory() -> Directory:
    everybody = tuple(
        Person(id=number, name=name, department=department, tags=tags, role_names=[Role.STAFF, *roles], active=True)
        for number, (name, department, tags, roles) in enumerate(PEOPLE, 1)
    )
    built = Directory(
        everybody, (Person(id=99, name="钱退休", department="教务处", tags=[], role_names=[], active=False),),
        tuple(sorted({*(person.department for person in everybody), "高中部"})), ("班主任", "高一"),
    )  # fmt: skip
    return Directory(built.everybody, built.gone, built.departments, built.tags, tuple(built._all_words()))


SCHOOL = directory()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("全体老师", "全体教职工"),
        ("everyone", "全体教职工"),
        ("老师们", "全体教职工"),
        ("高中部的班主任和技术组,除了吴老师", "高中部的班主任和技术组，不含吴老师"),
        ("教务处全体老师", "教务处"),
        ("教务和技术组", "教务处和技术组"),
        ("各部门", "部门联络人"),
        ("高中部、初中部的班主任", "高中部的班主任和初中部的班主任"),
        ("技术组和初中部的班主任", "技术组和初中部的班主任"),
        ("高中部的班主任和联络人", "高中部的班主任和高中部的部门联络人"),
        ("除李明外的全体教师", "全体教职工，不含李明"),
        ("李明,王强", "李明和王强"),
        ("数学组的李老师", "李明"),
        ("周主任", "周平"),
        ("还没确认 B-12 的人", "还没有答复 B-12 的人"),
        ("B-1没回复的高中部老师", "高中部的还没有答复 B-1 的人"),
        ("everyone who has not acknowledged B-1", "还没有答复 B-1 的人"),
        ("liaisons and heads except 孙丽", "部门联络人和部门负责人，不含孙丽"),
        ("钱退休", "钱退休"),
    ],
)
def test_words_name_people(words: str, expected: str) -> None:
    assert read_in(SCHOOL, words).audience.words().zh == expected


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("体育组", "技术组"),
        ("李老师", "李红（高中部）"),
        ("全体家长", "没有账号"),
        ("", "请说发给谁"),
        ("abc", "我不知道「abc」指谁"),
    ],
)
def test_who_is_unknown_is_refused_with_the_nearest(words: str, says: str) -> None:
    with pytest.raises(Incomplete) as refused:
        read_in(SCHOOL, words)
    assert says in refused.value.wording.zh


def test_one_wrong_character_is_forgiven_and_said() -> None:
    reading = read_in(SCHOOL, "初中布和技术组")
    assert reading.audience.words().zh == "初中部和技术组"
    assert [one.zh for one in reading.corrections] == ["「初中布」按「初中部」理解"]


def _read_or_refused(words: str) -> Audience | None:
    """The audience, or None after a refusal that says something in both languages; anything else breaks the test."""
    try:
        return read_in(SCHOOL, words).audience
    except Incomplete as refused:
        return None if refused.wording.zh and refused.wording.en else Audience()


@given(st.text(alphabet="高中部的班主任和技术组除了李老师、,外B-1没确认全体 and in the教务处🎉\n", max_size=40))
def test_any_words_are_an_audience_or_one_clear_sentence(words: str) -> None:
    audience = _read_or_refused(words)
    if audience is not None:
        assert audience.groups
        assert Audience.from_json(audience.to_json()) == audience


@given(st.text(max_size=300))
def test_no_text_breaks_it(words: str) -> None:
    audience = _read_or_refused(words)
    assert audience is None or audience.groups


def _enter(database: Database) -> dict[str, Person]:
    with database.write() as tx:
        for name, department, tags, roles in PEOPLE:
            person = Person(name=name, department=department, tags=tags, role_names=["staff", *roles], created_at=NOW)
            tx.add(person)
            tx.flush()
            if name != "孙丽":
                tx.add(Account(platform="chat", external_id=name, address=name, person_id=person.id, created_at=NOW))
        tx.flush()
        return {person.name: person for person in tx.query(Person)}


def test_resolved_it_is_counted_named_and_says_who_is_left_out(any_database: Database) -> None:
    people = _enter(any_database)
    with any_database.write() as tx:
        tx.merge(people["周平"]).notices_muted_at = NOW
        gone = Person(name="钱退休", department="教务处", role_names=[], active=False, created_at=NOW)
        tx.add(gone)
        tx.flush()
        audience = Audience((Group(), Group(persons=((gone.id, gone.name),))), (Group(departments=("技术组",)),))
        resolved = resolve(tx, audience)
        assert [person.name for person in resolved.people] == ["吴老师", "李明", "李红", "赵云"]
        assert {one.person.name: one.why for one in resolved.excluded} == {
            "王强": Why.BESIDES, "孙丽": Why.UNBOUND, "周平": Why.MUTED, "钱退休": Why.LEFT,
        }  # fmt: skip
        assert resolved.by_department().zh == "教务处 1 人、数学组 1 人、高中部 1 人、高中部/语文组 1 人"
        assert "周平" in {person.name for person in resolve(tx, audience, urgent=True).people}
        assert len(resolve(tx, Audience((Group(departments=("高中部",)),))).people) == 2


def test_those_who_have_not_answered_become_fewer(any_database: Database) -> None:
    people = _enter(any_database)
    with any_database.write() as tx:
        assert acknowledgements.ask(tx, "B-1", [one.id for one in people.values()], NOW) == len(people)
        assert acknowledgements.ask(tx, "B-1", [people["李明"].id], NOW) == 0
        assert acknowledgements.answer(tx, "B-1", people["李明"].id, "", NOW)
        assert not acknowledgements.answer(tx, "B-1", people["李明"].id, "", NOW)
        audience = audience_words.read(tx, "没知悉B-1的班主任").audience
        assert [person.name for person in resolve(tx, audience).people] == ["李红"]
        assert [(one.department, one.answered, one.asked) for one in acknowledgements.coverage(tx, "B-1")][:2] == [
            ("初中部", 0, 1), ("技术组", 0, 1),
        ]  # fmt: skip
