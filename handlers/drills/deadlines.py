"""What happens by the clock around a drill: it is announced, its report is made, and a term without one is noticed."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from handlers.cards import Card
from handlers.drills import rules, texts
from handlers.drills.deciding import by_clock
from handlers.drills.desk import router
from handlers.rulebook import Rule
from handlers.texts import Text, joined
from handlers.turn import Turn
from storage import drills, duties
from storage.drills import Stage
from storage.people import Role


@router.due("drills.announce")
def announce_due(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """So many days ahead it is announced."""
    drill = drills.find(turn.tx, code)
    if drill is not None and drill.status == Stage.APPROVED:
        by_clock(turn, drill, "announce")


@router.due("drills.report")
def report_due(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """Minutes after the end the draft is there."""
    drill = drills.find(turn.tx, code)
    if drill is not None and drill.status == Stage.ENDED:
        by_clock(turn, drill, "draft")


@router.due("drills.unheld")
def unheld(turn: Turn, _key: str, _facts: Mapping[str, Any]) -> None:
    """Every week: whether the term is well under way without the drills that the rule wants. Said once at each mark."""
    calendar = turn.school.calendar
    today = calendar.date(turn.now)
    term = calendar.term_at(today)
    if term is None:
        return
    percent = round(100 * (today - term.first_day).days / max(1, (term.last_day - term.first_day).days))
    begins = calendar.at(term.first_day, time())
    done = len(
        [one for one in drills.held_between(turn.tx, begins, turn.now) if any(p.arrived_at for p in one.players)]
    )
    by_hand = duties.last_done(turn.tx, rules.FREQUENCY)
    if by_hand is not None and by_hand.at >= begins:
        done = max(done, 1)  # held without us, and recorded as done
    often = turn.features.rules.get(rules.FREQUENCY)
    wanted = turn.rule(often) if often is not None else 1
    last = percent >= turn.rule(rules.LAST_CALL)
    mark = rules.LAST_CALL if last else rules.FIRST_CALL
    if percent < turn.rule(mark) or done >= (wanted if last else 1):
        return
    value = often.show(wanted) if often is not None else Text("", "")
    name = often.title if often is not None else mark.title
    words = (texts.UNHELD if not done else texts.UNHELD_SOME)(
        percent=percent, rule=name, value=value, done=done, wanted=wanted
    )
    ahead = [one.code for one in drills.in_stage(turn.tx, Stage.AHEAD) if calendar.date(one.starts_at) <= term.last_day]
    line = texts.UNHELD_AHEAD(codes=joined([*ahead])) if ahead else texts.UNHELD_HOW
    told = turn.everyone(Role.CIO, Role.SECRETARY, Role.LEADER) if last else turn.everyone(Role.CIO)
    for person in told:
        turn.tell(person, Card(words, (line,)), key=_key_of(mark, term.first_day, person.id))


def _key_of(mark: Rule, first_day: date, person_id: int) -> str:
    return f"{mark.key}:{first_day}:{person_id}"
