"""The sample school: twelve people and a few days of real history, played through the engine itself.

Nothing here is written into tables by hand: the overdue issue was reported, the pending request was filed, word by
word, so that the demo shows what the product does and breaks when the product does.
"""

import secrets
import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import MovableClock
from bot.commands.opening import put_sample, shelf
from bot.platforms.web import WebMouth
from bot.settings import Settings
from bot.wiring import make_dispatcher
from handlers import incoming
from handlers.dispatch import Dispatcher
from handlers.incoming import Identity, Said
from handlers.people import binding
from handlers.school_time import SchoolCalendar, usual_terms
from jobs.due import standing, tick
from jobs.ledger import lease_of
from jobs.workers import is_surely_dead
from storage import inbox, leases, people, settings
from storage.base import Database
from storage.outbox import Message, Sent
from storage.people import Person, Role

DATABASE = "xiaoxin.db"
MARK, READY = ".xiaoxin-demo", "staged"  # only a folder with this file is ever cleared; what it says in the end
STAGED = "demo.staged"
OPENING = time(10, 0)  # a workday morning: nothing is held by quiet hours

CAST: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("李老师", "数学组", ()),
    ("王师傅", "信息中心", (Role.TECHNICIAN,)),
    ("陈主任", "信息中心", (Role.CIO,)),
    ("周校长", "校办", (Role.LEADER,)),
    ("赵工", "信息中心", (Role.TECHNICIAN, Role.DISPATCHER)),
    ("孙老师", "教务处", (Role.LIAISON,)),
    ("钱老师", "总务处", (Role.LIAISON, Role.HEAD)),
    ("吴秘书", "校办", (Role.SECRETARY,)),
    ("郑老师", "德育处", (Role.MEMBER, Role.LIAISON)),
    ("冯老师", "英语组", (Role.MEMBER,)),
    ("何老师", "语文组", (Role.INSPECTOR,)),
    ("沈老师", "信息中心", (Role.ADMIN, Role.AUDITOR)),
)

REQUEST = """申请项目
名称：高二年级平板教学试点
目的：在两个班试用平板，收集课堂数据，减少纸质作业
服务目标：未对应
预算：48000
人力：王师傅每周半天
时间：下月起，一个学期
数据类别：一般
安全要求：不存学生身份证号，数据不出校
验收指标：每周使用不少于3节课；教师满意度不低于80%"""


def is_running(folder: Path) -> bool:
    """Whether a demo is being shown from this folder: its pages are sent by somebody who is alive."""
    path = folder / DATABASE
    if not path.exists():
        return False
    database, name = Database(f"sqlite:///{path}"), lease_of(WebMouth.platform)
    try:
        with database.read() as tx:
            return leases.stands(tx, name, leases.server_time(tx)) and not is_surely_dead(leases.holder_of(tx, name))
    except SQLAlchemyError:  # interrupted before it had tables, or damaged
        return False
    finally:
        database.close()


def clear(folder: Path, *, unfinished: bool = False) -> None:
    """Forget the last demo, or only one that was interrupted while it was staged. Never touches a folder that no demo
    made.
    """
    mark = folder / MARK
    if mark.exists() and not (unfinished and mark.read_text(encoding="utf-8") == READY):
        shutil.rmtree(folder)


def set_the_stage(settings_: Settings, database: Database, *, keep: bool) -> None:
    """People, accounts and a few days of history; once."""
    settings_.data_dir.mkdir(parents=True, exist_ok=True)
    (settings_.data_dir / MARK).touch()
    put_sample(database)
    with database.read() as tx:
        if settings.get(tx, STAGED) and keep:
            return
    clock = MovableClock(database)
    calendar = SchoolCalendar(zone=settings_.zone)
    opening = _opening(clock(), calendar)
    clock.set(_days_before(opening, calendar, 4))
    _people(database, clock())
    play = Play(database, make_dispatcher(settings_, database, shelf(settings_, database, clock), clock), clock)
    standing(play.dispatcher.features, database, play.dispatcher.school, clock())
    _history(play, opening, calendar)
    play.at(opening)
    with database.write() as tx:
        settings.put(tx, STAGED, True)
    (settings_.data_dir / MARK).write_text(READY, encoding="utf-8")


