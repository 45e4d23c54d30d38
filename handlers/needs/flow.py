"""The life of a department's need (clause 5.3.2): it ends as an issue or a project that is over, or with a reasoned reply."""

from handlers.acting import leads
from handlers.departments import answers_for
from handlers.flow import By, Flow, Step, Viewer, by, letter_of, the_clock
from handlers.forms import Field
from handlers.needs import texts
from storage.needs import Need, NeedStage
from storage.people import Role

S = NeedStage
READS_ALL = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.AUDITOR)


cio = By(texts.WHO_CIO, leads, letter_of)


@by("提出的人", "whoever raised it")
def raiser(viewer: Viewer, need: Need) -> bool:
    """Who said it."""
    return viewer.id is not None and viewer.id == need.by_id


@by("提出的部门、CIO、校领导、秘书和审计员", "the department, the CIO, leaders, the secretary and auditors")
def party(viewer: Viewer, need: Need) -> bool:
    """Who may see it."""
    if viewer.person is None or viewer.id is None or not viewer.person.active:
        return False
    mine = viewer.id == need.by_id or answers_for(viewer.person, need.department)
    return mine or leads(viewer) or viewer.holds(*READS_ALL)


reply = Field("reply", texts.REPLY, texts.REPLY_ASK, prose=True)

FLOW = Flow(
    "needs",
    prefix="N",
    clause="5.3.2",
    statuses=texts.STATUS,
    steps=(
        Step("to_ticket", (S.RAISED,), S.MOVED, cio, texts.TO_TICKET, also=("转报修",)),
        Step("to_project", (S.RAISED,), S.MOVED, cio, texts.TO_PROJECT),
        Step("reply", (S.RAISED, S.MOVED), S.ANSWERED, cio, texts.ANSWER, asks=(reply,), style="good"),
        Step("end", (S.MOVED,), S.ANSWERED, the_clock, texts.END, button=False),
        Step("withdraw", (S.RAISED,), S.WITHDRAWN, raiser, texts.WITHDRAW, waits=False),
    ),
)  # fmt: skip
