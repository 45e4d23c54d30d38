"""The data classes a request or a wish can name (7.2.1), how they are called, and how they are heard in free words."""

import re

from handlers.errors import Incomplete
from handlers.texts import Phrase, Text, joined

NONE, GENERAL, IMPORTANT, SENSITIVE, CORE, UNKNOWN = "none", "general", "important", "sensitive", "core", "unknown"
# What is offered; core data is so rare at a school that it is understood and not offered.
DATA_CLASSES = (
    (NONE, Text("不涉及数据", "No data")),
    (GENERAL, Text("一般数据", "General")),
    (IMPORTANT, Text("重要数据", "Important")),
    (SENSITIVE, Text("敏感个人信息", "Sensitive personal")),
    (UNKNOWN, Text("还不清楚", "Not known yet")),
)
CORE_DATA = Text("核心数据", "Core")
_LABELS = {**dict(DATA_CLASSES), CORE: CORE_DATA}
_HEARD = (
    (
        NONE,
        re.compile(
            r"不涉及(?:到|任何|个人|学生|敏感)*(?:数据|信息)|数据(?:类别)?(?:不涉及|没有|无)"
            r"|无数据|没有?(?:什么|任何)?数据|\b(?:no|without(?: any)?|not touch(?: any)?) (?:personal |student |sensitive )?data",
            re.IGNORECASE,
        ),
    ),
    (UNKNOWN, re.compile(r"还?不清楚|不知道|待定|not known|unknown", re.IGNORECASE)),
    (CORE, re.compile(r"核心(?:数据|级)?|\bcore\b", re.IGNORECASE)),
    (
        SENSITIVE,
        re.compile(
            r"敏感|未成年|人脸|指纹|身份证|学生[^,，。;；]{0,2}(?:数据|信息)|成绩数据|sensitive|\b(?:personal|student) data",
            re.IGNORECASE,
        ),
    ),
    (IMPORTANT, re.compile(r"重要数据|^重要|important", re.IGNORECASE)),
    (GENERAL, re.compile(r"一般数据|^一般|普通数据|数据(?:类别)?[是为属于]*(?:一般|普通)|general", re.IGNORECASE)),
)

# Said in answer to "what data": whatever is about a person is personal.
_OF_SOMEBODY = re.compile(
    r"学生|家长|教师|老师|成绩|学籍|姓名|手机|照片|pupil|student|parent|grades|names?\b", re.IGNORECASE
)


def class_in(text: str) -> str | None:
    """The class a text names; None where it names none."""
    said = text.strip()
    return next((name for name, pattern in _HEARD if pattern.search(said)), None)


def read(text: str) -> str:
    """The class somebody means who was asked for it. Raises `Incomplete` naming them."""
    found = class_in(text) or (SENSITIVE if _OF_SOMEBODY.search(text) else None)
    if found is None:
        raise Incomplete(joined([label for _value, label in DATA_CLASSES], zh=" / ", en=" / "))
    return found


def shown(value: str) -> Phrase:
    """A class as people read it."""
    return _LABELS.get(value, value)
