"""The life of a project request, and who may move it (clauses 6.2.1, 6.2.2).

Nobody decides on their own request, not under a letter either; above a letter's limit the CIO decides; a request that
was handed over is decided by whom it was handed to. There is no step by which time alone approves anything.
"""

from dataclasses import replace

from handlers.allotment import weigh
from handlers.errors import Refused
from handlers.flow import By, Flow, Letter, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.money import yuan
from handlers.projects import endings, scopes, texts, words
from handlers.projects.found import look_up
from handlers.texts import Text
from handlers.turn import Turn
from storage.people import Role
from storage.projects import Project, Stage

S = Stage


def letter_for(viewer: Viewer, project: Project) -> Letter | None:
    """The letter under which this person decides on this request; None when they decide in their own right or not."""
    if viewer.holds(Role.CIO) or viewer.id == project.alternate_id:
        return None
    return next((letter for letter in _cio_letters(viewer, project) if _covers(letter, project)), None)


def may_decide(viewer: Viewer, project: Project) -> bool:
    """Whether the decision on this request is this person's."""
    if project.handed_to_id is not None and viewer.id != project.handed_to_id:
        return False
    return may_hand_over(viewer, project)


def may_hand_over(viewer: Viewer, project: Project) -> bool:
    """Whether the person may decide, or could until it was handed to somebody else: then it can be taken back."""
    if viewer.person is None or viewer.id == project.applicant_id or not viewer.person.active:
        return False
    return viewer.id == project.alternate_id or viewer.holds(Role.CIO) or letter_for(viewer, project) is not None


def why_not(viewer: Viewer, project: Project) -> Text | None:
    """The exact reason why a decision is not this person's; None: they have nothing to do with approvals."""
    if viewer.id is None:
        return None
    if viewer.id == project.applicant_id:
        return texts.NOT_YOUR_OWN
    if project.handed_to is not None and viewer.id != project.handed_to_id and may_hand_over(viewer, project):
        return texts.HANDED_TO(name=project.handed_to.name)
    return None if viewer.holds(Role.CIO) else _why_not_by_letter(viewer, project)


def _why_not_by_letter(viewer: Viewer, project: Project) -> Text | None:
    if any(letter.principal_id == project.applicant_id for letter in viewer.letters):
        return texts.NOT_FOR_THE_APPLICANT
    over = next((letter for letter in _cio_letters(viewer, project) if not _covers(letter, project)), None)
    if over is not None and not scopes.covers(over.scope, project):
        return texts.OUTSIDE_SCOPE(scope=scopes.shown(over.scope), name=over.principal_name)
    if over is not None and over.amount_limit is not None:
        return texts.OVER_THE_LIMIT(
            limit=yuan(over.amount_limit), budget=yuan(project.budget), name=over.principal_name
        )
    return None


def may_second(viewer: Viewer, project: Project) -> bool:
    """The second approver above an amount: a leader, neither the applicant nor whoever agreed first."""
    return viewer.holds(Role.LEADER) and viewer.id not in {project.applicant_id, project.endorsed_by_id}


def may_settle(viewer: Viewer, project: Project) -> bool:
    """Whoever's turn it is: the CIO first, the second approver after."""
    return may_second(viewer, project) if project.status == S.SECOND else may_decide(viewer, project)


def _cio_letters(viewer: Viewer, project: Project) -> list[Letter]:
    return [
        letter for letter in viewer.letters if Role.CIO in letter.roles and letter.principal_id != project.applicant_id
    ]


def _covers(letter: Letter, project: Project) -> bool:
    within = letter.amount_limit is None or project.budget <= letter.amount_limit
    return within and scopes.covers(letter.scope, project)


