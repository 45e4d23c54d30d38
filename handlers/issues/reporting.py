"""Reporting: from one sentence to a number, with at most two rounds of questions in between."""

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from handlers import dialogues, forms
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotBound, Refused
from handlers.forms import Field, Form
from handlers.issues import cards, reading, texts
from handlers.issues.desk import begin, focused, just_filed, router, waiting_for
from handlers.issues.filing import file, pictures, pictures_in
from handlers.issues.flow import FLOW
from handlers.issues.photo_texts import UNREAD
from handlers.issues.photos import focus_of_technician
from handlers.issues.reading import Facts, facts_of
from handlers.issues.rules import DRAFT_NUDGE
from handlers.steps import find
from handlers.texts import STALE_BUTTON, Phrase, Text
from handlers.turn import Turn
from handlers.understand import Understood
from handlers.understanding.phrasing import core, plain
from handlers.understanding.tagging import tag
from storage import drafts, issues
from storage.drafts import Draft
from storage.issues import Issue
from storage.people import Person

FORM = "issues.report"


@router.command("报修", "/report", "report a fault", "report")
def report_command(turn: Turn, rest: str) -> None:
    """报修 alone asks one question; 报修 with words is a report."""
    if not rest:
        dialogues.start(turn, form, {"pictures": pictures(turn)})
        return
    report(turn, rest, Understood("ticket_create", confidence=1.0))


@router.say("ticket_create")
def report(turn: Turn, text: str, meant: Understood) -> None:
    """A fault in somebody's own words. With place and fault it is filed at once; else a draft asks for the rest."""
    facts = facts_of(text, meant.slots)
    if not facts.place and not facts.asset and not facts.fault:
        dialogues.start(turn, form, {"pictures": pictures(turn)})
        return
    asked = waiting_for(turn)
    if asked is not None and not facts.place:
        begin(turn, ("supplement",), {"note": text}, asked.code)
        return
    last = just_filed(turn)
    if last is not None and turn.has_spoken and not facts.place and facts.asset not in ("", last.asset):
        facts = replace(facts, place=last.place)  # "302网断了,打印机也用不了": one sentence, one place
    if last is not None and not facts.place and facts.asset in ("", last.asset):
        begin(turn, ("supplement",), {"note": text}, last.code)
        return
    answers = {**_known(facts), "words": text, "pictures": pictures(turn)}
    if turn.actor is None or not (facts.place and facts.fault):
        _start_draft(turn, answers)
        return
    same = _same_again(turn, turn.actor, facts)
    if same is not None:
        _ask_whether_same(turn, same, answers)
        return
    file(turn, answers)


@router.say("attachment")
def photo(turn: Turn, _text: str, _meant: Understood) -> None:
    """Pictures without words: they belong to the album, the draft or the issue in focus; else one question is asked."""
    found = pictures(turn)
    assert turn.account is not None  # noqa: S101 -- somebody sent them
    for kind, words in UNREAD.items():
        if found and all(one["kind"] == kind for one in found):
            turn.reply(words)
            return
    group = found[0]["group"] if found else ""
    album = issues.of_album(turn.tx, turn.account.platform, group) if group else None
    if album is not None:
        issues.attach(turn.tx, album, turn.account, turn.now, found)
        turn.tx.flush()
        turn.settle(album.code, lambda viewer: cards.draw(turn, album, viewer))  # its cards count them
        turn.stay_silent()
        return
    draft = turn.dialogue()
    if draft is not None and draft.form == FORM:
        before = pictures_in(draft.answers)
        draft.answers = {**draft.answers, "pictures": [*before, *found]}
        if group and any(one["group"] == group for one in before):
            turn.stay_silent()
        else:
            turn.reply(texts.GOT_PICTURES(count=len(before) + len(found)))
        return
    issue = focus_of_pictures(turn)
    if issue is not None:
        issues.attach(turn.tx, issue, turn.account, turn.now, found)
        turn.record(issue.code, "attach", clause=FLOW.clause, details={"count": len(found)})
        turn.reply(texts.PICTURES_TO(code=issue.code))
        return
    dialogues.start(turn, form, {"pictures": found})


