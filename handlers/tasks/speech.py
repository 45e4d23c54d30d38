"""What people say of tasks in their own words: giving one, asking who has not answered, what one's department owes."""

import re

from handlers import steps
from handlers.acting import leads
from handlers.numerals import find_codes, fold
from handlers.people_named import person_called
from handlers.router import StepOf
from handlers.tasks import boards, giving, instructing, replies, texts
from handlers.tasks.flow import FLOW, may_do
from handlers.tasks.reading import amend, asks_departments, cut_due, department_in, due_in, owner_in, read_owner
from handlers.tasks.routes import router
from handlers.texts import EDGES
from handlers.turn import Turn
from handlers.understand import Understood
from storage import tasks
from storage.people import Role
from storage.tasks import IN_WORK, OWED, Task, TaskStage

_GIVE = re.compile(r"^(?:下达任务|新任务|新增任务|布置任务|发任务|下任务|new task)\s*[:,]?\s*", re.IGNORECASE)
_WHO_OWES = re.compile(
    r"(?:谁|哪些部门|哪个部门|几个部门|多少部门|还有谁|哪些处室)[^,。?]{0,8}(?:没|未)[^,。?]{0,2}(?:交|报(?![名修到销])|提交|上报|报送|知悉)"
    r"|(?:收齐|交齐|报齐|收上来)(?:了|没)|(?:谁|哪些部门|几个部门)[^,。?]{0,4}(?:已经?)?(?:交|报送|提交)(?:了|齐|好)"
    r"|(?:没交|没报|未交|未报)的?部门"
    r"|who (?:has|have) ?(?:not|n't) (?:answered|handed|submitted|sent)"
    r"|which departments (?:have|has|did) ?(?:not|n't)|who is missing",
    re.IGNORECASE,
)
_NUDGE = re.compile(
    r"提醒.{0,4}(?:没交|没报|未交|未报|没提交)的?"
    r"|催(?:一下|一催|催|办)?.{0,6}(?:没交|没报|未交|未报|没提交|部门)|nudge .{0,20}department",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"我们(?:部门|处|科|组|室|中心)?.{0,6}(?:还(?:有|欠|差|要)|没交|欠).{0,4}(?:什么|哪些|啥|交|报|没)"
    r"|(?:我|我们)(?:部门|处|科|组|室)(?:的)?任务|(?:还要|要|该|需要)[交报]什么|[交报]什么材料|(?:有|还有)(?:什么|啥|哪些)(?:要交|要办|任务|没交|没办)|(?:我|我们)(?:这|这儿|这里|手上)?(?:还)?有(?:什么|啥|哪些)(?:要交|要办|任务)|"
    r"what do we (?:still )?owe|our (?:open )?tasks",
    re.IGNORECASE,
)
_HOW_WELL = re.compile(
    r"(?:各部门|部门|各处室).{0,6}(?:配合|任务完成)|我们(?:部门|处|科|组|室).{0,8}(?:配合|按时|任务完成)",
    re.IGNORECASE,
)
_INSTRUCTIONS = re.compile(
    r"批示.{0,10}(?:办|进展|进度|情况|怎么样|完成|清单|到哪|落实|多少|哪些)|(?:哪些|几条|多少)批示|(?:没|未)销号",
    re.IGNORECASE,
)
_MINE_TO_FOLLOW = re.compile(
    r"(?:我|校长)?(?:交代|交办|安排|布置|要求|批)的?.{0,4}(?:事|任务|工作).{0,8}(?:怎么样|办|进展|进度|落实|完成|到哪)"
    r"|^(?:那|这)(?:件|几件|些)事.{0,4}(?:办|落实|完成|怎么样)"
)
_HAND_TO = re.compile(r"^(?:那?就|改)?(?:交给|交由|派给|由|请|让|给)(?=\S)")
_WORK = re.compile(  # what may stand beside a name and a day in "交给王师傅办，9月25日前": more is a matter of its own
    r"^(?:去|来|牵头|负责|承办|落实|办理?|处理|跟进|抓|做|完成|一下|这件?事|这个|此事|吧|了|的|在|于|就|同志|老师|[,，。.;；:：、!！\s])*$"
)
_ORDERS = re.compile(r"^(?:请|让|由|责成|要求|安排|交代|布置)(?!假)")
_SENDS = re.compile(r"发(?:个|一个|条|一条|下)?(?:通知|消息|公告)|群发")
_FIRM = re.compile(r"牵头|拿出|整改|落实|报我|报给我|给我(?:报|一)|回告|抓紧|限期|专题|尽快")
_GOES = re.compile(r"进展|进度|到哪了")
_HANDING_IN = re.compile(r"(?:交|报|收)得?怎么样|[交报收](?:了|齐)多少|几个(?:部门)?[交报没]")
SHORT = 30  # characters
LOOKED_AT = 4  # messages back that a word may speak of
_PRESSES = ("催", "再催", "帮我催", "nudge")
_HANDED_IN = re.compile(r"(?:我们?|部门|材料|已经?|都)*(?:提交|交|报|报送|上交|上报)(?:上去|好|完|齐)?了")
_MAY_BE_LATER = re.compile(
    r"(?P<this>^(?:我)?(?:这个?|这件事?|这项|手上的?|手里的?|任务).{0,8})?(?:.{0,10}(?:做不完|交不了|来不及|来得及|办不完|忙不过来).{0,6})?"
    r"(?:(?:能|可以|可不可以|能不能|行不行|想)?(?:申请)?(?:延期|延(?:一|两|几|三|[1-9])天|宽限|缓(?:一|两|几|三)天)"
    r"|(?:晚|迟|缓)(?:点|些|(?:一|两|几|三|[1-9])?(?:天|周))(?:再)?[交报])"
)
_RULED = re.compile(r"规定|制度|项目|演练|培训|章程|细则")
_HANDED_YET = re.compile(r"(?:交|报|提交)(?:上去|齐|好)?了?(?:吧|吗|没有?|么|是吧)$")
_HANDED = re.compile(
    r"^[^:：,，]{0,10}?(?:我们?)?(?:已经?)?(?:交|报)(?:上去|齐|好|完)?了\s*[:：,，]\s*(?P<what>\S.*)$", re.DOTALL
)
_TITLED = re.compile(r"^\s*([^:\n]{2,16}?)(?:如下|是|见下)?\s*:\s*(?=\S)")


