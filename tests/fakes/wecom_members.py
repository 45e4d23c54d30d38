"""The members of the corporation before their phones, in WeCom or in the WeChat plugin."""

from typing import TYPE_CHECKING, Any

from tests.fakes.wecom_messages import ON_PLUGIN, Person, Shown
from tests.fakes.weixin_callbacks import Delivery
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from tests.fakes.wecom import FakeWeCom


class Member:
    """What one member types, presses and sees. Everything sent is a `Delivery` one may wait for."""

    def __init__(self, fake: "FakeWeCom", person: Person) -> None:
        self.fake = fake
        self.person = person

    @property
    def userid(self) -> str:
        return self.person.userid

    def sees(self) -> list[Shown]:
        """What stands in the chat now. The WeChat plugin shows neither cards nor markdown, and keeps recalled ones."""
        with self.fake.changed:
            return self._visible()

    def _visible(self) -> list[Shown]:
        shown = [m for m in self.person.inbox if not m.recalled]
        return [m for m in shown if m.msgtype in ON_PLUGIN] if self.person.plugin else shown

    def hears(self) -> list[str]:
        return [shown.text for shown in self.sees()]

    def waits_for(self, text: str = "", *, buttons: list[str] | None = None, timeout: float = PATIENCE) -> Shown:
        """The newest message with this text in it (and exactly these live buttons), as soon as it is there."""

        def found() -> Shown | None:
            for shown in reversed(self._visible()):
                if text in shown.text and (buttons is None or shown.buttons == buttons):
                    return shown
            return None

        try:
            shown = self.fake.wait_for(found, timeout, f"a message with {text!r} and buttons {buttons}")
        except AssertionError as error:
            error.add_note(self.transcript())
            raise
        assert shown is not None
        return shown

    def transcript(self) -> str:
        lines = [f"{self.person.name} ({self.userid}):"]
        for m in self.sees():
            keys = "".join(f" [{b}]" for b in m.buttons) + (f" ({m.settled})" if m.settled else "")
            lines.append(f"  {m.msgid} {m.text}{keys}")
        return "\n".join(lines)

    # -- writing ------------------------------------------------------------------------------

    def sends(self, text: str) -> Delivery:
        return self._message("text", Content=text)

    def sends_image(self, content: bytes = b"\xff\xd8\xff-image") -> Delivery:
        media = self.fake.media.keep("image", "image.jpg", "image/jpeg", content)
        return self._message("image", PicUrl=f"https://wework.example/{media.media_id}", MediaId=media.media_id)

    def sends_location(self, latitude: float, longitude: float, label: str) -> Delivery:
        place = {"Location_X": str(latitude), "Location_Y": str(longitude), "Scale": 16, "Label": label}
        return self._message("location", **place)

    def sends_voice(self, content: bytes = b"#!AMR\n") -> Delivery:
        media = self.fake.media.keep("voice", "voice.amr", "audio/amr", content)
        return self._message("voice", MediaId=media.media_id, Format="amr")

    def _message(self, kind: str, **content: Any) -> Delivery:
        fields = {"MsgType": kind, **content, "MsgId": self.fake.new_message_id()}
        return self.fake.call_back(self.userid, fields)

    # -- events: they have no MsgId -------------------------------------------------------------

    def enters(self) -> Delivery:
        return self.event("enter_agent", EventKey="")

    def subscribes(self) -> Delivery:
        return self.event("subscribe")

    def clicks_menu(self, key: str) -> Delivery:
        return self.event("click", EventKey=key)

    def event(self, name: str, **content: Any) -> Delivery:
        return self.fake.call_back(self.userid, {"MsgType": "event", "Event": name, **content})

    def presses(self, label: str, *, on: Shown | None = None, chosen: dict[str, str] | None = None) -> Delivery:
        """Presses the newest live button with this label; `chosen` are picks of the card's selections."""
        with self.fake.changed:
            shown, key = self._button(label, on)
            return self.press_key(shown, key, chosen)

    def press_key(self, shown: Shown, key: str, chosen: dict[str, str] | None = None) -> Delivery:
        """A card event as it is: forged, or of a card that was settled meanwhile."""
        card = shown.card or {}
        content: dict[str, Any] = {
            "EventKey": key,
            "TaskId": card.get("task_id", ""),
            "CardType": card.get("card_type", "button_interaction"),
            "ResponseCode": self.fake.desk.new_response_code(shown.msgid),
        }
        if chosen:
            picks = [{"QuestionKey": q, "OptionIds": {"OptionId": [o]}} for q, o in chosen.items()]
            content["SelectedItems"] = {"SelectedItem": picks}
        fields = {"MsgType": "event", "Event": "template_card_event", **content}
        return self.fake.call_back(self.userid, fields, about=shown.msgid)

    def _button(self, label: str, on: Shown | None) -> tuple[Shown, str]:
        for shown in reversed(self._visible()):
            if on is not None and shown is not on:
                continue
            if shown.card is None or shown.settled is not None:
                continue
            for button in shown.card.get("button_list", []):
                if button["text"] == label and button.get("type", 0) == 0:
                    return shown, button["key"]
        raise AssertionError(f"no live button {label!r}; {self.transcript()}")
