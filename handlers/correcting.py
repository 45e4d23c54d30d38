"""What was just said is put right: "不对，是高二6班", "改成四点", "actually room 202"."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handlers.errors import Incomplete
from handlers.forms import Field, Form, extracted
from handlers.forms import plain as free_text
from handlers.numerals import fold
from handlers.texts import EDGES
from storage.drafts import Draft

if TYPE_CHECKING:
    from handlers.turn import Turn

_LEAD = re.compile(
    r"^(?:(?:哦|啊|哎呀?|呃|等等|等一?下|不好意思|抱歉|sorry|oh|wait|no)[,. ]*)*"
    r"(?:(?:不对|不是(?!.{1,12}是)|(?:我)?(?:说|写|填|打|弄|搞|选)错了?|错了|更正|纠正)[,。. ]*(?:一下)?"
    r"(?:应该|其实)?(?:是|在|改[成为到]?|换成|要)?"
    r"|(?:应该|其实)(?:是|在|要)|还是(?!没|不|有|算了|取消)(?=.{1,12}吧?$)|(?:改|换|调整?)[成为到]"
    r"|actually,?(?: it(?:'s| is))?|i mean[t,]*|make (?:it|that)|it should be|should be|change (?:it|that) to)[,: ]*",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(r"^不是.{1,12}?[,]?(?:而|应该|其实)?是")


def said_instead(text: str) -> str:
    """What is to stand there instead, in the words that put it right; "" where nothing is put right."""
    said = fold(text).strip(EDGES)
    found = _LEAD.match(said) or _NOT_BUT.match(said)
    return said[found.end() :].rstrip("吧" + EDGES).strip() if found is not None else ""


def corrected(turn: "Turn", form: Form, draft: Draft, text: str) -> Mapping[str, Any]:
    """The answers already given that these words replace; nothing where they put nothing right."""
    instead = said_instead(text)
    if not instead:
        return {}
    known = {name: value for name, value in draft.answers.items() if form.field(name) is not None and value}
    read = extracted(turn, form, instead, {})
    given = {name: value for name, value in read.items() if name in known and known[name] != value}
    careful = {name: value for name, value in given.items() if _reads_with_care(form.field(name))}
    if careful or len(given) == 1:
        return careful or given
    fitting = {}
    for field in form.fields:
        if field.name in known and _reads_with_care(field) and (value := _value(field, instead)) is not None:
            fitting[field.name] = value
    return fitting if len(fitting) == 1 else {}


def _reads_with_care(field: Field | None) -> bool:
    return field is not None and (field.read is not free_text or bool(field.options))


def _value(field: Field, words: str) -> Any:
    try:
        return field.value_of(words)
    except Incomplete:
        return None
