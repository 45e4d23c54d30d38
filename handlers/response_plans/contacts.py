"""Whom to call outside the school: registered by the CIO, read by everybody of the school, printed on every plan."""

import re

from handlers.cards import Card
from handlers.errors import Incomplete, NotAllowed
from handlers.numerals import fold
from handlers.response_plans import texts
from handlers.response_plans.desk import router
from handlers.response_plans.flow import cio
from handlers.texts import EDGES
from handlers.turn import Turn
from storage import response_plans
from storage.response_plans import ResponsePlan

_CONTACT = re.compile(r"^(.{2,30}?)[\s:]*((?:\+?\d[\d\- ]{2,18}\d)|无|删除|none|remove)\s*$", re.IGNORECASE)
GONE = frozenset({"无", "删除", "none", "remove"})


@router.command("应急电话", "应急联系电话", "emergency numbers", "emergency number")
def emergency_numbers(turn: Turn, words: str) -> None:
    """应急电话 lists them; 应急电话 市教育局 010-12345678 keeps one, 应急电话 市教育局 删除 takes it off."""
    person = turn.person()
    if not words:
        turn.reply(listed(turn))
        return
    if not cio.allows(turn.viewer, ResponsePlan()):
        raise NotAllowed(texts.SET_CONTACT, texts.CIO, code="EP", step_name="contact")
    said = _CONTACT.match(fold(words).strip(EDGES))
    if said is None:
        raise Incomplete(texts.CONTACT_HOW)
    name, phone = words.strip()[: len(said[1])].strip(EDGES), said[2].strip()
    gone = phone.lower() in GONE
    response_plans.put_contact(turn.tx, name, "" if gone else phone, person, turn.now)
    turn.record("EP", "contact", clause="7.3.1", details={"name": name, "phone": "" if gone else phone})
    turn.reply(texts.CONTACT_GONE(name=name) if gone else texts.CONTACT_SET(name=name, phone=phone))


def listed(turn: Turn) -> Card:
    """The list, or how to begin it."""
    found = response_plans.contacts(turn.tx)
    if not found:
        return Card(texts.NO_CONTACTS)
    return Card(texts.CONTACTS, tuple(texts.CONTACT_LINE(name=one.name, phone=one.phone) for one in found))
