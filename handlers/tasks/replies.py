"""What people say of one task in passing: K-3 交了, 这个不归我们管, K-3 不行，少了打印机, 给教务处延期到9月30日."""

import re

from handlers import steps
from handlers.acting import leads
from handlers.numerals import find_codes, fold, without
from handlers.router import StepOf
from handlers.tasks.boards import shares_words
from handlers.tasks.flow import FLOW, may_do
from handlers.tasks.reading import department_in, due_in
from handlers.tasks.routes import router
from handlers.texts import EDGES
from handlers.turn import Turn
from storage import tasks
from storage.tasks import OPEN_TASKS, OWED, Task, TaskStage

LOOKED_AT = 4  # messages back that a word may speak of
_ASKS = re.compile(r"[?]$|[吗呢么]$|什么|怎么|多少|哪")
_TROUBLE = re.compile(
    r"不归我们|不是我们|办不了|交不了|报不了|来不及|没时间"
    r"|晚几天|缓几天|宽限|延期|延几天|有困难|need more time|cannot do"
)
_DONE = re.compile(r"^(?:我们|我|已经?|材料|都)*(?:交|上交|递交|报|报送|提交)(?:上去|好|完|齐)?了?[\s,:]*")
_SOON = r"(?:周|星期|礼拜)[一二三四五六日天]|[今明后]天|下(?:周|午|个?月)|上午|晚上|月底|\d{1,2}[日号]|稍后|晚点|马上|一会儿?"
_WILL = re.compile(
    rf"^(?:我们?|部门)*(?:会|要|争取|打算|准备|保证)?(?:在|于)?(?:{_SOON}).{{0,6}}(?:会|就|再|能|一定)?(?:交|报|提交|上报|给)(?:上去|齐)?$"
)
_MENDED = re.compile(r"^(?:已经?)?(?:改好|补好|补上|补齐|改过|重新[交报]|补了|改了)")
_GOOD = re.compile(
    r"^(?:这个|内容)?(?:可以|行|通过|没问题|收下|好的?|同意|合格|ok|fine|good)(?:了|的|吧)?$", re.IGNORECASE
)
_BAD = re.compile(r"^(?:这个|内容)?(?:还)?(?:不行|不对|不合格|不完整|不全|不够|重[交报新做]|打回|退回|有问题|缺|少了)")
_LATER = re.compile(r"延期|延到|延长|推迟|宽限|改到|缓到")
_NO_MORE = re.compile(r"任务.{0,4}(?:撤|取消|不用[交报])|不用(?:再)?[交报]了")


def hears(turn: Turn, text: str) -> bool:
    """Words about one task, named by its id, by its department, or by the card that is on the screen."""
    said = fold(text).strip(EDGES)
    codes = [one for one in find_codes(text, turn.features.prefixes) if one.id]
    named = codes[0] if len(codes) == 1 and codes[0].prefix == "K" else None
    if named is not None:
        task = tasks.by_code(turn.tx, named.id or "")
        rest = without(text, (named,), instead=" ").strip(EDGES)
        return task is not None and bool(rest) and not _ASKS.search(fold(rest)) and _of_one(turn, task, rest)
    if codes or _ASKS.search(said):
        return False
    if leads(turn.viewer):
        return _of_department(turn, text, said)
    shown = _shown(turn)
    if shown is None or shown.status not in OWED or not may_do(turn.viewer, shown):
        return False
    if _TROUBLE.search(said):
        return _take(turn, "explain", shown, trouble=text.strip())
    return shown.status == TaskStage.RETURNED and bool(_MENDED.match(said)) and _submit(turn, shown, text.strip())


def _of_one(turn: Turn, task: Task, rest: str) -> bool:
    said = fold(rest)
    if task.status == TaskStage.SUBMITTED and leads(turn.viewer):
        if _GOOD.match(said):
            return _take(turn, "accept", task)
        return bool(_BAD.match(said)) and _take(turn, "send_back", task, reason=rest)
    if task.is_instruction or task.status not in OWED or not may_do(turn.viewer, task):
        return False
    if _TROUBLE.search(said) or _WILL.search(said):
        return _take(turn, "explain", task, trouble=rest)
    led = _DONE.match(said)
    return _submit(turn, task, rest[led.end() :].strip(EDGES) if led else rest)


def _of_department(turn: Turn, text: str, said: str) -> bool:
    """给教务处延期到9月30日 and 教务处不用交了, where that department has one task."""
    department = department_in(turn, text)
    found = tasks.of_department(turn.tx, department, OPEN_TASKS) if department else []
    if len(found) != 1:
        return False
    judged = _judged(found[0], said) if found[0].status == TaskStage.SUBMITTED else ""
    if judged:
        return _take(turn, judged, found[0], **({"reason": text.strip()} if judged == "send_back" else {}))
    due = due_in(turn, said)
    if due is not None and _LATER.search(said):
        return _take(turn, "move", found[0], due=turn.local(due).isoformat())
    return bool(_NO_MORE.search(said)) and _take(turn, "cancel", found[0])


def _judged(task: Task, said: str) -> str:
    """What 教务处的软件清单我看了，可以 does to what that department handed in: its last clause says, its words name it."""
    if not shares_words(task.text, said):
        return ""
    last = re.split(r"[,，;；。]", said)[-1].strip(EDGES)
    if _GOOD.match(last):
        return "accept"
    return "send_back" if _BAD.match(last) else ""


def _shown(turn: Turn) -> Task | None:
    code = next((row.subject for row, _card in turn.screen[:LOOKED_AT] if row.subject.startswith("K-")), "")
    return tasks.by_code(turn.tx, code) if code else None


def _submit(turn: Turn, task: Task, content: str) -> bool:
    """Hand in these words; without any they are asked for."""
    name = "submit_now" if task.status == TaskStage.ISSUED else "submit"
    return _take(turn, name, task, **({"content": content} if content else {}))


def _take(turn: Turn, name: str, task: Task, **answers: str) -> bool:
    steps.begin(turn, StepOf(router, FLOW.by_name[name]), task.code, answers)
    return True