def hears(turn: Turn, text: str) -> bool:
    """Sentences about tasks that are sure enough not to be guessed at."""
    if turn.actor is None:
        return False
    said = fold(text).strip(EDGES)
    if _gives(turn, text, said) or _instructs(turn, text, said):
        return True
    signs_off = said in {"销号", "同意销号", "sign off"}
    asks_after = len(said) < SHORT and _MINE_TO_FOLLOW.search(said)
    if turn.viewer.holds(Role.LEADER) and (signs_off or asks_after):
        boards.instructions(turn, "")
        return True
    if _INSTRUCTIONS.search(said) and (boards.reads_all(turn) or tasks.instructions(turn.tx)) and ":" not in said[:6]:
        boards.instructions(turn, "")
        return True
    if _HOW_WELL.search(said) and (boards.reads_all(turn) or turn.viewer.holds(Role.HEAD, Role.LIAISON)):
        boards.cooperation(turn, "")
        return True
    return _about_answers(turn, text, said) or _about_own(turn, text, said) or replies.hears(turn, text)


router.hears = hears


def _gives(turn: Turn, text: str, said: str) -> bool:
    led = _GIVE.match(said)
    if led is not None and (leads(turn.viewer) or led.end() == len(said)):
        giving.begin(turn, text.strip(EDGES)[led.end() :])
        return True
    if leads(turn.viewer) and not find_codes(text, turn.features.prefixes) and asks_departments(turn, text):
        giving.begin(turn, text)
        return True
    return False


def _instructs(turn: Turn, text: str, said: str) -> bool:
    """请信息中心两周内拿出方案 of a leader; 交给王师傅，9月25日前 of the CIO under the card of an instruction."""
    if find_codes(text, turn.features.prefixes) or re.search(r"[?]$|[吗呢么]$", said):
        return False
    if leads(turn.viewer) and _HAND_TO.match(said) and _hands_on(turn, text):
        return True
    if not turn.viewer.holds(Role.LEADER) or turn.viewer.holds(Role.CIO) or not _ORDERS.match(said):
        return False
    whom = owner_in(turn, text) is not None or department_in(turn, text)
    if not whom or not (due_in(turn, text) or _FIRM.search(said)):
        return False
    instructing.instruct(turn, text)
    return True


def _hands_on(turn: Turn, text: str) -> bool:
    """The owner and the day, said under the card of an instruction. Raises `Incomplete` for a name nobody has.

    Words about a matter of their own ("请李老师周五前提交教案") are another task, and never move the one that is shown.
    """
    shown = next((row.subject for row, _card in turn.screen[:LOOKED_AT] if row.subject.startswith("K-")), "")
    task = tasks.by_code(turn.tx, shown) if shown and not _SENDS.search(text) else None
    if task is None or task.status not in (TaskStage.RAISED, *IN_WORK) or not task.is_instruction:
        return False
    given = amend(turn, text, {})
    rest = _HAND_TO.sub("", fold(cut_due(turn, text)[1]).strip(EDGES))
    if "owner" in given and not _WORK.match(rest.replace(str(given["owner"]), "")):
        return False
    if "owner" not in given and asks_departments(turn, text):
        return False
    if "owner" not in given:
        given = {**given, "owner": person_called(turn, read_owner(cut_due(turn, text)[1])).name}
    name = "assign" if task.status == TaskStage.RAISED else "reassign"
    steps.begin(turn, StepOf(router, FLOW.by_name[name]), task.code, given)
    return True


