"""How Xiaoxin speaks in WeCom: cards with buttons, plain text for who cannot see them, one call for many people.

WeCom knows the same request again for four hours (`enable_duplicate_check`), so a message to one person may be repeated
after a crash or a lost answer. A call for many is not: who is still to be told may have changed meanwhile.
"""

import asyncio
import json
import logging
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.platforms import texts
from bot.platforms import wecom_cards as drawing
from bot.platforms import weixin_media as media
from bot.platforms.trouble import Alarm, logged, pause_after
from bot.platforms.wechat_connection import Connection, NoAnswer, NotSent, PlatformError, Refusal
from bot.platforms.wecom import PLATFORM
from bot.platforms.wecom_app import WRONG_IP, WeComApp
from bot.platforms.weixin_checks import ip_in
from bot.platforms.wording import looks_chinese
from handlers.cards import Enclosure
from jobs.outgoing import Accepted, Cabinet, Later, NoCabinet, Outcome, Outgoing, Pace, Refused, Unknown
from storage.outbox import Kind

log = logging.getLogger(__name__)

REMEMBERED_SECONDS = 14400  # how long WeCom knows a request again, its maximum
SURELY_REMEMBERED = 3600
MOST_RECEIVERS = 1000
MOST_CARRIES = 4  # tries to carry a file there; then its reader gets a link
REST_SECONDS = 60  # so long after :00 and :30 notices wait: WeCom itself is slow then, and asks for it
NOBODY_THERE = frozenset({81013, 60111, 40003, 50002})
OUR_SETTINGS = frozenset({40001, 40013, 40014, 42001, 40056, 41001, 48002, 301002, WRONG_IP})
BUSY = frozenset({-1, 45033})
TOO_OFTEN = 45009
# Every other refusal of a card, whatever its number, is about its form: its words still go out as text.
ABOUT_MORE_THAN_THE_CARD = OUR_SETTINGS | NOBODY_THERE | BUSY | {TOO_OFTEN}
TASK_ID = re.compile(r"task[ _]?id", re.IGNORECASE)  # WeCom has several numbers for it
SETTINGS_PAUSE = 300.0  # seconds; somebody has to change a setting first
LIMIT_PAUSE = 60.0


