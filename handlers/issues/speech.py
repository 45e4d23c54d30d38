"""Free speech about issues: urging, adding, correcting, taking back. The whole sentence is the answer a step asks for."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import steps
from handlers.choices import without_codes
from handlers.errors import Refused
from handlers.issues import cards, texts
from handlers.issues.desk import begin, code_in, focused, meant_in, router, step, team, tell_news, touched, waiting_for
from handlers.issues.flow import FLOW, read_hold
from handlers.issues.reading import is_skip, is_urgent
from handlers.issues.reporting import report
from handlers.issues.rules import UNDO
from handlers.numerals import find_codes
from handlers.texts import Phrase
from handlers.turn import Turn
from handlers.understand import Understood
from storage import issues
from storage.issues import Issue, Status

_BARE_NO = re.compile(
    r"(?:还是?|仍然?|依然|并?)?(?:没|没有|未|不)(?:修)?(?:好|行|解决|可以)?[啊呀呢了。.!!]*|no|nope|not yet|not fixed",
    re.IGNORECASE,
)
_PRESSES = re.compile(r"[请再帮我催一下单吧啊呀了这个那 ]*")
"""A word that presses and says nothing more: "再催一下"."""


@router.say("ticket_urge")
def urge(turn: Turn, text: str, _meant: Understood) -> None:
    """A reporter presses: whoever has it hears it, once an hour; words that press raise a low priority."""
    person = turn.person()
    mine_open = [issue for issue in issues.of_reporter(turn.tx, person.id) if issue.status in Status.OPEN]
    if turn.has_answered:
        return  # "…急!" in the very sentence that was just filed
    code = meant_in(turn, text, ("urge",))
    asked = waiting_for(turn)
    if asked is not None and not code:
        steps.begin(turn, step("supplement"), asked.code, {"note": text})  # the answer somebody waits for
        return
    if (job := focused(turn, ("progress",))) is not None and not mine_open:
        steps.begin(turn, job[0], job[1].code, {"note": text})  # "到了", from its technician
        return
    found = focused(turn, ("supplement",))
    issue = steps.find(turn, router, code) if code else found[1] if found else None
    if issue is None and len(mine_open) == 1:
        issue = mine_open[0]
    if issue is None:
        if not mine_open:
            raise Refused(texts.MINE_NONE)
        turn.reply(cards.listed(turn, texts.WHICH_REPORT, mine_open))
        return
    steps.begin(turn, step("urge"), issue.code, {"note": text})


@router.press("urge")
def urged(turn: Turn, issue: Issue, given: Mapping[str, Any]) -> None:
    """What follows a reporter's urging."""
    words = str(given.get("note") or "")
    if is_urgent(words) and issue.priority > 2:
        issue.priority -= 1
        issue.priority_reason = {"zh": texts.WHY_URGENT.zh, "en": texts.WHY_URGENT.en}
    touched(turn, issue, "urge")
    told = [issue.assignee] if issue.assignee else team(turn)
    hour = turn.local(turn.now).strftime("%Y%m%d%H")
    for helper in told:
        said_more = _PRESSES.fullmatch(without_codes(words, find_codes(words))) is None
        told_words = (texts.TOLD_URGED if said_more else texts.TOLD_URGED_PLAIN)(code=issue.code, words=words)
        tell_news(turn, issue, helper, told_words, f"{issue.code}:urge:{hour}:{helper.id}")
    who: Phrase = issue.assignee.name if issue.assignee else texts.THE_DESK
    turn.reply(texts.URGED(who=who, code=issue.code, headline=issue.headline))


@router.command("撤销", "undo")
def undo(turn: Turn, words: str) -> None:
    """Take back my own last step, within two minutes."""
    person = turn.person()
    issue = issues.last_step_of(turn.tx, person.id, turn.now - timedelta(minutes=turn.rule(UNDO)))
    code = code_in(words)
    name = f"undo_to_{issue.status_before}" if issue else ""
    if issue is None or (code and code != issue.code) or name not in FLOW.by_name:
        raise Refused(texts.UNDO_NOTHING)
    steps.begin(turn, step(name), issue.code, {})


