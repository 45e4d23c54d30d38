"""The followers of the official account before their phones."""

from typing import TYPE_CHECKING, Any

from tests.fakes.wechat_account import Follower, Seen
from tests.fakes.weixin_callbacks import Delivery
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from tests.fakes.wechat import FakeWeChat


class Fan:
    """What one follower types, taps and sees. Everything sent is a `Delivery` one may wait for."""

    def __init__(self, fake: "FakeWeChat", follower: Follower) -> None:
        self.fake = fake
        self.follower = follower

    @property
    def openid(self) -> str:
        return self.follower.openid

    def sees(self) -> list[Seen]:
        with self.fake.changed:
            return list(self.follower.inbox)

    def hears(self) -> list[str]:
        return [seen.text for seen in self.sees()]

    def waits_for(self, text: str = "", *, timeout: float = PATIENCE) -> Seen:
        """The newest message with this text in it, as soon as it is there."""

        def found() -> Seen | None:
            return next((seen for seen in reversed(self.follower.inbox) if text in seen.text), None)

        try:
            seen = self.fake.wait_for(found, timeout, f"a message with {text!r}")
        except AssertionError as error:
            error.add_note(f"{self.follower.nickname}: {self.hears()}")
            raise
        assert seen is not None
        return seen

    # -- messages: they open the window of 48 hours ---------------------------------------------

    def sends(self, text: str) -> Delivery:
        return self._message("text", Content=text)

    def sends_image(self, content: bytes = b"\xff\xd8\xff-image") -> Delivery:
        media = self.fake.media.keep("image", "image.jpg", "image/jpeg", content)
        return self._message("image", PicUrl=f"http://mmbiz.example/{media.media_id}", MediaId=media.media_id)

    def sends_voice(self, content: bytes = b"#!AMR\n") -> Delivery:
        media = self.fake.media.keep("voice", "voice.amr", "audio/amr", content)
        return self._message("voice", MediaId=media.media_id, Format="amr")

    def sends_location(self, latitude: float, longitude: float, label: str) -> Delivery:
        place = {"Location_X": str(latitude), "Location_Y": str(longitude), "Scale": 16, "Label": label}
        return self._message("location", **place)

    def _message(self, kind: str, **content: Any) -> Delivery:
        with self.fake.changed:
            self.fake.account.opened_by_message(self.follower)
        fields = {"MsgType": kind, **content, "MsgId": self.fake.new_message_id()}
        return self.fake.call_back(self.openid, fields)

    # -- taps: they open the window of one minute -----------------------------------------------

    def taps(self, choice: str) -> Delivery:
        """Taps an item of the newest msgmenu: it comes as text with `bizmsgmenuid`, and counts as a menu click."""
        with self.fake.changed:
            for seen in reversed(self.follower.inbox):
                if choice in seen.choices:
                    row = next(r for r in seen.content["list"] if r["content"] == choice)
                    self.fake.account.opened_by_click(self.follower)
                    fields = {
                        "MsgType": "text",
                        "Content": choice,
                        "bizmsgmenuid": str(row["id"]),
                        "MsgId": self.fake.new_message_id(),
                    }
                    return self.fake.call_back(self.openid, fields)
        raise AssertionError(f"no item {choice!r}; {self.hears()}")

    def clicks_menu(self, key: str) -> Delivery:
        return self._event("CLICK", EventKey=key)

    def follows(self, ticket: str | None = None) -> Delivery:
        """Follows the account, by a QR code where there is a ticket."""
        self.follower.subscribed = True
        if ticket is None:
            return self._event("subscribe", EventKey="")
        scene = self.fake.account.scenes[ticket]
        return self._event("subscribe", EventKey=f"qrscene_{scene}", Ticket=ticket)

    def scans(self, ticket: str) -> Delivery:
        """Scans a QR code as somebody who follows already."""
        return self._event("SCAN", EventKey=self.fake.account.scenes[ticket], Ticket=ticket)

    def unfollows(self) -> Delivery:
        self.follower.subscribed = False
        return self.fake.call_back(self.openid, {"MsgType": "event", "Event": "unsubscribe", "EventKey": ""})

    def consents(self, template_id: str, times: int = 1) -> None:
        """Agrees to one subscribe notice (or several)."""
        with self.fake.changed:
            have = self.follower.consents.get(template_id, 0)
            self.follower.consents[template_id] = have + times

    def _event(self, name: str, **content: Any) -> Delivery:
        with self.fake.changed:
            self.fake.account.opened_by_click(self.follower)
        return self.fake.call_back(self.openid, {"MsgType": "event", "Event": name, **content})