decider = By(
    texts.WHO_DECIDES,
    may_settle,
    under=lambda v, p: None if p.status == S.SECOND else letter_for(v, p),
    why=lambda v, p: None if p.status == S.SECOND else why_not(v, p),
)
decider_alone = By(
    texts.WHO_DECIDES, lambda v, p: not p.needs_second and may_decide(v, p), under=letter_for, why=why_not
)
first_of_two = By(texts.WHO_DECIDES, lambda v, p: p.needs_second and may_decide(v, p), under=letter_for, why=why_not)
questioner = By(texts.WHO_DECIDES, may_decide, under=letter_for, why=why_not)
concluder = By(
    texts.WHO_DECIDES,
    lambda v, p: bool(p.actual or p.results_late) and may_hand_over(v, p),
    under=letter_for,
    why=lambda v, p: (
        why_not(v, p) or (None if p.actual or p.results_late else words.NO_RESULTS_YET(name=p.applicant.name))
    ),
)
archiver = By(texts.WHO_DECIDES, may_hand_over, under=letter_for)
hander = By(texts.WHO_DECIDES, may_hand_over, under=letter_for, why=why_not)
second_approver = By(texts.WHO_SECONDS, may_second)


@by("申请人本人", "the applicant")
def applicant(viewer: Viewer, project: Project) -> bool:
    """Only who asked for it."""
    return viewer.id is not None and viewer.id == project.applicant_id


@by("被征求意见的老师", "whoever was asked for an opinion")
def adviser(viewer: Viewer, project: Project) -> bool:
    """Whom the request was handed to for an opinion."""
    return viewer.id is not None and viewer.id == project.adviser_id


@by("领导小组秘书", "the leading group's secretary")
def secretary(viewer: Viewer, project: Project) -> bool:
    """Names who decides when the CIO cannot or did not; never decides, and never on their own request."""
    return project.stuck and viewer.holds(Role.SECRETARY) and viewer.id != project.applicant_id


@by("刚做决定的人（限时）", "whoever just decided, for a short while")
def undoer(viewer: Viewer, project: Project) -> bool:
    """Who decided, while nobody has acted on it."""
    return viewer.id is not None and viewer.id == project.undo_by_id and project.endorsed_by_id in {None, viewer.id}


@by("刚做二审决定的人（限时）", "whoever just decided second, for a short while")
def second_undoer(viewer: Viewer, project: Project) -> bool:
    """The same for the second approver."""
    return viewer.id is not None and viewer.id == project.undo_by_id and project.endorsed_by_id not in {None, viewer.id}


@by("申请人、CIO、校领导和经办人", "the applicant, the CIO, leaders and those involved")
def party(viewer: Viewer, project: Project) -> bool:
    """Who may see a request: those who are involved, lead or audit; for all others it does not exist."""
    person = viewer.person
    if person is None or viewer.id is None or not person.active:
        return False
    involved = {
        project.applicant_id, project.handed_to_id, project.alternate_id, project.adviser_id, project.asked_by_id,
        project.decided_by_id, project.endorsed_by_id,
    }  # fmt: skip
    heads_it = viewer.holds(Role.HEAD) and person.department == project.department
    acting = any(Role.CIO in letter.roles for letter in viewer.letters)  # what a letter does not cover is said in words
    return (
        viewer.id in involved or heads_it or acting or viewer.holds(Role.CIO, Role.LEADER, Role.SECRETARY, Role.AUDITOR)
    )


@by("项目负责人", "the project's owner")
def owner(viewer: Viewer, project: Project) -> bool:
    """Whoever asked for the project carries it out."""
    return viewer.id is not None and viewer.id == project.applicant_id


@by("项目负责人（有未完成的里程碑时）", "the project's owner, while a milestone is open")
def owner_with_milestone(viewer: Viewer, project: Project) -> bool:
    """There must be something to report as done."""
    return owner.allows(viewer, project) and project.next_milestone is not None


@by("项目负责人（还没填写时）", "the project's owner, once")
def owner_once(viewer: Viewer, project: Project) -> bool:
    """What the indicators came to is said once; the CIO's word follows."""
    return owner.allows(viewer, project) and not project.actual


