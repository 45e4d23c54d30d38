"""How the leading group settles a question: draft, 同意 修改 反对, publication; or back, to the CIO, or declined (9.1)."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.errors import Refused
from handlers.policy import cards, rules, texts
from handlers.policy.actions import leading_group
from handlers.policy.escalating import bare, follow, start_clocks
from handlers.policy.flow import FLOW
from handlers.reviewing import found_right
from handlers.rule_finding import LIKELY, matching
from handlers.rulebook import Rule
from handlers.texts import joined
from handlers.turn import Turn
from storage import numbers, questions
from storage import rules as implementing
from storage.people import Person, Role
from storage.questions import Interpretation, Question, QuestionVote

_CLAUSE = re.compile(r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,2}(?![\d.])|第[一二三四五六七八九十百零\d]+条")
MOST_QUOTED = 2


@leading_group.press("draft")
def draft(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """起草释义: the members are asked; the wording is theirs to change."""
    _propose(turn, question, str(answers["text"]))


@leading_group.press("amend")
def amend(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """修改: another wording; earlier voices were for the old one. The secretary, whose draft it was, sees it."""
    _propose(turn, question, str(answers["text"]))
    words = texts.AMENDED_BY(code=question.code, name=turn.person().name, text=question.draft)
    for one in turn.everyone(Role.SECRETARY, besides=turn.actor):
        turn.tell(one, words)


def _propose(turn: Turn, question: Question, text: str) -> None:
    members = turn.everyone(Role.MEMBER)
    question.draft = text
    question.revision += 1
    question.needed = max(1, -(-len(members) * turn.rule(rules.QUORUM) // 100))
    turn.forget_reminders(question.code, f"{question.code}:triage")
    for one in members:
        if turn.actor is None or one.id != turn.actor.id:
            turn.tell(one, cards.question_card(turn, question, turn.view_of(one)), subject=question.code)


@leading_group.press("agree")
def agree(turn: Turn, question: Question, _answers: Mapping[str, Any]) -> None:
    """同意: the voice that completes the quorum publishes."""
    _vote(turn, question, agrees=True)
    if question.agreed >= question.needed:
        turn.take(FLOW, "publish", question)
        publish(turn, question, {})


@leading_group.press("object")
def object_to(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """反对: with a reason, told to the secretary, who words it anew or gives it up."""
    _vote(turn, question, agrees=False, comment=str(answers["reason"]))
    words = texts.OBJECTED(code=question.code, reason=answers["reason"])
    for one in turn.everyone(Role.SECRETARY):
        turn.tell(one, words)


def _vote(turn: Turn, question: Question, *, agrees: bool, comment: str = "") -> None:
    question.votes.append(
        QuestionVote(
            person_id=turn.person().id, revision=question.revision, agrees=agrees, comment=comment, at=turn.now
        )
    )
    turn.tx.flush()


@leading_group.press("publish")
def publish(turn: Turn, question: Question, _answers: Mapping[str, Any]) -> None:
    """发布: numbered, dated, read beside its clauses from now on; all who asked are told."""
    day = turn.local(turn.now).date()
    for old in questions.interpretations(turn.tx):
        if any(bare(asked) == bare(question.text) for asked in old.asked):
            old.withdrawn = True  # the same question, settled anew
    number = f"释义{day.year}-{numbers.next_number(turn.tx, f'interpretation-{day.year}')}"
    turn.tx.add(
        Interpretation(
            number=number, clauses=list(question.clauses[:1]), text=question.draft, effective=day, asked=[question.text],
            question=question.code, published_by_id=turn.person().id,
        )
    )  # fmt: skip
    body = texts.PUBLISHED_TEXT(text=question.draft, number=number, date=day.isoformat())
    beside = texts.PUBLISHED_CLAUSE(clause=question.clauses[0]) if question.clauses else ""
    card = Card(texts.PUBLISHED(code=question.code, number=number), (f"「{question.text}」", body), note=beside)
    _end(turn, question, card)
    turn.remind_by(rules.REVIEW, f"{number}:review", "questions.review", question.code, {"number": number})


@leading_group.press("hand_back")
def hand_back(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """退回: it is settled already; the clause that is named comes with it, word for word."""
    question.reason = str(answers["reason"])
    library = turn.school.library()
    named = [found for number in _CLAUSE.findall(question.reason) if (found := library.clause(number)) is not None]
    lines = tuple(f"【{clause.id}】{clause.path}：{clause.text}" for clause in named[:MOST_QUOTED])
    _end(turn, question, Card(texts.RETURNED(code=question.code, reason=question.reason), lines))


@leading_group.press("decline")
def decline(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """不予解释, with the reason as written."""
    question.reason = str(answers["reason"])
    _end(turn, question, Card(texts.DECLINED(code=question.code, reason=question.reason)))


@leading_group.press("refer")
def refer(turn: Turn, question: Question, _answers: Mapping[str, Any]) -> None:
    """转 CIO 定细则: a number is missing, not an interpretation; the CIO sees which rules would answer."""
    turn.forget_reminders(question.code, f"{question.code}:triage")
    for one in turn.everyone(Role.CIO):
        turn.tell(one, cards.question_card(turn, question, turn.view_of(one)), subject=question.code)
    for follower in question.followers:
        turn.tell(
            follower.person, texts.REFERRED_ASKER(code=question.code), key=f"{question.code}:referred:{follower.id}"
        )


@leading_group.press("rule_made")
def rule_made(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """已定细则: the published rule is the answer. A default is none: somebody has to have decided."""
    rule = _published(turn, str(answers["rule"]))
    row = implementing.latest(turn.tx, rule.key)
    assert row is not None  # noqa: S101 -- `_published` looked
    value = rule.show(int(row.value))
    question.reason = f"{rule.title.zh}：{value.zh}"
    words = texts.RULED(code=question.code, rule=rule.title, value=value, version=row.version, clause=rule.clause)
    _end(turn, question, Card(words, (f"「{question.text}」",)))


def _published(turn: Turn, said: str) -> Rule:
    found = matching(turn.features.rules.values(), said, LIKELY)
    if len(found) != 1:
        raise Refused(texts.WHICH_RULE)
    if implementing.latest(turn.tx, found[0].key) is None:
        raise Refused(texts.NOT_PUBLISHED(rule=found[0].title))
    return found[0]


@leading_group.press("not_mine")
def not_mine(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """退给秘书: no number settles it; the leading group has it again."""
    question.reason = str(answers["reason"])
    words = texts.BACK_FROM_CIO(code=question.code, reason=question.reason)
    for one in turn.everyone(Role.SECRETARY):
        turn.tell(one, words)


@leading_group.press("merge")
def merge(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """合并: whoever asked this one follows the other from now on."""
    other = questions.question_by_code(turn.tx, str(answers["into"]))
    if other is None or other.id == question.id or other.status not in ("open", "voting"):
        raise Refused(texts.MERGE_WHERE)
    for follower in question.followers:
        follow(turn, other, follower.person_id)
        turn.tell(follower.person, texts.MERGED(code=question.code, other=other.code))
    question.reason = other.code
    turn.forget_reminders(question.code)


def _end(turn: Turn, question: Question, card: Card) -> None:
    """It is over: nothing more is due, and all who asked are told; the nameless ones, too."""
    turn.forget_reminders(question.code)
    for follower in question.followers:
        turn.tell(follower.person, card, key=f"{question.code}:{question.status}:{follower.person_id}")


# What falls due


@leading_group.due("questions.nudge")
def nudge(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """The secretary has not taken a question up in time: once more, with the card and the rule."""
    question = steps.find_any(turn, leading_group, code)
    if question is None or question.status != "open":
        return
    _remind(turn, question, turn.everyone(Role.SECRETARY), rules.TRIAGE)


@leading_group.due("questions.late")
def late(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """Half the time is over, or all of it: whoever it waits for is reminded; at the end the askers hear that it goes on."""
    question = steps.find_any(turn, leading_group, code)
    if question is None or question.status not in ("open", "voting", "referred"):
        return
    rule = turn.features.rules[str(payload["rule"])]
    _remind(turn, question, _awaited(turn, question), rule)
    if rule == rules.REPLY:
        for follower in question.followers:
            turn.tell(follower.person, texts.INTERIM(
                code=code, state=texts.STATUS[question.status], rule=rule.title, value=rule.show(turn.rule(rule)),
            ), key=f"{code}:interim:{follower.person_id}")  # fmt: skip


@leading_group.due("questions.overdue")
def overdue(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """Still no answer: the CIO and the chair of the group."""
    question = steps.find_any(turn, leading_group, code)
    if question is not None and question.status in ("open", "voting", "referred"):
        _remind(turn, question, turn.everyone(Role.CIO, Role.LEADER), rules.ESCALATE)


def _awaited(turn: Turn, question: Question) -> list[Person]:
    if question.status == "referred":
        return turn.everyone(Role.CIO)
    if question.status == "open":
        return turn.everyone(Role.SECRETARY)
    voted = {vote.person_id for vote in question.votes if vote.revision == question.revision}
    silent = [one for one in turn.everyone(Role.MEMBER) if one.id not in voted]
    return list({one.id: one for one in (*silent, *turn.everyone(Role.SECRETARY))}.values())


def _remind(turn: Turn, question: Question, people: list[Person], rule: Rule) -> None:
    words = texts.LATE(code=question.code, state=texts.STATUS[question.status])
    note = texts.UNDER_RULE(rule=rule.title, value=rule.show(turn.rule(rule)), clause=rule.clause)
    for one in people:
        card = cards.question_card(turn, question, turn.view_of(one))
        turn.tell(
            one, Card(words, card.lines, card.facts, card.buttons, note), subject=question.code,
            key=f"{question.code}:{rule.key}:r{question.revision}:{one.id}",
        )  # fmt: skip


# The yearly review


@leading_group.due("questions.review")
def review(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """An interpretation has stood for a year: the secretary looks at it again."""
    number = str(payload["number"])
    found = questions.interpretation_by_number(turn.tx, number)
    if found is None or found.withdrawn:
        return
    buttons = (
        Button(texts.KEEP, token("questions", "keep", str(found.id))),
        Button(texts.DISCUSS, token("questions", "discuss", str(found.id))),
    )
    clauses = joined(list(found.clauses))
    for one in turn.everyone(Role.SECRETARY):
        card = Card(texts.REVIEW(number=number), (found.text,), ((texts.NEAREST, clauses),), buttons)
        turn.tell(one, card, key=f"{number}:review:{turn.now:%Y%m%d}:{one.id}")
    turn.record(code, "review_due", clause="9.1", details={"number": number})


@leading_group.button("keep")
def keep_interpretation(turn: Turn, code: str, _choice: str) -> None:
    """继续有效: looked at again after another year."""
    found = _for_review(turn, code)
    turn.remind_by(
        rules.REVIEW, f"{found.number}:review:{turn.now:%Y%m%d}", "questions.review", found.question,
        {"number": found.number},
    )  # fmt: skip
    found_right(turn.tx, found.number, turn.now)
    turn.record(found.question, "review_kept", clause="9.1", details={"number": found.number})
    turn.reply(texts.KEPT(number=found.number))


@leading_group.button("discuss")
def discuss_again(turn: Turn, code: str, _choice: str) -> None:
    """重新讨论: a new question about the old one; the interpretation stands until another is published."""
    found = _for_review(turn, code)
    number = numbers.next_number(turn.tx, "Q")
    question = Question(
        code=f"Q-{number:04d}", status="open", text=found.asked[0] if found.asked else found.text,
        clauses=list(found.clauses), asker_id=turn.person().id, draft=found.text, created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(question)
    turn.tx.flush()
    start_clocks(turn, question)
    turn.record(question.code, "ask", clause="9.1", after="open", details={"review_of": found.number})
    turn.reply(cards.question_card(turn, question, turn.viewer), subject=question.code)


def _for_review(turn: Turn, code: str) -> Interpretation:
    if not turn.viewer.holds(Role.SECRETARY):
        raise Refused(texts.ONLY_SECRETARY)
    found = turn.tx.get(Interpretation, int(code)) if code.isdigit() else None
    if found is None or found.withdrawn:
        raise Refused(texts.GONE)
    return found