class Play:
    """Lets the cast speak at given moments, and what falls due in between fall due."""

    def __init__(self, database: Database, dispatcher: Dispatcher, clock: MovableClock) -> None:
        self._database, self.dispatcher, self._clock = database, dispatcher, clock
        with database.read() as tx:
            self._addresses = {person.name: f"demo-{person.id}" for person in people.active_people(tx)}

    def at(self, moment: datetime) -> None:
        """Go to a moment, hour by hour."""
        while self._clock() < moment:
            self._clock.set(min(moment, self._clock() + timedelta(hours=1)))
            tick(self._database, self.dispatcher.school, self.dispatcher.features, self._clock())
            self._deliver()

    def wait(self, span: timedelta) -> None:
        """Let a short while pass."""
        self.at(self._clock() + span)

    def says(self, name: str, text: str) -> None:
        """Somebody says something, and is answered."""
        address = self._addresses[name]
        heard = Said(Identity("web", address, address), f"{address}:{secrets.token_hex(8)}", self._clock(), text)
        with self._database.write() as tx:
            inbox.keep(tx, "web", heard.event_id, address, incoming.to_json(heard), self._clock())
        self.dispatcher.process_all("web", address)
        self._deliver()

    def _deliver(self) -> None:
        """On the page a committed row is a delivered message; nobody is looking yet, so no relay is needed."""
        now = self._clock()
        with self._database.write() as tx:
            tx.execute(
                update(Message)
                .where(Message.platform == "web", Message.status == Sent.QUEUED, Message.not_before <= now)
                .values(status=int(Sent.ACCEPTED), settled_at=now, external_id="demo")
            )


def _history(play: Play, opening: datetime, calendar: SchoolCalendar) -> None:
    """Four days in a school: one issue done and rated, one overdue, a request, a notice and a training on their way."""
    start = _days_before(opening, calendar, 4)
    first, last = _term_of(start, opening, calendar)
    play.says("沈老师", f"本学期从{first:%Y-%m-%d}到{last:%Y-%m-%d}")
    play.says("沈老师", "确认")
    play.at(start)
    play.says("冯老师", "报告厅话筒没声音")
    play.at(start + timedelta(minutes=6))
    play.says("赵工", "接单 T-0001")
    play.at(start + timedelta(minutes=17))
    play.says("赵工", "已解决 T-0001 换了电池，另备了一组")
    play.at(start + timedelta(minutes=25))
    play.says("冯老师", "好了")
    play.says("冯老师", "5星")
    play.at(_days_before(opening, calendar, 3) + timedelta(hours=1))
    play.says("何老师", "高一2班投影仪不亮")
    play.at(_days_before(opening, calendar, 2))
    play.says("孙老师", REQUEST)
    play.says("孙老师", "提交")
    _preparations(play, opening + timedelta(days=7))
    play.at(_days_before(opening, calendar, 1))
    play.says("李老师", "新买软件要谁审批？")
    _systems(play)
    _safety(play)
    _inspection(play)
    _notice(play)
    _tasks(play, opening + timedelta(days=7))


def _tasks(play: Play, in_a_week: datetime) -> None:
    """Three departments owe a list, one has handed it in; a leader's instruction waits for the CIO to assign it."""
    play.says("陈主任", f"请教务处、总务处和德育处{in_a_week:%m月%d日}前报送在用软件清单")
    play.says("陈主任", "下达")
    play.says("孙老师", "提交 K-1 教务系统、排课软件、成绩分析表，共3套")
    play.says("郑老师", "收到 K-3")
    play.says("周校长", "批示：请信息中心两周内拿出备份整改方案")


def _inspection(play: Play) -> None:
    """An inspection that found one thing, which the department has to answer; and a suggestion that waits for its answer."""
    play.says("何老师", "今天检查总务处的账号")
    play.says("何老师", "开始检查 IN-1")
    play.says("何老师", "3不合格 管理员名单没人核对，其余合格")
    play.says("何老师", "结束检查 IN-1")
    play.says("冯老师", "实名建议：报告厅多备两支话筒")