@by("申请人本人（一次）", "the applicant, once")
def appellant(viewer: Viewer, project: Project) -> bool:
    """A rejection can be brought before the leading group once."""
    return owner.allows(viewer, project) and not project.appeal


@by("领导小组秘书", "the leading group's secretary")
def arbiter(viewer: Viewer, project: Project) -> bool:
    """Brings an appeal before the leading group and says what it decided; never on their own request."""
    return (
        project.appeal.get("outcome") == ""
        and viewer.holds(Role.SECRETARY)
        and viewer.id not in {project.applicant_id, project.decided_by_id}
    )


@by("项目负责人或 CIO", "the project's owner or the CIO")
def improver(viewer: Viewer, project: Project) -> bool:
    """Whoever looks back on it may say what is to be improved."""
    return owner.allows(viewer, project) or may_hand_over(viewer, project)


@by("申请部门的负责人（不是申请人）", "the head of the department, not the applicant")
def cosigner(viewer: Viewer, project: Project) -> bool:
    """Where a rule says so, the department's head signs before the CIO sees it; never their own request."""
    person = viewer.person
    return (
        person is not None
        and viewer.holds(Role.HEAD)
        and person.department == project.department
        and viewer.id != project.applicant_id
    )


@by("项目负责人（预算在批准数的小幅范围内）", "the owner, within the small range of what was approved")
def owner_within(viewer: Viewer, project: Project) -> bool:
    """A small change of the budget alone is noted; it needs no decision."""
    return owner.allows(viewer, project) and bool(project.change.get("small"))


@by("申请人本人（需会签时）", "the applicant, where the head signs first")
def applicant_to_head(viewer: Viewer, project: Project) -> bool:
    """The next version goes to the head again."""
    return applicant.allows(viewer, project) and project.needs_cosign


@by("申请人本人", "the applicant")
def applicant_to_cio(viewer: Viewer, project: Project) -> bool:
    """The next version goes to the CIO."""
    return applicant.allows(viewer, project) and not project.needs_cosign


def _wants(*wished: tuple[str, Stage | None]) -> By:
    """The CIO, for changes of these kinds; where a status is named, only where the change leads back to it."""

    def fits(project: Project) -> bool:
        kind, back = project.change.get("kind"), project.change.get("back")
        return any(kind == one and status in {None, back} for one, status in wished)

    return By(
        texts.WHO_DECIDES,
        lambda viewer, project: fits(project) and may_hand_over(viewer, project),
        under=letter_for,
        why=why_not,
    )


def _from(back: Stage) -> By:
    """The CIO, where a refused change leads back to this status."""
    return By(
        texts.WHO_DECIDES,
        lambda viewer, project: project.change.get("back") == back and may_hand_over(viewer, project),
        under=letter_for,
        why=why_not,
    )


def _back_to(guard: By, back: Stage) -> By:
    """A guard, for what leads back to this status."""
    return By(guard.who, lambda viewer, project: guard.allows(viewer, project) and project.change.get("back") == back)


def ready_to_finish(turn: Turn, project: Project) -> dict[str, object]:
    """Before anything is asked: every milestone has to be done; and what the records know is not asked."""
    milestone = project.next_milestone
    if milestone is not None:
        raise Refused(words.STILL_OPEN(name=milestone.name))
    return look_up(turn, project)


undoing = replace(undoer, under=letter_for)  # taking back what was done under a letter is acting under it, too

condition = Field("condition", texts.CONDITION, texts.CONDITION_ASK, read=texts.without_label, required=False)
reason_to_reject = Field("reason", texts.REASON, texts.REJECT_ASK, options=texts.REJECT_REASONS)
what_to_change = Field("reason", texts.REASON, texts.RETURN_ASK, options=texts.RETURN_REASONS)
question = Field("content", texts.QUESTION, texts.QUESTION_ASK, prose=True, may_ask=True)
answer = Field("answer", texts.ANSWER, texts.ANSWER_ASK, prose=True, may_ask=True)
opinion = Field("opinion", texts.OPINION, texts.OPINION_ASK, prose=True)
colleague = Field("person", texts.COLLEAGUE, texts.COLLEAGUE_ASK)

