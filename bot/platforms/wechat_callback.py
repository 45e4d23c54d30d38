"""The door WeChat knocks on, in plain and in safe mode: proven, kept as a row, answered empty and at once.

In plain mode the signature does not cover the body, so a copied signature around other words is refused.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.ears import RawUpdate
from bot.platforms import wechat
from bot.platforms.callbacks import Ears, Freshness, Rejected, answering, body_of, same
from bot.platforms.wechat_account import CALLBACK_PATH, WeChatAccount
from bot.platforms.wechat_envelope import MOST_BYTES, Envelope, is_message, outer_fields, signature


def routes(
    ears: Ears, account: WeChatAccount, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> list[Route]:
    """The one route WeChat calls. `ValueError` when the token is missing or the key is broken.

    With a key only sealed messages are taken: somebody who cannot seal must not get in by leaving the seal away.
    """
    if not account.token:
        raise ValueError("the callback needs XIAOXIN_WECHAT_TOKEN")
    sealed = Envelope(account.token, account.aes_key, account.app_id, corporation=False) if account.aes_key else None
    fresh = Freshness(clock)

    async def callback(request: Request) -> Response:
        query = request.query_params
        if request.method in {"GET", "HEAD"}:
            _proven(account, query, fresh)
            return PlainTextResponse(query.get("echostr", ""))
        body = await body_of(request, MOST_BYTES)
        if sealed is not None:
            payload = sealed.opened(query, outer_fields(body).get("Encrypt", ""), fresh)
            seal = query["msg_signature"]
        else:
            _proven(account, query, fresh)
            payload, seal = body.decode(errors="replace"), query["signature"]
        if not is_message(payload):
            raise Rejected(400, "not a message")
        if not fresh.is_repeat(seal, body):
            await ears.keep(RawUpdate(wechat.PLATFORM, wechat.event_id(payload), wechat.conversation(payload), payload))
            fresh.accept(seal, body)
        return Response(status_code=200)

    return [Route(CALLBACK_PATH, answering(callback, wechat.PLATFORM), methods=["GET", "POST"])]


def _proven(account: WeChatAccount, query: QueryParams, fresh: Freshness) -> None:
    ours = signature(account.token, query.get("timestamp", ""), query.get("nonce", ""))
    if not same(ours, query.get("signature", "")):
        raise Rejected(403, "bad signature")
    fresh.check_time(query.get("timestamp", ""))
