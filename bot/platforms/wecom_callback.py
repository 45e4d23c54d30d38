"""The door WeCom knocks on: opened with the seal, kept as a row, answered empty and at once."""

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.ears import RawUpdate
from bot.platforms import wecom
from bot.platforms.callback_xml import fields_of
from bot.platforms.callbacks import Ears, Freshness, Rejected, answering, body_of
from bot.platforms.wechat_envelope import MOST_BYTES, Envelope, is_message, outer_fields
from bot.platforms.wecom_app import CALLBACK_PATH, WeComApp
from bot.platforms.wecom_directory import Learn, moves_somebody


async def _knows_enough() -> None:
    """Nothing has to be learnt."""


def routes(
    ears: Ears,
    app: WeComApp,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    learn: Learn = _knows_enough,
) -> list[Route]:
    """The one route WeCom calls. `ValueError` when token or key are missing.

    `learn` fetches the names of departments before a change that speaks of them becomes a row.
    """
    if not app.token:
        raise ValueError("the callback needs XIAOXIN_WECOM_TOKEN")
    envelope = Envelope(app.token, app.aes_key, app.corp_id, corporation=True)
    fresh = Freshness(clock)

    async def callback(request: Request) -> Response:
        if request.method in {"GET", "HEAD"}:
            # WeCom wants the bare words within a second when the address is saved: no quotes, no line end.
            return PlainTextResponse(
                envelope.opened(request.query_params, request.query_params.get("echostr", ""), fresh)
            )
        body = await body_of(request, MOST_BYTES)
        payload = envelope.opened(request.query_params, outer_fields(body).get("Encrypt", ""), fresh)
        if not is_message(payload):
            raise Rejected(400, "not a message")
        seal = request.query_params["msg_signature"]
        if not fresh.is_repeat(seal, body):
            if moves_somebody(fields_of(payload)):
                await learn()
            await ears.keep(RawUpdate(wecom.PLATFORM, wecom.event_id(payload), wecom.conversation(payload), payload))
            fresh.accept(seal, body)
        return Response(status_code=200)

    return [Route(CALLBACK_PATH, answering(callback, wecom.PLATFORM), methods=["GET", "POST"])]
