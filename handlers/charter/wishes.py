"""What somebody wants to know about the charter's versions rather than from its clauses."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from handlers.numerals import fold

_BOOK = r"(?:制度|章程|规定|条款|charter)"
_CODE = re.compile(r"\bV-?(\d+)\b", re.IGNORECASE)
List: TypeAlias = Literal["coverage", "changes", "versions", "publish_latest", "impact"]
_WISHES: tuple[tuple[List, re.Pattern[str]], ...] = (
    ("coverage", re.compile(r"^(?:知悉情况|谁(?:还)?没(?:有)?知悉[?]?)$")),
    ("publish_latest", re.compile(
        rf"^(?:请|我要|帮我)?发布(?:新版|新的?|修订后的)?{_BOOK}$|^publish the (?:new )?charter$", re.IGNORECASE)),
    ("coverage", re.compile(
        r"(?:制度|章程|新版|版本|V-?\d+).{0,6}(?:知悉情况|知悉率|谁(?:还)?没(?:有)?(?:知悉|看|确认|点)|多少人.{0,4}知悉|知悉了多少)"
        r"|(?:知悉情况|知悉率|谁(?:还)?没(?:有)?知悉).{0,6}(?:制度|章程|新版)"
        r"|who has(?: not|n't) (?:acknowledged|noted).{0,20}charter|charter.{0,20}coverage", re.IGNORECASE)),
    ("impact", re.compile(
        rf"{_BOOK}.{{0,8}}(?:影响|涉及|牵涉|牵连)(?:到|了)*(?:哪些|什么|多少|几)(?:事项|工单|报修|项目|工作|单子|申请|事|细则|释义)?"
        rf"|受{_BOOK}(?:修订|改动|修改|变动)?影响的"
        r"|what (?:open )?work does the (?:new )?charter (?:affect|reach|touch)", re.IGNORECASE)),
    ("changes", re.compile(
        rf"{_BOOK}(?:这次|最近|最新|新版)?(?:都|又|有|做了|到底|具体)?(?:改|变|修订|修改|更新|调整)(?:了|动了)?(?:些|过|的)?(?:什么|啥|哪|多少|内容)"
        rf"|{_BOOK}(?:有|有没有|有了)?(?:什么|啥|哪些|何)?(?:变化|变动|改动|修订|不同|更新)(?:吗|么|内容|对照|对比)?[?。]*$"
        rf"|新(?:旧|的)?{_BOOK}?.{{0,3}}(?:和|跟|与|比).{{0,3}}(?:旧|原来|以前|上一版|老).{{0,6}}(?:不同|不一样|区别|差别|变化|改)"
        rf"|(?:这次|本次|最近|最新|上次)(?:的)?(?:修订|改版|修改|更新).{{0,6}}(?:改|变|涉及|动).{{0,4}}(?:哪|什么|啥)"
        r"|what (?:has |have )?(?:been )?changed? in the (?:new )?charter|charter changes|difference between the (?:old|new)",
        re.IGNORECASE)),
    ("versions", re.compile(
        rf"{_BOOK}(?:的)?(?:版本|历次版本|历史版本|各版本?|版本历史|现在是第几版|是第几版)"
        r"|有几个版本|(?:versions? of the|which version of the) charter", re.IGNORECASE)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """Which list, and the version it is about (empty: the latest)."""

    action: List
    about: str = ""


def read(text: str) -> Wish | None:
    """None for a question that a clause may answer, as nearly all are."""
    folded = fold(text).strip()
    code = _CODE.search(folded)
    for action, pattern in _WISHES:
        if len(folded) <= 40 and pattern.search(folded):
            return Wish(action, f"V-{code[1]}" if code else "")
    return None
