"""How updates reach the bot: long polling, or pushed to a webhook. Kept until confirmed."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import Clock
from tests.fakes.telegram_refusals import bad_request, conflict, too_many_requests
from tests.fakes.wire import Client, Response, Upload

Json = dict[str, Any]
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
WEBHOOK_PORTS = (443, 80, 88, 8443)
LONGEST_POLL = 50
KEPT_FOR = 24 * 3600
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True)
class Webhook:
    url: str
    secret: str | None
    max_connections: int
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True)
class Delivery:
    """One attempt to push an update. `status` 0: no answer."""

    update_id: int
    status: int
    at: float


@dataclass(slots=True)
class _Lane:
    """Updates of one chat go one after the other."""

    waiting: list[Json] = field(default_factory=list)
    busy: bool = False


class Updates:
    """All methods run on the loop of the fake, but `add`, which any thread may call."""

    def __init__(
        self,
        clock: Clock,
        client: Client,
        *,
        require_https: bool,
        retry_delay: float,
        obey: Callable[[Json], None],
    ) -> None:
        self.clock = clock
        self.pending: dict[int, Json] = {}
        self.webhook: Webhook | None = None
        self.allowed: list[str] | None = None
        self.deliveries: list[Delivery] = []
        self.answer_timeout = 60.0
        self._client = client
        self._require_https = require_https
        self._retry_delay = retry_delay
        self._obey = obey
        self._next_id = 100_000_001
        self._poll: asyncio.Future[str | None] | None = None
        self._lanes: dict[int, _Lane] = {}
        self._in_flight = 0
        self._arrived: dict[int, float] = {}
        self._last_set = 0.0
        self.on_change: Callable[[], None] = lambda: None
        self.spawn: Callable[[Any], None] = lambda work: work.close()

    # -- from the users -----------------------------------------------------------------------

    def add(self, kind: str, content: Json) -> Json | None:
        """A new update, unless the bot did not ask for its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT
        if not wanted:
            return None
        update: Json = {"update_id": self._next_id, kind: content}
        self.pending[self._next_id] = update
        self._arrived[self._next_id] = self.clock.time()
        self._next_id += 1
        return update

    def announce(self, update: Json) -> None:
        """Hand a new update to whoever waits for it; on the loop."""
        if self.webhook:
            self._line_up(update)
            self._push()
        else:
            self._end_poll(None)

    def _end_poll(self, verdict: str | None) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(verdict)

    # -- long polling -------------------------------------------------------------------------

    async def get_updates(self, args: Json) -> list[Json]:
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._end_poll(OTHER_POLLER)
        self._allow(args)
        self._confirm(args.get("offset", 0))
        limit = min(max(args.get("limit", 100), 1), 100)
        timeout = min(max(args.get("timeout", 0), 0), LONGEST_POLL)
        if not self.pending and timeout:
            verdict = await self._wait(timeout)
            if verdict:
                raise conflict(verdict)
        return [self.pending[i] for i in sorted(self.pending)][:limit]

    async def _wait(self, seconds: float) -> str | None:
        poll: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        self.on_change()
        try:
            return await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            return None
        finally:
            if self._poll is poll:
                self._poll = None

    @property
    def polled(self) -> bool:
        """Whether somebody is waiting in a long poll right now."""
        return self._poll is not None and not self._poll.done()

    def _confirm(self, offset: int) -> None:
        known = sorted(self.pending)
        gone = known[:offset] if offset < 0 else [i for i in known if i < offset]
        for update_id in gone:
            self.pending.pop(update_id, None)
        self._forget_old()

    def _forget_old(self) -> None:
        """Telegram keeps what is not fetched for a day."""
        oldest = self.clock.time() - KEPT_FOR
        while (first := next(iter(self.pending), None)) and self._arrived.get(first, oldest) < oldest:
            self.pending.pop(first, None)
            self._arrived.pop(first, None)

    def _allow(self, args: Json) -> None:
        if "allowed_updates" in args:
            self.allowed = args["allowed_updates"] or None

    # -- webhook ------------------------------------------------------------------------------

    def set_webhook(self, args: Json) -> bool:
        now = self.clock.time()
        if now - self._last_set < 1:
            raise too_many_requests(1)
        url = args["url"]
        if not url:
            return self.delete_webhook(args)
        self._check_webhook(url, args)
        self._last_set = now
        self._allow(args)
        if args.get("drop_pending_updates"):
            self.pending.clear()
        self._end_poll("terminated by setWebhook request")
        self.webhook = Webhook(url, args.get("secret_token"), args.get("max_connections", 40))
        self._lanes.clear()
        for update in list(self.pending.values()):
            self._line_up(update)
        self._push()
        return True

    def _check_webhook(self, url: str, args: Json) -> None:
        match = re.fullmatch(r"(https?)://([^/:?#\s]+)(?::(\d+))?(/\S*)?", url)
        if not match or (self._require_https and match[1] != "https"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        port = int(match[3] or (443 if match[1] == "https" else 80))
        if self._require_https and port not in WEBHOOK_PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        secret = args.get("secret_token", "")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad_request("secret token contains unallowed characters")
        if not 1 <= args.get("max_connections", 40) <= 100:
            raise bad_request("max_connections must be between 1 and 100")
        if isinstance(args.get("certificate"), Upload) and not args["certificate"].content:
            raise bad_request("bad webhook: certificate file is empty")

    def delete_webhook(self, args: Json) -> bool:
        self.webhook = None
        self._lanes.clear()
        if args.get("drop_pending_updates"):
            self.pending.clear()
        return True

    def webhook_info(self) -> Json:
        hook = self.webhook
        info: Json = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
        if hook:
            info["max_connections"] = hook.max_connections
        if hook and hook.last_error_message:
            info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
        if self.allowed:
            info["allowed_updates"] = self.allowed
        return info

    def _line_up(self, update: Json) -> None:
        self._lanes.setdefault(_lane_of(update), _Lane()).waiting.append(update)

    def _push(self) -> None:
        """Start what may start: one update per chat, `max_connections` in all."""
        hook = self.webhook
        if hook is None:
            return
        for key, lane in list(self._lanes.items()):
            if self._in_flight >= hook.max_connections:
                return
            if lane.busy:
                continue
            if not lane.waiting:
                del self._lanes[key]
                continue
            lane.busy = True
            self._in_flight += 1
            self.spawn(self._drain(hook, lane))

    async def _drain(self, hook: Webhook, lane: _Lane) -> None:
        try:
            while lane.waiting and self.webhook is hook:
                await self._deliver(hook, lane.waiting[0])
                lane.waiting.pop(0)
        finally:
            lane.busy = False
            self._in_flight -= 1
            self._push()

    async def _deliver(self, hook: Webhook, update: Json) -> None:
        delay = self._retry_delay
        while self.webhook is hook and self._waiting(update):
            response = await self._post(hook, update)
            self.deliveries.append(Delivery(update["update_id"], response.status, self.clock.time()))
            if 200 <= response.status < 300:
                self.pending.pop(update["update_id"], None)
                self._obey_answer(response)
                self.on_change()
                return
            hook.last_error_date = int(self.clock.time())
            hook.last_error_message = f"Wrong response from the webhook: {response.status}"
            self.on_change()
            asked = response.headers.get("retry-after", "")
            await asyncio.sleep(min(int(asked), 3600) if asked.isdigit() else delay)
            delay *= 2

    def _waiting(self, update: Json) -> bool:
        self._forget_old()
        return update["update_id"] in self.pending

    async def _post(self, hook: Webhook, update: Json) -> Response:
        headers = {"content-type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        body = json.dumps(update, ensure_ascii=False).encode()
        try:
            return await self._client.request("POST", hook.url, body=body, headers=headers, timeout=self.answer_timeout)
        except (OSError, TimeoutError):
            return Response(0)

    def _obey_answer(self, response: Response) -> None:
        """A webhook may answer with a method to call."""
        try:
            answer = json.loads(response.body or b"null")
        except ValueError:
            return
        if isinstance(answer, dict) and isinstance(answer.get("method"), str):
            self._obey(answer)


def _lane_of(update: Json) -> int:
    content: Json = next(value for name, value in update.items() if name != "update_id")
    chat = content.get("chat") or content.get("message", {}).get("chat") or content.get("from", {})
    return int(chat.get("id", 0))
