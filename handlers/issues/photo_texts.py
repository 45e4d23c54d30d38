"""What goes with pictures. Chinese first, English beside it."""

from handlers.texts import Text

LOOK = Text("看照片", "Pictures")
FROM_REPORTER = Text("{code} 现场照片：{what}", "{code}, pictures of the fault: {what}")
DONE = Text("{code} 修好后的照片：{what}", "{code}, pictures after the repair: {what}")
THESE = Text("{code} 的照片和附件（{count} 个）", "Pictures and files of {code}: {count}")
ON_THE_WAY = Text(
    "{code} 的照片正在取，取到就发给接单的技术员。", "The pictures of {code} are on their way to its technician."
)
NOT_FETCHED = Text(
    "{code} 的照片没能从平台取到（可能已过期）。请向报修人再要一张。",
    "The pictures of {code} could not be fetched (perhaps too old). Please ask the reporter for another.",
)
NONE = Text("{code} 没有照片。", "{code} has no pictures.")
WHICH = Text("看哪一单的照片？例如「看照片 T-0118」。", "Of which issue? Such as “pictures T-0118”.")
NO_VOICE = Text(
    "抱歉，语音我还听不懂。请打字说一句，例如「高二3班投影仪不亮」；用输入法的语音转文字也行。",
    "Sorry, I cannot listen to voice messages yet. Please type a line, such as “room 302 projector is dead”.",
)
NO_PLACE = Text(
    "位置收到了，可我看不懂坐标。请打字说是哪栋楼、哪间，例如「实验楼 302」。",
    "Got the location, but I cannot read coordinates. Please type the building and room, such as “lab 302”.",
)
NO_SUCH_KIND = Text(
    "抱歉，这种消息（表情、小程序等）我看不懂。请打字说一句，或者发照片。",
    "Sorry, I cannot read this kind of message (a sticker, a mini-program …). Please type a line or send a picture.",
)
UNREAD = {"voice": NO_VOICE, "place": NO_PLACE, "unknown": NO_SUCH_KIND}
"""What came without words and is no picture: the kind of attachment, and what to do instead."""
