"""Looking: my reports, the queue, my jobs, where something stands, search, counts. Nobody browses others by name."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import steps
from handlers.cards import Card
from handlers.errors import Refused
from handlers.hearing import suggestions
from handlers.issues import cards, texts
from handlers.issues.desk import begin, focused, router, step, team, tell_news, touched, waiting_for
from handlers.issues.filing import report
from handlers.issues.flow import FLOW, read_hold
from handlers.issues.reading import is_urgent
from handlers.issues.rules import UNDO
from handlers.numerals import find_codes, write_code
from handlers.texts import Phrase
from handlers.turn import Turn
from handlers.understand import Understood
from storage import issues
from storage.issues import Issue, Status
from storage.people import Role

COUNTED = timedelta(days=30)
_BARE_NO = re.compile(
    r"(?:还是?|仍然?|依然|并?)?(?:没|没有|未|不)(?:修)?(?:好|行|解决|可以)?[啊呀呢了。.!!]*|no|nope|not yet|not fixed",
    re.IGNORECASE,
)


@router.command("我的报修", "my reports")
def mine(turn: Turn, _rest: str) -> None:
    """What I reported, newest first, with a look-up button each."""
    found = list(issues.of_reporter(turn.tx, turn.person().id))
    if not found:
        turn.reply(texts.MINE_NONE)
        return
    turn.reply(cards.listed(turn, texts.MINE(count=len(found)), found))


@router.command("我的工单", "my jobs", "今天的工单", "巡检路线")
def jobs(turn: Turn, _rest: str) -> None:
    """A technician's round of today, building by building; for everybody else their own reports."""
    person = turn.person()
    if not person.holds(Role.TECHNICIAN, Role.DISPATCHER):
        mine(turn, "")
        return
    found = list(issues.of_assignee(turn.tx, person.id))
    if not found:
        turn.reply(texts.ROUND_NONE)
        return
    turn.reply(cards.listed(turn, texts.ROUND(count=len(found)), found, by_building=True))


@router.command("队列", "queue")
def queue(turn: Turn, _rest: str) -> None:
    """What waits for a technician, the pressing first, and how much is in hand."""
    if not turn.person().holds(Role.TECHNICIAN, Role.DISPATCHER, Role.CIO):
        raise Refused(texts.ONLY_STAFF)
    waiting = list(issues.in_status(turn.tx, Status.NEW))
    in_hand = issues.in_status(turn.tx, *Status.IN_HAND)
    held = sum(issue.status == Status.ON_HOLD for issue in in_hand)
    note = texts.IN_HAND(count=len(in_hand), held=held)
    if not waiting:
        turn.reply(Card(texts.QUEUE_NONE, (note,)))
        return
    card = cards.listed(turn, texts.QUEUE(count=len(waiting)), waiting)
    turn.reply(card.with_note(note))


@router.say("ticket_list_mine")
def mine_said(turn: Turn, text: str, _meant: Understood) -> None:
    """The same in other words: 工单 is what a technician has to do, 报修 what somebody reported."""
    if "报" in text or not turn.person().holds(Role.TECHNICIAN):
        mine(turn, "")
    else:
        jobs(turn, "")


@router.say("ticket_list")
def queue_said(turn: Turn, _text: str, _meant: Understood) -> None:
    """队列 in other words."""
    if turn.person().holds(Role.HEAD) and not turn.person().holds(Role.TECHNICIAN, Role.DISPATCHER, Role.CIO):
        counts(turn, "")
    else:
        queue(turn, "")


@router.button("look")
def look(turn: Turn, code: str, _choice: str) -> None:
    """Open one issue."""
    turn.reply(cards.draw(turn, steps.find(turn, router, code), turn.viewer), subject=code)


@router.say("ticket_status")
def status(turn: Turn, text: str, meant: Understood) -> None:
    """Where something stands: by number, by description ("我那个投影仪修好了吗"), or the one in focus."""
    turn.person()
    code = _code(text)
    if code:
        look(turn, code, "")
        return
    place, asset = str(meant.slots.get("location") or ""), str(meant.slots.get("asset") or "")
    mine_now = list(issues.of_reporter(turn.tx, turn.person().id))
    described = [issue for issue in mine_now if _fits(issue, place, asset)]
    if not place and not asset:
        described = [issue for issue in mine_now if issue.status in (*Status.OPEN, Status.RESOLVED)] or mine_now[:1]
    open_ones = [issue for issue in described if issue.status in (*Status.OPEN, Status.RESOLVED)] or described[:1]
    if len(open_ones) == 1:
        look(turn, open_ones[0].code, "")
    elif open_ones:
        turn.reply(cards.listed(turn, texts.WHICH_REPORT, open_ones))
    elif place or asset:
        turn.reply(Card(texts.NOT_ABOUT(what=f"{place}{asset}"), buttons=suggestions("report", "tasks")))
    else:
        turn.reply(texts.MINE_NONE)


@router.say("ticket_urge")
def urge(turn: Turn, text: str, _meant: Understood) -> None:
    """A reporter presses: whoever has it hears it, once an hour; words that press raise a low priority."""
    person = turn.person()
    mine_open = [issue for issue in issues.of_reporter(turn.tx, person.id) if issue.status in Status.OPEN]
    if turn.has_answered:
        return  # "…急!" in the very sentence that was just filed
    code = _code(text)
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
    words = str(given["note"])
    if is_urgent(words) and issue.priority > 2:
        issue.priority -= 1
        issue.priority_reason = {"zh": texts.WHY_URGENT.zh, "en": texts.WHY_URGENT.en}
    touched(turn, issue, "urge")
    told = [issue.assignee] if issue.assignee else team(turn)
    hour = turn.local(turn.now).strftime("%Y%m%d%H")
    for helper in told:
        told_words = texts.TOLD_URGED(code=issue.code, words=words)
        tell_news(turn, issue, helper, told_words, f"{issue.code}:urge:{hour}:{helper.id}")
    who: Phrase = issue.assignee.name if issue.assignee else texts.THE_DESK
    turn.reply(texts.URGED(who=who, code=issue.code, headline=issue.headline))


