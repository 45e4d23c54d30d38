"""The way of somebody new (clauses 7.1.2, 9.2): invited, reading, the quiz, 知悉, done. Nobody can go it for them."""

from handlers.flow import Flow, Step, Viewer, by, the_clock
from handlers.passports import texts
from handlers.texts import Text
from storage.passports import Passport, PassportStage
from storage.people import Role

S = PassportStage
LAST_PAGE = 1  # the charter is page 0, safety page 1
LETTERS = ("A", "B", "C")


@by("本人", "the person it is for")
def owner(viewer: Viewer, one: Passport) -> bool:
    """Whose it is."""
    return viewer.id is not None and viewer.id == one.person_id


@by("本人", "the person it is for")
def reading_on(viewer: Viewer, one: Passport) -> bool:
    """Whose it is, before the last page."""
    return owner.allows(viewer, one) and one.page < LAST_PAGE


@by("本人", "the person it is for")
def through(viewer: Viewer, one: Passport) -> bool:
    """Whose it is, on the last page."""
    return owner.allows(viewer, one) and one.page >= LAST_PAGE


@by("本人、本部门负责人和CIO", "the person, the head of the department and the CIO")
def reader(viewer: Viewer, one: Passport) -> bool:
    """Who may see how far somebody is."""
    if viewer.person is None or not viewer.belongs:
        return False
    heads = viewer.holds(Role.HEAD) and viewer.person.department == one.person.department
    return owner.allows(viewer, one) or heads or viewer.holds(Role.CIO, Role.ADMIN, Role.AUDITOR)


FLOW = Flow(
    "passports",
    prefix="NP",
    clause="7.1.2",
    statuses=texts.STATUS,
    over=(S.DONE,),
    steps=(
        Step("begin", (S.INVITED,), S.READING, owner, texts.BEGIN, style="good"),
        Step("next", (S.READING,), "", reading_on, texts.NEXT, style="good"),
        Step("quiz", (S.READING,), S.QUIZ, through, texts.QUIZ, style="good"),
        Step("answer", (S.QUIZ,), "", owner, texts.ANSWER, fresh=True,
             choices=tuple((letter, Text(letter, letter)) for letter in LETTERS)),
        Step("pass", (S.QUIZ,), S.AGREEING, the_clock, texts.PASSED, button=False),
        Step("again", (S.QUIZ,), S.READING, the_clock, texts.AGAIN, button=False),
        Step("agree", (S.AGREEING,), S.DONE, owner, texts.AGREE, style="good", clause="9.2"),
    ),
)  # fmt: skip
