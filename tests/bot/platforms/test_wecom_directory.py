"""The directory of WeCom changes: bindings, dialogues and departments follow, and nobody inherits somebody's id."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.platforms import wecom, wecom_app, wecom_callback, wecom_directory
from bot.platforms.wecom_mouth import WeComMouth
from handlers.catalogue import Features
from handlers.school import School
from storage import audit, people, settings
from storage.people import Person, Role
from tests.bot.platforms.conftest import served
from tests.bot.platforms.wires import Wires
from tests.conftest import SmallSchool
from tests.fakes import Clock, FakeWeCom


@dataclass
class Corporation:
    """A school on WeCom, its directory, and an administrator who writes in the web chat."""

    school: SmallSchool
    wires: Wires
    fake: FakeWeCom

    def settled(self) -> None:
        """Everything WeCom said is acted on, everything we say is sent."""
        self.fake.wait_delivered()
        self.wires.settle()

    def person(self, name: str) -> Person:
        """Somebody as the school's list has them now."""
        with self.school.database.read() as tx:
            return people.by_name(tx, name)[0]


@pytest.fixture
def corporation(school: SmallSchool, surroundings: School, features: Features) -> Iterator[Corporation]:
    clock = Clock(school.clock.now, frozen=True)
    wires = Wires(school.database, surroundings, features, school.clock)

    def keep(names: dict[str, str]) -> None:
        with school.database.write() as tx:
            settings.put(tx, people.DEPARTMENT_NAMES, names)

    with FakeWeCom(clock=clock) as fake:
        known = fake.corporation
        app = wecom_app.WeComApp(known.corp_id, known.agent_id, known.secret, known.token, known.aes_key, fake.root)
        connection = wecom_app.connect(app, clock=clock.now)
        learn = wecom_directory.learner(connection, keep)
        with served(wecom_callback.routes(wires, app, clock.now, learn)) as address:
            fake.callback_url = f"{address}/wecom/callback"
            wires.readers["wecom"], wires.mouths["wecom"] = wecom.read, WeComMouth(connection, app)
            yield Corporation(school, wires, fake)
        connection.close()
        assert fake.violations == []


def test_whoever_gets_another_id_goes_on_with_what_they_were_at(corporation: Corporation) -> None:
    fake, li = corporation.fake, corporation.fake.member("LiTeacher", "李老师")
    corporation.wires.bind("李老师", "wecom", "liteacher")
    li.sends("报修")
    corporation.settled()
    fake.renames(li, "li.ming")
    corporation.settled()
    li.sends("高二3班投影仪不亮")
    corporation.settled()
    assert "高二3班" in li.hears()[-1]
    li.presses("提交")
    corporation.settled()
    assert any("T-0001" in heard for heard in li.hears())
    with corporation.school.database.read() as tx:
        assert people.account_of(tx, "wecom", "liteacher") is None
        account = people.account_of(tx, "wecom", "li.ming")
        assert account is not None
        assert account.person is not None
        assert (account.address, account.person.name) == ("li.ming", "李老师")


def test_who_wrote_under_the_new_id_before_we_heard_of_it_is_one_person(corporation: Corporation) -> None:
    fake, li = corporation.fake, corporation.fake.member("LiTeacher", "李老师")
    corporation.wires.bind("李老师", "wecom", "liteacher")
    early = fake.member("li.ming", "李老师")
    early.sends("你好")
    corporation.settled()
    fake.renames(li, "li.ming")
    corporation.settled()
    li.sends("我的待办")
    corporation.settled()
    assert "没有待办" in li.hears()[-1]


def test_an_id_that_is_somebody_elses_is_not_taken_from_them(corporation: Corporation) -> None:
    admin = corporation.school.person("管理员", Role.ADMIN)
    li = corporation.fake.member("LiTeacher", "李老师")
    corporation.wires.bind("李老师", "wecom", "liteacher")
    corporation.wires.bind("王技术", "wecom", "wang")
    corporation.fake.renames(li, "wang")
    corporation.settled()
    assert "李老师的绑定先解除了" in admin.last().text
    with corporation.school.database.read() as tx:
        account = people.account_of(tx, "wecom", "wang")
        assert account is not None
        assert account.person is not None
        assert account.person.name == "王技术"


def test_who_is_deleted_leaves_no_heir_and_the_administrator_knows_what_to_do(corporation: Corporation) -> None:
    admin = corporation.school.person("管理员", Role.ADMIN)
    corporation.wires.bind("李老师", "wecom", "liteacher")
    corporation.fake.leaves(corporation.fake.member("LiTeacher", "李老师"))
    corporation.settled()
    assert "xiaoxin people offboard 李老师" in admin.last().text
    heir = corporation.fake.member("LiTeacher", "李新来")
    heir.sends("我的待办")
    corporation.settled()
    assert "绑定" in heir.hears()[-1]
    assert corporation.person("李老师").active


def test_a_known_department_is_followed_and_recorded(corporation: Corporation) -> None:
    admin = corporation.school.person("管理员", Role.ADMIN)
    fake, sun = corporation.fake, corporation.fake.member("sun", "孙联络")
    corporation.wires.bind("孙联络", "wecom", "sun")
    fake.department(7, "信息中心")
    fake.moves(sun, 7)
    corporation.settled()
    assert corporation.person("孙联络").department == "信息中心"
    assert "由教务处改为信息中心" in admin.last().text
    assert "联络人的身份没有变" in admin.last().text
    with corporation.school.database.read() as tx:
        entry = audit.history(tx, f"person:{corporation.person('孙联络').id}")[-1]
    assert (entry.facts["step"], entry.facts["before"], entry.facts["after"]) == ("move", "教务处", "信息中心")


def test_a_department_we_do_not_know_is_somebodys_question(corporation: Corporation) -> None:
    admin = corporation.school.person("管理员", Role.ADMIN)
    fake, sun = corporation.fake, corporation.fake.member("sun", "孙联络")
    corporation.wires.bind("孙联络", "wecom", "sun")
    fake.department(9, "课程中心")
    fake.moves(sun, 9)
    corporation.settled()
    assert corporation.person("孙联络").department == "教务处"
    assert "改成了课程中心" in admin.last().text
    fake.fail_next("department/list", errcode=60020, errmsg="not allow to access from your ip")
    fake.moves(sun, 4)
    corporation.settled()
    assert "改成了编号 4 的部门" in admin.last().text


def test_a_change_of_somebody_we_do_not_know_makes_nobody_known(corporation: Corporation) -> None:
    stranger = corporation.fake.member("stranger", "路人")
    corporation.fake.moves(stranger, 1)
    corporation.fake.leaves(stranger)
    corporation.settled()
    with corporation.school.database.read() as tx:
        assert people.account_of(tx, "wecom", "stranger") is None