@router.command("搜索", "搜", "search", "查找")
def search(turn: Turn, words: str) -> None:
    """Find issues by words: technicians, dispatcher and CIO in all of them, everybody else in their own."""
    turn.person()
    if not words:
        raise Refused(texts.SEARCH_HOW)
    found = [
        issue
        for issue in issues.search(turn.tx, words.split(), limit=50)
        if router.readable is not None and router.readable.allows(turn.viewer, issue)
    ]
    if not found:
        turn.reply(texts.FOUND_NONE(words=words))
        return
    turn.reply(cards.listed(turn, texts.FOUND(count=len(found)), found))


@router.command("部门报修", "部门统计", "department reports")
def counts(turn: Turn, _rest: str) -> None:
    """A head sees how many issues the department has in each state; numbers only."""
    person = turn.person()
    if not person.holds(Role.HEAD):
        raise Refused(texts.ONLY_HEAD)
    by_status = issues.counts_of_department(turn.tx, person.department, turn.now - COUNTED)
    if not by_status:
        turn.reply(texts.COUNTS_NONE(department=person.department))
        return
    facts = tuple((FLOW.statuses[name], str(by_status[name])) for name in FLOW.statuses if name in by_status)
    title = texts.COUNTS(department=person.department, count=sum(by_status.values()))
    turn.reply(Card(title, facts=facts))


@router.command("撤销", "undo")
def undo(turn: Turn, words: str) -> None:
    """Take back my own last step, within two minutes."""
    person = turn.person()
    issue = issues.last_step_of(turn.tx, person.id, turn.now - timedelta(minutes=turn.rule(UNDO)))
    code = _code(words)
    name = f"undo_to_{issue.status_before}" if issue else ""
    if issue is None or (code and code != issue.code) or name not in FLOW.by_name:
        raise Refused(texts.UNDO_NOTHING)
    steps.begin(turn, step(name), issue.code, {})


@router.command("进展", "开始处理", "在路上", "progress")
def progress_command(turn: Turn, words: str) -> None:
    """A word on the way, on the job in focus."""
    begin(turn, ("progress",), {"note": words} if words else {}, _code(words))


# Free speech that needs the whole sentence as its answer


@router.say("ticket_supplement")
def supplement_said(turn: Turn, text: str, _meant: Understood) -> None:
    """More about the issue in focus: from its technician it is progress, from its reporter a supplement."""
    begin(turn, ("progress", "supplement"), {"note": text}, _code(text))


@router.say("ticket_claim")
def claim_said(turn: Turn, text: str, _meant: Understood) -> None:
    """Such as "我来": the one that waits, or which of several; with nothing to take, "我去看看" is progress on one's own job."""
    code = _code(text)
    claimable = [issue for issue in router.open_for(turn) if issue.status == Status.NEW] if router.open_for else []
    job = focused(turn, ("progress",))
    if job is not None and not code and not claimable:
        steps.begin(turn, job[0], job[1].code, {"note": text})
        return
    steps.choose(turn, [step("claim")], code, {})


@router.say("ticket_hold")
def hold_said(turn: Turn, text: str, _meant: Understood) -> None:
    """Such as "等配件,下周三再看": reason and day are read from the sentence, and asked for where they are missing."""
    begin(turn, ("hold",), dict(read_hold(turn, text, {})), _code(text))


@router.say("ticket_correct")
def correct_said(turn: Turn, text: str, _meant: Understood) -> None:
    """Such as "是高二4班,不是3班"."""
    begin(turn, ("amend",), {"change": text}, _code(text))


@router.say("ticket_reopen")
def reopen_said(turn: Turn, text: str, meant: Understood) -> None:
    """Such as "还是不行,又黑屏了": the sentence is the reason, if it says more than 没好."""
    answers = {} if _BARE_NO.fullmatch(text.strip()) else {"reason": text}
    mine_now = issues.of_reporter(turn.tx, turn.person().id)
    finished = any(i.status in (Status.RESOLVED, Status.CLOSED) and not i.sealed for i in mine_now)
    if not _code(text) and not finished and any(i.status in Status.OPEN for i in mine_now):
        urge(turn, text, meant)  # not resolved yet: "还没好" presses
        return
    if not _code(text) and not finished and answers:
        report(turn, text, meant)  # nothing of theirs was resolved lately: a new fault
        return
    begin(turn, ("reopen", "reopen_closed", "send_back"), answers, _code(text))


def _code(text: str) -> str:
    """The issue a text names: T-0118, 118号, 一百一十八号单."""
    found = next((code for code in find_codes(text) if code.prefix in {None, FLOW.prefix}), None)
    if found is None:
        return ""
    return found.id or write_code(FLOW.prefix, found.number)


def _fits(issue: Issue, place: str, asset: str) -> bool:
    def within(said: str, known: str) -> bool:
        return not said or said in known or (known != "" and known in said)

    return within(place, issue.place) and within(asset, f"{issue.asset}{issue.fault}")
