"""Which class data seems to be of (clause 7.2.1): by what it is, whose it is and how much; pure, and with its grounds."""

import re
from dataclasses import dataclass

from handlers.data_classes import CORE, GENERAL, IMPORTANT, SENSITIVE
from handlers.numerals import fold

ORDER = (GENERAL, IMPORTANT, SENSITIVE, CORE)  # the stricter, the later
_CORE = re.compile(r"国家秘密|涉密|绝密|机密|核心数据|state secret", re.IGNORECASE)
_SENSITIVE = re.compile(
    r"人脸|面部|指纹|虹膜|声纹|生物识别|掌纹|身份证|护照|户口|体检|病[历史假]|健康|医疗|疾病|心理|咨询记录|残疾|过敏|贫困|资助|低保|补助"
    r"|银行|工资|薪|账户|缴费|财务账|住址|家庭地址|定位|轨迹|行踪|监控|录像|录音|宗教|民族|政治面貌|处分|违纪|密码|口令|聊天记录"
    r"|biometric|face|fingerprint|passport|health|medical|psycholog|salar|bank|address|location|password|id (?:number|card)|cctv",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"姓名|名单|花名册|手机|电话|邮箱|微信号|联系方式|通讯录|学籍|学号|工号|成绩|分数|考勤|请假|作业|评语|档案|照片|简历|报名|账号|日志|借阅|一卡通|消费"
    r"|出生|个人信息|家庭|奖惩|评价|考核|names?\b|phone|contact|grades?\b|marks\b|attendance|photo|homework|record|account",
    re.IGNORECASE,
)
_PAPERS = re.compile(r"(?:试题|试卷|考题|命题|题库|答案|考务)|exam papers?|question bank", re.IGNORECASE)
_PUBLIC = re.compile(
    r"公开的?|已发布|公示|官网|校历|作息|课程表|课表|食谱|菜单|新闻|通知公告|招生简章|公告|public"
    r"|timetable|school calendar|menu|news",
    re.IGNORECASE,
)
_MINORS = re.compile(r"学生|未成年|孩子|儿童|幼儿|小学|初中|高中|新生|考生|pupil|student|child|minor", re.IGNORECASE)
_PARENTS = re.compile(r"家长|监护人|父母|parent|guardian", re.IGNORECASE)
_ADULTS = re.compile(r"教师|老师|教职工|职工|员工|教工|teacher|staff|employee", re.IGNORECASE)
_OF_PUPILS = re.compile(
    r"成绩|学情|学籍|各班|全班|班级(?:合影|照片|名单)|作业|评语|grades?\b|marks\b|homework", re.IGNORECASE
)
"""What a school keeps of pupils where nobody else is named."""
_UNDER14 = re.compile(
    r"小学|幼儿|初一|初二|七年级|八年级|[一二三四五六]年级|不满十四|14岁以下|primary|under 14", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A suggested class with its grounds, by name; texts say them in words."""

    data_class: str
    grounds: tuple[str, ...]
    sensitive: bool = False
    minors: bool = False


def whose(what: str) -> str:
    """Whose data the words speak of: minors, parents, adults; "" where they do not say."""
    said = fold(what)
    if re.search(r"不涉及(?:任何)?(?:个人|人员|学生|教师)|与个人无关|not about (?:people|anybody)|nobody's", said):
        return "nobody"
    for name, pattern in (("parents", _PARENTS), ("minors", _MINORS), ("adults", _ADULTS), ("minors", _OF_PUPILS)):
        if pattern.search(said):
            return name
    return "nobody" if _PUBLIC.search(said) else ""


def judge(what: str, subjects: str, amount: int | None, many: int) -> Judgement:
    """The class of data called `what`, about `subjects` (minors, adults, parents, nobody, "" for not said).

    Data about people is at least important where they are `many`; sensitive kinds, and any personal data of minors, are
    sensitive. What is public, or nobody's, is general; papers of examinations are important until they are public.
    """
    said = fold(what)
    of = subjects or whose(what)
    minors, sensitive = of == "minors", bool(_SENSITIVE.search(said))
    if _CORE.search(said):
        return Judgement(CORE, ("sensitive",), sensitive=True, minors=minors)
    if not sensitive and (of == "nobody" or _is_public(said, of)):
        return _of_nobody(said)
    much = ("many",) if amount is not None and amount >= many else ()
    personal = sensitive or bool(_PERSONAL.search(said)) or of in {"minors", "parents", "adults"}
    grounds: tuple[str, ...] = ("sensitive",) if sensitive else ()
    if minors and personal:
        grounds += ("under14" if _UNDER14.search(said) else "minors",)
    if grounds:
        return Judgement(SENSITIVE, (*grounds, *much), sensitive=True, minors=minors)
    if not personal or _PAPERS.search(said):
        return _of_nobody(said)
    return Judgement(IMPORTANT if much else GENERAL, ("personal", *much))


def _is_public(said: str, of: str) -> bool:
    return bool(_PUBLIC.search(said)) and (of in ("", "nobody") or not _PERSONAL.search(said))


def _of_nobody(said: str) -> Judgement:
    if _PUBLIC.search(said):
        return Judgement(GENERAL, ("public",))
    return Judgement(IMPORTANT, ("teaching",)) if _PAPERS.search(said) else Judgement(GENERAL, ("plain",))


def lower(one: str, other: str) -> bool:
    """Whether the first class protects less than the second."""
    return ORDER.index(one) < ORDER.index(other) if one in ORDER and other in ORDER else False
