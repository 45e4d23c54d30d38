"""What the applicant does: write the request, submit it, change it, answer a question, take it back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import dialogues, free_speech, steps
from handlers.cards import Card
from handlers.errors import NotFound, Refused, TooLate
from handlers.forms import Field, Form
from handlers.numerals import write_code
from handlers.projects import beginnings, changing, endings, rules, texts, words
from handlers.projects.cards import missing, rule_value, workdays_waited
from handlers.projects.deciders import call_deciders, names, rest_clock, show, start_clock
from handlers.projects.flow import FLOW
from handlers.projects.request import (
    ASKS,
    FIELDS,
    LIVES,
    read_free_text,
    title_after_colon,
    title_in,
    title_of_wish,
)
from handlers.projects.resourcing import refresh_rivals
from handlers.projects.rounds import ask_type, check_goal, cosigners, needs_cosign, send
from handlers.projects.routes import router
from handlers.router import StepOf
from handlers.texts import NONE_TO_TAKE, NOT_YET_KNOWN, Phrase, Text, joined
from handlers.turn import Turn
from handlers.understand import Understood
from storage import drafts, issues, numbers, projects
from storage.drafts import Draft
from storage.people import Person, Role
from storage.projects import SOURCE, UNDECIDED, Project, ProjectVersion, Stage

_NO_NEWS = {Stage.RUNNING: texts.NO_MILESTONE, Stage.APPROVED: texts.START_FIRST}


def submit(turn: Turn, answers: dict[str, Any], code: str) -> None:
    """The form's end: a new request gets its number, a returned one its next version."""
    fields = {name: answers[name] for name in projects.FIELDS}
    if code:
        project = steps.find(turn, router, code)
        project.needs_cosign = needs_cosign(turn, project)
        step = "resubmit_to_head" if project.needs_cosign else "resubmit"
        steps.perform(turn, StepOf(router, FLOW.by_name[step]), project, fields)
        return
    applicant = turn.person()
    year = turn.local(turn.now).year
    project = Project(
        code=write_code("P", numbers.next_number(turn.tx, f"P-{year}"), year), status=Stage.SUBMITTED, **fields,
        applicant=applicant, department=applicant.department, submitted_at=turn.now, created_at=turn.now,
        needs_second=_needs_second(turn, fields["budget"]),
    )  # fmt: skip
    project.needs_cosign = needs_cosign(turn, project)
    if project.needs_cosign:
        project.status = Stage.COSIGN
    turn.tx.add(project)
    turn.tx.flush()
    _keep_version(turn, project, str(answers.get(SOURCE) or ""))
    turn.record(project.code, "submit", clause=FLOW.clause, after=project.status, details=fields)
    issues.went_on_as(turn.tx, project.source, project.code)
    if project.source:  # whoever looks at what it came from sees what became of it
        beginnings.redraw(turn, project.source)
    if project.needs_cosign:
        found = _to_head(turn, project)
        said = endings.COSIGN_ASKED(code=project.code, who=names(found))
    else:
        found = send(turn, project)
        said = texts.SUBMITTED(code=project.code, who=names(found))
    card = steps_card(turn, project)
    turn.reply(Card(said, card.lines, card.facts, card.buttons, card.note), subject=project.code)
    refresh_rivals(turn, project)
    if not project.needs_cosign:
        ask_type(turn, project)


def steps_card(turn: Turn, project: Project) -> Card:
    """The request's card as the actor sees it."""
    assert router.card is not None  # noqa: S101 -- given where the router is made
    return router.card(turn, project, turn.viewer)


@router.press("resubmit")
def resubmit(turn: Turn, project: Project, fields: Mapping[str, Any]) -> None:
    """The next version of a returned request: every field kept, the difference shown, all clocks from the start."""
    _next_version(turn, project, fields)
    send(turn, project)
    turn.reply(texts.RESUBMITTED(code=project.code, number=len(project.versions)))
    ask_type(turn, project)


@router.press("resubmit_to_head")
def resubmit_to_head(turn: Turn, project: Project, fields: Mapping[str, Any]) -> None:
    """… to the head of the department first, where a rule says so."""
    _next_version(turn, project, fields)
    project.cosigned = {}
    found = _to_head(turn, project)
    turn.reply(endings.COSIGN_ASKED(code=project.code, who=names(found)))