@router.button("add_to")
def add_to(turn: Turn, code: str, choice: str) -> None:
    """The same thing again: what was said goes to the issue that is open already."""
    draft = turn.tx.get(Draft, int(choice)) if choice.isdigit() else None
    if draft is None or turn.account is None or draft.account_id != turn.account.id:
        raise Refused(STALE_BUTTON)
    issue = find(turn, router, code)
    answers = dict(draft.answers)
    drafts.discard(turn.tx, draft)
    issues.attach(turn.tx, issue, turn.account, turn.now, pictures_in(answers))
    begin(turn, ("supplement",), {"note": str(answers.get("words") or answers["fault"])}, code)


@router.due("issues.draft_left")
def draft_left(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """A draft nobody submitted is mentioned once; after a day it is gone."""
    draft = turn.tx.get(Draft, int(code.rpartition(":")[2]))
    if draft is None or draft.person_id is None or draft.expires_at <= turn.now:
        return
    words = str(draft.answers.get("words") or draft.answers.get("fault") or "")
    card = dialogues.review(turn, form, draft) if not form.missing(draft.answers) else dialogues.question(form, draft)
    turn.tell(
        turn.tx.get(Person, draft.person_id),
        Card(texts.DRAFT_WAITS(what=words), (texts.DRAFT_HOW,), card.facts, card.buttons),
        key=f"draft:{draft.id}:left",
    )


def focus_of_pictures(turn: Turn) -> Issue | None:
    """The issue that pictures without words belong to: the one just filed, or the open one on the newest card."""
    if turn.actor is None:
        return None
    last = waiting_for(turn) or just_filed(turn)
    if last is not None:
        return last
    found = focused(turn, ("supplement",))
    return found[1] if found else focus_of_technician(turn)


def _same_again(turn: Turn, person: Person, facts: Facts) -> Issue | None:
    alike = issues.open_alike(turn.tx, facts.place, facts.asset) if facts.asset else []
    return next((issue for issue in alike if issue.reporter_id == person.id), None)


def _ask_whether_same(turn: Turn, same: Issue, answers: dict[str, Any]) -> None:
    draft = _keep(turn, answers)
    status = FLOW.statuses[same.status]
    turn.reply(
        Card(
            texts.SAME_AGAIN(code=same.code, status=status),
            buttons=(
                Button(texts.ADD_TO(code=same.code), token(FLOW.name, "add_to", same.code, str(draft.id)), "good"),
                Button(texts.FILE_ANYWAY, token("form", "submit", str(draft.id))),
            ),
        )
    )


def _start_draft(turn: Turn, answers: dict[str, Any]) -> None:
    dialogues.start(turn, form, answers)
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    draft = turn.dialogue()
    if draft is not None and draft.form == FORM:
        _mention_later(turn, draft)


def _keep(turn: Turn, answers: dict[str, Any]) -> Draft:
    assert turn.account is not None  # noqa: S101
    draft = Draft(
        account_id=turn.account.id, person_id=turn.person().id, place=turn.place, form=FORM, subject="", answers=answers,
        asking=dialogues.REVIEW, rounds=0, created_at=turn.now, updated_at=turn.now, expires_at=turn.now + form.lives,
    )  # fmt: skip
    turn.tx.add(draft)
    turn.tx.flush()
    _mention_later(turn, draft)
    return draft


def _mention_later(turn: Turn, draft: Draft) -> None:
    at = turn.now + timedelta(minutes=turn.rule(DRAFT_NUDGE))
    turn.remind(f"draft:{draft.id}", "issues.draft_left", f"draft:{draft.id}", at)


def _known(facts: Facts) -> dict[str, Any]:
    return {name: value for name, value in asdict(facts).items() if value}


# The dialogue


def _read_place(text: str) -> str:
    if reading.is_skip(text):
        return texts.NOT_APPLICABLE
    if reading.says_nothing(text):
        raise Incomplete(texts.ASK_PLACE_PLAIN)
    place = facts_of(text).place
    if not place and tag(core(plain(text))).first("fault"):
        raise Incomplete(texts.ASK_PLACE_PLAIN)  # more about what is wrong, not where it is
    return place or forms.plain(text)


def _read_fault(text: str) -> str:
    if reading.says_nothing(text) or (reading.is_urgent(text) and not facts_of(text).fault):
        raise Incomplete(texts.ASK_FAULT_PLAIN)
    return texts.NOT_GIVEN.zh if reading.is_skip(text) else forms.plain(text)


def _extract(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whatever of the report stands in a message. 就这样 fills the rest; another report is no answer to this one."""
    if reading.is_skip(text):
        return {"place": known.get("place") or texts.NOT_APPLICABLE, "fault": known.get("fault") or texts.NOT_GIVEN.zh}
    complete = known.get("place") and known.get("fault")
    corrects = complete and _CORRECTS.search(text) is not None
    facts = reading.corrected(text) if corrects else facts_of(text)
    found: dict[str, Any] = _known(facts)
    if complete and not (facts.place or facts.asset):
        found = {}
    if complete and facts.fault and not facts.place and not corrects:
        found = {"fault": _more_of(str(known["fault"]), forms.plain(text))}  # the blue lamp is the projector's
    if reading.is_urgent(text):
        found["urgency"] = text
    if found:
        found["words"] = ",".join(part for part in (str(known.get("words") or ""), text) if part)
    if more := pictures(turn):
        found["pictures"] = [*pictures_in(known), *more]
    return found


_CORRECTS = re.compile(r"不是|应该是|改成|改为|换成|写错|说错|错了|\b(?:not|instead|wrong|i mean)\b", re.IGNORECASE)


def _more_of(fault: str, text: str) -> str:
    """What was wrong, and what else: in the reporter's own words, for they tell a technician most."""
    return text if fault in (texts.NOT_GIVEN.zh, texts.NOT_GIVEN.en) else f"{fault}；{text}"


def _another(text: str, known: Mapping[str, Any]) -> bool:
    """A whole report about another device is not the answer to what was asked about this one."""
    facts = facts_of(text)
    asset = str(known.get("asset") or "")
    return bool(asset and facts.place and facts.asset and facts.fault) and facts.asset not in asset


def _worded(answers: Mapping[str, Any]) -> Phrase | None:
    """One question, in plain words."""
    place, asset, fault = (str(answers.get(name) or "") for name in ("place", "asset", "fault"))
    count = len(pictures_in(answers))
    if not place and not fault:
        what: Text = texts.ASK_FAULT(what=asset) if asset else texts.ASK_ALL
        got = texts.GOT_PICTURES(count=count)
        return Text(f"{got.zh}{what.zh}", f"{got.en} {what.en}") if count else what
    if not place:
        return texts.ASK_PLACE(what=asset or fault) if asset or fault else texts.ASK_PLACE_PLAIN
    if not fault:
        return texts.ASK_FAULT(what=f"{place}{asset}")
    return None


def _drawn(turn: Turn, answers: Mapping[str, Any], _subject: str) -> Card:
    place, asset, fault = (str(answers.get(name) or "") for name in ("place", "asset", "fault"))
    priority, why = reading.priority_of(
        Facts(place, asset, fault), f"{answers.get('words') or ''} {answers.get('urgency') or ''}", turn.now,
        turn.school.calendar,
    )  # fmt: skip
    urgent = Text(f"P{priority} {why.zh}", f"P{priority} {why.en}")
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.PLACE, place or texts.NOT_GIVEN),
        (texts.ASSET, asset or texts.NOT_GIVEN),
        (texts.FAULT, fault or texts.NOT_GIVEN),
        (texts.URGENCY, urgent),
    ]
    if found := pictures_in(answers):
        facts.append((texts.PICTURES, texts.COUNT(count=len(found))))
    tip = reading.tip_for(Facts(place, asset, fault), why.zh)
    return Card(texts.REPORT, (texts.CHECK,), tuple(facts), note=tip)


def _check(turn: Turn, _answers: Mapping[str, Any], _subject: str) -> None:
    if turn.actor is None:
        raise NotBound(texts.BIND_TO_SUBMIT)


def _done(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    file(turn, answers)


def _hidden(name: str, label: Text) -> Field:
    return Field(name, label, label, required=False)


form = router.form(
    Form(
        FORM,
        texts.REPORT,
        (
            Field("place", texts.PLACE, texts.ASK_PLACE_PLAIN, read=_read_place, words=("位置",),
                  options=((texts.NOT_APPLICABLE, texts.SKIP),)),
            Field("asset", texts.ASSET, texts.ASSET, required=False, words=("东西", "asset")),
            Field("fault", texts.FAULT, texts.ASK_FAULT_PLAIN, read=_read_fault, words=("问题", "故障", "problem")),
            Field("urgency", texts.URGENCY, texts.URGENCY, required=False, words=("紧急程度", "优先级")),
            _hidden("words", texts.NOTE),
            _hidden("pictures", texts.PICTURES),
        ),
        _done,
        review=True,
        extract=_extract,
        drawn=_drawn,
        check=_check,
        worded=_worded,
        another=_another,
        context="flow_active:ticket_create",
        rounds=2,
    )
)  # fmt: skip
