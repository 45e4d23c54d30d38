"""Who may take which step in which status: the whole table, and the reasons of the refusals."""

from datetime import UTC, datetime

import pytest

from handlers.errors import Changed, NotAllowed, TooLate
from handlers.flow import Letter, Viewer
from handlers.projects.flow import FLOW, letter_for, party
from storage.people import Person, Role
from storage.projects import Milestone, Project, Stage

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
CIO = Role.CIO


def person(number: int, name: str, *roles: Role, department: str = "信息中心") -> Person:
    return Person(id=number, name=name, department=department, active=True,
                  role_names=[role.value for role in (Role.STAFF, *roles)])  # fmt: skip


LI = person(1, "李老师", department="数学组")
CHEN = person(2, "陈主任", CIO)
HU = person(3, "胡老师")
ZHOU = person(4, "周校长", Role.LEADER)
QIAN = person(5, "钱秘书", Role.SECRETARY)
WANG = person(6, "王技术", Role.TECHNICIAN)
HEAD = person(7, "组长", Role.HEAD, department="数学组")
OTHER_HEAD = person(8, "别组组长", Role.HEAD, department="语文组")
AUDITOR = person(9, "审计员", Role.AUDITOR)


def letter(limit: int | None = None, of: Person = CHEN) -> Letter:
    return Letter(of.id, of.name, of.roles, limit)


VIEWERS = {
    "applicant": Viewer(LI),
    "cio": Viewer(CHEN),
    "acting": Viewer(HU, (letter(),)),
    "acting up to 3万": Viewer(HU, (letter(30_000),)),
    "leader": Viewer(ZHOU),
    "secretary": Viewer(QIAN),
    "technician": Viewer(WANG),
    "head": Viewer(HEAD),
    "other head": Viewer(OTHER_HEAD),
    "auditor": Viewer(AUDITOR),
    "guest": Viewer(Person(id=0, name="", role_names=[], active=False)),
    "clock": Viewer(None),
}


def project(status: Stage, **values: object) -> Project:
    known: dict[str, object] = {
        "code": "P-2026-001", "status": status, "title": "机房改造", "applicant": LI, "applicant_id": LI.id,
        "department": "数学组", "budget": 35_000, "revision": 2, "needs_second": False, "stuck": False, "change": {},
        "endorsement": {}, "appeal": {}, "actual": "", "data_class": "none",
    }  # fmt: skip
    return Project(**{**known, **values})


