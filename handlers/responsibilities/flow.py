"""The life of a responsibility (clause 7.1.1): asked for, signed in person, changed by a new record. Nobody signs for another."""

from handlers.flow import By, Flow, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.responsibilities import texts
from handlers.safety import oversees
from handlers.texts import Text
from storage.people import Role
from storage.responsibilities import Responsibility, Signing

S = Signing


def _own(viewer: Viewer, one: Responsibility) -> bool:
    return viewer.id is not None and viewer.id == one.person_id


def _why(_viewer: Viewer, one: Responsibility) -> Text | None:
    return texts.OWN_ONLY(name=one.person.name)


signer = By(Text("责任人本人", "the person in person"), _own, why=_why)


@by("CIO 或系统管理员", "the CIO or an administrator")
def steward(viewer: Viewer, one: Responsibility) -> bool:
    """Who names somebody else for a department; a system's owner is changed at the system."""
    return one.system_id is None and (viewer.holds(Role.ADMIN) or viewer.acts_for_cio)


@by("责任人、副手和管理责任清单的人", "who answers for it, and who watches over it")
def party(viewer: Viewer, one: Responsibility) -> bool:
    """Who reads the record."""
    if viewer.is_clock or (viewer.id is not None and viewer.id in {one.person_id, one.deputy_id}):
        return True
    return viewer.holds(Role.TECHNICIAN, Role.DISPATCHER) or oversees(viewer)


REASON = Field("reason", texts.REASON, texts.ASK_WHY, prose=True)
PERSON = Field("person", texts.PERSON, texts.ASK_WHO)

FLOW = Flow(
    "responsibilities",
    prefix="RS",
    clause="7.1.1",
    statuses=texts.STATUS,
    steps=(
        Step("sign", (S.PENDING,), S.SIGNED, signer, texts.SIGN, also=("签收", "签字", "我签", "sign"), style="good"),
        Step("decline", (S.PENDING,), "", signer, texts.DECLINE, asks=(REASON,), also=("不归我管", "不是我负责"), waits=False),
        Step("change", (S.PENDING, S.SIGNED), S.CHANGED, steward, texts.CHANGE, asks=(PERSON,), waits=False),
        Step("replace", (S.PENDING, S.SIGNED), S.CHANGED, the_clock, Text("被接替", "Replaced"), button=False),
    ),
    over=(S.CHANGED,),
)  # fmt: skip
