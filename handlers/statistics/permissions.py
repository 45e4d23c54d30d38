"""Who may ask for which number (clause 5.2.3), and what of it is too small to show.

The CIO and leaders ask for everything, heads for their own department, everybody for public numbers of the whole school.
Who may not open the records never reads a number of so few records that it points at a person.
"""

from collections.abc import Sequence

from handlers.errors import NotAllowed, Refused
from handlers.figures import Metric, Row
from handlers.statistics import texts
from handlers.statistics.reading import Question
from handlers.statistics.rules import SMALL_GROUP
from handlers.turn import Turn
from storage.people import Person, Role


def reads_all(person: Person, metric: Metric) -> bool:
    """Whether every department's number is theirs to know."""
    return person.holds(*metric.readers)


def opens(person: Person, metric: Metric) -> bool:
    """Whether they may see the records as they are."""
    return person.holds(*metric.openers)


def may_ask(person: Person, metric: Metric) -> bool:
    """Whether there is any form in which this metric is theirs."""
    return metric.public or reads_all(person, metric) or (person.holds(Role.HEAD) and metric.by_department)


def department_for(person: Person, metric: Metric, question: Question) -> str:
    """Whose number it is: a department's, or "" for the whole school. Refuses what is not theirs, and says whose it is."""
    if reads_all(person, metric):
        return question.named or (person.department if question.own else "")
    if person.holds(Role.HEAD) and metric.by_department and not (question.school and metric.public):
        if question.named and question.named != person.department:
            raise Refused(texts.ONLY_OWN(department=person.department or texts.UNKNOWN))
        return person.department
    if question.named or question.own or question.cut or question.within:
        raise Refused(texts.NOT_YOURS)
    if not metric.public:
        who = texts.WHO if metric.by_department else texts.WHO_SCHOOL
        raise NotAllowed(metric.name, who, exactly=texts.NOT_PUBLIC(name=metric.name, who=who))
    return ""


def is_too_few(turn: Turn, metric: Metric, rows: Sequence[Row]) -> bool:
    """Whether so few records would point at a person, for somebody who may not open them."""
    person = turn.person()
    few = 0 < len(rows) < turn.rule(SMALL_GROUP) and any(row.person for row in rows)
    return few and not opens(person, metric)
