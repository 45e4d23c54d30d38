"""What a school calls its people: its departments, tags and names, and the words everybody uses for some of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.numerals import fold
from storage.people import Person, Role

EVERYONE_WORDS = (
    "全体教职员工", "全体教职工", "全校教职工", "全体老师", "全体教师", "全校老师", "全校教师", "所有老师", "所有教师",
    "所有教职工", "各位老师", "各位同事", "每位老师", "全体人员", "全体员工", "全体同事", "全体成员", "所有人", "每个人",
    "大家", "全校", "全体", "全员", "所有", "everyone", "everybody", "all the teachers", "all teachers", "all staff",
    "the whole school", "all colleagues",
)  # fmt: skip
# Say nothing about who; they only end a group or go with it.
FILLERS = (
    "教职员工", "教职工", "教师们", "老师们", "老师", "教师", "同事们", "同事", "人员", "员工", "成员", "同志", "的人", "各位",
    "全部", "他们", "们", "人", "teachers", "teacher", "staff members", "staff", "colleagues", "people", "members",
    "department of", "department", "the", "all", "every", "each",
)  # fmt: skip
ROLE_WORDS = {
    **dict.fromkeys(("各部门联络人", "部门联络人", "联络员", "联络人", "liaisons", "liaison"), Role.LIAISON),
    # A department itself reads no messages: 通知各部门 means those who answer for it.
    **dict.fromkeys(("各个部门", "各部门", "各处室", "各科室", "所有部门", "each department", "all departments"), Role.LIAISON),
    **dict.fromkeys(
        ("各部门负责人", "部门负责人", "部门主任", "处室负责人", "科室负责人", "负责人", "heads of departments",
         "heads of department", "department heads", "heads"), Role.HEAD,
    ),
    **dict.fromkeys(("技术人员", "技术员", "网管", "technicians"), Role.TECHNICIAN),
    **dict.fromkeys(("调度员", "调度", "dispatchers"), Role.DISPATCHER),
    **dict.fromkeys(("校级领导", "学校领导", "校领导", "领导们", "school leaders", "leaders"), Role.LEADER),
    **dict.fromkeys(("领导小组成员", "leading group members", "the leading group"), Role.MEMBER),
    **dict.fromkeys(("领导小组秘书", "秘书", "secretary"), Role.SECRETARY),
    **dict.fromkeys(("检查员", "inspectors"), Role.INSPECTOR),
    **dict.fromkeys(("审计员", "auditors"), Role.AUDITOR),
    **dict.fromkeys(("系统管理员", "管理员", "administrators", "admins"), Role.ADMIN),
    **dict.fromkeys(("首席信息官", "信息主管", "cio"), Role.CIO),
}  # fmt: skip
OUTSIDERS = ("学生家长", "家长们", "家长", "同学们", "同学", "学生们", "学生", "parents", "pupils", "students")
JOINERS = ("以及", "还有", "连同", "和", "与", "及", "跟", "加上", "、", ";", "and", "plus", "as well as", "&", "+")
NARROWERS = ("当中的", "里面的", "中的", "里的", "的", "'s", "who are", "of the", "of", "in the", "in", "from")
BESIDES = ("除了", "除去", "除开", "不包括", "不包含", "不含", "不发给", "不用发给", "不要发给", "排除", "去掉", "但不", "除",
           "except for", "except", "but not", "without", "excluding", "apart from", "besides")  # fmt: skip
BESIDES_END = ("以外的", "之外的", "以外", "之外", "外的", "外", "都", "不用", "不发")
MARKS = (",", ":", ".", "!", "?", "(", ")", "[", "]", "【", "】", "《", "》", "“", "”", '"', "「", "」", "·", "/", "\n")
# What schools' departments are called in English, by the word in their Chinese name.
IN_ENGLISH = {
    "教务": ("academic affairs", "teaching affairs"), "总务": ("general affairs", "logistics"), "后勤": ("logistics",),
    "德育": ("moral education",), "学生处": ("student affairs",), "财务": ("finance",), "人事": ("human resources", "hr"),
    "信息": ("information centre", "information center", "it centre", "it center"), "校办": ("school office",),
    "科研": ("research",), "图书": ("library",), "语文": ("chinese",), "数学": ("maths", "math", "mathematics"),
    "英语": ("english",), "物理": ("physics",), "化学": ("chemistry",), "生物": ("biology",), "历史": ("history",),
    "地理": ("geography",), "政治": ("politics",), "体育": ("physical education", "pe"), "音乐": ("music",), "美术": ("art",),
}  # fmt: skip
TITLES = ("老师", "主任", "校长", "处长", "组长", "书记")


class Kind(Enum):
    """What a piece of the words is."""

    EVERYONE = auto()
    DEPARTMENT = auto()
    ROLE = auto()
    TAG = auto()
    PERSON = auto()
    UNANSWERED = auto()
    OUTSIDER = auto()
    FILLER = auto()
    JOINER = auto()
    NARROWER = auto()
    BESIDES = auto()
    BESIDES_END = auto()
    MARK = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Directory:
    """The school's own words for people: departments, tags, names."""

    everybody: tuple[Person, ...]
    gone: tuple[Person, ...] = ()
    departments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: tuple[tuple[str, Kind, str], ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, tx: Session) -> "Directory":
        """Everything the school is called by, read once for one look at a sentence."""
        found = tx.scalars(select(Person).order_by(Person.id)).all()
        everybody = tuple(person for person in found if person.active)
        departments = sorted({person.department for person in everybody if person.department})
        larger = {name for one in departments if (name := re.split(r"[/·\-—｜| ]", one)[0])}
        tags = tuple(sorted({tag for person in everybody for tag in person.tags if tag}))
        directory = cls(
            everybody, tuple(person for person in found if not person.active), tuple(sorted({*departments, *larger})), tags
        )  # fmt: skip
        return replace(directory, words=tuple(directory._all_words()))

    def _all_words(self) -> Iterator[tuple[str, Kind, str]]:
        yield from ((word, Kind.EVERYONE, "") for word in EVERYONE_WORDS)
        yield from ((word, Kind.FILLER, "") for word in FILLERS)
        yield from ((word, Kind.OUTSIDER, word) for word in OUTSIDERS)
        yield from ((word, Kind.ROLE, role.value) for word, role in ROLE_WORDS.items())
        yield from ((word, Kind.JOINER, "") for word in JOINERS)
        yield from ((word, Kind.NARROWER, "") for word in NARROWERS)
        yield from ((word, Kind.BESIDES, "") for word in BESIDES)
        yield from ((word, Kind.BESIDES_END, "") for word in BESIDES_END)
        yield from ((word, Kind.MARK, "") for word in MARKS)
        for department in self.departments:
            for alias in _short_names(department):
                if alias == department or not any(alias in other for other in self.departments if other != department):
                    yield fold(alias).lower(), Kind.DEPARTMENT, department
        yield from self._english_names()
        yield from ((fold(tag).lower(), Kind.TAG, tag) for tag in self.tags)
        for person in (*self.gone, *self.everybody):
            yield fold(person.name).lower(), Kind.PERSON, person.name
            if len(person.name) in {2, 3} and person.name[1:] not in TITLES:
                yield from ((person.name[0] + title, Kind.PERSON, person.name[0] + title) for title in TITLES)
                yield from ((person.name + title, Kind.PERSON, person.name) for title in TITLES)

    def _english_names(self) -> Iterator[tuple[str, Kind, str]]:
        """The English for a department, where only one can be meant."""
        for word, names in IN_ENGLISH.items():
            meant = [department for department in self.departments if word in department]
            if len(meant) == 1:
                for name in names:
                    yield from (
                        (f"{name}{end}", Kind.DEPARTMENT, meant[0]) for end in (" office", " department", " group", "")
                    )


def _short_names(department: str) -> Iterator[str]:
    yield department
    yield from (department.removesuffix(end) for end in ("办公室", "教研组", "中心", "处", "室", "科")
                if department.endswith(end) and len(department) - len(end) >= 2)  # fmt: skip
    yield from (f"{department.removesuffix(end)}组" for end in ("中心", "办公室", "科")  # 信息组 of 信息中心
                if department.endswith(end) and len(department) - len(end) >= 2)  # fmt: skip