FLOW = Flow(
    "projects",
    prefix="P",
    clause="6.2.1",
    statuses=texts.STATUS,
    over=(S.REJECTED, S.EVALUATED, S.ENDED, S.WITHDRAWN, S.ARCHIVED),
    steps=(
        Step("approve", (S.SUBMITTED,), S.APPROVED, decider_alone, texts.APPROVE, asks=(condition, words.over),
             style="good", intent="approval_approve", fresh=True, also=("批准", "通过"), weighs=weigh,
             worded=words.over_ask),
        Step("endorse", (S.SUBMITTED,), S.SECOND, first_of_two, texts.APPROVE, asks=(condition, words.over),
             style="good", intent="approval_approve", fresh=True, also=("批准", "通过"), weighs=weigh,
             worded=words.over_ask),
        Step("confirm", (S.SECOND,), S.APPROVED, second_approver, texts.APPROVE, asks=(condition,), style="good",
             intent="approval_approve", fresh=True, also=("批准", "通过")),
        Step("reject", (S.SUBMITTED, S.SECOND), S.REJECTED, decider, texts.REJECT, asks=(reason_to_reject,),
             style="bad", intent="approval_reject", fresh=True, also=("不同意",)),
        Step("return", (S.SUBMITTED, S.SECOND), S.RETURNED, decider, texts.RETURN, asks=(what_to_change,),
             intent="approval_return", fresh=True),
        Step("ask", (S.SUBMITTED,), S.WAITING, questioner, texts.ASK, asks=(question,),
             intent="approval_request_info", fresh=True, also=("补充",)),
        Step("hand_over", (S.SUBMITTED,), "", hander, texts.HAND_OVER, asks=(colleague,), fresh=True, waits=False,
             intent="ticket_transfer"),
        Step("answer", (S.WAITING,), S.SUBMITTED, applicant, texts.SUPPLY, asks=(answer,)),
        Step("advise", (S.SUBMITTED, S.WAITING), "", adviser, texts.ADVISE, asks=(opinion,)),
        Step("appoint", (S.SUBMITTED,), "", secretary, texts.APPOINT, asks=(colleague,), also=("指定",)),
        Step("cosign", (S.COSIGN,), S.SUBMITTED, cosigner, endings.COSIGN, style="good"),
        Step("cosign_back", (S.COSIGN,), S.RETURNED, cosigner, endings.COSIGN_BACK, asks=(endings.cosign_reason,),
             style="bad"),
        Step("resubmit", (S.RETURNED,), S.SUBMITTED, applicant_to_cio, texts.RESUBMIT, button=False),
        Step("resubmit_to_head", (S.RETURNED,), S.COSIGN, applicant_to_head, texts.RESUBMIT, button=False),
        Step("withdraw", (S.COSIGN, S.SUBMITTED, S.WAITING, S.SECOND, S.RETURNED), S.WITHDRAWN, applicant, texts.WITHDRAW,
             style="bad", intent="project_withdraw", waits=False),
        Step("undo", (S.APPROVED, S.REJECTED, S.RETURNED, S.SECOND), S.SUBMITTED, undoing, texts.UNDO,
             intent="approval_undo", waits=False),
        Step("undo_second", (S.APPROVED, S.REJECTED, S.RETURNED), S.SECOND, second_undoer, texts.UNDO,
             intent="approval_undo", waits=False),
        Step("appeal", (S.REJECTED,), "", appellant, words.APPEAL, asks=(words.appeal,), waits=False),
        Step("reconsider", (S.REJECTED,), S.SUBMITTED, arbiter, words.RECONSIDER, asks=(colleague,)),
        Step("uphold", (S.REJECTED,), "", arbiter, words.UPHOLD, asks=(words.uphold,), style="bad"),
        Step("start", (S.APPROVED,), S.RUNNING, owner, words.START, clause="6.2.2", style="good"),
        Step("reach", (S.RUNNING,), "", owner_with_milestone, words.REACH, asks=(words.evidence,), clause="6.2.2",
             intent="project_milestone_update"),
        Step("plan", (S.APPROVED, S.RUNNING), "", owner, words.PLAN, asks=(words.milestone,), clause="6.2.2", waits=False),
        Step("change", (S.RUNNING, S.PAUSED), S.CHANGING, owner, words.CHANGE, asks=(words.change,), waits=False),
        Step("adjust", (S.CHANGING,), S.RUNNING, _back_to(owner_within, S.RUNNING), endings.ADJUST, button=False),
        Step("adjust_paused", (S.CHANGING,), S.PAUSED, _back_to(owner_within, S.PAUSED), endings.ADJUST, button=False),
        Step("finish", (S.RUNNING,), S.FINISHING, owner, words.FINISH,
             asks=(words.result, endings.trained, endings.backed_up), extract=endings.read_completion,
             weighs=ready_to_finish, worded=endings.worded, intent="project_complete", waits=False),
        Step("grant", (S.CHANGING,), S.RUNNING, _wants(("change", S.RUNNING), ("resume", None)), words.GRANT, asks=(words.over,),
             style="good", also=("同意",), weighs=weigh, worded=words.over_ask, intent="approval_approve"),
        Step("grant_pause", (S.CHANGING,), S.PAUSED, _wants(("pause", None), ("change", S.PAUSED)), words.GRANT,
             style="good", also=("同意",), intent="approval_approve"),
        Step("grant_end", (S.CHANGING,), S.ENDED, _wants(("end", None)), words.GRANT_END, style="bad",
             also=("同意", "同意变更"),
             intent="approval_approve"),
        Step("refuse", (S.CHANGING,), S.RUNNING, _from(S.RUNNING), words.REFUSE, asks=(words.why,), style="bad",
             intent="approval_reject"),
        Step("refuse_paused", (S.CHANGING,), S.PAUSED, _from(S.PAUSED), words.REFUSE, asks=(words.why,), style="bad",
             intent="approval_reject"),
        Step("accept", (S.FINISHING,), S.DONE, hander, words.ACCEPT, style="good",
             also=("同意", "验收通过", "通过验收"), intent="approval_approve"),
        Step("redo", (S.FINISHING,), S.RUNNING, hander, words.REDO, asks=(words.why,), style="bad",
             intent="approval_return"),
        Step("evaluate", (S.DONE,), S.EVALUATING, the_clock, words.EVALUATE, clause="6.3.1", button=False),
        Step("assess", (S.EVALUATING,), "", owner_once, words.ASSESS, asks=(words.actual,), clause="6.3.1",
             intent="project_evaluate"),
        Step("conclude", (S.EVALUATING,), S.EVALUATED, concluder, words.CONCLUDE, asks=(words.verdict,), clause="6.3.1",
             intent="project_evaluate", also=("评估结论",)),
        Step("improve", (S.EVALUATING, S.EVALUATED, S.TRACKING), "", improver, endings.IMPROVE, asks=(endings.item,),
             clause="6.3.2", waits=False, also=("改进项",)),
        Step("track", (S.EVALUATED,), S.TRACKING, improver, endings.TRACK, clause="6.3.2", button=False),
        Step("archive", (S.EVALUATED, S.TRACKING), S.ARCHIVED, archiver, endings.ARCHIVE, clause="6.3.2", waits=False),
        Step("lapse", (S.WAITING,), S.RETURNED, the_clock, texts.LAPSE, button=False),
    ),
)  # fmt: skip