class WeComMouth:
    """One application, as the relay sees it. `text_only` names members who read in personal WeChat and see no cards.

    Nobody tells us who those are, so before the first card of a member (`has_had_cards`) a line says what to reply.
    """

    platform = PLATFORM

    def __init__(
        self,
        connection: Connection,
        app: WeComApp,
        *,
        text_only: Callable[[str], bool] = lambda _user: False,
        has_had_cards: Callable[[str], bool] = lambda _user: True,
        rest_seconds: int = REST_SECONDS,
        cabinet: Cabinet = NoCabinet(),  # noqa: B008 -- it keeps nothing
        alarm: Alarm = logged(PLATFORM),  # noqa: B008 -- it only names itself
    ) -> None:
        self._connection = connection
        self._app = app
        self._text_only = text_only
        self._has_had_cards = has_had_cards
        self._hinted: set[str] = set()
        self._cabinet = cabinet
        self._alarm = alarm
        # Under WeCom's 30 a minute and 1000 an hour for one member, for more is dropped in silence: so far under that
        # the one card a killed worker may have sent unrecorded finds room, however many messages it was.
        self.pace = Pace(
            per_second=100, per_address_minute=24, per_address_hour=800, shy_seconds=rest_seconds,
            batch=MOST_RECEIVERS, parallel=4, parts=drawing.parts,
        )  # fmt: skip

    def is_group(self, address: str) -> bool:
        """An application speaks with members only."""
        del address
        return False

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        """One call for all that read the same; one outcome for each message, in order."""
        outcomes: dict[int, Outcome] = {}
        for same in _alike(messages, self._text_only):
            for message, outcome in zip(same, await self._together(same), strict=True):
                outcomes[message.id] = outcome
        return [outcomes[message.id] for message in messages]

    async def _together(self, messages: list[Outgoing]) -> list[Outcome]:
        first = messages[0]
        try:
            if first.kind == Kind.SEND:
                return await self._new(messages)
            if first.kind == Kind.EDIT:
                return [await self._changed(message) for message in messages]
            if first.kind == Kind.RECALL:
                return [await self._taken_back(message) for message in messages]
        except PlatformError as error:
            return [self._outcome(error, message, alone=len(messages) == 1) for message in messages]
        return [Refused("WeCom has no short answer to a press")] * len(messages)

    async def _new(self, messages: list[Outgoing]) -> list[Outcome]:
        """Files first, then the words, so that the buttons stand at the end of the chat."""
        if not messages[0].card.files:
            return await self._words(messages)
        left_out = [file for file in messages[0].card.files if not await self._file(messages, file)]
        worded = [
            replace(message, card=await asyncio.to_thread(
                media.in_words, message.card, self._cabinet, message.id, tuple(left_out)
            ))
            for message in messages
        ]  # fmt: skip
        if not left_out:
            return await self._words(worded)
        # Each has a link of their own.
        return [outcome for message in worded for outcome in await self._words([message])]

    async def _file(self, messages: list[Outgoing], file: Enclosure) -> bool:
        """Send a file to all of them; False when WeCom does not take it, or not after several tries."""
        try:
            media_id = await media.carry(self._connection, self._cabinet, PLATFORM, file)
        except media.Unfit as unfit:
            log.warning("message %s goes without file %s: %s", messages[0].id, file.id, unfit)
            return False
        except media.NotCarried:
            if messages[0].attempts < MOST_CARRIES:
                raise
            return False
        kind = media.kind_of(file)
        await self._post_to(messages, {"msgtype": kind, kind: {"media_id": media_id}})
        return True

    async def _words(self, messages: list[Outgoing]) -> list[Outcome]:
        first = messages[0]
        as_card = drawing.can_be_card(first.card) and not self._text_only(first.address)
        if not as_card:
            return await self._texts(messages, drawing.as_texts(first.card, numbered=True))
        await self._hint(messages)
        if not drawing.layout(first.card).complete:
            # Cut texts would be worse than two messages: all the words first, the decision after them.
            outcomes = await self._texts(messages, drawing.as_texts(first.card, numbered=False))
            reached = [m for m, outcome in zip(messages, outcomes, strict=True) if isinstance(outcome, Accepted)]
            decided = dict(zip((m.id for m in reached), await self._card(reached), strict=True)) if reached else {}
            return [_both(outcome, decided.get(m.id)) for m, outcome in zip(messages, outcomes, strict=True)]
        return await self._card(messages)

    async def _hint(self, messages: list[Outgoing]) -> None:
        """Members who see no cards would see nothing at all of the first one; the line is worth no failed message."""
        strange = [one for one in messages if one.address not in self._hinted]
        new = await asyncio.to_thread(lambda: [one for one in strange if not self._has_had_cards(one.address)])
        self._hinted.update(one.address for one in strange if one not in new)
        if not new:
            return
        words = texts.NO_CARDS_HERE.to("zh" if looks_chinese(new[0].card.title) else "en")
        try:
            await self._post_to(new, {"msgtype": "text", "text": {"content": words}})
        except NoAnswer as silence:
            log.warning("the line about cards may not have arrived: %s", silence)
        self._hinted.update(one.address for one in new)

    async def _card(self, messages: list[Outgoing]) -> list[Outcome]:
        task_id = f"{self._app.task_prefix}{messages[0].id}"
        try:
            answer = await self._post_card(messages, task_id)
        except Refusal as refusal:
            if refusal.errcode in ABOUT_MORE_THAN_THE_CARD:
                raise
            if TASK_ID.search(refusal.errmsg):
                return await self._card_named_anew(messages, task_id)
            log.error("card %s was refused and goes out as text: %s", task_id, refusal)  # noqa: TRY400 -- WeCom's words say it all
            return await self._texts(messages, drawing.as_texts(messages[0].card, numbered=True))
        # One code changes a card once, for all who got it in this call: it is of use only to a single reader.
        code = str(answer.get("response_code", "")) if len(messages) == 1 else ""
        return _sorted_out(messages, answer, Accepted(task_id, handle=code, receipt=_receipt(answer)))

    async def _card_named_anew(self, messages: list[Outgoing], task_id: str) -> list[Outcome]:
        """The name of this card was used before: by itself before a crash, or by another database of this application."""
        if any(message.attempts > 1 for message in messages):
            return [Accepted(task_id, note="WeCom had this card already")] * len(messages)
        fresh = f"{task_id}-{secrets.token_hex(4)}"
        answer = await self._post_card(messages, fresh)
        code = str(answer.get("response_code", "")) if len(messages) == 1 else ""
        return _sorted_out(messages, answer, Accepted(fresh, handle=code, receipt=_receipt(answer)))

    async def _post_card(self, messages: list[Outgoing], task_id: str) -> dict[str, Any]:
        card = drawing.template_card(messages[0].card, task_id)
        return await self._post_to(messages, {"msgtype": "template_card", "template_card": card})

    async def _texts(self, messages: list[Outgoing], words: list[str]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        receipts: list[str] = []
        for part in words:
            answer = await self._post_to(messages, {"msgtype": "text", "text": {"content": part}})
            receipts.append(_receipt(answer))
            outcomes = _sorted_out(messages, answer, Accepted(receipts[-1], receipt=" ".join(receipts)))
        return outcomes

    async def _post_to(self, messages: list[Outgoing], content: dict[str, Any]) -> dict[str, Any]:
        body = {
            "touser": "|".join(message.address for message in messages), "agentid": self._app.agent_id, **content,
            "enable_duplicate_check": 1, "duplicate_check_interval": _remembered(messages[0].id),
        }  # fmt: skip
        return await asyncio.to_thread(self._connection.post, "message/send", body)

    async def _changed(self, message: Outgoing) -> Outcome:
        if not message.handle:
            return Refused("this card cannot be changed (any more): WeCom gives one code for one change")
        body = {
            "userids": [message.address], "agentid": self._app.agent_id, "response_code": message.handle,
            "template_card": drawing.changed_card(message.card),
        }  # fmt: skip
        try:
            answer = await asyncio.to_thread(self._connection.post, "message/update_template_card", body)
        except Refusal as refusal:
            if refusal.errcode in OUR_SETTINGS | BUSY | {TOO_OFTEN}:
                raise
            return Refused(f"the card was changed before, or is older than 72 hours: {refusal}")
        if message.address.lower() in _names(answer.get("invaliduser")):
            return Refused("not in this application's range", unreachable=True)
        return Accepted(message.target)

    async def _taken_back(self, message: Outgoing) -> Outcome:
        """Gone from the phones of everybody the call reached, within 24 hours. Personal WeChat keeps what it has."""
        if not message.receipt:
            return Refused("WeCom gave no number by which to take this message back")
        for msgid in message.receipt.split():
            try:
                await asyncio.to_thread(self._connection.post, "message/recall", {"msgid": msgid})
            except Refusal as refusal:
                if refusal.errcode in OUR_SETTINGS | BUSY | {TOO_OFTEN}:
                    raise
                return Refused(f"WeCom does not take it back, perhaps it is older than 24 hours: {refusal}")
        return Accepted(message.target)

    def _outcome(self, error: PlatformError, message: Outgoing, *, alone: bool) -> Outcome:
        match error:
            case NotSent():
                return Later(
                    pause_after(message.attempts), f"WeCom cannot be reached: {error}", whole_account=True, cut_off=True
                )
            case media.NotCarried():
                return Later(pause_after(message.attempts), f"the file could not be carried to WeCom: {error}")
            case NoAnswer() if alone or message.kind in (Kind.EDIT, Kind.RECALL):
                return Later(pause_after(message.attempts), f"{error}; WeCom knows a repeated message again")
            case Refusal():
                return self._refused(error, message)
            case _:
                return Unknown(str(error))

    def _refused(self, refusal: Refusal, message: Outgoing) -> Outcome:
        code = refusal.errcode
        if code == WRONG_IP:
            words = f"WeCom does not trust our address {ip_in(refusal.errmsg)}: add it to 企业可信IP ({refusal})"
            self._alarm(words)
            return Later(SETTINGS_PAUSE, words, whole_account=True, cut_off=True)
        if code in OUR_SETTINGS:
            self._alarm(f"WeCom refuses our settings: {refusal}")
            return Later(SETTINGS_PAUSE, f"our settings are refused: {refusal}", whole_account=True, cut_off=True)
        if code in NOBODY_THERE:
            return Refused(str(refusal), unreachable=True)
        if code == TOO_OFTEN:
            return Later(LIMIT_PAUSE, str(refusal), whole_account=True)
        if code in BUSY:
            return Later(pause_after(message.attempts), str(refusal))
        return Refused(str(refusal))


def _remembered(message_id: int) -> int:
    """For how long WeCom shall know this request again, in seconds: hardly two messages have the same span.

    WeCom swallows a second request with the same JSON without a word. A repetition of ours is such; the same answer to
    a question asked twice must not be.
    """
    return REMEMBERED_SECONDS - message_id % (REMEMBERED_SECONDS - SURELY_REMEMBERED)


def _alike(messages: Iterable[Outgoing], text_only: Callable[[str], bool]) -> list[list[Outgoing]]:
    """Messages that one call can serve: the same words in the same form, a thousand readers at most."""
    groups: dict[tuple[Any, ...], list[list[Outgoing]]] = {}
    for message in messages:
        alone = message.kind != Kind.SEND or not message.batch
        words = json.dumps(message.card.to_json(), ensure_ascii=False)
        key = (message.id,) if alone else (message.batch, words, text_only(message.address))
        calls = groups.setdefault(key, [[]])
        if len(calls[-1]) == MOST_RECEIVERS:
            calls.append([])
        calls[-1].append(message)
    return [call for calls in groups.values() for call in calls]


def _sorted_out(messages: list[Outgoing], answer: dict[str, Any], accepted: Accepted) -> list[Outcome]:
    """One outcome each: WeCom says "ok" and names beside it whom it did not reach, in small letters."""
    gone = _names(answer.get("invaliduser")) | _names(answer.get("unlicenseduser"))
    return [
        Refused("not in this application's range, or without a licence", unreachable=True)
        if message.address.lower() in gone else accepted
        for message in messages
    ]  # fmt: skip


def _both(words: Outcome, card: Outcome | None) -> Outcome:
    """What became of a message in two: the card decides, and taking it back means both."""
    if isinstance(words, Accepted) and isinstance(card, Accepted):
        return replace(card, receipt=f"{words.receipt} {card.receipt}".strip())
    return card or words


def _receipt(answer: dict[str, Any]) -> str:
    """What a recall names: the number of the call, the same for everybody it reached."""
    return str(answer.get("msgid", ""))


def _names(given: Any) -> set[str]:
    names = given if isinstance(given, list) else str(given or "").split("|")
    return {str(name).lower() for name in names if name}
