"""The router of privacy and preferences."""

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.privacy import rules, texts
from handlers.privacy.flow import FLOW, keeps, readable
from handlers.router import Router
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import privacy
from storage.people import Role
from storage.privacy import PrivacyRequest, RequestStage


def who(request: PrivacyRequest) -> str:
    """Whose data it is about."""
    return request.person.name if request.person is not None else (request.account.name or "访客")


def day_due(turn: Turn, request: PrivacyRequest) -> Text:
    """By when it is answered."""
    then = turn.local(rules.ANSWER.due(turn.rule(rules.ANSWER), request.created_at, turn.school.calendar))
    return Text(f"{then.month}月{then.day}日", f"{then:%d %b}")


def request_card(turn: Turn, request: PrivacyRequest, viewer: Viewer) -> Card:
    """What is wanted, whose it is, by when."""
    kind, status = texts.KINDS[request.kind], FLOW.statuses[request.status]
    title: Phrase = texts.TITLE(code=request.code, kind=kind, status=status)
    if request.status == RequestStage.RECEIVED and keeps(viewer, request):
        title = texts.TO_DO(code=request.code, kind=kind, name=who(request))
    value = rules.ANSWER.show(turn.rule(rules.ANSWER))
    due = texts.DUE_BY(day=day_due(turn, request), rule=rules.ANSWER.title, value=value)
    facts: list[tuple[Phrase, Phrase]] = [(texts.FROM, who(request)), (texts.WORDS, request.words), (texts.DUE, due)]
    if request.outcome:
        facts.append((texts.OUTCOME, request.outcome))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    return Card(title, (), tuple(facts), FLOW.buttons(viewer, request))


def _open_for(turn: Turn) -> list[PrivacyRequest]:
    return [one for one in privacy.waiting(turn.tx) if keeps(turn.viewer, one)] if turn.actor is not None else []


def _hears(turn: Turn, text: str) -> bool:
    from handlers.privacy import preferences  # noqa: PLC0415 -- it registers with this router

    return preferences.heard(turn, text)


def _explains(turn: Turn) -> bool:
    from handlers.privacy import preferences  # noqa: PLC0415 -- it registers with this router

    return preferences.explained(turn)


router = Router(
    "privacy", flow=FLOW, find=privacy.by_code, readable=readable, card=request_card, open_for=_open_for,
    context=lambda _turn, _request: "none", hears=_hears, explains=_explains, rules=rules.ALL,
    rule_readers=(Role.ADMIN, Role.CIO),
)  # fmt: skip
router.help(texts.HELP, guests=True)