def _preparations(play: Play, in_a_week: datetime) -> None:
    """What the CIO has registered, and a training everybody is invited to."""
    play.says("陈主任", f"登记预算 信息化专项 {in_a_week:%Y}年 50万")
    play.says("陈主任", "登记设备 平板车 2辆")
    play.says("赵工", f"{in_a_week:%Y年%m月%d日}下午四点到五点安排一次网络安全培训，全体老师，在阶梯教室，必训")
    play.says("赵工", "发布 TR-1")
    play.says("何老师", "参加 TR-1")
    _drill(play, in_a_week)


def _drill(play: Play, day: datetime) -> None:
    """A drill next week, approved: on its day 赵工 presses 开始演练."""
    play.says("赵工", f"{day:%Y年%m月%d日}下午三点组织勒索病毒演练，信息中心和各部门联络人参加。目标：10分钟内断开外网。"
                    "注入：T+5 给信息中心：服务器弹出勒索提示。观察员：周校长")  # fmt: skip
    play.says("赵工", "送审 D-1")
    play.says("陈主任", "同意 D-1")


def _systems(play: Play) -> None:
    """A system with an owner who signs, and a backup that nobody hears of the next night."""
    play.says("陈主任", "登记系统 教务系统，赵工负责，副手王师傅，等保二级，每天凌晨2点备份")
    play.says("赵工", "签收")
    play.says("王师傅", "今天教务系统备份好了")
    play.says("赵工", "登记风险 机房空调老化，高，负责人王师傅，两周后")


def _safety(play: Play) -> None:
    """A plan of the school's own, and an incident that waits for its review; filings and reviews with their day; a goal."""
    play.says("赵工", "编预案 勒索病毒")
    play.says("赵工", "提交批准 EP-1")
    play.says("陈主任", "批准生效 EP-1")
    play.says("冯老师", "我好像点了钓鱼邮件")
    play.says("王师傅", "接手 I-1")
    play.says("陈主任", "确认级别 I-1 一般")
    play.says("王师傅", "已恢复 I-1 改了密码，邮箱没有异常登录")
    play.says("陈主任", "建立合规日历")
    play.says("陈主任", "新增目标：报修按时解决率从70%提高到90%，负责人赵工，12月31日前，理由：上级要求")
    play.says("陈主任", "提交")


def _notice(play: Play) -> None:
    """A notice to everybody that some have acknowledged."""
    play.says("陈主任", "通知全体老师明晚七点到九点断网维护，请保存好文件，收到回复")
    play.says("陈主任", "确认发送 B-1")
    play.wait(timedelta(minutes=2))
    for name in ("何老师", "冯老师", "孙老师"):
        play.says(name, "收到 B-1")


def _people(database: Database, now: datetime) -> None:
    with database.write() as tx:
        for name, department, roles in CAST:
            person = Person(
                name=name,
                department=department,
                role_names=[role.value for role in (Role.STAFF, *roles)],
                created_at=now,
            )
            tx.add(person)
            tx.flush()
            binding.know(tx, person, "web", f"demo-{person.id}", now)


def _opening(now: datetime, calendar: SchoolCalendar) -> datetime:
    """Ten o'clock of the next workday, so that the demo opens in a working school whenever it is started."""
    day = now.astimezone(calendar.zone).date()
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return _at(day, calendar)


def _term_of(start: datetime, opening: datetime, calendar: SchoolCalendar) -> tuple[date, date]:
    """The usual term these days lie in; a term made around them where they lie in a vacation."""
    first = calendar.date(start)
    for term in usual_terms(first.year - 1) + usual_terms(first.year):
        if term.first_day <= first and calendar.date(opening) <= term.last_day:
            return term.first_day, term.last_day
    monday = first - timedelta(days=first.weekday() + 7 * 6)
    return monday, monday + timedelta(days=7 * 20 - 3)


def _days_before(moment: datetime, calendar: SchoolCalendar, count: int) -> datetime:
    day = moment.astimezone(calendar.zone).date()
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_workday(day)
    return _at(day, calendar)


def _at(day: date, calendar: SchoolCalendar) -> datetime:
    return datetime.combine(day, OPENING, calendar.zone)
