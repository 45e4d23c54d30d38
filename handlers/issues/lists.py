"""Looking: my reports, the queue, my jobs, where something stands, search. Nobody browses others by name."""

import re

from handlers import steps
from handlers.cards import Card
from handlers.errors import Refused
from handlers.issues import cards, texts
from handlers.issues.desk import code_in, router
from handlers.numerals import read_number
from handlers.suggesting import suggestions
from handlers.turn import Turn
from handlers.understand import Understood
from storage import issues
from storage.issues import Issue, Status
from storage.people import Role


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
def queue_said(turn: Turn, text: str, meant: Understood) -> None:
    """队列 in other words."""
    person = turn.person()
    count = turn.features.says.get("stat_query")
    if count is not None and person.holds(Role.HEAD) and not person.holds(Role.DISPATCHER, Role.CIO, Role.TECHNICIAN):
        count(turn, f"{text} 报修多少", meant)  # to a head a queue means figures
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
    code = code_in(text)
    if code:
        look(turn, code, "")
        return
    place, asset = str(meant.slots.get("location") or ""), str(meant.slots.get("asset") or "")
    mine_now = list(issues.of_reporter(turn.tx, turn.person().id))
    described = [issue for issue in mine_now if _fits(issue, place, asset)]
    if not place and not asset:
        described = [issue for issue in mine_now if issue.status in (*Status.OPEN, Status.RESOLVED)] or mine_now[:1]
    described = _counted(turn, text, described)
    open_ones = [issue for issue in described if issue.status in (*Status.OPEN, Status.RESOLVED)] or described[:1]
    if len(open_ones) == 1:
        look(turn, open_ones[0].code, "")
    elif open_ones:
        turn.reply(cards.listed(turn, texts.WHICH_REPORT, open_ones))
    elif place or asset:
        turn.reply(Card(texts.NOT_ABOUT(what=f"{place}{asset}"), buttons=suggestions("report", "tasks")))
    else:
        turn.reply(texts.MINE_NONE)


_OTHER = re.compile(r"另外?[一那]?个")
_NTH = re.compile(r"第([一二三四五六1-6])个")


def _counted(turn: Turn, text: str, found: list[Issue]) -> list[Issue]:
    """第二个 of one's own: as the list counts them, or after a single card as they were reported; 另一个 is not that card's."""
    shown = turn.screen[0][0].subject if turn.screen else ""
    nth = _NTH.search(text)
    number = read_number(nth[1]) if nth else None
    if number is not None and number <= len(found):
        return [sorted(found, key=lambda issue: issue.id)[number - 1] if shown else found[number - 1]]
    if _OTHER.search(text):
        return [issue for issue in found if issue.code != shown]
    return found


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


def _fits(issue: Issue, place: str, asset: str) -> bool:
    def within(said: str, known: str) -> bool:
        return not said or said in known or (known != "" and known in said)

    return within(place, issue.place) and within(asset, f"{issue.asset}{issue.fault}")