DECIDES = {"approve", "reject", "return", "ask", "hand_over"}
TABLE: list[tuple[Project, dict[str, set[str]]]] = [
    (project(Stage.SUBMITTED), {"applicant": {"withdraw"}, "cio": DECIDES, "acting": DECIDES}),
    (
        project(Stage.SUBMITTED, budget=30_000),
        {"applicant": {"withdraw"}, "cio": DECIDES, "acting": DECIDES, "acting up to 3万": DECIDES},
    ),
    (
        project(Stage.SUBMITTED, needs_second=True),
        {
            "applicant": {"withdraw"},
            "cio": DECIDES - {"approve"} | {"endorse"},
            "acting": DECIDES - {"approve"} | {"endorse"},
        },
    ),
    (
        project(Stage.SUBMITTED, adviser_id=WANG.id, stuck=True),
        {
            "applicant": {"withdraw"},
            "cio": DECIDES,
            "acting": DECIDES,
            "technician": {"advise"},
            "secretary": {"appoint"},
        },
    ),
    (
        project(Stage.SUBMITTED, handed_to=ZHOU, handed_to_id=ZHOU.id, alternate_id=ZHOU.id),
        {"applicant": {"withdraw"}, "cio": {"hand_over"}, "acting": {"hand_over"}, "leader": DECIDES},
    ),
    (project(Stage.WAITING), {"applicant": {"answer", "withdraw"}, "clock": {"lapse"}}),
    (
        project(Stage.SECOND, needs_second=True, endorsement={"by": CHEN.id}, undo_by_id=CHEN.id),
        {"applicant": {"withdraw"}, "cio": {"undo"}, "leader": {"confirm", "reject", "return"}},
    ),
    (project(Stage.RETURNED), {"applicant": {"resubmit", "withdraw"}}),
    (project(Stage.RETURNED, undo_by_id=CHEN.id), {"applicant": {"resubmit", "withdraw"}, "cio": {"undo"}}),
    (project(Stage.REJECTED), {"applicant": {"appeal"}}),
    (project(Stage.REJECTED, undo_by_id=CHEN.id), {"applicant": {"appeal"}, "cio": {"undo"}}),
    (project(Stage.REJECTED, appeal={"text": "急需", "outcome": ""}), {"secretary": {"reconsider", "uphold"}}),
    (project(Stage.REJECTED, appeal={"text": "急需", "outcome": "不变"}), {}),
    (project(Stage.WITHDRAWN), {}),
    (project(Stage.APPROVED, undo_by_id=CHEN.id), {"applicant": {"start", "plan"}, "cio": {"undo"}}),
    (
        project(Stage.APPROVED, undo_by_id=ZHOU.id, endorsement={"by": CHEN.id}),
        {"applicant": {"start", "plan"}, "leader": {"undo_second"}},
    ),
    (project(Stage.RUNNING), {"applicant": {"plan", "change", "finish"}}),
    (
        project(Stage.RUNNING, milestones=[Milestone(id=1, name="到货", due_at=NOW)]),
        {"applicant": {"reach", "plan", "change", "finish"}},
    ),
    (
        project(Stage.CHANGING, change={"kind": "pause", "back": "running"}),
        {"cio": {"grant_pause", "refuse"}, "acting": {"grant_pause", "refuse"}},
    ),
    (
        project(Stage.CHANGING, change={"kind": "resume", "back": "paused"}),
        {"cio": {"grant", "refuse_paused"}, "acting": {"grant", "refuse_paused"}},
    ),
    (
        project(Stage.CHANGING, change={"kind": "end", "back": "running"}),
        {"cio": {"grant_end", "refuse"}, "acting": {"grant_end", "refuse"}},
    ),
    (project(Stage.PAUSED), {"applicant": {"change"}}),
    (project(Stage.ENDED), {}),
    (project(Stage.FINISHING), {"cio": {"accept", "redo"}, "acting": {"accept", "redo"}}),
    (project(Stage.DONE), {"clock": {"evaluate"}}),
    (
        project(Stage.EVALUATING),
        {"applicant": {"assess", "improve"}, "cio": {"improve"}, "acting": {"improve"}},  # nothing to conclude on yet
    ),
    (
        project(Stage.EVALUATING, actual="18秒"),
        {"applicant": {"improve"}, "cio": {"conclude", "improve"}, "acting": {"conclude", "improve"}},
    ),
    (
        project(Stage.EVALUATED),
        {
            "applicant": {"improve", "track"},
            "cio": {"improve", "track", "archive"},
            "acting": {"improve", "track", "archive"},
        },
    ),
    (
        project(Stage.TRACKING),
        {"applicant": {"improve"}, "cio": {"improve", "archive"}, "acting": {"improve", "archive"}},
    ),
    (project(Stage.ARCHIVED), {}),
    (project(Stage.COSIGN, needs_cosign=True), {"applicant": {"withdraw"}, "head": {"cosign", "cosign_back"}}),
    (
        project(Stage.COSIGN, needs_cosign=True, applicant=HEAD, applicant_id=HEAD.id),
        {"head": {"withdraw"}},
    ),
    (project(Stage.RETURNED, needs_cosign=True), {"applicant": {"resubmit_to_head", "withdraw"}}),
    (
        project(Stage.CHANGING, change={"kind": "change", "back": "running", "small": True}),
        {"applicant": {"adjust"}, "cio": {"grant", "refuse"}, "acting": {"grant", "refuse"}},
    ),
    (
        project(Stage.CHANGING, change={"kind": "change", "back": "paused", "small": True}),
        {
            "applicant": {"adjust_paused"},
            "cio": {"grant_pause", "refuse_paused"},
            "acting": {"grant_pause", "refuse_paused"},
        },
    ),
]


@pytest.mark.parametrize(("subject", "expected"), TABLE, ids=[f"{n}-{one[0].status}" for n, one in enumerate(TABLE)])
def test_everybody_may_do_exactly_what_the_table_says(subject: Project, expected: dict[str, set[str]]) -> None:
    allowed = {
        name: {step.name for step in FLOW.steps if FLOW.may(step, viewer, subject)} for name, viewer in VIEWERS.items()
    }
    assert {name: steps for name, steps in allowed.items() if steps} == expected


def test_every_status_has_its_row() -> None:
    assert {str(subject.status) for subject, _expected in TABLE} == set(FLOW.statuses)


def test_the_applicants_own_steps_stay_theirs_when_they_are_the_cio() -> None:
    own = project(Stage.SUBMITTED, applicant=CHEN, applicant_id=CHEN.id)
    allowed = {name for name, viewer in VIEWERS.items() if FLOW.may(FLOW.by_name["approve"], viewer, own)}
    assert allowed == set()
    own.alternate_id = ZHOU.id
    allowed = {name for name, viewer in VIEWERS.items() if FLOW.may(FLOW.by_name["approve"], viewer, own)}
    assert allowed == {"leader"}
    assert FLOW.may(FLOW.by_name["withdraw"], VIEWERS["cio"], own)


