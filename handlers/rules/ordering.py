"""Rules that only make sense in an order: a first reminder before the second, P1 no slower than P2."""

from datetime import time, timedelta

from handlers.errors import Refused
from handlers.rulebook import Rule
from handlers.rules import texts
from handlers.texts import Text
from handlers.turn import Turn

ONE_DAY, MIDNIGHT = timedelta(days=1), time()


def check(turn: Turn, rule: Rule, value: int) -> None:
    """Refuse a value that another rule in force contradicts, and name that rule, its value, and what can be done."""
    known, workday = turn.features.rules, _workday(turn)

    def weighed(one: Rule) -> float | None:
        number = value if one == rule else turn.rule(one)
        return None if number == 0 else one.weighs(number, workday)  # 0 is "not at all", in order with everything

    for one in known.values():
        for other, strictly in _above(known, one):
            small, large = weighed(one), weighed(other)
            if rule not in (one, other) or small is None or large is None:
                continue
            if small > large or (strictly and small == large):
                raise Refused(_sentence(turn, rule, value, one, other, strictly=strictly))


def _above(known: dict[str, Rule], rule: Rule) -> list[tuple[Rule, bool]]:
    keys = [*((key, False) for key in rule.within), *((key, True) for key in rule.before)]
    return [(known[key], strictly) for key, strictly in keys if key in known]


def _sentence(turn: Turn, rule: Rule, value: int, smaller: Rule, larger: Rule, *, strictly: bool) -> Text:
    other = larger if rule == smaller else smaller
    return texts.OUT_OF_ORDER[rule == smaller, strictly](
        rule=rule.title, value=rule.show(value), other=other.title, standing=other.show(turn.rule(other))
    )


def _workday(turn: Turn) -> timedelta:
    """The working hours of a workday of this school."""
    calendar = turn.school.calendar
    morning = calendar.next_working_moment(turn.now)
    day = calendar.date(morning)
    spans = calendar.working_between(calendar.at(day, MIDNIGHT), calendar.at(day + ONE_DAY, MIDNIGHT))
    return spans or ONE_DAY