@router.command("进展", "开始处理", "在路上", "progress")
def progress_command(turn: Turn, words: str) -> None:
    """A word on the way, on the job in focus."""
    begin(turn, ("progress",), {"note": words} if words else {}, code_in(words))


@router.say("ticket_supplement")
def supplement_said(turn: Turn, text: str, _meant: Understood) -> None:
    """More about the issue in focus: from its technician it is progress, from its reporter a supplement."""
    if is_skip(text) and not code_in(text):
        turn.reply(texts.THAT_IS_ALL)  # "就这样", after everything was said
        return
    names = ("progress", "supplement")
    begin(turn, names, {"note": text}, meant_in(turn, text, names))


@router.say("ticket_claim")
def claim_said(turn: Turn, text: str, _meant: Understood) -> None:
    """Such as "我来": the one that waits, or which of several; with nothing to take, "我去看看" is progress on one's own job."""
    code = code_in(text)
    claimable = [issue for issue in router.open_for(turn) if issue.status == Status.NEW] if router.open_for else []
    job = focused(turn, ("progress",))
    if job is not None and not code and not claimable:
        steps.begin(turn, job[0], job[1].code, {"note": text})
        return
    steps.choose(turn, [step("claim")], code, {})


@router.say("ticket_resolve")
def resolve_said(turn: Turn, text: str, meant: Understood) -> None:
    """Such as "换了灯泡,好了": one's own job comes first, and only then what nobody has taken."""
    person, code, of = turn.person(), meant_in(turn, text, ("resolve",)), step("resolve")
    own = [issue for issue in issues.of_assignee(turn.tx, person.id) if FLOW.may(of.step, turn.viewer, issue)]
    waiting = [] if own or code else list(issues.in_status(turn.tx, Status.NEW))
    could = own or [issue for issue in waiting if FLOW.may(of.step, turn.viewer, issue)]
    if not code and len(could) > 1:  # with nothing in hand, the newest card is no proof of which one was mended
        turn.reply(steps.which([(of, issue) for issue in could]))
        return
    given = {name: value for name, value in meant.slots.items() if name == "solution"}
    begin(turn, ("resolve",), given, code or (own[0].code if own else ""))


@router.say("ticket_hold")
def hold_said(turn: Turn, text: str, _meant: Understood) -> None:
    """Such as "等配件,下周三再看": reason and day are read from the sentence, and asked for where they are missing."""
    begin(turn, ("hold",), dict(read_hold(turn, text, {})), meant_in(turn, text, ("hold",)))


@router.say("ticket_cancel")
def cancel_said(turn: Turn, text: str, meant: Understood) -> None:
    """Such as "窗户那个不用修了" when nothing can be withdrawn any more: what was resolved is there to be confirmed."""
    mine = [issue for issue in issues.of_reporter(turn.tx, turn.person().id) if issue.status == Status.RESOLVED]
    done = steps.described([(step("confirm"), issue) for issue in mine], meant.slots)
    if code_in(text) or len(done) != 1:
        steps.choose(turn, [step("withdraw"), step("ask_withdraw")], code_in(text), {})
        return
    turn.reply(cards.draw(turn, done[0][1], turn.viewer), subject=done[0][1].code)


@router.say("ticket_correct")
def correct_said(turn: Turn, text: str, _meant: Understood) -> None:
    """Such as "是高二4班,不是3班"."""
    begin(turn, ("amend",), {"change": text}, code_in(text))


@router.say("ticket_reopen")
def reopen_said(turn: Turn, text: str, meant: Understood) -> None:
    """Such as "还是不行,又黑屏了": the sentence is the reason, if it says more than 没好."""
    code = meant_in(turn, text, ("reopen", "reopen_closed"))
    answers = {} if _BARE_NO.fullmatch(text.strip()) else {"reason": text}
    mine_now = issues.of_reporter(turn.tx, turn.person().id)
    finished = any(i.status in (Status.RESOLVED, Status.CLOSED) and not i.sealed for i in mine_now)
    if not code and not finished and any(i.status in Status.OPEN for i in mine_now):
        urge(turn, text, meant)  # not resolved yet: "还没好" presses
        return
    if not code and not finished and answers:
        report(turn, text, meant)  # nothing of theirs was resolved lately: a new fault
        return
    begin(turn, ("reopen", "reopen_closed", "send_back"), answers, code)