def _about_answers(turn: Turn, text: str, said: str) -> bool:
    """Who has not answered, asked by those who lead; what is owed or handed in, by a department."""
    if boards.reads_all(turn) and (_presses(turn, said) or _asks_who(turn, said)):
        return True
    if len(said) < SHORT and _OWN.search(said) and "?" not in said[:-1]:
        if turn.viewer.holds(Role.LIAISON, Role.HEAD) or tasks.owed_by(turn.tx, turn.person().id):
            boards.own(turn)
            return True
        return False
    if not turn.viewer.holds(Role.LIAISON, Role.HEAD):
        return False
    return _handed_in(turn, text, said)


def _presses(turn: Turn, said: str) -> bool:
    """催一下没交的部门, or 再催一下 with words of the request."""
    found = tasks.open_requests(turn.tx) if leads(turn.viewer) else []
    named = boards.named_in(found, said)
    meant = named or (found[0] if found else None)
    if meant is None or not (_NUDGE.search(said) or (named is not None and said.startswith(_PRESSES))):
        return False
    boards.nudge_request(turn, meant)
    return True


def _asks_who(turn: Turn, said: str) -> bool:
    found = tasks.open_requests(turn.tx)
    handing_in = _HANDING_IN.search(said)
    if (handing_in or _GOES.search(said)) and boards.named_in(found, said, 2 if handing_in else 3) is not None:
        boards.listed(turn, said)
        return True
    if not _WHO_OWES.search(said):
        return False
    if tasks.open_requests(turn.tx):
        boards.listed(turn, _without_question(said))
        return True
    if re.search(r"部门|处室|department", said):
        turn.reply(texts.REQUESTS_NONE)
        return True
    return False


def _about_own(turn: Turn, text: str, said: str) -> bool:
    """来得及晚两天交吗, 清单我已经交了吧: what one owes oneself, without its card in view."""
    if len(said) > SHORT or leads(turn.viewer) or find_codes(text, turn.features.prefixes):
        return False
    owed = [task for task in tasks.open_tasks(turn.tx, *OWED) if may_do(turn.viewer, task)]
    named = [task for task in owed if boards.shares_words(task.text, said)]
    later = _MAY_BE_LATER.search(said)
    if later is not None and owed and (named or len(owed) == 1 or later["this"]):
        one = named[0] if len(named) == 1 else owed[0] if len(owed) == 1 else None
        if one is None:
            boards.own(turn)
        else:
            steps.begin(turn, StepOf(router, FLOW.by_name["explain"]), one.code, {"trouble": text.strip()})
        return True
    mine = [task for task in tasks.open_tasks(turn.tx) if may_do(turn.viewer, task)] if _HANDED_YET.search(said) else []
    this = later is not None and later["this"] and not _RULED.search(said)
    if this or any(boards.shares_words(task.text, said) for task in mine):
        boards.own(turn)
        return True
    handed = _HANDED.match(text.strip())
    if handed is None or len(named) != 1:
        return False
    step = FLOW.by_name[submit_step(named[0])]
    steps.begin(turn, StepOf(router, step), named[0].code, {"content": handed["what"].strip(EDGES)})
    return True


def _without_question(said: str) -> str:
    return _WHO_OWES.sub("", said)


def _handed_in(turn: Turn, text: str, said: str) -> bool:
    """`设备清单：台式机40台` from a department that owes a 设备清单: that is what it hands in. 我提交了 asks for it."""
    if _HANDED_IN.fullmatch(said):
        mine = [task for task in tasks.open_tasks(turn.tx, *OWED) if may_do(turn.viewer, task)]
        if len(mine) == 1:
            steps.begin(turn, StepOf(router, FLOW.by_name[submit_step(mine[0])]), mine[0].code, {})
        elif mine:
            boards.own(turn)
        return bool(mine)
    titled = _TITLED.match(said)
    if titled is None:
        return False
    owed = [
        task for task in tasks.open_tasks(turn.tx, *OWED) if may_do(turn.viewer, task) and titled[1] in fold(task.text)
    ]
    if len(owed) != 1:
        return False
    steps.begin(turn, StepOf(router, FLOW.by_name[submit_step(owed[0])]), owed[0].code, {"content": text.strip()})
    return True


def submit_step(task: Task) -> str:
    """Which row of the table hands it in now."""
    return "submit_now" if task.status == TaskStage.ISSUED else "submit"


@router.say("leader_instruction")
def ordered(turn: Turn, text: str, _meant: Understood) -> None:
    """A leader's words become an instruction; the CIO's, where they name departments, a task."""
    person = turn.person()
    if person.holds(Role.LEADER) and not person.holds(Role.CIO):
        instructing.instruct(turn, re.sub(r"^(?:批示|我的批示)\s*[::：,，]?\s*", "", text.strip()))
    elif leads(turn.viewer):
        giving.begin(turn, text)
    else:
        turn.reply(texts.WHO_MAY)


@router.command("下达任务", "新任务", "new task")
def typed(turn: Turn, words: str) -> None:
    """`下达任务：各部门周五前报送设备清单`; alone it asks."""
    giving.begin(turn, words)
