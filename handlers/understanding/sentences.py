"""Where one request ends and the next begins in a message that holds several."""

import re

from handlers.understanding.tagging import tag

_NUMBERED = re.compile(
    r"(?:^|[\s,.;!])(?:[1-9]|[一二三四五])[.,)]\s*(?=\D)|(?:^|[\s,.;])(?:第[一二三四]|首先|其次|最后)[,:]"
)
_LINK = (
    r"另外再|另外|还有一件事|还有个事|还有件事|还有就是|再有|再就是|顺便再|顺便问一下|顺便问下|顺便|顺带|此外|对了|"
    r"and also|also,? please|one more thing:?|by the way,?|btw,?|plus,"
)
_VERB = r"提醒|帮|报|通知|查|发|催|问|看|给|设|取消|把|约|订|出|建|开|安排|告诉|预约|列|定|申请|评|驳回|同意|批准|退回|导出|联系"
_ENGLISH_VERB = (
    r"remind|book|send|notify|cancel|approve|reject|check|report|tell|schedule|set|show|create|"
    r"please|what|how|who|fix|list"
)
_LINKED = re.compile(
    rf"[,.;!?\s]*(?:{_LINK})[,:\s]*|[,.;!?\s]+(?:然后|同时|并且|并|再|也|还想|还要|还得|还需要|接着)(?=(?:再|帮我|请|麻烦|我要|我想|要|想)*(?:{_VERB}))"
    rf"|[,.;!?\s]+还有(?=(?:帮|给|替|请|麻烦|提醒|通知)我?)|[,;]?\s+and\s+(?=(?:i |we )?(?:also )?(?:{_ENGLISH_VERB})\b)"
)
_ENDED = re.compile(r"(?:[;!?\n]|\.(?![0-9]))+\s*")
_COMMA = re.compile(
    r"\s*(?:[;!?\n]|\.(?![0-9])|(?<![0-9]),|,(?![0-9]))+\s*|\s+and\s+|(?<=[坏亮纸水屏机网声了]),?(?:还有|以及|和)"
)

_SHORTEST = 3
"""Shorter pieces (再催催, 谢谢) are no requests of their own."""


def linked_parts(line: str) -> list[str]:
    """Split where the speaker says so: 另外, 顺便, 再帮我, and also, or a numbered list."""
    if len(_NUMBERED.findall(line)) > 1:
        return _clean(_NUMBERED.split(line))
    return _clean(_LINKED.split(line))


def sentence_parts(line: str) -> list[str]:
    """Split at full stops, semicolons and question marks."""
    return _clean(_ENDED.split(line))


def comma_parts(line: str) -> list[str]:
    """Split at commas and a plain "and" too; most of them do not separate requests."""
    return _clean(_COMMA.split(line))


_ALL_THERE = re.compile(r"(?:这些|以上|上面|它们|三个|两个|几个)?(?:都|全|全都|均|统统)?(?:是|在|位于)(?:.{1,16})")


def shared_place(parts: list[str]) -> tuple[list[str], str]:
    """The requests without a last "都在402", and the place it names for all of them; "" when there is none."""
    if len(parts) > 2 and _ALL_THERE.fullmatch(parts[-1]):
        places = tag(parts[-1]).all("place")
        if places:
            return parts[:-1], places[0]
    return parts, ""


def _clean(parts: list[str]) -> list[str]:
    return [stripped for part in parts if len(stripped := part.strip(" ,.;:!?")) > _SHORTEST]