def test_no_step_of_the_clock_approves() -> None:
    clock = VIEWERS["clock"]
    taken = {step.leads for subject, _expected in TABLE for step in FLOW.steps if FLOW.may(step, clock, subject)}
    assert taken == {Stage.RETURNED, Stage.EVALUATING}


@pytest.mark.parametrize(
    ("viewer", "subject", "words"),
    [
        ("applicant", project(Stage.SUBMITTED), "自己的申请不能自己审批"),
        ("technician", project(Stage.SUBMITTED), "「同意」要由CIO 或代理 CIO来做"),
        ("acting up to 3万", project(Stage.SUBMITTED), "你的委托额度是3万元，这个项目3.5万元，要由陈主任本人决定"),
        ("acting", project(Stage.SUBMITTED, applicant=CHEN, applicant_id=CHEN.id), "代理人要回避"),
        ("cio", project(Stage.SUBMITTED, handed_to=ZHOU, handed_to_id=ZHOU.id), "已转交周校长"),
    ],
)
def test_a_refusal_says_exactly_why(viewer: str, subject: Project, words: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        FLOW.check(FLOW.by_name["approve"], VIEWERS[viewer], subject)
    assert words in refusal.value.wording.zh
    assert (refusal.value.code, refusal.value.step_name) == ("P-2026-001", "approve")


def test_who_may_not_is_told_so_before_who_is_too_late() -> None:
    approved = project(Stage.APPROVED)
    with pytest.raises(NotAllowed):
        FLOW.check(FLOW.by_name["approve"], VIEWERS["technician"], approved)
    with pytest.raises(TooLate):
        FLOW.check(FLOW.by_name["approve"], VIEWERS["cio"], approved)


def test_an_older_revision_decides_nothing() -> None:
    for name in ("approve", "reject", "return", "ask"):
        with pytest.raises(Changed):
            FLOW.check(FLOW.by_name[name], VIEWERS["cio"], project(Stage.SUBMITTED), "1")
        FLOW.check(FLOW.by_name[name], VIEWERS["cio"], project(Stage.SUBMITTED), "2")


def test_a_letter_is_used_only_by_who_needs_it() -> None:
    asked = project(Stage.SUBMITTED)
    assert letter_for(VIEWERS["acting"], asked) == letter()
    assert letter_for(VIEWERS["cio"], asked) is None
    both = Viewer(CHEN, (letter(of=person(12, "马主任", CIO)),))
    assert letter_for(both, asked) is None
    assert letter_for(VIEWERS["acting up to 3万"], asked) is None


def test_a_request_is_seen_by_its_parties_only() -> None:
    asked = project(Stage.SUBMITTED, adviser_id=None)
    seeing = {name for name, viewer in VIEWERS.items() if party.allows(viewer, asked)}
    assert seeing == {
        "applicant", "cio", "acting", "acting up to 3万", "leader", "secretary", "head", "auditor",
    }  # fmt: skip


def test_a_card_of_the_cio_has_the_five_words() -> None:
    buttons = FLOW.buttons(VIEWERS["cio"], project(Stage.SUBMITTED))
    assert [button.label.zh for button in buttons if not isinstance(button.label, str)] == [
        "同意", "驳回", "退回", "补充材料", "转交",
    ]  # fmt: skip
    assert all(len(button.token.encode()) <= 64 for button in buttons)


def test_what_is_only_a_way_out_is_on_nobodys_desk() -> None:
    asked = project(Stage.SUBMITTED)
    assert not FLOW.awaits(VIEWERS["applicant"], asked)
    assert FLOW.awaits(VIEWERS["cio"], asked)
    assert FLOW.awaits(VIEWERS["applicant"], project(Stage.WAITING))
    assert not FLOW.awaits(VIEWERS["cio"], project(Stage.REJECTED, undo_by_id=CHEN.id))


def test_the_second_approver_is_a_second_person() -> None:
    confirm = FLOW.by_name["confirm"]
    both = Viewer(person(13, "兼任", CIO, Role.LEADER))
    assert FLOW.may(confirm, both, project(Stage.SECOND, endorsement={"by": CHEN.id}))
    assert not FLOW.may(confirm, both, project(Stage.SECOND, endorsement={"by": 13}))
    assert not FLOW.may(confirm, both, project(Stage.SECOND, endorsement={"by": CHEN.id}, applicant_id=13))
