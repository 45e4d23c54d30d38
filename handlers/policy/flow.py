"""The life of a question that the charter leaves open (clause 9.1; product 4.9)."""

from handlers.errors import Incomplete
from handlers.flow import Flow, Step, Viewer, by
from handlers.forms import Field, plain
from handlers.numerals import find_codes
from handlers.policy import texts
from storage.people import Role
from storage.questions import Question

LONGEST = 300  # characters of an interpretation: short enough to be read on a phone


@by("领导小组秘书", "the leading group's secretary")
def secretary(viewer: Viewer, _question: Question) -> bool:
    """Takes questions up, drafts, returns."""
    return viewer.holds(Role.SECRETARY)


@by("领导小组成员", "a member of the leading group")
def member(viewer: Viewer, _question: Question) -> bool:
    """Decides on a draft; only members publish."""
    return viewer.holds(Role.MEMBER)


@by("领导小组成员（每人一次）", "a member of the leading group, once")
def member_who_has_not_voted(viewer: Viewer, question: Question) -> bool:
    """One voice for each wording."""
    voted = {vote.person_id for vote in question.votes if vote.revision == question.revision}
    return viewer.holds(Role.MEMBER) and viewer.id not in voted


@by("足够多的领导小组成员", "enough members of the leading group")
def members_in_quorum(viewer: Viewer, question: Question) -> bool:
    """The last voice that was needed publishes."""
    return viewer.holds(Role.MEMBER) and question.agreed >= question.needed


def wording(text: str) -> str:
    """An interpretation of a readable length."""
    value = plain(text)
    if len(value) > LONGEST:
        raise Incomplete(texts.TOO_LONG(count=len(value)))
    return value


@by("CIO", "the CIO")
def cio(viewer: Viewer, _question: Question) -> bool:
    """Makes the implementing rules (9.1)."""
    return viewer.holds(Role.CIO)


def code_of_question(text: str) -> str:
    """The number of another question."""
    found = [code.id for code in find_codes(text, frozenset({"Q"})) if code.id and code.id.startswith("Q-")]
    if not found:
        raise Incomplete(texts.MERGE_WHERE)
    return str(found[0])


draft_text = Field("text", texts.TEXT_LABEL, texts.ASK_TEXT, read=wording, prose=True)
reason = Field("reason", texts.REASON_LABEL, texts.ASK_REASON)
rule = Field("rule", texts.RULE_LABEL, texts.ASK_RULE)
into = Field("into", texts.INTO_LABEL, texts.ASK_INTO, read=code_of_question)
objection = Field("reason", texts.REASON_LABEL, texts.ASK_OBJECTION)

FLOW = Flow(
    "questions",
    prefix="Q",
    clause="9.1",
    statuses=texts.STATUS,
    steps=(
        Step("draft", ("open", "voting"), "voting", secretary, texts.DRAFT, asks=(draft_text,), also=("释义",),
             intent="policy_interpretation_publish"),
        Step("hand_back", ("open", "voting"), "returned", secretary, texts.RETURN, asks=(reason,)),
        Step("decline", ("open", "voting"), "declined", secretary, texts.DECLINE, asks=(reason,), style="bad"),
        Step("refer", ("open", "voting"), "referred", secretary, texts.REFER, also=("转cio细则", "转cio定细则"), button=False),
        Step("merge", ("open", "voting"), "merged", secretary, texts.MERGE, asks=(into,), button=False),
        Step("rule_made", ("referred",), "ruled", cio, texts.RULE_MADE, asks=(rule,)),
        Step("not_mine", ("referred",), "open", cio, texts.NOT_MINE, asks=(reason,)),
        Step("agree", ("voting",), "voting", member_who_has_not_voted, texts.AGREE, style="good", fresh=True),
        Step("amend", ("voting",), "voting", member, texts.AMEND, asks=(draft_text,), fresh=True),
        Step("object", ("voting",), "voting", member_who_has_not_voted, texts.OBJECT, asks=(objection,), style="bad",
             fresh=True),
        Step("publish", ("voting",), "published", members_in_quorum, texts.PUBLISH, button=False),
    ),
)  # fmt: skip