def _to_head(turn: Turn, project: Project) -> list[Person]:
    found = cosigners(turn, project)
    for person in found:
        show(turn, project, person)
    key = f"{project.code}:cosign:{turn.now:%Y%m%d%H%M%S}"
    turn.remind_by(rules.NUDGE_FIRST, key, "projects.cosign_due", project.code)
    return found


def _next_version(turn: Turn, project: Project, fields: Mapping[str, Any]) -> None:
    for name in projects.FIELDS:
        setattr(project, name, fields.get(name, getattr(project, name)))  # typed without the form: as it was
    project.revision += 1
    project.submitted_at, project.waited_days = turn.now, 0
    project.needs_second = _needs_second(turn, project.budget)
    _forget_decision(project)
    turn.forget_reminders(project.code)
    _keep_version(turn, project)
    turn.tx.flush()
    turn.tx.refresh(project, ["versions"])


@router.press("answer")
def supply(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The answer to 补充材料 comes back on the card of whoever asked; the clock runs on."""
    said = str(answers["answer"])
    one = {"question": project.question, "answer": said, "by": turn.person().name, "at": turn.now.isoformat()}
    project.exchanges = [*project.exchanges, one]
    project.question = ""
    project.revision += 1  # an old card does not show the answer, and so cannot decide
    turn.forget_reminders(project.code)
    start_clock(turn, project)
    call_deciders(turn, project)
    turn.reply(texts.THANKS_ANSWER(code=project.code))


@router.press("withdraw")
def withdraw(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """The applicant takes the request back before it is decided; whoever had its card sees that it is gone."""
    rest_clock(turn, project, workdays_waited(turn, project))
    turn.forget_reminders(project.code)
    project.undo_by_id = None


@router.button("reopen")
def reopen(turn: Turn, code: str, _choice: str) -> None:
    """Open the form of a returned request with everything that was written."""
    _reopen(turn, code, "")


def _reopen(turn: Turn, code: str, said: str) -> None:
    """… and with what was said to be different in it."""
    project = steps.find(turn, router, code)
    step = "resubmit_to_head" if project.needs_cosign else "resubmit"
    FLOW.check(FLOW.by_name[step], turn.viewer, project, "", turn.settled_by(project))
    begin(turn, project.fields, code, said)


@router.button("renew")
def renew(turn: Turn, code: str, _choice: str) -> None:
    """A new request that begins with what a rejected one said."""
    project = steps.find(turn, router, code)
    if project.applicant_id != turn.person().id:
        raise NotFound(code)
    begin(turn, {**project.fields, **({SOURCE: project.source} if project.source else {})}, "")


@router.press("appeal")
def appeal(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """A rejection goes before the leading group, within the days of the rule."""
    assert project.decided_at is not None  # noqa: S101 -- it was rejected
    if turn.now > turn.school.calendar.add_workdays(project.decided_at, turn.rule(rules.APPEAL)):
        raise Refused(words.APPEAL_TOO_LATE(days=rule_value(turn, rules.APPEAL)))
    project.appeal = {"text": str(answers["appeal"]).strip(), "at": turn.now.isoformat(), "outcome": ""}
    project.undo_by_id = None
    turn.tx.flush()
    for person in turn.everyone(Role.SECRETARY, besides=project.applicant):
        show(turn, project, person)
    turn.reply(words.APPEALED)


@router.command("申请项目", "立项", "新建项目", "项目申请", "request a project", "new project")
def request(turn: Turn, words: str) -> None:
    """Begin a request, or go on with the one that was left; a few words after the command are its title."""
    if ASKS.search(words) and not FORM.labelled(words)[0]:  # "立项 要谁批?" wants to know, not to begin
        said = getattr(turn.heard, "text", words)
        free_speech.act_on(turn, said, free_speech.understood(turn, said, None))
        return
    _open(turn, words, title_in(words))


def _open(turn: Turn, words: str, title: str = "") -> None:
    person = turn.person()
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    left = next((draft for draft in drafts.drafts_of(turn.tx, person.id, turn.now) if _is_new(draft)), None)
    if left is None:
        begin(turn, {"title": title} if title else {}, "", words)
        return
    left.account_id = turn.account.id
    if not (words and dialogues.answer(turn, FORM, left, words)):
        turn.reply(texts.LEFT_OFF)
        dialogues.resume(turn, FORM, left)


@router.say("project_create")
def request_said(turn: Turn, text: str, _meant: Understood) -> None:
    """The same, in a sentence of one's own. What stands behind "申请项目:" is what the project is called."""
    if changing.kind_of(text) != "change" and projects.open_of(turn.tx, turn.person().id):
        amend_said(turn, text, _meant)  # "项目想先停一停" is about the one that is there
        return
    named = read_free_text(turn, text, {}).get("title")
    _open(turn, text, title_after_colon(text) or ("" if named else title_of_wish(text)))


@router.say("project_amend")
def amend_said(turn: Turn, text: str, _meant: Understood) -> None:
    """Change something of the draft, of a returned request, or of a project that is under way."""
    person = turn.person()
    if any(draft.form == FORM.name for draft in drafts.drafts_of(turn.tx, person.id, turn.now)):
        _open(turn, text)
        return
    own = projects.open_of(turn.tx, person.id)
    returned = [one for one in own if one.status == Stage.RETURNED]
    changing = [StepOf(router, FLOW.by_name["change"])]
    if returned:
        _reopen(turn, returned[-1].code, text)
    elif steps.in_hand(turn, changing):
        steps.choose(turn, changing, "", {"change": text})
    elif own:
        wording = texts.NOT_TO_CHANGE if own[-1].status in UNDECIDED else texts.NOT_NOW
        if own[-1].status == Stage.APPROVED:
            wording = texts.CHANGE_AFTER_START
        turn.reply(wording(code=own[-1].code, status=FLOW.statuses[own[-1].status]))
        turn.reply(steps_card(turn, own[-1]), subject=own[-1].code)
    else:
        _open(turn, text)


@router.say("project_withdraw")
def withdraw_said(turn: Turn, text: str, meant: Understood) -> None:
    """What is under way is no longer withdrawn, it is ended: "项目不做了" asks the CIO for that."""
    changing = [StepOf(router, FLOW.by_name["change"])]
    if steps.in_hand(turn, changing):
        amend_said(turn, text if "终止" in text or "不做了" in text else f"终止：{text}", meant)
    else:
        raise Refused(NONE_TO_TAKE(step=texts.WITHDRAW))


@router.say("project_milestone_update")
def milestone_said(turn: Turn, text: str, _meant: Understood) -> None:
    """News of a project that has no milestone to report: where it stands and what can be said; else an answer owed."""
    own = projects.open_of(turn.tx, turn.person().id)
    owed = [one for one in own if one.status == Stage.WAITING and one.applicant_id == turn.person().id]
    if len(owed) == 1:
        steps.begin(turn, StepOf(router, FLOW.by_name["answer"]), owed[0].code, {"answer": text})
    elif own:
        wording = _NO_NEWS.get(Stage(own[-1].status), texts.NOT_NOW)
        turn.reply(wording(code=own[-1].code, status=FLOW.statuses[own[-1].status]))
        turn.reply(steps_card(turn, own[-1]), subject=own[-1].code)
    else:
        turn.reply(texts.NO_REQUESTS)


@router.say("project_submit")
def submit_said(turn: Turn, _text: str, _meant: Understood) -> None:
    """Submit the draft that is complete."""
    draft = _own_draft(turn)
    dialogues.finish(turn, FORM, draft)


@router.say("project_save_draft")
def save_said(turn: Turn, _text: str, _meant: Understood) -> None:
    """Nothing to do: every answer is kept as it is given. Says so."""
    _own_draft(turn)
    turn.reply(texts.DRAFT_SAVED(days=LIVES.days))


def begin(turn: Turn, answers: Mapping[str, Any], code: str, said: str = "") -> None:
    """Start the form and ask to be woken when nobody comes back to it."""
    turn.person()
    dialogues.start(turn, FORM, answers, code, said)
    assert turn.account is not None  # noqa: S101
    draft = turn.dialogue()
    if draft is not None and draft.form == FORM.name:
        remind_of_draft(turn, draft)


def remind_of_draft(turn: Turn, draft: Draft) -> None:
    """Once, some days after the last touch."""
    due = draft.updated_at + timedelta(days=turn.rule(rules.DRAFT_REMINDER))
    turn.remind_by(
        rules.DRAFT_REMINDER, f"project-draft:{draft.id}:{draft.created_at.timestamp():.0f}:{due.timestamp():.0f}",
        "projects.draft_left", f"draft:{draft.id}", {"created": draft.created_at.isoformat()}, since=draft.updated_at,
    )  # fmt: skip


def draw_draft(turn: Turn, answers: Mapping[str, Any], code: str) -> Card:
    """The draft before it is submitted: what was asked to change, what is given, what a decider will miss."""
    lines: list[Phrase] = []
    project = projects.by_code(turn.tx, code) if code else None
    if project is not None and project.reason:
        lines.append(texts.TO_CHANGE(reason=project.reason))
    lines.append(texts.CHECK_LINE)
    facts = tuple(
        (field.label, field.shown(answers[field.name]) if answers.get(field.name) not in (None, "") else NOT_YET_KNOWN)
        for field in sorted(FIELDS, key=lambda field: projects.FIELDS.index(field.name))
    )
    lacks = missing(answers) if not FORM.missing(answers) else [field.label for field in FORM.missing(answers)]
    note: Phrase = Text(f"{texts.MISSING.zh}：", f"{texts.MISSING.en}: ") if lacks else ""
    if lacks:
        note = joined([note, joined(list(lacks))], zh="", en="")
    return Card(texts.CHECK(title=answers.get("title") or texts.UNTITLED), tuple(lines), facts, note=note)


def check(turn: Turn, answers: Mapping[str, Any], code: str) -> None:
    """The goal has to exist; a returned request may have been withdrawn, or sent back by an undo, meanwhile."""
    check_goal(turn, str(answers.get("goal") or ""))
    project = projects.by_code(turn.tx, code) if code else None
    if project is not None and project.status != Stage.RETURNED:
        raise TooLate(code, FLOW.statuses[project.status], texts.RESUBMIT, turn.settled_by(project))


class RequestForm(Form):
    """What is written is asked for in one list, for as long as something of it is open; what is picked comes last."""

    def wanted(self, draft: Draft) -> list[Field]:
        """All that is missing, or the next of those that have options."""
        missing = self.missing(draft.answers)
        return missing if any(not field.options for field in missing) else missing[:1]


FORM = router.form(
    RequestForm(
        "projects.request", texts.FORM, FIELDS, submit, review=True, extract=read_free_text, drawn=draw_draft,
        check=check, context="flow_active:project_create", lives=LIVES,
        first_comes_first=False, page=rules.PAGE,
    )
)  # fmt: skip


def _needs_second(turn: Turn, budget: int) -> bool:
    """By the rule in force at submission; 0 switches it off."""
    return 0 < turn.rule(rules.SECOND_ABOVE) < budget


def _is_new(draft: Draft) -> bool:
    return draft.form == FORM.name and not draft.subject


def _own_draft(turn: Turn) -> Draft:
    found = [draft for draft in drafts.drafts_of(turn.tx, turn.person().id, turn.now) if draft.form == FORM.name]
    if not found:
        raise Refused(texts.NO_DRAFT)
    return found[0]


def _keep_version(turn: Turn, project: Project, source: str = "") -> None:
    began = {SOURCE: source} if source else {}
    project.versions.append(
        ProjectVersion(
            number=len(project.versions) + 1, fields={**project.fields, **began}, submitted_by_id=turn.person().id,
            submitted_at=turn.now,
        )
    )  # fmt: skip


def _forget_decision(project: Project) -> None:
    project.decided_by = project.decided_for = project.adviser = project.handed_to = None
    project.decided_by_id = project.decided_for_id = project.adviser_id = project.handed_to_id = None
    project.decided_at = project.undo_by_id = None
    project.endorsement = {}
    project.appeal = {}
    project.reason = project.condition = ""
    project.stuck = False
